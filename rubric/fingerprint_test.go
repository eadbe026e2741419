package rubric

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// Each change of a small rubric says which fingerprint must move.
func TestFingerprintsMoveWithTheContent(t *testing.T) {
	before := parse(t, small(t)).Fingerprints()
	for _, c := range []struct {
		name, from, to string
		scoring, text  bool
	}{
		{"a descriptor", "{id: Ada, en: There}", "{id: Ada, en: Here}", false, true},
		{"a question", "Bagaimana portalnya?", "Apa portalnya?", false, true},
		{"a law", "UU 14/2008", "UU 14/2009", false, true},
		{"the version", "version: 1.0", "version: 1.1", false, false},
		{"the status", "status: draft", "status: stable", false, false},
		{"a comment", "# A small", "# Any", false, false},
		{"the writing of a number", "max: 4}", "max: 4.0}", false, false},
		{"a weight", "weight: 3\n    min", "weight: 2\n    min", true, false},
		{"a default written down", "  - id: people\n", "  - id: people\n    weight: 1\n", false, false},
		{"the inherited coverage written down", "  - id: people\n", "  - id: people\n    min_coverage: 0.5\n", false, false},
		{"a breakpoint", "at: 0.9", "at: 0.8", true, false},
		{"a threshold", "at_least: 99", "at_least: 98", true, false},
		{"a band's edge", "from: 2.5", "from: 2.6", true, false},
		{"the order of roles asked", "[staff, public]", "[public, staff]", false, false},
		{"a role asked", "[staff, public]", "[staff]\n        description: {id: A, en: A}", true, true},
		{"an effort", "effort: 2", "effort: 3", true, false},
		{"a code", "code: 010", "code: 10", true, false},
		{"an id", "id: network", "id: nets", true, true},
		{"how often samples come", "expected: 1d", "expected: 1h", true, false},
		{"rows", "repeats: rows", "repeats: mean", true, false},
		{"types", "[province, regency]", "[province]", true, false},
		{"groups", "groups: [type]", "groups: [region]", true, false},
		{"the unknown", "unknown: renormalise", "unknown: bottom", true, false},
	} {
		text := string(small(t))
		if !strings.Contains(text, c.from) {
			t.Fatalf("%s: %q is not in the rubric", c.name, c.from)
		}
		r, list := Parse("r.yaml", []byte(strings.Replace(text, c.from, c.to, 1)))
		if r == nil {
			t.Fatalf("%s: %v", c.name, list.All())
		}
		after := r.Fingerprints()
		if moved := after.Scoring != before.Scoring; moved != c.scoring {
			t.Errorf("%s: scoring moved %v, want %v", c.name, moved, c.scoring)
		}
		if moved := after.Text != before.Text; moved != c.text {
			t.Errorf("%s: text moved %v, want %v", c.name, moved, c.text)
		}
	}
}

// The keys of every mapping may stand in any order, and the children of a node too.
func TestFingerprintsIgnoreTheOrderOfKeys(t *testing.T) {
	want := parse(t, small(t)).Fingerprints()
	rapid.Check(t, func(rt *rapid.T) {
		var root yaml.Node
		if err := yaml.Load(small(t), &root); err != nil {
			rt.Fatal(err)
		}
		shuffle(rt, &root, "")
		data, err := yaml.Dump(&root)
		if err != nil {
			rt.Fatal(err)
		}
		r, list := Parse("shuffled.yaml", data)
		if r == nil {
			rt.Fatalf("%v in\n%s", list.All(), data)
		}
		if got := r.Fingerprints(); got != want {
			rt.Fatalf("moved with\n%s", data)
		}
	})
}

func shuffle(rt *rapid.T, n *yaml.Node, key string) {
	switch {
	case n.Kind == yaml.MappingNode:
		pairs := slices.Collect(slices.Chunk(n.Content, 2))
		for _, pair := range pairs {
			shuffle(rt, pair[1], pair[0].Value)
		}
		if len(pairs) > 1 {
			n.Content = slices.Concat(rapid.Permutation(pairs).Draw(rt, "keys")...)
		}
	case n.Kind == yaml.SequenceNode && slices.Contains([]string{"children", "roles", "metrics"}, key) && len(n.Content) > 1:
		n.Content = rapid.Permutation(n.Content).Draw(rt, key)
		fallthrough
	default:
		for _, below := range n.Content {
			shuffle(rt, below, "")
		}
	}
}

// An assessment freezes the rubric as JSON; years later it must still be known as the same one.
func TestFingerprintsSurviveJSON(t *testing.T) {
	r := parse(t, small(t))
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var frozen Rubric
	if err := json.Unmarshal(data, &frozen); err != nil {
		t.Fatal(err)
	}
	frozen.Link()
	if got, want := frozen.Fingerprints(), r.Fingerprints(); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if list := Check(&frozen, nil); list.Len() != 0 {
		t.Errorf("findings in the frozen rubric: %v", list.All())
	}
}

// technology : people = 3 : 1; in technology portal : network = 1 : 3. So portal has 3/4 × 1/4 = 0.1875.
func TestShares(t *testing.T) {
	shares := parse(t, small(t)).Shares()
	want := map[string]float64{
		"technology": 0.75, "people": 0.25,
		"portal": 0.1875, "network": 0.5625, "staffing": 0.25,
	}
	if !maps.EqualFunc(shares, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-15 }) {
		t.Errorf("%v, want %v", shares, want)
	}
}

// Relative weights times any positive number give the same shares; siblings without weight get none.
func TestSharesOfRelativeWeights(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		weights := rapid.SliceOfN(rapid.Float64Range(0.001, 1000), 1, 8).Draw(rt, "weights")
		c := rapid.Float64Range(0.001, 1000).Draw(rt, "c")
		one, other := &Rubric{}, &Rubric{}
		for i, w := range weights {
			id := string(rune('a' + i))
			one.Children = append(one.Children, &Node{ID: id, Weight: w})
			other.Children = append(other.Children, &Node{ID: id, Weight: w * c})
		}
		a, b, sum := one.Shares(), other.Shares(), 0.0
		for id := range a {
			sum += a[id]
			if math.Abs(a[id]-b[id]) > 1e-12 {
				rt.Fatalf("%s: %v and %v", id, a[id], b[id])
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			rt.Fatalf("sum %v", sum)
		}
	})
	none := (&Rubric{Children: []*Node{{ID: "a"}, {ID: "b"}}}).Shares()
	if none["a"] != 0 || none["b"] != 0 || len(none) != 2 {
		t.Errorf("without weight: %v", none)
	}
}
