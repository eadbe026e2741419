package questionnaire

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/rubric"
)

// everyKind is invented: one indicator for each kind of answer.
func everyKind() *rubric.Rubric {
	options := []rubric.Option{
		{ID: "web", Points: 1, Text: rubric.Text{ID: "Situs web", EN: "Web site"}},
		{ID: "app", Points: 2, Text: rubric.Text{ID: "Aplikasi", EN: "App"}},
	}
	number := func(x float64) *float64 { return &x }
	ask := func(id string, a rubric.Answer) *rubric.Node { return &rubric.Node{ID: id, Weight: 1, Answer: &a} }
	table := ask("table", rubric.Answer{Kind: rubric.Number})
	table.Score = &rubric.Score{Method: rubric.Steps, Rows: []rubric.Row{
		{From: number(0), To: number(12.5), Score: 1}, {Above: number(12.5), To: number(100), Score: 2},
	}}
	line := ask("line", rubric.Answer{Kind: rubric.Number})
	line.Score = &rubric.Score{Method: rubric.Goalposts, Min: number(0), Max: number(10)}
	levels := []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
	r := &rubric.Rubric{Scale: rubric.Scale{Min: 1, Max: 4}, Children: []*rubric.Node{
		ask("yes", rubric.Answer{Kind: rubric.YesNo}),
		ask("pick", rubric.Answer{Kind: rubric.Choice, Options: options}),
		ask("many", rubric.Answer{Kind: rubric.Multiple, Options: options}),
		ask("plain", rubric.Answer{Kind: rubric.Number}),
		ask("limited", rubric.Answer{Kind: rubric.Number, Limits: &rubric.Limits{Min: number(2), Max: number(3)}}),
		ask("percent", rubric.Answer{Kind: rubric.Percentage}),
		ask("ratio", rubric.Answer{Kind: rubric.Ratio}),
		ask("date", rubric.Answer{Kind: rubric.Date}),
		table, line,
		{ID: "steps", Weight: 1, Levels: levels},
		{ID: "ladder", Weight: 1, Levels: levels, Cumulative: true},
	}}
	r.Link()
	return r
}

func TestKindsOfAnswer(t *testing.T) {
	for _, c := range []struct{ indicator, cell, value, finding string }{
		{"yes", "Ya", "1", ""},
		{"yes", "tidak ada", "0", ""},
		{"yes", "mungkin", "", "QA026"},
		{"yes", "n/a", "n/a", ""},
		{"pick", "APP", "2", ""},
		{"pick", "situs web", "1", ""},
		{"pick", "Web site", "1", ""},
		{"pick", "kios", "", "QA027"},
		{"many", "web;app", "3", ""},
		{"many", "web app", "3", ""},
		{"many", "Situs web + Aplikasi", "3", ""},
		{"many", "web|web", "1", ""},
		{"many", "-", "0", ""},
		{"many", "web;kios", "", "QA027"},
		{"plain", "2.5", "2.5", ""},
		{"plain", "4.5", "", "QA008"}, // as it is, so it must be a score
		{"plain", "banyak", "", "QA009"},
		{"limited", "1.9", "", "QA008"},
		{"line", "-17", "-17", ""}, // beyond the goalposts is possible
		{"percent", "45 %", "45", ""},
		{"percent", "45", "45", ""},
		{"percent", "101", "", "QA008"},
		{"ratio", "12/40", "0.3", ""},
		{"ratio", "12 dari 40", "0.3", ""},
		{"ratio", "30 %", "0.3", ""},
		{"ratio", "0.3", "0.3", ""},
		{"ratio", "12/0", "", "QA028"},
		{"ratio", "-1/4", "", "QA008"},
		{"ratio", "sebagian", "", "QA028"},
		{"date", "1970-01-11", "10", ""},
		{"date", "2025-03-01T14:30:00+07:00", "20148", ""}, // 55 years, 14 leap days: 20089, and 31 + 28
		{"date", "kemarin", "", "QA029"},
		{"table", "12.5", "12.5", ""},
		{"table", "100.5", "", "QA008"},
		{"steps", "1;2;4", "4", ""},
		{"ladder", "1;2;4", "2", "QA034"},
		{"ladder", "2;3", "3", ""}, // the lowest level is where everybody stands
		{"ladder", "3", "3", ""},
		{"ladder", "1;5", "", "QA008"},
	} {
		t.Run(c.indicator+" "+c.cell, func(t *testing.T) {
			src := write(t, "a.csv", "agency;indicator;value\nkaltim;"+c.indicator+";\""+c.cell+"\"\n")
			f, d := Open(src, everyKind(), nil)
			if d != nil {
				t.Fatal(d)
			}
			defer f.Close()
			var value, finding string
			for a, d := range f.Answers() {
				switch {
				case d != nil:
					finding = d.Code
				case a.Claim.State == Known:
					value = strconv.FormatFloat(a.Claim.Number, 'g', -1, 64)
				case a.Claim.State == NotApplicable:
					value = "n/a"
				}
			}
			if value != c.value || finding != c.finding {
				t.Errorf("value %q with %q, want %q with %q", value, finding, c.value, c.finding)
			}
		})
	}
}

// The two numbers of a ratio stay with the answer; a quotient that was answered as such has none.
func TestRatioKeepsItsNumbers(t *testing.T) {
	for _, c := range []struct {
		cell string
		want *Quotient
	}{
		{"12/40", &Quotient{12, 40}},
		{"12 dari 40", &Quotient{12, 40}},
		{"0/7", &Quotient{0, 7}},
		{"30 %", nil},
		{"0.3", nil},
	} {
		src := write(t, "a.csv", "agency;indicator;value\nkaltim;ratio;"+c.cell+"\n")
		f, d := Open(src, everyKind(), nil)
		if d != nil {
			t.Fatal(d)
		}
		n := 0
		for a, d := range f.Answers() {
			n++
			if d != nil {
				t.Fatal(d)
			}
			if diff := cmp.Diff(c.want, a.Claim.Of); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.cell, diff)
			}
		}
		f.Close()
		if n != 1 {
			t.Errorf("%s gives %d answers", c.cell, n)
		}
	}
}
