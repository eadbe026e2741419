package pdfdoc

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

var (
	trailerRoot  = regexp.MustCompile(`/Root (\d+) 0 R`)
	trailerInfo  = regexp.MustCompile(`/Info (\d+) 0 R`)
	trailerSize  = regexp.MustCompile(`/Size (\d+)`)
	startXref    = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	languageCode = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

	errNoTrailer = errors.New("adding the language to the PDF document: its trailer is not as expected")
)

// withLanguage adds what gofpdf cannot write: the language of the text, for screen readers, and the wish that
// viewers show the title instead of the file name. It appends an incremental update (ISO 32000-1, 7.5.6): the
// catalog once more with the two entries, and a cross-reference section that points back to the first one.
func withLanguage(pdf []byte, lang string) ([]byte, error) {
	if !languageCode.MatchString(lang) {
		return nil, fmt.Errorf("adding the language to the PDF document: %q is no language", lang)
	}
	at := startXref.FindSubmatch(pdf[max(0, len(pdf)-64):])
	trailer := bytes.LastIndex(pdf, []byte("\ntrailer"))
	if at == nil || trailer < 0 {
		return nil, errNoTrailer
	}
	root, info := trailerRoot.FindSubmatch(pdf[trailer:]), trailerInfo.FindSubmatch(pdf[trailer:])
	size := trailerSize.FindSubmatch(pdf[trailer:])
	if root == nil || info == nil || size == nil {
		return nil, errNoTrailer
	}
	start := bytes.LastIndex(pdf, fmt.Appendf(nil, "\n%s 0 obj\n", root[1]))
	if start < 0 {
		return nil, errNoTrailer
	}
	start++
	end := bytes.Index(pdf[start:], []byte("\nendobj"))
	if end < 0 {
		return nil, errNoTrailer
	}
	catalog := pdf[start : start+end]
	closing := bytes.LastIndex(catalog, []byte(">>"))
	number, err := strconv.Atoi(string(root[1]))
	if err != nil || closing < 0 {
		return nil, errNoTrailer
	}

	var b bytes.Buffer
	b.Write(pdf)
	offset := b.Len()
	b.Write(catalog[:closing])
	fmt.Fprintf(&b, "/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n>>\nendobj\n", lang)
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n", number, offset)
	fmt.Fprintf(&b, "trailer\n<<\n/Size %s\n/Root %s 0 R\n/Info %s 0 R\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n",
		size[1], root[1], info[1], at[1], xref)
	return b.Bytes(), nil
}
