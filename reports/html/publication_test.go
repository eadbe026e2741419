package html

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/edition"
)

// issued is a report with everything an issuer can add; words stands in all texts of it.
func issued(t *testing.T, e edition.Edition, words string) *view.Report {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	picture.Set(1, 1, color.NRGBA{R: 200, A: 255})
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, picture); err != nil {
		t.Fatal(err)
	}
	logo, err := edition.ReadLogo(drawn.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	a, err := edition.Apply(built(6, ""), e, "kunci-yang-cukup-panjang")
	if err != nil {
		t.Fatal(err)
	}
	r := view.New(a, "id")
	r.Publish(&edition.Publication{
		Watermark: rubric.Text{ID: "EMBARGO sampai Maret " + words, EN: "EMBARGO until March " + words},
		Preface:   rubric.Text{ID: "Bagian satu " + words + "\n\nBagian dua", EN: "Part one " + words + "\n\nPart two"},
		Signatory: edition.Signatory{Name: "Nama " + words, Position: "Kepala", Number: "NIP 1", Place: "Samarinda", Date: "2 Maret 2026"},
		Colours:   edition.Colours{Primary: "#0B5D3B", Accent: "#F0D060"},
		Logo:      logo,
	})
	return r
}

// What an issuer adds is on the page, in both languages and both themes, and hostile words in it stay words.
func TestBrowserShowsTheIssuer(t *testing.T) {
	for _, words := range []string{"", hostile[1], hostile[5]} {
		b := browse(t, written(t, issued(t, edition.Public, words)), "")
		if got := eval[string](t, b, text(".banner.embargo")); got != strings.TrimSpace("EMBARGO sampai Maret "+words) {
			t.Errorf("the banner reads %q", got)
		}
		if got := eval[string](t, b, `document.querySelector('.preface').innerText + '|' + document.querySelector('.signature').innerText`); !strings.Contains(got, strings.TrimSpace("Bagian satu "+words)) ||
			!strings.Contains(got, "Bagian dua") || !strings.Contains(got, "Samarinda, 2 Maret 2026\nKepala\n"+strings.TrimSpace("Nama "+words)) || !strings.Contains(got, "NIP 1") {
			t.Errorf("preface and signatory read %q", got)
		}
		if got := eval[string](t, b, `document.querySelector('.banner.quiet').textContent`); !strings.HasPrefix(got, "Edisi publik.") {
			t.Errorf("of the edition it says %q", got)
		}
		b.wait(t, `document.querySelector('img.logo')?.naturalWidth === 40`)
		for expression, want := range map[string]string{
			`getComputedStyle(document.querySelector('.brand')).backgroundColor`:           "rgb(11, 93, 59)",
			`getComputedStyle(document.querySelector('.watermark')).pointerEvents`:         "none",
			`document.querySelector('.watermark').getAttribute('aria-hidden')`:             "true",
			`getComputedStyle(document.documentElement).getPropertyValue('--mark').trim()`: "#b54c06",
		} {
			if got := eval[string](t, b, expression); got != want {
				t.Errorf("%s is %s, want %s", expression, got, want)
			}
		}
		// The mark is on every view.
		for _, view := range views(t, b) {
			b.to(t, view)
			if n := eval[int](t, b, `document.querySelectorAll('.banner.embargo').length * document.querySelectorAll('.watermark').length`); n != 2 { // above and below
				t.Errorf("%s has the watermark %d times", view, n)
			}
		}
		b.do(t, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}), chromedp.Navigate("about:blank"), chromedp.Navigate(b.file+"#overview&lang=en"))
		if got := eval[string](t, b, text(".banner.embargo")); got != strings.TrimSpace("EMBARGO until March "+words) {
			t.Errorf("the banner reads %q", got)
		}
		if link := eval[string](t, b, `getComputedStyle(document.documentElement).getPropertyValue('--link').trim()`); link == "#0b5d3b" || between(link, darkPaper) < 4.5 {
			t.Errorf("links in the dark are %s", link)
		}
		if eval[bool](t, b, `'PWNED' in window`) {
			t.Fatal("a hostile text was executed")
		}
		b.quiet(t)
	}
}

// The anonymous edition says so, and nothing on its page names an agency.
func TestAnonymousPageNamesNobody(t *testing.T) {
	page := written(t, issued(t, edition.Anonymous, ""))
	for _, name := range []string{"Instansi 0", `"i00"`, `"i03"`, "kunci-yang"} {
		if at := bytes.Index(page, []byte(name)); at >= 0 {
			t.Errorf("the anonymous page has %q: …%s…", name, page[max(0, at-60):at+60])
		}
	}
	if !bytes.Contains(page, []byte("Edisi anonim.")) {
		t.Error("it does not say that it is anonymous")
	}
}

// Without scripts the page has the same.
func TestStaticIssuer(t *testing.T) {
	root := parsed(t, written(t, issued(t, edition.Public, "kata")))
	for _, e := range elements(root, "div") {
		if attribute(e, "id") != "static" {
			continue
		}
		got := textOf(e)
		for _, words := range []string{"EMBARGO sampai Maret kata", "Edisi publik.", "Bagian satu kata", "Nama kata", "Samarinda, 2 Maret 2026"} {
			if !strings.Contains(got, words) {
				t.Errorf("the plain page lacks %q", words)
			}
		}
		return
	}
	t.Error("there is no plain page")
}

// Any colour becomes one that letters of it can be read on the paper of both themes, and one that can is left alone.
func TestColoursStayLegible(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	for range 2000 {
		c := fmt.Sprintf("#%06x", rng.IntN(1<<24))
		for _, ground := range []string{lightPaper, darkPaper} {
			got := legible(c, ground)
			if between(got, ground) < 4.5 {
				t.Errorf("%s on %s became %s, which has a contrast of %.2f", c, ground, got, between(got, ground))
			}
			if between(c, ground) >= letterContrast && got != c {
				t.Errorf("%s can be read on %s, but became %s", c, ground, got)
			}
		}
	}
	if colours(edition.Colours{}) != "" || colours(edition.Colours{Primary: "red; } body { display: none"}) != "" {
		t.Error("what is no colour got into the style sheet")
	}
}
