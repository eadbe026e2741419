// Package typeset writes the tables of a report for papers: as Markdown (GitHub Flavored Markdown, which Pandoc and Quarto
// read too) and as LaTeX (longtable and booktabs), each in one file. Numbers are rounded as in all reports and have the
// decimal mark of the report's language; whoever computes with them takes the tables of reports/tidy.
//
// Texts from files are escaped for the format, so that a name is never a command, a link or a cell more. A table that has
// nothing to say is left out.
package typeset

import "siap/reports/view"

// table is one table as both formats write it.
type table struct {
	// id is the label: letters and dashes.
	id string
	// caption says what it holds.
	caption string
	columns []column
	rows    [][]string
}

// column is a heading; number says that what is below is set to the right, width is the column's part of the page, in
// relation to the others.
type column struct {
	head   string
	number bool
	width  float64
}

// writer makes the tables of a report.
type writer struct{ r *view.Report }

func (w writer) text(key string, args ...any) string { return w.r.Text("typeset."+key, args...) }

func (w writer) words(key string, width float64) column {
	return column{w.text("column." + key), false, width}
}

func (w writer) number(key string, width float64) column {
	return column{w.text("column." + key), true, width}
}

// about are the sentences before the tables: what marks the numbers, and where they come from.
func (w writer) about() []string {
	var out []string
	p := &w.r.Publication
	for _, s := range []string{p.Watermark, p.Withheld, w.r.Invented, w.r.Simulation} {
		if s != "" {
			out = append(out, s)
		}
	}
	source := w.text("source", "rubric", w.r.Rubric.Title, "version", w.r.Rubric.Version, "basis", w.r.Basis, "date", w.r.Date(w.r.Created))
	return append(out, source)
}

func (w writer) tables() []table {
	var out []table
	for _, t := range []table{w.ranking(), w.dimensions(), w.weights(), w.bands(), w.contradictions(), w.factors(), w.leaveOut()} {
		if len(t.rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func (w writer) ranking() table {
	t := table{id: "ranking", caption: w.text("ranking"), columns: []column{
		w.number("rank", 1.4), w.words("agency", 4), w.number("index", 1), w.number("bounds", 1.6), w.number("coverage", 1.2),
		w.words("band", 1.6), w.number("interval", 1.2),
	}}
	for i := range w.r.Ranking {
		a := &w.r.Ranking[i]
		band := a.Band.Title
		if band == "" {
			band = a.Reason
		}
		t.rows = append(t.rows, []string{a.Rank, a.Name, a.Index.Text, view.Between(a.Low, a.High), a.Coverage.Text, band, a.Interval})
	}
	return t
}

func (w writer) dimensions() table {
	t := table{id: "dimensions", caption: w.text("dimensions"), columns: []column{w.number("rank", 1.4), w.words("agency", 4)}}
	for _, d := range w.r.Dimensions {
		t.columns = append(t.columns, column{d.Title, true, 1.6})
	}
	for _, h := range w.r.HeatMap {
		row := []string{h.Rank, h.Name}
		for _, c := range h.Cells {
			row = append(row, c.Text)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (w writer) weights() table {
	t := table{id: "weights", caption: w.text("weights"), columns: []column{
		w.words("dimension", 4), w.number("weight", 1), w.number("median", 1), w.number("lowest", 1), w.number("highest", 1), w.number("coverage", 1.2),
	}}
	for _, d := range w.r.Dimensions {
		t.rows = append(t.rows, []string{d.Title, d.Weight.Text, d.Median.Text, d.Lowest.Text, d.Highest.Text, d.Coverage.Text})
	}
	return t
}

func (w writer) bands() table {
	t := table{id: "bands", caption: w.text("bands"), columns: []column{w.words("band", 2), w.words("range", 3), w.number("agencies", 1)}}
	for _, b := range w.r.Bands {
		t.rows = append(t.rows, []string{b.Title, b.Range, w.r.Integer(b.Count)})
	}
	return t
}

func (w writer) contradictions() table {
	t := table{id: "contradictions", caption: w.text("contradictions"), columns: []column{
		w.words("agency", 3), w.words("indicator", 3), {w.r.ClaimTitle, true, 1}, w.number("measured", 1.2), w.number("gap", 1), w.words("measurement", 4),
	}}
	for i := range w.r.Contradictions {
		c := &w.r.Contradictions[i]
		t.rows = append(t.rows, []string{c.AgencyName, c.IndicatorTitle, c.Claim.Text, c.Measured.Text, c.Gap.Text, c.Measurement})
	}
	return t
}

func (w writer) factors() table {
	t := table{id: "factors", caption: w.text("factors"), columns: []column{
		w.words("factor", 3), w.number("first", 1), w.number("first_interval", 1.5), w.number("total", 1), w.number("total_interval", 1.5),
	}}
	if w.r.Robust != nil {
		for _, f := range w.r.Robust.Factors {
			t.rows = append(t.rows, []string{f.Title, f.First.Value.Text, view.Between(f.First.Low, f.First.High), f.Total.Value.Text, view.Between(f.Total.Low, f.Total.High)})
		}
	}
	return t
}

func (w writer) leaveOut() table {
	t := table{id: "leave-out", caption: w.text("leave_out"), columns: []column{
		w.words("node", 4), w.number("shift", 1.2), w.number("largest", 1.2), w.words("moved", 4),
	}}
	if w.r.Robust != nil {
		for _, l := range w.r.Robust.LeaveOut {
			t.rows = append(t.rows, []string{l.Title, l.Shift.Text, w.r.Integer(l.Largest), l.Agency})
		}
	}
	return t
}
