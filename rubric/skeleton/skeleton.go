// Package skeleton writes the rubric an author begins with: a small, sound one, with a comment in the author's language
// on every part and every feature of the rubric language in use, or as a line to be brought to life by taking its "#"
// away.
//
// The rubric is one file for all languages; its comments stand in the message catalogues under skeleton.NAME, where
// the file has a line "#@ NAME".
package skeleton

import (
	_ "embed" // for the rubric
	"strings"

	"siap/internal/l10n"
)

//go:embed skeleton.yaml
var template string

// mark begins a line for which a comment of the catalogues stands.
const mark = "#@ "

// YAML gives the skeleton under an id, with comments in the printer's language. schema is the path from the file to
// the JSON Schema, named in the first line so that editors complete and check while the author writes; "" is none.
func YAML(p *l10n.Printer, id, schema string) string {
	var b strings.Builder
	if schema != "" {
		b.WriteString("# yaml-language-server: $schema=" + schema + "\n\n")
	}
	for line := range strings.Lines(strings.ReplaceAll(template, "{id}", id)) {
		text := strings.TrimLeft(line, " ")
		name, is := strings.CutPrefix(text, mark)
		if !is {
			b.WriteString(line)
			continue
		}
		indent := line[:len(line)-len(text)]
		for comment := range strings.Lines(p.Text("skeleton." + strings.TrimSpace(name))) {
			b.WriteString(indent + "# " + strings.TrimRight(comment, "\n") + "\n")
		}
	}
	return b.String()
}
