// Package book writes the questionnaire of a rubric as an Excel workbook: a cover that says how to fill it in, one
// sheet a dimension with the level descriptors beside each question, drop-down answers, places for evidence and
// notes, and a count of what is answered. Everything but the yellow cells is protected.
//
// A hidden sheet maps the cells to the codes of package form, and every row carries its code in a hidden column, so
// that reading a workbook back depends neither on its layout nor on its language. The same form gives the same bytes.
package book

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// Options are the choices of a workbook.
type Options struct {
	// Language is "id" or "en".
	Language string
	// Title stands on the cover; "" takes the rubric's.
	Title string
	// Assessor adds the columns that assessors fill in: their level, the recommendation, who is responsible and by when.
	Assessor bool
	// Agencies are offered to choose from in a form that is for no agency in particular.
	Agencies []*agency.Agency
}

// Write writes the workbook of one form.
func Write(w io.Writer, f *form.Form, o Options) error {
	return write(w, o, []*form.Form{f}, func(b *builder) error { return b.single(f) })
}

// WriteOne writes one workbook for several agencies, one sheet an agency, so that whoever visits forty of them carries
// one file. All forms are of one rubric and each is for an agency.
func WriteOne(w io.Writer, forms []*form.Form, o Options) error {
	if len(forms) == 0 {
		return errors.New("writing one workbook for several agencies: no agency was given")
	}
	if len(forms) > MaxAgencies {
		return fmt.Errorf("writing one workbook for several agencies: %d agencies, and at most %d are possible; write one workbook each", len(forms), MaxAgencies)
	}
	for _, f := range forms {
		if f.Agency == nil {
			return errors.New("writing one workbook for several agencies: a form is for no agency; make each with its agency")
		}
		if f.Rubric != forms[0].Rubric {
			return errors.New("writing one workbook for several agencies: the forms are of different rubrics; write a workbook for each rubric")
		}
	}
	return write(w, o, forms, func(b *builder) error { return b.several(forms) })
}

// MaxAgencies is how many agencies one workbook may hold: more sheets than that nobody finds his way through.
const MaxAgencies = 200

func write(w io.Writer, o Options, forms []*form.Form, fill func(b *builder) error) error {
	first := forms[0]
	about := fmt.Sprintf("writing the workbook of %s %s", first.Rubric.ID, first.Rubric.Version)
	b := &builder{
		x: excelize.NewFile(), p: l10n.For(o.Language), o: o, names: map[string]bool{}, lists: map[string]list{},
		styles: map[style]int{},
		m: Map{
			Rubric: first.Rubric.ID, Version: first.Rubric.Version, Fingerprint: first.Fingerprint,
			Language: l10n.For(o.Language).Lang(),
		},
	}
	defer b.x.Close()
	if b.o.Title == "" {
		b.o.Title = b.p.Text("book.title", "title", first.Rubric.Title.In(b.lang()))
	}
	b.o.Title = safetext.Line(b.o.Title)
	b.try(b.x.SetDefaultFont(fontName))
	if err := fill(b); err != nil {
		return fmt.Errorf("%s: %w", about, err)
	}
	b.finish()
	if b.err != nil {
		return fmt.Errorf("%s: %w", about, b.err)
	}
	b.x.SetZipWriter(func(out io.Writer) excelize.ZipWriter { return &packer{out: out} })
	if err := b.x.Write(w); err != nil {
		return fmt.Errorf("%s: %w", about, err)
	}
	return nil
}

// builder makes one workbook. The first error of excelize is kept, and what follows it does not matter.
type builder struct {
	x      *excelize.File
	p      *l10n.Printer
	o      Options
	m      Map
	names  map[string]bool // of sheets, folded
	lists  map[string]list // by what is in them
	listed [][]string      // the rows that the lists take on the hidden sheet
	styles map[style]int
	err    error
}

func (b *builder) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *builder) lang() string { return b.p.Lang() }

func (b *builder) text(key string, args ...any) string { return b.p.Text("book."+key, args...) }

// single fills the workbook of one form.
func (b *builder) single(f *form.Form) error {
	unit := b.unit(f)
	cover := b.sheet(b.text("cover"))
	sheets := make([]*page, len(f.Sections))
	for i, s := range f.Sections {
		p := b.sheet(strconv.Itoa(i+1) + " " + s.Node.Title.In(b.lang()))
		p.layout(f.Sections[i : i+1])
		p.heading(s.Node.Title.In(b.lang()), b.subtitle(f))
		p.names()
		p.section(unit, s)
		p.finish()
		sheets[i] = p
	}
	b.cover(cover, unit, f, sheets)
	return b.err
}

// several fills one workbook for many agencies.
func (b *builder) several(forms []*form.Form) error {
	cover := b.sheet(b.text("cover"))
	sheets := make([]*page, len(forms))
	for i, f := range forms {
		unit := b.unit(f)
		p := b.sheet(f.Agency.ID)
		p.layout(f.Sections)
		p.heading(b.agencyName(f.Agency), b.o.Title)
		p.own(unit, f)
		p.names()
		for _, s := range f.Sections {
			p.band(s.Node.Title.In(b.lang()), sectionBand)
			p.section(unit, s)
		}
		p.finish()
		sheets[i] = p
	}
	b.register(cover, forms, sheets)
	return b.err
}

// unit notes one form in the map and gives its number.
func (b *builder) unit(f *form.Form) int {
	u := Unit{Role: f.Role}
	if f.Agency != nil {
		u.Agency = f.Agency.ID
	}
	b.m.Units = append(b.m.Units, u)
	return len(b.m.Units)
}

func (b *builder) agencyName(a *agency.Agency) string {
	if a.Name == "" || a.Name == a.ID {
		return safetext.Line(a.ID)
	}
	return safetext.Line(a.Name) + " (" + a.ID + ")"
}

// subtitle stands below the title of each sheet: whom the form is for.
func (b *builder) subtitle(f *form.Form) string {
	text := b.o.Title
	if f.Agency != nil {
		text = b.agencyName(f.Agency) + " · " + text
	}
	if role := f.Rubric.Role(f.Role); role != nil {
		text += " · " + safetext.Line(role.Title.In(b.lang()))
	}
	return text
}

// finish writes the hidden sheet and sets up the workbook as a whole.
func (b *builder) finish() {
	b.machine()
	first := ""
	if names := b.x.GetSheetList(); len(names) > 0 {
		first = names[0]
	}
	if i, err := b.x.GetSheetIndex(first); err == nil {
		b.x.SetActiveSheet(i)
	}
	full := true
	b.try(b.x.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}))
	b.try(b.x.ProtectWorkbook(&excelize.WorkbookProtectionOptions{LockStructure: true}))
	b.try(b.x.SetDocProps(&excelize.DocProperties{
		Title: b.o.Title, Creator: "siap", LastModifiedBy: "siap", Language: b.lang(),
		Identifier: b.m.Rubric + " " + b.m.Version, Created: fixedTime, Modified: fixedTime,
	}))
}

// fixedTime stands where a workbook wants to know when it was made: the time would make every file another one.
const fixedTime = "2000-01-01T00:00:00Z"

// kinds reports which kinds of answer a form asks for.
func kinds(f *form.Form) map[rubric.AnswerKind]bool {
	found := map[rubric.AnswerKind]bool{}
	for q := range f.All() {
		found[q.Node.Asked()] = true
	}
	return found
}
