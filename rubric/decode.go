package rubric

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
	"siap/internal/nearest"
)

// decoder turns YAML nodes into the types of this package by their yaml tags. Unlike the library's own decoder
// it goes on after every fault, so that one pass shows them all, and keeps the place of every value.
type decoder struct {
	file      string
	list      *diag.List
	positions Positions
	faulty    map[string]bool // paths whose value could not be read; nothing more is said of them
	guess     guesser
}

func newDecoder(file string, list *diag.List) *decoder {
	return &decoder{file: file, list: list, positions: Positions{}, faulty: map[string]bool{}}
}

func (d *decoder) rubric(root *yaml.Node) *Rubric {
	r := &Rubric{}
	d.value(root, reflect.ValueOf(r).Elem(), spot{})
	return r
}

// value decodes n into out.
func (d *decoder) value(n *yaml.Node, out reflect.Value, at spot) {
	if _, known := d.positions[at.path]; !known {
		d.positions[at.path] = d.place(n)
	}
	switch {
	case n.Kind == yaml.AliasNode:
		d.report(ruleAlias, at).Saw("*" + n.Value)
		return
	case n.Anchor != "":
		d.report(ruleAlias, at).Saw("&" + n.Anchor)
		return
	case n.Style&yaml.TaggedStyle != 0:
		d.report(ruleYAMLTag, at).Saw(n.Tag)
		return
	}
	switch out.Kind() {
	case reflect.Pointer:
		out.Set(reflect.New(out.Type().Elem()))
		d.value(n, out.Elem(), at)
	case reflect.Struct:
		d.mapping(n, out, at)
	case reflect.Slice:
		d.sequence(n, out, at)
	case reflect.Map:
		d.free(n, out, at)
	case reflect.Float64:
		out.SetFloat(d.number(n, at))
	case reflect.Int:
		out.SetInt(d.whole(n, at))
	case reflect.Bool:
		out.SetBool(d.yesNo(n, at))
	default:
		out.SetString(d.text(n, at))
	}
}

// mapping decodes the keys of a struct; a key it does not know is refused.
func (d *decoder) mapping(n *yaml.Node, out reflect.Value, at spot) {
	if n.Kind != yaml.MappingNode {
		d.report(ruleWantKeys, at).Saw(shown(n)).Allows(strings.Join(keysOf(out.Type()), ", "))
		return
	}
	fields := fieldsOf(out.Type())
	for key, value := range d.pairs(n, at) {
		index, known := fields[key.Value]
		if !known {
			keys := keysOf(out.Type())
			d.list.Add(ruleUnknownKey.At(d.place(key)).About(at.label()).Saw(key.Value).
				Allows(strings.Join(keys, ", ")).Near(d.guess.near(key.Value, keys)))
			d.anchors(value)
			continue
		}
		here := at.key(key.Value)
		if value.Line > key.Line { // a block below its key: people look for the key
			d.positions[here.path] = d.place(key)
		}
		d.value(value, out.Field(index), here)
	}
	for _, key := range requiredNumbers(out.Type()) {
		if _, said := d.positions[at.key(key).path]; !said {
			d.report(ruleMissing, at.key(key))
			out.Field(fields[key]).SetFloat(math.NaN())
		}
	}
}

// pairs yields the keys and values of a mapping, and refuses a key that is no plain text or comes twice.
func (d *decoder) pairs(n *yaml.Node, at spot) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		first := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			switch {
			case key.Kind == yaml.AliasNode || key.Anchor != "":
				d.list.Add(ruleAlias.At(d.place(key)).About(at.label()).Saw(shown(key)))
			case key.Kind != yaml.ScalarNode || key.Style&yaml.TaggedStyle != 0:
				d.list.Add(ruleWantText.At(d.place(key)).About(at.label()).Saw(shown(key)))
			case first[key.Value] != nil:
				d.list.Add(ruleTwice.At(d.place(key)).About(at.key(key.Value).name).See(d.place(first[key.Value])))
			default:
				first[key.Value] = key
				if !yield(key, value) {
					return
				}
			}
		}
	}
}

// sequence decodes a list; an entry is called by its id.
func (d *decoder) sequence(n *yaml.Node, out reflect.Value, at spot) {
	if n.Kind != yaml.SequenceNode {
		d.report(ruleWantList, at).Saw(shown(n))
		return
	}
	out.Set(reflect.MakeSlice(out.Type(), len(n.Content), len(n.Content)))
	for i, entry := range n.Content {
		here := at.item(i, idOf(entry))
		if out.Type() == reflect.TypeFor[[]*Node]() && idOf(entry) != "" {
			here.name = idOf(entry)
		}
		d.value(entry, out.Index(i), here)
	}
}

// free decodes a mapping of free keys, such as applies_to, to values of one type.
func (d *decoder) free(n *yaml.Node, out reflect.Value, at spot) {
	if n.Kind != yaml.MappingNode {
		d.report(ruleWantKeys, at).Saw(shown(n))
		return
	}
	out.Set(reflect.MakeMap(out.Type()))
	for key, value := range d.pairs(n, at) {
		one := reflect.New(out.Type().Elem()).Elem()
		d.value(value, one, at.key(key.Value))
		out.SetMapIndex(reflect.ValueOf(key.Value), one)
	}
}

// decimalNumber is a number as people write it. YAML also knows 0x10, 0o7, 1_000 and a leading zero that some
// readers take for octal: whoever writes those may mean something else, so they are refused.
var decimalNumber = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)?(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?$`)

var notFinite = regexp.MustCompile(`^[-+]?\.(nan|NaN|NAN|inf|Inf|INF)$`)

// number decodes a finite number; NaN stands for one that could not be read, and passes every later check.
func (d *decoder) number(n *yaml.Node, at spot) float64 {
	plain := n.Kind == yaml.ScalarNode && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
	if plain && notFinite.MatchString(n.Value) {
		d.report(ruleNotFinite, at).Saw(n.Value)
		return math.NaN()
	}
	x, err := strconv.ParseFloat(n.Value, 64)
	if !plain || !decimalNumber.MatchString(n.Value) || (err != nil && !math.IsInf(x, 0)) {
		d.report(ruleWantNumber, at).Saw(shown(n))
		return math.NaN()
	}
	if math.Abs(x) > maxNumber {
		d.report(ruleNotFinite, at).Saw(n.Value)
		return math.NaN()
	}
	return x
}

// whole decodes a whole number that fits any int.
func (d *decoder) whole(n *yaml.Node, at spot) int64 {
	x := d.number(n, at)
	if math.IsNaN(x) {
		return 0
	}
	if x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
		d.report(ruleWantWhole, at).Saw(n.Value)
		return 0
	}
	return int64(x)
}

// yesNo decodes true or false; the yes, no, on and off of old YAML are refused, for not all readers agree on them.
func (d *decoder) yesNo(n *yaml.Node, at spot) bool {
	if n.Kind != yaml.ScalarNode || (n.Value != "true" && n.Value != "false") {
		d.report(ruleWantBool, at).Saw(shown(n)).Allows("true, false")
		return false
	}
	return n.Value == "true"
}

// text decodes a text exactly as it is written: `code: 010` stays "010".
func (d *decoder) text(n *yaml.Node, at spot) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		d.report(ruleWantText, at).Saw(shown(n))
		return ""
	}
	return n.Value
}

// anchors reports the anchors and aliases below a value that is not decoded.
func (d *decoder) anchors(n *yaml.Node) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.list.Add(ruleAlias.At(d.place(n)).Saw(shown(n)))
		return
	}
	for _, below := range n.Content {
		d.anchors(below)
	}
}

func (d *decoder) report(rule diag.Rule, at spot) *diag.Diagnostic {
	d.faulty[at.path] = true
	problem := rule.At(d.positions.Of(at.path)).About(at.label())
	d.list.Add(problem)
	return problem
}

func (d *decoder) place(n *yaml.Node) diag.Place {
	return diag.Place{File: d.file, Line: n.Line, Column: n.Column}
}

// shown is what a node looks like in a message.
func shown(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.AliasNode:
		return "*" + n.Value
	case n.Anchor != "":
		return "&" + n.Anchor
	case n.Kind == yaml.MappingNode:
		return "{…}"
	case n.Kind == yaml.SequenceNode:
		return "[…]"
	}
	return n.Value
}

// idOf is the id that an entry of a list gives itself.
func idOf(n *yaml.Node) string {
	if n.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "id" && n.Content[i+1].Kind == yaml.ScalarNode {
			return n.Content[i+1].Value
		}
	}
	return ""
}

// guesser finds the nearest known word for a bounded number of misspelt ones, for that costs time in proportion
// to what is known, and nobody reads more suggestions.
type guesser int

const maxGuesses = 300

func (g *guesser) near(word string, known []string) string {
	if *g++; *g > maxGuesses {
		return ""
	}
	return nearest.Of(word, known)
}
