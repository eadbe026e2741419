// Package workbook reads the cells of an XLSX workbook quickly and within bounds.
//
// It is for files that strangers hand in by the hundred: an archive that unzips to more than its limit, a sheet of a
// million rows, a document that declares entities, a truncated part. Nothing is unzipped before the directory of the
// archive was looked at; sheets are streamed, only the shared strings are held in memory; what a part says of its own
// size is not believed. It reads values as they are stored. It knows nothing of dates, formats and formulas, except
// that a cell has one: a formula's cached value was made by whoever sent the file, so the caller decides about it.
//
// For writing workbooks, and for reading any workbook as a table, siap uses excelize.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// The limits of every workbook.
const (
	MaxFile   = 64 << 20  // bytes of the file
	MaxUnzip  = 512 << 20 // bytes of all parts that are read, unzipped
	MaxMemory = 32 << 20  // bytes of a part that is held in memory, unzipped
	MaxSheets = 2000
	maxParts  = 20_000
)

// What a workbook may fail by; an *Error wraps one of them or the error of the archive.
var (
	// ErrOther is for an archive that is no workbook.
	ErrOther = errors.New("the archive holds no workbook")
	// ErrLarge is for a part that unzips to more than the limit, or says so.
	ErrLarge = errors.New("larger than the limit when unzipped")

	errTwice = errors.New("the archive holds it twice")
)

// Error is a part of a workbook that could not be read.
type Error struct {
	Part string
	Err  error
}

func (e *Error) Error() string { return "reading " + e.Part + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Book is an open workbook.
type Book struct {
	// Sheets are the worksheets in their order.
	Sheets []*Sheet
	// Date1904 says that dates count from 1904.
	Date1904 bool
	// Macros says that the file carries macros, Links that it refers to other files or to data sources.
	Macros, Links bool

	parts   map[string]*zip.File // by lower-case name
	left    int64                // bytes that may still be unzipped
	strings []byte               // the part with the shared strings, unzipped; nil before it was read
	at      []sharedText         // each string in it
	loaded  bool
	shared  string // the names of parts
	styles  string
	formats map[int]string // by style; nil before it was read
}

// Sheet is one worksheet.
type Sheet struct {
	Name string
	// Hidden says that a reader of the workbook does not see it.
	Hidden bool
	// Merged are the ranges of merged cells; known when Rows was ranged over to its end.
	Merged []Range

	part string
}

// Range is a rectangle of cells, columns and rows from 1, both ends included.
type Range struct{ FirstColumn, FirstRow, LastColumn, LastRow int }

// Holds reports whether a cell lies in the range.
func (r Range) Holds(column, row int) bool {
	return column >= r.FirstColumn && column <= r.LastColumn && row >= r.FirstRow && row <= r.LastRow
}

// sharedText is one shared string: where it stands, and when it was asked for, what it says.
type sharedText struct {
	from, to int
	text     string
	known    bool
}

// Open opens a workbook that is in memory: its directory and its list of sheets are read, nothing else.
func Open(data []byte) (*Book, error) {
	if len(data) > MaxFile {
		return nil, &Error{"the file", ErrLarge}
	}
	// The directory of an archive takes more memory than its bytes; too many entries are refused before it is read.
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts {
		return nil, &Error{"the archive", ErrLarge}
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &Error{"the archive", err}
	}
	b := &Book{parts: make(map[string]*zip.File, len(archive.File)), left: MaxUnzip}
	total := uint64(0)
	for _, f := range archive.File {
		total += min(f.UncompressedSize64, MaxUnzip+1)
		if total > MaxUnzip {
			return nil, &Error{f.Name, ErrLarge}
		}
		name := fold(f.Name)
		if _, twice := b.parts[name]; twice {
			return nil, &Error{f.Name, errTwice}
		}
		b.parts[name] = f
		b.Macros = b.Macros || strings.HasSuffix(name, "/vbaproject.bin") || strings.HasPrefix(name, "xl/macrosheets/")
		b.Links = b.Links || strings.HasPrefix(name, "xl/externallinks/") || name == "xl/connections.xml"
	}
	if b.parts[main] == nil {
		return nil, &Error{main, ErrOther}
	}
	return b, b.list()
}

const main = "xl/workbook.xml"

// fold gives the name under which a part is kept: names are compared without regard to case (ECMA-376, part 2).
func fold(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "/")
}

// list reads the list of sheets, and which parts they are.
func (b *Book) list() error {
	targets := map[string]string{}
	err := b.each("xl/_rels/workbook.xml.rels", func(t token) error {
		if !t.is("Relationship") {
			return nil
		}
		target := attribute(t, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		target = fold(target)
		id, kind := attribute(t, "Id"), attribute(t, "Type")
		switch {
		case strings.HasSuffix(kind, "/worksheet"):
			targets[id] = target
		case strings.HasSuffix(kind, "/sharedStrings"):
			b.shared = target
		case strings.HasSuffix(kind, "/styles"):
			b.styles = target
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.each(main, func(t token) error {
		switch {
		case t.is("workbookPr"):
			d := attribute(t, "date1904")
			b.Date1904 = d == "1" || d == "true"
		case t.is("sheet"):
			part := targets[attribute(t, ":id")]
			if part == "" {
				return nil // a chart or a dialog
			}
			if len(b.Sheets) == MaxSheets {
				return fmt.Errorf("more than %d sheets: %w", MaxSheets, ErrLarge)
			}
			state := attribute(t, "state")
			b.Sheets = append(b.Sheets, &Sheet{
				Name: attribute(t, "name"), Hidden: state == "hidden" || state == "veryHidden", part: part,
			})
		}
		return nil
	})
}

// attribute gives an attribute's value without escapes; "" where it is not there.
func attribute(t token, name string) string {
	raw, _ := t.attribute(name)
	return unescape(raw)
}

// Sheet gives the sheet of a name; letter case does not matter. nil where there is none.
func (b *Book) Sheet(name string) *Sheet {
	for _, s := range b.Sheets {
		if strings.EqualFold(s.Name, name) {
			return s
		}
	}
	return nil
}

// open opens a part for reading within the limits.
func (b *Book) open(name string) (io.ReadCloser, error) {
	f := b.parts[name]
	if f == nil {
		return nil, &Error{name, errors.New("the archive does not hold it")}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &Error{f.Name, err}
	}
	return &limited{r, b}, nil
}

// limited counts what is unzipped against the limit of the whole workbook.
type limited struct {
	io.ReadCloser
	b *Book
}

func (l *limited) Read(p []byte) (int, error) {
	if l.b.left <= 0 {
		return 0, ErrLarge
	}
	p = p[:min(int64(len(p)), l.b.left)]
	n, err := l.ReadCloser.Read(p)
	l.b.left -= int64(n)
	return n, err
}

// each gives every tag of a part to a function.
func (b *Book) each(name string, visit func(token) error) error {
	r, err := b.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	t := newTokens(io.LimitReader(r, MaxMemory))
	defer t.free()
	err = t.start()
	depth := 0
	for err == nil {
		var tok token
		if tok, err = t.next(); err != nil {
			break
		}
		switch tok.kind {
		case opening:
			depth++
		case closing:
			depth--
		}
		if tok.kind <= single {
			err = visit(tok)
		}
	}
	if err == io.EOF && depth == 0 {
		return nil
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return &Error{name, err}
}

// memory unzips a part into memory.
func (b *Book) memory(name string) ([]byte, error) {
	r, err := b.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data := make([]byte, 0, min(b.parts[name].UncompressedSize64+512, 1<<20))
	buf := bytes.NewBuffer(data)
	n, err := buf.ReadFrom(io.LimitReader(r, MaxMemory+1))
	switch {
	case err != nil:
		return nil, &Error{name, err}
	case n > MaxMemory:
		return nil, &Error{name, ErrLarge}
	}
	return buf.Bytes(), nil
}

// ColumnName gives a column's letters: 1 is A, 28 is AB.
func ColumnName(column int) string {
	var letters [8]byte
	i := len(letters)
	for ; column > 0; column = (column - 1) / 26 {
		i--
		letters[i] = byte('A' + (column-1)%26)
	}
	return string(letters[i:])
}

// CellName gives a cell's name, such as C17.
func CellName(column, row int) string { return ColumnName(column) + strconv.Itoa(row) }

// The ends of a sheet.
const (
	MaxRow    = 1 << 20
	MaxColumn = 1 << 14
)

// parseCell reads a cell's name; zeros where it is none.
func parseCell(name []byte) (column, row int) {
	i := 0
	for ; i < len(name) && i < 3; i++ {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	row = wholeNumber(name[i:])
	if i == 0 || column > MaxColumn || row < 1 || row > MaxRow {
		return 0, 0
	}
	return column, row
}

// ParseColumn reads a column's letters; 0 where they are none.
func ParseColumn(letters string) int {
	column, _ := parseCell(append([]byte(letters), '1'))
	return column
}

// wholeNumber reads digits; -1 where anything else stands, or too many.
func wholeNumber(digits []byte) int {
	if len(digits) == 0 || len(digits) > 9 {
		return -1
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}
