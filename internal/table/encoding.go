package table

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// encoding is how the bytes of a text stand for letters.
type encoding int

const (
	ascii encoding = iota // UTF-8 or Windows-1252: no letter seen yet that tells
	utf8Text
	windows1252
	utf16LE
	utf16BE
	utf32 // refused
	noText
)

const utf8BOM = "\xef\xbb\xbf"

// String names the encoding; plain ASCII is UTF-8.
func (e encoding) String() string {
	switch e {
	case windows1252:
		return "Windows-1252"
	case utf16LE, utf16BE:
		return "UTF-16"
	case utf32:
		return "UTF-32"
	}
	return "UTF-8"
}

// detect tells the encoding from the first bytes of a text, and how many of them are its byte order mark.
func detect(head []byte) (enc encoding, mark int) {
	switch {
	case bytes.HasPrefix(head, []byte(utf8BOM)):
		return utf8Text, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return utf32, 4
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16BE, 2
	}
	// In UTF-16 without a mark, every second byte of mostly Latin text is zero.
	var zero [2]int
	control := 0
	for i, b := range head {
		switch {
		case b == 0:
			zero[i%2]++
		case b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f':
			control++
		}
	}
	half := len(head) / 2
	switch {
	case half >= 2 && zero[1]*10 >= half*7 && zero[0]*10 <= half:
		return utf16LE, 0
	case half >= 2 && zero[0]*10 >= half*7 && zero[1]*10 <= half:
		return utf16BE, 0
	case (control+zero[0]+zero[1])*10 > len(head):
		return noText, 0
	}
	return ascii, 0
}

// decoded gives the text behind r as UTF-8 where it is UTF-16. Other bytes come as they are: cells that are not
// UTF-8 are decoded one by one, because nobody can tell before reading on.
func decoded(r io.Reader, enc encoding) io.Reader {
	switch enc {
	case utf16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case utf16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	return r
}
