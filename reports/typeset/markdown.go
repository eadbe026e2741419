package typeset

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"siap/reports/view"
)

// Markdown writes the tables of a report as GitHub Flavored Markdown.
func Markdown(to io.Writer, r *view.Report) error {
	w, out := writer{r}, bufio.NewWriter(to) // which keeps its first error
	fmt.Fprintf(out, "# %s\n", markdown(r.Title))
	for _, s := range w.about() {
		fmt.Fprintf(out, "\n%s\n", markdown(s))
	}
	for _, t := range w.tables() {
		fmt.Fprintf(out, "\n## %s\n\n|", markdown(t.caption))
		for _, c := range t.columns {
			fmt.Fprintf(out, " %s |", markdown(c.head))
		}
		out.WriteString("\n|")
		for _, c := range t.columns {
			if c.number {
				out.WriteString(" ---: |")
			} else {
				out.WriteString(" --- |")
			}
		}
		out.WriteByte('\n')
		for _, row := range t.rows {
			out.WriteByte('|')
			for _, cell := range row {
				fmt.Fprintf(out, " %s |", markdown(cell))
			}
			out.WriteByte('\n')
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the tables as Markdown: %w", err)
	}
	return nil
}

// markdownMarks are escaped by a backslash: what begins emphasis, code, links, HTML, entities, cells, mathematics or a
// mention (GitHub Flavored Markdown Spec 0.29, section 6.1).
const markdownMarks = "\\`*_{}[]<>#|~!$&@^"

// markdown makes a text from a file plain text of Markdown.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune(markdownMarks, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	// An address becomes a link without any mark.
	text := strings.ReplaceAll(b.String(), "://", `:\/\/`)
	text = strings.ReplaceAll(text, "www.", `www\.`)
	return strings.ReplaceAll(text, "WWW.", `WWW\.`)
}

// oneLine puts a text into one line, for a line break ends a row of a table and a paragraph.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
