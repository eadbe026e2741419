package xlsx_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/reports/view"
	"siap/reports/xlsx"
)

func written(t *testing.T, rows []view.FollowUp) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := xlsx.Findings(&b, "Uji", "id", rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Texts stay texts whatever they look like, numbers are numbers, and the same rows give the same bytes.
func TestFindings(t *testing.T) {
	three := 3.0
	rows := []view.FollowUp{{
		AgencyName: "=HYPERLINK(\"http://x\")", Number: "1.10", Title: "Uji", Self: &three, Reasons: []string{"a", "b"},
		Recommendation: "+1", Due: "2025-03-01",
	}}
	data := written(t, rows)
	if !bytes.Equal(data, written(t, rows)) {
		t.Error("the same rows give other bytes")
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	for cell, want := range map[string]string{
		"A5": "=HYPERLINK(\"http://x\")", "B5": "1.10", "E5": "3.00", "F5": "", "G5": "a\nb", "M5": "+1", "O5": "2025-03-01",
	} {
		if got, _ := book.GetCellValue(sheet, cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
		if formula, _ := book.GetCellFormula(sheet, cell); formula != "" {
			t.Errorf("%s became the formula %q", cell, formula)
		}
	}
	if kind, _ := book.GetCellType(sheet, "E5"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
		t.Errorf("the number is of type %v", kind)
	}
}

func TestNoFindings(t *testing.T) {
	if len(written(t, nil)) == 0 {
		t.Error("no workbook")
	}
}
