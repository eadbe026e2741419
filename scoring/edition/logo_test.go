package edition

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"siap/rubric"
	"siap/scoring/result"
)

func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func svg(inside string) []byte {
	return []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40mm" height="20mm">` + inside + `</svg>`)
}

// Logos of every program are taken; what runs, loads or hides something is not.
func TestLogos(t *testing.T) {
	for name, data := range map[string][]byte{
		"png":      picture(t, 40, 20),
		"shapes":   svg(`<g fill="#123"><path d="M0 0h4v2z"/><circle r="1"/></g>`),
		"gradient": svg(`<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/><use xlink:href="#b"/>`),
		"style":    svg(`<style>.a{fill:#c4572a;clip-path:url(#c)}</style><rect class="a" style="fill:url('#a')"/>`),
		"inkscape": svg(`<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="x"/><metadata/>`),
		"view box": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect/></svg>`),
		"doctype":  []byte(`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`),
	} {
		logo, err := ReadLogo(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if logo.Width/logo.Height != 2 {
			t.Errorf("%s: %g × %g", name, logo.Width, logo.Height)
		}
	}
	for name, data := range map[string][]byte{
		"nothing":        nil,
		"text":           []byte("logo"),
		"html":           []byte(`<html xmlns="http://www.w3.org/1999/xhtml"/>`),
		"half a png":     picture(t, 400, 200)[:60],
		"wide png":       picture(t, 5000, 1),
		"large":          svg(strings.Repeat("<g/>", LogoBytes/4)),
		"script":         svg(`<script>alert(1)</script>`),
		"foreign script": svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>`),
		"hidden script":  svg(`<x:namedview xmlns:x="http://www.inkscape.org/namespaces/inkscape"><script xmlns="http://www.w3.org/2000/svg"/></x:namedview>`),
		"event":          svg(`<rect onload="alert(1)"/>`),
		"foreign object": svg(`<foreignObject/>`),
		"picture":        svg(`<image href="http://example.org/x.png"/>`),
		"link":           svg(`<use href="http://example.org/x.svg#a"/>`),
		"style url":      svg(`<style>@import "http://example.org/x.css"</style>`),
		"fill url":       svg(`<rect fill="url(http://example.org/x)"/>`),
		"spaced url":     svg(`<rect style="fill: u r l ( http://example.org/x )"/>`),
		"escaped style":  svg(`<style>a{b:\75rl(x)}</style>`),
		"javascript":     svg(`<a href="javascript:alert(1)"/>`),
		"animation":      svg(`<animate attributeName="href"/>`),
		"entity":         []byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" width="2" height="1">&a;</svg>`),
		"stylesheet":     []byte(`<?xml-stylesheet href="x.css"?><svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`),
		"no size":        []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"not closed":     []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><g>`),
	} {
		if _, err := ReadLogo(data); !errors.Is(err, ErrLogo) {
			t.Errorf("%s: %v, want it refused", name, err)
		}
	}
}

func FuzzReadLogo(f *testing.F) {
	f.Add(picture(f, 4, 2))
	f.Add(svg(`<style>.a{fill:url(#a)}</style><rect/>`))
	f.Add(svg(`<script/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		logo, err := ReadLogo(data)
		if err != nil {
			return
		}
		if logo.Kind != "png" && logo.Kind != "svg" || !(logo.Width > 0 && logo.Height > 0) {
			t.Errorf("%+v", logo)
		}
		for decoder := xml.NewDecoder(bytes.NewReader(data)); logo.Kind == "svg"; {
			token, err := decoder.Token()
			if err != nil {
				break
			}
			if e, is := token.(xml.StartElement); is && strings.EqualFold(e.Name.Local, "script") {
				t.Error("a script was taken")
			}
		}
	})
}

// White on black has the contrast 21 to 1, white on white 1 to 1; #767676 is the lightest grey with 4.5 (WCAG 2).
func TestColours(t *testing.T) {
	for colour, want := range map[string][2]float64{"#000000": {21, 21}, "#FFFFFF": {1, 1}, "#767676": {4.5, 4.6}, "#777777": {4.4, 4.5}, "red": {0, 0}, "#12345": {0, 0}, "#GGGGGG": {0, 0}} {
		if got := Contrast(colour); got < want[0]-1e-9 || got > want[1]+1e-9 {
			t.Errorf("%s has the contrast %g, want %v", colour, got, want)
		}
		if IsColour(colour) != (want[1] > 0) {
			t.Errorf("%s is a colour: %v", colour, IsColour(colour))
		}
	}
}

// The anonymous edition has no signatory, preface or logo, and its own texts may not name an agency.
func TestPublicationOfEditions(t *testing.T) {
	a := &result.Assessment{Agencies: []*result.Agency{{ID: "dinkes", Name: "Dinas Kesehatan"}, {ID: "a", Name: "X"}}}
	p := &Publication{
		Title: rubric.Text{ID: "Kesiapan", EN: "Readiness"}, Watermark: rubric.Text{ID: "EMBARGO", EN: "EMBARGO"}, Preface: rubric.Text{ID: "Kata", EN: "Words"},
		Signatory: Signatory{Name: "Nama"}, Logo: &Logo{Kind: "png"}, Colours: Colours{Primary: "#000000"},
	}
	for e, want := range map[Edition]Publication{
		Full:      {Watermark: p.Watermark, Preface: p.Preface, Signatory: p.Signatory, Logo: p.Logo, Colours: p.Colours},
		Public:    *p,
		Anonymous: {Title: p.Title, Watermark: p.Watermark, Colours: p.Colours},
	} {
		got, err := p.For(e, a)
		if err != nil || *got != want {
			t.Errorf("%s: %+v (%v), want %+v", e, got, err, want)
		}
	}
	for text, named := range map[string]string{
		"Kesiapan DINAS  kesehatan 2025": "Dinas Kesehatan", "embargo bagi dinkes": "dinkes", "Dinas Kesehatanku": "", "a X": "", "dinkes_2": "",
	} {
		p.Watermark = rubric.Text{ID: text}
		_, err := p.For(Anonymous, a)
		var e *NamedError
		if named == "" && err != nil || named != "" && (!errors.As(err, &e) || e.Name != named || e.Text != "watermark") {
			t.Errorf("%q: %v, want %q", text, err, named)
		}
	}
	if _, err := (*Publication)(nil).For(Anonymous, a); err != nil {
		t.Error(err)
	}
}
