package pull

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/remote"
)

// Want is one metric that a server is asked for.
type Want struct {
	// Metric is what the rubric says of it, How what siap.yaml says.
	Metric *rubric.Metric
	How    remote.Metric
	// Step is the interval in which a sample is expected; 0 is once.
	Step time.Duration
	// Place is where siap.yaml names the metric, or the source.
	Place diag.Place
	Need  Need
}

// Need is what the reductions of a metric are made of; the number and the sum of the samples always belong to it.
type Need struct {
	Min, Max, Last, Increase, TimeMean bool
	// Thresholds are those of shares, TimeThresholds those of shares of time, in the metric's unit; a sample counts from
	// a billionth below.
	Thresholds, TimeThresholds []float64
	// Quantiles are shares of the samples, 0 to 1.
	Quantiles []float64
}

// Least is the smallest value that counts as at or above a threshold: a billionth of it below.
func Least(threshold float64) float64 {
	const tolerance = 1e-9
	if threshold < 0 {
		return threshold + tolerance*threshold
	}
	return threshold - tolerance*threshold
}

// Group are agencies whose window is the same stretch of time: those of one time zone.
type Group struct {
	// From is the first moment of the window, To the first after it.
	From, To time.Time
	// Quiet is the announced maintenance in between, in order: samples of that time do not count.
	Quiet []telemetry.Stretch
	// Agencies are numbers in the list of agencies.
	Agencies []int
	// Values are the values of the agency's label by which the server is asked for these agencies; Others are those of
	// all other groups. The first group asks for everything but Others, so that unknown agencies are noticed; with one
	// group alone both are empty.
	Values, Others []string
}

// plan is what one source is asked for.
type plan struct {
	query  telemetry.Query
	source *remote.Source
	wants  []*Want
	number map[string]int
	// groups are by want, of are the group of each agency by want.
	groups [][]Group
	of     [][]*Group
	quiet  *telemetry.Announced
	// measured are the indicators whose metric the source holds.
	measured []*rubric.Node
}

// newPlan finds out what the source is to be asked, and what of it cannot be.
func newPlan(
	q telemetry.Query, s *remote.Source, quiet *telemetry.Announced, refuse func(*Want, rubric.Reduction) *diag.Rule,
) (*plan, []*diag.Diagnostic) {
	p := &plan{query: q, source: s, quiet: quiet, number: map[string]int{}}
	var problems []*diag.Diagnostic
	used := map[string]bool{}
	for _, n := range q.Rubric.Indicators() {
		if n.Measure == nil || !p.holds(n.Measure.Metric) {
			if n.Measure != nil && n.Measure.Reduction == rubric.ReduceRatio && p.holds(n.Measure.Over) {
				used[n.Measure.Over] = true
				problems = append(problems, ruleOtherHalf.At(p.place(n.Measure.Over)).About(n.Measure.Over).Saw(n.Measure.Metric))
			}
			continue
		}
		metrics := []string{n.Measure.Metric}
		if n.Measure.Reduction == rubric.ReduceRatio {
			metrics = append(metrics, n.Measure.Over)
		}
		refused := false
		for i, id := range metrics {
			if !p.holds(id) {
				problems = append(problems, ruleOtherHalf.At(p.place(metrics[0])).About(metrics[0]).Saw(id))
				refused = true
				continue
			}
			used[id] = true
			w := p.want(id)
			reduction := n.Measure.Reduction
			if i == 1 || reduction == rubric.ReduceRatio {
				reduction = rubric.ReduceLast
				if w.Metric.Is(rubric.Counter) {
					reduction = rubric.ReduceIncrease
				}
			}
			if rule := refuse(w, reduction); rule != nil {
				problems = append(problems, rule.At(w.Place).About(id).Saw(string(n.Measure.Reduction)))
				refused = true
				continue
			}
			w.Need.add(reduction, n.Measure.AtLeast)
		}
		if !refused {
			p.measured = append(p.measured, n)
		}
	}
	p.wants = slices.DeleteFunc(p.wants, func(w *Want) bool { return !p.needed(w.Metric.ID) })
	for i, w := range p.wants {
		p.number[w.Metric.ID] = i
		p.group(w)
	}
	return p, append(problems, p.unused(used)...)
}

// holds reports whether the source has a metric: those it names, or all where it names none.
func (p *plan) holds(id string) bool {
	_, named := p.source.Metrics[id]
	return named || len(p.source.Metrics) == 0
}

func (p *plan) place(id string) diag.Place {
	if m, named := p.source.Metrics[id]; named && m.Place != (diag.Place{}) {
		return m.Place
	}
	return p.source.Place
}

func (p *plan) want(id string) *Want {
	if i := slices.IndexFunc(p.wants, func(w *Want) bool { return w.Metric.ID == id }); i >= 0 {
		return p.wants[i]
	}
	m := p.query.Rubric.Metric(id)
	if m == nil {
		m = &rubric.Metric{ID: id}
	}
	step, _, err := rubric.ParseInterval(m.Expected)
	if err != nil { // a checked rubric has none
		step = 0
	}
	w := &Want{Metric: m, How: p.source.Metrics[id], Step: step, Place: p.place(id)}
	p.wants = append(p.wants, w)
	return w
}

func (p *plan) needed(id string) bool {
	return slices.ContainsFunc(p.measured, func(n *rubric.Node) bool {
		return n.Measure.Metric == id || (n.Measure.Reduction == rubric.ReduceRatio && n.Measure.Over == id)
	})
}

func (n *Need) add(r rubric.Reduction, threshold *float64) {
	with := func(list []float64, x float64) []float64 {
		if slices.Contains(list, x) {
			return list
		}
		return append(list, x)
	}
	switch r {
	case rubric.ReduceMin:
		n.Min = true
	case rubric.ReduceMax:
		n.Max = true
	case rubric.ReduceLast:
		n.Last = true
	case rubric.ReduceIncrease:
		n.Increase = true
	case rubric.ReduceTimeMean:
		n.TimeMean = true
	case rubric.ReduceShare:
		if threshold != nil {
			n.Thresholds = with(n.Thresholds, *threshold)
		}
	case rubric.ReduceTimeShare:
		if threshold != nil {
			n.TimeThresholds = with(n.TimeThresholds, *threshold)
		}
	}
	if q, is := r.Quantile(); is {
		n.Quantiles = with(n.Quantiles, q)
	}
}

// group puts agencies with the same window and the same maintenance together, in the order of the list.
func (p *plan) group(w *Want) {
	at := map[string]int{}
	var groups []Group
	agencies := p.query.Agencies.All()
	for i, a := range agencies {
		g := Group{From: p.query.Window.From.In(a.Zone), To: p.query.Window.To.In(a.Zone), Quiet: p.quiet.Stretches(i, w.Metric.ID)}
		key := fmt.Sprint(g.From.UnixMilli(), g.To.UnixMilli())
		for _, q := range g.Quiet {
			key += fmt.Sprint(" ", q.From.UnixNano(), q.To.UnixNano())
		}
		k, known := at[key]
		if !known {
			k = len(groups)
			at[key] = k
			groups = append(groups, g)
		}
		groups[k].Agencies = append(groups[k].Agencies, i)
	}
	if len(groups) > 1 {
		p.separate(groups)
	}
	of := make([]*Group, len(agencies))
	for g := range groups {
		for _, i := range groups[g].Agencies {
			of[i] = &groups[g]
		}
	}
	p.groups, p.of = append(p.groups, groups), append(p.of, of)
}

// separate says by which values of the agency's label each group is asked for.
func (p *plan) separate(groups []Group) {
	names := map[string][]string{} // by agency: the values that stand for it
	for value, id := range p.source.Agencies {
		names[id] = append(names[id], value)
	}
	for g := range groups {
		for _, i := range groups[g].Agencies {
			id := p.query.Agencies.All()[i].ID
			if _, renamed := p.source.Agencies[id]; !renamed {
				groups[g].Values = append(groups[g].Values, id)
			}
			groups[g].Values = append(groups[g].Values, names[id]...)
		}
		slices.Sort(groups[g].Values)
		if g > 0 {
			groups[0].Others = append(groups[0].Others, groups[g].Values...)
		}
	}
	slices.Sort(groups[0].Others)
}

// maintenance is how much of the window was announced as maintenance.
func (g *Group) maintenance() time.Duration {
	sum := time.Duration(0)
	for _, q := range g.Quiet {
		sum += q.To.Sub(q.From)
	}
	return sum
}

// Pieces are the parts of the window without its maintenance.
func (g *Group) Pieces() []telemetry.Stretch {
	var out []telemetry.Stretch
	from := g.From
	for _, q := range g.Quiet {
		if from.Before(q.From) {
			out = append(out, telemetry.Stretch{From: from, To: q.From})
		}
		from = q.To
	}
	if from.Before(g.To) {
		out = append(out, telemetry.Stretch{From: from, To: g.To})
	}
	return out
}

// unused warns of metrics that siap.yaml names and no indicator asks for.
func (p *plan) unused(used map[string]bool) []*diag.Diagnostic {
	var known []string
	for _, n := range p.query.Rubric.Indicators() {
		if n.Measure == nil {
			continue
		}
		for _, id := range []string{n.Measure.Metric, n.Measure.Over} {
			if id != "" && !slices.Contains(known, id) {
				known = append(known, id)
			}
		}
	}
	slices.Sort(known)
	var found []*diag.Diagnostic
	for _, id := range slices.Sorted(maps.Keys(p.source.Metrics)) {
		if !used[id] {
			found = append(found, ruleUnused.At(p.place(id)).Saw(id).Allows(strings.Join(known, ", ")).Near(nearest.Of(id, known)))
		}
	}
	return found
}

// expected is how many samples of a metric one series of a group should have: the window without its maintenance by the
// interval, rounded up, and 1 for once.
func expected(w *Want, g *Group) int {
	if w.Step <= 0 {
		return 1
	}
	length := g.To.Sub(g.From) - g.maintenance()
	n := length / w.Step
	if length%w.Step > 0 {
		n++
	}
	return int(max(n, 1))
}
