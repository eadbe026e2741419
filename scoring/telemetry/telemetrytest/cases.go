// Package telemetrytest holds the meaning of the reductions as plain-text cases that every telemetry engine, from
// files, Prometheus or a database, is run against. The cases and their notation stand in testdata/reductions.txt.
package telemetrytest

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
)

//go:embed testdata/reductions.txt
var reductions string

// The names that every case uses.
const (
	Agency    = "dinas_a"
	Indicator = "layanan"
	Metric    = "upper"
	Over      = "lower"
)

// Sample is one measured value, as an engine's source would hold it.
type Sample struct {
	Time   time.Time
	Metric string
	Value  float64
	// Series is the value of the label Label, "" where the case has one series only.
	Series string
}

// Label is the label that tells series apart.
const Label = "monitor"

// Case is one case: a query, the samples in the order in which they are read, and what must come out.
type Case struct {
	// Name is the two lines of the case.
	Name    string
	Query   telemetry.Query
	Samples []Sample
	// Value is NaN where Reason is not "".
	Value    float64
	Reason   string
	Coverage float64
}

// Measure is the measure of the case.
func (c *Case) Measure() *rubric.Measure { return c.Query.Rubric.Node(Indicator).Measure }

// Labelled reports whether the samples of the case are of several series.
func (c *Case) Labelled() bool {
	return slices.ContainsFunc(c.Samples, func(s Sample) bool { return s.Series != "" })
}

// Run runs every case against the engine that open makes for its samples.
func Run(t *testing.T, open func(t *testing.T, samples []Sample) telemetry.Engine) {
	t.Helper()
	RunCases(t, nil, func(t *testing.T, c *Case) telemetry.Engine { return open(t, c.Samples) })
}

// RunCases runs every case against the engine that open makes for it. An engine that cannot answer a case says why:
// where skip gives a reason the case is passed over; nil skips none.
func RunCases(t *testing.T, skip func(*Case) string, open func(t *testing.T, c *Case) telemetry.Engine) {
	t.Helper()
	cases, err := Cases()
	if err != nil {
		t.Fatal(err)
	}
	for i := range cases {
		c := &cases[i]
		t.Run(c.Name, func(t *testing.T) {
			if skip != nil {
				if why := skip(c); why != "" {
					t.Skip(why)
				}
			}
			c.run(t, open(t, c))
		})
	}
}

func (c *Case) run(t *testing.T, engine telemetry.Engine) {
	n := 0
	for m, problem := range engine.Measure(context.Background(), c.Query) {
		if problem != nil {
			if problem.Severity == "error" {
				t.Errorf("%v", problem)
			}
			continue
		}
		n++
		if m.Agency != Agency || m.Indicator != Indicator {
			t.Errorf("is of %s, %s", m.Agency, m.Indicator)
		}
		if m.Reason != c.Reason || !same(m.Value, c.Value) {
			t.Errorf("value %v (reason %q), want %v (%q)", m.Value, m.Reason, c.Value, c.Reason)
		}
		if !same(m.Coverage, c.Coverage) {
			t.Errorf("coverage %v, want %v", m.Coverage, c.Coverage)
		}
	}
	if n != 1 {
		t.Errorf("%d measurements, want 1", n)
	}
}

// same compares to 1e-12 of the larger, for engines may add up in their own order.
func same(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-12*max(math.Abs(a), math.Abs(b), 1e-300)
}

// Cases reads the cases.
func Cases() ([]Case, error) {
	var cases []Case
	asked := ""
	for i, line := range strings.Split(reductions, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case asked == "":
			asked = line
		default:
			c, err := parse(asked, line)
			if err != nil {
				return nil, fmt.Errorf("reading reductions.txt, line %d: %w", i+1, err)
			}
			cases = append(cases, c)
			asked = ""
		}
	}
	if asked != "" || len(cases) == 0 {
		return nil, fmt.Errorf("reading reductions.txt: ends inside the case %q", asked)
	}
	return cases, nil
}

func parse(asked, measured string) (Case, error) {
	c := Case{Name: asked + "; " + measured, Value: math.NaN()}
	words := strings.Fields(asked)
	if len(words) < 3 {
		return c, fmt.Errorf("%q is not REDUCTION EXPECTED WINDOW …", asked)
	}
	measure := &rubric.Measure{Metric: Metric, Reduction: rubric.Reduction(words[0])}
	if !slices.Contains(rubric.Reductions(), measure.Reduction) {
		return c, fmt.Errorf("%q is no reduction", words[0])
	}
	if measure.Reduction == rubric.ReduceRatio {
		measure.Over = Over
	}
	days, err := strconv.Atoi(strings.TrimSuffix(words[2], "d"))
	if err != nil {
		return c, err
	}
	metrics := []rubric.Metric{{ID: Metric, Expected: words[1]}, {ID: Over, Expected: words[1]}}
	if measure.Reduction == rubric.ReduceIncrease {
		metrics[0].Kind = rubric.Counter
	}
	if err := further(words[3:], measure, metrics); err != nil {
		return c, fmt.Errorf("%q: %w", asked, err)
	}
	if strings.Contains(measured, "@") {
		metrics[0].Labels = map[string][]string{Label: {rubric.AnyLabel}}
	}
	r := &rubric.Rubric{Metrics: metrics, Children: []*rubric.Node{{ID: Indicator, Measure: measure}}}
	r.Link()
	from := telemetry.Date{Year: 2025, Month: time.January, Day: 1}
	c.Query = telemetry.Query{
		Rubric:   r,
		Agencies: agency.NewList([]*agency.Agency{{ID: Agency, Zone: agency.WITA}}, nil),
		Window:   telemetry.Window{From: from, To: telemetry.Date{Year: 2025, Month: time.January, Day: 1 + days}},
	}
	before, after, found := strings.Cut(measured, "=> ")
	if !found {
		return c, fmt.Errorf("%q has no =>", measured)
	}
	if err := c.samples(before, from.In(agency.WITA)); err != nil {
		return c, err
	}
	return c, c.outcome(strings.Fields(after))
}

// further reads what may follow the window: at_least N, leave_out N,N, counter.
func further(words []string, m *rubric.Measure, metrics []rubric.Metric) error {
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		if word == "counter" {
			metrics[0].Kind, metrics[1].Kind = rubric.Counter, rubric.Counter
			continue
		}
		if len(words) == 0 {
			return fmt.Errorf("%s needs a value", word)
		}
		var numbers []float64
		for _, text := range strings.Split(words[0], ",") {
			x, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return err
			}
			numbers = append(numbers, x)
		}
		words = words[1:]
		switch word {
		case "at_least":
			m.AtLeast = &numbers[0]
		case "leave_out":
			metrics[0].LeaveOut = numbers
		default:
			return fmt.Errorf("%q is not at_least, leave_out or counter", word)
		}
	}
	return nil
}

func (c *Case) samples(text string, start time.Time) error {
	metric := Metric
	for _, word := range strings.Fields(text) {
		if word == "over" {
			metric = Over
			continue
		}
		word, series, _ := strings.Cut(word, "@")
		at, value, _ := strings.Cut(word, "=")
		offset, err := offsetOf(at)
		if err != nil {
			return err
		}
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return err
		}
		c.Samples = append(c.Samples, Sample{start.Add(offset), metric, x, series})
	}
	return nil
}

// offsetOf reads 0, 12h, 1d, -1s.
func offsetOf(s string) (time.Duration, error) {
	if s == "0" {
		return 0, nil
	}
	digits, negative := strings.CutPrefix(s, "-")
	d, _, err := rubric.ParseInterval(digits)
	if negative {
		d = -d
	}
	return d, err
}

// outcome reads "95 covered 1" or "none no_samples covered 0".
func (c *Case) outcome(words []string) error {
	var err error
	switch {
	case len(words) == 4 && words[0] == "none" && words[2] == "covered":
		c.Reason = words[1]
	case len(words) == 3 && words[1] == "covered":
		if c.Value, err = strconv.ParseFloat(words[0], 64); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%q is neither VALUE covered C nor none REASON covered C", words)
	}
	c.Coverage, err = strconv.ParseFloat(words[len(words)-1], 64)
	return err
}
