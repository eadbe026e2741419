package tidy

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// table is one table: the rows are structs, whose fields are the columns. A field's first tag is that of Parquet: its name,
// and "optional" for a text that is missing where it is empty. Numbers that may be missing are pointers.
type table struct {
	name    string
	columns []column
	rows    reflect.Value
	// key are the columns whose values together are unique.
	key []string
	// links are the columns that name a row of another table.
	links   []link
	parquet func(io.Writer) error
}

// link says that columns of a table stand in columns of another one.
type link struct {
	columns []string
	table   string
	to      []string
}

// column is one column.
type column struct {
	name string
	kind kind
	// missing says that it may be empty.
	missing bool
	// unit and span are the unit and the range of a number, values the words that a text is one of.
	unit   string
	span   string
	values []string
}

// kind is what a column holds, in the words of a Frictionless table schema.
type kind string

const (
	text     kind = "string"
	number   kind = "number"
	integer  kind = "integer"
	boolean  kind = "boolean"
	dateTime kind = "datetime"
)

// newTable makes the table of some rows.
func newTable[T any](name string, rows []T, key []string, links ...link) *table {
	return &table{
		name: name, columns: columnsOf(reflect.TypeFor[T]()), rows: reflect.ValueOf(rows), key: key, links: links,
		parquet: func(w io.Writer) error {
			out := parquet.NewGenericWriter[T](w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("siap", "", ""))
			if _, err := out.Write(rows); err != nil {
				return fmt.Errorf("writing %d rows: %w", len(rows), err)
			}
			return out.Close()
		},
	}
}

// columnsOf reads the columns of a row's type.
func columnsOf(row reflect.Type) []column {
	var out []column
	for i := range row.NumField() {
		f := row.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		c := column{name: name, missing: strings.Contains(options, "optional"), unit: f.Tag.Get("unit"), span: f.Tag.Get("range")}
		if values := f.Tag.Get("values"); values != "" {
			c.values = strings.Split(values, "|")
		}
		of := f.Type
		if of.Kind() == reflect.Pointer {
			of, c.missing = of.Elem(), true
		}
		switch {
		case of == reflect.TypeFor[time.Time]():
			c.kind = dateTime
		case of.Kind() == reflect.String:
			c.kind = text
		case of.Kind() == reflect.Bool:
			c.kind = boolean
		case of.Kind() == reflect.Float64:
			c.kind = number
		default:
			c.kind = integer
		}
		out = append(out, c)
	}
	return out
}

// len is how many rows there are.
func (t *table) len() int { return t.rows.Len() }

// value gives a cell; nil where it is missing.
func (t *table) value(row, at int) any {
	f := t.rows.Index(row).Field(at)
	if f.Kind() == reflect.Pointer {
		if f.IsNil() {
			return nil
		}
		f = f.Elem()
	}
	if t.columns[at].kind == text && t.columns[at].missing && f.Len() == 0 {
		return nil
	}
	return f.Interface()
}
