package kemendagri

import (
	"strings"
	"testing"

	"siap/scoring/agency"
)

// The decree counts 38 provinces, 416 regencies and 98 cities.
func TestCounts(t *testing.T) {
	if _, err := loaded(); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	administrative := 0
	before := ""
	for _, a := range All() {
		count[a.Type]++
		if a.Administrative() {
			administrative++
		}
		if a.Code <= before {
			t.Errorf("%s does not follow %s", a.Code, before)
		}
		before = a.Code
		if !agency.ValidID(a.Code) {
			t.Errorf("%s cannot be an agency's id", a.Code)
		}
		if _, known := agency.Zone(a.Zone); !known {
			t.Errorf("%s: time zone %q", a.Code, a.Zone)
		}
		if p, known := ByCode(a.ProvinceCode()); !known || p.Type != Province || (a.Type != Province && a.Parent != p.Code) {
			t.Errorf("%s lies in %+v", a.Code, p)
		}
	}
	if count[Province] != 38 || count[Regency] != 416 || count[City] != 98 || administrative != 6 {
		t.Errorf("%v, %d administrative", count, administrative)
	}
	if len(Provinces()) != 38 || len(Within("64")) != 10 || len(Within("")) != 0 {
		t.Errorf("%d provinces, %d in Kalimantan Timur", len(Provinces()), len(Within("64")))
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, kind, want string }{
		{"64", "", "64"},
		{"6471", "", "64.71"},
		{" 64.71 ", "", "64.71"},
		{"Kalimantan Timur", "", "64"},
		{"Pemerintah Provinsi Kalimantan Timur", "", "64"},
		{"PEMPROV KALTIM", "", "64"},
		{"Kab. Kutai Kartanegara", "", "64.02"},
		{"KAB KUTAI KARTANEGARA", "", "64.02"},
		{"Pemerintah Kabupaten Kutai Kartanegara", "", "64.02"},
		{"Kutai Kartanegara", "", "64.02"},
		{"Kota Samarinda", "", "64.72"},
		{"Pemkot Samarinda", "", "64.72"},
		{"Bandung", "kota", "32.73"},
		{"Bandung", "kabupaten", "32.04"},
		{"Kabupaten Fakfak", "", "92.03"},
		{"DKI Jakarta", "", "31"},
		{"Daerah Khusus Jakarta", "", "31"},
		{"D.I. Yogyakarta", "", "34"},
		{"DIY", "", "34"},
		{"Provinsi Yogyakarta", "", "34"},
		{"Kota Yogyakarta", "", "34.71"},
		{"NTB", "", "52"},
		{"Sumatra Utara", "", "12"},
		{"Kep. Riau", "", "21"},
	} {
		m := Find(c.text, c.kind)
		if a, sure := m.Sure(); !sure || a.Code != c.want {
			t.Errorf("%q: %+v, want %s", c.text, m, c.want)
		}
	}
	for _, c := range []struct{ text, kind, near string }{
		{"Kab. Kutai Kertanegara", "", "64.02"},
		{"Kota Samarida", "", "64.72"},
		{"Kalimatan Timur", "", "64"},
		{"Kabupaten Balikpapan", "", "64.71"}, // a city, not a regency
	} {
		m := Find(c.text, c.kind)
		if len(m.Areas) != 0 || m.Near == nil || m.Near.Code != c.near {
			t.Errorf("%q: %+v, want near %s", c.text, m, c.near)
		}
	}
	if m := Find("Bandung", ""); len(m.Areas) != 2 {
		t.Errorf("Bandung is %+v, a regency and a city", m)
	}
	for _, text := range []string{"", "Dinas Kesehatan", "99", "99.99", "Kabupaten"} {
		if m := Find(text, ""); len(m.Areas) != 0 || m.Near != nil {
			t.Errorf("%q: %+v", text, m)
		}
	}
}

// Every area is found by its own name, with and without its type, and in the ways people write it.
func TestEveryNameIsFound(t *testing.T) {
	for _, a := range All() {
		ways := []string{a.Name, strings.ToUpper(a.Name), strings.Replace(a.Name, "Kabupaten ", "Kab. ", 1), "Pemerintah " + a.Name}
		if a.Type == Province {
			ways = []string{a.Name, "Provinsi " + a.Name, "Prov. " + a.Name, "PEMERINTAH PROVINSI " + strings.ToUpper(a.Name)}
		}
		for _, way := range ways {
			if found, sure := Find(way, a.Type).Sure(); !sure || found.Code != a.Code {
				t.Errorf("%q: %+v, want %s", way, found, a.Code)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Kab. Kutai Kertanegara", "kabupaten")
	f.Add("\xff\x00", "")
	f.Fuzz(func(t *testing.T, text, kind string) {
		m := Find(text, kind)
		if len(m.Areas) > 0 && m.Near != nil {
			t.Errorf("%q: %+v", text, m)
		}
	})
}

func TestCheck(t *testing.T) {
	list := agency.NewList([]*agency.Agency{
		{ID: "64", Name: "Provinsi Kalimantan Timur", Type: "provinsi"},
		{ID: "kukar", Name: "Kab. Kutai Kertanegara", Type: "kabupaten"},
		{ID: "64.71", Name: "Kota Samarinda", Type: "kota"},
		{ID: "bdg", Name: "Bandung"},
		{ID: "smr", Name: "Pemkot Samarinda", Type: "kota"},
		{ID: "smr2", Name: "KOTA SAMARINDA", Type: "kota"},
		{ID: "bpp", Name: "Kota Balikpapan", Type: "kabupaten"},
		{ID: "x", Name: "Kabupaten Antah Berantah Sekali", Type: "kabupaten"},
		{ID: "32.73", Name: "Bandung"},
		{ID: "dinkes", Name: "Dinas Kesehatan", Type: "dinas"},
	}, nil)
	named, found := Check(list)
	got := map[string][]string{}
	for _, d := range found.All() {
		got[d.Subject] = append(got[d.Subject], d.Code+" "+d.Nearest+" "+d.Allowed)
	}
	for id, want := range map[string]string{
		"kukar": "AG020 64.02 Kabupaten Kutai Kartanegara ", "64.71": "AG022 Kota Balikpapan 64.72",
		"bdg": "AG023  32.04 Kabupaten Bandung, 32.73 Kota Bandung", "smr": "AG021  Kota Samarinda", "smr2": "AG024  ",
		"bpp": "AG025  kota", "x": "AG020  ", "32.73": "AG021  Kota Bandung",
	} {
		if len(got[id]) != 1 || got[id][0] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
		delete(got, id)
	}
	if len(got) > 0 {
		t.Errorf("more findings: %v", got)
	}
	codes := ""
	for _, n := range named {
		codes += n.ID + "=" + n.Code + " "
	}
	if want := "64=64 kukar= 64.71= bdg= smr=64.72 smr2=64.72 bpp=64.71 x= 32.73=32.73 "; codes != want {
		t.Errorf("codes %q, want %q", codes, want)
	}
}
