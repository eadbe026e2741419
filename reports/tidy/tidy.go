// Package tidy writes a result as tables for research: long ones, with a row for each observation and a column for each
// variable (Wickham, Tidy Data, Journal of Statistical Software 59(10), 2014), as CSV, JSON and Parquet, and with a data
// dictionary that programs and people read: datapackage.json (Frictionless Data Package 1.0) and dictionary.md.
//
// Numbers are unrounded and have a decimal point in every language; ids are the rubric's and the list's own, and join the
// tables. What is missing is empty (CSV), null (JSON) or null (Parquet), never 0; where a value is missing, the column
// reason says why. Rows come in a stable order, and the same result gives the same bytes. The names of tables and columns
// are the same in every language and stay; columns may be added.
//
// The tables are drawn from the result itself and not from the view model, for they hold what no report shows: every number
// of every node on every basis, unrounded. Whoever wants those of an edition hands in the edition (scoring/edition).
package tidy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"siap/scoring/result"
)

// Format is a way to write the tables.
type Format string

// The formats. The first one that is written has the tables' own names in datapackage.json.
const (
	CSV     Format = "csv"
	JSON    Format = "json"
	Parquet Format = "parquet"
)

// Formats are all formats in their order.
var Formats = []Format{CSV, JSON, Parquet}

// The names of the two files that describe the tables.
const (
	PackageFile    = "datapackage.json"
	DictionaryFile = "dictionary.md"
)

// Create makes one file of a name, with what write writes into it.
type Create func(name string, write func(io.Writer) error) error

// Write writes all tables of a result in the formats that are wanted, and then what describes them, in both languages; the
// first one in datapackage.json is lang.
func Write(a *result.Assessment, lang string, formats []Format, create Create) error {
	all := tables(a)
	var files []resource
	for _, f := range Formats {
		if !slices.Contains(formats, f) {
			continue
		}
		for _, t := range all {
			made := resource{table: t, format: f, path: t.name + "." + string(f)}
			err := create(made.path, func(w io.Writer) error {
				counted := &counter{to: w, hash: sha256.New()}
				err := t.write(f, counted)
				made.size, made.sum = counted.size, hex.EncodeToString(counted.hash.Sum(nil))
				return err
			})
			if err != nil {
				return fmt.Errorf("writing the table %s as %s: %w", t.name, f, err)
			}
			files = append(files, made)
		}
	}
	if err := create(PackageFile, func(w io.Writer) error { return writePackage(w, a, lang, files) }); err != nil {
		return fmt.Errorf("describing the tables: %w", err)
	}
	if err := create(DictionaryFile, func(w io.Writer) error { return writeDictionary(w, all, files) }); err != nil {
		return fmt.Errorf("writing the data dictionary: %w", err)
	}
	return nil
}

// write writes the table in a format.
func (t *table) write(f Format, w io.Writer) error {
	switch f {
	case CSV:
		return writeCSV(w, t)
	case JSON:
		return writeJSON(w, t)
	case Parquet:
		return t.parquet(w)
	}
	return fmt.Errorf("%q is no format", f)
}

// resource is one file of a table.
type resource struct {
	table  *table
	format Format
	path   string
	size   int64
	sum    string
}

// counter counts and hashes what is written through it.
type counter struct {
	to   io.Writer
	hash interface {
		io.Writer
		Sum([]byte) []byte
	}
	size int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.hash.Write(p[:n])
	c.size += int64(n)
	return n, err
}
