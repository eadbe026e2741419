package samples

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
)

// File is what is known of a file once it was read.
type File struct {
	// Name is the file's name in messages, Format what was recognised, SHA256 its hash in hex, "" where it could not
	// be read to its end.
	Name, Format, SHA256 string
	// Found is what is wrong, or worth knowing.
	Found []*diag.Diagnostic
	// Read is how many samples the file has, wanted or not.
	Read int

	asked  *Asked
	found  findings
	units  map[int]unitSeen
	lines  int // read so far
	zoned  int
	local  int
	asOf   bool
	undate bool
	closed bool
	dated  bool // the name holds a date
	day    time.Time
	// at places a cell; column is that of the value, from 0, by the series where each has its own.
	at     func(line, column int) diag.Place
	column int
	clock  int // the column of times
	wide   map[int]int
}

func newFile(a *Asked, name string) *File {
	f := &File{Name: name, asked: a, units: map[int]unitSeen{}, column: -1, clock: -1}
	f.at = func(line, column int) diag.Place {
		if line == 0 {
			return diag.Place{File: name}
		}
		return diag.Place{File: name, Line: line, Column: column + 1}
	}
	if f.day, f.dated = dayOf(name); !f.dated {
		f.day = a.instant
	}
	return f
}

// Place is where a sample of a metric stands; the line is as in reduce.Sample.
func (f *File) Place(line int, metric int) diag.Place {
	column := f.column
	if c, has := f.wide[metric]; has {
		column = c
	}
	return f.at(line, column)
}

// TimePlace is where the time of a sample stands; the line is as in reduce.Sample.
func (f *File) TimePlace(line int) diag.Place { return f.at(line, f.clock) }

// Refused reports whether something is wrong with the file, so that nothing of it may be used.
func (f *File) Refused() bool {
	return slices.ContainsFunc(f.Found, func(d *diag.Diagnostic) bool { return d.Severity == diag.Error })
}

// report notes what is wrong with the file as a whole.
func (f *File) report(d *diag.Diagnostic) { f.Found = append(f.Found, d) }

// laidOut notes where the values of a table stand.
func (f *File) laidOut(l *layout) {
	f.column, f.clock = l.at[columnValue], l.at[columnTime]
	for _, w := range l.wide {
		if w.name < 0 {
			continue
		}
		if f.wide == nil {
			f.wide = map[int]int{}
		}
		for _, r := range f.asked.readers[w.name] {
			f.wide[r.metric] = w.column
		}
	}
}

// take counts a batch and gives its lines their numbers in the file.
func (f *File) take(b *Batch) {
	b.Base = f.lines
	f.Read += b.Read
	if f.closed && (len(b.Samples) > 0 || b.Read > 0) {
		f.found.fold(ruleExposition, int32(f.lines), -1, "", func(d *diag.Diagnostic) { d.Saw("# EOF") })
	}
	f.closed = f.closed || b.closed
	f.asOf, f.undate = f.asOf || b.asOf, f.undate || b.undated
	if f.zoned == 0 && b.zoned > 0 {
		f.zoned = f.lines + b.zoned
	}
	if f.local == 0 && b.local > 0 {
		f.local = f.lines + b.local
	}
	for _, one := range b.found.all {
		one.line += int32(f.lines)
		f.found.merge(one)
	}
	for _, u := range b.units {
		u.line += int32(f.lines)
		f.unit(u)
	}
	f.lines += b.lines
}

// unit compares the unit of a series with those seen before.
func (f *File) unit(u unitSeen) {
	before, known := f.units[u.name]
	switch {
	case !known:
		f.units[u.name] = u
		for _, r := range f.asked.readers[u.name] {
			if r.unit != "" && !sameUnit(r.unit, u.unit) {
				f.found.add(ruleUnit, u.line, -1).About(f.asked.known[u.name]).Saw(u.unit).Allows(r.unit)
				break
			}
		}
	case !sameUnit(before.unit, u.unit):
		f.found.fold(ruleUnits, u.line, -1, f.asked.known[u.name], func(d *diag.Diagnostic) {
			d.About(f.asked.known[u.name]).Saw(u.unit).Allows(before.unit).See(f.at(int(before.line)+1, -1))
		})
	}
}

// sameUnit compares two ways to write a unit.
func sameUnit(a, b string) bool {
	plain := func(s string) string {
		s = strings.ToLower(strings.TrimSpace(s))
		switch s {
		case "percent", "persen", "pct":
			return "%"
		case "second", "seconds", "detik":
			return "s"
		case "millisecond", "milliseconds", "milidetik":
			return "ms"
		}
		return s
	}
	return plain(a) == plain(b)
}

// merge adds a finding of a block to those of the file.
func (f *findings) merge(one finding) {
	if one.folded {
		f.mergeFolded(one)
		return
	}
	if f.count == nil {
		f.count, f.last = map[string]int{}, map[string]int{}
	}
	if f.count[one.Code]++; f.count[one.Code] > mostFound {
		more := f.all[f.last[one.Code]].Diagnostic
		more.Count = max(more.Count, 1) + max(one.Count, 1)
		return
	}
	f.last[one.Code] = len(f.all)
	f.all = append(f.all, one)
}

func (f *findings) mergeFolded(one finding) {
	if f.byName == nil {
		f.byName = map[foldKey]int{}
	}
	key := foldKey{one.Code, one.name}
	names, last := foldKey{one.Code, allNames}, foldKey{one.Code, lastName}
	if i, known := f.byName[key]; known {
		f.all[i].Count += one.Count
		return
	}
	if f.byName[names]++; f.byName[names] > mostFound {
		f.all[f.byName[last]].Count += one.Count
		return
	}
	f.byName[key], f.byName[last] = len(f.all), len(f.all)
	f.all = append(f.all, one)
}

// end makes the findings of the blocks those of the file: faults in their order, then what is folded by name.
func (f *File) end() {
	if f.undate && !f.dated {
		f.report(ruleNoTimes.At(f.at(0, -1)).Allows("uptime-kuma-2025-06-01.prom"))
	}
	if f.zoned > 0 && f.local > 0 {
		f.report(ruleMixedTimes.At(f.TimePlace(max(f.zoned, f.local))).See(f.TimePlace(min(f.zoned, f.local))))
	}
	if f.asOf && (!f.undate || f.dated) {
		f.report(ruleAsOf.At(f.at(0, -1)).Saw(f.day.Format(time.DateTime)))
	}
	slices.SortStableFunc(f.found.all, func(a, b finding) int { return cmp.Compare(late(a), late(b)) })
	for _, one := range f.found.all {
		one.Diagnostic.Place = f.at(int(one.line)+1, int(one.column))
		f.Found = append(f.Found, one.Diagnostic)
	}
	f.found = findings{}
}

// late orders findings: faults as they were met, then the rest by rule.
func late(one finding) string {
	if one.Severity == diag.Error {
		return ""
	}
	return one.Code
}

// dateInName finds a date, and a time of day, in the name of a file: 2025-06-01, 20250601, 2025-06-01T0730.
var dateInName = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})-?([01][0-9])-?([0-3][0-9])(?:[T_-]?([0-2][0-9])[.:-]?([0-5][0-9]))?(?:[^0-9]|$)`)

// dayOf gives the time that the name of a file says it is of, as a local time without a zone (given in UTC).
func dayOf(name string) (time.Time, bool) {
	m := dateInName.FindStringSubmatch(path.Base(name))
	if m == nil {
		return time.Time{}, false
	}
	var n [5]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // digits, or empty and so 0
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], 0, 0, time.UTC)
	return t, t.Month() == time.Month(n[1]) && t.Day() == n[2] && n[3] < 24
}
