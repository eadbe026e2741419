package questionnaire

import (
	"math"
	"slices"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// kinds reads the answers that are no levels and no plain numbers, by kind. A cell comes without space around it
// and is none of the words every question takes.
var kinds = map[rubric.AnswerKind]func(c *cells, q *question, cell string) (Value, diag.Rule, bool){
	rubric.YesNo:      (*cells).yesNo,
	rubric.Choice:     (*cells).choice,
	rubric.Multiple:   (*cells).multiple,
	rubric.Number:     (*cells).plain,
	rubric.Percentage: (*cells).percentage,
	rubric.Ratio:      (*cells).ratio,
	rubric.Date:       (*cells).day,
}

// known is an answer that was understood.
func known(x float64) (Value, diag.Rule, bool) {
	return Value{Number: x, State: Known}, diag.Rule{}, true
}

func (c *cells) yesNo(_ *question, cell string) (Value, diag.Rule, bool) {
	switch strings.ToLower(cell) {
	case "ya", "y", "yes", "true", "benar", "1", "ada", "sudah":
		return known(1)
	case "tidak", "t", "n", "no", "false", "salah", "0", "tidak ada", "belum":
		return known(0)
	}
	return Value{}, ruleYesNo, false
}

// choice reads one option by its id or, in either language, its text.
func (c *cells) choice(q *question, cell string) (Value, diag.Rule, bool) {
	if o := q.option(cell); o != nil {
		return known(o.Points)
	}
	return Value{}, ruleOption, false
}

// option finds an option by its id or its text; letter case does not matter.
func (q *question) option(word string) *rubric.Option {
	options := q.node.Answer.Options
	for i := range options {
		if strings.EqualFold(options[i].ID, word) {
			return &options[i]
		}
	}
	for i := range options {
		if strings.EqualFold(options[i].Text.ID, word) || strings.EqualFold(options[i].Text.EN, word) {
			return &options[i]
		}
	}
	return nil
}

// separators part several answers in one cell.
const separators = ";+|"

// multiple adds up the points of all options in a cell, parted by ; or + or | or, for ids, by spaces.
func (c *cells) multiple(q *question, cell string) (Value, diag.Rule, bool) {
	if slices.Contains(nothing, strings.ToLower(cell)) {
		return known(0)
	}
	words := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(separators, r) })
	if len(words) == 1 && q.option(strings.TrimSpace(words[0])) == nil {
		words = strings.Fields(cell)
	}
	chosen := map[string]bool{}
	sum := 0.0
	for _, w := range words {
		o := q.option(strings.TrimSpace(w))
		if o == nil {
			return Value{}, ruleOption, false
		}
		if !chosen[o.ID] {
			chosen[o.ID] = true
			sum += o.Points
		}
	}
	return known(sum)
}

// nothing is how people write that they chose none.
var nothing = []string{"none", "tidak ada", "-", "0"}

// plain reads a number.
func (c *cells) plain(q *question, cell string) (Value, diag.Rule, bool) {
	x, ok := table.Number(cell, c.t.DecimalComma)
	if !ok {
		return Value{}, ruleText, false
	}
	return q.within(x)
}

// within takes a number that lies inside the limits and, where a table scores it, in one of its rows.
func (q *question) within(x float64) (Value, diag.Rule, bool) {
	if x < q.lowest-q.tolerance || x > q.highest+q.tolerance {
		return Value{}, ruleRange, false
	}
	x = min(max(x, q.lowest), q.highest)
	if rows := q.rows; len(rows) > 0 && !slices.ContainsFunc(rows, func(r rubric.Row) bool { return r.Holds(x) }) {
		return Value{}, ruleRange, false
	}
	return known(x)
}

// percentage reads a number of per cent, with or without the sign.
func (c *cells) percentage(q *question, cell string) (Value, diag.Rule, bool) {
	return c.plain(q, strings.TrimSpace(strings.TrimSuffix(cell, "%")))
}

// ratio reads two numbers, "12/40" or "12 dari 40", or their quotient as a decimal or in per cent.
func (c *cells) ratio(q *question, cell string) (Value, diag.Rule, bool) {
	for _, mark := range []string{"/", " dari ", " of "} {
		over, under, two := strings.Cut(cell, mark)
		if !two {
			continue
		}
		a, okA := table.Number(over, c.t.DecimalComma)
		b, okB := table.Number(under, c.t.DecimalComma)
		if x := a / b; okA && okB && !math.IsInf(x, 0) && !math.IsNaN(x) {
			v, rule, ok := q.within(x)
			if ok {
				v.Of = &Quotient{Numerator: a, Denominator: b}
			}
			return v, rule, ok
		}
		return Value{}, ruleRatio, false
	}
	number, perCent := strings.CutSuffix(cell, "%")
	x, ok := table.Number(number, c.t.DecimalComma)
	if !ok {
		return Value{}, ruleRatio, false
	}
	if perCent {
		x /= 100
	}
	return q.within(x)
}

// day reads a date as its number of days since 1 January 1970; the time of the day does not matter.
func (c *cells) day(_ *question, cell string) (Value, diag.Rule, bool) {
	t, ok := c.t.Date(cell)
	for i := 0; !ok && i < len(dateLayouts); i++ {
		var err error
		t, err = time.Parse(dateLayouts[i], cell)
		ok = err == nil
	}
	if !ok || t.Year() < 1900 || t.Year() > 2200 {
		return Value{}, ruleDay, false
	}
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return known(float64(midnight.Unix() / (24 * 60 * 60)))
}

// climb reads the levels that an agency says it fulfils, "1;2;4": it stands on the highest. Where levels are
// cumulative that is the highest whose lower ones are all there, with a warning if one is missing.
func (c *cells) climb(q *question, cell string) (Value, diag.Rule, bool) {
	fulfilled := map[float64]bool{}
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(separators+" ", r) }) {
		x, ok := table.Number(part, c.t.DecimalComma)
		if !ok {
			return Value{}, ruleText, false
		}
		v, rule, ok := q.number(x, true)
		if !ok {
			return Value{}, rule, false
		}
		fulfilled[v.Number] = true
	}
	if len(fulfilled) == 0 {
		return Value{}, ruleText, false
	}
	reached, gap, skipped := q.node.Levels[0].Level, false, false
	for _, l := range q.node.Levels {
		lowest := l.Level == q.node.Levels[0].Level
		switch {
		case !fulfilled[l.Level]:
			gap = gap || !lowest // the lowest level is where everybody stands
		case gap && q.node.Cumulative:
			skipped = true
		default:
			reached = l.Level
		}
	}
	if skipped {
		return Value{Number: reached, State: Known}, ruleSkipped, true
	}
	return known(reached)
}

// prepare notes what the answers to a question may be.
func (q *question) prepare() {
	n := q.node
	q.lowest, q.highest = form.Limits(n)
	if span := q.highest - q.lowest; !math.IsInf(span, 0) {
		q.tolerance = 1e-9 * span
	}
	if s := n.Scoring(); s.Method == rubric.Steps {
		q.rows = s.Rows
	}
	q.allowed = q.allows()
}

// allows says what the answers to a question may be, for messages.
func (q *question) allows() string {
	n := q.node
	var names []string
	switch n.Asked() {
	case rubric.Levels:
		for _, l := range n.Levels {
			names = append(names, formatNumber(l.Level))
		}
	case rubric.YesNo:
		names = []string{"ya", "tidak"}
	case rubric.Choice, rubric.Multiple:
		for _, o := range n.Answer.Options {
			names = append(names, o.ID)
		}
	case rubric.Date:
		return "2025-03-01"
	case rubric.Ratio:
		return "12/40, 0.3, 30 %"
	default:
		if len(q.rows) > 0 {
			for _, r := range q.rows {
				names = append(names, r.String())
			}
			break
		}
		return rangeText(q.lowest, q.highest)
	}
	return strings.Join(names, ", ")
}

// rangeText is a range whose ends may be open.
func rangeText(low, high float64) string {
	switch {
	case math.IsInf(low, -1) && math.IsInf(high, 1):
		return "−∞–∞"
	case math.IsInf(low, -1):
		return "≤ " + formatNumber(high)
	case math.IsInf(high, 1):
		return "≥ " + formatNumber(low)
	}
	return formatNumber(low) + "–" + formatNumber(high)
}
