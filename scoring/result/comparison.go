package result

import "siap/rubric"

// ComparisonSchema is the version of the comparison that "siap compare --json" writes.
const ComparisonSchema = "siap/comparison/1"

// Comparison says what changed from one assessment to the next, and why: years, provinces, rubrics or methods.
type Comparison struct {
	Schema string `json:"schema"`
	// Sides are the assessments in the order they were given.
	Sides []ComparisonSide `json:"sides"`
	// Steps lead from each side to the next; of more than two sides the last one leads from the first to the last.
	Steps []ComparisonStep `json:"steps"`
	// Trends have every agency of any side, by id, over all sides.
	Trends []Trend `json:"trends"`
}

// ComparisonSide is one of the assessments compared.
type ComparisonSide struct {
	Title string `json:"title"`
	Year  int    `json:"year"`
	// Path is how the assessment was named.
	Path       string              `json:"path,omitempty"`
	Rubric     string              `json:"rubric"`
	Version    string              `json:"version"`
	Prints     rubric.Fingerprints `json:"fingerprints"`
	Basis      Basis               `json:"basis"`
	Simulation bool                `json:"simulation"`
	Invented   *rubric.Text        `json:"invented,omitempty"`
	// Agencies is how many there are, Scored how many of them have an index.
	Agencies int `json:"agencies"`
	Scored   int `json:"scored"`
}

// ComparisonStep is the change from one side to another.
type ComparisonStep struct {
	// From and To are places in Sides.
	From int `json:"from"`
	To   int `json:"to"`
	// Shared says what the two rubrics have in common, which is all that is compared.
	Shared Shared `json:"shared"`
	// Method are the differences of method between the two: aggregation, normalisation, options.
	Method []Change `json:"method,omitempty"`
	// Notes are what a reader must know about the split: words of the list below.
	Notes []string `json:"notes,omitempty"`
	// Mean is over the agencies that have an index on both sides.
	Mean *Mean `json:"mean"`
	// Agencies are those on both sides, in the order of the side To.
	Agencies []AgencyChange `json:"agencies"`
	// OnlyFrom and OnlyTo are those on one side.
	OnlyFrom []Single `json:"only_from,omitempty"`
	OnlyTo   []Single `json:"only_to,omitempty"`
}

// The notes on a step.
const (
	// NoteNoEvidence: the scoring rules of indicators differ, and without the evidence of both sides what the other
	// rules would have made of it is not known: that change is part of own.
	NoteNoEvidence = "no_evidence"
	// NoteOtherBasis: one side has no values on the basis of the other, so the change of basis is part of own.
	NoteOtherBasis = "other_basis"
	// NoteMeasure: some indicators are measured in another way, which is part of own.
	NoteMeasure = "measure"
	// NoteLenient: a mixture of both sides fell under a minimum coverage and was evaluated without it.
	NoteLenient = "lenient"
	// NoteOrders: the own change of a large non-linear tree was shared out over a part of all orders.
	NoteOrders = "orders"
	// NoteCrosswalk: one side was brought over to the rubric of the other by a crosswalk.
	NoteCrosswalk = "crosswalk"
)

// Shared is what two rubrics have in common.
type Shared struct {
	// Same says that both score alike: their fingerprints are equal.
	Same bool `json:"same"`
	// From and To are the shares of the index, 0 to 1, that the shared indicators have in each rubric.
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Indicators are those of both rubrics, in the order of the rubric To, then those of From alone; empty where Same.
	Indicators []SharedIndicator `json:"indicators,omitempty"`
	// Crosswalk names what one side was brought over by, and Brought which side it was: "from" or "to".
	Crosswalk string `json:"crosswalk,omitempty"`
	Brought   string `json:"brought,omitempty"`
	// Scales says that the two indices are on different scales, so that their difference has no meaning.
	Scales bool `json:"scales,omitempty"`
}

// SharedIndicator is one indicator of either rubric.
type SharedIndicator struct {
	ID string `json:"id"`
	// In is both, from or to.
	In string `json:"in"`
	// From and To are its shares of the two indices, 0 to 1.
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Reason is why an indicator of both rubrics is not compared, or one of To alone: scale, kind, unmapped.
	Reason string `json:"reason,omitempty"`
}

// AgencyChange is what changed for one agency.
type AgencyChange struct {
	Agency string   `json:"agency"`
	Name   string   `json:"name"`
	From   Standing `json:"from"`
	To     Standing `json:"to"`
	// Index splits the change of the index (to − from, in points of the scale), Rank that of the place, counted in places
	// gained (from − to), so that more is better in both. Null for the Reason.
	Index *Split `json:"index"`
	Rank  *Split `json:"rank"`
	// Reason is why a change cannot be split: no_score, scales, tier, source, not_reproduced, nothing_shared, order.
	Reason     string `json:"reason,omitempty"`
	RankReason string `json:"rank_reason,omitempty"`
	// IndexBeyond and RankBeyond say that the intervals of the two do not overlap; null where one is missing.
	IndexBeyond *bool `json:"index_beyond"`
	RankBeyond  *bool `json:"rank_beyond"`
	// Drivers are the indicators whose own values moved the index, the strongest first: their parts sum to Index.Own.
	Drivers []Driver `json:"drivers,omitempty"`
	// Known, Unknown, Applies and Inapplicable are the shared indicators that became so.
	Known        []string `json:"became_known,omitempty"`
	Unknown      []string `json:"became_unknown,omitempty"`
	Applies      []string `json:"became_applicable,omitempty"`
	Inapplicable []string `json:"became_inapplicable,omitempty"`
	// Nodes are the dimensions that both rubrics have on one scale, as they are on each side.
	Nodes []NodeChange `json:"nodes,omitempty"`
}

// Standing is where an agency stands on one side.
type Standing struct {
	Index *float64 `json:"index"`
	// Low and High are the interval of the index, by the Method: draws or bounds.
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	Method   string   `json:"method,omitempty"`
	Coverage float64  `json:"coverage"`
	Band     string   `json:"band,omitempty"`
	// Rank is 0 without an index; Of is how many have one.
	Rank     int       `json:"rank"`
	Of       int       `json:"of"`
	Interval *Interval `json:"interval"`
	Reason   string    `json:"reason,omitempty"`
}

// Split is a change as a sum of its parts: Change = Own + Others + Company + Rubric + Coverage + Method. Each part is
// the mean, over all orders in which the parts could have changed, of what changed with it (Shapley 1953).
type Split struct {
	Change float64 `json:"change"`
	// Own is the agency's own evidence where both sides know it.
	Own float64 `json:"own"`
	// Others is the evidence of the other agencies; of an index only where an indicator compares agencies.
	Others float64 `json:"others"`
	// Company is who else is ranked: agencies that came or went, or have an index on one side only.
	Company float64 `json:"company"`
	// Rubric = Weights + Dropped + Added: the weights and the tree over what is shared, what only From asks, what only To asks.
	Rubric  float64 `json:"rubric"`
	Weights float64 `json:"weights"`
	Dropped float64 `json:"dropped"`
	Added   float64 `json:"added"`
	// Coverage is what became known or unknown, applicable or not.
	Coverage float64 `json:"coverage"`
	// Method is aggregation, normalisation and the options.
	Method float64 `json:"method"`
}

// Driver is one indicator's part of the own change.
type Driver struct {
	Indicator string  `json:"indicator"`
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	// Part is in points of the index.
	Part float64 `json:"part"`
}

// NodeChange is one dimension on both sides.
type NodeChange struct {
	Node string   `json:"node"`
	From *float64 `json:"from"`
	To   *float64 `json:"to"`
}

// Single is an agency of one side only.
type Single struct {
	Agency string   `json:"agency"`
	Name   string   `json:"name"`
	Index  *float64 `json:"index"`
	Rank   int      `json:"rank"`
	Of     int      `json:"of"`
	Reason string   `json:"reason,omitempty"`
}

// Mean is the mean index of the agencies that have one on both sides, and the mean of their splits.
type Mean struct {
	Agencies int     `json:"agencies"`
	From     float64 `json:"from"`
	To       float64 `json:"to"`
	// Split is over those of the agencies that have one; null where none has.
	Split *Split `json:"split"`
}

// Trend is one agency over all sides.
type Trend struct {
	Agency string `json:"agency"`
	Name   string `json:"name"`
	// Points has one entry for each side; null where the agency is not on it.
	Points []*TrendPoint `json:"points"`
	// Yearly is the mean change of the index in a year, from the first side with one to the last, RankYearly the places
	// gained in a year; null for the Reason: one_score, years, scales.
	Yearly     *float64 `json:"yearly"`
	RankYearly *float64 `json:"rank_yearly"`
	Reason     string   `json:"reason,omitempty"`
	// Breaks are the sides, by place in Sides, whose rubric or method differs from that of the side before.
	Breaks []int `json:"breaks,omitempty"`
}

// TrendPoint is an agency on one side.
type TrendPoint struct {
	Year int `json:"year"`
	Standing
	// Yearly is the change of the index in a year since the point before, RankYearly that of the places gained; null
	// where there is none.
	Yearly     *float64 `json:"yearly"`
	RankYearly *float64 `json:"rank_yearly"`
}
