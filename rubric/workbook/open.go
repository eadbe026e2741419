package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
)

// The limits in words.
const (
	bytesLimit   = "32 MiB"
	unzipLimit   = "96 MiB"
	partsLimit   = "1000"
	sheetsLimit  = "64"
	columnsLimit = "256"
	cellLimit    = "96 KiB"
	textLimit    = "8 MiB"
)

// guarded runs a call into excelize, which was made for files that Excel wrote and may panic on others.
func guarded(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading the workbook: %v", p)
		}
	}()
	return call()
}

// opened is a workbook that is whole as far as its archive and its XML go.
type opened struct {
	*excelize.File
	// unsaved are the cells, by reference, that in some sheet hold a formula without the value it had.
	unsaved map[string]bool
	// strings is how many texts the workbook shares among its cells, used the highest number of one that a cell names.
	strings, used int
}

// open opens a workbook in memory, or says why it cannot be read.
func open(name string, data []byte) (*opened, *diag.Diagnostic) {
	at := diag.Place{File: name}
	if len(data) > MaxBytes {
		return nil, ruleTooLarge.At(at).About("file").Allows(bytesLimit)
	}
	book := &opened{unsaved: map[string]bool{}, used: -1}
	if d := book.checkParts(at, data); d != nil {
		return nil, d
	}
	err := guarded(func() (err error) {
		book.File, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{
			RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip,
		})
		return err
	})
	if err != nil {
		return nil, ruleUnreadable.At(at).Saw(err.Error())
	}
	return book, nil
}

// checkParts looks at the archive before anything is taken from it: how large it would be, whether it is a workbook at
// all, and whether each part is there to its end, for a sheet that was cut off would be taken for a shorter one.
func (b *opened) checkParts(at diag.Place, data []byte) *diag.Diagnostic {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ruleUnreadable.At(at).Saw(err.Error())
	}
	if len(archive.File) > maxParts {
		return ruleTooLarge.At(at).About("ZIP").Allows(partsLimit)
	}
	var total uint64
	is := false
	for _, part := range archive.File {
		if total += min(part.UncompressedSize64, maxUnzip+1); total > maxUnzip {
			return ruleTooLarge.At(at).About("ZIP").Saw(part.Name).Allows(unzipLimit)
		}
		is = is || strings.EqualFold(part.Name, "xl/workbook.xml")
	}
	if !is {
		return ruleUnreadable.At(at).Saw("ZIP")
	}
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		if !strings.HasPrefix(name, "xl/") || !strings.HasSuffix(name, ".xml") {
			continue
		}
		if err := b.checkPart(part, strings.HasPrefix(name, "xl/worksheets/")); err != nil {
			return ruleUnreadable.At(at).Saw(err.Error())
		}
	}
	if b.used >= b.strings {
		return ruleUnreadable.At(at).Saw("xl/sharedStrings.xml: " + strconv.Itoa(b.used))
	}
	return nil
}

// maxUnsaved bounds how many formulas without a value are looked for; one is enough to refuse the workbook.
const maxUnsaved = 200

// checkPart reads one part of XML to its end. It notes in a sheet the cells whose formula has no value, and which shared
// texts its cells name, for those that are not there would be taken for empty.
func (b *opened) checkPart(part *zip.File, isSheet bool) error {
	r, err := part.Open()
	if err != nil {
		return fmt.Errorf("opening %s: %w", part.Name, err)
	}
	defer r.Close()
	d := xml.NewDecoder(io.LimitReader(r, maxUnzip))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	shares := strings.EqualFold(part.Name, "xl/sharedStrings.xml")
	var c cellCheck
	empty := true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if empty {
				return fmt.Errorf("reading %s: it is empty", part.Name)
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", part.Name, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			empty = false
			if isSheet {
				c.start(t)
			} else if shares && t.Name.Local == "si" {
				b.strings++
			}
		case xml.CharData:
			if isSheet && c.inValue && c.shared {
				if i, err := strconv.Atoi(strings.TrimSpace(string(t))); err == nil {
					b.used = max(b.used, i)
				}
			}
		case xml.EndElement:
			c.inValue = false
			if isSheet && t.Name.Local == "c" && c.formula && !c.value && c.ref != "" && len(b.unsaved) < maxUnsaved {
				b.unsaved[c.ref] = true
			}
		}
	}
}

// cellCheck is what is known so far of the cell that is being read.
type cellCheck struct {
	ref                             string
	formula, value, shared, inValue bool
}

func (c *cellCheck) start(t xml.StartElement) {
	switch t.Name.Local {
	case "c":
		*c = cellCheck{}
		for _, a := range t.Attr {
			switch a.Name.Local {
			case "r":
				c.ref = a.Value
			case "t":
				c.shared = a.Value == "s"
			}
		}
	case "f":
		c.formula = true
	case "v", "is":
		c.value, c.inValue = true, true
	}
}

// close drops the temporary files, should there be any.
func (b *opened) close() { _ = guarded(b.Close) }
