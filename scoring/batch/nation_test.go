package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/intake"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// partOf makes the part of an assessment.
func partOf(path string, a *result.Assessment, evidence ...questionnaire.Evidence) *Part {
	r := &runner{nation: Nation{Dir: "/n", Out: "/n/out"}}
	return r.extract(intake.Folder{Path: path}, &Scored{Own: a, National: a, File: "/n/" + path + "/out/assessment.json", Evidence: evidence})
}

func frame(t testing.TB, r *rubric.Rubric, groups ...string) Frame {
	t.Helper()
	return Frame{Rubric: r, Base: result.Assessment{
		Year: 2025, Window: result.Window{From: "2025-01-01", To: "2026-01-01"},
		Options: result.Options{GroupBy: groups, RoleWeights: map[string]float64{}},
	}}
}

// The index of a government is the mean of its agencies, (x + y)/2 each; places are among all and within the type.
func TestMergeRanksGovernments(t *testing.T) {
	r := small(t)
	a := partOf("a", assessed(t, r, 2025,
		level{"p1", "", "provinsi", -1, 0}, level{"o1", "p1", "dinas", 4, 2}, level{"o2", "p1", "dinas", 2, 0}, // (3 + 1)/2 = 2
		level{"k1", "", "kota", -1, 0}, level{"o3", "k1", "dinas", 4, 4}, // 4
	))
	b := partOf("b", assessed(t, r, 2025, level{"p2", "", "provinsi", -1, 0}, level{"o1", "p2", "dinas", 4, 3})) // 3.5
	m, problems, err := Merge(frame(t, r, "type"), []*Part{a, b})
	if err != nil || problems.Len() > 0 {
		t.Fatal(err, problems.All())
	}
	var got []string
	for _, one := range m.Agencies {
		s := m.Headline(one)
		got = append(got, fmt.Sprintf("%s %s %g %d/%d %d/%d", one.ID, one.Part, *s.Index.Value, s.Rank.Overall, s.Rank.Of, s.Rank.Groups["type"].Rank, s.Rank.Groups["type"].Of))
	}
	if want := "p1 a 2 3/3 2/2, k1 a 4 1/3 1/1, p2 b 3.5 2/3 1/2"; strings.Join(got, ", ") != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	members := m.Agencies[0].Members[result.Self]
	if members.Agencies != 2 || *members.Lowest != 1 || *members.LowerQuartile != 1.5 || *members.Median != 2 || *members.UpperQuartile != 2.5 || *members.Highest != 3 {
		t.Errorf("members of p1: %+v", members)
	}
	best := m.Nation.Best
	if len(best) != 2 || best[0].Indicator != "x" || best[0].Value != 4 || best[0].Agencies != 3 || best[1].Value != 4 || best[1].Agencies != 1 {
		t.Errorf("best %+v", best)
	}
	if x := best[0].Examples; len(x) != 3 || x[0].Agency != "o3" || x[1].Part != "b" || x[2].Government != "p1" {
		t.Errorf("examples of x, by their index: %+v", x)
	}
	records := slices.Collect(Records(m))
	if len(records) != 6 || records[0].Kind != result.KindPart || records[0].Place.File != "../a/out/assessment.json" || *records[0].Value != 3 {
		t.Errorf("records %+v", records)
	}
}

// Public evidence comes first among those who share the highest value; what is not accepted, or has no address, does not.
func TestMergeShowsPublicEvidence(t *testing.T) {
	r := small(t)
	of := func(agency, status, link string) questionnaire.Evidence {
		return questionnaire.Evidence{Agency: agency, Indicator: "x", Title: "SK " + agency, Status: status, Link: link}
	}
	a := partOf("a", assessed(t, r, 2025, level{"g", "", "", -1, 0}, level{"o1", "g", "", 4, 4}, level{"o2", "g", "", 4, 0}, level{"o3", "g", "", 4, 1}, level{"o4", "g", "", 4, 2}),
		of("o1", "draf", "https://x.id"), of("o2", "diterima", "https://x.id/sk"), of("o3", "diterima", "bukti/sk.pdf"))
	m, _, err := Merge(frame(t, r), []*Part{a})
	if err != nil {
		t.Fatal(err)
	}
	x := m.Nation.Best[0].Examples
	if len(x) != 3 || x[0].Agency != "o2" || x[0].Title != "SK o2" || x[0].Link != "https://x.id/sk" || x[1].Agency != "o1" || x[1].Title != "" || x[2].Agency != "o4" {
		t.Errorf("examples %+v", x)
	}
}

// What cannot be compared is left out with the reason, and the others are compared.
func TestMergeLeavesOut(t *testing.T) {
	r := small(t)
	fine := func() *Part { return partOf("fine", assessed(t, r, 2025, level{"f", "", "", 2, 2})) }
	other := *r
	other.ID = "other"
	changed := small(t)
	changed.Children[0].Weight = 3
	changed.Link()
	claimed := partOf("claimed", assessed(t, r, 2025, level{"F", "", "", 3, 3}, level{"h", "", "", 1, 1}))
	area := func(path, id, name string) *Part {
		p := partOf(path, assessed(t, r, 2025, level{id, "", "kota", 1, 1}))
		p.Entries[0].Name = name
		p.Entries[0].Area = areaOf(p.Entries[0])
		return p
	}
	window := fine()
	window.Window.From = "2025-07-01"
	failed := failedPart(intake.Folder{Path: "failed"}, []*diag.Diagnostic{diag.Rule{Code: "CF003", Severity: diag.Error}.At(diag.Place{File: "siap.yaml"})})
	orphans := partOf("orphans", assessed(t, r, 2025, level{"g", "", "", -1, 0}, level{"o", "g", "", 1, 1}, level{"lost", "", "", 4, 4}))
	accepted := fine()
	accepted.Path, accepted.Bases = "assessed", []result.Basis{result.Assessed}
	for _, c := range []struct {
		name   string
		parts  []*Part
		want   string // entries
		states string
		codes  string
	}{
		{"another year", []*Part{fine(), partOf("old", assessed(t, r, 2024, level{"o", "", "", 3, 3}))}, "f", "counted left_out", "AG032 AG032 CF076"},
		{"another rubric", []*Part{fine(), partOf("b", assessed(t, &other, 2025, level{"o", "", "", 3, 3}))}, "f", "counted left_out", "AG032 AG032 CF077"},
		{"another version", []*Part{fine(), partOf("b", assessed(t, changed, 2025, level{"o", "", "", 3, 3}))}, "f", "counted left_out", "AG032 AG032 CF078"},
		{"another window", []*Part{window}, "f", "counted", "AG032 CF079"},
		{"two claim one", []*Part{fine(), claimed}, "h", "counted counted", "AG030 AG030 AG032 AG032"},
		{"two claim one area", []*Part{area("a", "bpp", "Kota Balikpapan"), area("b", "64.71", "Balikpapan")}, "", "counted counted", "AG030 AG030"},
		{"failed", []*Part{failed, fine()}, "f", "failed counted", "AG032 CF003"},
		{"of no government", []*Part{orphans}, "g", "counted", "AG031"},
		{"nothing at all", []*Part{failed}, "", "failed", "CF003"},
		{"none", nil, "", "", ""},
	} {
		m, problems, err := Merge(frame(t, r), c.parts)
		if err != nil {
			t.Fatal(c.name, err)
		}
		var ids, states, codes []string
		for _, one := range m.Agencies {
			ids = append(ids, one.ID)
		}
		for _, p := range m.Nation.Parts {
			states = append(states, p.State)
		}
		for _, d := range problems.All() {
			codes = append(codes, d.Code)
		}
		slices.Sort(codes)
		if strings.Join(ids, " ") != c.want || strings.Join(states, " ") != c.states || strings.Join(codes, " ") != c.codes {
			t.Errorf("%s: entries %q, states %q, codes %q", c.name, ids, states, codes)
		}
	}
	f := frame(t, r)
	f.Basis = result.Self
	m, problems, err := Merge(f, []*Part{fine(), accepted})
	if err != nil || len(m.Agencies) != 1 || !slices.ContainsFunc(problems.All(), func(d *diag.Diagnostic) bool { return d.Code == "CF065" }) {
		t.Errorf("a basis that a part does not have: %v, %v", problems.All(), err)
	}
}

// A part that was stored and read again gives the same national assessment, to the byte.
func TestMergeOfStoredPartsIsTheSame(t *testing.T) {
	r := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		var fresh, stored []*Part
		for k := range rapid.IntRange(1, 4).Draw(rt, "parts") {
			var levels []level
			for g := range rapid.IntRange(1, 3).Draw(rt, "governments") {
				id := fmt.Sprintf("g%d-%d", k, g)
				levels = append(levels, level{id, "", rapid.SampledFrom([]string{"kota", "provinsi", ""}).Draw(rt, "type"), -1, 0})
				for o := range rapid.IntRange(0, 3).Draw(rt, "agencies") {
					levels = append(levels, level{fmt.Sprintf("%s-%d", id, o), id, "dinas", 4 * float64(rapid.IntRange(0, 1).Draw(rt, "x")), 4 * float64(rapid.IntRange(0, 1).Draw(rt, "y"))})
				}
			}
			p := partOf(fmt.Sprintf("part%d", k), assessed(t, r, 2025, levels...))
			data, err := json.Marshal(p)
			if err != nil {
				rt.Fatal(err)
			}
			back := &Part{}
			if err := json.Unmarshal(data, back); err != nil || !back.sound() {
				rt.Fatal(err)
			}
			fresh, stored = append(fresh, p), append(stored, back)
		}
		one := write(rt, frame(t, r, "type"), fresh)
		if two := write(rt, frame(t, r, "type"), stored); !bytes.Equal(one, two) {
			rt.Fatalf("fresh  %s\nstored %s", one, two)
		}
		if three := write(rt, frame(t, r, "type"), fresh); !bytes.Equal(one, three) {
			rt.Fatal("merging changes the parts")
		}
	})
}

func write(t rapid.TB, f Frame, parts []*Part) []byte {
	m, _, err := Merge(f, parts)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := result.Write(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The quantiles are those of R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .75, 1)) is 1, 1.75, 3, 5, 8.
func TestQuantile(t *testing.T) {
	values := []float64{1, 2, 4, 8}
	for p, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 3, 0.75: 5, 1: 8} {
		if got := quantile(values, p); math.Abs(*got-want) > 1e-12 {
			t.Errorf("quantile %g is %g, want %g", p, *got, want)
		}
	}
	if quantile(nil, 0.5) != nil || *quantile([]float64{7}, 0.75) != 7 {
		t.Error("of none, or of one")
	}
}
