package main

import (
	"slices"
	"testing"

	"siap/reports/view"
)

// Agencies whose ids differ only in case have files of their own on Windows too.
func TestFileNamesOfAgencies(t *testing.T) {
	var agencies []*view.Agency
	for _, id := range []string{"dinkes", "Dinkes", "dinkes-2", "../x", "CON"} {
		agencies = append(agencies, &view.Agency{RankRow: view.RankRow{ID: id}})
	}
	want := []string{"report-dinkes.pdf", "report-Dinkes-2.pdf", "report-dinkes-2-2.pdf", "report-.._x.pdf", "report-CON.pdf"}
	if got := fileNames(agencies); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
}
