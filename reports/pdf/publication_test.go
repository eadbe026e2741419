package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"siap/internal/pdfdoc"
	"siap/internal/pdfdoc/pdftest"
	"siap/reports/view"
	"siap/scoring/edition"
)

// published adds to a sample everything an issuer may say.
func published(t *testing.T, r *view.Report) *view.Report {
	t.Helper()
	var data bytes.Buffer
	// 16 bits a channel, which gofpdf does not read, and larger than paper needs.
	img := image.NewNRGBA64(image.Rect(0, 0, 1800, 600))
	for x := range 1800 {
		img.Set(x, 300, color.NRGBA64{0xffff, 0, 0, 0x8000})
	}
	if err := png.Encode(&data, img); err != nil {
		t.Fatal(err)
	}
	logo, err := edition.ReadLogo(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r.Publication = view.Publication{
		Edition: edition.Public, Withheld: "Edisi publik: tanpa catatan internal.", Watermark: "EMBARGO sampai 1 Maret",
		Preface:   []string{"Laporan ini disusun oleh dinas.", "Terima kasih kepada semua."},
		Signatory: edition.Signatory{Name: "Nama Pejabat", Position: "Kepala Dinas", Number: "NIP 1970", Place: "Samarinda", Date: "2 Maret 2026"},
		Colours:   edition.Colours{Primary: "#7A1F3D", Accent: "#C9892B"},
		Logo:      logo,
	}
	return r
}

func TestWhatAnIssuerAdds(t *testing.T) {
	r := published(t, sample(6))
	for name, pdf := range map[string][]byte{"report": render(t, r), "agency": renderAgency(t, r, r.Agencies[0])} {
		pdftest.Check(t, pdf)
		pages := pdftest.Text(t, pdf)
		words := pdftest.Words(t, pdf)
		for _, want := range []string{"Edisi publik: tanpa catatan internal.", "Kata pengantar", "Terima kasih kepada semua.", "Samarinda, 2 Maret 2026", "Kepala Dinas", "Nama Pejabat", "NIP 1970"} {
			if !strings.Contains(words, want) {
				t.Errorf("%s: %q is missing", name, want)
			}
		}
		for i, page := range pages {
			if i > 0 && !strings.Contains(page, "Edisi publik · Data rekaan") {
				t.Errorf("%s: page %d does not say which edition it is", name, i+1)
			}
		}
		// poppler gives each turned letter a line of its own.
		if n := strings.Count(strings.Join(strings.Fields(pdftest.Raw(t, pdf)), ""), "EMBARGOsampai1Maret"); n != len(pages) {
			t.Errorf("%s: %d watermarks on %d pages", name, n, len(pages))
		}
		if n := bytes.Count(pdf, []byte("/Subtype /Image")); n != 2 { // the logo and its transparency
			t.Errorf("%s: %d images, want the logo and its mask", name, n)
		}
	}
	if !bytes.Equal(render(t, r), render(t, published(t, sample(6)))) {
		t.Error("the same report with a logo gave other bytes")
	}
}

// An SVG is left out, and that is told; without anything to say there is no page for it.
func TestLogoThatCannotBePrinted(t *testing.T) {
	r := sample(2)
	r.Publication.Logo = &edition.Logo{Kind: "svg", Width: 10, Height: 10}
	var printed Printed
	pdf := render(t, r, Tell(func(p Printed) { printed = p }))
	if !printed.NoLogo {
		t.Error("nobody is told that the logo is missing")
	}
	if words := pdftest.Words(t, pdf); strings.Contains(words, "Kata pengantar") || strings.Contains(words, "Pengesahan") {
		t.Error("there is a page for nothing")
	}
	r.Publication.Signatory = edition.Signatory{Name: "Nama Pejabat"}
	if words := pdftest.Words(t, render(t, r)); !strings.Contains(words, "Pengesahan") {
		t.Error("the signature has no title")
	}
}

func TestColour(t *testing.T) {
	for text, want := range map[string]*pdfdoc.Color{"#7A1F3d": {R: 0x7a, G: 0x1f, B: 0x3d}, "": nil, "red": nil, "#12345": nil, "#12345g": nil} {
		if got := colour(text); (got == nil) != (want == nil) || (got != nil && *got != *want) {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
