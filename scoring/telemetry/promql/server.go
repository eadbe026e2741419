// Package promql asks servers that answer the HTTP API of Prometheus: Prometheus itself, Thanos, Mimir, VictoriaMetrics.
//
// The reduction is pushed down: a query gives a few numbers for each series over the whole window. PromQL has functions
// over the samples of a range for most of what a rubric asks for (count, sum, lowest, highest, latest, quantiles). What
// it has not, such as the share of samples above a threshold, is asked for on a grid so fine that no two samples of a
// series lie in one cell, which the number of samples proves; where it cannot be proved nothing is taken. Increases of
// counters are not those of increase(), which extrapolates, but what the samples say.
//
// Times are exact to the millisecond. Prometheus before version 3 counts a sample at the very beginning of a range, the
// others do not; Greet finds out which it is.
package promql

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
)

// Server is one server that understands PromQL.
type Server struct {
	source *remote.Source
	client *remote.Client
	// closed says that a range holds the samples at both of its ends.
	closed bool
}

var _ pull.Backend = (*Server)(nil)

// New makes the server of a source.
func New(s *remote.Source, c *remote.Client) *Server { return &Server{source: s, client: c} }

// Greet asks which ends belong to a range, and who answers. The number of minutes in a minute is 2 where both do.
func (s *Server) Greet(ctx context.Context) (string, *diag.Diagnostic) {
	a, err := s.query(ctx, "greeting", "count_over_time(vector(1)[1m:1m])", time.Unix(120, 0))
	if err != nil {
		return "", s.problem(err, s.source.Place, s.source.Name)
	}
	if len(a.series) != 1 || len(a.series[0].points) != 1 || (a.series[0].points[0].value != 1 && a.series[0].points[0].value != 2) {
		return "", pull.RuleAnswer.At(s.source.Place).About(s.source.Name).Saw("count_over_time(vector(1)[1m:1m])")
	}
	s.closed = a.series[0].points[0].value == 2
	name := string(s.source.Engine)
	if answer, err := s.client.Ask(ctx, remote.Request{About: "version", Path: "api/v1/status/buildinfo"}); err == nil && answer.OK() {
		if info, err := parse(answer.Body); err == nil && info.version != "" {
			name += " " + s.client.Clean(info.version)
		}
	}
	return name, nil
}

// Refuses says what PromQL has no exact expression for.
func (s *Server) Refuses(w *pull.Want, r rubric.Reduction) *diag.Rule {
	_, query, _ := resolve(w.How, w.Metric.Name(), w.Metric.Unit, nil)
	switch {
	case w.Metric.Is(rubric.Events):
		return &pull.RuleEvents
	case r == rubric.ReduceTimeMean || r == rubric.ReduceTimeShare:
		return &pull.RuleTimeWeighted
	case r == rubric.ReduceIncrease && (query != "" || len(w.Metric.LeaveOut) > 0):
		return &pull.RuleUnsuited
	case w.How.Column != "":
		return &pull.RuleUnsuited
	}
	for label := range w.Metric.Labels {
		if !labelName.MatchString(w.How.Name(label)) {
			return &pull.RuleUnsuited
		}
	}
	return nil
}

// query asks for a value at one moment.
func (s *Server) query(ctx context.Context, about, expression string, at time.Time) (*answer, error) {
	return s.ask(ctx, about, "api/v1/query", url.Values{"query": {expression}, "time": {seconds(at)}})
}

// queryRange asks for values at the moments from, from + step, … up to last.
func (s *Server) queryRange(ctx context.Context, about, expression string, from, last time.Time, step time.Duration) (*answer, error) {
	return s.ask(ctx, about, "api/v1/query_range", url.Values{
		"query": {expression}, "start": {seconds(from)}, "end": {seconds(last)}, "step": {millis(step)},
	})
}

func (s *Server) ask(ctx context.Context, about, path string, form url.Values) (*answer, error) {
	timeout := s.source.Timeout
	if timeout <= 0 {
		timeout = remote.DefaultTimeout
	}
	form.Set("timeout", strconv.Itoa(int(max(timeout/time.Second, 1)))+"s")
	form.Set("nocache", "1")              // VictoriaMetrics: answer for the moments asked for, not for rounded ones
	form.Set("partial_response", "false") // Thanos: fail rather than leave out the stores that do not answer
	answer, err := s.client.Ask(ctx, remote.Request{About: about, Path: path, Form: form})
	if err != nil {
		return nil, err
	}
	a, err := parse(answer.Body)
	if err == nil && answer.OK() {
		return a, nil
	}
	if failure, is := errors.AsType[*ServerError](err); is {
		return nil, failure
	}
	if !answer.OK() {
		return nil, &ServerError{"HTTP " + strconv.Itoa(answer.Status), s.client.Excerpt(answer.Body)}
	}
	return nil, &strangeError{s.client.Clean(err.Error()), s.client.Excerpt(answer.Body)}
}

// strangeError is about a text that is not an answer.
type strangeError struct{ why, excerpt string }

func (e *strangeError) Error() string { return e.why }

// problem says what an error means for the user.
func (s *Server) problem(err error, place diag.Place, about string) *diag.Diagnostic {
	if failure, is := errors.AsType[*ServerError](err); is {
		return pull.RuleServer.At(place).About(about).Saw(s.client.Clean(strings.TrimPrefix(failure.Type+": "+failure.Text, ": ")))
	}
	if strange, is := errors.AsType[*strangeError](err); is {
		return pull.RuleAnswer.At(place).About(about).Saw(strange.why + " … " + strange.excerpt)
	}
	return pull.Problem(err, place, about)
}
