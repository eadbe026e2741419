package view

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"siap/internal/geoshape"
	"siap/scoring/result"
)

// provinces are agencies named and numbered like provinces, with falling indices.
func provinces(names ...string) *result.Assessment {
	var agencies []*result.Agency
	for i, name := range names {
		v := 3.9 - 0.4*float64(i)
		a := scored("p"+string(rune('a'+i)), "provinsi", i+1, len(names), v, v, v)
		a.Name = name
		agencies = append(agencies, a)
	}
	return assessment(agencies...)
}

func placeNamed(m *PlaceMap, name string) *Place {
	for i := range m.Places {
		if m.Places[i].Name == name {
			return &m.Places[i]
		}
	}
	return &Place{}
}

func TestTilesOfProvinces(t *testing.T) {
	a := provinces("Pemerintah Provinsi Bali", "Provinsi Kalimantan Timur", "Aceh", "Riau", "Papua Selatan", "Luar Negeri")
	a.Agencies[1].ID = "64"
	m := New(a, "en").Map
	if m == nil || len(m.Places) != 38 || m.Rows != 8 || m.Columns != 16 || m.Column != "" {
		t.Fatalf("map %+v", m)
	}
	if p := placeNamed(m, "Bali"); p.Index.Text != "3.90" || p.Rank != "1" || p.Anchor != "a-pa" || !strings.Contains(p.Text, "Bali: 3.90 (Good), rank 1") {
		t.Errorf("Bali is %+v", p)
	}
	if p := placeNamed(m, "Jambi"); p.Index.Known || p.Anchor != "" || p.Text != "Jambi: not in this assessment" {
		t.Errorf("Jambi is %+v", p)
	}
	if !slices.Equal(m.Absent, []string{"Luar Negeri"}) {
		t.Errorf("absent: %v", m.Absent)
	}
	if want := "Map of 38 places, 5 of them with a value: highest Bali (3.90), lowest South Papua (2.30)."; m.Sentence != want {
		t.Errorf("sentence %q, want %q", m.Sentence, want)
	}
	if New(provinces("Bali", "Aceh", "Riau", "Jambi"), "id").Map != nil {
		t.Error("four places made a map")
	}
	if New(provinces("Bali", "Aceh", "Riau", "Jambi", "Papua", "a", "b", "c", "d", "e", "f"), "id").Map != nil {
		t.Error("fewer than half of the agencies made a map")
	}
}

// Regencies grouped by province: the tile has the median of its group, (3.9 + 3.5) / 2 = 3.7.
func TestTilesOfGroups(t *testing.T) {
	a := provinces("Kota A", "Kota B", "Kota C", "Kota D", "Kota E", "Kota F")
	for i, province := range []string{"Bali", "Bali", "Aceh", "Riau", "Jambi", "Papua"} {
		a.Agencies[i].Groups["provinsi"] = province
	}
	a.Options.GroupBy = []string{"type", "provinsi"}
	m := New(a, "id").Map
	if m == nil || m.Column != "provinsi" {
		t.Fatalf("map %+v", m)
	}
	if p := placeNamed(m, "Bali"); p.Index.Text != "3,70" || p.Band.Title != "Unggul" || p.Agencies != 2 || p.Group != "Bali" {
		t.Errorf("Bali is %+v", p)
	}
}

func TestOutlines(t *testing.T) {
	a := provinces("Bali", "Aceh", "Riau", "Jambi", "Provinsi Papua")
	r := New(a, "id")
	d := &geoshape.Drawing{Height: 400}
	for _, key := range []string{"51", "11", "14", "15", "91", "99"} {
		d.Shapes = append(d.Shapes, geoshape.Shape{Key: key, Rings: [][]geoshape.Point{{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}}}})
	}
	if !r.Draw(d) || r.Map.Height != 400 || len(r.Map.Places) != 6 || r.Map.Places[0].Index.Text != "3,90" {
		t.Errorf("map %+v", r.Map)
	}
	if r.Map.Places[5].Name != "99" || r.Map.Places[5].Index.Known {
		t.Errorf("an outline that nobody has is %+v", r.Map.Places[5])
	}
	en := r.In("en")
	if en.Lang != "en" || en.Map.Height != 400 || en.Map.Places[1].Text != "Aceh: 3.50 (Good), rank 2" || en.In("en") != en {
		t.Errorf("in English the map is %+v", en.Map)
	}
	if (&Report{}).Draw(d) || New(a, "id").Draw(&geoshape.Drawing{Shapes: d.Shapes[:2]}) {
		t.Error("a map of other places was taken")
	}
}

func TestHistory(t *testing.T) {
	now := assessment(scored("x", "dinas", 1, 3, 4, 4, 4), scored("y", "dinas", 2, 3, 3, 3, 3), scored("z", "dinas", 3, 3, 2, 2, 2))
	before := assessment(scored("y", "dinas", 1, 2, 3.5, 3.5, 3.5), scored("x", "dinas", 2, 2, 3, 3, 3))
	before.Year = 2024
	older := assessment(scored("x", "dinas", 1, 1, 1, 1, 1))
	older.Year, older.Rubric.Fingerprints.Scoring, older.Options.Basis = 2023, "other", result.Assessed
	older.Agencies[0].Results[result.Assessed] = older.Agencies[0].Results[result.Self]
	r := New(now, "en")
	r.Since(before, older)
	h := r.History
	if h == nil || len(h.Columns) != 3 || h.Columns[0].Label != "2023" || h.Columns[0].Comparable || !h.Columns[1].Comparable {
		t.Fatalf("history %+v", h)
	}
	x, y, z := h.Rows[0], h.Rows[1], h.Rows[2]
	if x.Change.Text != "+1.00" || x.Text != "▲1" || x.Cells[1].Rank != "2" || x.Cells[0].Index.Text != "1.00" {
		t.Errorf("x: %+v", x)
	}
	if y.Change.Text != "−0.50" || y.Text != "▼1" || y.Moved != -1 || z.Change.Known || z.Text != "" || z.Cells[1].Rank != "–" {
		t.Errorf("y: %+v, z: %+v", y, z)
	}
	if got := strings.Join(h.Sentences, " "); got != "Since 2024 the index of 1 of 2 agencies rose, 1 fell and 0 stayed; the mean change is +0.25. The largest gain: Dinas x (+1.00). The largest loss: Dinas y (−0.50)." {
		t.Errorf("sentences: %s", got)
	}
	if len(h.Remarks) != 2 {
		t.Errorf("remarks %q", h.Remarks)
	}
	r = New(now, "id")
	r.Since(older)
	if r.History.Rows[0].Change.Known || r.In("en").History.Sentences[0] != "No index can be compared with 2023." {
		t.Errorf("another rubric was compared: %+v", r.History)
	}
}

func TestEvidenceOfProfiles(t *testing.T) {
	level := 3.0
	records := func(some ...result.Record) iter.Seq2[result.Record, error] {
		return func(yield func(result.Record, error) bool) {
			for _, r := range some {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
	r := New(assessment(scored("x", "dinas", 1, 1, 4, 2, 1)), "en")
	err := r.AddEvidence(records(
		result.Record{Kind: result.KindEvidence, Agency: "x", Indicator: "a1", Title: "SK \u202eTim", Level: &level, Status: "diterima", Link: "https://example.go.id/sk", Visibility: "public"},
		result.Record{Kind: result.KindEvidence, Agency: "x", Indicator: "a1", Link: "javascript:alert(1)", Status: "lain"},
		result.Record{Kind: "answer", Agency: "x", Indicator: "a1"},
		result.Record{Kind: result.KindEvidence, Agency: "nobody", Indicator: "a1"},
	))
	if err != nil {
		t.Fatal(err)
	}
	items := r.In("id").Agencies[0].Evidence
	if len(items) != 2 || items[0].StatusText != "diterima" || !items[0].Accepted || items[0].Level.Text != "3,00" || items[0].Internal ||
		items[0].Link == "" || strings.Contains(items[0].Title, "\u202e") {
		t.Errorf("items %+v", items)
	}
	if items[1].Link != "" || items[1].StatusText != "lain" || !items[1].Internal || r.Agencies[0].Evidence[0].StatusText != "accepted" {
		t.Errorf("second item %+v", items[1])
	}
}
