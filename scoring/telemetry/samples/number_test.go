package samples

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"siap/internal/table"
)

// The quick way to read numbers gives what the careful one gives, or leaves it to it.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{
		"0", "-0", "1", "-1.5", "99.99", "0.1", "123456789012345", "1234567890123456", "0.000000000000001", "1,5", "1.5.5", ".5",
		"5.", "-", "", "12345678", "1234567.8", "123456.7", ".1234567", "1.", ".", "..", "1..2", "0000.000", "1:2", "1/2", "99999.99", "1e5", "+3", "-.5", "0x10", "NaN", "Inf", " 7", "9007199254740993",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		x, ok := quickNumber(append([]byte(s), "9.9,99\n99"...)[:len(s)], comma) // what follows a cell is not of it
		want, is := table.Number(s, comma)
		if ok && (!is || math.Float64bits(x) != math.Float64bits(want)) {
			t.Fatalf("%q: %v, carefully %v (%t)", s, x, want, is)
		}
		y, wrong := parseNumber([]byte(s), comma)
		if (wrong == nil) != is || (is && math.Float64bits(y) != math.Float64bits(want)) {
			t.Fatalf("%q: %v (%v), carefully %v (%t)", s, y, wrong, want, is)
		}
	})
}

// So does the quick way to read times, with whatever was read before.
func FuzzTime(f *testing.F) {
	for _, s := range []string{
		"2025-06-01", "2025-06-01T07:30:00Z", "2025-06-01T07:30:00+08:00", "2025-06-01 07:30:00", "2025-06-01T07:30", "2025-06-01 07:30",
		"1767198600", "1767198600.25", "0000000001", "9999999999", "9223372036", "9223372037", "2025-02-29", "2024-02-29", "9999-12-31",
		"0001-01-01", "2025-06-01 07:30:00Z", "2025-06-01T24:00:00Z", "2025-06-01T07:30:60Z", "2025-06-01T07:30:00-23:59", "2262-04-11",
		"2025-06-01T07:30:00.5+07:00", "1677-01-01", "2025-06-01T07:30:00+0800", "2025-06-01t07:30:00z", "",
	} {
		f.Add(s, "2025-06-01T07:30:00+07:00")
		f.Add(s, s)
	}
	wib, wita := time.FixedZone("WIB", 7*60*60), time.FixedZone("WITA", 8*60*60)
	f.Fuzz(func(t *testing.T, s, before string) {
		var c clock
		c.read([]byte(before), wib, 7*3600*second) // an agency in another zone
		at, zoned, ok := c.read([]byte(strings.TrimSpace(s)), wita, 8*3600*second)
		want, wantZoned, wantOK := parseTime(s, wita)
		if ok != wantOK || (ok && (at != Nanos(want) || zoned != wantZoned)) {
			t.Fatalf("%q after %q: %d %t %t, carefully %d %t %t", s, before, at, zoned, ok, Nanos(want), wantZoned, wantOK)
		}
	})
}

func TestDateInName(t *testing.T) {
	for name, want := range map[string]string{
		"telemetry/kuma-2025-06-01.prom":         "2025-06-01 00:00",
		"telemetry/20250601_0730.json":           "2025-06-01 07:30",
		"telemetry/2025-06-01T0730.prom":         "2025-06-01 07:30",
		"telemetry/2025-06-01T07.30_kuma.prom":   "2025-06-01 07:30",
		"telemetry/kuma-2025-02-30.prom":         "",
		"telemetry/kuma-2025-06.prom":            "",
		"telemetry/kuma-120250601.prom":          "",
		"telemetry/2025-06-01/kuma.prom":         "",
		"telemetry/pegawai 2025-12-31 akhir.csv": "2025-12-31 00:00",
	} {
		at, has := dayOf(name)
		if got := at.Format("2006-01-02 15:04"); has != (want != "") || (has && got != want) {
			t.Errorf("%s: %s (%t), want %s", name, got, has, want)
		}
	}
}

func TestDictionary(t *testing.T) {
	var d dictionary
	if _, found := d.find([]byte("x")); found {
		t.Error("something is in an empty dictionary")
	}
	words := []string{"", "a", "ab", "abc", "abcd", "abcde", "abcdefgh", "abcdefghi", strings.Repeat("x", 100)}
	for n := range 40 { // alike but for one byte, of every length
		for at := range n {
			words = append(words, strings.Repeat("y", at)+"z"+strings.Repeat("y", n-at))
		}
	}
	for i := range 5000 {
		words = append(words, "opd-"+strconv.Itoa(i), strconv.Itoa(i)+"-dinas-pendidikan")
	}
	for i, w := range words {
		d.add(w, i)
		d.add(w, -1) // the first stays
	}
	for i, w := range words {
		if n, found := d.find([]byte(w)); !found || n != i {
			t.Fatalf("%q is %d (%t), want %d", w, n, found, i)
		}
		if _, found := d.find([]byte(w + "?")); found {
			t.Fatalf("%q? is found", w)
		}
	}
}
