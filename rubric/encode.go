package rubric

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// schemaComment is the first line of a rubric's file, by which editors find the schema that completes and checks it.
const schemaComment = "# yaml-language-server: $schema=../schema/rubric-1.schema.json\n"

// encodedWidth is where the lines of an encoded rubric are broken, in characters.
const encodedWidth = 110

// Encode writes a rubric as YAML in one canonical way: keys in the order of the language, nothing that is a default,
// the same bytes for the same rubric. Parse of it gives the rubric back; comments of a file it was read from are not
// part of it. Only a rubric that Parse could never give has no such text: one with a number that is not finite, a text
// that is not UTF-8, or a hole in its tree.
func Encode(r *Rubric) ([]byte, error) {
	e := encoder{defaults: defaultsOf(r)}
	root, err := e.value(reflect.ValueOf(r).Elem(), "rubric")
	if err != nil {
		return nil, fmt.Errorf("encoding the rubric %s as YAML: %w", r.ID, err)
	}
	var out bytes.Buffer
	out.WriteString(schemaComment)
	dumper, err := yaml.NewDumper(&out, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(encodedWidth),
		yaml.WithUnicode(), yaml.WithFlowSimpleCollections(), yaml.WithQuotePreference(yaml.QuoteDouble))
	if err == nil {
		err = dumper.Dump(root)
	}
	if err == nil {
		err = dumper.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("encoding the rubric %s as YAML: %w", r.ID, err)
	}
	return out.Bytes(), nil
}

// defaultsOf are the values of keys that need not be written, by type and key, where that is not the empty value. A
// weight has a default of its own only where weights are relative; a share of a whole is always written, so that what
// the whole is cannot change with the file.
func defaultsOf(r *Rubric) map[reflect.Type]map[string]any {
	node := map[string]any{}
	if r.Weights == Relative || r.Weights == "" {
		node["weight"] = float64(defaultWeight)
	}
	return map[reflect.Type]map[string]any{
		reflect.TypeFor[Rubric](): {
			"status": Draft, "band_edge": EdgeLower, "unknown": Renormalise, "weights": Relative,
			"min_coverage": float64(DefaultRubricCoverage),
		},
		reflect.TypeFor[Source]():   {"status": defaultSourceStatus},
		reflect.TypeFor[Rounding](): {"digits": DefaultDigits, "mode": defaultMode},
		reflect.TypeFor[Decide]():   {"bands": defaultDecision, "ranks": defaultDecision},
		reflect.TypeFor[Role]():     {"weight": float64(defaultWeight)},
		reflect.TypeFor[Node]():     node,
		reflect.TypeFor[Action]():   {"effort": DefaultEffort},
		reflect.TypeFor[Measure]():  {"min_coverage": float64(DefaultMinCoverage), "tolerance": float64(0), "error": float64(0)},
	}
}

// encoder turns the types of this package into YAML nodes by their yaml tags; it is the mirror of decoder.
type encoder struct {
	defaults map[reflect.Type]map[string]any
}

// value encodes v; nil is a mapping without keys. at names it in errors.
func (e encoder) value(v reflect.Value, at string) (*yaml.Node, error) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil, fmt.Errorf("%s is missing", at)
		}
		n, err := e.value(v.Elem(), at)
		if n == nil && err == nil && v.Elem().Type() != reflect.TypeFor[Limits]() { // only limits without an end say nothing
			n = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		}
		return n, err
	case reflect.Struct:
		return e.mapping(v, at)
	case reflect.Slice:
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for i := range v.Len() {
			entry, err := e.value(v.Index(i), at+"["+strconv.Itoa(i)+"]")
			if err != nil {
				return nil, err
			}
			if entry == nil {
				entry = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			}
			list.Content = append(list.Content, entry)
		}
		return list, nil
	case reflect.Map:
		return e.lists(v, at)
	case reflect.Float64:
		x := v.Float()
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%s is %v, which no rubric can hold", at, x)
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: numberTag(x), Value: plainNumber(x)}, nil
	case reflect.Int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}, nil
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v.Bool())}, nil
	}
	return textNode(v.String(), at)
}

// mapping encodes the keys of a struct that say something beyond the defaults.
func (e encoder) mapping(v reflect.Value, at string) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	required := requiredNumbers(v.Type())
	for i := range v.NumField() {
		key, field := keyOf(v.Type().Field(i)), v.Field(i)
		if key == "" {
			continue
		}
		if !slices.Contains(required, key) && e.silent(v.Type(), key, field) {
			continue
		}
		value, err := e.value(field, at+"."+key)
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
	}
	if len(n.Content) == 0 {
		return nil, nil
	}
	return n, nil
}

// silent reports whether a key need not be written: it is empty, or what it means without being written.
func (e encoder) silent(t reflect.Type, key string, field reflect.Value) bool {
	if value, has := e.defaults[t][key]; has {
		return field.Interface() == value || (field.Kind() == reflect.String && field.Len() == 0)
	}
	switch field.Kind() {
	case reflect.Slice, reflect.Map:
		return field.Len() == 0
	case reflect.Float64: // a share of the whole has no default of its own
		return t != reflect.TypeFor[Node]() && field.IsZero()
	}
	return field.IsZero()
}

// lists encodes a mapping of free keys to lists of texts, sorted, for a map has no order.
func (e encoder) lists(v reflect.Value, at string) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	lists, _ := v.Interface().(map[string][]string)
	for _, key := range slices.Sorted(maps.Keys(lists)) {
		name, err := textNode(key, at)
		if err != nil {
			return nil, err
		}
		list, err := e.value(reflect.ValueOf(lists[key]), at+"."+key)
		if err != nil {
			return nil, err
		}
		n.Content = append(n.Content, name, list)
	}
	return n, nil
}

// textNode encodes a text so that every YAML reader takes it for one: "1.10", "no" and "~" get quotes. What lines and
// blanks would make fragile is quoted too, with its control characters escaped.
func textNode(s, at string) (*yaml.Node, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("%s is not UTF-8: %q", at, s)
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if s != strings.TrimSpace(s) || strings.ContainsFunc(s, fragile) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
}

// fragile reports whether a character may be changed by an emitter or a reader that folds lines.
func fragile(r rune) bool {
	return r < ' ' || (r >= 0x7f && r <= 0xa0) || r == 0x2028 || r == 0x2029 || r == 0xfeff || r > 0xfff0
}

func numberTag(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return "!!int"
	}
	return "!!float"
}

// plainNumber is the shortest decimal text that reads back as the same number, without an exponent where people would
// write none.
func plainNumber(x float64) string {
	switch {
	case x == 0:
		return "0"
	case math.Abs(x) >= 1e-6 && math.Abs(x) < 1e16:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'e', -1, 64)
}
