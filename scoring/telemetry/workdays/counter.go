package workdays

// The days that a Counter counts between: 1 January 1970 to 31 December 2200.
const (
	First Day = 0
	Last  Day = 84370
)

// Counter counts working days in constant time, for registers of hundreds of thousands of cases. It keeps what its
// calendar said when it was made.
type Counter struct {
	// until is, for each day from First on, how many working days there are up to and with it.
	until []int32
}

// Counter makes a counter of the calendar's working days.
func (c *Calendar) Counter() *Counter {
	until := make([]int32, Last-First+1)
	n := int32(0)
	for d := First; d <= Last; d++ {
		if c.IsWorking(d) {
			n++
		}
		until[d-First] = n
	}
	return &Counter{until}
}

// Between is Calendar.Between. Days before First count as First, days after Last as Last.
func (c *Counter) Between(from, to Day) int {
	at := func(d Day) int32 { return c.until[min(max(d, First), Last)-First] }
	return int(at(to) - at(from))
}
