// Package compositetest helps the tests of index mathematics: published tables, and comparing columns with them.
package compositetest

import (
	"encoding/csv"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"testing"
)

// Table is a published table: the first column names the rows, blanks are unknown, and a column with anything but
// numbers is kept as text only.
type Table struct {
	// Names are the entries of the first column, Header those of the first row without its first entry.
	Names, Header []string
	// Columns are the columns of numbers, Text those of texts, by their header.
	Columns map[string][]float64
	Text    map[string][]string
}

// Read reads a table of testdata.
func Read(t testing.TB, files fs.FS, path string) Table {
	t.Helper()
	file, err := files.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	table := Table{Header: rows[0][1:], Columns: map[string][]float64{}, Text: map[string][]string{}}
	for _, row := range rows[1:] {
		table.Names = append(table.Names, row[0])
	}
	for i, name := range table.Header {
		numbers, numeric := make([]float64, 0, len(rows)-1), true
		for _, row := range rows[1:] {
			text := row[i+1]
			table.Text[name] = append(table.Text[name], text)
			x, err := strconv.ParseFloat(text, 64)
			if strings.TrimSpace(text) == "" {
				x, err = math.NaN(), nil
			}
			numeric = numeric && err == nil
			numbers = append(numbers, x)
		}
		if numeric {
			table.Columns[name] = numbers
		}
	}
	return table
}

// Pick gives the named columns in that order.
func (b Table) Pick(t testing.TB, names ...string) [][]float64 {
	t.Helper()
	out := make([][]float64, len(names))
	for i, name := range names {
		c, ok := b.Columns[name]
		if !ok {
			t.Fatalf("the table has no column of numbers %q", name)
		}
		out[i] = append([]float64(nil), c...)
	}
	return out
}

// Row gives the numbers of the row with that name, without what is blank.
func (b Table) Row(t testing.TB, name string) []float64 {
	t.Helper()
	for u, n := range b.Names {
		if n == name {
			var out []float64
			for _, h := range b.Header {
				if x, err := strconv.ParseFloat(b.Text[h][u], 64); err == nil {
					out = append(out, x)
				}
			}
			return out
		}
	}
	t.Fatalf("the table has no row %q", name)
	return nil
}

// Near fails the test where a number is further than tol from the one that is wanted; unknown is near unknown only.
func Near(t testing.TB, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
		return
	}
	for i, w := range want {
		if math.IsNaN(got[i]) && math.IsNaN(w) {
			continue
		}
		if !(math.Abs(got[i]-w) <= tol) {
			t.Errorf("%s, number %d: %v, want %v within %v", what, i+1, got[i], w, tol)
		}
	}
}

// SameBits reports whether two columns are the same to the last bit; every unknown is like every other, and zero is
// zero whatever its sign, which the order of a sum may change and nothing shows.
func SameBits(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !(math.IsNaN(a[i]) && math.IsNaN(b[i])) {
			return false
		}
	}
	return true
}

// Permuted gives column[order[i]] at place i.
func Permuted[T any](column []T, order []int) []T {
	out := make([]T, len(order))
	for i, from := range order {
		out[i] = column[from]
	}
	return out
}

// Finite fails the test where a number is infinite, or unknown where unknown is not allowed.
func Finite(t testing.TB, what string, unknownToo bool, numbers ...float64) {
	t.Helper()
	for i, x := range numbers {
		if math.IsInf(x, 0) || (math.IsNaN(x) && !unknownToo) {
			t.Errorf("%s, number %d: %v", what, i+1, x)
		}
	}
}
