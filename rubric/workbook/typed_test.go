package workbook

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/rubric"
)

// A workbook typed by hand, without most sheets and columns, in another order, with numbers in cells of text, decimal
// commas, blanks around ids and a header in capitals, is read as it was meant.
func TestTypedByHand(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	sheet := func(name string, rows ...[]any) {
		t.Helper()
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			if err == nil {
				err = f.SetSheetRow(name, cell, &row)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	sheet("Levels", []any{"node", "level", "text.id", "text.en"},
		[]any{" one ", "0", "Tidak", true}, []any{"one", "2,5", "Ya", "Yes"}, []any{"one", 4, "#N/A", 1.1000000000000001})
	sheet("nodes", []any{}, []any{"ID", "Title.ID", "Title.EN", "Question.ID", "Question.EN", "asked_of", "cumulative", "law", "", "applies_to", "code", "parent"},
		[]any{"one", "Satu", "One", "Apa?", "What?", "a; b,c", "true", "UU 14/2008\n \n UU 25/2009 ", "", "type = x | y", "1.10", "dim"},
		[]any{},
		[]any{" dim", "Dimensi", "Dimension"})
	sheet("Roles", []any{"id", "title.id", "title.en", "weight"}, []any{"a", "A", "A"}, []any{"b", "B", "B", 2}, []any{"c", "C", "C", "0,5"})
	sheet("Bands", []any{"id", "from", "title.id", "title.en"}, []any{"any", 0, "Semua", "All"})
	sheet("Rubric", []any{"value", "key"},
		[]any{"siap/rubric/1", "schema"}, []any{"by-hand", "id"}, []any{"1", "version"}, []any{"Tangan", "title.id"},
		[]any{"Hand", "title.en"}, []any{"0", "scale.min"}, []any{4, "scale.max"}, []any{"type", "groups"}, []any{"region", "groups"}, []any{nil, "status"})
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	r, list := Parse("typed.xlsx", out.Bytes())
	if r == nil {
		t.Fatal(list.All())
	}
	one := r.Indicator("1.10")
	if one == nil {
		t.Fatal("the code was not kept as typed")
	}
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"scale", r.Scale, rubric.Scale{Min: 0, Max: 4}},
		{"status", r.Status, rubric.Draft},
		{"digits", r.Rounding.Digits, rubric.DefaultDigits},
		{"coverage", r.MinCoverage, rubric.DefaultRubricCoverage},
		{"groups", r.Groups, []string{"type", "region"}},
		{"weights of roles", []float64{r.Roles[0].Weight, r.Roles[1].Weight, r.Roles[2].Weight}, []float64{1, 2, 0.5}},
		{"the tree", r.Children[0].ID + "/" + r.Children[0].Children[0].ID, "dim/one"},
		{"weight", one.Weight, 1.0},
		{"roles asked", one.AskedOf, []string{"a", "b", "c"}},
		{"law", one.Law, []string{"UU 14/2008", "UU 25/2009"}},
		{"cumulative", one.Cumulative, true},
		{"applies to", one.AppliesTo, map[string][]string{"type": {"x", "y"}}},
		{"levels", []float64{one.Levels[0].Level, one.Levels[1].Level, one.Levels[2].Level}, []float64{0, 2.5, 4}},
		{"TRUE in a cell for text", one.Levels[0].Text.EN, "TRUE"},
		{"a text that looks like an error", one.Levels[2].Text.ID, "#N/A"},
		{"a number in a cell for text", one.Levels[2].Text.EN, "1.1"},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// A number in a cell of text is stored with digits nobody typed; in a real text they are the text.
func TestDigitsNobodyTyped(t *testing.T) {
	data := edit(t, small(t), func(e edited) {
		e.set(sheetNodes, "code", 3, "0.30000000000000004")
		e.must(0, e.SetCellDefault(sheetNodes, e.at(sheetNodes, "code", 4), "1.1000000000000001"))
	})
	r, list := Parse("edited.xlsx", data)
	if r == nil {
		t.Fatal(list.All())
	}
	if got := r.Indicator("portal").Code; got != "0.30000000000000004" {
		t.Errorf("the text became %q", got)
	}
	if got := r.Indicator("network").Code; got != "1.1" {
		t.Errorf("the number is shown as %q", got)
	}
}
