package questionnaire

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
)

// small is a rubric with one indicator of each kind that reading makes a difference between.
func small() *rubric.Rubric {
	levels := []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
	r := &rubric.Rubric{
		Scale: rubric.Scale{Min: 1, Max: 4},
		Roles: []rubric.Role{{ID: "staff", Weight: 1}, {ID: "public", Weight: 1}},
		Children: []*rubric.Node{
			{ID: "data", Children: []*rubric.Node{
				{ID: "portal", Code: "1.1", Levels: levels},
				{ID: "backup", Code: "1.2", Levels: levels, AskedOf: []string{"staff"}},
			}},
			{ID: "service", Children: []*rubric.Node{
				{ID: "quality", Levels: levels, Repeats: rubric.RepeatRows},
				{ID: "datacentre", Levels: levels, AppliesTo: map[string][]string{"type": {"provinsi"}}},
				{ID: "share"},
			}},
		},
	}
	r.Link()
	return r
}

func agencies() *agency.List {
	of := func(id, kind string) *agency.Agency {
		return &agency.Agency{ID: id, Name: id, Type: kind, Zone: agency.WITA, Columns: map[string]string{"type": kind}}
	}
	return agency.NewList([]*agency.Agency{of("kaltim", "provinsi"), of("dinkes", "dinas")}, []string{"type"})
}

func write(t testing.TB, name, data string) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: name}
}

func say(v Value) string {
	switch v.State {
	case Known:
		return fmt.Sprint(v.Number)
	case NotApplicable:
		return "n/a"
	}
	return "?"
}

// read gives answers as "agency indicator[/item] [respondent:role] claim assessed" and diagnostics as "place CODE …".
func read(t testing.TB, src source.Source, list *agency.List) ([]string, Summary) {
	t.Helper()
	f, d := Open(src, small(), list)
	if d != nil {
		return []string{d.Place.String() + " " + d.Code + " " + d.Subject + " near " + d.Nearest}, Summary{}
	}
	defer f.Close()
	var lines []string
	for a, d := range f.Answers() {
		if d != nil {
			line := d.Place.String() + " " + d.Code
			if d.Nearest != "" {
				line += " near " + d.Nearest
			}
			if d.Code == "QA018" || d.Code == "QA019" {
				if d.Seen != "" {
					t.Errorf("a respondent's name is repeated: %v", d)
				}
			}
			lines = append(lines, line)
			continue
		}
		line := a.Agency + " " + a.Indicator
		if a.Item != "" {
			line += "/" + a.Item
		}
		if a.Respondent != "" || a.Role != "" {
			line += " " + a.Respondent + ":" + a.Role
		}
		lines = append(lines, line+" "+say(a.Claim)+" "+say(a.Assessed))
	}
	return lines, f.Summary()
}

func TestLong(t *testing.T) {
	const head = "agency,indicator,value,respondent,role,item,assessor_value,note,visibility,submitted\n"
	for _, c := range []struct {
		name, data string
		want       []string
		left       int
	}{
		{"a claim and what the assessor says", head + "kaltim,portal,3,,,,2,,,\n", []string{"kaltim portal 3 2"}, 0},
		{"by official number", head + "kaltim,1.2,3,R1,staff,,,,,\n", []string{"kaltim backup R1:staff 3 ?"}, 0},
		{
			"not applicable and unknown", head + "kaltim,portal,n/a,,,,,,,\nkaltim,backup, ,,,,,x,,\nkaltim,share,Tidak tahu,,,,,,,\nkaltim,quality,Don’t know,,,,,,,\n",
			[]string{"kaltim portal n/a ?", "kaltim backup ? ?", "kaltim share ? ?"},
			0,
		},
		{
			"Indonesian names, decimal comma", "Instansi;Indikator;Nilai;Nilai Asesor\nkaltim;share;2,5;\nkaltim;portal;3;2,5\n",
			[]string{"kaltim share 2.5 ?", "a.csv:3:4 QA011", "kaltim portal 3 2.5"},
			0,
		},
		{"unknown agency", head + "kaltm,portal,3,,,,,,,\n", []string{"a.csv:2:1 QA005 near kaltim"}, 1},
		{"no agency", head + ",portal,3,,,,,,,\n", []string{"a.csv:2:1 QA024"}, 1},
		{"unknown indicator", head + "kaltim,portl,3,,,,,,,\n", []string{"a.csv:2:2 QA006 near portal"}, 1},
		{"a dimension", head + "kaltim,data,3,,,,,,,\n", []string{"a.csv:2:2 QA007"}, 1},
		{"out of range", head + "kaltim,portal,5,,,,,,,\nkaltim,share,0.5,,,,,,,\n", []string{"a.csv:2:3 QA008", "a.csv:3:3 QA008"}, 2},
		{
			"text, NaN, infinity, hexadecimal", head + "kaltim,portal,baik,,,,,,,\nkaltim,portal,NaN,,,,,,,\nkaltim,portal,Inf,,,,,,,\nkaltim,portal,0x2,,,,,,,\n",
			[]string{"a.csv:2:3 QA009", "a.csv:3:3 QA009", "a.csv:4:3 QA009", "a.csv:5:3 QA009"},
			4,
		},
		{"between levels: one person may not", head + "kaltim,portal,2.5,R1,,,,,,\n", []string{"a.csv:2:3 QA010"}, 1},
		{"between levels: an agency as a whole may", head + "kaltim,portal,2.5,,,,,,,\n", []string{"a.csv:2:3 QA011", "kaltim portal 2.5 ?"}, 0},
		{"a level written with dust", head + "kaltim,portal,2.9999999999999996,R1,,,,,,\n", []string{"kaltim portal R1: 3 ?"}, 0},
		{"unknown role", head + "kaltim,portal,3,R1,staf,,,,,\n", []string{"a.csv:2:5 QA012 near staff"}, 1},
		{"role not asked", head + "kaltim,backup,3,R1,public,,,,,\nkaltim,backup,,R2,public,,,,,\n", []string{"a.csv:2:3 QA013"}, 1},
		{
			"does not apply", head + "dinkes,datacentre,3,,,,,,,\ndinkes,datacentre,n/a,,,,,,,\ndinkes,datacentre,,,,,,,,\nkaltim,datacentre,3,,,,,,,\n",
			[]string{"a.csv:2:3 QA014", "dinkes datacentre n/a ?", "kaltim datacentre 3 ?"},
			1,
		},
		{"items", head + "kaltim,quality,3,,,e-KTP,,,,\nkaltim,portal,3,,,e-KTP,,,,\n", []string{"kaltim quality/e-KTP 3 ?", "a.csv:3:6 QA015"}, 1},
		{"visibility", head + "kaltim,portal,3,,,,,,publc,\n", []string{"a.csv:2:9 QA016 near public"}, 1},
		{"date", head + "kaltim,portal,3,,,,,,,01/02/2025\n", []string{"a.csv:2:10 QA017"}, 1},
		{
			"a name for a code", head + "kaltim,portal,3,Budi Santoso,,,,,,\nkaltim,portal,3,budi@x.id,,,,,,\nkaltim,portal,3,Budi.Santoso,,,,,,\n",
			[]string{"a.csv:2:4 QA018", "a.csv:3:4 QA018", "a.csv:4:4 QA019", "kaltim portal Budi.Santoso: 3 ?"},
			2,
		},
		{
			"a long note", head + "kaltim,portal,3,,,,," + strings.Repeat("é", MaxText+1) + ",,\nkaltim,share,3,,,,," + strings.Repeat("é", MaxText) + ",,\n",
			[]string{"a.csv:2:8 QA020", "kaltim share 3 ?"},
			1,
		},
		{
			"all faults of a row", head + "x,y,z,R 1,w,,,,v,u\n",
			[]string{"a.csv:2:1 QA005", "a.csv:2:4 QA018", "a.csv:2:5 QA012", "a.csv:2:9 QA016", "a.csv:2:10 QA017", "a.csv:2:2 QA006"},
			1,
		},
		{"a row that cannot be read", head + "kaltim,portal,\"3\"x\nkaltim,portal,3\n", []string{"a.csv:2:3 TB016", "kaltim portal 3 ?"}, 1},
		{
			"an unread and a misspelt column", "agency,indicator,value,komentar,rol\nkaltim,portal,3,,\n",
			[]string{"a.csv QA003", "a.csv QA004 near role", "kaltim portal 3 ?"},
			0,
		},
		{"a column under two names", "agency,indicator,value,nilai\nkaltim,portal,3,4\n", []string{"a.csv QA023", "kaltim portal 3 ?"}, 0},
		{"header only", head, []string{"a.csv QA002"}, 0},
		{"no agency column", "agncy,indicator,value\na,b,c\n", []string{"a.csv QA001 agency near agncy"}, 0},
		{"no value column", "agency,indicator,nila\na,b,c\n", []string{"a.csv QA001 value near nila"}, 0},
		{"no indicator column", "agency,indikatr,value\na,b,c\n", []string{"a.csv QA001 indicator near indikatr"}, 0},
		{"empty", "", []string{"a.csv TB003  near "}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, sum := read(t, write(t, "a.csv", c.data), agencies())
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if sum.LeftOut != c.left {
				t.Errorf("left out %d, want %d", sum.LeftOut, c.left)
			}
		})
	}
}

func TestWide(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{
			"ids and numbers", "agency;portal;1.2\nkaltim;3;4\ndinkes;n/a;\n",
			[]string{"kaltim portal 3 ?", "kaltim backup 4 ?", "dinkes portal n/a ?", "dinkes backup ? ?"},
		},
		{
			"respondents", "agency,responden,peran,portal,backup\nkaltim,R1,public,3,\nkaltim,R2,public,3,4\n",
			[]string{"kaltim portal R1:public 3 ?", "kaltim portal R2:public 3 ?", "a.csv:3:5 QA013"},
		},
		{
			"every fault of a row", "agency,portal,share\nkaltim,9,x\nx,9,3\n",
			[]string{"a.csv:2:2 QA008", "a.csv:2:3 QA009", "a.csv:3:1 QA005", "a.csv:3:2 QA008"},
		},
		{"unknown column", "agency,portal,bakup\nkaltim,3,4\n", []string{"a.csv QA004 near backup", "kaltim portal 3 ?"}},
		{"a dimension's column", "agency,portal,data\nkaltim,3,4\n", []string{"a.csv QA007", "kaltim portal 3 ?"}},
		{"id and number of one", "agency,portal,1.1\nkaltim,3,4\n", []string{"a.csv QA023", "kaltim portal 3 ?"}},
		{"a note has no place", "agency,portal,note\nkaltim,3,x\n", []string{"a.csv QA003", "kaltim portal 3 ?"}},
		{
			"items", "agency,item,quality,portal\nkaltim,e-KTP,3,\nkaltim,SIM,2,4\n",
			[]string{"kaltim quality/e-KTP 3 ?", "kaltim quality/SIM 2 ?", "a.csv:3:2 QA015"},
		},
		{"nothing known", "agency,foo\nkaltim,3\n", []string{"a.csv QA001 indicator near "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := read(t, write(t, "a.csv", c.data), agencies())
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestAnyAgency(t *testing.T) {
	got, _ := read(t, write(t, "a.csv", "agency,portal,datacentre\nnew-1,3,2\na b,3,2\n"), nil)
	want := []string{"new-1 portal 3 ?", "new-1 datacentre 2 ?", "a.csv:3:1 QA025"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestWhatTravelsWithAnAnswer(t *testing.T) {
	const evil = "=cmd|' /C calc'!A0 <script>alert(1)</script> ../../etc"
	src := write(t, "a.csv", "agency,indicator,value,note,quote,source,visibility,submitted\nkaltim,portal,3,"+evil+",kata,wawancara,Publik,2025-03-01 14:30\n")
	f, d := Open(src, small(), agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	n := 0
	for a, d := range f.Answers() {
		if d != nil {
			t.Fatal(d)
		}
		n++
		// 14:30 in WITA (UTC+8) is 06:30 UTC.
		if want := time.Date(2025, 3, 1, 6, 30, 0, 0, time.UTC); a.Note != evil || a.Quote != "kata" || a.Source != "wawancara" || a.Visibility != Public || !a.Submitted.Equal(want) {
			t.Errorf("%+v", a)
		}
	}
	if s := f.Summary(); n != 1 || s.Records != 1 || s.LeftOut != 0 || s.Format != "CSV (,), UTF-8, long" || len(s.SHA256) != 64 {
		t.Errorf("%d answers, %+v", n, s)
	}
}

func TestWorkbook(t *testing.T) {
	x := excelize.NewFile()
	defer x.Close()
	when := time.Date(2025, 3, 1, 14, 30, 0, 0, time.UTC)
	for cell, row := range map[string][]any{
		"A1": {"agency", "indicator", "value", "submitted"},
		"A2": {"kaltim", 1.1, 3, when}, // the official number 1.1, typed as a number
		"A3": {"kaltim", "share", 2.5, "2025-03-02"},
		"A4": {"kaltim", "share", "x", ""},
	} {
		if err := x.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "b.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	src := source.Source{Path: path, Name: "b.xlsx"}
	got, sum := read(t, src, agencies())
	if diff := cmp.Diff([]string{"kaltim portal 3 ?", "kaltim share 2.5 ?", "b.xlsx!Sheet1!C4 QA009"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if sum.Format != "XLSX, Sheet1, long" {
		t.Errorf("format %q", sum.Format)
	}
	f, d := Open(src, small(), agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	for a := range f.Answers() {
		if want := when.Add(-8 * time.Hour); !a.Submitted.Equal(want) || a.Place.Cell != "C2" {
			t.Errorf("submitted %v, want %v; cell %s", a.Submitted, want, a.Place.Cell)
		}
		break
	}
}

// ReadAll gives what Answers yields, in its order, also beyond one chunk.
func TestReadAll(t *testing.T) {
	const rows = chunk + 5 // two answers and one fault each: three chunks
	src := write(t, "a.csv", "agency,portal,share,backup\n"+strings.Repeat("kaltim,1,2.5,9\n", rows))
	f, d := Open(src, small(), agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	all, found := ReadAll(f)
	if len(all) != 2*rows || found.Len() != diag.PerRule || !found.HasErrors() {
		t.Fatalf("%d answers, %d diagnostics", len(all), found.Len())
	}
	for i, a := range all {
		if line := 2 + i/2; a.Place.Line != line || a.Indicator != [2]string{"portal", "share"}[i%2] {
			t.Fatalf("answer %d: %+v", i, a)
		}
	}
}

// Every rule has its sentence, and a diagnostic about a level says which levels there are.
func TestSentences(t *testing.T) {
	f, d := Open(write(t, "a.csv", "agency,portal\nkaltim,7\n"), small(), agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	for _, d := range f.Answers() {
		const want = "the answer 7 for the indicator portal is out of range; allowed: 1, 2, 3, 4, n/a"
		if got := l10n.For("en").Diagnostic(d); got != want {
			t.Errorf("got %q", got)
		}
	}
	for _, r := range []string{"001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011", "012", "013", "014", "015", "016", "017", "018", "019", "020", "021", "022", "023", "024", "025", "030", "031", "032"} {
		if !l10n.For("id").Has("QA" + r) {
			t.Errorf("QA%s has no sentence", r)
		}
	}
}
