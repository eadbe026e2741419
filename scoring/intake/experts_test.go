package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/result"
)

const expertsRubric = `{schema: siap/rubric/1, id: small, version: "1", title: {id: K, en: S}, scale: {min: 0, max: 4},
bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [
{id: x, weight: 1, title: {id: X, en: X}, question: {id: X, en: X}, answer: {kind: number}},
{id: y, weight: 3, title: {id: Y, en: Y}, question: {id: Y, en: Y}, answer: {kind: number}}]}`

// The file that siap.yaml names gives weights in the rubric's own measure, 4 in all: 1 : 1 is 2 and 2, 9 : 1 is 3.6 and 0.4.
func TestLoadExperts(t *testing.T) {
	r, problems := rubric.Parse("r.yaml", []byte(expertsRubric))
	if r == nil {
		t.Fatal(problems.All())
	}
	for _, c := range []struct{ name, file, code string }{
		{"points", "expert,x,y\nA,5,5\nB,90,10\n", ""},
		{"judgements", "judge,a,b,judgement\nA,x,y,1\nB,x,y,9\n", ""},
		{"faulty", "expert,x,y\nA,5,five\n", "WT006"},
		{"too many", "expert,x,y\n" + many(MaxExperts+1), "WT016"},
		{"missing", "", "CF007"},
	} {
		dir := t.TempDir()
		if c.file != "" {
			if err := os.WriteFile(filepath.Join(dir, "e.csv"), []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(dir, SettingsFile)
		if err := os.WriteFile(path, []byte("title: T\nrobust: {weights: {experts: e.csv}}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s, found := ReadSettings(source.Source{Path: path, Name: SettingsFile})
		if found.Len() > 0 || s.Uncertainty.Weights.Method != result.WeightsExperts {
			t.Fatalf("%v, %+v", found.All(), s.Uncertainty.Weights)
		}
		found = s.LoadExperts(dir, r)
		if c.code != "" {
			if found.Len() != 1 || found.All()[0].Code != c.code || s.Uncertainty.Weights.Experts != nil {
				t.Errorf("%s: %v", c.name, found.All())
			}
			continue
		}
		e := s.Uncertainty.Weights.Experts
		if found.Len() > 0 || len(e) != 2 || e[0]["x"] != 2 || e[0]["y"] != 2 || e[1]["x"] != 3.6 || e[1]["y"] != 0.4 {
			t.Errorf("%s: %v, %v", c.name, e, found.All())
		}
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("e" + strings.Repeat("i", i/30) + string(rune('a'+i%26)) + strings.Repeat("o", i%30) + ",1,1\n")
	}
	return b.String()
}
