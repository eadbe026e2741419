package ledger_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
)

const grouped = "instansi,masuk,tutup,jenis,topik,kanal\n" +
	"dinkes,2025-02-03,2025-02-04,Pengaduan,Hutan & Lingkungan,SP4N-LAPOR!\n" + // 1
	"dinkes,2025-02-03,2025-02-06,PENGADUAN,hutan lingkungan,WhatsApp\n" + // 3
	"dinkes,2025-02-03,2025-02-10,Pengaduan,Jalan,SP4N-LAPOR!\n" + // 5
	"dinkes,2025-02-03,,Aspirasi,Jalan,\n" +
	"dinkes,2025-12-30,2025-12-31,Aspirasi,,SP4N-LAPOR!\n" // 1

// byGroup reads the kinds, topics and channels too.
func byGroup(t *testing.T) ledger.Entry {
	one := entry(write(t, "ledgers/a.csv", grouped))
	one.Columns = map[ledger.Field]string{
		ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "tutup",
		ledger.Type: "jenis", ledger.Topic: "topik", ledger.Channel: "kanal",
	}
	return one
}

// What the settings and the labels of the rubric keep; both must hold.
func TestWhereAndLabels(t *testing.T) {
	for _, c := range []struct {
		name   string
		where  map[ledger.Field][]string
		labels map[string][]string
		count  float64
		want   []string
	}{
		{name: "all", count: 5},
		{name: "kind", where: map[ledger.Field][]string{ledger.Type: {"pengaduan"}}, count: 3},
		{name: "topic however it is written", where: map[ledger.Field][]string{ledger.Topic: {"HUTAN - LINGKUNGAN"}}, count: 2},
		{name: "two values", where: map[ledger.Field][]string{ledger.Topic: {"jalan", "hutan lingkungan"}}, count: 4},
		{name: "two groups", where: map[ledger.Field][]string{ledger.Type: {"Aspirasi"}, ledger.Topic: {"Jalan"}}, count: 1},
		{name: "labels", labels: map[string][]string{"channel": {"SP4N LAPOR"}}, count: 3},
		{name: "any value of a label", labels: map[string][]string{"topic": {rubric.AnyLabel}}, count: 4},
		{
			name: "both", where: map[ledger.Field][]string{ledger.Channel: {"SP4N-LAPOR!", "WhatsApp"}},
			labels: map[string][]string{"channel": {"whatsapp", "telepon"}}, count: 1,
		},
		{
			name: "any label and a value", where: map[ledger.Field][]string{ledger.Channel: {"WhatsApp"}},
			labels: map[string][]string{"channel": {rubric.AnyLabel}}, count: 1,
		},
		{
			name: "misspelt", where: map[ledger.Field][]string{ledger.Topic: {"Jallan", "Hutan & Lingkungan"}}, count: 2,
			want: []string{"TM115 siap.yaml:9:7 topic Jallan Jalan"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := byGroup(t)
			one.Metrics[0].Where = c.where
			r := rubricOf(measure(rubric.ReduceCount, "", 0))
			r.Metrics[0].Labels = c.labels
			if found := ledger.Check(r, []ledger.Entry{one}); found.Len() > 0 {
				t.Errorf("check: %v", found.All())
			}
			values, found := run(t, ledger.New([]ledger.Entry{one}, verified()), r, year(2025))
			equal(t, found, c.want)
			if m := values["dinkes i0"]; m.Value != c.count {
				t.Errorf("%v events, want %v", m.Value, c.count)
			}
		})
	}
}

// Two metrics of one register: each has its own events.
func TestTwoMetrics(t *testing.T) {
	one := byGroup(t)
	one.Metrics = []ledger.Metric{
		{ID: "complaints", Where: map[ledger.Field][]string{ledger.Type: {"Pengaduan"}}},
		{ID: "aspirations", Where: map[ledger.Field][]string{ledger.Type: {"Aspirasi"}}},
	}
	r := rubricOf(
		&rubric.Measure{Metric: "complaints", Reduction: rubric.ReduceDaysMean},
		&rubric.Measure{Metric: "wishes", Reduction: rubric.ReduceFinished},
	)
	// The settings may name the series that a metric reads.
	r.Metrics = []rubric.Metric{{ID: "complaints", Kind: rubric.Events}, {ID: "wishes", Kind: rubric.Events, Series: "aspirations"}}
	values, _ := run(t, ledger.New([]ledger.Entry{one}, verified()), r, year(2025))
	if a, b := values["dinkes i0"], values["dinkes i1"]; a.Value != 3 || b.Value != 0.5 { // (1 + 3 + 5) / 3; one of two
		t.Errorf("%v days, %v finished", a.Value, b.Value)
	}
}

// Two registers give one metric: their events are counted together, the shorter one says how much of the window is covered.
func TestTwoRegisters(t *testing.T) {
	a, b := byGroup(t), entry(write(t, "ledgers/b.csv", head+"dinkes,2025-03-03,,,2025-03-05\n"))
	b.AsOf = telemetry.Date{Year: 2025, Month: 3, Day: 14} // 73 of 365 days
	for _, order := range [][]ledger.Entry{{a, b}, {b, a}} {
		values, _ := run(t, ledger.New(order, verified()), rubricOf(measure(rubric.ReduceDaysMedian, "closed", 0)), year(2025))
		// 1, 1, 2, 3, 5
		if m := values["dinkes i0"]; m.Value != 2 || m.Samples != 5 || !same(m.Coverage, 0.2) || len(m.Places) != 2 {
			t.Errorf("%v of %d, coverage %v, %v", m.Value, m.Samples, m.Coverage, m.Places)
		}
	}
}

// By the whole register, by kind, and by topic where a row may have none.
func TestBreakdown(t *testing.T) {
	one := byGroup(t)
	e := ledger.New([]ledger.Entry{one}, verified())
	_, _ = run(t, e, rubricOf(measure(rubric.ReduceDaysMean, "closed", 0), measure(rubric.ReduceCount, "", 0)), year(2025))
	whole := e.Breakdown("")
	if len(whole) != 1 {
		t.Fatalf("%d lines", len(whole))
	}
	all := whole[0]
	// 1, 1, 3, 5 working days, and one that is open and late.
	want := []ledger.OnTime{{Within: 3, InTime: 3, Decided: 5}, {Within: 5, InTime: 4, Decided: 5}, {Within: 10, InTime: 4, Decided: 5}, {Within: 17, InTime: 4, Decided: 5}}
	if all.Events != 5 || all.Finished != 4 || all.Open != 1 || all.Mean != 2.5 || all.Median != 2 || !slices.Equal(all.OnTime, want) || all.Until != ledger.Closed {
		t.Errorf("%+v", all)
	}
	var lines []string
	for _, by := range ledger.Groups() {
		for _, l := range e.Breakdown(by, 1) {
			lines = append(lines, string(by)+" "+l.Value+" "+string(rune('0'+l.Events)))
			if len(l.OnTime) != 1 || l.OnTime[0].Within != 1 || l.Agency != "dinkes" || l.Metric != "cases" {
				t.Errorf("%+v", l)
			}
		}
	}
	equal(t, lines, []string{
		"kind Aspirasi 2", "kind Pengaduan 3", "topic  1", "topic Hutan & Lingkungan 2", "topic Jalan 2",
		"channel  1", "channel SP4N-LAPOR! 3", "channel WhatsApp 1",
	})
}

// Opened on 29 December, two working days before the end of the window (30 and 31; 1 January is free): with a limit of
// two whoever answers on 1 January is in time, with a limit of one nobody can be any more.
func TestBreakdownLeavesOutTheUndecided(t *testing.T) {
	e := ledger.New([]ledger.Entry{entry(write(t, "a.csv", head+"dinkes,2025-12-29,,,\n"))}, verified())
	_, _ = run(t, e, rubricOf(measure(rubric.ReduceDaysMean, "closed", 0)), year(2025))
	lines := e.Breakdown("", 1, 2)
	if len(lines) != 1 || !slices.Equal(lines[0].OnTime, []ledger.OnTime{{Within: 1, Decided: 1}, {Within: 2}}) || !math.IsNaN(lines[0].Median) {
		t.Errorf("%+v", lines)
	}
}

// Agencies by id, by name however it is written, from the settings and from the file's name.
func TestAgencies(t *testing.T) {
	row := ",2025-12-30,,,2025-12-31\n"
	for name, want := range map[string]string{
		"dinkes": "dinkes", "DINKES": "dinkes", "Dinas Kesehatan": "dinkes", "dinas  kesehatan": "dinkes",
		"DINAS PERHUBUNGAN & KOMINFO": "dishub", "timur": "timur",
	} {
		values, found := run(t, ledger.New([]ledger.Entry{entry(write(t, "a.csv", head+name+row))}, verified()), rubricOf(measure(rubric.ReduceCount, "", 0)), year(2025))
		if m := values[want+" i0"]; m.Value != 1 || len(found) > 0 {
			t.Errorf("%s: %v, %v", name, m.Value, found)
		}
	}
	const own = "masuk,tutup\n2025-12-30,2025-12-31\n"
	for _, c := range []struct {
		agency, pattern, file string
		found                 []string
	}{
		{"Dinas Kesehatan", "ledgers/x.csv", "ledgers/x.csv", nil},
		{ledger.FromFileName, "ledgers/ppid-*.csv", "ledgers/ppid-dinkes.csv", nil},
		{ledger.FromFileName, "ledgers/ppid-*.csv", "ledgers/ppid-dinkas.csv", []string{"TM104 ledgers/ppid-dinkas.csv dinkas dinkes"}},
	} {
		one := entry(write(t, c.file, own))
		one.Agency, one.File = c.agency, c.pattern
		one.Columns = map[ledger.Field]string{ledger.Opened: "masuk", ledger.Closed: "tutup"}
		e := ledger.New([]ledger.Entry{one}, verified())
		values, found := run(t, e, rubricOf(measure(rubric.ReduceDaysMean, "closed", 0)), year(2025))
		equal(t, found, c.found)
		if m := values["dinkes i0"]; (m.Value == 1) != (c.found == nil) {
			t.Errorf("%s: %v", c.file, m.Value)
		}
	}
}

// Registers come as Excel keeps them, as German and Indonesian programs write CSV, and as people write dates.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		name    string
		content string
		dates   ledger.DateOrder
	}{
		{"ISO", "instansi,masuk,tutup\ndinkes,2025-03-04,2025-03-07\n", ""},
		{"ISO with times", "instansi,masuk,tutup\ndinkes,2025-03-04T23:59:59+08:00,2025-03-07 00:00:00\n", ""},
		{"slashes, semicolons, BOM", "\ufeffInstansi;Masuk;Tutup\ndinkes;04/03/2025;07/03/2025 08.15\n", ledger.DayFirst},
		{"American", "instansi,masuk,tutup\ndinkes,3/4/2025,3/7/2025\n", ledger.MonthFirst},
		{"months", "instansi;masuk;tutup\ndinkes;Selasa, 4 Maret 2025;07-Mar-2025, pukul 08.15 WITA\n", ""},
		{"English months", "instansi;masuk;tutup\ndinkes;4 March 2025;7 Mar 2025\n", ""},
		{"UTF-16", utf16("instansi\tmasuk\ttutup\ndinkes\t2025-03-04\t2025/3/7\n"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			three(t, write(t, "a.csv", c.content), c.dates, "", 0)
		})
	}
	book := excelize.NewFile()
	defer book.Close()
	if _, err := book.NewSheet("Register"); err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]any{
		"A1": "REGISTER PERMOHONAN (rekaan)", "A3": "Instansi", "B3": "Masuk", "C3": "Tutup",
		"A4": "dinkes", "B4": time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC), "C4": time.Date(2025, 3, 7, 15, 30, 0, 0, time.UTC),
	} {
		if err := book.SetCellValue("Register", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	path := t.TempDir() + "/a.xlsx"
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	m := three(t, source.Source{Path: path, Name: "ledgers/a.xlsx"}, "", "Register", 3)
	if got := m.Places[0].String(); got != "ledgers/a.xlsx!Register!B4" {
		t.Errorf("it stands at %s", got)
	}
}

// three wants three working days, Tuesday 4 to Friday 7 March 2025, of the one event in a file.
func three(t *testing.T, src source.Source, dates ledger.DateOrder, sheet string, header int) telemetry.Measurement {
	t.Helper()
	one := entry(src)
	one.Columns = map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "tutup"}
	one.Dates, one.Sheet, one.Header = dates, sheet, header
	w := telemetry.Window{From: telemetry.Date{Year: 2025, Month: 3, Day: 1}, To: telemetry.Date{Year: 2025, Month: 4, Day: 1}}
	values, found := run(t, ledger.New([]ledger.Entry{one}, verified()), rubricOf(measure(rubric.ReduceDaysMean, "closed", 0)), w)
	equal(t, found, nil)
	m := values["dinkes i0"]
	if m.Value != 3 {
		t.Errorf("%v working days", m.Value)
	}
	return m
}

func utf16(s string) string {
	out := "\xff\xfe"
	for _, c := range s {
		out += string([]byte{byte(c), byte(c >> 8)})
	}
	return out
}

// What in the settings cannot be meant of this rubric.
func TestCheck(t *testing.T) {
	r := rubricOf(measure(rubric.ReduceOnTime, "answered", 10), measure(rubric.ReduceDaysMean, "", 0), &rubric.Measure{Metric: "requests", Reduction: rubric.ReduceCount})
	r.Metrics = append(r.Metrics, rubric.Metric{ID: "requests", Kind: rubric.Events, Labels: map[string][]string{"channel": {"surat"}}},
		rubric.Metric{ID: "idle", Kind: rubric.Events})
	for _, c := range []struct {
		name   string
		change func(*ledger.Entry)
		want   []string
	}{
		{"right", func(*ledger.Entry) {}, nil},
		{"unknown metric", func(e *ledger.Entry) { e.Metrics[0].ID = "case" }, []string{
			"TM090 siap.yaml:9:7 case cases", "TM095 siap.yaml i0 cases", "TM095 siap.yaml i1 cases",
		}},
		{"not of events", func(e *ledger.Entry) { e.Metrics = append(e.Metrics, ledger.Metric{ID: "uptime"}) }, []string{"TM091  uptime"}},
		{"not measured", func(e *ledger.Entry) { e.Metrics = append(e.Metrics, ledger.Metric{ID: "idle"}) }, []string{"TM094  idle"}},
		{"no opening", func(e *ledger.Entry) { delete(e.Columns, ledger.Opened) }, []string{"TM092 siap.yaml:5:3 opened ledgers/*"}},
		{"no agency", func(e *ledger.Entry) { delete(e.Columns, ledger.Agency) }, []string{"TM092 siap.yaml:5:3 agency ledgers/*"}},
		{"one agency", func(e *ledger.Entry) { delete(e.Columns, ledger.Agency); e.Agency = "dinkes" }, nil},
		{"no answer", func(e *ledger.Entry) { delete(e.Columns, ledger.Answered) }, []string{"TM092 siap.yaml:9:7 answered cases"}},
		{"no beginning", func(e *ledger.Entry) { delete(e.Columns, ledger.Verified); e.Metrics[0].From = ledger.Verified }, []string{"TM092 siap.yaml:9:7 verified cases"}},
		{"no topic", func(e *ledger.Entry) { e.Metrics[0].Where = map[ledger.Field][]string{ledger.Topic: {"x"}} }, []string{"TM092 siap.yaml:9:7 topic cases"}},
		{"no label", func(e *ledger.Entry) { e.Metrics = append(e.Metrics, ledger.Metric{ID: "requests"}) }, []string{"TM092  channel requests"}},
		{"another end", func(e *ledger.Entry) { e.Metrics[0].To = ledger.Closed }, []string{"TM093 siap.yaml:9:7 i0 closed"}},
		{"the end where the rubric names none", func(e *ledger.Entry) { e.Metrics[0].To = ledger.Answered; delete(e.Columns, ledger.Closed) }, nil},
		{"no files", func(e *ledger.Entry) { e.Sources = nil }, []string{"TM099 siap.yaml:5:3 ledgers/*"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := entry(write(t, "a.csv", head))
			c.change(&one)
			other := entry(write(t, "b.csv", head))
			other.Metrics = []ledger.Metric{{ID: "requests"}}
			other.Columns[ledger.Channel] = "kanal"
			var got []string
			for _, d := range ledger.Check(r, []ledger.Entry{one, other}).All() {
				got = append(got, textOf(d))
			}
			equal(t, got, c.want)
		})
	}
	if found := ledger.Check(r, nil); found.Len() > 0 {
		t.Errorf("without any register: %v", found.All())
	}
}

// The end that the settings name counts where the rubric names none.
func TestEndOfTheSettings(t *testing.T) {
	one := entry(write(t, "a.csv", head+"dinkes,2025-12-22,,2025-12-23,2025-12-30\n"))
	for _, c := range []struct {
		to   ledger.Field
		want float64
	}{{"", 4}, {ledger.Answered, 1}} { // 23, 24, 29, 30 December
		one.Metrics[0].To = c.to
		values, _ := run(t, ledger.New([]ledger.Entry{one}, verified()), rubricOf(measure(rubric.ReduceDaysMean, "", 0)), year(2025))
		if m := values["dinkes i0"]; m.Value != c.want {
			t.Errorf("up to %q: %v days", c.to, m.Value)
		}
	}
}

// Samples and events are measured side by side, each indicator by its own.
func TestBeside(t *testing.T) {
	r := rubricOf(measure(rubric.ReduceCount, "", 0), &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceMean})
	r.Metrics[0].Expected = "once" // every metric of a checked rubric has one
	samples := func() telemetry.Engine {
		return telemetry.NewFiles([]source.Source{
			write(t, "t.csv", "time,agency,metric,value\n2025-06-01,dinkes,uptime,99\n2025-06-01,dinkes,uptime,x\n"),
			write(t, "u.csv", "time,agency,metric,value\n2025-06-01,dinkes,uptime,98\n"),
		})
	}
	events := ledger.New([]ledger.Entry{entry(write(t, "a.csv", head+"dinkes,2025-12-30,,,\n"))}, verified())
	both := ledger.Beside(samples(), events)
	var order []string
	codes := map[string]bool{}
	for m, d := range both.Measure(t.Context(), telemetry.Query{Rubric: r, Agencies: agencies(), Window: year(2025)}) {
		if d != nil {
			codes[d.Code] = d.Severity == diag.Error
			continue
		}
		order = append(order, m.Agency+" "+m.Indicator)
		if m.Agency == "dinkes" && (m.Indicator == "i0" && m.Value != 1 || m.Indicator == "i1" && m.Value != 98) {
			t.Errorf("%s is %v", m.Indicator, m.Value)
		}
	}
	equal(t, order, []string{"dinkes i0", "dinkes i1", "dishub i0", "dishub i1", "timur i0", "timur i1", "barat i0", "barat i1"})
	if !codes["TM005"] || len(both.Summaries()) != 3 {
		t.Errorf("found %v, read %v", codes, both.Summaries())
	}
	if one := samples(); ledger.Beside(one, nil) != one {
		t.Error("without registers there is another engine than that of the samples")
	}
	alone := ledger.Beside(nil, events)
	n := 0
	for range alone.Measure(t.Context(), telemetry.Query{Rubric: r, Agencies: agencies(), Window: year(2025)}) {
		n++
	}
	if n != 4 {
		t.Errorf("registers alone give %d measurements", n)
	}
}
