package page

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
)

// crowded fills a page with everything it can show: answers, evidence, open notes, faults and a notice.
func crowded(t *testing.T, f *form.Form, o Options) *browser {
	t.Helper()
	response, _ := filled(t, f, 2)
	data, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	b := browse(t, written(t, f, o))
	b.give(t, "x.siap.json", string(data))
	b.wait(t, `document.querySelector('#told.good') !== null`)
	b.do(t, chromedp.Evaluate(`for (const d of document.querySelectorAll('details')) d.open = true;
		for (const b of document.querySelectorAll('.question .more > button')) b.click();
		document.getElementById('x-respondent').value = 'a b';
		document.getElementById('x-respondent').dispatchEvent(new Event('input'));
		document.getElementById('export').click()`, nil))
	b.wait(t, `!document.getElementById('summary').hidden`)
	return b
}

// At 360 px the page is as wide as the window, whatever the rubric and however long its words.
func TestBrowserNarrow(t *testing.T) {
	pages := map[string]*form.Form{"long words": form.New(every(strings.Repeat("W", 300)), form.Options{Agency: dinkes})}
	for _, r := range rubrics(t) {
		pages[r.ID] = form.New(r, form.Options{Agency: dinkes})
	}
	for name, f := range pages {
		t.Run(name, func(t *testing.T) {
			b := crowded(t, f, Options{Language: "en", Title: f.Rubric.Title.In("en")})
			b.do(t, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile))
			if width := eval[int](t, b, `document.scrollingElement.scrollWidth`); width > 360 {
				t.Errorf("the page is %d px wide: %v", width, eval[[]string](t, b, `Array.from(document.querySelectorAll('body *'))
					.filter(e => e.getBoundingClientRect().right > 361).slice(0, 5).map(e => e.outerHTML.slice(0, 120))`))
			}
			// A finger needs 44 px (WCAG 2.5.5): cards and buttons have them, in one direction links too.
			small := eval[[]string](t, b, `Array.from(document.querySelectorAll('.card, .question button, .actions button, select, input[type=text]'))
				.filter(e => e.offsetParent !== null && e.offsetHeight < 43.5).slice(0, 5).map(e => e.offsetHeight + ' ' + e.outerHTML.slice(0, 120))`)
			if len(small) > 0 {
				t.Errorf("too small to touch: %v", small)
			}
			// The bar stays in view and leaves room for the question.
			if height := eval[int](t, b, `document.getElementById('bar').offsetHeight`); height > 140 {
				t.Errorf("the bar takes %d px of the screen", height)
			}
			b.quiet(t)
		})
	}
}

// axe-core, where the development packages were fetched (make assets), finds nothing serious: on a wide and on a
// narrow screen, light and dark, with the form empty and full, and in a question that stops everything else.
func TestBrowserAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.FromSlash("../../../../internal/webassets/node_modules/axe-core/axe.min.js"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no axe-core: %v; CI must run make assets first", err)
		}
		t.Skip("TestBrowserAccessible was skipped: axe-core is not there, so accessibility was not checked; run make assets")
	}
	check := func(t *testing.T, b *browser, state string) {
		t.Helper()
		var found []struct {
			ID, Impact, Help string
			Nodes            []string
		}
		b.do(t, chromedp.Evaluate(string(axe), nil), chromedp.Evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(r =>
			r.violations.map(v => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary) })))`,
			&found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
		for _, v := range found {
			if v.Impact == "serious" || v.Impact == "critical" {
				t.Errorf("%s: %s (%s): %s\n%s", state, v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n"))
			} else {
				t.Logf("%s: %s (%s): %s\n%s", state, v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n"))
			}
		}
	}
	dark := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}})
	b := crowded(t, dinkesForm(), Options{Language: "id"})
	check(t, b, "full, wide, light")
	b.do(t, dark)
	check(t, b, "full, wide, dark")
	b.do(t, chromedp.EmulateViewport(360, 740))
	check(t, b, "full, narrow, dark")
	b.do(t, emulation.SetEmulatedMedia())
	check(t, b, "full, narrow, light")
	b.click(t, "#restart")
	b.wait(t, `document.getElementById('dialog').open`)
	check(t, b, "a question")
	b.quiet(t)

	list := []*agency.Agency{dinkes, {ID: "disdik"}}
	for range 12 {
		list = append(list, &agency.Agency{ID: "a" + strconv.Itoa(len(list)), Name: "Instansi"})
	}
	b = browse(t, written(t, form.New(every(""), form.Options{}), Options{Language: "en", Agencies: list}))
	check(t, b, "empty, for any agency")
	b.quiet(t)
}

// Hostile texts stay texts in a real browser, wherever they are shown, also on paper and in an opened file.
func TestBrowserHostileTexts(t *testing.T) {
	word := strings.Join(hostile, " ")
	a := *dinkes
	a.Name = word
	f := form.New(every(word), form.Options{})
	b := browse(t, written(t, f, Options{Language: "id", Title: word, Agencies: []*agency.Agency{&a}}))
	response, _ := filled(t, f, 4)
	for code, one := range response.Answers {
		one.Note = word
		if one.Item != "" {
			one.Item = code + " <b>"
		}
		one.Evidence = []form.ResponseEvidence{{Title: word, Link: word, Status: word, Level: word}}
		response.Answers[code] = one
	}
	response.Answers[word] = form.ResponseAnswer{Value: word}
	response.Answers["yes"] = form.ResponseAnswer{Value: word}
	data, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	b.give(t, `"><img src=x onerror=PWNED=1>.json`, string(data))
	b.wait(t, `document.querySelector('#told.warn') !== null`)
	b.do(t, chromedp.Evaluate(`for (const d of document.querySelectorAll('details')) d.open = true;
		document.getElementById('export').click(); dispatchEvent(new Event('beforeprint'))`, nil))
	b.wait(t, `!document.getElementById('summary').hidden`)
	b.do(t, chromedp.Reload())
	b.wait(t, `document.querySelector('#told') !== null`)
	if eval[bool](t, b, `'PWNED' in window`) {
		t.Error("a hostile text was executed")
	}
	if n := eval[int](t, b, `document.querySelectorAll('img, svg, iframe, [onmouseover], [onerror], [onload], script:not(#data):not(:last-of-type), a[href^="javascript"]').length`); n != 0 {
		t.Errorf("hostile texts became %d elements", n)
	}
	if width := eval[int](t, b, `document.documentElement.scrollWidth`); width > 1280 {
		t.Errorf("a long text makes the page %d px wide", width)
	}
	if got := eval[bool](t, b, `Object.prototype.polluted === undefined && ({}).value === undefined`); !got {
		t.Error("a text changed what objects have")
	}
	b.quiet(t)
}

// The page and the reader agree on what is typed: what the page lets pass is read as the number it stands for, and
// what people write is let pass.
func TestBrowserAgreesWithTheReader(t *testing.T) {
	r := every("")
	f := form.New(r, form.Options{Agency: dinkes})
	b := browse(t, written(t, f, Options{Language: "id"}))
	// The file is caught on its way, for there are many.
	b.do(t, chromedp.Evaluate(`URL.createObjectURL = (blob) => { window.caught = blob; return 'blob:none'; }; HTMLAnchorElement.prototype.click = () => {};`, nil))
	const no = "refused"
	for _, c := range []struct{ field, typed, want string }{
		{"budget-typed", "12", "12"},
		{"budget-typed", " 12 ", "12"},
		{"budget-typed", "2,5", "2.5"},
		{"budget-typed", "+.5", "0.5"},
		{"budget-typed", ",5", "0.5"},
		{"budget-typed", "1e2", "100"},
		{"budget-typed", "1E+2", "100"},
		{"budget-typed", "0", "0"},
		{"budget-typed", "1000", "1000"},
		{"budget-typed", "1000.0000000001", "1000"}, // within a billionth of the span
		{"budget-typed", "1000.1", no},
		{"budget-typed", "-1", no},
		{"budget-typed", "−0,0", "0"},
		{"budget-typed", "1.", no},
		{"budget-typed", "1.000,5", no},
		{"budget-typed", "1 000", no},
		{"budget-typed", "0x10", no},
		{"budget-typed", "1e999", no},
		{"budget-typed", "NaN", no},
		{"budget-typed", "Infinity", no},
		{"budget-typed", "١٢", no},
		{"budget-typed", "1_000", no},
		{"budget-typed", "n/a", no}, // there is a card for it
		{"budget-typed", strings.Repeat("0", 401), no},
		{"table-typed", "0", "0"},
		{"table-typed", "9.99", "9.99"},
		{"table-typed", "10", no}, // the row ends below it
		{"table-typed", "15", no},
		{"table-typed", "20", no}, // the row begins above it
		{"table-typed", "30", "30"},
		{"table-typed", "31", no},
		{"open-typed", "-1e6", "-1e+06"},
		{"percent-typed", "91,3%", "91.3"},
		{"percent-typed", "91.3 %", "91.3"},
		{"percent-typed", "100.1", no},
		{"percent-typed", "%", no},
		{"percent-typed", "5%%", no},
		{"ratio-over", "12/40", "0.3"},
		{"ratio-over", "1,5/3", "0.5"},
		{"ratio-over", "0/3", "0"},
		{"ratio-over", "3/2", no}, // the rubric says at most 1
		{"ratio-over", "-1/2", no},
		{"ratio-over", "1/0", no},
		{"ratio-over", "1", no},
		{"ratio-over", "1e308/1e-308", no},
		{"ratio-over", "a/b", no},
		{"date-typed", "2025-03-01", "20148"},
		{"date-typed", "1900-01-01", "-25567"},
		{"date-typed", "1899-12-31", no},
		{"date-typed", "2201-01-01", no},
	} {
		indicator, _, _ := strings.Cut(c.field, "-")
		if indicator == "ratio" {
			b.set(t, "x-ratio-under", "")
		}
		b.set(t, "x-"+c.field, c.typed)
		if got := passed(t, b, r.ID, indicator); got != c.want {
			t.Errorf("%s: %q is read as %q, want %q", indicator, c.typed, got, c.want)
		}
		b.click(t, "#q-"+indicator+" .clear")
	}
	// Links: the page may be stricter, never laxer.
	b.do(t, chromedp.Evaluate(`document.querySelector('#q-yes .more').open = true; document.querySelector('#q-yes .more > button').click()`, nil))
	b.set(t, "x-yes-e0-title", "x")
	for _, c := range []struct {
		link string
		want bool
	}{
		{"", true},
		{"https://jdih.contoh.go.id/sk?id=1&x=a%20b#hal", true},
		{"HTTP://contoh.go.id", true},
		{"http://[::1]:8080/a", true},
		{"https://münchen.example/ä b", true},
		{"bukti/sk tim (1).pdf", true},
		{"sk..pdf", true},
		{"100% selesai.pdf", true},
		{"a/.../b", false},
		{"https://u:p@contoh.go.id", false},
		{"https://u@contoh.go.id", false},
		{"https:///a", false},
		{"https:contoh.go.id", false},
		{"https://a b/", false},
		{`https://a\@b/`, false},
		{"https://a/%zz", false},
		{"https://a:x/", false},
		{"javascript:alert(1)", false},
		{"JaVaScRiPt:alert(1)", false},
		{"data:text/html,x", false},
		{"file:///etc/passwd", false},
		{"C:\\sk.pdf", false},
		{"/etc/passwd", false},
		{"\\\\server\\x", false},
		{"../x", false},
		{"a/../x", false},
		{"a/.. /x", false},
		{"%2e%2e/x", false},
		{"%252e%252e/x", false},
		{"a%2f..%2fx", false},
		{"a\u0007b", false},
		{strings.Repeat("é", questionnaire.MaxLink/2), true},
		{strings.Repeat("é", questionnaire.MaxLink/2) + "x", false},
	} {
		b.set(t, "x-yes-e0-link", c.link)
		got := passed(t, b, r.ID, "yes") != no
		if got && !questionnaire.IsLink(c.link) {
			t.Errorf("the page lets %q pass, which the reader refuses", c.link)
		}
		if got != c.want {
			t.Errorf("the page lets %q pass: %v", c.link, got)
		}
	}
	b.quiet(t)
}

// passed writes the file and reads back what it says about an indicator; "refused" where the page writes none.
func passed(t *testing.T, b *browser, rubric, indicator string) string {
	t.Helper()
	text := ""
	b.do(t, chromedp.Evaluate(`window.caught = null; document.getElementById('export').click(); window.caught ? window.caught.text() : ''`,
		&text, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	if text == "" {
		return "refused"
	}
	path := filepath.Join(t.TempDir(), "dinkes-"+rubric+".siap.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range readBack(t, path, every("")) {
		if value, ok := strings.CutPrefix(line, indicator+"/ "); ok {
			return value
		}
	}
	return fmt.Sprintf("nothing in %s", text)
}
