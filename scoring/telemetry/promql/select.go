package promql

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/rubric"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
)

var (
	metricName = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*$`)
	labelName  = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
)

// part is the label under which one answer carries several numbers of the same series.
const part = "siap_part"

// matchers are the labels that the samples of a metric must have, as they stand in a selector, in a fixed order.
func matchers(w *pull.Want, how *remote.Metric, agencyLabel string, g *pull.Group) []string {
	var out []string
	of := func(label string, values []string) {
		switch {
		case slices.Contains(values, rubric.AnyLabel):
			out = append(out, label+`!=""`)
		case len(values) == 1:
			out = append(out, label+"="+strconv.Quote(values[0]))
		default:
			out = append(out, label+"=~"+alternatives(values))
		}
	}
	for _, label := range slices.Sorted(maps.Keys(how.Labels)) {
		of(label, how.Labels[label])
	}
	for _, label := range slices.Sorted(maps.Keys(w.Metric.Labels)) {
		of(how.Name(label), w.Metric.Labels[label])
	}
	if len(g.Others) > 0 {
		out = append(out, agencyLabel+"!~"+alternatives(g.Others))
	} else if len(g.Values) > 0 {
		out = append(out, agencyLabel+"=~"+alternatives(g.Values))
	}
	return out
}

// alternatives is the pattern that matches any of some texts, as a text of PromQL.
func alternatives(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = regexp.QuoteMeta(v)
	}
	return strconv.Quote(strings.Join(quoted, "|"))
}

// selector gives the series of a metric: name{label="value",…}.
func selector(name string, matchers []string) string {
	if !metricName.MatchString(name) {
		name, matchers = "", append([]string{"__name__=" + strconv.Quote(name)}, matchers...)
	}
	if len(matchers) == 0 {
		return name
	}
	return name + "{" + strings.Join(matchers, ",") + "}"
}

// millis writes a length of time; PromQL knows nothing finer than a millisecond.
func millis(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) + "ms" }

// number writes a number so that it is read back exactly.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// seconds writes a moment with its milliseconds. Servers read this form more exactly than RFC 3339, of which
// VictoriaMetrics 1.79 loses a millisecond now and then.
func seconds(t time.Time) string {
	ms := t.UnixMilli()
	whole, rest := ms/1000, ms%1000
	if rest < 0 {
		whole, rest = whole-1, rest+1000
	}
	text := strconv.FormatInt(rest+1000, 10)[1:]
	return strconv.FormatInt(whole, 10) + "." + text
}

// labelled names one number among several of one answer.
func labelled(name, expression string) string {
	return "label_replace(" + expression + `,"` + part + `","` + name + `","","")`
}
