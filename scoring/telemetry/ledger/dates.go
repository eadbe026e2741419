package ledger

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"siap/internal/table"
	"siap/scoring/agency"
	"siap/scoring/telemetry/workdays"
)

// Dates of registers are people's dates: the forms below, with or without a time of day.
var (
	yearForm    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ] *(.*))?$`)
	figuresForm = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:,? +(.*))?$`)
	wordForm    = regexp.MustCompile(`^(?:\pL+, *)?(\d{1,2})[ -]+(\pL+)\.?[ -]+(\d{4})(?:,? +(.*))?$`)
	clockForm   = regexp.MustCompile(`^(?i:pukul +)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)? *([A-Za-z]+|[+-]\d{2}:?\d{2})?$`)
)

// dateForms is what TM102 offers.
const dateForms = "2025-12-31, 2025-12-31 17:30, 31 Desember 2025, 31 Dec 2025; 31/12/2025 (dates: dmy), 12/31/2025 (dates: mdy)"

// maxDate is how many characters a date may have.
const maxDate = 64

// dateReader reads the dates of one register.
type dateReader struct {
	table *table.Table
	order DateOrder
	zone  *time.Location // of times of day without a zone; nil is the agency's
}

// read gives the calendar day of a cell where an agency is. A date alone is that day wherever it was written; a time
// of day with a zone, its own or the register's, may fall on another day there.
func (r *dateReader) read(cell string, there *time.Location) (workdays.Day, bool) {
	if day, ok := plain(cell); ok {
		return within(day)
	}
	if at, ok := r.table.Date(cell); ok {
		if r.zone != nil && (at.Hour() != 0 || at.Minute() != 0 || at.Second() != 0) {
			at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, r.zone).In(there)
		}
		return within(workdays.DayOf(at))
	}
	if len(cell) > maxDate {
		return 0, false
	}
	year, month, day, clock, ok := r.parts(cell)
	if !ok {
		return 0, false
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if at.Day() != day || int(at.Month()) != month {
		return 0, false // 31 June
	}
	if clock == "" {
		return within(workdays.DayOf(at))
	}
	hour, minute, second, zone, ok := r.clock(clock)
	if !ok {
		return 0, false
	}
	if zone != nil {
		at = time.Date(year, time.Month(month), day, hour, minute, second, 0, zone).In(there)
	}
	return within(workdays.DayOf(at))
}

// plain reads 2025-12-31, the form of most registers, quickly.
func plain(cell string) (workdays.Day, bool) {
	if len(cell) != len("2025-12-31") || cell[4] != '-' || cell[7] != '-' {
		return 0, false
	}
	digits := func(from, to int) int {
		n := 0
		for _, c := range []byte(cell[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day := digits(0, 4), digits(5, 7), digits(8, 10)
	if year < 0 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return workdays.Day(at.Unix() / (24 * 60 * 60)), at.Day() == day
}

// within takes the days that working days are counted between.
func within(d workdays.Day) (workdays.Day, bool) {
	return d, d >= workdays.First && d <= workdays.Last
}

// parts takes a date apart; clock is what stands behind it.
func (r *dateReader) parts(cell string) (year, month, day int, clock string, ok bool) {
	if m := yearForm.FindStringSubmatch(cell); m != nil {
		return number(m[1]), number(m[2]), number(m[3]), strings.TrimSpace(m[4]), true
	}
	if m := figuresForm.FindStringSubmatch(cell); m != nil {
		switch r.order {
		case DayFirst:
			return number(m[3]), number(m[2]), number(m[1]), strings.TrimSpace(m[4]), true
		case MonthFirst:
			return number(m[3]), number(m[1]), number(m[2]), strings.TrimSpace(m[4]), true
		}
		return 0, 0, 0, "", false // 3/4 is March to some and April to others
	}
	if m := wordForm.FindStringSubmatch(cell); m != nil {
		if month := monthOf(m[2]); month > 0 {
			return number(m[3]), month, number(m[1]), strings.TrimSpace(m[4]), true
		}
	}
	return 0, 0, 0, "", false
}

// clock reads a time of day; zone is nil where neither the cell nor the register names one.
func (r *dateReader) clock(text string) (hour, minute, second int, zone *time.Location, ok bool) {
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, 0, nil, false
	}
	hour, minute, second, zone = number(m[1]), number(m[2]), number(m[3]), r.zone
	if hour > 23 || minute > 59 || second > 59 {
		return 0, 0, 0, nil, false
	}
	switch name := strings.ToUpper(m[4]); {
	case name == "":
	case name == "Z" || name == "UTC":
		zone = time.UTC
	case name == "WIB" || name == "WITA" || name == "WIT" || name[0] == '+' || name[0] == '-':
		if len(name) == len("+0700") && name[0] != 'W' {
			name = name[:3] + ":" + name[3:]
		}
		if zone, ok = agency.Zone(name); !ok {
			return 0, 0, 0, nil, false
		}
	default:
		return 0, 0, 0, nil, false
	}
	return hour, minute, second, zone, true
}

// number reads digits that a pattern has seen already; "" is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// months are the names of the months in Indonesian and English; three letters of one are enough.
var months = [12][]string{
	{"januari", "january"},
	{"februari", "february", "pebruari"},
	{"maret", "march"},
	{"april"},
	{"mei", "may"},
	{"juni", "june"},
	{"juli", "july"},
	{"agustus", "august", "agt", "ags"},
	{"september"},
	{"oktober", "october"},
	{"november", "nopember"},
	{"desember", "december"},
}

// monthOf gives the number of a month, 1 to 12; 0 for what is none.
func monthOf(word string) int {
	word = strings.ToLower(word)
	if len(word) < 3 {
		return 0
	}
	for i, names := range months {
		for _, name := range names {
			if strings.HasPrefix(name, word) {
				return i + 1
			}
		}
	}
	return 0
}

// shown is how a cell in a column of dates stands in a message: as it is where it looks like a date, else without its
// letters, for a column that was chosen by mistake may hold names.
func shown(cell string) string {
	figures, letters := 0, 0
	for _, c := range cell {
		switch {
		case c >= '0' && c <= '9':
			figures++
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c > 127:
			letters++
		}
	}
	if figures >= 3 && letters <= 12 && len(cell) <= maxDate {
		return cell
	}
	return strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c > 127 {
			return 'x'
		}
		return c
	}, cell[:min(len(cell), maxDate)])
}
