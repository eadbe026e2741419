package pdf

import (
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// mapMost is how many agencies a map of a view may have to stay on one page.
const mapMost = 36

// views sets the second views over all agencies: as a map of agencies and tags where that fits a page, else each tag
// with its median and its span. The profiles have every agency's own.
func (s *setter) views() {
	for i, v := range s.r.Views {
		if i > 0 || len(s.r.Views) > 1 {
			s.d.Heading(pdfdoc.Heading{Text: v.Title, Level: 2})
		}
		if v.Description != "" {
			s.d.Paragraph(v.Description, pdfdoc.Body)
		}
		s.tagSummary(v)
		if n := len(v.Rows); n > 1 && n <= mapMost && len(v.Tags) <= heatColumns {
			s.bandLegend(true)
			columns := []pdfdoc.Column{{Title: s.t("agency")}}
			for _, tag := range v.Tags {
				columns = append(columns, pdfdoc.Column{Title: tag.Title, Width: min(24, 120/float64(len(v.Tags))), Align: pdfdoc.AlignCenter})
			}
			s.heatTable(columns, v.Rows, 0, len(v.Tags))
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
