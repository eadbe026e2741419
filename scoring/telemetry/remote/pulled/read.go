package pulled

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
)

// What may be wrong with what was pulled.
var (
	ruleUnreadable = diag.Rule{Code: "TM085", Severity: diag.Error}
	ruleChanged    = diag.Rule{Code: "TM086", Severity: diag.Warning}
	ruleIncomplete = diag.Rule{Code: "TM089", Severity: diag.Warning}
)

// Limit is the largest file that is read.
const Limit = 256 << 20

// Taken is what was read from one file.
type Taken struct {
	// Source is the source that was pulled.
	Source       string
	Measurements []telemetry.Measurement
	Summary      telemetry.Summary
	Problems     []*diag.Diagnostic
}

// Read reads what was pulled from one source and keeps what answers a query. The place of each measurement is its line.
func Read(src source.Source, q telemetry.Query, quiet *telemetry.Announced) *Taken {
	t := &Taken{Summary: telemetry.Summary{Name: src.Name, Format: Schema}}
	file, err := src.Open(Limit)
	if err != nil {
		return t.refuse(diag.Place{File: src.Name}, err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return t.refuse(diag.Place{File: src.Name}, err)
	}
	if t.Summary.SHA256, err = file.SHA256(); err != nil {
		return t.refuse(diag.Place{File: src.Name}, err)
	}
	r := &reader{taken: t, query: q, quiet: quiet, data: data, decoder: json.NewDecoder(bytes.NewReader(data)), file: src.Name}
	if err := r.read(); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return t.refuse(diag.Place{File: src.Name, Line: r.line()}, err)
	}
	r.changes()
	return t
}

func (t *Taken) refuse(at diag.Place, err error) *Taken {
	t.Problems = []*diag.Diagnostic{ruleUnreadable.At(at).Saw(err.Error())}
	t.Measurements = nil
	t.Summary.Refused, t.Summary.LeftOut, t.Summary.Records = true, t.Summary.LeftOut+t.Summary.Records, 0
	return t
}

type reader struct {
	taken   *Taken
	query   telemetry.Query
	quiet   *telemetry.Announced
	data    []byte
	decoder *json.Decoder
	file    string
	schema  string
	// counted up to here were lines lines.
	counted, lines int
	seen           map[string]bool
	// changed are the indicators of measurements that answer something else than is asked today.
	changed []string
	count   map[string]int
}

// line is where the decoder stands.
func (r *reader) line() int { return r.lineAt(int(r.decoder.InputOffset())) }

// itemLine is where the next item of a list begins: behind the comma that the decoder may stand at, and behind blanks.
func (r *reader) itemLine() int {
	at := int(r.decoder.InputOffset())
	for at < len(r.data) && bytes.IndexByte([]byte(", \t\r\n"), r.data[at]) >= 0 {
		at++
	}
	return r.lineAt(at)
}

// lineAt is the line of an offset, which must not lie before an earlier one.
func (r *reader) lineAt(at int) int {
	at = max(min(at, len(r.data)), r.counted)
	r.lines += bytes.Count(r.data[r.counted:at], []byte("\n"))
	r.counted = at
	return r.lines + 1
}

func (r *reader) read() error {
	r.seen, r.count = map[string]bool{}, map[string]int{}
	if err := r.delim('{'); err != nil {
		return err
	}
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return err
		}
		switch key {
		case "schema":
			err = r.decoder.Decode(&r.schema)
			if err == nil && r.schema != Schema {
				err = fmt.Errorf("the schema is %.40q, not %s", r.schema, Schema)
			}
		case "source":
			var s sourceMember
			err = r.decoder.Decode(&s)
			r.taken.Source = s.Name
			r.taken.Summary.Format = strings.TrimSpace(Schema + " " + clip(s.Server))
		case "measurements":
			err = r.list(r.measurement)
		case "problems":
			err = r.list(r.problem)
		default:
			var ignored json.RawMessage
			err = r.decoder.Decode(&ignored)
		}
		if err != nil {
			return err
		}
	}
	if _, err := r.decoder.Token(); err != nil {
		return err
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the end")
	}
	if r.schema == "" {
		return errors.New("the schema is missing")
	}
	return nil
}

// clip keeps a server's name for itself short.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60])
	}
	return s
}

func (r *reader) delim(want json.Delim) error {
	t, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("%v stands where %v should", t, want)
	}
	return nil
}

func (r *reader) list(each func(line int) error) error {
	if err := r.delim('['); err != nil {
		return err
	}
	for r.decoder.More() {
		if err := each(r.itemLine()); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

func (r *reader) problem(int) error {
	var d diag.Diagnostic
	if err := r.decoder.Decode(&d); err != nil {
		return err
	}
	if len(r.taken.Problems) < diag.PerRule {
		p := ruleIncomplete.At(diag.Place{File: r.file}).About(d.Subject).Saw(strings.TrimSpace(d.Code + " " + d.Seen))
		p.Count = d.Count
		r.taken.Problems = append(r.taken.Problems, p)
	}
	return nil
}

// reasons are why a measurement may have no value.
var reasons = []string{
	telemetry.NoSamples, telemetry.NoDenominator, telemetry.ZeroDenominator, telemetry.NegativeRatio, telemetry.TooLarge,
}

func (r *reader) measurement(line int) error {
	var one measurement
	if err := r.decoder.Decode(&one); err != nil {
		return err
	}
	m, err := one.check()
	if err != nil {
		return fmt.Errorf("the measurement of %.60q for %.60q: %w", one.Indicator, one.Agency, err)
	}
	key := one.Agency + "\x00" + one.Indicator
	if r.seen[key] {
		return fmt.Errorf("the measurement of %.60q for %.60q stands twice", one.Indicator, one.Agency)
	}
	r.seen[key] = true
	agency, known := r.query.Agencies.Index(one.Agency)
	n := r.query.Rubric.Node(one.Indicator)
	if !known || n == nil || n.Measure == nil || !n.Applies(r.query.Agencies.All()[agency].Columns) ||
		Asked(r.query, r.quiet, agency, n) != one.Asked || n.Measure.Metric != one.Metric {
		if r.count[one.Indicator] == 0 {
			r.changed = append(r.changed, one.Indicator)
		}
		r.count[one.Indicator]++
		r.taken.Summary.LeftOut += one.Samples
		return nil
	}
	m.Places = []diag.Place{{File: r.file, Line: line}}
	r.taken.Measurements = append(r.taken.Measurements, m)
	r.taken.Summary.Records += one.Samples
	return nil
}

// changes says which measurements are not used.
func (r *reader) changes() {
	for _, indicator := range r.changed {
		d := ruleChanged.At(diag.Place{File: r.file}).About(indicator)
		d.Count = r.count[indicator]
		r.taken.Problems = append(r.taken.Problems, d)
	}
}

// check makes a measurement of a line.
func (one *measurement) check() (telemetry.Measurement, error) {
	m := telemetry.Measurement{
		Agency: one.Agency, Indicator: one.Indicator, Metric: one.Metric, Over: one.Over, Reduction: rubric.Reduction(one.Reduction),
		Value: math.NaN(), Reason: one.Reason, Samples: one.Samples, Expected: one.Expected, Coverage: one.Coverage,
		Numerator: math.NaN(), Denominator: math.NaN(), Repeated: one.Repeated, NotMeasured: one.NotMeasured,
		InMaintenance: one.InMaintenance, Series: one.Series, Resets: one.Resets,
		Maintenance: time.Duration(one.Maintenance * float64(time.Second)),
	}
	for to, from := range map[*float64]*float64{&m.Value: one.Value, &m.Numerator: one.Numerator, &m.Denominator: one.Denominator} {
		if from != nil {
			*to = *from
		}
	}
	switch {
	case (one.Value == nil) != (one.Reason != ""):
		return m, errors.New("a value, or the reason for having none")
	case one.Reason != "" && !slices.Contains(reasons, one.Reason):
		return m, fmt.Errorf("the reason %.40q", one.Reason)
	case !(one.Coverage >= 0 && one.Coverage <= 1):
		return m, fmt.Errorf("the coverage %v", one.Coverage)
	case min(one.Samples, one.Repeated, one.NotMeasured, one.InMaintenance, one.Series, one.Resets) < 0 || one.Expected < 1:
		return m, errors.New("a negative number")
	case !(one.Maintenance >= 0 && one.Maintenance <= 1e11):
		return m, fmt.Errorf("the maintenance of %v seconds", one.Maintenance)
	}
	for to, text := range map[*time.Time]string{&m.First: one.First, &m.Last: one.Last} {
		if text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return m, fmt.Errorf("the time %.40q", text)
		}
		*to = at
	}
	return m, nil
}
