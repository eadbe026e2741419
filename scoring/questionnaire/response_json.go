package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"siap/internal/diag"
	"siap/internal/nearest"
)

// The limits of a response file, against hostile ones: its size in bytes, how deep its objects and lists may stand
// in each other, and how many items of evidence one answer may have.
const (
	MaxResponse         = 8 << 20
	maxResponseDepth    = 16
	MaxResponseEvidence = 100
)

// located is a text of a response file and where it stands; the zero value is one that is not there.
type located struct {
	text string
	at   diag.Place
}

// isThere reports whether the text stood in the file.
func (l located) isThere() bool { return l.at.Line > 0 }

// responseScanner walks through a response file that is known to be well-formed JSON. It goes on after every fault.
type responseScanner struct {
	file  string
	data  []byte
	dec   *json.Decoder
	found *findings
	depth int
	// The place that was asked for last: places are asked for from the front to the back, so that a file of one long
	// line is counted through once and not once for every answer.
	offset, line, column int
}

// findings are what was found wrong. A list folds what is said too often, so the errors are counted apart.
type findings struct {
	diag.List
	errors int
}

// Add takes a diagnostic into the list.
func (f *findings) Add(d *diag.Diagnostic) {
	if d.Severity == diag.Error {
		f.errors++
	}
	f.List.Add(d)
}

// newResponseScanner checks that the data are one JSON value in UTF-8.
func newResponseScanner(file string, data []byte, found *findings) (*responseScanner, *diag.Diagnostic) {
	s := &responseScanner{file: file, data: data, found: found, line: 1, column: 1}
	if !utf8.Valid(data) {
		at := 0
		for r, size := utf8.DecodeRune(data); r != utf8.RuneError || size != 1; r, size = utf8.DecodeRune(data[at:]) {
			at += size
		}
		return nil, ruleResponseBroken.At(s.place(at)).Saw("UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		at := 0
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = int(max(syntax.Offset-1, 0))
		}
		return nil, ruleResponseBroken.At(s.place(at)).Saw(err.Error())
	}
	s.restart()
	return s, nil
}

// restart goes back to the beginning.
func (s *responseScanner) restart() {
	s.dec = json.NewDecoder(bytes.NewReader(s.data))
	s.dec.UseNumber()
	s.depth = 0
}

// place gives the line and column, in characters, of an offset.
func (s *responseScanner) place(offset int) diag.Place {
	offset = min(offset, len(s.data))
	if offset < s.offset {
		s.offset, s.line, s.column = 0, 1, 1
	}
	for _, b := range s.data[s.offset:offset] {
		switch {
		case b == '\n':
			s.line++
			s.column = 1
		case utf8.RuneStart(b):
			s.column++
		}
	}
	s.offset = offset
	return diag.Place{File: s.file, Line: s.line, Column: s.column}
}

// ahead is the offset of the next token.
func (s *responseScanner) ahead() int {
	at := int(s.dec.InputOffset())
	for at < len(s.data) && strings.IndexByte(" \t\r\n:,", s.data[at]) >= 0 {
		at++
	}
	return at
}

// next gives the next token and the offset of its first byte; nil at the end.
func (s *responseScanner) next() (json.Token, int) {
	at := s.ahead()
	token, err := s.dec.Token()
	if err != nil { // only the end: the data are well-formed
		return nil, at
	}
	if d, ok := token.(json.Delim); ok {
		switch d {
		case '{', '[':
			s.depth++
		default:
			s.depth--
		}
	}
	return token, at
}

// skip passes over the rest of the value that began with a token.
func (s *responseScanner) skip(token json.Token, at int) {
	if token != json.Delim('{') && token != json.Delim('[') {
		return
	}
	outside := s.depth - 1
	said := false
	for s.depth > outside {
		if s.depth > maxResponseDepth && !said {
			said = true
			s.found.Add(ruleResponseMuch.At(s.place(at)).About("{ [").Saw(strconv.Itoa(s.depth)).Allows(strconv.Itoa(maxResponseDepth)))
		}
		if inner, _ := s.next(); inner == nil {
			return
		}
	}
}

// The shapes of values, as they look in the file.
const (
	wantObject = "{ }"
	wantList   = "[ ]"
	wantText   = `" "`
)

// shape shows a token as it looks in the file.
func shape(token json.Token) string {
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return wantObject
		}
		return wantList
	case json.Number:
		return t.String()
	case bool:
		return strconv.FormatBool(t)
	case string:
		return strconv.Quote(t)
	}
	return "null"
}

// text reads a text.
func (s *responseScanner) text(about string) located {
	token, at := s.next()
	text, ok := token.(string)
	if !ok || strings.ContainsRune(text, 0) {
		s.wrong(token, at, about, wantText)
		return located{at: s.place(at)}
	}
	return located{text: strings.TrimSpace(text), at: s.place(at)}
}

// wrong says that a value has not the shape it must have, and passes over it.
func (s *responseScanner) wrong(token json.Token, at int, about, want string) {
	s.found.Add(ruleResponseKind.At(s.place(at)).About(about).Saw(shape(token)).Allows(want))
	s.skip(token, at)
}

// object reads an object and hands every member to read, which must take its value; false where the value is none.
func (s *responseScanner) object(about string, read func(name string, at diag.Place)) bool {
	token, at := s.next()
	if token != json.Delim('{') {
		s.wrong(token, at, about, wantObject)
		return false
	}
	for {
		token, at := s.next()
		name, ok := token.(string)
		if !ok { // the closing brace
			return true
		}
		read(name, s.place(at))
	}
}

// members reads an object whose members are known by their names; any other is warned of, and one that comes twice is
// an error.
func (s *responseScanner) members(about string, known map[string]func(at diag.Place)) bool {
	seen := map[string]diag.Place{}
	return s.object(about, func(name string, at diag.Place) {
		read, is := known[name]
		if !is {
			names := make([]string, 0, len(known))
			for n := range known {
				names = append(names, n)
			}
			slices.Sort(names)
			s.found.Add(ruleResponseMember.At(at).About(about).Saw(name).Near(nearest.Of(name, names)))
			token, offset := s.next()
			s.skip(token, offset)
			return
		}
		if !s.once(seen, name, at) {
			return
		}
		read(at)
	})
}

// once reports whether a name comes for the first time; it says so and passes over the value where it does not.
func (s *responseScanner) once(seen map[string]diag.Place, name string, at diag.Place) bool {
	if first, twice := seen[name]; twice {
		s.found.Add(ruleResponseTwice.At(at).About(name).See(first))
		token, offset := s.next()
		s.skip(token, offset)
		return false
	}
	seen[name] = at
	return true
}

// list reads a list and calls read for every entry, which must take it.
func (s *responseScanner) list(about string, read func()) {
	token, at := s.next()
	if token != json.Delim('[') {
		s.wrong(token, at, about, wantList)
		return
	}
	for s.dec.More() {
		read()
	}
	s.next() // the closing bracket
}
