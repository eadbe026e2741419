// Package telemetry turns what machines and registers measured into one value per agency and question of the
// rubric, with the share of the expected samples that was there. A gap is a gap: it lowers the coverage and is
// never taken for a failure.
package telemetry

import (
	"context"
	"iter"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/agency"
)

// Window is the assessed time in local dates of each agency's zone: from the start of From to before the start
// of To.
type Window struct {
	From, To Date
}

// Date is a calendar day without a time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// In gives the start of the day in a time zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// String gives the day as 2025-12-31.
func (d Date) String() string { return d.In(time.UTC).Format(time.DateOnly) }

// Query is what a scorer wants to know: each measured indicator of the rubric, for each agency, over the window.
type Query struct {
	Rubric   *rubric.Rubric
	Agencies *agency.List
	Window   Window
}

// Measurement is the reduced value of one measured indicator for one agency.
type Measurement struct {
	// Agency and Indicator are ids.
	Agency, Indicator string
	// Metric, Over and Reduction repeat what the rubric's measure named; Over is "" but for ratios.
	Metric, Over string
	Reduction    rubric.Reduction
	// Value is the reduced value in the metric's unit (a share, 0 to 1, for share; a plain number for ratio);
	// NaN where it cannot be formed, with the Reason.
	Value float64
	// Reason is why there is no value, one of the words below; "" otherwise.
	Reason string
	// Samples is the number of samples at distinct times inside the window, or of events; Expected is how many there
	// should be.
	Samples, Expected int
	// Coverage is min(1, Samples / Expected); of a ratio the smaller of its two metrics.
	Coverage float64
	// Numerator and Denominator are the two last values of a ratio; NaN for other reductions.
	Numerator, Denominator float64
	// First and Last are the times of the first and last sample used; zero without samples.
	First, Last time.Time
	// LeftOut is the number of samples outside the window, Repeated of those at a time already seen.
	LeftOut, Repeated int
	// NotMeasured is the number of samples that are none: values the metric leaves out, and gaps that were written
	// down (NaN, the stale markers of Prometheus). InMaintenance is the number of samples during announced
	// maintenance, Maintenance how long that lasted inside the window; such time is not expected to be covered.
	NotMeasured, InMaintenance int
	Maintenance                time.Duration
	// Series is how many series, told apart by the labels of the metric, the value was made of; 0 where the source
	// cannot tell. Of several series as many samples are expected as each should have.
	Series int
	// Resets is how often a counter began again.
	Resets int
	// ErrorBound is how far the value of a quantile may be off, as a share of the value; 0 where it is exact.
	ErrorBound float64
	// Places are where the samples came from: the files, each with the line of its first sample.
	Places []diag.Place
}

// Why a measurement has no value.
const (
	NoSamples       = "no_samples"
	NoDenominator   = "no_denominator"
	ZeroDenominator = "zero_denominator"
	NegativeRatio   = "negative_ratio"
	// TooLarge is a sum or a quotient that no float64 can hold.
	TooLarge = "too_large"
	// NoThreshold is a share without a threshold, which no checked rubric has.
	NoThreshold = "no_threshold"
)

// Summary says what was read from one telemetry file.
type Summary struct {
	// Name is the file's name in messages, Format what was recognised.
	Name, Format string
	// SHA256 is the hash of the file, in hex.
	SHA256 string
	// Records is the number of samples used, LeftOut of those passed over (outside the window, unknown agency,
	// unused metric). Refused is true where the file had an error and nothing of it was used.
	Records, LeftOut int
	Refused          bool
}

// Engine answers a query from somewhere: files here, servers later.
type Engine interface {
	// Measure yields the measurements in the order of the agencies and of the rubric's indicators, one for each
	// agency and measured indicator that applies to it (also one without samples, with its reason), and the
	// diagnostics of what was read. It stops early when the context ends.
	Measure(ctx context.Context, q Query) iter.Seq2[Measurement, *diag.Diagnostic]
	// Summaries says, after Measure, what was read.
	Summaries() []Summary
}
