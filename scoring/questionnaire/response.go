package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// schemaFamily begins the schema of every version of response files.
const schemaFamily = "siap/response/"

// responseFile is a response file of the HTML form, read whole: it is small.
type responseFile struct {
	answers  []Answer
	evidence []Evidence
	found    *findings
	summary  Summary
}

// openResponse opens a response file. It knows one by its member schema, whatever the file is called, and a broken one
// by its name or by the schema's.
func openResponse(src source.Source, r *rubric.Rubric, agencies *agency.List) (File, bool, *diag.Diagnostic) {
	in, err := src.Open(0)
	if err != nil {
		return nil, false, nil // whoever comes last says so
	}
	defer in.Close()
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, nil
	}
	head = head[:n]
	named := strings.HasSuffix(strings.ToLower(src.Name), form.ResponseSuffix) && n > 0
	if !bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), " \t\r\n"), []byte("{")) && !named {
		return nil, false, nil
	}
	data, err := io.ReadAll(io.LimitReader(in, MaxResponse+1-int64(n)))
	data = append(head, data...)
	named = named || bytes.Contains(data, []byte(schemaFamily))
	switch {
	case len(data) > MaxResponse && named:
		return nil, true, table.Fault(src.Name, &source.TooLargeError{Name: src.Name, Limit: MaxResponse})
	case err != nil && named:
		return nil, true, table.Fault(src.Name, err)
	case err != nil || len(data) > MaxResponse:
		return nil, false, nil
	}
	f := &responseFile{found: &findings{}}
	if f.summary.SHA256, err = in.SHA256(); err != nil {
		return nil, true, table.Fault(src.Name, err)
	}
	scan, d := newResponseScanner(src.Name, bytes.TrimPrefix(data, []byte(byteOrderMark)), f.found)
	if d != nil {
		if !named {
			return nil, false, nil
		}
		return nil, true, d
	}
	schema, d := scan.schema()
	if !named && !strings.HasPrefix(schema.text, schemaFamily) {
		return nil, false, nil
	}
	if d == nil {
		d = f.read(scan, r, agencies)
	}
	if d != nil {
		return nil, true, d
	}
	return f, true, nil
}

const byteOrderMark = "\xef\xbb\xbf"

// schema looks for the schema and goes back to the beginning; the diagnostic says that it is not the one that is
// read here.
func (s *responseScanner) schema() (schema located, d *diag.Diagnostic) {
	defer s.restart()
	token, _ := s.next()
	if token != json.Delim('{') {
		return located{}, ruleResponseSchema.At(s.place(0)).Saw(shape(token)).Allows(form.ResponseSchema)
	}
	for {
		token, _ := s.next()
		name, ok := token.(string)
		if !ok {
			return located{}, ruleResponseSchema.At(s.place(0)).Saw("–").Allows(form.ResponseSchema)
		}
		token, at := s.next()
		if name == "schema" {
			text, _ := token.(string)
			schema = located{text, s.place(at)}
			if text != form.ResponseSchema {
				d = ruleResponseSchema.At(schema.at).Saw(shape(token)).Allows(form.ResponseSchema)
			}
			return schema, d
		}
		for depth := s.depth; (token == json.Delim('{') || token == json.Delim('[')) && s.depth >= depth; {
			s.next()
		}
	}
}

// Answers implements File.
func (f *responseFile) Answers() iter.Seq2[Answer, *diag.Diagnostic] {
	return func(yield func(Answer, *diag.Diagnostic) bool) {
		for _, d := range f.found.All() {
			if !yield(Answer{}, d) {
				return
			}
		}
		for _, a := range f.answers {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// Evidence implements File.
func (f *responseFile) Evidence() []Evidence { return f.evidence }

// Summary implements File.
func (f *responseFile) Summary() Summary { return f.summary }

// Close implements File: the file was read whole and closed when it was opened.
func (f *responseFile) Close() error { return nil }
