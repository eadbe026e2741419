// Package sql asks ClickHouse over HTTP. The reduction is pushed down: the server looks at every sample and answers
// with one row for each series, all reductions of a metric at once. Samples at the same time count once, values that
// are no measurement not at all, and a sample stands until the next one, as in every engine.
//
// Names of tables and columns are letters, digits and underscores, and quoted; values are parameters where the server
// has them (19.14 and later), and literals made by one function where it has not. Nothing else of siap.yaml enters a
// query.
package sql

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
)

// Server is one ClickHouse.
type Server struct {
	source *remote.Source
	client *remote.Client
	// parameters says that the server takes values beside the query, locked that its user may not change settings.
	parameters, locked bool
	// types are the types of the table's columns, without wrappers such as Nullable.
	types map[string]string
}

var _ pull.Backend = (*Server)(nil)

// New makes the server of a source.
func New(s *remote.Source, c *remote.Client) *Server { return &Server{source: s, client: c} }

// serverError is a failure that the server reports.
type serverError struct{ text string }

func (e *serverError) Error() string { return e.text }

// strangeError is about a text that is not an answer.
type strangeError struct{ why, excerpt string }

func (e *strangeError) Error() string { return e.why }

// Greet finds out who answers, whether values can be sent beside a query, and how the table is made.
func (s *Server) Greet(ctx context.Context) (string, *diag.Diagnostic) {
	a, err := s.query(ctx, "version", "SELECT version() AS version", nil)
	if failure, is := errors.AsType[*serverError](err); is && strings.Contains(failure.text, "Code: 164") { // READONLY
		s.locked = true
		a, err = s.query(ctx, "version", "SELECT version() AS version", nil)
	}
	if err != nil {
		return "", s.problem(err, s.source.Place, s.source.Name)
	}
	name := string(s.source.Engine)
	if len(a.rows) == 1 && len(a.rows[0]) == 1 {
		name += " " + s.client.Clean(a.rows[0][0])
	}
	a, err = s.query(ctx, "parameters", "SELECT {siap:String} AS siap", map[string]string{"siap": "siap"})
	if _, is := errors.AsType[*remote.Fault](err); is {
		return "", s.problem(err, s.source.Place, s.source.Name)
	}
	s.parameters = err == nil && len(a.rows) == 1 && a.rows[0][0] == "siap"
	return name, s.describe(ctx)
}

// describe reads the types of the columns and misses those that siap.yaml names.
func (s *Server) describe(ctx context.Context) *diag.Diagnostic {
	t, q := &s.source.Table, &statement{parameters: s.parameters}
	database := "currentDatabase()"
	if t.Database != "" {
		database = q.text(t.Database)
	}
	a, err := s.query(ctx, "columns", "SELECT name, type FROM system.columns WHERE database = "+database+" AND table = "+q.text(t.Name), q.values)
	if err != nil {
		return s.problem(err, s.source.Place, s.source.Name)
	}
	s.types = map[string]string{}
	for _, row := range a.rows {
		s.types[row[0]] = bare(row[1])
	}
	if len(s.types) == 0 {
		return pull.RuleConfigured.At(s.source.Place).About("table").Saw(s.table())
	}
	for _, column := range []string{t.Time, s.source.AgencyLabel, t.Metric, t.Version} {
		if d := s.missing(column, s.source.Place); column != "" && d != nil {
			return d
		}
	}
	if clockOf(s.types[t.Time]) == noClock {
		return pull.RuleConfigured.At(s.source.Place).About("time").Saw(t.Time + " " + s.types[t.Time]).
			Allows("DateTime, DateTime64, Date, UInt32, Int64, Float64")
	}
	return nil
}

// missing says that the table has no such column, or none whose name can stand in a query.
func (s *Server) missing(column string, place diag.Place) *diag.Diagnostic {
	if _, has := s.types[column]; has && Name(column) {
		return nil
	}
	names := slices.Sorted(maps.Keys(s.types))
	return pull.RuleConfigured.At(place).About("columns").Saw(column).Allows(strings.Join(names, ", ")).Near(nearest.Of(column, names))
}

// bare takes the wrappers off a type: LowCardinality(Nullable(String)) is String.
func bare(kind string) string {
	for _, wrapper := range []string{"LowCardinality(", "Nullable("} {
		if rest, wrapped := strings.CutPrefix(kind, wrapper); wrapped {
			kind = strings.TrimSuffix(rest, ")")
		}
	}
	return kind
}

func (s *Server) table() string {
	if s.source.Table.Database == "" {
		return s.source.Table.Name
	}
	return s.source.Table.Database + "." + s.source.Table.Name
}

// Refuses says what cannot be asked for in SQL: working days need a calendar, and expressions are another language's.
func (s *Server) Refuses(w *pull.Want, _ rubric.Reduction) *diag.Rule {
	switch {
	case w.Metric.Is(rubric.Events):
		return &pull.RuleEvents
	case w.How.Query != "" || w.How.Template != "":
		return &pull.RuleUnsuited
	}
	return nil
}

// query asks one question whose columns are all texts.
func (s *Server) query(ctx context.Context, about, text string, values map[string]string) (*answer, error) {
	address := url.Values{"wait_end_of_query": {"1"}} // so that the status is that of the whole answer
	if !s.locked {
		timeout := s.source.Timeout
		if timeout <= 0 {
			timeout = remote.DefaultTimeout
		}
		address.Set("readonly", "2") // nothing but reading
		address.Set("max_execution_time", strconv.Itoa(int(max(timeout/time.Second, 1))))
	}
	for name, value := range values {
		address.Set("param_"+name, escapes.Replace(value))
	}
	answer, err := s.client.Ask(ctx, remote.Request{About: about, Values: address, Body: text + "\nFORMAT JSONCompact"})
	if err != nil {
		return nil, err
	}
	said := s.client.Excerpt(answer.Body)
	if !answer.OK() {
		return nil, &serverError{"HTTP " + strconv.Itoa(answer.Status) + ": " + said}
	}
	a, err := parse(answer.Body)
	if err != nil {
		if failure := s.failure(answer.Body); failure != "" {
			return nil, &serverError{failure}
		}
		return nil, &strangeError{s.client.Clean(err.Error()), said}
	}
	return a, nil
}

// failure finds the text of an exception that follows the beginning of an answer.
func (s *Server) failure(body []byte) string {
	text := string(body)
	at := strings.LastIndex(text, "Code: ")
	if at < 0 || !strings.Contains(text[at:], "Exception") {
		return ""
	}
	return s.client.Excerpt([]byte(text[at:]))
}

// problem says what an error means for the user.
func (s *Server) problem(err error, place diag.Place, about string) *diag.Diagnostic {
	if failure, is := errors.AsType[*serverError](err); is {
		return pull.RuleServer.At(place).About(about).Saw(failure.text)
	}
	if strange, is := errors.AsType[*strangeError](err); is {
		return pull.RuleAnswer.At(place).About(about).Saw(strange.why + " … " + strange.excerpt)
	}
	return pull.Problem(err, place, about)
}
