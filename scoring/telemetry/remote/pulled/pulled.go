// Package pulled is the file that keeps what servers answered, so that an assessment can be computed again without them:
// one JSON file a source (schema siap/pulled/1), with every measurement, every question and the hash of every answer,
// and beside it the answers themselves.
//
// A measurement is used as long as the same would be asked today: for the same stretch of time, the same metric and
// reduction, the same maintenance. What has changed since is left out and said.
package pulled

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/remote"
)

// Schema is the version of the file that this package writes and reads.
const Schema = "siap/pulled/1"

// Folder is where the files of an assessment are, FileName and AnswersName how they are called.
const Folder = "telemetry/pulled"

// FileName is the name of a source's file.
func FileName(source string) string { return source + ".json" }

// AnswersName is the name of the file with a source's answers, one JSON object a line, packed by gzip.
func AnswersName(source string) string { return source + ".answers.jsonl.gz" }

// File is all that was pulled from one source.
type File struct {
	// Source, Engine, Server and URL say who was asked and what it calls itself; Pulled is when.
	Source, Engine, Server, URL string
	Pulled                      time.Time
	Window                      telemetry.Window
	// AnswersSHA256 is the hash of the file with the answers, in hex.
	AnswersSHA256 string
	Exchanges     []remote.Exchange
	Measurements  []telemetry.Measurement
	// Asked are what the measurements answer, by their order.
	Asked []string
	// Problems are what could not be pulled.
	Problems []*diag.Diagnostic
}

// head is what stands before the lists.
type head struct {
	Schema  string       `json:"schema"`
	Source  sourceMember `json:"source"`
	Pulled  string       `json:"pulled"`
	Window  window       `json:"window"`
	Answers answers      `json:"answers"`
}

type sourceMember struct {
	Name   string `json:"name"`
	Engine string `json:"engine"`
	Server string `json:"server"`
	URL    string `json:"url"`
}

type window struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type answers struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// query is one question and the hash of its answer.
type query struct {
	About  string `json:"about"`
	Path   string `json:"path,omitempty"`
	Query  string `json:"query,omitempty"`
	Body   string `json:"body,omitempty"`
	Status int    `json:"status"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

// measurement is one line of the file; its members are those of telemetry.Measurement, times with the zone's offset,
// maintenance in seconds.
type measurement struct {
	Agency        string   `json:"agency"`
	Indicator     string   `json:"indicator"`
	Metric        string   `json:"metric"`
	Over          string   `json:"over,omitempty"`
	Reduction     string   `json:"reduction"`
	Value         *float64 `json:"value"`
	Reason        string   `json:"reason,omitempty"`
	Samples       int      `json:"samples"`
	Expected      int      `json:"expected"`
	Coverage      float64  `json:"coverage"`
	Numerator     *float64 `json:"numerator,omitempty"`
	Denominator   *float64 `json:"denominator,omitempty"`
	First         string   `json:"first,omitempty"`
	Last          string   `json:"last,omitempty"`
	Repeated      int      `json:"repeated,omitempty"`
	NotMeasured   int      `json:"not_measured,omitempty"`
	InMaintenance int      `json:"in_maintenance,omitempty"`
	Maintenance   float64  `json:"maintenance,omitempty"`
	Series        int      `json:"series,omitempty"`
	Resets        int      `json:"resets,omitempty"`
	Asked         string   `json:"asked"`
}

// Asked says in a few letters what a measurement of an indicator for an agency answers today: the hash of the stretch
// of time, the metrics as the rubric defines them, the reduction and the announced maintenance.
func Asked(q telemetry.Query, quiet *telemetry.Announced, agency int, n *rubric.Node) string {
	type metric struct {
		ID, Series, Kind, Expected, Unit string
		Labels                           map[string][]string
		LeaveOut                         []float64
		Quiet                            [][2]int64
	}
	of := func(id string) *metric {
		if id == "" {
			return nil
		}
		m := q.Rubric.Metric(id)
		if m == nil {
			m = &rubric.Metric{ID: id}
		}
		out := &metric{ID: m.ID, Series: m.Name(), Kind: string(m.Kind), Expected: m.Expected, Unit: m.Unit, Labels: m.Labels, LeaveOut: m.LeaveOut}
		for _, s := range quiet.Stretches(agency, id) {
			out.Quiet = append(out.Quiet, [2]int64{s.From.UnixNano(), s.To.UnixNano()})
		}
		return out
	}
	zone := q.Agencies.All()[agency].Zone
	over := ""
	if n.Measure.Reduction == rubric.ReduceRatio {
		over = n.Measure.Over
	}
	data, err := json.Marshal(struct {
		From, To     int64
		Metric, Over *metric
		Reduction    rubric.Reduction
		AtLeast      *float64
	}{
		q.Window.From.In(zone).Unix(), q.Window.To.In(zone).Unix(), of(n.Measure.Metric), of(over), n.Measure.Reduction, n.Measure.AtLeast,
	})
	if err != nil { // a threshold that is no number, which no checked rubric has
		return "?"
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// WriteAnswers writes the answers, without a time, so that the same answers give the same bytes; it gives the hash of
// what was written.
func WriteAnswers(w io.Writer, all []remote.Exchange) (string, error) {
	hash := sha256.New()
	packed := gzip.NewWriter(io.MultiWriter(w, hash))
	for _, e := range all {
		line, err := marshal(struct {
			About  string `json:"about"`
			SHA256 string `json:"sha256"`
			Answer string `json:"answer"`
		}{e.About, e.SHA256, string(e.Answer)})
		if err == nil {
			_, err = packed.Write(append(line, '\n'))
		}
		if err != nil {
			return "", fmt.Errorf("writing the answers: %w", err)
		}
	}
	if err := packed.Close(); err != nil {
		return "", fmt.Errorf("writing the answers: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// Write writes the file, one question, one measurement and one problem a line.
func Write(w io.Writer, f *File, zone func(agency string) *time.Location) error {
	top, err := marshal(head{
		Schema: Schema, Source: sourceMember{f.Source, f.Engine, f.Server, f.URL}, Pulled: f.Pulled.UTC().Format(time.RFC3339),
		Window: window{f.Window.From.String(), f.Window.To.String()}, Answers: answers{AnswersName(f.Source), f.AnswersSHA256},
	})
	if err != nil {
		return fmt.Errorf("writing what was pulled: %w", err)
	}
	b := bytes.NewBuffer(bytes.TrimSuffix(top, []byte("}")))
	list := func(name string, n int, item func(i int) any) {
		b.WriteString(",\n\"" + name + "\":[")
		for i := range n {
			line, lineErr := marshal(item(i))
			if lineErr != nil && err == nil {
				err = lineErr
			}
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
			b.Write(line)
		}
		b.WriteString("\n]")
	}
	list("queries", len(f.Exchanges), func(i int) any {
		e := &f.Exchanges[i]
		return query{e.About, e.Path, e.Query, e.Body, e.Status, e.SHA256, len(e.Answer)}
	})
	list("measurements", len(f.Measurements), func(i int) any {
		m := &f.Measurements[i]
		return lineOf(m, f.Asked[i], zone(m.Agency))
	})
	list("problems", len(f.Problems), func(i int) any { return f.Problems[i] })
	b.WriteString("\n}\n")
	if err != nil {
		return fmt.Errorf("writing what was pulled: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing what was pulled: %w", err)
	}
	return nil
}

// marshal writes JSON as people read it: without escaping what is only special in HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func lineOf(m *telemetry.Measurement, asked string, zone *time.Location) measurement {
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format(time.RFC3339Nano)
	}
	return measurement{
		Agency: m.Agency, Indicator: m.Indicator, Metric: m.Metric, Over: m.Over, Reduction: string(m.Reduction),
		Value: number(m.Value), Reason: m.Reason, Samples: m.Samples, Expected: m.Expected, Coverage: m.Coverage,
		Numerator: number(m.Numerator), Denominator: number(m.Denominator), First: stamp(m.First), Last: stamp(m.Last),
		Repeated: m.Repeated, NotMeasured: m.NotMeasured, InMaintenance: m.InMaintenance, Maintenance: m.Maintenance.Seconds(),
		Series: m.Series, Resets: m.Resets, Asked: asked,
	}
}

// number is nil for what JSON cannot hold.
func number(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
