package questionnaire_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// mapped writes a table and the mapping beside it.
func mapped(t testing.TB, name string, data []byte, mapping string) source.Source {
	t.Helper()
	src := file(t, name, data)
	if err := os.WriteFile(filepath.Join(filepath.Dir(src.Path), questionnaire.MappingName(name)), []byte(mapping), 0o600); err != nil {
		t.Fatal(err)
	}
	return src
}

func TestMapping(t *testing.T) {
	wide := plainCSV(cells("Nama OPD|P1|P2|Kanal|Web|Aplikasi|Ket. P1|Petugas|Diisi pada"),
		cells("Pemprov Kaltim|sudah|✓|Situs web||ya|baik|Budi Santoso|1/12/2025"), cells("DINKES|belum|-|||tidak||R2|25/11/2025"))
	long := plainCSV(cells("opd|butir|jawaban|nilai tim|x"), cells("Pemprov Kaltim|1.1|sudah|2|?"), cells("dinkes|Adakah aturannya?|✓||?"), cells("dinkes|P9|Situs web, Loket, meja layanan||?"))
	for _, c := range []struct {
		name, file, mapping string
		data                []byte
		want                []string
		format              string
	}{
		{
			"one respondent a row", "opd.csv", `
schema: siap/mapping/1
rubric: kinds
columns:
  Nama OPD: agency
  P1: portal
  P2: law
  Web: channels/web
  aplikasi: channels/app
  Ket. P1: portal__note
  Petugas: respondent
  Diisi pada: submitted
  Kanal: ignore
values:
  "✓": "yes"
  "-": "no"
values_of:
  portal:
    SUDAH: "3"
    belum: "1"
agencies:
  Pemprov  Kaltim: kaltim
`, wide,
			[]string{
				"kaltim portal CODE: 3 baik", "kaltim law CODE: 1", "kaltim channels CODE: 2", "dinkes portal R2: 1", "dinkes law R2: 0", "opd.csv:2:8 QA082 1",
			},
			"CSV (,), UTF-8, wide, mapping ",
		},
		{
			"one answer a row", "opd.csv", `
schema: siap/mapping/1
layout: long
columns: {opd: agency, butir: indicator, jawaban: value, nilai tim: assessor_value}
values: {sudah: "3", "✓": "yes"}
indicators: {P9: channels}
agencies: {pemprov kaltim: kaltim}
`, long,
			[]string{"opd.csv QA076 x", "kaltim portal 3", "dinkes law 1", "dinkes channels 5"},
			"CSV (,), UTF-8, long, mapping ",
		},
		{
			"a row for each service, below two lines of title", "opd.csv", `
schema: siap/mapping/1
header: 3
columns: {OPD: agency, Layanan: item, Mutu: quality}
`, []byte("Rekap layanan;;\n;;\nOPD;Layanan;Mutu\nkaltim;e-KTP;2\nkaltim;KIA;3\n"),
			[]string{"kaltim quality/e-KTP 2", "kaltim quality/KIA 3"},
			"CSV (;), UTF-8, wide, mapping ",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := mapped(t, c.file, c.data, c.mapping)
			got := told(t, src, surveytest.Kinds(), surveytest.Agencies())
			for i := range got {
				got[i] = regexp.MustCompile(`s\w+-row\d+:`).ReplaceAllString(got[i], "CODE:")
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			f, d := questionnaire.Open(src, surveytest.Kinds(), surveytest.Agencies())
			if d != nil {
				t.Fatal(d)
			}
			defer f.Close()
			questionnaire.ReadAll(f)
			if s := f.Summary(); !regexp.MustCompile(`^` + regexp.QuoteMeta(c.format) + `[0-9a-f]{8}$`).MatchString(s.Format) {
				t.Errorf("the format is %q, want %q and a hash", s.Format, c.format)
			}
		})
	}
}

// A sheet by its name, with its cells for places.
func TestMappingOfSheet(t *testing.T) {
	data, err := surveytest.Table{cells("OPD|P1"), cells("kaltim|9")}.XLSX("Rekap")
	if err != nil {
		t.Fatal(err)
	}
	src := mapped(t, "opd.xlsx", data, "schema: siap/mapping/1\nsheet: rekap\ncolumns: {OPD: agency, P1: portal}\n")
	if got := told(t, src, surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, []string{"opd.xlsx!Rekap!B2 QA008 9"}) {
		t.Errorf("got %q", got)
	}
	src = mapped(t, "opd.xlsx", data, "schema: siap/mapping/1\nsheet: Rekp\ncolumns: {OPD: agency, P1: portal}\n")
	if got := told(t, src, surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, []string{"opd.xlsx TB020"}) {
		t.Errorf("got %q", got)
	}
}

// Every fault of a mapping is told in one pass, with its line and column and what was probably meant.
func TestMappingFaults(t *testing.T) {
	data := plainCSV(cells("Nama OPD|P1|P2"), cells("kaltim|3|yes"))
	for _, c := range []struct {
		name, mapping string
		want          []string
	}{
		{"no YAML", "a: [", []string{"m:2:1 QA092"}},
		{"a list", "- a\n", []string{"m:1:1 QA094 […]"}},
		{"nothing", "", []string{"m QA092"}},
		{
			"unknown keys, wrong values and targets", `schema: siap/mapping/2
rubric: indrajit-5
layout: tall
colums: {}
header: nol
sheet: [a]
columns:
  Nama OPD: agncy
  P1: portl
  P2: law
  P2: owner
  P3: law
values_of:
  portal: {sudah: "9"}
  prtal: {}
agencies: {x: kaltm}
indicators: {P1: [a]}
`,
			[]string{
				"m:1:9 QA094 siap/mapping/2 near siap/mapping/1", "m:2:9 QA098 indrajit-5", "m:3:9 QA094 tall", "m:4:1 QA093 colums near columns", "m:5:9 QA094 nol",
				"m:6:8 QA094 […]", "m:14:19 QA096 9", "m:15:3 QA006 prtal near portal", "m:16:15 QA005 kaltm near kaltim", "m:17:18 QA094 […]",
				"m:8:13 QA096 agncy near agency", "m:9:7 QA096 portl near portal", "m:11:3 QA095 P2", "m:12:7 QA095 law", "m:8:3 QA099",
			},
		},
		{"what is missing", "columns: {P1: ignore}\n", []string{"m:1:1 QA099", "m:1:10 QA099", "m:1:10 QA099"}},
		{"what is missing in the long layout", "schema: siap/mapping/1\nlayout: long\ncolumns: {P1: agency, P2: portal}\n", []string{"m:3:27 QA096 portal", "m:3:10 QA099", "m:3:10 QA099"}},
		{"a column that is not there", "schema: siap/mapping/1\ncolumns: {Nama OPT: agency, P1: portal}\n", []string{"m:2:11 QA097 Nama OPT near Nama OPD"}},
		{"a label is no target", "schema: siap/mapping/1\ncolumns: {Nama OPD: agency, P1: Adakah portal data?}\n", []string{"m:2:33 QA096 Adakah portal data?", "m:2:10 QA099"}},
		{"an alias", "schema: &a siap/mapping/1\ncolumns: {Nama OPD: agency, P1: *a}\n", []string{"m:2:33 QA094 *a", "m:2:10 QA099"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, d := questionnaire.Open(mapped(t, "m.csv", data, c.mapping), surveytest.Kinds(), surveytest.Agencies())
			if d != nil {
				t.Fatal(d)
			}
			defer f.Close()
			answers, found := questionnaire.ReadAll(f)
			var got []string
			for _, d := range found.All() {
				line := strings.Replace(d.Place.String(), "m.map.yaml", "m", 1) + " " + d.Code
				if d.Code != "QA092" && d.Code != "QA099" {
					line += " " + d.Seen
				}
				if d.Nearest != "" {
					line += " near " + d.Nearest
				}
				got = append(got, line)
				if text := l10n.For("id").Diagnostic(d); strings.Contains(text, "{") && d.Seen != "{…}" && !strings.Contains(d.Allowed, "{") {
					t.Errorf("a placeholder stayed: %s", text)
				}
			}
			if len(answers) > 0 || !slices.Equal(got, c.want) {
				t.Errorf("%d answers; got\n%s\nwant\n%s", len(answers), strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// propose writes the proposal for a table.
func propose(t testing.TB, src source.Source, r *rubric.Rubric, list *agency.List, where table.Where) (*questionnaire.Proposal, string) {
	t.Helper()
	p, d := questionnaire.ProposeMapping(src, where, r, list)
	if d != nil {
		t.Fatal(d)
	}
	var b strings.Builder
	if err := p.Write(&b, l10n.For("en")); err != nil {
		t.Fatal(err)
	}
	return p, b.String()
}

// A proposal fills in what is certain, proposes what is like it, and becomes a mapping by removing marks.
func TestProposal(t *testing.T) {
	data := plainCSV(cells("Nama OPD|Tanggal|1.1|Adakah cadangan data di instansi Saudara?|Kanal apa saja yang ada?|Warna|Adakah aturannya? – catatan"),
		cells("Provinsi Kaltim Timur|2025-11-01|baik sekali|2|Situs web|biru|x"), cells("dinkes|2025-11-01|3|2|Loket, meja layanan|biru|"))
	src := file(t, "opd.csv", data)
	p, text := propose(t, src, surveytest.Kinds(), surveytest.Agencies(), table.Where{})
	if p.Certain != 5 || p.Uncertain != 3 || p.Unknown != 1 || p.Recognised != "" {
		t.Errorf("%+v", p)
	}
	for _, want := range []string{
		"schema: siap/mapping/1\nrubric: \"kinds\"\nlayout: wide\n", `  "Nama OPD": agency`, `  "Tanggal": submitted`, `  "1.1": portal`, `  "Kanal apa saja yang ada?": channels`,
		`#   "Adakah cadangan data di instansi Saudara?": backup  # perhaps backup (0.`, `#   "Warna":   # not known`, `  "Adakah aturannya? – catatan": law__note`,
		"# values_of:\n#   portal:\n#     \"baik sekali\":   # not known", `#   "Provinsi Kaltim Timur": kaltim  # perhaps kaltim (0.67)`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the proposal lacks %q", want)
		}
	}
	// Whoever knows the table removes the marks and completes it.
	text = regexp.MustCompile(`(?m)^# (\s+"Adakah|\s+"Provinsi|agencies|values_of|\s+portal:)`).ReplaceAllString(text, "$1")
	text = strings.Replace(text, `#     "baik sekali":`, `    "baik sekali": "3"`, 1)
	got := told(t, mapped(t, "opd.csv", data, text), surveytest.Kinds(), surveytest.Agencies())
	want := []string{
		"opd.csv QA076 Warna", "kaltim portal 3", "kaltim backup 2", "kaltim channels 1", "kaltim law ? x", "dinkes portal 3", "dinkes backup 2", "dinkes channels 4",
	}
	if len(got) != len(want) {
		t.Fatalf("got\n%s\nof\n%s", strings.Join(got, "\n"), text)
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%q is missing in %q", w, got)
		}
	}
}

func TestProposalOfLongTable(t *testing.T) {
	src := file(t, "opd.csv", plainCSV(cells("Instansi|Indikator|Nilai|Warna"), cells("kaltim|Portal|3|x"), cells("kaltim|Cadangan datanya|3|x")))
	_, text := propose(t, src, surveytest.Kinds(), surveytest.Agencies(), table.Where{Header: 1})
	for _, want := range []string{
		"layout: long\nheader: 1\n", `  "Instansi": agency`, `  "Indikator": indicator`, `  "Nilai": value`, `#   "Warna":`, "# indicators:\n#   \"Cadangan datanya\": backup  # perhaps",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the proposal lacks %q:\n%s", want, text)
		}
	}
}

// What is proposed for a form's own export reads back as the form says, for every rubric of the library.
func TestProposalRoundTrip(t *testing.T) {
	for _, id := range library.IDs() {
		t.Run(id, func(t *testing.T) {
			r, err := library.Open(id)
			if err != nil {
				t.Fatal(err)
			}
			list := surveytest.Agencies()
			f := form.New(r, form.Options{})
			subs := surveytest.Fill(f, list, 11)
			// Without the first column it is no longer an export of Google Forms.
			export := surveytest.Google(f, subs, "id")
			for i := range export {
				export[i] = export[i][1:]
			}
			data := []byte(export.CSV(";", "\r\n", true))
			p, text := propose(t, file(t, "t.csv", data), r, list, table.Where{})
			if p.Uncertain > 0 || p.Unknown > 0 {
				t.Fatalf("%d uncertain, %d unknown:\n%s", p.Uncertain, p.Unknown, text)
			}
			answers, _, found, _ := readAll(t, mapped(t, "t.csv", data, text), r, list)
			for _, d := range found {
				if d.Severity == "error" {
					t.Errorf("%v", d)
				}
			}
			want, _ := expected(t, f, subs)
			var got []string
			for _, a := range answers {
				got = append(got, line(a.Agency, a.Indicator, a.Item, a.Respondent, a.Role, a.Note, a.Claim))
			}
			slices.Sort(got)
			compare(t, "answers", got, want)
		})
	}
}

// FuzzMapping: whatever the mapping says, every fault has a place in it and every answer is one.
func FuzzMapping(f *testing.F) {
	for _, seed := range []string{
		"schema: siap/mapping/1\ncolumns: {Nama OPD: agency, P1: portal, P2: channels/web}\nvalues: {a: b}\n", "schema: siap/mapping/1\nlayout: long\ncolumns: {Nama OPD: agency, P1: indicator, P2: value}\n",
		"a: &x [*x]\n", "columns: {? [a] : b}\n", "schema: siap/mapping/1\nheader: 2\ncolumns: {kaltim: agency, '3': portal}\n",
	} {
		f.Add([]byte(seed), []byte("Nama OPD,P1,P2\nkaltim,3,ya\n"))
	}
	r, list := surveytest.Kinds(), surveytest.Agencies()
	f.Fuzz(func(t *testing.T, mapping, data []byte) {
		file, d := questionnaire.Open(mapped(t, "m.csv", data, string(mapping)), r, list)
		if d != nil {
			return
		}
		defer file.Close()
		answers, found := questionnaire.ReadAll(file)
		for _, d := range found.All() {
			if (d.Place.File != "m.csv" && d.Place.File != "m.map.yaml") || !l10n.For("en").Has(d.Code) {
				t.Fatalf("poor diagnostic %v", d)
			}
		}
		for _, a := range answers {
			if _, known := list.Index(a.Agency); !known || r.Indicator(a.Indicator) == nil {
				t.Fatalf("%+v", a)
			}
		}
	})
}

// FuzzProposal: whatever the table, the proposal is a mapping whose only faults are what it could not know.
func FuzzProposal(f *testing.F) {
	for _, seed := range []string{"Nama OPD,1.1,\"a\nb\"\nkaltim,x,y\n", "Instansi;Indikator;Nilai\nx;y;z\n", "\"# x: \\\"y\\\"\"\t'\n\u0085\t\u2028\n", "Timestamp,agency\n"} {
		f.Add([]byte(seed))
	}
	r, list := surveytest.Kinds(), surveytest.Agencies()
	f.Fuzz(func(t *testing.T, data []byte) {
		p, d := questionnaire.ProposeMapping(file(t, "m.csv", data), table.Where{}, r, list)
		if d != nil {
			return
		}
		var b strings.Builder
		if err := p.Write(&b, l10n.For("id")); err != nil {
			t.Fatal(err)
		}
		opened, d := questionnaire.Open(mapped(t, "m.csv", data, b.String()), r, list)
		if d != nil {
			return
		}
		defer opened.Close()
		_, found := questionnaire.ReadAll(opened)
		for _, d := range found.All() {
			if d.Place.File == "m.map.yaml" && d.Code != "QA099" {
				t.Fatalf("%v of\n%s", d, b.String())
			}
		}
	})
}
