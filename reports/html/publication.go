package html

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"siap/reports/view"
	"siap/scoring/edition"
)

// publicationData is what an issuer adds to the page that has no language.
type publicationData struct {
	Edition string    `json:"edition,omitempty"`
	Logo    *logoData `json:"logo,omitempty"`
	// Branded says that the head stands on the issuer's colour.
	Branded bool `json:"branded,omitempty"`
}

type logoData struct {
	Source string  `json:"src"`
	Width  float64 `json:"w"`
	Height float64 `json:"h"`
}

// publicationTexts is what an issuer says, and what the edition leaves out.
type publicationTexts struct {
	Watermark string   `json:"watermark,omitempty"`
	Withheld  string   `json:"withheld,omitempty"`
	Preface   []string `json:"preface,omitempty"`
	// Signatory is place and date, position, name, number.
	Signatory []string `json:"signatory,omitempty"`
}

func publicationOf(r *view.Report) *publicationTexts {
	p := &r.Publication
	t := &publicationTexts{Watermark: p.Watermark, Withheld: p.Withheld, Preface: p.Preface}
	if s := p.Signatory; !s.Empty() {
		t.Signatory = []string{strings.Trim(s.Place+", "+s.Date, ", "), s.Position, s.Name, s.Number}
	}
	return t
}

func publishedData(r *view.Report) *publicationData {
	p := &r.Publication
	d := &publicationData{Branded: edition.IsColour(p.Colours.Primary)}
	if p.Edition != edition.Full {
		d.Edition = string(p.Edition)
	}
	d.Logo = logoOf(p.Logo)
	return d
}

// logoOf is a logo as an address that holds the whole picture. A browser runs nothing of a picture, and the logo was
// checked before.
func logoOf(logo *edition.Logo) *logoData {
	if logo == nil || logo.Width <= 0 || logo.Height <= 0 {
		return nil
	}
	kind := map[string]string{"png": "image/png", "svg": "image/svg+xml"}[logo.Kind]
	if kind == "" {
		return nil
	}
	return &logoData{"data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(logo.Data), logo.Width, logo.Height}
}

// The grounds that letters stand on in the style sheet: paper, light and dark.
const (
	lightPaper = "#ffffff"
	darkPaper  = "#141917"
)

// letterContrast is what letters must have on their ground: level AA of WCAG 2, and a little.
const letterContrast = 4.6

// colours is the style sheet of an issuer's colours, "" where there are none. The head stands on the primary colour; links
// and what underlines are the nearest to the issuer's that can be read on the paper of each theme. Charts keep their colours, which
// their captions name and which can be told apart by those who do not tell red from green.
func colours(c edition.Colours) string {
	var light, dark strings.Builder
	put := func(name, colour string) {
		fmt.Fprintf(&light, "--%s: %s; ", name, legible(colour, lightPaper))
		fmt.Fprintf(&dark, "--%s: %s; ", name, legible(colour, darkPaper))
	}
	if edition.IsColour(c.Primary) {
		fmt.Fprintf(&light, "--brand: %s; ", c.Primary)
		put("link", c.Primary)
	}
	if edition.IsColour(c.Accent) {
		put("trim", c.Accent)
	}
	if light.Len() == 0 {
		return ""
	}
	return fmt.Sprintf(":root { %s}\n@media (prefers-color-scheme: dark) { :root:not([data-theme=\"light\"]):not(.printing) { %s} }\n"+
		":root[data-theme=\"dark\"]:not(.printing) { %s}\n", light.String(), dark.String(), dark.String())
}

// legible moves a colour towards black on a light ground, towards white on a dark one, until letters of it can be read.
func legible(colour, ground string) string {
	toward := 0.0
	if edition.Contrast(ground) > letterContrast { // white can be read on it: it is dark
		toward = 255
	}
	for step := range 21 {
		if mixed := mix(colour, toward, float64(step)/20); between(mixed, ground) >= letterContrast {
			return mixed
		}
	}
	return mix(colour, toward, 1)
}

// between is the contrast of two colours; edition.Contrast is that of each with white.
func between(x, y string) float64 {
	cx, cy := edition.Contrast(x), edition.Contrast(y)
	return max(cx/cy, cy/cx)
}

// mix gives a colour with a part of a grey in it.
func mix(colour string, grey, part float64) string {
	out := "#"
	for i := range 3 {
		x, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return colour
		}
		out += fmt.Sprintf("%02x", int(float64(x)*(1-part)+grey*part+0.5))
	}
	return out
}
