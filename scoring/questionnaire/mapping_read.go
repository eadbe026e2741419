package questionnaire

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// maxMapping is how large a mapping file may be.
const maxMapping = 1 << 20

// The targets of columns beside the codes of questions.
var (
	wideTargets = []string{"agency", "respondent", "role", "submitted", "item", form.VersionField}
	longTargets = []string{
		"agency", "indicator", "value", "respondent", "role", "item", "assessor_value", "note", "quote", "source", "visibility",
		"submitted", form.VersionField,
	}
)

// mappingReader walks the tree of a mapping file, so that each fault has its line and column.
type mappingReader struct {
	file     string
	rubric   *rubric.Rubric
	agencies *agency.List
	found    *diag.List
	out      *mapping
}

// readMapping reads a mapping file strictly: every unknown key and wrong value is found in one pass.
func readMapping(src source.Source, r *rubric.Rubric, agencies *agency.List) (*mapping, *diag.List) {
	found := &diag.List{}
	at := diag.Place{File: src.Name}
	m := &mapping{layout: layoutWide, indicators: map[string]string{}}
	m.words = wordMap{all: map[string]string{}, of: map[string]map[string]string{}, agencies: map[string]string{}}
	file, err := src.Open(maxMapping)
	if err != nil {
		found.Add(table.Fault(src.Name, err))
		return m, found
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		found.Add(table.Fault(src.Name, err))
		return m, found
	}
	sum := sha256.Sum256(data)
	m.hash = hex.EncodeToString(sum[:])
	var document yaml.Node
	if err := yaml.Load(data, &document); err != nil {
		if bad, ok := errors.AsType[*yaml.LoadError](err); ok {
			at.Line, at.Column = bad.Mark.Line, bad.Mark.Column
		}
		found.Add(ruleMapSyntax.At(at).Saw(lastOf(err).Error()))
		return m, found
	}
	n := &document
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	reader := &mappingReader{file: src.Name, rubric: r, agencies: agencies, found: found, out: m}
	reader.top(n)
	return m, found
}

// lastOf gives the last of a chain of errors, which says why.
func lastOf(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

func (r *mappingReader) at(n *yaml.Node) diag.Place {
	return diag.Place{File: r.file, Line: n.Line, Column: n.Column}
}

// top reads the file's keys. What the columns mean depends on the layout, so they are read last.
func (r *mappingReader) top(n *yaml.Node) {
	var columns *yaml.Node
	schema := false
	known := map[string]func(v *yaml.Node){
		"schema": func(v *yaml.Node) {
			schema = true
			r.oneOf(v, "schema", MappingSchema)
		},
		"rubric": func(v *yaml.Node) {
			if v.Kind != yaml.ScalarNode || v.Value != r.rubric.ID {
				r.found.Add(ruleMapRubric.At(r.at(v)).Saw(v.Value).Allows(r.rubric.ID))
			}
		},
		"sheet":      func(v *yaml.Node) { r.out.where.Sheet = r.text(v, "sheet") },
		"header":     func(v *yaml.Node) { r.out.where.Header = r.number(v, "header") },
		"layout":     func(v *yaml.Node) { r.out.layout = r.oneOf(v, "layout", layoutWide, layoutLong) },
		"columns":    func(v *yaml.Node) { columns = v },
		"values":     func(v *yaml.Node) { r.values(v, nil, r.out.words.all) },
		"values_of":  r.valuesOf,
		"indicators": r.indicators,
		"agencies":   r.agencyWords,
	}
	var names []string
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	r.pairs(n, "", func(key, value *yaml.Node) {
		read := known[key.Value]
		if read == nil {
			r.found.Add(ruleMapKey.At(r.at(key)).Saw(key.Value).Allows(strings.Join(names, ", ")).Near(nearest.Of(key.Value, names)))
			return
		}
		read(value)
	})
	if n.Kind != yaml.MappingNode {
		return
	}
	if !schema {
		r.found.Add(ruleMapMissing.At(r.at(n)).About("schema").Allows("schema: " + MappingSchema))
	}
	if columns == nil {
		r.found.Add(ruleMapMissing.At(r.at(n)).About("columns").Allows("columns: {…: agency}"))
		return
	}
	r.columns(columns)
}

// pairs walks a mapping and tells of one that is none, and of keys that stand twice.
func (r *mappingReader) pairs(n *yaml.Node, about string, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, about, "key: value")
		return
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if first := seen[key.Value]; first != nil {
			r.found.Add(ruleMapTwice.At(r.at(key)).About(about).Saw(key.Value).See(r.at(first)))
			continue
		}
		seen[key.Value] = key
		if key.Kind != yaml.ScalarNode || strings.TrimSpace(key.Value) == "" {
			r.wrong(key, about, "text")
			continue
		}
		each(key, value)
	}
}

func (r *mappingReader) wrong(n *yaml.Node, about, allowed string) {
	seen := n.Value
	if n.Kind != yaml.ScalarNode {
		seen = map[yaml.Kind]string{yaml.MappingNode: "{…}", yaml.SequenceNode: "[…]", yaml.AliasNode: "*" + n.Value}[n.Kind]
	}
	r.found.Add(ruleMapValue.At(r.at(n)).About(about).Saw(seen).Allows(allowed))
}

// text reads a text; nothing written counts as "".
func (r *mappingReader) text(n *yaml.Node, about string) string {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n, about, "text")
		return ""
	}
	if n.Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (r *mappingReader) number(n *yaml.Node, about string) int {
	x, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || x < 1 || x > 10_000 {
		r.wrong(n, about, "1–10000")
		return 0
	}
	return x
}

func (r *mappingReader) oneOf(n *yaml.Node, about string, values ...string) string {
	if n.Kind == yaml.ScalarNode && slices.Contains(values, n.Value) {
		return n.Value
	}
	r.found.Add(ruleMapValue.At(r.at(n)).About(about).Saw(n.Value).Allows(strings.Join(values, ", ")).Near(nearest.Of(n.Value, values)))
	return values[0]
}

// columns reads what each column is about.
func (r *mappingReader) columns(n *yaml.Node) {
	matcher := form.NewMatcher(r.rubric, form.MaxSlots)
	own := wideTargets
	if r.out.layout == layoutLong {
		own = longTargets
	}
	taken := map[string]*yaml.Node{}
	questions := 0
	if n.Tag == "!!null" { // a proposal of which nothing was certain
		n.Kind = yaml.MappingNode
	}
	r.pairs(n, "columns", func(key, value *yaml.Node) {
		target := r.text(value, key.Value)
		if value.Kind != yaml.ScalarNode {
			return
		}
		if target == "" {
			target = Ignore
		}
		if target != Ignore && !slices.Contains(own, target) {
			if r.out.layout == layoutLong || !isCodeOf(matcher, target) {
				known := own
				if r.out.layout == layoutWide {
					known = r.targets(own)
				}
				r.found.Add(ruleMapTarget.At(r.at(value)).About(key.Value).Saw(target).Allows(strings.Join(append(slices.Clone(own), Ignore), ", ")).
					Near(nearest.Of(target, known)))
				return
			}
			questions++
		}
		if first := taken[target]; first != nil && target != Ignore {
			r.found.Add(ruleMapTwice.At(r.at(value)).About(key.Value).Saw(target).See(r.at(first)))
			return
		}
		taken[target] = value
		r.out.columns = append(r.out.columns, mappedColumn{key.Value, target, r.at(key)})
	})
	if n.Kind != yaml.MappingNode {
		return
	}
	need := []string{"agency"}
	if r.out.layout == layoutLong {
		need = []string{"agency", "indicator"}
		if taken["assessor_value"] == nil {
			need = append(need, "value")
		}
	} else if questions == 0 {
		r.found.Add(ruleMapMissing.At(r.at(n)).About("columns").Allows(listed(r.targets(nil))))
	}
	for _, name := range need {
		if taken[name] == nil {
			r.found.Add(ruleMapMissing.At(r.at(n)).About(name).Allows("…: " + name))
		}
	}
}

// isCodeOf reports whether a target is the code of a field, or of an option of a multiple choice; labels are for
// proposals, a mapping says what it means.
func isCodeOf(m *form.Matcher, target string) bool {
	if field, option, is := m.FindOption(target); is {
		return target == field.Code()+"/"+option
	}
	found := m.Find(target)
	return len(found) == 1 && found[0].Code() == target
}

// targets are what a column of a wide table may be about, for suggestions.
func (r *mappingReader) targets(own []string) []string {
	all := slices.Clone(own)
	for q := range form.New(r.rubric, form.Options{}).All() {
		for _, f := range q.Fields() {
			all = append(all, f.Code())
		}
	}
	return all
}

// values reads what words mean; n is the indicator whose answers they are, nil for all.
func (r *mappingReader) values(node *yaml.Node, n *rubric.Node, into map[string]string) {
	about := "values"
	if n != nil {
		about = "values_of." + n.ID
	}
	r.pairs(node, about, func(key, value *yaml.Node) {
		code := r.text(value, key.Value)
		if value.Kind != yaml.ScalarNode {
			return
		}
		if n != nil && !canMean(n, code) {
			var codes []string
			for _, c := range form.Choices(n) {
				codes = append(codes, c.Code)
			}
			near := ""
			if len(code) > 2 { // any digit is near to any other
				near = nearest.Of(code, codes)
			}
			r.found.Add(ruleMapTarget.At(r.at(value)).About(key.Value).Saw(code).Allows(strings.Join(codes, ", ")).Near(near))
			return
		}
		into[wordKey(key.Value)] = code
	})
}

// canMean reports whether a word may stand for a code: a choice, several of a multiple choice, or, where there are
// no choices, anything that is read as an answer later.
func canMean(n *rubric.Node, code string) bool {
	choices := form.Choices(n)
	if code == "" || len(choices) == 0 {
		return true
	}
	for _, part := range strings.Split(code, ";") {
		if !slices.ContainsFunc(choices, func(c form.Choice) bool { return c.Code == part }) {
			return false
		}
		if n.Asked() != rubric.Multiple && part != code {
			return false
		}
	}
	return true
}

func (r *mappingReader) valuesOf(n *yaml.Node) {
	r.pairs(n, "values_of", func(key, value *yaml.Node) {
		node := r.indicator(key)
		if node == nil {
			return
		}
		into := map[string]string{}
		r.values(value, node, into)
		r.out.words.of[node.ID] = into
	})
}

// indicator finds the indicator of an id.
func (r *mappingReader) indicator(n *yaml.Node) *rubric.Node {
	if node := r.rubric.Indicator(n.Value); node != nil {
		return node
	}
	var ids []string
	for _, node := range r.rubric.Indicators() {
		ids = append(ids, node.ID)
	}
	r.found.Add(ruleIndicator.At(r.at(n)).Saw(n.Value).Near(nearest.Of(n.Value, ids)))
	return nil
}

func (r *mappingReader) indicators(n *yaml.Node) {
	r.pairs(n, "indicators", func(key, value *yaml.Node) {
		if value.Kind != yaml.ScalarNode {
			r.wrong(value, key.Value, "text")
			return
		}
		if node := r.indicator(value); node != nil {
			r.out.indicators[wordKey(key.Value)] = node.ID
		}
	})
}

func (r *mappingReader) agencyWords(n *yaml.Node) {
	r.pairs(n, "agencies", func(key, value *yaml.Node) {
		id := r.text(value, key.Value)
		switch {
		case value.Kind != yaml.ScalarNode:
			return
		case r.agencies != nil:
			if _, known := r.agencies.Index(id); !known {
				r.found.Add(ruleAgency.At(r.at(value)).Saw(id).Near(nearest.Of(id, r.agencies.IDs())))
				return
			}
		case !agency.ValidID(id):
			r.found.Add(ruleAgencyID.At(r.at(value)).Saw(id).Allows(agency.AllowedID))
			return
		}
		r.out.words.agencies[wordKey(key.Value)] = id
	})
}
