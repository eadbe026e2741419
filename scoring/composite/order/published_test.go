package order

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/table/csvtest"
	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/rank"
)

// election is one example of voting.
type election struct {
	criteria []Criterion
	voters   float64
	borda    []float64
	outrank  map[string][]float64
	order    string
	scores   map[string]float64
}

func readVotes(t *testing.T) map[string]*election {
	t.Helper()
	out := map[string]*election{}
	for _, row := range csvtest.Records(t, "testdata/votes.csv")[1:] {
		e := out[row[0]]
		if e == nil {
			e = &election{outrank: map[string][]float64{}, scores: map[string]float64{}}
			out[row[0]] = e
		}
		var numbers []float64
		for _, text := range row[3:] {
			if text != "" {
				x, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Fatal(err)
				}
				numbers = append(numbers, x)
			}
		}
		kind, _, _ := strings.Cut(row[1], " ")
		switch {
		case kind == "votes":
			n, err := strconv.ParseFloat(row[2], 64)
			if err != nil {
				t.Fatal(err)
			}
			e.criteria = append(e.criteria, Criterion{Weight: n, Values: numbers, Down: true})
			e.voters += n
		case kind == "borda":
			e.borda = numbers
		case strings.HasPrefix(kind, "outrank_"):
			e.outrank[strings.TrimPrefix(kind, "outrank_")] = numbers
		case strings.HasSuffix(kind, "_order"):
			e.order = row[2]
		case kind == "kemeny_score":
			score, err := strconv.ParseFloat(row[2], 64)
			if err != nil {
				t.Fatal(err)
			}
			e.scores[strings.TrimPrefix(row[1], "kemeny_score ")] = score
		default:
			t.Fatalf("unknown row %v", row)
		}
	}
	return out
}

func mustScore(t rapid.TB, m Method, criteria []Criterion) *Result {
	t.Helper()
	r, err := m.Score(criteria)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestHandbookVotes(t *testing.T) {
	elections := readVotes(t)
	checked := 0
	for name, e := range elections {
		if e.criteria == nil { // an example without d, of the one above it
			continue
		}
		got := mustScore(t, Borda{}, e.criteria)
		if e.borda != nil {
			var points []float64
			for _, s := range got.Scores {
				points = append(points, s*e.voters)
			}
			compositetest.Near(t, name+", Borda", points, e.borda, 1e-12)
			checked++
		}
		matrix, err := Outrank(e.criteria)
		if err != nil {
			t.Fatal(err)
		}
		for letter, want := range e.outrank {
			var votes []float64
			for _, o := range matrix[letter[0]-'a'] {
				votes = append(votes, o*e.voters)
			}
			compositetest.Near(t, name+", outranking of "+letter, votes, want, 1e-12)
			checked++
		}
		for letters, want := range e.scores {
			var order []int
			for _, l := range letters {
				order = append(order, int(l-'a'))
			}
			if got := e.voters * Agreement(matrix, order); math.Abs(got-want) > 1e-12*want {
				t.Errorf("%s: the order %s has %v, want %v", name, letters, got, want)
			}
			checked++
		}
		if e.order != "" {
			best, err := Kemeny{}.Order(e.criteria)
			if err != nil {
				t.Fatal(err)
			}
			var letters []string
			for _, u := range best.Orders[0] {
				letters = append(letters, string(rune('a'+u)))
			}
			if got := strings.Join(letters, ">"); got != e.order || best.Count != 1 || !best.Exact {
				t.Errorf("%s: the order %s of %d, want %s", name, got, best.Count, e.order)
			}
			checked++
		}
	}
	// Fishburn's: without the fourth, whom everyone but one beats, the first three turn round.
	fishburn := elections["T31 (Fishburn)"]
	var three []Criterion
	for _, c := range fishburn.criteria {
		three = append(three, Criterion{Weight: c.Weight, Values: c.Values[:3], Down: true})
	}
	var points []float64
	for _, s := range mustScore(t, Borda{}, three).Scores {
		points = append(points, s*fishburn.voters)
	}
	compositetest.Near(t, "Fishburn without d", points, elections["T31 (Fishburn) without d"].borda[:3], 1e-12)
	if checked != 3+4+3+6+2 {
		t.Errorf("%d figures were compared, want 18", checked)
	}
}

// Munda and Nardo's five countries: the outranking matrix, and the scores of all 120 orders.
func TestFiveCountries(t *testing.T) {
	table := compositetest.Read(t, os.DirFS("testdata"), "ncmc.csv")
	var criteria []Criterion
	for u, name := range table.Names {
		if !strings.HasPrefix(name, "OUTRANK_") {
			var values []float64
			for _, country := range table.Header {
				values = append(values, table.Columns[country][u])
			}
			criteria = append(criteria, Criterion{Weight: 3, Values: values})
		}
	}
	matrix, err := Outrank(criteria)
	if err != nil {
		t.Fatal(err)
	}
	for u, country := range table.Header {
		compositetest.Near(t, country, matrix[u], table.Row(t, "OUTRANK_"+country), 1e-15)
	}
	scores := map[string]float64{}
	every(5, func(order []int) {
		var names []string
		for _, u := range order {
			names = append(names, table.Header[u])
		}
		scores[strings.Join(names, ">")] = Agreement(matrix, order)
	})
	best, err := Kemeny{}.Order(criteria)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, order := range best.Orders {
		var names []string
		for _, u := range order {
			names = append(names, table.Header[u])
		}
		found = append(found, strings.Join(names, ">"))
	}
	slices.Sort(found)
	want := []string{"Sweden>Finland>USA>Japan>Korea", "Sweden>USA>Finland>Japan>Korea", "USA>Sweden>Finland>Japan>Korea"}
	if !slices.Equal(found, want) || best.Count != 3 || best.Agreement != 6.375 || !best.Exact {
		t.Errorf("found %v of %d with %v", found, best.Count, best.Agreement)
	}
	counts := map[float64]int{}
	for order, s := range scores {
		counts[s]++
		if s > 6.375 || (s == 6.375) != slices.Contains(want, order) {
			t.Errorf("the order %s has %v", order, s)
		}
	}
	if counts[6.375] != 3 || counts[6.125] != 4 {
		t.Errorf("%d orders have 6.375 and %d have 6.125, want 3 and 4", counts[6.375], counts[6.125])
	}
	// Their mean: Sweden is first, first and second, so 4, 4 and 3 are behind it; the USA 4, 3, 2; Finland 3, 2, 2.
	r := mustScore(t, Kemeny{}, criteria)
	compositetest.Near(t, "scores", r.Scores, []float64{7.0 / 3, 3, 11.0 / 3, 1, 0}, 1e-12)
}

func TestWorkedExamples(t *testing.T) {
	text, err := os.ReadFile("testdata/mcdm.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Name, Method string
		Matrix       [][]float64
		Weights      []float64
		Types        []int
		Expected     []float64
		Decimals     int
	}
	if err := json.Unmarshal(text, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 2 {
		t.Fatalf("%d examples, want 2", len(examples))
	}
	for _, e := range examples {
		criteria := make([]Criterion, len(e.Weights))
		for i, w := range e.Weights {
			criteria[i] = Criterion{Weight: w, Down: e.Types[i] < 0}
			for _, row := range e.Matrix {
				criteria[i].Values = append(criteria[i].Values, row[i])
			}
		}
		m, err := Named(strings.TrimSuffix(e.Method, "_linear_max"))
		if err != nil {
			t.Fatal(err)
		}
		tol := 0.5*math.Pow10(-e.Decimals) + 1e-9
		r := mustScore(t, m, criteria)
		compositetest.Near(t, e.Name, r.Scores, e.Expected, tol)
		published, _ := rank.Competition(e.Expected, 0)
		if places, _ := rank.Competition(r.Scores, r.Scale.Tolerance()); !slices.Equal(places, published) {
			t.Errorf("%s: ranks %v, published %v", e.Name, places, published)
		}
	}
}

// every visits all orders of n units.
func every(n int, visit func(order []int)) {
	var extend func(order []int)
	extend = func(order []int) {
		if len(order) == n {
			visit(order)
			return
		}
		for u := range n {
			if !slices.Contains(order, u) {
				extend(append(order, u))
			}
		}
	}
	extend(make([]int, 0, n))
}
