package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/internal/pdfdoc/pdftest"
)

var embedded = regexp.MustCompile(`\byes\s+(yes|no)\s+yes\b`) // pdffonts: embedded, and with a Unicode map

// Every agency's page has its index, rank and band as the result has them, and so has its line of the ranking.
func TestPaperSaysWhatTheResultSays(t *testing.T) {
	a, out := runSample(t, "kaltim-opd")
	pdf, err := os.ReadFile(filepath.Join(out, "report.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	pdftest.Check(t, pdf)
	for _, font := range pdftest.Fonts(t, pdf) {
		if !embedded.MatchString(font) {
			t.Errorf("font is not embedded: %s", font)
		}
	}
	if found := pdftest.Overlapping(t, pdf); len(found) > 0 {
		t.Errorf("%d texts are set over others, such as %s", len(found), found[0])
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	pages := pdftest.Text(t, pdf)
	p := l10n.For("id")
	titles := map[string]string{}
	for _, b := range a.Rubric.Tree.Bands {
		titles[b.ID] = b.Title.In("id")
	}
	for i := range a.Agencies {
		one := a.Agencies[i]
		s := a.Headline(one)
		index := p.Number(*s.Index.Value, 2)
		band := titles[s.Index.Band]
		if band == "" {
			t.Fatalf("%s has no band", one.ID)
		}
		want := []string{index, band, fmt.Sprintf("%d dari %d", s.Rank.Overall, s.Rank.Of)}
		found := 0
		for _, page := range pages {
			if text := squeeze(page); strings.Contains(text, one.Name) && strings.Contains(text, "Keadaan data") {
				missing := ""
				for _, w := range want {
					if !strings.Contains(text, w) {
						missing += " " + w
					}
				}
				if missing == "" {
					found++
				}
			}
		}
		if found != 1 {
			t.Errorf("%d pages are that of %s with %v", found, one.Name, want)
		}
	}
}

// hostile are names of agencies as nobody should write them; what must stand in the PDF is visible is its text there.
var hostile = []struct{ name, visible string }{
	{`__f__(alert(1))__f__`, `__f__(alert(1))__f__`},
	{`<script>alert(1)</script>`, `<script>alert(1)</script>`},
	{`Dinas ) Tj ET (\) /Names <</JavaScript 1 0 R>>`, `/Names <</JavaScript`},
	{"Dinas \u202eexe.fdp\u202c Kanan", "Dinas □exe.fdp□ Kanan"},
	{"Dinas 🚀 Emoji", "Dinas □ Emoji"},
	{"Dinas العربية dan 漢字", "□"},
	{`javascript:alert(document.domain)`, `javascript:alert(document.domain)`},
	{`=HYPERLINK("http://x.invalid","x")`, `=HYPERLINK("http://x.invalid","x")`},
	{strings.Repeat("Dinas Panjang ", 14), "Dinas Panjang Dinas Panjang"}, // 200 characters is the most a list may have
	{strings.Repeat("W", 200), "WWWWWWWWWWWWWWWWWWWW"},
	{"Dinas é ñ ß Ω Ж ẹ", "Dinas é ñ ß Ω Ж ẹ"},
}

func TestHostileNamesOnPaper(t *testing.T) {
	dir := t.TempDir()
	var agencies, answers bytes.Buffer
	list, given := csv.NewWriter(&agencies), csv.NewWriter(&answers)
	_ = list.Write([]string{"id", "name", "type"})
	_ = given.Write([]string{"agency", "respondent", "role", "indicator", "value", "note", "quote"})
	for i, h := range hostile {
		id := fmt.Sprintf("a%d", i)
		_ = list.Write([]string{id, h.name, "dinas"})
		for k, indicator := range []string{"data_management", "data_process", "national_law", "public_information"} {
			_ = given.Write([]string{id, "R1", "key_informant", indicator, fmt.Sprint(1 + (i+k)%4), h.name, h.name})
		}
	}
	list.Flush()
	given.Flush()
	for name, data := range map[string][]byte{
		"siap.yaml":    []byte("title: \"<b>Judul</b> __f__(1)__f__ 🚀\"\nyear: 2025\nrubric: indrajit-5\nwindow: {from: 2025-01-01, to: 2026-01-01}\n"),
		"agencies.csv": agencies.Bytes(), filepath.Join("answers", "a.csv"): answers.Bytes(),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"run", dir, "--to", "pdf", "--book", "--each", "--trials", "0"}, testWorld(&stdout, &stderr)); code != exitDone {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if n := strings.Count(stderr.String(), "diganti kotak"); n != 2 {
		t.Errorf("what paper cannot show is told %d times, want for the report and for the files:\n%s", n, stderr.String())
	}
	files, err := filepath.Glob(filepath.Join(dir, "out", "agencies", "*.pdf"))
	if err != nil || len(files) != len(hostile) {
		t.Fatalf("%d files of agencies, want %d: %v", len(files), len(hostile), err)
	}
	check := func(path string, visible ...string) {
		pdf, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pdftest.Check(t, pdf)
		for _, forbidden := range []string{"/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction"} {
			if pdftest.Objects(t, pdf, forbidden) {
				t.Errorf("%s has an object with %s", filepath.Base(path), forbidden)
			}
		}
		words := pdftest.Words(t, pdf)
		for _, v := range visible {
			if !strings.Contains(words, v) {
				t.Errorf("%s lacks %q", filepath.Base(path), v)
			}
		}
	}
	var all []string
	for i, h := range hostile {
		all = append(all, h.visible)
		check(filepath.Join(dir, "out", "agencies", fmt.Sprintf("report-a%d.pdf", i)), h.visible)
	}
	check(filepath.Join(dir, "out", "report.pdf"), all...)
}
