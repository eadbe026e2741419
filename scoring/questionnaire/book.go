package questionnaire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
	"siap/internal/workbook"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form/book"
)

// bookFile is an open workbook that package form/book wrote and people filled in. What stands where is told by its
// hidden sheet, and checked against the codes in the hidden column of every sheet.
type bookFile struct {
	src   source.Source
	book  *workbook.Book
	m     *book.Map
	known *bookKnowledge
	// rows reads what the kinds of tables have in common: one answer after the other, in the cells of line.
	rows     tableFile
	line     bookLine
	header   []*diag.Diagnostic
	evidence []Evidence
}

// openBook opens a workbook form. It knows one by its hidden sheet; a workbook without it, or an archive that cannot
// be opened, is left to whoever reads tables, and so are the words for it.
func openBook(src source.Source, r *rubric.Rubric, agencies *agency.List) (File, bool, *diag.Diagnostic) {
	data := bookBytes(src)
	if data == nil {
		return nil, false, nil
	}
	wb, err := workbook.Open(data)
	if err != nil {
		return nil, false, nil
	}
	machine := wb.Sheet(book.MachineSheet)
	if machine == nil {
		return nil, false, nil
	}
	f := &bookFile{src: src, book: wb}
	m, schema, err := f.readMap(machine)
	at := diag.Place{File: src.Name, Sheet: machine.Name}
	_, broken := err.(*workbook.Error)
	switch {
	case !strings.HasPrefix(schema, book.SchemaFamily) && !broken:
		return nil, false, nil // somebody else's sheet of that name
	case broken:
		return nil, true, table.WorkbookFault(src.Name, err)
	case schema != book.Schema:
		return nil, true, ruleBookSchema.At(at).Saw(schema).Allows(book.Schema)
	case err != nil:
		return nil, true, ruleBookMap.At(at).Saw(err.Error())
	case m.Rubric != r.ID:
		return nil, true, ruleBookRubric.At(at).Saw(m.Rubric).Allows(r.ID)
	}
	f.m = m
	f.line.file = f
	t := table.Loose(f.line.place, wb.Date1904)
	f.rows = tableFile{name: src.Name, t: t, cells: newCells(columns{t: t, at: bookColumns}, r, agencies)}
	sum := sha256.Sum256(data)
	f.rows.summary.SHA256 = hex.EncodeToString(sum[:])
	f.known = knowledgeOf(r)
	if m.Fingerprint != f.known.print {
		f.header = append(f.header, ruleBookOutdated.At(at).About(r.ID).Saw(m.Version).Allows(r.Version))
	}
	if wb.Macros {
		f.header = append(f.header, ruleBookMacros.At(diag.Place{File: src.Name}))
	}
	if wb.Links {
		f.header = append(f.header, ruleBookLinks.At(diag.Place{File: src.Name}))
	}
	return f, true, nil
}

// bookBytes reads a file that begins as a workbook does; nil for any other, and for what cannot be read.
func bookBytes(src source.Source) []byte {
	in, err := src.Open(workbook.MaxFile)
	if err != nil {
		return nil
	}
	defer in.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(in, head); err != nil || string(head) != "PK\x03\x04" {
		return nil
	}
	var data bytes.Buffer
	data.Write(head)
	if _, err := data.ReadFrom(in); err != nil {
		return nil
	}
	return data.Bytes()
}

// readMap reads the hidden sheet; the schema is what its first cell says.
func (f *bookFile) readMap(machine *workbook.Sheet) (m *book.Map, schema string, err error) {
	var cells []string
	m, err = book.ParseMap(func(yield func([]string, error) bool) {
		for row, err := range f.book.Rows(machine) {
			if err != nil {
				yield(nil, err)
				return
			}
			cells = cells[:0]
			for _, c := range row.Cells {
				if c.Column > book.MapWidth {
					break
				}
				for len(cells) < c.Column-1 {
					cells = append(cells, "")
				}
				text, err := row.Text(c)
				if err != nil {
					yield(nil, err)
					return
				}
				cells = append(cells, text)
			}
			if row.Number == 1 && len(cells) > 0 {
				schema = cells[0]
			}
			if schema != book.Schema {
				return // no map of ours
			}
			if !yield(cells, nil) {
				return
			}
		}
	})
	return m, schema, err
}

// Answers implements File.
func (f *bookFile) Answers() iter.Seq2[Answer, *diag.Diagnostic] {
	return func(yield func(Answer, *diag.Diagnostic) bool) {
		for _, d := range f.header {
			if !yield(Answer{}, d) {
				return
			}
		}
		f.header = nil
		sheets := f.sheets()
		heads := make([]bookHead, len(f.m.Units))
		for i := range heads {
			heads[i] = f.head(i+1, sheets)
		}
		if !f.rows.flush(yield) {
			return
		}
		for _, s := range sheets {
			if s != nil && !f.answers(s, heads, yield) {
				return
			}
		}
	}
}

// Evidence implements File.
func (f *bookFile) Evidence() []Evidence { return f.evidence }

// Summary implements File.
func (f *bookFile) Summary() Summary {
	s := f.rows.summary
	s.Format = "siap workbook, form " + f.m.Rubric + " " + f.m.Version
	switch {
	case len(f.m.Units) > 1:
		s.Format += fmt.Sprintf(", %d agencies", len(f.m.Units))
	case f.m.Units[0].Agency != "":
		s.Format += ", " + f.m.Units[0].Agency
	}
	return s
}

// Close implements File: the file was read whole and closed when it was opened.
func (f *bookFile) Close() error { return nil }

// sheets finds and reads the sheets of the form, in the order of the map; nil for one that is gone.
func (f *bookFile) sheets() []*bookSheet {
	out := make([]*bookSheet, len(f.m.Sheets))
	used := map[*workbook.Sheet]bool{}
	read := map[*workbook.Sheet]*bookSheet{}
	take := func(i int, s *workbook.Sheet) bool {
		if s == nil || used[s] {
			return false
		}
		if read[s] == nil || read[s].m != &f.m.Sheets[i] {
			read[s] = f.readSheet(s, &f.m.Sheets[i])
		}
		if read[s].key != f.m.Sheets[i].Key && !read[s].known {
			return false
		}
		out[i], used[s] = read[s], true
		return true
	}
	for i := range f.m.Sheets {
		take(i, f.book.Sheet(f.m.Sheets[i].Name))
	}
	for i := range f.m.Sheets {
		if out[i] != nil {
			continue
		}
		for _, s := range f.book.Sheets {
			if !used[s] && f.keyOf(s) == f.m.Sheets[i].Key && take(i, s) {
				f.rows.cells.add(ruleBookMoved.At(f.place(s, 0, 0)).About(f.m.Sheets[i].Name).Saw(s.Name))
				break
			}
		}
		if out[i] == nil && len(f.m.Sheets[i].Rows) > 0 {
			f.rows.cells.add(ruleBookSheet.At(diag.Place{File: f.src.Name}).About(f.m.Sheets[i].Name))
			f.rows.summary.LeftOut += questionsOf(&f.m.Sheets[i])
		}
	}
	for _, s := range f.book.Sheets {
		switch {
		case s.Hidden && !strings.EqualFold(s.Name, book.MachineSheet):
			f.rows.cells.add(ruleBookHidden.At(f.place(s, 0, 0)).Saw(s.Name))
		case !s.Hidden && !used[s]:
			f.rows.cells.add(ruleBookExtra.At(f.place(s, 0, 0)).Saw(s.Name))
		}
	}
	for _, s := range out {
		if s != nil {
			f.rows.cells.found = append(f.rows.cells.found, s.found...)
		}
	}
	return out
}

// questionsOf counts the answers that a sheet would give.
func questionsOf(s *book.Sheet) int {
	n := 0
	for _, r := range s.Rows {
		if !slices.Contains(headFields, r.Code) && !strings.Contains(r.Code, book.OptionMark) {
			n++
		}
	}
	return n
}

// keyOf reads the key in a sheet's first cell.
func (f *bookFile) keyOf(s *workbook.Sheet) string {
	for row, err := range f.book.Rows(s) {
		if err != nil || row.Number > 1 {
			return ""
		}
		text, _ := row.Text(row.Cell(1))
		key, ours := strings.CutPrefix(text, book.KeyMark)
		if !ours {
			return ""
		}
		return key
	}
	return ""
}

// place is where a cell stands; the sheet as a whole for row 0.
func (f *bookFile) place(s *workbook.Sheet, column, row int) diag.Place {
	p := diag.Place{File: f.src.Name, Sheet: s.Name, Line: row, Column: column}
	if row > 0 && column > 0 {
		p.Cell = workbook.CellName(column, row)
	}
	return p
}
