package workbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
)

// cell is one cell with something in it, or an empty one of a column that is there.
type cell struct {
	text  string
	place diag.Place
}

// record is one row of a sheet by the keys of its columns. Places are made when they are asked for: most never are.
type record struct {
	sheet *sheet
	// columns are the positions of the columns by key, from 0; all records of a sheet share them.
	columns map[string]int
	texts   []string
	first   diag.Place // of the first cell that holds something
	place   func(column int) diag.Place
}

// cell gives the cell of a column; false where the sheet lacks the column.
func (r *record) cell(key string) (c cell, there bool) {
	i, there := r.columns[key]
	if !there {
		return cell{}, false
	}
	if i < len(r.texts) {
		c.text = r.texts[i]
	}
	c.place = r.place(i)
	return c, true
}

// text gives a cell without the blanks around it, "" where there is nothing.
func (r *record) text(key string) string {
	if i, there := r.columns[key]; there && i < len(r.texts) {
		return strings.TrimSpace(r.texts[i])
	}
	return ""
}

// at is the place of a cell, or of the row where the column is missing.
func (r *record) at(key string) diag.Place {
	if i, there := r.columns[key]; there {
		return r.place(i)
	}
	return r.first
}

// reader collects what a workbook says and everything that is wrong with it.
type reader struct {
	file    string
	list    *diag.List
	book    *opened
	total   int // bytes of all cells so far
	rows    int // of all sheets so far
	guesses int
	// absent are the required columns that a sheet lacks, by sheet and key: said once, not for every row.
	absent map[[2]string]bool
}

// maxGuesses bounds how often the nearest word is looked for: that takes time in proportion to what is known.
const maxGuesses = 300

func (r *reader) near(word string, known []string) string {
	if r.guesses++; r.guesses > maxGuesses {
		return ""
	}
	return nearest.Of(word, known)
}

func (r *reader) report(rule diag.Rule, at diag.Place) *diag.Diagnostic {
	d := rule.At(at)
	r.list.Add(d)
	return d
}

// records reads the rows of every sheet, and says which sheets are unknown or missing.
func (r *reader) records() map[string][]*record {
	all := map[string][]*record{}
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = s.name
	}
	found := map[string]bool{}
	list := r.book.GetSheetList()
	if len(list) > maxSheets {
		r.report(ruleTooLarge, diag.Place{File: r.file}).About("sheets").Saw(strconv.Itoa(len(list))).Allows(sheetsLimit)
		return all
	}
	for _, name := range list {
		i := slices.IndexFunc(names, func(known string) bool { return strings.EqualFold(known, strings.TrimSpace(name)) })
		if i < 0 {
			r.report(ruleSheet, diag.Place{File: r.file, Sheet: name}).Saw(name).Allows(strings.Join(names, ", ")).Near(r.near(name, names))
			continue
		}
		if found[names[i]] {
			r.report(ruleTwice, diag.Place{File: r.file, Sheet: name}).About(names[i])
			continue
		}
		found[names[i]] = true
		all[names[i]] = r.sheet(sheets[i], name)
	}
	for _, s := range sheets {
		if s.required && !found[s.name] {
			r.report(ruleMissing, diag.Place{File: r.file}).About(s.name)
		}
	}
	return all
}

// sheet reads the rows of one sheet: the first row that is not empty is its header.
func (r *reader) sheet(s *sheet, name string) []*record {
	var rows *excelize.Rows
	err := guarded(func() (err error) { rows, err = r.book.Rows(name); return err })
	if err != nil {
		r.report(ruleUnreadable, diag.Place{File: r.file, Sheet: name}).Saw(err.Error())
		return nil
	}
	defer func() { _ = guarded(rows.Close) }()
	columns := s.columns
	if s.name == sheetRubric {
		columns = rubricColumns
	}
	var header []*column
	var records []*record
	places := map[string]int{}
	for row := 1; ; row++ {
		var texts []string
		more := false
		err := guarded(func() (err error) {
			if more = rows.Next(); !more {
				return rows.Error()
			}
			texts, err = rows.Columns()
			return err
		})
		if err != nil {
			r.report(ruleUnreadable, r.place(name, row, 0)).Saw(err.Error())
			return records
		}
		if !more {
			break
		}
		if len(texts) > maxColumns {
			r.report(ruleTooLarge, r.place(name, row, 0)).About(name).Saw(strconv.Itoa(len(texts))).Allows(columnsLimit)
			return records
		}
		first := slices.IndexFunc(texts, func(s string) bool { return strings.TrimSpace(s) != "" })
		if first < 0 {
			for i, c := range header[:min(len(header), len(texts))] {
				if c != nil {
					r.unsaved(func() diag.Place { return r.place(name, row, i) }, c)
				}
			}
			continue
		}
		if header == nil {
			header = r.header(name, row, texts, columns)
			for i, c := range header {
				if c != nil && c.key != "" {
					places[c.key] = i
				}
			}
			continue
		}
		if limit := limitOf(s); r.rows >= MaxRows || len(records) >= limit {
			r.report(ruleTooLarge, r.place(name, row, 0)).About(name).Allows(strconv.Itoa(limit))
			return records
		}
		for i, text := range texts {
			var c *column
			if i < len(header) {
				c = header[i]
			}
			at := func() diag.Place { return r.place(name, row, i) }
			texts[i] = r.check(text, at, c)
			switch {
			case r.total > maxText:
				r.report(ruleTooLarge, at()).About("workbook").Allows(textLimit)
				return records
			case c == nil && strings.TrimSpace(texts[i]) != "":
				r.report(ruleColumn, at()).Saw(texts[i])
			case c != nil && texts[i] == "":
				r.unsaved(at, c)
			}
		}
		rec := &record{sheet: s, columns: places, texts: texts, first: r.place(name, row, first)}
		rec.place = func(column int) diag.Place { return r.place(name, row, column) }
		records = append(records, rec)
		r.rows++
	}
	if header == nil {
		if s.required {
			r.report(ruleMissing, diag.Place{File: r.file, Sheet: name}).About(s.name)
		}
		return nil
	}
	return records
}

// limitOf is how many rows of a sheet may hold something.
func limitOf(s *sheet) int {
	if s.name == sheetNodes {
		return maxNodes
	}
	return MaxRows
}

// header finds the columns of a sheet; nil stands for one without a name.
func (r *reader) header(name string, row int, texts []string, columns []column) []*column {
	header := make([]*column, len(texts))
	known := make([]string, len(columns))
	for i, c := range columns {
		known[i] = c.key
	}
	first := map[string]diag.Place{}
	for i, text := range texts {
		at := r.place(name, row, i)
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		k := slices.IndexFunc(known, func(key string) bool { return strings.EqualFold(key, text) })
		if k < 0 {
			r.report(ruleColumn, at).Saw(text).Allows(strings.Join(known, ", ")).Near(r.near(text, known))
			header[i] = &column{} // its cells are known to be lost
			continue
		}
		if before, twice := first[known[k]]; twice {
			r.report(ruleTwice, at).About(known[k]).See(before)
			header[i] = &column{}
			continue
		}
		first[known[k]] = at
		header[i] = &columns[k]
	}
	for _, c := range columns {
		if _, there := first[c.key]; c.required && !there {
			r.report(ruleMissing, diag.Place{File: r.file, Sheet: name, Line: row}).About(c.key)
			r.absent[[2]string{name, c.key}] = true
		}
	}
	return header
}

// check looks at the text of one cell; one that cannot be used is reported and taken for empty.
func (r *reader) check(text string, at func() diag.Place, c *column) string {
	if text == "" {
		return ""
	}
	r.total += len(text)
	switch {
	case len(text) > maxCell:
		r.report(ruleTooLarge, at()).About(at().Cell).Allows(cellLimit)
		return ""
	case !utf8.ValidString(text):
		r.report(ruleUnreadable, at()).Saw("UTF-8")
		return ""
	case failedFormula[text] && r.typeOf(at()) == excelize.CellTypeError:
		if c == nil {
			c = &column{}
		}
		r.report(ruleValue, at()).About(c.key).Saw(text).Allows(c.example())
		return ""
	}
	return text
}

// failedFormula are the values that a formula gets where it fails. Excel also takes a text that begins with a dash for
// one.
var failedFormula = map[string]bool{
	"#NULL!": true, "#DIV/0!": true, "#VALUE!": true, "#REF!": true, "#NAME?": true, "#NUM!": true, "#N/A": true,
	"#GETTING_DATA": true, "#SPILL!": true, "#CALC!": true, "#FIELD!": true, "#BLOCKED!": true, "#CONNECT!": true,
}

// typeOf gives the type of a cell as the file has it.
func (r *reader) typeOf(at diag.Place) (kind excelize.CellType) {
	_ = guarded(func() (err error) {
		kind, err = r.book.GetCellType(at.Sheet, at.Cell)
		return err
	})
	return kind
}

// shown gives the cell of a text as a person sees it: a workbook stores TRUE as 1, and 1.1 typed into a cell of numbers
// as 1.1000000000000001.
func (r *reader) shown(c cell) string {
	switch {
	case c.text == "0" || c.text == "1":
		if r.typeOf(c.place) == excelize.CellTypeBool {
			return map[string]string{"0": "FALSE", "1": "TRUE"}[c.text]
		}
	case len(c.text) >= 16 && len(c.text) <= 25 && strings.Contains(c.text, "."):
		x, is := table.Number(c.text, false)
		if kind := r.typeOf(c.place); is && (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
	}
	return c.text
}

// unsaved reports a formula that was saved without its value, as some programs do: nobody here can calculate it, and an
// empty cell would be taken for a default.
func (r *reader) unsaved(where func() diag.Place, c *column) {
	if len(r.book.unsaved) == 0 {
		return
	}
	at := where()
	if !r.book.unsaved[at.Cell] {
		return
	}
	formula := ""
	err := guarded(func() (err error) {
		formula, err = r.book.GetCellFormula(at.Sheet, at.Cell)
		return err
	})
	if err == nil && formula != "" {
		r.report(ruleValue, at).About(c.key).Saw("=" + formula).Allows(c.example())
	}
}

// place is where a cell stands: row from 1, column from 0.
func (r *reader) place(name string, row, column int) diag.Place {
	p := diag.Place{File: r.file, Sheet: name, Line: row, Column: column + 1}
	if ref, err := excelize.CoordinatesToCellName(column+1, row); err == nil {
		p.Cell = ref
	}
	return p
}
