package rubric

import "slices"

// Metric is something a machine or a register knows about an agency.
type Metric struct {
	ID    string `yaml:"id" json:"id"`
	Title Text   `yaml:"title" json:"title"`
	// Kind says what a sample is: a reading (gauge, where nothing is said), a running total (counter), or something
	// that began and was finished (events).
	Kind MetricKind `yaml:"kind" json:"kind,omitempty"`
	// Series is the name under which telemetry holds the metric, where that is not the id. Several metrics may read
	// one series, each with labels of its own.
	Series string `yaml:"series" json:"series,omitempty"`
	// Unit is the unit of one sample, such as "%" or "officers".
	Unit string `yaml:"unit" json:"unit"`
	// About says what the metric tells and where it is usually read.
	About Text `yaml:"about" json:"about"`
	// Expected is how often a sample should come: "once", or a duration such as "1d", "1h", "5m".
	Expected string `yaml:"expected" json:"expected"`
	// Labels are the values that each label of a sample may have; a sample that lacks the label or has another value
	// is not one of the metric. AnyLabel allows every value. The labels named here also tell series apart.
	Labels map[string][]string `yaml:"labels" json:"labels,omitempty"`
	// LeaveOut are values that are no measurement, such as the 2 (pending) and 3 (maintenance) of Uptime Kuma. They
	// are counted and left out.
	LeaveOut []float64 `yaml:"leave_out" json:"leave_out,omitempty"`
}

// AnyLabel among the values of a label allows every value that is not empty.
const AnyLabel = "*"

// Is reports whether the metric is of a kind; one that says nothing is a gauge.
func (m *Metric) Is(kind MetricKind) bool { return m.Kind == kind || (m.Kind == "" && kind == Gauge) }

// Name is the name of the metric in telemetry.
func (m *Metric) Name() string {
	if m.Series != "" {
		return m.Series
	}
	return m.ID
}

// MetricKind is what the samples of a metric are.
type MetricKind string

// The kinds. A gauge is read anew each time; a counter only grows, until what counts starts again from zero; events
// have a beginning and an end, such as complaints, and come from ledgers.
const (
	Gauge   MetricKind = "gauge"
	Counter MetricKind = "counter"
	Events  MetricKind = "events"
)

// Reductions lists what makes sense of a kind of metric, in the order of the documentation.
func (k MetricKind) Reductions() []Reduction {
	switch k {
	case Counter:
		return []Reduction{ReduceIncrease, ReduceRatio, ReduceLast, ReduceCount}
	case Events:
		return []Reduction{ReduceCount, ReduceFinished, ReduceOnTime, ReduceDaysMean, ReduceDaysMedian, ReduceDaysP90}
	}
	return []Reduction{
		ReduceMean, ReduceTimeMean, ReduceMin, ReduceMax, ReduceSum, ReduceCount, ReduceLast, ReduceP50, ReduceP90, ReduceP95,
		ReduceP99, ReduceShare, ReduceTimeShare, ReduceRatio,
	}
}

// Measure says how a metric becomes a score of an indicator.
type Measure struct {
	Metric    string    `yaml:"metric" json:"metric"`
	Reduction Reduction `yaml:"reduction" json:"reduction"`
	// AtLeast is the threshold of the reductions share and time_share.
	AtLeast *float64 `yaml:"at_least" json:"at_least,omitempty"`
	// Over is the metric that the reduction ratio divides by.
	Over string `yaml:"over" json:"over,omitempty"`
	// Within is the number of working days, of the reduction on_time.
	Within *int `yaml:"within" json:"within,omitempty"`
	// Until is the step at which an event counts as finished; nothing stated is Closed.
	Until EventStep `yaml:"until" json:"until,omitempty"`
	// Breakpoints turn the reduced value into a score, linearly between them and flat outside; without them the
	// indicator's own Score does.
	Breakpoints []Breakpoint `yaml:"breakpoints" json:"breakpoints,omitempty"`
	Rule        Rule         `yaml:"rule" json:"rule"`
	// MinCoverage is the share of the expected samples below which the measurement does not count.
	MinCoverage float64 `yaml:"min_coverage" json:"min_coverage"`
	// Tolerance is how much more than one level a claim may lie above the measurement before the two contradict each
	// other, in units of the score.
	Tolerance float64 `yaml:"tolerance" json:"tolerance,omitzero"`
	// Error is the standard error of the reduced value, in its own unit (a share for shares): how far the measurement
	// itself may be off. It moves no score, but the interval of every rank.
	Error float64 `yaml:"error" json:"error,omitzero"`
}

// Ends is the step at which an event counts as finished.
func (m *Measure) Ends() EventStep {
	if m.Until == "" {
		return Closed
	}
	return m.Until
}

// EventStep is a step in the life of an event after it was opened.
type EventStep string

// The steps: somebody looked at it and passed it on, the one who asked had an answer, the matter was closed.
const (
	Verified EventStep = "verified"
	Answered EventStep = "answered"
	Closed   EventStep = "closed"
)

// Breakpoint is one corner of the line from measured value to score.
type Breakpoint struct {
	At    float64 `yaml:"at" json:"at"`
	Score float64 `yaml:"score" json:"score"`
}

// Reduction makes one number of the samples in the window. Each is defined, with a worked example, in
// docs/telemetry.md.
type Reduction string

// The reductions of readings.
const (
	// ReduceMean is the arithmetic mean of the samples.
	ReduceMean Reduction = "mean"
	// ReduceTimeMean is the mean weighted by time: every sample stands until the next one, at most for the interval
	// in which samples are expected.
	ReduceTimeMean Reduction = "time_mean"
	ReduceMin      Reduction = "min"
	ReduceMax      Reduction = "max"
	ReduceSum      Reduction = "sum"
	// ReduceCount is the number of samples, or of events. Without any there is no value: nobody knows whether nothing
	// happened or nothing was looked at.
	ReduceCount Reduction = "count"
	// ReduceLast is the latest sample.
	ReduceLast Reduction = "last"
	// ReduceP50 and the others are quantiles, linear between neighbours (type 7 of Hyndman and Fan 1996, The American
	// Statistician 50(4), p. 363; PERCENTILE.INC of spreadsheets).
	ReduceP50 Reduction = "p50"
	ReduceP90 Reduction = "p90"
	ReduceP95 Reduction = "p95"
	ReduceP99 Reduction = "p99"
	// ReduceShare is the share, 0 to 1, of the samples at or above at_least.
	ReduceShare Reduction = "share"
	// ReduceTimeShare is the share, 0 to 1, of the covered time during which the value was at or above at_least; a
	// sample stands as long as in ReduceTimeMean.
	ReduceTimeShare Reduction = "time_share"
	// ReduceRatio is the latest sample over the latest sample of another metric; of counters it is the increase over
	// the increase.
	ReduceRatio Reduction = "ratio"
)

// ReduceIncrease is by how much a counter grew; where it fell it began again at zero.
const ReduceIncrease Reduction = "increase"

// The reductions of events. Durations are in working days, from the opening to the step until.
const (
	// ReduceOnTime is the share, 0 to 1, of the events that were finished within the stated working days. An event
	// that is still open counts as late as soon as it is, and before that not at all.
	ReduceOnTime Reduction = "on_time"
	// ReduceFinished is the share, 0 to 1, of the events that were finished at all.
	ReduceFinished   Reduction = "finished"
	ReduceDaysMean   Reduction = "days_mean"
	ReduceDaysMedian Reduction = "days_median"
	ReduceDaysP90    Reduction = "days_p90"
)

// Reductions lists all reductions in the order of the documentation.
func Reductions() []Reduction {
	var all []Reduction
	for _, kind := range []MetricKind{Gauge, Counter, Events} {
		for _, r := range kind.Reductions() {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// Quantile gives the share of samples, 0 to 1, below a quantile; false for other reductions.
func (r Reduction) Quantile() (q float64, is bool) {
	switch r {
	case ReduceP50:
		return 0.5, true
	case ReduceP90:
		return 0.9, true
	case ReduceP95:
		return 0.95, true
	case ReduceP99:
		return 0.99, true
	}
	return 0, false
}

// Quantity is what kind of number a reduction gives.
type Quantity string

// The quantities: a number in the metric's unit, a share from 0 to 1, a number without a unit, a number of samples or
// events, a number of working days.
const (
	InUnit      Quantity = "unit"
	AsShare     Quantity = "share"
	Plain       Quantity = "plain"
	AsCount     Quantity = "count"
	WorkingDays Quantity = "working_days"
)

// Gives says what kind of number the reduction gives.
func (r Reduction) Gives() Quantity {
	switch r {
	case ReduceShare, ReduceTimeShare, ReduceOnTime, ReduceFinished:
		return AsShare
	case ReduceRatio:
		return Plain
	case ReduceCount:
		return AsCount
	case ReduceDaysMean, ReduceDaysMedian, ReduceDaysP90:
		return WorkingDays
	}
	return InUnit
}

// Rule reconciles what was claimed with what was measured.
type Rule string

// The rules: one side alone, the lower, the higher, the mean of both, or both by the coverage of the window:
// (1 − c) · claim + c · measurement.
const (
	RuleClaim    Rule = "claim"
	RuleMeasured Rule = "measured"
	RuleCap      Rule = "cap"
	RuleFloor    Rule = "floor"
	RuleMean     Rule = "mean"
	RuleCoverage Rule = "coverage"
)

// Reconciliations lists all rules in the order of the documentation.
func Reconciliations() []Rule {
	return []Rule{RuleClaim, RuleMeasured, RuleCap, RuleFloor, RuleMean, RuleCoverage}
}

// DefaultMinCoverage is the coverage of the window a measurement needs where the rubric names none.
const DefaultMinCoverage = 0.8
