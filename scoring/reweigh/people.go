package reweigh

import (
	"fmt"
	"slices"

	"siap/rubric"
	"siap/scoring/composite/weigh"
	"siap/scoring/composite/weigh/ahp"
	"siap/scoring/panel"
	"siap/scoring/result/weighing"
)

// start begins a report that needs no scores.
func start(r *rubric.Rubric, method string) (*weighing.Report, *tree, error) {
	t, err := newTree(r)
	if err != nil {
		return nil, nil, err
	}
	return &weighing.Report{Method: method, Rubric: r.ID, Version: r.Version}, t, nil
}

// Budget finds the weights of the children of every node from the points that experts handed out: the mean of their
// shares, each expert counting the same. budget is how many points each had for a node, 0 for any number. Nodes that
// nobody said anything of keep the rubric's weights. An error means experts' points that do not fit the rubric, which
// package panel does not let through.
func Budget(r *rubric.Rubric, b *panel.Budget, budget float64) (*weighing.Report, error) {
	rep, t, err := start(r, weighing.MethodBudget)
	if err != nil {
		return nil, err
	}
	rep.People, rep.Settings.Budget = b.Experts, budget
	for i := range t.groups {
		g := &t.groups[i]
		n := t.node(g)
		k := slices.IndexFunc(b.Groups, func(a panel.Allotted) bool { return a.Node == g.id() })
		switch {
		case g.ownScales():
			n.Reason = weighing.ReasonScales
		case k < 0:
			n.Reason = weighing.ReasonNobody
		default:
			said := &b.Groups[k]
			if !slices.Equal(said.Members, g.ids()) {
				return nil, fmt.Errorf("weighing below %q: the experts' points are for %v, not %v", g.id(), said.Members, g.ids())
			}
			found, err := weigh.Budget(said.Points, budget)
			if err != nil {
				return nil, fmt.Errorf("weighing below %q: %w", g.id(), err)
			}
			t.found(g, &n, found.Weights)
			n.Budget = &weighing.Budget{Experts: said.Experts, Low: found.Low, High: found.High}
			for _, points := range said.Points {
				shares, err := weigh.Given(points)
				if err != nil {
					return nil, fmt.Errorf("weighing below %q: %w", g.id(), err)
				}
				n.Budget.Shares = append(n.Budget.Shares, shares)
			}
			for _, sd := range found.SD {
				n.Budget.SD = append(n.Budget.SD, finite(sd))
			}
		}
		rep.Nodes = append(rep.Nodes, n)
	}
	t.whole(rep.Nodes)
	return rep, nil
}

// JudgedOptions say how judgements become weights. The zero value takes the eigenvector, Saaty's random index of 2005,
// and the geometric mean of the judgements of several judges.
type JudgedOptions struct {
	Priorities ahp.Method
	Index      ahp.Index
	Judges     ahp.Combination
}

func (o *JudgedOptions) settle() {
	if o.Priorities == "" {
		o.Priorities = ahp.Eigenvector
	}
	if o.Index == "" {
		o.Index = ahp.SaatyIndex
	}
	if o.Judges == "" {
		o.Judges = ahp.OfJudgements
	}
}

// Judged finds the weights of the children of every node from judgements of two at a time (package ahp), each judge
// counting the same. Nodes that nobody judged keep the rubric's weights. An error means an unknown option, or
// judgements that do not fit the rubric, which package panel does not let through.
func Judged(r *rubric.Rubric, j *panel.Judgements, o JudgedOptions) (*weighing.Report, error) {
	rep, t, err := start(r, weighing.MethodAHP)
	if err != nil {
		return nil, err
	}
	o.settle()
	rep.People = j.Judges
	rep.Settings = weighing.Settings{Priorities: string(o.Priorities), RandomIndex: string(o.Index), Judges: string(o.Judges)}
	for i := range t.groups {
		g := &t.groups[i]
		n := t.node(g)
		k := slices.IndexFunc(j.Groups, func(c panel.Compared) bool { return c.Node == g.id() })
		switch {
		case g.ownScales():
			n.Reason = weighing.ReasonScales
		case k < 0:
			n.Reason = weighing.ReasonNobody
		default:
			said := &j.Groups[k]
			if !slices.Equal(said.Members, g.ids()) {
				return nil, fmt.Errorf("weighing below %q: the judgements are of %v, not %v", g.id(), said.Members, g.ids())
			}
			group, err := ahp.Judges(said.Matrices, nil, o.Judges, ahp.Options{Method: o.Priorities, Index: o.Index})
			if err != nil {
				return nil, fmt.Errorf("weighing below %q: %w", g.id(), err)
			}
			t.found(g, &n, group.Weights)
			n.Judged = judged(said, group)
		}
		rep.Nodes = append(rep.Nodes, n)
	}
	t.whole(rep.Nodes)
	return rep, nil
}

// judged tells what the judges of one node said, each and together.
func judged(said *panel.Compared, group *ahp.Group) *weighing.Judged {
	out := &weighing.Judged{}
	for k, p := range group.Judges {
		out.Judges = append(out.Judges, weighing.Judge{
			Judge: said.Judges[k], Shares: p.Weights, Consistency: consistency(said.Members, p),
		})
	}
	if len(group.Judges) > 1 && group.Together != nil {
		together := consistency(said.Members, group.Together)
		out.Together = &together
	}
	return out
}

// fits is how near to 1 the ratio of a judgement to its weights is where the judgement fits.
const fits = 1e-6

// consistency tells how far judgements contradict each other.
func consistency(members []string, p *ahp.Priorities) weighing.Consistency {
	c := weighing.Consistency{LambdaMax: p.LambdaMax, Index: p.Consistency, Acceptable: len(members) < 3}
	if len(members) > 2 {
		c.RandomIndex, c.Ratio = finite(p.RandomIndex), finite(p.Ratio)
		c.Acceptable = c.Ratio != nil && *c.Ratio <= ahp.Acceptable
	}
	if w := p.Worst; w.Row != w.Column && w.Weighted > 0 {
		if off := w.Judged / w.Weighted; off > 1+fits || off < 1-fits {
			c.Worst = &weighing.Misfit{A: members[w.Row], B: members[w.Column], Judged: w.Judged, Weighted: w.Weighted}
		}
	}
	return c
}

// Experts gives the weights of each expert, by node, as Monte Carlo draws take them: in the rubric's own measure, and
// above 0. A node that an expert said nothing of keeps the rubric's weights, and is not named.
func Experts(r *rubric.Rubric, b *panel.Budget) ([]map[string]float64, error) {
	out := make([]map[string]float64, len(b.Experts))
	for e := range out {
		out[e] = map[string]float64{}
	}
	for i := range b.Groups {
		g := &b.Groups[i]
		for k, who := range g.Experts {
			shares, err := weigh.Given(g.Points[k])
			if err != nil {
				return nil, fmt.Errorf("taking the weights of expert %s below %q: %w", who, g.Node, err)
			}
			put(r, out[slices.Index(b.Experts, who)], g.Members, shares)
		}
	}
	return out, nil
}

// ExpertsOfJudges is Experts for judgements of two at a time.
func ExpertsOfJudges(r *rubric.Rubric, j *panel.Judgements, o JudgedOptions) ([]map[string]float64, error) {
	o.settle()
	out := make([]map[string]float64, len(j.Judges))
	for e := range out {
		out[e] = map[string]float64{}
	}
	for i := range j.Groups {
		g := &j.Groups[i]
		for k, who := range g.Judges {
			p, err := ahp.Solve(g.Matrices[k], ahp.Options{Method: o.Priorities, Index: o.Index})
			if err != nil {
				return nil, fmt.Errorf("taking the weights of judge %s below %q: %w", who, g.Node, err)
			}
			put(r, out[slices.Index(j.Judges, who)], g.Members, p.Weights)
		}
	}
	return out, nil
}

// put writes the shares of siblings into weights by node, in the rubric's own measure.
func put(r *rubric.Rubric, to map[string]float64, members []string, shares []float64) {
	sum := 0.0
	for _, id := range members {
		sum += r.Node(id).Weight
	}
	for i, id := range members {
		to[id] = rounded(max(shares[i], smallest) * sum)
	}
}
