package ledger_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
	"siap/scoring/telemetry/workdays"
)

// verified is a calendar that nobody has to verify, so that no finding is about it.
func verified() ledger.Calendar {
	return ledger.Calendar{Days: workdays.Builtin(), Place: diag.Place{File: "siap.yaml"}}
}

// late is a row of the last days of the window, so that no register falls silent before its end.
const late = "dishub,2025-12-30,2025-12-31,2025-12-31,2025-12-31\n"

// Each fault has its place and is a row left out, not a file; the row "late" is used whatever stands beside it.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"no opening date", "dinkes,,,,\n", "TM100 ledgers/a.csv:2:2 opened"},
		{"a dash for the opening date", "dinkes,-,,,\n", "TM100 ledgers/a.csv:2:2 opened"},
		{"no agency", " ,2025-03-03,,,\n", "TM100 ledgers/a.csv:2:1 agency"},
		{"unknown agency", "dinkez,2025-03-03,,,\n", "TM104 ledgers/a.csv:2:1 dinkez dinkes ×1"},
		{"a name of two agencies", "Dinas Sosial,2025-03-03,,,\n", "TM104 ledgers/a.csv:2:1 Dinas Sosial Dinas Sosial ×1"},
		{"no such day", "dinkes,2025-02-29,,,\n", "TM102 ledgers/a.csv:2:2 opened 2025-02-29"},
		{"the day or the month first", "dinkes,2025-03-03,03/04/2025,,\n", "TM102 ledgers/a.csv:2:3 verified 03/04/2025"},
		{"no such hour", "dinkes,2025-03-03 24:30,,,\n", "TM102 ledgers/a.csv:2:2 opened 2025-03-03 24:30"},
		{"two figures of a year", "dinkes,25-03-03,,,\n", "TM102 ledgers/a.csv:2:2 opened 25-03-03"},
		{"a year before all registers", "dinkes,1925-03-03,,,\n", "TM102 ledgers/a.csv:2:2 opened 1925-03-03"},
		{"words", "dinkes,2025-03-03,,belum,\n", "TM102 ledgers/a.csv:2:4 answered xxxxx"},
		{"backwards", "dinkes,2025-03-03,,,2025-02-28\n", "TM103 ledgers/a.csv:2:5 closed 2025-02-28"},
		{"a year too far", "dinkes,2025-03-03,,,2052-03-05\n", "TM107 ledgers/a.csv:2:5 closed 2052-03-05"},
		{"outside", "dinkes,2024-12-31,,,2025-01-02\n", "TM113 ledgers/a.csv:2:2 ×1"},
		{"outside, behind", "dinkes,2026-01-01,,,2026-01-02\n", "TM113 ledgers/a.csv:2:2 ×1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := ledger.New([]ledger.Entry{entry(write(t, "ledgers/a.csv", head+c.rows+late))}, verified())
			values, found := run(t, e, rubricOf(measure(rubric.ReduceDaysMean, "closed", 0)), year(2025))
			equal(t, found, []string{c.want})
			sum := e.Summaries()[0]
			if sum.Refused || sum.Records+sum.LeftOut != 2 || sum.Format != "CSV (,), ASCII" && sum.Format != "CSV (,), UTF-8" {
				t.Errorf("summary %+v", sum)
			}
			if m := values["dishub i0"]; m.Value != 1 || m.Coverage != 1 {
				t.Errorf("the other agency has %v, coverage %v", m.Value, m.Coverage)
			}
			if m := values["dinkes i0"]; !math.IsNaN(m.Value) || m.Coverage != 0 {
				t.Errorf("the row was used: %v", m.Value)
			}
		})
	}
}

// A file that is no register of this form is left out whole; the others count.
func TestRefusedFiles(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"column missing", "instansi,masuk,verifikasi,jawab,tutupp\n" + late, "TM096 ledgers/b.csv:1 closed tutup tutupp"},
		{"broken row", head + "dinkes,2025-03-03,,,,zu viel\n", "TB014 ledgers/b.csv:2:6 zu viel"},
		{"open quotation", head + "dinkes,\"2025-03-03,,,\n", "TB015 ledgers/b.csv:2:2"},
		{"PDF", "%PDF-1.7\n", "TB004 ledgers/b.csv PDF"},
		{"empty", "", "TB003 ledgers/b.csv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := ledger.New([]ledger.Entry{entry(write(t, "ledgers/a.csv", head+late), write(t, "ledgers/b.csv", c.content))}, verified())
			values, found := run(t, e, rubricOf(measure(rubric.ReduceDaysMean, "closed", 0)), year(2025))
			if len(found) != 1 || !strings.HasPrefix(found[0], c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
			sums := e.Summaries()
			if sums[0].Refused || !sums[1].Refused || sums[1].Records != 0 || len(sums[1].SHA256) != 64 {
				t.Errorf("summaries %+v", sums)
			}
			if m := values["dishub i0"]; m.Value != 1 {
				t.Errorf("the good file gives %v", m.Value)
			}
		})
	}
	e := ledger.New([]ledger.Entry{entry(source.Source{Path: filepath.Join(t.TempDir(), "x"), Name: "ledgers/x.csv"})}, verified())
	_, found := run(t, e, rubricOf(measure(rubric.ReduceCount, "", 0)), year(2025))
	equal(t, found, []string{"TB001 ledgers/x.csv"})
}

// A register without a row is one in which nothing happened; nobody is measured by it.
func TestEmptyRegister(t *testing.T) {
	e := ledger.New([]ledger.Entry{entry(write(t, "ledgers/a.csv", head))}, verified())
	values, found := run(t, e, rubricOf(measure(rubric.ReduceCount, "", 0)), year(2025))
	equal(t, found, []string{"TM097 ledgers/a.csv"})
	if m := values["dinkes i0"]; m.Reason != telemetry.NoSamples || m.Coverage != 0 {
		t.Errorf("%+v", m)
	}
}

// In one file the later row counts and the first is shown; a later file replaces rows of an earlier one, as monthly
// exports do. Another agency's number, and the same number of another year, are other events.
func TestNumbers(t *testing.T) {
	const header = "no,instansi,masuk,verifikasi,jawab,tutup\n"
	one := entry(
		write(t, "ledgers/01.csv", header+"12,dinkes,2025-01-06,,,\n13,dinkes,2025-01-06,,,2025-01-07\n12,dishub,2025-01-06,,,\n"+
			",dinkes,2025-01-06,,,\n,dinkes,2025-01-06,,,\n"),
		write(t, "ledgers/02.csv", header+"12,dinkes,2025-01-06,,,2025-01-09\n12,dinkes,2024-12-30,,,\n14,dinkes,2025-12-29,,,\n14,dinkes,2025-12-29,,,2025-12-30\n"),
	)
	one.Columns[ledger.Number] = "No"
	e := ledger.New([]ledger.Entry{one}, verified())
	values, found := run(t, e, rubricOf(measure(rubric.ReduceCount, "", 0), measure(rubric.ReduceDaysMean, "closed", 0)), year(2025))
	equal(t, found, []string{"TM105 ledgers/02.csv:5:1", "TM106 ledgers/02.csv ×1", "TM113 ledgers/02.csv:3:3 ×1"})
	// 12, 13, 14 and the two without a number.
	if m := values["dinkes i0"]; m.Value != 5 || m.Repeated != 2 || m.LeftOut != 1 {
		t.Errorf("dinkes has %v events, %d repeated, %d outside", m.Value, m.Repeated, m.LeftOut)
	}
	// 1 (7 January), 3 (7, 8, 9 January) and 1 (30 December) working days.
	if m := values["dinkes i1"]; !same(m.Value, 5.0/3) || len(m.Places) != 2 || m.Places[1].String() != "ledgers/02.csv:2:3" {
		t.Errorf("%v days from %v", m.Value, m.Places)
	}
	if m := values["dishub i0"]; m.Value != 1 {
		t.Errorf("dishub has %v events", m.Value)
	}
	for i, want := range []telemetry.Summary{{Records: 4, LeftOut: 1}, {Records: 2, LeftOut: 2}} {
		if sum := e.Summaries()[i]; sum.Records != want.Records || sum.LeftOut != want.LeftOut {
			t.Errorf("%s: %d records, %d left out", sum.Name, sum.Records, sum.LeftOut)
		}
	}
}

// What the register's words for states decide, where dates alone do not.
func TestStates(t *testing.T) {
	const header = "instansi,masuk,verifikasi,jawab,tutup,status\n"
	const end = "dishub,2025-12-30,,,2025-12-31,Selesai\n"
	for _, c := range []struct {
		name, row string
		finished  float64 // NaN where the row cannot be used
		want      []string
	}{
		{"open", "dinkes,2025-03-03,,,,Proses", 0, nil},
		{"no word", "dinkes,2025-03-03,,,,-", 0, nil},
		{"answered is not closed", "dinkes,2025-03-03,,2025-03-04,,dijawab", 0, nil},
		{"refused", "dinkes,2025-03-03,,,2025-03-04,Ditolak", 1, nil},
		{"closed without a date", "dinkes,2025-03-03,,,,SELESAI", math.NaN(), []string{"TM109 ledgers/a.csv:2:6 closed"}},
		{"refused without a date", "dinkes,2025-03-03,,,,Refused", math.NaN(), []string{"TM109 ledgers/a.csv:2:6 closed"}},
		{"withdrawn", "dinkes,2025-03-03,,,2025-03-04,Dicabut", math.NaN(), nil},
		{"open with a closing date", "dinkes,2025-03-03,,,2025-03-04,Proses", 1, []string{"TM110 ledgers/a.csv:2:5 2025-03-04"}},
		{"unknown, no date", "dinkes,2025-03-03,,,,Diarsip", math.NaN(), []string{"TM108 ledgers/a.csv:2:6 Diarsip ×1"}},
		{"unknown, with a date", "dinkes,2025-03-03,,,2025-03-04,Selesa", 1, []string{"TM108 ledgers/a.csv:2:6 Selesa selesai ×1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := entry(write(t, "ledgers/a.csv", header+c.row+"\n"+end))
			one.Columns[ledger.Status] = "status"
			one.States = map[string]ledger.State{"Selesai": ledger.IsClosed, "Proses": ledger.IsOpen}
			values, found := run(t, ledger.New([]ledger.Entry{one}, verified()), rubricOf(measure(rubric.ReduceFinished, "closed", 0)), year(2025))
			equal(t, found, c.want)
			m := values["dinkes i0"]
			if !same(m.Value, c.finished) {
				t.Errorf("finished %v, want %v", m.Value, c.finished)
			}
			if withdrawn := c.name == "withdrawn"; withdrawn != (m.NotMeasured == 1 && m.Expected == 0) {
				t.Errorf("%d not measured, %d expected", m.NotMeasured, m.Expected)
			}
		})
	}
}

// A register taken on 30 June covers 181 of the 365 days, and what is open then is judged then: 23 June + 5 is 1 July
// (24, 25, 26, 30 June, 1 July; the 27th is free): not decided. 19 June + 5 is 26 June: late.
func TestTakenBeforeTheEnd(t *testing.T) {
	rows := head + "dinkes,2025-06-19,,,\ndinkes,2025-06-23,,,\ndinkes,2025-06-02,,2025-06-03,\ndinkes,2025-07-01,,,\n"
	one := entry(write(t, "ledgers/a.csv", rows))
	one.AsOf = telemetry.Date{Year: 2025, Month: 6, Day: 30}
	r := rubricOf(measure(rubric.ReduceOnTime, "answered", 5))
	values, found := run(t, ledger.New([]ledger.Entry{one}, verified()), r, year(2025))
	equal(t, found, []string{"TM107 ledgers/a.csv:5:2 opened 2025-07-01", "TM114 siap.yaml:9:7 i0 cases ×1"})
	m := values["dinkes i0"]
	if m.Value != 0.5 || m.Samples != 2 || m.Expected != 3 || !same(m.Coverage, 181.0/365*2/3) {
		t.Errorf("%v of %d of %d, coverage %v", m.Value, m.Samples, m.Expected, m.Coverage)
	}
	// Without the day it is asked for, and the two that are open are late at the end of the year.
	one.AsOf = telemetry.Date{}
	values, found = run(t, ledger.New([]ledger.Entry{one}, verified()), r, year(2025))
	equal(t, found, []string{"TM119 siap.yaml:5:3 ledgers/* 2025-07-01"})
	if m := values["dinkes i0"]; m.Value != 0.25 || m.Coverage != 1 {
		t.Errorf("%v, coverage %v", m.Value, m.Coverage)
	}
}

// From the verification to the answer: what was not verified has not begun.
func TestFromAnotherStep(t *testing.T) {
	rows := head +
		"dinkes,2025-02-03,2025-02-04,2025-02-11,\n" + // 5, 6, 7, 10, 11 February: 5
		"dinkes,2025-02-03,2025-02-04,2025-02-12,\n" + // 6
		"dinkes,2025-02-03,,,\n" + // not begun
		"dinkes,2025-02-03,,2025-02-12,\n" + // nobody knows when it began
		"dinkes,2025-02-03,2025-02-12,2025-02-11,\n" + // backwards
		late
	one := entry(write(t, "ledgers/a.csv", rows))
	one.Metrics[0].From = ledger.Verified
	values, found := run(t, ledger.New([]ledger.Entry{one}, verified()),
		rubricOf(measure(rubric.ReduceOnTime, "answered", 5), measure(rubric.ReduceFinished, "answered", 0)), year(2025))
	equal(t, found, []string{"TM114 siap.yaml:9:7 i0 cases ×1"})
	if m := values["dinkes i0"]; m.Value != 0.5 || m.Samples != 2 || m.Expected != 4 || m.NotMeasured != 1 {
		t.Errorf("on time %v of %d of %d, %d not measured", m.Value, m.Samples, m.Expected, m.NotMeasured)
	}
	if m := values["dinkes i1"]; !same(m.Value, 2.0/3) {
		t.Errorf("finished %v", m.Value)
	}
}

// Beyond its years a calendar knows weekends only, and says so; the built-in one says that it is to be verified, where
// a number depends on it.
func TestCalendarIsDoubted(t *testing.T) {
	w := telemetry.Window{From: telemetry.Date{Year: 2026, Month: 12, Day: 1}, To: telemetry.Date{Year: 2027, Month: 2, Day: 1}}
	rows := head + "dinkes,2026-12-30,,,2027-01-04\ndinkes,2026-12-01,,,2026-12-02\n"
	for _, c := range []struct {
		name     string
		calendar ledger.Calendar
		by       *rubric.Measure
		want     []string
	}{
		{"built in", ledger.Calendar{Place: diag.Place{File: "siap.yaml"}}, measure(rubric.ReduceDaysMean, "closed", 0), []string{
			"TM116 siap.yaml", "TM117 siap.yaml:5:3 ledgers/* ×1",
		}},
		{"verified", verified(), measure(rubric.ReduceDaysMean, "closed", 0), []string{"TM117 siap.yaml:5:3 ledgers/* ×1"}},
		{"no day counted", ledger.Calendar{}, measure(rubric.ReduceFinished, "closed", 0), nil},
		{"none known", ledger.Calendar{Days: workdays.New()}, measure(rubric.ReduceDaysMean, "closed", 0), []string{"TM117 siap.yaml:5:3 ledgers/* ×2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := run(t, ledger.New([]ledger.Entry{entry(write(t, "a.csv", rows))}, c.calendar), rubricOf(c.by), w)
			equal(t, found, c.want)
		})
	}
}

// No cell of a person comes into any message or number, not even where columns were chosen by mistake.
func TestNoNamesComeOut(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("nomor,pelapor,isi,instansi,masuk,tutup,status\n")
	for i := range 60 {
		fmt.Fprintf(&rows, "%d,Rahasia%c%c,Jalan rusak di depan rumah Rahasia,dinkes,2025-12-30,,Proses\n", i, 'a'+i%26, 'a'+i/26)
	}
	src := write(t, "ledgers/a.csv", rows.String())
	for _, c := range []struct {
		name    string
		columns map[ledger.Field]string
	}{
		{"right", map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "tutup", ledger.Status: "status"}},
		{"name as agency", map[ledger.Field]string{ledger.Agency: "pelapor", ledger.Opened: "masuk", ledger.Closed: "tutup"}},
		{"name as date", map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "pelapor"}},
		{"text as opening date", map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "isi", ledger.Closed: "tutup"}},
		{"name as state", map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "tutup", ledger.Status: "pelapor"}},
		{"name as extension", map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "tutup", ledger.Extended: "pelapor"}},
		{"name as number", map[ledger.Field]string{ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Closed: "tutup", ledger.Number: "isi"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := entry(src)
			one.Columns, one.Extension = c.columns, ledger.LawfulExtension
			e := ledger.New([]ledger.Entry{one}, verified())
			q := telemetry.Query{Rubric: rubricOf(measure(rubric.ReduceOnTime, "closed", 5)), Agencies: agencies(), Window: year(2025)}
			seen := 0
			for m, d := range e.Measure(context.Background(), q) {
				if text := fmt.Sprintf("%+v", m); strings.Contains(strings.ToLower(text), "rahasia") {
					t.Errorf("a measurement names a person: %s", text)
				}
				if d == nil {
					continue
				}
				seen++
				if text := fmt.Sprintf("%+v", *d); strings.Contains(strings.ToLower(text), "rahasia") {
					t.Errorf("a message names a person: %s", text)
				}
			}
			if seen == 0 {
				t.Error("nothing was said")
			}
		})
	}
}

func TestStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e := ledger.New([]ledger.Entry{entry(write(t, "a.csv", head+late))}, verified())
	q := telemetry.Query{Rubric: rubricOf(measure(rubric.ReduceCount, "", 0)), Agencies: agencies(), Window: year(2025)}
	for m, d := range e.Measure(ctx, q) {
		t.Errorf("after the end came %v, %v", m, d)
	}
}

// Whoever reads the findings may stop at each of them.
func TestStopsWhenAsked(t *testing.T) {
	rows := head + "dinkes,,,,\n,2025-01-02,,,\ndinkez,2025-02-03,,,\ndinkes,2024-02-03,,,\ndinkes,2025-06-03,,,\n"
	one := entry(write(t, "a.csv", rows))
	q := telemetry.Query{Rubric: rubricOf(measure(rubric.ReduceOnTime, "closed", 250)), Agencies: agencies(), Window: year(2025)}
	all := 0
	for range ledger.New([]ledger.Entry{one}, ledger.Calendar{}).Measure(context.Background(), q) {
		all++
	}
	if all != 4+7 { // TM100 twice, TM104, TM113, TM119, TM114, TM116 and a measurement for each agency
		t.Fatalf("%d yielded", all)
	}
	for stop := range all {
		n := 0
		for range ledger.New([]ledger.Entry{one}, ledger.Calendar{}).Measure(context.Background(), q) {
			if n++; n > stop {
				break
			}
		}
		if n != stop+1 {
			t.Errorf("stopped after %d of %d", n, stop+1)
		}
	}
}
