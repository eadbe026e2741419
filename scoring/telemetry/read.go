package telemetry

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
)

// columns are the four that every telemetry table has, each with its Indonesian name.
var columns = [...][2]string{{"time", "waktu"}, {"agency", "instansi"}, {"metric", "metrik"}, {"value", "nilai"}}

const (
	columnTime = iota
	columnAgency
	columnMetric
	columnValue
)

// columnNames is what TM001 offers.
const columnNames = "time, agency, metric, value (waktu, instansi, metrik, nilai)"

// headerLine is where messages say that the names of the columns stand.
const headerLine = 1

// reading is one file while it is read. Nothing of it reaches the series before its end, for one error leaves
// the whole file out.
type reading struct {
	plan   *plan
	number int32 // of the file
	emit   func(*diag.Diagnostic) bool
	table  *table.Table
	at     [len(columns)]int
	staged []staged
	rows   int
	faulty bool
	// stopped is true where whoever reads the diagnostics wants no more.
	stopped bool

	agencies, metrics, notAsked tally
	outside                     *diag.Diagnostic
}

// staged is a sample on its way into a series.
type staged struct {
	slot    int
	outside bool
	sample  sample
}

// readFile reads a whole file and hands its samples to the series unless it has an error.
func readFile(ctx context.Context, p *plan, src source.Source, number int32, emit func(*diag.Diagnostic) bool) (Summary, *reading) {
	r := &reading{plan: p, number: number, emit: emit}
	sum := Summary{Name: src.Name}
	t, problem := table.Open(src)
	if problem != nil {
		r.report(problem)
		sum.Refused, sum.SHA256 = true, src.SHA256()
		return sum, r
	}
	defer t.Close()
	r.table = t
	if r.header() {
		r.body(ctx)
	}
	if r.rows == 0 && !r.faulty && !r.stopped {
		r.report(ruleNoRows.At(diag.Place{File: src.Name}))
	}
	sum.Format = t.Format
	hash, err := t.SHA256()
	if err != nil {
		hash = ""
	}
	sum.SHA256 = hash
	for _, found := range []*tally{&r.agencies, &r.metrics, &r.notAsked} {
		for _, d := range found.all {
			r.report(d)
		}
	}
	if r.outside != nil {
		r.report(r.outside)
	}
	if sum.Refused = r.faulty; sum.Refused {
		sum.LeftOut = r.rows
		return sum, r
	}
	sum.Records = r.hand()
	sum.LeftOut = r.rows - sum.Records
	return sum, r
}

func (r *reading) report(d *diag.Diagnostic) {
	if d.Severity == diag.Error {
		r.faulty = true
	}
	if !r.stopped && !r.emit(d) {
		r.stopped = true
	}
}

// header finds the columns by name; false where one is missing or stands twice.
func (r *reading) header() bool {
	r.at = [len(columns)]int{-1, -1, -1, -1}
	var others []string
	for i, name := range r.table.Header {
		c := slices.IndexFunc(columns[:], func(names [2]string) bool {
			return strings.EqualFold(name, names[0]) || strings.EqualFold(name, names[1])
		})
		switch {
		case c < 0 && name != "":
			others = append(others, name)
			r.report(ruleColumnUnused.At(r.table.Place(headerLine, i)).Saw(name))
		case c < 0:
		case r.at[c] >= 0:
			r.report(ruleColumnTwice.At(r.table.Place(headerLine, i)).About(columns[c][0]).Saw(name).
				See(r.table.Place(headerLine, r.at[c])))
		default:
			r.at[c] = i
		}
	}
	for c, i := range r.at {
		if i < 0 {
			d := ruleColumnMissing.At(diag.Place{File: r.table.Place(1, 0).File, Line: headerLine})
			r.report(d.About(columns[c][0]).Allows(columnNames).Near(nearest.Of(columns[c][0], others)))
		}
	}
	return !r.faulty
}

// body reads the rows to the end, also after a fault, so that all faults are seen at once.
func (r *reading) body(ctx context.Context) {
	for row, problem := range r.table.Rows() {
		if r.stopped || (r.rows%1024 == 0 && ctx.Err() != nil) {
			r.stopped = true
			return
		}
		r.rows++
		if problem != nil {
			r.report(problem)
			continue
		}
		r.row(row)
	}
}

func (r *reading) row(row table.Row) {
	place := func(column int) diag.Place { return r.table.Place(row.Line, r.at[column]) }
	var cells [len(columns)]string
	whole := true
	for c := range columns {
		if cells[c] = strings.TrimSpace(row.Cells[r.at[c]]); cells[c] == "" {
			r.report(ruleCellEmpty.At(place(c)).About(columns[c][0]))
			whole = false
		}
	}
	if !whole {
		return
	}
	list := r.plan.query.Agencies
	a, knownAgency := list.Index(cells[columnAgency])
	zone := time.UTC // of an agency that is not known only the form of its times is looked at
	if knownAgency {
		zone = list.All()[a].Zone
	}
	at, ok := parseTime(cells[columnTime], r.table, zone)
	if !ok {
		r.report(ruleTime.At(place(columnTime)).Saw(cells[columnTime]).Allows(timeForms))
	}
	value, wrong := parseValue(cells[columnValue], r.table.DecimalComma)
	if wrong != nil {
		r.report(wrong.At(place(columnValue)).Saw(cells[columnValue]))
	}
	m, knownMetric := r.plan.number[cells[columnMetric]]
	switch {
	case !ok || wrong != nil:
	case !knownAgency:
		r.agencies.add(cells[columnAgency], func() *diag.Diagnostic {
			return ruleAgency.At(place(columnAgency)).Saw(cells[columnAgency]).Near(nearest.Of(cells[columnAgency], list.IDs()))
		})
	case !knownMetric:
		r.metrics.add(cells[columnMetric], func() *diag.Diagnostic {
			return ruleMetric.At(place(columnMetric)).Saw(cells[columnMetric]).Allows(strings.Join(r.plan.metrics, ", ")).
				Near(nearest.Of(cells[columnMetric], r.plan.metrics))
		})
	case r.plan.series[r.plan.slot(a, m)] == nil:
		r.notAsked.add(cells[columnAgency]+"\x00"+cells[columnMetric], func() *diag.Diagnostic {
			return ruleNotAsked.At(place(columnMetric)).About(cells[columnMetric]).Saw(cells[columnAgency])
		})
	default:
		r.stage(a, m, at, value, row.Line, place)
	}
}

// stage keeps a sample, or counts it where it lies outside the agency's window.
func (r *reading) stage(agency, metric int, at time.Time, value float64, line int, place func(int) diag.Place) {
	s := staged{slot: r.plan.slot(agency, metric)}
	window := r.plan.spans[agency]
	if at.Before(window.start) || !at.Before(window.end) {
		s.outside = true
		if r.outside == nil {
			r.outside = ruleOutside.At(place(columnTime)).Allows(r.plan.query.Window.String())
		}
		r.outside.Count++
	} else {
		s.sample = sample{at: at.Sub(window.start), value: value, file: r.number, line: int32(min(line, math.MaxInt32))}
	}
	r.staged = append(r.staged, s)
}

// hand gives the staged samples to their series and returns how many lie in the window.
func (r *reading) hand() int {
	used := 0
	for _, s := range r.staged {
		to := r.plan.series[s.slot]
		if s.outside {
			to.outside++
			continue
		}
		to.samples = append(to.samples, s.sample)
		used++
	}
	r.staged = nil
	return used
}
