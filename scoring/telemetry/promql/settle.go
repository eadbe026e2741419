package promql

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"siap/scoring/telemetry/remote/pull"
)

// least are the smallest values that count as at or above the thresholds.
func (f *fetch) least() []float64 {
	out := make([]float64, len(f.want.Need.Thresholds))
	for i, t := range f.want.Need.Thresholds {
		out[i] = pull.Least(t)
	}
	return out
}

// settle gives every series of the server to its agency. Series that nothing the rubric names tells apart are one and
// the same where one begins when the other has ended, as when a target moves to another machine; else nobody knows
// which of them is meant.
func (f *fetch) settle(r *pull.Reply, g *pull.Group, runs map[string]*run, agencies *pull.Agencies) {
	of := map[int]map[string][]*run{}
	for _, key := range slices.Sorted(maps.Keys(runs)) {
		one := runs[key]
		value := one.labels[f.agencyLabel]
		if value == "" {
			r.Unlabelled++
			continue
		}
		agency, known := agencies.Find(value)
		if !known {
			if r.Unknown == nil {
				r.Unknown = map[string]int{}
			}
			r.Unknown[value]++
			continue
		}
		if !slices.Contains(g.Agencies, agency) {
			continue
		}
		if of[agency] == nil {
			of[agency] = map[string][]*run{}
		}
		name := f.name(value, one.labels)
		of[agency][name] = append(of[agency][name], one)
	}
	for agency, series := range of {
		for name, same := range series {
			f.join(r, agency, name, same)
		}
	}
}

// name is what tells the series of an agency apart.
func (f *fetch) name(value string, labels map[string]string) string {
	parts := []string{strconv.Quote(value)}
	for _, label := range slices.Sorted(maps.Keys(f.want.Metric.Labels)) {
		parts = append(parts, strconv.Quote(labels[f.want.How.Name(label)]))
	}
	return strings.Join(parts, ",")
}

// join makes one series of those that follow each other.
func (f *fetch) join(r *pull.Reply, agency int, name string, same []*run) {
	slices.SortStableFunc(same, func(a, b *run) int { return cmp.Or(a.first.Compare(b.first), a.latest.Compare(b.latest)) })
	whole := same[0]
	for _, next := range same[1:] {
		follows := whole.first.Before(next.first) && !whole.latest.After(next.first) && whole.latest.Before(next.latest)
		if !follows && !whole.latest.Before(next.first) {
			r.Fail(agency, pull.RuleAmbiguous.At(f.want.Place).About(f.want.Metric.ID).Saw(difference(whole.labels, next.labels)))
			return
		}
		whole.then(&next.stretch)
		whole.inMaintenance += next.inMaintenance
	}
	s := pull.Series{
		Agency: agency, Name: name, Samples: whole.samples, NotMeasured: whole.notMeasured, InMaintenance: whole.inMaintenance,
		Sum: whole.sum * f.scale, Min: whole.low * f.scale, Max: whole.high * f.scale, Last: whole.last * f.scale,
		Increase: whole.increase * f.scale, First: whole.first, Latest: whole.latest, Reached: whole.reached,
		Quantiles: whole.quantiles,
	}
	if f.want.Need.Increase {
		s.Resets = whole.resets
	}
	if s.Samples > 0 && (math.IsNaN(s.Sum) || math.IsInf(s.Sum, 0)) {
		r.Fail(agency, pull.RuleNotFinite.At(f.want.Place).About(f.want.Metric.ID).Saw(number(s.Sum)))
		return
	}
	r.Series = append(r.Series, s)
}

// difference names the labels in which two series differ.
func difference(a, b map[string]string) string {
	var out []string
	for _, label := range slices.Sorted(maps.Keys(a)) {
		if label != "__name__" && label != part && a[label] != b[label] {
			out = append(out, label+": "+a[label]+", "+b[label])
		}
	}
	for _, label := range slices.Sorted(maps.Keys(b)) {
		if _, both := a[label]; !both && label != part && label != "__name__" {
			out = append(out, label+": "+b[label])
		}
	}
	return strings.Join(out, "; ")
}
