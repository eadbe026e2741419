package text

import (
	"fmt"
	"strings"
	"testing"

	"siap/reports/view"
)

// assessed is the sample with the comparison of self-assessment and assessors for its first agencies.
func assessed(agencies, rows int) *view.Report {
	r := sample()
	r.Ranking = r.Ranking[:min(agencies, len(r.Ranking))]
	r.Optimism = &view.Optimism{Sentences: []string{"Indeks menurut penilaian mandiri 3,67, menurut asesor 2,64.", "Kalimat\x1b[31m kedua."}}
	for i := range agencies {
		a := &view.AgencyOptimism{
			Name: fmt.Sprintf("Dinas %d\u202e", i), Self: num(3.67), Assessed: num(2.64), Difference: num(1.03), Compared: 37, Higher: 20, Lower: 1,
		}
		for k := range rows {
			a.Rows = append(a.Rows, view.OptimismRow{
				Code: []string{"", fmt.Sprint(k)}[min(k, 1)], Title: fmt.Sprintf("Indikator %d\x1b[31m", k), Item: []string{"", "Perizinan"}[k%2],
				Self: num(5), Assessed: num(1), Difference: num(4),
			})
		}
		r.Optimism.Agencies = append(r.Optimism.Agencies, a)
	}
	return r
}

func TestOptimismLayout(t *testing.T) {
	for name, r := range map[string]*view.Report{"optimism.one.txt": assessed(1, rowsShown+2), "optimism.many.txt": assessed(optimistShown+1, 3)} {
		var b strings.Builder
		if err := Ranking(&b, r, 100, false); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
		if strings.ContainsAny(b.String(), "\x1b\u202e") {
			t.Errorf("%s: a text brought its control characters along", name)
		}
	}
}
