package samples

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
)

// The names that the members of a record may have; agency is found by Asked.isAgency.
var (
	jsonTime   = []string{"time", "waktu", "timestamp", "ts", "@timestamp", "tanggal", "date"}
	jsonMetric = []string{"metric", "metrik", "name", "__name__"}
	jsonValue  = []string{"value", "nilai"}
	jsonUnit   = []string{"unit", "satuan"}
)

// jsonReader reads records: one JSON object for one sample, or for the samples of one agency at one time.
type jsonReader struct {
	record, nested scanner
	labels         []field
}

// record is what was found in an object; -1 is nothing.
type record struct{ time, agency, metric, value, unit int }

func oneOf(key []byte, names []string) bool {
	for _, name := range names {
		if len(key) == len(name) && strings.EqualFold(string(key), name) {
			return true
		}
	}
	return false
}

// jsonLines reads a block of JSON lines.
func (b *builder) jsonLines(data []byte) {
	line := int32(0)
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			end = len(data)
		}
		if text := bytes.TrimSpace(data[:end]); len(text) > 0 {
			b.jsonRecord(text, line)
		}
		line++
		data = data[min(end+1, len(data)):]
	}
	b.out.lines = int(line)
}

// jsonRecord reads one object.
func (b *builder) jsonRecord(text []byte, line int32) {
	fields, err := b.json.record.object(text)
	if err != nil {
		b.out.Read++
		b.report(ruleJSON, line, -1).Saw(string(text[:min(len(text), 400)]))
		return
	}
	b.json.labels = b.json.labels[:0]
	r := record{-1, -1, -1, -1, -1}
	for i := range fields {
		f := &fields[i]
		switch {
		case f.kind == '{' && (string(f.key) == "labels" || string(f.key) == "metric"):
			nested, err := b.json.nested.object(f.text)
			if err != nil {
				b.out.Read++
				b.report(ruleJSON, line, -1).Saw(string(f.text[:min(len(f.text), 400)]))
				return
			}
			b.json.labels = append(b.json.labels, nested...)
		case r.time < 0 && oneOf(f.key, jsonTime):
			r.time = i
		case r.agency < 0 && b.asked.isAgency(string(f.key)):
			r.agency = i
		case r.metric < 0 && oneOf(f.key, jsonMetric):
			r.metric = i
		case r.value < 0 && oneOf(f.key, jsonValue):
			r.value = i
		case r.unit < 0 && oneOf(f.key, jsonUnit):
			r.unit = i
		}
	}
	if r.value < 0 && b.history(fields, line) {
		return
	}
	b.jsonSamples(fields, r, line)
}

// label gives the value of a label of the record, nil where it has none.
func (b *builder) jsonLabel(fields []field, name string) []byte {
	for _, list := range [][]field{b.json.labels, fields} {
		for i := range list {
			if string(list[i].key) == name && list[i].kind != '{' && list[i].kind != '[' {
				return list[i].text
			}
		}
	}
	return nil
}

// part gives a member by its place in the object or, where it is not there, a label by one of its names.
func (b *builder) jsonPart(fields []field, at int, names ...string) (field, bool) {
	if at >= 0 {
		return fields[at], true
	}
	for _, f := range b.json.labels {
		if oneOf(f.key, names) {
			return f, true
		}
	}
	return field{}, false
}

// agencyNames are the labels that may name the agency.
func (a *Asked) agencyNames() []string {
	if a.agencyLabel != "" {
		return []string{a.agencyLabel, "agency", "instansi"}
	}
	return []string{"agency", "instansi"}
}

// jsonSamples hands on the samples of one object.
func (b *builder) jsonSamples(fields []field, r record, line int32) {
	agency, hasAgency := b.jsonPart(fields, r.agency, b.asked.agencyLabels...)
	clock, hasTime := b.jsonPart(fields, r.time)
	metric, hasMetric := b.jsonPart(fields, r.metric, "__name__")
	if !hasAgency || len(trim(agency.text)) == 0 {
		b.out.Read++
		b.report(ruleCellEmpty, line, -1).About("agency")
		return
	}
	number, _ := b.asked.agencies.find(trim(agency.text))
	at := b.asOfIf(!hasTime, number)
	if hasTime {
		var ok bool
		if at, ok = b.time(trim(clock.text), number, line, -1); !ok {
			b.out.Read++
			return
		}
	}
	labels := func(k int) []byte { return b.jsonLabel(fields, b.asked.labels[k]) }
	if hasMetric {
		if r.value < 0 {
			b.out.Read++
			b.report(ruleCellEmpty, line, -1).About("value")
			return
		}
		name, known := b.asked.names.find(trim(metric.text))
		if known && r.unit >= 0 {
			b.unit(name, trim(fields[r.unit].text), line)
		}
		b.jsonValue(fields[r.value], number, trim(agency.text), name, trim(metric.text), at, line, labels)
		return
	}
	for i := range fields {
		if name, known := b.asked.names.find(fields[i].key); known && i != r.time && i != r.agency {
			b.jsonValue(fields[i], number, trim(agency.text), name, fields[i].key, at, line, labels)
		}
	}
}

// asOfIf is the time of a record that states none.
func (b *builder) asOfIf(needed bool, agency int) int64 {
	if !needed {
		return 0
	}
	return b.asOf(agency)
}

// jsonValue hands on one value; null is a gap that was written down.
func (b *builder) jsonValue(f field, agency int, agencyText []byte, name int, nameText []byte, at int64, line int32, labels func(int) []byte) {
	x := math.NaN()
	if f.kind != 'n' {
		wrong := &ruleValue
		if f.kind == '"' || f.kind == '-' || (f.kind >= '0' && f.kind <= '9') {
			x, wrong = parseNumber(f.text, false)
		}
		if wrong != nil {
			b.out.Read++
			b.report(*wrong, line, -1).Saw(string(f.text[:min(len(f.text), 400)]))
			return
		}
	}
	b.put(agency, agencyText, name, nameText, at, x, where{line, -1, -1}, labels)
}

// history reads a record of many samples, as VictoriaMetrics exports a series: metric, values and timestamps, in
// milliseconds. False where the object is no such record.
func (b *builder) history(fields []field, line int32) bool {
	var values []*float64
	var times []int64
	found := 0
	for i := range fields {
		switch {
		case fields[i].kind != '[':
		case string(fields[i].key) == "values" && json.Unmarshal(fields[i].text, &values) == nil,
			string(fields[i].key) == "timestamps" && json.Unmarshal(fields[i].text, &times) == nil:
			found++
		}
	}
	if found < 2 || len(values) != len(times) {
		return false
	}
	agency, hasAgency := b.jsonPart(nil, -1, b.asked.agencyLabels...)
	metric, _ := b.jsonPart(nil, -1, "__name__")
	if !hasAgency {
		b.out.Read++
		b.report(ruleCellEmpty, line, -1).About("agency")
		return true
	}
	number, _ := b.asked.agencies.find(agency.text)
	name, _ := b.asked.names.find(metric.text)
	labels := func(k int) []byte { return b.jsonLabel(nil, b.asked.labels[k]) }
	for i, at := range times {
		x := math.NaN()
		if values[i] != nil {
			x = *values[i]
		}
		b.put(number, agency.text, name, metric.text, milliseconds(at), x, where{line, -1, -1}, labels)
	}
	return true
}

// milliseconds gives a time in milliseconds since 1970 in nanoseconds, cut at the ends of int64.
func milliseconds(at int64) int64 {
	const most = math.MaxInt64 / int64(1e6)
	return min(max(at, -most), most) * 1e6
}
