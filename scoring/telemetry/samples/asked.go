// Package samples reads telemetry files: tables of samples in long and in wide form, JSON lines, Parquet, the text
// formats of Prometheus and OpenMetrics, and a few well-known exports, each also packed by gzip or zstd.
//
// A file is cut into blocks of a fixed size, the blocks are read on all cores, and what comes out is handed on in the
// order of the file, so that nothing depends on the number of cores. Memory is bounded by the blocks under way, however
// long the file and whatever is in it. What a sample means for a rubric, and how samples become a number, is left to
// the packages above.
package samples

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/agency"
)

// Asked is what readers look for. It is made once and then only read, but for its register of series.
type Asked struct {
	agencies dictionary
	zones    []*time.Location
	offsets  []int64 // of the zones, in nanoseconds east of Greenwich
	ids      []string

	names    dictionary // of series
	readers  [][]reader // by name: the metrics that read it
	known    []string
	metrics  int
	wanted   []bool // by slot
	labels   []string
	register register

	agencyLabel  string
	agencyLabels []string
	// window names the assessed time for messages; instant stands for samples of files that know no time.
	window  string
	instant time.Time
}

// reader is a metric that reads a series.
type reader struct {
	metric  int
	filters []filter
	unit    string
}

// filter is what one label may be.
type filter struct {
	label   int // in Asked.labels
	any     bool
	allowed map[string]bool
}

// Query is what Asked is made of.
type Query struct {
	Agencies *agency.List
	// Metrics are those whose samples are wanted; a sample's slot is its agency's number times their count and the
	// metric's number. Wanted says, by slot, whether an agency is asked for a metric.
	Metrics []*rubric.Metric
	Wanted  []bool
	// AgencyLabel is the column or label that names the agency beside agency and instansi, "" for none; Aliases are
	// what agencies are called there.
	AgencyLabel string
	Aliases     map[string]string
	// MostSeries is how many series labels may tell apart.
	MostSeries int
	// Window names the assessed time in messages. End is the day after it, local to each agency: what has no time of
	// its own is taken as of the last day.
	Window string
	End    time.Time
}

// NewAsked makes a query ready for reading.
func NewAsked(q Query) *Asked {
	a := &Asked{
		metrics: len(q.Metrics), wanted: q.Wanted, agencyLabel: q.AgencyLabel, window: q.Window, instant: q.End.AddDate(0, 0, -1),
	}
	a.agencyLabels = a.agencyNames()
	for _, one := range q.Agencies.All() {
		_, offset := time.Unix(0, 0).In(one.Zone).Zone()
		a.agencies.add(one.ID, len(a.ids))
		a.zones = append(a.zones, one.Zone)
		a.offsets = append(a.offsets, int64(offset)*int64(time.Second))
		a.ids = append(a.ids, one.ID)
	}
	for _, alias := range slices.Sorted(maps.Keys(q.Aliases)) {
		if i, known := q.Agencies.Index(q.Aliases[alias]); known {
			a.agencies.add(alias, i)
		}
	}
	for i, m := range q.Metrics {
		r := reader{metric: i, unit: m.Unit}
		for _, label := range slices.Sorted(maps.Keys(m.Labels)) {
			r.filters = append(r.filters, a.filter(label, m.Labels[label]))
		}
		number, known := a.names.find([]byte(m.Name()))
		if !known {
			number = len(a.readers)
			a.names.add(m.Name(), number)
			a.known = append(a.known, m.Name())
			a.readers = append(a.readers, nil)
		}
		a.readers[number] = append(a.readers[number], r)
	}
	a.register.first, a.register.most = len(q.Wanted), len(q.Wanted)+q.MostSeries
	return a
}

func (a *Asked) filter(label string, values []string) filter {
	f := filter{label: slices.Index(a.labels, label), allowed: map[string]bool{}}
	if f.label < 0 {
		f.label = len(a.labels)
		a.labels = append(a.labels, label)
	}
	for _, v := range values {
		f.any = f.any || v == rubric.AnyLabel
		f.allowed[v] = true
	}
	return f
}

func (f *filter) lets(value []byte) bool {
	return len(value) > 0 && (f.any || f.allowed[string(value)])
}

// Slot gives the slot of a series.
func (a *Asked) Slot(series int32) int { return a.register.slot(series) }

// Series is how many series numbers are given out: every slot has one of its own, and every further series that labels
// tell apart has another.
func (a *Asked) Series() int { return a.register.count() }

// Key is what tells a series from others of its slot; "" for the slot's own.
func (a *Asked) Key(series int32) string { return a.register.key(series) }

// Full reports whether there were more series than the query allows, so that some were not read.
func (a *Asked) Full() bool { return a.register.isFull() }

// isAgency reports whether a column or label names the agency.
func (a *Asked) isAgency(name string) bool {
	return strings.EqualFold(name, "agency") || strings.EqualFold(name, "instansi") ||
		(a.agencyLabel != "" && strings.EqualFold(name, a.agencyLabel))
}

func (a *Asked) nearAgency(name string) string { return nearest.Of(name, a.ids) }
func (a *Asked) nearMetric(name string) string { return nearest.Of(name, a.known) }

// register gives out numbers for series that labels tell apart. Which number a series gets depends on who comes first;
// nothing but its identity may.
type register struct {
	mu          sync.RWMutex
	first, most int
	full        bool
	byKey       map[seriesKey]int32
	series      []seriesKey
}

type seriesKey struct {
	slot   int
	labels string
}

// number gives the number of a series by its slot and the values of its labels; -1 where there are too many.
func (r *register) number(slot int, labels []byte) int32 {
	r.mu.RLock()
	n, known := r.byKey[seriesKey{slot, string(labels)}]
	r.mu.RUnlock()
	if known {
		return n
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key := seriesKey{slot, string(labels)}
	if n, known := r.byKey[key]; known {
		return n
	}
	if r.first+len(r.series) >= r.most {
		r.full = true
		return -1
	}
	if r.byKey == nil {
		r.byKey = map[seriesKey]int32{}
	}
	n = int32(r.first + len(r.series))
	r.byKey[key] = n
	r.series = append(r.series, key)
	return n
}

func (r *register) isFull() bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.full
}

func (r *register) count() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.first + len(r.series)
}

func (r *register) slot(series int32) int {
	if int(series) < r.first {
		return int(series)
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.series[int(series)-r.first].slot
}

func (r *register) key(series int32) string {
	if int(series) < r.first {
		return ""
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.series[int(series)-r.first].labels
}
