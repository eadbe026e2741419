package rubric

import (
	"fmt"
	"strconv"
	"time"
)

// Once is the interval of a metric that needs one sample in the whole window, however long it is.
const Once = "once"

// maxInterval is the longest interval between two expected samples: ten years.
const maxInterval = 10 * 365 * 24 * time.Hour

// ParseInterval reads how often a metric is expected: "once", or a whole number of seconds, minutes, hours, days
// or weeks such as "30s", "15m", "1h", "1d", "2w", up to ten years. A day is 24 hours and a week seven days; there
// are no months, for they differ in length: write 30d. Once gives no duration and true.
func ParseInterval(s string) (step time.Duration, once bool, err error) {
	if s == Once {
		return 0, true, nil
	}
	refused := fmt.Errorf("reading the interval %q: neither once nor a number with s, m, h, d or w such as 15m, 1h, 1d, 30d", s)
	if len(s) < 2 {
		return 0, false, refused
	}
	unit, known := intervalUnits[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	if !known || err != nil || n == 0 || n > uint64(maxInterval/unit) {
		return 0, false, refused
	}
	return time.Duration(n) * unit, false, nil
}

var intervalUnits = map[byte]time.Duration{
	's': time.Second,
	'm': time.Minute,
	'h': time.Hour,
	'd': 24 * time.Hour,
	'w': 7 * 24 * time.Hour,
}
