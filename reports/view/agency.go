package view

// Agency is one agency's profile.
type Agency struct {
	RankRow
	// Sentence is the finding in one or two sentences: index, band, rank and its interval.
	Sentence string
	// Source says in words that the result is rolled up from its agencies; "" where it was assessed itself.
	Source string
	// Parent is the name of its government, "" for none.
	Parent string
	// Others are results from its agencies beside its own, which are never mixed with the headline.
	Others []OtherResult
	// Bases are its index and dimensions on every basis side by side, the headline first; empty where there is one only.
	Bases BasisTable
	// Reference is what its values are compared with, in words, and its index.
	Reference Reference
	// Dimensions are in the order of Report.Dimensions.
	Dimensions []DimensionScore
	// Views are its scores in Report.Views; views in which nothing is known of it are left out.
	Views []AgencyView
	// Indicators are all leaves in the rubric's order.
	Indicators []IndicatorScore
	// Supporting and Inhibiting are the indicators that lift and pull the index most, eight at most, strongest first.
	Supporting, Inhibiting []Factor
	// Actions are the ten steps with the most effect for their effort; QuickWins is how many of them have effort 1.
	Actions   []Action
	QuickWins int
	// Contradictions are its own, the widest gap first.
	Contradictions []Contradiction
	// Optimism compares its own assessment with its assessors'; nil where not both gave a value.
	Optimism *AgencyOptimism
	// Evidence are its items of data dukung, where the evidence file was read.
	Evidence []EvidenceItem
	// Unknown names the indicators without an answer, in the rubric's order; NotApplicable likewise.
	Unknown, NotApplicable []string
	// Placeholders names the indicators whose value stands in for an external index that is not known yet; Outside
	// those whose answer lies in no row of the conversion table.
	Placeholders, Outside []string
}

// BasisTable is one agency's numbers on every basis; bases are never mixed.
type BasisTable struct {
	// Titles are the bases in words, Rows the index and the dimensions.
	Titles []string
	Rows   []BasisRow
}

// BasisRow is the index or a dimension with a cell for each basis.
type BasisRow struct {
	Title string
	// Index says that it is the index.
	Index bool
	Cells []BasisCell
}

// BasisCell is one value on one basis.
type BasisCell struct {
	Value    Num
	Coverage Num
	Band     BandRef
}

// AgencyView is one agency in one of Report.Views.
type AgencyView struct {
	ID, Title, Description string
	Tags                   []TagScore
}

// TagScore is one agency's score for one tag.
type TagScore struct {
	ID, Title string
	State     State
	Value     Num
	Low, High Num
	Coverage  Num
	Band      BandRef
	// Indicators is how many carry the tag.
	Indicators int
}

// OtherResult is a second result beside the headline.
type OtherResult struct {
	Title string
	Index Num
	Band  BandRef
}

// Reference is what an agency is compared with.
type Reference struct {
	// Name says which: "median kelompok dinas (14 instansi)" or "batas bawah predikat Baik (2,60)".
	Name string
	// Short is for the legend of a chart.
	Short string
	// Median says that it is the group's median, and not a band's limit.
	Median bool
	// Index is the reference of the index.
	Index Num
}

// DimensionScore is one dimension of an agency.
type DimensionScore struct {
	ID, Code, Title string
	// Depth is 0 for a dimension, and counts down to the nodes that have indicators below them.
	Depth     int
	State     State
	Value     Num
	Low, High Num
	Coverage  Num
	Band      BandRef
	Verdict   string
	// Scale is the span of its scores; OwnScale says so in words where that is not the scale of the index, else "".
	Scale    Scale
	OwnScale string
	// Weight is the share it really had in the index, in per cent; unknown where it had none, or shares mean nothing.
	Weight Num
	// Reference is the agency's reference in this dimension, Distance the value minus it.
	Reference, Distance Num
	// Parts are the nodes between the dimension and its indicators (aspek), depth first.
	Parts []DimensionScore
}

// IndicatorScore is one indicator of an agency.
type IndicatorScore struct {
	ID, Code, Title, Question string
	// Dimension is the id of the direct child of the index above it, DimensionTitle its name.
	Dimension, DimensionTitle string
	State                     State
	Value                     Num
	Low, High                 Num
	Coverage                  Num
	Band                      BandRef
	// OwnScale names its scale where that is not the rubric's, else "".
	OwnScale string
	// Level is the descriptor of the highest level reached, with its number: "Tingkat 2: …"; "" without a value.
	Level string
	// Wanted is what the rubric asks for as evidence of the next level; "" where it says nothing or there is none.
	Wanted string
	// Raw is the answer in the indicator's own unit where the score is something else: "30 %"; else "".
	Raw string
	// Claim is what respondents said, Measured the score of the measurement.
	Claim, Measured Num
	// Rule says in words how the two were reconciled, "" where the indicator is not measured.
	Rule string
	// N is the number of respondents who gave a value, 0 also where rows were answered; Spread the largest difference between two.
	N      int
	Spread Num
	// Weight is the share of the index it really had, in per cent.
	Weight Num
	// Rows says in words how many rows of a repeated indicator are known, "" for one that does not repeat.
	Rows string
	// Via says from which indicators of another rubric the value was brought over, "" where it was not.
	Via   string
	Flags []string
	Notes []Note
}

// Note is a respondent's qualitative evidence.
type Note struct {
	// Respondent is a code, Role a title.
	Respondent, Role, Item string
	Note, Quote            string
	Source, Place          string
	// Visibility is in words; Internal says that it must not be published.
	Visibility string
	Internal   bool
}

// Factor is an indicator that lifts or pulls the index.
type Factor struct {
	Indicator, Title, Dimension string
	Value                       Num
	// Reference is what the value is compared with, ReferenceName says what that is.
	Reference     Num
	ReferenceName string
	// Weight is the effective weight in the index, in per cent, unknown where it has no meaning; Contribution is what
	// the index gains by the value being what it is and not the reference, in points of the index, with its sign.
	Weight, Contribution Num
	// Level is the descriptor of the level reached, or the answer where there are no levels.
	Level string
	Notes []Note
}

// Action is a step to the next level of one indicator.
type Action struct {
	Indicator, Title, Dimension string
	Text                        string
	// From is the present value, To the level it leads to.
	From, To Num
	// Wanted is what the rubric asks for as evidence of that level; "" where it says nothing.
	Wanted string
	// Effect is what the index gains, all other answers unchanged; IndexAfter is the index with it.
	Effect, IndexAfter Num
	// Effort is 1 to 3; EffortText says what that means.
	Effort     int
	EffortText string
	QuickWin   bool
	// DependsOn are the titles of the indicators that should come first.
	DependsOn []string
}
