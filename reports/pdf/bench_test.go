package pdf

import (
	"io"
	"testing"
)

// BenchmarkBook prints the book of 552 invented agencies (514 regencies and 38 provinces) with 30 indicators each: a page for
// every agency, all tables and charts over all of them, and the appendix.
func BenchmarkBook(b *testing.B) {
	r := sample(552)
	pages := 0
	for b.Loop() {
		if err := Render(io.Discard, r, Book(), Tell(func(p Printed) { pages = p.Pages })); err != nil {
			b.Fatal(err)
		}
	}
	if pages <= 600 {
		b.Fatalf("%d pages, want more than 600", pages)
	}
	b.ReportMetric(float64(pages), "pages")
}

// BenchmarkAgency prints the file of one of them.
func BenchmarkAgency(b *testing.B) {
	r := sample(552)
	for b.Loop() {
		if err := RenderAgency(io.Discard, r, r.Agencies[7]); err != nil {
			b.Fatal(err)
		}
	}
}
