package agency

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // time zones must be known, and the same, on every machine
)

// zones are the time zones of Indonesia by the names people write.
var zones = map[string]*time.Location{
	"wib": WIB, "asia/jakarta": WIB, "asia/pontianak": WIB,
	"wita": WITA, "asia/makassar": WITA, "asia/ujung_pandang": WITA,
	"wit": WIT, "asia/jayapura": WIT,
}

// Zone reads a time zone: WIB, WITA, WIT, an offset such as +07:00 (at most 14 hours), or a name of the IANA
// time zone database; "" is WIB. It reports false for anything else.
func Zone(text string) (*time.Location, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return WIB, true
	}
	if zone, known := zones[strings.ToLower(text)]; known {
		return zone, true
	}
	if text[0] == '+' || text[0] == '-' {
		return offset(text)
	}
	if strings.EqualFold(text, "local") || len(text) > 64 { // "Local" would depend on the machine
		return nil, false
	}
	zone, err := time.LoadLocation(text)
	return zone, err == nil
}

func offset(text string) (*time.Location, bool) {
	t, err := time.Parse("15:04", text[1:])
	if err != nil || len(text) != len("+07:00") {
		return nil, false
	}
	seconds := t.Hour()*3600 + t.Minute()*60
	if seconds > 14*3600 {
		return nil, false
	}
	if text[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(fmt.Sprintf("UTC%s", text), seconds), true
}
