package tilemap

import "testing"

func TestTiles(t *testing.T) {
	all := Provinces()
	if len(all) != 38 {
		t.Fatalf("%d provinces, want 38", len(all))
	}
	tiles, letters := map[[2]int]string{}, map[string]bool{}
	for i, p := range all {
		at := [2]int{p.Row, p.Column}
		if other, taken := tiles[at]; taken {
			t.Errorf("%s and %s are on one tile", other, p.ID)
		}
		tiles[at] = p.ID
		if p.Row < 0 || p.Row >= Rows || p.Column < 0 || p.Column >= Columns {
			t.Errorf("%s is outside the grid", p.ID)
		}
		if len(p.ISO) != 2 || letters[p.ISO] || p.Name("id") == "" || p.Name("en") == "" {
			t.Errorf("province %s is incomplete: %+v", p.Code, p)
		}
		letters[p.ISO] = true
		if i > 0 && all[i-1].Code >= p.Code {
			t.Errorf("%s stands after %s", p.Code, all[i-1].Code)
		}
	}
	// Neighbours stay on the right side of each other: Aceh is the north-west, Papua Selatan the south-east.
	at := map[string]Province{}
	for _, p := range all {
		at[p.ISO] = p
	}
	for _, pair := range [][2]string{{"AC", "SU"}, {"BT", "JI"}, {"KB", "KI"}, {"KI", "SG"}, {"NB", "NT"}, {"PD", "PA"}, {"SS", "BB"}} {
		if at[pair[0]].Column >= at[pair[1]].Column {
			t.Errorf("%s is not west of %s", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"KU", "KS"}, {"PA", "PS"}, {"GO", "SN"}, {"MU", "MA"}, {"JK", "JB"}, {"RI", "LA"}} {
		if at[pair[0]].Row >= at[pair[1]].Row {
			t.Errorf("%s is not north of %s", pair[0], pair[1])
		}
	}
}

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"64": "64", "ID-KI": "64", "Kalimantan Timur": "64", "PROVINSI KALIMANTAN TIMUR": "64", "Pemerintah Provinsi Kalimantan Timur": "64",
		"East Kalimantan": "64", "kalimantan_timur": "64", "D.I. Yogyakarta": "34", "Prov. DKI Jakarta": "31", "Papua": "91", "Papua Barat": "92",
		"South Sumatra Province": "16", " Riau ": "14", "Kepulauan Riau": "21",
	} {
		if p, ok := Find(name); !ok || p.Code != want {
			t.Errorf("%q means %q (%v), want %s", name, p.Code, ok, want)
		}
	}
	for _, name := range []string{"", "BE", "Belgia", "Dinas Kominfo Provinsi Kalimantan Timur", "Kota Bengkulu", "64.71", "Kalimantan"} {
		if p, ok := Find(name); ok {
			t.Errorf("%q was taken for %s", name, p.ID)
		}
	}
}
