package view

import (
	"math"
	"strconv"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// Scenarios sets simulations beside the result they depart from: what each changed, and where every agency stands.
type Scenarios struct {
	Columns []Scenario
	// Rows are the agencies in the order of the ranking.
	Rows []ScenarioRow
}

// Scenario is one simulation.
type Scenario struct {
	ID, Title string
	// Changes are what differs from the rubric, a line each.
	Changes []string
	// Shift is the mean number of places an agency moves; Moved is how many move at all, of Ranked.
	Shift         Num
	Moved, Ranked int
	// Sentence says both, and who moves most.
	Sentence string
}

// ScenarioRow is one agency under all scenarios.
type ScenarioRow struct {
	Agency, Name string
	Rank         string
	RankNumber   int
	Index        Num
	// Cells has one for each of Columns.
	Cells []ScenarioCell
}

// ScenarioCell is where an agency stands in one scenario.
type ScenarioCell struct {
	Rank       string
	RankNumber int
	// Shift is how many places it rises (above 0) or falls; 0 where it has no place in one of the two.
	Shift int
	// Arrow is the shift as people read it: "▲2", "▼1", "=", "" where there is none.
	Arrow string
	Index Num
}

// Simulated is one scenario's outcome, as Compare wants it.
type Simulated struct {
	ID, Title  string
	Assessment *result.Assessment
}

// NewScenarios compares simulations with the result of the rubric itself, in a language. All have the same agencies.
func NewScenarios(base *result.Assessment, simulated []Simulated, lang string) *Scenarios {
	b := newBuilder(base, lang)
	out := &Scenarios{}
	for _, e := range b.entries {
		out.Rows = append(out.Rows, ScenarioRow{
			Agency: e.row.ID, Name: e.row.Name, Rank: e.row.Rank, RankNumber: e.row.RankNumber, Index: e.row.Index,
		})
	}
	for _, s := range simulated {
		other := newBuilder(s.Assessment, lang)
		c := Scenario{ID: clean(s.ID, shortLimit), Title: clean(s.Title, nameLimit), Changes: other.changes()}
		if c.Title == "" {
			c.Title = c.ID
		}
		sum, most, who := 0, 0, ""
		for i, e := range b.entries {
			cell := ScenarioCell{Rank: l10n.Unknown, Index: b.missing(result.ReasonUnknown)}
			if o := other.byID[e.a.ID]; o != nil {
				cell = ScenarioCell{Rank: o.row.Rank, RankNumber: o.row.RankNumber, Index: o.row.Index}
			}
			if e.row.RankNumber > 0 && cell.RankNumber > 0 {
				c.Ranked++
				cell.Shift = e.row.RankNumber - cell.RankNumber
				cell.Arrow = arrow(cell.Shift)
				far := max(cell.Shift, -cell.Shift)
				sum += far
				if far > 0 {
					c.Moved++
				}
				if far > most {
					most, who = far, e.row.Name
				}
			}
			out.Rows[i].Cells = append(out.Rows[i].Cells, cell)
		}
		c.Shift = b.missing(result.ReasonUnknown)
		c.Sentence = b.p.Text("view.scenario.none")
		if c.Ranked > 0 {
			mean := float64(sum) / float64(c.Ranked)
			c.Shift = Num{Text: b.p.Number(math.Round(mean*10)/10, 1), Value: mean, Known: true}
			c.Sentence = b.p.Text("view.scenario.still", "ranked", c.Ranked)
			if c.Moved > 0 {
				c.Sentence = b.p.Text("view.scenario.moved", "n", c.Moved, "ranked", c.Ranked, "shift", c.Shift.Text,
					"agency", who, "most", most)
			}
		}
		out.Columns = append(out.Columns, c)
	}
	return out
}

// arrow writes a shift of places.
func arrow(shift int) string {
	switch {
	case shift > 0:
		return "▲" + strconv.Itoa(shift)
	case shift < 0:
		return "▼" + strconv.Itoa(-shift)
	}
	return "="
}

// changes says what a simulation changed, a line each.
func (b *builder) changes() []string {
	var out []string
	for _, c := range b.a.Options.Changes {
		node := b.p.Text("view.change.all")
		switch {
		case c.Node != "":
			node = b.nodeTitle(c.Node)
		case c.What == "aggregate":
			node = b.p.Text("view.change.index")
		}
		out = append(out, b.p.Text("view.change", "what", b.word("view.change.what.", c.What), "node", node,
			"from", b.changeValue(c.What, c.From), "to", b.changeValue(c.What, c.To)))
	}
	return out
}

// changeValue writes one side of a change: a number as people write it, a word of the language in words.
func (b *builder) changeValue(what, value string) string {
	if x, err := strconv.ParseFloat(value, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
		return b.plain(x, 4)
	}
	return b.word("view.change.value.", value)
}

// word gives the words for an id of the rubric language, or the id itself where the catalogues have none.
func (b *speaker) word(prefix, id string) string {
	if key := prefix + id; b.p.Has(key) {
		return b.p.Text(key)
	}
	return clean(id, nameLimit)
}
