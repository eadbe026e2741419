package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// optimism sets the comparison of self-assessment and assessors over all agencies.
func (s *setter) optimism() {
	o := s.r.Optimism
	s.d.Paragraph(s.t("optimism.about"), pdfdoc.Body)
	s.d.Bullets(o.Sentences, pdfdoc.Body)
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("agency")},
		{Title: s.t("self"), Most: 24, Align: right},
		{Title: s.t("assessors"), Most: 24, Align: right},
		{Title: s.t("distance"), Most: 24, Align: right},
		{Title: s.t("rows.compared"), Most: 24, Align: right},
		{Title: s.t("rows.higher"), Most: 24, Align: right},
		{Title: s.t("rows.lower"), Most: 24, Align: right},
	}, Size: 8, MaxLines: 3, Auto: true}
	for _, a := range o.Agencies {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: a.Name, Link: s.links[a.Anchor], Ink: &pdfdoc.Accent},
			{Text: a.Self.Text},
			{Text: a.Assessed.Text},
			{Text: a.Difference.Text, Bold: true},
			{Text: s.p.Integer(a.Compared)},
			{Text: s.p.Integer(a.Higher)},
			{Text: s.p.Integer(a.Lower)},
		})
	}
	s.d.Table(t)
	if len(o.Indicators) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("optimism.indicators"), Level: 2})
	t = pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("indicator")},
		{Title: s.t("distance.mean"), Most: 24, Align: right},
		{Title: s.t("agencies.compared"), Most: 24, Align: right},
		{Title: s.t("agencies.higher"), Most: 24, Align: right},
		{Title: s.t("agencies.lower"), Most: 24, Align: right},
	}, Size: 8, MaxLines: 3, Auto: true}
	for _, in := range o.Indicators {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: l10n.Join(", ", l10n.Join(" ", in.Code, in.Title), in.Dimension)},
			{Text: in.Difference.Text, Bold: true},
			{Text: s.p.Integer(in.Compared)},
			{Text: s.p.Integer(in.Higher)},
			{Text: s.p.Integer(in.Lower)},
		})
	}
	s.d.Table(t)
}

// rowsOfDetails is how many rows on which an agency and its assessors differ are printed among its details.
const rowsOfDetails = 60

// differences sets the rows on which an agency and its assessors differ.
func (s *setter) differences(a *view.Agency) {
	o := a.Optimism
	if o == nil {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.p.Text("view.section.optimism"), Level: 2})
	s.d.Paragraph(o.Sentence, pdfdoc.Body)
	if len(o.Rows) == 0 {
		return
	}
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("indicator")},
		{Title: s.t("self"), Align: right, Most: 24},
		{Title: s.t("assessors"), Align: right},
		{Title: s.t("distance"), Align: right},
	}, Size: 8, MaxLines: 3, Auto: true}
	for _, row := range o.Rows[:min(len(o.Rows), rowsOfDetails)] {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: l10n.Join(", ", l10n.Join(" ", row.Code, row.Title), row.Item)},
			{Text: row.Self.Text},
			{Text: row.Assessed.Text},
			{Text: row.Difference.Text, Bold: true},
		})
	}
	s.d.Table(t)
	if more := len(o.Rows) - rowsOfDetails; more > 0 {
		s.d.Paragraph(s.t("more_rows", "n", more), pdfdoc.Small)
	}
}
