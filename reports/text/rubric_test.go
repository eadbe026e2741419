package text

import (
	"errors"
	"os"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/rubric"
)

func layoutRubric(t *testing.T) *rubric.Rubric {
	t.Helper()
	data, err := os.ReadFile("testdata/rubric.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, list := rubric.Parse("rubric.yaml", data)
	if r == nil {
		t.Fatal(list.All())
	}
	return r
}

func TestRubricLayout(t *testing.T) {
	r := layoutRubric(t)
	for _, lang := range l10n.Languages {
		p := l10n.For(lang)
		var b strings.Builder
		if err := RubricTree(&b, p, r); err != nil {
			t.Fatal(err)
		}
		for n := range r.All() {
			b.WriteString("\n")
			if err := RubricNode(&b, p, r, n); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, "rubric."+lang+".txt", b.String())
		for _, bad := range []string{"show.", "word.", "key.", "tree.", "{", "NaN"} {
			if i := strings.Index(b.String(), bad); i >= 0 {
				t.Errorf("%s: %q is shown: …%s", lang, bad, b.String()[i:min(i+40, b.Len())])
			}
		}
	}
}

func TestRubricListLayout(t *testing.T) {
	r := layoutRubric(t)
	other := *r
	other.ID, other.Unknown, other.Title = "renormalised", rubric.Renormalise, rubric.Text{ID: "Nama yang panjang " + strings.Repeat("sekali ", 9)}
	for name, width := range map[string]int{"list.txt": 0, "list100.txt": 100} {
		var b strings.Builder
		if err := RubricList(&b, l10n.For(l10n.Indonesian), []*rubric.Rubric{r, &other}, width, false); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// The ends of bands: [from, next) or (from, next]; the first and the last hold the ends of the scale.
func TestBandRanges(t *testing.T) {
	bands := []rubric.Band{{From: 1}, {From: 1.5}, {From: 3}}
	for _, c := range []struct {
		edge rubric.Edge
		want string
	}{
		{rubric.EdgeLower, "[1; 1.5) [1.5; 3) [3; 4]"},
		{rubric.EdgeUpper, "[1; 1.5] (1.5; 3] (3; 4]"},
	} {
		var got []string
		for i := range bands {
			got = append(got, bandRange(l10n.For("en"), bands, i, rubric.Scale{Min: 1, Max: 4}, c.edge))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.edge, got, c.want)
		}
	}
}

// A rubric may come from a frozen assessment, which is anybody's JSON: it cannot move the cursor, and odd parts of
// it do not end in a panic.
func TestHostileRubric(t *testing.T) {
	evil := "\x1b[31m\u202eevil\nline"
	n := &rubric.Node{
		ID: evil, Code: evil, Title: rubric.Text{ID: evil}, Weight: 1, AskedOf: []string{evil}, Tags: []string{evil},
		Answer: &rubric.Answer{Kind: rubric.AnswerKind(evil)}, Score: &rubric.Score{Method: rubric.Goalposts},
		Measure: &rubric.Measure{Metric: evil}, DependsOn: []string{evil}, Law: []string{evil}, Unit: evil,
		External: &rubric.External{Steward: evil}, AppliesTo: map[string][]string{evil: {evil}}, Repeats: evil,
	}
	r := &rubric.Rubric{ID: evil, Title: rubric.Text{ID: evil}, Status: rubric.Status(evil), Children: []*rubric.Node{nil, n}}
	r.Link()
	var b strings.Builder
	if err := errors.Join(
		RubricTree(&b, l10n.For("id"), r), RubricNode(&b, l10n.For("id"), r, n),
		RubricList(&b, l10n.For("id"), []*rubric.Rubric{r}, 60, false),
	); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e") || strings.Contains(b.String(), "evil\n") {
		t.Errorf("control characters are shown: %q", b.String())
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestRubricWriteErrors(t *testing.T) {
	r, p := layoutRubric(t), l10n.For("en")
	for name, err := range map[string]error{
		"tree": RubricTree(fullDisk{}, p, r),
		"node": RubricNode(fullDisk{}, p, r, r.Children[0]),
		"list": RubricList(fullDisk{}, p, []*rubric.Rubric{r}, 0, false),
	} {
		if err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
