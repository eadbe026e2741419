// Package weighing holds the types of a report on the weights of a rubric: what a method, experts or judges make of
// them, how that came about, and what would become of the ranking. It says nothing of how the numbers are found
// (package reweigh) nor how they are put into words (package view).
//
// Ids are those of the rubric and the assessment; the id of the index is "". Shares are 0 to 1. A number that has no
// meaning is nil, and null in JSON; nothing here is NaN or infinite.
package weighing

// The methods that ask people, or each agency; those from data have the names of weigh.Names.
const (
	MethodGiven   = "given"
	MethodBudget  = "budget"
	MethodAHP     = "ahp"
	MethodBenefit = "benefit"
)

// Report is what one method made of the weights of a rubric.
type Report struct {
	Method string `json:"method"`
	// Rubric and Version name the instrument.
	Rubric  string `json:"rubric"`
	Version string `json:"version"`
	// Settings are what was chosen for the method.
	Settings Settings `json:"settings"`

	// Basis is that of the scores, Agencies those whose scores were used, by id, in the order of the assessment;
	// NotCompared is how many others there are, which are ranked among themselves. Empty where no scores were.
	Basis       string   `json:"basis,omitempty"`
	Agencies    []string `json:"agencies,omitempty"`
	NotCompared int      `json:"not_compared,omitempty"`
	// Known and Unknown count the scores of the members of all nodes that were weighed; what does not apply is in neither.
	Known   int `json:"known,omitempty"`
	Unknown int `json:"unknown,omitempty"`
	// Result is the SHA-256 of the assessment that scores and places are from, File that of the experts' file.
	Result string `json:"result_sha256,omitempty"`
	File   *File  `json:"file,omitempty"`

	// People are the experts or judges, in the order of the file.
	People []string `json:"people,omitempty"`
	// Nodes are the index and the nodes whose children have weights, in the order of the rubric.
	Nodes []Node `json:"nodes"`
	// Benefit has each agency's own weights; then there are no Nodes.
	Benefit *Benefit `json:"benefit,omitempty"`
	// Movement is what the ranking would do by the found weights; nil where there is no assessment or nothing was found.
	Movement *Movement `json:"movement,omitempty"`
}

// Settings are the choices of a method; those that it does not have are empty.
type Settings struct {
	// Listwise takes those agencies only that know all members, for factor and correlated.
	Listwise bool `json:"listwise,omitempty"`
	// Factors and Explained say how many factors are kept; 0 for both is those with an eigenvalue above 1.
	Factors   int     `json:"factors,omitempty"`
	Explained float64 `json:"explained,omitempty"`
	// Targets are what the correlations are to be in proportion to: TargetsRubric or TargetsEqual.
	Targets string `json:"targets,omitempty"`
	// Least and Most bound a share, for correlated (Least) and benefit.
	Least float64 `json:"least,omitempty"`
	Most  float64 `json:"most,omitempty"`
	// Budget is how many points each expert has for a node; 0 for any number.
	Budget float64 `json:"budget,omitempty"`
	// Priorities, RandomIndex and Judges are those of the analytic hierarchy process, by the names of package ahp.
	Priorities  string `json:"priorities,omitempty"`
	RandomIndex string `json:"random_index,omitempty"`
	Judges      string `json:"judges,omitempty"`
}

// What correlations are to be in proportion to.
const (
	TargetsRubric = "rubric"
	TargetsEqual  = "equal"
)

// File is the file that experts filled in.
type File struct {
	Name   string `json:"name"`
	Format string `json:"format"`
	SHA256 string `json:"sha256"`
	// Records is how many points or judgements it has.
	Records int `json:"records"`
}

// Node is a node whose children have weights.
type Node struct {
	Node    string   `json:"node"`
	Members []Member `json:"members"`
	// Reason says why all members keep the rubric's weights; "" where some were found.
	Reason string `json:"reason,omitempty"`
	// Seen is the number the method stopped at, for ReasonNegative; nil for the others.
	Seen *float64 `json:"seen,omitempty"`
	// Units is how many agencies the figures are of: the least number behind one of them. Sparse says that there are
	// fewer than PerMember of them for each member, so that chance has a say.
	Units  int  `json:"units,omitempty"`
	Sparse bool `json:"sparse,omitempty"`
	// Idle says that the node takes no weights into account, as a minimum does.
	Idle bool `json:"idle,omitempty"`

	Factors    *Factors    `json:"factors,omitempty"`
	Correlated *Correlated `json:"correlated,omitempty"`
	Critic     *Critic     `json:"critic,omitempty"`
	Budget     *Budget     `json:"budget,omitempty"`
	Judged     *Judged     `json:"judged,omitempty"`
}

// PerMember is how many agencies there should be for each member of a node: the 3:1 ratio of cases to variables
// (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, section 4.1).
const PerMember = 3

// The reasons why a node, or a member, keeps the rubric's weights.
const (
	// ReasonFew: fewer than three agencies know it, or them.
	ReasonFew = "too_few"
	// ReasonConstant: it does not vary.
	ReasonConstant = "constant"
	// ReasonOne: fewer than two members are known to enough agencies and vary.
	ReasonOne = "too_few_members"
	// ReasonCommon: two members have fewer than three agencies in common.
	ReasonCommon = "too_few_in_common"
	// ReasonNegative: values below 0, or a mean that is not above 0, have no such measure.
	ReasonNegative = "negative"
	// ReasonIndefinite: correlations over different agencies contradict each other.
	ReasonIndefinite = "indefinite"
	// ReasonAgainst: no weights make all members go with the index.
	ReasonAgainst = "against"
	// ReasonSame: all members say the same.
	ReasonSame = "same"
	// ReasonScales: the members are added up on scales of their own, which the weights belong to.
	ReasonScales = "own_scales"
	// ReasonAside: it was not asked for.
	ReasonAside = "aside"
	// ReasonNobody: no expert or judge said anything of it.
	ReasonNobody = "nobody"
	// ReasonLeast: so many members cannot have the least share that was asked for.
	ReasonLeast = "least"
	// ReasonMethod: the method gives no weights, for a reason of its own.
	ReasonMethod = "method"
)

// Member is a child of a node.
type Member struct {
	Node string `json:"node"`
	// Stated and Found are its shares among its siblings by the rubric and by the method, StatedIndex and FoundIndex
	// those in the whole index.
	Stated      float64 `json:"stated"`
	Found       float64 `json:"found"`
	StatedIndex float64 `json:"stated_index"`
	FoundIndex  float64 `json:"found_index"`
	// Weight is the found weight in the rubric's own measure, so that siblings keep their sum: what a scenario takes. It
	// is above 0 also where Found is 0.
	Weight float64 `json:"weight"`
	// Known is how many agencies have a score that was used; nil where no scores were.
	Known *int `json:"known,omitempty"`
	// Kept says why it keeps the rubric's share though its siblings do not.
	Kept string `json:"kept,omitempty"`
}

// Factors is how the weights of a factor analysis come about. Rows of matrices are Members, columns are factors.
type Factors struct {
	Members     []string  `json:"members"`
	Eigenvalues []float64 `json:"eigenvalues"`
	// Explained are the shares of the variance by eigenvalue.
	Explained []float64 `json:"explained"`
	// Kept is how many factors were kept. Rotated are their loadings, Variance the share of the variance that each
	// explains after rotation, Squared the squared loadings brought to the sum 1 for each factor.
	Kept     int         `json:"kept"`
	Rotated  [][]float64 `json:"rotated"`
	Variance []float64   `json:"variance"`
	Squared  [][]float64 `json:"squared"`
	// Of is the factor, from 0, to which each member belongs.
	Of []int `json:"of"`
}

// Correlated is what weights by correlation achieve, by Members.
type Correlated struct {
	Members []string `json:"members"`
	// Stated, Equal and Reached are the correlations of the members with their weighted mean under the rubric's, equal
	// and the found weights; nil where that mean does not vary.
	Stated  []*float64 `json:"stated"`
	Equal   []*float64 `json:"equal"`
	Reached []float64  `json:"reached"`
	// Targets are the shares that were asked for, Shares those that the correlations have, Residual the largest
	// difference between the two.
	Targets  []float64 `json:"targets"`
	Shares   []float64 `json:"shares"`
	Residual float64   `json:"residual"`
	// Dropped are the members that ended at the least weight.
	Dropped []string `json:"dropped"`
}

// Critic is how the weights of CRITIC come about, by Members: Contrast is the standard deviation of the values brought
// to 0–1, Conflict Σ (1 − r) over the others, Information their product.
type Critic struct {
	Members     []string  `json:"members"`
	Contrast    []float64 `json:"contrast"`
	Conflict    []float64 `json:"conflict"`
	Information []float64 `json:"information"`
}

// Budget is what experts handed out over the members of a node.
type Budget struct {
	Experts []string `json:"experts"`
	// Shares are what each expert gave each member, as shares of what the expert gave.
	Shares [][]float64 `json:"shares"`
	// Low, High and SD (n-1; nil for one expert) are over the experts, by member.
	Low  []float64  `json:"low"`
	High []float64  `json:"high"`
	SD   []*float64 `json:"sd"`
}

// Judged is what judges made of the members of a node.
type Judged struct {
	Judges []Judge `json:"judges"`
	// Together is the group as one judge; nil where priorities were combined, or there is one judge.
	Together *Consistency `json:"together,omitempty"`
}

// Judge is what one judge said.
type Judge struct {
	Judge  string    `json:"judge"`
	Shares []float64 `json:"shares"`
	Consistency
}

// Consistency is how far judgements contradict each other.
type Consistency struct {
	LambdaMax float64 `json:"lambda_max"`
	// Index is (λmax − n)/(n − 1), RandomIndex that of random judgements, Ratio the one over the other; nil where there
	// are fewer than three members or the table does not reach.
	Index       float64  `json:"consistency_index"`
	RandomIndex *float64 `json:"random_index"`
	Ratio       *float64 `json:"consistency_ratio"`
	// Acceptable says that the ratio is at most 0.1, or that there is none because nothing can contradict.
	Acceptable bool `json:"acceptable"`
	// Worst is the judgement that fits worst; nil where all fit.
	Worst *Misfit `json:"worst,omitempty"`
}

// Misfit is a judgement, of how many times as important A is as B, beside the ratio of the weights it led to.
type Misfit struct {
	A        string  `json:"a"`
	B        string  `json:"b"`
	Judged   float64 `json:"judged"`
	Weighted float64 `json:"weighted"`
}

// Benefit is the benefit of the doubt over the children of a node.
type Benefit struct {
	Node     string   `json:"node"`
	Members  []string `json:"members"`
	Agencies []Doubt  `json:"agencies"`
}

// Doubt is the score of an agency under the weights that suit it best.
type Doubt struct {
	Agency string `json:"agency"`
	// Rank and Value are those of the node by the rubric: the agency's place for the index, 0 for none or for another
	// node.
	Rank  int      `json:"rank,omitempty"`
	Value *float64 `json:"value"`
	// Score is 0 to 1, nil for an agency of which nothing is known; Weights its own, by Members, nil where there are none.
	Score   *float64  `json:"score"`
	Weights []float64 `json:"weights"`
	// Peers are the agencies that do better even under these weights.
	Peers []string `json:"peers,omitempty"`
}

// Movement is what the places do when the found weights take the place of the rubric's.
type Movement struct {
	// Ranked is how many agencies have a place by both, Moved how many of them change it, Shift the mean number of
	// places over all of them.
	Ranked int     `json:"ranked"`
	Moved  int     `json:"moved"`
	Shift  float64 `json:"shift"`
	// Farthest is who moves most, the first of them in the order of the ranking, From and To their places; "" where
	// nobody moves.
	Farthest string `json:"farthest,omitempty"`
	From     int    `json:"from,omitempty"`
	To       int    `json:"to,omitempty"`
}
