package paper

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"siap/internal/pdfdoc/pdftest"
	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

func open(t testing.TB, id string) *rubric.Rubric {
	t.Helper()
	r, err := library.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kinds is an invented rubric with one indicator for each kind of answer.
func kinds(t testing.TB) *rubric.Rubric {
	t.Helper()
	path := filepath.Join("..", "..", "..", "testdata", "kinds.yaml")
	r, problems := rubric.Load(source.Source{Path: path, Name: "kinds.yaml"})
	if problems.HasErrors() {
		t.Fatal(problems.Sorted()[0])
	}
	return r
}

func printed(t testing.TB, f *form.Form, o Options) ([]byte, Printed) {
	t.Helper()
	var out bytes.Buffer
	p, err := Write(&out, f, o)
	if err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("SIAP_KEEP_PDF"); keep != "" { // to look at the pages
		if err := os.WriteFile(keep+"/"+strings.ReplaceAll(t.Name(), "/", "_")+".pdf", out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes(), p
}

// invented is an agency that does not exist.
var invented = &agency.Agency{ID: "dinkes", Name: "Dinas Kesehatan Kota Contoh", Columns: map[string]string{}}

// letters leaves out white space and hyphens, for a line may be broken behind a hyphen, which pdftotext then drops.
func letters(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "-", "")
}

// Of every library rubric each question is printed with its number, its answers and its code, on one page, and every
// page says whose form it is and which rubric it asks by.
func TestFormOfEveryRubric(t *testing.T) {
	for _, id := range library.IDs() {
		for _, lang := range []string{"id", "en"} {
			t.Run(id+" "+lang, func(t *testing.T) {
				r := open(t, id)
				f := form.New(r, form.Options{Agency: invented})
				pdf, _ := printed(t, f, Options{Language: lang, Title: "Contoh", Year: "2025"})
				pdftest.Check(t, pdf)
				pages := pdftest.Text(t, pdf)
				for i, page := range pages {
					for _, want := range []string{"Dinas Kesehatan Kota Contoh (dinkes)", r.ID + " " + r.Version + " · " + f.Fingerprint[:12]} {
						if !strings.Contains(page, want) {
							t.Errorf("page %d does not say %q", i+1, want)
						}
					}
				}
				words := letters(pdftest.Words(t, pdf))
				for q := range f.All() {
					if want := letters(q.Node.Question.In(lang)); !strings.Contains(words, want) {
						t.Errorf("%s: the question is missing: %s", q.Node.ID, want)
					}
					for _, c := range q.Choices {
						if want := letters(c.Text.In(lang)); !strings.Contains(words, want) {
							t.Errorf("%s: the answer is missing: %s", q.Node.ID, want)
						}
					}
					onOnePage(t, pages, q, lang)
				}
			})
		}
	}
}

// A heading is followed by a question on its page.
func TestHeadingsAreFollowed(t *testing.T) {
	for _, id := range library.IDs() {
		f := form.New(open(t, id), form.Options{Agency: invented})
		pages := pdftest.Text(t, first(printed(t, f, Options{Language: "id"})))
		for _, section := range f.Sections {
			title := strings.TrimSpace(section.Node.Code + " " + section.Node.Title.ID)
			found := false
			for _, page := range pages[1:] {
				if _, after, has := strings.Cut(page, title); has {
					found = found || strings.Contains(after, "Catatan:")
				}
			}
			if !found {
				t.Errorf("%s: %q stands on no page with a question below it", id, title)
			}
		}
	}
}

// onOnePage looks for the first and the last line of a question on the same page.
func onOnePage(t *testing.T, pages []string, q form.Question, lang string) {
	t.Helper()
	if q.Slot > 0 { // its slots may stand on the next pages
		return
	}
	code := regexp.MustCompile(`(?m)\s` + regexp.QuoteMeta(q.Field(form.Value).Code()) + `$`)
	note := map[string]string{"id": "Catatan:", "en": "Note:"}[lang]
	for i, page := range pages {
		at := code.FindStringIndex(page)
		if at == nil {
			continue
		}
		if !strings.Contains(page[at[1]:], note) {
			t.Errorf("%s is split: it begins on page %d and ends on another", q.Node.ID, i+1)
		}
		return
	}
	t.Errorf("the code of %s is missing", q.Node.ID)
}

func TestKindsOfAnswer(t *testing.T) {
	pdf, _ := printed(t, form.New(kinds(t), form.Options{}), Options{Language: "id"})
	words := pdftest.Words(t, pdf)
	for _, want := range []string{
		"Ya Tidak Tidak berlaku Tidak tahu",                 // yes or no, with the two special answers
		"Boleh lebih dari satu.", "Situs", "Tidak satu pun", // several of many
		"% (dari 0 sampai 100)",    // a percentage
		"Terhubung", "dari: Semua", // a ratio
		"tanggal", "bulan", "tahun", // a date
		"Instansi: ________", "Kode instansi", // a form for any agency
		"Tulis bilangan dengan angka dan koma desimal",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(words, "Pada pertanyaan bertingkat") != hasLevels(kinds(t)) {
		t.Error("the instructions speak of levels that nobody is asked")
	}
}

func hasLevels(r *rubric.Rubric) bool {
	for _, n := range r.Indicators() {
		if n.Asked() == rubric.Levels {
			return true
		}
	}
	return false
}

// Each slot of an indicator that repeats has its own name line, code and boxes, and the levels are described once.
func TestSlots(t *testing.T) {
	r := open(t, "spbe-2018")
	f := form.New(r, form.Options{Slots: 4})
	pdf, _ := printed(t, f, Options{Language: "id"})
	words := pdftest.Words(t, pdf)
	packed := letters(words)
	for q := range f.All() {
		if q.Slot == 0 {
			continue
		}
		if !strings.Contains(words, q.Field(form.Value).Code()) {
			t.Errorf("slot %d has no code", q.Slot)
		}
		if q.Slot > 1 {
			continue
		}
		for _, l := range q.Node.Levels {
			if n := strings.Count(packed, letters(l.Text.ID)); n != 1 {
				t.Errorf("level %v is described %d times", l.Level, n)
			}
		}
	}
	if n := strings.Count(words, "Nama layanan atau sistem:"); n != 4 {
		t.Errorf("%d lines for names, want 4", n)
	}
	if !strings.Contains(words, "4 dari 4.") {
		t.Error("the slots are not counted")
	}
}

// A respondent with a role answers under a code: nobody is asked to sign with a name but who takes the form in.
func TestFormForARole(t *testing.T) {
	f := form.New(open(t, "indrajit-5"), form.Options{Agency: invented, Role: "public"})
	words := pdftest.Words(t, first(printed(t, f, Options{Language: "id"})))
	if !strings.Contains(words, "Peran responden Masyarakat") || strings.Contains(words, "Diisi oleh") || !strings.Contains(words, "Diterima oleh petugas") {
		t.Error("the form of a respondent must name the role and not ask for a signature")
	}
}

func first(pdf []byte, _ Printed) []byte { return pdf }

func TestTitleFontsAndBytes(t *testing.T) {
	f := form.New(open(t, "egdi"), form.Options{Agency: invented})
	o := Options{Language: "en", Title: "Digital government", Year: "2025"}
	pdf, _ := printed(t, f, o)
	if info := pdftest.Info(t, pdf); !strings.Contains(info, "Digital government 2025 – Dinas Kesehatan Kota Contoh (dinkes)") {
		t.Errorf("the title is not set:\n%s", info)
	}
	fonts := pdftest.Fonts(t, pdf)
	for _, font := range fonts {
		if !regexp.MustCompile(`\byes\s+(yes|no)\s+yes\b`).MatchString(font) {
			t.Errorf("font is not embedded: %s", font)
		}
	}
	if len(fonts) != 2 {
		t.Errorf("%d fonts, want the two weights", len(fonts))
	}
	if again, _ := printed(t, f, o); !bytes.Equal(pdf, again) {
		t.Error("the second file differs")
	}
}

func TestNothingToAsk(t *testing.T) {
	f := form.New(open(t, "egdi"), form.Options{})
	f.Sections = nil
	if _, err := Write(&bytes.Buffer{}, f, Options{}); err == nil {
		t.Error("a form without questions was printed")
	}
}

// Whatever stands in a rubric or in the list of agencies stays text, and a question that is longer than a page goes on
// on the next.
func TestHostileTexts(t *testing.T) {
	for name, s := range map[string]string{
		"emoji":         "😀 Dinas 🚀",
		"right to left": "\u202eexe.fdp \u0627\u0644\u0639",
		"NUL":           "Dinas\x00\x1b[31m",
		"markup":        "<script>alert(1)</script>) Tj ET (",
		"long":          strings.Repeat("Dinas Panjang ", 3000),
		"one long word": strings.Repeat("W", 20000),
		"invalid bytes": "\xff\xfe\xfd",
		"placeholder":   "{nb} {n} {title}",
		"new lines":     strings.Repeat("\n", 5000),
		"empty":         "",
	} {
		t.Run(name, func(t *testing.T) {
			r := kinds(t)
			text := rubric.Text{ID: s, EN: s}
			r.Title = text
			r.Roles = []rubric.Role{{ID: "x", Title: text}, {ID: "y", Title: text}}
			for n := range r.All() {
				n.Title, n.Question, n.Description, n.Evidence, n.Unit = text, text, text, text, s
				for i := range n.Levels {
					n.Levels[i].Text, n.Levels[i].Evidence = text, text
				}
				if n.Answer != nil {
					n.Answer.Numerator, n.Answer.Denominator = text, text
					for i := range n.Answer.Options {
						n.Answer.Options[i].Text = text
					}
				}
			}
			a := &agency.Agency{ID: "a", Name: s, Columns: map[string]string{}}
			pdf, p := printed(t, form.New(r, form.Options{Agency: a}), Options{Title: s, Year: "2025"})
			pdftest.Check(t, pdf)
			if p.Pages > 400 {
				t.Errorf("%d pages", p.Pages)
			}
			if name == "emoji" && p.Replaced == 0 {
				t.Error("the emoji were not counted")
			}
		})
	}
}
