package result

import (
	"siap/internal/diag"
)

// Record is one line of the evidence file: one answer, one evidence item or one measurement, with its place.
// Kind says which, and which members count.
type Record struct {
	// Kind is answer, evidence, measurement or part.
	Kind       string     `json:"kind"`
	Agency     string     `json:"agency"`
	Indicator  string     `json:"indicator"`
	Item       string     `json:"item,omitempty"`
	Place      diag.Place `json:"place,omitzero"`
	Note       string     `json:"note,omitempty"`
	Visibility string     `json:"visibility,omitempty"`

	// Of an answer: a number, or "n/a" or "unknown" in State.
	Respondent    string   `json:"respondent,omitempty"`
	Role          string   `json:"role,omitempty"`
	Claim         *float64 `json:"claim,omitempty"`
	ClaimState    string   `json:"claim_state,omitempty"`
	Assessed      *float64 `json:"assessed,omitempty"`
	AssessedState string   `json:"assessed_state,omitempty"`
	Quote         string   `json:"quote,omitempty"`
	Source        string   `json:"source,omitempty"`
	Submitted     string   `json:"submitted,omitempty"`

	// Of an answer that was brought over from another rubric: the indicator there, the share of this one that it
	// answers, and, where not all of that indicator is known, the share that is, by basis. Claim, Assessed and Accepted
	// are scores on the indicator's scale then, Place is where the first evidence for them stands, Note the
	// crosswalk's reason.
	Via           string            `json:"via,omitempty"`
	Strength      float64           `json:"strength,omitempty"`
	Accepted      *float64          `json:"accepted,omitempty"`
	AcceptedState string            `json:"accepted_state,omitempty"`
	Known         map[Basis]float64 `json:"known,omitempty"`

	// Of an evidence item.
	Level          *float64 `json:"level,omitempty"`
	Title          string   `json:"title,omitempty"`
	Link           string   `json:"link,omitempty"`
	Status         string   `json:"status,omitempty"`
	Recommendation string   `json:"recommendation,omitempty"`
	Responsible    string   `json:"responsible,omitempty"`
	Due            string   `json:"due,omitempty"`

	// Of a measurement.
	Metric      string   `json:"metric,omitempty"`
	Over        string   `json:"over,omitempty"`
	Reduction   string   `json:"reduction,omitempty"`
	Value       *float64 `json:"value,omitempty"`
	Score       *float64 `json:"score,omitempty"`
	Reason      string   `json:"reason,omitempty"`
	Samples     int      `json:"samples,omitempty"`
	Expected    int      `json:"expected,omitempty"`
	Coverage    *float64 `json:"coverage,omitempty"`
	Numerator   *float64 `json:"numerator,omitempty"`
	Denominator *float64 `json:"denominator,omitempty"`
	First       string   `json:"first,omitempty"`
	Last        string   `json:"last,omitempty"`
	LeftOut     int      `json:"left_out,omitempty"`
	Repeated    int      `json:"repeated,omitempty"`
	// NotMeasured, InMaintenance, Series and Resets count as in telemetry.Measurement; Maintenance is in seconds, and
	// ErrorBound a share of the value.
	NotMeasured   int          `json:"not_measured,omitempty"`
	InMaintenance int          `json:"in_maintenance,omitempty"`
	Maintenance   float64      `json:"maintenance,omitempty"`
	Series        int          `json:"series,omitempty"`
	Resets        int          `json:"resets,omitempty"`
	ErrorBound    float64      `json:"error_bound,omitempty"`
	Places        []diag.Place `json:"places,omitempty"`
}

// The kinds of record.
const (
	KindAnswer      = "answer"
	KindEvidence    = "evidence"
	KindMeasurement = "measurement"
	// KindPart is the value of an indicator as it stands in the assessment of a part of a nation: Value, Reason, Coverage
	// and Place count.
	KindPart = "part"
)
