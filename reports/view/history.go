package view

import (
	"cmp"
	"slices"
	"strconv"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// History sets the report beside earlier assessments of the same agencies.
type History struct {
	// Columns are the assessments, the earliest first; the last one is the report itself.
	Columns []HistoryColumn
	// Rows are the agencies in the order of the ranking.
	Rows []HistoryRow
	// Sentences are the finding on the change since the one before: how many rose and fell, and who most.
	Sentences []string
	// Remarks say what makes the columns hard to compare: another rubric, another basis, a simulation.
	Remarks []string
}

// HistoryColumn is one assessment.
type HistoryColumn struct {
	Label string
	// Comparable says that it was made with the same scoring as the report, on the same basis.
	Comparable bool
}

// HistoryRow is one agency over the years.
type HistoryRow struct {
	Anchor, Name string
	// Cells has one for each of Columns.
	Cells []HistoryCell
	// Change is the index less that of the column before; unknown where one is missing or they cannot be compared.
	Change Num
	// Moved is by how many places the agency rose (above 0) or fell since then; 0 also where it is not known.
	Moved int
	// Text is the change of places as people read it: "▲2", "▼1", "=", "" where it is not known.
	Text string
}

// HistoryCell is one agency in one assessment.
type HistoryCell struct {
	Index      Num
	Rank       string
	RankNumber int
	Band       BandRef
}

// Since sets earlier assessments beside the report, in any order; agencies are the same where their ids are. Those of
// another edition than the report's are left out, for they hold what it withholds.
func (r *Report) Since(earlier ...*result.Assessment) {
	if r.builder != nil {
		earlier = slices.DeleteFunc(slices.Clone(earlier), func(a *result.Assessment) bool { return a.Edition != r.builder.a.Edition })
	}
	if r.builder == nil || len(earlier) == 0 {
		return
	}
	r.add(func(r *Report) { r.History = r.builder.history(earlier) })
}

func (b *builder) history(earlier []*result.Assessment) *History {
	earlier = slices.Clone(earlier)
	slices.SortStableFunc(earlier, func(x, y *result.Assessment) int {
		return cmp.Or(cmp.Compare(x.Year, y.Year), x.Created.Compare(y.Created))
	})
	h := &History{}
	var columns []*builder
	for _, a := range earlier {
		columns = append(columns, newBuilder(a, b.p.Lang()))
	}
	columns = append(columns, b)
	for _, c := range columns {
		label := clean(c.a.Title, nameLimit)
		if c.a.Year != 0 {
			label = strconv.Itoa(c.a.Year)
		}
		same := c.a.Rubric.Fingerprints.Scoring == b.a.Rubric.Fingerprints.Scoring && c.a.Options.Basis == b.a.Options.Basis &&
			c.a.Options.Simulation == b.a.Options.Simulation
		h.Columns = append(h.Columns, HistoryColumn{Label: label, Comparable: same})
		if c.a.Rubric.Fingerprints.Scoring != b.a.Rubric.Fingerprints.Scoring {
			h.Remarks = append(h.Remarks, b.p.Text("view.history.rubric", "label", label,
				"rubric", clean(c.a.Rubric.ID+" "+c.a.Rubric.Version, nameLimit)))
		}
		if c.a.Options.Basis != b.a.Options.Basis {
			h.Remarks = append(h.Remarks, b.p.Text("view.history.basis", "label", label, "basis", lowerFirst(c.basisWords(c.a.Options.Basis))))
		}
		if c.a.Options.Simulation {
			h.Remarks = append(h.Remarks, b.p.Text("view.history.simulation", "label", label))
		}
	}
	for _, e := range b.entries {
		h.Rows = append(h.Rows, b.historyRow(e, columns, h.Columns))
	}
	h.Sentences = b.historySentences(h)
	return h
}

func (b *builder) historyRow(e *entry, columns []*builder, headings []HistoryColumn) HistoryRow {
	row := HistoryRow{Anchor: e.row.Anchor, Name: e.row.Name, Change: Num{Text: l10n.Unknown}}
	for _, c := range columns {
		cell := HistoryCell{Index: b.missing(""), Rank: l10n.Unknown}
		if o := c.byID[e.a.ID]; o != nil {
			cell = HistoryCell{Index: o.row.Index, Rank: o.row.Rank, RankNumber: o.row.RankNumber, Band: o.row.Band}
		}
		row.Cells = append(row.Cells, cell)
	}
	before, now := row.Cells[len(row.Cells)-2], row.Cells[len(row.Cells)-1]
	if !headings[len(headings)-2].Comparable {
		return row
	}
	if before.Index.Known && now.Index.Known {
		row.Change = b.distance(now.Index.Value - before.Index.Value)
	}
	if before.RankNumber > 0 && now.RankNumber > 0 {
		row.Moved = before.RankNumber - now.RankNumber
		row.Text = movedText(row.Moved)
	}
	return row
}

// movedText writes a change of places.
func movedText(places int) string {
	switch {
	case places > 0:
		return "▲" + strconv.Itoa(places)
	case places < 0:
		return "▼" + strconv.Itoa(-places)
	}
	return "="
}

// historySentences say what changed since the assessment before.
func (b *builder) historySentences(h *History) []string {
	label := h.Columns[len(h.Columns)-2].Label
	rose, fell, same := 0, 0, 0
	var most, least *HistoryRow
	sum := 0.0
	for i := range h.Rows {
		row := &h.Rows[i]
		if !row.Change.Known {
			continue
		}
		sum += row.Change.Value
		switch {
		case row.Change.Value > b.tol:
			rose++
		case row.Change.Value < -b.tol:
			fell++
		default:
			same++
		}
		if most == nil || row.Change.Value > most.Change.Value {
			most = row
		}
		if least == nil || row.Change.Value < least.Change.Value {
			least = row
		}
	}
	n := rose + fell + same
	if n == 0 {
		return []string{b.p.Text("view.history.none", "label", label)}
	}
	sentences := []string{b.p.Text("view.history.moved", "label", label, "n", n, "rose", rose, "fell", fell, "same", same,
		"mean", b.distance(sum/float64(n)).Text)}
	if rose > 0 && n > 1 {
		sentences = append(sentences, b.p.Text("view.history.most", "name", most.Name, "change", most.Change.Text))
	}
	if fell > 0 && n > 1 {
		sentences = append(sentences, b.p.Text("view.history.least", "name", least.Name, "change", least.Change.Text))
	}
	return sentences
}
