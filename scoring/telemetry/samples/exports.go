package samples

import (
	"cmp"
	"slices"
	"strings"
)

// The series that well-known exports give, whatever they call them themselves.
const (
	// KumaUptime is the share of the checks of a day that were up, in per cent, and KumaPing the mean answer time in
	// milliseconds, of the daily table of Uptime Kuma 2. Pending checks and maintenance are in neither of its counts.
	KumaUptime = "kuma_uptime"
	KumaPing   = "kuma_ping"
	// StaffFilled and StaffRequired are the posts of a staffing table that are filled and required, all posts of an
	// agency together.
	StaffFilled   = "staff_filled"
	StaffRequired = "staff_required"
	// CKANDatasets and CKANResources are the numbers of data sets and of their files in a CKAN portal.
	CKANDatasets  = "ckan_datasets"
	CKANResources = "ckan_resources"
)

// kumaMonitor names the monitor in tables of Uptime Kuma.
const kumaMonitor = "monitor_id"

// isKuma recognises the table stat_daily of Uptime Kuma 2 (db/knex_migrations/2023-08-16-0000-create-uptime.js).
func isKuma(header []string) bool {
	for _, name := range []string{kumaMonitor, "timestamp", "ping", "up", "down"} {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return true
}

// staffNames are the columns of a staffing table, by the series they become.
var staffNames = map[string][]string{
	StaffFilled:   {"filled", "terisi"},
	StaffRequired: {"required", "needed", "kebutuhan", "formasi"},
}

// exports finds the columns of well-known tables among those that are not used otherwise; it gives the rest.
func (l *layout) exports(a *Asked, unused []int) []int {
	if isKuma(l.header) {
		l.kuma = true
		return slices.DeleteFunc(unused, func(i int) bool {
			return slices.Contains([]string{"id", "ping", "up", "down", "ping_min", "ping_max", "extras"}, l.header[i])
		})
	}
	found := map[string]int{}
	for _, i := range unused {
		for series, names := range staffNames {
			if _, twice := found[series]; !twice && slices.ContainsFunc(names, func(s string) bool { return strings.EqualFold(s, l.header[i]) }) {
				found[series] = i
			}
		}
	}
	if len(found) < len(staffNames) {
		return unused
	}
	l.summed = true
	for series, i := range found {
		unused = slices.DeleteFunc(unused, func(k int) bool { return k == i })
		number, known := a.names.find([]byte(series))
		if !known {
			number = -1
		}
		l.wide = append(l.wide, wideColumn{i, number, series})
	}
	slices.SortFunc(l.wide, func(a, b wideColumn) int { return cmp.Compare(a.column, b.column) })
	return unused
}

// kumaRow reads a row of the daily table of Uptime Kuma.
func (b *builder) kumaRow(l *layout, cells [][]byte, number int, agency []byte, at int64, line int32) {
	var counts [3]float64 // up, down, ping
	for i, name := range []string{"up", "down", "ping"} {
		c := slices.Index(l.header, name)
		x, wrong := parseNumber(trim(cells[c]), b.comma)
		if wrong != nil || x < 0 {
			b.out.Read++
			b.report(ruleValue, line, int32(c)).Saw(string(cells[c]))
			return
		}
		counts[i] = x
	}
	up, down, ping := counts[0], counts[1], counts[2]
	if up+down == 0 {
		b.out.Read++ // nothing was checked that day but in maintenance: a gap
		return
	}
	w := where{line: line, agency: int32(l.at[columnAgency]), name: -1}
	for _, x := range []struct {
		series string
		value  float64
	}{{KumaUptime, 100 * up / (up + down)}, {KumaPing, ping}} {
		if name, known := b.asked.names.find([]byte(x.series)); known {
			b.put(number, agency, name, []byte(x.series), at, x.value, w, b.labelOf(l, cells))
		} else if number < 0 {
			b.put(number, agency, -1, []byte(x.series), at, x.value, w, nil)
		}
	}
}

// mostSums is how many agencies and days the parts of readings may belong to.
const mostSums = 1 << 20

// sums adds up the parts of readings in the order in which they begin.
type sums struct {
	of  map[sumKey]int
	all []part
}

type sumKey struct {
	agency, series string
	at             int64
}

// part is a reading that is still being added up.
type part struct {
	sumKey
	number, name int
	value        float64
	w            where
}

// sum adds a part of a reading; false where there are too many readings.
func (b *builder) sum(number int, agency []byte, column wideColumn, at int64, x float64, w where) bool {
	key := sumKey{string(agency), column.series, at}
	if i, known := b.sums.of[key]; known {
		b.sums.all[i].value += x
		return true
	}
	if len(b.sums.all) == mostSums {
		return false
	}
	if b.sums.of == nil {
		b.sums.of = map[sumKey]int{}
	}
	b.sums.of[key] = len(b.sums.all)
	b.sums.all = append(b.sums.all, part{key, number, column.name, x, w})
	return true
}

// flush hands on the readings that were added up.
func (b *builder) flush() {
	for i := range b.sums.all {
		p := &b.sums.all[i]
		b.put(p.number, []byte(p.agency), p.name, []byte(p.series), p.at, p.value, p.w, nil)
	}
	b.sums = sums{}
}
