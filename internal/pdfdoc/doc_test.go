package pdfdoc

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/pdfdoc/pdftest"
)

// everything puts a text in every place that takes one.
func everything(d *Doc, s string) {
	l := d.NewLink()
	d.Heading(Heading{Text: s, Level: 1, Link: l, Bookmark: s + "."})
	d.Paragraph(s, Body)
	d.Bullets([]string{s, s}, Body)
	d.Box(s, []string{s}, WarningTone)
	d.Heading(Heading{Text: s, Level: 3, Bookmark: s + ".", BookmarkLevel: 5})
	d.Table(Table{
		Columns: []Column{{Title: s, Width: 30}, {Title: s}, {Title: s, Share: 2, Align: AlignRight}},
		Rows: [][]Cell{
			{{Text: s, Link: l, Chip: &Warn}, {Text: s, Bold: true, Hatch: true}, {Text: s, Ink: &Grey, Fill: &Pale}},
			{{Text: s}, {Text: s, Center: true}},
		},
	})
	y := d.Reserve(20)
	d.Label(Left, y+10, 40, s, Small, AlignLeft)
	d.Label(Left+80, y+10, 0, s, Small, AlignCenter)
}

// No text whatever may panic, fail or break the file.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "Dinas Kesehatan", "😀", "a\x00b", "\u202egnp.exe", "=cmd|'/c calc'!A0", "<script>", "../../etc/passwd",
		") Tj ET (", `\`, "{nb}", "漢字", "\xff\xfe", "e\u0301\u0301", strings.Repeat("W", 5000), "a\r\n\r\nb", "\r\r", "\u0a0d\u0d0a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := New(Options{Title: s, Author: s, Subject: s, Keywords: s, Head: s, Mark: s, Foot: s, Lang: "id", PageOf: func(int, int) string { return s }})
		if err != nil {
			t.Fatal(err)
		}
		everything(d, s)
		var out bytes.Buffer
		if err := d.Write(&out); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) {
			t.Fatal("not a PDF")
		}
	})
}

func render(t *testing.T, fill func(d *Doc)) []byte {
	t.Helper()
	d := newDoc(t)
	d.opts.PageOf = func(page, pages int) string { return fmt.Sprintf("halaman %d dari %d", page, pages) }
	fill(d)
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func full(d *Doc) {
	for i := range 30 {
		everything(d, fmt.Sprintf("Bagian %d: “kesiapan” ≥ 2,60", i))
	}
	y := d.Reserve(40)
	square := []Point{{Left, y}, {Left + 10, y}, {Left + 10, y + 10}, {Left, y + 10}}
	d.Polygon(square, Stroke{Ink: Accent, Width: 0.3, Dash: []float64{1, 1}})
	d.FillPolygon(square, Accent, 0.3)
	d.Whisker(Left, Left+20, y+20, 1, Stroke{Ink: Black, Width: 0.2})
	d.Dot(Left+5, y+20, 1, Accent)
	d.StrokeRect(Left, y+25, 10, 5, Stroke{Ink: Black, Width: 0.2})
}

func TestFileIsSoundAndComplete(t *testing.T) {
	pdf := render(t, full)
	pdftest.Check(t, pdf)
	pages := pdftest.Text(t, pdf)
	if len(pages) < 3 {
		t.Fatalf("%d pages, the content needs more", len(pages))
	}
	for i, page := range pages {
		for _, want := range []string{"CONTOH", fmt.Sprintf("halaman %d dari %d", i+1, len(pages))} {
			if !strings.Contains(page, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
	}
	for _, font := range pdftest.Fonts(t, pdf) {
		if !regexp.MustCompile(`\byes\s+(yes|no)\s+yes\b`).MatchString(font) { // embedded, and with a Unicode map; gofpdf names no subset
			t.Errorf("font is not embedded: %s", font)
		}
	}
	if info := pdftest.Info(t, pdf); !regexp.MustCompile(`(?s)Title: +Test\n.*Author: +siap\n.*A4`).MatchString(info) {
		t.Errorf("metadata:\n%s", info)
	}
	root := regexp.MustCompile(`/Root (\d+) `).FindStringSubmatch(pdftest.Object(t, pdf, "trailer"))
	if root == nil {
		t.Fatal("no catalog")
	}
	if catalog := pdftest.Object(t, pdf, root[1]); !strings.Contains(catalog, "/Lang (id-ID)") || !strings.Contains(catalog, "/DisplayDocTitle true") {
		t.Errorf("catalog: %s", catalog)
	}
}

func TestSameContentSameBytes(t *testing.T) {
	first := render(t, full)
	for range 5 {
		if !bytes.Equal(first, render(t, full)) {
			t.Fatal("the same content gave other bytes")
		}
	}
}

func TestHeadingNeverStandsAlone(t *testing.T) {
	d := newDoc(t)
	d.Reserve(Bottom - Top - 14) // 14 mm left: enough for a heading of 12 mm, not for two lines below it
	d.Heading(Heading{Text: "Bab", Level: 1})
	if d.Pages() != 1 {
		t.Fatal("a heading made a page before anything followed it")
	}
	d.Paragraph(strings.Repeat("kata ", 100), Body)
	if d.Pages() != 2 {
		t.Fatal("the heading stayed alone at the foot of the page")
	}
	st, _, after := headingStyle(1)
	lines := len(d.Wrap(strings.Repeat("kata ", 100), Body, Width, 0))
	if want := Top + st.Leading() + after + (float64(lines)+0.35)*Body.Leading(); math.Abs(d.y-want) > 1e-6 {
		t.Errorf("after both Y is %.3f, want %.3f: both on page 2", d.y, want)
	}
}

func TestTableManners(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDoc(t)
		d.Reserve(rapid.Float64Range(0, Bottom-Top).Draw(rt, "used"))
		type place struct {
			page int
			y, h float64
		}
		var places []place
		words := rapid.SliceOfN(rapid.IntRange(1, 120), 2, 60).Draw(rt, "words a row")
		tab := Table{Columns: []Column{{Title: "a", Width: 40}, {Title: "b"}}}
		for _, n := range words {
			tab.Rows = append(tab.Rows, []Cell{
				{Text: strings.Repeat("kata ", n), Draw: func(_, y, _, h float64) { places = append(places, place{d.Pages(), y, h}) }},
				{Text: "x"},
			})
		}
		d.Table(tab)
		if len(places) != len(words) {
			rt.Fatalf("%d rows set, want %d", len(places), len(words))
		}
		perPage := map[int]int{}
		for i, p := range places {
			perPage[p.page]++
			if p.y+p.h > Bottom+1e-6 || p.y < Top {
				rt.Errorf("row %d from %.1f to %.1f leaves the page", i, p.y, p.y+p.h)
			}
			if i > 0 && p.page != places[i-1].page && p.y <= Top {
				rt.Errorf("row %d begins a page without the header above it", i)
			}
		}
		first, last := places[0].page, places[len(places)-1].page
		if perPage[first] == 1 && places[0].h+places[1].h < (Bottom-Top)*0.8 {
			rt.Error("the first row stands alone")
		}
		if perPage[last] == 1 && places[len(places)-2].h+places[len(places)-1].h < (Bottom-Top)*0.8 {
			rt.Error("the last row stands alone")
		}
	})
}

func TestLaterKnowsThePages(t *testing.T) {
	d := newDoc(t)
	l := d.NewLink()
	got := 0
	d.Later(func(pageOf func(Link) int) { got = pageOf(l) })
	d.Paragraph("satu", Body)
	d.PageBreak()
	d.Paragraph("dua", Body)
	d.PageBreak()
	d.Heading(Heading{Text: "Tiga", Level: 1, Link: l})
	d.Paragraph("tiga", Body)
	if err := d.Write(&bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	if got != 3 {
		t.Errorf("the heading is on page %d, want 3", got)
	}
}

func TestFaultsAreReported(t *testing.T) {
	for name, fill := range map[string]func(d *Doc){
		"a place that is not a number": func(d *Doc) { d.Line(math.NaN(), 0, 1, 1, Stroke{}) },
		"an endless place":             func(d *Doc) { d.Dot(math.Inf(1), 0, 1, Black) },
		"a link that leads nowhere":    func(d *Doc) { d.NewLink() },
	} {
		d := newDoc(t)
		fill(d)
		var out bytes.Buffer
		if err := d.Write(&out); err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", name, err, out.Len())
		}
	}
}

func TestLanguageNeedsAPDF(t *testing.T) {
	for _, in := range []string{"", "no PDF", "trailer\nstartxref\n5\n%%EOF\n"} {
		if _, err := withLanguage([]byte(in), "id"); err == nil {
			t.Errorf("%q was taken for a PDF", in)
		}
	}
	if _, err := withLanguage([]byte("%PDF-1.4"), "id)/Evil("); err == nil {
		t.Error("a language with PDF syntax was taken")
	}
}

// The test that looks for texts over texts finds them.
func TestOverlappingTextsAreFound(t *testing.T) {
	pdf := render(t, func(d *Doc) {
		d.Label(50, 100, 0, "bawah", Body, AlignLeft)
		d.Label(52, 101, 0, "atas", Body, AlignLeft)
		d.Label(206, 120, 0, "keluar", Body, AlignLeft)
		d.Paragraph(strings.Repeat("kata biasa ", 40), Body)
	})
	if found := pdftest.Overlapping(t, pdf); len(found) != 2 || !strings.Contains(found[0], `"bawah" and "atas"`) || !strings.Contains(found[1], `" leaves the page`) {
		t.Errorf("found %q", found)
	}
}
