package html

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"siap/reports/view"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// nation makes up an assessment the size of a ministry's: 38 provinces and 514 regencies and cities on the 47
// indicators of SPBE 2020, three respondents each. All of it is invented.
func nation(t testing.TB, agencies int) *result.Assessment {
	t.Helper()
	r, err := library.Open("spbe-2020")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(552, 47))
	kinds := []string{"provinsi", "kabupaten", "kota"}
	var list []*agency.Agency
	var answers []questionnaire.Answer
	for a := range agencies {
		kind := kinds[0]
		if a >= 38 {
			kind = kinds[1+a%2]
		}
		one := &agency.Agency{
			ID: fmt.Sprintf("p%04d", a), Name: fmt.Sprintf("Pemerintah %s Contoh Nomor %d", kind, a+1), Type: kind,
			Weight: 1, Columns: map[string]string{"type": kind, "pulau": fmt.Sprintf("pulau %d", a%7)}, Zone: time.UTC,
		}
		list = append(list, one)
		ready := 1.5 + 2.5*rng.Float64()
		for _, n := range r.Indicators() {
			for respondent := range 3 {
				v := questionnaire.Value{State: questionnaire.Known, Number: float64(min(max(int(ready+rng.NormFloat64()+0.5), 1), 5))}
				switch p := rng.Float64(); {
				case p < 0.05:
					continue
				case p < 0.08:
					v = questionnaire.Value{State: questionnaire.NotApplicable}
				}
				answers = append(answers, questionnaire.Answer{
					Agency: one.ID, Indicator: n.ID, Respondent: fmt.Sprintf("R%d", respondent+1), Claim: v,
				})
			}
		}
	}
	in := scoring.Input{Rubric: r, Agencies: agency.NewList(list, []string{"type", "pulau"}), Answers: answers}
	assess := func(r *rubric.Rubric) (*result.Assessment, error) {
		in := in
		in.Rubric = r
		return scoring.Assess(in, scoring.Options{GroupBy: []string{"type", "pulau"}})
	}
	a, err := assess(r)
	if err != nil {
		t.Fatal(err)
	}
	engines[a] = assess
	a.Title, a.Year, a.Language = "Penilaian karangan", 2025, "id"
	a.Invented = &rubric.Text{ID: "Data rekaan", EN: "Invented data"}
	return a
}

// engines assess what nation made up again, by another rubric.
var engines = map[*result.Assessment]func(*rubric.Rubric) (*result.Assessment, error){}

// engine gives the way to assess an assessment of nation again.
func engine(t testing.TB, a *result.Assessment) func(*rubric.Rubric) (*result.Assessment, error) {
	t.Helper()
	if engines[a] == nil {
		t.Fatal("nobody can assess this again")
	}
	return engines[a]
}

// BenchmarkRender552 makes the report of 552 agencies on 47 indicators: the view model in both languages, and the page.
// bytes is the size of the page, without charts what of it is ours.
func BenchmarkRender552(b *testing.B) {
	a := nation(b, 552)
	for _, c := range []struct {
		name string
		with []Option
	}{{"charts", nil}, {"tables", []Option{WithoutCharts()}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if err := Render(&out, view.New(a, "id"), c.with...); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(out.Len()), "bytes")
			}
		})
	}
}

// BenchmarkOpen552 opens it in Chromium and waits until it can be used: the ranking is drawn and the search answers.
// ms-drawn is when it was drawn after it was asked for, ms-cpu the time of the processor that the page's thread took until
// it was loaded, which a busy machine stretches less.
func BenchmarkOpen552(b *testing.B) {
	var out bytes.Buffer
	if err := Render(&out, view.New(nation(b, 552), "id")); err != nil {
		b.Fatal(err)
	}
	page := browse(b, out.Bytes(), "")
	page.do(b, performance.Enable().WithTimeDomain(performance.EnableTimeDomainThreadTicks))
	busy := func() (seconds float64) {
		var metrics []*performance.Metric
		page.do(b, chromedp.ActionFunc(func(ctx context.Context) (err error) {
			metrics, err = performance.GetMetrics().Do(ctx)
			return err
		}))
		for _, m := range metrics {
			if m.Name == "TaskDuration" {
				return m.Value
			}
		}
		b.Fatal("the browser does not say how long it worked")
		return 0
	}
	var drawn, cpu []float64
	for b.Loop() {
		b.StopTimer()
		page.do(b, chromedp.Navigate("about:blank"))
		before := busy()
		b.StartTimer()
		page.do(b, chromedp.Navigate(page.file))
		cpu = append(cpu, 1000*(busy()-before))
		page.do(b, chromedp.SendKeys("#search", "0551", chromedp.ByQuery))
		page.wait(b, `document.querySelectorAll('#ranking-table tbody tr').length === 1`)
		drawn = append(drawn, eval[float64](b, page, `performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart`))
	}
	for name, all := range map[string][]float64{"ms-drawn": drawn, "ms-cpu": cpu} { // medians
		slices.Sort(all)
		b.ReportMetric(all[len(all)/2], name)
	}
}
