package page

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"siap/internal/schematest"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// valid checks a response file against its schema.
func valid(t *testing.T, data []byte) {
	t.Helper()
	if err := schematest.JSON(t, schematest.Compile(t, form.ResponseSchemaJSON), data); err != nil {
		t.Error(err)
	}
}

func dinkesForm() *form.Form { return form.New(every(""), form.Options{Agency: dinkes}) }

// Somebody fills in the form with mouse and keyboard, reloads the page in between, and sends the file: what was
// answered is what is read.
func TestBrowserFilledByHand(t *testing.T) {
	b := browse(t, written(t, dinkesForm(), Options{Language: "id", Title: "Penilaian uji"}))
	if got := b.text(t, "#all-text"); got != "0 dari 16 pertanyaan terjawab" {
		t.Errorf("at first: %q", got)
	}
	b.typing(t, "#x-respondent", "R01")
	b.click(t, `#q-level .card:nth-of-type(3)`)
	b.click(t, `#q-half input[value="0.5"]`)
	b.click(t, `#q-yes input[value="yes"]`)
	b.click(t, `#q-choice input[value="app"]`)
	b.click(t, `#q-several input[value="web"]`)
	b.click(t, `#q-several input[value="sms"]`)
	b.typing(t, "#x-budget-typed", "12,5")
	b.typing(t, "#x-table-typed", "30")
	b.typing(t, "#x-open-typed", "−7")
	b.typing(t, "#x-percent-typed", "91.3 %")
	b.typing(t, "#x-ratio-over", "12/40")
	if got := b.text(t, "#q-ratio output"); got != "= 0,3 (30\u00a0%)" {
		t.Errorf("the quotient is %q", got)
	}
	b.typing(t, "#x-date-typed", "03012025")
	b.typing(t, "#x-services__1-item", "KTP")
	b.click(t, `#q-services__1 input[value="2"]`)
	b.typing(t, "#x-services__3-item", "Izin usaha")
	b.click(t, `#q-services__3 input[value="na"]`)
	b.click(t, `#q-staff_only input[value="dk"]`)
	b.click(t, `#q-province_only input[value="no"]`)
	b.typing(t, "#x-shares__1-item", "Sekolah")
	b.typing(t, "#x-shares__1-typed", "40")
	b.click(t, `#q-level .more summary`)
	b.typing(t, "#x-level-note", "Sudah ada SK\nsejak 2024")
	b.click(t, `#q-level .more > button`)
	b.typing(t, "#x-level-e0-title", "SK tim")
	b.typing(t, "#x-level-e0-link", "https://jdih.contoh.go.id/sk?id=1")
	b.set(t, "x-level-e0-status", "draf")

	const before = `JSON.stringify(Array.from(document.querySelectorAll('#form input, #form select, #form textarea'), e => [e.id || e.name + '=' + e.value, e.type, e.checked, e.value]))`
	want := eval[string](t, b, before)
	if got := b.text(t, "#all-text"); got != "15 dari 16 pertanyaan terjawab" {
		t.Errorf("filled in: %q", got)
	}
	if got := b.text(t, "#t-first"); got != "5 dari 5 pertanyaan terjawab" {
		t.Errorf("the first section: %q", got)
	}
	if got := b.text(t, "#c-second"); got != "10/10" { // the contents
		t.Errorf("the second section: %q", got)
	}
	b.do(t, chromedp.Reload())
	b.wait(t, `document.querySelector('#told') !== null`)
	if got := eval[string](t, b, before); got != want {
		t.Errorf("after reloading: −want +got\n%s", cmp.Diff(strings.Split(want, "]"), strings.Split(got, "]")))
	}
	// The button leads to what is still open, and the last answer completes the form.
	b.click(t, "#next")
	if got := eval[string](t, b, `document.activeElement.name`); got != "x-alone" {
		t.Errorf("the next unanswered question is %q", got)
	}
	b.do(t, chromedp.KeyEvent(" "))
	if got := b.text(t, "#left"); got != "Semua pertanyaan sudah terjawab." {
		t.Errorf("at the end: %q", got)
	}
	path := b.downloaded(t, "#export")
	if name := filepath.Base(path); name != "dinkes-uji.siap.json" {
		t.Errorf("the file is called %s", name)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	valid(t, data)
	var r form.Response
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if r.Respondent != "R01" || r.Language != "id" || r.Rubric.Fingerprint != every("").Fingerprints().Scoring {
		t.Errorf("%+v", r)
	}
	if saved, err := time.Parse(time.RFC3339, r.Saved); err != nil || saved.Year() < 2025 {
		t.Errorf("saved %q", r.Saved)
	}
	wanted := []string{
		"alone/ 1", // the space bar takes the first card: yes
		"budget/ 12.5",
		"choice/ 1.5", // the points of app
		"date/ 20148", // 55 years of 365 days, 14 leap days, and 59 days from 1 January to 1 March 2025
		"half/ 0.5",   // a level between whole numbers
		"level/ 2 Sudah ada SK\nsejak 2024",
		"level/ SK tim https://jdih.contoh.go.id/sk?id=1 draf 2", // for the level that was chosen
		"open/ -7", "percent/ 91.3", "province_only/ 0",
		"ratio/ 0.3", // 12/40
		"services/Izin usaha n/a", "services/KTP 2",
		"several/ 3", // web 2 and sms 1
		"shares/Sekolah 40", "staff_only/ ?", "table/ 30", "yes/ 1",
	}
	slices.Sort(wanted)
	if diff := cmp.Diff(wanted, readBack(t, path, every(""))); diff != "" {
		t.Errorf("−want +got\n%s", diff)
	}
	b.quiet(t)
}

// What the reader would refuse, the page says at once beside the field and once more before it writes the file; a
// file can be had all the same, and what was typed is in it.
func TestBrowserSaysWhatIsWrong(t *testing.T) {
	b := browse(t, written(t, dinkesForm(), Options{Language: "en"}))
	b.typing(t, "#x-budget-typed", "1001")
	if got := eval[bool](t, b, `document.getElementById('x-budget-error').hidden`); !got {
		t.Error("a fault is said while somebody is still typing")
	}
	b.typing(t, "#x-percent-typed", "half")
	if got := b.text(t, "#x-budget-error"); got != "Not one of the possible values: 0–1,000." {
		t.Errorf("out of range: %q", got)
	}
	b.typing(t, "#x-ratio-over", "1")
	b.typing(t, "#x-ratio-under", "0\t")
	if got := b.text(t, "#x-percent-error") + b.text(t, "#x-ratio-error"); got != "Write a number such as 12 or 2.5, without thousands marks.The second number must not be zero." {
		t.Errorf("no number, and a denominator of nothing: %q", got)
	}
	if got := eval[string](t, b, `document.getElementById('x-percent-typed').getAttribute('aria-invalid')`); got != "true" {
		t.Errorf("aria-invalid is %q", got)
	}
	b.typing(t, "#x-respondent", "Budi Santoso\t")
	b.click(t, `#q-services__1 input[value="2"]`)
	b.click(t, `#q-yes .more summary`)
	b.click(t, `#q-yes .more > button`)
	b.typing(t, "#x-yes-e0-link", "javascript:alert(1)")
	b.click(t, "#export")
	b.wait(t, `!document.getElementById('summary').hidden`)
	if got := eval[string](t, b, `document.activeElement.id`); got != "summary" {
		t.Errorf("the focus is at %q", got)
	}
	got := eval[[]string](t, b, `Array.from(document.querySelectorAll('#summary li'), e => e.innerText)`)
	want := []string{
		"Only Latin letters, digits, dots, hyphens and underscores (1–40).",
		"1.2.1 Judul yes: Fill in the title of the evidence.",
		"1.2.1 Judul yes: Write a web address (https://…) without a password in it, or a file name without “..” and no slash in front.",
		"2.1 Judul budget: Not one of the possible values: 0–1,000.",
		"2.4 Judul percent: Write a number such as 12 or 2.5, without thousands marks.",
		"2.5 Judul ratio: The second number must not be zero.",
		"2.7 Judul services – row 1: Fill in the name of the service or system of this row.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("−want +got\n%s", diff)
	}
	b.click(t, "#summary li:nth-child(2) a")
	if got := eval[string](t, b, `document.activeElement.id`); got != "x-yes-e0-title" {
		t.Errorf("the first link leads to %q", got)
	}
	b.typing(t, "#x-yes-e0-title", "x")
	b.set(t, "x-budget-typed", "")
	b.typing(t, "#x-budget-typed", "1000")
	if got := eval[bool](t, b, `document.getElementById('x-budget-error').hidden`); !got {
		t.Error("a fault that was mended is still said")
	}
	path := b.downloaded(t, "#summary > button")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r form.Response
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if r.Answers["percent"].Value != "half" || r.Answers["ratio"].Value != "1/0" || r.Answers["budget"].Value != "1000" ||
		r.Answers["yes"].Evidence[0].Link != "javascript:alert(1)" {
		t.Errorf("%+v", r.Answers)
	}
	b.quiet(t)
}

// n/a and don't know stand alone, in either order of clicking; what was typed stays in its field.
func TestBrowserSpecialAnswersStandAlone(t *testing.T) {
	b := browse(t, written(t, dinkesForm(), Options{Language: "id"}))
	checked := func(code string) string {
		return eval[string](t, b, `Array.from(document.querySelectorAll('#q-`+code+` .card input:checked'), e => e.value).join()`)
	}
	b.click(t, `#q-several input[value="web"]`)
	b.click(t, `#q-several input[value="none"]`)
	if got := checked("several"); got != "none" {
		t.Errorf("none is chosen with %q", got)
	}
	b.click(t, `#q-several input[value="na"]`)
	if got := checked("several"); got != "na" {
		t.Errorf("n/a is chosen with %q", got)
	}
	b.click(t, `#q-several input[value="app"]`)
	if got := checked("several"); got != "app" {
		t.Errorf("app is chosen with %q", got)
	}
	b.typing(t, "#x-percent-typed", "40")
	b.click(t, `#q-percent input[value="na"]`)
	b.click(t, `#q-percent input[value="dk"]`)
	if got := checked("percent") + eval[string](t, b, `document.getElementById('x-percent-typed').value`); got != "dk40" {
		t.Errorf("don't know is chosen with %q", got)
	}
	b.typing(t, "#x-percent-typed", "1")
	if got := checked("percent"); got != "" {
		t.Errorf("a number is typed with %q", got)
	}
	b.click(t, `#q-level input[value="2"]`)
	b.click(t, `#q-level .clear`)
	if got := checked("level"); got != "" {
		t.Errorf("a cleared answer is %q", got)
	}
	b.quiet(t)
}

// Rows of an indicator that repeats come and go, and the others keep what is in them.
func TestBrowserRows(t *testing.T) {
	b := browse(t, written(t, form.New(every(""), form.Options{Agency: dinkes, Slots: 2}), Options{Language: "id"}))
	names := func() string {
		return eval[string](t, b, `Array.from(document.querySelectorAll('#r-services [id$="-item"]'), e => e.value).join('|')`)
	}
	b.typing(t, "#x-services__1-item", "a")
	b.typing(t, "#x-services__2-item", "b")
	b.click(t, "#r-services .add")
	if got := eval[string](t, b, `document.activeElement.id`); got != "x-services__3-item" {
		t.Errorf("the focus is at %q", got)
	}
	b.typing(t, "#x-services__3-item", "c")
	b.click(t, `#q-services__3 input[value="3"]`)
	if got := names(); got != "a|b|c" {
		t.Errorf("%q", got)
	}
	b.click(t, "#q-services__2 .below button:last-child")
	b.wait(t, `document.getElementById('dialog').open`)
	b.click(t, "#dialog-no")
	if got := names(); got != "a|b|c" {
		t.Errorf("kept: %q", got)
	}
	b.click(t, "#q-services__2 .below button:last-child")
	b.wait(t, `document.getElementById('dialog').open`)
	b.click(t, "#dialog-yes")
	b.wait(t, `document.getElementById('x-services__3-item') === null`)
	if got := names() + eval[string](t, b, `document.querySelector('#q-services__2 input:checked').value`); got != "a|c3" {
		t.Errorf("removed: %q", got)
	}
	b.do(t, chromedp.Reload())
	b.wait(t, `document.querySelector('#told') !== null`)
	if got := names(); got != "a|c" {
		t.Errorf("after reloading: %q", got)
	}
	b.set(t, "x-services__2-item", "a")
	if got := b.text(t, "#x-services__2-item-error"); got != "Nama ini sudah dipakai pada baris lain." {
		t.Errorf("the same name twice: %q", got)
	}
	b.quiet(t)
}

// A form for any agency: it is found by its name, what does not apply to it goes, and each agency keeps its answers.
func TestBrowserAgencyAndRole(t *testing.T) {
	var list []*agency.Agency
	for _, id := range strings.Fields("dinkes disdik dishub dinsos bkd bkpsdm bappeda bpbd setda inspektorat dlh dpmptsp satpol kominfo") {
		kind := "dinas"
		if id == "setda" {
			kind = "provinsi"
		}
		list = append(list, &agency.Agency{ID: id, Name: "Perangkat Daerah " + id, Columns: map[string]string{"type": kind}})
	}
	b := browse(t, written(t, form.New(every(""), form.Options{}), Options{Language: "id", Agencies: list}))
	pick := func(id string) {
		b.set(t, "x-agency", id)
	}
	answered := func() string { return b.text(t, "#all-text") }
	b.click(t, `#q-yes input[value="yes"]`)
	b.click(t, "#export") // without an agency there is nothing to name the file by
	if got := b.text(t, "#summary"); !strings.Contains(got, "Instansi belum diisi.") || strings.Contains(got, "apa adanya") {
		t.Errorf("%q", got)
	}
	b.typing(t, "#x-find", "DISD")
	if got := eval[string](t, b, `Array.from(document.querySelectorAll('#x-agency option'), e => e.value).join()`); got != ",disdik" {
		t.Errorf("found %q", got)
	}
	pick("disdik")
	b.wait(t, `document.getElementById('q-province_only') === null`)
	if got := answered(); got != "1 dari 15 pertanyaan terjawab" { // the answer given before goes along
		t.Errorf("disdik: %q", got)
	}
	pick("setda")
	b.wait(t, `document.getElementById('q-province_only') !== null`)
	if got := answered(); got != "0 dari 16 pertanyaan terjawab" {
		t.Errorf("setda: %q", got)
	}
	b.click(t, `#q-province_only input[value="no"]`)
	b.do(t, chromedp.Reload())
	b.wait(t, `document.querySelector('#told') !== null`)
	if got := answered() + eval[string](t, b, `document.getElementById('x-agency').value`); got != "1 dari 16 pertanyaan terjawabsetda" {
		t.Errorf("after reloading: %q", got)
	}
	pick("disdik")
	b.wait(t, `document.getElementById('q-province_only') === null`)
	if got := answered(); got != "1 dari 15 pertanyaan terjawab" {
		t.Errorf("disdik again: %q", got)
	}
	b.set(t, "x-role", "public")
	if got := answered(); got != "1 dari 14 pertanyaan terjawab" { // staff_only is not asked
		t.Errorf("the public: %q", got)
	}
	path := b.downloaded(t, "#export")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r form.Response
	if err := json.Unmarshal(data, &r); err != nil || r.Agency != "disdik" || r.Role != "public" || len(r.Answers) != 1 {
		t.Errorf("%v %+v", err, r)
	}
	// Answers given before an agency is chosen never replace those of one that has answered.
	pick("")
	b.wait(t, `document.getElementById('q-province_only') !== null`)
	b.click(t, `#q-alone input[value="no"]`)
	pick("disdik")
	b.wait(t, `document.getElementById('dialog').open`)
	b.click(t, "#dialog-yes")
	b.wait(t, `document.querySelector('#q-yes input[value="yes"]').checked`)
	b.quiet(t)
}

// Without a list of agencies the id is typed, and must be one.
func TestBrowserTypedAgency(t *testing.T) {
	b := browse(t, written(t, form.New(every(""), form.Options{Role: "public"}), Options{Language: "en"}))
	b.typing(t, "#x-agency", "Dinas Kesehatan\t")
	if got := b.text(t, "#x-agency-error"); !strings.HasPrefix(got, "Only Latin letters") {
		t.Errorf("%q", got)
	}
	b.set(t, "x-agency", "")
	b.typing(t, "#x-agency", "dinkes\t")
	b.click(t, `#q-alone input[value="no"]`)
	path := b.downloaded(t, "#export")
	if got := readBack(t, path, every("")); !slices.Equal(got, []string{"alone/ 0"}) {
		t.Errorf("%v", got)
	}
	b.quiet(t)
}

// Files that are none, or not for this form, are refused in words, and the answers on the screen stay.
func TestBrowserOpensOnlyItsOwnFiles(t *testing.T) {
	f := dinkesForm()
	response, _ := filled(t, f, 0)
	changed := func(change func(*form.Response)) string {
		r := response
		change(&r)
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	b := browse(t, written(t, f, Options{Language: "en"}))
	b.click(t, `#q-alone input[value="no"]`)
	for _, c := range []struct{ name, content, says string }{
		{"cut.siap.json", `{"schema": `, "cut.siap.json is broken or no response file."},
		{"list.json", `[1]`, "list.json is no response file"},
		{"null.json", `null`, "null.json is no response file"},
		{"later.siap.json", changed(func(r *form.Response) { r.Schema = "siap/response/2" }), "later.siap.json is no response file"},
		{"pegi.siap.json", changed(func(r *form.Response) { r.Rubric.ID = "pegi" }), "The file is for the rubric “pegi”, but this form is for “uji”."},
		{"other.siap.json", changed(func(r *form.Response) { r.Agency = "disdik" }), "The file is for the agency “disdik”"},
		{"role.siap.json", changed(func(r *form.Response) { r.Role = "<b>" }), "The file is for the role “<b>”"},
		{"large.siap.json", strings.Repeat(" ", 8<<20) + "{}", "The file is larger than 8 MiB"},
	} {
		b.give(t, c.name, c.content)
		b.wait(t, `document.querySelector('#told.warn p')?.textContent.startsWith(`+quoted(c.says)+`) === true`)
	}
	if got := b.text(t, "#all-text"); got != "1 of 16 questions answered" {
		t.Errorf("%q", got)
	}
	// Another version is taken as far as it fits, if that is wanted; what does not fit is listed.
	outdated := changed(func(r *form.Response) {
		r.Rubric.Fingerprint, r.Rubric.Version = strings.Repeat("0", 64), "0.9"
		r.Answers = map[string]form.ResponseAnswer{"yes": {Value: "yes"}, "gone": {Value: "4"}, "level": {Value: "7", Note: "x", Evidence: []form.ResponseEvidence{
			{Title: "SK", Status: "diterima", Level: "2"}, {Title: "SOP", Status: "ok", Level: "9"},
		}}}
	})
	b.give(t, "old.siap.json", outdated)
	b.wait(t, `document.getElementById('dialog').open`)
	if got := b.text(t, "#dialog-text"); !strings.Contains(got, "another version of this rubric (0.9; this form: 1.0)") {
		t.Errorf("%q", got)
	}
	b.click(t, "#dialog-no")
	b.give(t, "old.siap.json", outdated)
	b.wait(t, `document.getElementById('dialog').open`)
	b.click(t, "#dialog-yes")
	b.wait(t, `document.getElementById('dialog-yes').textContent === 'Replace with the file'`)
	b.click(t, "#dialog-yes")
	b.wait(t, `document.querySelector('#told li') !== null`)
	if got := eval[[]string](t, b, `Array.from(document.querySelectorAll('#told li'), e => e.innerText)`); !slices.Equal(got, []string{"gone: 4", "1.1 Judul level: 7", "1.1 Judul level: SOP · ok · 9"}) {
		t.Errorf("lost: %q", got)
	}
	// What an agency calls accepted is being examined: only an assessor accepts.
	if got := eval[string](t, b, `document.getElementById('x-level-e0-status').value + document.getElementById('x-level-e0-level').value`); got != "proses2" {
		t.Errorf("the evidence is %q", got)
	}
	if got := b.text(t, "#all-text") + eval[string](t, b, `document.getElementById('x-level-note').value`); got != "1 of 16 questions answeredx" {
		t.Errorf("%q", got)
	}
	b.quiet(t)
}

func quoted(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}

// The whole form by keyboard alone: into it, along the cards, to the file.
func TestBrowserKeyboard(t *testing.T) {
	b := browse(t, written(t, form.New(every(""), form.Options{Agency: dinkes, Role: "public"}), Options{Language: "id"}))
	focus := func() string { return eval[string](t, b, `document.activeElement.id || document.activeElement.name`) }
	b.do(t, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter)) // the link that skips to the form
	if got := focus(); got != "form" {
		t.Fatalf("the first link leads to %q", got)
	}
	var seen []string
	for range 12 {
		b.do(t, chromedp.KeyEvent(kb.Tab))
		seen = append(seen, focus())
		if focus() == "x-level" {
			break
		}
	}
	if want := []string{"import", "print", "restart", "x-respondent", "x-level"}; !slices.Equal(seen, want) {
		t.Errorf("the way into the form is %v, want %v", seen, want)
	}
	b.do(t, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown))
	if got := eval[string](t, b, `document.querySelector('#q-level input:checked').value`); got != "2" {
		t.Errorf("two steps down is %q", got)
	}
	// Whatever has the focus shows it.
	if got := eval[string](t, b, `getComputedStyle(document.activeElement.closest('.card')).outlineStyle`); got != "solid" {
		t.Errorf("the card with the focus has the outline %q", got)
	}
	b.quiet(t)
}

// Paper shows every answer in full, and none of the controls.
func TestBrowserPaper(t *testing.T) {
	f := dinkesForm()
	response, _ := filled(t, f, 1)
	data, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	b := browse(t, written(t, f, Options{Language: "en", Title: "Test <round>"}))
	b.give(t, "x.siap.json", string(data))
	b.wait(t, `document.querySelector('#told.good') !== null`)
	b.do(t, chromedp.Evaluate(`dispatchEvent(new Event('beforeprint'))`, nil), emulation.SetEmulatedMedia().WithMedia("print"))
	paper := b.text(t, "#paper")
	for code, a := range response.Answers {
		for _, part := range []string{a.Item, a.Note, strings.Split(a.Value, ";")[0]} {
			part = map[string]string{"na": "Not applicable", "dk": "Don't know", "yes": "Yes", "no": "No", "web": "Situs web", "app": "Aplikasi", "sms": "SMS", "none": "None of these"}[part] + part
			part = strings.TrimRight(part, "abcdefghijklmnopqrstuvwxyz") // of a code behind its text
			if !strings.Contains(strings.Join(strings.Fields(paper), " "), strings.Join(strings.Fields(part), " ")) {
				t.Errorf("%s: %q is not on paper", code, part)
			}
		}
		for _, e := range a.Evidence {
			if !strings.Contains(paper, e.Title) || !strings.Contains(paper, e.Link) {
				t.Errorf("%s: %q is not on paper", code, e.Title)
			}
		}
	}
	if !strings.Contains(paper, "Test <round>") || !strings.Contains(paper, "Dinas Kesehatan (dinkes)") {
		t.Errorf("no heading: %.200s", paper)
	}
	if n := eval[int](t, b, `Array.from(document.querySelectorAll('button, input, textarea, nav')).filter(e => e.offsetParent !== null && !e.closest('dialog')).length`); n != 0 {
		t.Errorf("%d controls are on paper", n)
	}
	b.quiet(t)
}
