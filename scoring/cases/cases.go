// Package cases runs an author's own cases against a rubric: answers in a short notation, and the scores and bands
// they must give. It is how a rubric is held to the figures its instrument was published with, without a program.
//
// A file of cases is YAML and is read strictly: what it does not know is refused with its place. The answers are read
// by the same rules as those of any answers file, and scored by the same scorer; this package adds no rule of its own
// to either. What nobody answered is unknown.
package cases

import (
	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/scoring/telemetry"
)

// File is one file of cases.
type File struct {
	// Name is the file in messages.
	Name string
	// Rubric is the id of a built-in rubric, or a file beside this one.
	Rubric string
	// Tolerance is how far a score may be from what is expected; 0 takes half of the last digit that the rubric prints.
	Tolerance float64
	// Until is the first day after the assessed window, at which the age of a date is taken; zero where none is named.
	Until telemetry.Date
	// Together says that the cases are agencies assessed together; else each stands alone. It matters to rubrics that
	// compare agencies with each other.
	Together bool
	Cases    []Case
}

// Case is one agency's answers, and what they must give.
type Case struct {
	Name  string
	Place diag.Place
	// Tolerance overrides the file's; 0 does not.
	Tolerance float64
	// Agency are the agency's columns, such as type, which the rubric's applies_to looks at.
	Agency   map[string]string
	Answers  []Answer
	Measured []Measured
	Expect   []Expected
}

// Answer is one answer as it would stand in a cell.
type Answer struct {
	// Indicator is an id or an official number; Every stands for all indicators that are not named.
	Indicator string
	// Item tells repeats of one indicator apart.
	Item  string
	Value string
	Place diag.Place
}

// Every stands for all indicators that a case does not name.
const Every = "*"

// Measured is the reduced value of an indicator's measurement, in its metric's unit.
type Measured struct {
	Indicator string
	Value     float64
	// Named is where the indicator stands, Place where the value does.
	Named, Place diag.Place
}

// Expected is one thing that must come out.
type Expected struct {
	// Node is the id or official number of a node, the id of a tag, or "" for the index.
	Node   string
	Member Member
	// Number is what value, coverage, low and high must be.
	Number float64
	// Word is what band, verdict and reason must be; for a value that must not be there NoScore or NotApplicable.
	Word string
	// Named is where the node stands, Place where the value does.
	Named, Place diag.Place
}

// Member is the part of a node's result that is expected.
type Member string

// The members. Coverage is a share, 0 to 1; Low and High are the bounds.
const (
	Value    Member = "value"
	Band     Member = "band"
	Verdict  Member = "verdict"
	Coverage Member = "coverage"
	Low      Member = "low"
	High     Member = "high"
	Reason   Member = "reason"
)

// The words for a value that must not be there: none for whatever reason, or not applicable.
const (
	NoScore       = "none"
	NotApplicable = "n/a"
)

// The limits of a file of cases.
const (
	MaxBytes   = 4 << 20
	MaxCases   = 10_000
	MaxAnswers = 500_000
)

// guesser finds the nearest known word for a bounded number of misspelt ones, for that costs time and nobody reads
// more suggestions.
type guesser int

const maxGuesses = 100

func (g *guesser) near(word string, known []string) string {
	if *g++; *g > maxGuesses {
		return ""
	}
	return nearest.Of(word, known)
}

func fault(code string) diag.Rule { return diag.Rule{Code: code, Severity: diag.Error} }

// The findings about a file of cases.
var (
	ruleUnreadable  = fault("RC001")
	ruleTooLarge    = fault("RC002")
	ruleSyntax      = fault("RC003")
	ruleUnknownKey  = fault("RC004")
	ruleTwice       = fault("RC005")
	ruleWrong       = fault("RC006")
	ruleMissing     = fault("RC007")
	ruleAlias       = fault("RC008")
	ruleNotation    = fault("RC009")
	ruleNode        = fault("RC010")
	ruleWord        = fault("RC011")
	ruleNothing     = fault("RC012")
	ruleNotMeasured = fault("RC013")
	ruleDocuments   = fault("RC014")
	ruleNoScore     = fault("RC015")
)

// Rules lists every rule of this package in the order of the codes.
func Rules() []diag.Rule {
	return []diag.Rule{
		ruleUnreadable, ruleTooLarge, ruleSyntax, ruleUnknownKey, ruleTwice, ruleWrong, ruleMissing, ruleAlias,
		ruleNotation, ruleNode, ruleWord, ruleNothing, ruleNotMeasured, ruleDocuments, ruleNoScore,
	}
}
