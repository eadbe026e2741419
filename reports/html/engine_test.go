package html

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/decimal"
	"siap/internal/l10n"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/result"
	"siap/scoring/scoringtest"
)

// harness is a page that has the script of the report without a report: load takes a block of data and gives the
// script's own way to compute, so that one page serves many reports.
func harness(t *testing.T) *browser {
	t.Helper()
	script, err := joined("assets/app/%s.js", scripts[:len(scripts)-1]) // without start, which draws
	if err != nil {
		t.Fatal(err)
	}
	source, err := json.Marshal(string(script) + "\n;return siap;")
	if err != nil {
		t.Fatal(err)
	}
	page := `<!DOCTYPE html><meta charset="utf-8"><script type="application/json" id="data"></script><script>
const start = new Function(` + strings.ReplaceAll(string(source), "</", `<\/`) + `);
function load(text) { document.getElementById('data').textContent = text; window.siapHere = start(); return true; }
function simulate(weights) {
  const here = window.siapHere.simulate(weights);
  const plain = (x) => (Number.isNaN(x) ? null : x);
  return here.agencies.map((a) => ({ value: plain(a.value), low: plain(a.low), high: plain(a.high), coverage: a.coverage, band: a.band,
    rank: a.rank, of: a.of, best: a.best, worst: a.worst, tie: a.tie, groups: a.groups }));
}
</script>`
	return browse(t, []byte(page), "")
}

// played is what the script computes for one agency.
type played struct {
	Value, Low, High *float64
	Coverage         float64
	Band             int
	Rank, Of         int
	Best, Worst, Tie int
	Groups           []struct{ Rank, Of int }
}

// reweighed gives a copy of a rubric with other weights, by the place of the nodes in the calculation.
func reweighed(t testing.TB, r *rubric.Rubric, c *view.Calculation, weights []float64) *rubric.Rubric {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	other := &rubric.Rubric{}
	if err := json.Unmarshal(text, other); err != nil {
		t.Fatal(err)
	}
	other.Link()
	for i, n := range c.Nodes {
		if i > 0 {
			other.Node(n.ID).Weight = weights[i]
		}
	}
	return other
}

// compare holds what the script computes with some weights against what the engine does.
func compare(t *testing.T, b *browser, what string, a *result.Assessment, assess func(*rubric.Rubric) (*result.Assessment, error), weights []float64) {
	t.Helper()
	r := view.New(a, l10n.Indonesian)
	calc := r.Calculation()
	given, err := json.Marshal(weights)
	if err != nil {
		t.Fatal(err)
	}
	got := eval[[]played](t, b, `simulate(%s)`, given)
	again, err := assess(reweighed(t, a.Rubric.Tree, calc, weights))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	want := view.New(again, l10n.Indonesian)
	rows := map[string]view.RankRow{}
	for _, row := range want.Ranking {
		rows[row.ID] = row
	}
	span := a.Rubric.Tree.Scale.Span()
	near := func(x *float64, y view.Num) bool {
		return (x == nil) == !y.Known && (x == nil || math.Abs(*x-y.Value) <= 1e-9*span)
	}
	for u, row := range r.Ranking {
		g, w := got[u], rows[row.ID]
		if !near(g.Value, w.Index) || (w.Index.Known && (!near(g.Low, w.Low) || !near(g.High, w.High))) ||
			(w.Index.Known && math.Abs(g.Coverage-w.Coverage.Value) > 1e-9) {
			t.Errorf("%s: %s: the script has %s (%s to %s, coverage %v), the engine %v (%v to %v, coverage %v)", what, row.ID,
				show(g.Value), show(g.Low), show(g.High), g.Coverage, w.Index.Value, w.Low.Value, w.High.Value, w.Coverage.Value)
		}
		band := -1
		if w.Band.ID != "" {
			band = w.Band.Order
		}
		tie := w.Tie
		if g.Rank != w.RankNumber || g.Band != band || (w.RankNumber > 0 && (g.Of != w.Of || g.Best != w.Best || g.Worst != w.Worst || g.Tie != tie)) {
			t.Errorf("%s: %s: the script has rank %d of %d, %d to %d, group %d, band %d; the engine %d of %d, %d to %d, group %d, band %d",
				what, row.ID, g.Rank, g.Of, g.Best, g.Worst, g.Tie, g.Band, w.RankNumber, w.Of, w.Best, w.Worst, tie, band)
		}
		for k, place := range w.Groups {
			if place.Rank > 0 && (g.Groups[k].Rank != place.Rank || g.Groups[k].Of != place.Of) {
				t.Errorf("%s: %s: within %s the script has %v, the engine %d of %d", what, row.ID, place.Column, g.Groups[k], place.Rank, place.Of)
			}
		}
	}
}

func show(x *float64) string {
	if x == nil {
		return "nothing"
	}
	return fmt.Sprint(*x)
}

func loaded(t *testing.T, b *browser, a *result.Assessment) {
	t.Helper()
	text, err := block(newData(view.New(a, l10n.Indonesian), options{}))
	if err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		t.Fatal(err)
	}
	b.run(t, `load(`+string(quoted)+`)`)
}

// The sliders repeat the engine: over many rubrics drawn at random (all ways of combining, unknowns, n/a, rows that
// repeat, placeholders, minimum coverage, unknown at the bottom, roll-up), and many weights, the script gives the same
// index, bounds, coverage, bands, ranks, intervals and groups.
func TestSlidersRepeatTheEngine(t *testing.T) {
	b := harness(t)
	rng := rand.New(rand.NewPCG(7, 7))
	cases := 0
	for seed := range 40 {
		drawn := rapid.Custom(func(t *rapid.T) *drawnCase {
			r := scoringtest.Rubric(t, scoringtest.Options{})
			in, o := scoringtest.Input(t, r, scoringtest.Options{Agencies: 7})
			o.GroupBy = []string{"type"}
			return &drawnCase{r, in, o}
		}).Example(seed)
		if rng.IntN(2) == 0 { // decide on rounded values half of the time
			drawn.rubric.Decide = rubric.Decide{Bands: "rounded", Ranks: "rounded"}
			drawn.rubric.Rounding.Digits = 1
		}
		assess := func(r *rubric.Rubric) (*result.Assessment, error) {
			in := drawn.in
			in.Rubric = r
			return scoring.Assess(in, drawn.options)
		}
		a, err := assess(drawn.rubric)
		if err != nil {
			t.Fatal(err)
		}
		loaded(t, b, a)
		calc := view.New(a, "id").Calculation()
		for k := range 4 {
			weights := make([]float64, len(calc.Nodes))
			for i := range weights {
				weights[i] = calc.Nodes[i].Weight
				if k > 0 {
					weights[i] = float64(1 + rng.IntN(100))
				}
			}
			compare(t, b, fmt.Sprintf("case %d, weights %d", seed, k), a, assess, weights)
			cases++
		}
	}
	t.Logf("%d settings", cases)
	b.quiet(t)
}

type drawnCase struct {
	rubric  *rubric.Rubric
	in      scoring.Input
	options scoring.Options
}

// Numbers are rounded and written by the script as by the program.
func TestNumbersAreWrittenAlike(t *testing.T) {
	b := harness(t)
	rng := rand.New(rand.NewPCG(1, 2))
	type one struct {
		X      float64
		Digits int
		Mode   string
	}
	var all []one
	for _, x := range []float64{0, 2.675, 2.665, -2.675, 9.995, 99.5, 1e-7, -1e-9, 1234567.891, 0.5, 1.5, 2.5, 1e21, 5e-324, 1e22 + 1e7, 0.1 + 0.2} {
		for digits := range 5 {
			all = append(all, one{x, digits, decimal.HalfUp}, one{x, digits, decimal.HalfEven})
		}
	}
	for range 2000 {
		x := rng.NormFloat64() * math.Pow(10, float64(rng.IntN(12)-6))
		if rng.IntN(2) == 0 {
			x = decimal.Round(x, rng.IntN(6), decimal.HalfUp) + 0.5*math.Pow(10, -float64(rng.IntN(5)))
		}
		all = append(all, one{x, rng.IntN(6), []string{decimal.HalfUp, decimal.HalfEven}[rng.IntN(2)]})
	}
	given, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	b.run(t, `load(`+quoted(t, smallest(t))+`)`)
	got := eval[[][2]string](t, b, `%s.map(({X, Digits, Mode}) => ['id', 'en'].map((lang) => siapHere.numbers.mark(siapHere.numbers.format(X, Digits, Mode), lang)))`, given)
	for i, c := range all {
		for k, lang := range []string{"id", "en"} {
			if want := l10n.For(lang).Rounded(c.X, c.Digits, c.Mode); got[i][k] != want {
				t.Errorf("%v with %d digits by %s is written %q in %s, want %q", c.X, c.Digits, c.Mode, got[i][k], lang, want)
			}
		}
	}
}

func quoted(t testing.TB, text []byte) string {
	t.Helper()
	q, err := json.Marshal(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return string(q)
}

// smallest is the data of the smallest report.
func smallest(t testing.TB) []byte {
	t.Helper()
	text, err := block(newData(view.New(built(1, ""), "id"), options{}))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
