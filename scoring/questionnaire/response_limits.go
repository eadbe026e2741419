package questionnaire

import "siap/rubric"

// Limits are the numbers that an indicator takes for an answer, so that a form can refuse what reading it would.
type Limits struct {
	// Lowest and Highest are the ends, both included and infinite where there is none; Tolerance is how far beyond
	// them a number counts as the end.
	Lowest, Highest, Tolerance float64
	// Rows, where there are any, are the rows of the table that scores the answer: a number must lie in one.
	Rows []rubric.Row
	// Allowed says all that in a few signs, such as "0–100" or "1–1.5, 2–3".
	Allowed string
}

// LimitsOf gives the limits of an indicator's answers by the same rules as they are read.
func LimitsOf(n *rubric.Node) Limits {
	q := question{node: n}
	q.prepare()
	return Limits{Lowest: q.lowest, Highest: q.highest, Tolerance: q.tolerance, Rows: q.rows, Allowed: q.allowed}
}

// IsLink reports whether a link may be given for evidence: nothing, a web address (http or https) without a password
// in it, or the path of a file that stays below the assessment.
func IsLink(link string) bool { return isLink(link) }

// What an agency says it accepted itself is read as being examined: only an assessor accepts.
const (
	StateAccepted = accepted
	StateExamined = examined
)
