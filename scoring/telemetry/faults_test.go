package telemetry_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/l10n"
	"siap/internal/source"
	"siap/scoring/telemetry"
)

func TestFaults(t *testing.T) {
	const head = "time,agency,metric,value\n"
	const good = "2025-06-01,wita,uptime,99\n"
	for _, c := range []struct {
		name, content string
		want          string // code, place, seen, nearest
		refused       bool
	}{
		{"text", head + good + "2025-06-02,wita,uptime,baik\n", "TM005 telemetry/a.csv:3:4 baik ", true},
		{"thousands", head + "2025-06-02,wita,uptime,\"1,000\"\n", "TM005 telemetry/a.csv:2:4 1,000 ", true},
		{"unit", head + "2025-06-02,wita,uptime,99 %\n", "TM005 telemetry/a.csv:2:4 99 % ", true},
		{"NaN", head + "2025-06-02,wita,uptime,NaN\n", "TM006 telemetry/a.csv:2:4 NaN ", true},
		{"infinity", head + "2025-06-02,wita,uptime,-Inf\n", "TM006 telemetry/a.csv:2:4 -Inf ", true},
		{"too large", head + "2025-06-02,wita,uptime,1e999\n", "TM006 telemetry/a.csv:2:4 1e999 ", true},
		{"bad time", head + "1/6/2025,wita,uptime,99\n", "TM004 telemetry/a.csv:2:1 1/6/2025 ", true},
		{"no such day", head + "2025-02-29,wita,uptime,99\n", "TM004 telemetry/a.csv:2:1 2025-02-29 ", true},
		{"milliseconds", head + "1767195000000,wita,uptime,99\n", "TM004 telemetry/a.csv:2:1 1767195000000 ", true},
		{"two points", head + "17.671.950,wita,uptime,99\n", "TM004 telemetry/a.csv:2:1 17.671.950 ", true},
		{"no value", head + "2025-06-02,wita,uptime,\n", "TM003 telemetry/a.csv:2:4  ", true},
		{"no agency", head + "2025-06-02, ,uptime,9\n", "TM003 telemetry/a.csv:2:2  ", true},
		{"fault of an unknown agency", head + "2025-06-02,dinsoz,uptime,x\n", "TM005 telemetry/a.csv:2:4 x ", true},
		{"broken row", head + good + "2025-06-02,wita,uptime,9,9\n", "TB014 telemetry/a.csv:3:5 9 ", true},
		{"column missing", "time,agency,metrics,value\n" + good, "TM001 telemetry/a.csv:1  metrics", true},
		{"column twice", "time,agency,metric,value,nilai\n" + good, "TM002 telemetry/a.csv:1:5 nilai ", true},
		{"no rows", head, "TM008 telemetry/a.csv  ", true},
		{"empty", "", "TB003 telemetry/a.csv  ", true},
		{"unknown agency", head + "2025-06-01,witta,uptime,99\n" + good, "TM010 telemetry/a.csv:2:2 witta wita", false},
		{"unknown metric", head + "2025-06-01,wita,uptme,99\n" + good, "TM011 telemetry/a.csv:2:3 uptme uptime", false},
		{"metric of no indicator", head + "2025-06-01,wita,unused,9\n" + good, "TM011 telemetry/a.csv:2:3 unused ", false},
		{"metric that does not apply", head + "2025-06-01,wita,centre,9\n" + good, "TM021 telemetry/a.csv:2:3 wita ", false},
		{"outside", head + "2024-06-01,wita,uptime,9\n" + good, "TM022 telemetry/a.csv:2:1  ", false},
		{"column unused", "time,agency,metric,value,catatan\n2025-06-01,wita,uptime,99,x\n", "TM020 telemetry/a.csv:1:5 catatan ", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := telemetry.NewFiles([]source.Source{write(t, "telemetry/a.csv", c.content)})
			values, order, found := measure(query(), e)
			texts := make([]string, 0, len(found))
			for _, d := range found {
				texts = append(texts, d.Code+" "+d.Place.String()+" "+d.Seen+" "+d.Nearest)
				for _, lang := range l10n.Languages {
					text := l10n.For(lang).Diagnostic(d)
					if text == d.Code || strings.Contains(text, "{") || strings.Contains(text, "“”") {
						t.Errorf("in %s it says %q", lang, text)
					}
				}
			}
			if !slices.Contains(texts, c.want) {
				t.Errorf("found %q, want %q", texts, c.want)
			}
			sum := e.Summaries()[0]
			if sum.Refused != c.refused || len(order) != 7 || len(sum.SHA256) != 64 {
				t.Errorf("%d measurements, summary %+v", len(order), sum)
			}
			if samples := values["wita site"].Samples; (samples == 0) != c.refused {
				t.Errorf("%d samples used", samples)
			}
		})
	}
}

// All faults of a file are found in one pass, and a faulty file does not stop the others.
func TestOneFaultLeavesOutOneFile(t *testing.T) {
	bad := "time,agency,metric,value\n2025-06-01,wita,uptime,1\nx,wita,uptime,y\n2025-06-03,,uptime,\n"
	good := "time,agency,metric,value\n2025-06-01,wita,uptime,99\n"
	e := telemetry.NewFiles([]source.Source{
		write(t, "telemetry/a.csv", bad),
		{Path: filepath.Join(t.TempDir(), "none.csv"), Name: "telemetry/none.csv"},
		write(t, "telemetry/c.csv", good),
	})
	values, _, found := measure(query(), e)
	var codes []string
	for _, d := range found {
		codes = append(codes, d.Code+" "+d.Place.String())
	}
	want := []string{
		"TM004 telemetry/a.csv:3:1", "TM005 telemetry/a.csv:3:4", "TM003 telemetry/a.csv:4:2", "TM003 telemetry/a.csv:4:4",
		"TB001 telemetry/none.csv",
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
	if m := values["wita site"]; m.Value != 99 || m.Samples != 1 || m.Repeated != 0 {
		t.Errorf("%+v", m)
	}
	sums := e.Summaries()
	if !sums[0].Refused || sums[0].LeftOut != 3 || sums[0].Records != 0 || !sums[1].Refused || sums[2].Refused {
		t.Errorf("summaries %+v", sums)
	}
}

// A thousand rows of one misspelt agency are one warning that counts them.
func TestUnknownNamesAreFolded(t *testing.T) {
	var b strings.Builder
	b.WriteString("time,agency,metric,value\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "%d,witta,uptime,99\n", 1740787200+i)
	}
	for i := range 1200 {
		fmt.Fprintf(&b, "1740787200,x%d,uptime,99\n", i)
	}
	_, _, found := measure(query(), telemetry.NewFiles([]source.Source{write(t, "telemetry/a.csv", b.String())}))
	if len(found) != 1000 || found[0].Count != 1000 || found[0].Nearest != "wita" {
		t.Fatalf("%d found, the first %v", len(found), found[0])
	}
	// 1 name and 999 others are kept apart; the 201 beyond stand with the last one, which is 1 itself.
	if n := found[999].Count; n != 1200-999+1 {
		t.Errorf("the last counts %d", n)
	}
}

func TestBadIntervalIsAnError(t *testing.T) {
	q := query()
	q.Rubric.Metrics[0].Expected = "daily"
	_, order, found := measure(q, telemetry.NewFiles(nil))
	if len(found) != 1 || found[0].Code != "TM007" || len(order) != 0 {
		t.Errorf("found %v, measured %v", found, order)
	}
}

func TestStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	src := write(t, "telemetry/a.csv", "time,agency,metric,value\n2025-06-01,wita,uptime,99\n")
	for m, d := range telemetry.NewFiles([]source.Source{src}).Measure(ctx, query()) {
		t.Errorf("yielded %v %v", m, d)
	}
	n := 0
	for range telemetry.NewFiles(nil).Measure(context.Background(), query()) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("yielded %d, want 2 and a quiet end", n)
	}
}
