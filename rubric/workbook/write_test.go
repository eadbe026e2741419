package workbook

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/rubric/workbook/rubrictest"
)

func opening(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// Texts are texts, whatever they begin with or look like, and numbers are numbers.
func TestTypesOfCells(t *testing.T) {
	r := small(t)
	portal := r.Indicator("portal")
	portal.Title = rubric.Text{ID: "=1+1", EN: "@portal"}
	portal.Code = "1.10"
	portal.Cumulative = true
	e := edited{opening(t, export(t, r)), t}
	for _, c := range []struct {
		key, want string
		kind      excelize.CellType
	}{
		{"title.id", "=1+1", excelize.CellTypeSharedString},
		{"title.en", "@portal", excelize.CellTypeSharedString},
		{"code", "1.10", excelize.CellTypeSharedString},
		{"weight", "1", excelize.CellTypeUnset}, // a number has no type of its own in the file
		{"cumulative", "TRUE", excelize.CellTypeBool},
	} {
		cell := e.at(sheetNodes, c.key, 3)
		value, err := e.GetCellValue(sheetNodes, cell)
		if err != nil || value != c.want {
			t.Errorf("%s: %q, want %q (%v)", c.key, value, c.want, err)
		}
		if kind, err := e.GetCellType(sheetNodes, cell); err != nil || kind != c.kind {
			t.Errorf("%s: type %v, want %v (%v)", c.key, kind, c.kind, err)
		}
		if formula, err := e.GetCellFormula(sheetNodes, cell); err != nil || formula != "" {
			t.Errorf("%s is the formula %q (%v)", c.key, formula, err)
		}
	}
}

// A person finds the way: every header has a note in the language asked for, choices have lists, headers stay in sight,
// and other programs find the table by its dimension.
func TestGuidance(t *testing.T) {
	for lang, want := range map[string]string{l10n.Indonesian: "Bobot di antara saudaranya", l10n.English: "The weight among its siblings"} {
		var out bytes.Buffer
		if err := Write(&out, small(t), l10n.For(lang)); err != nil {
			t.Fatal(err)
		}
		f := opening(t, out.Bytes())
		e := edited{f, t}
		for _, s := range sheets {
			notes, err := f.GetComments(s.name)
			if err != nil {
				t.Fatal(err)
			}
			if s.name == sheetRubric {
				if len(notes) != len(s.columns)+len(rubricColumns) {
					t.Errorf("%d notes for %d keys", len(notes), len(s.columns))
				}
			} else if len(notes) != len(s.columns) {
				t.Errorf("%s has %d notes for %d columns", s.name, len(notes), len(s.columns))
			}
			for _, n := range notes {
				for _, run := range n.Paragraph {
					n.Text += run.Text
				}
				if s.name == sheetNodes && n.Cell == e.at(sheetNodes, "weight", 1) && !strings.Contains(n.Text, want) {
					t.Errorf("the note on the weight is %q", n.Text)
				}
			}
			lists, err := f.GetDataValidations(s.name)
			if err != nil {
				t.Fatal(err)
			}
			choices := 0
			for _, c := range s.columns {
				if len(c.allowed) > 0 || c.kind == kindFlag || c.fromSheet != "" {
					choices++
				}
			}
			if len(lists) != choices {
				t.Errorf("%s has %d lists for %d columns with a choice", s.name, len(lists), choices)
			}
			panes, err := f.GetPanes(s.name)
			if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != s.frozen {
				t.Errorf("%s: panes %+v (%v)", s.name, panes, err)
			}
			if dimension, err := f.GetSheetDimension(s.name); err != nil || !strings.HasPrefix(dimension, "A1:") {
				t.Errorf("%s: dimension %q (%v)", s.name, dimension, err)
			}
		}
	}
}

// A text that no cell can hold is refused, and nothing is written; one that just fits is not.
func TestTooLong(t *testing.T) {
	r := small(t)
	r.Children[0].Description = rubric.Text{ID: strings.Repeat("a", excelize.TotalCellChars), EN: "a"}
	if got, list := Parse("long.xlsx", export(t, r)); got == nil || rubrictest.Diff(r, got) != "" {
		t.Errorf("a text that just fits is lost: %v", list.All())
	}
	r.Children[0].Description.ID += "a"
	var out bytes.Buffer
	long, is := errors.AsType[*TooLongError](Write(&out, r, l10n.For(l10n.English)))
	if !is || long.Sheet != sheetNodes || long.Column != "description.id" || long.Cell != "F2" {
		t.Errorf("got %v", long)
	}
	if out.Len() > 0 {
		t.Error("something was written")
	}
}

// A rubric that the reader would refuse is not written, for it could not be proved to be whole.
func TestFaultyRubricIsNotWritten(t *testing.T) {
	r := small(t)
	r.Children[0].Weight = -1
	if err := Write(io.Discard, r, l10n.For(l10n.English)); err == nil || !strings.Contains(err.Error(), "RB027") {
		t.Errorf("got %v", err)
	}
}
