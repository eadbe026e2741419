package pdf

import (
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// views sets the second views over all agencies: each tag with its median and its span and, where that fits the same
// page, a map of agencies and tags. The profiles have every agency's own.
func (s *setter) views() {
	for _, v := range s.r.Views {
		titles := make([]string, len(v.Tags))
		for k, tag := range v.Tags {
			titles[k] = tag.Title
		}
		const textAndHeads, rowHeight = 62.0, 6.2
		height := textAndHeads + float64(len(v.Tags))*rowHeight + float64(len(v.Rows))*heatHeight
		mapped := len(v.Rows) > 1 && height <= pdfdoc.Bottom-pdfdoc.Top && s.heatColumn(titles)*float64(len(titles)) <= heatWidth
		if mapped && s.d.Room() < height {
			s.d.PageBreak()
		}
		if len(s.r.Views) > 1 {
			s.d.Heading(pdfdoc.Heading{Text: v.Title, Level: 2})
		}
		if v.Description != "" {
			s.d.Paragraph(v.Description, pdfdoc.Body)
		}
		s.tagSummary(v)
		if mapped {
			s.bandLegend(true)
			s.heatTable(titles, v.Rows, 0, len(titles), 1)
		}
	}
}

// tagSummary sets each tag over all agencies.
func (s *setter) tagSummary(v view.View) {
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("tag")},
		{Title: s.t("indicators.n"), Width: 20, Align: right},
		{Title: s.t("share"), Width: 30, Align: right},
		{Title: s.t("median"), Width: 18, Align: right},
		{Title: s.t("lowest"), Width: 19, Align: right},
		{Title: s.t("highest"), Width: 19, Align: right},
		{Title: s.t("with_value"), Width: 24, Align: right},
	}, Size: 8, MaxLines: 3}
	for _, tag := range v.Tags {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: tag.Title},
			{Text: s.p.Integer(tag.Indicators)},
			{Text: tag.Share.Text},
			{Text: tag.Median.Text, Bold: true},
			{Text: tag.Lowest.Text},
			{Text: tag.Highest.Text},
			{Text: s.p.Integer(tag.Known)},
		})
	}
	s.d.Table(t)
}
