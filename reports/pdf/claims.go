package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// claimsMost is how many claims that measurements do not bear out are printed over all agencies; their own pages and the
// appendix have the rest.
const claimsMost = 240

// contradictions sets the claims that measurements do not bear out: by indicator, then by agency.
func (s *setter) contradictions() {
	if len(s.r.Contradictions) == 0 {
		s.d.Paragraph(s.t("contradictions.none"), pdfdoc.Body)
		return
	}
	s.d.Paragraph(s.t("contradictions.about", "n", len(s.r.Contradictions)), pdfdoc.Body)
	s.d.Heading(pdfdoc.Heading{Text: s.t("contradictions.indicators"), Level: 2})
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Size: 8, MaxLines: 3, Auto: true, Columns: []pdfdoc.Column{
		{Title: s.t("indicator")},
		{Title: s.p.Text("view.contradicted.agencies"), Align: right, Most: 20},
		{Title: s.p.Text("view.contradicted.compared"), Align: right, Most: 24},
		{Title: "", Width: 26},
		{Title: s.p.Text("view.contradicted.widest"), Align: right, Most: 20},
		{Title: s.p.Text("view.contradicted.at")},
	}}
	for _, c := range s.r.Contradicted {
		share := 0.0
		if c.Compared > 0 {
			share = float64(c.Agencies) / float64(c.Compared)
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: l10n.Join("\n", c.IndicatorTitle, c.Dimension)},
			{Text: s.p.Integer(c.Agencies), Bold: true, Ink: &pdfdoc.Warn},
			{Text: s.p.Integer(c.Compared)},
			{Draw: func(x, y, w, h float64) { s.shareBar(x+2, y+h/2-1.2, w-4, 2.4, share, reference) }},
			{Text: c.Widest.Gap.Text},
			{Text: c.Widest.AgencyName, Link: s.links[c.Widest.Anchor]},
		})
	}
	s.d.Table(t)
	s.d.Heading(pdfdoc.Heading{Text: s.t("contradictions.agencies"), Level: 2})
	shown := map[string][]view.Contradiction{}
	for _, c := range s.r.Contradictions[:min(len(s.r.Contradictions), claimsMost)] { // the widest gaps
		shown[c.Anchor] = append(shown[c.Anchor], c)
	}
	var all []view.Contradiction
	for _, row := range s.r.Ranking {
		all = append(all, shown[row.Anchor]...)
		delete(shown, row.Anchor)
	}
	s.claimTable(all, true)
	if more := len(s.r.Contradictions) - claimsMost; more > 0 {
		s.d.Paragraph(s.t("more.claims", "n", more), pdfdoc.Small)
	}
}

// shareBar draws a share, 0 to 1, as a bar on a pale ground.
func (s *setter) shareBar(x, y, w, h, share float64, ink pdfdoc.Color) {
	s.d.FillRect(x, y, w, h, grid)
	s.d.FillRect(x, y, w*min(max(share, 0), 1), h, ink)
}

// claimTable sets claims beside measurements, those of one agency below its name.
func (s *setter) claimTable(all []view.Contradiction, named bool) {
	right := pdfdoc.AlignRight
	columns := []pdfdoc.Column{
		{Title: s.t("indicator"), Share: 4},
		{Title: s.r.ClaimTitle, Width: 14, Align: right},
		{Title: "", Width: 22},
		{Title: s.t("measured"), Width: 16, Align: right},
		{Title: s.t("gap"), Width: 13.5, Align: right},
		{Title: s.t("measurement"), Share: 5},
	}
	if named {
		columns = append([]pdfdoc.Column{{Title: s.t("agency"), Share: 4}}, columns...)
	}
	t := pdfdoc.Table{Columns: columns, Size: 7.8, MaxLines: 5, Plain: true}
	for i, c := range all {
		row := []pdfdoc.Cell{
			{Text: c.IndicatorTitle},
			{Text: c.Claim.Text},
			{Draw: func(x, y, w, h float64) { s.dumbbell(c, x+2, x+w-2, y+h/2) }},
			{Text: c.Measured.Text},
			{Text: c.Gap.Text, Bold: true, Ink: &pdfdoc.Warn},
			{Text: s.measurement(c), Ink: &pdfdoc.Grey},
		}
		if named {
			agency := pdfdoc.Cell{}
			if i == 0 || all[i-1].Anchor != c.Anchor {
				agency = pdfdoc.Cell{Text: c.AgencyName, Link: s.links[c.Anchor], Bold: true}
			}
			row = append([]pdfdoc.Cell{agency}, row...)
		}
		t.Rows = append(t.Rows, row)
	}
	s.d.Table(t)
}

// measurement writes what was measured, with what is not said on the cover.
func (s *setter) measurement(c view.Contradiction) string {
	window, coverage := c.Window, ""
	if window == s.r.Window {
		window = ""
	}
	if c.Coverage.Known && c.Coverage.Value < 1 {
		coverage = s.t("window_coverage", "coverage", c.Coverage.Text)
	}
	return l10n.Join("; ", c.Measurement, window, coverage)
}

// dumbbell draws a claim as a ring and its measurement as a dot, on the scale of the index.
func (s *setter) dumbbell(c view.Contradiction, x0, x1, y float64) {
	ax := s.indexAxis(x0, x1)
	s.d.Line(ax.x0, y, ax.x1, y, pdfdoc.Stroke{Ink: grid, Width: 0.15})
	if !c.Claim.Known || !c.Measured.Known {
		return
	}
	claim, measured := ax.at(c.Claim.Value), ax.at(c.Measured.Value)
	s.d.Line(measured, y, claim, y, pdfdoc.Stroke{Ink: reference, Width: 0.7})
	s.d.Dot(measured, y, 1.1, reference)
	s.d.Ring(claim, y, 1, pdfdoc.Stroke{Ink: reference, Width: 0.35})
}

// commonActions sets the steps that would help most agencies.
func (s *setter) commonActions() {
	if len(s.r.Actions) == 0 {
		s.d.Paragraph(s.t("none"), pdfdoc.Body)
		return
	}
	s.d.Paragraph(s.t("actions.about"), pdfdoc.Body)
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("action"), Share: 6},
		{Title: s.t("indicator"), Share: 4},
		{Title: s.t("agencies"), Width: 19, Align: right},
		{Title: s.t("first"), Width: 18, Align: right},
		{Title: s.t("effect"), Width: 17, Align: right},
		{Title: s.t("effort"), Width: 27},
	}, Size: 8, MaxLines: 8}
	for _, a := range s.r.Actions {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: a.Text},
			{Text: l10n.Join("\n", a.IndicatorTitle, a.Dimension), Ink: &pdfdoc.Grey},
			{Text: s.p.Integer(a.Agencies)},
			{Text: s.p.Integer(a.First)},
			{Text: a.Effect.Text, Bold: true},
			{Text: a.EffortText},
		})
	}
	s.d.Table(t)
}
