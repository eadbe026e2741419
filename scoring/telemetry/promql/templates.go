package promql

import (
	"maps"
	"slices"
	"strings"

	"siap/scoring/telemetry/remote"
)

// template is a ready question about what a well-known exporter measures.
type template struct {
	// series is asked for as it is; query is an expression in which {labels} stands for the selector's labels.
	series, query string
	// scale is by the metric's unit: what a sample of the exporter is multiplied by.
	scale map[string]float64
}

// templates are about blackbox_exporter (github.com/prometheus/blackbox_exporter, its README lists the series).
var templates = map[string]template{
	// Whether a probe succeeded, 0 or 1: its mean is the uptime.
	"blackbox_uptime": {series: "probe_success", scale: map[string]float64{"%": 100}},
	// How long a probe took, in seconds.
	"blackbox_duration": {series: "probe_duration_seconds", scale: map[string]float64{"ms": 1000}},
	// For how many days from then on the certificate was still valid.
	"blackbox_tls_days": {query: "(probe_ssl_earliest_cert_expiry{labels} - time()) / 86400"},
	// Whether the answer had a status from 200 to 399, 0 or 1.
	"blackbox_http_ok": {
		query: "(probe_http_status_code{labels} >= bool 200) * (probe_http_status_code{labels} < bool 400)",
		scale: map[string]float64{"%": 100},
	},
}

// Templates lists the names of the ready questions.
func Templates() []string { return slices.Sorted(maps.Keys(templates)) }

// resolve says how a metric is asked for: a series or a query, and what its samples are multiplied by.
func resolve(how remote.Metric, name, unit string, matchers []string) (series, query string, scale float64) {
	series, query, scale = how.Series, how.Query, how.Factor()
	if t, known := templates[how.Template]; known {
		series, query = t.series, t.query
		if s := t.scale[unit]; s != 0 && how.Scale == 0 {
			scale = s
		}
		labels := ""
		if len(matchers) > 0 {
			labels = "{" + strings.Join(matchers, ",") + "}"
		}
		query = strings.ReplaceAll(query, "{labels}", labels)
	}
	if series == "" && query == "" {
		series = name
	}
	return series, query, scale
}
