package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// The appendix sets indicators in two columns.
const (
	appendixGap  = 6.0
	appendixHalf = (pdfdoc.Width - appendixGap) / 2
	appendixRow  = 3.5
	appendixHead = 5.0
)

// indicators sets all indicators of every agency, as compactly as they can be read: what does not fit the agency's page.
func (s *setter) indicators() {
	about := "appendix.about"
	if !s.r.Measured {
		about = "appendix.about.claims"
	}
	s.d.Paragraph(s.t(about, "claim", s.r.ClaimTitle), pdfdoc.Small)
	for _, a := range s.profiles {
		s.indicatorsOf(a)
	}
}

// appendixStyle is that of the names of indicators.
var appendixStyle = pdfdoc.Style{Size: 7, Ink: pdfdoc.Black}

// indicatorsOf sets the indicators of one agency.
func (s *setter) indicatorsOf(a *view.Agency) {
	s.d.Heading(pdfdoc.Heading{Level: 3, Link: s.appendix[a.Anchor], Text: l10n.Join(" ", rankPrefix(a), a.Name)})
	all := a.Indicators
	if len(all) == 0 {
		s.d.Paragraph(s.t("none"), pdfdoc.Small)
		return
	}
	for len(all) > 0 {
		rows := (len(all) + 1) / 2
		fits := int((s.d.Room() - appendixHead - 14) / appendixRow) // the heading may still wait
		if fits < min(rows, 8) {
			fits = int((pdfdoc.Bottom - pdfdoc.Top - appendixHead - 14) / appendixRow)
		}
		rows = min(rows, fits)
		part := all[:min(len(all), 2*rows)]
		all = all[len(part):]
		y := s.d.Reserve(appendixHead + float64(rows)*appendixRow)
		for side := range 2 {
			from, to := side*rows, min((side+1)*rows, len(part))
			if from >= to {
				break
			}
			x := pdfdoc.Left + float64(side)*(appendixHalf+appendixGap)
			s.appendixHeads(x, y)
			for i, indicator := range part[from:to] {
				s.appendixLine(x, y+appendixHead+float64(i)*appendixRow, indicator, i%2 == 1)
			}
		}
		s.d.Space(1.5)
	}
}

// appendixColumns are where the numbers end, from the right.
func (s *setter) appendixColumns() (value, claim, measured float64) {
	if s.r.Measured {
		return 24, 12, 0
	}
	return 12, 0, -1
}

func (s *setter) appendixHeads(x, y float64) {
	value, claim, measured := s.appendixColumns()
	small := sized(tiny, 6.2)
	to := x + appendixHalf
	s.line(to-value, y+1, 12, s.t("value"), small, pdfdoc.AlignRight)
	s.line(to-claim, y+1, 12, s.r.ClaimTitle, small, pdfdoc.AlignRight)
	if measured >= 0 {
		s.line(to-measured, y+1, 12, s.t("measured"), small, pdfdoc.AlignRight)
	}
	s.d.Line(x, y+appendixHead-0.4, to, y+appendixHead-0.4, pdfdoc.Stroke{Ink: pdfdoc.Rule, Width: 0.2})
}

// appendixLine writes one indicator; a measurement that does not bear out the claim is marked.
func (s *setter) appendixLine(x, y float64, in view.IndicatorScore, tinted bool) {
	value, claim, measured := s.appendixColumns()
	st := appendixStyle
	to := x + appendixHalf
	baseline := y + 2.6
	if tinted {
		s.d.FillRect(x, y, appendixHalf, appendixRow, pdfdoc.Pale)
	}
	switch {
	case in.State == view.Known:
		s.d.FillRect(x+0.6, y+0.7, 2, 2, bandColor(in.Band))
		s.lowCorner(x+0.6, y+0.7, 2, 0.9, in.Band)
	case in.State == view.Unknown:
		s.unknownCell(x+0.6, y+0.7, 2, 2)
	}
	s.d.Label(x+3.6, baseline, appendixHalf-value-12, l10n.Join(" ", in.Code, in.Title), st, pdfdoc.AlignLeft)
	bold := st
	bold.Bold = true
	s.d.Label(to-value, baseline, 11.5, s.value(in.State, in.Value), bold, pdfdoc.AlignRight)
	soft := st
	soft.Ink = pdfdoc.Grey
	s.d.Label(to-claim, baseline, 11.5, in.Claim.Text, soft, pdfdoc.AlignRight)
	if measured >= 0 {
		if in.Claim.Known && in.Measured.Known && in.Claim.Value > in.Measured.Value {
			soft = bold
			soft.Ink = pdfdoc.Warn
		}
		s.d.Label(to-measured, baseline, 11.5, in.Measured.Text, soft, pdfdoc.AlignRight)
	}
}
