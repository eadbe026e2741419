package main

import (
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
	"siap/scoring/questionnaire/form/page"
	"siap/scoring/questionnaire/form/paper"
	"siap/scoring/questionnaire/form/survey"
)

// formFormats are the formats of a form: of the first three each agency gets a file, the others ask for the agency.
var formFormats = []string{"xlsx", "html", "pdf", "xlsform", "limesurvey", "csv"}

// blanks are the forms that one command writes.
type blanks struct {
	*opened
	*formFlags
	agencies []*agency.Agency
	replaced int
}

// blank is one form that is to be written.
type blank struct {
	path  string
	write func(io.Writer) error
}

// plan gives every file there is to write; an agency that is asked nothing is named and gets none.
func (b *blanks) plan() ([]blank, error) {
	each, said := b.each()
	var all []blank
	add := func(name string, write func(io.Writer) error) {
		all = append(all, blank{filepath.Join(b.out, safeName(name)), write})
	}
	whole := form.New(b.rubric, form.Options{Role: b.role, Slots: b.slots})
	if len(whole.Sections) == 0 || (len(each) == 0 && b.agencies != nil) {
		return nil, usage("cli.form.nothing")
	}
	for i, format := range b.to {
		if slices.Contains(b.to[:i], format) {
			continue
		}
		switch {
		case format == "xlsx" && b.oneBook:
			if len(each) > book.MaxAgencies {
				return nil, usage("cli.form.many", "n", len(each), "most", book.MaxAgencies)
			}
			add(b.named("forms", "", ".xlsx"), func(w io.Writer) error { return book.WriteOne(w, each, b.bookOptions()) })
		case format == "xlsform":
			add(b.named("xlsform", "", ".xlsx"), func(w io.Writer) error { return survey.XLSForm(w, whole, b.surveyOptions()) })
		case format == "limesurvey": // LimeSurvey takes a structure from .txt only
			add(b.named("limesurvey", "", ".txt"), func(w io.Writer) error { return survey.LimeSurvey(w, whole, b.surveyOptions()) })
		case format == "csv":
			add(b.named("form", "", ".csv"), func(w io.Writer) error { return survey.CSV(w, whole, b.surveyOptions()) })
		case b.generic || b.agencies == nil:
			add(b.named("form", "", "."+format), b.single(format, whole))
		default:
			for _, f := range each {
				add(b.named("form", f.Agency.ID, "."+format), b.single(format, f))
			}
		}
	}
	for _, id := range said {
		say(b.w, b.p.Text("cli.form.skipped", "agency", id))
	}
	return all, nil
}

// each gives the form of every agency, and the ids of those that are asked nothing.
func (b *blanks) each() (forms []*form.Form, nothing []string) {
	for _, a := range b.agencies {
		f := form.New(b.rubric, form.Options{Agency: a, Role: b.role, Slots: b.slots})
		if len(f.Sections) == 0 {
			nothing = append(nothing, a.ID)
			continue
		}
		forms = append(forms, f)
	}
	return forms, nothing
}

// single writes one form of its own.
func (b *blanks) single(format string, f *form.Form) func(io.Writer) error {
	return func(w io.Writer) error {
		switch format {
		case "html":
			return page.Write(w, f, page.Options{Language: b.p.Lang(), Title: b.title(), Agencies: b.asked()})
		case "pdf":
			printed, err := paper.Write(w, f, paper.Options{Language: b.p.Lang(), Title: b.settings.Title, Year: b.year()})
			b.replaced += printed.Replaced
			return err
		}
		return book.Write(w, f, b.bookOptions())
	}
}

// named is the name of a file: what it is, for which agency and which role.
func (b *blanks) named(what, id, extension string) string {
	for _, part := range []string{id, b.role} {
		if part != "" {
			what += "-" + part
		}
	}
	return what + extension
}

// safeName makes a name of a file fit for every system.
func safeName(name string) string {
	return strings.Map(func(c rune) rune {
		if (c|0x20 >= 'a' && c|0x20 <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, name)
}

func (b *blanks) bookOptions() book.Options {
	return book.Options{Language: b.p.Lang(), Title: b.title(), Assessor: b.assessor, Agencies: b.asked()}
}

func (b *blanks) surveyOptions() survey.Options {
	return survey.Options{Language: b.p.Lang(), Agencies: b.asked()}
}

// asked are the agencies that are offered to choose from: those that are asked anything.
func (b *blanks) asked() []*agency.Agency {
	return slices.DeleteFunc(slices.Clone(b.agencies), func(a *agency.Agency) bool {
		return len(form.New(b.rubric, form.Options{Agency: a, Role: b.role, Slots: 1}).Sections) == 0
	})
}

// title is the title of the assessment with its year; "" where it has none, and the rubric's is taken.
func (b *blanks) title() string {
	if b.settings.Title == "" || b.year() == "" {
		return b.settings.Title
	}
	return b.settings.Title + " " + b.year()
}

// year is the assessed year as text, "" where none is set.
func (b *blanks) year() string {
	year := b.settings.Year
	if year == 0 {
		year = b.settings.Window.From.Year
	}
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}
