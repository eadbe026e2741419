package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"siap/internal/diag"
	"siap/internal/l10n"
)

// Diagnostics prints one line for each finding, as compilers do so that editors can jump to the place:
//
//	answers/jawaban.csv:18:4: kesalahan QA004: …
//
// Findings about one file stand together, files in the order in which they are first named, with an empty line
// between them; at the end the findings are counted, folded ones each. No findings print nothing.
func Diagnostics(w io.Writer, p *l10n.Printer, ds []*diag.Diagnostic, color bool) error {
	if len(ds) == 0 {
		return nil
	}
	out := bufio.NewWriter(w)
	paint := painter(color)
	var files []string
	byFile := map[string][]*diag.Diagnostic{}
	counts := map[diag.Severity]int{}
	for _, d := range ds {
		if _, seen := byFile[d.Place.File]; !seen {
			files = append(files, d.Place.File)
		}
		byFile[d.Place.File] = append(byFile[d.Place.File], d)
		counts[d.Severity] += max(d.Count, 1)
	}
	for i, file := range files {
		if i > 0 {
			fmt.Fprintln(out)
		}
		for _, d := range byFile[file] {
			place := line(d.Place.String())
			if place != "" {
				place = paint.paint(bold, place+":") + " "
			}
			severity := paint.paint(severityColor(d.Severity), p.Text("severity."+string(d.Severity)))
			fmt.Fprintf(out, "%s%s %s: %s\n", place, severity, line(d.Code), line(p.Diagnostic(d)))
		}
	}
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		if n := counts[s]; n > 0 {
			parts = append(parts, p.Text("text.count."+string(s), "n", n))
		}
	}
	fmt.Fprintf(out, "\n%s\n", strings.Join(parts, ", "))
	return flush(out)
}

func severityColor(s diag.Severity) string {
	switch s {
	case diag.Error:
		return red
	case diag.Warning:
		return yellow
	case diag.Note:
		return faint
	}
	return ""
}
