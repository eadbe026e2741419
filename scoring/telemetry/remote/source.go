package remote

import (
	"time"

	"siap/internal/diag"
)

// Source is one server, as siap.yaml describes it.
type Source struct {
	// Name is what the server is called in messages and in the name of its file: letters, digits, dot, dash, underscore.
	Name   string
	Engine Engine
	// URL is where the server's API begins, without credentials, such as https://metrics.example.go.id/prometheus.
	URL string
	// Headers are sent with every request, such as X-Scope-OrgID for Mimir; never for secrets.
	Headers map[string]string
	Auth    Auth
	TLS     TLS
	// Timeout is how long one request may take; 0 is DefaultTimeout.
	Timeout time.Duration
	// Concurrency is how many requests run at once; 0 is DefaultConcurrency.
	Concurrency int
	// MaxAnswer is how many bytes one answer may have; 0 is DefaultMaxAnswer.
	MaxAnswer int64
	// MaxRange is the longest time that one PromQL query may look over, where the server has such a limit; 0 is none.
	MaxRange time.Duration
	// AgencyLabel is the label, or the column, that names the agency.
	AgencyLabel string
	// Agencies gives the agency of a label's value, where that is not its id.
	Agencies map[string]string
	// Metrics says, by the rubric's metric ids, how the server holds them.
	Metrics map[string]Metric
	// Table is where ClickHouse keeps the samples.
	Table Table
	// Place is where the source stands in siap.yaml.
	Place diag.Place
}

// Engine is the language that a server is asked in.
type Engine string

// Prometheus is PromQL over HTTP, which Thanos, Mimir and VictoriaMetrics answer too; ClickHouse is SQL over HTTP.
const (
	Prometheus Engine = "prometheus"
	ClickHouse Engine = "clickhouse"
)

// Engines lists the engines in the order of the documentation.
func Engines() []Engine { return []Engine{Prometheus, ClickHouse} }

// Metric says how a server holds one metric of the rubric. At most one of Series, Query, Template and Column is not
// empty; where all are, the metric stands under the name that the rubric gives it.
type Metric struct {
	// Series is the metric's name on the server.
	Series string
	// Query is a PromQL expression that is evaluated once in every interval in which the rubric expects a sample.
	Query string
	// Template is the name of a ready query.
	Template string
	// Column is the column that holds the value, in a table with a column for each metric.
	Column string
	// Labels limit the series further, by the server's own label names; rubric.AnyLabel stands for any value.
	Labels map[string][]string
	// Rename gives the server's name of a label, or a column, that the rubric names.
	Rename map[string]string
	// AgencyLabel replaces that of the source.
	AgencyLabel string
	// Scale multiplies every sample; 0 is 1.
	Scale float64
	// Place is where the metric stands in siap.yaml.
	Place diag.Place
}

// Factor is what samples are multiplied by.
func (m Metric) Factor() float64 {
	if m.Scale == 0 {
		return 1
	}
	return m.Scale
}

// Name gives the server's name of a label of the rubric.
func (m Metric) Name(label string) string {
	if name := m.Rename[label]; name != "" {
		return name
	}
	return label
}

// Label gives the label that names the agency.
func (m Metric) Label(s *Source) string {
	if m.AgencyLabel != "" {
		return m.AgencyLabel
	}
	return s.AgencyLabel
}

// Agency gives the id that a label's value stands for.
func (s *Source) Agency(value string) string {
	if id := s.Agencies[value]; id != "" {
		return id
	}
	return value
}

// Table is a table of samples, one a row: a time, an agency, a value, and mostly the name of a metric.
type Table struct {
	Database, Name string
	// Time, Metric and Value are columns; Metric is "" where every metric has a column of its own. The agency's column
	// is the source's AgencyLabel.
	Time, Metric, Value string
	// Version is a column whose highest value tells which of several rows of the same time was written last; "" for none.
	Version string
	// Final asks for the settled rows of a ReplacingMergeTree.
	Final bool
}

// Auth says where the credentials are. They never stand in siap.yaml itself, and are never printed.
type Auth struct {
	// BearerEnv is the environment variable, BearerFile the file with a token.
	BearerEnv, BearerFile string
	// User is a name, UserEnv the variable that holds it; PasswordEnv or PasswordFile holds the password.
	User, UserEnv, PasswordEnv, PasswordFile string
}

// TLS says whom to trust, and who we are, beyond what the machine knows.
type TLS struct {
	// CAFile holds further authorities, CertFile and KeyFile a client certificate, all in PEM.
	CAFile, CertFile, KeyFile string
}

// What holds where siap.yaml says nothing.
const (
	DefaultTimeout     = time.Minute
	DefaultConcurrency = 4
	DefaultMaxAnswer   = 64 << 20
)
