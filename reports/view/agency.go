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
	// Others are its results on other bases, or from its agencies, which are never mixed with the headline.
	Others []OtherResult
	// Reference is what its values are compared with, in words, and its index.
	Reference Reference
	// Dimensions are in the order of Report.Dimensions.
	Dimensions []DimensionScore
	// Indicators are all leaves in the rubric's order.
	Indicators []IndicatorScore
	// Supporting and Inhibiting are the indicators that lift and pull the index most, eight at most, strongest first.
	Supporting, Inhibiting []Factor
	// Actions are the ten steps with the most effect for their effort; QuickWins is how many of them have effort 1.
	Actions   []Action
	QuickWins int
	// Contradictions are its own, the widest gap first.
	Contradictions []Contradiction
	// Unknown names the indicators without an answer, in the rubric's order; NotApplicable likewise.
	Unknown, NotApplicable []string
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
	ID, Title string
	State     State
	Value     Num
	Low, High Num
	Coverage  Num
	Band      BandRef
	Verdict   string
	// Weight is the share it really had in the index, in per cent; unknown where it had none.
	Weight Num
	// Reference is the agency's reference in this dimension, Distance the value minus it.
	Reference, Distance Num
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
	// Level is the descriptor of the highest level reached, with its number: "Tingkat 2: …"; "" without a value.
	Level string
	// Claim is what respondents said, Measured the score of the measurement.
	Claim, Measured Num
	// Rule says in words how the two were reconciled, "" where the indicator is not measured.
	Rule string
	// N is the number of respondents who gave a value, Spread the largest difference between two.
	N      int
	Spread Num
	// Weight is the share of the index it really had, in per cent.
	Weight Num
	// Rows says in words how many rows of a repeated indicator are known, "" for one that does not repeat.
	Rows  string
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
	// Weight is the effective weight in the index, in per cent; Contribution is weight × (value − reference), in
	// points of the index, with its sign.
	Weight, Contribution Num
	// Level is the descriptor of the level reached.
	Level string
	Notes []Note
}

// Action is a step to the next level of one indicator.
type Action struct {
	Indicator, Title, Dimension string
	Text                        string
	// From is the present value, To the level it leads to.
	From, To Num
	// Effect is what the index gains to first order: effective weight × (next level − value), all other answers
	// unchanged; IndexAfter is the index with it.
	Effect, IndexAfter Num
	// Effort is 1 to 3; EffortText says what that means.
	Effort     int
	EffortText string
	QuickWin   bool
	// DependsOn are the titles of the indicators that should come first.
	DependsOn []string
}
