package table

import (
	"errors"
	"iter"
	"math"
	"time"

	"siap/internal/diag"
	"siap/internal/workbook"
)

// Loose gives a table without rows. It lends the way tables read numbers and dates to a reader whose cells stand here
// and there in a workbook, such as a form; place says where the cell of a column (from 0) of such a row stands.
func Loose(place func(line, column int) diag.Place, date1904 bool) *Table {
	return &Table{DecimalComma: true, impl: loose{at: place, date1904: date1904}}
}

type loose struct {
	at       func(line, column int) diag.Place
	date1904 bool
}

func (l loose) rows() iter.Seq2[Row, *diag.Diagnostic] {
	return func(func(Row, *diag.Diagnostic) bool) {}
}
func (l loose) place(line, column int) diag.Place  { return l.at(line, column) }
func (l loose) date(cell string) (time.Time, bool) { return serialDate(cell, l.date1904) }
func (l loose) sha256() (string, error)            { return "", nil }
func (l loose) close() error                       { return nil }

// serialDate turns the days since the end of 1899 (or 1904) into a time, to the second.
func serialDate(cell string, date1904 bool) (time.Time, bool) {
	days, ok := Number(cell, false)
	if !ok || days < 1 || days >= 2958466 { // 1 January 10000
		return time.Time{}, false
	}
	base := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		base = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case days < 61:
		base = base.AddDate(0, 0, 1) // Excel counts a 29 February 1900 that never was
	}
	whole, part := math.Modf(days)
	return base.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second), true
}

// ShortNumber gives the stored text of a number as a person typed it: a workbook may store 1.1 as
// 1.1000000000000001, which is the same number.
func ShortNumber(cell string) string { return shortNumber(cell) }

// WorkbookFault says why a workbook could not be read, as Open would.
func WorkbookFault(file string, err error) *diag.Diagnostic {
	at := diag.Place{File: file}
	if errors.Is(err, workbook.ErrLarge) {
		part := "ZIP"
		if broken, ok := errors.AsType[*workbook.Error](err); ok {
			part = broken.Part
		}
		return ruleUnzip.At(at).Saw(part).Allows(bytesText(MaxUnzip))
	}
	return ruleDamaged.At(at).Saw(err.Error())
}
