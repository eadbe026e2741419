package intake

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
)

const registers = `calendar: kalender.csv
ledgers:
  - file: ledgers/lapor-*.csv
    kind: complaints
    sheet: Data
    header: 3
    as_of: 2025-11-30
    timezone: WIB
    dates: dmy
    columns: {number: No. Laporan, agency: Instansi, opened: Tanggal, answered: Tanggal Jawab, kind: Jenis}
    states: {Selesai: closed, Dalam Proses: open}
    metrics:
      complaints:
        from: opened
        to: answered
        where: {kind: [Pengaduan, Keluhan], channel: SP4N-LAPOR!}
      all_complaints:
  - file: ledgers/ppid-*.xlsx
    kind: requests
    agency: "*"
    columns: {opened: Masuk, answered: Jawab, extended: Diperpanjang}
    metrics: {requests: {}}
`

func TestReadLedgers(t *testing.T) {
	s, problems := read(t, registers)
	if problems.Len() > 0 {
		t.Fatalf("problems: %v", problems.All())
	}
	at := func(line, column int) diag.Place { return diag.Place{File: SettingsFile, Line: line, Column: column} }
	want := []ledger.Entry{
		{
			Place: at(3, 5), File: "ledgers/lapor-*.csv", Kind: ledger.Complaints, Sheet: "Data", Header: 3,
			AsOf: telemetry.Date{Year: 2025, Month: 11, Day: 30}, Zone: agency.WIB, Dates: ledger.DayFirst,
			Columns: map[ledger.Field]string{
				ledger.Number: "No. Laporan", ledger.Agency: "Instansi", ledger.Opened: "Tanggal", ledger.Answered: "Tanggal Jawab", ledger.Type: "Jenis",
			},
			States: map[string]ledger.State{"Selesai": ledger.IsClosed, "Dalam Proses": ledger.IsOpen},
			Metrics: []ledger.Metric{
				{Place: at(13, 7), ID: "complaints", From: ledger.Opened, To: ledger.Answered, Where: map[ledger.Field][]string{
					ledger.Type: {"Pengaduan", "Keluhan"}, ledger.Channel: {"SP4N-LAPOR!"},
				}},
				{Place: at(17, 7), ID: "all_complaints"},
			},
		},
		{
			Place: at(18, 5), File: "ledgers/ppid-*.xlsx", Kind: ledger.Requests, Agency: ledger.FromFileName,
			Columns:   map[ledger.Field]string{ledger.Opened: "Masuk", ledger.Answered: "Jawab", ledger.Extended: "Diperpanjang"},
			Metrics:   []ledger.Metric{{Place: at(22, 15), ID: "requests"}},
			Extension: ledger.Extension{Within: 10, Days: 7},
		},
	}
	if s.Inputs.Calendar != "kalender.csv" || !reflect.DeepEqual(s.Inputs.Ledgers, want) {
		t.Errorf("read %+v\nwant %+v", s.Inputs.Ledgers, want)
	}
	s, _ = read(t, strings.ReplaceAll(registers, `agency: "*"`, "extension: {within: 5, days: 2}\n    agency: dinkes"))
	if e := s.Inputs.Ledgers[1]; e.Extension != (ledger.Extension{Within: 5, Days: 2}) || e.Agency != "dinkes" {
		t.Errorf("extension %+v of %s", e.Extension, e.Agency)
	}
}

// The settings that the documentation shows are accepted.
func TestReadLedgersOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ledgers.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(text), "```yaml\n")
	block, _, found := strings.Cut(block, "```")
	s, problems := read(t, block)
	if !found || problems.Len() > 0 || len(s.Inputs.Ledgers) != 2 || len(s.Inputs.Ledgers[0].Metrics) != 2 {
		t.Errorf("read %+v, problems %v", s.Inputs.Ledgers, problems.All())
	}
}

// Every fault is found in one pass, with its line and column.
func TestReadLedgersFindsAllFaults(t *testing.T) {
	const good = "file: a.csv, kind: requests, columns: {opened: x}, metrics: {a: }"
	for _, c := range []struct{ name, text, want string }{
		{"no list", "ledgers: a.csv", "1:10 CF004"},
		{"a text", "ledgers: [a.csv]", "1:11 CF004"},
		{"nothing in it", "ledgers: [{}]", "1:11 CF004, 1:11 CF004, 1:11 CF004, 1:11 CF004"},
		{"unknown keys", "ledgers: [{" + good + ", colums: {}, calender: x}]", "1:79 CF003, 1:91 CF003"},
		{"kind", "ledgers: [{file: a.csv, kind: complaint, columns: {opened: x}, metrics: {a: }}]", "1:31 CF004"},
		{"column", "ledgers: [{" + good + "}, {file: a.csv, kind: requests, columns: {open: x, closed: '', state: [a]}, metrics: {a: }}]", "1:120 CF003, 1:137 CF004, 1:148 CF004"},
		{"states", "ledgers: [{" + good + ", states: {Selesai: done, '-': open, SELESAI: open}}]", "1:97 CF004, 1:103 CF004, 1:114 CF005"},
		{"metric", "ledgers: [{file: a.csv, kind: requests, columns: {opened: x}, metrics: {a: {from: begin, to: opened, until: closed}}}]", "1:83 CF004, 1:94 CF004, 1:102 CF003"},
		{"metrics as a list", "ledgers: [{file: a.csv, kind: requests, columns: {opened: x}, metrics: [a]}]", "1:72 CF004"},
		{"where", "ledgers: [{file: a.csv, kind: requests, columns: {opened: x}, metrics: {a: {where: {topik: [x], topic: [], kind: '!'}}}}]", "1:85 CF003, 1:104 CF004, 1:114 CF004"},
		{"numbers", "ledgers: [{" + good + ", header: 0, extension: {within: -1, days: 1.5}}]", "1:87 CF004, 1:110 CF004, 1:120 CF004"},
		{"dates", "ledgers: [{" + good + ", as_of: 31/12/2025, dates: european, timezone: Mars}]", "1:11 CF004, 1:86 CF004, 1:105 CF004"},
		{"a star without a place", "ledgers: [{" + good + ", agency: '*'}]", "1:11 CF004"},
		{"outside", "ledgers: [{file: /etc/passwd, kind: requests, columns: {opened: x}, metrics: {a: }}]\ncalendar: 'C:\\k.csv'", "1:1 CF008, 1:1 CF008"},
		{"too many", "ledgers: [" + strings.Repeat("{},", 101) + "]", "1:10 CF004"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, problems := read(t, c.text)
			var got []string
			for _, d := range problems.Sorted() {
				got = append(got, strings.TrimPrefix(d.Place.String(), SettingsFile+":")+" "+d.Code)
			}
			if all := strings.Join(got, ", "); all != c.want {
				t.Errorf("found %q, want %q", all, c.want)
			}
			if c.name != "outside" && c.name != "column" && len(s.Inputs.Ledgers) > 0 {
				t.Errorf("a faulty register is kept: %+v", s.Inputs.Ledgers)
			}
		})
	}
}

// Registers and the calendar may lie where the samples lie; they are not read as samples. A calendar that cannot be
// read, and settings that the rubric contradicts, make everything unusable.
func TestGatherLedgers(t *testing.T) {
	r := &rubric.Rubric{
		Metrics: []rubric.Metric{{ID: "complaints", Kind: rubric.Events, Expected: "once"}, {ID: "uptime", Expected: "once"}},
		Children: []*rubric.Node{
			{ID: "fast", Measure: &rubric.Measure{Metric: "complaints", Reduction: rubric.ReduceDaysMean, Until: "closed"}},
			{ID: "up", Measure: &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceLast}},
		},
	}
	r.Link()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"agencies.csv":        "id,name\ndinkes,Dinas Kesehatan\n",
		"telemetry/up.csv":    "time,agency,metric,value\n2025-06-01,dinkes,uptime,99\n",
		"telemetry/lapor.csv": "instansi,masuk,tutup\ndinkes,2025-12-30,2025-12-31\n",
		"telemetry/libur.csv": "date,kind\n2025-12-31,libur\n",
		"bad.csv":             "date,kind\n2025-12-31,pesta\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const settings = "window: {from: 2025-01-01, to: 2026-01-01}\ncalendar: telemetry/libur.csv\nledgers:\n" +
		"  - {file: telemetry/lapor*.csv, kind: complaints, columns: {agency: instansi, opened: masuk, closed: tutup}, metrics: {complaints: }}\n"
	for _, c := range []struct {
		name, from, to string
		want           string
		unusable       bool
	}{
		{name: "good"},
		{"bad calendar", "telemetry/libur.csv", "bad.csv", "TM118 bad.csv:2:2", true},
		{"no calendar", "telemetry/libur.csv", "none.csv", "CF007 none.csv", false}, // the caller refuses what Find has found
		{"unknown metric", "{complaints: }", "{complaint: }", "TM090 siap.yaml:4:121", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := settings
			if c.from != "" {
				text = strings.ReplaceAll(settings, c.from, c.to)
			}
			s, problems := read(t, text)
			files := Find(dir, s.Inputs, problems)
			taken, err := Gather(context.Background(), r, s, files)
			if err != nil {
				t.Fatal(err)
			}
			problems.AddAll(taken.Problems)
			var codes []string
			for _, d := range problems.All() {
				codes = append(codes, d.Code+" "+d.Place.String())
			}
			if c.want == "" && len(codes) > 0 || c.want != "" && !strings.Contains(strings.Join(codes, ", "), c.want) || taken.Unusable != c.unusable {
				t.Errorf("found %q, unusable %v", codes, taken.Unusable)
			}
			if c.name != "good" {
				return
			}
			got := map[string]float64{}
			for _, m := range taken.Input.Measurements {
				got[m.Indicator] = m.Value
			}
			if len(got) != 2 || got["fast"] != 0 || got["up"] != 99 { // 31 December is free in this calendar
				t.Errorf("measured %v", got)
			}
			var read []string
			for _, in := range taken.Read {
				read = append(read, in.Kind+" "+in.Path)
			}
			if all := strings.Join(read, ", "); all != "agencies agencies.csv, settings telemetry/libur.csv, telemetry telemetry/up.csv, telemetry telemetry/lapor.csv" {
				t.Errorf("read %s", all)
			}
		})
	}
}

// Whatever stands in the settings of ledgers, each finding has a code and a place, and what is kept can be measured.
func FuzzReadLedgers(f *testing.F) {
	f.Add(registers)
	f.Add("ledgers: [{file: a-*.csv, kind: requests, agency: '*', columns: {opened: x}, metrics: {a: ~, b: {where: {topic: [a]}}}}]")
	f.Add("ledgers: [&a {file: x, metrics: *a}]")
	f.Fuzz(func(t *testing.T, text string) {
		s, problems := read(t, text)
		for _, d := range problems.All() {
			if d.Code == "" || d.Place.File != SettingsFile {
				t.Fatalf("a finding without code or place: %v", d)
			}
		}
		for _, e := range s.Inputs.Ledgers {
			if e.File == "" || e.Kind == "" || len(e.Metrics) == 0 || len(e.Columns) == 0 {
				t.Fatalf("kept %+v", e)
			}
		}
	})
}
