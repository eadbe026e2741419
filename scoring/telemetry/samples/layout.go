package samples

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"siap/internal/diag"
	"siap/internal/nearest"
)

// columns are the four that every long table has, each with its Indonesian name.
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

// timeNames are further names of the column of times, in exports.
var timeNames = []string{"timestamp", "tanggal", "date"}

// layout says which column of a table holds what; -1 is none.
type layout struct {
	at    [len(columns)]int
	unit  int
	label []int // by number in Asked.labels
	// wide are the columns that are series themselves, where the table has no columns metric and value.
	wide []wideColumn
	// summed says that the rows of one agency are parts of one reading: the posts of a staffing table.
	summed bool
	// kuma is the daily table of Uptime Kuma.
	kuma   bool
	header []string
}

// wideColumn is a column that is a series; name is its number in Asked.names, -1 where nobody asks for it.
type wideColumn struct {
	column, name int
	series       string
}

// headed finds the columns of a table by their names.
func headed(a *Asked, header []string, place func(column int) diag.Place, report func(*diag.Diagnostic)) (*layout, bool) {
	l := &layout{at: [len(columns)]int{-1, -1, -1, -1}, unit: -1, header: header}
	for range a.labels {
		l.label = append(l.label, -1)
	}
	faulty, kuma := false, isKuma(header)
	var others []int
	for i, name := range header {
		c := slices.IndexFunc(columns[:], func(names [2]string) bool {
			return strings.EqualFold(name, names[0]) || strings.EqualFold(name, names[1])
		})
		if c < 0 && (a.isAgency(name) || (kuma && strings.EqualFold(name, kumaMonitor))) {
			c = columnAgency
		}
		switch {
		case c < 0 && name != "":
			others = append(others, i)
		case c < 0:
		case l.at[c] >= 0:
			faulty = true
			report(ruleColumnTwice.At(place(i)).About(columns[c][0]).Saw(name).See(place(l.at[c])))
		default:
			l.at[c] = i
		}
	}
	others = l.further(a, others)
	for _, i := range others {
		report(ruleColumnUnused.At(place(i)).Saw(header[i]))
	}
	if faulty {
		return nil, false
	}
	return l, l.complete(a, others, place, report)
}

// further finds, among the columns that are none of the four, those of labels, units and series; it gives the rest.
func (l *layout) further(a *Asked, others []int) (unused []int) {
	wide := l.at[columnMetric] < 0 && l.at[columnValue] < 0
	for _, i := range others {
		name := l.header[i]
		taken := false
		if k := slices.Index(a.labels, name); k >= 0 {
			l.label[k], taken = i, true
		}
		number, known := a.names.find([]byte(name))
		switch {
		case l.at[columnTime] < 0 && slices.ContainsFunc(timeNames, func(s string) bool { return strings.EqualFold(s, name) }):
			l.at[columnTime] = i
		case !wide && l.unit < 0 && (strings.EqualFold(name, "unit") || strings.EqualFold(name, "satuan")):
			l.unit = i
		case wide && known:
			l.wide = append(l.wide, wideColumn{i, number, name})
		case !taken:
			unused = append(unused, i)
		}
	}
	if wide {
		unused = l.exports(a, unused)
	}
	return unused
}

// complete reports what no table can do without.
func (l *layout) complete(a *Asked, others []int, place func(column int) diag.Place, report func(*diag.Diagnostic)) bool {
	var names []string
	for _, i := range others {
		names = append(names, l.header[i])
	}
	long := l.at[columnMetric] >= 0 || l.at[columnValue] >= 0 || len(l.wide) == 0 && !l.kuma
	whole := true
	for c, i := range l.at {
		if i >= 0 || (!long && (c == columnMetric || c == columnValue || c == columnTime)) {
			continue
		}
		whole = false
		at := place(0)
		at.Column, at.Cell, at.Sheet, at.Line = 0, "", "", headerLine
		allowed := columnNames
		if a.agencyLabel != "" && c == columnAgency {
			allowed += ", " + a.agencyLabel
		}
		report(ruleColumnMissing.At(at).About(columns[c][0]).Allows(allowed).Near(nearest.Of(columns[c][0], names)))
	}
	return whole
}

// edge marks the bytes that a cell may begin and end with and have no blanks to take off: the visible ones of ASCII.
var edge = func() (t [256]bool) {
	for c := '!'; c <= '~'; c++ {
		t[c] = true
	}
	return t
}()

// bare reports whether there are no blanks to take off a cell.
func bare(cell []byte) bool { return len(cell) > 0 && edge[cell[0]] && edge[cell[len(cell)-1]] }

// trim takes the blanks off both ends of a cell.
func trim(cell []byte) []byte {
	if bare(cell) {
		return cell
	}
	return trimmed(cell)
}

func trimmed(cell []byte) []byte {
	for len(cell) > 0 && cell[0] <= ' ' && (cell[0] == ' ' || cell[0] == '\t' || cell[0] == '\r') {
		cell = cell[1:]
	}
	for n := len(cell); n > 0 && cell[n-1] <= ' ' && (cell[n-1] == ' ' || cell[n-1] == '\t' || cell[n-1] == '\r'); n-- {
		cell = cell[:n-1]
	}
	if len(cell) > 0 && (cell[0] >= utf8.RuneSelf || cell[len(cell)-1] >= utf8.RuneSelf || cell[0] < ' ' || cell[len(cell)-1] < ' ') {
		return bytes.TrimSpace(cell)
	}
	return cell
}

// row reads one row of a table; cells has as many as the header.
func (b *builder) row(l *layout, cells [][]byte, line int32) {
	if l.at[columnMetric] < 0 {
		b.wideRow(l, cells, line)
		return
	}
	agency, metric := cells[l.at[columnAgency]], cells[l.at[columnMetric]]
	clock, value := cells[l.at[columnTime]], cells[l.at[columnValue]]
	if !bare(agency) || !bare(metric) || !bare(clock) || !bare(value) {
		agency, metric, clock, value = trim(agency), trim(metric), trim(clock), trim(value)
	}
	if len(agency) == 0 || len(metric) == 0 || len(clock) == 0 || len(value) == 0 {
		b.out.Read++
		for c, cell := range [...][]byte{clock, agency, metric, value} {
			if len(cell) == 0 {
				b.report(ruleCellEmpty, line, int32(l.at[c])).About(columns[c][0])
			}
		}
		return
	}
	number, _ := b.asked.agencies.find(agency)
	at, ok := b.time(clock, number, line, int32(l.at[columnTime]))
	x, wrong := parseNumber(value, b.comma)
	if wrong != nil {
		b.report(*wrong, line, int32(l.at[columnValue])).Saw(string(value))
	}
	if !ok || wrong != nil {
		b.out.Read++
		return
	}
	name, known := b.asked.names.find(metric)
	if known && l.unit >= 0 {
		b.unit(name, trim(cells[l.unit]), line)
	}
	w := where{line: line, agency: int32(l.at[columnAgency]), name: int32(l.at[columnMetric])}
	b.put(number, agency, name, metric, at, x, w, b.labelOf(l, cells))
}

// labelOf gives the labels of a row, nil where no metric asks for any.
func (b *builder) labelOf(l *layout, cells [][]byte) func(int) []byte {
	if len(l.label) == 0 {
		return nil
	}
	return func(k int) []byte {
		if i := l.label[k]; i >= 0 {
			return trim(cells[i])
		}
		return nil
	}
}

// time reads a time, local to the agency of a number; of an agency that is not known (-1) only its form is looked at.
func (b *builder) time(cell []byte, agency int, line, column int32) (int64, bool) {
	zone, offset := time.UTC, int64(0)
	if agency >= 0 {
		zone, offset = b.asked.zones[agency], b.asked.offsets[agency]
	}
	if b.date != nil {
		if at, is := b.date(string(cell)); is {
			return Nanos(time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone)), true
		}
	}
	at, zoned, ok := b.clock.read(cell, zone, offset)
	switch {
	case !ok:
		b.report(ruleTime, line, column).Saw(string(cell)).Allows(timeForms)
	case zoned && b.out.zoned == 0:
		b.out.zoned = int(line) + 1
	case !zoned && b.out.local == 0:
		b.out.local = int(line) + 1
	}
	return at, ok
}

// asOf is the time of a sample without one: the start of the day that the file's name gives, or of the last day of the
// window.
func (b *builder) asOf(agency int) int64 {
	zone := time.UTC
	if agency >= 0 {
		zone = b.asked.zones[agency]
	}
	b.out.asOf = true
	day := b.day
	return Nanos(time.Date(day.Year(), day.Month(), day.Day(), day.Hour(), day.Minute(), day.Second(), 0, zone))
}

// wideRow reads a row with one column a series. An empty cell is a gap: nothing was measured there.
func (b *builder) wideRow(l *layout, cells [][]byte, line int32) {
	agency := trim(cells[l.at[columnAgency]])
	if len(agency) == 0 {
		b.out.Read++
		b.report(ruleCellEmpty, line, int32(l.at[columnAgency])).About(columns[columnAgency][0])
		return
	}
	number, _ := b.asked.agencies.find(agency)
	var at int64
	if c := l.at[columnTime]; c < 0 {
		at = b.asOf(number)
	} else {
		clock := trim(cells[c])
		if len(clock) == 0 {
			b.out.Read++
			b.report(ruleCellEmpty, line, int32(c)).About(columns[columnTime][0])
			return
		}
		var ok bool
		if at, ok = b.time(clock, number, line, int32(c)); !ok {
			b.out.Read++
			return
		}
	}
	if l.kuma {
		b.kumaRow(l, cells, number, agency, at, line)
	}
	labels := b.labelOf(l, cells)
	for _, c := range l.wide {
		cell := trim(cells[c.column])
		if len(cell) == 0 {
			continue
		}
		x, wrong := parseNumber(cell, b.comma)
		if wrong != nil {
			b.out.Read++
			b.report(*wrong, line, int32(c.column)).Saw(string(cell))
			continue
		}
		w := where{line: line, agency: int32(l.at[columnAgency]), name: int32(c.column)}
		if !l.summed {
			b.put(number, agency, c.name, []byte(c.series), at, x, w, labels)
			continue
		}
		if !b.sum(number, agency, c, at, x, w) {
			b.report(ruleTooMany, line, int32(c.column)).Allows(strconv.Itoa(mostSums))
			return
		}
	}
}
