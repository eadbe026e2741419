package questionnaire

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siap/internal/diag"
)

// anAnswer draws an answer with anything that one may have.
func anAnswer(t *rapid.T) Answer {
	word := rapid.SampledFrom([]string{"", "", "a", "b", "Ä", "z 1"})
	value := func() Value {
		v := Value{State: State(rapid.IntRange(0, 2).Draw(t, "state"))}
		if v.State == Known {
			v.Number = rapid.Float64Range(-1e9, 1e9).Draw(t, "number")
			if rapid.IntRange(0, 9).Draw(t, "ratio") == 0 {
				v.Of = &Quotient{v.Number, 2}
			}
		}
		return v
	}
	a := Answer{
		Agency: rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "agency"), Indicator: rapid.SampledFrom([]string{"i", "j"}).Draw(t, "indicator"),
		Respondent: word.Draw(t, "respondent"), Role: word.Draw(t, "role"), Item: word.Draw(t, "item"), Claim: value(), Assessed: value(),
		Note: word.Draw(t, "note"), Quote: word.Draw(t, "quote"), Source: word.Draw(t, "source"),
		Visibility: rapid.SampledFrom([]Visibility{"", Internal, Public, "secret"}).Draw(t, "visibility"),
		Place:      diag.Place{File: word.Draw(t, "file"), Sheet: word.Draw(t, "sheet"), Line: rapid.IntRange(0, 1<<33).Draw(t, "line"), Column: rapid.IntRange(0, 70_000).Draw(t, "column")},
	}
	switch rapid.IntRange(0, 3).Draw(t, "cell") {
	case 0:
		a.Place.Cell = cellName(a.Place.Column, a.Place.Line)
	case 1:
		a.Place.Cell = "B7"
	}
	if rapid.Bool().Draw(t, "dated") {
		a.Submitted = time.Unix(int64(rapid.IntRange(1, 3).Draw(t, "time")), 0).UTC()
	}
	if rapid.IntRange(0, 9).Draw(t, "derived") == 0 {
		a.Derived = &Derived{Via: word.Draw(t, "via"), Strength: 0.5}
	}
	return a
}

// A store gives back what was put into it, and in cells the order of texts, whatever order the answers came in.
func TestStoreKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Answer
		for range rapid.IntRange(0, 30).Draw(t, "answers") {
			all = append(all, anAnswer(t))
		}
		s := Gather(all...)
		for i := range all {
			if diff := cmp.Diff(all[i], s.At(i)); diff != "" {
				t.Fatalf("answer %d (-want +got):\n%s", i, diff)
			}
		}
		n := 0
		for a := range s.All() {
			if a.Agency != all[n].Agency {
				t.Fatalf("answer %d is of %s", n, a.Agency)
			}
			n++
		}
		if n != len(all) || s.Len() != n {
			t.Fatalf("%d of %d", n, len(all))
		}
		place := func(names ...string) func(string) (int, bool) {
			return func(id string) (int, bool) { i := slices.Index(names, id); return i, i >= 0 }
		}
		cells, err := s.Cells(3, 2, place("z", "y", "x"), place("j", "i"))
		if err != nil {
			t.Fatal(err)
		}
		key := func(a *Answer) string {
			via := ""
			if a.Derived != nil {
				via = a.Derived.Via
			}
			return fmt.Sprintf("%s\x00%s\x00%s\x00%s", a.Item, a.Role, a.Respondent, via)
		}
		var b Block
		seen := 0
		for u, agency := range []string{"z", "y", "x"} {
			cells.Load(u, &b)
			answered := false
			for i, indicator := range []string{"j", "i"} {
				var want []string
				for k := range all {
					if all[k].Agency == agency && all[k].Indicator == indicator {
						want = append(want, key(&all[k]))
						answered = answered || all[k].Claim.State+all[k].Assessed.State > 0
					}
				}
				slices.Sort(want)
				var got []string
				for _, a := range b.At(i) {
					got = append(got, key(a))
					seen++
				}
				if !slices.Equal(got, want) || cells.Count(u, i) != len(want) {
					t.Fatalf("%s %s: %q, want %q", agency, indicator, got, want)
				}
			}
			if cells.Answered(u) != answered {
				t.Fatalf("%s answered: %v", agency, !answered)
			}
		}
		if seen != len(all) {
			t.Fatalf("%d answers in cells of %d", seen, len(all))
		}
		if _, err := s.Cells(3, 1, place("z", "y", "x"), place("j")); (err != nil) != slices.ContainsFunc(all, func(a Answer) bool { return a.Indicator == "i" }) {
			t.Fatalf("an indicator that is not there: %v", err)
		}
	})
}

func TestCellName(t *testing.T) {
	for _, c := range []struct {
		column, line int
		want         string
	}{{1, 1, "A1"}, {26, 10, "Z10"}, {27, 2, "AA2"}, {702, 3, "ZZ3"}, {703, 1048576, "AAA1048576"}, {0, 1, ""}, {1, 0, ""}} {
		if got := cellName(c.column, c.line); got != c.want {
			t.Errorf("%d, %d is %q, want %q", c.column, c.line, got, c.want)
		}
	}
}

// An empty store, and none at all, hold nothing.
func TestEmptyStore(t *testing.T) {
	for _, s := range []*Store{nil, {}, Gather()} {
		claimed, assessed := s.Some()
		if s.Len() != 0 || len(s.Agencies()) != 0 || claimed || assessed {
			t.Errorf("%+v holds something", s)
		}
		for range s.All() {
			t.Error("an answer of an empty store")
		}
		none := func(string) (int, bool) { return 0, false }
		cells, err := s.Cells(2, 3, none, none)
		if err != nil {
			t.Fatal(err)
		}
		var b Block
		cells.Load(1, &b)
		if b.Len() != 0 || len(b.At(2)) != 0 || cells.Answered(0) {
			t.Error("a block of an empty store has answers")
		}
	}
}
