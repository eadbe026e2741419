package workbook

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// maxStrings is how many shared strings a workbook may have: its index of them is held in memory.
const maxStrings = 2 << 20

// sharedString gives one of the texts that cells refer to by number.
func (b *Book) sharedString(n int) (string, error) {
	if !b.loaded {
		b.loaded = true
		if err := b.indexStrings(); err != nil {
			b.at = nil
			return "", err
		}
	}
	if n < 0 || n >= len(b.at) {
		return "", &Error{b.shared, fmt.Errorf("there is no shared string %d", n)}
	}
	s := &b.at[n]
	if !s.known {
		text, err := b.textOf(*s)
		if err != nil {
			return "", err
		}
		s.text, s.known = text, true
	}
	return s.text, nil
}

// indexStrings notes where each shared string stands, and leaves it there until it is asked for.
func (b *Book) indexStrings() error {
	if b.shared == "" {
		return &Error{"the shared strings", fmt.Errorf("the workbook has none")}
	}
	data, err := b.memory(b.shared)
	if err != nil {
		return err
	}
	b.strings = data
	if b.indexPlain(data) {
		return nil
	}
	t := tokensOf(data)
	if err := t.start(); err != nil {
		return &Error{b.shared, err}
	}
	from, inside, closed := 0, false, false
	for {
		tok, err := t.next()
		if err == io.EOF && closed {
			return nil
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return &Error{b.shared, err}
		}
		switch {
		case tok.is("si"):
			if len(b.at) == maxStrings {
				return &Error{b.shared, ErrLarge}
			}
			from, inside = t.pos, tok.kind == opening
			if !inside {
				b.at = append(b.at, sharedText{known: true})
			}
		case inside && tok.ends("si"):
			b.at = append(b.at, sharedText{from: from, to: t.pos})
			inside = false
		case tok.ends("sst"), tok.is("sst") && tok.kind == single:
			closed = true
		}
	}
}

// indexPlain does the same in one look at each tag's first letters, which is ten times faster. It reports false, and has
// done nothing, where the part holds what programs rarely write: comments, literal text, names with a prefix.
func (b *Book) indexPlain(data []byte) bool {
	at := make([]sharedText, 0, len(data)/256+16)
	from := 0 // of the open string; 0 where none is open
	last := 0 // behind the last tag
	for pos := 0; ; pos++ {
		i := bytes.IndexByte(data[pos:], '<')
		if i < 0 {
			break
		}
		pos += i
		last = pos
		tag := data[pos:min(pos+5, len(data))]
		switch {
		case len(tag) < 4 || tag[1] == '!' || len(at) >= maxStrings:
			return false
		case tag[1] == 's' && tag[2] == 'i':
			if tag[3] != '>' || from > 0 {
				return false
			}
			from = pos + 4
		case tag[1] == '/' && tag[2] == 's' && tag[3] == 'i':
			if string(tag) != "</si>" || from == 0 {
				return false
			}
			at = append(at, sharedText{from: from, to: pos + 5})
			from = 0
		}
	}
	if len(at) == 0 || from > 0 || !bytes.HasPrefix(data[last:], []byte("</sst>")) {
		return false
	}
	b.at = at
	return true
}

// textOf joins the runs of a shared string; how it is read aloud (rPh) is no part of it.
func (b *Book) textOf(s sharedText) (string, error) {
	raw := b.strings[s.from:s.to]
	if plain, only := bytes.CutSuffix(raw, []byte("</t></si>")); only {
		if plain, only = bytes.CutPrefix(plain, []byte("<t>")); only && bytes.IndexByte(plain, '<') < 0 {
			return unescapeCell(plain), nil
		}
	}
	return b.runsOf(raw)
}

func (b *Book) runsOf(data []byte) (string, error) {
	t := tokensOf(data)
	var raw []byte
	inText, phonetic := false, false
	for {
		tok, err := t.next()
		if err == io.EOF {
			return unescapeCell(raw), nil
		}
		if err != nil {
			return "", &Error{b.shared, err}
		}
		switch {
		case tok.kind == text && inText && !phonetic:
			raw = append(raw, tok.body...)
		case tok.kind == literal && inText && !phonetic:
			raw = appendEscaped(raw, tok.body)
		case tok.is("t"):
			inText = tok.kind == opening
		case tok.ends("t"):
			inText = false
		case tok.is("rPh"):
			phonetic = tok.kind == opening
		case tok.ends("rPh"):
			phonetic = false
		}
	}
}

// Format gives the number format of a style as its code; "" for the general one and for what cannot be read. The
// formats that have a number and no code of their own (ECMA-376, part 1, 18.8.30) are given one.
func (b *Book) Format(style int) string {
	if b.formats == nil {
		b.formats = map[int]string{}
		b.readStyles()
	}
	return b.formats[style]
}

func (b *Book) readStyles() {
	codes := map[int]string{9: "0%", 10: "0.00%"}
	for n := 14; n <= 22; n++ {
		codes[n] = "yyyy-mm-dd"
	}
	for n := 45; n <= 47; n++ {
		codes[n] = "mm:ss"
	}
	r, err := b.open(b.styles)
	if err != nil {
		return
	}
	defer r.Close()
	t := newTokens(io.LimitReader(r, MaxMemory))
	defer t.free()
	inside, style := false, 0
	for {
		tok, err := t.next()
		if err != nil {
			return
		}
		switch {
		case tok.is("numFmt"):
			if n, err := strconv.Atoi(attribute(tok, "numFmtId")); err == nil {
				codes[n] = attribute(tok, "formatCode")
			}
		case tok.is("cellXfs"):
			inside = tok.kind == opening
		case tok.ends("cellXfs"):
			return
		case inside && tok.is("xf"):
			if n, err := strconv.Atoi(attribute(tok, "numFmtId")); err == nil && codes[n] != "" {
				b.formats[style] = codes[n]
			}
			style++
		}
	}
}
