package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"siap/internal/l10n"
	"siap/reports/view"
)

// Weighing prints a report on weights: what the method does and found, what to be careful about, the tables, and what to
// do with them.
func Weighing(w io.Writer, v *view.Weighing, width int, color bool) error {
	p := l10n.For(v.Lang)
	paint := painter(color)
	prose := width
	if prose == 0 || prose > proseWidth {
		prose = proseWidth
	}
	out := bufio.NewWriter(w)
	say := func(mark, s, code string) {
		for i, part := range wrap(line(s), prose-uniseg.StringWidth(mark)) {
			before := mark
			if i > 0 {
				before = strings.Repeat(" ", uniseg.StringWidth(mark))
			}
			fmt.Fprintln(out, before+paint.paint(code, part))
		}
	}
	for _, mark := range v.Marks {
		say("", mark, yellow)
	}
	say("", strings.Join(v.Sentences, " "), "")
	for _, d := range v.Doubts {
		say("· ", d, "")
	}
	fmt.Fprintln(out)
	if err := flush(out); err != nil {
		return err
	}
	if err := Tables(w, p, v.Tables, width, color); err != nil {
		return err
	}
	if len(v.Closing) > 0 {
		fmt.Fprintln(out)
		say("", strings.Join(v.Closing, " "), "")
	}
	return flush(out)
}
