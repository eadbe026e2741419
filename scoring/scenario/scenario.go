// Package scenario changes a rubric for a simulation: other weights, another way to aggregate, and what a person
// wants to try without editing the instrument. The rubric itself is never touched; a scenario makes a copy and a list
// of what differs, which every output repeats, so that a simulation cannot pass for a result.
//
// A file has one scenario (the keys of Scenario at its top, which is what the report's sliders copy) or a list of them
// under scenarios. It is read as strictly as a rubric.
package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"siap/rubric"
	"siap/scoring/result"
)

// Scenario is what is changed. The zero value changes nothing.
type Scenario struct {
	// ID names the scenario in tables and file names; Title is for people.
	ID    string      `yaml:"id"`
	Title rubric.Text `yaml:"title"`
	// Weights are new weights of nodes, by id or official number; only their ratio within one parent counts, and the
	// children that are not named keep theirs.
	Weights map[string]float64 `yaml:"weights"`
	// EqualWeights gives every child of every node the same weight, before Weights.
	EqualWeights bool `yaml:"equal_weights"`
	// Aggregate is how every node is aggregated, Aggregates single ones by id, the index under Index; Power is the
	// exponent where that is a power mean.
	Aggregate  rubric.Aggregation            `yaml:"aggregate"`
	Aggregates map[string]rubric.Aggregation `yaml:"aggregates"`
	Power      *float64                      `yaml:"power"`
	// Normalise is how every indicator compares the agencies, in place of its own method; those that are measured keep
	// theirs for the measurement.
	Normalise rubric.ScoreMethod `yaml:"normalise"`
	// Impute is how unknown indicators are filled in, Order what places are decided on.
	Impute *rubric.Impute `yaml:"impute"`
	Order  rubric.Order   `yaml:"order"`
	// Unknown says what becomes of unknown answers.
	Unknown rubric.UnknownPolicy `yaml:"unknown"`
	// MinCoverage is the share of its weight that every node needs.
	MinCoverage *float64 `yaml:"min_coverage"`
}

// Index is what the index is called among Aggregates.
const Index = "index"

// What a change is of, beside the keys of the rubric language.
const (
	changedWeight      = "weight"
	changedAggregate   = "aggregate"
	changedNormalise   = "normalise"
	changedImpute      = "impute"
	changedOrder       = "order"
	changedUnknown     = "unknown"
	changedMinCoverage = "min_coverage"
)

// Apply gives the rubric as the scenario changes it, with its checks run anew, and what differs from r, in the order
// of the rubric. Names that r does not know are an error; who read the scenario with Parse has heard of them before.
func (s *Scenario) Apply(r *rubric.Rubric) (*rubric.Rubric, []result.Change, error) {
	changed, err := copyOf(r)
	if err != nil {
		return nil, nil, fmt.Errorf("copying rubric %s for scenario %q: %w", r.ID, s.ID, err)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Weights)) {
		if r.Node(id) == nil {
			return nil, nil, fmt.Errorf("applying scenario %q: rubric %s has no node %q", s.ID, r.ID, id)
		}
	}
	c := &changer{of: s, to: changed}
	c.aggregate(nil, &changed.Aggregate, &changed.Power)
	c.rules()
	if s.Unknown != "" && s.Unknown != changed.Unknown {
		c.note(changedUnknown, "", string(changed.Unknown), string(s.Unknown))
		changed.Unknown = s.Unknown
	}
	if s.MinCoverage != nil && *s.MinCoverage != changed.MinCoverage {
		c.note(changedMinCoverage, "", short(changed.MinCoverage), short(*s.MinCoverage))
		changed.MinCoverage = *s.MinCoverage
	}
	c.nodes(changed.Children)
	if c.reweighed {
		changed.Weights = rubric.Relative // shares of a whole need not add up any more
	}
	changed.Link()
	return changed, c.changes, nil
}

// copyOf is a deep copy, by way of the form that results freeze.
func copyOf(r *rubric.Rubric) (*rubric.Rubric, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	out := &rubric.Rubric{}
	if err := json.Unmarshal(data, out); err != nil {
		return nil, err
	}
	out.Link()
	return out, nil
}

// changer changes a copy and keeps account.
type changer struct {
	of        *Scenario
	to        *rubric.Rubric
	changes   []result.Change
	reweighed bool
}

func (c *changer) note(what, node, from, to string) {
	c.changes = append(c.changes, result.Change{What: what, Node: node, From: from, To: to})
}

// rules changes what holds for the rubric as a whole.
func (c *changer) rules() {
	if i := c.of.Impute; i != nil && imputation(i) != imputation(c.to.Impute) {
		c.note(changedImpute, "", imputation(c.to.Impute), imputation(i))
		c.to.Impute = i
	}
	was := c.to.Order
	if was == "" {
		was = rubric.ByIndex
	}
	if o := c.of.Order; o != "" && o != was {
		c.note(changedOrder, "", string(was), string(o))
		c.to.Order = o
	}
}

// imputation names a way to fill in.
func imputation(i *rubric.Impute) string {
	switch {
	case i == nil:
		return "none"
	case i.Group != "":
		return string(i.Method) + " " + i.Group
	case i.Neighbours != nil:
		return string(i.Method) + " " + strconv.Itoa(*i.Neighbours)
	}
	return string(i.Method)
}

// normalise changes how an indicator's answers become scores.
func (c *changer) normalise(n *rubric.Node) {
	was := n.Scoring()
	if c.of.Normalise == "" || was.Method == c.of.Normalise || n.External != nil {
		return
	}
	c.note(changedNormalise, n.ID, string(was.Method), string(c.of.Normalise))
	n.Score = &rubric.Score{Method: c.of.Normalise, Per: was.Per, Times: was.Times}
}

// nodes changes nodes and all below them.
func (c *changer) nodes(nodes []*rubric.Node) {
	for _, n := range nodes {
		if w := c.weight(n); w != n.Weight {
			c.note(changedWeight, n.ID, short(n.Weight), short(w))
			n.Weight, c.reweighed = w, true
		}
		if c.of.MinCoverage != nil && n.MinCoverage != nil && *n.MinCoverage != *c.of.MinCoverage {
			c.note(changedMinCoverage, n.ID, short(*n.MinCoverage), short(*c.of.MinCoverage))
			n.MinCoverage = nil
		}
		if len(n.Children) > 0 {
			c.aggregate(n, &n.Aggregate, &n.Power)
			c.nodes(n.Children)
		} else {
			c.normalise(n)
		}
	}
}

// weight is what a node weighs in the scenario.
func (c *changer) weight(n *rubric.Node) float64 {
	for _, name := range []string{n.ID, n.Code} {
		if w, named := c.of.Weights[name]; named && name != "" {
			return w
		}
	}
	if c.of.EqualWeights {
		return 1
	}
	return n.Weight
}

// aggregate changes how a node, or the index for nil, is made of its children.
func (c *changer) aggregate(n *rubric.Node, how *rubric.Aggregation, power **float64) {
	id, name := "", Index
	if n != nil {
		id, name = n.ID, n.ID
	}
	wanted := c.of.Aggregate
	if one, named := c.of.Aggregates[name]; named {
		wanted = one
	}
	if wanted == "" {
		return
	}
	was, exponent := c.to.Combines(n)
	if was == wanted && (wanted != rubric.PowerMean || c.of.Power == nil || *c.of.Power == exponent) {
		return
	}
	c.note(changedAggregate, id, called(was, exponent), called(wanted, valueOf(c.of.Power)))
	*how, *power = wanted, nil
	if wanted == rubric.PowerMean {
		*power = c.of.Power
	}
}

// called names an aggregation, the power mean with its exponent.
func called(how rubric.Aggregation, power float64) string {
	if how == rubric.PowerMean {
		return string(how) + " " + short(power)
	}
	return string(how)
}

func valueOf(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

func short(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
