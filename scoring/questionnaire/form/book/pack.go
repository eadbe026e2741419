package book

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// packer writes the parts of a workbook in a fixed order and without times, so that the same form gives the same
// bytes; excelize writes them in the order of a map.
type packer struct {
	out   io.Writer
	names []string
	parts map[string]*bytes.Buffer
}

// Create implements excelize.ZipWriter.
func (p *packer) Create(name string) (io.Writer, error) {
	if p.parts == nil {
		p.parts = map[string]*bytes.Buffer{}
	}
	if p.parts[name] == nil {
		p.names = append(p.names, name)
	}
	p.parts[name] = &bytes.Buffer{}
	return p.parts[name], nil
}

// AddFS implements excelize.ZipWriter, which never calls it for a workbook.
func (p *packer) AddFS(fs.FS) error {
	return fmt.Errorf("packing a workbook: adding a folder: %w", fs.ErrInvalid)
}

// contentTypes comes first, as programs expect that look at the beginning of a file to tell its kind.
const contentTypes = "[Content_Types].xml"

// Close implements excelize.ZipWriter: it writes everything.
func (p *packer) Close() error {
	slices.SortFunc(p.names, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == contentTypes:
			return -1
		case b == contentTypes:
			return 1
		}
		return strings.Compare(a, b)
	})
	archive := zip.NewWriter(p.out)
	for _, name := range p.names {
		data := p.parts[name].Bytes()
		if strings.HasPrefix(name, "xl/worksheets/") {
			data = numbered(data)
		}
		part, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("packing %s: %w", name, err)
		}
		if _, err := part.Write(data); err != nil {
			return fmt.Errorf("packing %s: %w", name, err)
		}
	}
	return archive.Close()
}

// counted is a formula of ours whose cached value is 0.
var counted = regexp.MustCompile(`(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="str"(><f>[^<]*</f><v>0</v></c>)`)

// numbered makes the cached values of the counts numbers: excelize marks the value of every formula as a text, and a
// program that does not calculate on opening would show it without its number format.
func numbered(sheet []byte) []byte { return counted.ReplaceAll(sheet, []byte("$1$2")) }
