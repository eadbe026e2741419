package pdf

import (
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// method says how the numbers came about.
func (s *setter) method() {
	m := &s.r.Method
	s.paragraphs(m.Paragraphs)
	right := pdfdoc.AlignRight
	if len(m.Verdicts) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("verdicts"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("of")}, {Title: s.t("verdict")}, {Title: s.t("range")}}, Size: 8, Auto: true}
		for _, v := range m.Verdicts {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: v.Of}, {Text: v.Title}, {Text: v.Range}})
		}
		s.d.Table(t)
	}
	if len(m.Roles) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("roles"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("role")}, {Title: s.t("weight"), Align: right}}, Size: 8, Auto: true}
		for _, r := range m.Roles {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: r.Title}, {Text: r.Weight.Text}})
		}
		s.d.Table(t)
	}
	if len(m.Conversions) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("conversions"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("indicator")}, {Title: s.t("answer"), Most: 50}, {Title: s.t("score")},
		}, Size: 8, Auto: true}
		for _, row := range m.Conversions {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: l10n.Join(" ", row.Code, row.Title)}, {Text: or(row.Answer)}, {Text: or(row.How)}})
		}
		s.d.Table(t)
	}
	if len(m.Measures) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("measures"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("indicator")},
			{Title: s.t("metric")},
			{Title: s.t("breakpoints")},
			{Title: s.t("rule"), Most: 32},
			{Title: s.t("min_coverage"), Align: right, Most: 19},
		}, Size: 8, Auto: true}
		for _, row := range m.Measures {
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: row.Title},
				{Text: l10n.Join("; ", row.Metric, row.Reduction)},
				{Text: row.Breakpoints},
				{Text: row.Rule},
				{Text: row.MinCoverage.Text},
			})
		}
		s.d.Table(t)
	}
	s.weights()
}

// weights sets the tree of the rubric with the share of each node in the index, as a number and as a bar.
func (s *setter) weights() {
	all := s.r.Method.Weights
	if len(all) == 0 {
		return
	}
	right := pdfdoc.AlignRight
	s.d.Heading(pdfdoc.Heading{Text: s.t("weights"), Level: 2})
	most := 0.0
	for _, w := range all {
		most = max(most, w.Share.Value)
	}
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("node")}, {Title: s.t("weight"), Align: right}, {Title: s.t("share"), Align: right, Most: 30}, {Width: 26},
	}, Size: 8, Auto: true}
	for _, w := range all {
		// Wrap trims leading spaces, so depth is shown by a dash a step.
		row := []pdfdoc.Cell{
			{Text: strings.Repeat("– ", max(0, min(w.Depth, 6))) + l10n.Join(", ", l10n.Join(" ", w.Code, w.Title), w.OwnScale), Bold: !w.Indicator},
			{Text: w.Weight.Text},
			{Text: w.Share.Text},
		}
		if w.Share.Known && most > 0 {
			ink := shades[4]
			if w.Indicator {
				ink = shades[3]
			}
			row = append(row, pdfdoc.Cell{Draw: func(x, y, wide, h float64) {
				s.d.FillRect(x+1.5, y+h/2-1, (wide-3)*min(max(w.Share.Value/most, 0), 1), 2, ink)
			}})
		}
		t.Rows = append(t.Rows, row)
	}
	s.d.Table(t)
}

// methodShort is the method without its tables, for the file of one agency.
func (s *setter) methodShort() {
	s.paragraphs(s.r.Method.Paragraphs)
	s.bandTable()
}

func (s *setter) paragraphs(all []view.Paragraph) {
	for _, p := range all {
		s.d.Entry(p.Heading, p.Text, 44, pdfdoc.Style{Size: 9, Ink: pdfdoc.Black})
	}
}

// bandTable sets the categories of the index with their limits.
func (s *setter) bandTable() {
	if len(s.r.Bands) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("bands"), Level: 2})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("band")}, {Title: s.t("range")}}, Size: 8, Auto: true}
	for _, b := range s.r.Bands {
		t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: b.Title, Chip: chip(b.BandRef)}, {Text: b.Range}})
	}
	s.d.Table(t)
}
