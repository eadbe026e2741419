package sql

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// answer is the result of a query in the format JSONCompact, in which every column was made a text.
type answer struct {
	columns map[string]int
	rows    [][]string
}

// maxRows is how many rows an answer may have, maxColumns how many columns.
const (
	maxRows    = 500_000
	maxColumns = 256
)

// parse reads an answer whole: the number of rows that stands at its end must be that of the rows before it, for a
// server that fails in the middle has sent its first bytes as a success already.
func parse(body []byte) (*answer, error) {
	a, err := read(json.NewDecoder(bytes.NewReader(body)))
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("reading the server's answer: %w", err)
	}
	return a, nil
}

func read(d *json.Decoder) (*answer, error) {
	a := &answer{columns: map[string]int{}}
	count := -1
	if err := open(d, '{'); err != nil {
		return nil, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch key {
		case "meta":
			err = a.meta(d)
		case "data":
			err = a.data(d)
		case "rows":
			err = d.Decode(&count)
		default:
			var ignored json.RawMessage
			err = d.Decode(&ignored)
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows it")
	}
	if count != len(a.rows) {
		return nil, fmt.Errorf("it has %d rows and says that they are %d", len(a.rows), count)
	}
	for _, row := range a.rows {
		if len(row) != len(a.columns) {
			return nil, fmt.Errorf("a row has %d cells of %d", len(row), len(a.columns))
		}
	}
	return a, nil
}

func open(d *json.Decoder, want json.Delim) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("%v stands where %v should", t, want)
	}
	return nil
}

func (a *answer) meta(d *json.Decoder) error {
	var columns []struct {
		Name string `json:"name"`
	}
	if err := d.Decode(&columns); err != nil {
		return err
	}
	if len(columns) > maxColumns {
		return fmt.Errorf("more than %d columns", maxColumns)
	}
	for i, c := range columns {
		if _, twice := a.columns[c.Name]; twice {
			return fmt.Errorf("the column %.40q stands twice", c.Name)
		}
		a.columns[c.Name] = i
	}
	return nil
}

func (a *answer) data(d *json.Decoder) error {
	if err := open(d, '['); err != nil {
		return err
	}
	for d.More() {
		if len(a.rows) == maxRows {
			return fmt.Errorf("more than %d rows", maxRows)
		}
		var row []string
		if err := d.Decode(&row); err != nil {
			return err
		}
		a.rows = append(a.rows, row)
	}
	_, err := d.Token()
	return err
}

// record is one row of an answer; what cannot be read is remembered, so that the caller asks once.
type record struct {
	answer *answer
	cells  []string
	err    error
}

func (r *record) text(column string) string {
	i, has := r.answer.columns[column]
	if !has {
		r.err = errors.Join(r.err, fmt.Errorf("the column %s is missing", column))
		return ""
	}
	return r.cells[i]
}

func (r *record) float(column string) float64 {
	text := r.text(column)
	x, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(x, 0) {
		r.err = errors.Join(r.err, fmt.Errorf("the cell %s holds %.40q, which is no number", column, text))
	}
	return x
}

func (r *record) int(column string) int64 {
	text := r.text(column)
	x, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("the cell %s holds %.40q, which is no whole number", column, text))
	}
	return x
}
