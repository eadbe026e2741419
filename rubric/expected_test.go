package rubric

import (
	"testing"
	"time"
)

func TestParseInterval(t *testing.T) {
	for _, c := range []struct {
		text string
		step time.Duration
		once bool
	}{
		{"once", 0, true},
		{"30s", 30 * time.Second, false},
		{"15m", 15 * time.Minute, false},
		{"1h", time.Hour, false},
		{"1d", 24 * time.Hour, false},
		{"30d", 720 * time.Hour, false},     // 30 × 24
		{"2w", 336 * time.Hour, false},      // 2 × 7 × 24
		{"3650d", 87600 * time.Hour, false}, // the limit: 10 × 365 × 24
	} {
		step, once, err := ParseInterval(c.text)
		if err != nil || step != c.step || once != c.once {
			t.Errorf("%q: %v, %t, %v; want %v, %t", c.text, step, once, err, c.step, c.once)
		}
	}
}

func TestParseIntervalRefuses(t *testing.T) {
	for _, text := range []string{
		"", "d", "1", "0d", "-1d", "+1d", "1.5h", "1 d", "1D", "1h30m", "1mo", "daily", "Once", "once ",
		"3651d", "99999999999999999999d", "1_0d", "١d",
	} {
		if step, once, err := ParseInterval(text); err == nil {
			t.Errorf("%q was read as %v, %t", text, step, once)
		}
	}
}
