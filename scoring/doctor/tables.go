package doctor

import (
	"errors"
	"fmt"
	"math"

	"siap/rubric"
	"siap/scoring/composite/coherence"
	"siap/scoring/composite/describe"
	"siap/scoring/result/fitness"
)

// number is a number for the report: nil where it is unknown.
func number(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func numbers(matrix [][]float64) [][]*float64 {
	out := make([][]*float64, len(matrix))
	for i, row := range matrix {
		out[i] = make([]*float64, len(row))
		for j, x := range row {
			out[i][j] = number(x)
		}
	}
	return out
}

// describe describes every node.
func (e *examination) describe() error {
	e.report.Distributions = make([]fitness.Distribution, 0, len(e.nodes))
	for _, n := range e.nodes {
		d, err := coherence.Describe(n.values)
		if err != nil {
			return fmt.Errorf("describing %q: %w", n.id, err)
		}
		ends := coherence.AtEnds(n.values, n.scale)
		e.report.Distributions = append(e.report.Distributions, fitness.Distribution{
			Node: n.id, Known: d.N, Unknown: n.unknown, NotApplicable: n.notApplicable, Zeros: d.Zeros,
			Unique: d.Unique, Largest: d.Largest, Min: number(d.Min), Q1: number(d.Q1), Median: number(d.Median),
			Q3: number(d.Q3), Max: number(d.Max), Mean: number(d.Mean), SD: number(d.SD),
			Skewness: number(d.Skewness), Kurtosis: number(d.Kurtosis),
			Floor: number(ends.Floor), Ceiling: number(ends.Ceiling),
			Outliers: e.agencies(d.Outliers), Far: e.agencies(d.Far),
			Heavy: math.Abs(d.Skewness) > e.limits.Skewness && d.Kurtosis > e.limits.Kurtosis,
		})
	}
	return nil
}

// correlate correlates all nodes with each other.
func (e *examination) correlate(method coherence.Method) error {
	all := make([]int, len(e.nodes))
	c := fitness.Correlations{Method: string(method)}
	for at, n := range e.nodes {
		all[at] = at
		c.Nodes = append(c.Nodes, n.id)
	}
	var err error
	if e.pearson, err = coherence.Correlate(e.columns(all), coherence.Pearson); err != nil {
		return fmt.Errorf("correlating the nodes: %w", err)
	}
	m := e.pearson
	if method != coherence.Pearson {
		if m, err = coherence.Correlate(e.columns(all), method); err != nil {
			return fmt.Errorf("correlating the nodes: %w", err)
		}
	}
	c.R, c.N, c.P = numbers(m.R), m.N, numbers(m.P)
	e.report.Correlations = c
	return nil
}

// structure computes alpha and the components of the members of every node. A node of which neither can be computed,
// for want of agencies or of members that vary, is left out.
func (e *examination) structure() {
	e.report.Alphas, e.report.Components = []fitness.Alpha{}, []fitness.Components{}
	for _, at := range e.inner() {
		members := e.nodes[at].children
		if alpha, err := coherence.Cronbach(e.columns(members), coherence.Pairwise); err == nil {
			e.report.Alphas = append(e.report.Alphas, e.alpha(at, alpha))
		}
		components, err := coherence.PrincipalComponents(e.columns(members), coherence.Pairwise)
		if errors.Is(err, describe.ErrIndefinite) {
			components, err = coherence.PrincipalComponents(e.columns(members), coherence.Listwise)
		}
		if err == nil {
			e.report.Components = append(e.report.Components, e.components(at, components))
		}
	}
}

func (e *examination) alpha(at int, r *coherence.Reliability) fitness.Alpha {
	n := e.nodes[at]
	out := fitness.Alpha{
		Node: n.id, Blanks: string(r.Blanks), N: r.Units, Raw: number(r.Raw), Standardised: number(r.Standardised),
		Mean: number(r.Mean), Items: []fitness.AlphaItem{}, Constant: e.names(n.children, r.Constant),
	}
	for _, item := range r.Items {
		out.Items = append(out.Items, fitness.AlphaItem{
			Node: e.nodes[n.children[item.Column]].id, Without: number(item.Without),
			WithoutStandardised: number(item.WithoutStandardised), Rest: number(item.Rest),
			RestStandardised: number(item.RestStandardised),
		})
	}
	return out
}

func (e *examination) components(at int, c *coherence.Components) fitness.Components {
	n := e.nodes[at]
	return fitness.Components{
		Node: n.id, Blanks: string(c.Blanks), N: c.Units, Eigenvalues: c.Eigenvalues, Share: c.Share,
		Strong:  c.Strong(coherence.Keep{Eigenvalue: e.limits.Eigenvalue, Share: e.limits.Variance}),
		Members: e.names(n.children, c.Columns), Loadings: c.Loadings, Constant: e.names(n.children, c.Constant),
	}
}

// weigh holds the weights of the members of every node against what they really move. Nodes that take the lowest or
// the middle of their members are left out: there a weight does not say how much a member counts.
func (e *examination) weigh() {
	e.report.Weights = []fitness.Weight{}
	for _, at := range e.inner() {
		n := e.nodes[at]
		if how, _ := e.tree.Combines(n.in); how == rubric.Minimum || how == rubric.Median {
			continue
		}
		weights := make([]float64, len(n.children))
		for i, c := range n.children {
			weights[i] = e.nodes[c].in.Weight
			if own := e.nodes[c].in.Scale; own != nil { // members of a sum weigh by what they can add
				weights[i] *= own.Span()
			}
		}
		found, err := coherence.Influences(n.values, e.columns(n.children), weights)
		if err != nil {
			continue
		}
		for i, c := range n.children {
			one := found[i]
			e.report.Weights = append(e.report.Weights, fitness.Weight{
				Node: e.nodes[c].id, Parent: n.id, N: one.Units, Stated: one.Stated, Effective: number(one.Effective),
				Effect: number(one.Effect), R: number(one.R),
			})
		}
	}
}
