package progress

import (
	"strings"
	"sync"
	"testing"
	"time"

	"siap/internal/l10n"
)

// watch is a clock that a test moves.
type watch struct{ at time.Time }

func (w *watch) now() time.Time       { return w.at }
func (w *watch) pass(d time.Duration) { w.at = w.at.Add(d) }

// last is the line that stands on a terminal after what was written to it.
func last(written string) string {
	lines := strings.Split(written, "\r")
	return strings.TrimRight(lines[len(lines)-1], " ")
}

func TestBar(t *testing.T) {
	for _, c := range []struct {
		name, lang  string
		width       int
		unit        Unit
		done, total int64
		after       time.Duration
		want        string
	}{
		// A quarter of 1 GB in 2 s is 125 MB/s; the other 750 MB take 6 s.
		{"bytes", "en", 80, Bytes, 250e6, 1e9, 2 * time.Second, "telemetri  [#####···············]  25%  125 MB/s  0:06 left"},
		{"in Indonesian", "id", 80, Bytes, 25e6, 1e8, 10 * time.Second, "telemetri  [#####···············]  25 %  2,5 MB/dtk  sisa 0:30"},
		{"items", "en", 80, Items, 3000, 9000, time.Second, "telemetri  [######··············]  33%  3,000/s  0:02 left"},
		{"slow", "en", 80, Items, 1, 7300, time.Second, "telemetri  [····················]  0%  1.0/s  2:01:39 left"},
		{"all", "en", 80, Items, 10, 10, time.Second, "telemetri  [####################]  100%  10/s"},
		{"more than all", "en", 80, Items, 20, 10, time.Second, "telemetri  [####################]  100%  20/s"},
		{"nobody knows how much", "en", 80, Bytes, 5e6, 0, time.Second, "telemetri  5.0 MB  5.0 MB/s"},
		{"nothing yet", "en", 80, Items, 0, 10, time.Second, "telemetri  [····················]  0%  0.0/s"},
		{"narrow", "en", 31, Bytes, 250e6, 1e9, 2 * time.Second, "telemetri  125 MB/s  0:06 left"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			w := &watch{at: time.Unix(0, 0)}
			bar := New(&out, true, c.width, w.now, l10n.For(c.lang)).Start("telemetri", c.total, c.unit)
			w.pass(c.after)
			bar.Add(c.done)
			if got := last(out.String()); got != c.want {
				t.Errorf("shows %q, want %q", got, c.want)
			}
			bar.Done()
			if got := last(out.String()); got != "" {
				t.Errorf("leaves %q", got)
			}
			if strings.ContainsAny(out.String(), "\n\x1b") {
				t.Errorf("writes more than a line: %q", out.String())
			}
		})
	}
}

// Short work draws nothing, long work ten times a second at most.
func TestHowOften(t *testing.T) {
	var out strings.Builder
	w := &watch{at: time.Unix(0, 0)}
	m := New(&out, true, 0, w.now, l10n.For("en"))
	short := m.Start("x", 100, Items)
	w.pass(300 * time.Millisecond)
	short.Add(100)
	short.Done()
	if out.Len() > 0 {
		t.Errorf("short work writes %q", out.String())
	}
	long := m.Start("x", 2000, Items)
	for range 2000 {
		w.pass(time.Millisecond)
		long.Add(1)
	}
	// Between 0.4 s and 2 s, every 0.1 s: 17 times.
	if n := strings.Count(out.String(), "\r"); n != 17 {
		t.Errorf("drawn %d times, want 17", n)
	}
}

// A shorter line leaves nothing of the longer one; a second pass has a rate of its own.
func TestAgain(t *testing.T) {
	var out strings.Builder
	w := &watch{at: time.Unix(0, 0)}
	bar := New(&out, true, 80, w.now, l10n.For("en")).Start("x", 0, Bytes)
	w.pass(time.Second)
	bar.Set(999e6, 1e9)
	long := out.Len()
	w.pass(time.Second)
	bar.Set(1, 1e9) // one byte since it began again, 0.4 s ago as it were: 2.5 a second
	if got, want := last(out.String()), "x  [····················]  0%  3 B/s"; !strings.HasPrefix(got, want) {
		t.Errorf("shows %q, want %q…", got, want)
	}
	bar.Set(2, 0)
	w.pass(time.Second)
	bar.Set(2, 0)
	line := out.String()[strings.LastIndex(out.String(), "\r")+1:]
	if len(strings.TrimRight(line, " ")) >= len(line) || long == 0 {
		t.Errorf("%q does not cover what stood there", line)
	}
}

func TestSilent(t *testing.T) {
	var out strings.Builder
	bar := New(&out, false, 80, func() time.Time { panic("nobody asks") }, nil).Start("x", 1, Items)
	bar.Add(1)
	bar.Set(1, 1)
	bar.Done()
	if out.Len() > 0 {
		t.Errorf("writes %q", out.String())
	}
}

// Several workers may tell at once.
func TestWorkers(t *testing.T) {
	var out strings.Builder
	w := &watch{at: time.Unix(0, 0)}
	bar := New(&out, true, 80, w.now, l10n.For("en")).Start("x", 400, Items)
	w.pass(time.Minute)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 100 {
				bar.Add(1)
			}
		})
	}
	all.Wait()
	if bar.done != 400 {
		t.Errorf("%d done, want 400", bar.done)
	}
}
