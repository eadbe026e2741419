package workbook

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// maxToken is the largest tag, or text between two tags, that is kept: a cell holds at most 32,767 characters, and
// escaped none of them takes more than 10 bytes.
const maxToken = 1 << 20

var (
	errToken   = errors.New("a tag or text is longer than any spreadsheet program writes")
	errDoctype = errors.New("a document type declaration, which no spreadsheet program writes")
	errUTF16   = errors.New("the text is UTF-16, which no spreadsheet program writes")
)

// kind is what a token is.
type kind uint8

const (
	opening kind = iota // <c r="A1">
	single              // <c/>
	closing             // </c>
	text                // between two tags, still escaped
	literal             // a CDATA section, as it is
)

// token is one piece of XML. Its bytes are valid until the next one is read.
type token struct {
	kind kind
	// name is the local name of a tag, attrs what stands behind it; for text both are empty and body holds it.
	name, attrs, body []byte
}

// tokens splits XML into tags and texts. encoding/xml would do it fifteen times slower, and takes a token of any
// size into memory. Comments and processing instructions are passed over, entities are left to the reader of a text,
// and a document type is refused, so that nothing can be declared that grows.
type tokens struct {
	r        io.Reader // nil: everything is in buf
	buf      []byte
	pos, end int
	err      error // of r
	offset   int64 // of buf[0] in the part
}

// buffers are kept from one part to the next: a form has eight parts, and hundreds of forms are read.
var buffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

const bufferSize = 32 << 10

func newTokens(r io.Reader) *tokens { return &tokens{r: r, buf: buffers.Get().(*[bufferSize]byte)[:]} }

// free gives the buffer back; no token may be looked at afterwards.
func (t *tokens) free() {
	if len(t.buf) == bufferSize {
		buffers.Put((*[bufferSize]byte)(t.buf))
	}
	t.buf, t.pos, t.end, t.err = nil, 0, 0, io.EOF
}

// tokensOf reads what is in memory already.
func tokensOf(data []byte) *tokens { return &tokens{buf: data, end: len(data), err: io.EOF} }

// fill reads more behind what is there, from the byte at pos on. It reports false at the end.
func (t *tokens) fill() bool {
	if t.err != nil {
		return false
	}
	if t.pos > 0 {
		copy(t.buf, t.buf[t.pos:t.end])
		t.offset += int64(t.pos)
		t.pos, t.end = 0, t.end-t.pos
	}
	if t.end == len(t.buf) {
		if t.end >= maxToken {
			t.err = errToken
			return false
		}
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	for range 100 { // a reader may give nothing now and then, but not for ever
		n, err := t.r.Read(t.buf[t.end:])
		t.end += n
		t.err = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	t.err = io.ErrNoProgress
	return false
}

// index finds a byte from so many bytes behind pos on, reading more as needed; -1 where there is none.
func (t *tokens) index(c byte, from int) int {
	for {
		if i := bytes.IndexByte(t.buf[t.pos+from:t.end], c); i >= 0 {
			return from + i
		}
		from = t.end - t.pos
		if !t.fill() {
			return -1
		}
	}
}

// indexText finds a text likewise.
func (t *tokens) indexText(s string, from int) int {
	for {
		if i := bytes.Index(t.buf[t.pos+from:t.end], []byte(s)); i >= 0 {
			return from + i
		}
		from = max(from, t.end-t.pos-len(s)+1)
		if !t.fill() {
			return -1
		}
	}
}

// has reports whether a text stands at pos, reading more as needed.
func (t *tokens) has(s string) bool {
	for t.end-t.pos < len(s) {
		if !t.fill() {
			return false
		}
	}
	return string(t.buf[t.pos:t.pos+len(s)]) == s
}

// fault is the error behind a token that does not end.
func (t *tokens) fault() error {
	if t.err == nil || t.err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return t.err
}

// start looks at the first bytes of a part.
func (t *tokens) start() error {
	for t.end-t.pos < 4 && t.fill() {
	}
	head := t.buf[t.pos:t.end]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		t.pos += 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("<\x00")), bytes.HasPrefix(head, []byte("\x00<")):
		return errUTF16
	}
	return nil
}

// next gives the next token; io.EOF at the end of the part.
func (t *tokens) next() (token, error) {
	for {
		if t.pos == t.end && !t.fill() {
			if t.err != io.EOF {
				return token{}, t.err
			}
			return token{}, io.EOF
		}
		if t.buf[t.pos] != '<' {
			n := t.index('<', 0)
			if n < 0 {
				if t.err != io.EOF {
					return token{}, t.err
				}
				n = t.end - t.pos
			}
			body := t.buf[t.pos : t.pos+n]
			t.pos += n
			return token{kind: text, body: body}, nil
		}
		if t.pos+1 == t.end && !t.fill() {
			return token{}, t.fault()
		}
		switch t.buf[t.pos+1] {
		case '?':
			if err := t.skip("?>"); err != nil {
				return token{}, err
			}
		case '!':
			switch {
			case t.has("<!--"):
				if err := t.skip("-->"); err != nil {
					return token{}, err
				}
			case t.has("<![CDATA["):
				n := t.indexText("]]>", 9)
				if n < 0 {
					return token{}, t.fault()
				}
				body := t.buf[t.pos+9 : t.pos+n]
				t.pos += n + 3
				return token{kind: literal, body: body}, nil
			default:
				return token{}, errDoctype
			}
		default:
			return t.tag()
		}
	}
}

// skip passes over everything up to a text and the text itself.
func (t *tokens) skip(end string) error {
	n := t.indexText(end, 2)
	if n < 0 {
		return t.fault()
	}
	t.pos += n + len(end)
	return nil
}

// tag reads the tag at pos. An attribute may hold a >, so quotes are counted.
func (t *tokens) tag() (token, error) {
	n := 0
	var quote byte
	for from := 1; ; {
		chunk := t.buf[t.pos+from : t.end]
		for i := 0; i < len(chunk); i++ {
			c := chunk[i]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				n = from + i
			case c == '"' || c == '\'':
				quote = c
			}
			if n > 0 {
				break
			}
		}
		if n > 0 {
			break
		}
		from = t.end - t.pos
		if !t.fill() {
			return token{}, t.fault()
		}
	}
	inner := t.buf[t.pos+1 : t.pos+n]
	t.pos += n + 1
	tok := token{kind: opening}
	switch {
	case len(inner) > 0 && inner[0] == '/':
		tok.kind, inner = closing, inner[1:]
	case len(inner) > 0 && inner[len(inner)-1] == '/':
		tok.kind, inner = single, inner[:len(inner)-1]
	}
	end := 0
	for end < len(inner) && !isSpace(inner[end]) {
		end++
	}
	tok.name, tok.attrs = inner[:end], inner[end:]
	if i := bytes.IndexByte(tok.name, ':'); i >= 0 {
		tok.name = tok.name[i+1:]
	}
	return tok, nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// is reports whether the tag opens an element of a name.
func (t token) is(name string) bool { return t.kind <= single && string(t.name) == name }

// ends reports whether the tag closes an element of a name.
func (t token) ends(name string) bool { return t.kind == closing && string(t.name) == name }

// attribute gives the raw value of an attribute; a name with ":" before it means the attribute of that name with any
// prefix.
func (t token) attribute(name string) ([]byte, bool) {
	for rest := t.attrs; ; {
		key, value, after, ok := cutAttribute(rest)
		if !ok {
			return nil, false
		}
		if string(key) == name || (name[0] == ':' && bytes.HasSuffix(key, []byte(name))) {
			return value, true
		}
		rest = after
	}
}

// cutAttribute parts the first attribute from the others.
func cutAttribute(s []byte) (key, value, rest []byte, ok bool) {
	i := 0
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	from := i
	for i < len(s) && s[i] != '=' && !isSpace(s[i]) {
		i++
	}
	key = s[from:i]
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i == len(s) || s[i] != '=' {
		return nil, nil, nil, false
	}
	i++
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i == len(s) || (s[i] != '"' && s[i] != '\'') {
		return nil, nil, nil, false
	}
	quote := s[i]
	i++
	for from = i; i < len(s) && s[i] != quote; {
		i++
	}
	if i == len(s) {
		return nil, nil, nil, false
	}
	return key, s[from:i], s[i+1:], true
}
