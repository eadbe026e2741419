package ledger_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
	"siap/scoring/telemetry/workdays"
)

// one event of a made-up register; a negative number of days means that the step was not taken.
type made struct{ opened, answered int }

func (m made) row(start time.Time) string {
	date := func(days int) string {
		if days < 0 {
			return ""
		}
		return start.AddDate(0, 0, days).Format(time.DateOnly)
	}
	if m.answered < 0 {
		return fmt.Sprintf("dinkes,%s,,,\n", date(m.opened))
	}
	return fmt.Sprintf("dinkes,%s,,%s,\n", date(m.opened), date(m.opened+m.answered))
}

// measured runs all reductions on registers that are given as texts.
func measured(t testing.TB, dir string, registers ...string) map[rubric.Reduction]telemetry.Measurement {
	t.Helper()
	var sources []source.Source
	for i, text := range registers {
		path := filepath.Join(dir, fmt.Sprintf("%d.csv", i))
		if err := os.WriteFile(path, []byte(head+text), 0o600); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, source.Source{Path: path, Name: filepath.Base(path)})
	}
	var measures []*rubric.Measure
	for _, reduction := range rubric.Events.Reductions() {
		measures = append(measures, measure(reduction, "answered", 5))
	}
	out := map[rubric.Reduction]telemetry.Measurement{}
	q := telemetry.Query{Rubric: rubricOf(measures...), Agencies: agencies(), Window: year(2025)}
	for m, d := range ledger.New([]ledger.Entry{entry(sources...)}, verified()).Measure(context.Background(), q) {
		if d == nil && m.Agency == "dinkes" {
			m.Places = nil
			out[m.Reduction] = m
		}
	}
	return out
}

// equalMeasurements compares by text, in which NaN equals NaN.
func equalMeasurements(a, b map[rubric.Reduction]telemetry.Measurement) bool {
	return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b)
}

// For any register: the order of its rows and how they are spread over files mean nothing, and the values are those
// that counting day by day gives.
func TestProperties(t *testing.T) {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	calendar := workdays.Builtin()
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) made {
			return made{rapid.IntRange(0, 364).Draw(rt, "opened"), rapid.IntRange(-1, 40).Draw(rt, "answered")}
		}), 1, 12).Draw(rt, "events")
		rows := make([]string, len(events))
		for i, e := range events {
			rows[i] = e.row(start)
		}
		got := measured(t, dir, strings.Join(rows, ""))
		cut := rapid.IntRange(0, len(rows)).Draw(rt, "cut")
		shuffled := rapid.Permutation(rows).Draw(rt, "order")
		if again := measured(t, dir, strings.Join(shuffled[:cut], ""), strings.Join(shuffled[cut:], "")); !equalMeasurements(got, again) {
			rt.Fatalf("in another order and in two files\n%+v\nnot\n%+v", again, got)
		}

		var days []int
		inTime, decided := 0, 0
		end := workdays.DayOf(start.AddDate(1, 0, 0))
		for _, e := range events {
			from := workdays.DayOf(start.AddDate(0, 0, e.opened))
			done := from + workdays.Day(e.answered)
			finished := e.answered >= 0 && done < end
			if finished {
				days = append(days, calendar.Between(from, done))
			}
			// By the last day instead of by the number of days: in time is what is done before the sixth working day.
			sixth := calendar.After(from, 6)
			switch {
			case finished && done < sixth:
				inTime++
				decided++
			case finished || end >= sixth: // nothing that is done from now on can be in time
				decided++
			}
		}
		slices.Sort(days)
		check := func(r rubric.Reduction, want float64) {
			if m := got[r]; !same(m.Value, want) {
				rt.Fatalf("%s is %v, want %v", r, m.Value, want)
			}
		}
		check(rubric.ReduceCount, float64(len(events)))
		check(rubric.ReduceFinished, float64(len(days))/float64(len(events)))
		check(rubric.ReduceOnTime, float64(inTime)/float64(decided))
		if len(days) == 0 {
			check(rubric.ReduceDaysMean, math.NaN())
			return
		}
		sum := 0
		for _, d := range days {
			sum += d
		}
		check(rubric.ReduceDaysMean, float64(sum)/float64(len(days)))
		median := float64(days[len(days)/2])
		if len(days)%2 == 0 {
			median = (median + float64(days[len(days)/2-1])) / 2
		}
		check(rubric.ReduceDaysMedian, median)
		if p90 := got[rubric.ReduceDaysP90].Value; p90 < median || p90 > float64(days[len(days)-1]) {
			rt.Fatalf("p90 is %v of %v", p90, days)
		}
	})
}

// A longer limit never makes the number in time smaller, nor that of what is decided larger.
func TestLongerLimits(t *testing.T) {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		var rows strings.Builder
		for range rapid.IntRange(1, 10).Draw(rt, "n") {
			rows.WriteString(made{rapid.IntRange(300, 364).Draw(rt, "opened"), rapid.IntRange(-1, 40).Draw(rt, "answered")}.row(start))
		}
		path := filepath.Join(dir, "a.csv")
		if err := os.WriteFile(path, []byte(head+rows.String()), 0o600); err != nil {
			rt.Fatal(err)
		}
		e := ledger.New([]ledger.Entry{entry(source.Source{Path: path, Name: "a.csv"})}, verified())
		q := telemetry.Query{Rubric: rubricOf(measure(rubric.ReduceDaysMean, "answered", 0)), Agencies: agencies(), Window: year(2025)}
		for range e.Measure(context.Background(), q) {
		}
		lines := e.Breakdown("", 0, 1, 3, 5, 10, 17, 60)
		if len(lines) != 1 {
			rt.Fatalf("%d lines", len(lines))
		}
		on := lines[0].OnTime
		for i := 1; i < len(on); i++ {
			if on[i].InTime < on[i-1].InTime || on[i].Decided > on[i-1].Decided {
				rt.Fatalf("%+v", on)
			}
		}
		if l := lines[0]; l.Finished+l.Open != l.Events || on[len(on)-1].InTime != l.Finished {
			rt.Fatalf("%+v", l)
		}
	})
}

// Whatever stands in a register, the engine comes to an end, counts every row once, and stays within its ranges.
func FuzzRead(f *testing.F) {
	f.Add("instansi,masuk,verifikasi,jawab,tutup,status,perpanjangan,no,jenis\ndinkes,2025-03-03,,2025-03-04,,Selesai,ya,1,Pengaduan\n", "dmy")
	f.Add(head+"dinkes,2025-03-03 23:59 WIB,,,\n,,,,\n", "")
	f.Add("instansi;masuk;verifikasi;jawab;tutup;status;perpanjangan;no;jenis\nDinas Sosial;03/04/2025;;\"4 Mei 2025\";;x;2025-01-01;1;\n", "mdy")
	f.Add("instansi,masuk,v2rifikasi,jawab,tutup,{tatu", "d77")
	f.Add("instansi\tmasuk\tverifikasi\tjawab\ttutup\tstatus\tperpanjangan\tno\tjenis\ntimur\t1970-01-01\t2200-12-31\t\t\tclosed\t1\t1\ty\n", "")
	r := rubricOf(measure(rubric.ReduceOnTime, "answered", 10), measure(rubric.ReduceDaysP90, "closed", 0), measure(rubric.ReduceCount, "", 0),
		measure(rubric.ReduceFinished, "verified", 0))
	f.Fuzz(func(t *testing.T, text, dates string) {
		one := entry(write(t, "a.csv", text))
		one.Columns = map[ledger.Field]string{
			ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Verified: "verifikasi", ledger.Answered: "jawab", ledger.Closed: "tutup",
			ledger.Status: "status", ledger.Extended: "perpanjangan", ledger.Number: "no", ledger.Type: "jenis",
		}
		if len(text)%2 == 0 {
			one = entry(one.Sources...)
		}
		one.Dates, one.Extension = ledger.DateOrder(dates), ledger.LawfulExtension
		e := ledger.New([]ledger.Entry{one}, ledger.Calendar{})
		values, _ := collect(e, r, year(2025))
		for key, m := range values {
			share := m.Reduction == rubric.ReduceOnTime || m.Reduction == rubric.ReduceFinished
			if m.Coverage < 0 || m.Coverage > 1 || m.Samples > m.Expected || (m.Reason == "") != (m.Samples > 0) ||
				math.IsNaN(m.Value) != (m.Reason != "") || m.Value < 0 || (share && m.Value > 1) {
				t.Fatalf("%s: %+v", key, m)
			}
		}
		if sum := e.Summaries()[0]; sum.Records < 0 || sum.LeftOut < 0 || (sum.Refused && sum.Records > 0) {
			t.Fatalf("%+v", sum)
		}
		for _, by := range append(ledger.Groups(), "") {
			for _, l := range e.Breakdown(by) {
				if l.Finished+l.Open != l.Events || l.Refused > l.Events || l.Median > l.P90 {
					t.Fatalf("%+v", l)
				}
			}
		}
	})
}
