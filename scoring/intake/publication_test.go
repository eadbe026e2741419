package intake

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/edition"
)

// published reads a siap.yaml and the files that its publication names.
func published(t *testing.T, yaml string, files map[string]string) (*Settings, *diag.List) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, SettingsFile)
	if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	s, problems := ReadSettings(source.Source{Path: path, Name: SettingsFile})
	problems.AddAll(s.Publication.Load(dir))
	return s, problems
}

func TestPublication(t *testing.T) {
	s, problems := published(t, `
edition: public
publication:
  title: {id: Judul, en: Title}
  watermark: EMBARGO
  preface: |
    Satu.

    Dua.
  logo: logo.svg
  colours: {primary: "#14532d", accent: "#B45309"}
  signatory: {name: Nama, position: Kepala, number: "010", place: Samarinda, date: 2 Maret 2026}
  code_key_file: key.txt
`, map[string]string{"logo.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`, "key.txt": "\n sixteen letters! \n"})
	if problems.Len() > 0 {
		t.Fatalf("%+v", problems.All())
	}
	p := s.Publication
	if p.Logo == nil || p.Logo.Kind != "svg" || p.Key != "sixteen letters!" || s.Scalars["edition"] != "public" {
		t.Errorf("%+v", p)
	}
	want := edition.Publication{
		Title: rubric.Text{ID: "Judul", EN: "Title"}, Watermark: rubric.Text{ID: "EMBARGO", EN: "EMBARGO"}, Preface: rubric.Text{ID: "Satu.\n\nDua.", EN: "Satu.\n\nDua."},
		Signatory: edition.Signatory{Name: "Nama", Position: "Kepala", Number: "010", Place: "Samarinda", Date: "2 Maret 2026"},
		Colours:   edition.Colours{Primary: "#14532D", Accent: "#B45309"}, Logo: p.Logo,
	}
	if p.Publication != want {
		t.Errorf("%+v, want %+v", p.Publication, want)
	}
}

// Every fault has its code and its line, all in one pass; a key is recorded nowhere.
func TestFaultyPublication(t *testing.T) {
	s, problems := published(t, `edition: secret
publication:
  titel: x
  watermark: {id: "`+string(slices.Repeat([]byte("x"), 81))+`"}
  logo: logo.png
  colours: {primary: "#FFFF00", accent: red}
  code_key: short
  signatory: {nama: x}
`, map[string]string{"logo.png": "no picture"})
	var got []string
	for _, d := range problems.Sorted() {
		got = append(got, d.Code+d.Place.Spot())
	}
	want := []string{"CF050", "CF004:1:10", "CF003:3:3", "CF052:5:9", "CF051:6:22", "CF004:6:41", "CF053:7:13", "CF003:8:15"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("findings %v, want %v", got, want)
	}
	for key, value := range s.Scalars {
		if value == "short" {
			t.Errorf("the key is recorded as %s", key)
		}
	}
	for name, yaml := range map[string]string{
		"absolute logo": "publication: {logo: /etc/passwd}", "no key file": "publication: {code_key_file: none.txt}", "empty key file": "publication: {code_key_file: siap.yaml}",
	} {
		if _, problems := published(t, yaml, nil); (name == "empty key file") == problems.HasErrors() {
			t.Errorf("%s: %+v", name, problems.All())
		}
	}
}
