package doctor_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/composite/coherence"
	"siap/scoring/doctor"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// What is unknown, not applicable, or only stands in for an answer is no datum; governments are not compared with
// their agencies.
func TestWhatCounts(t *testing.T) {
	r := instrument([]string{"d1"}, tree{"d1": {"i1", "i2"}})
	a := assessed(r, steps(12), mixed(12, 5))
	for u, one := range a.Agencies {
		n := one.Results[result.Self].Nodes["i1"]
		switch u {
		case 0:
			n.Value, n.Coverage, n.Reason = nil, 0, result.ReasonNotApplicable
		case 1:
			n.Coverage, n.Flags = 0, []string{result.FlagUnknownAtBottom}
		case 2:
			n.Value, n.Reason = nil, result.ReasonUnknown
		}
	}
	governing := a.Agencies[11]
	governing.Governs = true
	got := examine(t, a, nil, doctor.Options{})
	d := got.Distributions[slices.IndexFunc(got.Distributions, func(d fitness.Distribution) bool { return d.Node == "i1" })]
	if d.Known != 8 || d.Unknown != 2 || d.NotApplicable != 1 {
		t.Errorf("%+v", d)
	}
	if len(got.Agencies) != 11 || got.NotCompared != 1 || slices.Contains(got.Agencies, governing.ID) {
		t.Errorf("%v compared, %d not", got.Agencies, got.NotCompared)
	}
	for _, one := range a.Agencies {
		one.Governs = true
	}
	if got := examine(t, a, nil, doctor.Options{}); len(got.Agencies) != 12 {
		t.Errorf("of governments alone %d are compared", len(got.Agencies))
	}
}

// Too little for anything, and too much for a float64: stated, and never NaN.
func TestBadInput(t *testing.T) {
	r := instrument([]string{"d1", "d2"}, tree{"d1": {"i1", "i2"}, "d2": {"i3"}})
	blank := func(n int) []float64 { return slices.Repeat([]float64{nan}, n) }
	for name, c := range map[string]struct {
		columns [][]float64
		codes   []string
	}{
		"one agency":   {[][]float64{{1}, {2}, {3}}, []string{"DQ001"}},
		"two agencies": {[][]float64{{1, 2}, {2, 1}, {3, 3}}, []string{"DQ001"}},
		"all unknown":  {[][]float64{blank(12), blank(12), blank(12)}, []string{"DQ001", "DQ003", "DQ004"}},
		"all alike":    {[][]float64{make([]float64, 12), make([]float64, 12), make([]float64, 12)}, []string{"DQ010"}},
		"huge": {
			[][]float64{{1e308, 0.2e308, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, steps(12), mixed(12, 5)},
			[]string{"DQ012", "DQ014", "DQ023"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := examine(t, assessed(r, c.columns...), said(answer("a01", "i1", "k", 1e308), answer("a01", "i1", "s", -1e308)), doctor.Options{})
			for _, code := range c.codes {
				if len(of(got, code)) == 0 {
					t.Errorf("no %s: %v", code, codes(got))
				}
			}
		})
	}
	a := assessed(r, steps(12), mixed(12, 5), mixed(12, 7))
	if _, err := doctor.Examine(a, nil, doctor.Options{Basis: result.Assessed}); err == nil {
		t.Error("a basis that is not there was examined")
	}
	if _, err := doctor.Examine(a, nil, doctor.Options{Method: "cosine"}); err == nil {
		t.Error("a method that is not there was used")
	}
	broken := errors.New("broken")
	_, err := doctor.Examine(a, func(yield func(result.Record, error) bool) { yield(result.Record{}, broken) }, doctor.Options{})
	if !errors.Is(err, broken) {
		t.Errorf("an error of the records came out as %v", err)
	}
	empty := &result.Assessment{Rubric: result.Rubric{Tree: &rubric.Rubric{}}, Options: a.Options}
	if got := examine(t, empty, said(), doctor.Options{}); len(got.Agencies) != 0 {
		t.Errorf("%+v", got)
	}
}

// Whatever the data, a report can be written as JSON (which knows no NaN) and holds only what makes sense.
func TestReportsHold(t *testing.T) {
	r := levelled(instrument([]string{"d1=2", "d2"}, tree{"d1": {"i1=3", "i2", "i3"}, "d2": {"i4", "i5=2"}}))
	value := rapid.OneOf(rapid.Float64Range(0, 100), rapid.SampledFrom([]float64{nan, 0, 50, 100, 1e308, 5e-324}))
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.IntRange(1, 16).Draw(t, "agencies")
		var columns [][]float64
		for range 5 {
			columns = append(columns, rapid.SliceOfN(value, units, units).Draw(t, "column"))
		}
		a := assessed(r, columns...)
		var answers []result.Record
		for range rapid.IntRange(0, 40).Draw(t, "answers") {
			x := rapid.SampledFrom([]float64{1, 2, 3, 4, -1e308, 1e308}).Draw(t, "answer")
			answers = append(answers, answer(
				rapid.SampledFrom(a.Agencies).Draw(t, "agency").ID, rapid.SampledFrom(r.Indicators()).Draw(t, "indicator").ID,
				rapid.SampledFrom([]string{"", "key", "staff"}).Draw(t, "role"), x))
		}
		got, err := doctor.Examine(a, said(answers...), doctor.Options{Method: rapid.SampledFrom(coherence.Methods).Draw(t, "method")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(got); err != nil {
			t.Fatal(err)
		}
		gravest := diag.Warning
		for _, f := range got.Findings {
			if f.Code == "" || (f.Severity == diag.Warning && gravest == diag.Note) {
				t.Fatalf("out of order: %+v", got.Findings)
			}
			gravest = f.Severity
		}
	})
}

func TestMethodOfCorrelations(t *testing.T) {
	r := instrument([]string{"d1"}, tree{"d1": {"i1", "i2"}})
	curve := steps(12)
	for i := range curve {
		curve[i] = curve[i] * curve[i] / 100
	}
	a := assessed(r, steps(12), curve)
	for method, want := range map[coherence.Method]bool{coherence.Pearson: false, coherence.Spearman: true, coherence.Kendall: true} {
		c := examine(t, a, nil, doctor.Options{Method: method}).Correlations
		i, j := slices.Index(c.Nodes, "i1"), slices.Index(c.Nodes, "i2")
		if c.Method != string(method) || (*c.R[i][j] == 1) != want {
			t.Errorf("%s of two columns in one order is %v", method, *c.R[i][j])
		}
	}
}

// Doubts about single answers are counted, not repeated.
func TestAnswerDoubts(t *testing.T) {
	a := assessed(instrument([]string{"d1"}, tree{"d1": {"i1", "i2"}}), steps(12), mixed(12, 5))
	a.Diagnostics = []*diag.Diagnostic{{Code: "QA100", Count: 30}, {Code: "QA100"}, {Code: "QA103"}, {Code: "QA004"}, nil}
	got := examine(t, a, nil, doctor.Options{}).AnswerDoubts
	if len(got) != 2 || got["QA100"] != 2 || got["QA103"] != 1 {
		t.Errorf("%v", got)
	}
}
