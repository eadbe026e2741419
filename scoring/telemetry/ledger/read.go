package ledger

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/scoring/telemetry"
)

// reading is one file while it is read. Nothing of it reaches the book before its end, for one error leaves the
// whole file out.
type reading struct {
	engine *Engine
	book   *book
	src    source.Source
	file   int32 // its number among all files
	emit   func(*diag.Diagnostic) bool
	table  *table.Table // nil once the file is read
	dates  dateReader
	at     map[Field]int
	// example is the place of some cell, from which others are made when the table is gone.
	example diag.Place
	// agency is the one that the whole file belongs to; ambiguous where a column tells.
	agency  int
	events  []event
	keys    []uint64 // of the events, where the register has numbers; 0 for none
	rows    int
	faulty  bool
	stopped bool

	agencies, states names
}

// names folds the diagnostics about one column's unknown values.
type names struct {
	all     []*diag.Diagnostic
	byName  map[string]*diag.Diagnostic
	known   bool // one value at least was known
	unknown int
}

// maxNames is how many unknown values of a column are told one by one, maxStates where nobody writes that many.
const (
	maxNames  = 200
	maxStates = 30
	// fewNames is how many unknown agencies a register of agencies may well consist of.
	fewNames = 3
)

func (n *names) add(name string, most int, first func() *diag.Diagnostic) {
	n.unknown++
	d := n.byName[name]
	if d == nil && len(n.all) == most {
		d = n.all[most-1]
	}
	if d == nil {
		d = first()
		if n.byName == nil {
			n.byName = map[string]*diag.Diagnostic{}
		}
		n.byName[name] = d
		n.all = append(n.all, d)
	}
	d.Count++
}

// readFile reads a whole file and hands its events to the book unless it has an error.
func (e *Engine) readFile(ctx context.Context, b *book, src source.Source, emit func(*diag.Diagnostic) bool) (telemetry.Summary, *reading) {
	r := &reading{engine: e, book: b, src: src, file: int32(len(e.readings)), emit: emit, agency: ambiguous}
	sum := telemetry.Summary{Name: src.Name}
	t, problem := table.OpenAt(src, table.Where{Sheet: b.entry.Sheet, Header: b.entry.Header})
	if problem != nil {
		r.report(problem)
		sum.Refused, sum.SHA256 = true, src.SHA256()
		return sum, r
	}
	defer t.Close()
	r.table, r.example = t, t.Place(1, 0)
	r.dates = dateReader{t, b.entry.Dates, b.entry.Zone}
	if r.header() && r.owner() {
		r.body(ctx)
		if r.rows == 0 && !r.faulty && !r.stopped {
			r.report(ruleNoRows.At(diag.Place{File: src.Name}))
		}
	}
	r.tell()
	sum.Format = t.Format
	if hash, err := t.SHA256(); err == nil {
		sum.SHA256 = hash
	}
	if sum.Refused = r.faulty; sum.Refused {
		sum.LeftOut, r.events, r.keys = r.rows, nil, nil
	}
	r.table, r.dates = nil, dateReader{} // a workbook holds on to the whole file
	return sum, r
}

// place is where the cell of a field stands in a line.
func (r *reading) place(line int, f Field) diag.Place {
	p := r.example
	p.Line, p.Column = line, r.at[f]+1
	if p.Cell != "" {
		p.Cell = columnName(p.Column) + strconv.Itoa(line)
	}
	return p
}

// columnName is the name of a column in a workbook: 1 is A, 27 AA.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func (r *reading) report(d *diag.Diagnostic) {
	if d.Severity == diag.Error {
		r.faulty = true
	}
	if !r.stopped && !r.emit(d) {
		r.stopped = true
	}
}

// header finds the columns that the entry names; false where one is missing.
func (r *reading) header() bool {
	r.at = map[Field]int{}
	for _, field := range Fields() {
		wanted, named := r.book.entry.Columns[field]
		if !named {
			continue
		}
		i := slices.IndexFunc(r.table.Header, func(h string) bool { return table.Fold(h) == table.Fold(wanted) })
		if i < 0 {
			d := ruleColumnMissing.At(diag.Place{File: r.src.Name, Line: r.table.Line}).About(string(field)).Saw(wanted)
			r.report(d.Near(nearest.Of(wanted, r.table.Header)))
			continue
		}
		r.at[field] = i
	}
	_, opened := r.at[Opened]
	_, agency := r.at[Agency]
	return !r.faulty && opened && (agency || r.book.entry.Agency != "") // else Check has said so
}

// owner finds the agency that the whole file belongs to, where the entry says that it does.
func (r *reading) owner() bool {
	name := r.book.entry.Agency
	if name == "" {
		return true
	}
	if name == FromFileName {
		before, after, _ := strings.Cut(path.Base(r.book.entry.File), "*")
		name = strings.TrimSuffix(strings.TrimPrefix(path.Base(r.src.Name), before), after)
	}
	i, known := r.engine.directory.find(name)
	if !known {
		r.report(ruleAgency.At(diag.Place{File: r.src.Name}).Saw(name).Near(r.engine.directory.nearest(name)))
		return false
	}
	r.agency = i
	return true
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
		if r.engine.kept+len(r.events) >= maxEvents {
			r.report(ruleTooMany.At(diag.Place{File: r.src.Name, Line: row.Line}).Allows(strconv.Itoa(maxEvents)))
			return
		}
		r.row(row)
	}
}

// tell reports what was counted while reading. Where not one of many values of a column was known it is the wrong
// column, and what stands in it is nobody's business.
func (r *reading) tell() {
	column := diag.Place{File: r.src.Name}
	if r.table != nil {
		column.Line = r.table.Line
	}
	if len(r.agencies.all) > fewNames && !r.agencies.known {
		d := ruleNoAgency.At(column).About(string(Agency)).Saw(r.book.entry.Columns[Agency])
		d.Count = r.agencies.unknown
		r.report(d)
	} else {
		for _, d := range r.agencies.all {
			r.report(d)
		}
	}
	if len(r.states.all) == maxStates && !r.states.known {
		d := ruleState.At(column).Saw("…").Allows(r.states.all[0].Allowed)
		d.Count = r.states.unknown
		r.report(d)
		return
	}
	for _, d := range r.states.all {
		r.report(d)
	}
}
