package pdf

import (
	"strconv"
	"strings"
	"sync/atomic"

	"siap/internal/pdfdoc"
	"siap/scoring/edition"
)

// colour reads #RRGGBB; nil for what is none.
func colour(text string) *pdfdoc.Color {
	if !edition.IsColour(text) {
		return nil
	}
	x, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil {
		return nil
	}
	return &pdfdoc.Color{R: uint8(x >> 16), G: uint8(x >> 8), B: uint8(x)}
}

// ready is the last logo that was made ready for paper: the files of all agencies have the same.
var ready atomic.Pointer[struct {
	logo    *edition.Logo
	picture *pdfdoc.Picture
}]

// The logo's place on the cover, in millimetres: its top, and the most it measures.
const (
	logoTop  = 14.0
	logoWide = 70.0
	logoHigh = 18.0
)

// logo draws the issuer's logo on a white ground at the top of the cover.
func (s *setter) logo() {
	logo := s.r.Publication.Logo
	if logo == nil {
		return
	}
	scale := min(logoWide/logo.Width, logoHigh/logo.Height)
	const pad = 3.0
	plate := func() {
		s.d.FillRect(pdfdoc.Left, logoTop-pad, logo.Width*scale+2*pad, logo.Height*scale+2*pad, pdfdoc.White)
	}
	if logo.Kind != "png" {
		s.noLogo = true
		return
	}
	picture := (*pdfdoc.Picture)(nil)
	if last := ready.Load(); last != nil && last.logo == logo {
		picture = last.picture
	} else {
		var err error
		if picture, err = pdfdoc.ReadPicture(logo.Data); err != nil {
			return // it was checked when it was read
		}
		ready.Store(&struct {
			logo    *edition.Logo
			picture *pdfdoc.Picture
		}{logo, picture})
	}
	plate()
	s.d.Picture(picture, pdfdoc.Left+pad, logoTop, logo.Width*scale, logo.Height*scale)
}

// preface sets what the issuer says before the findings, and who answers for them.
func (s *setter) preface() {
	for _, text := range s.r.Publication.Preface {
		s.d.Paragraph(text, pdfdoc.Style{Size: 11, Ink: pdfdoc.Black})
		s.d.Space(1.5)
	}
	sign := s.r.Publication.Signatory
	if sign.Empty() {
		return
	}
	st := pdfdoc.Style{Size: 10.5, Ink: pdfdoc.Black}
	bold := st
	bold.Bold = true
	const wide, space = 82.0, 24.0 // room to sign
	x := pdfdoc.Right - wide
	above := [][]string{s.d.Wrap(strings.Trim(sign.Place+", "+sign.Date, ", "), st, wide, 2), s.d.Wrap(sign.Position, st, wide, 3)}
	name := s.d.Wrap(sign.Name, bold, wide, 3)
	number := s.d.Wrap(sign.Number, st, wide, 2)
	lines := len(above[0]) + len(above[1]) + len(name) + len(number)
	s.d.Space(8)
	y := s.d.Reserve(float64(lines)*st.Leading() + space)
	for _, part := range above {
		y = s.put(x, y, part, st, pdfdoc.AlignLeft)
	}
	y = s.put(x, y+space, name, bold, pdfdoc.AlignLeft)
	s.put(x, y, number, st, pdfdoc.AlignLeft)
}

// addressed reports whether the issuer says anything on a page of its own, and under which title.
func (s *setter) addressed() (title string, ok bool) {
	p := &s.r.Publication
	if len(p.Preface) > 0 {
		return s.t("preface"), true
	}
	return s.t("approval"), !p.Signatory.Empty()
}
