package pdf

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"siap/internal/pdfdoc/pdftest"
	"siap/reports/view"
)

func render(t *testing.T, r *view.Report, choices ...Option) []byte {
	t.Helper()
	return written(t, func(out io.Writer) error { return Render(out, r, choices...) })
}

func renderAgency(t *testing.T, r *view.Report, a *view.Agency, choices ...Option) []byte {
	t.Helper()
	return written(t, func(out io.Writer) error { return RenderAgency(out, r, a, choices...) })
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("SIAP_KEEP_PDF"); keep != "" { // to look at the pages
		if err := os.WriteFile(keep+"/"+strings.ReplaceAll(t.Name(), "/", "_")+".pdf", out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestReportHasEveryAgencyAndNumber(t *testing.T) {
	r := sample(24)
	pdf := render(t, r, Tool("siap 1.0"))
	pdftest.Check(t, pdf)
	words := pdftest.Words(t, pdf)
	for _, a := range r.Agencies {
		// In the ranking, the chart, the map and as the title of its own page: four times at least, but long
		// names are broken over lines there or shortened in the chart, and -layout text splits them.
		if n := strings.Count(words, a.Name); n < 2 {
			t.Errorf("%s stands %d times in the text", a.Name, n)
		}
		for _, number := range []string{a.Index.Text, a.Low.Text, a.Coverage.Text, a.Interval} {
			if !strings.Contains(words, number) {
				t.Errorf("%s: %s is missing", a.Name, number)
			}
		}
	}
	for _, want := range []string{
		"penilaian mandiri", "1 Januari sampai 31 Desember 2025", "Faktor pendukung", "Faktor penghambat",
		"ketersediaan situs resmi rata-rata 91,3 %", "Susun rencana pelatihan tahunan", "t.b.", "QA004", "siap 1.0", "median kelompok dinas (14 instansi)", "belum ada jawaban",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing", want)
		}
	}
	pages := pdftest.Text(t, pdf)
	for i, page := range pages {
		if !strings.Contains(page, "Data rekaan") {
			t.Errorf("page %d does not say that the data are invented", i+1)
		}
		// A page of running head and foot only is a white page.
		if n := len(strings.Fields(page)); n < 40 {
			t.Errorf("page %d has %d words only", i+1, n)
		}
	}
	for _, font := range pdftest.Fonts(t, pdf) {
		if !strings.Contains(font, "liberation") || !regexp.MustCompile(`\byes\s+(yes|no)\s+yes\b`).MatchString(font) {
			t.Errorf("font is not embedded: %s", font)
		}
	}
}

func TestRenderingTwiceGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(render(t, sample(12)), render(t, sample(12))) {
		t.Error("the second file differs")
	}
}

func TestHostileTextsStayText(t *testing.T) {
	for name, s := range map[string]string{
		"emoji":          "😀 Dinas 🚀",
		"right to left":  "\u202eexe.fdp \u0627\u0644\u0639",
		"NUL":            "Dinas\x00Kesehatan\x1b[31m",
		"formula":        "=cmd|'/c calc'!A0",
		"markup":         "<script>alert(1)</script>) Tj ET (",
		"path":           "../../etc/passwd",
		"long":           strings.Repeat("Dinas Panjang ", 400),
		"one long word":  strings.Repeat("W", 5000),
		"invalid bytes":  "\xff\xfe\xfd",
		"placeholder":    "{nb} {n} {page}",
		"empty":          "",
		"only new lines": "\n\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := sample(3)
			r.Title, r.Invented, r.Rubric.Title, r.Basis = s, s, s, s
			r.Summary = append(r.Summary, s)
			r.Headlines[0] = view.Headline{Label: s, Value: s, Note: s}
			for i := range r.Dimensions {
				r.Dimensions[i].Title = s
			}
			for i := range r.Bands {
				r.Bands[i].Title = s
			}
			for i, a := range r.Agencies {
				a.Name, a.Short, a.Type, a.Sentence, a.Reference.Name, a.Band.Title = s, s, s, s, s, s
				r.Ranking[i], r.HeatMap[i].Name = a.RankRow, s
				for k := range a.Dimensions {
					a.Dimensions[k].Title = s
				}
				for k := range a.Indicators {
					a.Indicators[k].Title = s
				}
				for k := range a.Inhibiting {
					a.Inhibiting[k].Title, a.Inhibiting[k].Level = s, s
					a.Inhibiting[k].Notes[0].Note, a.Inhibiting[k].Notes[0].Quote = s, s
				}
				for k := range a.Actions {
					a.Actions[k].Text, a.Actions[k].DependsOn = s, []string{s, s}
				}
			}
			r.Quality.Files[0].Items[0].Text, r.Quality.Files[0].File = s, s
			r.Provenance.Inputs[0].Path = s
			var printed Printed
			pdf := render(t, r, Tell(func(p Printed) { printed = p }))
			pdftest.Check(t, pdf)
			if name == "emoji" && printed.Replaced == 0 {
				t.Error("the emoji were not counted")
			}
			if name == "long" && printed.Clipped == 0 {
				t.Error("what was cut off was not counted")
			}
			for _, file := range [][]byte{pdf, renderAgency(t, r, r.Agencies[0])} {
				if found := pdftest.Overlapping(t, file); len(found) > 0 {
					t.Errorf("%d texts are set over others: %s", len(found), strings.Join(found[:min(len(found), 5)], "; "))
				}
			}
			if printed.Pages > 120 {
				t.Errorf("%d pages for three agencies", printed.Pages)
			}
		})
	}
}

func TestReportsOfEverySize(t *testing.T) {
	for name, r := range map[string]*view.Report{
		"nothing at all": {Lang: "id"},
		"English":        {Lang: "en", Title: "Readiness"},
		"one agency":     sample(1),
		"one dimension":  oneDimension(),
		"many":           sample(130),
	} {
		t.Run(name, func(t *testing.T) {
			pdf := render(t, r)
			pdftest.Check(t, pdf)
			if found := pdftest.Overlapping(t, pdf); len(found) > 0 {
				t.Errorf("%d texts are set over others: %s", len(found), strings.Join(found[:min(len(found), 5)], "; "))
			}
		})
	}
}

func oneDimension() *view.Report {
	r := sample(2)
	r.Dimensions = r.Dimensions[:1]
	for i, a := range r.Agencies {
		a.Dimensions, r.HeatMap[i].Cells = a.Dimensions[:1], r.HeatMap[i].Cells[:1]
	}
	return r
}

func TestPagesOfAgenciesLeftOutAreNamed(t *testing.T) {
	words := pdftest.Words(t, render(t, sample(6), Profiles(5)))
	for _, want := range []string{"Halaman setiap instansi tidak dicetak di sini", "siap report --book", "siap report --each"} {
		if !strings.Contains(words, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(words, "Faktor pendukung") {
		t.Error("an agency has a page of its own")
	}
	for _, pdf := range [][]byte{render(t, sample(6), Profiles(5), Book()), render(t, sample(6))} {
		words = pdftest.Words(t, pdf)
		if got := strings.Count(words, "Faktor pendukung"); got != 6 || strings.Contains(words, "--book") {
			t.Errorf("%d agencies have a page of their own, want 6", got)
		}
	}
}

func TestAxis(t *testing.T) {
	a := axis{min: 1, max: 4, x0: 100, x1: 130}
	for v, want := range map[float64]float64{1: 100, 2.5: 115, 4: 130, 0: 100, 9: 130} { // 10 mm a point, kept inside
		if got := a.at(v); got != want {
			t.Errorf("%v is drawn at %v, want %v", v, got, want)
		}
	}
	if got := (axis{min: 2, max: 2, x0: 7}).at(2); got != 7 {
		t.Errorf("a scale without span gives %v", got)
	}
}
