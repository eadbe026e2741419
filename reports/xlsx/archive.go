package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
)

// typesPart lists the parts of a workbook with their types.
const typesPart = "[Content_Types].xml"

// sorted copies a workbook with its parts in the order of their names, the list of types first as readers like it: the
// library writes both in an order that differs from run to run.
func sorted(w io.Writer, data []byte) error {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("reading back the archive: %w", err)
	}
	first := func(f *zip.File) int { return slices.Index([]string{"_rels/.rels", typesPart}, f.Name) }
	slices.SortFunc(in.File, func(x, y *zip.File) int {
		return cmp.Or(-cmp.Compare(first(x), first(y)), cmp.Compare(x.Name, y.Name))
	})
	out := zip.NewWriter(w)
	for _, f := range in.File {
		step := out.Copy
		if f.Name == typesPart {
			step = func(f *zip.File) error { return copyTypes(out, f) }
		}
		if err := step(f); err != nil {
			return fmt.Errorf("copying %s: %w", f.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	return nil
}

// types is the list of types.
type types struct {
	XMLName   xml.Name `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []byName `xml:"Default"`
	Overrides []byPart `xml:"Override"`
}

type byName struct {
	Extension   string `xml:"Extension,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type byPart struct {
	PartName    string `xml:"PartName,attr"`
	ContentType string `xml:"ContentType,attr"`
}

// copyTypes copies the list of types in order.
func copyTypes(out *zip.Writer, f *zip.File) error {
	part, err := f.Open()
	if err != nil {
		return err
	}
	defer part.Close()
	var list types
	if err := xml.NewDecoder(part).Decode(&list); err != nil {
		return err
	}
	slices.SortFunc(list.Defaults, func(x, y byName) int { return cmp.Compare(x.Extension, y.Extension) })
	slices.SortFunc(list.Overrides, func(x, y byPart) int { return cmp.Compare(x.PartName, y.PartName) })
	data, err := xml.Marshal(list)
	if err != nil {
		return err
	}
	to, err := out.Create(f.Name)
	if err != nil {
		return err
	}
	_, err = to.Write(append([]byte(xml.Header), data...))
	return err
}
