package pulled

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/remote"
)

func someQuery() telemetry.Query {
	least := 99.0
	r := &rubric.Rubric{
		Metrics: []rubric.Metric{{ID: "uptime", Unit: "%", Expected: "1d"}, {ID: "needed", Expected: "once"}},
		Children: []*rubric.Node{{ID: "all", Children: []*rubric.Node{
			{ID: "portal", Measure: &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceShare, AtLeast: &least}},
			{ID: "staff", Measure: &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceRatio, Over: "needed"}},
		}}},
	}
	r.Link()
	list := agency.NewList([]*agency.Agency{{ID: "dinkes", Zone: agency.WITA}, {ID: "dishub", Zone: agency.WIT}}, nil)
	day := func(d int) telemetry.Date { return telemetry.Date{Year: 2025, Month: 1, Day: d} }
	return telemetry.Query{Rubric: r, Agencies: list, Window: telemetry.Window{From: day(1), To: day(5)}}
}

// pulledFile is a file with a measurement of each kind.
func pulledFile(q telemetry.Query) *File {
	at := func(day int) time.Time { return time.Date(2025, 1, day, 0, 0, 0, 123e6, agency.WITA) }
	f := &File{
		Source: "pemantau", Engine: "prometheus", Server: "prometheus 2.42.0", URL: "http://127.0.0.1:9090", Pulled: time.Unix(1767225600, 0), Window: q.Window,
		Exchanges: []remote.Exchange{{About: "uptime", Path: "api/v1/query", Body: "query=up", Status: 200, SHA256: "ab", Answer: []byte(`{"a":"<&>"}`)}},
		Measurements: []telemetry.Measurement{
			{
				Agency: "dinkes", Indicator: "portal", Metric: "uptime", Reduction: rubric.ReduceShare, Value: 2.0 / 3, Samples: 3, Expected: 4, Coverage: 0.75,
				Numerator: math.NaN(), Denominator: math.NaN(), First: at(1), Last: at(4), Series: 2, Repeated: 1, NotMeasured: 2, InMaintenance: 3,
				Maintenance: 90 * time.Minute, Resets: 4,
			},
			{
				Agency: "dinkes", Indicator: "staff", Metric: "uptime", Over: "needed", Reduction: rubric.ReduceRatio, Value: math.NaN(),
				Reason: telemetry.ZeroDenominator, Samples: 1, Expected: 1, Coverage: 1, Numerator: 5, Denominator: 0,
			},
			{
				Agency: "dishub", Indicator: "portal", Metric: "uptime", Reduction: rubric.ReduceShare, Value: math.NaN(), Reason: telemetry.NoSamples,
				Expected: 4, Numerator: math.NaN(), Denominator: math.NaN(),
			},
		},
		Problems: []*diag.Diagnostic{{Code: "TM069", Severity: diag.Error, Subject: "needed", Seen: "berat"}},
	}
	for i := range f.Measurements {
		m := &f.Measurements[i]
		n, _ := q.Agencies.Index(m.Agency)
		f.Asked = append(f.Asked, Asked(q, nil, n, q.Rubric.Node(m.Indicator)))
	}
	return f
}

func zone(string) *time.Location { return agency.WITA }

func write(t testing.TB, f *File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, zone); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, data []byte, q telemetry.Query) *Taken {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pemantau.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return Read(source.Source{Path: path, Name: "telemetry/pulled/pemantau.json"}, q, nil)
}

// What is written is read back, to the bit, each measurement with the line that it stands on.
func TestRoundTrip(t *testing.T) {
	q := someQuery()
	f := pulledFile(q)
	data := write(t, f)
	if again := write(t, f); !bytes.Equal(data, again) || !json.Valid(data) {
		t.Fatal("the same file has other bytes, or is no JSON")
	}
	got := read(t, data, q)
	for i := range got.Measurements {
		m := &got.Measurements[i]
		line := strings.Split(string(data), "\n")[m.Places[0].Line-1]
		if !strings.Contains(line, `"agency":"`+m.Agency+`","indicator":"`+m.Indicator+`"`) {
			t.Errorf("line %d is %s", m.Places[0].Line, line)
		}
		m.Places = nil
	}
	if diff := cmp.Diff(f.Measurements, got.Measurements, cmpopts.EquateNaNs(), cmpopts.EquateApproxTime(0)); diff != "" {
		t.Errorf("read back (-written +read):\n%s", diff)
	}
	sum := sha256.Sum256(data)
	if s := got.Summary; got.Source != "pemantau" || s.SHA256 != hex.EncodeToString(sum[:]) || s.Records != 4 || s.Refused || s.Format != Schema+" prometheus 2.42.0" {
		t.Errorf("summary %+v", s)
	}
	if len(got.Problems) != 1 || got.Problems[0].Code != "TM089" || got.Problems[0].Seen != "TM069 berat" {
		t.Errorf("found %v", got.Problems)
	}
	if !bytes.Contains(data, []byte(`"sha256":"ab"`)) || !bytes.Contains(data, []byte(`"first":"2025-01-01T00:00:00.123+08:00"`)) {
		t.Errorf("written %s", data)
	}
}

// A measurement is used as long as the same would be asked today.
func TestChangedQuestions(t *testing.T) {
	data := write(t, pulledFile(someQuery()))
	for name, change := range map[string]func(q *telemetry.Query){
		"the window":    func(q *telemetry.Query) { q.Window.To = telemetry.Date{Year: 2025, Month: 1, Day: 6} },
		"the threshold": func(q *telemetry.Query) { least := 98.0; q.Rubric.Node("portal").Measure.AtLeast = &least },
		"the reduction": func(q *telemetry.Query) { q.Rubric.Node("portal").Measure.Reduction = rubric.ReduceMean },
		"the interval":  func(q *telemetry.Query) { q.Rubric.Metrics[0].Expected = "1h" },
		"the labels":    func(q *telemetry.Query) { q.Rubric.Metrics[0].Labels = map[string][]string{"x": {"1"}} },
		"the unit":      func(q *telemetry.Query) { q.Rubric.Metrics[0].Unit = "1" },
		"the zone":      func(q *telemetry.Query) { q.Agencies.All()[0].Zone = agency.WIB; q.Agencies.All()[1].Zone = agency.WIB },
		"who is asked": func(q *telemetry.Query) {
			for _, a := range q.Agencies.All() {
				a.Columns = map[string]string{"type": "dinas"}
			}
			q.Rubric.Node("portal").AppliesTo = map[string][]string{"type": {"badan"}}
		},
	} {
		q := someQuery()
		change(&q)
		got := read(t, data, q)
		kept := slices.ContainsFunc(got.Measurements, func(m telemetry.Measurement) bool { return m.Indicator == "portal" })
		told := slices.ContainsFunc(got.Problems, func(d *diag.Diagnostic) bool { return d.Code == "TM086" && d.Subject == "portal" && d.Count == 2 })
		if kept || !told || got.Summary.Refused {
			t.Errorf("%s: kept %v, found %v", name, got.Measurements, got.Problems)
		}
	}
}

// A file that somebody edited, cut off or mixed up is refused whole, with the line.
func TestBrokenFiles(t *testing.T) {
	q := someQuery()
	good := string(write(t, pulledFile(q)))
	change := func(old, to string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%s does not hold %q", good, old)
		}
		return strings.Replace(good, old, to, 1)
	}
	for name, text := range map[string]string{
		"empty": "", "no JSON": "waktu,instansi", "a list": "[]", "cut off": good[:len(good)/2], "something behind": good + "{}",
		"another schema": change("siap/pulled/1", "siap/pulled/2"), "no schema": `{"measurements":[]}`,
		"a coverage above one": change(`"coverage":0.75`, `"coverage":1.75`), "a negative number": change(`"samples":3`, `"samples":-3`),
		"nothing expected": change(`"expected":4`, `"expected":0`), "a value and a reason": change(`"reason":"zero_denominator"`, `"reason":""`),
		"an unknown reason": change("zero_denominator", "lupa"), "a time that is none": change("2025-01-01T00", "2025-13-01T00"),
		"twice":               change(`"agency":"dishub","indicator":"portal"`, `"agency":"dinkes","indicator":"portal"`),
		"a text for a number": change(`"value":0.6666666666666666`, `"value":"0.7"`), "too long a maintenance": change(`"maintenance":5400`, `"maintenance":1e12`),
	} {
		got := read(t, []byte(text), q)
		if len(got.Measurements) > 0 || !got.Summary.Refused || len(got.Problems) != 1 || got.Problems[0].Code != "TM085" {
			t.Errorf("%s: %v, found %v", name, got.Measurements, got.Problems)
		}
	}
	missing := Read(source.Source{Path: filepath.Join(t.TempDir(), "x"), Name: "x"}, q, nil)
	if !missing.Summary.Refused {
		t.Errorf("a missing file: %+v", missing)
	}
}

// The answers are kept beside, without a time, and their hash is that of the file.
func TestAnswers(t *testing.T) {
	all := pulledFile(someQuery()).Exchanges
	var first, second bytes.Buffer
	hash, err := WriteAnswers(&first, all)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := WriteAnswers(&second, all); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the same answers have other bytes (%v)", err)
	}
	sum := sha256.Sum256(first.Bytes())
	if hash != hex.EncodeToString(sum[:]) {
		t.Errorf("hash %s", hash)
	}
	unpacked, err := gzip.NewReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unpacked)
	if want := `{"about":"uptime","sha256":"ab","answer":"{\"a\":\"<&>\"}"}` + "\n"; err != nil || string(data) != want {
		t.Errorf("holds %s (%v)", data, err)
	}
}

// Whatever stands in the file, reading it ends, and what is used could have been written.
func FuzzRead(f *testing.F) {
	q := someQuery()
	good := write(f, pulledFile(q))
	f.Add(good)
	f.Add(good[:len(good)-20])
	f.Add([]byte(`{"schema":"siap/pulled/1","measurements":[]}`))
	f.Add([]byte(`{"measurements":[{"agency":"dinkes"}],"schema":"siap/pulled/1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got := read(t, data, q)
		if got.Summary.Refused && len(got.Measurements) > 0 {
			t.Fatal("refused, and used")
		}
		for _, m := range got.Measurements {
			if (m.Reason == "") == math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || !(m.Coverage >= 0 && m.Coverage <= 1) || m.Samples < 0 || m.Expected < 1 {
				t.Fatalf("%+v", m)
			}
		}
	})
}
