package html

import (
	"os"
	"strings"
	"testing"
	"time"

	"siap/internal/webassets"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// assessed assesses three agencies on one of the invented rubrics of reports/view/testdata; the answers are by
// agency and indicator.
func assessed(t *testing.T, name string, answers map[string]map[string]float64) *result.Assessment {
	t.Helper()
	data, err := os.ReadFile("../view/testdata/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, list := rubric.Parse(name, data)
	if list.HasErrors() {
		t.Fatal(list.All())
	}
	in := scoring.Input{Rubric: r, Until: telemetry.Date{Year: 2026, Month: time.January, Day: 1}}
	in.Evidence = []questionnaire.Evidence{{Agency: "p", Indicator: r.Indicators()[0].ID, Level: 1, Status: "diterima"}}
	var all []*agency.Agency
	for _, id := range []string{"p", "q", "r"} {
		all = append(all, &agency.Agency{ID: id, Name: "Dinas " + id, Type: "dinas", Weight: 1, Zone: agency.WITA})
		for indicator, x := range answers[id] {
			in.Answers = append(in.Answers, questionnaire.Answer{
				Agency: id, Indicator: indicator, Claim: questionnaire.Value{Number: x, State: questionnaire.Known},
			})
		}
	}
	in.Agencies = agency.NewList(all, nil)
	a, err := scoring.Assess(in, scoring.Options{Basis: result.Self})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// everything is the text of every view of a page, with all that is folded.
func everything(t *testing.T, b *browser, more ...string) string {
	t.Helper()
	var all strings.Builder
	for _, view := range append(eval[[]string](t, b, `Array.from(document.querySelectorAll('.tabs a'), a => a.hash)`), more...) {
		b.to(t, view)
		all.WriteString(eval[string](t, b, `document.querySelector('main').textContent`) + "\n")
	}
	return strings.ReplaceAll(all.String(), "\u00a0", " ")
}

// The page of a rubric with views, stand-ins, several bases and no measurement has their parts and no empty ones.
func TestBrowserShowsEveryKind(t *testing.T) {
	a := assessed(t, "kinds", map[string]map[string]float64{
		"p": {"filled": 0.3, "trained": 45, "traffic": 15, "maturity": 50, "left": 80, "strong": 90}, "q": {"filled": 1, "trained": 60, "left": 20},
	})
	b := browse(t, rendered(t, a, "id"), "")
	text := everything(t, b, "#agency=p", "#heatmap&by=view0")
	for _, words := range []string{
		"Asas pelayanan", "Keterbukaan", "Hanya data dukung diterima", "(dipakai dalam laporan ini)", "NILAI SEMENTARA",
		"PERHATIAN: 1 nilai di sini hanya nilai sementara", "150,0", "jawaban 15 ribu", "Dari jawaban ke skor",
		"Data dukung yang diminta untuk tingkat 100: laporan evaluasi",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	for _, words := range []string{"html.", "view.", "Terukur", "Klaim tak terbukti", "NaN", "undefined", "[object", "null"} {
		if at := strings.Index(text, words); at >= 0 {
			t.Errorf("the page says %q: …%s", words, text[max(0, at-40):min(len(text), at+40)])
		}
	}
	b.quiet(t)
}

// An assessment in which nothing is known, and one without agencies, make pages too.
func TestBrowserShowsNothing(t *testing.T) {
	silent := built(3, "")
	for _, a := range silent.Agencies {
		a.Results[result.Self] = &result.Scores{Index: result.Node{Reason: result.ReasonUnknown}}
	}
	empty := built(0, "")
	empty.Rubric.Tree.Bands = nil
	for name, a := range map[string]*result.Assessment{"silent": silent, "empty": empty, "without a rubric": {Title: "x", Options: result.Options{Basis: result.Self}}} {
		b := browse(t, rendered(t, a, "en"), "")
		if text := everything(t, b); strings.Contains(text, "undefined") || strings.Contains(text, "NaN") || !strings.Contains(text, "Method") {
			t.Errorf("%s: the page reads %.300q", name, text)
		}
		b.quiet(t)
	}
}

// Each dimension is drawn on its own scale, and nothing outside its axis: 40 of 0–40 and 15 of 0–30 are 100 and 50 per
// cent, and a value beyond the scale is drawn at its end with its true number beside it.
func TestBrowserDrawsOwnScales(t *testing.T) {
	if _, built := webassets.ECharts(); !built {
		t.Skip("TestBrowserDrawsOwnScales was skipped: the bundle is not built in; run make assets")
	}
	places := `echarts.getInstanceByDom(document.querySelector('[data-chart="dimensions"]')).getOption().series[0].data.map((d) => d.value[0]).sort((a, b) => a - b).join(' ')`
	b := browse(t, rendered(t, assessed(t, "summed", map[string]map[string]float64{"p": {"desk": 40, "network": 15}, "q": {"desk": 10, "network": 30}}), "id"), "")
	b.run(t, `siap.charts.drawAll()`)
	if got := eval[string](t, b, places); got != "25 50 100 100" {
		t.Errorf("drawn at %s", got)
	}
	if text := everything(t, b); !strings.Contains(text, "skala 0–40") || !strings.Contains(text, "dalam persen") {
		t.Error("the scales are not named")
	}
	b.quiet(t)

	wild := built(4, "")
	x := 9.0
	wild.Agencies[0].Results[result.Self].Nodes["d0"].Value = &x
	wild.Agencies[0].Results[result.Self].Index.Value = &x
	b = browse(t, rendered(t, wild, "id"), "#agency=i00")
	for _, drawing := range []string{".strip", ".range"} {
		if at := eval[string](t, b, `document.querySelector('%s .value').getAttribute('cx')`, drawing); at != "100.00%" {
			t.Errorf("%s draws it at %s", drawing, at)
		}
	}
	if got := eval[string](t, b, text(".big")); got != "9,00 / 4" {
		t.Errorf("the true number reads %q", got)
	}
	if got := eval[float64](t, b, `Math.max(...(siap.charts.drawAll(), echarts.getInstanceByDom(document.querySelector('[data-chart="radar"]')).getOption().series[0].data[1].value))`); got > 4 {
		t.Errorf("the radar draws it at %v", got)
	}
	b.quiet(t)
}

// withAssessors gives every agency of an assessment assessors' values, of the same numbers, and rows on which the two
// differ: so many for each, all of one point.
func withAssessors(a *result.Assessment, rows int) *result.Assessment {
	a.Options.Bases = []result.Basis{result.Self, result.Assessed}
	leaves := a.Rubric.Tree.Indicators()
	for i, one := range a.Agencies {
		one.Results[result.Assessed] = one.Results[result.Self]
		gap := float64(i) / 1000
		o := result.Optimism{Agency: one.ID, Index: &gap, Rows: len(leaves)}
		for _, leaf := range leaves[:rows] {
			o.Differences = append(o.Differences, result.Difference{Indicator: leaf.ID, Self: 3, Assessed: 2})
		}
		a.Optimism = append(a.Optimism, o)
	}
	return a
}

// Self-assessment and assessors stand side by side, over all agencies and in each profile.
func TestBrowserComparesBases(t *testing.T) {
	b := browse(t, rendered(t, withAssessors(built(8, ""), 14), "id"), "#contradictions")
	if got := eval[string](t, b, `Array.from(document.querySelectorAll('main section:last-of-type table:first-of-type tbody tr th'), e => e.textContent).slice(0, 2).join('|')`); got != "Instansi 01|Instansi 02" {
		t.Errorf("the largest difference is that of the last agency; the first are %s", got)
	}
	if text := eval[string](t, b, text("main")); !strings.Contains(text, "112 dari 160 baris") {
		t.Errorf("the page reads %.300q", text)
	}
	b.to(t, "#agency=i03")
	b.wait(t, `document.querySelector('.profile')?.dataset.id === 'i03'`)
	if text := eval[string](t, b, text(".profile")); !strings.Contains(text, "Baris yang berbeda (14)") || strings.Count(text, "3,002,00+1,00") != 14 {
		t.Error("the profile does not list its 14 rows")
	}
	b.quiet(t)
}

// A page of 552 agencies with notes left out stays under 2.5 MB, charts included, also where agency and assessors differ
// on 15 rows each; and where there are too many rows it says so.
func TestManyAgenciesStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("renders pages of 552 agencies")
	}
	a := nation(t, 552)
	page := rendered(t, a, "id")
	if len(page) > 2_500_000 {
		t.Errorf("552 agencies × 47 indicators take %d bytes", len(page))
	}
	t.Logf("552 agencies × 47 indicators: %d bytes", len(page))
	a = withAssessors(a, 15)
	a.Options.Bases = []result.Basis{result.Self} // the table by basis is not what is measured
	grown := len(rendered(t, a, "id")) - len(page)
	if grown > 200_000 {
		t.Errorf("the page grew by %d bytes", grown)
	}
	r := view.New(a, "id")
	if d := newBuilder(r, options{}).optimism(); !d.LeftOut || d.Rows != nil {
		t.Errorf("of %d rows some are listed", r.Optimism.Rows)
	}
}
