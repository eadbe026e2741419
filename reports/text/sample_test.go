package text

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/l10n"
	"siap/reports/view"
)

// unsupported is a claim that a measurement does not bear out, with a name that would steer a terminal.
var unsupported = view.Contradiction{
	Agency: "dinkes", AgencyName: "Dinas 衛生 Kesehatan", Indicator: "portal", IndicatorTitle: "Situs resmi\x1b[31m selalu dapat dibuka",
	Gap:      view.Num{Text: "1,90", Value: 1.9, Known: true},
	Sentence: "mengklaim 4,00 tetapi terukur 2,10: ketersediaan situs resmi rata-rata 91,3 % pada 2025, cakupan 99,0 %",
}

var update = flag.Bool("update", false, "write the golden files anew (layout only: numbers come from the sample)")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run the test with -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		if err := os.WriteFile(path+".got", []byte(got), 0o600); err != nil {
			t.Error(err)
		}
		t.Errorf("%s differs, see %s.got (-want +got):\n%s", name, path, diff)
	}
}

func num(v float64) view.Num {
	return view.Num{Text: l10n.For("id").Number(v, 2), Value: v, Known: true}
}

func share(v float64) view.Num {
	return view.Num{Text: l10n.For("id").Percent(v, 0), Value: v, Known: true}
}

var missing = view.Num{Text: "–", Reason: "belum diketahui"}

// sample has a tie, an agency with wide characters, one that looks like a formula, and one without a score.
func sample() *view.Report {
	baik := view.BandRef{ID: "baik", Title: "Baik", Order: 2}
	places := func(rank, of int, text string) []view.GroupPlace {
		return []view.GroupPlace{{Column: "type", Value: "dinas", Rank: rank, Of: of, Text: text}}
	}
	r := &view.Report{
		Lang: "id", Title: "Kesiapan e-government", Year: "2025", Basis: "penilaian mandiri", Invented: "Data rekaan: contoh",
		Rubric: view.Rubric{Title: "Lima infrastruktur", Version: "1.0"}, Window: "tahun 2025",
		Groups:         []view.GroupColumn{{ID: "type", Title: "Jenis"}},
		Dimensions:     []view.Dimension{{ID: "data", Title: "Data"}, {ID: "human", Title: "SDM"}},
		Contradictions: []view.Contradiction{unsupported},
		Contradicted: []view.ContradictedIndicator{{
			Indicator: "portal", IndicatorTitle: "Situs resmi selalu dapat dibuka", Agencies: 1, Compared: 3, Widest: unsupported,
		}},
		Ranking: []view.RankRow{
			{Rank: "1=", RankNumber: 1, Tied: true, Of: 3, ID: "diskominfo", Anchor: "a", Name: "Dinas Komunikasi dan Informatika", Type: "dinas", Index: num(3.3333333333333335), Low: num(3), High: num(3.5), Coverage: share(0.925), Band: baik, Verdict: "Cukup optimal", Interval: "1–2", Best: 1, Worst: 2, Groups: places(1, 2, "1/2")},
			{Rank: "1=", RankNumber: 1, Tied: true, Of: 3, ID: "dinkes", Anchor: "b", Name: "Dinas 衛生 Kesehatan", Type: "dinas", Index: num(3.3333333333333335), Low: num(3.25), High: num(3.3333333333333335), Coverage: share(1), Band: baik, Verdict: "Cukup optimal", Interval: "1–2", Best: 1, Worst: 2, Contradictions: 1, Groups: places(1, 2, "1/2")},
			{Rank: "3", RankNumber: 3, Of: 3, ID: "=cmd", Anchor: "c", Name: "=cmd|'/c calc'!A0\x1b[31m\u202e", Type: "badan", Index: num(2.6), Low: num(1.1), High: num(3), Coverage: share(0.5), Band: baik, Verdict: "Cukup optimal", Interval: "3", Best: 3, Worst: 3, Groups: places(0, 0, "–")},
			{Rank: "–", Of: 3, ID: "sunyi", Anchor: "d", Name: "Dinas Sunyi", Type: "dinas", Index: missing, Low: num(1), High: num(4), Coverage: share(0), Interval: "–", Reason: "belum ada jawaban", Groups: places(0, 0, "–")},
		},
	}
	for i, row := range r.Ranking {
		a := &view.Agency{RankRow: row, Dimensions: []view.DimensionScore{
			{ID: "data", State: view.Known, Value: num(3 + float64(i)/3)},
			{ID: "human", State: view.NotApplicable, Value: missing},
		}}
		if i == 3 {
			a.Dimensions = []view.DimensionScore{{ID: "data", State: view.Unknown, Value: missing}, {ID: "human", State: view.Unknown, Value: missing}}
		}
		r.Agencies = append(r.Agencies, a)
	}
	return r
}
