package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
)

// scanner splits delimited text into records by RFC 4180. encoding/csv is not used because it holds a record of
// any size, so one lost quote takes the rest of a file into memory and with it every row that follows; here a
// record is limited, and after a faulty one reading goes on with the next line.
type scanner struct {
	r        io.Reader
	sep, eol byte

	buf      []byte
	pos, end int
	err      error // of r; io.EOF at the end
	line     int   // of the byte at pos, from 1
	special  bool  // a byte beyond ASCII or a NUL was seen

	cells   []string
	scratch []byte
	ends    []int
}

// recordError is a fault of one record; reading may go on.
type recordError struct {
	rule   int // one of the constants below
	column int // of the cell, from 0; -1 for the whole line
}

const (
	longLine = iota
	openQuote
	strayQuote
)

func (e *recordError) Error() string { return "faulty record" }

var errLong = errors.New("line too long")

func newScanner(r io.Reader) *scanner {
	return &scanner{r: r, sep: ',', eol: '\n', buf: make([]byte, 64<<10), line: 1}
}

// fill reads more behind what is there; it reports false at the end of the input or where the record is too long.
func (s *scanner) fill() bool {
	if s.err != nil {
		return false
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.pos, s.end = 0, s.end-s.pos
	}
	if s.end == len(s.buf) {
		if s.end >= MaxRecord {
			return false
		}
		s.buf = append(s.buf, make([]byte, min(len(s.buf), MaxRecord-len(s.buf)))...)
	}
	for range 100 { // a reader may give nothing now and then, but not for ever
		n, err := s.r.Read(s.buf[s.end:])
		s.special = s.special || isSpecial(s.buf[s.end:s.end+n])
		s.end += n
		s.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

func isSpecial(b []byte) bool {
	if bytes.IndexByte(b, 0) >= 0 {
		return true
	}
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return true
		}
	}
	for _, c := range b {
		if c >= 0x80 {
			return true
		}
	}
	return false
}

// lineEnd gives where, counted from pos, the line ends that holds the byte at from.
func (s *scanner) lineEnd(from int) (int, error) {
	for {
		if i := bytes.IndexByte(s.buf[s.pos+from:s.end], s.eol); i >= 0 {
			return from + i, nil
		}
		from = s.end - s.pos
		if s.fill() {
			continue
		}
		switch {
		case s.err == nil:
			return 0, errLong
		case s.err != io.EOF:
			return 0, s.err
		case from == 0:
			return 0, io.EOF
		}
		return from, nil
	}
}

// next gives the cells of the next record and the line it begins on. The error is io.EOF at the end, a
// *recordError where reading may go on, and anything else where it may not. The cells are valid until the next call;
// their text stays.
func (s *scanner) next() (cells []string, line int, err error) {
	line = s.line
	n, err := s.lineEnd(0)
	if err == errLong {
		return nil, line, s.skipLong()
	}
	if err != nil {
		return nil, line, err
	}
	raw := s.buf[s.pos : s.pos+n]
	if bytes.IndexByte(raw, '"') >= 0 {
		return s.quoted(n)
	}
	text := string(trimCR(raw))
	s.advance(n)
	s.cells = s.cells[:0]
	for {
		i := strings.IndexByte(text, s.sep)
		if i < 0 {
			s.cells = append(s.cells, text)
			return s.cells, line, nil
		}
		s.cells = append(s.cells, text[:i])
		text = text[i+1:]
		if len(s.cells) > MaxColumns {
			return nil, line, &recordError{longLine, -1}
		}
	}
}

func trimCR(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\r' {
		return b[:n-1]
	}
	return b
}

// advance moves behind the first n bytes and the line's end that follows them.
func (s *scanner) advance(n int) {
	s.line += 1 + bytes.Count(s.buf[s.pos:s.pos+n], []byte{s.eol})
	s.pos = min(s.pos+n+1, s.end)
}

// skipLong passes over a line that is longer than MaxRecord.
func (s *scanner) skipLong() error {
	for {
		if i := bytes.IndexByte(s.buf[s.pos:s.end], s.eol); i >= 0 {
			s.advance(i)
			return &recordError{longLine, -1}
		}
		s.pos = s.end
		if !s.fill() {
			if s.err != io.EOF {
				return s.err
			}
			return &recordError{longLine, -1}
		}
	}
}

// quoted reads a record with quotes in it, whose first line has n bytes. A quote inside an unquoted cell is
// taken as it is, as spreadsheets do.
func (s *scanner) quoted(n int) (cells []string, line int, err error) {
	line = s.line
	first := n // where reading goes on after a fault
	s.scratch, s.ends = s.scratch[:0], s.ends[:0]
	at := 0
	fail := func(rule int) ([]string, int, error) {
		s.advance(first)
		return nil, line, &recordError{rule, len(s.ends)}
	}
	for {
		if at < n && s.buf[s.pos+at] == '"' {
			at++
			for {
				i := bytes.IndexByte(s.buf[s.pos+at:s.pos+n], '"')
				if i < 0 { // the cell goes on in the next line
					more, err := 0, error(nil)
					if s.pos+n >= s.end && !s.fill() && s.err != nil { // nothing behind this line
						err = io.EOF
					} else {
						more, err = s.lineEnd(n + 1)
					}
					if err != nil {
						if s.err != nil && s.err != io.EOF {
							return nil, line, s.err
						}
						return fail(openQuote)
					}
					s.scratch = append(s.scratch, s.buf[s.pos+at:s.pos+n+1]...)
					at, n = n+1, more
					continue
				}
				s.scratch = append(s.scratch, s.buf[s.pos+at:s.pos+at+i]...)
				at += i + 1
				if at < n && s.buf[s.pos+at] == '"' {
					s.scratch = append(s.scratch, '"')
					at++
					continue
				}
				break
			}
			rest := trimCR(s.buf[s.pos+at : s.pos+n])
			if len(rest) > 0 && rest[0] != s.sep {
				return fail(strayQuote)
			}
			if len(rest) == 0 {
				at = n
			}
		} else {
			cell := s.buf[s.pos+at : s.pos+n]
			if i := bytes.IndexByte(cell, s.sep); i >= 0 {
				cell = cell[:i]
				at += i
			} else {
				at, cell = n, trimCR(cell)
			}
			s.scratch = append(s.scratch, cell...)
		}
		s.ends = append(s.ends, len(s.scratch))
		if len(s.ends) > MaxColumns {
			s.advance(n)
			return nil, line, &recordError{longLine, -1}
		}
		if at >= n {
			break
		}
		at++ // the separator
	}
	s.advance(n)
	text := string(s.scratch)
	s.cells = s.cells[:0]
	start := 0
	for _, end := range s.ends {
		s.cells = append(s.cells, text[start:end])
		start = end
	}
	return s.cells, line, nil
}
