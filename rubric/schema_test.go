package rubric

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"siap/internal/schematest"
)

type schemaObject struct {
	Properties map[string]struct {
		Ref         string `json:"$ref"`
		Description string `json:"description"`
	} `json:"properties"`
	Required []string                `json:"required"`
	Defs     map[string]schemaObject `json:"$defs"`
}

// The schema and the types name the same keys, every key is explained, and what the decoder must be given the
// schema requires.
func TestSchemaMatchesTypes(t *testing.T) {
	var root schemaObject
	if err := json.Unmarshal([]byte(SchemaJSON), &root); err != nil {
		t.Fatal(err)
	}
	types := map[string]reflect.Type{
		"text":       reflect.TypeFor[Text](),
		"source":     reflect.TypeFor[Source](),
		"scale":      reflect.TypeFor[Scale](),
		"rounding":   reflect.TypeFor[Rounding](),
		"decide":     reflect.TypeFor[Decide](),
		"band":       reflect.TypeFor[Band](),
		"verdicts":   reflect.TypeFor[Verdicts](),
		"role":       reflect.TypeFor[Role](),
		"metric":     reflect.TypeFor[Metric](),
		"node":       reflect.TypeFor[Node](),
		"level":      reflect.TypeFor[Level](),
		"action":     reflect.TypeFor[Action](),
		"measure":    reflect.TypeFor[Measure](),
		"breakpoint": reflect.TypeFor[Breakpoint](),
		"view":       reflect.TypeFor[View](),
		"tag":        reflect.TypeFor[Tag](),
		"answer":     reflect.TypeFor[Answer](),
		"option":     reflect.TypeFor[Option](),
		"limits":     reflect.TypeFor[Limits](),
		"external":   reflect.TypeFor[External](),
		"score":      reflect.TypeFor[Score](),
		"row":        reflect.TypeFor[Row](),
		"treat":      reflect.TypeFor[Treat](),
		"impute":     reflect.TypeFor[Impute](),
	}
	if got, want := slices.Sorted(maps.Keys(root.Defs)), slices.Sorted(maps.Keys(types)); !slices.Equal(got, want) {
		t.Fatalf("definitions %v, want %v", got, want)
	}
	compare := func(name string, o schemaObject, typ reflect.Type) {
		keys := keysOf(typ)
		slices.Sort(keys)
		if got := slices.Sorted(maps.Keys(o.Properties)); !slices.Equal(got, keys) {
			t.Errorf("%s: the schema has %v, the type %v", name, got, keys)
		}
		for key, p := range o.Properties {
			if p.Description == "" {
				t.Errorf("%s.%s is not explained", name, key)
			}
		}
		for _, key := range requiredNumbers(typ) {
			if !slices.Contains(o.Required, key) {
				t.Errorf("%s.%s is not required by the schema", name, key)
			}
		}
	}
	compare("rubric", root, reflect.TypeFor[Rubric]())
	for name, typ := range types {
		compare(name, root.Defs[name], typ)
	}
}

func TestSchemaAgreesWithParse(t *testing.T) {
	s := schematest.Compile(t, SchemaJSON)
	if err := schematest.YAML(t, s, small(t)); err != nil {
		t.Errorf("the schema refuses what Parse takes: %v", err)
	}
	// What both must refuse; each is one change of the small rubric.
	for _, c := range []struct{ name, from, to string }{
		{"an unknown key", "unknown: renormalise", "unknwon: renormalise"},
		{"an unknown word", "reduction: share", "reduction: median"},
		{"no scale", "scale: {min: 1, max: 4}\n", ""},
		{"a missing translation", "{id: Portal, en: Portal}", "{id: Portal}"},
		{"a weight of zero", "weight: 3", "weight: 0"},
		{"text for a number", "effort: 2", "effort: high"},
		{"share without a threshold", "          at_least: 99\n", ""},
		{"ratio without a divisor", "          over: required\n", ""},
		{"levels without a question", "        question: {id: Bagaimana portalnya?, en: How is the portal?}\n", ""},
		{"coverage in per cent", "min_coverage: 0.7", "min_coverage: 70"},
		{"on_time without a limit", "reduction: share\n          at_least: 99\n", "reduction: on_time\n"},
		{"half a working day", "at_least: 99", "within: 2.5"},
		{"a negative tolerance", "at_least: 99", "at_least: 99\n          tolerance: -1"},
		{"an unknown kind of metric", "expected: 1d", "expected: 1d\n    kind: histogram"},
		{"a label without values", "expected: 1d", "expected: 1d\n    labels: {host: []}"},
		{"a label that is no name", "expected: 1d", "expected: 1d\n    labels: {\"a b\": [x]}"},
		{"a value to leave out that is none", "expected: 1d", "expected: 1d\n    leave_out: [x]"},
		{"a bad interval", "expected: 1d", "expected: daily"},
		{"a list that is none", "[staff, public]", "staff"},
	} {
		text := string(small(t))
		if !strings.Contains(text, c.from) {
			t.Fatalf("%s: %q is not in the rubric", c.name, c.from)
		}
		changed := []byte(strings.Replace(text, c.from, c.to, 1))
		if r, _ := Parse("r.yaml", changed); r != nil {
			t.Errorf("%s: Parse takes it", c.name)
		}
		if schematest.YAML(t, s, changed) == nil {
			t.Errorf("%s: the schema takes it", c.name)
		}
	}
}
