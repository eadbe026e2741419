package html

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

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

// The page of a rubric with views, stand-ins, several bases and no measurement has their sections and no empty ones.
func TestPageOfEveryKind(t *testing.T) {
	a := assessed(t, "kinds", map[string]map[string]float64{
		"p": {"filled": 0.3, "trained": 45, "traffic": 15, "maturity": 50, "left": 80, "strong": 90}, "q": {"filled": 1, "trained": 60, "left": 20},
	})
	page := rendered(t, a, "id")
	root := parsed(t, page)
	var sections []string
	for _, s := range elements(root, "section") {
		sections = append(sections, attribute(s, "id"))
	}
	// No contradictions: nothing is measured.
	want := []string{"summary", "ranking", "heatmap", "views", "actions", "agencies", "method", "quality", "provenance"}
	if !slices.Equal(sections, want) {
		t.Errorf("sections %v, want %v", sections, want)
	}
	text := strings.ReplaceAll(textOf(root), "\u00a0", " ")
	for _, words := range []string{
		"Asas pelayanan", "Keterbukaan", "Hanya data dukung diterima", "(dipakai dalam laporan ini)", "NILAI SEMENTARA",
		"PERHATIAN: 1 nilai di sini hanya nilai sementara", "150,0", "jawaban 15 ribu", "Dari jawaban ke skor",
		"Data dukung yang diminta untuk tingkat 100: laporan evaluasi",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	for _, words := range []string{"html.", "view.", "Terukur", "Klaim tak terbukti", "NaN"} {
		if strings.Contains(textOf(elements(root, "main")[0]), words) {
			t.Errorf("the page says %q", words)
		}
	}
	for _, table := range elements(root, "table") {
		if len(elements(table, "caption")) != 1 {
			t.Error("a table has no caption")
		}
	}
}

// Nothing is drawn outside its axis, and each dimension on its own scale: 40 of 0–40 and 15 of 0–30 are 100 and 50 per
// cent.
func TestChartsOnOwnScales(t *testing.T) {
	a := assessed(t, "summed", map[string]map[string]float64{"p": {"desk": 40, "network": 15}, "q": {"desk": 10, "network": 30}})
	r := view.New(a, "id")
	o, err := dimensionChart(r)
	if err != nil {
		t.Fatal(err)
	}
	var drawn []float64
	for _, dot := range series(o, 0)["data"].([]any) {
		drawn = append(drawn, dot.(option)["value"].([]any)[0].(float64))
	}
	slices.Sort(drawn)
	if !slices.Equal(drawn, []float64{25, 50, 100, 100}) {
		t.Errorf("drawn at %v", drawn)
	}
	radar, err := radarChart(r)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(rendered(t, a, "id")); !strings.Contains(text, "skala 0–40") || !strings.Contains(text, "dalam persen") {
		t.Errorf("the scales are not named: %v", radar["radar"])
	}

	// A dimension at 150 on 0–100 is drawn at 100.
	wild := built(4, "")
	x := 9.0
	wild.Agencies[0].Results[result.Self].Nodes["d0"].Value = &x
	wild.Agencies[0].Results[result.Self].Index.Value = &x
	r = view.New(wild, "id")
	one, ok := radarOf(r.Agencies[0])
	if !ok || slices.Max(one.Values) > r.Scale.Max || one.Texts[0][:4] != "9,00" {
		t.Errorf("drawn at %v, told as %v", one.Values, one.Texts)
	}
	for name, chart := range map[string]func(*view.Report) (option, error){"index": indexChart, "dimensions": dimensionChart} {
		o, err := chart(r)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			for _, item := range series(o, i)["data"].([]any) {
				value := item.(option)["value"]
				if list, is := value.([]any); is {
					value = list[0]
				}
				if v := value.(float64); v < r.Scale.Min || v > r.Scale.Max {
					t.Errorf("%s: %v is drawn outside the axis", name, v)
				}
			}
		}
	}
	if page := rendered(t, wild, "id"); !bytes.Contains(page, []byte("9,00")) {
		t.Error("the true number is not printed")
	}
}

// More dimensions than a radar can show have a table only.
func TestNoRadarOfManyDimensions(t *testing.T) {
	a := view.New(built(2, ""), "id").Agencies[0]
	for range radarMost {
		a.Dimensions = append(a.Dimensions, a.Dimensions[0])
	}
	if _, ok := radarOf(a); ok {
		t.Errorf("%d dimensions have a radar", len(a.Dimensions))
	}
}

// At 360 px the page with all these tables is as wide as the window too, and its charts draw without a complaint.
func TestBrowserNarrowOfEveryKind(t *testing.T) {
	for name, answers := range map[string]map[string]map[string]float64{
		"kinds":  {"p": {"filled": 0.3, "trained": 45, "traffic": 15, "left": 80, "strong": 90}, "q": {"filled": 1, "left": 20}},
		"summed": {"p": {"desk": 40, "network": 15}, "q": {"desk": 10, "network": 30}},
	} {
		b := browse(t, rendered(t, assessed(t, name, answers), "id"), 360, 700)
		b.do(t, chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => { d.open = true })`, nil))
		if width := eval[int](t, b, `document.documentElement.scrollWidth`); width > 360 {
			t.Errorf("%s: the page is %d px wide", name, width)
		}
		if _, built := webassets.ECharts(); built {
			b.do(t, chromedp.ScrollIntoView(`#chart-dimensions`, chromedp.ByQuery))
			b.wait(t, `document.querySelectorAll('#chart-dimensions svg path').length > 3`)
		}
		b.quiet(t)
	}
}
