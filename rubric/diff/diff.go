// Package diff says what moved between two rubrics, or between two versions of one: nodes, weights, levels, rules
// and words, each with the share of the index it stands for.
//
// The tree is compared by the ids of its nodes, everything else by walking the types of the rubric language along
// their yaml tags, so that a key that is added to the language is compared without a line here. A change is a value
// without a sentence; commands word it. Like the fingerprints of package rubric, the comparison does not care for
// the order of keys, of siblings and of lists whose order means nothing, and a default counts like the same value
// written down.
package diff

import (
	"math"
	"slices"

	"siap/rubric"
)

// Kind is a sort of change.
type Kind string

// The kinds. The first six are about a node of the tree, the others about a key of a node or of the whole rubric.
const (
	// Added and Removed nodes are in one of the rubrics only; one whose id was changed is both.
	Added   Kind = "added"
	Removed Kind = "removed"
	// Moved nodes have another parent: Before and After are its ids, "" for the index itself.
	Moved Kind = "moved"
	// Renamed is another title, Recoded another official number.
	Renamed Kind = "renamed"
	Recoded Kind = "recoded"
	// Reweighed is another share of the index; Before and After are the weights as they are written.
	Reweighed Kind = "reweighed"
	// Rewritten is a weight that is written otherwise and comes to the same share.
	Rewritten Kind = "rewritten"
	// Entered and Left are entries of a list that only one of the rubrics has: a level, a band, an option.
	Entered Kind = "entered"
	Left    Kind = "left"
	// Reordered is a list with the same entries in another order.
	Reordered Kind = "reordered"
	// Changed is any other key with another value; "" is a key that says nothing.
	Changed Kind = "changed"
)

// Class says which of a rubric's fingerprints covers a change.
type Class string

// Scoring changes can move a score, a rank, a form or a plan; Words only what people read; a Label is in neither
// fingerprint.
const (
	Scoring Class = "scoring"
	Words   Class = "words"
	Label   Class = "label"
)

// Change is one thing that differs.
type Change struct {
	Kind  Kind  `json:"kind"`
	Class Class `json:"class"`
	// Node is the id of the node it is about, "" for the rubric as a whole.
	Node string `json:"node,omitempty"`
	// What is the key as a path: "levels[3].text.id", "bands[baik].from". Path is the same in parts.
	What string `json:"what,omitempty"`
	Path Path   `json:"-"`
	// Before and After are the values as a rubric would write them.
	Before string `json:"before"`
	After  string `json:"after"`
	// Name is what an entry that entered or left is called, or says.
	Name rubric.Text `json:"name,omitzero"`
	// ShareBefore and ShareAfter are the node's shares of the index, 0 to 1; 0 where it is not there, and 1 for the
	// rubric as a whole.
	ShareBefore float64 `json:"share_before"`
	ShareAfter  float64 `json:"share_after"`
	// Follows is the id of the node above whose change of the same kind brought this one about: of all below an added
	// or removed node, and of shares that only keep their part of their parent's. "" is a change of its own.
	Follows string `json:"follows,omitempty"`
}

// Step is one key of a path; Member is the id of the entry of its list, "" where it is none.
type Step struct{ Key, Member string }

// Path leads from a node, or the rubric, to one of its keys.
type Path []Step

// String gives the path as levels[3].text.id.
func (p Path) String() string {
	s := ""
	for i, step := range p {
		if i > 0 {
			s += "."
		}
		s += step.Key
		if step.Member != "" {
			s += "[" + step.Member + "]"
		}
	}
	return s
}

// Side is one of the two rubrics.
type Side struct {
	ID           string              `json:"id"`
	Version      string              `json:"version"`
	Fingerprints rubric.Fingerprints `json:"fingerprints"`
}

// Comparison is all that differs between two rubrics.
type Comparison struct {
	Before Side `json:"before"`
	After  Side `json:"after"`
	// FormsOutdated says that the scoring fingerprints differ, so that a form made from the one is not fit for the
	// other; WordsChanged that the fingerprints of the words do.
	FormsOutdated bool `json:"forms_outdated"`
	WordsChanged  bool `json:"words_changed"`
	// TouchedBefore and TouchedAfter are the shares of each index, 0 to 1, of the indicators whose score may come out
	// otherwise: those that only it has, and those of which, or of a node above which, a change of scoring speaks.
	// Weights are counted apart, and what leaves scores alone (numbers, tags, actions) is not counted.
	TouchedBefore float64 `json:"touched_before"`
	TouchedAfter  float64 `json:"touched_after"`
	// WeightMoved is the share of the index, 0 to 1, that goes to other indicators: half the sum of the differences.
	WeightMoved float64 `json:"weight_moved"`
	// Changes are in the order of the second rubric: what is about all of it, its nodes, and what it no longer has.
	Changes []Change `json:"changes"`
}

// tolerance is the difference in a share of the index that is no change.
const tolerance = 1e-9

// Compare finds what moved from one rubric to another. Both must be linked, as all loaded ones are.
func Compare(before, after *rubric.Rubric) *Comparison {
	c := &comparer{a: newTree(before), b: newTree(after), heads: map[Kind]map[string]string{Added: {}, Removed: {}, Reweighed: {}}}
	c.whole()
	for _, n := range c.b.order {
		if old := c.a.nodes[n.ID]; old != nil {
			c.node(old, n)
			continue
		}
		c.add(Change{
			Kind: Added, Class: Scoring, Node: n.ID, After: c.b.parent[n.ID], ShareAfter: c.b.shares[n.ID],
			Follows: c.follow(Added, n.ID, c.b.parent[n.ID]),
		})
	}
	for _, n := range c.a.order {
		if c.b.nodes[n.ID] == nil {
			c.add(Change{
				Kind: Removed, Class: Scoring, Node: n.ID, Before: c.a.parent[n.ID], ShareBefore: c.a.shares[n.ID],
				Follows: c.follow(Removed, n.ID, c.a.parent[n.ID]),
			})
		}
	}
	out := &Comparison{Before: side(before), After: side(after), Changes: c.changes}
	out.FormsOutdated = out.Before.Fingerprints.Scoring != out.After.Fingerprints.Scoring
	out.WordsChanged = out.Before.Fingerprints.Text != out.After.Fingerprints.Text
	out.TouchedBefore, out.TouchedAfter = c.touched()
	out.WeightMoved = c.weightMoved()
	return out
}

func side(r *rubric.Rubric) Side {
	return Side{ID: r.ID, Version: r.Version, Fingerprints: r.Fingerprints()}
}

// tree is a rubric by the ids of its nodes.
type tree struct {
	r      *rubric.Rubric
	order  []*rubric.Node
	nodes  map[string]*rubric.Node
	parent map[string]string
	// shares are of the index, locals of the parent.
	shares, locals map[string]float64
}

func newTree(r *rubric.Rubric) *tree {
	t := &tree{r: r, nodes: map[string]*rubric.Node{}, parent: map[string]string{}, locals: map[string]float64{}}
	t.shares = r.Shares()
	var down func(nodes []*rubric.Node, above string)
	down = func(nodes []*rubric.Node, above string) {
		sum := 0.0
		for _, n := range nodes {
			if n != nil {
				sum += n.Weight
			}
		}
		for _, n := range nodes {
			if n == nil || t.nodes[n.ID] != nil { // a frozen rubric may be anything
				continue
			}
			t.order, t.nodes[n.ID], t.parent[n.ID] = append(t.order, n), n, above
			if sum > 0 {
				t.locals[n.ID] = n.Weight / sum
			}
			down(n.Children, n.ID)
		}
	}
	down(r.Children, "")
	return t
}

// comparer collects the changes.
type comparer struct {
	a, b    *tree
	changes []Change
	// heads gives, for each kind that is handed down, the node whose change a node's own belongs to.
	heads map[Kind]map[string]string
}

// follow notes a change of a kind that is handed down, and gives the node whose change it follows from, "" for none.
func (c *comparer) follow(kind Kind, id, parent string) string {
	head := c.heads[kind][parent]
	if head == "" {
		c.heads[kind][id] = id
		return ""
	}
	c.heads[kind][id] = head
	return head
}

func (c *comparer) add(change Change) {
	change.What = change.Path.String()
	c.changes = append(c.changes, change)
}

// touched sums the shares of the indicators that scoring changes, other than of weights, speak of.
func (c *comparer) touched() (before, after float64) {
	about := map[string]bool{}
	for _, change := range c.changes {
		switch {
		case change.Class != Scoring || change.Kind == Reweighed || change.Kind == Rewritten || aside(change):
		case change.Node != "":
			about[change.Node] = true
		default:
			return 1, 1
		}
	}
	for _, t := range []*tree{c.a, c.b} {
		for _, n := range t.order {
			if m := n.Measure; m != nil && (c.metricChanged(m.Metric) || c.metricChanged(m.Over)) {
				about[n.ID] = true
			}
		}
	}
	return c.a.sum(about), c.b.sum(about)
}

// aside reports a change that leaves every score of the tree as it is. For the rubric as a whole: its name, the groups
// of the ranking, the second views, how weights are written, and single metrics, which are looked at apart. For a
// node: its number, its tags, and the way to a better score.
func aside(change Change) bool {
	if len(change.Path) == 0 {
		return false
	}
	asides := []string{"code", "tags", "actions", "depends_on"}
	if change.Node == "" {
		asides = []string{"schema", "id", "groups", "views", "weights", "metrics"}
	}
	return slices.Contains(asides, change.Path[0].Key)
}

// metricChanged reports whether anything that counts of a metric differs.
func (c *comparer) metricChanged(id string) bool {
	for _, change := range c.changes {
		if change.Node == "" && change.Class == Scoring && id != "" && change.Path[0] == (Step{Key: "metrics", Member: id}) {
			return true
		}
	}
	return false
}

// sum adds up the shares of the indicators that are named, or that have a named node above them.
func (t *tree) sum(about map[string]bool) float64 {
	sum := 0.0
	for _, n := range t.order {
		if !n.IsIndicator() {
			continue
		}
		for id := n.ID; id != ""; id = t.parent[id] {
			if about[id] {
				sum += t.shares[n.ID]
				break
			}
		}
	}
	return min(sum, 1)
}

// weightMoved is half the sum of what indicators lost and won.
func (c *comparer) weightMoved() float64 {
	leaves := map[string][2]float64{}
	for i, t := range []*tree{c.a, c.b} {
		for _, n := range t.order {
			if n.IsIndicator() {
				pair := leaves[n.ID]
				pair[i] = t.shares[n.ID]
				leaves[n.ID] = pair
			}
		}
	}
	moved := 0.0
	for _, t := range []*tree{c.a, c.b} { // not over the map, whose order would change the last digits
		for _, n := range t.order {
			if pair, left := leaves[n.ID]; left {
				moved += math.Abs(pair[1] - pair[0])
				delete(leaves, n.ID)
			}
		}
	}
	if moved /= 2; moved <= tolerance {
		return 0
	}
	return min(moved, 1)
}
