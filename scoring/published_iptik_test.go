package scoring_test

import (
	"testing"

	"siap/internal/table/csvtest"
	"siap/scoring"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// The national ICT development index follows from its three subindices, 0.4, 0.4 and 0.2:
// 0.4·5.53 + 0.4·4.85 + 0.2·5.84 = 5.32 in 2019 and 0.4·5.67 + 0.4·5.34 + 0.2·5.92 = 5.588 in 2020, published as 5.59.
func TestIPTIKNational(t *testing.T) {
	var rows []map[string]string
	for _, row := range csvtest.File(t, "testdata/iptik/national.csv") {
		rows = append(rows, map[string]string{
			"year": row["year"], "access": row["access_infra"], "use": row["use"], "skills": row["skill"],
			"published": row["index_published"],
		})
	}
	r := loaded(t, "iptik/ip-tik.yaml")
	a := assess(t, wideInput(t, r, rows, "year", questionnaire.Unknown), scoring.Options{})
	byHand := map[string]float64{"2019": 5.32, "2020": 5.588}
	if len(a.Agencies) != len(byHand) {
		t.Fatalf("%d years, want %d", len(a.Agencies), len(byHand))
	}
	for u, one := range a.Agencies {
		index := one.Results[result.Self].Index
		want(t, one.ID, index.Value, byHand[one.ID])
		printed(t, one.ID, index.Value, csvtest.Figure(t, rows[u]["published"]))
		if index.Band != "middle" {
			t.Errorf("%s is %q, want middle", one.ID, index.Band)
		}
	}
}

// The bands are closed above: the printed 7.50 is still middle and 7.51 high. With each subindex at the published total
// of a province the index is that total, and its band the published category.
func TestIPTIKBands(t *testing.T) {
	r := loaded(t, "iptik/ip-tik.yaml")
	var rows []map[string]string
	category := map[string]string{}
	add := func(name, total, band string) {
		rows = append(rows, map[string]string{"name": name, "access": total, "use": total, "skills": total})
		category[name] = band
	}
	for _, row := range csvtest.File(t, "testdata/iptik/provinces2023.csv") {
		add(row["province"], row["iptik_2023"], row["category_by_band"])
	}
	if len(rows) != 34 {
		t.Fatalf("%d provinces, want 34", len(rows))
	}
	for total, band := range map[string]string{
		"0": "Sangat rendah", "2.5": "Sangat rendah", "2.51": "Rendah", "5": "Rendah", "5.01": "Sedang",
		"7.5": "Sedang", "7.51": "Tinggi", "10": "Tinggi",
	} {
		add(total, total, band)
	}
	title := map[string]string{}
	for _, b := range r.Bands {
		title[b.ID] = b.Title.ID
	}
	for _, one := range assess(t, wideInput(t, r, rows, "name", questionnaire.Unknown), scoring.Options{}).Agencies {
		if got := title[one.Results[result.Self].Index.Band]; got != category[one.ID] {
			t.Errorf("%s is %q, want %q", one.ID, got, category[one.ID])
		}
	}
}
