// Package csvtest reads the CSV files that tests work with: published tables, samples, and what siap wrote.
//
// It is plain encoding/csv, so that a test does not trust the reader it tests; lines that begin with # say where a table
// comes from and are passed over. What cannot be read ends the test.
package csvtest

import (
	"encoding/csv"
	"io"
	"math"
	"os"
	"strconv"
	"testing"
)

// Records gives the lines of a file, the header first.
func Records(t testing.TB, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return records(t, file)
}

// File gives the rows of a file by the names of its columns.
func File(t testing.TB, path string) []map[string]string {
	t.Helper()
	return named(Records(t, path))
}

// Rows gives the rows of a table by the names of its columns.
func Rows(t testing.TB, in io.Reader) []map[string]string {
	t.Helper()
	return named(records(t, in))
}

func records(t testing.TB, in io.Reader) [][]string {
	t.Helper()
	reader := csv.NewReader(in)
	reader.Comment = '#'
	all, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("the table has no header")
	}
	return all
}

func named(all [][]string) []map[string]string {
	var rows []map[string]string
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// Number is the number in a cell.
func Number(t testing.TB, cell string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Figure is the number in a cell; an empty one is unknown: NaN.
func Figure(t testing.TB, cell string) float64 {
	t.Helper()
	if cell == "" {
		return math.NaN()
	}
	return Number(t, cell)
}
