package weigh

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/normalise"
	"siap/scoring/composite/rank"
)

// The worked examples of papers, to the digits they print.
func TestWorkedExamples(t *testing.T) {
	text, err := os.ReadFile("testdata/mcdm.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Name, Method string
		Matrix       [][]float64
		Expected     []float64
		Decimals     int
	}
	if err := json.Unmarshal(text, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 7 {
		t.Fatalf("%d examples, want 7", len(examples))
	}
	for _, e := range examples {
		columns := make([][]float64, len(e.Matrix[0]))
		for _, row := range e.Matrix {
			for i, x := range row {
				columns[i] = append(columns[i], x)
			}
		}
		name := map[string]string{
			"entropy_weights": "entropy", "critic_weights": "critic", "std_weights": "standard_deviation", "cv_weights": "variation",
		}[e.Method]
		method, err := Named(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := method.Weights(columns)
		if err != nil {
			t.Fatal(err)
		}
		compositetest.Near(t, e.Name, got, e.Expected, 0.5*math.Pow10(-e.Decimals)+1e-9)
	}
}

var indicators = []string{"patents", "royalties", "internet", "exports", "telephones_log", "electricity_log", "schooling", "university"}

// technology reads the values of the Handbook's example and brings them to 0-1 between the goalposts.
func technology(t *testing.T) (raw, shares [][]float64) {
	t.Helper()
	raw = compositetest.Read(t, os.DirFS("../aggregate/testdata"), "tai23.csv").Pick(t, indicators...)
	for i, ends := range [][2]float64{
		{0, 994}, {0, 272.6}, {0, 232.4}, {0, 80.8}, {0, math.Log10(901)}, {math.Log10(22), math.Log10(6969)}, {0.8, 12}, {0.1, 27.4},
	} {
		g, err := normalise.NewGoalposts(ends[0], ends[1], composite.Scale{Min: 0, Max: 1}, normalise.GoalpostOptions{})
		if err != nil {
			t.Fatal(err)
		}
		share := make([]float64, len(raw[i]))
		g.Normalise(share, raw[i])
		shares = append(shares, share)
	}
	return raw, shares
}

// ranked ranks the units by a weighted mean, or another combination.
func ranked(t *testing.T, how composite.Aggregator, columns [][]float64, weights []float64) []int {
	t.Helper()
	ones := slices.Repeat([]float64{1}, len(columns[0]))
	var children []composite.Weighted
	for i, c := range columns {
		if weights[i] > 0 {
			children = append(children, composite.Weighted{Weight: weights[i], Values: c, Times: ones, Total: ones})
		}
	}
	scores := make([]float64, len(ones))
	how.Aggregate(scores, children)
	places, _ := rank.Competition(scores, composite.Tolerance)
	return places
}

// agreeing counts the places that are the published ones, and gives the largest shift.
func agreeing(places []int, published []float64) (same, shift int) {
	for u, p := range places {
		d := int(math.Abs(float64(p) - published[u]))
		shift = max(shift, d)
		if d == 0 {
			same++
		}
	}
	return same, shift
}

// The Handbook's factor analysis, from the eigenvalues to the ranks. Tolerances are what the printed digits and the
// two-digit logarithms of two indicators leave open.
func TestHandbookFactors(t *testing.T) {
	raw, shares := technology(t)
	printed := compositetest.Read(t, os.DirFS("testdata"), "tai23_factors.csv")
	f, err := Factor{Keep: Keep{Number: 4}}.Analyse(raw)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "eigenvalues", f.Eigenvalues, printed.Row(t, "eigenvalue published_1dp"), 0.06)
	percent, sum := []float64{}, 0.0
	cumulative := []float64{}
	for _, e := range f.Eigenvalues {
		sum += e
		percent, cumulative = append(percent, 100*e/8), append(cumulative, 100*sum/8)
	}
	compositetest.Near(t, "percent of variance", percent, printed.Row(t, "eigenvalue pct_variance"), 0.12)
	compositetest.Near(t, "cumulative percent", cumulative, printed.Row(t, "eigenvalue cum_pct"), 0.12)

	// The sign of a component is open: the printed ones are turned to ours.
	for j := range 8 {
		var got, want []float64
		dot := 0.0
		for i, name := range indicators {
			got, want = append(got, f.Loadings[i][j]), append(want, printed.Row(t, "loading "+name)[j])
			dot += got[i] * want[i]
		}
		for i := range want {
			want[i] = math.Copysign(1, dot) * want[i]
		}
		compositetest.Near(t, "loadings", got, want, 0.0125)
	}
	// The printed factors are ordered as they came out; ours by what they explain: 2.64, 1.76, 1.39, 1.19.
	order := []int{0, 3, 1, 2}
	explained := printed.Row(t, "varimax4 explained_variance")
	for j, from := range order {
		var got, want, squared, printedSquared []float64
		dot := 0.0
		for i, name := range indicators {
			got, want = append(got, f.Rotated[i][j]), append(want, printed.Row(t, "varimax4 "+name)[from])
			squared, printedSquared = append(squared, f.Squared[i][j]), append(printedSquared, printed.Row(t, "sqload_scaled "+name)[from])
			dot += got[i] * want[i]
		}
		for i := range want {
			want[i] = math.Copysign(1, dot) * want[i]
		}
		compositetest.Near(t, "rotated loadings", got, want, 0.0128)
		compositetest.Near(t, "squared loadings", squared, printedSquared, 0.015)
		compositetest.Near(t, "explained", f.Explained[j:j+1], explained[from:from+1], 0.025)
	}
	// Exports load most on the first factor, but their share of the third is larger: there they belong.
	if want := []int{2, 1, 0, 2, 1, 0, 0, 3}; !slices.Equal(f.Of, want) {
		t.Errorf("the indicators belong to %v, want %v", f.Of, want)
	}
	weights := compositetest.Read(t, os.DirFS("testdata"), "tai23_weights.csv")
	compositetest.Near(t, "weights, Table 22", f.Weights, weights.Row(t, "FA_printed"), 0.0115)
	compositetest.Near(t, "weights, Table 18", f.Weights, weights.Row(t, "PC_table18"), 0.0136)
	compositetest.Near(t, "weights of Table 17", f.Weights, weights.Row(t, "FA_from_table17"), 0.006)

	ranks := compositetest.Read(t, os.DirFS("testdata"), "tai23_ranks.csv").Columns
	if same, _ := agreeing(ranked(t, aggregate.Arithmetic{}, shares, f.Weights), ranks["FA"]); same != 23 {
		t.Errorf("weights by our own analysis: %d of 23 ranks as published", same)
	}
	if same, _ := agreeing(ranked(t, aggregate.Arithmetic{}, shares, weights.Row(t, "FA_from_table17")), ranks["FA"]); same != 23 {
		t.Errorf("weights of Table 17: %d of 23 ranks as published", same)
	}
}

// The Handbook's ranks by its other weights. Those of AHP are printed with two digits only, and three ranks depend on
// the third.
func TestHandbookRanks(t *testing.T) {
	raw, shares := technology(t)
	printed := compositetest.Read(t, os.DirFS("testdata"), "tai23_weights.csv")
	ranks := compositetest.Read(t, os.DirFS("testdata"), "tai23_ranks.csv").Columns
	equal, err := Equal{}.Weights(raw)
	if err != nil {
		t.Fatal(err)
	}
	six := slices.Clone(equal)
	six[4], six[5] = 0, 0
	for _, c := range []struct {
		name        string
		how         composite.Aggregator
		columns     [][]float64
		weights     []float64
		published   string
		same, shift int
	}{
		{"equal", aggregate.Arithmetic{}, shares, equal, "EW_LIN", 23, 0},
		{"budget allocation", aggregate.Arithmetic{}, shares, printed.Row(t, "BAP"), "BAP", 23, 0},
		{"AHP", aggregate.Arithmetic{}, shares, printed.Row(t, "AHP_printed"), "AHP", 20, 2},
		{"geometric", aggregate.Geometric{}, raw, equal, "GME", 23, 0},
		{"without telephones and electricity", aggregate.Arithmetic{}, shares, six, "TAI6_excl_tel_elec", 23, 0},
	} {
		same, shift := agreeing(ranked(t, c.how, c.columns, c.weights), ranks[c.published])
		if same != c.same || shift != c.shift {
			t.Errorf("%s: %d of 23 as published, shift %d; want %d and %d", c.name, same, shift, c.same, c.shift)
		}
	}
}
