package batch

import (
	"fmt"
	"testing"

	"siap/scoring"
	"siap/scoring/result"
)

// The governments of Indonesia in 38 folders, ranked among all and among their kind in 1,024 draws.
func BenchmarkSpread(b *testing.B) {
	r := small(b)
	var parts []*Part
	for p := range 38 {
		var of []said
		for g := range 15 {
			id := fmt.Sprintf("g%d-%d", p, g)
			of = append(of, said{id, "", []string{"provinsi", "kota"}[min(g, 1)], [][2]float64{{float64(p*g%41) / 10, float64(p*(g+3)%39) / 10}}})
		}
		parts = append(parts, draw(b, r, weighed(1024), of...).part(fmt.Sprintf("p%02d", p)))
	}
	m, _, err := Merge(frame(b, r, "type"), parts)
	if err != nil || m.Robust == nil {
		b.Fatal(err)
	}
	drawn := map[string]*scoring.Drawn{}
	for _, p := range parts {
		drawn[p.Path] = p.Drawn
	}
	for b.Loop() {
		for _, one := range m.Agencies {
			one.Results[result.Self].Rank.Spread = nil
		}
		if odd, err := putTogether(m, drawn); err != nil || len(odd) > 0 {
			b.Fatal(odd, err)
		}
	}
}
