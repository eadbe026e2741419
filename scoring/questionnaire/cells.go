package questionnaire

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
)

// The limits of texts, in characters.
const (
	MaxText = 10_000 // a note, a quotation, a source
	MaxItem = 200    // the name of an item
)

// cells reads the cells that answers and evidence have in common. It keeps one copy of each short text, because
// a cell's text holds on to its whole row.
type cells struct {
	columns
	rubric    *rubric.Rubric
	agencies  *agency.List // nil: any
	questions map[string]*question
	texts     map[string]string
	guesses   map[string]string  // what an unknown word was probably meant to be
	found     []*diag.Diagnostic // of the row being read
}

// question is what is known of one indicator, prepared once.
type question struct {
	node            *rubric.Node
	lowest, highest float64
	tolerance       float64
	rows            []rubric.Row // of the table that scores the answer
	allowed         string
}

func newCells(c columns, r *rubric.Rubric, agencies *agency.List) *cells {
	cs := &cells{columns: c, rubric: r, agencies: agencies, questions: map[string]*question{}, texts: map[string]string{}, guesses: map[string]string{}}
	for _, n := range r.Indicators() {
		q := &question{node: n}
		q.prepare()
		cs.questions[n.ID] = q
	}
	return cs
}

func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func (c *cells) add(d *diag.Diagnostic) { c.found = append(c.found, d) }

// maxGuesses bounds the work of "did you mean" in a file whose every row is wrong.
const maxGuesses = 200

// near gives what an unknown word was probably meant to be; the candidates are asked for only where needed.
func (c *cells) near(word string, candidates func() []string) string {
	guess, known := c.guesses[word]
	if !known && len(c.guesses) < maxGuesses {
		word = strings.Clone(word)
		guess = nearest.Of(word, candidates())
		c.guesses[word] = guess
	}
	return guess
}

// intern gives the one copy of a short text.
func (c *cells) intern(s string) string {
	if s == "" {
		return ""
	}
	if one, known := c.texts[s]; known {
		return one
	}
	s = strings.Clone(s)
	c.texts[s] = s
	return s
}

// agency reads whom a row is about; nil where that is not known.
func (c *cells) agency(row table.Row) *agency.Agency {
	id := c.get(row, "agency")
	at := func() diag.Place { return c.place(row, "agency") }
	switch {
	case id == "":
		c.add(ruleAgencyMissing.At(at()))
	case c.agencies == nil:
		if agency.ValidID(id) {
			return &agency.Agency{ID: c.intern(id), Zone: agency.WIB}
		}
		c.add(ruleAgencyID.At(at()).Saw(id).Allows(agency.AllowedID))
	default:
		if i, known := c.agencies.Index(id); known {
			return c.agencies.All()[i]
		}
		c.add(ruleAgency.At(at()).Saw(id).Near(c.near(id, c.agencies.IDs)).Mend(c.mendedAgency(id)))
	}
	return nil
}

// question finds an indicator by its id or official number; nil where there is none.
func (c *cells) question(name string, at diag.Place) *question {
	if q := c.questions[name]; q != nil {
		return q
	}
	if n := c.rubric.Indicator(name); n != nil {
		return c.questions[n.ID]
	}
	if n := c.rubric.Node(name); n != nil {
		c.add(ruleDimension.At(at).Saw(name).Allows(indicatorsBelow(n)))
		return nil
	}
	c.add(ruleIndicator.At(at).Saw(name).Near(c.near(name, c.indicatorNames)).Mend(c.mendedIndicator(name)))
	return nil
}

func (c *cells) indicatorNames() []string {
	names := slices.Sorted(maps.Keys(c.questions))
	for _, n := range c.rubric.Indicators() {
		if n.Code != "" {
			names = append(names, n.Code)
		}
	}
	return names
}

// indicatorsBelow names the first indicators below a dimension.
func indicatorsBelow(n *rubric.Node) string {
	var ids []string
	for _, child := range n.Children {
		if child.IsIndicator() {
			ids = append(ids, child.ID)
		} else {
			ids = append(ids, indicatorsBelow(child))
		}
	}
	if len(ids) > 8 {
		ids = append(ids[:8], "…")
	}
	return strings.Join(ids, ", ")
}

// item reads which repeat of an indicator a row is about; false where the indicator has none.
func (c *cells) item(row table.Row) (string, bool) {
	item := c.get(row, "item")
	if utf8.RuneCountInString(item) > MaxItem {
		c.add(ruleLong.At(c.place(row, "item")).About("item").Allows(strconv.Itoa(MaxItem)))
		return "", false
	}
	return c.intern(item), true
}

// text reads a text of at most MaxText characters.
func (c *cells) text(row table.Row, name string) (string, bool) {
	text := c.get(row, name)
	if len(text) > MaxText && utf8.RuneCountInString(text) > MaxText {
		c.add(ruleLong.At(c.place(row, name)).About(name).Allows(strconv.Itoa(MaxText)))
		return "", false
	}
	return strings.Clone(text), true
}

// dateLayouts are the ways to write a date; those without an offset are in the agency's time zone.
var dateLayouts = []string{
	time.DateOnly, time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04",
}

const allowedDate = "2025-03-01, 2025-03-01 14:30, 2025-03-01T14:30:00+07:00"

// date reads a date; zero for an empty cell.
func (c *cells) date(row table.Row, name string, zone *time.Location) (time.Time, bool) {
	cell := c.get(row, name)
	if cell == "" {
		return time.Time{}, true
	}
	t, ok := c.t.Date(cell)
	if ok {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
	}
	for i := 0; !ok && i < len(dateLayouts); i++ {
		var err error
		t, err = time.ParseInLocation(dateLayouts[i], cell, zone)
		ok = err == nil
	}
	if !ok || t.Year() < 1900 || t.Year() > 2200 {
		c.add(ruleDate.At(c.place(row, name)).About(name).Saw(cell).Allows(allowedDate))
		return time.Time{}, false
	}
	return t, true
}

// finish completes a summary when the last row was read: the hash of the file, and what is wrong with it as a whole.
func (s *Summary) finish(t *table.Table, name string, c *cells, rows int) []*diag.Diagnostic {
	var found []*diag.Diagnostic
	if rows == 0 {
		found = append(found, ruleNoRows.At(c.header()))
	}
	var err error
	if s.SHA256, err = t.SHA256(); err != nil {
		found = append(found, table.Fault(name, err))
	}
	return found
}
