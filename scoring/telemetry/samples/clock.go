package samples

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// timeForms is what TM004 offers.
const timeForms = "2025-12-31T17:30:00+08:00, 2025-12-31, 2025-12-31 17:30, 1767173400"

// localForms are the times without a zone; they are local to the agency.
var localForms = []string{time.DateOnly, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// maxSeconds is the end of the year 9999 in Unix seconds; what is larger is mostly milliseconds by mistake.
const maxSeconds = 253402300799

// parseTime reads the time of a sample: RFC 3339, a date or a date and time in the agency's zone, Unix seconds with or
// without a fraction. zoned is true where the text itself says which zone is meant.
func parseTime(cell string, zone *time.Location) (at time.Time, zoned, ok bool) {
	cell = strings.TrimSpace(cell)
	if strings.Trim(cell, "0123456789.") == "" {
		at, ok = parseUnix(cell)
		return at, true, ok
	}
	if at, err := time.Parse(time.RFC3339, cell); err == nil {
		return at, true, true
	}
	for _, form := range localForms {
		if len(form) != len(cell) { // time.Parse would accept fractions and one-digit hours
			continue
		}
		if at, err := time.ParseInLocation(form, cell, zone); err == nil {
			return at, false, true
		}
	}
	return time.Time{}, false, false
}

// parseUnix reads seconds since 1970; of a fraction nine digits count.
func parseUnix(cell string) (time.Time, bool) {
	whole, fraction, _ := strings.Cut(cell, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds > maxSeconds || strings.Contains(fraction, ".") {
		return time.Time{}, false
	}
	nanoseconds, _ := strconv.ParseInt((fraction + "000000000")[:9], 10, 64) // nine digits: cannot fail
	return time.Unix(seconds, nanoseconds), true
}

// Nanos gives a time in nanoseconds since 1970, cut at the ends of int64.
func Nanos(at time.Time) int64 {
	switch year := at.Year(); {
	case year < 1678:
		return math.MinInt64
	case year > 2261:
		return math.MaxInt64
	}
	return at.UnixNano()
}

// clock reads times as parseTime does, faster where they are written in the usual way: it remembers the last time, the
// last date and the last zone, which rarely change from one sample to the next.
type clock struct {
	last     [32]byte // the last time, as it was written; length is 0 where it was too long to be remembered
	length   int
	at       int64 // of that time
	from     int64 // the offset for which it is the time, where it is a local one
	absolute bool  // it says itself which zone is meant

	date     [10]byte
	midnight int64 // of that date in UTC, in nanoseconds
	zone     [6]byte
	east     int64 // of that zone, in nanoseconds
}

const second = int64(time.Second)

// read gives the time in nanoseconds since 1970. A time without a zone is local: offset nanoseconds east of Greenwich.
func (c *clock) read(cell []byte, zone *time.Location, offset int64) (at int64, zoned, ok bool) {
	if c.length > 0 && string(cell) == string(c.last[:c.length]) && (c.absolute || offset == c.from) {
		return c.at, c.absolute, true
	}
	if at, zoned, ok = c.quick(cell, offset); !ok {
		t, withZone, readable := parseTime(string(cell), zone)
		if !readable {
			return 0, false, false
		}
		at, zoned = Nanos(t), withZone
	}
	if c.length = 0; len(cell) <= len(c.last) {
		c.length, c.at, c.from, c.absolute = copy(c.last[:], cell), at, offset, zoned
	}
	return at, zoned, true
}

// quick reads whole seconds since 1970, and RFC 3339 or local times without fractions; not ok may also be a time that
// is written in another way.
func (c *clock) quick(cell []byte, offset int64) (at int64, zoned, ok bool) {
	if len(cell) == 10 && cell[4] != '-' { // seconds of the years 2001 to 2286; those of 2262 and later are cut
		var s int64
		for _, b := range cell {
			d := b - '0'
			if d > 9 {
				return 0, false, false
			}
			s = s*10 + int64(d)
		}
		if cell[0] == '0' || s >= 9214646400 {
			return 0, false, false
		}
		return s * second, true, true
	}
	if len(cell) < 10 || !c.day(cell) {
		return 0, false, false
	}
	at, rest := c.midnight, cell[10:]
	if len(rest) == 0 {
		return at - offset, false, true
	}
	if len(rest) < 6 || (rest[0] != 'T' && rest[0] != ' ') || rest[3] != ':' {
		return 0, false, false
	}
	spaced := rest[0] == ' '
	hour, minute := digits(rest[1], rest[2]), digits(rest[4], rest[5])
	if hour > 23 || minute > 59 {
		return 0, false, false
	}
	at += int64(hour*3600+minute*60) * second
	if rest = rest[6:]; len(rest) == 0 {
		return at - offset, false, true
	}
	if len(rest) < 3 || rest[0] != ':' {
		return 0, false, false
	}
	s := digits(rest[1], rest[2])
	if s > 59 {
		return 0, false, false
	}
	at += int64(s) * second
	switch rest = rest[3:]; {
	case len(rest) == 0:
		return at - offset, false, true
	case spaced:
		return 0, false, false
	case len(rest) == 1 && rest[0] == 'Z':
		return at, true, true
	case len(rest) == 6 && c.zoned(rest):
		return at - c.east, true, true
	}
	return 0, false, false
}

// digits gives the number of two digits, and one above 99 for what is no such number.
func digits(tens, ones byte) uint {
	t, o := uint(tens-'0'), uint(ones-'0')
	if t > 9 || o > 9 {
		return 100
	}
	return t*10 + o
}

// day makes a date the one that midnight is of.
func (c *clock) day(cell []byte) bool {
	if string(cell[:10]) == string(c.date[:]) {
		return true
	}
	if cell[4] != '-' || cell[7] != '-' {
		return false
	}
	century, year := digits(cell[0], cell[1]), digits(cell[2], cell[3])
	month, day := digits(cell[5], cell[6]), digits(cell[8], cell[9])
	if century > 22 || century < 17 || year > 99 || month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	t := time.Date(int(century*100+year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC)
	if t.Day() != int(day) || t.Year() > 2260 {
		return false
	}
	c.midnight = t.UnixNano()
	copy(c.date[:], cell)
	return true
}

// zoned makes an offset such as +08:00 the one that east is of.
func (c *clock) zoned(cell []byte) bool {
	if string(cell) == string(c.zone[:]) {
		return true
	}
	hour, minute := digits(cell[1], cell[2]), digits(cell[4], cell[5])
	if (cell[0] != '+' && cell[0] != '-') || cell[3] != ':' || hour > 23 || minute > 59 {
		return false
	}
	east := int64(hour*3600+minute*60) * second
	if cell[0] == '-' {
		east = -east
	}
	c.east = east
	copy(c.zone[:], cell)
	return true
}

// TimeForms are examples of times that can be read.
const TimeForms = timeForms

// ParseTime reads a time as it stands in telemetry, in nanoseconds since 1970; date reads the dates of a workbook. A
// time without a zone is local to zone.
func ParseTime(cell string, date func(string) (time.Time, bool), zone *time.Location) (int64, bool) {
	if at, is := date(cell); is {
		return Nanos(time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone)), true
	}
	at, _, ok := parseTime(cell, zone)
	return Nanos(at), ok
}
