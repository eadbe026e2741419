package questionnaire

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"siap/internal/table"
)

// dateOrder says in which order a file writes days with slashes.
type dateOrder uint8

const (
	unknownOrder dateOrder = iota
	dayFirst
	monthFirst
)

// slashed finds a day with slashes, and the time behind it.
var slashed = regexp.MustCompile(`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?:[ ,T]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?(?: (GMT|UTC)(?:([+-]\d{1,2})(?::?(\d{2}))?)?)?)?$`)

// slashedTime is a day with slashes before it is known which number is the month.
type slashedTime struct {
	first, second, year int
	hour, minute, sec   int
	yearFirst           bool
	zone                *time.Location
}

func parseSlashed(cell string) (slashedTime, bool) {
	found := slashed.FindStringSubmatch(strings.TrimSpace(cell))
	if found == nil {
		return slashedTime{}, false
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(found[i]) // digits, or nothing
		return n
	}
	s := slashedTime{first: number(1), second: number(2), year: number(3), hour: number(4), minute: number(5), sec: number(6)}
	switch {
	case len(found[1]) == 4 && len(found[3]) <= 2: // 2025/03/01
		s.yearFirst = true
		s.first, s.second, s.year = number(3), number(2), number(1)
	case len(found[1]) > 2 || (len(found[3]) != 4 && len(found[3]) != 2):
		return slashedTime{}, false
	}
	if len(found[3]) == 2 && !s.yearFirst {
		s.year += 2000
	}
	switch strings.ToLower(found[7]) {
	case "p":
		s.hour = s.hour%12 + 12
	case "a":
		s.hour %= 12
	}
	if found[8] != "" {
		hours, minutes := number(9), number(10) // 0 where nothing stands
		if hours < 0 {
			minutes = -minutes
		}
		s.zone = time.FixedZone("", hours*3600+minutes*60)
	}
	return s, true
}

// in gives the time, in an order of its numbers; false where there is no such day.
func (s slashedTime) in(order dateOrder, zone *time.Location) (time.Time, bool) {
	day, month := s.first, s.second
	switch {
	case s.yearFirst:
	case order == monthFirst:
		day, month = s.second, s.first
	case order == unknownOrder:
		return time.Time{}, false
	}
	if s.zone != nil {
		zone = s.zone
	}
	if zone == nil {
		zone = time.UTC
	}
	t := time.Date(s.year, time.Month(month), day, s.hour, s.minute, s.sec, 0, zone)
	ok := month >= 1 && month <= 12 && t.Day() == day && s.hour < 24 && s.minute < 60 && s.sec < 60 && s.year >= 1900 && s.year <= 2200
	return t, ok
}

// day gives a day with slashes as 2025-03-01; anything else stays as it is.
func (o dateOrder) day(cell string) string {
	if s, is := parseSlashed(cell); is {
		if t, ok := s.in(o, time.UTC); ok {
			return t.Format(time.DateOnly)
		}
	}
	return cell
}

// prepareOrder finds out in which order the times of submission are written, from the whole column: a number above 12
// is a day, and the tools write their rows in the order they came. Where both orders are possible nothing is taken for
// granted.
func (f *surveyFile) prepareOrder() {
	at, there := f.cells.at["submitted"]
	if !there || !f.tool.slashes {
		return
	}
	if name := strings.ToLower(f.t.Header[at]); strings.Contains(name, "waktu") || strings.Contains(name, "tanggal") {
		f.order = dayFirst
	}
	t, d := f.again()
	if d != nil {
		return // the file says so itself
	}
	defer t.Close()
	f.order = orderOf(t, at, f.order)
}

func orderOf(t *table.Table, at int, meant dateOrder) dateOrder {
	possible := map[dateOrder]bool{dayFirst: true, monthFirst: true}
	sorted := map[dateOrder]bool{dayFirst: true, monthFirst: true}
	last := map[dateOrder]time.Time{}
	some := false
	for row, d := range t.Rows() {
		if d != nil || at >= len(row.Cells) {
			continue
		}
		s, is := parseSlashed(row.Cells[at])
		if !is || s.yearFirst {
			continue
		}
		some = true
		for _, order := range []dateOrder{dayFirst, monthFirst} {
			when, ok := s.in(order, time.UTC)
			if !ok {
				possible[order] = false
				continue
			}
			if when.Before(last[order]) {
				sorted[order] = false
			}
			last[order] = when
		}
	}
	switch {
	case !some:
		return meant
	case possible[dayFirst] != possible[monthFirst]:
		return only(possible)
	case !possible[dayFirst]:
		return unknownOrder
	case sorted[dayFirst] != sorted[monthFirst]:
		return only(sorted)
	}
	return meant
}

func only(of map[dateOrder]bool) dateOrder {
	if of[dayFirst] {
		return dayFirst
	}
	return monthFirst
}

// submitted reads when a submission was sent; zero where that is not known.
func (f *surveyFile) submitted(row table.Row, zone *time.Location) time.Time {
	i, there := f.cells.at["submitted"]
	if !there {
		return time.Time{}
	}
	cell := strings.TrimSpace(row.Cells[i])
	if f.tool.zone != nil {
		zone = f.tool.zone
	}
	if s, is := parseSlashed(cell); is {
		t, ok := s.in(f.order, zone)
		if !ok {
			f.note(ruleTimeOrder.At(f.t.Place(row.Line, i)).Saw(cell))
		}
		return t
	}
	before := len(f.cells.found)
	t, ok := f.cells.date(row, "submitted", zone)
	if !ok { // a time that cannot be read keeps nobody's answers out
		f.cells.found = f.cells.found[:before]
		f.note(ruleTimeOrder.At(f.t.Place(row.Line, i)).Saw(cell))
	}
	if t.Year() == 1980 && t.YearDay() == 1 { // LimeSurvey writes it where a survey notes no times
		return time.Time{}
	}
	return t
}
