// Package progress draws one line that says how far a long piece of work is: a bar, the share, the rate and the time that
// is left. It is meant for a person in front of a terminal; where there is none nothing is drawn, and nothing is drawn
// for work that is over before anybody would have looked.
//
// A Meter belongs to a terminal and starts bars on it, one after the other. The clock is handed in, so that a test sees
// the same line every time. A nil Meter and a nil Bar are silent, so that callers need not ask whether there is one.
package progress

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rivo/uniseg"

	"siap/internal/l10n"
)

// Unit is what is counted.
type Unit int

// Items are counted one by one, Bytes in kB, MB and GB (of 1000, as disks are sold and files are listed).
const (
	Items Unit = iota
	Bytes
)

const (
	// patience is how long work may take before a bar is drawn, pause how long a drawn one stays as it is.
	patience = 400 * time.Millisecond
	pause    = 100 * time.Millisecond
	// cells is the length of the bar; a terminal without a width is taken for one of 80 columns.
	cells        = 20
	defaultWidth = 80
)

// Meter draws on a terminal.
type Meter struct {
	out   io.Writer
	now   func() time.Time
	p     *l10n.Printer
	width int
}

// New makes the meter of a terminal of so many columns (0 where that is not known); nil, which is silent, where out is no
// terminal. now is the clock.
func New(out io.Writer, terminal bool, width int, now func() time.Time, p *l10n.Printer) *Meter {
	if !terminal {
		return nil
	}
	if width <= 0 {
		width = defaultWidth
	}
	return &Meter{out: out, now: now, p: p, width: width}
}

// Start begins a piece of work under a title; total is how much there is to do, 0 where nobody knows. The bar must be
// ended with Done.
func (m *Meter) Start(title string, total int64, unit Unit) *Bar {
	if m == nil {
		return nil
	}
	return &Bar{meter: m, title: title, total: total, unit: unit, began: m.now()}
}

// Bar is one piece of work. It may be used by several goroutines.
type Bar struct {
	meter *Meter
	title string
	unit  Unit
	began time.Time

	mu          sync.Mutex
	done, total int64
	drawn       time.Time
	shown       int // columns of the line that stands there
}

// Add says that so much more is done.
func (b *Bar) Add(n int64) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.set(b.done+n, b.total)
}

// Set says how much is done, and of how much. Less than before means that the work began again.
func (b *Bar) Set(done, total int64) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.set(done, total)
}

func (b *Bar) set(done, total int64) {
	now := b.meter.now()
	if done < b.done { // the rate is that of the new pass
		b.began = now.Add(-patience)
	}
	b.done, b.total = done, total
	if now.Sub(b.began) < patience || (!b.drawn.IsZero() && now.Sub(b.drawn) < pause) {
		return
	}
	b.drawn = now
	b.draw(b.line(now.Sub(b.began)))
}

// Done wipes the line, so that what is written next stands where it stood.
func (b *Bar) Done() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown > 0 {
		b.draw("")
	}
}

// draw writes over the line that stands there, without any control sequence but the carriage return.
func (b *Bar) draw(line string) {
	width := uniseg.StringWidth(line)
	text := "\r" + line + strings.Repeat(" ", max(b.shown-width, 0))
	if line == "" {
		text += "\r"
	}
	b.shown = width
	_, _ = io.WriteString(b.meter.out, text) // a terminal that is gone is no reason to stop working
}

// line is what is shown after some time: the parts that fit, the bar itself going first.
func (b *Bar) line(passed time.Duration) string {
	p := b.meter.p
	rate := float64(b.done) / passed.Seconds()
	speed := p.Text("progress.rate", "n", b.amount(rate))
	if b.total <= 0 {
		return b.fit([]string{b.title, b.amount(float64(b.done)), speed})
	}
	share := min(max(float64(b.done)/float64(b.total), 0), 1)
	full := int(share * cells)
	parts := []string{b.title, "[" + strings.Repeat("#", full) + strings.Repeat("·", cells-full) + "]", p.Percent(share, 0), speed}
	if left := b.total - b.done; left > 0 && rate > 0 {
		parts = append(parts, p.Text("progress.left", "time", clock(time.Duration(float64(left)/rate*float64(time.Second)))))
	}
	return b.fit(parts)
}

// fit joins the parts that fit into the terminal's width less one column, for some terminals go on to the next line
// behind the last one.
func (b *Bar) fit(parts []string) string {
	line := strings.Join(parts, "  ")
	if uniseg.StringWidth(line) < b.meter.width || len(parts) < 3 {
		return line
	}
	return b.fit(append(parts[:1:1], parts[2:]...))
}

// amount writes how much that is.
func (b *Bar) amount(x float64) string {
	p := b.meter.p
	if b.unit == Items {
		if x < 10 {
			return p.Number(x, 1)
		}
		return p.Integer(int(x))
	}
	units := []string{"B", "kB", "MB", "GB", "TB"}
	i := 0
	for ; x >= 999.5 && i < len(units)-1; i++ {
		x /= 1000
	}
	digits := 0
	if x < 10 && i > 0 {
		digits = 1
	}
	return p.Number(x, digits) + " " + units[i]
}

// clock writes a length of time as 0:07, 12:34 or 1:02:03.
func clock(d time.Duration) string {
	s := int64((d + time.Second - 1) / time.Second) // rounded up: 0:00 would say that it is over
	if s < 3600 {
		return strconv.FormatInt(s/60, 10) + fmt.Sprintf(":%02d", s%60)
	}
	return strconv.FormatInt(s/3600, 10) + fmt.Sprintf(":%02d:%02d", s/60%60, s%60)
}
