package table

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/source"
)

// maxPart is the largest unzipped part of a workbook that is not a sheet or the shared strings: those two are
// streamed from a temporary file, everything else is held in memory.
const maxPart = 32 << 20

// workbookReader reads one sheet of a workbook.
type workbookReader struct {
	t        *Table
	name     string
	sheet    string
	book     *excelize.File
	sheetAt  *excelize.Rows
	line     int
	date1904 bool
	unnamed  []int
	hash     string
	src      *source.Reader
	data     []byte // the file
}

func openWorkbook(src source.Source, r *source.Reader, head []byte, where Where) (t *Table, d *diag.Diagnostic) {
	at := diag.Place{File: src.Name}
	data, err := io.ReadAll(io.MultiReader(bytes.NewReader(head), io.LimitReader(r, MaxXLSX-int64(len(head))+1)))
	if err != nil {
		return nil, fault(err, at)
	}
	if len(data) > MaxXLSX {
		return nil, ruleTooLarge.At(at).Allows(bytesText(MaxXLSX))
	}
	if d := checkParts(at, data); d != nil {
		return nil, d
	}
	sum := sha256.Sum256(data)
	wr := &workbookReader{name: src.Name, hash: hex.EncodeToString(sum[:]), src: r, data: data}
	err = guarded(func() error {
		book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: MaxUnzip})
		if err != nil {
			return err
		}
		wr.book = book
		d = wr.openSheet(where)
		return nil
	})
	switch {
	case err != nil:
		d = ruleDamaged.At(at).Saw(err.Error())
	case d == nil:
		return wr.t, nil
	}
	_ = wr.closeBook() // only temporary files are left behind by a failure here
	return nil, d
}

// guarded runs a call into excelize, which was made for files that Excel wrote and may panic on others.
func guarded(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading the workbook: %v", p)
		}
	}()
	return call()
}

// checkParts looks at the directory of the archive, before anything is unzipped.
func checkParts(at diag.Place, data []byte) *diag.Diagnostic {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ruleDamaged.At(at).Saw(err.Error())
	}
	kind := "ZIP"
	var total uint64
	for _, part := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		total += min(part.UncompressedSize64, MaxUnzip+1)
		streamed := strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
		if total > MaxUnzip || (!streamed && part.UncompressedSize64 > maxPart) {
			return ruleUnzip.At(at).Saw(part.Name).Allows(bytesText(MaxUnzip))
		}
		switch {
		case name == "xl/workbook.xml":
			kind = "XLSX"
		case kind == "XLSX":
		case name == "xl/workbook.bin":
			kind = "XLSB"
		case name == "content.xml":
			kind = "OpenDocument"
		case name == "word/document.xml":
			kind = "DOCX"
		case name == "ppt/presentation.xml":
			kind = "PPTX"
		}
	}
	if kind != "XLSX" {
		return ruleOtherKind.At(at).Saw(kind).Allows(kinds)
	}
	for _, part := range archive.File {
		if !strings.HasPrefix(strings.ToLower(part.Name), "xl/worksheets/sheet") {
			continue
		}
		if err := checkEnd(part); err != nil {
			return ruleDamaged.At(at).Saw(err.Error())
		}
	}
	return nil
}

// checkEnd makes sure that a sheet is there to its end: the parser above takes a sheet that was cut off for a shorter one.
func checkEnd(part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return fmt.Errorf("opening %s: %w", part.Name, err)
	}
	defer r.Close()
	var tail []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		tail = append(tail, buf[:n]...)
		tail = append(tail[:0], tail[max(0, len(tail)-256):]...)
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", part.Name, err)
		}
	}
	if last := tail[max(0, bytes.LastIndex(tail, []byte("</"))):]; !bytes.HasPrefix(last, []byte("</")) || !bytes.Contains(last, []byte("sheet>")) {
		return fmt.Errorf("reading %s: %w", part.Name, io.ErrUnexpectedEOF)
	}
	return nil
}

// openSheet opens a sheet and reads its header.
func (wr *workbookReader) openSheet(where Where) *diag.Diagnostic {
	at := diag.Place{File: wr.name, Sheet: where.Sheet}
	for _, sheet := range wr.book.GetSheetList() {
		if where.Sheet != "" && !strings.EqualFold(sheet, where.Sheet) {
			continue
		}
		if visible, err := wr.book.GetSheetVisible(sheet); where.Sheet == "" && (err != nil || !visible) {
			continue
		}
		rows, err := wr.book.Rows(sheet)
		if err != nil {
			continue // a chart sheet
		}
		wr.sheet, wr.sheetAt = sheet, rows
		break
	}
	if wr.sheetAt == nil && where.Sheet != "" {
		return ruleSheet.At(diag.Place{File: wr.name}).Saw(where.Sheet).Allows(strings.Join(wr.book.GetSheetList(), ", "))
	}
	if wr.sheetAt == nil {
		return ruleNoSheet.At(at)
	}
	if props, err := wr.book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		wr.date1904 = *props.Date1904
	}
	for {
		cells, ok, err := wr.next()
		if err != nil {
			return ruleDamaged.At(wr.place(wr.line, -1)).Saw(err.Error())
		}
		if !ok {
			return ruleEmpty.At(diag.Place{File: wr.name, Sheet: wr.sheet})
		}
		if wr.line < where.Header || (where.Header == 0 && isBlank(cells)) {
			continue
		}
		if d := wr.check(cells); d != nil {
			return d
		}
		names, d := header(cells, func(column int) diag.Place { return wr.place(wr.line, column) })
		if d != nil {
			return d
		}
		wr.t = &Table{Header: names, Line: wr.line, Format: "XLSX, " + wr.sheet, DecimalComma: true, impl: wr}
		wr.unnamed = unnamedColumns(names)
		return nil
	}
}

// next gives the cells of the next row; false at the end of the sheet.
func (wr *workbookReader) next() (cells []string, ok bool, err error) {
	err = guarded(func() error {
		if !wr.sheetAt.Next() {
			return wr.sheetAt.Error()
		}
		wr.line++
		ok = true
		cells, err = wr.sheetAt.Columns(excelize.Options{RawCellValue: true})
		return err
	})
	for i, c := range cells {
		cells[i] = shortNumber(c)
	}
	return cells, ok, err
}

// shortNumber gives a number as a person typed it: a workbook may store 1.1 as 1.1000000000000001, which is the
// same number.
func shortNumber(cell string) string {
	if len(cell) < 16 || len(cell) > 25 || !strings.Contains(cell, ".") || (cell[0] != '-' && (cell[0] < '0' || cell[0] > '9')) {
		return cell
	}
	x, ok := Number(cell, false)
	if !ok {
		return cell
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func (wr *workbookReader) rows() iter.Seq2[Row, *diag.Diagnostic] {
	return func(yield func(Row, *diag.Diagnostic) bool) {
		for {
			cells, ok, err := wr.next()
			if err != nil {
				yield(Row{Line: wr.line}, ruleDamaged.At(wr.place(wr.line, -1)).Saw(err.Error()))
				return
			}
			if !ok {
				return
			}
			if isBlank(cells) {
				continue
			}
			row := Row{Line: wr.line, Width: len(cells)}
			d := wr.check(cells)
			if d == nil {
				var column int
				if row.Cells, column = fit(cells, wr.t.Header, wr.unnamed); column >= 0 {
					d = ruleNoColumn.At(wr.place(wr.line, column)).Saw(cells[column])
				}
			}
			if !yield(row, d) {
				return
			}
		}
	}
}

func (wr *workbookReader) check(cells []string) *diag.Diagnostic {
	for i, c := range cells {
		switch {
		case len(c) > MaxCell:
			return ruleCellLarge.At(wr.place(wr.line, i)).Saw(c[:2*diag.SeenLimit]).Allows(bytesText(MaxCell))
		case strings.IndexByte(c, 0) >= 0:
			return ruleNUL.At(wr.place(wr.line, i)).Saw(strings.ReplaceAll(c, "\x00", "␀"))
		case !utf8.ValidString(c):
			return ruleEncoding.At(wr.place(wr.line, i)).Saw(c).About("UTF-8")
		}
	}
	return nil
}

func (wr *workbookReader) place(line, column int) diag.Place {
	p := diag.Place{File: wr.name, Sheet: wr.sheet, Line: line, Column: column + 1}
	if cell, err := excelize.CoordinatesToCellName(column+1, line); err == nil {
		p.Cell = cell
	}
	return p
}

func (wr *workbookReader) date(cell string) (time.Time, bool) { return serialDate(cell, wr.date1904) }

func (wr *workbookReader) sha256() (string, error) { return wr.hash, nil }

func (wr *workbookReader) close() error { return errors.Join(wr.closeBook(), wr.src.Close()) }

func (wr *workbookReader) closeBook() error {
	return guarded(func() error {
		var errs []error
		if wr.sheetAt != nil {
			errs = append(errs, wr.sheetAt.Close())
		}
		if wr.book != nil {
			errs = append(errs, wr.book.Close())
		}
		return errors.Join(errs...)
	})
}
