package questionnaire

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"siap/internal/schematest"
	"siap/internal/source"
	"siap/scoring/questionnaire/form"
)

// head is the beginning of a response file for the small rubric, up to its answers.
func head() string {
	r := small()
	return `{"schema": "siap/response/1", "rubric": {"id": "` + r.ID + `", "version": "1", "fingerprint": "` +
		r.Fingerprints().Scoring + `"}, "language": "id", "agency": "kaltim", "saved": "2025-03-01T10:00:00Z",` + "\n"
}

// placed replaces, at the beginning of a wanted line, the words in ⟨ ⟩ by the place in the data where they stand once; a
// · among the words is the very place, else it is their first letter.
func placed(t *testing.T, data string, lines []string) []string {
	t.Helper()
	var out []string
	for _, line := range lines {
		if words, rest, ok := strings.Cut(strings.TrimPrefix(line, "⟨"), "⟩"); ok {
			before, after, _ := strings.Cut(words, "·")
			if !strings.Contains(words, "·") {
				before, after = "", words
			}
			if strings.Count(data, before+after) != 1 {
				t.Fatalf("%q stands %d times in the data", before+after, strings.Count(data, before+after))
			}
			above := data[:strings.Index(data, before+after)+len(before)]
			start := strings.LastIndex(above, "\n") + 1
			line = fmt.Sprintf("f.siap.json:%d:%d%s", 1+strings.Count(above, "\n"), 1+utf8.RuneCountInString(above[start:]), rest)
		}
		out = append(out, line)
	}
	return out
}

func TestResponse(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
		left       int
	}{
		{
			"each state of an answer", head() + `"answers": {
"portal": {"value": "3", "note": "x"},
"backup": {"value": "na"},
"quality__1": {"item": "KTP", "value": "4"},
"quality__2": {"item": "KK", "value": "dk"},
"share": {"note": "belum dihitung"}}}`,
			[]string{"kaltim portal 3 ?", "kaltim backup n/a ?", "kaltim quality/KTP 4 ?", "kaltim quality/KK ? ?", "kaltim share ? ?"},
			0,
		},
		{"nothing answered is no answer", head() + `"answers": {"portal": {}, "backup": {"value": ""}, "quality__3": {"item": "KTP"}}}`, nil, 0},
		{
			"a decimal comma and a label, as in a table", head() + `"answers": {"portal": {"value": "2,5"}, "share": {"value": "1,5"}}}`,
			[]string{`⟨"2,5"⟩ QA011`, "kaltim portal 2.5 ?", "kaltim share 1.5 ?"},
			0,
		},
		{
			"a single respondent stands on a level", strings.Replace(head(), `"saved"`, `"respondent": "R1", "role": "staff", "saved"`, 1) +
				`"answers": {"portal": {"value": "2.5"}, "backup": {"value": "2"}}}`,
			[]string{`⟨"2.5"⟩ QA010`, "kaltim backup R1:staff 2 ?"},
			1,
		},
		{
			"every fault with its place", head() + "\"answers\": {\n  \"portal\": {\"value\": \"9\"},\n  \"é\": {\"value\": \"1\"}, \"prtal\": {\"value\": \"1\"},\n  \"backup\": {\"value\": \"tiga\"}, \"portal\": {\"value\": \"1\"}}}",
			[]string{
				`⟨"é"⟩ QA006`, `⟨"prtal"⟩ QA006 near portal`, `⟨"tiga"}, ·"portal"⟩ QA065`,
				`⟨"9"⟩ QA008`, `⟨"tiga"⟩ QA009`,
			},
			4,
		},
		{
			"members that are none", head() + `"answers": {"portal": {"value": "1", "valu": {"a": [1, {}]}, "nota": "x"}}, "extra": [[1]]}`,
			[]string{`⟨"valu"⟩ QA064 near value`, `⟨"nota"⟩ QA064 near note`, `⟨"extra"⟩ QA064`, "kaltim portal 1 ?"},
			0,
		},
		{
			"other shapes than wanted", head() + `"answers": {"portal": {"value": 3}, "backup": "3", "share": {"value": "1", "evidence": {"title": "x"}}}}`,
			[]string{`⟨3}⟩ QA066`, `⟨"3"⟩ QA066`, `⟨{"title"⟩ QA066`, "kaltim share 1 ?"},
			0,
		},
		{"answers that are a list", head() + `"answers": [1]}`, []string{`⟨[1]⟩ QA066`, "f.siap.json:1:1 QA066"}, 0},
		{"an item where none can be", head() + `"answers": {"portal": {"value": "1", "item": "x"}}}`, []string{`⟨"x"⟩ QA015`}, 1},
		{
			"a row without a name", head() + `"answers": {"quality__2": {"value": "1"}}}`,
			[]string{`⟨"quality__2"⟩ QA067`, "kaltim quality/2 1 ?"},
			0,
		},
		{
			"no slot beyond the last", head() + `"answers": {"quality__51": {"item": "a", "value": "1"}, "portal__1": {"value": "1"}, "quality__01": {"value": "1"}}}`,
			[]string{`⟨"quality__51"⟩ QA006`, `⟨"portal__1"⟩ QA006 near portal`, `⟨"quality__01"⟩ QA006`},
			3,
		},
		{
			"not asked and not applicable", strings.NewReplacer(`"kaltim"`, `"dinkes"`, `"saved"`, `"role": "public", "saved"`).Replace(head()) +
				`"answers": {"backup": {"value": "2"}, "datacentre": {"value": "2", "evidence": [{"title": "x"}]}, "portal": {"value": "1"}}}`,
			[]string{`⟨"backup": {"value": ·"2"⟩ QA013`, `⟨"datacentre": {"value": ·"2"⟩ QA014`, "dinkes portal :public 1 ?"},
			2,
		},
		{
			"an agency nobody knows", strings.Replace(head(), `"kaltim"`, `"kaltm"`, 1) + `"answers": {"portal": {"value": "1"}, "backup": {"value": "7"}}}`,
			[]string{`⟨"kaltm"⟩ QA005 near kaltim`, `⟨"7"⟩ QA008`},
			2,
		},
		{
			"a respondent with a name", strings.Replace(head(), `"saved"`, `"respondent": "Budi Santoso", "saved"`, 1) + `"answers": {"portal": {"value": "1"}}}`,
			[]string{`⟨"Budi Santoso"⟩ QA018`},
			1,
		},
		{
			"a code like a name", strings.Replace(head(), `"saved"`, `"respondent": "Budi.Santoso", "saved"`, 1) + `"answers": {"portal": {"value": "1"}}}`,
			[]string{`⟨"Budi.Santoso"⟩ QA019`, "kaltim portal Budi.Santoso: 1 ?"},
			0,
		},
		{
			"an unknown role and no date", strings.NewReplacer(`"saved": "2025-03-01T10:00:00Z"`, `"role": "stafff", "saved": "kemarin"`).Replace(head()) + `"answers": {"portal": {"value": "1"}}}`,
			[]string{`⟨"stafff"⟩ QA012 near staff`, `⟨"kemarin"⟩ QA017`},
			1,
		},
		{
			"another version", strings.Replace(head(), small().Fingerprints().Scoring, strings.Repeat("0", 64), 1) + `"answers": {"portal": {"value": "1"}}}`,
			[]string{`⟨"0000⟩ QA063`, "kaltim portal 1 ?"},
			0,
		},
		{"another rubric", strings.Replace(head(), `"id": ""`, `"id": "pegi"`, 1) + `"answers": {}}`, []string{`⟨"pegi"⟩ QA062  near `}, 0},
		{"a later schema", `{"answers": {"a": [{}, 1]}, "schema": "siap/response/2"}`, []string{`⟨"siap/response/2"⟩ QA061  near `}, 0},
		{"no schema", `{"answers": {}}`, []string{"f.siap.json:1:1 QA061  near "}, 0},
		{"a list", `[]`, []string{"f.siap.json:1:1 QA061  near "}, 0},
		{"next to nothing", `{"schema": "siap/response/1"}`, []string{"f.siap.json:1:1 QA066", "f.siap.json:1:1 QA066", "f.siap.json:1:1 QA024"}, 0},
		{"cut off", head() + `"answers": {"portal": {"val`, []string{`⟨va·l⟩ QA060  near `}, 0},
		{"two documents", head() + `"answers": {}} {}`, []string{`⟨} ·{}⟩ QA060  near `}, 0},
		{"not UTF-8", head() + "\"answers\": {\"é\": \"\xff\"}}", []string{"⟨\xff⟩ QA060  near "}, 0},
		{"no JSON at all", "PK\x03\x04", []string{"f.siap.json:1:1 QA060  near "}, 0},
		{
			"deep", head() + `"answers": {"portal": {"value": "1", "x": ` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}}}`,
			[]string{`⟨"x"⟩ QA064`, `⟨"x": ·[⟩ QA068`, "kaltim portal 1 ?"},
			0,
		},
		{"deeper than any reader goes", strings.Repeat(`{"a":`, 200_000), []string{"f.siap.json:1:50001 QA060  near "}, 0},
		{"a NUL", head() + `"answers": {"portal": {"value": "1", "note": "a\u0000"}}}`, []string{`⟨"a\u0000"⟩ QA066`, "kaltim portal 1 ?"}, 0},
		{
			"texts that are too long", head() + `"answers": {"quality__1": {"value": "1", "item": "` + strings.Repeat("x", MaxItem+1) + `", "note": "` + strings.Repeat("é", MaxText+1) + `"}}}`,
			[]string{`⟨"xxxx⟩ QA020`, `⟨"éééé⟩ QA020`},
			1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines, summary := read(t, write(t, "f.siap.json", c.data), agencies())
			if diff := cmp.Diff(placed(t, c.data, c.want), lines); diff != "" {
				t.Errorf("−want +got\n%s", diff)
			}
			if summary.LeftOut != c.left {
				t.Errorf("left out %d, want %d", summary.LeftOut, c.left)
			}
		})
	}
}

// A response is known by what is in it: its name does not matter, nor the order of its members, nor a mark in front.
func TestResponseIsRecognised(t *testing.T) {
	whole := head() + `"answers": {"portal": {"value": "3"}}}`
	for _, c := range []struct{ name, file, data string }{
		{"by its schema", "jawaban.txt", whole},
		{"the schema last", "jawaban.json", strings.Replace(strings.TrimSuffix(whole, "}"), `{"schema": "siap/response/1", `, "{", 1) + `, "schema": "siap/response/1"}`},
		{"a byte order mark and space", "f.siap.json", "\xef\xbb\xbf \r\n" + whole},
		{"a name in capitals", "DINKES.SIAP.JSON", whole},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines, summary := read(t, write(t, c.file, c.data), agencies())
			if diff := cmp.Diff([]string{"kaltim portal 3 ?"}, lines); diff != "" {
				t.Errorf("−want +got\n%s", diff)
			}
			if summary.Format != "siap response (HTML form),  1" || summary.Records != 1 || len(summary.SHA256) != 64 {
				t.Errorf("%+v", summary)
			}
		})
	}
	for _, c := range []struct{ name, file, data, want string }{
		{"other JSON", "data.json", `{"a": 1}`, "QA001"},
		{"other JSON that is cut off", "data.json", `{"a": `, "QA001"},
		{"an empty file", "f.siap.json", "", "TB003"},
		{"broken, but a response", "data.json", `{"schema": "siap/response/1", `, "QA060"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if f, d := Open(write(t, c.file, c.data), small(), nil); d == nil || d.Code != c.want {
				t.Errorf("%v %v, want %s", f, d, c.want)
			}
		})
	}
	if _, d := Open(source.Source{Path: filepath.Join(t.TempDir(), "x.siap.json"), Name: "x.siap.json"}, small(), nil); d == nil || d.Code != "TB001" {
		t.Errorf("a missing file gives %v", d)
	}
}

func TestResponseTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.siap.json")
	data := head() + `"answers": {}}`
	if err := os.WriteFile(path, []byte(data+strings.Repeat(" ", MaxResponse-len(data))), 0o600); err != nil {
		t.Fatal(err)
	}
	src := source.Source{Path: path, Name: "f.siap.json"}
	if f, d := Open(src, small(), nil); d != nil {
		t.Errorf("the largest file: %v", d)
	} else {
		f.Close()
	}
	if err := os.Truncate(path, MaxResponse+1); err != nil {
		t.Fatal(err)
	}
	if _, d := Open(src, small(), nil); d == nil || d.Code != "TB002" || d.Allowed != "8 MiB" {
		t.Errorf("a larger one: %v", d)
	}
}

func TestResponseEvidence(t *testing.T) {
	items := strings.Repeat(`{"title": "x"}, `, MaxResponseEvidence-1)
	data := head() + `"answers": {
"portal": {"value": "3", "evidence": [
  {"title": "SK tim", "link": "https://jdih.example/sk.pdf", "status": "draf", "level": "2"},
  {"title": "Notulen", "link": "bukti/notulen.pdf"},
  {"title": "Laporan", "status": "diterima", "level": "3"}]},
"quality__2": {"item": "KTP", "evidence": [{"title": "Foto", "status": "PROSES"}]},
"backup": {"evidence": [{"title": ""}, {"link": "a.pdf"}, {"title": "x", "link": "javascript:1"}, {"title": "x", "link": "../a"}, {"title": "x", "status": "ok"},
  {"title": "x", "level": "7"}, {"title": "x", "level": "na"}, 33]},
"share": {"value": "2", "evidence": [{"title": "x", "level": "1"}, ` + items + `{"title": "one too many"}, {"title": "two"}]}}}`
	f, d := Open(write(t, "f.siap.json", data), small(), agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	answers, found := ReadAll(f)
	var got []string
	for _, d := range found.All() {
		got = append(got, d.Place.String()+" "+d.Code)
	}
	want := []string{
		`⟨33⟩ QA066`, `⟨{"title": "one too many"⟩ QA068`, `⟨"diterima"⟩ QA069`, `⟨"title": ·""⟩ QA032`, `⟨{"link": "a.pdf"⟩ QA032`, `⟨"javascript:1"⟩ QA030`,
		`⟨"../a"⟩ QA030`, `⟨"ok"⟩ QA031`, `⟨"7"⟩ QA008`, `⟨"na"⟩ QA009`, `⟨"level": ·"1"⟩ QA033`,
	}
	if diff := cmp.Diff(placed(t, data, want), got); diff != "" {
		t.Errorf("−want +got\n%s", diff)
	}
	if len(answers) != 2 { // evidence alone is no answer
		t.Errorf("%d answers", len(answers))
	}
	var lines []string
	for _, e := range f.Evidence()[:4] {
		lines = append(lines, fmt.Sprintf("%s %s %s/%s %v %s %s", e.Place, e.Agency, e.Indicator, e.Item, e.Level, e.Link, e.Status))
	}
	want = []string{
		`⟨"SK tim"⟩ kaltim portal/ 2 https://jdih.example/sk.pdf draf`,
		`⟨"Notulen"⟩ kaltim portal/ NaN bukti/notulen.pdf belum`,
		`⟨"Laporan"⟩ kaltim portal/ 3  proses`, // the agency cannot accept its own evidence
		`⟨"Foto"⟩ kaltim quality/KTP NaN  proses`,
	}
	if diff := cmp.Diff(placed(t, data, want), lines); diff != "" {
		t.Errorf("−want +got\n%s", diff)
	}
	if n := len(f.Evidence()); n != 4+MaxResponseEvidence-1 {
		t.Errorf("%d items", n)
	}
}

// The latest response of an agency counts, by the time it was saved.
func TestResponseIsSuperseded(t *testing.T) {
	c := NewCollector()
	for i, value := range []string{"1", "4", "2"} {
		saved := []string{"2025-03-01T10:00:00Z", "2025-03-03T10:00:00+07:00", "2025-03-02 10:00"}[i]
		f, d := Open(write(t, "f.siap.json", strings.Replace(head(), "2025-03-01T10:00:00Z", saved, 1)+`"answers": {"portal": {"value": "`+value+`"}}}`), small(), agencies())
		if d != nil {
			t.Fatal(d)
		}
		answers, found := ReadAll(f)
		if found.Len() > 0 {
			t.Fatal(found.All()[0])
		}
		if i == 2 && !answers[0].Submitted.Equal(time.Date(2025, 3, 2, 2, 0, 0, 0, time.UTC)) { // 10:00 in WITA
			t.Errorf("submitted %v", answers[0].Submitted)
		}
		c.Add(answers)
	}
	if all := c.Answers(); len(all) != 1 || all[0].Claim.Number != 4 {
		t.Errorf("%+v", all)
	}
}

// The type, its schema and what the reader knows must say the same.
func TestResponseSchema(t *testing.T) {
	schema := schematest.Compile(t, form.ResponseSchemaJSON)
	r := small()
	r.ID = "small"
	fingerprint := r.Fingerprints().Scoring
	full := form.Response{
		Schema: form.ResponseSchema, Rubric: form.ResponseRubric{ID: "small", Version: "1", Fingerprint: fingerprint},
		Language: "id", Agency: "kaltim", Respondent: "R1", Role: "staff", Saved: "2025-03-01T10:00:00+08:00",
		Answers: map[string]form.ResponseAnswer{"quality__1": {
			Item: "KTP", Value: "3", Note: "x",
			Evidence: []form.ResponseEvidence{{Title: "SK", Link: "a.pdf", Status: "draf", Level: "2"}},
		}},
	}
	data, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	if err := schematest.JSON(t, schema, data); err != nil {
		t.Error(err)
	}
	f, d := Open(write(t, "f.siap.json", string(data)), r, agencies())
	if d != nil {
		t.Fatal(d)
	}
	answers, found := ReadAll(f)
	if found.Len() > 0 || len(answers) != 1 || len(f.Evidence()) != 1 { // so the reader knows every member
		t.Errorf("%v, %d answers, %d items", found.All(), len(answers), len(f.Evidence()))
	}
	for _, bad := range []string{
		strings.Replace(string(data), `"value":"3"`, `"value":3`, 1),
		strings.Replace(string(data), `"status":"draf"`, `"status":"ok"`, 1),
		strings.Replace(string(data), `"note":"x"`, `"nota":"x"`, 1),
		strings.Replace(string(data), `"agency":"kaltim",`, "", 1),
		strings.Replace(string(data), "response/1", "response/2", 1),
	} {
		if bad == string(data) || schematest.JSON(t, schema, []byte(bad)) == nil {
			t.Errorf("valid: %s", bad)
		}
	}
}

// FuzzResponse: whatever the file, every answer is about an indicator of the rubric and within its levels, every item
// of evidence has a title and a harmless link, nothing comes twice, and every finding has its place and its words.
func FuzzResponse(f *testing.F) {
	for _, answers := range []string{
		`{"portal": {"value": "3", "note": "x", "evidence": [{"title": "SK", "link": "https://x.id", "status": "diterima", "level": "3"}]}}`,
		`{"quality__2": {"value": "2,5", "item": "a"}, "quality__50": {"value": "1;2;4"}, "share": {"value": "1e308"}}`,
		`{"portal": {"value": "3"}, "portal": {"value": "4"}, "x": [[{}]], "backup": null}`,
		`{"datacentre": {"evidence": [{"link": "..%2f.."}, 1, []], "value": ""}}`,
	} {
		f.Add([]byte(head()+`"answers": `+answers+`}`), true)
		f.Add([]byte(head()+`"answers": `+answers+`}`), false)
	}
	f.Add([]byte(`{"schema": "siap/response/1"`), true)
	f.Add([]byte("\xef\xbb\xbf{\"schema\": \"siap/response/9\", \"a\": [1, 2]}"), true)
	r := small()
	f.Fuzz(func(t *testing.T, data []byte, anyAgency bool) {
		list := agencies()
		if anyAgency {
			list = nil
		}
		file, d := Open(write(t, "f.siap.json", string(data)), r, list)
		if d != nil {
			sound(t, d, "f.siap.json")
			return
		}
		defer file.Close()
		records := 0
		seen := map[string]bool{}
		for a, d := range file.Answers() {
			if d != nil {
				sound(t, d, "f.siap.json")
				continue
			}
			records++
			n := r.Indicator(a.Indicator)
			if n == nil || a.Agency == "" || !isCode(a.Respondent) || a.Place.Line < 1 || a.Place.Column < 1 || seen[a.Place.String()] {
				t.Fatalf("%+v", a)
			}
			seen[a.Place.String()] = true
			lowest, highest := n.LevelSpan()
			if v := a.Claim; v.State == Known && !(v.Number >= lowest && v.Number <= highest) {
				t.Fatalf("%+v outside %g–%g", v, lowest, highest)
			}
		}
		if s := file.Summary(); s.Records != records || s.LeftOut < 0 || s.SHA256 == "" {
			t.Fatalf("%+v, but %d answers", s, records)
		}
		for _, e := range file.Evidence() {
			if e.Title == "" || e.Agency == "" || !isLink(e.Link) || e.Status == "" || e.Status == accepted || e.Level < 1 || e.Level > 4 {
				t.Fatalf("%+v", e)
			}
		}
	})
}
