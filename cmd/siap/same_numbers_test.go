package main

import (
	"bytes"
	"html"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"siap/internal/l10n"
	"siap/internal/pdfdoc/pdftest"
	"siap/internal/table/csvtest"
	"siap/scoring/result"
)

// stands is what every output must say of an agency: as numbers where the output has numbers, else as people read them.
type stands struct {
	id, name  string
	rank      int
	index     float64
	band      string
	indexText string
	bandTitle string
}

// Index, rank and band of every agency are the same in assessment.json and in all outputs, read back from the files.
func TestSameNumbersEverywhere(t *testing.T) {
	out := t.TempDir()
	var stdout, stderr bytes.Buffer
	if code := run([]string{"run", filepath.Join("..", "..", "samples", "kaltim-opd"), "--out", out, "--to", strings.Join(formats(), ",")}, testWorld(&stdout, &stderr)); code != exitDone {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	a, err := result.Read(bytes.NewReader(read(result.FileName)))
	if err != nil {
		t.Fatal(err)
	}
	p, tree := l10n.For(l10n.Indonesian), a.Rubric.Tree
	want := map[string]stands{}
	for _, one := range a.Agencies {
		s := a.Headline(one)
		w := stands{id: one.ID, name: one.Name, rank: s.Rank.Overall, index: *s.Index.Value, band: s.Index.Band, indexText: p.Rounded(*s.Index.Value, tree.Rounding.Digits, tree.Rounding.Mode)}
		for _, b := range tree.Bands {
			if b.ID == w.band {
				w.bandTitle = b.Title.ID
			}
		}
		want[one.ID] = w
	}
	if len(want) != 24 {
		t.Fatalf("%d agencies", len(want))
	}
	tolerance := 0.0
	exactly := func(where, id, rank, index, band string) {
		w := want[id]
		x, err := strconv.ParseFloat(index, 64)
		if err != nil || math.Abs(x-w.index) > tolerance || rank != strconv.Itoa(w.rank) || (band != w.band && band != w.bandTitle) {
			t.Errorf("%s: %s has rank %s, index %s, band %s; assessment.json has %d, %v, %s", where, id, rank, index, band, w.rank, w.index, w.band)
		}
	}

	for _, name := range []string{"ranking.csv", "tidy/ranking.csv"} {
		found := 0
		rows := csvtest.Rows(t, bytes.NewReader(read(name)))
		for _, row := range rows {
			if headline, has := row["headline"]; !has || headline == "true" {
				exactly(name, row["agency"], row["rank"], row["index"], row["band"])
				found++
			}
		}
		if found != len(want) {
			t.Errorf("%s has %d agencies", name, found)
		}
	}

	type place struct {
		Agency   string  `parquet:"agency"`
		Headline bool    `parquet:"headline"`
		Rank     int64   `parquet:"rank,optional"`
		Index    float64 `parquet:"index,optional"`
		Band     string  `parquet:"band,optional"`
	}
	data := read("tidy/ranking.parquet")
	places, err := parquet.Read[place](bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range places {
		if row.Headline {
			exactly("tidy/ranking.parquet", row.Agency, strconv.FormatInt(row.Rank, 10), strconv.FormatFloat(row.Index, 'g', -1, 64), row.Band)
		}
	}

	book, err := excelize.OpenReader(bytes.NewReader(read("report.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(p.Text("xlsx.sheet.ranking"), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	tolerance = 1e-13 // a workbook holds fifteen digits, as spreadsheets do
	head, found := []string(nil), 0
	for _, row := range rows {
		if slices.Contains(row, p.Text("xlsx.column.index")) && slices.Contains(row, p.Text("xlsx.column.id")) {
			head = row
			continue
		}
		at := slices.Index(head, p.Text("xlsx.column.id"))
		if at < 0 || at >= len(row) || want[row[at]].id == "" {
			continue
		}
		found++
		cell := func(key string) string { return row[slices.Index(head, p.Text("xlsx.column."+key))] }
		exactly("report.xlsx", row[at], cell("rank"), cell("index"), cell("band"))
	}
	if found != len(want) {
		t.Errorf("report.xlsx has %d agencies", found)
	}

	page, markdown, latex := string(read("report.html")), string(read("tables.md")), string(read("tables.tex"))
	paper := strings.Split(strings.Join(pdftest.Text(t, read("report.pdf")), "\n"), "\n")
	for _, w := range want {
		rank, index, band := strconv.Itoa(w.rank), regexp.QuoteMeta(w.indexText), regexp.QuoteMeta(w.bandTitle)
		for where, found := range map[string]bool{
			"report.html": regexp.MustCompile(`<td class="n">` + rank + `=?</td><th scope="row"><bdi>` + regexp.QuoteMeta(html.EscapeString(w.name)) + `</bdi></th><td class="n">` + index + `</td><td class="n">[^<]*</td><td>` + band + `[,<]`).MatchString(page),
			"tables.md":   regexp.MustCompile(`(?m)^\| ` + rank + `=? \| ` + regexp.QuoteMeta(w.name) + ` \| ` + index + ` \|.*\| ` + band + ` \|`).MatchString(markdown),
			"tables.tex":  regexp.MustCompile(`(?m)^` + rank + `=? & ` + regexp.QuoteMeta(w.name) + ` & ` + index + ` &.*& ` + band + ` &`).MatchString(latex),
			"report.pdf":  onPaper(paper, w.name, regexp.MustCompile(`^\s*`+rank+`=?\s.*\s`+index+`\s+.*`+band+`(\s|$)`)),
		} {
			if !found {
				t.Errorf("%s has no line with rank %d, index %s and band %s for %s", where, w.rank, w.indexText, w.bandTitle, w.name)
			}
		}
	}
}

// onPaper finds the line of a table; a long name may begin a line above.
func onPaper(lines []string, name string, wanted *regexp.Regexp) bool {
	first, _, _ := strings.Cut(name, " ")
	for i, line := range lines {
		if wanted.MatchString(line) && strings.Contains(strings.Join(lines[max(i-1, 0):i+1], " "), first) {
			return true
		}
	}
	return false
}
