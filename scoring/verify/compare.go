package verify

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"siap/scoring/composite"
	"siap/scoring/result"
)

// Difference is one place where a stored assessment is not what its evidence and rubric give.
type Difference struct {
	// Agency is empty for what concerns all.
	Agency string       `json:"agency,omitempty"`
	Basis  result.Basis `json:"basis,omitempty"`
	// Node is the id of a node or tag; "" is the index.
	Node string `json:"node,omitempty"`
	// Member is the member of assessment.json: value, band, rank.overall, …
	Member string `json:"member"`
	Stored string `json:"stored"`
	Again  string `json:"again"`
}

// Compare lists the differences between an assessment and the same computed again, agency by agency. Numbers are
// the same within the tolerance of their scale (1e-9 of its span); words and places must be equal.
func Compare(stored, again *result.Assessment) []Difference {
	c := &comparer{tol: composite.Tolerance * stored.Rubric.Tree.Scale.Span()}
	prints := stored.Rubric.Tree.Fingerprints()
	c.differ(Difference{Member: "rubric.fingerprints.scoring"}, stored.Rubric.Fingerprints.Scoring, prints.Scoring)
	c.differ(Difference{Member: "rubric.fingerprints.text"}, stored.Rubric.Fingerprints.Text, prints.Text)
	c.differ(Difference{Member: "contradictions"}, strconv.Itoa(len(stored.Contradictions)), strconv.Itoa(len(again.Contradictions)))
	for i, one := range stored.Agencies {
		other := again.Agencies[i]
		c.differ(Difference{Agency: one.ID, Member: "source"}, one.Source, other.Source)
		c.bases(one.ID, one.Results, other.Results)
		c.bases(one.ID, one.Rollup, other.Rollup)
	}
	return c.found
}

type comparer struct {
	tol   float64
	found []Difference
}

func (c *comparer) differ(d Difference, stored, again string) {
	if stored != again {
		d.Stored, d.Again = stored, again
		c.found = append(c.found, d)
	}
}

func (c *comparer) bases(agency string, stored, again map[result.Basis]*result.Scores) {
	for _, basis := range keys(stored, again) {
		a, b := stored[basis], again[basis]
		at := Difference{Agency: agency, Basis: basis}
		if a == nil || b == nil {
			at.Member = "results"
			c.differ(at, there(a != nil), there(b != nil))
			continue
		}
		c.node(at, &a.Index, &b.Index)
		c.rank(at, a.Rank, b.Rank)
		c.nodes(at, a.Nodes, b.Nodes)
		c.nodes(at, a.Tags, b.Tags)
	}
}

func (c *comparer) nodes(at Difference, stored, again map[string]*result.Node) {
	for _, id := range keys(stored, again) {
		at.Node = id
		c.node(at, stored[id], again[id])
	}
}

// node compares the numbers and words of a node; a missing one differs from every other.
func (c *comparer) node(at Difference, a, b *result.Node) {
	if a == nil || b == nil {
		at.Member = "node"
		c.differ(at, there(a != nil), there(b != nil))
		return
	}
	for _, m := range []struct {
		name string
		a, b *float64
	}{
		{"value", a.Value, b.Value},
		{"low", a.Low, b.Low},
		{"high", a.High, b.High},
		{"coverage", &a.Coverage, &b.Coverage},
		{"weight", &a.Weight, &b.Weight},
		{"claim", a.Claim, b.Claim},
		{"measured", a.Measured, b.Measured},
		{"raw", a.Raw, b.Raw},
	} {
		at.Member = m.name
		tol := c.tol
		switch m.name {
		case "coverage", "weight":
			tol = composite.Tolerance
		case "raw": // in a unit of its own
			tol = composite.Tolerance * max(1, math.Abs(number(m.a)))
		}
		if !same(m.a, m.b, tol) {
			c.differ(at, shown(m.a), shown(m.b))
		}
	}
	for _, m := range []struct{ name, a, b string }{
		{"band", a.Band, b.Band},
		{"verdict", a.Verdict, b.Verdict},
		{"reason", a.Reason, b.Reason},
		{"flags", fmt.Sprint(a.Flags), fmt.Sprint(b.Flags)},
	} {
		at.Member = m.name
		c.differ(at, m.a, m.b)
	}
	c.items(at, a.Items, b.Items)
}

// items compares the rows of a repeated indicator; results of before they were stored have none.
func (c *comparer) items(at Difference, a, b []result.Item) {
	if a == nil {
		return
	}
	at.Member = "items"
	c.differ(at, strconv.Itoa(len(a)), strconv.Itoa(len(b)))
	for i := range min(len(a), len(b)) {
		at.Member = "items." + a[i].Item
		c.differ(at, a[i].Item+a[i].Reason, b[i].Item+b[i].Reason)
		if !same(a[i].Value, b[i].Value, c.tol) {
			c.differ(at, shown(a[i].Value), shown(b[i].Value))
		}
	}
}

func (c *comparer) rank(at Difference, a, b result.Rank) {
	at.Member = "rank.overall"
	c.differ(at, strconv.Itoa(a.Overall), strconv.Itoa(b.Overall))
	at.Member = "rank.of"
	c.differ(at, strconv.Itoa(a.Of), strconv.Itoa(b.Of))
	for _, column := range keys(a.Groups, b.Groups) {
		at.Member = "rank.groups." + column
		c.differ(at, inGroup(a.Groups[column]), inGroup(b.Groups[column]))
	}
	at.Member = "rank.interval"
	c.differ(at, interval(a.Interval), interval(b.Interval))
	at.Member = "rank.possible"
	c.differ(at, interval(a.Possible), interval(b.Possible))
	at.Member = "rank.tie"
	c.differ(at, strconv.Itoa(a.Tie), strconv.Itoa(b.Tie))
	at.Member = "rank.spread"
	c.differ(at, places(a.Spread), places(b.Spread))
}

// inGroup writes a place within a group.
func inGroup(g result.GroupRank) string {
	return fmt.Sprintf("%d/%d, %s", g.Rank, g.Of, interval(g.Interval))
}

// places writes how often an agency had which place: whole numbers, which nothing but another draw changes.
func places(s *result.Spread) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%d+%v", s.First, s.Counts)
}

func interval(i *result.Interval) string {
	if i == nil {
		return "–"
	}
	return fmt.Sprintf("%d–%d (%s)", i.Best, i.Worst, i.Method)
}

// keys gives the keys of both maps in order.
func keys[K cmp.Ordered, V any](a, b map[K]V) []K {
	all := maps.Clone(a)
	if all == nil {
		all = map[K]V{}
	}
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

func same(a, b *float64, tol float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= tol
}

func shown(x *float64) string {
	if x == nil {
		return "null"
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}

func there(is bool) string {
	if is {
		return "present"
	}
	return "missing"
}
