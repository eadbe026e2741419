package book

import (
	"errors"
	"fmt"
	"iter"
	"strconv"

	"siap/scoring/questionnaire/form"
)

// Schema marks a workbook as ours: it stands in the first cell of the hidden sheet.
const Schema = "siap/form/1"

// MachineSheet is the name of the hidden sheet.
const MachineSheet = "siap"

// The fields that a workbook has beside form's own: when it was filled in.
const SubmittedField = "submitted"

// The parts that only assessors fill in.
const (
	Assessed       form.Part = "assessed"
	Recommendation form.Part = "recommendation"
	Responsible    form.Part = "responsible"
	Due            form.Part = "due"
)

// Map says where in a workbook what is asked for. It stands on the hidden sheet.
type Map struct {
	Rubric, Version, Fingerprint, Language string
	// Units are the forms in the workbook: one, or one an agency.
	Units  []Unit
	Sheets []Sheet
}

// Unit is one form: whose answers it holds. An empty agency is one that is filled in.
type Unit struct{ Agency, Role string }

// Sheet is one sheet with cells to fill in. Its Key stands in its first cell, so that it is found under another name.
type Sheet struct {
	Key, Name string
	// Columns gives the column of each part, from 1. The same parts stand in the hidden row with the ColumnMark.
	Columns map[form.Part]int
	Rows    []Row
}

// Row is one row to fill in.
type Row struct {
	// Number is the row, from 1; Unit the number of the form, from 1.
	Number, Unit int
	// Code is the code of the question's field, the code of a field that a form has once, or, for one option of a
	// multiple choice, code/option. It stands in the first column of the row, hidden.
	Code string
	// Choices are what the drop-down of the row offers.
	Choices []Entry
}

// Entry is one thing to choose: the code it means and the label that is seen.
type Entry struct{ Code, Label string }

// What marks the sheets with cells to fill in.
const (
	// KeyMark begins the first cell of every row of ours that is no question; in the first row the key follows.
	KeyMark = "siap:"
	// ColumnMark begins the row whose cells name the part of their column, HeaderMark the one with the names that people read.
	ColumnMark, HeaderMark = KeyMark + "columns", KeyMark + "header"
	// ColumnRow is where the row of parts is written.
	ColumnRow = 2
)

// The words that begin a line of the map; lists have columns of their own.
const (
	wordRubric, wordVersion, wordPrint, wordLanguage = "rubric", "version", "fingerprint", "language"
	wordUnit, wordSheet, wordColumn, wordRow         = "unit", "sheet", "column", "row"
	listAt                                           = 8 // the column of a list's name; code and label follow

	// MapWidth is how many columns the hidden sheet has.
	MapWidth = listAt + 2
)

// PartName is a part in the map: the answer has a name there.
func PartName(p form.Part) string {
	if p == form.Value {
		return "value"
	}
	return string(p)
}

// partsKnown are the parts that a column may hold, by their names.
var partsKnown = func() map[string]form.Part {
	known := map[string]form.Part{}
	for _, p := range append([]form.Part{Assessed, Recommendation, Responsible, Due}, form.Parts...) {
		known[PartName(p)] = p
	}
	return known
}()

// PartOf gives the part that a cell of the ColumnRow names.
func PartOf(name string) (form.Part, bool) {
	p, known := partsKnown[name]
	return p, known
}

// lines gives the map as the cells of the hidden sheet, without the lists, which stand there already; list gives the name of
// a row's list.
func (m *Map) lines(list func(Row) string) [][]string {
	lines := [][]string{
		{Schema}, {wordRubric, m.Rubric}, {wordVersion, m.Version}, {wordPrint, m.Fingerprint}, {wordLanguage, m.Language},
	}
	for i, u := range m.Units {
		lines = append(lines, []string{wordUnit, strconv.Itoa(i + 1), u.Agency, u.Role})
	}
	for _, s := range m.Sheets {
		lines = append(lines, []string{wordSheet, s.Key, s.Name})
		for _, p := range columnOrder {
			if c := s.Columns[p]; c > 0 {
				lines = append(lines, []string{wordColumn, strconv.Itoa(c), PartName(p)})
			}
		}
		for _, r := range s.Rows {
			lines = append(lines, []string{wordRow, strconv.Itoa(r.Number), strconv.Itoa(r.Unit), r.Code, list(r)})
		}
	}
	return lines
}

// columnOrder is the order of the columns on a sheet.
var columnOrder = []form.Part{
	form.Item, form.Value, form.Evidence, form.Status, form.Note, Assessed, Recommendation, Responsible, Due,
}

// The limits of a map that is read back.
const (
	MaxRows  = 100_000
	maxLists = 100_000
)

// SchemaFamily begins the schema of every version of the hidden sheet.
const SchemaFamily = "siap/form/"

// ParseMap reads the map back from the rows of the hidden sheet, each with its cells from the first column on. It
// believes nothing: numbers are checked, what is named must be there.
func ParseMap(rows iter.Seq2[[]string, error]) (*Map, error) {
	p := &mapParser{m: &Map{}, lists: map[string][]Entry{}}
	for cells, err := range rows {
		if err != nil {
			return nil, err
		}
		if p.row++; p.row > MaxRows+maxLists {
			return nil, fmt.Errorf("the hidden sheet has more than %d rows", MaxRows+maxLists)
		}
		if err := p.line(cells); err != nil {
			return nil, fmt.Errorf("the hidden sheet, row %d: %w", p.row, err)
		}
	}
	if p.m.Rubric == "" || p.m.Fingerprint == "" || len(p.m.Units) == 0 || len(p.m.Sheets) == 0 {
		return nil, errors.New("the hidden sheet names no rubric, no form or no sheet")
	}
	for i := range p.m.Sheets {
		for k := range p.m.Sheets[i].Rows {
			r := &p.m.Sheets[i].Rows[k]
			if r.Unit > len(p.m.Units) {
				return nil, fmt.Errorf("the hidden sheet: %s belongs to form %d of %d", r.Code, r.Unit, len(p.m.Units))
			}
			r.Choices = p.lists[p.named[[2]int{i, k}]]
		}
	}
	return p.m, nil
}

type mapParser struct {
	m     *Map
	lists map[string][]Entry
	named map[[2]int]string // the list of a row, by the indexes of its sheet and itself
	row   int
	rows  int
}

var errLine = errors.New("the line was changed")

func (p *mapParser) line(cells []string) error {
	at := func(i int) string {
		if i < len(cells) {
			return cells[i]
		}
		return ""
	}
	if name := at(listAt - 1); name != "" {
		p.lists[name] = append(p.lists[name], Entry{at(listAt), at(listAt + 1)})
	}
	m := p.m
	switch at(0) {
	case "":
	case Schema:
		if p.row != 1 {
			return errLine
		}
	case wordRubric:
		m.Rubric = at(1)
	case wordVersion:
		m.Version = at(1)
	case wordPrint:
		m.Fingerprint = at(1)
	case wordLanguage:
		m.Language = at(1)
	case wordUnit:
		m.Units = append(m.Units, Unit{at(2), at(3)})
	case wordSheet:
		m.Sheets = append(m.Sheets, Sheet{Key: at(1), Name: at(2), Columns: map[form.Part]int{}})
	case wordColumn, wordRow:
		if len(m.Sheets) == 0 {
			return errLine
		}
		n, err := strconv.Atoi(at(1))
		if err != nil || n < 1 || n > MaxRows {
			return errLine
		}
		s := &m.Sheets[len(m.Sheets)-1]
		if at(0) == wordColumn {
			part, known := PartOf(at(2))
			if !known || n > maxColumns {
				return errLine
			}
			s.Columns[part] = n
			return nil
		}
		unit, err := strconv.Atoi(at(2))
		if p.rows++; err != nil || unit < 1 || at(3) == "" || p.rows > MaxRows {
			return errLine
		}
		s.Rows = append(s.Rows, Row{Number: n, Unit: unit, Code: at(3)})
		if list := at(4); list != "" {
			if p.named == nil {
				p.named = map[[2]int]string{}
			}
			p.named[[2]int{len(m.Sheets) - 1, len(s.Rows) - 1}] = list
		}
	default:
		return fmt.Errorf("%.20q: %w", at(0), errLine)
	}
	return nil
}

// maxColumns is how many columns a sheet of a form may have.
const maxColumns = 100
