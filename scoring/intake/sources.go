package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/telemetry/promql"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/sql"
)

// Limits of the list of sources: what a province needs, many times over.
const (
	maxSources        = 50
	maxSourceMetrics  = 500
	maxSourceAgencies = 50_000
)

var (
	sourceName    = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$`)
	variableName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)
	headerName    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,63}$`)
	headerValue   = regexp.MustCompile(`^[ -~]{1,500}$`)
	labelName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)
	reservedNames = []string{"authorization", "cookie", "host", "connection", "transfer-encoding", "te", "trailer", "upgrade", "x-clickhouse-key"}
)

// sources reads the list of servers that "siap telemetry pull" asks.
func (r *settingsReader) sources(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.wrong(n, "- name: …")
		return
	}
	if len(n.Content) > maxSources {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("sources").Saw(strconv.Itoa(len(n.Content))).Allows("≤ " + strconv.Itoa(maxSources)))
		return
	}
	names := map[string]*yaml.Node{}
	for _, entry := range n.Content {
		s := r.source(entry)
		if first := names[strings.ToLower(s.Name)]; first != nil {
			r.problems.Add(ruleSettingsTwice.At(r.at(entry)).About(s.Name).See(r.at(first)))
			continue
		}
		names[strings.ToLower(s.Name)] = entry
		r.settings.Sources = append(r.settings.Sources, s)
	}
}

// source reads one server.
func (r *settingsReader) source(n *yaml.Node) remote.Source {
	s := remote.Source{Place: r.at(n), AgencyLabel: "agency"}
	engine, table := "", ""
	var tableNode, columnsNode *yaml.Node
	columns := map[string]string{"time": "time", "agency": "agency", "metric": "metric", "value": "value", "version": ""}
	before := r.problems.Len()
	r.mapping(n, "sources.", fields{
		"name":         r.matching(&s.Name, sourceName, "a-z, 0-9, _ - ."),
		"engine":       r.oneOf(&engine, string(remote.Prometheus), string(remote.ClickHouse)),
		"url":          r.address(&s.URL),
		"headers":      func(v *yaml.Node) { s.Headers = r.headers(v) },
		"auth":         func(v *yaml.Node) { s.Auth = r.auth(v) },
		"tls":          func(v *yaml.Node) { s.TLS = r.tls(v) },
		"timeout":      r.duration(&s.Timeout, time.Second, time.Hour, "60s, 5m"),
		"max_range":    r.duration(&s.MaxRange, time.Hour, 100*365*24*time.Hour, "720h, 30d"),
		"concurrency":  func(v *yaml.Node) { s.Concurrency = int(r.number(v, 1, 64)) },
		"max_answer":   func(v *yaml.Node) { s.MaxAnswer = int64(r.number(v, 1, 1024)) << 20 },
		"agency_label": r.matching(&s.AgencyLabel, labelName, "a-z, 0-9, _"),
		"agencies":     func(v *yaml.Node) { s.Agencies = r.renamed(v, maxSourceAgencies) },
		"metrics":      func(v *yaml.Node) { s.Metrics = r.metrics(v) },
		"table":        func(v *yaml.Node) { tableNode = v; r.text(&table)(v) },
		"columns": func(v *yaml.Node) {
			columnsNode = v
			known := fields{}
			for name := range columns {
				known[name] = func(v *yaml.Node) {
					columns[name] = ""
					if v.Kind == yaml.ScalarNode && v.Value == "" && name == "metric" {
						return // every metric has a column of its own
					}
					text := ""
					r.matching(&text, labelName, "a-z, 0-9, _")(v)
					columns[name] = text
				}
			}
			r.mapping(v, "sources.columns.", known)
		},
		"final": func(v *yaml.Node) {
			if v.Kind != yaml.ScalarNode || (v.Value != "true" && v.Value != "false") {
				r.wrong(v, "true, false")
				return
			}
			s.Table.Final = v.Value == "true"
		},
	})
	s.Engine = remote.Engine(engine)
	if r.problems.Len() > before {
		return s
	}
	for _, key := range [][2]string{{"name", s.Name}, {"engine", engine}, {"url", s.URL}} {
		if key[1] == "" {
			r.problems.Add(ruleSettingsValue.At(r.at(n)).About(key[0]).Allows(key[0] + ": …"))
		}
	}
	if s.Engine != remote.ClickHouse {
		for _, extra := range []*yaml.Node{tableNode, columnsNode} {
			if extra != nil {
				r.problems.Add(ruleSettingsValue.At(r.at(extra)).Saw(engine).Allows("engine: " + string(remote.ClickHouse)))
			}
		}
		return s
	}
	database, name, dotted := strings.Cut(table, ".")
	if !dotted {
		database, name = "", table
	}
	if !sql.Name(name) || (dotted && !sql.Name(database)) {
		at := n
		if tableNode != nil {
			at = tableNode
		}
		r.problems.Add(ruleSettingsValue.At(r.at(at)).About("table").Saw(table).Allows("table: database.name"))
	}
	s.AgencyLabel = columns["agency"]
	s.Table = remote.Table{
		Database: database, Name: name, Time: columns["time"], Metric: columns["metric"], Value: columns["value"],
		Version: columns["version"], Final: s.Table.Final,
	}
	return s
}

// matching reads a text of a form.
func (r *settingsReader) matching(to *string, form *regexp.Regexp, allowed string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || !form.MatchString(n.Value) {
			r.wrong(n, allowed)
			return
		}
		*to = n.Value
	}
}

// private is what messages show instead of a value that may be a secret.
const private = "…"

// address reads a URL. One with credentials is refused and not repeated.
func (r *settingsReader) address(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if _, err := remote.ParseURL(n.Value); n.Kind != yaml.ScalarNode || err != nil {
			seen := n.Value
			if strings.ContainsAny(seen, "@?#") || n.Kind != yaml.ScalarNode {
				seen = private
			}
			r.problems.Add(ruleSettingsValue.At(r.at(n)).About("url").Saw(seen).Allows("https://host/path"))
			return
		}
		*to = n.Value
	}
}

// duration reads 90s, 5m, 1h or 30d.
func (r *settingsReader) duration(to *time.Duration, low, high time.Duration, allowed string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d, err := time.ParseDuration(n.Value)
		if err != nil {
			d, _, err = rubric.ParseInterval(n.Value)
		}
		if n.Kind != yaml.ScalarNode || err != nil || d < low || d > high {
			r.wrong(n, allowed)
			return
		}
		*to = d
	}
}

// headers reads what is sent with every request. Secrets have a place of their own.
func (r *settingsReader) headers(n *yaml.Node) map[string]string {
	out := map[string]string{}
	r.pairs(n, func(key, value *yaml.Node) {
		lower := strings.ToLower(key.Value)
		if !headerName.MatchString(key.Value) || slices.Contains(reservedNames, lower) ||
			strings.HasPrefix(lower, "content-") || strings.HasPrefix(lower, "proxy-") {
			r.problems.Add(ruleSettingsKey.At(r.at(key)).About(key.Value).Allows("X-Scope-OrgID, …"))
			return
		}
		if value.Kind != yaml.ScalarNode || !headerValue.MatchString(value.Value) {
			r.problems.Add(ruleSettingsValue.At(r.at(value)).About(key.Value).Saw(private).Allows("ASCII, ≤ 500"))
			return
		}
		out[key.Value] = value.Value
	})
	return out
}

// auth reads where the credentials are. What stands in place of a variable's name may be the secret itself, so it is
// never repeated.
func (r *settingsReader) auth(n *yaml.Node) remote.Auth {
	var a remote.Auth
	variable := func(to *string) func(*yaml.Node) {
		return func(v *yaml.Node) {
			if v.Kind != yaml.ScalarNode || !variableName.MatchString(v.Value) {
				r.problems.Add(ruleSettingsValue.At(r.at(v)).Saw(private).Allows("A-Z, 0-9, _"))
				return
			}
			*to = v.Value
		}
	}
	file := func(to *string) func(*yaml.Node) {
		return func(v *yaml.Node) {
			if v.Kind != yaml.ScalarNode || v.Value == "" || strings.ContainsAny(v.Value, "\x00\n") {
				r.problems.Add(ruleSettingsValue.At(r.at(v)).Saw(private).Allows("path"))
				return
			}
			*to = v.Value
		}
	}
	r.mapping(n, "sources.auth.", fields{
		"bearer_env": variable(&a.BearerEnv), "bearer_file": file(&a.BearerFile), "user": r.text(&a.User), "user_env": variable(&a.UserEnv),
		"password_env": variable(&a.PasswordEnv), "password_file": file(&a.PasswordFile),
	})
	count := func(texts ...string) (n int) {
		for _, t := range texts {
			if t != "" {
				n++
			}
		}
		return n
	}
	bearer, user, password := count(a.BearerEnv, a.BearerFile), count(a.User, a.UserEnv), count(a.PasswordEnv, a.PasswordFile)
	if n.Kind == yaml.MappingNode && !(bearer == 1 && user+password == 0) && !(bearer == 0 && user == 1 && password == 1) {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("auth").Saw(private).
			Allows("bearer_env; bearer_file; user + password_env; user_env + password_env; … password_file"))
	}
	if strings.Contains(a.User, ":") {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("user").Saw(private).Allows("user"))
	}
	return a
}

func (r *settingsReader) tls(n *yaml.Node) remote.TLS {
	var t remote.TLS
	r.mapping(n, "sources.tls.", fields{"ca_file": r.text(&t.CAFile), "cert_file": r.text(&t.CertFile), "key_file": r.text(&t.KeyFile)})
	if (t.CertFile == "") != (t.KeyFile == "") {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("tls").Saw(t.CertFile + t.KeyFile).Allows("cert_file + key_file"))
	}
	return t
}

// renamed reads pairs of texts.
func (r *settingsReader) renamed(n *yaml.Node, most int) map[string]string {
	out := map[string]string{}
	if len(n.Content)/2 > most {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).Saw(strconv.Itoa(len(n.Content) / 2)).Allows("≤ " + strconv.Itoa(most)))
		return out
	}
	r.pairs(n, func(key, value *yaml.Node) {
		text := ""
		r.text(&text)(value)
		if key.Value == "" || text == "" {
			r.wrong(value, "text")
			return
		}
		out[key.Value] = text
	})
	return out
}

// metrics reads how a server holds the metrics of the rubric.
func (r *settingsReader) metrics(n *yaml.Node) map[string]remote.Metric {
	out := map[string]remote.Metric{}
	if len(n.Content)/2 > maxSourceMetrics {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).Saw(strconv.Itoa(len(n.Content) / 2)).Allows("≤ " + strconv.Itoa(maxSourceMetrics)))
		return out
	}
	r.pairs(n, func(key, value *yaml.Node) {
		m := remote.Metric{Place: r.at(key)}
		if value.Kind == yaml.ScalarNode { // the name of the series is all there is to say
			r.text(&m.Series)(value)
			out[key.Value] = m
			return
		}
		r.mapping(value, "sources.metrics.", fields{
			"series": r.text(&m.Series), "query": r.text(&m.Query), "column": r.matching(&m.Column, labelName, "a-z, 0-9, _"),
			"template":     r.template(&m.Template),
			"labels":       func(v *yaml.Node) { m.Labels = r.labels(v) },
			"rename":       func(v *yaml.Node) { m.Rename = r.labelNames(v) },
			"agency_label": r.matching(&m.AgencyLabel, labelName, "a-z, 0-9, _"),
			"scale":        func(v *yaml.Node) { m.Scale = r.number(v, 1e-12, 1e12) },
		})
		said := 0
		for _, text := range []string{m.Series, m.Query, m.Template, m.Column} {
			if text != "" {
				said++
			}
		}
		if said > 1 {
			r.problems.Add(ruleSettingsValue.At(r.at(value)).About(key.Value).Saw(strconv.Itoa(said)).Allows("series; query; template; column"))
		}
		out[key.Value] = m
	})
	return out
}

// template reads the name of a ready question.
func (r *settingsReader) template(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if names := promql.Templates(); n.Kind != yaml.ScalarNode || !slices.Contains(names, n.Value) {
			r.problems.Add(ruleSettingsValue.At(r.at(n)).About("template").Saw(n.Value).Allows(strings.Join(names, ", ")).
				Near(nearest.Of(n.Value, names)))
			return
		}
		*to = n.Value
	}
}

// labels reads, for each label, the value or the values that it may have.
func (r *settingsReader) labels(n *yaml.Node) map[string][]string {
	out := map[string][]string{}
	r.pairs(n, func(key, value *yaml.Node) {
		values := r.texts(value)
		if !labelName.MatchString(key.Value) || len(values) == 0 {
			r.problems.Add(ruleSettingsValue.At(r.at(key)).About(key.Value).Saw(strings.Join(values, ", ")).Allows("label: value; label: [value, …]"))
			return
		}
		out[key.Value] = values
	})
	return out
}

// labelNames reads what the server calls the labels of the rubric.
func (r *settingsReader) labelNames(n *yaml.Node) map[string]string {
	out := map[string]string{}
	r.pairs(n, func(key, value *yaml.Node) {
		name := ""
		r.matching(&name, labelName, "a-z, 0-9, _")(value)
		if name != "" {
			out[key.Value] = name
		}
	})
	return out
}
