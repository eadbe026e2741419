package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// quality says how far the data bear the numbers.
func (s *setter) quality() {
	q := &s.r.Quality
	s.d.Bullets(q.Sentences, pdfdoc.Body)
	s.cellsTable(q)
	s.doubts()
	if len(q.Silent) > 0 {
		s.names(s.t("silent"), q.Silent)
	}
	if len(q.LeftOut) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("left_out_inputs"), Level: 2})
		s.inputs(q.LeftOut)
	}
	s.findings(q.Files)
}

// cellsTable counts the answers of each dimension, and draws them as a bar.
func (s *setter) cellsTable(q *view.Quality) {
	if len(q.Dimensions) == 0 {
		return
	}
	right := pdfdoc.AlignRight
	s.d.Heading(pdfdoc.Heading{Text: s.t("quality.dimensions"), Level: 2})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("dimension"), Most: 80},
		{Title: s.t("coverage"), Align: right},
		{Title: s.t("known"), Align: right},
		{Title: s.t("unknown"), Align: right},
		{Title: s.t("not_applicable"), Align: right, Most: 24},
		{Width: 34},
	}, Size: 8, Auto: true}
	for _, dim := range q.Dimensions {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: dim.Title},
			{Text: dim.Coverage.Text},
			{Text: s.p.Integer(dim.Known)},
			{Text: s.p.Integer(dim.Unknown)},
			{Text: s.p.Integer(dim.NotApplicable)},
			{Draw: func(x, y, w, h float64) {
				whole := float64(dim.Known + dim.Unknown + dim.NotApplicable)
				if whole == 0 {
					return
				}
				at, wide := x+1.5, (w-3)/whole
				s.d.FillRect(at, y+h/2-1.2, wide*float64(dim.Known), 2.4, own)
				at += wide * float64(dim.Known)
				if dim.Unknown > 0 {
					s.unknownCell(at, y+h/2-1.2, wide*float64(dim.Unknown), 2.4)
				}
				at += wide * float64(dim.Unknown)
				s.d.FillRect(at, y+h/2-1.2, wide*float64(dim.NotApplicable), 2.4, grid)
			}},
		})
	}
	s.d.Table(t)
}

// doubtSentences is how many findings of one kind are printed; the rest is counted.
const doubtSentences = 6

// doubts says whether the data are fit to rank by: each kind of doubt with its findings and what to do about it.
func (s *setter) doubts() {
	f := s.r.Fitness
	if f == nil {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("fitness"), Level: 2, About: l10n.Join(" ", f.Sentences...)})
	if len(f.Doubts) == 0 {
		s.d.Bullets(f.Closing, pdfdoc.Body)
		return
	}
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("severity")},
		{Title: s.t("code")},
		{Title: s.t("finding")},
		{Title: s.t("advice"), Most: 60},
	}, Size: 8, MaxLines: 14, Auto: true}
	for _, doubt := range f.Doubts {
		text := doubt.Title + "\n" + l10n.Join("\n", doubt.Sentences[:min(len(doubt.Sentences), doubtSentences)]...)
		if more := len(doubt.Sentences) - doubtSentences; more > 0 {
			text += "\n" + s.t("more.doubts", "n", more)
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: doubt.SeverityText, Bold: doubt.Severity != "note"},
			{Text: doubt.Code},
			{Text: text},
			{Text: doubt.Advice, Ink: &pdfdoc.Grey},
		})
	}
	s.d.Table(t)
	s.d.Bullets(f.Closing, pdfdoc.Body)
}

// How many diagnostics of one input are printed, and how many of one kind; the rest is counted.
const (
	findingsPerFile = 25
	findingsPerCode = 6
)

func (s *setter) findings(files []view.FileFindings) {
	for i, f := range files {
		if i == 0 {
			s.d.Heading(pdfdoc.Heading{Text: s.t("findings"), Level: 2})
		}
		name := f.File
		if name == "" {
			name = s.t("general")
		}
		s.d.Heading(pdfdoc.Heading{Text: name, Level: 3})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("severity")},
			{Title: s.t("code")},
			{Title: s.t("place"), Most: 60},
			{Title: s.t("finding")},
		}, Size: 8, MaxLines: 6, Auto: true}
		seen, left := map[string]int{}, 0
		for _, item := range f.Items {
			if seen[item.Code]++; seen[item.Code] > findingsPerCode || len(t.Rows) >= findingsPerFile {
				left++
				continue
			}
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: item.SeverityText, Bold: item.Severity == "error"},
				{Text: item.Code},
				{Text: or(item.Place)},
				{Text: item.Text},
			})
		}
		s.d.Table(t)
		if left > 0 {
			s.d.Paragraph(s.t("more_findings", "n", left), pdfdoc.Small)
		}
	}
}
