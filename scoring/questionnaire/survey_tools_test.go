package questionnaire_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// told gives what a file says in short lines: answers as "agency indicator[/item] [respondent:role] value", evidence
// behind a +, diagnostics as "place CODE [seen]".
func told(t testing.TB, src source.Source, r *rubric.Rubric, list *agency.List) []string {
	t.Helper()
	f, d := questionnaire.Open(src, r, list)
	if d != nil {
		return []string{d.Place.String() + " " + d.Code}
	}
	defer f.Close()
	var lines []string
	for a, d := range f.Answers() {
		if d != nil {
			if !l10n.For("en").Has(d.Code) {
				t.Errorf("%s has no text", d.Code)
			}
			if d.Code != "QA070" {
				lines = append(lines, d.Place.String()+" "+d.Code+" "+d.Seen)
			}
			continue
		}
		line := a.Agency + " " + a.Indicator
		if a.Item != "" {
			line += "/" + a.Item
		}
		if a.Respondent != "" || a.Role != "" {
			line += " " + a.Respondent + ":" + a.Role
		}
		value := fmt.Sprint(a.Claim.Number)
		if a.Claim.State != questionnaire.Known {
			value = []string{"?", "", "n/a"}[a.Claim.State]
		}
		lines = append(lines, strings.TrimSpace(line+" "+value+" "+a.Note))
	}
	for _, e := range f.Evidence() {
		lines = append(lines, "+ "+e.Agency+" "+e.Indicator+" "+e.Title+" "+e.Status)
	}
	return lines
}

// quoted is a CSV as KoboToolbox writes it.
func quoted(rows ...[]string) []byte { return []byte(surveytest.Table(rows).CSV(";", "\r\n", true)) }

func plainCSV(rows ...[]string) []byte { return []byte(surveytest.Table(rows).CSV(",", "\n", false)) }

// cells parts a short row.
func cells(s string) []string { return strings.Split(s, "|") }

const (
	koboTail = "|_id|_uuid|_submission_time|_validation_status"
	odkTail  = "|KEY|SubmitterID|Status|ReviewState|FormVersion"
)

func TestSurveyTools(t *testing.T) {
	for _, c := range []struct {
		name, file string
		data       []byte
		want       []string
	}{
		{
			"Kobo: what is not approved is left out, by names and by labels; on hold counts", "k.csv",
			quoted(cells("agency|portal"+koboTail),
				cells("kaltim|3|1|u1|2025-11-01T08:00:00|validation_status_approved"),
				cells("dinkes|1|2|u2|2025-11-01T08:00:00|validation_status_not_approved"),
				cells("dinkes|2|3|u3|2025-11-01T08:00:00|Not Approved"),
				cells("rsud_aws__jw5xa|2|4|u4|2025-11-01T08:00:00|On Hold"),
				cells("dinkes|2|5|u5|2025-11-01T08:00:00|")),
			[]string{"kaltim portal 3", "k.csv:5:1 QA005 rsud_aws__jw5xa", "dinkes portal 2", "k.csv:3:6 QA071 2", "k.csv:5:6 QA074 1"},
		},
		{
			"Kobo: agencies by id in any case, by name, and a name that two have", "k.csv",
			quoted(cells("Instansi|1.1 Adakah portal data?"+koboTail),
				cells("KALTIM|3|1|u1||"), cells("provinsi kalimantan timur|2|2|u2||"), cells("Dinas Kesehatan (dinkes-2)|1|3|u3||"),
				cells("Dinas Kesehatan|1|4|u4||"), cells("RSUD A Wahab Sjahranie|1 – Belum ada|5|u5||")),
			[]string{"kaltim portal 3", "kaltim portal 2", "dinkes-2 portal 1", "k.csv:5:1 QA086 Dinas Kesehatan", "rsud.aws portal 1"},
		},
		{
			"Kobo: what no question is, is said once", "k.csv",
			quoted(cells("start|agency|portal|g/umur|Berapa lama?"+koboTail), cells("x|kaltim|3|5|6|1|u1||")),
			[]string{"k.csv QA076 g/umur, Berapa lama?", "kaltim portal 3"},
		},
		{
			"Kobo: two columns that mean the same are refused", "k.csv",
			quoted(cells("agency|a/portal|b/portal"+koboTail), cells("kaltim|3|2|1|u1||")),
			[]string{"k.csv:1:3 QA023 b/portal", "kaltim portal 3"},
		},
		{
			"Kobo: the words of a multiple choice are told apart by labels with spaces, commas and slashes", "k.csv",
			quoted(cells("agency|channels"+koboTail), cells("kaltim|Situs web Aplikasi Android/iOS|1|u1||"), cells("dinkes|Loket, meja layanan|2|u2||"),
				cells("rsud.aws|web desk|3|u3||"), cells("dinkes-2|web televisi|4|u4||"), cells("dinkes-2|Tidak berlaku|5|u5||"), cells("dinkes-2|web na|6|u6||")),
			[]string{"kaltim channels 3", "dinkes channels 4", "rsud.aws channels 5", "k.csv:5:2 QA027 web televisi", "dinkes-2 channels n/a", "k.csv:7:2 QA027 web na"},
		},
		{
			"Kobo: columns of a multiple choice without the joined one; zeros alone are no answer", "k.csv",
			quoted(cells("agency|channels/web|channels/app|channels/desk|portal"+koboTail), cells("kaltim|1|0|1|3|1|u1||"), cells("dinkes|0|0|0|3|2|u2||"), cells("dinkes|||x|3|2|u2||")),
			[]string{"kaltim channels 5", "kaltim portal 3", "dinkes portal 3", "k.csv:4:4 QA026 x", "dinkes portal 3"},
		},
		{
			"Kobo: a ratio of two numbers, of one, and as it was calculated", "k.csv",
			quoted(cells("agency|online__part|online__whole|online"+koboTail), cells("kaltim|12|40|0.3|1|u1||"), cells("dinkes|12|||2|u2||"), cells("rsud.aws|||0.25|3|u3||"), cells("dinkes-2|12|0|Infinity|4|u4||")),
			[]string{"kaltim online 0.3", "k.csv:3:3 QA083 12/", "rsud.aws online 0.25", "k.csv:5:2 QA028 12/0"},
		},
		{
			"Kobo: n/a and don't know of a number, and evidence with a note", "k.csv",
			quoted(cells("agency|officers|officers__special|officers__note|portal|portal__evidence"+koboTail),
				cells("kaltim||na|belum ada formasi|3|https://a.id/x|1|u1||"), cells("dinkes||dk|||SK 12/2024|2|u2||"), cells("rsud.aws|12.5||||javascript:1|3|u3||")),
			[]string{
				"kaltim officers n/a belum ada formasi", "kaltim portal 3", "dinkes officers ?", "rsud.aws officers 12.5", "k.csv:4:6 QA030 javascript:1",
				"+ kaltim portal a.id/x proses", "+ dinkes portal SK 12/2024 proses",
			},
		},
		{
			"Kobo: slots without a name are numbered, and evidence that claims to be accepted is not", "k.csv",
			quoted(cells("agency|quality__1__item|quality__1|quality__2__item|quality__2|quality__1__evidence|quality__1__status"+koboTail),
				cells("kaltim|e-KTP|3||2|https://a.id/x|diterima|1|u1||"), cells("dinkes|KIA||||||2|u2||")),
			[]string{
				"k.csv:2:7 QA069 diterima", "kaltim quality/e-KTP 3", "k.csv:2:5 QA067 2", "kaltim quality/2 2", "+ kaltim quality a.id/x proses",
			},
		},
		{
			"Kobo: answers that no choice is, and of a role that is not asked", "k.csv",
			quoted(cells("agency|respondent|role|portal|backup"+koboTail), cells("kaltim|R1|Masyarakat|5|3|1|u1||"), cells("kaltim|R2|staff|baik|3|2|u2||")),
			[]string{"k.csv:2:4 QA008 5", "k.csv:2:5 QA013 public", "k.csv:3:4 QA009 baik", "kaltim backup R2:staff 3"},
		},
		{
			"Kobo: a form of another version", "k.csv",
			quoted(cells("siap_form|agency|portal"+koboTail), cells("0.9-0123456789ab|kaltim|3|1|u1||"), cells(form.Version(surveytest.Kinds())+"|dinkes|3|2|u2||")),
			[]string{"kaltim portal 3", "dinkes portal 3", "k.csv:2:1 QA079 1"},
		},
		{
			"ODK: rejected is left out, has issues counts, encrypted cannot be read; an old version", "o.csv",
			plainCSV(cells("SubmissionDate|g-agency|g_data-portal"+odkTail),
				cells("2025-11-01T08:00:00.000Z|kaltim|3|uuid:1|4|||0.9-0123456789ab"), cells("2025-11-01T08:00:00.000Z|dinkes|3|uuid:2|4||rejected|"),
				cells("2025-11-01T08:00:00.000Z|dinkes|2|uuid:3|4||hasIssues|"), cells("2025-11-01T08:00:00.000Z|||uuid:4|4|missing encrypted form data||"),
				cells("2025-11-01T08:00:00.000Z|||uuid:5|4|||")),
			[]string{"kaltim portal 3", "dinkes portal 2", "o.csv:3:7 QA072 1", "o.csv:6:2 QA073 1", "o.csv:5:6 QA075 1", "o.csv:4:7 QA074 1", "o.csv:2:8 QA079 1"},
		},
		{
			"LimeSurvey: incomplete is left out, a time that is none, and what was not answered", "l.csv",
			[]byte("\ufeff" + `"id","submitdate","lastpage","startlanguage","agency","portal","channels[A1]","channels[A2]","channels[NA]","uptime","portalnoteXyk3jl"` + "\n" +
				`"1","1980-01-01 00:00:00","3","id","kaltim","A3","Y","Y","","99.5000000000",""` + "\n" +
				`"2","","1","id","dinkes","A1","","","","",""` + "\n" +
				`"3","2025-11-01 08:00:00","3","en","dinkes","N/A","N/A","","Y","","catatan"` + "\n\n"),
			[]string{"kaltim portal 3", "kaltim channels 3", "kaltim uptime 99.5", "dinkes portal ? catatan", "dinkes channels n/a", "l.csv:3:2 QA073 1"},
		},
		{
			"Google: questions by title, number or words; the names of agencies", "g.csv",
			plainCSV(cells("Stempel waktu|Nama OPD|1.1|Which channels are there?|Cadangan|Saran"), cells("1/11/2025 8:30:00|Provinsi Kalimantan Timur|2 – Ada, sebagian|Web site, Counter, service desk|tidak tahu|-")),
			[]string{"g.csv QA076 Saran", "kaltim portal 2", "kaltim channels 5", "kaltim backup ?"},
		},
		{
			"Google: e-mail addresses tell persons apart and stay inside", "g.csv",
			plainCSV(cells("Timestamp|Email Address|Instansi|Peran|1.1"), cells("2025/11/01 8:30:00 AM GMT+7|budi@a.id|kaltim|staff|2"), cells("2025/11/02 8:30:00 AM GMT+7|Budi@a.id|kaltim|staff|3"), cells("2025/11/02 8:30:00 AM GMT+7||kaltim|public|1")),
			[]string{"kaltim portal s0s8w-row2:staff 2", "kaltim portal s0s8w-row2:staff 3", "kaltim portal s0s8w-row4:public 1"},
		},
		{
			"a column without an agency", "k.csv",
			quoted(cells("instnsi|portal"+koboTail), cells("kaltim|3|1|u1||")),
			[]string{"k.csv QA001"},
		},
		{
			"a name that stands twice", "g.csv",
			plainCSV(cells("Timestamp|Instansi|Catatan|Catatan"), cells("|kaltim|a|b")),
			[]string{"g.csv:1:4 TB010"},
		},
		{
			"a file that was cut off", "k.csv",
			[]byte(`"agency";"portal";"backup";"_id";"_uuid"` + "\r\n" + `"kaltim";"3";"2";"1";"u1"` + "\r\n" + `"dinkes";"3"`),
			[]string{"kaltim portal 3", "kaltim backup 2", "dinkes portal 3", "k.csv:3:3 QA078 "},
		},
		{
			"a file that was cut off within quotes", "k.csv",
			[]byte(`"agency";"portal";"_id";"_uuid"` + "\r\n" + `"kaltim";"3";"1";"u1"` + "\r\n" + `"dinkes";"3`),
			[]string{"kaltim portal 3", "k.csv:3:2 TB015 "},
		},
		{
			"rows that a spreadsheet shortened", "k.csv",
			[]byte("agency;portal;_id;_uuid;backup\nkaltim;3;1;u1\ndinkes;2;2;u2\n"),
			[]string{"kaltim portal 3", "dinkes portal 2"},
		},
		{
			"letters of another encoding in one cell", "k.csv",
			[]byte("agency;portal;portal__note;_id;_uuid\nkaltim;3;é;1;u1\ndinkes;2;\xe9;2;u2\n"),
			[]string{"kaltim portal 3 é", "k.csv:3:3 TB018 �"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := told(t, file(t, c.file, c.data), surveytest.Kinds(), surveytest.Agencies())
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Two indicators with the same words are told apart by nobody but their codes.
func TestSurveyAmbiguousColumn(t *testing.T) {
	r := surveytest.Kinds()
	r.Indicator("law").Question = r.Indicator("owner").Question
	src := file(t, "g.csv", plainCSV(cells("Timestamp|Instansi|Siapa wali datanya?|portal"), cells("|kaltim|Ya|3")))
	f, d := questionnaire.Open(src, r, surveytest.Agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	_, found := questionnaire.ReadAll(f)
	first := found.All()[0]
	if first.Code != "QA077" || first.Severity != diag.Error || first.Allowed != "law, owner" || first.Place.String() != "g.csv:1:3" {
		t.Errorf("%v", first)
	}
}

// The latest submission of an agency counts, and of its evidence too; times are told by the tool's own zone.
func TestSurveyLatestCounts(t *testing.T) {
	data := quoted(cells("agency|portal|portal__evidence"+koboTail),
		cells("kaltim|3|https://a.id/baru|2|u2|2025-11-02T08:00:00|"), cells("kaltim|1|https://a.id/lama|1|u1|2025-11-01T08:00:00|"),
		cells("kaltim||https://a.id/terbaru|3|u3|2025-11-03T08:00:00|"))
	f, d := questionnaire.Open(file(t, "k.csv", data), surveytest.Kinds(), surveytest.Agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	answers, _ := questionnaire.ReadAll(f)
	c := questionnaire.NewCollector()
	superseded, found := c.Add(answers)
	if superseded != 1 || len(found) != 1 || found[0].Code != "QA022" {
		t.Errorf("%d superseded, %v", superseded, found)
	}
	kept := c.Answers()
	if len(kept) != 1 || kept[0].Claim.Number != 3 || !kept[0].Submitted.Equal(time.Date(2025, 11, 2, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", kept)
	}
	if e := f.Evidence(); len(e) != 1 || e[0].Link != "https://a.id/terbaru" {
		t.Errorf("%+v", e)
	}
}

// Neither a name nor an address leaves the reader: not in answers, evidence or diagnostics.
func TestSurveyNamesStayInside(t *testing.T) {
	table := surveytest.Table{
		cells("ID|Start time|Completion time|Email|Name|Instansi|Kode responden|Peran|1.1 Adakah portal data?"),
		cells("1|45963.5|45963.6|siti@go.id|Siti Rahayu|kaltim||staff|3"),
		cells("2|45963.5|45964.6|SITI@go.id|Siti Rahayu|kaltim||staff|2"),
		cells("3|45963.5|45964.6|anonymous||kaltim|Budi Santoso|staff|1"),
		cells("4|45963.5|45964.7|anonymous||kaltim|budi  santoso|staff|2"),
		cells("5|45963.5|45964.7|anonymous||kaltim|R05|staff|2"),
		cells("6|45963.5|45964.7|anonymous||kaltim|||2"),
	}
	data, err := table.XLSX("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	answers, _, found, summary := readAll(t, file(t, "Form(1-6).xlsx", data), surveytest.Kinds(), surveytest.Agencies())
	var codes []string
	text := fmt.Sprintf("%+v", summary)
	for _, a := range answers {
		codes = append(codes, a.Respondent)
		text += fmt.Sprintf("%+v", a)
	}
	for _, d := range found {
		text += fmt.Sprintf("%+v", *d) + l10n.For("id").Diagnostic(d)
	}
	for _, name := range []string{"siti", "rahayu", "budi", "santoso", "@"} {
		if strings.Contains(strings.ToLower(text), name) {
			t.Errorf("%q is in the output", name)
		}
	}
	if len(codes) != 6 || codes[0] != codes[1] || codes[2] != codes[3] || codes[0] == codes[2] || codes[4] != "R05" || codes[5] != "" || !strings.HasSuffix(codes[0], "-1") {
		t.Errorf("the codes are %q", codes)
	}
	if !slices.ContainsFunc(found, func(d *diag.Diagnostic) bool { return d.Code == "QA082" && d.Seen == "2" }) {
		t.Errorf("nothing says that names were replaced: %v", found)
	}
	// 45964.6 is 3 November 2025, 14:24 (45658 is 1 January 2025), on the clock of the agency.
	if got := answers[1].Submitted; got.Format("2006-01-02 15:04 -0700") != "2025-11-03 14:24 +0800" {
		t.Errorf("submitted %v", got)
	}
}

// The order of day and month is found out from the whole column, and nothing is guessed.
func TestSurveyDayAndMonth(t *testing.T) {
	for _, c := range []struct {
		name, head string
		times      []string
		want       string // of the first row
		noted      bool
	}{
		{"a day above twelve behind", "Timestamp", []string{"3/11/2025 8:30:00", "11/25/2025 8:30:00"}, "2025-03-11", false},
		{"a day above twelve before", "Timestamp", []string{"3/11/2025 8:30:00", "25/11/2025 8:30:00"}, "2025-11-03", false},
		{"rows come in their order", "Timestamp", []string{"3/11/2025 8:30:00", "1/12/2025 8:30:00"}, "2025-11-03", false},
		{"nothing tells", "Timestamp", []string{"3/11/2025 8:30:00", "4/12/2025 8:30:00"}, "", true},
		{"an Indonesian form", "Cap waktu", []string{"3/11/2025 8.30.00", "4/12/2025 8.30.00"}, "2025-11-03", false},
		{"both orders", "Timestamp", []string{"13/11/2025 8:30:00", "11/13/2025 8:30:00"}, "", true},
		{"a year in front", "Timestamp", []string{"2025/11/03 8:30:00 PM GMT+7"}, "2025-11-03", false},
		{"no time at all", "Timestamp", []string{"kemarin"}, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := [][]string{cells(c.head + "|Instansi|Kode responden|1.1|Uji pulih")}
			for i, when := range c.times {
				rows = append(rows, []string{when, "kaltim", fmt.Sprintf("R%d", i), "3", "25/12/2024"})
			}
			answers, _, found, _ := readAll(t, file(t, "g.csv", plainCSV(rows...)), surveytest.Kinds(), surveytest.Agencies())
			if len(answers) == 0 {
				t.Fatal("no answers")
			}
			got := ""
			if s := answers[0].Submitted; !s.IsZero() {
				got = s.Format(time.DateOnly)
			}
			noted := slices.ContainsFunc(found, func(d *diag.Diagnostic) bool { return d.Code == "QA085" })
			if got != c.want || noted != c.noted {
				t.Errorf("submitted %q, noted %v; want %q, %v", got, noted, c.want, c.noted)
			}
		})
	}
}

// What a formula gave or a merged cell hides is refused with its cell; a repair says what the cell is to be.
func TestSurveyWorkbookTricks(t *testing.T) {
	data := func(fill func(f *excelize.File)) []byte {
		plain, err := surveytest.Table{
			cells("agency|portal|backup|_id|_uuid|_submission_time"), cells("kaltim|3|2|1|u1|2025-11-01T08:00:00"), cells("dinkes|1|2|2|u2|2025-11-01T08:00:00"),
		}.XLSX("Data")
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(plain))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		fill(f)
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	formula := data(func(f *excelize.File) {
		if err := f.SetCellFormula("Data", "B2", "1+1"); err != nil {
			t.Fatal(err)
		}
	})
	src := file(t, "k.xlsx", formula)
	want := []string{"k.xlsx!Data!B2 QA080 3", "kaltim backup 2", "dinkes portal 1", "dinkes backup 2"}
	if got := told(t, src, surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	src.Repairs = source.Repairs{"!Data!B2": "2"}
	want = []string{"kaltim portal 2", "kaltim backup 2", "dinkes portal 1", "dinkes backup 2"}
	if got := told(t, src, surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, want) {
		t.Errorf("repaired: got %q, want %q", got, want)
	}
	merged := data(func(f *excelize.File) {
		if err := f.MergeCell("Data", "B2", "B3"); err != nil {
			t.Fatal(err)
		}
	})
	got := told(t, file(t, "k.xlsx", merged), surveytest.Kinds(), surveytest.Agencies())
	if len(got) == 0 || got[0] != "k.xlsx!Data!B2 QA081 B3" {
		t.Errorf("merged: %q", got)
	}
	// A table of answers that is no tool's is read by the same rule.
	plain, err := surveytest.Table{cells("agency|portal"), cells("kaltim|3"), cells("dinkes|2")}.XLSX("Data")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetCellFormula("Data", "B2", "1+1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	want = []string{"t.xlsx!Data!B2 QA080 3", "dinkes portal 2"}
	if got := told(t, file(t, "t.xlsx", b.Bytes()), surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, want) {
		t.Errorf("a table: got %q, want %q", got, want)
	}
}

// A form that was filled in as a table comes back; its helping columns are passed over without a word.
func TestSurveyCSVForm(t *testing.T) {
	data := plainCSV(cells("agency|respondent|role|indicator|item|value|note|submitted|question_text|allowed_answers|siap_form"),
		cells("kaltim|||portal||3|||Adakah portal data?|1; 2; 3|"+form.Version(surveytest.Kinds())), cells("kaltim|||law||no|||=x|yes; no|0.9-0123456789ab"),
		cells("kaltim|||quality||||||..."), cells("kaltim|||quality||||||..."), cells("kaltim|||channels||web;desk|||||"))
	want := []string{"kaltim portal 3", "kaltim law 0", "kaltim channels 5", "a.csv:3:11 QA079 1"}
	if got := told(t, file(t, "a.csv", data), surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
