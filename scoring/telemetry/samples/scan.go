package samples

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// field is one member of a JSON object. Text is the value: of a string what it says, of everything else how it is
// written.
type field struct {
	key, text []byte
	kind      byte // the first byte of the value: " { [ t f n - or a digit
}

const (
	// mostFields is how many members an object may have, and maxNesting how deep values may nest.
	mostFields = 4096
	maxNesting = 64
)

var errSyntax = errors.New("not a JSON object")

// scanner reads the members of one JSON object after the other without making texts of them.
type scanner struct {
	fields []field
	buffer []byte // unescaped texts
}

// object reads a text that is one object. The fields belong to the scanner and change with the next object.
func (s *scanner) object(text []byte) ([]field, error) {
	s.fields, s.buffer = s.fields[:0], s.buffer[:0]
	rest, err := s.members(blank(text))
	if err == nil && len(blank(rest)) > 0 {
		err = fmt.Errorf("%w: something follows it", errSyntax)
	}
	return s.fields, err
}

func blank(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n") }

// members reads an object at the beginning of a text and gives what follows it.
func (s *scanner) members(text []byte) (rest []byte, err error) {
	if len(text) == 0 || text[0] != '{' {
		return nil, errSyntax
	}
	text = blank(text[1:])
	if len(text) > 0 && text[0] == '}' {
		return text[1:], nil
	}
	for {
		if len(s.fields) == mostFields {
			return nil, fmt.Errorf("%w: more than %d members", errSyntax, mostFields)
		}
		var f field
		if f.key, text, err = s.word(text); err != nil {
			return nil, err
		}
		if text = blank(text); len(text) == 0 || text[0] != ':' {
			return nil, errSyntax
		}
		if text = blank(text[1:]); len(text) == 0 {
			return nil, errSyntax
		}
		if f.kind = text[0]; f.kind == '"' {
			f.text, text, err = s.word(text)
		} else {
			f.text, text, err = value(text, 0)
		}
		if err != nil {
			return nil, err
		}
		s.fields = append(s.fields, f)
		if text = blank(text); len(text) == 0 {
			return nil, errSyntax
		}
		switch text[0] {
		case '}':
			return text[1:], nil
		case ',':
			text = blank(text[1:])
		default:
			return nil, errSyntax
		}
	}
}

// word reads a string at the beginning of a text.
func (s *scanner) word(text []byte) (word, rest []byte, err error) {
	if len(text) == 0 || text[0] != '"' {
		return nil, nil, errSyntax
	}
	plain := true
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			if plain {
				return text[1:i], text[i+1:], nil
			}
			var out string
			if err := json.Unmarshal(text[:i+1], &out); err != nil {
				return nil, nil, errSyntax
			}
			from := len(s.buffer)
			s.buffer = append(s.buffer, out...)
			return s.buffer[from:len(s.buffer):len(s.buffer)], text[i+1:], nil
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			return nil, nil, errSyntax
		}
	}
	return nil, nil, errSyntax
}

// value reads any value but a string at the beginning of a text, as it is written.
func value(text []byte, depth int) (as, rest []byte, err error) {
	if depth == maxNesting {
		return nil, nil, fmt.Errorf("%w: nested too deep", errSyntax)
	}
	switch c := text[0]; {
	case c == '{' || c == '[':
		end, err := balanced(text)
		if err != nil {
			return nil, nil, err
		}
		return text[:end], text[end:], nil
	case c == 't' || c == 'f' || c == 'n':
		for _, word := range []string{"true", "false", "null"} {
			if bytes.HasPrefix(text, []byte(word)) {
				return text[:len(word)], text[len(word):], nil
			}
		}
	case c == '-' || (c >= '0' && c <= '9'):
		end := 1
		for end < len(text) && bytes.IndexByte([]byte("0123456789+-.eE"), text[end]) >= 0 {
			end++
		}
		return text[:end], text[end:], nil
	}
	return nil, nil, errSyntax
}

// balanced gives the end of an object or list that is valid JSON.
func balanced(text []byte) (int, error) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			if depth++; depth > maxNesting {
				return 0, fmt.Errorf("%w: nested too deep", errSyntax)
			}
		case '}', ']':
			if depth--; depth == 0 {
				if !json.Valid(text[:i+1]) {
					return 0, errSyntax
				}
				return i + 1, nil
			}
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		}
	}
	return 0, errSyntax
}
