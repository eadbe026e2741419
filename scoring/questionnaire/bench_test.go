package questionnaire

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
)

const benchAgencies, benchIndicators = 10_000, 40

// wideFile writes a wide table of 10,000 agencies × 40 indicators, and gives the rubric and agencies it answers.
func wideFile(b *testing.B) (source.Source, *rubric.Rubric, *agency.List, int64) {
	b.Helper()
	r := &rubric.Rubric{Scale: rubric.Scale{Min: 1, Max: 4}}
	dimension := &rubric.Node{ID: "d"}
	r.Children = []*rubric.Node{dimension}
	var text strings.Builder
	text.WriteString("agency")
	for i := range benchIndicators {
		id := fmt.Sprintf("i%02d", i)
		dimension.Children = append(dimension.Children, &rubric.Node{ID: id, Levels: []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}})
		text.WriteString("," + id)
	}
	r.Link()
	text.WriteByte('\n')
	var list []*agency.Agency
	for i := range benchAgencies {
		a := &agency.Agency{ID: fmt.Sprintf("agency-%05d", i), Zone: agency.WIB}
		list = append(list, a)
		text.WriteString(a.ID)
		for j := range benchIndicators {
			fmt.Fprintf(&text, ",%d", 1+(i*7+j*3)%4)
		}
		text.WriteByte('\n')
	}
	path := filepath.Join(b.TempDir(), "wide.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return source.Source{Path: path, Name: "wide.csv"}, r, agency.NewList(list, nil), int64(text.Len())
}

// BenchmarkWideAnswers reads and checks 400,000 answers.
func BenchmarkWideAnswers(b *testing.B) {
	src, r, list, size := wideFile(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		f, d := Open(src, r, list)
		if d != nil {
			b.Fatal(d)
		}
		n := 0
		for _, d := range f.Answers() {
			if d != nil {
				b.Fatal(d)
			}
			n++
		}
		if n != benchAgencies*benchIndicators {
			b.Fatalf("%d answers", n)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCollectedAnswers reads them, keeps them and looks for duplicates.
func BenchmarkCollectedAnswers(b *testing.B) {
	src, r, list, size := wideFile(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		f, d := Open(src, r, list)
		if d != nil {
			b.Fatal(d)
		}
		all, problems := ReadAll(f)
		c := NewCollector()
		if _, found := c.Add(all); problems.Len() > 0 || len(found) > 0 || len(c.Answers()) != benchAgencies*benchIndicators {
			b.Fatal(found)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareCSV reads the same file with encoding/csv and does nothing with it.
func BenchmarkBareCSV(b *testing.B) {
	src, _, _, size := wideFile(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		file, err := os.Open(src.Path)
		if err != nil {
			b.Fatal(err)
		}
		r := csv.NewReader(file)
		r.ReuseRecord = true
		for {
			if _, err = r.Read(); err != nil {
				break
			}
		}
		if err != io.EOF {
			b.Fatal(err)
		}
		file.Close()
	}
}
