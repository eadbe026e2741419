package questionnaire

import (
	"math"
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
)

// allowedBeside are the answers that every question takes beside its levels.
const allowedBeside = ", n/a"

// value reads one answer to a question. Between two levels an assessor may say a decimal, and so may an agency that
// answers as a whole (it may have taken a mean), with a warning; a single respondent chose one of the levels.
// It reports false where the cell holds no answer, and what to say about it.
func (q *question) value(cell string, decimalComma, single bool) (Value, diag.Rule, bool) {
	fine := diag.Rule{}
	x, isNumber := table.Number(cell, decimalComma)
	if !isNumber {
		state, known := word(cell)
		if !known {
			return Value{}, ruleText, false
		}
		return Value{State: state}, fine, true
	}
	if x < q.lowest-q.tolerance || x > q.highest+q.tolerance {
		return Value{}, ruleRange, false
	}
	if len(q.node.Levels) == 0 {
		return Value{Number: min(max(x, q.lowest), q.highest), State: Known}, fine, true
	}
	for i := range q.node.Levels {
		if level := q.node.Levels[i].Level; math.Abs(x-level) <= q.tolerance {
			return Value{Number: level, State: Known}, fine, true
		}
	}
	if single {
		return Value{}, ruleNoLevel, false
	}
	return Value{Number: x, State: Known}, ruleBetween, true
}

// word reads an answer that is no number.
func word(cell string) (State, bool) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return Unknown, true
	}
	if len(cell) > 20 {
		return Unknown, false
	}
	switch strings.ToLower(strings.ReplaceAll(cell, "’", "'")) {
	case "n/a", "na", "tidak berlaku", "not applicable":
		return NotApplicable, true
	case "?", "tidak tahu", "don't know", "dont know", "unknown":
		return Unknown, true
	}
	return Unknown, false
}
