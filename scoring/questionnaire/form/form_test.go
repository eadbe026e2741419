package form_test

import (
	"regexp"
	"testing"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

func open(t *testing.T, id string) *rubric.Rubric {
	t.Helper()
	r, err := library.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var (
	longForm  = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	shortForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,19}$`)
)

// In every library rubric each field has codes of its own that every format allows, and is found again by them, also
// behind the names of groups.
func TestCodesOfEveryRubric(t *testing.T) {
	for _, id := range library.IDs() {
		t.Run(id, func(t *testing.T) {
			r := open(t, id)
			m := form.NewMatcher(r, form.DefaultSlots)
			long, short := map[string]bool{}, map[string]bool{}
			for q := range form.New(r, form.Options{}).All() {
				for _, f := range q.Fields() {
					if !longForm.MatchString(f.Code()) || long[f.Code()] {
						t.Errorf("the code %q is not allowed, or not the only one", f.Code())
					}
					if !shortForm.MatchString(f.Short()) || short[f.Short()] {
						t.Errorf("the short code %q of %s is not allowed, or not the only one", f.Short(), f.Code())
					}
					long[f.Code()], short[f.Short()] = true, true
					for _, header := range []string{f.Code(), f.Short(), "group/" + f.Code(), "a-b-" + f.Code(), " " + f.Code()} {
						if found := m.Find(header); len(found) != 1 || found[0] != f {
							t.Errorf("%q is found as %v, want %s", header, found, f.Code())
						}
					}
				}
			}
		})
	}
}

func TestFormKeepsToAgencyAndRole(t *testing.T) {
	r := open(t, "indrajit-5")
	count := func(o form.Options) int {
		n := 0
		for range form.New(r, o).All() {
			n++
		}
		return n
	}
	opd := &agency.Agency{ID: "dinkes", Columns: map[string]string{"type": "dinas"}}
	if all, some := count(form.Options{}), count(form.Options{Agency: opd}); all != 32 || some >= all {
		t.Errorf("a form for all asks %d and one for a dinas %d; want 32, and fewer", all, some)
	}
	asked := 0
	for _, n := range r.Indicators() {
		if n.Asks("public") {
			asked++
		}
	}
	if got := count(form.Options{Role: "public"}); got != asked || got == 0 || got == 32 {
		t.Errorf("the public is asked %d, want %d", got, asked)
	}
}

func TestSlots(t *testing.T) {
	r := open(t, "spbe-2018")
	n := 0
	for q := range form.New(r, form.Options{Slots: 5}).All() {
		if q.Slot > 0 {
			n++
			if f := q.Field(form.Item); f.Code() != q.Node.ID+"__"+string(rune('0'+q.Slot))+"__item" {
				t.Errorf("the item field is %q", f.Code())
			}
		}
	}
	if n != 5 {
		t.Errorf("%d slots, want 5 for the one indicator that repeats", n)
	}
}

func TestFindByLabel(t *testing.T) {
	r := open(t, "indrajit-5")
	m := form.NewMatcher(r, form.DefaultSlots)
	n := r.Indicator("api")
	for _, header := range []string{
		"1.6", n.Title.ID, n.Title.EN, n.Question.ID, "1.6. " + n.Question.EN, "  " + n.Question.ID + " ",
		"Data/" + n.Question.EN,
	} {
		if found := m.Find(header); len(found) != 1 || found[0].Node != n || found[0].Part != form.Value {
			t.Errorf("%q is found as %v", header, found)
		}
	}
	if found := m.Find(n.Question.ID + " – catatan"); len(found) != 1 || found[0].Part != form.Note {
		t.Errorf("a note is found as %v", found)
	}
	if found := m.Find("Berapa suhu di luar?"); len(found) != 0 {
		t.Errorf("a foreign question is found as %v", found)
	}
	// Two indicators with one title are told apart by nobody: both are candidates.
	twin := *n
	twin.ID, twin.Code, twin.Question = "twin", "", rubric.Text{ID: "?", EN: "?"}
	r.Children[0].Children = append(r.Children[0].Children, &twin)
	r.Link()
	if found := form.NewMatcher(r, 1).Find(n.Title.ID); len(found) != 2 {
		t.Errorf("an ambiguous title is found as %v", found)
	}
}

func TestChosen(t *testing.T) {
	r := open(t, "indrajit-5")
	choices := form.Choices(r.Indicator("api"))
	for _, c := range []struct{ cell, want string }{
		{"3", "3"},
		{choices[2].Label("id"), "3"},
		{choices[2].Text.EN, "3"},
		{"TIDAK BERLAKU", "na"},
		{"Don't know", "dk"},
		{"5", ""},
		{"", ""},
	} {
		got := ""
		if found := form.Chosen(choices, c.cell); found != nil {
			got = found.Code
		}
		if got != c.want {
			t.Errorf("%q is the choice %q, want %q", c.cell, got, c.want)
		}
	}
}

func TestFindOption(t *testing.T) {
	r := open(t, "indrajit-5")
	n := r.Indicator("channels")
	n.Levels, n.Answer = nil, &rubric.Answer{Kind: rubric.Multiple, Options: []rubric.Option{
		{ID: "web", Points: 1, Text: rubric.Text{ID: "Situs web", EN: "Web site"}}, {ID: "app", Points: 1, Text: rubric.Text{ID: "Aplikasi", EN: "App"}},
	}}
	m := form.NewMatcher(r, 1)
	for _, header := range []string{"channels/web", "data/channels/web", n.Question.ID + "/Situs web"} {
		if f, option, ok := m.FindOption(header); !ok || f.Node != n || option != "web" {
			t.Errorf("%q is %v %q %v, want channels web", header, f, option, ok)
		}
	}
	if _, _, ok := m.FindOption("api/web"); ok {
		t.Error("an option was found where none is")
	}
}
