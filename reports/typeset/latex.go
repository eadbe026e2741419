package typeset

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"siap/reports/view"
)

// LaTeX writes the tables of a report for \input into a document with the packages array, booktabs and longtable. Names in
// other scripts than Latin want XeLaTeX or LuaLaTeX, and a font that has them.
func LaTeX(to io.Writer, r *view.Report) error {
	w, out := writer{r}, bufio.NewWriter(to) // which keeps its first error
	fmt.Fprintf(out, "%% %s\n", comment(r.Title))
	for _, s := range w.about() {
		fmt.Fprintf(out, "%% %s\n", comment(s))
	}
	out.WriteString("% \\usepackage{array,booktabs,longtable}\n")
	for _, t := range w.tables() {
		w.longtable(out, t)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the tables as LaTeX: %w", err)
	}
	return nil
}

// longtable writes one table; the sentences that mark its numbers stand below it, for it may be taken out alone.
func (w writer) longtable(out *bufio.Writer, t table) {
	total := 0.0
	for _, c := range t.columns {
		total += c.width
	}
	out.WriteString("\n\\begingroup\\footnotesize\n\\begin{longtable}{@{}")
	for _, c := range t.columns {
		side := "raggedright"
		if c.number {
			side = "raggedleft"
		}
		fmt.Fprintf(out, ">{\\%s\\arraybackslash}p{\\dimexpr %.3f\\linewidth-2\\tabcolsep\\relax}", side, c.width/total)
	}
	fmt.Fprintf(out, "@{}}\n\\caption{%s}\\label{tab:siap-%s}\\\\\n", latex(t.caption), t.id)
	heads := make([]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = latex(c.head)
	}
	head := "\\toprule\n" + strings.Join(heads, " & ") + " \\\\\n\\midrule\n"
	out.WriteString(head + "\\endfirsthead\n" + head + "\\endhead\n\\bottomrule\n\\endfoot\n\\bottomrule\n")
	for _, s := range w.about() {
		fmt.Fprintf(out, "\\multicolumn{%d}{@{}p{\\dimexpr\\linewidth-2\\tabcolsep\\relax}@{}}{\\scriptsize %s}\\\\\n", len(t.columns), latex(s))
	}
	out.WriteString("\\endlastfoot\n")
	for _, row := range t.rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteString(" & ")
			}
			out.WriteString(latex(cell))
		}
		out.WriteString(" \\\\\n")
	}
	out.WriteString("\\end{longtable}\n\\endgroup\n")
}

// latexMarks are the characters that LaTeX does something with, or that its fonts have another letter for. A bracket or a
// star would be taken for an option of the line break before it.
var latexMarks = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '%': `\%`, '_': `\_`,
	'^': `\textasciicircum{}`, '~': `\textasciitilde{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
	'"': `\symbol{34}`, '`': `{\textasciigrave}`, '[': `{[}`, ']': `{]}`, '*': `{*}`,
	'–': `--`, '—': `---`, '−': `$-$`, '…': `\ldots{}`, '≥': `$\geq$`, '≤': `$\leq$`, '×': `$\times$`, '±': `$\pm$`, '→': `$\rightarrow$`,
	'·': `$\cdot$`, '≠': `$\neq$`, '“': "``", '”': `''`, '‘': "{`}", '’': `'`, '\u00a0': `~`, '\u202f': `\,`,
}

// latex makes a text from a file plain text of LaTeX.
func latex(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		mark, is := latexMarks[r]
		switch {
		case is:
			b.WriteString(mark)
		case unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// comment is a text behind a per cent sign, where only the end of the line ends it.
func comment(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '^' { // ^^M is the end of a line to LaTeX
			return ' '
		}
		return r
	}, oneLine(s))
}
