// Package table reads a table from a file, whatever kind it is: comma, semicolon or tab separated text in
// UTF-8, UTF-16 or Windows-1252, or the first sheet of an XLSX workbook. It finds out which, says so, and gives
// every cell a place, so that the readers above it only think about meaning.
package table

import (
	"iter"
	"time"

	"siap/internal/diag"
	"siap/internal/source"
)

// The limits of every table, against hostile or broken files.
const (
	MaxCell    = 64 << 10 // bytes in one cell
	MaxRecord  = 4 << 20  // bytes in one row of a text file
	MaxColumns = 4096
	MaxXLSX    = 64 << 20  // bytes of a workbook
	MaxUnzip   = 512 << 20 // bytes of a workbook unzipped
)

// Row is one row of the table below the header. Its cells belong to the reader and change with the next row.
type Row struct {
	// Cells has as many cells as the header; missing ones are "".
	Cells []string
	// Line is the row's line in a text file, or its row in a sheet, from 1.
	Line int
	// Width is how many cells stood in the row itself; a sheet has none behind the last that is filled.
	Width int
}

// Table is an open table.
type Table struct {
	// Header holds the column names as written, trimmed of space.
	Header []string
	// Format says what was found, such as "CSV (;), UTF-8" or "XLSX, Jawaban". A text that is plain ASCII up to its
	// first letter beyond is settled there, so it is certain only after Rows.
	Format string
	// DecimalComma is true where the separator is not a comma, so that 2,5 may be a number.
	DecimalComma bool

	// Line is where the header stands, by line or row from 1.
	Line int

	// Repaired counts the cells that Rows read as their repairs say.
	Repaired int

	repairs source.Repairs
	impl    reader
}

// reader is what each kind of file provides.
type reader interface {
	rows() iter.Seq2[Row, *diag.Diagnostic]
	place(line, column int) diag.Place
	date(cell string) (time.Time, bool)
	sha256() (string, error)
	close() error
}

// Rows yields each row below the header, or a diagnostic for one that could not be read; blank rows are passed over.
// It can be ranged over once.
func (t *Table) Rows() iter.Seq2[Row, *diag.Diagnostic] {
	if len(t.repairs) == 0 {
		return t.impl.rows()
	}
	return func(yield func(Row, *diag.Diagnostic) bool) {
		for row, d := range t.impl.rows() {
			for i := range row.Cells {
				if value, mended := t.repairs[t.Place(row.Line, i).Spot()]; mended {
					row.Cells[i] = value
					t.Repaired++
				}
			}
			if !yield(row, d) {
				return
			}
		}
	}
}

// Place is where a cell stands: its line as in Row, its column from 0 as in Cells.
func (t *Table) Place(line, column int) diag.Place { return t.impl.place(line, column) }

// SHA256 is the hash, in hex, of the whole file. Call it after Rows: it reads what is left of a text file.
func (t *Table) SHA256() (string, error) { return t.impl.sha256() }

// Date reads the cell of a date in a workbook, which holds it as a number of days, as a local time without a zone
// (given in UTC); false in text files, where dates are text, and for anything that is not a day of 1900 to 9999.
func (t *Table) Date(cell string) (time.Time, bool) {
	if t == nil || t.impl == nil { // answers that come from no table
		return time.Time{}, false
	}
	return t.impl.date(cell)
}

// Close closes the file.
func (t *Table) Close() error { return t.impl.close() }

// Open opens a table and reads its header. What is wrong comes as a diagnostic: a missing, empty or too large
// file, one of another kind than its name says, an encoding that cannot be read, a header with a name twice.
func Open(src source.Source) (*Table, *diag.Diagnostic) { return OpenAt(src, Where{}) }

// Where says where in a file its table is.
type Where struct {
	// Sheet is the name of the sheet in a workbook; "" is the first visible one.
	Sheet string
	// Header is the line or row of the column names, from 1; 0 is the first that is not blank.
	Header int
}

// OpenAt is Open for a table that does not begin at the beginning of the file.
func OpenAt(src source.Source, where Where) (*Table, *diag.Diagnostic) {
	t, d := open(src, where)
	if t != nil {
		t.repairs = src.Repairs
	}
	return t, d
}
