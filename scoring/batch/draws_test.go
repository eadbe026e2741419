package batch

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/intake"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// said is an agency of a drawn assessment and what its respondents answered to x and y; -1 is no answer.
type said struct {
	id, parent, kind string
	answers          [][2]float64
}

// folder is one assessment that was drawn, with what it was made of.
type folder struct {
	in    scoring.Input
	a     *result.Assessment
	drawn *scoring.Drawn
}

// draw scores and draws some agencies.
func draw(t testing.TB, r *rubric.Rubric, opts scoring.Options, of ...said) folder {
	t.Helper()
	f := folder{in: scoring.Input{Rubric: r, Until: telemetry.Date{Year: 2026, Month: time.January, Day: 1}}}
	var list []*agency.Agency
	for _, s := range of {
		list = append(list, &agency.Agency{ID: s.id, Name: "Agency " + s.id, Parent: s.parent, Type: s.kind, Weight: 1, Zone: agency.WIB, Columns: map[string]string{"type": s.kind}})
		for k, values := range s.answers {
			for i, name := range []string{"x", "y"} {
				if values[i] >= 0 {
					f.in.Answers = append(f.in.Answers, questionnaire.Answer{
						Agency: s.id, Indicator: name, Respondent: fmt.Sprint("r", k), Claim: questionnaire.Value{Number: values[i], State: questionnaire.Known},
					})
				}
			}
		}
	}
	f.in.Agencies = agency.NewList(list, []string{"type"})
	opts.Rollup, opts.Collect, opts.GroupBy = scoring.RollupMean, Collector(), []string{"type"}
	a, err := scoring.Assess(f.in, opts)
	if err != nil {
		t.Fatal(err)
	}
	a.Title, a.Year, a.Language, a.Window = "Year 2025", 2025, "en", result.Window{From: "2025-01-01", To: "2026-01-01"}
	f.a, f.drawn = a, opts.Collect.Drawn
	return f
}

// part makes the part of a drawn folder.
func (f folder) part(path string) *Part {
	r := &runner{nation: Nation{Dir: "/n", Out: "/n/out"}}
	return r.extract(intake.Folder{Path: path}, &Scored{Own: f.a, National: f.a, Drawn: f.drawn, File: "/n/" + path + "/out/assessment.json"})
}

// weighed draws the weights only, each by ±25 %.
func weighed(draws int) scoring.Options {
	return scoring.Options{Uncertainty: result.Uncertainty{Draws: draws, Weights: result.VariedWeights{Method: result.WeightsUniform, Spread: 0.25}, Pairs: true}}
}

var (
	first = []said{
		{"p1", "", "provinsi", nil},
		{"o1", "p1", "dinas", [][2]float64{{4, 1}, {2, 0}, {3, 3}}},
		{"o2", "p1", "dinas", [][2]float64{{2, -1}, {1, -1}}},
		{"k1", "", "kota", nil},
		{"o3", "k1", "dinas", [][2]float64{{1, 4}, {2, 2}}},
		{"k3", "", "kota", nil},
		{"o6", "k3", "dinas", [][2]float64{{-1, -1}}}, // nothing is known of it
	}
	second = []said{
		{"p2", "", "provinsi", nil},
		{"o4", "p2", "dinas", [][2]float64{{3, 1}, {2, 3}, {1, 2}}},
		{"k2", "", "kota", nil},
		{"o5", "k2", "dinas", [][2]float64{{-1, 2}, {-1, 3}}},
		{"k4", "", "kota", nil},
		{"o7", "k4", "dinas", [][2]float64{{3.5, 1}}}, // 2.25, as o3, by other weights
		{"k5", "", "kota", nil},
		{"o8", "k5", "dinas", [][2]float64{{3.6, 0.5}}}, // 2.05, o4 has 2
	}
)

// The nation of two folders has, draw by draw, what one folder with all their agencies has: every interval, count, share,
// median and mean is the same.
func TestNationOfDrawsIsOneAssessment(t *testing.T) {
	r := small(t)
	for name, change := range map[string]func(*result.Uncertainty){
		"weights":     func(*result.Uncertainty) {},
		"unknowns":    func(u *result.Uncertainty) { u.Unknowns = true },
		"respondents": func(u *result.Uncertainty) { u.Unknowns, u.Respondents = true, true },
		"dirichlet": func(u *result.Uncertainty) {
			u.Weights, u.Respondents = result.VariedWeights{Method: result.WeightsDirichlet, Concentration: 10}, true
		},
		"aggregations": func(u *result.Uncertainty) { u.Methods.Aggregate, u.Unknowns = []string{"rubric", "geometric"}, true },
	} {
		opts := weighed(256)
		opts.Seed = 7
		change(&opts.Uncertainty)
		together := draw(t, r, opts, slices.Concat(first, second)...).a
		m, problems, err := Merge(frame(t, r, "type"), []*Part{draw(t, r, opts, first...).part("a"), draw(t, r, opts, second...).part("b")})
		if err != nil || problems.Len() > 0 {
			t.Fatal(name, err, problems.All())
		}
		byID := map[string]*result.Agency{}
		for _, one := range together.Agencies {
			byID[one.ID] = one
		}
		moved := 0
		for _, one := range m.Agencies {
			want, got := together.Headline(byID[one.ID]).Rank, m.Headline(one).Rank
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s (-one folder +nation):\n%s", name, one.ID, diff)
			}
			if got.Spread != nil && len(got.Spread.Counts) > 1 {
				moved++
			}
		}
		if moved < 2 || m.Robust == nil || m.Robust.Draws != 256 || m.Robust.Seed != 7 {
			t.Errorf("%s: %d governments had several places, %+v", name, moved, m.Robust)
		}
		for k, s := range m.Robust.Sources {
			if w := together.Robust.Sources[k]; s.ID != w.ID || s.Agencies != w.Agencies {
				t.Errorf("%s: source %+v, want %+v", name, s, w)
			}
		}
	}
}

// A has 4 at x and 0 at y, B 0 and 3. With weights v and w A stands above B where 4v > 3w. Both being uniform on 0.75 to
// 1.25, that fails with the probability ∫ (0.75w − 0.75)/0.5 dw/0.5 from w = 1 to 1.25, which is 3·0.25²/2 = 0.09375. So B is
// first in 9.4 % of the draws, more than the 5 % that an interval leaves out: both may be first or second.
func TestNationalPlacesOverDraws(t *testing.T) {
	r := small(t)
	m, _, err := Merge(frame(t, r), []*Part{
		draw(t, r, weighed(1024), said{"A", "", "provinsi", [][2]float64{{4, 0}}}).part("a"),
		draw(t, r, weighed(1024), said{"B", "", "provinsi", [][2]float64{{0, 3}}}).part("b"),
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b := m.Headline(m.Agencies[0]).Rank, m.Headline(m.Agencies[1]).Rank
	if a.Overall != 1 || *a.Interval != (result.Interval{Best: 1, Worst: 2, Method: result.IntervalDraws}) || *b.Interval != *a.Interval ||
		*a.Possible != (result.Interval{Best: 1, Worst: 1, Method: result.IntervalBounds}) || a.Tie != 1 || b.Tie != 1 {
		t.Errorf("%+v %+v", a.Interval, b.Interval)
	}
	if p := *a.Spread.Above; math.Abs(p-0.90625) > 0.01 {
		t.Errorf("A stands above B in %g of the draws, want 0.90625", p)
	}
	if n := a.Spread.Counts[0]; float64(n)/1024 != *a.Spread.Above || a.Spread.First != 1 || b.Spread.Counts[0] != 1024-n {
		t.Errorf("%+v %+v", a.Spread, b.Spread)
	}
}

// Where any part drew otherwise, all keep the interval of the bounds, and the part is named with what differs.
func TestNationWithoutCommonDraws(t *testing.T) {
	r := small(t)
	with := func(change func(*scoring.Options)) *Part {
		opts := weighed(64)
		change(&opts)
		return draw(t, r, opts, said{"odd", "", "kota", [][2]float64{{1, 2}}}).part("odd")
	}
	plain := func(*scoring.Options) {}
	compared := *r
	compared.Order = rubric.OrderBorda
	for _, c := range []struct {
		name string
		odd  *Part
		want string // subjects, with what was seen and what is usual
	}{
		{"the same", with(plain), ""},
		{"a seed", with(func(o *scoring.Options) { o.Seed = 5 }), "CF067 seed 5 0"},
		{"nothing drawn", with(func(o *scoring.Options) { o.Uncertainty = result.Uncertainty{} }), "CF067 robust.draws 0 64"},
		{"more draws", with(func(o *scoring.Options) { o.Uncertainty.Draws = 128 }), "CF067 robust.draws 128 64"},
		{"weights", with(func(o *scoring.Options) { o.Uncertainty.Weights.Spread = 0.5 }), `CF067 robust.weights {"method":"uniform","spread":0.5} {"method":"uniform","spread":0.25}`},
		{"unknowns", with(func(o *scoring.Options) { o.Uncertainty.Unknowns = true }), "CF067 robust.unknowns true false"},
		{"what only explains", with(func(o *scoring.Options) { o.Uncertainty.LeaveOut = true }), ""},
		{"another agency", func() *Part {
			p := with(plain)
			p.Drawn.Agencies[0] = "other"
			return p
		}(), "CF067 robust.draws 0 64"},
		{"no index, and nothing to draw", draw(t, r, weighed(64), said{"odd", "", "kota", [][2]float64{{-1, -1}}}).part("odd"), ""},
	} {
		m, problems, err := Merge(frame(t, r), []*Part{
			draw(t, r, weighed(64), said{"A", "", "kota", [][2]float64{{4, 0}}}).part("a"),
			draw(t, r, weighed(64), said{"B", "", "kota", [][2]float64{{0, 3}}}).part("b"), c.odd,
		})
		if err != nil {
			t.Fatal(c.name, err)
		}
		var got []string
		for _, d := range problems.All() {
			if d.Code != "AG032" {
				got = append(got, strings.Join([]string{d.Code, d.Subject, d.Seen, d.Allowed}, " "))
				if d.Place.File != "odd" {
					t.Errorf("%s: told of %s", c.name, d.Place.File)
				}
			}
		}
		method := result.IntervalDraws
		if c.want != "" {
			method = result.IntervalBounds
		}
		rank := m.Headline(m.Agencies[0]).Rank
		if strings.Join(got, ", ") != c.want || rank.Interval.Method != method || (m.Robust != nil) != (c.want == "") || (rank.Spread != nil) != (c.want == "") {
			t.Errorf("%s: told %q, %+v %+v", c.name, got, rank.Interval, m.Robust)
		}
		for _, p := range m.Nation.Parts {
			if slices.Contains(p.Reasons, "CF067") || p.State != result.PartCounted {
				t.Errorf("%s: %s counts, and yet: %+v", c.name, p.Path, p)
			}
		}
	}
	m, problems, err := Merge(frame(t, &compared), []*Part{draw(t, &compared, weighed(64), first...).part("a")})
	if err != nil || m.Robust != nil || !slices.ContainsFunc(problems.All(), func(d *diag.Diagnostic) bool { return d.Code == "CF068" }) {
		t.Errorf("a rubric that compares: %+v %v (%v)", m.Robust, problems.All(), err)
	}
}

// A stop rule may end one part earlier than another: then the first draws that all have count.
func TestNationTakesTheDrawsThatAllHave(t *testing.T) {
	r := small(t)
	until := weighed(1024)
	until.Uncertainty.Until = 0.02
	still := draw(t, r, until, said{"A", "", "kota", [][2]float64{{4, 0}}}) // alone, always first: it ends at once
	moving := draw(t, r, until, said{"B", "", "kota", [][2]float64{{0, 3}}}, said{"C", "", "kota", [][2]float64{{3, 0}}}, said{"D", "", "kota", [][2]float64{{2, 1}}})
	if still.drawn.Draws != 256 || moving.drawn.Draws < 256 {
		t.Fatalf("%d and %d draws", still.drawn.Draws, moving.drawn.Draws)
	}
	moving.drawn.Draws, moving.drawn.Index = 512, append(moving.drawn.Index[:256*3:256*3], make([]float64, 256*3)...) // the rest is not looked at
	m, _, err := Merge(frame(t, r, "type"), []*Part{still.part("a"), moving.part("b")})
	if err != nil || m.Robust == nil || m.Robust.Draws != 256 || m.Robust.Settings.Draws != 1024 {
		t.Fatalf("%+v %v", m.Robust, err)
	}
	whole := draw(t, r, weighed(256), said{"A", "", "kota", [][2]float64{{4, 0}}}, said{"B", "", "kota", [][2]float64{{0, 3}}}, said{"C", "", "kota", [][2]float64{{3, 0}}}, said{"D", "", "kota", [][2]float64{{2, 1}}})
	for k, one := range m.Agencies {
		if diff := cmp.Diff(whole.a.Headline(whole.a.Agencies[k]).Rank, m.Headline(one).Rank); diff != "" {
			t.Errorf("%s: %s", one.ID, diff)
		}
	}
}

// Draws are kept beside the part, and read again to the last bit; a file that is not what was written is not believed.
func TestDrawsAreKept(t *testing.T) {
	r := small(t)
	l := newLab(t, "a", "b")
	l.options, l.draws = "drawn", 64
	merged := func(parts []*Part) []byte {
		t.Helper()
		return write(t, frame(t, r), parts)
	}
	parts, _, err := l.run(false, "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	one := merged(parts)
	if !bytes.Contains(one, []byte(`"method":"draws"`)) {
		t.Fatalf("no draws: %s", one)
	}
	parts, scored, err := l.run(false, "a", "b")
	if err != nil || scored != "" || parts[0].Drawn == nil || parts[0].Drawn.Index != nil {
		t.Fatalf("scored %q (%v); the draws are read where nothing asks for them", scored, err)
	}
	if two := merged(parts); !bytes.Equal(one, two) {
		t.Errorf("first  %s\nsecond %s", one, two)
	}
	files, _ := filepath.Glob(filepath.Join(l.dir, "out", "batch", "a-*.draws"))
	if len(files) != 1 {
		t.Fatal(files)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || len(data) != 8*64 {
		t.Fatal(len(data), err)
	}
	for name, bad := range map[string][]byte{"cut": data[:100], "empty": nil, "no number": append(binary.LittleEndian.AppendUint64(nil, math.Float64bits(math.NaN())), data[8:]...), "huge": append(binary.LittleEndian.AppendUint64(nil, math.Float64bits(1e200)), data[8:]...), "gone": nil} {
		parts, _, err := l.run(false, "a", "b")
		if err != nil {
			t.Fatal(err)
		}
		if name == "gone" {
			must(t, os.Remove(files[0]))
		} else {
			must(t, os.WriteFile(files[0], bad, 0o600))
		}
		m, problems, err := Merge(frame(t, r), parts) // changed while the nation runs
		if err != nil || m.Robust != nil || problems.Len() != 2 || problems.All()[0].Code != "CF064" && problems.All()[1].Code != "CF064" {
			t.Errorf("%s: %+v, %v (%v)", name, m.Robust, problems.All(), err)
		}
		if parts, scored, err = l.run(false, "a", "b"); scored != "a" || err != nil || !bytes.Equal(merged(parts), one) {
			t.Errorf("%s: scored %q (%v)", name, scored, err)
		}
	}
	for name, d := range map[string]*scoring.Drawn{
		"no number of draws": {Draws: 24}, "negative": {Draws: -8}, "too many": {Draws: 1 << 19}, "of too many": {Draws: mostDraws, Agencies: make([]string, 2000)},
	} {
		if p := (&Part{Drawn: d}); p.sound() {
			t.Errorf("%s is believed", name)
		}
	}
	if _, _, err := l.run(false, "b"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(files[0]); err == nil {
		t.Error("the draws of a folder that is gone are kept")
	}
}

// A nation verifies: the draws are made again from the evidence of its parts; an interval that was changed is found.
func TestVerifyProvesIntervals(t *testing.T) {
	r := small(t)
	dir := t.TempDir()
	opts := weighed(128)
	opts.Uncertainty.Unknowns, opts.Uncertainty.Respondents, opts.Uncertainty.LeaveOut = true, true, true
	var parts []*Part
	for path, of := range map[string][]said{"a": first, "b": second} {
		f := draw(t, r, opts, of...)
		out := filepath.Join(dir, path, "out")
		must(t, os.MkdirAll(out, 0o700))
		f.a.Evidence.Path = result.EvidenceFileName
		records, err := scoring.Records(f.in, nil)
		var b bytes.Buffer
		if err == nil {
			_, f.a.Evidence.SHA256, err = result.WriteEvidence(&b, records)
		}
		file := filepath.Join(out, result.FileName)
		must(t, errors.Join(err, os.WriteFile(filepath.Join(out, result.EvidenceFileName), b.Bytes(), 0o600), writeTo(file, func(w io.Writer) error { return result.Write(w, f.a) })))
		run := &runner{nation: Nation{Dir: dir, Out: filepath.Join(dir, "out")}}
		p := run.extract(intake.Folder{Path: path}, &Scored{Own: f.a, National: f.a, Drawn: f.drawn, File: file})
		must(t, p.outputs(run.nation.Out, []string{file}))
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b *Part) int { return strings.Compare(a.Path, b.Path) })
	m, _, err := Merge(frame(t, r, "type"), parts)
	if err != nil || m.Robust == nil {
		t.Fatal(err)
	}
	found := func() string {
		t.Helper()
		all, err := Verify(m, filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, d := range all {
			names = append(names, strings.TrimSpace(d.Agency+" "+d.Member))
		}
		return strings.Join(names, ", ")
	}
	if got := found(); got != "" {
		t.Fatal(got)
	}
	rank := &m.Agencies[0].Results[result.Self].Rank
	kept := *rank.Interval
	rank.Interval = &result.Interval{Best: kept.Best, Worst: kept.Worst + 1, Method: kept.Method}
	if got := found(); got != "p1 rank.interval" {
		t.Errorf("a changed interval: %q", got)
	}
	rank.Interval = &kept
	m.Robust.Draws = 256
	if got := found(); got != "robust.draws" {
		t.Errorf("another number of draws: %q", got)
	}
	m.Robust.Draws = 128
	must(t, os.Remove(filepath.Join(dir, "b", "out", result.EvidenceFileName)))
	if got := found(); !strings.HasPrefix(got, "nation.parts b evidence, nation.parts b robust.draws, robust, ") {
		t.Errorf("evidence that is gone: %q", got)
	}
}

func writeTo(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}
