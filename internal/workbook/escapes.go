package workbook

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape gives a text of XML as it is meant: the five entities and numbered characters, and line ends as \n. What
// is no entity stays as it is. Bytes that are not UTF-8, and characters that no text may hold, become U+FFFD.
func unescape(raw []byte) string {
	s := string(raw)
	if strings.IndexByte(s, '&') >= 0 {
		s = entities(s)
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, func(r rune) bool { return r != allowed(r) }) >= 0 {
		s = strings.Map(allowed, s)
	}
	return s
}

func entities(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), 12)], ';')
		r, known := rune(0), false
		if end > 0 {
			r, known = entity(s[1:end])
		}
		if !known {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		b.WriteRune(r)
		s = s[end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, numbered := strings.CutPrefix(name, "#")
	if !numbered {
		return 0, false
	}
	base := 10
	if hex, is := strings.CutPrefix(digits, "x"); is {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return 0, false
	}
	return allowed(rune(min(n, utf8.MaxRune+1))), true
}

// allowed gives a character that a text may hold, and U+FFFD for any other.
func allowed(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' || (r >= ' ' && r <= 0xD7FF) || (r >= 0xE000 && r <= 0xFFFD) || (r >= 0x10000 && r <= utf8.MaxRune) {
		return r
	}
	return utf8.RuneError
}

// unescapeCell gives a cell's text, in which spreadsheets write what XML cannot hold, and a carriage return, as
// _x000D_ (ECMA-376, part 1, 22.9.2.19, ST_Xstring).
func unescapeCell(raw []byte) string {
	if !bytes.Contains(raw, []byte("_x")) {
		return unescape(raw)
	}
	s := unescape(raw)
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		n, err := strconv.ParseUint(s[2:6], 16, 16)
		if err != nil || s[6] != '_' {
			b.WriteByte('_')
			s = s[1:]
			continue
		}
		if r := allowed(rune(n)); r != '\r' {
			b.WriteRune(r)
		}
		s = s[7:]
	}
}
