package questionnaire

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siap/internal/diag"
)

func by(respondent, indicator string, value float64, day, line int) Answer {
	a := Answer{
		Agency: "kaltim", Indicator: indicator, Respondent: respondent,
		Claim: Value{Number: value, State: Known}, Place: diag.Place{File: "a.csv", Line: line},
	}
	if day > 0 {
		a.Submitted = time.Date(2025, 1, day, 0, 0, 0, 0, time.UTC)
	}
	if value == 0 {
		a.Claim = Value{}
	}
	return a
}

func TestCollector(t *testing.T) {
	for _, c := range []struct {
		name  string
		files [][]Answer
		want  []string // respondent indicator value
		gone  int
		twice []string // place and other place of each error
	}{
		{
			"different people",
			[][]Answer{{by("a", "x", 1, 0, 1), by("b", "x", 2, 0, 2)}, {by("c", "x", 3, 0, 1)}},
			[]string{"a x 1", "b x 2", "c x 3"},
			0, nil,
		},
		{
			"twice in a file: the file is not taken",
			[][]Answer{{by("a", "x", 1, 0, 1)}, {by("b", "x", 1, 0, 2), by("b", "x", 1, 0, 3)}},
			[]string{"a x 1"},
			0,
			[]string{"a.csv:3 after a.csv:2"},
		},
		{
			"twice across files: the later file is not taken",
			[][]Answer{{by("a", "x", 1, 0, 1)}, {by("b", "x", 1, 0, 2), by("a", "x", 4, 5, 3)}},
			[]string{"a x 1"},
			0,
			[]string{"a.csv:3 after a.csv:1"},
		},
		{
			"the later counts, in its place",
			[][]Answer{{by("a", "x", 1, 1, 1), by("b", "x", 2, 1, 2)}, {by("a", "x", 3, 2, 3), by("b", "x", 4, 2, 4)}},
			[]string{"a x 3", "b x 4"},
			2, nil,
		},
		{"the earlier one in a later file does not", [][]Answer{{by("a", "x", 1, 2, 1)}, {by("a", "x", 3, 1, 2)}}, []string{"a x 1"}, 1, nil},
		{
			"three times",
			[][]Answer{{by("a", "x", 1, 1, 1)}, {by("a", "x", 3, 3, 2), by("a", "x", 2, 2, 3), by("a", "x", 4, 4, 4)}},
			[]string{"a x 4"},
			3, nil,
		},
		{"at the same moment", [][]Answer{{by("a", "x", 1, 1, 1), by("a", "x", 3, 1, 2)}}, nil, 0, []string{"a.csv:2 after a.csv:1"}},
		{
			"an empty answer gives way",
			[][]Answer{{by("a", "x", 0, 0, 1), by("a", "y", 2, 0, 2)}, {by("a", "x", 3, 0, 3), by("a", "y", 0, 0, 4)}},
			[]string{"a x 3", "a y 2"},
			0, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			col := NewCollector()
			gone := 0
			var twice []string
			for _, file := range c.files {
				n, found := col.Add(file)
				gone += n
				for _, d := range found {
					if d.Severity == diag.Error {
						twice = append(twice, d.Place.String()+" after "+d.Other)
					} else if d.Code != "QA022" || d.Count != n {
						t.Errorf("%v counts %d, want %d", d, d.Count, n)
					}
				}
			}
			var got []string
			for _, a := range col.Answers() {
				got = append(got, fmt.Sprintf("%s %s %g", a.Respondent, a.Indicator, a.Claim.Number))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(c.twice, twice); diff != "" || gone != c.gone {
				t.Errorf("superseded %d, want %d; -want +got:\n%s", gone, c.gone, diff)
			}
		})
	}
}

// Roles and items tell answers apart; a respondent's other role is another voice.
func TestCollectorKeys(t *testing.T) {
	a, b, c := by("a", "x", 1, 0, 1), by("a", "x", 1, 0, 2), by("a", "x", 1, 0, 3)
	b.Role, c.Item = "staff", "e-KTP"
	col := NewCollector()
	if _, found := col.Add([]Answer{a, b, c}); len(found) != 0 || len(col.Answers()) != 3 {
		t.Errorf("%v, %d answers", found, len(col.Answers()))
	}
}

// However the answers are split into files and ordered, for each key the latest one is kept.
func TestCollectorKeepsTheLatest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 28).Draw(rt, "answers")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		latest := map[string]int{}
		var all []Answer
		for _, day := range random.Perm(n) {
			who := string(rune('a' + random.IntN(4)))
			latest[who] = max(latest[who], day+1)
			all = append(all, by(who, "x", float64(day+1), day+1, len(all)+1))
		}
		col := NewCollector()
		gone := 0
		for len(all) > 0 {
			k := 1 + random.IntN(len(all))
			g, found := col.Add(append([]Answer(nil), all[:k]...))
			gone += g
			for _, d := range found {
				if d.Severity == diag.Error {
					rt.Fatal(d)
				}
			}
			all = all[k:]
		}
		if len(col.Answers()) != len(latest) || gone != n-len(latest) {
			rt.Fatalf("%d kept and %d gone of %d by %d people", len(col.Answers()), gone, n, len(latest))
		}
		for _, a := range col.Answers() {
			if int(a.Claim.Number) != latest[a.Respondent] {
				rt.Fatalf("%s: %g, want %d", a.Respondent, a.Claim.Number, latest[a.Respondent])
			}
		}
	})
}
