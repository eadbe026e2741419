package html

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A column of numbers, one for each agency, is the bulk of a report. It is written in the shortest of three ways, which
// the script reads back (columns.js):
//
//	{"c": x}               the same everywhere
//	{"d": [...], "s": "…"} few different numbers: one character for each agency, by its place in the alphabet
//	[...]                  the numbers themselves
//
// null is a number that is not known.

// alphabet are printable characters that stand for themselves in JSON and in HTML.
var alphabet = func() string {
	var b strings.Builder
	for c := '#'; c <= '~'; c++ {
		if !strings.ContainsRune(`&<>\`, c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}()

// column is a column of numbers; NaN is not known.
type column []float64

// unknown is a number that is not known.
var unknown = math.NaN()

// newColumn makes a column of n numbers that are all the same.
func newColumn(n int, x float64) column {
	c := make(column, n)
	for i := range c {
		c[i] = x
	}
	return c
}

// is reports whether all numbers of a column are x.
func (c column) is(x float64) bool {
	for _, y := range c {
		if y != x && !(math.IsNaN(x) && math.IsNaN(y)) {
			return false
		}
	}
	return true
}

// MarshalJSON implements json.Marshaler.
func (c column) MarshalJSON() ([]byte, error) {
	if len(c) > 0 && c.is(c[0]) {
		return []byte(`{"c":` + number(c[0]) + `}`), nil
	}
	var plain strings.Builder
	plain.WriteByte('[')
	var dictionary []string
	place := map[string]int{}
	var codes strings.Builder
	for i, x := range c {
		text := number(x)
		if i > 0 {
			plain.WriteByte(',')
		}
		plain.WriteString(text)
		at, known := place[text]
		if !known {
			at = len(dictionary)
			place[text] = at
			dictionary = append(dictionary, text)
		}
		if at < len(alphabet) {
			codes.WriteByte(alphabet[at])
		}
	}
	plain.WriteByte(']')
	coded := `{"d":[` + strings.Join(dictionary, ",") + `],"s":"` + codes.String() + `"}`
	if len(dictionary) <= len(alphabet) && len(coded) < plain.Len() {
		return []byte(coded), nil
	}
	return []byte(plain.String()), nil
}

// number writes a number as briefly as JSON allows.
func number(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "null"
	}
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if short := strconv.FormatFloat(x, 'g', -1, 64); len(short) < len(text) && !strings.Contains(short, "e+") {
		text = short
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// block writes a value as the text of a script element of JSON: nothing in it can end the element.
func block(v any) ([]byte, error) {
	text, err := json.Marshal(v) // escapes <, > and &
	if err != nil {
		return nil, fmt.Errorf("writing the data of the HTML report: %w", err)
	}
	return text, nil
}
