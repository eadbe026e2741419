// Package workdays counts working days. Laws set their time limits in them: information requests are answered within
// 10 working days (UU 14/2008, article 22), complaints verified within 3.
package workdays

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Day is a calendar day, counted in days since 1 January 1970.
type Day int

// DayOf is the calendar day of a time in its own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Time is the beginning of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// Weekday is the day's weekday. 1 January 1970 was a Thursday.
func (d Day) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// String writes the day as 2025-12-31.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Calendar knows which days are worked. Saturdays and Sundays are not, unless the calendar names one as a working day.
type Calendar struct {
	free map[Day]bool
	// working are weekend days on which people work.
	working map[Day]bool
	// first and last are the first and the last year that the calendar knows holidays of; 0 for none.
	first, last int
}

// The kinds of day in a calendar file.
const (
	Holiday     = "libur"        // a national holiday
	SharedLeave = "cuti_bersama" // a day of shared leave: not worked in government
	Working     = "kerja"        // a weekend day that is worked

	// Kinds is all of them, for messages.
	Kinds = Holiday + ", " + SharedLeave + ", " + Working
)

//go:embed calendar.csv
var builtin string

// Builtin is the calendar of Indonesia that comes with the program: 2024 to 2026, to be verified by whoever
// publishes a number that depends on it.
func Builtin() *Calendar {
	c, err := Parse(strings.NewReader(builtin))
	if err != nil { // cannot be: a test reads the same bytes
		return New()
	}
	return c
}

// The limits of a calendar file.
const (
	maxBytes = 1 << 20
	maxDays  = 20_000
)

// LineError says what is wrong with a line of a calendar file.
type LineError struct {
	Line          int
	Seen, Allowed string
}

func (e *LineError) Error() string {
	return fmt.Sprintf("line %d of the calendar: %q, want %s", e.Line, e.Seen, e.Allowed)
}

// Parse reads a calendar file: CSV with the columns date (2025-12-31), kind (libur, cuti_bersama, kerja) and name;
// lines that begin with # are comments. All faulty lines are reported together, joined, each a *LineError.
func Parse(r io.Reader) (*Calendar, error) {
	in := csv.NewReader(io.LimitReader(r, maxBytes))
	in.Comment, in.FieldsPerRecord, in.TrimLeadingSpace = '#', -1, true
	c := New()
	var faults []error
	seen := map[Day]int{}
	for n := 0; ; n++ {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("reading the calendar: %w", err))
			break
		}
		line, _ := in.FieldPos(0)
		if n == 0 {
			if len(row) < 2 || row[0] != "date" || row[1] != "kind" {
				return nil, &LineError{line, strings.Join(row, ","), "date,kind,name"}
			}
			continue
		}
		if n > maxDays {
			faults = append(faults, &LineError{line, "…", fmt.Sprintf("at most %d days", maxDays)})
			break
		}
		if fault := c.add(row, line, seen); fault != nil {
			faults = append(faults, fault)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return c, nil
}

func (c *Calendar) add(row []string, line int, seen map[Day]int) error {
	if len(row) < 2 {
		return &LineError{line, strings.Join(row, ","), "date,kind,name"}
	}
	t, err := time.Parse(time.DateOnly, row[0])
	if err != nil || t.Year() < 1970 || t.Year() > 2200 {
		return &LineError{line, row[0], "2025-12-31"}
	}
	day := DayOf(t)
	if before, twice := seen[day]; twice {
		return &LineError{line, row[0], fmt.Sprintf("each day once; line %d has it too", before)}
	}
	seen[day] = line
	if !c.Mark(day, row[1]) {
		return &LineError{line, row[1], Kinds}
	}
	return nil
}

// New makes a calendar that knows no holidays; Mark tells it of them.
func New() *Calendar { return &Calendar{free: map[Day]bool{}, working: map[Day]bool{}} }

// Mark tells the calendar what kind of day a day is: Holiday, SharedLeave or Working. It reports false, and changes
// nothing, for any other kind. The years of all days that were marked count as known.
func (c *Calendar) Mark(d Day, kind string) bool {
	switch kind {
	case Holiday, SharedLeave:
		c.free[d] = true
	case Working:
		c.working[d] = true
	default:
		return false
	}
	year := d.Time().Year()
	if c.first == 0 || year < c.first {
		c.first = year
	}
	c.last = max(c.last, year)
	return true
}

// Years gives the first and the last year that the calendar knows holidays of; 0 and 0 where it knows none.
func (c *Calendar) Years() (first, last int) { return c.first, c.last }

// Knows reports whether the calendar has holidays of all years from one day to another; beyond them only weekends
// are known, and a count of working days comes out too high.
func (c *Calendar) Knows(from, to Day) bool {
	return c.first != 0 && from.Time().Year() >= c.first && to.Time().Year() <= c.last
}

// IsWorking reports whether a day is worked.
func (c *Calendar) IsWorking(d Day) bool {
	if c.free[d] {
		return false
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return c.working[d]
	}
	return true
}

// Between counts the working days after from, up to and with to: what came in on a Monday and was answered on the
// Tuesday took one. What was answered on the day it came in, or on the free days behind it, took none. It is
// negative where to is before from.
func (c *Calendar) Between(from, to Day) int {
	if to < from {
		return -c.Between(to, from)
	}
	n := 0
	if weeks := int(to-from) / 7; weeks > maxWalk/7 {
		return c.long(from, to)
	}
	for d := from + 1; d <= to; d++ {
		if c.IsWorking(d) {
			n++
		}
	}
	return n
}

// maxWalk is how many days are looked at one by one; longer spans are counted by weeks.
const maxWalk = 4000

// long counts a span of many years: five days a week, less the holidays in it that fall on weekdays, and the
// weekend days that are worked.
func (c *Calendar) long(from, to Day) int {
	weeks := int(to-from) / 7
	n := weeks * 5
	for d := from + Day(weeks*7) + 1; d <= to; d++ {
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			n++
		}
	}
	for d := range c.free {
		if w := d.Weekday(); d > from && d <= to && w != time.Saturday && w != time.Sunday {
			n--
		}
	}
	for d := range c.working {
		if w := d.Weekday(); d > from && d <= to && !c.free[d] && (w == time.Saturday || w == time.Sunday) {
			n++
		}
	}
	return n
}

// After gives the last day on which something that came in on a day is still in time, when it must be done within n
// working days.
func (c *Calendar) After(from Day, n int) Day {
	d := from
	for n > 0 {
		d++
		if c.IsWorking(d) {
			n--
		}
	}
	return d
}
