package rubric

import _ "embed" // for the schema file

// SchemaJSON is the JSON Schema (draft 2020-12) of the rubric language, with descriptions, so that editors
// complete and explain it while a rubric is being written. Check finds more than it can say.
//
//go:embed schema/rubric-1.schema.json
var SchemaJSON string
