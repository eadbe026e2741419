package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/internal/pdfdoc/pdftest"
	"siap/reports/view"
)

// rich adds to a sample what only some rubrics have: a view, a second basis, stand-ins, parts below dimensions,
// conversions.
func rich(n int) *view.Report {
	r := sample(n)
	tags := []string{"Partisipasi", "Penegakan hukum", "Keterbukaan"}
	v := view.View{ID: "asas", Title: "Asas pelayanan", Description: "Tiga asas."}
	for i, title := range tags {
		v.Tags = append(v.Tags, view.Tag{ID: strconv.Itoa(i), Title: title, Indicators: 4, Share: share(0.1), Median: num(2.51), Lowest: num(1.4), Highest: num(3.6), Known: n})
	}
	for i, a := range r.Agencies {
		row := view.HeatRow{ID: a.ID, Name: a.Name, Anchor: a.Anchor, Rank: a.Rank}
		own := view.AgencyView{ID: "asas", Title: v.Title}
		for k, title := range tags {
			x := 1 + float64((i+k)%3)
			row.Cells = append(row.Cells, view.HeatCell{State: view.Known, Value: num(x), Text: num(x).Text, Band: band(x), Scale: r.Scale})
			own.Tags = append(own.Tags, view.TagScore{Title: title, State: view.Known, Value: num(x), Low: num(x), High: num(x), Coverage: share(1), Band: band(x), Indicators: 4})
		}
		v.Rows, a.Views = append(v.Rows, row), []view.AgencyView{own}
		a.Bases = view.BasisTable{Titles: []string{"Penilaian mandiri", "Hanya data dukung diterima"}, Rows: []view.BasisRow{
			{Title: "Indeks", Index: true, Cells: []view.BasisCell{{Value: num(3.21), Band: band(3.21)}, {Value: num(1.12), Band: band(1.12)}}},
		}}
		a.Placeholders = []string{"Indeks Nasional Contoh"}
		a.Dimensions[0].Parts = []view.DimensionScore{{Code: "A1", Title: "Aspek pertama", Depth: 1, State: view.Known, Value: num(2.22), Scale: r.Scale}}
		a.Actions[0].Wanted = "Data dukung yang diminta untuk tingkat 3: surat keputusan"
		a.Indicators[0].Raw = "45 %"
	}
	r.Views = []view.View{v}
	r.Method.Conversions = []view.ConversionRow{{Code: "1", Title: "Pegawai terlatih", Answer: "persentase", How: "garis lurus: 0 % → 1,00; 66 % → 4,00"}}
	return r
}

func TestWhatOnlySomeRubricsHave(t *testing.T) {
	pdf := render(t, rich(6))
	pdftest.Check(t, pdf)
	words := pdftest.Words(t, pdf)
	for _, want := range []string{
		l10n.For("id").Text("view.section.views"), "Asas pelayanan", "Keterbukaan", "Hanya data dukung diterima", "1,12 Sangat kurang",
		"Nilai sementara: indeks asalnya belum diketahui", "Indeks Nasional Contoh", "Dari jawaban ke skor", "66 % → 4,00",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing", want)
		}
	}
	r := rich(6)
	words = pdftest.Words(t, renderAgency(t, r, r.Agencies[0]))
	for _, want := range []string{
		"Menurut dasar penilaian", "Hanya data dukung diterima", "3,21 Baik", "1,12 Sangat kurang", "Asas pelayanan", "Keterbukaan",
		"Nilai sementara: indeks asalnya belum diketahui", "Indeks Nasional Contoh", "A1 Aspek pertama", "2,22", "untuk tingkat 3: surat keputusan", "jawaban 45 %",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing in the agency's own file", want)
		}
	}
	alone := rich(1)
	if words := pdftest.Words(t, render(t, alone)); strings.Contains(words, l10n.For("id").Text("view.section.views")) || !strings.Contains(words, "Asas pelayanan") {
		t.Error("the view of one agency is not in its own pages only")
	}
}

// A rubric that measures nothing and names no actions has no columns and chapters for them.
func TestNothingMeasured(t *testing.T) {
	r := rich(4)
	r.Measured, r.Actionable, r.Contradictions, r.Headlines = false, false, nil, nil
	for _, a := range r.Agencies {
		a.Contradictions, a.RankRow.Contradictions = nil, 0
	}
	words := pdftest.Words(t, render(t, r))
	for _, not := range []string{"Terukur", "Klaim yang berbeda dengan pengukuran", "Tindakan untuk banyak instansi", "Tindakan berikutnya"} {
		if strings.Contains(words, not) {
			t.Errorf("there is %q", not)
		}
	}
}

// Fourteen dimensions and 112 indicators: no word of a heading is broken in the map, and nothing is cut off.
func TestLongInstrument(t *testing.T) {
	r := rich(12)
	for k := len(r.Dimensions); k < 14; k++ {
		title := fmt.Sprintf("Penyelenggaraan keterpaduan %d", k)
		r.Dimensions = append(r.Dimensions, view.Dimension{ID: "d" + strconv.Itoa(k), Title: title, Scale: r.Scale, Median: num(2)})
		for i, a := range r.Agencies {
			a.Dimensions = append(a.Dimensions, view.DimensionScore{Title: title, State: view.Known, Value: num(2), Scale: r.Scale, Band: band(2)})
			r.HeatMap[i].Cells = append(r.HeatMap[i].Cells, view.HeatCell{State: view.Known, Text: "2,00", Value: num(2), Band: band(2), Scale: r.Scale})
		}
	}
	for _, a := range r.Agencies {
		for len(a.Indicators) < 112 {
			a.Indicators = append(a.Indicators, a.Indicators[len(a.Indicators)%30])
		}
	}
	var printed Printed
	pdf := render(t, r, Profiles(2), Tell(func(p Printed) { printed = p }))
	pdftest.Check(t, pdf)
	for i, page := range pdftest.Text(t, pdf) {
		if !strings.Contains(page, "Peta instansi") || i < 2 {
			continue
		}
		for _, broken := range []string{"Penyelenggar ", "keterpadua ", "Infrastrukt "} {
			if strings.Contains(page, broken) {
				t.Errorf("page %d breaks %q", i+1, broken)
			}
		}
	}
	if found := pdftest.Overlapping(t, render(t, r)); len(found) > 0 {
		t.Errorf("%d texts are set over others: %s", len(found), strings.Join(found[:min(len(found), 5)], "; "))
	}
	var short Printed
	render(t, rich(12), Profiles(2), Tell(func(p Printed) { short = p }))
	if printed.Clipped > short.Clipped { // long names of agencies are, in the chart and the maps
		t.Errorf("%d texts were cut off, of the short instrument %d", printed.Clipped, short.Clipped)
	}
}

// The limits on an axis have the digits they need.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		limits []float64
		x      float64
		want   string
	}{
		{[]float64{0, 25, 50}, 25, "25"}, {[]float64{1, 1.6, 2.6}, 1, "1,00"}, {[]float64{0, 0.25}, 0.25, "0,25"}, {[]float64{0, 0.125}, 0.125, "0,125"}, {nil, 3, "3"},
	} {
		var bands []view.Band
		for _, from := range c.limits {
			bands = append(bands, view.Band{From: from})
		}
		if got := limit(l10n.For("id"), c.x, bands); got != c.want {
			t.Errorf("%v among %v is written %s, want %s", c.x, c.limits, got, c.want)
		}
	}
}
