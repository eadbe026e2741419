package main

import (
	"io"
	"path/filepath"
	"slices"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/reports/tidy"
)

// tidyDir is the folder of the tables for research, in that of the reports.
const tidyDir = "tidy"

// tidyPrefix makes the name of an output of a format of these tables.
const tidyPrefix = "tidy-"

// writeTidy writes the tables for research in the formats that are wanted, and gives their folder; "" where none is.
func writeTidy(w *world, p *l10n.Printer, i *issue, out string, wanted []string) (string, error) {
	var formats []tidy.Format
	for _, f := range tidy.Formats {
		if slices.Contains(wanted, tidyPrefix+string(f)) {
			formats = append(formats, f)
		}
	}
	if formats == nil {
		return "", nil
	}
	if w.terminal {
		say(w, p.Text("cli.writing", "file", tidyDir+string(filepath.Separator)))
	}
	dir := filepath.Join(i.dir(out), tidyDir)
	err := tidy.Write(i.result, p.Lang(), formats, func(name string, write func(io.Writer) error) error {
		return atomicfile.Write(filepath.Join(dir, name), write)
	})
	return dir + string(filepath.Separator), err
}
