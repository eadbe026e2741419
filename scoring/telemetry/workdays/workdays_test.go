package workdays

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t testing.TB, text string) Day {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return DayOf(at)
}

// Counted by hand on a wall calendar.
func TestBetweenByHand(t *testing.T) {
	c := Builtin()
	for _, k := range []struct {
		from, to string
		want     int
		why      string
	}{
		{"2025-03-03", "2025-03-03", 0, "the same day"},
		{"2025-03-03", "2025-03-04", 1, "Monday to Tuesday"},
		{"2025-03-07", "2025-03-10", 1, "Friday to Monday"},
		{"2025-03-07", "2025-03-09", 0, "Friday to Sunday"},
		{"2025-03-08", "2025-03-10", 1, "what comes in on a Saturday begins to count on Monday"},
		{"2025-03-27", "2025-04-08", 1, "Nyepi, Idulfitri and shared leave: only 8 April is worked"},
		{"2024-02-27", "2024-03-01", 3, "28 and 29 February of a leap year, and 1 March"},
		{"2025-02-27", "2025-03-03", 2, "28 February, and Monday 3 March: no leap year"},
		{"2024-12-24", "2025-01-02", 4, "over the year's end: 27, 30, 31 December, 2 January"},
		{"2025-03-04", "2025-03-03", -1, "backwards"},
		{"2025-01-02", "2026-01-01", 236, "3 January 2025 to 1 January 2026 are 52 weeks, 260 days, less 24 free ones on weekdays"},
	} {
		if got := c.Between(day(t, k.from), day(t, k.to)); got != k.want {
			t.Errorf("%s to %s is %d, want %d: %s", k.from, k.to, got, k.want, k.why)
		}
	}
}

// UU 14/2008, article 22: within 10 working days. What came in on Tuesday 25 March 2025 has 26 and 27 March, then from
// 8 April on eight more: 8, 9, 10, 11, 14, 15, 16, 17 April.
func TestAfterByHand(t *testing.T) {
	if got := Builtin().After(day(t, "2025-03-25"), 10); got != day(t, "2025-04-17") {
		t.Errorf("ten working days end on %s, want 2025-04-17", got)
	}
}

func TestWeekday(t *testing.T) {
	for text, want := range map[string]time.Weekday{"1969-12-31": time.Wednesday, "1970-01-01": time.Thursday, "2024-02-29": time.Thursday} {
		if got := day(t, text).Weekday(); got != want {
			t.Errorf("%s is a %s, want %s", text, got, want)
		}
	}
}

func TestKnows(t *testing.T) {
	c := Builtin()
	if !c.Knows(day(t, "2024-01-01"), day(t, "2026-12-31")) || c.Knows(day(t, "2023-12-31"), day(t, "2024-06-01")) || c.Knows(day(t, "2026-06-01"), day(t, "2027-01-01")) {
		t.Error("the calendar knows 2024 to 2026 and no other year")
	}
}

func TestAWorkedSaturday(t *testing.T) {
	c, err := Parse(strings.NewReader("date,kind,name\n2025-03-08,kerja,ganti hari\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Between(day(t, "2025-03-07"), day(t, "2025-03-10")); got != 2 {
		t.Errorf("%d working days, want Saturday and Monday", got)
	}
}

func TestParseRefusesEveryFaultAtOnce(t *testing.T) {
	_, err := Parse(strings.NewReader("date,kind,name\n2025-13-01,libur,x\n2025-01-01,pesta,x\n2025-01-02,libur,x\n2025-01-02,libur,x\nx\n"))
	if err == nil {
		t.Fatal("accepted")
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || len(joined.Unwrap()) != 4 {
		t.Fatalf("faults %v, want four", err)
	}
	for i, line := range []int{2, 3, 5, 6} {
		var fault *LineError
		if !errors.As(joined.Unwrap()[i], &fault) || fault.Line != line {
			t.Errorf("fault %d is %v, want one on line %d", i, joined.Unwrap()[i], line)
		}
	}
	if _, err := Parse(strings.NewReader("tanggal;jenis\n")); err == nil {
		t.Error("another header was accepted")
	}
}

// The counter's days end where a calendar file's end.
func TestCounterReachesAsFarAsCalendars(t *testing.T) {
	if First != day(t, "1970-01-01") || Last != day(t, "2200-12-31") {
		t.Errorf("it counts %s to %s", First, Last)
	}
	counter := Builtin().Counter()
	if before, after := counter.Between(First-100, First), counter.Between(Last, Last+100); before != 0 || after != 0 {
		t.Errorf("beyond its ends it counts %d and %d days", before, after)
	}
}

func TestMark(t *testing.T) {
	c := New()
	if first, last := c.Years(); first != 0 || last != 0 || c.Knows(day(t, "2025-01-01"), day(t, "2025-01-01")) {
		t.Errorf("an empty calendar knows %d to %d", first, last)
	}
	if c.Mark(day(t, "2025-01-01"), "pesta") || !c.IsWorking(day(t, "2025-01-01")) {
		t.Error("a kind that is none was taken")
	}
	if !c.Mark(day(t, "2025-01-01"), Holiday) || c.IsWorking(day(t, "2025-01-01")) {
		t.Error("the holiday is worked")
	}
	c.Mark(day(t, "2027-03-01"), SharedLeave)
	if first, last := c.Years(); first != 2025 || last != 2027 {
		t.Errorf("it knows %d to %d", first, last)
	}
}

// Counting by weeks gives what counting day by day gives; spans add up; After is the inverse of Between.
func TestProperties(t *testing.T) {
	c := Builtin()
	counter := c.Counter()
	rapid.Check(t, func(t *rapid.T) {
		from := Day(rapid.IntRange(18000, 21000).Draw(t, "from"))
		to := from + Day(rapid.IntRange(0, 3000).Draw(t, "length"))
		mid := from + Day(rapid.IntRange(0, int(to-from)).Draw(t, "middle"))
		whole := c.Between(from, to)
		if got := c.long(from, to); got != whole {
			t.Fatalf("by weeks %d, day by day %d", got, whole)
		}
		if got := counter.Between(from, to); got != whole || counter.Between(to, from) != -whole {
			t.Fatalf("the counter says %d, day by day %d", got, whole)
		}
		if c.Between(from, mid)+c.Between(mid, to) != whole {
			t.Fatalf("%s – %s – %s do not add up", from, mid, to)
		}
		n := rapid.IntRange(0, 60).Draw(t, "n")
		end := c.After(from, n)
		if c.Between(from, end) != n || (n > 0 && !c.IsWorking(end)) {
			t.Fatalf("%d working days after %s is %s", n, from, end)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(builtin)
	f.Add("date,kind\n2025-01-01,libur\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := Parse(strings.NewReader(text)); err == nil {
			c.Between(0, 30000)
		}
	})
}
