// Package rubric is the measuring instrument: a tree of dimensions and indicators with its scale, levels,
// weights, bands, what to ask, what to measure and what to do next.
//
// A rubric is data. Nothing about a particular instrument (PeGI, SPBE, Indrajit) is known to the code that
// scores with it; everything stands in one YAML file, which this package reads strictly (an unknown key is
// refused), checks in one pass (every fault with its line and column) and fingerprints, so that an assessment
// can say for ever which instrument it used. The package knows nothing of agencies, answers or scores.
//
// The built-in rubrics are in the package library below this one.
package rubric

// Schema is the version of the rubric language that this package reads.
const Schema = "siap/rubric/1"

// Text is one text in the two languages every rubric speaks.
type Text struct {
	// ID is the Indonesian text.
	ID string `yaml:"id" json:"id"`
	// EN is the English text.
	EN string `yaml:"en" json:"en"`
}

// In gives the text in the language ("id" or "en"), and the other one where it is missing.
func (t Text) In(lang string) string {
	if (lang == "en" && t.EN != "") || t.ID == "" {
		return t.EN
	}
	return t.ID
}

// Rubric is one instrument, complete.
type Rubric struct {
	Schema      string `yaml:"schema" json:"schema"`
	ID          string `yaml:"id" json:"id"`
	Version     string `yaml:"version" json:"version"`
	Status      Status `yaml:"status" json:"status"`
	Title       Text   `yaml:"title" json:"title"`
	Description Text   `yaml:"description" json:"description,omitzero"`
	Source      Source `yaml:"source" json:"source"`

	// Scale is the span of every score, of an indicator as of the index.
	Scale Scale `yaml:"scale" json:"scale"`
	// Rounding says how scores are printed, and what a rubric that decides on rounded values rounds to.
	Rounding Rounding `yaml:"rounding" json:"rounding"`
	// Decide says whether bands and ranks are decided on the unrounded or on the rounded value.
	Decide Decide `yaml:"decide" json:"decide"`
	// BandEdge says which side of a band belongs to it: lower is [from, next), upper is (from, next].
	BandEdge Edge `yaml:"band_edge" json:"band_edge"`
	// Bands are the categories of every node (predikat), from low to high.
	Bands []Band `yaml:"bands" json:"bands"`
	// Verdicts are a second set of words, one for the index and one for its dimensions.
	Verdicts Verdicts `yaml:"verdicts" json:"verdicts,omitzero"`

	// Unknown says what becomes of an unknown answer: left out of the mean, or counted at the bottom.
	Unknown UnknownPolicy `yaml:"unknown" json:"unknown"`
	// MinCoverage is the share of the applicable weight, 0 to 1, below which a node has no score.
	MinCoverage float64 `yaml:"min_coverage" json:"min_coverage"`
	// Weights says what the weights of the tree mean.
	Weights WeightMeaning `yaml:"weights" json:"weights"`
	// Aggregate is how the dimensions become the index, Power the exponent where that is the power mean.
	Aggregate Aggregation `yaml:"aggregate" json:"aggregate,omitempty"`
	Power     *float64    `yaml:"power" json:"power,omitempty"`
	// Impute is how unknown indicators are filled in; nil leaves them unknown, which is what siap advises.
	Impute *Impute `yaml:"impute" json:"impute,omitempty"`
	// Order is what places are decided on: the index where nothing is said, or a method that compares agencies with each
	// other on their dimensions.
	Order Order `yaml:"order" json:"order,omitempty"`
	// Groups are the columns of agencies.csv within which agencies are ranked.
	Groups []string `yaml:"groups" json:"groups,omitempty"`

	Roles   []Role   `yaml:"roles" json:"roles,omitempty"`
	Metrics []Metric `yaml:"metrics" json:"metrics,omitempty"`
	// Views are second ways to look at the same indicators: each is a set of tags that cut across the tree.
	Views    []View  `yaml:"views" json:"views,omitempty"`
	Children []*Node `yaml:"children" json:"children"`

	index map[string]*Node // by id and by code; filled by link
}

// Status is the life cycle of a rubric.
type Status string

// The life cycle: a draft may change, a stable rubric only with a new version, a retired one not at all.
const (
	Draft   Status = "draft"
	Stable  Status = "stable"
	Retired Status = "retired"
)

// Source says where an instrument comes from and how far to trust the transcription.
type Source struct {
	// Status is official, transcribed or unverified.
	Status string `yaml:"status" json:"status"`
	// Decree is the rule that sets the instrument, where there is one.
	Decree string `yaml:"decree" json:"decree,omitempty"`
	// Cites are the works the instrument was written from.
	Cites []string `yaml:"cites" json:"cites,omitempty"`
	// Note says what in it is ours or unverified.
	Note Text `yaml:"note" json:"note,omitzero"`
}

// Scale is a closed span of scores.
type Scale struct {
	Min float64 `yaml:"min" json:"min"`
	Max float64 `yaml:"max" json:"max"`
}

// Span is the length of the scale; tolerances are shares of it.
func (s Scale) Span() float64 { return s.Max - s.Min }

// Rounding is how a score becomes text.
type Rounding struct {
	// Digits after the decimal mark, 0 to 9.
	Digits int `yaml:"digits" json:"digits"`
	// Mode is half_up or half_even, applied to the shortest decimal text of the number.
	Mode string `yaml:"mode" json:"mode"`
}

// Decide names the number that bands and ranks are decided on: unrounded or rounded.
type Decide struct {
	Bands string `yaml:"bands" json:"bands"`
	Ranks string `yaml:"ranks" json:"ranks"`
}

// Edge is the closed side of a band.
type Edge string

// The two kinds of band: half-open above, the default, or half-open below.
const (
	EdgeLower Edge = "lower"
	EdgeUpper Edge = "upper"
)

// Band is one category of a score; it ends where the next one begins.
type Band struct {
	ID    string  `yaml:"id" json:"id"`
	From  float64 `yaml:"from" json:"from"`
	Title Text    `yaml:"title" json:"title"`
}

// Verdicts are the words a study uses for its findings, apart from the bands.
type Verdicts struct {
	// Index is for the whole, Dimension for each direct child of the index.
	Index     []Band `yaml:"index" json:"index,omitempty"`
	Dimension []Band `yaml:"dimension" json:"dimension,omitempty"`
}

// UnknownPolicy is what an unknown indicator does to its parent's score.
type UnknownPolicy string

// Renormalise leaves unknowns out and scales the other weights up; Bottom counts them at the bottom of the
// scale, which official rubrics may demand and every output flags.
const (
	Renormalise UnknownPolicy = "renormalise"
	Bottom      UnknownPolicy = "bottom"
)

// WeightMeaning is how the weights of a rubric are to be read.
type WeightMeaning string

// Relative weights are any positive numbers: only their ratio within one parent counts. OfParent weights are
// shares of the parent, which the children of every node must use up (1 or 100 in sum). OfIndex weights are shares
// of the index: the dimensions use up the whole (1 or 100), and the children of a node what the node has. Where no
// child of a node states a weight, they share equally.
const (
	Relative WeightMeaning = "relative"
	OfParent WeightMeaning = "of_parent"
	OfIndex  WeightMeaning = "of_index"
)

// Aggregation is how the scores of a node's children become its own.
type Aggregation string

// The aggregations. All but the sum are means on the children's own scale; the sum adds the weighted scores, so its
// children have scales of their own. The minimum and the sum have no weights in the usual sense: the minimum
// ignores them, the sum multiplies by them.
const (
	Arithmetic Aggregation = "arithmetic"
	Geometric  Aggregation = "geometric"
	Harmonic   Aggregation = "harmonic"
	PowerMean  Aggregation = "power"
	Minimum    Aggregation = "minimum"
	Median     Aggregation = "median"
	Sum        Aggregation = "sum"
)

// Aggregations lists all aggregations.
func Aggregations() []Aggregation {
	return []Aggregation{Arithmetic, Geometric, Harmonic, PowerMean, Minimum, Median, Sum}
}

// Impute is how unknown indicators are filled in. What is filled in counts in the value, is flagged, and stays unknown to
// coverage and bounds.
type Impute struct {
	Method ImputeMethod `yaml:"method" json:"method"`
	// Group is the column of agencies.csv whose groups have means and medians of their own, for group_mean, group_median.
	Group string `yaml:"group" json:"group,omitempty"`
	// Neighbours is how many agencies nearest takes; 5 where nothing is said.
	Neighbours *int `yaml:"neighbours" json:"neighbours,omitempty"`
}

// ImputeMethod is a way to fill in.
type ImputeMethod string

// The imputations: the mean or the median of the agencies that are known, or of those of the same group, or the mean of
// the agencies most like the one that is not.
const (
	ImputeMean        ImputeMethod = "mean"
	ImputeMedian      ImputeMethod = "median"
	ImputeGroupMean   ImputeMethod = "group_mean"
	ImputeGroupMedian ImputeMethod = "group_median"
	ImputeNearest     ImputeMethod = "nearest"
)

// ImputeMethods lists all imputations.
func ImputeMethods() []ImputeMethod {
	return []ImputeMethod{ImputeMean, ImputeMedian, ImputeGroupMean, ImputeGroupMedian, ImputeNearest}
}

// Order is what places are decided on.
type Order string

// The orders: by the index, or by a method that compares agencies with each other on the dimensions and their weights
// (package scoring/composite/order).
const (
	ByIndex         Order = "index"
	OrderSAW        Order = "saw"
	OrderBorda      Order = "borda"
	OrderCopeland   Order = "copeland"
	OrderKemeny     Order = "kemeny"
	OrderOutranking Order = "outranking"
	OrderTOPSIS     Order = "topsis"
)

// Orders lists all orders.
func Orders() []Order {
	return []Order{ByIndex, OrderSAW, OrderBorda, OrderCopeland, OrderKemeny, OrderOutranking, OrderTOPSIS}
}

// Role is a kind of respondent.
type Role struct {
	ID     string  `yaml:"id" json:"id"`
	Title  Text    `yaml:"title" json:"title"`
	Weight float64 `yaml:"weight" json:"weight"`
}

// Node is one place in the tree: with children a dimension (or aspect, or domain), without them an indicator.
type Node struct {
	ID          string  `yaml:"id" json:"id"`
	Code        string  `yaml:"code" json:"code,omitempty"`
	Title       Text    `yaml:"title" json:"title"`
	Description Text    `yaml:"description" json:"description,omitzero"`
	Weight      float64 `yaml:"weight" json:"weight"`
	// Aggregate is how the children become one score (arithmetic where nothing is said), Power the exponent where
	// that is the power mean.
	Aggregate Aggregation `yaml:"aggregate" json:"aggregate,omitempty"`
	Power     *float64    `yaml:"power" json:"power,omitempty"`
	// MinCoverage overrides the rubric's, where it is given.
	MinCoverage *float64 `yaml:"min_coverage" json:"min_coverage,omitempty"`
	// Scale is the node's own span. Only the children of a sum state one; all others have their parent's.
	Scale *Scale `yaml:"scale" json:"scale,omitempty"`
	// Bands and Verdicts are categories of the node's own, in place of the rubric's.
	Bands    []Band `yaml:"bands" json:"bands,omitempty"`
	Verdicts []Band `yaml:"verdicts" json:"verdicts,omitempty"`
	// Tags are the tags of the rubric's views that the node, and all below it, belong to.
	Tags     []string `yaml:"tags" json:"tags,omitempty"`
	Law      []string `yaml:"law" json:"law,omitempty"`
	Children []*Node  `yaml:"children" json:"children,omitempty"`

	// The rest is for indicators only.

	Question Text     `yaml:"question" json:"question,omitzero"`
	AskedOf  []string `yaml:"asked_of" json:"asked_of,omitempty"`
	// Answer is what kind of answer is asked for; nil is one of the levels, or nothing where there are none.
	Answer *Answer `yaml:"answer" json:"answer,omitempty"`
	Levels []Level `yaml:"levels" json:"levels,omitempty"`
	// Cumulative says that a level counts only where all lower ones do.
	Cumulative bool `yaml:"cumulative" json:"cumulative,omitempty"`
	// Unit is the unit of a number that is asked for, Direction says whether more of it is better.
	Unit      string    `yaml:"unit" json:"unit,omitempty"`
	Direction Direction `yaml:"direction" json:"direction,omitempty"`
	// Score is how an answer or a measurement becomes a score; nil takes it as it is.
	Score *Score `yaml:"score" json:"score,omitempty"`
	// External says that the score comes from another index.
	External *External `yaml:"external" json:"external,omitempty"`
	// Evidence is what typically proves the answer (data dukung).
	Evidence Text `yaml:"evidence" json:"evidence,omitzero"`
	// Actions lift the indicator from one level to the next.
	Actions   []Action `yaml:"actions" json:"actions,omitempty"`
	DependsOn []string `yaml:"depends_on" json:"depends_on,omitempty"`
	// AppliesTo maps a column of agencies.csv to the values for which the indicator applies.
	AppliesTo map[string][]string `yaml:"applies_to" json:"applies_to,omitempty"`
	// Repeats says how several rows of the indicator (a service, a system) count: "" none, rows, mean.
	Repeats string   `yaml:"repeats" json:"repeats,omitempty"`
	Measure *Measure `yaml:"measure" json:"measure,omitempty"`

	span Scale // own or inherited; filled by Link
}

// The ways repeated rows count.
const (
	RepeatRows = "rows"
	RepeatMean = "mean"
)

// IsIndicator reports whether the node is a leaf of the tree.
func (n *Node) IsIndicator() bool { return len(n.Children) == 0 }

// Level is one step of an indicator.
type Level struct {
	Level float64 `yaml:"level" json:"level"`
	Text  Text    `yaml:"text" json:"text"`
	// Evidence is what is wanted as proof of this very level.
	Evidence Text `yaml:"evidence" json:"evidence,omitzero"`
}

// Action is what lifts an indicator to a level from the one below.
type Action struct {
	To float64 `yaml:"to" json:"to"`
	// Effort is 1 (weeks, no budget), 2 (a year's plan) or 3 (several years or a large budget).
	Effort int  `yaml:"effort" json:"effort"`
	Text   Text `yaml:"text" json:"text"`
}
