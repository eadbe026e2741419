package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"siap/internal/safetext"
	"siap/reports/view"
)

// Explain prints an explanation as an indented outline, the sum first and what it is made of below it.
func Explain(w io.Writer, s *view.Step) error {
	out := bufio.NewWriter(w)
	printStep(out, s, 0)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the explanation: %w", err)
	}
	return nil
}

func printStep(out *bufio.Writer, s *view.Step, depth int) {
	indent := strings.Repeat("    ", depth)
	title := s.Title
	if s.Code != "" {
		title = s.Code + " " + title
	}
	fmt.Fprintf(out, "%s%s\n%s  %s\n", indent, safetext.Line(title), indent, safetext.Line(s.Sentence))
	for _, line := range s.Lines {
		fmt.Fprintf(out, "%s  · %s\n", indent, safetext.Line(line))
	}
	for _, part := range s.Parts {
		printStep(out, part, depth+1)
	}
}
