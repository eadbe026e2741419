package samples

import (
	"strings"
	"time"

	"siap/internal/diag"
)

// Sample is one reading of a series.
type Sample struct {
	// At is the time in nanoseconds since 1970; times beyond the years 1678 to 2261 are at the ends of int64.
	At int64
	// Value is NaN where the source says that there was nothing to measure.
	Value float64
	// Series is a number of Asked; Line is counted from the beginning of the block, from 0.
	Series, Line int32
}

// Batch is what came out of one block of a file.
type Batch struct {
	Samples []Sample
	// Read counts the samples that were seen, wanted or not.
	Read int
	// lines is how many lines the block had, Base the number of its first line once that is known.
	lines int
	Base  int

	found findings
	units []unitSeen
	zoned int // line of the first time with a zone, plus one; 0 for none
	local int // the same for times without one
	// asOf says that a sample had no time of its own, undated that it was one of an exposition.
	asOf, undated bool
	closed        bool // the end of an exposition was seen
}

func (b *Batch) reset() {
	*b = Batch{Samples: b.Samples[:0]}
}

// unitSeen is the unit in which a block gives a series.
type unitSeen struct {
	name int
	unit string
	line int32
}

// finding is a diagnostic whose place is still counted from the beginning of its block.
type finding struct {
	*diag.Diagnostic
	line, column int32 // column from 0, -1 for none
	// name is that under which findings of one rule are counted together, where they are folded at all.
	name   string
	folded bool
}

// mostFound is how many findings of one rule a block or a file keeps apart; the last one counts the rest.
const mostFound = 1000

// findings are kept in the order in which they were first seen.
type findings struct {
	all    []finding
	byName map[foldKey]int
	count  map[string]int // by code, those that stand alone
	last   map[string]int
}

type foldKey struct{ code, name string }

// add counts a finding that has no name.
func (f *findings) add(rule diag.Rule, line, column int32) *diag.Diagnostic {
	if f.count == nil {
		f.count, f.last = map[string]int{}, map[string]int{}
	}
	d := rule.At(diag.Place{})
	if f.count[rule.Code]++; f.count[rule.Code] > mostFound {
		more := f.all[f.last[rule.Code]].Diagnostic
		more.Count = max(more.Count, 1) + 1
		return d
	}
	f.last[rule.Code] = len(f.all)
	f.all = append(f.all, finding{Diagnostic: d, line: line, column: column})
	return d
}

// fold counts a finding about a name together with others about it; first says more of the first one.
func (f *findings) fold(rule diag.Rule, line, column int32, name string, first func(d *diag.Diagnostic)) {
	if f.byName == nil {
		f.byName = map[foldKey]int{}
	}
	key := foldKey{rule.Code, name}
	if i, known := f.byName[key]; known {
		f.all[i].Count++
		return
	}
	names, last := foldKey{rule.Code, allNames}, foldKey{rule.Code, lastName}
	if f.byName[names]++; f.byName[names] > mostFound {
		f.all[f.byName[last]].Count++
		return
	}
	d := rule.At(diag.Place{})
	d.Count = 1
	if first != nil {
		first(d)
	}
	f.byName[key] = len(f.all)
	f.byName[last] = len(f.all)
	f.all = append(f.all, finding{Diagnostic: d, line: line, column: column, name: strings.Clone(name), folded: true})
}

// Two keys for the number of names and for the finding that counts the rest; no input has such names.
const allNames, lastName = "\xff\xff", "\xff\xfe"

// builder fills a batch. One worker has one builder.
type builder struct {
	asked *Asked
	out   *Batch
	clock clock
	date  func(cell string) (time.Time, bool)
	comma bool
	// day is the time of samples that have none, as a local time without a zone (given in UTC).
	day   time.Time
	key   []byte
	cells [][]byte
	text  []byte
	sums  sums
	json  jsonReader
	// labels are those of the sample in an exposition.
	labels []field
}

func (b *builder) begin(out *Batch) { b.out = out }

// report adds a finding of the block.
func (b *builder) report(rule diag.Rule, line, column int32) *diag.Diagnostic {
	return b.out.found.add(rule, line, column)
}

// where says where the parts of a sample stand, for findings: columns from 0, -1 for none.
type where struct{ line, agency, name int32 }

// put hands a sample on to the metrics that read its series. label gives the value of a label by its number in
// Asked.labels, nil for none.
func (b *builder) put(agency int, agencyText []byte, name int, nameText []byte, at int64, value float64, w where, label func(int) []byte) {
	a := b.asked
	if agency < 0 {
		b.out.Read++
		b.out.found.fold(ruleAgency, w.line, w.agency, string(agencyText), func(d *diag.Diagnostic) {
			d.Saw(string(agencyText)).Near(a.nearAgency(string(agencyText)))
		})
		return
	}
	if name < 0 {
		b.out.Read++
		b.out.found.fold(ruleMetric, w.line, w.name, string(nameText), func(d *diag.Diagnostic) {
			d.Saw(string(nameText)).Allows(strings.Join(a.known, ", ")).Near(a.nearMetric(string(nameText)))
		})
		return
	}
	for i := range a.readers[name] {
		r := &a.readers[name][i]
		b.out.Read++
		slot := agency*a.metrics + r.metric
		if !a.wanted[slot] {
			b.out.found.fold(ruleNotAsked, w.line, w.name, string(agencyText)+"\x00"+string(nameText), func(d *diag.Diagnostic) {
				d.About(string(nameText)).Saw(string(agencyText))
			})
			continue
		}
		series := int32(slot)
		if len(r.filters) > 0 {
			if series = b.series(slot, r.filters, label); series < 0 {
				b.out.found.fold(ruleOtherLabels, w.line, w.name, string(nameText), func(d *diag.Diagnostic) { d.Saw(string(nameText)) })
				continue
			}
		}
		b.out.Samples = append(b.out.Samples, Sample{At: at, Value: value, Series: series, Line: w.line})
	}
}

// series gives the number of the series that the labels of a sample name; -1 where they do not fit.
func (b *builder) series(slot int, filters []filter, label func(int) []byte) int32 {
	b.key = b.key[:0]
	for i := range filters {
		var value []byte
		if label != nil {
			value = label(filters[i].label)
		}
		if !filters[i].lets(value) {
			return -1
		}
		b.key = append(append(b.key, value...), 0)
	}
	return b.asked.register.number(slot, b.key)
}

// unit notes the unit of a series.
func (b *builder) unit(name int, unit []byte, line int32) {
	for i := range b.out.units {
		if u := &b.out.units[i]; u.name == name && u.unit == string(unit) {
			return
		}
	}
	if len(unit) > 0 && len(b.out.units) < 2*len(b.asked.known) {
		b.out.units = append(b.out.units, unitSeen{name, string(unit), line})
	}
}
