// Package questionnaire reads what agencies say: answers to the rubric's questions, and the evidence they show.
//
// Every format is read by the same knowledge of the rubric: which indicators there are, which levels each has,
// whom it is asked of. A reader yields answers, and a diagnostic for each thing that is wrong, and always goes on
// to the end of the file. It does not score, and it does not decide whether a file with faults may be used.
package questionnaire

import (
	"time"

	"siap/internal/diag"
)

// State says what kind of answer was given.
type State uint8

// A known answer has a value; n/a says that the indicator does not apply; an unknown one was left empty.
const (
	Unknown State = iota
	Known
	NotApplicable
)

// Value is one answer in the indicator's own scale; Number counts only where State is Known.
type Value struct {
	Number float64
	State  State
	// Of has the two numbers of a ratio that was answered with both ("12/40"), so that they can be shown again; nil
	// otherwise. Number is their quotient.
	Of *Quotient
}

// Quotient is a ratio as somebody counted it; Denominator is not 0.
type Quotient struct{ Numerator, Denominator float64 }

// Visibility says who may read a note or a quotation.
type Visibility string

// Internal is for the assessors' own work and is the default, Public may be published.
const (
	Internal Visibility = "internal"
	Public   Visibility = "public"
)

// Answer is what one respondent said about one indicator (and one item of it) of one agency.
type Answer struct {
	// Agency and Indicator are ids that are known to exist.
	Agency, Indicator string
	// Respondent is a code, never a name; "" where the agency answers as a whole. Role is a role's id or "".
	Respondent, Role string
	// Item tells repeats of one indicator apart: a service, a system.
	Item string
	// Claim is the self-assessed value (penilaian mandiri), Assessed the assessor's.
	Claim, Assessed Value
	// Note and Quote are qualitative evidence; Source says where they come from.
	Note, Quote, Source string
	Visibility          Visibility
	// Submitted is when the answer was given; zero where it is not known.
	Submitted time.Time
	Place     diag.Place
	// Derived says from where the answer was brought over; nil where somebody gave it.
	Derived *Derived
}

// Derived is the origin of an answer that nobody gave: the score of an indicator of another rubric, brought over by a
// crosswalk. Claim and Assessed of such an answer are scores on its own indicator's scale, on these two bases, claims
// and measurements reconciled.
type Derived struct {
	// Via is the id of the indicator in the other rubric.
	Via string
	// Strength is the share of the own indicator that the other one answers, above 0 and up to 1.
	Strength float64
	// Accepted is the score that accepted evidence bears out.
	Accepted Value
	// Known are the shares, 0 to 1, of the other indicator that are known where its score is.
	Known Shares
}

// Shares are one share for each basis.
type Shares struct{ Claim, Assessed, Accepted float64 }

// Evidence is one item of data dukung that an agency shows for an indicator.
type Evidence struct {
	Agency, Indicator, Item string
	// Level is the level it is to prove; NaN where none is named.
	Level float64
	Title string
	// Link is a web address (http or https) or a path below the assessment; any other is refused.
	Link string
	// Status is one of EvidenceStates.
	Status                            string
	Note, Recommendation, Responsible string
	// Due is when the follow-up is due; zero for no date.
	Due   time.Time
	Place diag.Place
}

// EvidenceStates are the states of an evidence item in the official workflow, in their order: not there yet,
// a draft, being examined, sent back, accepted.
var EvidenceStates = []string{"belum", "draf", "proses", "revisi", "diterima"}

// Summary says what was read from one file.
type Summary struct {
	// Format says what was recognised, such as "CSV (;), UTF-8, long".
	Format string
	// SHA256 is the hash of the file, in hex.
	SHA256 string
	// Records is the number of answers (or evidence items) read; LeftOut those passed over for a stated reason.
	Records, LeftOut int
}
