package ledger_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
)

// All registers in these tests are invented.

// write makes one input file; its name in messages is the one given.
func write(t testing.TB, name, content string) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: name}
}

// measure is one indicator "x" that a metric "cases" is measured for.
func measure(r rubric.Reduction, until rubric.EventStep, within int) *rubric.Measure {
	m := &rubric.Measure{Metric: "cases", Reduction: r, Until: until}
	if r == rubric.ReduceOnTime {
		m.Within = &within
	}
	return m
}

// rubricOf has one indicator for each measure: i0, i1, …
func rubricOf(measures ...*rubric.Measure) *rubric.Rubric {
	r := &rubric.Rubric{Metrics: []rubric.Metric{{ID: "cases", Kind: rubric.Events}, {ID: "uptime", Expected: "1d"}}}
	for i, m := range measures {
		r.Children = append(r.Children, &rubric.Node{ID: fmt.Sprintf("i%d", i), Measure: m})
	}
	r.Link()
	return r
}

// year is a window of one year.
func year(y int) telemetry.Window {
	return telemetry.Window{From: telemetry.Date{Year: y, Month: 1, Day: 1}, To: telemetry.Date{Year: y + 1, Month: 1, Day: 1}}
}

// agencies are one in each time zone; two share a name.
func agencies() *agency.List {
	return agency.NewList([]*agency.Agency{
		{ID: "dinkes", Name: "Dinas Kesehatan", Zone: agency.WITA},
		{ID: "dishub", Name: "Dinas Perhubungan dan Kominfo", Zone: agency.WIB},
		{ID: "timur", Name: "Dinas Sosial", Zone: agency.WIT},
		{ID: "barat", Name: "Dinas Sosial", Zone: agency.WIB},
	}, nil)
}

// entry reads the columns that these tests use.
func entry(sources ...source.Source) ledger.Entry {
	return ledger.Entry{
		Place: diag.Place{File: "siap.yaml", Line: 5, Column: 3}, File: "ledgers/*", Sources: sources, Kind: ledger.Complaints,
		Columns: map[ledger.Field]string{
			ledger.Agency: "instansi", ledger.Opened: "masuk", ledger.Verified: "verifikasi", ledger.Answered: "jawab", ledger.Closed: "tutup",
		},
		Metrics: []ledger.Metric{{Place: diag.Place{File: "siap.yaml", Line: 9, Column: 7}, ID: "cases"}},
	}
}

// run measures and returns the measurements by agency and indicator, and the findings as text: code, place, subject,
// seen, nearest, count. Each finding must read well in both languages.
func run(t testing.TB, e *ledger.Engine, r *rubric.Rubric, w telemetry.Window) (map[string]telemetry.Measurement, []string) {
	t.Helper()
	got, found := collect(e, r, w)
	texts := make([]string, 0, len(found))
	for _, d := range found {
		texts = append(texts, textOf(d))
		for _, lang := range l10n.Languages {
			if words := l10n.For(lang).Diagnostic(d); words == d.Code || strings.Contains(words, "{") || strings.Contains(words, "“”") {
				t.Errorf("in %s %s says %q", lang, d.Code, words)
			}
		}
	}
	return got, texts
}

func collect(e *ledger.Engine, r *rubric.Rubric, w telemetry.Window) (map[string]telemetry.Measurement, []*diag.Diagnostic) {
	got := map[string]telemetry.Measurement{}
	var found []*diag.Diagnostic
	for m, d := range e.Measure(context.Background(), telemetry.Query{Rubric: r, Agencies: agencies(), Window: w}) {
		if d != nil {
			found = append(found, d)
			continue
		}
		got[m.Agency+" "+m.Indicator] = m
	}
	return got, found
}

func textOf(d *diag.Diagnostic) string {
	text := fmt.Sprintf("%s %s", d.Code, d.Place)
	for _, part := range []string{d.Subject, d.Seen, d.Nearest} {
		if part != "" {
			text += " " + part
		}
	}
	if d.Count > 0 {
		text += fmt.Sprintf(" ×%d", d.Count)
	}
	return text
}

const head = "instansi,masuk,verifikasi,jawab,tutup\n"

// same compares numbers that are computed in one way only.
func same(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-12
}

// Every number below is counted by hand with the built-in calendar, whose free days on weekdays near these dates are
// 2024: 8–12 and 15 April, 25 and 26 December; 2025: 1 January, 28 and 31 March, 1–4 and 7 April, 18 August, 25 and 26
// December; 2026: 1 January.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		year   int
		rows   string
		by     *rubric.Measure
		want   float64
		reason string
		// samples, expected and notMeasured are those of the measurement; beside one row outside the window.
		samples, expected, notMeasured, outside int
	}{
		{
			name: "over Nyepi and Idulfitri", year: 2025, by: measure(rubric.ReduceDaysMean, "answered", 0),
			rows: "dinkes,2025-03-26,,2025-04-09,\n", // 27 March, 8 and 9 April
			want: 3, samples: 1, expected: 1,
		},
		{
			name: "over 29 February", year: 2024, by: measure(rubric.ReduceDaysMean, "answered", 0),
			rows: "dinkes,2024-02-27,,2024-03-01,\n", // 28 and 29 February, 1 March
			want: 3, samples: 1, expected: 1,
		},
		{
			name: "over the end of February in a common year", year: 2025, by: measure(rubric.ReduceDaysMean, "answered", 0),
			rows: "dinkes,2025-02-27,,2025-03-03,\n", // 28 February, 3 March; 1 and 2 March are a weekend
			want: 2, samples: 1, expected: 1,
		},
		{
			name: "at Christmas", year: 2025, by: measure(rubric.ReduceDaysMean, "closed", 0),
			rows: "dinkes,2025-12-23,,,2025-12-30\n", // 24, 29 and 30 December
			want: 3, samples: 1, expected: 1,
		},
		{
			name: "over the year's end, in a window of two years", year: 0, by: measure(rubric.ReduceDaysMean, "closed", 0),
			rows: "dinkes,2025-12-24,,,2026-01-05\n", // 29, 30, 31 December, 2 and 5 January
			want: 5, samples: 1, expected: 1,
		},
		{
			name: "closed behind the window is open at its end", year: 2025, by: measure(rubric.ReduceFinished, "closed", 0),
			rows: "dinkes,2025-12-30,,,2026-01-02\ndinkes,2025-12-01,,,2025-12-31\n", want: 0.5, samples: 2, expected: 2,
		},
		{
			name: "on the same day", year: 2025, by: measure(rubric.ReduceOnTime, "answered", 0),
			rows: "dinkes,2025-06-02,,2025-06-02,\ndinkes,2025-06-02,,2025-06-03,\n", want: 0.5, samples: 2, expected: 2,
		},
		{
			// Limits of 3 working days: Monday 2 to Thursday 5 June is the third (6 June is Iduladha), and so are the free
			// days behind it; Tuesday 10 June is the fourth.
			name: "the free days behind a limit", year: 2025, by: measure(rubric.ReduceOnTime, "verified", 3),
			rows: "dinkes,2025-06-02,2025-06-05,,\ndinkes,2025-06-02,2025-06-08,,\ndinkes,2025-06-02,2025-06-10,,\n",
			want: 2.0 / 3, samples: 3, expected: 3,
		},
		{
			// The window ends with 31 December. 22 December + 5 working days (23, 24, 29, 30, 31) is the 31st itself; whoever
			// answers on 1 January, a holiday, is in time too: not decided. 19 December is late: 22 is its first, 30 its fifth.
			name: "open at the end: late, and not yet decided", year: 2025, by: measure(rubric.ReduceOnTime, "answered", 5),
			rows: "dinkes,2025-12-19,,,\ndinkes,2025-12-22,,,\ndinkes,2025-12-01,,2025-12-03,\n",
			want: 0.5, samples: 2, expected: 2, notMeasured: 1,
		},
		{
			name: "all open, none late", year: 2025, by: measure(rubric.ReduceOnTime, "answered", 5),
			rows: "dinkes,2025-12-29,,,\n", want: math.NaN(), reason: ledger.NothingDecided, notMeasured: 1,
		},
		{
			name: "nothing finished", year: 2025, by: measure(rubric.ReduceDaysP90, "answered", 0),
			rows: "dinkes,2025-12-29,,,\n", want: math.NaN(), reason: ledger.NothingFinished, notMeasured: 1,
		},
		{
			name: "no row of the agency", year: 2025, by: measure(rubric.ReduceCount, "", 0),
			rows: "dishub,2025-12-29,,,\n", want: math.NaN(), reason: telemetry.NoSamples,
		},
		{
			name: "count, and what was opened outside", year: 2025, by: measure(rubric.ReduceCount, "", 0),
			rows: "dinkes,2024-12-31,,,\ndinkes,2025-01-01,,,\ndinkes,2025-12-31,,,\ndinkes,2026-01-01,,,\n",
			want: 2, samples: 2, expected: 2, outside: 2,
		},
		{
			// 1, 2, 3, 4 and 10 working days after Monday 3 February: sorted, the median is the third.
			name: "median", year: 2025, by: measure(rubric.ReduceDaysMedian, "closed", 0),
			rows: "dinkes,2025-02-03,,,2025-02-17\ndinkes,2025-02-03,,,2025-02-04\ndinkes,2025-02-03,,,2025-02-07\n" +
				"dinkes,2025-02-03,,,2025-02-05\ndinkes,2025-02-03,,,2025-02-06\n",
			want: 3, samples: 5, expected: 5,
		},
		{
			// The same: rank 4 · 0.9 = 3.6, so 4 + 0.6 · (10 − 4) = 7.6.
			name: "p90", year: 2025, by: measure(rubric.ReduceDaysP90, "closed", 0),
			rows: "dinkes,2025-02-03,,,2025-02-17\ndinkes,2025-02-03,,,2025-02-04\ndinkes,2025-02-03,,,2025-02-07\n" +
				"dinkes,2025-02-03,,,2025-02-05\ndinkes,2025-02-03,,,2025-02-06\n",
			want: 7.6, samples: 5, expected: 5,
		},
		{
			name: "a step without a date is reached with the next one", year: 2025, by: measure(rubric.ReduceDaysMean, "verified", 0),
			rows: "dinkes,2025-02-03,,2025-02-05,2025-02-07\n", want: 2, samples: 1, expected: 1, // 4 and 5 February
		},
		{
			// Of four rows one has no opening date and one was answered before it was opened: 2 of 4 can be used.
			name: "coverage", year: 2025, by: measure(rubric.ReduceDaysMean, "answered", 0),
			rows: "dinkes,,,2025-02-05,\ndinkes,2025-02-03,,2025-01-31,\ndinkes,2025-02-03,,2025-02-04,\ndinkes,2025-02-03,,2025-02-06,\n",
			want: 2, samples: 2, expected: 4, // (1 + 3) / 2
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := year(c.year)
			if c.year == 0 {
				w = telemetry.Window{From: telemetry.Date{Year: 2025, Month: 1, Day: 1}, To: telemetry.Date{Year: 2027, Month: 1, Day: 1}}
			}
			e := ledger.New([]ledger.Entry{entry(write(t, "ledgers/a.csv", head+c.rows))}, ledger.Calendar{})
			values, _ := run(t, e, rubricOf(c.by), w)
			m := values["dinkes i0"]
			if !same(m.Value, c.want) || m.Reason != c.reason {
				t.Errorf("%v %q, want %v %q", m.Value, m.Reason, c.want, c.reason)
			}
			if m.Samples != c.samples || m.Expected != c.expected || m.NotMeasured != c.notMeasured || m.LeftOut != c.outside {
				t.Errorf("%d samples of %d, %d not measured, %d outside", m.Samples, m.Expected, m.NotMeasured, m.LeftOut)
			}
			coverage := 0.0
			if c.samples > 0 {
				coverage = float64(c.samples) / float64(c.expected)
			}
			if !same(m.Coverage, coverage) || (c.samples > 0) != (len(m.Places) == 1) {
				t.Errorf("coverage %v, places %v", m.Coverage, m.Places)
			}
			if len(values) != 4 {
				t.Errorf("%d measurements, want one for each agency", len(values))
			}
		})
	}
}

// The example of docs/ledgers.md: 1, 3 and 5 working days after Monday 3 February 2025, one open since then, and one of
// 30 December.
func TestExampleOfTheDocumentation(t *testing.T) {
	rows := head + "dinkes,2025-02-03,,,2025-02-04\ndinkes,2025-02-03,,,2025-02-06\ndinkes,2025-02-03,,,2025-02-10\n" +
		"dinkes,2025-02-03,,,\ndinkes,2025-12-30,,,\n"
	var measures []*rubric.Measure
	for _, r := range rubric.Events.Reductions() {
		measures = append(measures, measure(r, "", 3))
	}
	values, _ := run(t, ledger.New([]ledger.Entry{entry(write(t, "a.csv", rows))}, ledger.Calendar{}), rubricOf(measures...), year(2025))
	want := map[rubric.Reduction]float64{
		rubric.ReduceCount: 5, rubric.ReduceFinished: 0.6, rubric.ReduceOnTime: 0.5, rubric.ReduceDaysMean: 3,
		rubric.ReduceDaysMedian: 3, rubric.ReduceDaysP90: 4.6,
	}
	for _, m := range values {
		if m.Agency == "dinkes" && !same(m.Value, want[m.Reduction]) {
			t.Errorf("%s is %v, want %v", m.Reduction, m.Value, want[m.Reduction])
		}
	}
	if len(measures) != len(want) {
		t.Errorf("%d reductions, %d in the example", len(measures), len(want))
	}
}

// What comes in at one time is another day elsewhere: 2025-06-02 23:30 WIB is 01:30 of the next day in WIT. Both rows
// are answered on 4 June: one working day after 3 June, two after 2 June.
func TestTimeZones(t *testing.T) {
	rows := head + "timur,2025-06-02 23:30 WIB,,2025-06-04,\nbarat,2025-06-02 23:30 WIB,,2025-06-04,\n"
	values, _ := run(t, ledger.New([]ledger.Entry{entry(write(t, "a.csv", rows))}, ledger.Calendar{}),
		rubricOf(measure(rubric.ReduceDaysMean, "answered", 0)), year(2025))
	if east, west := values["timur i0"], values["barat i0"]; east.Value != 1 || west.Value != 2 {
		t.Errorf("in the east %v days, in the west %v", east.Value, west.Value)
	}
	// Without a zone the time is the agency's, unless the settings say where the register's clock stands.
	rows = head + "timur,2025-06-02 23:30,,2025-06-04,\n"
	for _, c := range []struct {
		zone *time.Location
		want float64
	}{{nil, 2}, {agency.WIB, 1}, {agency.WIT, 2}} {
		one := entry(write(t, "a.csv", rows))
		one.Zone = c.zone
		values, _ := run(t, ledger.New([]ledger.Entry{one}, ledger.Calendar{}), rubricOf(measure(rubric.ReduceDaysMean, "answered", 0)), year(2025))
		if m := values["timur i0"]; m.Value != c.want {
			t.Errorf("zone %v: %v days, want %v", c.zone, m.Value, c.want)
		}
	}
}

// UU 14/2008, article 22: 10 working days, once 7 more. Monday 3 February 2025 + 10 is Monday 17, + 17 is Wednesday 26
// February (no free weekday in between); 27 is the eighteenth.
func TestExtension(t *testing.T) {
	const rows = "instansi;masuk;jawab;perpanjangan\n" +
		"dinkes;2025-02-03;2025-02-17;\n" + // 10: in time
		"dinkes;2025-02-03;2025-02-18;tidak\n" + // 11: late
		"dinkes;2025-02-03;2025-02-26;Ya\n" + // 17 of 17
		"dinkes;2025-02-03;2025-02-27;Ya\n" + // 18 of 17
		"dinkes;2025-02-03;2025-02-26;2025-02-17\n" + // told on the tenth day
		"dinkes;2025-02-03;2025-02-26;2025-02-18\n" + // told too late
		"dinkes;2025-02-03;2025-02-26;mungkin\n" // cannot be read: not extended
	one := entry(write(t, "ppid.csv", rows))
	one.Kind, one.Extension = ledger.Requests, ledger.LawfulExtension
	one.Columns = map[ledger.Field]string{
		ledger.Agency: "Instansi", ledger.Opened: "Masuk", ledger.Answered: "Jawab", ledger.Extended: "Perpanjangan",
	}
	values, found := run(t, ledger.New([]ledger.Entry{one}, ledger.Calendar{Place: diag.Place{File: "siap.yaml"}}), rubricOf(
		measure(rubric.ReduceOnTime, "answered", 10), measure(rubric.ReduceOnTime, "answered", 17), measure(rubric.ReduceOnTime, "answered", 5),
	), year(2025))
	for indicator, want := range map[string]float64{
		"i0": 3.0 / 7, // the first, the third and the fifth row
		"i1": 6.0 / 7, // all but the 18 days: the extension is of the limit of 10
		"i2": 0,
	} {
		if m := values["dinkes "+indicator]; !same(m.Value, want) {
			t.Errorf("%s is %v, want %v", indicator, m.Value, want)
		}
	}
	want := []string{
		"TM111 ppid.csv:7:4 2025-02-18", "TM112 ppid.csv:8:4 xxxxxxx", "TM119 siap.yaml:5:3 ledgers/* 2025-02-27",
		"TM116 siap.yaml",
	}
	equal(t, found, want)
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
