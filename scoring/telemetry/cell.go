package telemetry

import (
	"math"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/table"
)

// timeForms is what TM004 offers.
const timeForms = "2025-12-31T17:30:00+08:00, 2025-12-31, 2025-12-31 17:30, 1767173400"

// localForms are the times without a zone; they are local to the agency.
var localForms = []string{time.DateOnly, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// maxSeconds is the end of the year 9999 in Unix seconds; what is larger is mostly milliseconds by mistake.
const maxSeconds = 253402300799

// parseTime reads the time of a sample: RFC 3339, a date or a date and time in the agency's zone, Unix seconds
// with or without a fraction, or the date of a workbook's cell, which is local as well.
func parseTime(cell string, t *table.Table, zone *time.Location) (time.Time, bool) {
	cell = strings.TrimSpace(cell)
	if at, ok := t.Date(cell); ok {
		return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone), true
	}
	if strings.Trim(cell, "0123456789.") == "" {
		return parseUnix(cell)
	}
	if at, err := time.Parse(time.RFC3339, cell); err == nil {
		return at, true
	}
	for _, form := range localForms {
		if len(form) != len(cell) { // time.Parse would accept fractions and one-digit hours
			continue
		}
		if at, err := time.ParseInLocation(form, cell, zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
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

// parseValue reads the value of a sample; the rule says what is wrong with it.
func parseValue(cell string, decimalComma bool) (x float64, wrong *diag.Rule) {
	if x, ok := table.Number(cell, decimalComma); ok {
		return x, nil
	}
	// ParseFloat knows the many spellings of NaN and infinity, and gives infinity for what is too large.
	if x, _ := strconv.ParseFloat(strings.TrimSpace(cell), 64); math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, &ruleNotFinite
	}
	return 0, &ruleValue
}
