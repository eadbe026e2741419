package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"siap/internal/l10n"
	"siap/reports/view"
)

var bandTitles = []string{"Sangat kurang", "Kurang", "Baik", "Sangat baik"}

var limits = []float64{1, 1.6, 2.6, 3.6, 4}

func band(v float64) view.BandRef {
	i := 0
	for i+1 < len(bandTitles) && v >= limits[i+1] {
		i++
	}
	return view.BandRef{ID: "b" + strconv.Itoa(i), Title: bandTitles[i], Order: i, Shade: float64(i) / 3}
}

func num(v float64) view.Num {
	return view.Num{Text: l10n.For("id").Number(v, 2), Value: v, Known: true}
}

func share(v float64) view.Num {
	return view.Num{Text: l10n.For("id").Percent(v, 0), Value: v, Known: true}
}

var missing = view.Num{Text: "–", Reason: "belum diketahui"}

var names = []string{
	"Dinas Komunikasi dan Informatika", "Badan Perencanaan Pembangunan Daerah", "Dinas Kesehatan", "RSUD Abdoel Wahab Sjahranie",
	"Dinas Pendidikan dan Kebudayaan", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Badan Pendapatan Daerah",
	"Dinas Perhubungan", "Dinas Kependudukan, Pemberdayaan Perempuan dan Perlindungan Anak", "Badan Penanggulangan Bencana Daerah",
}

var dimensionTitles = []string{"Infrastruktur data", "Infrastruktur hukum", "Infrastruktur kelembagaan", "Infrastruktur sumber daya manusia", "Infrastruktur teknologi"}

// sample makes a report of n agencies by arithmetic: agency i has 3.8 − i·0.1 (not below 1.2) and dimension k
// 0.1·(k−2) more; the last agency has no score, every fourth an unknown dimension, every fifth one that is n/a.
func sample(n int) *view.Report {
	r := &view.Report{
		Lang: "id", Title: "Kesiapan e-government perangkat daerah", Year: "2025", Invented: "Data rekaan: semua angka dibuat-buat",
		ClaimTitle: "Klaim", Measured: true, Actionable: true, Basis: "penilaian mandiri", Window: "1 Januari sampai 31 Desember 2025", Created: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
		Rubric: view.Rubric{
			Title: "Lima infrastruktur e-government (Indrajit)", ID: "indrajit-5", Version: "1.0", Status: "disalin dari sumber",
			Cites: []string{"Indrajit, R. E. (2004:35), Electronic Government"}, Note: "Batas predikat menurut ingatan.",
		},
		Scale:     view.Scale{Min: 1, Max: 4, MinText: "1,00", MaxText: "4,00"},
		Headlines: []view.Headline{{Label: "Instansi", Value: strconv.Itoa(n), Note: "1 tanpa nilai"}, {Label: "Indeks median", Value: "2,95", Note: "Baik"}, {Label: "Cakupan", Value: "91 %"}, {Label: "Klaim yang berbeda dengan pengukuran", Value: "7"}},
		Summary:   []string{"Indeks tertinggi 3,80 dicapai oleh Dinas Komunikasi dan Informatika.", strings.Repeat("Kelembagaan dan sumber daya manusia menahan banyak instansi. ", 4)},
		Groups:    []view.GroupColumn{{ID: "type", Title: "Jenis", Values: []string{"dinas", "badan"}}},
		Method: view.Method{
			Paragraphs: []view.Paragraph{{Heading: "Indeks", Text: strings.Repeat("Indeks adalah rata-rata berbobot kelima dimensi. ", 6)}},
			Weights:    []view.WeightRow{{Title: "Data", Weight: num(1), Share: share(0.2)}, {Depth: 1, Code: "D1", Title: "Portal", Weight: num(1), Share: share(0.04), Indicator: true}},
			Measures:   []view.MeasureRow{{Title: "Situs resmi", Metric: "ketersediaan", Reduction: "rata-rata", Breakpoints: "90 % → 2,00; 99,5 % → 4,00", Rule: "yang lebih rendah", MinCoverage: share(0.8)}},
			Verdicts:   []view.VerdictRow{{Of: "Indeks", Title: "Cukup optimal", Range: "2,60 sampai di bawah 3,60"}},
			Roles:      []view.RoleRow{{Title: "Informan kunci", Weight: num(2)}},
		},
		Quality: view.Quality{
			Sentences:  []string{"91 % jawaban diketahui."},
			Dimensions: []view.DimensionCoverage{{Title: dimensionTitles[0], Coverage: share(0.9), Known: 100, Unknown: 11, NotApplicable: 3}},
			Silent:     []string{"Dinas Sunyi"},
			Files:      []view.FileFindings{{File: "answers/jawaban.csv", Items: []view.Finding{{Code: "QA004", Severity: "warning", SeverityText: "peringatan", Place: "answers/jawaban.csv:18:4", Text: "tingkat 7 di luar skala"}}}},
		},
		Provenance: view.Provenance{
			Facts:  []view.Fact{{Label: "Program", Value: "siap 1.0"}, {Label: "Sidik jari", Value: strings.Repeat("ab12", 16), Code: true}},
			Inputs: []view.Input{{Path: "answers/jawaban.csv", Kind: "jawaban", Format: "csv", SHA256: strings.Repeat("0f", 32), Records: 5376, LeftOut: 12}},
		},
	}
	for i := range bandTitles {
		r.Bands = append(r.Bands, view.Band{BandRef: band(limits[i]), From: limits[i], To: limits[i+1], Range: "dari " + num(limits[i]).Text, Count: i, Share: float64(i) / 6})
	}
	for k, title := range dimensionTitles {
		r.Dimensions = append(r.Dimensions, view.Dimension{ID: "d" + strconv.Itoa(k), Title: title, Scale: r.Scale, Weight: share(0.2), Median: num(2.9), Lowest: num(1.3), Highest: num(3.9), Coverage: share(0.9), Known: n - 1})
	}
	for i := range n {
		addAgency(r, i, i == n-1 && n > 1)
	}
	return r
}

func addAgency(r *view.Report, i int, silent bool) {
	v := max(1.2, 3.8-0.1*float64(i))
	row := view.RankRow{
		Rank: strconv.Itoa(i + 1), RankNumber: i + 1, Of: 23, ID: fmt.Sprintf("opd%02d", i), Anchor: fmt.Sprintf("opd%02d", i), Type: "dinas",
		Index: num(v), Low: num(max(1, v-0.2)), High: num(min(4, v+0.3)), Coverage: share(0.91), Band: band(v), Verdict: "Cukup optimal",
		Interval: fmt.Sprintf("%d–%d", max(1, i-1), i+3), Best: max(1, i-1), Worst: i + 3, Contradictions: i % 3,
		Groups: []view.GroupPlace{{Column: "type", Value: "dinas", Rank: i + 1, Of: 14, Text: fmt.Sprintf("%d/14", i+1)}},
	}
	row.Name = names[i%len(names)]
	if i >= len(names) {
		row.Name += " " + strconv.Itoa(i)
	}
	row.Short = row.Name[:min(len(row.Name), 40)]
	a := &view.Agency{Sentence: row.Name + " berada pada predikat " + row.Band.Title + ".", Reference: view.Reference{Name: "median kelompok dinas (14 instansi)", Short: "median", Median: true, Index: num(2.9)}}
	if silent {
		row.Rank, row.RankNumber, row.Index, row.Reason, row.Interval = "–", 0, missing, "belum ada jawaban", "–"
		row.Band, row.Low, row.High, row.Coverage = view.BandRef{}, num(1), num(4), share(0)
	}
	heat := view.HeatRow{ID: row.ID, Name: row.Name, Short: row.Short, Anchor: row.Anchor, Rank: row.Rank}
	for k, dim := range r.Dimensions {
		x := min(4, max(1, v+0.1*float64(k-2)))
		d := view.DimensionScore{ID: dim.ID, Title: dim.Title, Scale: r.Scale, State: view.Known, Value: num(x), Low: num(max(1, x-0.2)), High: num(min(4, x+0.2)), Coverage: share(0.9), Band: band(x), Verdict: "Memadai", Weight: share(0.2), Reference: num(2.9), Distance: num(x - 2.9)}
		cell := view.HeatCell{Dimension: dim.ID, Value: d.Value, Band: d.Band, State: view.Known, Text: d.Value.Text}
		switch {
		case silent || (i%4 == 3 && k == 1):
			d.State, d.Value, d.Distance, d.Band, cell = view.Unknown, missing, missing, view.BandRef{}, view.HeatCell{State: view.Unknown, Text: "?"}
		case i%5 == 4 && k == 3:
			d.State, d.Value, d.Low, d.High, d.Distance, d.Band, cell = view.NotApplicable, missing, missing, missing, missing, view.BandRef{}, view.HeatCell{State: view.NotApplicable, Text: "t.b."}
		}
		a.Dimensions, heat.Cells = append(a.Dimensions, d), append(heat.Cells, cell)
		for j := range 6 {
			a.Indicators = append(a.Indicators, view.IndicatorScore{
				ID: fmt.Sprintf("i%d%d", k, j), Code: fmt.Sprintf("%c%d", 'A'+k, j+1), Title: "Sistem manajemen data tersedia dan dipakai", DimensionTitle: dim.Title, State: view.Known,
				Value: num(x), Band: band(x), Claim: num(x), Measured: missing, Rule: "", N: 7, Spread: num(1), Weight: share(0.033),
			})
		}
	}
	for j := range 3 {
		note := view.Note{Respondent: "R1", Role: "Informan kunci", Note: "Pranata komputer hanya lima orang dari sepuluh yang diperlukan.", Quote: "kami kekurangan orang", Source: "wawancara", Place: "answers/jawaban.csv:18:4", Internal: j == 1, Visibility: "internal"}
		f := view.Factor{Title: "Jumlah pegawai TIK terhadap analisis jabatan", Dimension: r.Dimensions[3].Title, Value: num(v), Reference: num(2.9), Weight: share(0.03), Contribution: num(v - 2.9), Level: "Tingkat 2: sebagian jabatan terisi menurut analisis beban kerja", Notes: []view.Note{note}}
		a.Supporting, a.Inhibiting = append(a.Supporting, f), append(a.Inhibiting, f)
		a.Actions = append(a.Actions, view.Action{Title: "Pelatihan pegawai", Dimension: r.Dimensions[3].Title, Text: "Susun rencana pelatihan tahunan dan anggarkan dalam rencana kerja.", From: num(v), To: num(min(4, v+1)), Effect: num(0.034), IndexAfter: num(v + 0.034), Effort: 1 + j, EffortText: "ringan (minggu)", QuickWin: j == 0, DependsOn: []string{"Analisis jabatan"}})
	}
	a.QuickWins = 1
	for range row.Contradictions {
		c := view.Contradiction{Agency: row.ID, AgencyName: row.Name, AgencyShort: row.Short, Anchor: row.Anchor, IndicatorTitle: "Situs resmi selalu dapat dibuka", Dimension: r.Dimensions[0].Title, Claim: num(4), Measured: num(2.1), Gap: num(1.9), Measurement: "ketersediaan situs resmi rata-rata 91,3 %", Window: "2025", Coverage: share(0.99)}
		a.Contradictions, r.Contradictions = append(a.Contradictions, c), append(r.Contradictions, c)
	}
	a.RankRow = row
	r.Ranking, r.HeatMap, r.Agencies = append(r.Ranking, row), append(r.HeatMap, heat), append(r.Agencies, a)
	if i < 4 {
		r.Actions = append(r.Actions, view.CommonAction{IndicatorTitle: "Pelatihan pegawai", Dimension: r.Dimensions[3].Title, Agencies: 12, First: 3, Effect: num(0.05), Effort: 2, EffortText: "sedang", Text: "Susun rencana pelatihan."})
	}
}
