package samples

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"siap/internal/diag"
	"siap/internal/table"
)

// csvForm is how a delimited text is written.
type csvForm struct {
	layout    *layout
	separator byte
	columns   int
	unnamed   []int // columns whose name is empty, which must have no content
}

// sniff finds the separator of a text and its header in the first bytes. lines is the number of lines up to the end of
// the header, rest where the rows begin; ok is false where the beginning has another form than usual.
func sniff(head []byte) (separator byte, header []string, lines, rest int, ok bool) {
	at := len(head) - len(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	separator = 0
	for at < len(head) {
		end := bytes.IndexByte(head[at:], '\n')
		if end < 0 {
			return 0, nil, 0, 0, false
		}
		line := bytes.TrimRight(head[at:at+end], "\r")
		lines++
		at += end + 1
		if bytes.IndexByte(line, '\r') >= 0 || bytes.IndexByte(line, 0) >= 0 || !utf8.Valid(line) {
			return 0, nil, 0, 0, false
		}
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			continue
		case separator == 0 && len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")):
			separator = line[4]
			if strings.IndexByte(",;\t", separator) < 0 {
				return 0, nil, 0, 0, false
			}
			continue
		case separator == 0:
			separator = ','
			for _, s := range []byte{';', '\t'} {
				if bytes.Count(line, []byte{s}) > bytes.Count(line, []byte{separator}) {
					separator = s
				}
			}
		}
		var b builder
		if _, fault := b.record(line, separator); fault != nil {
			return 0, nil, 0, 0, false
		}
		for _, c := range b.cells {
			header = append(header, strings.TrimSpace(string(c)))
		}
		for len(header) > 0 && header[len(header)-1] == "" {
			header = header[:len(header)-1]
		}
		return separator, header, lines, at, len(header) > 0 && !twice(header)
	}
	return 0, nil, 0, 0, false
}

// twice reports whether a name stands in a header more than once.
func twice(header []string) bool {
	seen := make(map[string]bool, len(header))
	for _, name := range header {
		name = strings.ToLower(name)
		if name != "" && seen[name] {
			return true
		}
		seen[name] = true
	}
	return false
}

// unquote takes a quoted cell off the beginning of a text.
func unquote(text []byte) (cell, rest []byte, closed bool) {
	for at := 1; ; {
		end := bytes.IndexByte(text[at:], '"')
		if end < 0 {
			return nil, nil, false
		}
		at += end + 1
		if at < len(text) && text[at] == '"' {
			at++
			continue
		}
		cell = text[1 : at-1]
		if bytes.IndexByte(cell, '"') >= 0 {
			cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
		}
		return cell, text[at:], true
	}
}

// csv reads a block of rows.
func (b *builder) csv(f *csvForm, data []byte) {
	if !utf8.Valid(data) {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data) // it never fails: unused bytes become U+FFFD
	}
	if bytes.IndexByte(data, '"') >= 0 || bytes.IndexByte(data, 0) >= 0 {
		b.careful(f, data)
		return
	}
	b.plain(f, data)
}

// Eight bytes at once: ones in every byte, and the seven low bits of every byte.
const everyByte, lowBits = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f

// zeros gives the high bit of every byte that is zero, and nothing else.
func zeros(x uint64) uint64 { return ^((x&lowBits + lowBits) | x | lowBits) }

// plain reads a block without quotes. It looks for separators and line ends in eight bytes at once, and does not look
// again at a first cell that is the one of the row before, as the time is where many series are measured together.
func (b *builder) plain(f *csvForm, data []byte) {
	separators, ends := everyByte*uint64(f.separator), uint64(everyByte*'\n')
	cells, line := b.cells[:0], int32(0)
	at, row, start := 0, 0, 0 // where to look, where the row begins, and the cell
words:
	for at+8 <= len(data) {
		word := binary.LittleEndian.Uint64(data[at:])
		for hits := zeros(word^separators) | zeros(word^ends); hits != 0; hits &= hits - 1 {
			end := at + bits.TrailingZeros64(hits)>>3
			cells = append(cells, data[start:end])
			if start = end + 1; data[end] != '\n' {
				continue
			}
			first, several := data[row:row+len(cells[0])+1], len(cells) > 1 // the first cell with its separator
			if len(first) > 1 && first[0] > ' ' && len(cells) == f.columns && f.unnamed == nil && end-row <= table.MaxCell {
				b.row(f.layout, cells, line)
			} else {
				b.fit(f, cells, line)
			}
			cells, row = cells[:0], start
			line++
			if several && len(first) > 8 && bytes.HasPrefix(data[start:], first) {
				cells = append(cells, first[:len(first)-1])
				start += len(first)
				at = start
				continue words
			}
		}
		at += 8
	}
	for ; at < len(data); at++ {
		if c := data[at]; c == f.separator || c == '\n' {
			cells = append(cells, data[start:at])
			start = at + 1
			if c == '\n' {
				b.fit(f, cells, line)
				cells = cells[:0]
				line++
			}
		}
	}
	if start < len(data) || len(cells) > 0 { // the last line of a file need not end
		b.fit(f, append(cells, data[start:]), line)
		line++
	}
	b.cells = cells
	b.out.lines = int(line)
}

// fit gives a row as many cells as there are columns and reads it.
func (b *builder) fit(f *csvForm, cells [][]byte, line int32) {
	if len(cells) > f.columns {
		for i, c := range cells[f.columns:] {
			if len(trim(c)) > 0 {
				b.out.Read++
				b.report(ruleNoColumn, line, int32(f.columns+i)).Saw(string(trim(c)))
				return
			}
		}
		cells = cells[:f.columns]
	}
	if f.large(cells) {
		b.out.Read++
		b.report(ruleCellLarge, line, -1).Saw(string(cells[0][:min(len(cells[0]), 200)])).Allows("64 KiB")
		return
	}
	blank := true
	for _, c := range cells {
		blank = blank && len(trim(c)) == 0
	}
	if blank {
		return
	}
	for len(cells) < f.columns {
		cells = append(cells, nil)
	}
	for _, i := range f.unnamed {
		if len(trim(cells[i])) > 0 {
			b.out.Read++
			b.report(ruleNoColumn, line, int32(i)).Saw(string(trim(cells[i])))
			return
		}
	}
	b.row(f.layout, cells, line)
}

// large reports whether a cell is longer than any may be.
func (f *csvForm) large(cells [][]byte) bool {
	for _, c := range cells {
		if len(c) > table.MaxCell {
			return true
		}
	}
	return false
}

// careful reads a block with quotes in it, in which a cell may go over several lines, or with what no cell may hold.
func (b *builder) careful(f *csvForm, data []byte) {
	line := int32(0)
	for len(data) > 0 {
		end, fault := b.record(data, f.separator)
		switch nul := b.nul(); {
		case fault != nil:
			b.out.Read++
			b.report(*fault, line, int32(len(b.cells)))
			if end = bytes.IndexByte(data, '\n'); end < 0 { // what follows the line is read as rows again
				end = len(data) - 1
			}
			end++
		case nul >= 0:
			b.out.Read++
			b.report(ruleNUL, line, int32(nul)).Saw(strings.ReplaceAll(string(b.cells[nul][:min(len(b.cells[nul]), 400)]), "\x00", "␀"))
		default:
			b.fit(f, b.cells, line)
		}
		line += int32(bytes.Count(data[:end], []byte{'\n'}))
		if end == len(data) && data[end-1] != '\n' {
			line++
		}
		data = data[end:]
	}
	b.out.lines = int(line)
}

// nul gives the first cell that holds a NUL, which no text does; -1 for none.
func (b *builder) nul() int {
	for i, c := range b.cells {
		if bytes.IndexByte(c, 0) >= 0 {
			return i
		}
	}
	return -1
}

// record cuts the record at the beginning of a text into cells and gives where the next one begins. A quote inside a
// cell that does not begin with one is taken as it is, as spreadsheets do.
func (b *builder) record(data []byte, separator byte) (end int, fault *diag.Rule) {
	b.cells = b.cells[:0]
	at := 0
	for {
		if at < len(data) && data[at] == '"' {
			cell, rest, closed := unquote(data[at:])
			if !closed {
				return 0, &ruleQuoteOpen
			}
			at = len(data) - len(rest)
			if tail := bytes.TrimPrefix(rest, []byte{'\r'}); len(tail) > 0 && tail[0] == '\n' {
				at, rest = len(data)-len(tail), tail
			} else if len(tail) == 0 {
				at, rest = len(data), nil
			}
			if len(rest) > 0 && rest[0] != separator && rest[0] != '\n' {
				return 0, &ruleQuoteStray
			}
			b.cells = append(b.cells, cell)
		} else {
			stop := at
			for stop < len(data) && data[stop] != separator && data[stop] != '\n' {
				stop++
			}
			cell := data[at:stop]
			if stop == len(data) || data[stop] == '\n' {
				cell = bytes.TrimSuffix(cell, []byte{'\r'})
			}
			b.cells = append(b.cells, cell)
			at = stop
		}
		if at >= len(data) {
			return len(data), nil
		}
		if at++; data[at-1] == '\n' {
			return at, nil
		}
	}
}
