package workbook

import (
	"reflect"
	"strings"

	"siap/rubric"
)

// kind is what the cells of a column hold.
type kind string

const (
	kindText    kind = "text"    // words for people, kept to the last blank
	kindWord    kind = "word"    // an id or a word of the language; blanks around it mean nothing
	kindChoice  kind = "choice"  // a word out of a fixed list
	kindNumber  kind = "number"  //
	kindWhole   kind = "whole"   // a number without a fraction
	kindFlag    kind = "flag"    // TRUE or FALSE
	kindLines   kind = "lines"   // texts, one a line
	kindWords   kind = "words"   // ids, divided by line breaks, commas or semicolons
	kindMapping kind = "mapping" // column=value|value, one a line
	kindNumbers kind = "numbers" // numbers, divided by line breaks or semicolons
)

// column is one column of a sheet, or one key of the sheet Rubric.
type column struct {
	// key is the header. It is also the path in the row's type, by yaml keys, unless the column is a link.
	key  string
	kind kind
	// allowed are the words of a choice.
	allowed []string
	// link says that the column tells where the row belongs and is no part of its value.
	link bool
	// required says that the column must be there, and a value in every row.
	required bool
	// defaulted says that an empty cell means a value of its own, so that it must not count as stated.
	defaulted bool
	// from names the sheet and the column whose words are offered, where there is such a list.
	fromSheet, fromColumn string
	// width is that of the column on the screen, in characters.
	width float64
}

// example is a value that the column takes, or all there are of a choice, for messages in any language.
func (c *column) example() string {
	switch c.kind {
	case kindChoice:
		return strings.Join(c.allowed, ", ")
	case kindNumber:
		return "2.5"
	case kindWhole:
		return "2"
	case kindFlag:
		return "TRUE, FALSE"
	case kindWord:
		return "abc_1"
	case kindWords:
		return "abc_1, abc_2"
	case kindMapping:
		return "type=abc|def"
	case kindNumbers:
		return "2; 3"
	case kindText, kindLines:
	}
	return "Abc 1"
}

// sheet is one sheet of the workbook.
type sheet struct {
	name string
	// row is the type that one row describes; of the sheet Rubric the type of the whole.
	row     reflect.Type
	columns []column
	// frozen is how many columns stay in sight.
	frozen int
	// required says that no rubric can do without the sheet.
	required bool
}

// column gives the column of a key, nil where there is none.
func (s *sheet) column(key string) *column {
	for i := range s.columns {
		if s.columns[i].key == key {
			return &s.columns[i]
		}
	}
	return nil
}

func (s *sheet) keys() []string {
	keys := make([]string, len(s.columns))
	for i, c := range s.columns {
		keys[i] = c.key
	}
	return keys
}

// words gives the texts of constants of the language.
func words[S ~string](list ...S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func text(key string) []column {
	return []column{{key: key + ".id", kind: kindText, width: 42}, {key: key + ".en", kind: kindText, width: 42}}
}

func plain(key string, width float64) column { return column{key: key, kind: kindText, width: width} }

func number(key string) column { return column{key: key, kind: kindNumber, width: 12} }

func id(key string) column { return column{key: key, kind: kindWord, required: true, width: 22} }

func choice(key string, allowed []string) column {
	return column{key: key, kind: kindChoice, allowed: allowed, width: 16}
}

// link is a column that names the node, or the view, that the row belongs to.
func link(key, fromSheet, fromColumn string, required bool) column {
	return column{
		key: key, kind: kindWord, link: true, required: required, fromSheet: fromSheet, fromColumn: fromColumn, width: 22,
	}
}

func (c column) must() column    { c.required = true; return c }
func (c column) else_() column   { c.defaulted = true; return c }
func (c column) linking() column { c.link = true; return c }

func (c column) offering(sheet, column string) column {
	c.fromSheet, c.fromColumn = sheet, column
	return c
}

// columns puts columns and groups of columns in a row.
func columns(parts ...any) []column {
	var all []column
	for _, p := range parts {
		switch p := p.(type) {
		case column:
			all = append(all, p)
		case []column:
			all = append(all, p...)
		}
	}
	return all
}

// keyOf is the key of a field in the language, "" for one that is not part of it.
func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

// field gives the part of v under a dotted key. What is on the way and not there yet is made where make is true; else
// the answer is false.
func field(v reflect.Value, key string, make bool) (reflect.Value, bool) {
	for part := range strings.SplitSeq(key, ".") {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !make {
					return reflect.Value{}, false
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		found := false
		for i := range v.NumField() {
			if keyOf(v.Type().Field(i)) == part {
				v, found = v.Field(i), true
				break
			}
		}
		if !found {
			return reflect.Value{}, false
		}
	}
	return v, true
}

// The words of the sheets' own columns: what a row of Bands and of Points is.
const (
	bandOfNode         = "band"
	verdictOfNode      = "verdict"
	verdictOfIndex     = "verdict_index"
	verdictOfDimension = "verdict_dimension"

	pointOfScore   = "score"
	pointOfMeasure = "measure"
)

var aggregations = words(rubric.Aggregations()...)
