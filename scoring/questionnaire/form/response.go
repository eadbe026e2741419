package form

import _ "embed" // for the schema file

// ResponseSchema names the language of a response file (*.siap.json).
const ResponseSchema = "siap/response/1"

// ResponseSuffix is how the name of a response file ends.
const ResponseSuffix = ".siap.json"

// ResponseSchemaJSON is the JSON Schema (draft 2020-12) of a response file, with descriptions.
//
//go:embed response-1.schema.json
var ResponseSchemaJSON []byte

// Response is what one agency, or one respondent of it, answered in the HTML form: the content of a response file.
type Response struct {
	Schema string         `json:"schema"`
	Rubric ResponseRubric `json:"rubric"`
	// Language is the language the form was read in, "id" or "en"; the answers are codes and the same in both.
	Language string `json:"language"`
	// Agency is the id of the agency.
	Agency string `json:"agency"`
	// Respondent is a code, never a name; "" where the agency answers as a whole. Role is a role's id or "".
	Respondent string `json:"respondent,omitempty"`
	Role       string `json:"role,omitempty"`
	// Saved is when the file was written, by RFC 3339.
	Saved string `json:"saved"`
	// Answers are the answers by the code of their field (Field.Code of the part Value).
	Answers map[string]ResponseAnswer `json:"answers"`
}

// ResponseRubric says which rubric the form was made from.
type ResponseRubric struct {
	ID          string `json:"id"`
	Version     string `json:"version"`
	Fingerprint string `json:"fingerprint"`
}

// ResponseAnswer is what was said to one question, or to one slot of it.
type ResponseAnswer struct {
	// Item is the name of the repeated thing; "" for a question that is asked once.
	Item string `json:"item,omitempty"`
	// Value is the answer as a cell of a table would hold it: the code of a choice, codes with ; between them, a
	// number, "12/40", "2025-03-01", NotApplicable, DontKnow; "" where nothing was answered.
	Value    string             `json:"value,omitempty"`
	Note     string             `json:"note,omitempty"`
	Evidence []ResponseEvidence `json:"evidence,omitempty"`
}

// ResponseEvidence is one item of evidence that is shown for an answer.
type ResponseEvidence struct {
	Title string `json:"title"`
	// Link is a web address or the name of a file, "" for none.
	Link string `json:"link,omitempty"`
	// Status is one of the states of evidence, Level the code of the level it is to prove, "" for none.
	Status string `json:"status,omitempty"`
	Level  string `json:"level,omitempty"`
}
