package result

import _ "embed" // for the schema file

// SchemaJSON is the JSON Schema (draft 2020-12) of assessment.json, with descriptions. What Write writes is valid
// by it. It allows members it does not know, as Read does.
//
//go:embed assessment-1.schema.json
var SchemaJSON []byte

// ComparisonSchemaJSON is the JSON Schema of a Comparison.
//
//go:embed comparison-1.schema.json
var ComparisonSchemaJSON []byte

// PlanSchemaJSON is the JSON Schema of a Plan, PlansSchemaJSON that of Plans.
var (
	//go:embed plan-1.schema.json
	PlanSchemaJSON []byte
	//go:embed plans-1.schema.json
	PlansSchemaJSON []byte
)
