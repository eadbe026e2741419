// Package result holds the types of an assessment: what was computed, from what, by which rubric, so that every
// report, and every later question, is answered from it alone. It says nothing of how the numbers came about.
//
// An assessment is two files. assessment.json (schema siap/assessment/1, published beside this file) has the
// resolved evidence and all computed numbers, unrounded; evidence.jsonl.gz has every single answer, evidence
// item and measurement with its place in the inputs, and its hash stands in the first. Readers ignore members
// they do not know; adding members keeps the version.
package result

import (
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/rubric/crosswalk"
)

// Schema is the version of assessment.json that this package reads and writes.
const Schema = "siap/assessment/1"

// The names of the two files of an assessment in its output folder.
const (
	FileName         = "assessment.json"
	EvidenceFileName = "evidence.jsonl.gz"
)

// Assessment is everything that was computed for one year's agencies.
type Assessment struct {
	Schema string `json:"schema"`
	// Edition is public or anonymous where something was taken out of the result for its readers (package edition), so
	// that it can be neither verified nor explained down to an answer; "" for the whole result.
	Edition  string    `json:"edition,omitempty"`
	Tool     Tool      `json:"tool"`
	Title    string    `json:"title"`
	Year     int       `json:"year"`
	Language string    `json:"language"`
	Created  time.Time `json:"created"`
	// Invented says that the data are made up (a sample), and in whose words; every output repeats it.
	Invented       *rubric.Text    `json:"invented,omitempty"`
	Window         Window          `json:"window"`
	Rubric         Rubric          `json:"rubric"`
	DerivedFrom    *DerivedFrom    `json:"derived_from,omitempty"`
	Options        Options         `json:"options"`
	Inputs         []Input         `json:"inputs"`
	Evidence       EvidenceFile    `json:"evidence"`
	Agencies       []*Agency       `json:"agencies"`
	Contradictions []Contradiction `json:"contradictions"`
	// Optimism compares self-assessment and assessors, the largest difference of the index first; only where both are.
	Optimism []Optimism `json:"optimism,omitempty"`
	// Fits are what the indicators that compare agencies were fitted to, Imputations what was filled in.
	Fits        []Fit        `json:"fits,omitempty"`
	Imputations []Imputation `json:"imputations,omitempty"`
	// Robust says how far the ranking can be trusted; nil where nothing was drawn.
	Robust *Robust `json:"robust,omitempty"`
	// Nation says what a national assessment was put together from; nil of any other.
	Nation      *Nation            `json:"nation,omitempty"`
	Diagnostics []*diag.Diagnostic `json:"diagnostics"`
}

// Tool is the program that computed the assessment.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Window is the assessed time: local dates, the end exclusive.
type Window struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Rubric is the frozen instrument: the whole tree as it was used.
type Rubric struct {
	ID           string              `json:"id"`
	Version      string              `json:"version"`
	Fingerprints rubric.Fingerprints `json:"fingerprints"`
	Tree         *rubric.Rubric      `json:"tree"`
}

// DerivedFrom says that nobody answered this rubric: its answers were brought over, by the crosswalk in the options,
// from those to another.
type DerivedFrom struct {
	// Rubric, Version and Fingerprints are those of the rubric that was answered.
	Rubric       string              `json:"rubric"`
	Version      string              `json:"version"`
	Fingerprints rubric.Fingerprints `json:"fingerprints"`
	// Indicators are those of its indicators that the crosswalk uses, by id.
	Indicators map[string]SourceIndicator `json:"indicators"`
	// Evidence is the SHA-256 of the evidence file with the answers that were given; "" where none was written.
	Evidence string `json:"evidence,omitempty"`
}

// SourceIndicator names an indicator of the rubric that was answered.
type SourceIndicator struct {
	Code  string      `json:"code,omitempty"`
	Title rubric.Text `json:"title"`
}

// Crosswalk is the frozen crosswalk of a derived assessment.
type Crosswalk struct {
	ID           string               `json:"id"`
	Version      string               `json:"version"`
	Fingerprints rubric.Fingerprints  `json:"fingerprints"`
	Content      *crosswalk.Crosswalk `json:"content"`
}

// Basis names whose values a result is computed from. Bases never mix.
type Basis string

// Self is the agencies' own claims (penilaian mandiri), Assessed the assessors' values, Accepted what the accepted
// evidence alone bears out.
const (
	Self     Basis = "self"
	Assessed Basis = "assessed"
	Accepted Basis = "accepted"
)

// Options are the choices made for one assessment.
type Options struct {
	// Basis is the headline: the result that is ranked and reported first.
	Basis Basis `json:"basis"`
	// Bases are all bases computed.
	Bases []Basis `json:"bases"`
	Seed  uint64  `json:"seed"`
	// Simulation says that weights or methods differ from the rubric's: every output repeats it. Changes are what differs.
	Simulation bool     `json:"simulation"`
	Changes    []Change `json:"changes,omitempty"`
	// Combine is how respondents of one role are combined: mean or median.
	Combine string `json:"combine"`
	// RoleWeights are the weights used for the roles.
	RoleWeights map[string]float64 `json:"role_weights"`
	// GroupBy are the columns within which agencies are ranked.
	GroupBy []string `json:"group_by"`
	// Rollup is none, mean or weighted: how governments are computed from their agencies.
	Rollup string `json:"rollup"`
	// Crosswalk is what the answers were brought over by, in a derived assessment.
	Crosswalk *Crosswalk `json:"crosswalk,omitempty"`
}

// Change is one choice of a simulation that differs from the rubric's.
type Change struct {
	// What is weight, aggregation, normalisation, imputation, or another key of the rubric; Node is the id of the node
	// concerned, "" for the index or for all.
	What string `json:"what"`
	Node string `json:"node,omitempty"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Input is one file that was read.
type Input struct {
	Path string `json:"path"`
	// Kind is settings, rubric, crosswalk, agencies, answers, evidence, telemetry, repairs or assessment.
	Kind   string `json:"kind"`
	Format string `json:"format,omitempty"`
	SHA256 string `json:"sha256"`
	// Records were used, LeftOut passed over for reasons that stand in the diagnostics.
	Records int `json:"records"`
	LeftOut int `json:"left_out"`
	// Refused says that the file had errors and nothing of it was used.
	Refused bool `json:"refused,omitempty"`
}

// EvidenceFile is the second file of the assessment.
type EvidenceFile struct {
	Path    string `json:"path"`
	SHA256  string `json:"sha256"`
	Records int    `json:"records"`
}

// Agency is one agency with its results.
type Agency struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	// Groups are the values of all columns one may group by.
	Groups map[string]string `json:"groups"`
	Parent string            `json:"parent,omitempty"`
	// Weight is the agency's weight in its government, Timezone the zone its days are counted in.
	Weight   float64 `json:"weight,omitempty"`
	Timezone string  `json:"timezone,omitempty"`
	// Governs says that other agencies of the list belong to it: it is ranked among its like only.
	Governs bool `json:"governs,omitempty"`
	// Source is direct where the agency itself was assessed, rollup where its result comes from its agencies.
	Source string `json:"source"`
	// Results has one entry for each basis computed.
	Results map[Basis]*Scores `json:"results"`
	// Rollup has what its agencies give, for a government that was also assessed directly.
	Rollup map[Basis]*Scores `json:"rollup,omitempty"`
	// Of an entry of a national assessment: the folder that it comes from, the Kemendagri code of its area where that is
	// known, and its agencies by basis, where there are any.
	Part    string             `json:"part,omitempty"`
	Area    string             `json:"area,omitempty"`
	Members map[Basis]*Members `json:"members,omitempty"`
}

// Where a result comes from.
const (
	Direct   = "direct"
	RolledUp = "rollup"
)

// Scores are an agency's numbers on one basis.
type Scores struct {
	Index Node `json:"index"`
	Rank  Rank `json:"rank"`
	// Nodes are the dimensions and indicators by id.
	Nodes map[string]*Node `json:"nodes"`
	// Tags are the tags of the rubric's views by id, each the mean of its indicators by their share in the index.
	Tags map[string]*Node `json:"tags,omitempty"`
}

// Node is one number of the tree with all that is needed to trust it.
type Node struct {
	// Value is on the rubric's scale, unrounded; null needs a Reason.
	Value *float64 `json:"value"`
	// Low and High are the value with all unknowns at the bottom and at the top of the scale; null where the
	// node is not applicable.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
	// Coverage is the share of the applicable weight below the node that is known, 0 to 1.
	Coverage float64 `json:"coverage"`
	// Weight is the share, 0 to 1, that the node really had in its parent's value; 0 where it had none.
	Weight float64 `json:"weight"`
	// Imputed is the share of the applicable weight below the node whose value was filled in, 0 to 1.
	Imputed float64 `json:"imputed,omitzero"`
	// Band is the id of the rubric's band, Verdict of its verdict words where it has them for this node.
	Band    string `json:"band,omitempty"`
	Verdict string `json:"verdict,omitempty"`
	// Reason is why there is no value: unknown, not_applicable, min_coverage.
	Reason string `json:"reason,omitempty"`

	// The rest is for indicators.

	// Claim is what respondents (or assessors) said, combined; Measured the score of the measurement.
	Claim    *float64 `json:"claim,omitempty"`
	Measured *float64 `json:"measured,omitempty"`
	// Raw is the claim in the indicator's own unit, where the score is not the answer itself.
	Raw *float64 `json:"raw,omitempty"`
	// Rule is how the two were reconciled, where the indicator has a measure.
	Rule rubric.Rule `json:"rule,omitempty"`
	// N is the number of respondents who gave a value; Spread the largest difference between two of them.
	N      int     `json:"n,omitempty"`
	Spread float64 `json:"spread,omitempty"`
	// Rows is the number of applicable rows of a repeated indicator, Known of those with a value.
	Rows  int `json:"rows,omitempty"`
	Known int `json:"known,omitempty"`
	// Items are those rows, each with its own value, by name; of an assessment by a crosswalk there are none.
	Items []Item `json:"items,omitempty"`
	// Flags say what a reader must know: claim_only, measured_only, unknown_at_bottom, measured_despite_na,
	// low_window_coverage, placeholder, imputed, no_denominator, outside_table.
	Flags []string `json:"flags,omitempty"`
	// Notes are the respondents' words on the indicator.
	Notes []Note `json:"notes,omitempty"`
	// Via are the indicators of another rubric that the value was brought over from, in a derived assessment. The
	// reasons stand in the crosswalk.
	Via []Via `json:"via,omitempty"`
}

// Item is one row of a repeated indicator: a service, a system.
type Item struct {
	Item string `json:"item"`
	// Value is the row's score after its claim was reconciled with what was measured; null needs a Reason, unknown or
	// not_applicable.
	Value  *float64 `json:"value"`
	Reason string   `json:"reason,omitempty"`
}

// Via is one indicator of another rubric and what it says about this one.
type Via struct {
	Indicator string `json:"indicator"`
	// Strength is the share of this indicator that the other one answers: the value is the mean of all known values by
	// their strengths, its coverage the sum of their strengths, each times its own coverage, and 1 at most.
	Strength float64 `json:"strength"`
	// Value is its score on this indicator's scale; null where there is none, for the Reason.
	Value  *float64 `json:"value"`
	Reason string   `json:"reason,omitempty"`
	// Coverage is the share of the other indicator that is known, 0 to 1.
	Coverage float64 `json:"coverage"`
}

// The reasons for a missing value.
const (
	ReasonUnknown       = "unknown"
	ReasonNotApplicable = "not_applicable"
	ReasonMinCoverage   = "min_coverage"
)

// The flags of an indicator.
const (
	FlagClaimOnly         = "claim_only"
	FlagMeasuredOnly      = "measured_only"
	FlagUnknownAtBottom   = "unknown_at_bottom"
	FlagMeasuredDespiteNA = "measured_despite_na"
	FlagLowWindowCoverage = "low_window_coverage"
	// FlagPlaceholder: the value stands in for an external index that is not known yet.
	FlagPlaceholder = "placeholder"
	// FlagImputed: nothing is known, and the value was filled in from other agencies.
	FlagImputed = "imputed"
	// FlagNoDenominator: the list of agencies has no number above 0 to divide the answer by.
	FlagNoDenominator = "no_denominator"
	// FlagOutsideTable: the answer lies in no row of the conversion table, so it gives no score.
	FlagOutsideTable = "outside_table"
)

// Note is one respondent's qualitative evidence.
type Note struct {
	Respondent string     `json:"respondent,omitempty"`
	Role       string     `json:"role,omitempty"`
	Item       string     `json:"item,omitempty"`
	Note       string     `json:"note,omitempty"`
	Quote      string     `json:"quote,omitempty"`
	Source     string     `json:"source,omitempty"`
	Visibility string     `json:"visibility"`
	Place      diag.Place `json:"place"`
}

// Rank is an agency's place: "1224", ties share the best place. Overall is 0 where there is no score.
type Rank struct {
	Overall int `json:"overall"`
	// Of is how many agencies have a score.
	Of int `json:"of"`
	// Decided is what the place was decided on where the rubric orders by another method than the index; higher is better.
	Decided *float64 `json:"decided,omitempty"`
	// Groups are the places within each column that is ranked by.
	Groups map[string]GroupRank `json:"groups"`
	// Interval is where the place lies, by the draws where there were any, else by the bounds; null without a score.
	Interval *Interval `json:"interval"`
	// Possible is the best and the worst place that the bounds of all scores leave possible, beside an interval of draws.
	Possible *Interval `json:"possible,omitempty"`
	// Tie numbers the groups of agencies that cannot be told apart, from 1 at the top; 0 without draws. A group is who
	// is not below its best in Robust.Apart of the draws.
	Tie int `json:"tie,omitempty"`
	// Spread is how the place varied over the draws.
	Spread *Spread `json:"spread,omitempty"`
}

// GroupRank is a place among the agencies with the same value in one column.
type GroupRank struct {
	Rank int `json:"rank"`
	Of   int `json:"of"`
	// Interval is as in Rank.
	Interval *Interval `json:"interval,omitempty"`
}

// Interval is a span of places.
type Interval struct {
	Best  int `json:"best"`
	Worst int `json:"worst"`
	// Method says what it allows for: draws all Sources of Robust, bounds the unknown answers only.
	Method string `json:"method"`
}

// Contradiction is a claim that a measurement does not bear out.
type Contradiction struct {
	Agency    string `json:"agency"`
	Indicator string `json:"indicator"`
	Basis     Basis  `json:"basis"`
	// Claim and Measured are scores on the rubric's scale, Gap their difference.
	Claim    float64 `json:"claim"`
	Measured float64 `json:"measured"`
	Gap      float64 `json:"gap"`
	// The measurement behind it: the metric's own value and unit, and the share of the window it covers.
	Metric    string           `json:"metric"`
	Reduction rubric.Reduction `json:"reduction"`
	Value     float64          `json:"value"`
	Unit      string           `json:"unit"`
	Coverage  float64          `json:"coverage"`
	From      string           `json:"from"`
	To        string           `json:"to"`
}

// Optimism is how far an agency's own assessment lies from its assessors'. The two are different results; here they
// are only compared.
type Optimism struct {
	Agency string `json:"agency"`
	// Index is the self-assessed index less the assessed one; null where one of them is missing.
	Index *float64 `json:"index"`
	// Rows were given a value by both; the agency was Higher on some of them, and Lower on others.
	Rows   int `json:"rows"`
	Higher int `json:"higher"`
	Lower  int `json:"lower"`
	// Differences are those rows.
	Differences []Difference `json:"differences,omitempty"`
}

// Difference is one row (an indicator, or an item of one that repeats) on which the two differ, as scores.
type Difference struct {
	Indicator string  `json:"indicator"`
	Item      string  `json:"item,omitempty"`
	Self      float64 `json:"self"`
	Assessed  float64 `json:"assessed"`
}
