package pull_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"siap/rubric"
	"siap/scoring/telemetry/remote"
)

// clickHouse answers like a ClickHouse with one table: columns are the names and types of its columns, rows the answer to
// the question for series. Without parameters it is an old one; locked, its user may not change settings.
type clickHouse struct {
	columns            [][2]string
	rows               []map[string]string
	parameters, locked bool
	// failure is said in the middle of the answer to the question for series, as servers do that have begun already.
	failure string

	mu    sync.Mutex
	asked []question
}

type question struct {
	text   string
	values map[string]string
}

var table = [][2]string{
	{"waktu", "DateTime"}, {"instansi", "LowCardinality(String)"}, {"metrik", "String"}, {"nilai", "Nullable(Float64)"}, {"versi", "UInt64"},
}

func compact(names []string, rows [][]string) string {
	type column struct {
		Name string `json:"name"`
	}
	var answer struct {
		Meta []column   `json:"meta"`
		Data [][]string `json:"data"`
		Rows int        `json:"rows"`
	}
	answer.Data = [][]string{}
	for _, name := range names {
		answer.Meta = append(answer.Meta, column{name})
	}
	answer.Data = append(answer.Data, rows...)
	answer.Rows = len(rows)
	data, _ := json.Marshal(answer)
	return string(data)
}

func (c *clickHouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q := question{string(body), map[string]string{}}
	for name, values := range r.URL.Query() {
		q.values[name] = values[0]
	}
	c.mu.Lock()
	c.asked = append(c.asked, q)
	c.mu.Unlock()
	switch {
	case c.locked && q.values["readonly"] != "":
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "Code: 164. DB::Exception: Cannot modify 'readonly' setting in readonly mode. (READONLY)")
	case strings.HasPrefix(q.text, "SELECT version()"):
		_, _ = io.WriteString(w, compact([]string{"version"}, [][]string{{"18.16.1"}}))
	case strings.HasPrefix(q.text, "SELECT {siap:String}"):
		if !c.parameters {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, "Code: 62. DB::Exception: Syntax error")
			return
		}
		_, _ = io.WriteString(w, compact([]string{"siap"}, [][]string{{q.values["param_siap"]}}))
	case strings.Contains(q.text, "system.columns"):
		var rows [][]string
		for _, column := range c.columns {
			rows = append(rows, column[:])
		}
		_, _ = io.WriteString(w, compact([]string{"name", "type"}, rows))
	case c.failure != "":
		_, _ = io.WriteString(w, `{"meta":[{"name":"agency"}],"data":[["dinkes"`+c.failure)
	default:
		names := []string{"agency", "n", "missing", "quiets", "repeated", "clashes", "total", "lowest", "highest", "latest_value", "first", "latest"}
		var rows [][]string
		for _, given := range c.rows {
			var row []string
			for _, name := range names {
				row = append(row, given[name])
			}
			rows = append(rows, row)
		}
		_, _ = io.WriteString(w, compact(names, rows))
	}
}

// row is what the server says of 96, 100 and 90 of an agency.
func row(agency string, changes ...string) map[string]string {
	out := map[string]string{
		"agency": agency, "n": "3", "missing": "0", "quiets": "0", "repeated": "0", "clashes": "0", "total": "286", "lowest": "90", "highest": "100",
		"latest_value": "90", "first": "1735660800000000000", "latest": "1735920000000000000",
	}
	for i := 0; i+1 < len(changes); i += 2 {
		out[changes[i]] = changes[i+1]
	}
	return out
}

func serveTable(t *testing.T, c *clickHouse) *remote.Source {
	t.Helper()
	if c.columns == nil {
		c.columns = table
	}
	s := serve(t, c)
	s.Engine, s.AgencyLabel = remote.ClickHouse, "instansi"
	s.Table = remote.Table{Database: "pantau", Name: "sampel", Time: "waktu", Metric: "metrik", Value: "nilai"}
	return s
}

func TestClickHouseMean(t *testing.T) {
	for name, c := range map[string]*clickHouse{"new": {parameters: true}, "old": {}, "locked": {locked: true, parameters: true}} {
		c.rows = []map[string]string{row("dinkes"), row("asing"), row("")}
		got := ask(t, serveTable(t, c), query(mean()))
		m := got.measured["dinkes/i1"]
		if m.Value != 286.0/3 || m.Samples != 3 || m.Coverage != 0.75 || got.server != "clickhouse 18.16.1" {
			t.Errorf("%s: measured %+v at %q, found %v", name, m, got.server, got.found)
		}
		if !got.has("TM078") || !got.has("TM079") {
			t.Errorf("%s: found %v", name, got.found)
		}
		for _, asked := range c.asked {
			if !c.locked && asked.values["readonly"] != "2" {
				t.Errorf("%s: not read only: %v", name, asked)
			}
		}
	}
}

// Whatever stands in the settings, it is a value: beside the question where the server has parameters, and a literal that
// ends where it should where it has not.
func TestValuesStayValues(t *testing.T) {
	const hostile = `x'; DROP TABLE sampel; --\`
	for _, parameters := range []bool{true, false} {
		c := &clickHouse{parameters: parameters, rows: []map[string]string{row("dinkes")}}
		s := serveTable(t, c)
		s.Metrics = map[string]remote.Metric{"uptime": {Series: hostile, Labels: map[string][]string{"metrik": {hostile, "*"}}}}
		if got := ask(t, s, query(mean())); got.measured["dinkes/i1"].Samples != 3 {
			t.Fatalf("found %v", got.found)
		}
		last := c.asked[len(c.asked)-1]
		literal := `'x\'; DROP TABLE sampel; --\\'`
		switch {
		case parameters && (strings.Contains(last.text, "DROP") || last.values["param_p0"] != `x\'; DROP TABLE sampel; --\\`):
			t.Errorf("asked %s with %v", last.text, last.values)
		case !parameters && !strings.Contains(last.text, "IN ("+literal+")"):
			t.Errorf("asked %s", last.text)
		}
		if strings.Contains(strings.ReplaceAll(last.text, literal, ""), "DROP") {
			t.Errorf("a value stands outside of its literal: %s", last.text)
		}
		for _, name := range []string{"`pantau`.`sampel`", "`waktu`", "`nilai`", "`metrik`"} {
			if !strings.Contains(last.text, name) {
				t.Errorf("%s is not quoted: %s", name, last.text)
			}
		}
	}
}

func TestClickHouseFaults(t *testing.T) {
	few := func(n int, changed ...[2]string) [][2]string { return append(slices.Clone(table[:n]), changed...) }
	for _, c := range []struct {
		name   string
		server *clickHouse
		how    remote.Metric
		code   string
		says   string
	}{
		{"no table", &clickHouse{columns: [][2]string{}}, remote.Metric{}, "TM076", "pantau.sampel"},
		{"no column of values", &clickHouse{columns: few(3, [2]string{"nilei", "Float64"})}, remote.Metric{}, "TM076", "nilai"},
		{"no column of agencies", &clickHouse{columns: few(1, table[2:]...)}, remote.Metric{}, "TM076", "instansi"},
		{"values that are texts", &clickHouse{columns: few(3, [2]string{"nilai", "String"})}, remote.Metric{}, "TM076", "nilai String"},
		{"times that are texts", &clickHouse{columns: append([][2]string{{"waktu", "String"}}, table[1:]...)}, remote.Metric{}, "TM076", "waktu String"},
		{"no column of a label", &clickHouse{}, remote.Metric{Labels: map[string][]string{"monitor": {"x"}}}, "TM076", "monitor"},
		{"a query of another language", &clickHouse{}, remote.Metric{Query: "up"}, "TM083", "mean"},
		{
			"200, and an error in the middle", &clickHouse{failure: "Code: 241. DB::Exception: Memory limit (for query) exceeded (MEMORY_LIMIT_EXCEEDED)"},
			remote.Metric{},
			"TM069", "Memory limit",
		},
		{"200, and the rest is missing", &clickHouse{failure: "]"}, remote.Metric{}, "TM068", "EOF"},
		{"a number that is none", &clickHouse{rows: []map[string]string{row("dinkes", "n", "tiga")}}, remote.Metric{}, "TM068", "tiga"},
		{"a negative number", &clickHouse{rows: []map[string]string{row("dinkes", "n", "-3")}}, remote.Metric{}, "TM068", "negative"},
		{"a sum beyond float64", &clickHouse{rows: []map[string]string{row("dinkes", "total", "inf")}}, remote.Metric{}, "TM072", "Inf"},
		{"rows that contradict each other", &clickHouse{rows: []map[string]string{row("dinkes", "clashes", "1")}}, remote.Metric{}, "TM084", "dinkes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.server.parameters = true
			s := serveTable(t, c.server)
			s.Metrics = map[string]remote.Metric{"uptime": c.how}
			got := ask(t, s, query(mean()))
			if _, measured := got.measured["dinkes/i1"]; measured || !slices.Equal(got.codes, []string{c.code}) {
				t.Fatalf("measured %v, found %v", got.measured, got.found)
			}
			if !strings.Contains(got.found[0].Seen, c.says) {
				t.Errorf("says %q, want %q", got.found[0].Seen, c.says)
			}
		})
	}
}

// Column names of the rubric's labels are names, whatever a rubric says.
func TestLabelsOfTheRubric(t *testing.T) {
	q := query(mean())
	q.Rubric.Metrics[0].Labels = map[string][]string{"x` FROM rahasia --": {"1"}}
	for engine, code := range map[remote.Engine]string{remote.Prometheus: "TM083", remote.ClickHouse: "TM076"} {
		named := append(slices.Clone(table), [2]string{"x` FROM rahasia --", "String"}) // even where there is such a column
		s := serveTable(t, &clickHouse{columns: named, parameters: true, rows: []map[string]string{row("dinkes")}})
		if engine == remote.Prometheus {
			s = serve(t, &prometheus{rows: map[string]map[string]string{"dinkes": threeDays}})
		}
		if got := ask(t, s, q); !slices.Equal(got.codes, []string{code}) || len(got.measured) > 0 {
			t.Errorf("%s: measured %v, found %v", engine, got.measured, got.found)
		}
	}
}

// Many agencies of several time zones: more values than fit into an address go into the question, as literals.
func TestManyValues(t *testing.T) {
	c := &clickHouse{parameters: true, rows: []map[string]string{row("dinkes")}}
	s := serveTable(t, c)
	var values []string
	for i := range 2000 {
		values = append(values, "nilai-"+strconv.Itoa(i))
	}
	s.Metrics = map[string]remote.Metric{"uptime": {Labels: map[string][]string{"metrik": values}}}
	if got := ask(t, s, query(&rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceMean})); got.measured["dinkes/i1"].Samples != 3 {
		t.Fatalf("found %v", got.found)
	}
	last, length := c.asked[len(c.asked)-1], 0
	for name, value := range last.values {
		length += len(name) + len(value)
	}
	if length > 16_000 || !strings.Contains(last.text, "'nilai-1999'") || !strings.Contains(last.text, "{p1:String}") {
		t.Errorf("%d bytes in the address", length)
	}
}
