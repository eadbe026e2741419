package spill

import (
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/telemetry/reduce"
)

// In memory or through a file, the samples come out as a stable sort of the whole gives them.
func TestOrder(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300).Draw(t, "samples")
		s := New(folder, rapid.IntRange(2, 400).Draw(t, "held"))
		var want []Sample
		for i := range n {
			x := Sample{int32(rapid.IntRange(0, 3).Draw(t, "series")), reduce.Sample{
				At: int64(rapid.IntRange(-5, 5).Draw(t, "at")), Value: float64(i), File: int32(i % 7), Line: int32(i),
			}}
			want = append(want, x)
			if err := s.Add(x); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortStableFunc(want, compare)
		var got []Sample
		for x, err := range s.All() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, x)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v are left behind, %v", left, err)
	}
}

func TestWhereNothingCanBeWritten(t *testing.T) {
	s := New(t.TempDir()+"/none", 2)
	var err error
	for i := range 5 {
		if err = s.Add(Sample{Series: int32(i)}); err != nil {
			break
		}
	}
	if err == nil || s.Spilled() {
		t.Errorf("%v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
