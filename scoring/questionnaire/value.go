package questionnaire

import (
	"math"
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
	"siap/rubric"
)

// allowedBeside are the answers that every question takes beside its levels.
const allowedBeside = ", n/a"

// value reads one answer to a question, by the kind of answer that is asked for. It reports false where the cell
// holds no answer, and what to say about it.
func (c *cells) value(q *question, cell string, single bool) (Value, diag.Rule, bool) {
	kind := q.node.Asked()
	if read := kinds[kind]; read != nil {
		if state, known := word(cell); known {
			return Value{State: state}, diag.Rule{}, true
		}
		return read(c, q, strings.TrimSpace(cell))
	}
	x, isNumber := table.Number(cell, c.t.DecimalComma)
	if !isNumber {
		state, known := word(cell)
		if known {
			return Value{State: state}, diag.Rule{}, true
		}
		if kind == rubric.Levels {
			return c.climb(q, cell)
		}
		return Value{}, ruleText, false
	}
	return q.number(x, single)
}

// number takes a number for an answer. Between two levels an assessor may say a decimal, and so may an agency that
// answers as a whole (it may have taken a mean), with a warning; a single respondent chose one of the levels.
func (q *question) number(x float64, single bool) (Value, diag.Rule, bool) {
	fine := diag.Rule{}
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
	case "?", "dk", "tidak tahu", "don't know", "dont know", "unknown":
		return Unknown, true
	}
	return Unknown, false
}
