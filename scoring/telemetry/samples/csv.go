package samples

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

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
		cells, closed := split(nil, line, separator)
		if !closed {
			return 0, nil, 0, 0, false
		}
		for _, c := range cells {
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

// split cuts one line without line end into cells, and takes the quotes off; false where the quotes do not match.
func split(cells [][]byte, line []byte, separator byte) ([][]byte, bool) {
	for {
		if len(line) == 0 || line[0] != '"' {
			end := bytes.IndexByte(line, separator)
			if end < 0 {
				return append(cells, line), bytes.IndexByte(line, '"') < 0
			}
			if bytes.IndexByte(line[:end], '"') >= 0 {
				return cells, false
			}
			cells, line = append(cells, line[:end]), line[end+1:]
			continue
		}
		cell, rest, closed := unquote(line)
		if !closed {
			return cells, false
		}
		cells = append(cells, cell)
		if len(rest) == 0 {
			return cells, true
		}
		if rest[0] != separator {
			return cells, false
		}
		line = rest[1:]
	}
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
	if bytes.IndexByte(data, 0) >= 0 {
		b.nul(data)
		return
	}
	if !utf8.Valid(data) {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data) // it never fails: unused bytes become U+FFFD
	}
	if bytes.IndexByte(data, '"') >= 0 {
		b.quoted(f, data)
		return
	}
	b.plain(f, data)
}

// Eight bytes at once: ones in every byte, and the seven low bits of every byte.
const everyByte, lowBits = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f

// zeros gives the high bit of every byte that is zero, and nothing else.
func zeros(x uint64) uint64 { return ^((x&lowBits + lowBits) | x | lowBits) }

// plain reads a block without quotes. It looks for separators and line ends in eight bytes at once.
func (b *builder) plain(f *csvForm, data []byte) {
	separators, ends := everyByte*uint64(f.separator), uint64(everyByte*'\n')
	line, start := int32(0), 0
	cells := b.cells[:0]
	at := 0
	for ; at+8 <= len(data); at += 8 {
		word := binary.LittleEndian.Uint64(data[at:])
		for hits := zeros(word^separators) | zeros(word^ends); hits != 0; hits &= hits - 1 {
			end := at + bits.TrailingZeros64(hits)>>3
			cells = append(cells, data[start:end])
			start = end + 1
			if data[end] == '\n' {
				b.fit(f, cells, line)
				cells = b.cells[:0]
				line++
			}
		}
	}
	for ; at < len(data); at++ {
		if c := data[at]; c == f.separator || c == '\n' {
			cells = append(cells, data[start:at])
			start = at + 1
			if c == '\n' {
				b.fit(f, cells, line)
				cells = b.cells[:0]
				line++
			}
		}
	}
	if start < len(data) || len(cells) > 0 { // the last line of a file need not end
		b.fit(f, append(cells, data[start:]), line)
		line++
	}
	b.out.lines = int(line)
}

// fit gives a row as many cells as there are columns and reads it.
func (b *builder) fit(f *csvForm, cells [][]byte, line int32) {
	b.cells = cells
	if len(cells) == f.columns && len(cells[0]) > 0 && cells[0][0] > ' ' && f.unnamed == nil && !f.large(cells) {
		b.row(f.layout, cells, line)
		return
	}
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
	b.cells = cells
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

// quoted reads a block with quotes in it, in which a cell may go over several lines.
func (b *builder) quoted(f *csvForm, data []byte) {
	line := int32(0)
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			end = len(data)
		}
		record, lines := data[:end], int32(1)
		quotes := bytes.Count(record, []byte{'"'})
		for quotes%2 == 1 && end < len(data) {
			more := bytes.IndexByte(data[end+1:], '\n')
			if more < 0 {
				more = len(data) - end - 1
			}
			quotes += bytes.Count(data[end+1:end+1+more], []byte{'"'})
			end += 1 + more
			record = data[:end]
			lines++
		}
		cells, closed := split(b.cells[:0], bytes.TrimSuffix(record, []byte{'\r'}), f.separator)
		b.cells = cells
		if closed {
			b.fit(f, cells, line)
		} else {
			rule := ruleQuoteStray
			if quotes%2 == 1 {
				rule = ruleQuoteOpen
			}
			b.out.Read++
			b.report(rule, line, int32(len(cells)))
			if lines > 1 { // the quote was meant for this line: what follows is read as rows again
				end, lines = bytes.IndexByte(data, '\n'), 1
			}
		}
		line += lines
		data = data[min(end+1, len(data)):]
	}
	b.out.lines = int(line)
}

// nul reports the lines of a block that hold a NUL, which no text does; nothing else of the block is read.
func (b *builder) nul(data []byte) {
	line := int32(0)
	for l := range bytes.Lines(data) {
		if bytes.IndexByte(l, 0) >= 0 {
			b.out.Read++
			b.report(ruleNUL, line, -1).Saw(strings.ReplaceAll(string(l[:min(len(l), 200)]), "\x00", "␀"))
		}
		line++
	}
	b.out.lines = int(line)
}
