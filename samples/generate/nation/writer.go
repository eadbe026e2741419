package nation

import (
	"bufio"
	"io"
	"strings"
)

// writer writes the lines of one file; the first error stops it.
type writer struct {
	out     *bufio.Writer
	written int64
	err     error
}

func newWriter(to io.Writer) *writer { return &writer{out: bufio.NewWriterSize(to, 1<<16)} }

func (w *writer) text(s string) {
	if w.err != nil {
		return
	}
	var n int
	n, w.err = w.out.WriteString(s)
	w.written += int64(n)
}

// row writes a line of CSV; millions of them are written, so it is kept plain.
func (w *writer) row(cells ...string) {
	for i, c := range cells {
		if i > 0 {
			w.text(",")
		}
		if strings.ContainsAny(c, ",\"\n") {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		w.text(c)
	}
	w.text("\n")
}

func (w *writer) flush() error {
	if err := w.out.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}
