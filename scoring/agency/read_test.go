package agency

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siap/internal/l10n"
	"siap/internal/source"
)

func write(t testing.TB, data string) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "agencies.csv")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: "agencies.csv"}
}

func TestRead(t *testing.T) {
	l, sum, found := Read(write(t, "ID;Nama;Jenis;Kelompok;Induk;Bobot;Zona Waktu;Pulau\n"+
		"kaltim;Pemerintah Provinsi;provinsi;;;;WITA;Kalimantan\n"+
		"dinkes;Dinas Kesehatan;dinas;A;kaltim;2,5;+08:00;Kalimantan\n"+
		"=x;jahat;;;;;;\n"))
	if got := found.All()[0].Error(); found.Len() != 1 || !strings.HasPrefix(got, "agencies.csv:4:1: AG003") {
		t.Errorf("diagnostics %v", found.All())
	}
	if sum.Format != "CSV (;), UTF-8" || sum.Records != 2 || len(sum.SHA256) != 64 {
		t.Errorf("summary %+v", sum)
	}
	if diff := cmp.Diff([]string{"type", "group", "Pulau"}, l.Columns()); diff != "" {
		t.Error(diff)
	}
	i, ok := l.Index("dinkes")
	if !ok {
		t.Fatal("dinkes is missing")
	}
	a := l.All()[i]
	if a.Name != "Dinas Kesehatan" || a.Type != "dinas" || a.Group != "A" || a.Parent != "kaltim" || a.Weight != 2.5 || a.Place.Line != 3 {
		t.Errorf("%+v", a)
	}
	if diff := cmp.Diff(map[string]string{"type": "dinas", "group": "A", "Pulau": "Kalimantan"}, a.Columns); diff != "" {
		t.Error(diff)
	}
	if _, off := time.Date(2025, 1, 1, 0, 0, 0, 0, a.Zone).Zone(); off != 8*3600 {
		t.Errorf("offset %d", off)
	}
	if first := l.All()[0]; first.Weight != 1 || first.Zone != WITA {
		t.Errorf("%+v", first)
	}
}

func TestFaults(t *testing.T) {
	const head = "id,name,parent,weight,timezone\n"
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "agencies.csv TB003"},
		{"header only", head, "agencies.csv AG002"},
		{"missing name", "id,nme\na,b\n", "agencies.csv AG001 name near \"nme\""},
		{"misspelt name", "id,nama_\na,b\n", "agencies.csv AG001 name near \"nama_\""},
		{"both names", "id,name,nama\na,b,c\n", "agencies.csv AG012 name near \"\""},
		{"id with a space", head + "a b,x,,,\n", "agencies.csv:2:1 AG003 near \"\""},
		{"id too long", head + strings.Repeat("a", 65) + ",x,,,\n", "agencies.csv:2:1 AG003 near \"\""},
		{"id that leaves the folder", head + "../../etc,x,,,\n", "agencies.csv:2:1 AG003 near \"\""},
		{"id twice", head + "a,x,,,\nA,y,,,\n", "agencies.csv:3:1 AG004 near \"\" see agencies.csv:2:1"},
		{"no name", head + "a, ,,,\n", "agencies.csv:2:2 AG005 a near \"\""},
		{"weight zero", head + "a,x,,0,\n", "agencies.csv:2:4 AG006 a near \"\""},
		{"weight text", head + "a,x,,NaN,\n", "agencies.csv:2:4 AG006 a near \"\""},
		{"zone", head + "a,x,,,WITTA\n", "agencies.csv:2:5 AG007 a near \"WITA\""},
		{"parent", head + "kaltim,x,,,\nb,y,kaltm,,\n", "agencies.csv:3:3 AG008 b near \"kaltim\""},
		{"own parent", head + "a,x,a,,\n", "agencies.csv:2:3 AG009 a near \"\""},
		{"cycle", head + "z,w,a,,\na,x,b,,\nb,y,c,,\nc,v,a,,\n", "agencies.csv:3:3 AG009 a near \"\""},
		{"long name", head + "a," + strings.Repeat("é", 201) + ",,,\n", "agencies.csv:2:2 AG010 a near \"\""},
		{"names alike", head + "a,Dinas Kominfo & Statistik Kab. X,,,\nb,dinas kominfo dan statistik kabupaten x,,,\n", "agencies.csv:3:2 AG011 b near \"\" see agencies.csv:2:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, found := Read(write(t, c.data))
			if found.Len() != 1 {
				t.Fatalf("%d diagnostics: %v", found.Len(), found.All())
			}
			d := found.All()[0]
			got := d.Place.String() + " " + d.Code
			if d.Subject != "" {
				got += " " + d.Subject
			}
			if strings.HasPrefix(d.Code, "AG") && d.Code != "AG002" {
				got += fmt.Sprintf(" near %q", d.Nearest)
			}
			if d.Other != "" {
				got += " see " + d.Other
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestZone(t *testing.T) {
	winter := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for text, hours := range map[string]float64{
		"": 7, "WIB": 7, "wita": 8, "WIT": 9, "Asia/Pontianak": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9,
		"+05:30": 5.5, "-03:00": -3, "UTC": 0, "Europe/Berlin": 1,
	} {
		zone, ok := Zone(text)
		if !ok {
			t.Errorf("%q is not known", text)
			continue
		}
		if _, off := winter.In(zone).Zone(); float64(off) != hours*3600 {
			t.Errorf("%q is %d s, want %g h", text, off, hours)
		}
	}
	for _, text := range []string{"Local", "+7", "+15:00", "+07:60", "Asia/Nowhere", "../../etc/passwd", "x"} {
		if zone, ok := Zone(text); ok {
			t.Errorf("%q is %v", text, zone)
		}
	}
}

func TestFromAnswers(t *testing.T) {
	l := FromAnswers([]string{"b", "a", "b"})
	if diff := cmp.Diff([]string{"a", "b"}, l.IDs()); diff != "" {
		t.Error(diff)
	}
	if a := l.All()[0]; a.Name != "a" || a.Weight != 1 || a.Zone != WIB {
		t.Errorf("%+v", a)
	}
}

// FuzzAgencies: whatever the file, every agency kept is sound and every chain of parents ends.
func FuzzAgencies(f *testing.F) {
	for _, seed := range []string{
		"id,name,parent,weight,timezone\na,x,b,1,WIB\nb,y,a,,\n", "id;nama\n=x;<script>\n", "name\n", "id,name,group,kelompok\na,b,c,d\n",
		"id,name,weight\na,b,1e12\nc,d,1e308\n", "id,name,timezone\na,b,-00:00\n", "\xff\xfei\x00d\x00,\x00n\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, _, found := Read(write(t, string(data)))
		for _, d := range found.All() {
			if d.Place.File != "agencies.csv" || !l10n.For("id").Has(d.Code) {
				t.Fatalf("poor diagnostic %v", d)
			}
		}
		for _, a := range l.All() {
			if !ValidID(a.ID) || a.Name == "" || !(a.Weight > 0 && a.Weight <= 1e12) || a.Zone == nil {
				t.Fatalf("%+v", a)
			}
			steps := 0
			for at := a; at.Parent != ""; steps++ {
				i, ok := l.Index(at.Parent)
				if !ok || steps > l.Len() {
					t.Fatalf("the parents of %s do not end", a.ID)
				}
				at = l.All()[i]
			}
		}
	})
}
