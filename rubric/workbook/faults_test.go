package workbook

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/rubric"
)

// small is the rubric of package rubric's own tests that uses the keys of the language.
func small(t testing.TB) *rubric.Rubric {
	t.Helper()
	data, err := os.ReadFile("../testdata/good/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, list := rubric.Parse("small.yaml", data)
	if r == nil {
		t.Fatal(list.All())
	}
	return r
}

// edited is the workbook of a rubric after somebody changed it.
type edited struct {
	*excelize.File
	t testing.TB
}

func edit(t testing.TB, r *rubric.Rubric, change func(e edited)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(export(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(edited{f, t})
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// at gives the cell of a column's key in a row; of the sheet Rubric the value of a key.
func (e edited) at(sheet, key string, row int) string {
	e.t.Helper()
	rows, err := e.GetRows(sheet)
	if err != nil {
		e.t.Fatal(err)
	}
	if sheet == sheetRubric {
		for i, cells := range rows {
			if cells[0] == key {
				return fmt.Sprintf("B%d", i+1+row)
			}
		}
		e.t.Fatalf("no key %s", key)
	}
	cell, err := excelize.CoordinatesToCellName(1+slices.Index(rows[0], key), row)
	if err != nil {
		e.t.Fatalf("%s!%s: %v", sheet, key, err)
	}
	return cell
}

// set writes a value; of the sheet Rubric row counts from the first row of the key.
func (e edited) set(sheet, key string, row int, value any) {
	e.t.Helper()
	if err := e.SetCellValue(sheet, e.at(sheet, key, row), value); err != nil {
		e.t.Fatal(err)
	}
}

// places lists findings as Sheet!Cell CODE, sorted.
func places(list *diag.List) []string {
	var got []string
	for _, d := range list.All() {
		if d.Severity != diag.Note {
			got = append(got, d.Place.Sheet+"!"+d.Place.Cell+" "+d.Code)
		}
	}
	slices.Sort(got)
	return got
}

// Each change is one mistake, with the cells and codes that must be found: no fewer and no more.
var mistakes = []struct {
	name   string
	change func(e edited)
	want   []string
}{
	{"an unknown sheet", func(e edited) { e.must(e.NewSheet("Nodez")) }, []string{"Nodez! RB092"}},
	{"the sheet of nodes is missing", func(e edited) { e.must(0, e.DeleteSheet(sheetNodes)) }, []string{
		"! RB094", "Actions!A2 RB096", "Levels!A2 RB096", "Levels!A3 RB096", "Measures!A2 RB096", "Measures!A3 RB096", "Measures!A4 RB096",
		"Metrics!A2 RB069", "Metrics!A3 RB069", "Metrics!A4 RB069", "Nodes! RB035", "Points!A2 RB096", "Points!A3 RB096", "Points!A4 RB096",
		"Points!A5 RB096", "Points!A6 RB096", "Points!A7 RB096", "Roles!A2 RB054", "Roles!A3 RB054",
	}},
	{"an unknown column", func(e edited) { e.must(0, e.SetCellStr(sheetNodes, "AZ1", "wieght")) }, []string{"Nodes!AZ1 RB093"}},
	{"a value beside the table", func(e edited) { e.must(0, e.SetCellStr(sheetRoles, "H3", "?")) }, []string{"Roles!H3 RB093"}},
	{"a column twice", func(e edited) { e.must(0, e.SetCellStr(sheetNodes, "AZ1", "weight")) }, []string{"Nodes!AZ1 RB095"}},
	{"a column that is needed is missing", func(e edited) { e.must(0, e.SetCellStr(sheetLevels, "B1", "")) }, []string{
		"Actions!B2 RB045", "Levels! RB094", "Levels!B2 RB093", "Levels!B3 RB093",
	}},
	{"an unknown key", func(e edited) { e.must(0, e.SetCellStr(sheetRubric, "A4", "versoin")) }, []string{"Rubric! RB017", "Rubric!A4 RB093"}},
	{"a key twice", func(e edited) { e.must(0, e.SetCellStr(sheetRubric, "A99", "version")) }, []string{"Rubric!A99 RB095"}},
	{"a value without a key", func(e edited) { e.must(0, e.SetCellStr(sheetRubric, "B99", "1")) }, []string{"Rubric!A99 RB094"}},
	{"an unknown parent, far from any", func(e edited) { e.set(sheetNodes, "parent", 4, "zzzzzzzzzz") }, []string{"Nodes!A4 RB096"}},
	{"a misspelt parent", func(e edited) { e.set(sheetNodes, "parent", 4, "tecnology") }, []string{"Nodes!A4 RB096"}},
	{"a node below itself", func(e edited) { e.set(sheetNodes, "parent", 2, "technology") }, []string{"Nodes!A2 RB097"}},
	{"parents in a circle", func(e edited) { e.set(sheetNodes, "parent", 2, "portal") }, []string{"Nodes!A2 RB097"}},
	{"a node twice", func(e edited) { e.set(sheetNodes, "id", 4, "portal") }, []string{"Measures!A3 RB096", "Nodes!A4 RB053", "Nodes!B4 RB022", "Points!A4 RB096", "Points!A5 RB096"}},
	{"a node without an id", func(e edited) { e.must(0, e.SetCellStr(sheetNodes, "B2", "")) }, []string{
		"Nodes!A3 RB096", "Nodes!A4 RB096", "Nodes!B2 RB094", "Nodes!C2 RB053",
	}},
	{"text for a number", func(e edited) { e.set(sheetNodes, "weight", 2, "berat") }, []string{"Nodes!{weight}2 RB098"}},
	{"a number too large", func(e edited) { e.set(sheetLevels, "level", 3, 1e16) }, []string{"Actions!B2 RB045", "Levels!B3 RB098"}},
	{"half an effort", func(e edited) { e.set(sheetActions, "effort", 2, 1.5) }, []string{"Actions!C2 RB098"}},
	{"neither true nor false", func(e edited) { e.set(sheetNodes, "cumulative", 3, "ya") }, []string{"Nodes!{cumulative}3 RB098"}},
	{"a level without a number", func(e edited) { e.set(sheetLevels, "level", 2, nil) }, []string{"Levels!B2 RB094"}},
	{"a level without a node", func(e edited) { e.must(0, e.SetCellStr(sheetLevels, "A2", "")) }, []string{
		"Actions!B2 RB045", "Levels!A2 RB094", "Levels!A3 RB040", "Levels!A3 RB043",
	}},
	{"a level of a misspelt node", func(e edited) { e.set(sheetLevels, "node", 2, "protal") }, []string{"Levels!A2 RB096"}},
	{"a second measure", func(e edited) {
		e.set(sheetMeasures, "node", 5, "portal")
		e.set(sheetMeasures, "metric", 5, "uptime")
	}, []string{"Measures!A5 RB095"}},
	{"a point of nothing", func(e edited) { e.set(sheetPoints, "of", 2, "meassure") }, []string{"Points!A3 RB064", "Points!B2 RB099"}},
	{"a point that does not say of what", func(e edited) { e.must(0, e.SetCellStr(sheetPoints, "B2", "")) }, []string{"Points!A3 RB064", "Points!B2 RB094"}},
	{"a verdict of the index with an owner", func(e edited) {
		e.set(sheetBands, "owner", 4, "portal")
	}, []string{"Bands!B4 RB099"}},
	{"a verdict without an owner", func(e edited) { e.set(sheetBands, "kind", 4, "verdict") }, []string{"Bands!B4 RB099"}},
	{"an unknown owner", func(e edited) { e.set(sheetBands, "owner", 5, "zzzzzzzzz") }, []string{"Bands!A5 RB096"}},
	{"half a scale", func(e edited) { e.set(sheetRubric, "scale.max", 0, nil) }, []string{"Rubric!B16 RB094"}},
	{"no scale", func(e edited) {
		e.set(sheetRubric, "scale.min", 0, nil)
		e.set(sheetRubric, "scale.max", 0, nil)
	}, []string{"Rubric!B15 RB017"}},
	{"a mapping that is none", func(e edited) { e.set(sheetNodes, "applies_to", 3, "province") }, []string{"Nodes!{applies_to}3 RB098"}},
	{"a column of a mapping twice", func(e edited) { e.set(sheetNodes, "applies_to", 3, "type=a\ntype=b") }, []string{"Nodes!{applies_to}3 RB095"}},
	{"a mapping to nothing", func(e edited) { e.set(sheetNodes, "applies_to", 3, "type=") }, []string{"Nodes!{applies_to}3 RB051"}},
	{"a tag of an unknown view", func(e edited) {
		e.set(sheetViews, "view", 2, "nothing")
		e.set(sheetViews, "tag", 2, "tag")
	}, []string{"Views!A2 RB096"}},
	{"a tag of no view", func(e edited) { e.set(sheetViews, "tag", 2, "tag") }, []string{"Views!A2 RB094"}},
	{"a formula without its value", func(e edited) { e.formula(sheetNodes, "min_coverage", 3) }, []string{"Nodes!{min_coverage}3 RB098"}},

	// What only the checks of package rubric can find names its cell too.
	{"an id that cannot be one", func(e edited) { e.set(sheetRubric, "id", 0, "Small 1") }, []string{"Rubric!B3 RB021"}},
	{"an unknown word", func(e edited) { e.set(sheetMeasures, "rule", 2, "cup") }, []string{"Measures!{rule}2 RB026"}},
	{"no translation", func(e edited) { e.set(sheetLevels, "text.en", 2, nil) }, []string{"Levels!D2 RB025"}},
	{"no title at all", func(e edited) {
		e.set(sheetNodes, "title.id", 3, nil)
		e.set(sheetNodes, "title.en", 3, nil)
	}, []string{"Nodes!D3 RB025"}},
	{"a weight of zero", func(e edited) { e.set(sheetNodes, "weight", 2, 0) }, []string{"Nodes!{weight}2 RB027"}},
	{"levels in no order", func(e edited) { e.set(sheetLevels, "level", 3, 1) }, []string{"Actions!B2 RB045", "Levels!A2 RB044", "Levels!B3 RB042"}},
	{"an unknown role", func(e edited) { e.set(sheetNodes, "asked_of", 3, "staff; pulbic") }, []string{"Nodes!{asked_of}3 RB048", "Roles!A3 RB054"}},
	{"an unknown metric", func(e edited) { e.set(sheetMeasures, "over", 4, "requierd") }, []string{"Measures!{over}4 RB060", "Metrics!A4 RB069"}},
	{"an indicator that waits for itself", func(e edited) { e.set(sheetNodes, "depends_on", 3, "portal") }, []string{"Nodes!{depends_on}3 RB050"}},
	{"a band out of order", func(e edited) { e.set(sheetBands, "from", 3, 0.5) }, []string{"Bands!D3 RB033"}},
	{"an option of a node that asks for none", func(e edited) {
		e.set(sheetOptions, "node", 2, "portal")
		e.set(sheetOptions, "id", 2, "one")
		e.set(sheetOptions, "points", 2, 1)
	}, []string{"Levels!A2 RB071", "Nodes!{answer.kind}3 RB017", "Options!A2 RB071"}},
	{"many at once", func(e edited) {
		e.set(sheetNodes, "weight", 2, "berat")
		e.set(sheetNodes, "parent", 4, "tecnology")
		e.set(sheetLevels, "text.en", 2, nil)
		e.set(sheetRubric, "status", 0, "drafft")
		e.set(sheetMetrics, "expected", 2, "daily")
	}, []string{"Levels!D2 RB025", "Metrics!{expected}2 RB068", "Nodes!A4 RB096", "Nodes!{weight}2 RB098", "Rubric!B5 RB026"}},
}

func (e edited) must(_ int, err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

// formula puts a formula without a value into an empty cell.
func (e edited) formula(sheet, key string, row int) {
	e.t.Helper()
	e.must(0, e.SetCellFormula(sheet, e.at(sheet, key, row), "1/2"))
}

// resolve writes the letter of a column for its key in braces: Nodes!{weight}2 is Nodes!H2.
func resolve(t testing.TB, want []string) []string {
	t.Helper()
	all := make([]string, len(want))
	for i, w := range want {
		before, rest, is := strings.Cut(w, "{")
		if !is {
			all[i] = w
			continue
		}
		key, after, _ := strings.Cut(rest, "}")
		keys := sheetNamed(strings.TrimSuffix(before, "!")).keys()
		letter, err := excelize.ColumnNumberToName(1 + slices.Index(keys, key))
		if err != nil {
			t.Fatalf("%s: %v", w, err)
		}
		all[i] = before + letter + after
	}
	slices.Sort(all)
	return all
}

func TestFaultsNameTheirCell(t *testing.T) {
	for _, c := range mistakes {
		t.Run(c.name, func(t *testing.T) {
			r, list := Parse("edited.xlsx", edit(t, small(t), c.change))
			if r != nil {
				t.Error("a faulty rubric was returned")
			}
			if diff := cmp.Diff(resolve(t, c.want), places(list)); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%v", diff, list.All())
			}
			for _, d := range list.All() {
				if d.Place.File != "edited.xlsx" {
					t.Errorf("no file: %v", d)
				}
			}
		})
	}
}

// A misspelt word comes with the one that was meant.
func TestSuggestions(t *testing.T) {
	for _, c := range []struct {
		name, want string
		change     func(e edited)
	}{
		{"a sheet", sheetNodes, func(e edited) { e.must(e.NewSheet("Nodez")) }},
		{"a column", "weight", func(e edited) { e.must(0, e.SetCellStr(sheetNodes, "AZ1", "wieght")) }},
		{"a key", "version", func(e edited) { e.must(0, e.SetCellStr(sheetRubric, "A4", "versoin")) }},
		{"a parent", "technology", func(e edited) { e.set(sheetNodes, "parent", 4, "tecnology") }},
		{"a node", "portal", func(e edited) { e.set(sheetLevels, "node", 2, "protal") }},
		{"a kind of point", pointOfMeasure, func(e edited) { e.set(sheetPoints, "of", 2, "meassure") }},
	} {
		_, list := Parse("edited.xlsx", edit(t, small(t), c.change))
		if !slices.ContainsFunc(list.All(), func(d *diag.Diagnostic) bool {
			return strings.HasPrefix(d.Code, "RB09") && d.Nearest == c.want
		}) {
			t.Errorf("%s: %q is not suggested in %v", c.name, c.want, list.All())
		}
	}
}
