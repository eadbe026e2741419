// Package schematest holds documents to the JSON Schemas that siap publishes, in tests.
package schematest

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// Compile compiles a schema; its formats are asserted, such as that of a date.
func Compile[Text string | []byte](t testing.TB, schema Text) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(schema)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// JSON gives what is against the schema in a JSON document, nil for nothing. What is no JSON ends the test.
func JSON(t testing.TB, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// YAML is JSON for a YAML document.
func YAML(t testing.TB, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	var tree any
	if err := yaml.Load(data, &tree); err != nil {
		t.Fatal(err)
	}
	return Value(t, schema, tree)
}

// Value is JSON for a value as encoding/json writes it.
func Value(t testing.TB, schema *jsonschema.Schema, v any) error {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return JSON(t, schema, data)
}
