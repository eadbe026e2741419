package ledger

import (
	"bufio"
	"fmt"
	"path"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/workdays"
)

// The columns of a calendar, each with its Indonesian name, and the words for its kinds of day.
var (
	calendarColumns = [...][2]string{{"date", "tanggal"}, {"kind", "jenis"}}
	dayKinds        = map[string]string{
		"libur": workdays.Holiday, "libur_nasional": workdays.Holiday, "holiday": workdays.Holiday,
		"cuti_bersama": workdays.SharedLeave, "shared_leave": workdays.SharedLeave,
		"kerja": workdays.Working, "working": workdays.Working,
	}
)

// maxCalendarDays is how many days a calendar may name: two centuries of holidays.
const maxCalendarDays = 20_000

// ReadCalendar reads a calendar of free days: a table with the columns date and kind (tanggal, jenis), and any others.
// Lines in front that begin with # are comments. The calendar is nil where the findings have an error.
func ReadCalendar(src source.Source) (*workdays.Calendar, telemetry.Summary, *diag.List) {
	found := &diag.List{}
	sum := telemetry.Summary{Name: src.Name}
	t, d := table.OpenAt(src, table.Where{Header: commentLines(src) + 1})
	if d != nil {
		found.Add(d)
		sum.SHA256, sum.Refused = src.SHA256(), true
		return nil, sum, found
	}
	defer t.Close()
	r := calendarReader{t: t, found: found, days: workdays.New(), seen: map[workdays.Day]int{}, dates: dateReader{table: t}}
	if r.header() {
		for row, d := range t.Rows() {
			found.Add(d)
			if d == nil && !r.row(row) {
				break
			}
		}
		if len(r.seen) == 0 && !found.HasErrors() {
			found.Add(ruleCalendar.At(diag.Place{File: src.Name}).Saw(path.Base(src.Name)).Allows("date, kind"))
		}
	}
	sum.Format, sum.Records = t.Format, len(r.seen)
	if hash, err := t.SHA256(); err == nil {
		sum.SHA256 = hash
	}
	if found.HasErrors() {
		sum.Refused, sum.Records, sum.LeftOut = true, 0, sum.Records
		return nil, sum, found
	}
	return r.days, sum, found
}

// commentLines counts the lines of a text in front of its table.
func commentLines(src source.Source) int {
	file, err := src.Open(0)
	if err != nil {
		return 0 // opening it as a table says so
	}
	defer file.Close()
	n := 0
	lines := bufio.NewScanner(file)
	for n < 1000 && lines.Scan() {
		if !strings.HasPrefix(strings.TrimPrefix(lines.Text(), "\ufeff"), "#") {
			return n
		}
		n++
	}
	return n
}

type calendarReader struct {
	t     *table.Table
	found *diag.List
	at    [len(calendarColumns)]int
	days  *workdays.Calendar
	seen  map[workdays.Day]int // the line of each day
	dates dateReader
}

func (r *calendarReader) header() bool {
	for c, names := range calendarColumns {
		r.at[c] = -1
		for i, h := range r.t.Header {
			if f := table.Fold(h); f == names[0] || f == names[1] {
				r.at[c] = i
				break
			}
		}
		if r.at[c] < 0 {
			place := r.t.Place(r.t.Line, 0)
			r.found.Add(ruleCalendar.At(place).Saw(strings.Join(r.t.Header, ", ")).Allows("date, kind (tanggal, jenis)"))
			return false
		}
	}
	return true
}

// row takes one day; false where there are too many.
func (r *calendarReader) row(row table.Row) bool {
	text := func(c int) string { return strings.TrimSpace(row.Cells[r.at[c]]) }
	if strings.HasPrefix(strings.TrimSpace(row.Cells[0]), "#") {
		return true
	}
	day, ok := r.dates.read(text(0), time.UTC)
	if !ok {
		r.found.Add(ruleCalendar.At(r.t.Place(row.Line, r.at[0])).Saw(text(0)).Allows("2025-12-31"))
		return true
	}
	kind, known := dayKinds[table.Fold(text(1))]
	if !known {
		r.found.Add(ruleCalendar.At(r.t.Place(row.Line, r.at[1])).Saw(text(1)).Allows(workdays.Kinds).
			Near(nearest.Of(text(1), []string{workdays.Holiday, workdays.SharedLeave, workdays.Working})))
		return true
	}
	if before, twice := r.seen[day]; twice {
		r.found.Add(ruleCalendar.At(r.t.Place(row.Line, r.at[0])).Saw(text(0)).Allows("1 ×").See(r.t.Place(before, r.at[0])))
		return true
	}
	if len(r.seen) == maxCalendarDays {
		r.found.Add(ruleCalendar.At(r.t.Place(row.Line, r.at[0])).Saw("…").Allows(fmt.Sprintf("≤ %d", maxCalendarDays)))
		return false
	}
	r.seen[day] = row.Line
	r.days.Mark(day, kind)
	return true
}
