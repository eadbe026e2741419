package table

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"siap/internal/diag"
)

// textReader reads delimited text.
type textReader struct {
	t       *Table
	file    string
	part    string // of the file, where it holds several
	src     Stream
	scan    *scanner
	enc     encoding
	unnamed []int
}

// Stream is a text that is read once.
type Stream interface {
	io.Reader
	// SHA256 is the hash, in hex, of the file that the text comes from; what was not read yet is read now.
	SHA256() (string, error)
	Close() error
}

// OpenPart opens a table that is one part of a file, such as of an archive; it closes the stream with the table, also
// where it cannot be opened. The part is the sheet of its places.
func OpenPart(file, part string, r Stream) (*Table, *diag.Diagnostic) {
	head := make([]byte, sniffSize)
	n, err := io.ReadFull(r, head)
	var t *Table
	var d *diag.Diagnostic
	at := diag.Place{File: file, Sheet: part}
	found, name := recognise(head[:n])
	switch {
	case err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF):
		d = fault(err, at)
	case n == 0:
		d = ruleEmpty.At(at)
	case found != kindText:
		d = ruleOtherKind.At(at).Saw(name).Allows("CSV, TSV")
	default:
		t, d = openText(file, part, r, head[:n], Where{})
	}
	if d != nil {
		r.Close()
		return nil, d
	}
	return t, nil
}

func openText(file, part string, r Stream, head []byte, where Where) (*Table, *diag.Diagnostic) {
	at := diag.Place{File: file, Sheet: part}
	enc, mark := detect(head)
	switch enc {
	case utf32:
		return nil, ruleEncoding.At(at).Saw(enc.String()).About("UTF-8")
	case noText:
		return nil, ruleOtherKind.At(at).Saw("binary").Allows(kinds)
	}
	tr := &textReader{file: file, part: part, src: r, enc: enc}
	tr.scan = newScanner(decoded(io.MultiReader(bytes.NewReader(head[mark:]), r), enc))
	tr.scan.fill()
	if err := tr.scan.skipTo(where.Header); err == io.EOF {
		return nil, ruleEmpty.At(at)
	} else if err != nil {
		return nil, fault(err, at)
	}
	tr.scan.sniff()
	for {
		cells, line, err := tr.scan.next()
		if err == io.EOF {
			return nil, ruleEmpty.At(at)
		}
		if err == nil && where.Header == 0 && isBlank(cells) {
			continue
		}
		d := tr.fault(err, line)
		if err == nil {
			d = tr.check(cells, line)
		}
		if d != nil {
			return nil, d
		}
		names, d := header(cells, func(column int) diag.Place { return tr.place(line, column) })
		if d != nil {
			return nil, d
		}
		tr.t = &Table{Header: names, Line: line, DecimalComma: tr.scan.sep != ',', impl: tr}
		tr.unnamed = unnamedColumns(names)
		tr.describe()
		return tr.t, nil
	}
}

// skipTo passes over what stands before a line, whatever it is.
func (s *scanner) skipTo(line int) error {
	s.sniffEnd()
	for s.line < line {
		n, err := s.lineEnd(0)
		switch {
		case err == errLong:
			if _, goesOn := errors.AsType[*recordError](s.skipLong()); !goesOn {
				return s.err
			}
		case err != nil:
			return err
		default:
			s.advance(n)
		}
	}
	return nil
}

// sniffEnd finds how lines end.
func (s *scanner) sniffEnd() {
	head := s.buf[s.pos:s.end]
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		s.eol = '\r'
	}
}

// sniff finds the separator by looking at the first line that is not blank.
func (s *scanner) sniff() {
	head := s.buf[s.pos:s.end]
	var line []byte
	for rest := head; len(rest) > 0 && len(bytes.TrimSpace(line)) == 0; {
		line, rest, _ = bytes.Cut(rest, []byte{s.eol})
	}
	// Excel writes and obeys a first line that names the separator.
	if t := bytes.TrimRight(line, "\r"); len(t) == 5 && bytes.EqualFold(t[:4], []byte("sep=")) && bytes.IndexByte([]byte(",;\t"), t[4]) >= 0 {
		s.sep = t[4]
		if n, err := s.lineEnd(bytes.Index(head, t)); err == nil {
			s.advance(n)
		}
		return
	}
	best, quoted := 0, false
	count := map[byte]int{}
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ';' || c == '\t'):
			count[c]++
		}
	}
	for _, sep := range []byte{',', ';', '\t'} {
		if count[sep] > best {
			s.sep, best = sep, count[sep]
		}
	}
}

func (tr *textReader) describe() {
	kind, sep := "CSV", string(tr.scan.sep)
	if tr.scan.sep == '\t' {
		kind, sep = "TSV", "tab"
	}
	tr.t.Format = kind + " (" + sep + "), " + tr.enc.String()
}

func (tr *textReader) rows() iter.Seq2[Row, *diag.Diagnostic] {
	return func(yield func(Row, *diag.Diagnostic) bool) {
		for {
			cells, line, err := tr.scan.next()
			if err == io.EOF {
				return
			}
			row := Row{Line: line}
			d := tr.fault(err, line)
			if err == nil {
				if isBlank(cells) {
					continue
				}
				row.Width = len(cells)
				if d = tr.check(cells, line); d == nil {
					row.Cells, d = tr.fit(cells, line)
				}
			}
			if !yield(row, d) {
				return
			}
			if _, goesOn := errors.AsType[*recordError](err); err != nil && !goesOn {
				return
			}
		}
	}
}

func (tr *textReader) fit(cells []string, line int) ([]string, *diag.Diagnostic) {
	fitted, column := fit(cells, tr.t.Header, tr.unnamed)
	if column >= 0 {
		return nil, ruleNoColumn.At(tr.place(line, column)).Saw(cells[column])
	}
	return fitted, nil
}

// check looks for what no cell may hold, and decodes the cells that are Windows-1252.
func (tr *textReader) check(cells []string, line int) *diag.Diagnostic {
	for i, c := range cells {
		if len(c) > MaxCell {
			return ruleCellLarge.At(tr.place(line, i)).Saw(c[:2*diag.SeenLimit]).Allows(bytesText(MaxCell))
		}
	}
	if !tr.scan.special {
		return nil
	}
	for i, c := range cells {
		if strings.IndexByte(c, 0) >= 0 {
			return ruleNUL.At(tr.place(line, i)).Saw(strings.ReplaceAll(c, "\x00", "␀"))
		}
		if isASCII(c) {
			continue
		}
		if tr.enc == ascii {
			tr.enc = utf8Text
			if !utf8.ValidString(c) {
				tr.enc = windows1252
			}
			if tr.t != nil {
				tr.describe()
			}
		}
		switch tr.enc {
		case windows1252:
			c, _ = charmap.Windows1252.NewDecoder().String(c) // it never fails: unused bytes become U+FFFD
			cells[i] = c
			fallthrough
		case utf16LE, utf16BE:
			if strings.ContainsRune(c, utf8.RuneError) {
				return ruleEncoding.At(tr.place(line, i)).Saw(c).About(tr.enc.String())
			}
		default:
			if !utf8.ValidString(c) {
				return ruleEncoding.At(tr.place(line, i)).Saw(c).About(tr.enc.String())
			}
		}
	}
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (tr *textReader) fault(err error, line int) *diag.Diagnostic {
	if err == nil {
		return nil
	}
	broken, ok := errors.AsType[*recordError](err)
	if !ok {
		return fault(err, tr.place(line, -1))
	}
	at := tr.place(line, broken.column)
	switch broken.rule {
	case openQuote:
		return ruleQuoteOpen.At(at)
	case strayQuote:
		return ruleQuoteStray.At(at)
	}
	return ruleLineLong.At(at).Allows(bytesText(MaxRecord))
}

func (tr *textReader) place(line, column int) diag.Place {
	return diag.Place{File: tr.file, Sheet: tr.part, Line: line, Column: column + 1}
}

func (tr *textReader) date(string) (time.Time, bool) { return time.Time{}, false }
func (tr *textReader) sha256() (string, error)       { return tr.src.SHA256() }
func (tr *textReader) close() error                  { return tr.src.Close() }
