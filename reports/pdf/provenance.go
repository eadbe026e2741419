package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// provenance says from what, by what and when the report was made, and how to make it again.
func (s *setter) provenance() {
	s.provenanceFacts()
	if len(s.r.Provenance.Inputs) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("inputs"), Level: 2})
		s.inputs(s.r.Provenance.Inputs)
	}
	sources := s.r.Rubric.Cites
	if s.r.Rubric.Decree != "" {
		sources = append([]string{s.r.Rubric.Decree}, sources...)
	}
	if len(sources) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("sources"), Level: 2})
		s.d.Bullets(sources, pdfdoc.Body)
	}
	if s.r.Rubric.Note != "" {
		s.d.Space(2)
		s.d.Box(s.t("unverified"), []string{s.r.Rubric.Note}, pdfdoc.NoteTone)
	}
}

// provenanceFacts sets the facts alone, as the file of one agency has them.
func (s *setter) provenanceFacts() {
	label, value := pdfdoc.Style{Size: 8.5, Ink: pdfdoc.Grey}, pdfdoc.Style{Size: 8.5, Ink: pdfdoc.Black}
	const wide = 56.0
	for _, f := range s.r.Provenance.Facts {
		if f.Value == "" {
			continue
		}
		lines := s.d.Wrap(f.Value, value, pdfdoc.Width-wide, 4)
		y := s.d.Reserve(float64(len(lines))*value.Leading() + 0.6)
		s.d.Label(pdfdoc.Left, y+value.Leading()*base, wide-2, f.Label, label, pdfdoc.AlignLeft)
		s.put(pdfdoc.Left+wide, y, lines, value, pdfdoc.AlignLeft)
	}
	s.d.Space(2)
	for _, c := range s.r.Provenance.Commands {
		s.d.Box(c.Line, []string{c.Text}, pdfdoc.NoteTone)
	}
}

func (s *setter) inputs(inputs []view.Input) {
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("file")},
		{Title: s.t("input_kind"), Most: 40},
		{Title: s.t("records"), Align: right},
		{Title: s.t("left_out"), Align: right, Most: 20},
		{Title: "SHA-256", Width: 51.5},
	}, Size: 7.6, MaxLines: 4, Auto: true}
	for _, in := range inputs {
		kind := l10n.Join(", ", in.Kind, in.Format)
		if in.Refused {
			kind += " – " + s.t("refused")
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: in.Path},
			{Text: kind},
			{Text: s.p.Integer(in.Records)},
			{Text: s.p.Integer(in.LeftOut)},
			{Text: in.SHA256, Ink: &pdfdoc.Grey},
		})
	}
	s.d.Table(t)
}
