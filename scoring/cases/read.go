package cases

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/scoring/telemetry"
)

// maxNesting is how deep the YAML may nest; a file of cases takes six.
const maxNesting = 24

// Read reads a file of cases. Everything that is wrong with it is found in one pass; where an error is among it, the
// file is nil.
func Read(src source.Source) (*File, *diag.List) {
	list := &diag.List{}
	place := diag.Place{File: src.Name}
	r, err := src.Open(MaxBytes)
	if _, large := errors.AsType[*source.TooLargeError](err); large {
		list.Add(ruleTooLarge.At(place).Allows("4 MiB"))
		return nil, list
	}
	if err != nil {
		list.Add(ruleUnreadable.At(place).Saw(err.Error()))
		return nil, list
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		list.Add(ruleUnreadable.At(place).Saw(err.Error()))
		return nil, list
	}
	return Parse(src.Name, data)
}

// Parse is Read for a file in memory; name is the file in messages.
func Parse(name string, data []byte) (*File, *diag.List) {
	list := &diag.List{}
	root, problem := document(name, data)
	if problem != nil {
		list.Add(problem)
		return nil, list
	}
	d := &reader{file: &File{Name: name}, list: list, lines: strings.Split(string(data), "\n")}
	d.top(root)
	if list.HasErrors() {
		return nil, list
	}
	return d.file, list
}

// document gives the root of the one YAML document in data.
func document(file string, data []byte) (*yaml.Node, *diag.Diagnostic) {
	at := diag.Place{File: file}
	if len(data) > MaxBytes {
		return nil, ruleTooLarge.At(at).Allows("4 MiB")
	}
	limits := loaderlimits.New(loaderlimits.DepthFunc(func(depth int, _ *loaderlimits.DepthContext) error {
		if depth > maxNesting {
			return errors.New("nested too deep")
		}
		return nil
	}))
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(limits))
	if err != nil {
		return nil, ruleSyntax.At(at).Saw(err.Error())
	}
	var root, second yaml.Node
	if err = loader.Load(&root); err == nil {
		if err = loader.Load(&second); err == nil {
			return nil, ruleDocuments.At(diag.Place{File: file, Line: second.Line, Column: second.Column})
		}
	}
	if !errors.Is(err, io.EOF) {
		seen := err.Error()
		if e, ok := errors.AsType[*yaml.LoadError](err); ok {
			at.Line, at.Column, seen = e.Mark.Line, e.Mark.Column, e.Message
		}
		return nil, ruleSyntax.At(at).Saw(seen)
	}
	if len(root.Content) == 0 {
		return nil, ruleMissing.At(diag.Place{File: file, Line: 1, Column: 1}).About("rubric, cases")
	}
	return root.Content[0], nil
}

// reader walks the YAML tree, so that each fault has its line and column.
type reader struct {
	file  *File
	list  *diag.List
	lines []string
	guess guesser
}

func (d *reader) at(n *yaml.Node) diag.Place {
	return diag.Place{File: d.file.Name, Line: n.Line, Column: n.Column}
}

// plain refuses what YAML offers beyond texts, lists and mappings.
func (d *reader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		d.list.Add(ruleAlias.At(d.at(n)).Saw("*" + n.Value))
	case n.Anchor != "":
		d.list.Add(ruleAlias.At(d.at(n)).Saw("&" + n.Anchor))
	case n.Style&yaml.TaggedStyle != 0:
		d.list.Add(ruleAlias.At(d.at(n)).Saw(n.Tag))
	default:
		return true
	}
	return false
}

// pairs yields the keys and values of a mapping, each key once; what else there is, is reported.
func (d *reader) pairs(n *yaml.Node, about string) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if !d.plain(n) {
			return
		}
		if n.Kind != yaml.MappingNode {
			d.wrong(n, about, "{key: value}")
			return
		}
		first := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			switch {
			case !d.plain(key):
			case key.Kind != yaml.ScalarNode:
				d.wrong(key, about, "key")
			case first[key.Value] != nil:
				d.list.Add(ruleTwice.At(d.at(key)).About(key.Value).See(d.at(first[key.Value])))
			default:
				first[key.Value] = key
				if !yield(key, value) {
					return
				}
			}
		}
	}
}

// keys reads the known keys of a mapping and refuses others. It gives those that were there.
func (d *reader) keys(n *yaml.Node, about string, known map[string]func(*yaml.Node), names ...string) map[string]bool {
	given := map[string]bool{}
	for key, value := range d.pairs(n, about) {
		read := known[key.Value]
		if read == nil {
			d.list.Add(ruleUnknownKey.At(d.at(key)).Saw(key.Value).Allows(strings.Join(names, ", ")).Near(d.guess.near(key.Value, names)))
			continue
		}
		given[key.Value] = true
		read(value)
	}
	return given
}

func (d *reader) wrong(n *yaml.Node, about, allowed string) {
	d.list.Add(ruleWrong.At(d.at(n)).About(about).Saw(shown(n)).Allows(allowed))
}

// shown is what a node looks like in a message.
func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "{…}"
	case yaml.SequenceNode:
		return "[…]"
	}
	return n.Value
}

// text reads a text; null is an empty one.
func (d *reader) text(n *yaml.Node, about string) (string, bool) {
	if !d.plain(n) {
		return "", false
	}
	if n.Kind != yaml.ScalarNode {
		d.wrong(n, about, "text")
		return "", false
	}
	if n.ShortTag() == "!!null" {
		return "", true
	}
	return strings.TrimSpace(n.Value), true
}

// number reads a finite number from low to high, with a point or a comma before its fraction.
func (d *reader) number(n *yaml.Node, about string, low, high float64) (float64, bool) {
	s, ok := d.text(n, about)
	if !ok {
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || strings.ContainsAny(s, "xX_pPnN") || !(x >= low && x <= high) {
		d.wrong(n, about, allowedNumbers(low, high))
		return 0, false
	}
	return x, true
}

// most bounds every number of a file, as rubrics do.
const most = 1e15

func allowedNumbers(low, high float64) string {
	if low <= -most {
		return "2.64"
	}
	if high >= most {
		return "≥ " + strconv.FormatFloat(low, 'g', -1, 64)
	}
	return strconv.FormatFloat(low, 'g', -1, 64) + "–" + strconv.FormatFloat(high, 'g', -1, 64)
}

func (d *reader) top(n *yaml.Node) {
	f := d.file
	given := d.keys(n, "", map[string]func(*yaml.Node){
		"rubric": func(v *yaml.Node) {
			var ok bool
			if f.Rubric, ok = d.text(v, "rubric"); ok && f.Rubric == "" {
				d.list.Add(ruleMissing.At(d.at(v)).About("rubric"))
			}
		},
		"tolerance": func(v *yaml.Node) { f.Tolerance, _ = d.number(v, "tolerance", math.SmallestNonzeroFloat64, most) },
		"until":     func(v *yaml.Node) { f.Until = d.date(v, "until") },
		"together":  func(v *yaml.Node) { f.Together = d.yesNo(v, "together") },
		"cases":     d.cases,
	}, "rubric", "tolerance", "until", "together", "cases")
	for _, key := range []string{"rubric", "cases"} {
		if n.Kind == yaml.MappingNode && !given[key] {
			d.list.Add(ruleMissing.At(d.at(n)).About(key))
		}
	}
}

func (d *reader) date(n *yaml.Node, about string) telemetry.Date {
	s, ok := d.text(n, about)
	if !ok {
		return telemetry.Date{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		d.wrong(n, about, "2026-01-01")
		return telemetry.Date{}
	}
	return telemetry.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

func (d *reader) yesNo(n *yaml.Node, about string) bool {
	s, ok := d.text(n, about)
	if ok && s != "true" && s != "false" {
		d.wrong(n, about, "true, false")
	}
	return s == "true"
}

func (d *reader) cases(n *yaml.Node) {
	if !d.plain(n) {
		return
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		d.wrong(n, "cases", "[{name, answers, expect}, …]")
		return
	}
	if len(n.Content) > MaxCases {
		d.list.Add(ruleTooLarge.At(d.at(n)).Allows(strconv.Itoa(MaxCases)))
		return
	}
	for i, entry := range n.Content {
		d.one(entry, i)
	}
}

// one reads a case.
func (d *reader) one(n *yaml.Node, i int) {
	c := Case{Name: strconv.Itoa(i + 1), Place: d.at(n)}
	d.keys(n, "cases", map[string]func(*yaml.Node){
		"name": func(v *yaml.Node) {
			if s, ok := d.text(v, "name"); ok && s != "" {
				c.Name = s
			}
		},
		"tolerance": func(v *yaml.Node) { c.Tolerance, _ = d.number(v, "tolerance", math.SmallestNonzeroFloat64, most) },
		"agency": func(v *yaml.Node) {
			c.Agency = map[string]string{}
			for key, value := range d.pairs(v, "agency") {
				c.Agency[key.Value], _ = d.text(value, key.Value)
			}
		},
		"answers":  func(v *yaml.Node) { c.Answers = d.answers(v) },
		"measured": func(v *yaml.Node) { c.Measured = d.measured(v) },
		"expect":   func(v *yaml.Node) { c.Expect = d.expect(v) },
	}, "name", "agency", "answers", "measured", "expect", "tolerance")
	if n.Kind == yaml.MappingNode && len(c.Expect) == 0 && !d.list.HasErrors() {
		d.list.Add(ruleNothing.At(c.Place).About(c.Name))
	}
	d.file.Cases = append(d.file.Cases, c)
}

// measured reads the measured values by indicator.
func (d *reader) measured(n *yaml.Node) []Measured {
	var out []Measured
	for key, value := range d.pairs(n, "measured") {
		if x, ok := d.number(value, key.Value, -most, most); ok {
			out = append(out, Measured{Indicator: key.Value, Value: x, Named: d.at(key), Place: d.at(value)})
		}
	}
	return out
}

// expect reads what must come out: the index and its members, and nodes by name, with or without nodes: around them.
func (d *reader) expect(n *yaml.Node) []Expected {
	var out []Expected
	add := func(key *yaml.Node, all []Expected) {
		for _, e := range all {
			e.Named = d.at(key)
			out = append(out, e)
		}
	}
	for key, value := range d.pairs(n, "expect") {
		switch key.Value {
		case "index":
			add(key, d.node(value, ""))
		case string(Band), string(Verdict), string(Coverage), string(Low), string(High), string(Reason):
			add(key, d.member(value, "", Member(key.Value)))
		case "nodes":
			for key, value := range d.pairs(value, "nodes") {
				add(key, d.node(value, key.Value))
			}
		default:
			add(key, d.node(value, key.Value))
		}
	}
	return out
}

// node reads what is expected of one node: its value alone, or its members.
func (d *reader) node(n *yaml.Node, name string) []Expected {
	if n.Kind != yaml.MappingNode {
		return d.member(n, name, Value)
	}
	var out []Expected
	known := map[string]func(*yaml.Node){}
	var names []string
	for _, m := range []Member{Value, Band, Verdict, Coverage, Low, High, Reason} {
		known[string(m)] = func(v *yaml.Node) { out = append(out, d.member(v, name, m)...) }
		names = append(names, string(m))
	}
	d.keys(n, name, known, names...)
	if len(n.Content) == 0 {
		d.wrong(n, name, strings.Join(names, ", "))
	}
	return out
}

func (d *reader) member(n *yaml.Node, name string, m Member) []Expected {
	e := Expected{Node: name, Member: m, Place: d.at(n)}
	about := string(m)
	if name != "" {
		about = name + "." + about
	}
	s, ok := d.text(n, about)
	switch {
	case !ok:
		return nil
	case s == "":
		d.list.Add(ruleMissing.At(d.at(n)).About(about))
		return nil
	case m == Band || m == Verdict || m == Reason:
		e.Word = s
	case m == Value && (strings.EqualFold(s, NoScore) || strings.EqualFold(s, NotApplicable)):
		e.Word = strings.ToLower(s)
	case m == Coverage:
		e.Number, ok = d.number(n, about, 0, 1)
	default:
		e.Number, ok = d.number(n, about, -most, most)
	}
	if !ok {
		return nil
	}
	return []Expected{e}
}
