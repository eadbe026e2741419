package rubric

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxSeriesName is how long the name of a series may be, in characters.
	maxSeriesName = 200
	// maxLabels bounds the labels of a metric, maxLabelValues the values of a label.
	maxLabels, maxLabelValues = 20, 1000
)

// labelName is what Prometheus takes for the name of a label; columns of tables are called so too.
var labelName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,99}$`)

// metricList checks what machines and registers are said to know.
func (c *checker) metricList() {
	at := spot{}.key("metrics")
	for i := range c.r.Metrics {
		m := &c.r.Metrics[i]
		here := at.item(i, m.ID)
		c.id(m.ID, here.key("id"), partID)
		c.translated(m.Title, here.key("title"))
		if m.Kind != "" {
			oneOf(c, m.Kind, here.key("kind"), Gauge, Counter, Events)
		}
		c.series(m, here)
		c.needs(m.Unit, here.key("unit"))
		c.translatedIfGiven(m.About, here.key("about"))
		if c.needs(m.Expected, here.key("expected")) {
			if _, _, err := ParseInterval(m.Expected); err != nil {
				c.report(ruleExpected, here.key("expected")).Saw(m.Expected).Allows("once, 5m, 1h, 1d, 7d")
			}
		}
		c.labels(m, here.key("labels"))
		if len(m.LeaveOut) > 0 && m.Is(Events) {
			c.report(ruleLeaveOut, here.key("leave_out")).Saw(string(m.Kind)).Allows(string(Gauge) + ", " + string(Counter))
		}
		for k, x := range m.LeaveOut {
			c.finite(x, here.key("leave_out").item(k, ""))
		}
	}
	c.unique(c.metrics.list, at)
}

// series wants a name that a table's cell or a server can hold.
func (c *checker) series(m *Metric, at spot) {
	if m.Series == "" {
		return
	}
	if strings.TrimSpace(m.Series) != m.Series || utf8.RuneCountInString(m.Series) > maxSeriesName ||
		strings.ContainsFunc(m.Series, unicode.IsControl) {
		c.report(ruleSeries, at.key("series")).Saw(m.Series)
	}
}

// labels wants names that columns and servers can have, each with the values it may take.
func (c *checker) labels(m *Metric, at spot) {
	if len(m.Labels) > maxLabels {
		c.report(ruleLabel, at).Saw(number(float64(len(m.Labels)))).Allows("≤ " + number(maxLabels))
		return
	}
	for _, label := range slices.Sorted(maps.Keys(m.Labels)) {
		values, here := m.Labels[label], at.key(label)
		if !labelName.MatchString(label) {
			c.report(ruleLabel, here).Saw(label).Allows(labelName.String())
		}
		if len(values) == 0 || len(values) > maxLabelValues {
			c.report(ruleNoValues, here).Saw(number(float64(len(values)))).Allows("1–" + number(maxLabelValues))
			continue
		}
		c.filled(values, here)
		c.unique(values, here)
		if len(values) > 1 && slices.Contains(values, AnyLabel) {
			c.report(ruleIdleLabel, here).Saw(strings.Join(values, ", ")).Allows(AnyLabel)
		}
	}
}
