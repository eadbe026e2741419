package html

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	paper "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"siap/internal/tilemap"
	"siap/internal/webassets"
	"siap/reports/view"
	"siap/scoring/edition"
	"siap/scoring/result"
	"siap/scoring/scenario"
)

// names are the agencies of the ranking as it is shown.
const names = `Array.from(document.querySelectorAll('#ranking-table tbody tr th a'), a => a.textContent).join('|')`

func text(selector string) string {
	return fmt.Sprintf(`document.querySelector(%q)?.textContent ?? '(nothing)'`, selector)
}

func TestBrowserSortsFiltersAndSearches(t *testing.T) {
	b := browse(t, rendered(t, built(6, ""), "id"), "")
	is := func(what, expression, want string) {
		t.Helper()
		if got := eval[string](t, b, expression); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	head := func(column string) { b.click(t, `#ranking-table th[data-column="`+column+`"] button`) }
	// Instansi 06 is the best and 01 has no score.
	is("at first", names, "Instansi 06|Instansi 05|Instansi 04|Instansi 03|Instansi 02|Instansi 01")
	head("name")
	is("by name", names, "Instansi 01|Instansi 02|Instansi 03|Instansi 04|Instansi 05|Instansi 06")
	head("index") // the best first
	is("by index", names, "Instansi 06|Instansi 05|Instansi 04|Instansi 03|Instansi 02|Instansi 01")
	head("index") // upwards: the one without a score stays last
	is("by index upwards", names, "Instansi 02|Instansi 03|Instansi 04|Instansi 05|Instansi 06|Instansi 01")
	is("aria-sort", `document.querySelector('#ranking-table th[aria-sort]').getAttribute('aria-sort')`, "ascending")
	is("in the address", `location.hash`, "#overview&sort=index")
	// Within a group the places are those of the group.
	b.do(t, chromedp.SetValue(`select[data-param="group"]`, "type:badan", chromedp.ByQuery))
	b.run(t, `document.querySelector('select[data-param="group"]').dispatchEvent(new Event('change'))`)
	head("rank")
	is("in a group", names, "Instansi 05|Instansi 03|Instansi 01")
	is("place in the group", text(`#ranking-table tbody tr:nth-child(2) td.rank`), "2")
	is("count", text(`.count-text`), "3 dari 6 instansi")
	b.run(t, `const g = document.querySelector('select[data-param="group"]'); g.value = ''; g.dispatchEvent(new Event('change'))`)
	// A band, chosen with the keyboard's own way of choosing.
	b.run(t, `const s = document.querySelector('select[data-param="band"]'); s.value = 'none'; s.dispatchEvent(new Event('change'))`)
	is("without index", names, "Instansi 01")
	b.run(t, `s.value = ''; s.dispatchEvent(new Event('change'))`)
	// "/" goes to the search, Escape empties it.
	b.run(t, `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))`) // a driven key would be typed too
	b.do(t, chromedp.KeyEvent("SI 03"))
	is("searched", names, "Instansi 03")
	is("searched, in the address", `location.hash`, "#overview&q=SI%2003")
	b.do(t, chromedp.KeyEvent(kb.Escape))
	is("emptied", `document.getElementById('search').value`, "")
	is("all again", text(`.count-text`), "6 dari 6 instansi")
	b.quiet(t)
}

// All state stands in the address: it opens again as it was.
func TestBrowserDeepLinks(t *testing.T) {
	b := browse(t, rendered(t, built(6, ""), "id"), "#overview&q=instansi&sort=-name&band=2&lang=en")
	if got := eval[string](t, b, names); got != "Instansi 05|Instansi 04" {
		t.Errorf("a link to a filtered ranking shows %q", got)
	}
	for _, c := range []struct{ hash, selector, want string }{
		{"#agency=i02", ".profile-head h2", "Instansi 04"},
		{"#agency=i02&lang=en", ".tabs [aria-current]", "Agency"},
		{"#agency=nobody", "h2", "Instansi “nobody” tidak ada dalam laporan ini"},
		{"#compare=i01,i03,gone", ".picked", "● Instansi 05 ×"},
		{"#heatmap&by=indicators", ".heat thead th.narrow:nth-child(4)", "1.2"},
		{"#robust", ".tabs [aria-current]", "Keandalan"},
		{"#nowhere", ".tabs [aria-current]", "Ikhtisar"},
		{"#method", "h2", "Metode"},
		{"#%", ".tabs [aria-current]", "Ikhtisar"},
	} {
		b.do(t, chromedp.Navigate("about:blank"), chromedp.Navigate(b.file+c.hash))
		if got := strings.TrimSpace(eval[string](t, b, text(c.selector))); strings.Join(strings.Fields(got), " ") != c.want {
			t.Errorf("%s: %s reads %q, want %q", c.hash, c.selector, got, c.want)
		}
	}
	// The way back is the browser's own.
	b.do(t, chromedp.Navigate(b.file))
	b.click(t, `#ranking-table tbody tr:nth-child(2) a`)
	b.wait(t, `location.hash === '#agency=i01' && document.querySelector('.profile-head h2')?.textContent === 'Instansi 05'`)
	if got := eval[string](t, b, `document.activeElement.tagName + ' ' + document.title`); got != "H2 Instansi 05 – Penilaian" {
		t.Errorf("after following a link the focus and the title are %q", got)
	}
	b.run(t, `history.back()`)
	b.wait(t, `document.querySelector('#app').dataset.view === 'overview'`)
	b.quiet(t)
}

func TestBrowserComparesAgencies(t *testing.T) {
	b := browse(t, rendered(t, built(6, ""), "en"), "#agency=i01")
	b.click(t, `.tools a.button`)
	b.wait(t, `document.querySelector('#app').dataset.view === 'compare'`)
	for _, u := range []string{"0", "3", "2"} {
		b.run(t, `(() => { const s = document.querySelector('.tools select'); s.value = '`+u+`'; s.dispatchEvent(new Event('change')); })()`)
		b.wait(t, `document.querySelector('.tools select')?.querySelector('option[value="`+u+`"]') === null || document.querySelectorAll('.picked').length === 4`)
	}
	if got := eval[string](t, b, `location.hash + ' ' + document.querySelectorAll('.side thead th').length + ' ' + document.querySelectorAll('.tools select').length`); got != "#compare=i01,i00,i03,i02 5 0" {
		t.Errorf("four agencies: %q", got)
	}
	if got := eval[string](t, b, text(`.lead + .tools ~ .lead`)); !strings.Contains(got, "From the highest: Instansi 06 (3.80), Instansi 05 (3.28), Instansi 04 (2.76) and Instansi 03 (2.24).") {
		t.Errorf("the sentence reads %q", got)
	}
	b.click(t, `.picked button`)
	b.wait(t, `location.hash === '#compare=i00,i03,i02'`)
	b.quiet(t)
}

func TestBrowserLanguages(t *testing.T) {
	b := browse(t, rendered(t, built(4, ""), "id"), "#overview&sort=-index")
	b.click(t, `[data-lang="en"]`)
	for expression, want := range map[string]string{
		`document.documentElement.lang`:          "en",
		text(".tabs [aria-current]"):             "Overview",
		text("#ranking-table tbody td.strong"):   "3.80",
		`location.hash`:                          "#overview&sort=-index&lang=en",
		`document.activeElement.dataset.lang`:    "en",
		`document.querySelector('.tabs a').hash`: "#overview&lang=en",
		text(".finding"):                         view.New(built(4, ""), "en").Finding,
	} {
		if got := eval[string](t, b, expression); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
	b.click(t, `[data-lang="id"]`)
	if got := eval[string](t, b, `(`+text("#ranking-table tbody td.strong")+`) + location.hash`); got != "3,80#overview&sort=-index" {
		t.Errorf("back in Indonesian: %q", got)
	}
	b.quiet(t)
}

// Everything can be reached and used with the keyboard alone.
func TestBrowserKeyboard(t *testing.T) {
	b := browse(t, rendered(t, built(6, ""), "en"), "")
	press := func(keys ...string) {
		for _, k := range keys {
			b.do(t, chromedp.KeyEvent(k))
		}
	}
	press(kb.Tab)
	if got := eval[string](t, b, `document.activeElement.className`); got != "skip" {
		t.Errorf("the first stop is %q, want the way past the head", got)
	}
	// Every stop shows that it has the focus, and none traps it: all the tabs come in their order.
	stops := ""
	for range 40 {
		press(kb.Tab)
		stops += eval[string](t, b, `(document.activeElement.dataset.view ?? '') + (getComputedStyle(document.activeElement).outlineStyle === 'none' ? '!' + document.activeElement.outerHTML.slice(0, 80) : '') + ' '`)
	}
	if fields := strings.Join(strings.Fields(stops), " "); strings.Contains(fields, "!") || !strings.Contains(fields, "overview agency compare heatmap weights robust") {
		t.Errorf("the stops are %q", fields)
	}
	b.run(t, `document.querySelector('#ranking-table tbody a').focus()`)
	press(kb.ArrowDown, kb.ArrowDown)
	if got := eval[string](t, b, `document.activeElement.textContent`); got != "Instansi 04" {
		t.Errorf("two rows down is %q", got)
	}
	press(kb.End, kb.ArrowDown, kb.Home, kb.ArrowDown, kb.Enter)
	b.wait(t, `location.hash === '#agency=i01'`)
	// Sorting by the keyboard, and a fold that Escape closes.
	b.run(t, `document.querySelector('.fold summary').focus()`)
	press(kb.Enter)
	b.wait(t, `document.querySelector('.fold').open`)
	press(kb.Tab, kb.Escape)
	if got := eval[string](t, b, `document.querySelector('.fold').open + ' ' + document.activeElement.tagName`); got != "false SUMMARY" {
		t.Errorf("Escape leaves the fold %q", got)
	}
	b.to(t, "#weights")
	b.wait(t, `document.querySelector('#slider-0') !== null`)
	b.run(t, `document.querySelector('#slider-0').focus()`)
	press(kb.ArrowRight, kb.ArrowRight)
	if got := eval[string](t, b, `location.hash + ' ' + document.querySelector('#slider-0').getAttribute('aria-valuetext')`); got != "#weights&w=d0:22 21.6% of all weights" {
		t.Errorf("two steps on the slider give %q", got)
	}
	b.quiet(t)
}

// The sliders of a real page: what they show is what the engine computes, to the digits shown, and the file they give
// is taken by the command line (its weights are those of the sliders).
func TestBrowserSliders(t *testing.T) {
	a := nation(t, 60)
	b := browse(t, rendered(t, a, "id"), "#weights")
	b.wait(t, `document.querySelectorAll('#played-table tbody tr').length === 60`)
	if got := eval[string](t, b, text(".outcome .lead")); got != "Bobot sama dengan bobot rubrik; peringkat sama dengan laporan." {
		t.Errorf("at first: %q", got)
	}
	b.run(t, `for (const [i, v] of [[0, 80], [2, 3]]) { const s = document.getElementById('slider-' + i); s.value = v; s.dispatchEvent(new Event('input')); }`)
	b.wait(t, `document.querySelector('.outcome .lead').textContent.startsWith('Dengan bobot ini')`)
	// 13, 25, 16.5 and 45.5 became 80, 25, 3 and 45.5: in sum 153.5; the file has them in the rubric's sum, 100.
	want := []float64{80 / 1.535, 25 / 1.535, 3 / 1.535, 45.5 / 1.535}
	yaml := eval[string](t, b, `document.querySelector('textarea').value`)
	// What the command line reads of it with --weights (package scenario) is a rubric with these weights, and no other change.
	scenarios, problems := scenario.Parse("bobot.yaml", []byte(yaml), a.Rubric.Tree)
	if problems.Len() > 0 || len(scenarios) != 1 {
		t.Fatalf("the command line says of the file: %v\n%s", problems.All(), yaml)
	}
	byFile, _, err := scenarios[0].Apply(a.Rubric.Tree)
	if err != nil {
		t.Fatal(err)
	}
	calc := view.New(a, "id").Calculation()
	weights := make([]float64, len(calc.Nodes))
	for i, n := range calc.Nodes {
		weights[i] = n.Weight
		if n.Depth == 1 {
			weights[i] = want[i-1]
		}
		if i > 0 && abs(byFile.Node(n.ID).Weight-weights[i]) > 1e-9 {
			t.Errorf("by the file %s weighs %v, want %v:\n%s", n.ID, byFile.Node(n.ID).Weight, weights[i], yaml)
		}
	}
	again, err := engine(t, a)(byFile)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, row := range view.New(again, "id").Ranking {
		rows = append(rows, row.Rank+" "+row.Name+" "+row.Index.Text+" "+row.Band.Title+" "+row.Interval)
	}
	got := eval[[]string](t, b, `Array.from(document.querySelectorAll('#played-table tbody tr'), r => [0, 2, 3, 5, 6].map(k => (r.children[k].querySelector('a') ?? r.children[k]).textContent).join(' '))`)
	if len(got) != len(rows) {
		t.Fatalf("%d rows, want %d", len(got), len(rows))
	}
	for i := range rows {
		if got[i] != rows[i] {
			t.Errorf("row %d reads %q, the engine says %q", i+1, got[i], rows[i])
		}
	}
	if shifts := eval[int](t, b, `document.querySelectorAll('#played-table .rose, #played-table .fell').length`); shifts < 10 {
		t.Errorf("only %d agencies are shown to have moved", shifts)
	}
	hash := eval[string](t, b, `location.hash`)
	b.click(t, "#weights-equal")
	b.wait(t, `document.getElementById('slider-0').value === '25'`)
	b.click(t, "#weights-reset")
	b.wait(t, `location.hash === '#weights' && document.querySelector('.outcome .lead').textContent.startsWith('Bobot sama')`)
	// A link to these weights shows them again.
	b.do(t, chromedp.Navigate("about:blank"), chromedp.Navigate(b.file+hash))
	b.wait(t, `document.querySelectorAll('#played-table tbody tr').length === 60`)
	if again := eval[string](t, b, `document.querySelector('#played-table tbody tr').textContent`); !strings.Contains(again, strings.Fields(rows[0])[0]) || eval[string](t, b, `document.getElementById('slider-0').value`) != "80" {
		t.Errorf("the link %s shows %q", hash, again)
	}
	b.quiet(t)
}

func abs(x float64) float64 { return max(x, -x) }

// Paper has everything folded out, all rows, and no buttons.
func TestBrowserPrints(t *testing.T) {
	b := browse(t, rendered(t, nation(t, 130), "id"), "")
	if n := eval[int](t, b, `document.querySelectorAll('#ranking-table tbody tr').length`); n != 100 {
		t.Fatalf("%d rows before printing, want the first 100", n)
	}
	var pdf []byte
	b.do(t, chromedp.ActionFunc(func(ctx context.Context) error {
		var err error
		pdf, _, err = paper.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if len(pdf) < 20_000 || string(pdf[:5]) != "%PDF-" {
		t.Errorf("printing gave %d bytes: %s", len(pdf), base64.StdEncoding.EncodeToString(pdf[:min(len(pdf), 12)]))
	}
	b.do(t, emulation.SetEmulatedMedia().WithMedia("print"))
	b.run(t, `dispatchEvent(new Event('beforeprint'))`)
	for expression, want := range map[string]int{
		`document.querySelectorAll('#ranking-table tbody tr').length`:                                                                         130,
		`document.querySelectorAll('details:not([open])').length`:                                                                             0,
		`Array.from(document.querySelectorAll('.tabs, .switches, .tools, .more')).filter(e => getComputedStyle(e).display !== 'none').length`: 0,
	} {
		if got := eval[int](t, b, expression); got != want {
			t.Errorf("on paper %s is %d, want %d", expression, got, want)
		}
	}
	if got := eval[string](t, b, `getComputedStyle(document.body).backgroundColor`); got != "rgb(255, 255, 255)" {
		t.Errorf("paper is %s", got)
	}
	b.run(t, `dispatchEvent(new Event('afterprint'))`)
	b.quiet(t)
}

func TestBrowserDrawsCharts(t *testing.T) {
	if _, built := webassets.ECharts(); !built {
		if os.Getenv("CI") == "true" {
			t.Fatal("the chart bundle is not built in; CI must run make assets first")
		}
		t.Skip("TestBrowserDrawsCharts was skipped: the bundle is not built in, so no chart was drawn; run make assets")
	}
	r := view.New(built(8, ""), "id")
	earlier := built(8, "")
	earlier.Year = 2024
	r.Since(earlier)
	b := browse(t, written(t, r), "")
	b.do(t, chromedp.ScrollIntoView(`[data-chart="dimensions"]`, chromedp.ByQuery))
	b.wait(t, `document.querySelectorAll('[data-chart="dimensions"] svg path').length > 30`)
	b.to(t, "#agency=i02")
	b.wait(t, `document.querySelectorAll('[data-chart="radar"] svg path').length > 3`)
	b.do(t, chromedp.ScrollIntoView(`[data-chart="history"]`, chromedp.ByQuery))
	b.wait(t, `document.querySelectorAll('[data-chart="history"] svg path').length > 2`)
	// A dimension without a value is not an axis of the radar: drawn at the centre it would read as the lowest value.
	b.to(t, "#agency=i06")
	b.wait(t, `document.querySelector('.profile').dataset.id === 'i06'`)
	b.do(t, chromedp.ScrollIntoView(`[data-chart="radar"]`, chromedp.ByQuery))
	b.wait(t, `document.querySelectorAll('[data-chart="radar"] svg path').length > 3`)
	if got := eval[int](t, b, `echarts.getInstanceByDom(document.querySelector('[data-chart="radar"]')).getOption().radar[0].indicator.length`); got != 3 {
		t.Errorf("the radar has %d axes, want the 3 known of 5", got)
	}
	// Colours follow the theme.
	colour := `(echarts.getInstanceByDom(document.querySelector('[data-chart="radar"]')).getOption().series[0].data[1].lineStyle.color)`
	light := eval[string](t, b, colour)
	b.run(t, `(() => { const s = document.getElementById('theme'); s.value = 'dark'; s.dispatchEvent(new Event('change')); })()`)
	if dark := eval[string](t, b, colour); dark == light || !strings.HasPrefix(dark, "#") {
		t.Errorf("in the dark the radar is %s, in the light %s", dark, light)
	}
	b.quiet(t)
}

// The sentences on single agencies, and all texts of the ranking, are those of the other reports, in both languages.
func TestBrowserSaysWhatTheReportSays(t *testing.T) {
	for name, a := range map[string]*result.Assessment{"built": built(9, ""), "nation": nation(t, 25), "drawn": drawnNation(t)} {
		var b *browser
		for _, lang := range []string{"id", "en"} {
			r := view.New(a, lang)
			if b == nil {
				b = browse(t, written(t, r), "")
			}
			b.run(t, `siap.model.lang = '`+lang+`'`)
			got := eval[[]string](t, b, `Array.from({ length: siap.model.n }, (_, u) => siap.sentence(u))`)
			for u, agency := range r.Agencies {
				if want := strings.ReplaceAll(agency.Sentence, " %", "\u00a0%"); got[u] != want {
					t.Errorf("%s in %s: of %s the page says %q, the report %q", name, lang, agency.Name, got[u], want)
				}
			}
			rows := eval[[][]string](t, b, `Array.from({ length: siap.model.n }, (_, u) => { const M = siap.model, c = M.cell(0, u), a = M.agency(u);
				return [M.rankText(u), M.score(c.value), M.known(c.value) ? M.score(c.low) : '–', M.known(c.value) ? M.score(c.high) : '–', M.percent(c.cover), M.bandTitle(0, c.band), a.best ? M.span(a.best, a.worst) : '–',
					...M.dimensions.map((i) => M.score(M.cell(i, u).value)), ...M.leaves.map((i) => M.score(M.cell(i, u).value) + ' ' + M.percent(M.cell(i, u).part, 1))]; })`)
			for u, agency := range r.Agencies {
				want := []string{agency.Rank, agency.Index.Text, agency.Low.Text, agency.High.Text, agency.Coverage.Text, agency.Band.Title, agency.Interval}
				if !agency.Index.Known {
					want[2], want[3] = "–", "–"
				}
				for _, d := range agency.Dimensions {
					want = append(want, d.Value.Text)
				}
				for _, i := range agency.Indicators {
					want = append(want, i.Value.Text+" "+i.Weight.Text)
				}
				for k := range want {
					if got := strings.ReplaceAll(rows[u][k], "\u00a0", " "); got != want[k] {
						t.Errorf("%s in %s: number %d of %s is %q in the page, %q in the report", name, lang, k, agency.Name, got, want[k])
					}
				}
			}
		}
		b.quiet(t)
	}
}

// At 360 px every view is as wide as the window: only tables scroll, within themselves.
func TestBrowserNarrow(t *testing.T) {
	b := browse(t, rendered(t, built(8, strings.Repeat("kata ", 8)), "en", WithNotes()), "", 360, 700)
	for _, view := range views(t, b) {
		b.to(t, view)
		b.run(t, `document.querySelectorAll('details').forEach(d => { d.open = true })`)
		if width := eval[int](t, b, `document.documentElement.scrollWidth`); width > 360 {
			t.Errorf("%s is %d px wide: %v", view, width, eval[[]string](t, b, `Array.from(document.querySelectorAll('body *')).filter(e => e.getBoundingClientRect().right > 361 && !e.closest('.scroll, .tabs')).slice(0, 5).map(e => e.outerHTML.slice(0, 120))`))
		}
	}
	b.quiet(t)
}

// views are the addresses of every view of a page.
func views(t *testing.T, b *browser) []string {
	t.Helper()
	return append(eval[[]string](t, b, `Array.from(document.querySelectorAll('.tabs a'), a => a.hash)`), "#compare=i00,i01,i02", "#heatmap&by=indicators")
}

// axe-core, where the development packages were fetched (make assets), finds nothing serious in any view, light or dark.
func TestBrowserAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.FromSlash("../../internal/webassets/node_modules/axe-core/axe.min.js"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no axe-core: %v; CI must run make assets first", err)
		}
		t.Skip("TestBrowserAccessible was skipped: axe-core is not there, so accessibility was not checked; run make assets")
	}
	r := view.New(drawn(built(8, "")), "id")
	earlier := built(8, "")
	earlier.Year = 2024
	r.Since(earlier)
	whole := browse(t, written(t, r, WithNotes()), "")
	examine(t, whole, string(axe), views(t, whole))
	// What an issuer adds, and the map, stand on the first page.
	examine(t, browse(t, written(t, issued(t, edition.Public, "")), ""), string(axe), []string{"#overview"})
	provinces := built(38, "")
	for i, p := range tilemap.Provinces() {
		provinces.Agencies[i].ID = p.Code
	}
	mapped := browse(t, rendered(t, provinces, "id"), "")
	if n := eval[int](t, mapped, `document.querySelectorAll('.tiles a').length`); n != 38 {
		t.Fatalf("%d provinces are on the map", n)
	}
	examine(t, mapped, string(axe), []string{"#overview"})
}

// examine runs axe-core on views of a page, in the light and in the dark.
func examine(t *testing.T, b *browser, axe string, views []string) {
	t.Helper()
	b.run(t, axe)
	for _, theme := range []string{"light", "dark"} {
		options := `{ resultTypes: ["violations"] }`
		if theme == "dark" {
			options = `{ resultTypes: ["violations"], runOnly: ["color-contrast"] }` // only colours differ
		}
		b.do(t, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}))
		for _, view := range views {
			b.to(t, view)
			b.run(t, `document.querySelectorAll('details').forEach(d => { d.open = true })`)
			var found []struct {
				ID, Impact, Help string
				Nodes            []string
			}
			b.do(t, chromedp.Evaluate(`axe.run(document, `+options+`).then(r =>
				r.violations.map(v => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary) })))`,
				&found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			for _, v := range found {
				if v.Impact == "serious" || v.Impact == "critical" {
					t.Errorf("%s %s: %s (%s): %s\n%s", theme, view, v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n"))
				} else {
					t.Logf("%s %s: %s (%s): %s\n%s", theme, view, v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n"))
				}
			}
		}
	}
	b.quiet(t)
}

// The hostile texts stay texts in a real browser, in every view, in the charts and their tooltips.
func TestBrowserHostileTexts(t *testing.T) {
	all := built(len(hostile), "")
	for i, word := range hostile {
		a := all.Agencies[i]
		a.Name = word
		for _, n := range a.Results[result.Self].Nodes {
			n.Notes = []result.Note{{Note: word, Quote: word, Role: word, Source: word}}
		}
	}
	all.Rubric.Tree.Children[0].Title = both(hostile[1])
	all.Rubric.Tree.Children[1].Title = both(hostile[4])
	all.Rubric.Tree.Children[2].Title = both(hostile[5])
	b := browse(t, rendered(t, all, "id", WithNotes()), "")
	for _, view := range append(views(t, b), "#agency=i04", "#agency=i05", "#agency=%3Cimg%20src=x%20onerror=PWNED=1%3E", "#overview&q=%3Cimg%20src=x%3E&sort=__proto__&group=constructor:x") {
		b.to(t, view)
		b.run(t, `document.querySelectorAll('details').forEach(d => { d.open = true })`)
		if _, built := webassets.ECharts(); built {
			b.run(t, `siap.charts.drawAll(); for (const place of document.querySelectorAll('.chart')) {
				const chart = echarts.getInstanceByDom(place);
				chart?.getOption().series.forEach((series, seriesIndex) => series.data.slice(0, 40).forEach((_, dataIndex) => chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex })));
			}`)
		}
		if eval[bool](t, b, `'PWNED' in window`) {
			t.Fatalf("%s: a hostile text was executed", view)
		}
		if n := eval[int](t, b, `document.querySelectorAll('img, iframe, [onmouseover], [onerror], a[href^="javascript"]').length`); n != 0 {
			t.Errorf("%s: hostile texts became %d elements", view, n)
		}
		if width := eval[int](t, b, `document.documentElement.scrollWidth`); width > 1280 {
			t.Errorf("%s: a long name makes the page %d px wide", view, width)
		}
	}
	// They are still legible: the first of them stands in the ranking as it is written.
	b.do(t, chromedp.Navigate(b.file))
	if got := eval[string](t, b, names); !strings.Contains(got, hostile[0]) || !strings.Contains(got, "a\uFFFDb") {
		t.Errorf("the ranking reads %.200q", got)
	}
	b.quiet(t)
}

// A browser without scripts shows the plain report.
func TestBrowserWithoutScripts(t *testing.T) {
	b := browse(t, rendered(t, built(5, ""), "id"), "")
	if got := eval[bool](t, b, `document.getElementById('static') === null`); !got {
		t.Error("with scripts the plain report is still in the page")
	}
	b.do(t, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate("about:blank"), chromedp.Navigate(b.file))
	var visible, heading string
	b.do(t, chromedp.Text("#static h1", &heading, chromedp.ByQuery), chromedp.Text("#static table:nth-of-type(1)", &visible, chromedp.ByQuery))
	if heading != "Penilaian" || !strings.Contains(visible, "Sangat baik") {
		t.Errorf("without scripts the page reads %q, %q", heading, visible)
	}
}

// A fault of the script leaves the plain report standing.
func TestBrowserFallsBack(t *testing.T) {
	page := strings.Replace(string(rendered(t, built(5, ""), "id")), `"nodes":[`, `"knots":[`, 1)
	b := browse(t, []byte(page), "")
	if got := eval[string](t, b, `getComputedStyle(document.getElementById('static')).display`); got != "block" {
		t.Errorf("after a fault the plain report is shown as %q", got)
	}
}

// written renders a report that was added to.
func written(t testing.TB, r *view.Report, with ...Option) []byte {
	t.Helper()
	var out strings.Builder
	if err := Render(&out, r, with...); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}

// drawn gives an assessment draws; all of their numbers are invented.
func drawn(a *result.Assessment) *result.Assessment {
	n := 0
	for i, agency := range a.Agencies {
		rank := &agency.Results[a.Options.Basis].Rank
		if rank.Overall == 0 {
			continue
		}
		n++
		rank.Possible = rank.Interval
		rank.Interval = &result.Interval{Best: max(rank.Overall-2, 1), Worst: min(rank.Overall+1, rank.Of), Method: result.IntervalDraws}
		rank.Tie = 1 + (rank.Overall-1)/3
		above := 0.6 + 0.05*float64(i%7)
		rank.Spread = &result.Spread{Median: float64(rank.Overall), Mean: float64(rank.Overall) + 0.25, Error: 0.03, First: rank.Overall, Counts: []int{800, 150, 50}, Low: 1.5, High: 3.5, Above: &above}
	}
	first, second := a.Agencies[0].ID, a.Agencies[1].ID
	change := 0.137
	root := a.Rubric.Tree.Children
	a.Robust = &result.Robust{
		Basis: a.Options.Basis, Draws: 1000, Shifts: 8, Seed: 7, Level: 0.9, Apart: 0.95, Shift: 1.2, Error: 0.04,
		Sources:   []result.Source{{ID: result.SourceWeights, Method: "spread", Parameter: 0.25, Agencies: n}, {ID: result.SourceRespondents, Method: "bootstrap", Agencies: n}},
		Factors:   []result.Factor{{ID: result.SourceWeights, First: result.Estimate{Value: 0.5, Low: 0.4, High: 0.6}, Total: result.Estimate{Value: 0.7, Low: 0.6, High: 0.8}}, {ID: result.SourceRespondents, First: result.Estimate{Value: 0.2, Low: 0.1, High: 0.3}, Total: result.Estimate{Value: 0.4, Low: 0.3, High: 0.5}}},
		LeaveOut:  []result.LeaveOut{{Node: root[0].ID, Shift: 1.4, Largest: 4, Agency: first, Place: 3}, {Node: root[1].ID, Shift: 0.2, Largest: 1, Agency: second, Place: 1}},
		Overtakes: []result.Overtake{{Upper: first, Lower: second, Spread: &change, Node: root[1].ID, From: 1, To: 1.8}},
	}
	return a
}

func drawnNation(t testing.TB) *result.Assessment { return drawn(nation(t, 12)) }
