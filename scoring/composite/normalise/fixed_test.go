package normalise

import (
	"math"
	"strings"
	"testing"

	"siap/scoring/composite"
)

var (
	unknown = math.NaN()
	levels  = composite.Scale{Min: 1, Max: 5}
	percent = composite.Scale{Min: 0, Max: 100}
)

// The lines by hand. The ends must come out exactly, the rest within 1e-12.
func TestGoalposts(t *testing.T) {
	for _, c := range []struct {
		name      string
		low, high float64
		options   GoalpostOptions
		x, want   float64
	}{
		// 1 + (30 - 10)/(50 - 10)·4
		{"up", 10, 50, GoalpostOptions{}, 30, 3},
		{"up, at the low one", 10, 50, GoalpostOptions{}, 10, 1},
		{"up, at the high one", 10, 50, GoalpostOptions{}, 50, 5},
		{"up, beyond", 10, 50, GoalpostOptions{}, 1e9, 5},
		{"up, before", 10, 50, GoalpostOptions{}, -1e9, 1},
		{"up, infinite", 10, 50, GoalpostOptions{}, math.Inf(1), 5},
		// 5 - (20 - 10)/(50 - 10)·4
		{"down", 10, 50, GoalpostOptions{Down: true}, 20, 4},
		{"down, at the low one", 10, 50, GoalpostOptions{Down: true}, 10, 5},
		{"down, beyond", 10, 50, GoalpostOptions{Down: true}, 60, 1},
		// 1 + (60 - 10)/40·4, 1 + (0 - 10)/40·4, and 5 - (60 - 10)/40·4
		{"open, beyond", 10, 50, GoalpostOptions{Open: true}, 60, 6},
		{"open, before", 10, 50, GoalpostOptions{Open: true}, 0, 0},
		{"open and down, beyond", 10, 50, GoalpostOptions{Open: true, Down: true}, 60, 0},
		{"open, at the high one", 10, 50, GoalpostOptions{Open: true}, 50, 5},
		// 1 + (ln 100 - ln 1)/(ln 10000 - ln 1)·4
		{"logarithms", 1, 1e4, GoalpostOptions{Log: true}, 100, 3},
		// 5 - (ln 10 - ln 1)/(ln 10000 - ln 1)·4
		{"logarithms, down", 1, 1e4, GoalpostOptions{Log: true, Down: true}, 10, 4},
		{"logarithms, at the high one", 1, 1e4, GoalpostOptions{Log: true}, 1e4, 5},
		{"logarithms, zero", 1, 1e4, GoalpostOptions{Log: true}, 0, 1},
		{"logarithms, below zero", 1, 1e4, GoalpostOptions{Log: true}, -3, 1},
		{"logarithms, zero, down", 1, 1e4, GoalpostOptions{Log: true, Down: true}, 0, 5},
		// 1 + (ln 1e8 - ln 1)/(ln 1e4 - ln 1)·4
		{"logarithms, open, beyond", 1, 1e4, GoalpostOptions{Log: true, Open: true}, 1e8, 9},
		{"logarithms, open, zero", 1, 1e4, GoalpostOptions{Log: true, Open: true}, 0, unknown},
		{"unknown", 10, 50, GoalpostOptions{}, unknown, unknown},
		{"below zero", -30, -10, GoalpostOptions{}, -20, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := NewGoalposts(c.low, c.high, levels, c.options)
			if err != nil {
				t.Fatal(err)
			}
			checkScore(t, g, c.x, c.want)
		})
	}
}

// checkScore allows 1e-12, and nothing at the ends of the scale from 1 to 5.
func checkScore(t *testing.T, s Scorer, x, want float64) {
	t.Helper()
	tol := 1e-12
	if want == 1 || want == 5 {
		tol = 0
	}
	got := s.Score(x)
	if !(math.Abs(got-want) <= tol) && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("Score(%v) = %v, want %v", x, got, want)
	}
}

// Ends that no sum reaches by itself: 0.2 + 1·(0.9 - 0.2) is 0.8999999999999999, 0.3 + 1·(0.9 - 0.3) is
// 0.9000000000000001.
func TestGoalpostsReachTheEnds(t *testing.T) {
	for _, to := range []composite.Scale{{Min: 0.2, Max: 0.9}, {Min: 0.3, Max: 0.9}} {
		for _, options := range []GoalpostOptions{{}, {Down: true}, {Open: true}, {Open: true, Down: true}, {Log: true}} {
			g, err := NewGoalposts(0.1, 0.3, to, options)
			if err != nil {
				t.Fatal(err)
			}
			low, high := g.Score(0.1), g.Score(0.3)
			if options.Down {
				low, high = high, low
			}
			if low != to.Min || high != to.Max {
				t.Errorf("%+v: the goalposts get %v and %v, want %v and %v", options, low, high, to.Min, to.Max)
			}
			for _, inside := range []float64{math.Nextafter(0.1, 1), math.Nextafter(0.3, 0)} {
				if got := g.Score(inside); !options.Open && !(got >= to.Min && got <= to.Max) {
					t.Errorf("%+v: %v gets %v, off the scale from %v to %v", options, inside, got, to.Min, to.Max)
				}
			}
		}
	}
}

func TestNewGoalpostsRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		low, high float64
		to        composite.Scale
		log       bool
	}{
		"falling":             {5, 1, levels, false},
		"no distance":         {5, 5, levels, false},
		"NaN":                 {unknown, 5, levels, false},
		"high NaN":            {0, unknown, levels, false},
		"infinite":            {0, math.Inf(1), levels, false},
		"low infinite":        {math.Inf(-1), 0, levels, false},
		"too far apart":       {-math.MaxFloat64, math.MaxFloat64, levels, false},
		"logarithm of 0":      {0, 5, levels, true},
		"logarithm below 0":   {-1, 5, levels, true},
		"logarithm, infinite": {1, math.Inf(1), levels, true},
		"scale of no length":  {0, 5, composite.Scale{Min: 1, Max: 1}, false},
		"scale upside down":   {0, 5, composite.Scale{Min: 5, Max: 1}, false},
		"scale without end":   {0, 5, composite.Scale{Min: 1, Max: math.Inf(1)}, false},
		"scale of NaN":        {0, 5, composite.Scale{Min: unknown, Max: 1}, false},
	} {
		if _, err := NewGoalposts(c.low, c.high, c.to, GoalpostOptions{Log: c.log}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestSteps(t *testing.T) {
	inf := math.Inf(1)
	s, err := NewSteps([]Step{
		{Low: 0.3, High: 1, LowClosed: true, HighClosed: false, Score: 3},
		{Low: math.Inf(-1), High: 0, HighClosed: true, Score: 1},
		{Low: 0, High: 0.3, Score: 2}, // open at both ends
		{Low: 1, High: 1, LowClosed: true, HighClosed: true, Score: 5},
		{Low: 2, High: inf, Score: 4},
	})
	if err != nil {
		t.Fatal(err)
	}
	tenth, fifth := 0.1, 0.2 // variables, so that the compiler does not add them exactly
	for _, c := range []struct {
		name    string
		x, want float64
	}{
		{"far below", -1e300, 1},
		{"no end below", -inf, 1},
		{"on a closed end", 0, 1},
		{"above an open end", 1e-9, 2},
		{"nothing but 0 is 0", 1e-300, 2},
		{"below a closed end", 0.2999, 2},
		{"on a closed edge", 0.3, 3},
		{"computed to be on the edge, a bit above", tenth + fifth, 3},
		{"computed to be on the edge, a bit below", 1 - 0.7, 3},
		{"below by more than the tolerance", 0.3 * (1 - 1e-11), 2},
		{"below an open end", 0.9999, 3},
		{"on a point, by an open end", 1, 5},
		{"computed to be on the point", 10 * tenth * (1 - 1e-16), 5},
		{"in a gap", 1.5, unknown},
		{"on the open end of a gap", 2, unknown},
		{"a bit above the open end", 2 * (1 + 1e-15), unknown},
		{"above it", 2.1, 4},
		{"no end above", inf, 4},
		{"unknown", unknown, unknown},
	} {
		t.Run(c.name, func(t *testing.T) { checkScore(t, s, c.x, c.want) })
	}
	if low, high := s.Range(); low != 1 || high != 5 {
		t.Errorf("the scores run from %v to %v, want 1 to 5", low, high)
	}
}

// Rows that touch, in any order: a point before the row that is open there, and edges that are the same but for a bit.
func TestStepsThatTouch(t *testing.T) {
	s, err := NewSteps([]Step{
		{Low: 1, High: 2, HighClosed: true, Score: 3},
		{Low: 1, High: 1, LowClosed: true, HighClosed: true, Score: 2},
		{Low: 0.3, High: 1, LowClosed: true, Score: 4},
		{Low: 0, High: 0.30000000000000004, LowClosed: true, Score: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkScore(t, s, 0.2, 1)
	checkScore(t, s, 0.3, 4)
	checkScore(t, s, 1, 2)
	checkScore(t, s, 2, 3)
}

func TestNewStepsRefuses(t *testing.T) {
	inf := math.Inf(1)
	half := func(low, high float64) Step { return Step{Low: low, High: high, LowClosed: true} }
	full := func(low, high float64) Step { return Step{Low: low, High: high, LowClosed: true, HighClosed: true} }
	for name, c := range map[string]struct {
		rows []Step
		says string
	}{
		"no rows":               {nil, "no rows"},
		"falling":               {[]Step{half(0, 1), half(3, 2)}, "row 2 holds nothing"},
		"empty":                 {[]Step{half(3, 3)}, "row 1 holds nothing"},
		"empty but for a bit":   {[]Step{half(0.3, 0.1*3)}, "row 1 holds nothing"},
		"NaN":                   {[]Step{half(unknown, 2)}, "row 1 holds nothing"},
		"NaN above":             {[]Step{half(0, unknown)}, "row 1 holds nothing"},
		"beyond infinity":       {[]Step{full(inf, inf)}, "row 1 holds nothing"},
		"score unknown":         {[]Step{{Low: 0, High: 1, Score: unknown}}, "row 1 has the score NaN"},
		"score infinite":        {[]Step{{Low: 0, High: 1, Score: inf}}, "row 1 has the score +Inf"},
		"overlap":               {[]Step{half(5, 10), half(0, 6)}, "rows 2 and 1 overlap at 5"},
		"twice":                 {[]Step{half(0, 1), half(0, 1)}, "rows 1 and 2 overlap at 0"},
		"edge in both":          {[]Step{full(0, 1), half(1, 2)}, "rows 1 and 2 overlap at 1"},
		"edge in both by a bit": {[]Step{full(0, 0.3), half(0.30000000000000004, 2)}, "rows 1 and 2 overlap"},
		"two without end":       {[]Step{half(0, inf), half(1, inf)}, "rows 1 and 2 overlap at 1"},
	} {
		if _, err := NewSteps(c.rows); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.says)
		}
	}
}
