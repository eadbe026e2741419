package crosswalk

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"siap/internal/schematest"
	"siap/rubric"
)

// schemaFile is the published schema, beside that of rubrics.
const schemaFile = "../schema/crosswalk-1.schema.json"

// The schema and the types name the same keys, and every key is explained.
func TestSchemaMatchesTypes(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]struct {
			Description string `json:"description"`
		} `json:"properties"`
	}
	var root struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{"": Crosswalk{}, "end": End{}, "pair": Pair{}, "step": Step{}, "unmapped": Unmapped{}, "text": rubric.Text{}} {
		o := root.object
		if name != "" {
			o = root.Defs[name]
		}
		var keys []string
		for field := range reflect.TypeOf(v).Fields() {
			keys = append(keys, field.Tag.Get("yaml"))
		}
		slices.Sort(keys)
		if got := slices.Sorted(maps.Keys(o.Properties)); !slices.Equal(got, keys) {
			t.Errorf("%q: the schema has %v, the type %v", name, got, keys)
		}
		for key, p := range o.Properties {
			if p.Description == "" {
				t.Errorf("%q: %s is not explained", name, key)
			}
		}
	}
}

func TestSchemaAgreesWithParse(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	schema := schematest.Compile(t, data)
	if err := schematest.YAML(t, schema, small(t)); err != nil {
		t.Errorf("the schema refuses what Parse takes: %v", err)
	}
	for _, c := range []struct{ name, from, to string }{
		{"an unknown key", "cites: [", "sites: ["},
		{"an unknown kind", "kind: part", "kind: half"},
		{"no strength", "    strength: 0.5\n", ""},
		{"a strength above one", "strength: 0.5", "strength: 1.5"},
		{"no strength either way", "strength: 0.5\n    back: 0.25", "strength: 0"},
		{"equal, but not wholly", "kind: equal", "kind: equal\n    strength: 0.5"},
		{"one level", "{from: 2, to: 1}, {from: 4, to: 5}", ""},
		{"no reason", "    reason: {id: Sama., en: The same.}\n", ""},
		{"half a translation", "{id: Sama., en: The same.}", "{id: Sama.}"},
		{"unmapped on both sides", "  - from: staff # unmapped", "  - from: staff\n    to: crew"},
		{"no version", "version: \"1.0\"\n", ""},
	} {
		if !strings.Contains(string(small(t)), c.from) {
			t.Fatalf("%s: %q is not in the crosswalk", c.name, c.from)
		}
		changed := []byte(strings.Replace(string(small(t)), c.from, c.to, 1))
		if got, _ := Parse("c.yaml", changed, testRubrics(t)); got != nil {
			t.Errorf("%s: Parse takes it", c.name)
		}
		if schematest.YAML(t, schema, changed) == nil {
			t.Errorf("%s: the schema takes it", c.name)
		}
	}
}
