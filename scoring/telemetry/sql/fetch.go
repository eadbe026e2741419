package sql

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/rubric"
	"siap/scoring/telemetry/remote/pull"
)

// clock is how a column tells the time.
type clock int

const (
	noClock clock = iota
	// stamps are DateTime, fine stamps DateTime64; days are dates, local to the agency; whole and broken are seconds
	// since 1970.
	stamps
	fineStamps
	days
	wholeSeconds
	brokenSeconds
)

func clockOf(kind string) clock {
	switch {
	case strings.HasPrefix(kind, "DateTime64"):
		return fineStamps
	case strings.HasPrefix(kind, "DateTime"):
		return stamps
	case kind == "Date" || kind == "Date32":
		return days
	case kind == "Int32" || kind == "UInt32" || kind == "Int64" || kind == "UInt64":
		return wholeSeconds
	case kind == "Float32" || kind == "Float64":
		return brokenSeconds
	}
	return noClock
}

// isNumber reports types whose values toFloat64 can take.
func isNumber(kind string) bool {
	for _, prefix := range []string{"Int", "UInt", "Float", "Decimal", "Bool"} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}

// fetch is what one metric of one group of agencies is asked for.
type fetch struct {
	*Server

	want  *pull.Want
	group *pull.Group
	// labels are the columns that tell series apart.
	labels []string
}

// Fetch asks for one metric.
func (s *Server) Fetch(ctx context.Context, w *pull.Want, groups []pull.Group, agencies *pull.Agencies) *pull.Reply {
	r := &pull.Reply{Pooled: map[int][]float64{}}
	for i := range groups {
		f := &fetch{Server: s, want: w, group: &groups[i]}
		for _, label := range slices.Sorted(maps.Keys(w.Metric.Labels)) {
			f.labels = append(f.labels, w.How.Name(label))
		}
		err := f.columns()
		if err == nil {
			err = f.series(ctx, r, agencies)
		}
		if err == nil && len(w.Need.Quantiles) > 0 {
			err = f.quantiles(ctx, r, agencies)
		}
		if err != nil {
			return &pull.Reply{Broken: true, Problems: append(r.Problems, s.problem(err, w.Place, w.Metric.ID))}
		}
	}
	return r
}

// agency is the column that names the agency.
func (f *fetch) agency() string { return f.want.How.Label(f.source) }

// value is the column with the value.
func (f *fetch) value() string {
	switch {
	case f.want.How.Column != "":
		return f.want.How.Column
	case f.source.Table.Metric == "":
		return f.want.Metric.Name()
	}
	return f.source.Table.Value
}

// columns misses columns of the metric. Its error is a *diag.Diagnostic.
func (f *fetch) columns() error {
	for _, column := range append(slices.Concat(f.labels, slices.Sorted(maps.Keys(f.want.How.Labels))), f.agency(), f.value()) {
		if d := f.missing(column, f.want.Place); d != nil {
			return d
		}
	}
	if kind := f.types[f.value()]; !isNumber(kind) {
		return pull.RuleConfigured.At(f.want.Place).About(f.want.Metric.ID).Saw(f.value() + " " + kind).Allows("Float64, Int64, UInt8, …")
	}
	return nil
}

// text gives a column as a text.
func (f *fetch) text(column string) string {
	if f.types[column] == "String" {
		return identifier(column)
	}
	return "toString(" + identifier(column) + ")"
}

// nanoseconds since 1970, and the condition that a time lies in the window.
func (f *fetch) time() (at, within string) {
	column, from, to := identifier(f.source.Table.Time), f.group.From, f.group.To
	between := func(make func(time.Time) string) string {
		return column + " >= " + make(from) + " AND " + column + " < " + make(to)
	}
	unix := func(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
	switch clockOf(f.types[f.source.Table.Time]) {
	case fineStamps:
		return "toUnixTimestamp64Nano(toDateTime64(" + column + ", 9))", between(func(t time.Time) string {
			return "fromUnixTimestamp64Milli(toInt64(" + strconv.FormatInt(t.UnixMilli(), 10) + "))"
		})
	case days:
		day := func(t time.Time) string { return "toDate('" + t.Format(time.DateOnly) + "')" }
		return "toInt64(" + column + " - " + day(from) + ") * 86400000000000 + toInt64(" + strconv.FormatInt(from.UnixNano(), 10) + ")", between(day)
	case wholeSeconds:
		return "toInt64(" + column + ") * 1000000000", between(unix)
	case brokenSeconds:
		return "toInt64(round(" + column + " * 1000)) * 1000000", between(unix)
	}
	return "toInt64(toUnixTimestamp(" + column + ")) * 1000000000", between(func(t time.Time) string { return "toDateTime(" + unix(t) + ")" })
}

// samples is the query that gives every sample once: agency, labels l0, l1, …, at in nanoseconds, x, ok, how many rows
// there are at that time, and whether they contradict each other.
func (f *fetch) samples(q *statement) string {
	at, within := f.time()
	where := []string{within}
	of := func(column string, values []string) {
		switch {
		case slices.Contains(values, rubric.AnyLabel):
			where = append(where, f.text(column)+" != ''")
		default:
			where = append(where, f.text(column)+" IN ("+q.list(values)+")")
		}
	}
	if f.source.Table.Metric != "" && f.want.How.Column == "" {
		name := f.want.How.Series
		if name == "" {
			name = f.want.Metric.Name()
		}
		of(f.source.Table.Metric, []string{name})
	}
	for _, column := range slices.Sorted(maps.Keys(f.want.How.Labels)) {
		of(column, f.want.How.Labels[column])
	}
	for _, label := range slices.Sorted(maps.Keys(f.want.Metric.Labels)) {
		of(f.want.How.Name(label), f.want.Metric.Labels[label])
	}
	if len(f.group.Others) > 0 {
		where = append(where, f.text(f.agency())+" NOT IN ("+q.list(f.group.Others)+")")
	} else if len(f.group.Values) > 0 {
		of(f.agency(), f.group.Values)
	}
	value := "ifNull(toFloat64(" + identifier(f.value()) + "), nan)"
	x, clash := "any("+value+")", "min(if(isNaN("+value+"), 0, "+value+")) != max(if(isNaN("+value+"), 0, "+value+
		")) OR min(isNaN("+value+")) != max(isNaN("+value+"))"
	if version := f.source.Table.Version; version != "" {
		x, clash = "argMax("+value+", "+identifier(version)+")", "0"
	}
	keys := []string{"agency"}
	columns := []string{f.text(f.agency()) + " AS agency"}
	for i, label := range f.labels {
		keys = append(keys, "l"+strconv.Itoa(i))
		columns = append(columns, f.text(label)+" AS l"+strconv.Itoa(i))
	}
	columns = append(columns, at+" AS at", x+" AS raw", "count() AS many", "("+clash+") AS clash")
	from := identifier(f.source.Table.Name)
	if f.source.Table.Database != "" {
		from = identifier(f.source.Table.Database) + "." + from
	}
	if f.source.Table.Final {
		from += " FINAL"
	}
	inner := "SELECT " + strings.Join(columns, ", ") + "\nFROM " + from + "\nWHERE " + strings.Join(where, " AND ") +
		"\nGROUP BY " + strings.Join(append(keys, "at"), ", ")
	return "SELECT " + strings.Join(keys, ", ") + ", at, many, clash, " + f.quiet("at") + " AS quiet, " + f.scaled("raw") + " AS x, (NOT quiet AND " + f.measured("x") +
		") AS ok\nFROM (\n" + inner + "\n)"
}

// quiet is the condition that a time lies in announced maintenance.
func (f *fetch) quiet(at string) string {
	conditions := []string{"0"}
	for _, q := range f.group.Quiet {
		conditions = append(conditions, "("+at+" >= "+nanos(q.From)+" AND "+at+" < "+nanos(q.To)+")")
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

// nanos writes a moment in nanoseconds since 1970.
func nanos(t time.Time) string { return "toInt64(" + strconv.FormatInt(t.UnixNano(), 10) + ")" }

func (f *fetch) scaled(x string) string {
	if factor := f.want.How.Factor(); factor != 1 {
		return x + " * " + number(factor)
	}
	return x
}

// measured is the condition that a value is a measurement.
func (f *fetch) measured(x string) string {
	condition := "NOT isNaN(" + x + ")"
	for _, none := range f.want.Metric.LeaveOut {
		condition += " AND " + x + " != " + number(none)
	}
	return "(" + condition + ")"
}

// series asks for one row a series.
func (f *fetch) series(ctx context.Context, r *pull.Reply, agencies *pull.Agencies) error {
	q := &statement{parameters: f.parameters}
	samples := f.samples(q)
	keys := []string{"agency"}
	for i := range f.labels {
		keys = append(keys, "l"+strconv.Itoa(i))
	}
	columns := slices.Clone(keys)
	add := func(name, expression string) { columns = append(columns, "toString("+expression+") AS "+name) }
	add("n", "countIf(ok)")
	add("missing", "countIf(NOT ok AND NOT quiet)")
	add("quiets", "countIf(quiet)")
	add("repeated", "sum(many) - count()")
	add("clashes", "max(clash)")
	add("total", "sumIf(x, ok)")
	add("lowest", "minIf(x, ok)")
	add("highest", "maxIf(x, ok)")
	add("latest_value", "argMaxIf(x, at, ok)")
	add("first", "minIf(at, ok)")
	add("latest", "maxIf(at, ok)")
	for i, t := range f.want.Need.Thresholds {
		add("reached"+strconv.Itoa(i), "countIf(ok AND x >= "+number(pull.Least(t))+")")
	}
	f.paired(add)
	text := "SELECT " + strings.Join(columns, ",\n  ") + "\nFROM (\n" + samples + "\n)\nGROUP BY " + strings.Join(keys, ", ") +
		"\nORDER BY " + strings.Join(keys, ", ")
	a, err := f.query(ctx, f.want.Metric.ID, text, q.values)
	if err != nil {
		return err
	}
	for _, cells := range a.rows {
		if err := f.take(r, &record{answer: a, cells: cells}, agencies); err != nil {
			return err
		}
	}
	return nil
}

// paired adds what is made of samples and those that follow them: increases of counters, and what is weighted by time.
func (f *fetch) paired(add func(name, expression string)) {
	need := &f.want.Need
	if need.Increase {
		values := "arrayMap(t -> t.2, arraySort(t -> t.1, groupArrayIf((at, x), ok)))"
		pairs := "arrayPopBack(" + values + "), arrayPopFront(" + values + ")"
		add("increase", "arraySum((a, b) -> if(b < a, b, b - a), "+pairs+")")
		add("resets", "arrayCount((a, b) -> b < a, "+pairs+")")
	}
	if !need.TimeMean && len(need.TimeThresholds) == 0 {
		return
	}
	sorted := "arraySort(t -> t.1, groupArray((at, x, ok)))"
	next := "arrayPushBack(arrayPopFront(arrayMap(t -> t.1, " + sorted + ")), " + nanos(f.group.To) + ")"
	until := "b"
	if len(f.group.Quiet) > 0 { // a sample ends where maintenance begins
		starts := []string{"b"}
		for _, q := range f.group.Quiet {
			starts = append(starts, "if("+nanos(q.From)+" > a.1, "+nanos(q.From)+", b)")
		}
		until = "arrayReduce('min', [" + strings.Join(starts, ", ") + "])"
	}
	stands := until + " - a.1"
	if f.want.Step > 0 {
		stands = "least(" + stands + ", toInt64(" + strconv.FormatInt(int64(f.want.Step), 10) + "))"
	}
	over := func(weight string) string {
		return "arraySum((a, b) -> if(a.3, " + weight + ", 0), " + sorted + ", " + next + ")"
	}
	add("covered", over("("+stands+") / 1e9"))
	add("timed", over("a.2 * ("+stands+") / 1e9"))
	for i, t := range need.TimeThresholds {
		add("standed"+strconv.Itoa(i), over("if(a.2 >= "+number(pull.Least(t))+", ("+stands+") / 1e9, 0)"))
	}
}

// take reads one row.
func (f *fetch) take(r *pull.Reply, row *record, agencies *pull.Agencies) error {
	value := row.text("agency")
	name := []string{strconv.Quote(value)}
	for i := range f.labels {
		name = append(name, strconv.Quote(row.text("l"+strconv.Itoa(i))))
	}
	if value == "" {
		r.Unlabelled++
		return nil
	}
	agency, known := agencies.Find(value)
	if !known {
		if r.Unknown == nil {
			r.Unknown = map[string]int{}
		}
		r.Unknown[value]++
		return nil
	}
	if !slices.Contains(f.group.Agencies, agency) {
		return nil
	}
	s := pull.Series{
		Agency: agency, Name: strings.Join(name, ","), Samples: int(row.int("n")), NotMeasured: int(row.int("missing")),
		Repeated: int(row.int("repeated")), InMaintenance: int(row.int("quiets")), Sum: row.float("total"), Min: row.float("lowest"), Max: row.float("highest"),
		Last: row.float("latest_value"), First: time.Unix(0, row.int("first")), Latest: time.Unix(0, row.int("latest")),
	}
	for i := range f.want.Need.Thresholds {
		s.Reached = append(s.Reached, int(row.int("reached"+strconv.Itoa(i))))
	}
	if f.want.Need.Increase {
		s.Increase, s.Resets = row.float("increase"), int(row.int("resets"))
	}
	if f.want.Need.TimeMean || len(f.want.Need.TimeThresholds) > 0 {
		s.Covered, s.Timed = row.float("covered"), row.float("timed")
	}
	for i := range f.want.Need.TimeThresholds {
		s.Standed = append(s.Standed, row.float("standed"+strconv.Itoa(i)))
	}
	clashes := row.int("clashes")
	if row.err != nil {
		return &strangeError{row.err.Error(), ""}
	}
	if s.Samples < 0 || s.NotMeasured < 0 || s.Repeated < 0 {
		return &strangeError{fmt.Sprintf("a negative number of samples of %s", s.Name), ""}
	}
	switch {
	case clashes != 0:
		r.Fail(agency, pull.RuleRepeated.At(f.want.Place).About(f.want.Metric.ID).Saw(value))
	case s.Samples > 0 && (math.IsNaN(s.Sum) || math.IsInf(s.Sum, 0)):
		r.Fail(agency, pull.RuleNotFinite.At(f.want.Place).About(f.want.Metric.ID).Saw(number(s.Sum)))
	default:
		r.Series = append(r.Series, s)
	}
	return nil
}

// quantiles asks for the quantiles of each agency, over all of its series: exact, on a straight line between neighbours.
func (f *fetch) quantiles(ctx context.Context, r *pull.Reply, agencies *pull.Agencies) error {
	q := &statement{parameters: f.parameters}
	samples := f.samples(q)
	agency := "agency"
	if len(f.source.Agencies) > 0 {
		values := slices.Sorted(maps.Keys(f.source.Agencies))
		ids := make([]string, len(values))
		for i, v := range values {
			ids[i] = f.source.Agencies[v]
		}
		agency = "transform(agency, [" + q.list(values) + "], [" + q.list(ids) + "], agency)"
	}
	columns := []string{agency + " AS id"}
	sorted := "arraySort(groupArray(x))"
	for i, share := range f.want.Need.Quantiles {
		rank := "((count() - 1) * " + number(share) + ")"
		low := sorted + "[toUInt64(floor(" + rank + ")) + 1]"
		high := sorted + "[least(toUInt64(floor(" + rank + ")) + 2, count())]"
		part := "(" + rank + " - floor(" + rank + "))"
		columns = append(columns, "toString(if("+low+" = "+high+", "+low+", "+low+" * (1 - "+part+") + "+high+" * "+part+")) AS q"+strconv.Itoa(i))
	}
	a, err := f.query(ctx, f.want.Metric.ID, "SELECT "+strings.Join(columns, ",\n  ")+"\nFROM (\n"+samples+"\n)\nWHERE ok\nGROUP BY id\nORDER BY id", q.values)
	if err != nil {
		return err
	}
	for _, cells := range a.rows {
		row := &record{answer: a, cells: cells}
		var quantiles []float64
		for i := range f.want.Need.Quantiles {
			quantiles = append(quantiles, row.float("q"+strconv.Itoa(i)))
		}
		id := row.text("id")
		if row.err != nil {
			return &strangeError{row.err.Error(), ""}
		}
		if number, known := agencies.Index(id); known && slices.Contains(f.group.Agencies, number) {
			r.Pooled[number] = quantiles
		}
	}
	return nil
}
