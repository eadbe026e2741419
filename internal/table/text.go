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
	"siap/internal/source"
)

// textReader reads delimited text.
type textReader struct {
	t       *Table
	file    string
	src     *source.Reader
	scan    *scanner
	enc     encoding
	unnamed []int
}

func openText(src source.Source, r *source.Reader, head []byte) (*Table, *diag.Diagnostic) {
	at := diag.Place{File: src.Name}
	enc, mark := detect(head)
	switch enc {
	case utf32:
		return nil, ruleEncoding.At(at).Saw(enc.String()).About("UTF-8")
	case noText:
		return nil, ruleOtherKind.At(at).Saw("binary").Allows(kinds)
	}
	tr := &textReader{file: src.Name, src: r, enc: enc}
	tr.scan = newScanner(decoded(io.MultiReader(bytes.NewReader(head[mark:]), r), enc))
	tr.scan.fill()
	tr.scan.sniff()
	for {
		cells, line, err := tr.scan.next()
		if err == io.EOF {
			return nil, ruleEmpty.At(at)
		}
		if err == nil && isBlank(cells) {
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
		tr.t = &Table{Header: names, DecimalComma: tr.scan.sep != ',', impl: tr}
		tr.unnamed = unnamedColumns(names)
		tr.describe()
		return tr.t, nil
	}
}

// sniff finds the line end and the separator by looking at the first line that is not blank.
func (s *scanner) sniff() {
	head := s.buf[s.pos:s.end]
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		s.eol = '\r'
	}
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
	return diag.Place{File: tr.file, Line: line, Column: column + 1}
}

func (tr *textReader) date(string) (time.Time, bool) { return time.Time{}, false }
func (tr *textReader) sha256() (string, error)       { return tr.src.SHA256() }
func (tr *textReader) close() error                  { return tr.src.Close() }
