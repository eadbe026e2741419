package workbook

import (
	"errors"
	"fmt"
	"io"
	"iter"
)

// Kind is what a cell holds.
type Kind uint8

// A Number is stored as its decimal text, a date as a Number; a Fault is an error value such as #REF!.
const (
	Empty Kind = iota
	Number
	Text
	Boolean
	Fault
)

// Cell is one cell of a row.
type Cell struct {
	// Column is from 1.
	Column int
	Kind   Kind
	// Formula says that the value was calculated, by whoever saved the file.
	Formula bool
	// Style is the number of the cell's style.
	Style int

	shared   bool // the value is a number of a shared string
	from, to int  // of the value, in the row's bytes
}

// Row is one row that has cells. It is valid until the next one is read.
type Row struct {
	// Number is from 1.
	Number int
	Cells  []Cell

	book  *Book
	bytes []byte
}

// maxMerged is how many merged ranges of a sheet are kept: no form has so many.
const maxMerged = 10_000

var (
	errOrder  = errors.New("a cell or row stands before the one it should follow")
	errNoCell = errors.New("a cell's name is none")
)

// Rows yields the rows of a sheet that hold anything, and an error where it cannot be read to its end. It takes no
// more memory for a million rows than for one.
func (b *Book) Rows(s *Sheet) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		s.Merged = nil
		r, err := b.open(s.part)
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.Close()
		p := &sheetParser{t: newTokens(r), sheet: s, row: Row{book: b}}
		defer p.t.free()
		if err := p.t.start(); err != nil {
			yield(nil, &Error{s.part, err})
			return
		}
		for {
			row, err := p.next()
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, &Error{s.part, err})
				return
			}
			if len(row.Cells) > 0 && !yield(row, nil) {
				return
			}
		}
	}
}

// sheetParser goes through a sheet, row by row.
type sheetParser struct {
	t      *tokens
	sheet  *Sheet
	row    Row
	number int // of the last row
	closed bool
}

// next gives the next row; io.EOF behind the last one, when the sheet was read to its end.
func (p *sheetParser) next() (*Row, error) {
	for {
		tok, err := p.t.next()
		switch {
		case err == io.EOF && !p.closed:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		}
		switch {
		case tok.is("row"):
			if err := p.begin(tok); err != nil {
				return nil, err
			}
			if tok.kind == opening {
				if err := p.cells(); err != nil {
					return nil, err
				}
			}
			return &p.row, nil
		case tok.is("mergeCell"):
			p.merged(tok)
		case tok.ends("worksheet"), tok.kind == single && string(tok.name) == "worksheet":
			p.closed = true
		}
	}
}

func (p *sheetParser) begin(tok token) error {
	n := p.number + 1
	if r, there := tok.attribute("r"); there {
		n = wholeNumber(r)
	}
	if n <= p.number || n > MaxRow {
		return fmt.Errorf("row %d behind row %d: %w", n, p.number, errOrder)
	}
	p.number, p.row.Number = n, n
	p.row.Cells, p.row.bytes = p.row.Cells[:0], p.row.bytes[:0]
	return nil
}

// cells reads the cells up to the end of the row.
func (p *sheetParser) cells() error {
	column := 0
	for {
		tok, err := p.t.next()
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch {
		case tok.is("c"):
			column++
			ref, style, kind := cellAttributes(tok.attrs)
			if len(ref) > 0 {
				at, row := parseCell(ref)
				if at == 0 || row != p.number {
					return fmt.Errorf("cell %.20q in row %d: %w", ref, p.number, errNoCell)
				}
				if at < column {
					return fmt.Errorf("cell %s: %w", ref, errOrder)
				}
				column = at
			}
			if column > MaxColumn {
				return fmt.Errorf("row %d: %w", p.number, errNoCell)
			}
			if err := p.cell(tok.kind == opening, column, style, kind); err != nil {
				return err
			}
		case tok.ends("row"):
			return nil
		}
	}
}

// cellAttributes gives the attributes of a cell that matter, in one go.
func cellAttributes(attrs []byte) (ref, style, kind []byte) {
	for {
		key, value, rest, ok := cutAttribute(attrs)
		if !ok {
			return ref, style, kind
		}
		if len(key) == 1 {
			switch key[0] {
			case 'r':
				ref = value
			case 's':
				style = value
			case 't':
				kind = value
			}
		}
		attrs = rest
	}
}

// cell reads one cell, whose tag was read; open says that something stands in it.
func (p *sheetParser) cell(open bool, column int, style, kind []byte) error {
	c := Cell{Column: column, Kind: Number, Style: max(wholeNumber(style), 0)}
	inline := false
	switch string(kind) {
	case "s":
		c.Kind, c.shared = Text, true
	case "str", "d":
		c.Kind = Text
	case "inlineStr":
		c.Kind, inline = Text, true
	case "b":
		c.Kind = Boolean
	case "e":
		c.Kind = Fault
	}
	c.from = len(p.row.bytes)
	if open {
		if err := p.value(&c, inline); err != nil {
			return err
		}
	}
	c.to = len(p.row.bytes)
	if c.from == c.to {
		c.Kind = Empty
	}
	if c.Kind != Empty || c.Formula {
		p.row.Cells = append(p.row.Cells, c)
	}
	return nil
}

// value reads what stands in a cell up to its end: the text of <v>, or for inline text that of all <t>.
func (p *sheetParser) value(c *Cell, inline bool) error {
	inValue, phonetic := false, false
	for {
		tok, err := p.t.next()
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch {
		case tok.kind == text || tok.kind == literal:
			if !inValue || phonetic {
				continue
			}
			if len(p.row.bytes) > maxRowBytes {
				return fmt.Errorf("row %d: %w", p.number, errToken)
			}
			if tok.kind == literal {
				p.row.bytes = appendEscaped(p.row.bytes, tok.body)
			} else {
				p.row.bytes = append(p.row.bytes, tok.body...)
			}
		case tok.is("f"):
			c.Formula = true
		case tok.is("v"):
			inValue = tok.kind == opening && !inline
		case tok.is("t"):
			inValue = tok.kind == opening && inline
		case tok.is("rPh"):
			phonetic = tok.kind == opening
		case tok.ends("v"), tok.ends("t"):
			inValue = false
		case tok.ends("rPh"):
			phonetic = false
		case tok.ends("c"):
			return nil
		}
	}
}

// maxRowBytes bounds the texts of one row.
const maxRowBytes = 16 << 20

// appendEscaped adds the text of a CDATA section so that taking off its escapes gives it back.
func appendEscaped(to, body []byte) []byte {
	for _, c := range body {
		if c == '&' {
			to = append(to, "&amp;"...)
			continue
		}
		to = append(to, c)
	}
	return to
}

func (p *sheetParser) merged(tok token) {
	ref, _ := tok.attribute("ref")
	first, last := ref, ref
	for i, c := range ref {
		if c == ':' {
			first, last = ref[:i], ref[i+1:]
			break
		}
	}
	var r Range
	r.FirstColumn, r.FirstRow = parseCell(first)
	r.LastColumn, r.LastRow = parseCell(last)
	if r.FirstColumn > 0 && r.LastColumn > 0 && len(p.sheet.Merged) < maxMerged {
		p.sheet.Merged = append(p.sheet.Merged, r)
	}
}

// Text gives what a cell holds: a text, the decimal text of a number as it is stored, TRUE or FALSE, or the name of
// an error. The error is one of the shared strings.
func (r *Row) Text(c Cell) (string, error) {
	raw := r.bytes[c.from:c.to]
	switch {
	case c.shared:
		return r.book.sharedString(wholeNumber(raw))
	case c.Kind == Boolean:
		if len(raw) == 1 && raw[0] == '1' {
			return "TRUE", nil
		}
		return "FALSE", nil
	}
	return unescapeCell(raw), nil
}

// Cell gives the cell of a column; an empty one where there is none.
func (r *Row) Cell(column int) Cell {
	for _, c := range r.Cells {
		if c.Column == column {
			return c
		}
	}
	return Cell{Column: column}
}
