package page

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
)

func both(s string) rubric.Text { return rubric.Text{ID: s, EN: s} }

func ptr(x float64) *float64 { return &x }

// every is a rubric with every kind of answer; word is put into every text of it.
func every(word string) *rubric.Rubric {
	levels := func(at ...float64) (out []rubric.Level) {
		for _, x := range at {
			out = append(out, rubric.Level{Level: x, Text: both("tingkat " + form.LevelCode(x) + word), Evidence: both("bukti" + word)})
		}
		return out
	}
	options := []rubric.Option{
		{ID: "web", Points: 2, Text: both("Situs web" + word)}, {ID: "app", Points: 1.5, Text: both("Aplikasi" + word)}, {ID: "sms", Points: 1, Text: both("SMS" + word)},
	}
	of := func(id string, a *rubric.Answer) *rubric.Node {
		return &rubric.Node{ID: id, Title: both("Judul " + id + word), Question: both("Pertanyaan " + id + "?" + word), Description: both("Uraian" + word), Weight: 1, Answer: a, Evidence: both("Contoh" + word)}
	}
	level := of("level", nil)
	level.Code, level.Levels, level.Cumulative = "1.1", levels(0, 1, 2), true
	half := of("half", nil)
	half.Levels = levels(-1, 0.5, 2.5)
	services := of("services", nil)
	services.Levels, services.Repeats = levels(1, 2, 3), rubric.RepeatRows
	staff := of("staff_only", &rubric.Answer{Kind: rubric.YesNo})
	staff.AskedOf = []string{"staff"}
	province := of("province_only", &rubric.Answer{Kind: rubric.YesNo})
	province.AppliesTo = map[string][]string{"type": {"provinsi"}}
	budget := of("budget", &rubric.Answer{Kind: rubric.Number, Limits: &rubric.Limits{Min: ptr(0), Max: ptr(1000)}})
	budget.Unit, budget.Score = "juta"+word, &rubric.Score{Method: rubric.Goalposts, Min: ptr(0), Max: ptr(1000)}
	table := of("table", &rubric.Answer{Kind: rubric.Number})
	table.Score = &rubric.Score{Method: rubric.Steps, Rows: []rubric.Row{{From: ptr(0), Below: ptr(10), Score: 1}, {Above: ptr(20), To: ptr(30), Score: 2}}}
	open := of("open", &rubric.Answer{Kind: rubric.Number})
	open.Score = &rubric.Score{Method: rubric.MinMax}
	open.External = &rubric.External{Index: both("Indeks lain" + word), Steward: "BPS" + word}
	rowsOfShare := of("shares", &rubric.Answer{Kind: rubric.Percentage})
	rowsOfShare.Repeats = rubric.RepeatMean
	r := &rubric.Rubric{
		ID: "uji", Version: "1.0", Title: both("Rubrik uji" + word), Scale: rubric.Scale{Min: 1, Max: 5},
		Roles: []rubric.Role{{ID: "staff", Title: both("Pegawai" + word), Weight: 1}, {ID: "public", Title: both("Masyarakat" + word), Weight: 1}},
		Children: []*rubric.Node{
			{ID: "first", Code: "D1", Title: both("Dimensi satu" + word), Description: both("Uraian" + word), Weight: 1, Children: []*rubric.Node{
				{ID: "aspect", Title: both("Aspek" + word), Weight: 1, Children: []*rubric.Node{level, half}},
				{
					ID: "other", Title: both("Aspek lain" + word), Weight: 1,
					Children: []*rubric.Node{of("yes", &rubric.Answer{Kind: rubric.YesNo}), of("choice", &rubric.Answer{Kind: rubric.Choice, Options: options}), of("several", &rubric.Answer{Kind: rubric.Multiple, Options: options})},
				},
			}},
			{ID: "second", Title: both("Dimensi dua" + word), Weight: 1, Children: []*rubric.Node{
				budget, table, open,
				of("percent", &rubric.Answer{Kind: rubric.Percentage}),
				of("ratio", &rubric.Answer{Kind: rubric.Ratio, Numerator: both("yang daring" + word), Denominator: both("semua" + word), Limits: &rubric.Limits{Max: ptr(1)}}),
				of("date", &rubric.Answer{Kind: rubric.Date}),
				services, rowsOfShare, staff, province,
				{ID: "measured_only", Title: both("Hanya diukur" + word), Weight: 1},
			}},
			of("alone", &rubric.Answer{Kind: rubric.YesNo}),
		},
	}
	r.Link()
	return r
}

func written(t testing.TB, f *form.Form, o Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, f, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var dinkes = &agency.Agency{ID: "dinkes", Name: "Dinas Kesehatan", Columns: map[string]string{"type": "provinsi"}}

func open(t testing.TB, id string) *rubric.Rubric {
	t.Helper()
	r, err := library.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Each form is small enough for a chat app and a slow phone, and the same bytes every time.
func TestSizeOfEveryRubric(t *testing.T) {
	for _, id := range library.IDs() {
		for _, lang := range l10n.Languages {
			f := form.New(open(t, id), form.Options{Agency: dinkes})
			page := written(t, f, Options{Language: lang})
			if len(page) > 300_000 {
				t.Errorf("%s in %s has %d bytes", id, lang, len(page))
			}
			if !bytes.Equal(page, written(t, form.New(open(t, id), form.Options{Agency: dinkes}), Options{Language: lang})) {
				t.Errorf("%s in %s: the same form gives other bytes", id, lang)
			}
			if !bytes.Contains(page, []byte(`<html lang="`+lang+`">`)) {
				t.Errorf("%s has no language", id)
			}
		}
	}
}

// The script says only words that are in its list, all of the list, and all of them have texts.
func TestWords(t *testing.T) {
	script, err := os.ReadFile("assets/form.js")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, m := range regexp.MustCompile(`(?:say|wrong|refuse)\(([^;{]*)`).FindAllStringSubmatch(string(script), -1) {
		for _, word := range regexp.MustCompile(`'([a-z]+(?:\.[a-z]+)*)'`).FindAllStringSubmatch(m[1], -1) {
			if !slices.Contains(said, word[1]) {
				said = append(said, word[1])
			}
		}
	}
	p := l10n.For(l10n.English)
	for _, word := range words {
		if !slices.Contains(said, word) {
			t.Errorf("the script never says %q", word)
		}
		if !p.Has("page.js." + word) {
			t.Errorf("page.js.%s has no text", word)
		}
	}
	for _, m := range regexp.MustCompile(`(?:say|wrong|refuse)\('([a-z.]+)'`).FindAllStringSubmatch(string(script), -1) {
		if !slices.Contains(words, m[1]) {
			t.Errorf("the script says %q, which is not in its list", m[1])
		}
	}
}

// An agency's form holds no word about other agencies, and a form to choose from holds of them only what decides
// which questions apply.
func TestOnlyWhatIsNeededOfAgencies(t *testing.T) {
	others := []*agency.Agency{
		{ID: "a1", Name: "Satu", Columns: map[string]string{"type": "dinas", "pin": "rahasia", "group": "G1"}},
		{ID: "a2", Columns: map[string]string{"type": "provinsi"}},
	}
	r := every("")
	page := written(t, form.New(r, form.Options{}), Options{Agencies: others})
	d := block(t, page)
	want := []agencyData{{"a1", "Satu", map[string]string{"type": "dinas"}}, {"a2", "a2", map[string]string{"type": "provinsi"}}}
	if got := d.Agencies; len(got) != 2 || got[0].ID != want[0].ID || got[0].Name != want[0].Name || len(got[0].Columns) != 1 || got[1].Name != "a2" || got[0].Columns["type"] != "dinas" {
		t.Errorf("%+v, want %+v", got, want)
	}
	if page := written(t, form.New(r, form.Options{Agency: dinkes}), Options{Agencies: others}); bytes.Contains(page, []byte("Satu")) || bytes.Contains(page, []byte("rahasia")) {
		t.Error("the form of one agency names another")
	}
}

// block decodes the block of data of a page.
func block(t testing.TB, page []byte) data {
	t.Helper()
	_, rest, ok := bytes.Cut(page, []byte(`<script type="application/json" id="data">`))
	text, _, ended := bytes.Cut(rest, []byte("</script>"))
	var d data
	if err := json.Unmarshal(text, &d); err != nil || !ok || !ended {
		t.Fatalf("no data in the page: %v", err)
	}
	return d
}

// The rows of an indicator that repeats become one question with so many rows; the limits are those of the reader.
func TestData(t *testing.T) {
	d := block(t, written(t, form.New(every(""), form.Options{Agency: dinkes, Slots: 4}), Options{Language: "en"}))
	got := map[string]questionData{}
	for _, s := range d.Sections {
		for _, q := range s.Questions {
			if _, twice := got[q.ID]; twice {
				t.Errorf("%s stands twice", q.ID)
			}
			got[q.ID] = q
		}
	}
	if len(got) != 16 || got["services"].Slots != 4 || got["level"].Slots != 0 {
		t.Errorf("%d questions, %d rows", len(got), got["services"].Slots)
	}
	if q := got["budget"]; *q.Lowest != 0 || *q.Highest != 1000 {
		t.Errorf("%+v", q)
	}
	if q := got["open"]; q.Lowest != nil || q.Highest != nil || q.Source != "Indeks lain (BPS)" {
		t.Errorf("%+v", q)
	}
	if q := got["table"]; len(q.Rows) != 2 || q.Allowed == "" {
		t.Errorf("%+v", q)
	}
	if d.Limits.Text != questionnaire.MaxText || d.Limits.Slots != form.MaxSlots || len(d.States) != 4 {
		t.Errorf("%+v %v", d.Limits, d.States)
	}
}

// hostile are texts that would become markup or script where something forgot to escape.
var hostile = []string{
	`</script><script>PWNED=1</script>`, `<img src=x onerror="PWNED=1">`, `"><svg onload=PWNED=1>`, `{{.}}`, `' onmouseover='PWNED=1`,
	`<!--<script>`, `]]>`, "\u2028PWNED=1\u202e", `javascript:PWNED=1`, strings.Repeat("W", 300), "__proto__", "=cmd|' /C calc'!A0",
}

// In the file itself there are only the elements of the template: no rubric text is one.
func TestHostileTextsAreNoMarkup(t *testing.T) {
	count := func(page []byte) (n int, scripts []string) {
		z := html.NewTokenizer(bytes.NewReader(page))
		for {
			switch z.Next() {
			case html.ErrorToken:
				return n, scripts
			case html.StartTagToken, html.SelfClosingTagToken:
				n++
				if tag := z.Token(); tag.Data == "script" {
					scripts = append(scripts, tag.String())
				}
			}
		}
	}
	want, wantScripts := count(written(t, form.New(every(""), form.Options{Agency: dinkes}), Options{Title: "x"}))
	for _, word := range hostile {
		a := *dinkes
		a.Name = word
		got, scripts := count(written(t, form.New(every(word), form.Options{Agency: &a}), Options{Title: word}))
		if got != want || !slices.Equal(scripts, wantScripts) {
			t.Errorf("%q: %d elements and scripts %v, want %d and %v", word, got, scripts, want, wantScripts)
		}
	}
}

// The page opens no door: what the policy allows is this style and this script, and neither asks for anything.
func TestPolicy(t *testing.T) {
	page := string(written(t, form.New(every(""), form.Options{Agency: dinkes}), Options{}))
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("no policy")
	}
	got := html.UnescapeString(policy[1])
	if !regexp.MustCompile(`^default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; script-src 'sha256-[A-Za-z0-9+/=]{44}'$`).MatchString(got) {
		t.Errorf("%s", got)
	}
	for _, word := range []string{"fetch(", "XMLHttpRequest", "innerHTML", "eval(", "document.write", "insertAdjacentHTML", "Function(", "@import", "url("} {
		if strings.Contains(page, word) {
			t.Errorf("the page holds %q", word)
		}
	}
	if strings.Contains(page, ` style="`) {
		t.Error("a style stands at an element, which the policy refuses")
	}
}
