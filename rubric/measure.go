package rubric

// Measure says how a metric becomes a score of an indicator.
type Measure struct {
	Metric    string    `yaml:"metric" json:"metric"`
	Reduction Reduction `yaml:"reduction" json:"reduction"`
	// AtLeast is the threshold of the reduction share.
	AtLeast *float64 `yaml:"at_least" json:"at_least,omitempty"`
	// Over is the metric that the reduction ratio divides by.
	Over string `yaml:"over" json:"over,omitempty"`
	// Breakpoints turn the reduced value into a score, linearly between them and flat outside; without them the
	// indicator's own Score does.
	Breakpoints []Breakpoint `yaml:"breakpoints" json:"breakpoints,omitempty"`
	Rule        Rule         `yaml:"rule" json:"rule"`
	// MinCoverage is the share of the expected samples below which the measurement does not count.
	MinCoverage float64 `yaml:"min_coverage" json:"min_coverage"`
}

// Breakpoint is one corner of the line from measured value to score.
type Breakpoint struct {
	At    float64 `yaml:"at" json:"at"`
	Score float64 `yaml:"score" json:"score"`
}

// Reduction makes one number of the samples in the window.
type Reduction string

// The reductions: the arithmetic mean of the samples; the latest sample; the share of samples at or above
// at_least (0 to 1); the latest sample over the latest sample of another metric.
const (
	ReduceMean  Reduction = "mean"
	ReduceLast  Reduction = "last"
	ReduceShare Reduction = "share"
	ReduceRatio Reduction = "ratio"
)

// Rule reconciles what was claimed with what was measured.
type Rule string

// The rules: one side alone, the lower, the higher, or the mean of both.
const (
	RuleClaim    Rule = "claim"
	RuleMeasured Rule = "measured"
	RuleCap      Rule = "cap"
	RuleFloor    Rule = "floor"
	RuleMean     Rule = "mean"
)

// DefaultMinCoverage is the coverage of the window a measurement needs where the rubric names none.
const DefaultMinCoverage = 0.8
