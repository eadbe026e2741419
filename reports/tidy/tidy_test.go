package tidy_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"siap/reports/tidy"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// hostile is a name that a spreadsheet would run, with what breaks lines and tables and turns the writing direction.
const hostile = "=cmd|' /C calc'!A0\n\u202E\"x\", <script>|\x00"

// small is a result of three agencies: one with a hostile name, one with few answers, one with none. The answers are invented.
func small(t *testing.T) *result.Assessment {
	t.Helper()
	r, err := library.Open("indrajit-5")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Rubric: r, Until: telemetry.Date{Year: 2026, Month: time.January, Day: 1}, Agencies: agency.NewList([]*agency.Agency{
		{ID: "a", Name: hostile, Type: "=dinas", Zone: agency.WITA},
		{ID: "b", Name: "Badan B", Type: "badan", Zone: agency.WIB},
		{ID: "c", Name: "Kantor C", Type: "badan", Zone: agency.WIT},
	}, nil)}
	for i, n := range r.Indicators() {
		for k, id := range []string{"a", "b"} {
			if i%(2*k+1) == 0 {
				in.Answers = append(in.Answers, questionnaire.Answer{
					Agency: id, Indicator: n.ID, Respondent: "r1", Role: "staff", Claim: questionnaire.Value{Number: float64(i%4 + 1), State: questionnaire.Known},
				})
			}
		}
	}
	o := scoring.Options{GroupBy: []string{"type"}}
	o.Uncertainty = result.DefaultUncertainty()
	o.Uncertainty.Draws = 64
	a, err := scoring.Assess(in, o)
	if err != nil {
		t.Fatal(err)
	}
	a.Title, a.Year, a.Created = hostile, 2025, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a.Inputs = []result.Input{{Path: "answers/" + hostile, Kind: "answers", SHA256: "00", Records: 2}}
	return a
}

func written(t *testing.T, a *result.Assessment, lang string, formats ...tidy.Format) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := tidy.Write(a, lang, formats, func(name string, write func(io.Writer) error) error {
		var b bytes.Buffer
		err := write(&b)
		files[name] = b.Bytes()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// described is what the test reads of datapackage.json.
type described struct {
	Resources []struct {
		Name, Path, Format string
		Rows               int
		Schema             struct {
			Fields []struct {
				Name, Type   string
				Descriptions map[string]string
				Range        map[string]string
				Constraints  struct {
					Required         bool
					Minimum, Maximum *float64
					Enum             []string
				}
			}
			PrimaryKey  []string
			ForeignKeys []struct {
				Fields    []string
				Reference struct {
					Resource string
					Fields   []string
				}
			}
		}
	}
}

// rows reads a file of a table as text, cell by cell: "" is what is missing.
func rows(t *testing.T, format string, data []byte, columns []string) [][]string {
	t.Helper()
	var out [][]string
	switch format {
	case "csv":
		all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(all[0], columns) {
			t.Errorf("the columns are %v, described are %v", all[0], columns)
		}
		for _, row := range all[1:] {
			for i := range row {
				row[i] = strings.TrimPrefix(row[i], "'")
			}
			out = append(out, row)
		}
	case "json":
		var all []map[string]any
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&all); err != nil {
			t.Fatal(err)
		}
		for _, object := range all {
			if len(object) != len(columns) {
				t.Errorf("a row has %d members, described are %d", len(object), len(columns))
			}
			var row []string
			for _, c := range columns {
				row = append(row, cell(object[c]))
			}
			out = append(out, row)
		}
	case "parquet":
		file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		r := parquet.NewReader(file)
		defer r.Close()
		for {
			object := map[string]any{}
			err := r.Read(&object)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			var row []string
			for _, c := range columns {
				row = append(row, cell(object[c]))
			}
			out = append(out, row)
		}
	}
	return out
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	return fmt.Sprint(v)
}

// The three formats hold the same, and what the description says of it is true: columns, types, limits, words, keys and
// what joins the tables.
func TestTablesAreAsDescribed(t *testing.T) {
	files := written(t, small(t), "en", tidy.Formats...)
	var p described
	if err := json.Unmarshal(files[tidy.PackageFile], &p); err != nil {
		t.Fatal(err)
	}
	if len(p.Resources) != 3*19 {
		t.Errorf("%d files are described", len(p.Resources))
	}
	tables := map[string][][]string{}
	heads := map[string][]string{}
	for _, r := range p.Resources {
		var columns []string
		for _, f := range r.Schema.Fields {
			columns = append(columns, f.Name)
			if f.Descriptions["id"] == "" || f.Descriptions["en"] == "" || f.Range["id"] == "" || f.Range["en"] == "" {
				t.Errorf("%s.%s lacks a description or a range", r.Name, f.Name)
			}
		}
		got := rows(t, r.Format, files[r.Path], columns)
		if len(got) != r.Rows {
			t.Errorf("%s has %d rows, described are %d", r.Path, len(got), r.Rows)
		}
		base, _, _ := strings.Cut(r.Path, ".")
		if first, seen := tables[base]; !seen {
			tables[base], heads[base] = got, columns
		} else {
			for i := range first {
				for k, c := range columns {
					if first[i][k] != got[i][k] && !sameTime(first[i][k], got[i][k]) {
						t.Errorf("%s:%d %s is %q, and %q as CSV", r.Path, i+1, c, got[i][k], first[i][k])
					}
				}
			}
		}
		keys := map[string]bool{}
		for _, row := range got {
			var key []string
			for i, f := range r.Schema.Fields {
				if slices.Contains(r.Schema.PrimaryKey, f.Name) {
					key = append(key, row[i])
				}
				if row[i] == "" {
					if f.Constraints.Required {
						t.Errorf("%s.%s is empty", r.Name, f.Name)
					}
					continue
				}
				if f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, row[i]) {
					t.Errorf("%s.%s is %q, none of %v", r.Name, f.Name, row[i], f.Constraints.Enum)
				}
				if f.Type == "number" || f.Type == "integer" {
					x, err := strconv.ParseFloat(row[i], 64)
					if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
						t.Errorf("%s.%s is no number: %q", r.Name, f.Name, row[i])
					}
					if low := f.Constraints.Minimum; low != nil && x < *low {
						t.Errorf("%s.%s is %v, below %v", r.Name, f.Name, x, *low)
					}
					if high := f.Constraints.Maximum; high != nil && x > *high {
						t.Errorf("%s.%s is %v, above %v", r.Name, f.Name, x, *high)
					}
				}
			}
			if joined := strings.Join(key, "\x00"); len(key) > 0 && keys[joined] {
				t.Errorf("%s has the key %v twice", r.Name, key)
			} else {
				keys[joined] = true
			}
		}
		for _, k := range r.Schema.ForeignKeys {
			table, _, _ := strings.Cut(k.Reference.Resource, "-")
			known := map[string]bool{"": true} // nothing is no reference
			for _, row := range tables[table] {
				known[row[slices.Index(heads[table], k.Reference.Fields[0])]] = true
			}
			if len(tables[table]) == 0 {
				continue // nodes come after the tables that name them; the next format sees them
			}
			for _, row := range got {
				if at := row[slices.Index(columns, k.Fields[0])]; !known[at] {
					t.Errorf("%s.%s %q is none of %s", r.Name, k.Fields[0], at, table)
				}
			}
		}
	}
	for _, name := range []string{"overview", "agencies", "ranking", "scores", "tags", "groups", "nodes", "bands", "draws", "leave_out", "inputs"} {
		if len(tables[name]) == 0 {
			t.Errorf("the table %s has no rows, so this test says little of it", name)
		}
	}
	unknown := 0
	for _, row := range tables["ranking"] {
		if row[slices.Index(heads["ranking"], "index")] == "" {
			unknown++
			if row[slices.Index(heads["ranking"], "reason")] == "" || row[slices.Index(heads["ranking"], "rank")] != "" {
				t.Errorf("an agency without an index is %v", row)
			}
		}
	}
	if unknown == 0 {
		t.Error("every agency has an index, so nothing is said of unknowns")
	}
}

func sameTime(x, y string) bool {
	a, err := time.Parse(time.RFC3339, x)
	if err != nil {
		return false
	}
	millis, err := strconv.ParseInt(y, 10, 64)
	return err == nil && a.UnixMilli() == millis
}

// What is in a name runs in no spreadsheet, breaks no line, and is otherwise the same in every format.
func TestHostileTextsAreHarmless(t *testing.T) {
	files := written(t, small(t), "id", tidy.Formats...)
	for name, data := range files {
		if strings.HasSuffix(name, ".parquet") {
			continue
		}
		if bytes.ContainsRune(data, '\u202E') || bytes.IndexByte(data, 0) >= 0 {
			t.Errorf("%s holds what turns the direction, or NUL", name)
		}
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			for _, cell := range row {
				if strings.ContainsAny(cell, "\n\r") || (cell != "" && strings.ContainsRune("=+@", rune(cell[0]))) {
					t.Errorf("%s has the cell %q", name, cell)
				}
			}
		}
	}
	if !strings.Contains(string(files["agencies.csv"]), `"'=cmd|' /C calc'!A0 `) {
		t.Errorf("the name is lost: %s", files["agencies.csv"])
	}
	if !strings.Contains(string(files["agencies.json"]), `"=cmd|' /C calc'!A0 `) {
		t.Errorf("JSON runs nothing, so the name has no apostrophe there: %s", files["agencies.json"])
	}
}

// The same result gives the same bytes, and only the first language of the description follows the reader's.
func TestSameBytes(t *testing.T) {
	a := small(t)
	first, again, english := written(t, a, "id", tidy.Formats...), written(t, a, "id", tidy.Formats...), written(t, a, "en", tidy.Formats...)
	for name, data := range first {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s differs between two runs", name)
		}
		if name != tidy.PackageFile && !bytes.Equal(data, english[name]) {
			t.Errorf("%s depends on the language", name)
		}
	}
	if bytes.Equal(first[tidy.PackageFile], english[tidy.PackageFile]) {
		t.Error("the description is in one language only")
	}
}

// A file that cannot be written is told with its table.
func TestFaultsAreTold(t *testing.T) {
	broken := errors.New("full")
	err := tidy.Write(small(t), "id", []tidy.Format{tidy.CSV}, func(name string, _ func(io.Writer) error) error {
		if name == "scores.csv" {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "scores") {
		t.Errorf("got %v", err)
	}
}
