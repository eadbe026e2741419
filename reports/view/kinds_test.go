package view

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// load reads one of the invented rubrics of testdata.
func load(t testing.TB, name string) *rubric.Rubric {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, list := rubric.Parse(name, data)
	if list.HasErrors() {
		t.Fatalf("%s: %+v", name, list.All())
	}
	return r
}

// answered assesses the agencies p, q and r on the answers, by agency and indicator; an indicator may be followed by
// "/" and an item. NaN is a row without an answer.
func answered(t testing.TB, r *rubric.Rubric, answers map[string]map[string]float64, o scoring.Options, items ...questionnaire.Evidence) *result.Assessment {
	t.Helper()
	in := scoring.Input{Rubric: r, Evidence: items, Until: telemetry.Date{Year: 2026, Month: time.January, Day: 1}}
	var all []*agency.Agency
	for _, id := range []string{"p", "q", "r"} {
		all = append(all, &agency.Agency{ID: id, Name: "Dinas " + strings.ToUpper(id), Type: "dinas", Weight: 1, Zone: agency.WITA})
		for where, x := range answers[id] {
			indicator, item, _ := strings.Cut(where, "/")
			value := questionnaire.Value{Number: x, State: questionnaire.Known}
			if math.IsNaN(x) {
				value = questionnaire.Value{}
			}
			in.Answers = append(in.Answers, questionnaire.Answer{Agency: id, Indicator: indicator, Item: item, Claim: value})
		}
	}
	in.Agencies = agency.NewList(all, nil)
	a, err := scoring.Assess(in, o)
	if err != nil {
		t.Fatal(err)
	}
	a.Window = result.Window{From: "2025-01-01", To: "2026-01-01"}
	return a
}

// june is 1 June 2025 in days since 1970: 55 years of 365 days, 14 leap days (1972 to 2024), and 31+28+31+30+31 of 2025.
const june = 55*365 + 14 + 151

// kinds are the answers of testdata/kinds.yaml: of p all but the external index, of r few.
func kinds(t testing.TB, o scoring.Options) *result.Assessment {
	return answered(t, load(t, "kinds"), map[string]map[string]float64{
		"p": {
			"filled": 12.0 / 40, "trained": 45, "audited": june, "policy": 1, "portal": 100, "services": 4, "maturity": 100,
			"traffic": 15, "budget": 30, "complaints": 12, "users": 700, "left": 80, "right": 3, "strong": 90, "weak": 40,
		},
		"q": {
			"filled": 0.75, "trained": 80, "audited": june - 730, "policy": 0, "portal": 0, "services": 1, "maturity": 50,
			"traffic": 4, "national": 72, "budget": 10, "complaints": 4, "users": 300, "left": 20, "right": 30, "strong": 50, "weak": 50,
		},
		"r": {"audited": june + 300, "budget": 50, "complaints": 5, "users": 500, "left": 60},
	}, o, questionnaire.Evidence{Agency: "p", Indicator: "maturity", Level: 100, Title: "Laporan", Status: "diterima"})
}

// explained gives all sentences and lines of a step and those below it.
func explained(t testing.TB, a *result.Assessment, agency, node, lang string, records ...result.Record) string {
	t.Helper()
	s, err := Explain(a, a.Agency(agency), node, records, lang)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var write func(s *Step)
	write = func(s *Step) {
		b.WriteString(s.Title + "\n" + s.Sentence + "\n" + strings.Join(s.Lines, "\n") + "\n")
		for _, p := range s.Parts {
			write(p)
		}
	}
	write(s)
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

// What explain must say of each kind of answer and of each way of combining; the arithmetic is in the words wanted.
func TestExplainEveryKind(t *testing.T) {
	a := kinds(t, scoring.Options{Basis: result.Self})
	for node, want := range map[string]map[string][]string{
		"filled":  {"id": {"garis lurus: 0 → 0,0; 1 → 100,0", "jabatan terisi dibagi jabatan yang diperlukan", "jawaban 0,3: 0 + (0,3 − 0) ÷ (1 − 0) × 100 = 30,0"}},
		"trained": {"id": {"0 % → 0,0; 66 % → 100,0", "jawaban 45 %: 0 + (45 − 0) ÷ (66 − 0) × 100 = 68,2"}, "en": {"answer 45%: 0 + (45 − 0) ÷ (66 − 0) × 100 = 68.2"}},
		"audited": {"id": {"jawaban 214 hari, baris “0 sampai 365 hari” → skor 100,0"}, "en": {"answer 214 days, row “0 to 365 days” → score 100.0"}},
		"policy":  {"id": {"tidak → 0,0; ya → 100,0", "jawaban ya → skor 100,0"}},
		// (1 + 3 points)
		"services": {"id": {"jawaban 4 poin, mencapai batas 4 poin → skor 100,0"}},
		"traffic":  {"id": {"di luar kedua batas garisnya berlanjut", "jawaban 15 ribu: 0 + (15 − 0) ÷ (10 − 0) × 100 = 150,0"}},
		"national": {"id": {"60,0: NILAI SEMENTARA, bukan temuan", "dari indeks lain: Indeks Nasional (Badan Contoh)"}, "en": {"60.0: a STAND-IN"}},
		"budget":   {"id": {"dibandingkan dengan 3 instansi, terendah 10 miliar, tertinggi 50 miliar: 0 + (30 − 10) ÷ (50 − 10) × 100 → skor 50,0"}},
		// 12, 4, 5: mean 7, s² = (25 + 9 + 4)/2 = 19; 50 − 100/6 · 5/4.3589 = 30.88
		"complaints": {"id": {"rata-rata 7, simpangan baku 4,3589: 50 − 16,6667 × (12 − 7) ÷ 4,3589 → skor 30,9"}},
		"users":      {"id": {"dibandingkan dengan 3 instansi: 2 di bawahnya, 0 lainnya sama, jadi tempatnya 100,0 % dari urutan → skor 100,0"}},
		"right":      {"id": {"1 hari → 100,0; 5 hari → 60,0; 30 hari → 0,0", "jawaban 3 hari: 100 + (3 − 1) ÷ (5 − 1) × (60 − 100) = 80,0"}},
		"":           {"id": {"68,3 = 83,0^0,4286 (Pegawai) × 60,0^0,1429 (Bukti) × ", "rata-rata geometrik berbobot"}, "en": {"68.3 = 83.0^0.4286 (Staff)", "weighted geometric mean"}},
		"proof":      {"id": {"60,0: yang terendah dari 3 nilai, yaitu Indeks nasional", "PERHATIAN, nilai sementara karena indeks asalnya belum diketahui: Indeks nasional"}},
		"compared":   {"id": {"50,0: median berbobot dari 30,9 (Keluhan, bobot 0,3333); 50,0 (Anggaran, bobot 0,3333); 100,0 (Pemakai"}},
		"pair":       {"id": {"80,0 = 1 ÷ (0,5000 ÷ 80,0 (Kiri) + 0,5000 ÷ 80,0 (Kanan))", "rata-rata harmonik"}},
		// (0.25·√90 + 0.75·√40)² = 50.62
		"power": {"id": {"50,6 = (0,2500 × 90,0^0,5 (Kuat) + 0,7500 × 40,0^0,5 (Lemah))^(1 ÷ 0,5)"}},
		// Shares: weights 3, 1, 1, 1, 1; trained 3/7/6 = 7.14 %, left 1/7/2 = 7.14 %: (68.18 + 80)/2 = 74.09
		"ease": {"id": {"74,1 = (7,14 % × 68,2 (Pegawai terlatih) + 7,14 % × 80,0 (Kiri)) ÷ (7,14 % + 7,14 %)", "menurut bagian setiap indikator dalam indeks"}},
		// Nobody's evidence proves 50, so 100 does not count.
		"maturity": {"id": {"penilaian mandiri 100,0 (dijelaskan di sini); hanya data dukung diterima 0,0"}, "en": {"accepted evidence only 0.0"}},
	} {
		for lang, words := range want {
			got := explained(t, a, "p", node, lang)
			for _, w := range words {
				if !strings.Contains(got, w) {
					t.Errorf("%q in %s lacks %q:\n%s", node, lang, w, got)
				}
			}
		}
	}
	if got := explained(t, a, "r", "audited", "id"); !strings.Contains(got, "di luar tabel konversi") {
		t.Errorf("a date after the window is in no row: %s", got)
	}
}

// With accepted evidence as the basis explain says which level's evidence is missing, what is wanted for it, and what
// was accepted without counting.
func TestExplainAcceptedEvidence(t *testing.T) {
	a := kinds(t, scoring.Options{Basis: result.Accepted})
	hundred, claim := 100.0, 100.0
	got := explained(t, a, "p", "maturity", "id",
		result.Record{Kind: result.KindAnswer, Agency: "p", Indicator: "maturity", Claim: &claim},
		result.Record{Kind: result.KindEvidence, Agency: "p", Indicator: "maturity", Level: &hundred, Title: "Laporan", Status: "diterima"})
	for _, want := range []string{
		"0,0: yang terbukti dengan data dukung yang diterima",
		"belum ada data dukung yang diterima untuk tingkat 50, sehingga yang diterima untuk tingkat 100 belum dihitung dan terbukti tingkat 0",
		"Data dukung yang diminta untuk tingkat 50: surat keputusan",
		"data dukung untuk tingkat 100: Laporan (diterima)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	r := New(a, "id")
	if r.Basis != "Hanya data dukung diterima" || r.ClaimTitle != "Terbukti" {
		t.Errorf("the basis is called %q, its claims %q", r.Basis, r.ClaimTitle)
	}
	if en := New(a, "en"); en.Basis != "Accepted evidence only" {
		t.Errorf("in English the basis is called %q", en.Basis)
	}
}

// A date and a ratio are told as they were answered.
func TestExplainAnswers(t *testing.T) {
	a := kinds(t, scoring.Options{Basis: result.Self})
	date, ratio, over, under, web := float64(june), 0.3, 12.0, 40.0, 100.0
	for node, c := range map[string]struct {
		r    result.Record
		want string
	}{
		// 1 June to 1 January: 29 days of June after the first, 31+31+30+31+30+31 and the first of January: 214.
		"audited": {result.Record{Claim: &date}, "1 Juni 2025, berumur 214 hari pada akhir jendela waktu"},
		"filled":  {result.Record{Claim: &ratio, Numerator: &over, Denominator: &under}, "12 ÷ 40 = 0,3"},
		"portal":  {result.Record{Claim: &web}, "“situs” (100 poin)"},
	} {
		c.r.Kind, c.r.Agency, c.r.Indicator = result.KindAnswer, "p", node
		if got := explained(t, a, "p", node, "id", c.r); !strings.Contains(got, c.want) {
			t.Errorf("%s lacks %q:\n%s", node, c.want, got)
		}
	}
	// The two numbers of the claim are not told of an assessor's value that is another ratio.
	a = kinds(t, scoring.Options{Basis: result.Self})
	a.Options.Basis = result.Assessed
	assessed := 0.25
	got := explained(t, a, "p", "filled", "id", result.Record{
		Kind: result.KindAnswer, Agency: "p", Indicator: "filled", Claim: &ratio, Assessed: &assessed, Numerator: &over, Denominator: &under,
	})
	if strings.Contains(got, "÷ 40") || !strings.Contains(got, "0,25") {
		t.Errorf("an assessor's 0.25 beside a claim of 12/40 is told as\n%s", got)
	}
}

func agencyIn(t *testing.T, r *Report, id string) *Agency {
	t.Helper()
	for _, a := range r.Agencies {
		if a.ID == id {
			return a
		}
	}
	t.Fatalf("no agency %s", id)
	return nil
}

// Under other ways of combining than the mean an effect is that of computing the index again. The index of p is
//
//	staff^(3/7) · proof^(1/7) · compared^(1/7) · pair^(1/7) · power^(1/7)
//
// where staff is the mean of six, proof the lowest of three (60, a stand-in), compared a median of three.
func TestEffectsAreComputedAgain(t *testing.T) {
	b := newBuilder(kinds(t, scoring.Options{Basis: result.Self}), "id")
	e := b.byID["p"]
	index := *e.scores.Index.Value
	staff := (30 + 45/0.66 + 400) / 6
	pair := func(left float64) float64 { return 2 / (1/left + 1/80.0) }
	near(t, "the index", index, math.Pow(staff, 3.0/7)*
		math.Pow(60*50*pair(80)*math.Pow(0.25*math.Sqrt(90)+0.75*math.Sqrt(40), 2), 1.0/7))
	for id, c := range map[string]struct{ to, want float64 }{
		"filled":   {100, index*math.Pow((staff+70.0/6)/staff, 3.0/7) - index},
		"left":     {40, index*math.Pow(pair(40)/pair(80), 1.0/7) - index},
		"maturity": {50, index*math.Pow(50/60.0, 1.0/7) - index}, // it becomes the lowest
		"traffic":  {100, 0},                                     // and this stays above it
		"users":    {60, 0},                                      // still the highest of three: the median stays 50
		"budget":   {70, index*math.Pow(70/50.0, 1.0/7) - index}, // the middle one moves
	} {
		if got := b.effect(e, b.tree.Node(id), c.to); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s to %v moves the index by %v, want %v", id, c.to, got, c.want)
		}
	}
	a := agencyIn(t, New(b.a, "id"), "p")
	for _, f := range slices.Concat(a.Supporting, a.Inhibiting) {
		if f.Indicator == "national" {
			t.Error("a stand-in is called a factor")
		}
		if under := slices.Contains([]string{"maturity", "traffic", "budget", "users"}, f.Indicator); under == f.Weight.Known {
			t.Errorf("%s has the weight %q", f.Indicator, f.Weight.Text)
		}
	}
	if !slices.Equal(a.Placeholders, []string{"Indeks nasional"}) || !slices.Contains(a.Unknown, "Indeks nasional") {
		t.Errorf("stand-ins %v, unknown %v", a.Placeholders, a.Unknown)
	}
	if !slices.ContainsFunc(New(b.a, "en").Summary, func(s string) bool { return strings.Contains(s, "only stand in") }) {
		t.Error("the summary does not warn of the stand-in")
	}
}

// What explain and the charts do with a value beyond the scale, which open goalposts give: the number is printed as it
// is, and drawn at the end.
func TestBeyondTheScale(t *testing.T) {
	r := New(kinds(t, scoring.Options{Basis: result.Self}), "id")
	for _, in := range agencyIn(t, r, "p").Indicators {
		if in.ID == "traffic" {
			if in.Value.Text != "150,0" || in.Raw != "15\u00a0ribu" {
				t.Errorf("visits are %q from %q", in.Value.Text, in.Raw)
			}
			if at := r.Scale.Part(in.Value.Value); at != 1 || r.Scale.Within(in.Value.Value) != 100 {
				t.Errorf("drawn at %v", at)
			}
		}
	}
	for x, want := range map[float64]float64{-5: 0, 0: 0, 25: 0.25, 100: 1, 1e9: 1, math.NaN(): 0, math.Inf(1): 1, math.Inf(-1): 0} {
		if got := r.Scale.Part(x); got != want {
			t.Errorf("%v is drawn at %v, want %v", x, got, want)
		}
	}
}

// The second views over all agencies and in a profile. openness: filled and trained, each 3/7/6 of the index.
func TestViews(t *testing.T) {
	r := New(kinds(t, scoring.Options{Basis: result.Self}), "en")
	if len(r.Views) != 1 || r.Views[0].Title != "Principles of service" || len(r.Views[0].Tags) != 2 || len(r.Views[0].Rows) != 3 {
		t.Fatalf("views: %+v", r.Views)
	}
	tag := r.Views[0].Tags[0]
	if tag.Title != "Openness" || tag.Indicators != 2 || tag.Share.Text != "14.3%" || tag.Known != 2 {
		t.Errorf("openness over all: %+v", tag)
	}
	p := agencyIn(t, r, "p")
	if len(p.Views) != 1 {
		t.Fatalf("p has %d views", len(p.Views))
	}
	near(t, "openness of p: (30 + 68.18)/2", p.Views[0].Tags[0].Value.Value, (30+45/0.66)/2)
	if p.Views[0].Tags[0].Band.Title != "Middle" {
		t.Errorf("its band is %q", p.Views[0].Tags[0].Band.Title)
	}
	// r has no answer for openness and half of what ease is made of.
	if one := agencyIn(t, r, "r").Views[0].Tags; one[0].Value.Known || one[0].Value.Reason == "" || one[1].Coverage.Text != "50%" {
		t.Errorf("r: %+v", one)
	}
	a := kinds(t, scoring.Options{Basis: result.Self})
	for _, one := range a.Agencies {
		for _, s := range one.Results {
			s.Tags = nil
		}
	}
	if r := New(a, "id"); r.Views != nil || r.Agencies[0].Views != nil {
		t.Error("an assessment without tags has views")
	}
	if r := New(assessment(scored("x", "dinas", 1, 1, 4, 2, 1)), "id"); r.Views != nil {
		t.Error("a rubric without views has one")
	}
}

// Three bases side by side, the headline first, and none of them in another's numbers.
func TestBasesSideBySide(t *testing.T) {
	p := agencyIn(t, New(kinds(t, scoring.Options{Basis: result.Self}), "id"), "p")
	if !slices.Equal(p.Bases.Titles, []string{"Penilaian mandiri", "Hanya data dukung diterima"}) || len(p.Bases.Rows) != 6 {
		t.Fatalf("bases: %+v", p.Bases)
	}
	if row := p.Bases.Rows[2]; row.Title != "Bukti" || row.Cells[0].Value.Text != "60,0" || row.Cells[1].Value.Text != "0,0" {
		t.Errorf("proof: %+v", row)
	}
	if alone := agencyIn(t, New(assessment(scored("x", "dinas", 1, 1, 4, 2, 1)), "id"), "x"); len(alone.Bases.Rows) != 0 {
		t.Error("one basis is compared with itself")
	}
}

// summed are the answers of testdata/summed.yaml. Services of p: three rows known of four (one desk, two of three
// services): (30 + 10 + 20)/3 = 20 on 0–40; technology (24 + 6)/2 = 15 on 0–30, twice: the index is 20 + 2·15 = 50.
func summed(t testing.TB) *result.Assessment {
	return answered(t, load(t, "summed"), map[string]map[string]float64{
		"p": {"desk": 30, "each/KTP": 10, "each/KK": 20, "each/Akta": math.NaN(), "network": 24, "centre": 6},
		"q": {"desk": 40, "each/KTP": 40, "network": 30},
		"r": {"network": 9, "centre": 15},
	}, scoring.Options{})
}

// Rows that count like indicators: 20.0 of three rows, and not the 22.5 that is the mean of desk and of the services'
// own mean. Of r the services are unknown: 2·12 of 60 points are taken for all 100.
func TestExplainRowsAndSums(t *testing.T) {
	a := summed(t)
	for _, c := range []struct{ agency, node, lang, want string }{
		{"p", "service", "id", "setiap baris dihitung seperti satu indikator, 3 semuanya: (1 × 1 × 30,0 (Loket) + 1 × 2 × 15,0 (Setiap layanan)) ÷ (1 × 1 + 1 × 2) = 20,0; rata-rata 2 indikator tanpa memperhatikan barisnya akan menjadi 22,5"},
		{"p", "service", "en", "the mean of the 2 indicators regardless of their rows would be 22.5"},
		{"p", "service", "id", "nilainya pada skala 0–40"},
		{"p", "service", "id", "predikat: Lumayan"},
		{"p", "each", "id", "15,0: rata-rata 2 dari 3 baris"},
		{"p", "", "id", "50,0 = 1 × 20,0 (Layanan) + 2 × 15,0 (Teknologi)"},
		{"r", "", "id", "40,0 = (2 × 12,0 (Teknologi)) ÷ 60 × 100"},
		{"r", "", "en", "only 60 of the 100 points possible are known"},
		{"r", "", "id", "belum diketahui, dianggap seperti yang diketahui: Layanan"},
	} {
		if got := explained(t, a, c.agency, c.node, c.lang); !strings.Contains(got, c.want) {
			t.Errorf("%s %s lacks %q:\n%s", c.agency, c.node, c.want, got)
		}
	}
	if got := explained(t, a, "p", "technology", "id"); strings.Contains(got, "predikat") {
		t.Errorf("a node on a scale of its own has a band of the index's scale:\n%s", got)
	}
}

// Whatever is compared or drawn is so on the node's own scale. Services have bands of their own, whose second-highest
// begins at 15; technology has none, so the index's limit of 40 % becomes 12 of 30.
func TestOwnScales(t *testing.T) {
	r := New(summed(t), "id")
	if !r.OwnScales || !r.OwnBands || r.Dimensions[0].OwnScale != "skala 0–40" || r.Dimensions[1].Scale.Max != 30 {
		t.Fatalf("dimensions: %+v", r.Dimensions)
	}
	// The scales make up 40 and 2·30 of the index's 100 points.
	if r.Dimensions[0].Weight.Text != "40,0 %" || r.Dimensions[1].Weight.Text != "60,0 %" {
		t.Errorf("weights %s and %s", r.Dimensions[0].Weight.Text, r.Dimensions[1].Weight.Text)
	}
	p := agencyIn(t, r, "p")
	services, technology := p.Dimensions[0], p.Dimensions[1]
	near(t, "reference of services", services.Reference.Value, 15)
	near(t, "reference of technology", technology.Reference.Value, 12)
	if services.Band.Title != "Lumayan" || technology.Band.ID != "" {
		t.Errorf("bands %q and %q", services.Band.Title, technology.Band.Title)
	}
	if cell := r.HeatMap[1].Cells[1]; cell.Scale.Max != 30 || cell.Band.ID != "" {
		t.Errorf("cell of technology: %+v", cell)
	}
	want := map[string][2]float64{ // contribution, share of the index
		"desk":    {(30.0 - 15) / 3, 0.4 / 3},     // a third of services, which count as they are
		"each":    {0, 0.4 * 2 / 3},               // 15 is the reference
		"network": {2 * (24.0 - 12) / 2, 0.6 / 2}, // half of technology, which counts twice
		"centre":  {2 * (6.0 - 12) / 2, 0.6 / 2},
	}
	seen := 0
	for _, f := range slices.Concat(p.Supporting, p.Inhibiting) {
		near(t, "contribution of "+f.Indicator, f.Contribution.Value, want[f.Indicator][0])
		near(t, "share of "+f.Indicator, f.Weight.Value, want[f.Indicator][1])
		seen++
	}
	if seen != 3 {
		t.Errorf("%d factors, want 3", seen)
	}
	if !slices.ContainsFunc(r.Summary, func(s string) bool { return strings.Contains(s, "skala 0–40") }) {
		t.Errorf("the summary compares scales without naming them: %v", r.Summary)
	}
}

// Methods are told as they are, in both languages, without a key left over.
func TestMethodOfEveryRubric(t *testing.T) {
	for lang, want := range map[string][]string{
		"id": {"Indeks adalah rata-rata geometrik berbobot", "Sebagai nilai terendah dihitung: Bukti.", "Sebagai rata-rata pangkat berbobot (p = 0,5)", "indeks dihitung ulang", "Sebagian skor membandingkan instansi"},
		"en": {"The index is the weighted geometric mean", "Computed as the lowest value: Proof.", "computed again"},
	} {
		r := New(kinds(t, scoring.Options{Basis: result.Self}), lang)
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(text), w) {
				t.Errorf("%s: the method lacks %q", lang, w)
			}
		}
		if len(r.Method.Conversions) != 11 { // all 16 but portal, maturity, left, strong and weak
			t.Errorf("%s: %d conversions: %+v", lang, len(r.Method.Conversions), r.Method.Conversions)
		}
		for _, left := range []string{`"view.`, `"explain.`, "{how}", "{n}", "{names}"} {
			if strings.Contains(string(text), left) {
				t.Errorf("%s: %q is left over", lang, left)
			}
		}
	}
	if text := New(summed(t), "id").Method.Paragraphs[1].Text; !strings.HasPrefix(text, "Indeks adalah jumlah berbobot") {
		t.Errorf("sum: %s", text)
	}
}
