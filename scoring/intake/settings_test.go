package intake

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/scoring/telemetry"
)

func read(t testing.TB, text string) (*Settings, *diag.List) {
	t.Helper()
	path := filepath.Join(t.TempDir(), SettingsFile)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadSettings(source.Source{Path: path, Name: SettingsFile})
}

func TestReadSettings(t *testing.T) {
	s, problems := read(t, `title: Penilaian 2025
year: 2025
rubric: indrajit-5
window: {from: 2025-01-01, to: 2025-07-01}
group_by: [type]
role_weights: {key_informant: 3}
also:
  - rubric: pegi
  - {rubric: own.yaml, crosswalk: maps/own.yaml}
invented: {id: Data rekaan, en: Invented data}
inputs:
  answers: answers.csv
`)
	if problems.Len() > 0 {
		t.Fatalf("problems: %v", problems.All())
	}
	if s.Title != "Penilaian 2025" || s.Year != 2025 || s.RoleWeights["key_informant"] != 3 || s.Invented.EN != "Invented data" {
		t.Errorf("read %+v", s)
	}
	if want := (telemetry.Date{Year: 2025, Month: 7, Day: 1}); s.Window.To != want {
		t.Errorf("window ends %v, want %v", s.Window.To, want)
	}
	if !slices.Equal(s.Inputs.Answers, []string{"answers.csv"}) || !slices.Equal(s.Inputs.Telemetry, []string{"telemetry/*"}) {
		t.Errorf("inputs %+v", s.Inputs)
	}
	if len(s.Also) != 2 || s.Also[0].Rubric != "pegi" || s.Also[0].Crosswalk != "" || s.Also[1].Crosswalk != "maps/own.yaml" {
		t.Errorf("also %+v", s.Also)
	}
	if at := s.Also[1].Place.String(); at != "siap.yaml:9:5" {
		t.Errorf("the second further rubric stands at %s", at)
	}
	if s.Scalars["window.from"] != "2025-01-01" || s.Scalars["title"] != "Penilaian 2025" {
		t.Errorf("scalars %v", s.Scalars)
	}
}

// Every fault is found in one pass, with its line and column.
func TestReadSettingsFindsAllFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", "titel: x", "siap.yaml:1:1 CF003"},
		{"several", "titel: x\nyear: soon\nbasis: both\n", "siap.yaml:1:1 CF003, siap.yaml:2:7 CF004, siap.yaml:3:8 CF004"},
		{"key twice", "year: 2025\nyear: 2026", "siap.yaml:2:1 CF005"},
		{"weight zero", "role_weights:\n  staff: 0", "siap.yaml:2:10 CF004"},
		{"weight not a number", "role_weights: {staff: .nan}", "siap.yaml:1:23 CF004"},
		{"half a window", "window: {from: 2025-01-01}", "siap.yaml:1:1 CF004"},
		{"window backwards", "window: {from: 2025-02-01, to: 2025-01-01}", "siap.yaml:1:1 CF004"},
		{"absolute input", "inputs: {answers: /etc/passwd}", "siap.yaml:1:1 CF008"},
		{"also no list", "also: pegi", "siap.yaml:1:7 CF004"},
		{"also of texts", "also: [pegi]", "siap.yaml:1:8 CF004"},
		{"also without a rubric", "also: [{crosswalk: x}]", "siap.yaml:1:8 CF004"},
		{"also misspelt", "also: [{rubrik: pegi}]", "siap.yaml:1:9 CF003"},
		{"also without end", "also: [" + strings.Repeat("{rubric: a},", 17) + "]", "siap.yaml:1:7 CF004"},
		{"a list", "- a", "siap.yaml:1:1 CF004"},
		{"empty", "", "siap.yaml CF002"},
		{"not YAML", "a: [", "CF002"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := read(t, c.text)
			var got []string
			for _, d := range problems.Sorted() {
				got = append(got, d.Place.String()+" "+d.Code)
			}
			if all := strings.Join(got, ", "); !strings.Contains(all, c.want) || (c.name != "not YAML" && all != c.want) {
				t.Errorf("found %q, want %q", all, c.want)
			}
		})
	}
	if _, problems := ReadSettings(source.Source{Path: "nowhere", Name: SettingsFile}); !problems.HasErrors() {
		t.Error("a missing file is no error")
	}
}

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{
		"~$jawaban.xlsx": true, "Thumbs.db": true, ".DS_Store": true, "desktop.ini": true, "README.md": true,
		"jawaban.xlsx": false, "a.csv": false, "readme-answers.csv": false,
	} {
		if got := Ignored(name); got != want {
			t.Errorf("Ignored(%q) = %v", name, got)
		}
	}
}

func FuzzReadSettings(f *testing.F) {
	f.Add("title: x\nyear: 2025\n")
	f.Add("window: {from: 2025-01-01, to: 2026-01-01}")
	f.Add("a: &a [*a]")
	f.Add("role_weights: {? [x] : 1}")
	f.Fuzz(func(t *testing.T, text string) {
		s, problems := read(t, text)
		for _, d := range problems.All() {
			if d.Code == "" || d.Place.File != SettingsFile {
				t.Fatalf("a finding without code or place: %v", d)
			}
		}
		if s == nil || s.Scalars == nil {
			t.Fatal("no settings")
		}
	})
}
