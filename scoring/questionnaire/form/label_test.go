package form_test

import (
	"testing"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/questionnaire/form"
)

// In every library rubric each field is found again by the label that our own forms give it, in either language, alone
// and behind the names of groups.
func TestLabelsOfEveryRubric(t *testing.T) {
	for _, id := range library.IDs() {
		t.Run(id, func(t *testing.T) {
			r := open(t, id)
			m := form.NewMatcher(r, form.DefaultSlots)
			for q := range form.New(r, form.Options{}).All() {
				fields := q.Fields()
				for _, p := range []form.Part{form.Special, form.Numerator, form.Denominator} {
					if len(q.Choices) == 0 && (p == form.Special || q.Node.Asked() == rubric.Ratio) {
						fields = append(fields, q.Field(p))
					}
				}
				for _, f := range fields {
					for _, lang := range []string{"id", "en"} {
						label := m.Label(f, lang)
						for _, header := range []string{label, "Kelompok/" + label, " " + label} {
							if found := m.Find(header); len(found) != 1 || found[0] != f {
								t.Fatalf("%q of %s is found as %v", header, f.Code(), found)
							}
						}
					}
				}
			}
		})
	}
}

// twins is a rubric with two questions of the same words and one of each kind that typed formats treat apart.
func twins() *rubric.Rubric {
	text := func(s string) rubric.Text { return rubric.Text{ID: s, EN: s + " (en)"} }
	level := []rubric.Level{{Level: 0, Text: text("belum")}, {Level: 2.5, Text: text("sudah")}}
	r := &rubric.Rubric{ID: "twins", Version: "1.0", Scale: rubric.Scale{Min: 0, Max: 5}, Children: []*rubric.Node{{ID: "d", Title: text("D"), Children: []*rubric.Node{
		{ID: "one", Title: text("Sama"), Question: text("Sama?"), Levels: level},
		{ID: "two", Title: text("Sama"), Question: text("Sama?"), Levels: level},
		{ID: "share", Title: text("Bagian"), Question: text("Ya/tidak: berapa?"), Answer: &rubric.Answer{
			Kind: rubric.Ratio, Numerator: text("Layanan daring"), Denominator: text("Semua layanan"),
		}},
		{ID: "channels", Title: text("Kanal"), Question: text("Kanal apa?"), Answer: &rubric.Answer{Kind: rubric.Multiple, Options: []rubric.Option{
			{ID: "web", Text: text("Situs web")}, {ID: "app", Text: text("Aplikasi Android/iOS")}, {ID: "a1", Text: text("Loket")},
		}}},
		{ID: "law", Title: text("Aturan"), Question: text("Ada aturan?"), Answer: &rubric.Answer{Kind: rubric.YesNo}},
	}}}}
	r.Link()
	return r
}

func TestLabelsThatOthersHave(t *testing.T) {
	r := twins()
	m := form.NewMatcher(r, 1)
	one := form.Field{Node: r.Indicator("one")}
	if got := m.Label(one, "id"); got != "Sama? [one]" {
		t.Errorf("the label is %q; it needs the code, for another question has the same words", got)
	}
	if found := m.Find("Sama?"); len(found) != 2 {
		t.Errorf("the words alone are found as %v, want both questions", found)
	}
	if found := m.Find("D/Sama? (en) – note [two__note]"); len(found) != 1 || found[0].Code() != "two__note" {
		t.Errorf("the label with the code is found as %v", found)
	}
	if found := m.Find("Ada aturan? [one]"); len(found) != 0 {
		t.Errorf("another question's code behind a label is found as %v", found)
	}
	ratio := form.Field{Node: r.Indicator("share"), Part: form.Numerator}
	if got := ratio.Label("id"); got != "Ya/tidak: berapa? – pembilang: Layanan daring" {
		t.Errorf("the label of a numerator is %q", got)
	}
	for _, header := range []string{ratio.Label("id"), "Kelompok/" + ratio.Label("en"), "Bagian – numerator", "share__part"} {
		if found := m.Find(header); len(found) != 1 || found[0] != ratio {
			t.Errorf("%q is found as %v", header, found)
		}
	}
}

func TestFindOptionInEveryFormat(t *testing.T) {
	r := twins()
	m := form.NewMatcher(r, 1)
	for header, want := range map[string]string{
		"channels/web": "web", "d/channels/app": "app", "g-channels/web": "web", "Kanal apa?/Aplikasi Android/iOS": "app",
		"D/Kanal apa? (en)/Aplikasi Android/iOS (en)": "app", "Kanal apa?[Situs web]": "web", "channels[A1]": "web",
		"channels[A3]": "a1", "channels[NA]": "na", "channels/a1": "a1", "Kanal apa? [Loket]": "a1",
	} {
		if f, option, ok := m.FindOption(header); !ok || f.Node.ID != "channels" || option != want {
			t.Errorf("%q is %v %q %v, want %q", header, f.Node, option, ok, want)
		}
	}
	for _, header := range []string{"channels/tv", "law/yes", "channels[A9]", "channels", "/", "[]"} {
		if f, option, ok := m.FindOption(header); ok {
			t.Errorf("%q is %v %q, want nothing", header, f, option)
		}
	}
}

func TestShortChoices(t *testing.T) {
	r := twins()
	for id, want := range map[string][]string{
		"one": {"A0", "A2P5", "NA", "DK"}, "channels": {"A1", "A2", "A3", "NA", "DK"}, "law": {"Y", "N", "NA", "DK"}, "share": {},
	} {
		got := form.ShortChoices(r.Indicator(id))
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", id, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", id, got, want)
			}
		}
	}
}

func TestAgencyCodes(t *testing.T) {
	if got := form.AgencyCode("dinkes_2"); got != "dinkes_2" {
		t.Errorf("an id that any format allows became %q", got)
	}
	a, b := form.AgencyCode("rsud.aws"), form.AgencyCode("rsud-aws")
	if a == b || !longForm.MatchString(a) || !longForm.MatchString(b) {
		t.Errorf("rsud.aws became %q and rsud-aws %q", a, b)
	}
	var ids []string
	for i := range 3000 {
		ids = append(ids, "opd"+form.LevelCode(float64(i)))
	}
	codes, taken := form.AgencyShorts(ids), map[string]bool{}
	for _, id := range ids {
		c := codes[id]
		if len(c) != 5 || c[0] < 'a' || c[0] > 'z' || !shortForm.MatchString(c) || taken[c] {
			t.Fatalf("%s has the code %q", id, c)
		}
		taken[c] = true
	}
	if one := form.AgencyShorts(ids[:1])[ids[0]]; one != codes[ids[0]] {
		t.Errorf("the code of %s is %q alone and %q among others", ids[0], one, codes[ids[0]])
	}
}

func TestFindOwn(t *testing.T) {
	for header, want := range map[string]string{
		"agency": "agency", "Data/Instansi": "agency", "g-agency": "agency", "Nama OPD:": "agency", "Respondent code": "respondent",
		"Kode Responden": "respondent", "peran": "role", "siap_form": "siap_form", "siapform": "siap_form", "Your name": "", "": "",
	} {
		if got := form.FindOwn(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}

func TestVersion(t *testing.T) {
	r := twins()
	print := r.Fingerprints().Scoring
	for _, c := range []struct {
		version        string
		outdated, told bool
	}{
		{form.Version(r), false, true},
		{"0.9-0123456789ab", true, true},
		{"2026010101", false, false},
		{"vAb3-xyz", false, false},
		{"", false, false},
	} {
		if outdated, told := form.Outdated(print, c.version); outdated != c.outdated || told != c.told {
			t.Errorf("%q: outdated %v, told %v", c.version, outdated, told)
		}
	}
}
