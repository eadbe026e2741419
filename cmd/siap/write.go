package main

import (
	"cmp"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/reports/html"
	"siap/reports/text"
	"siap/reports/tidy"
	"siap/reports/typeset"
	"siap/reports/xlsx"
	"siap/scoring"
	"siap/scoring/result"
)

// writeResult writes the two files of an assessment of an input, the evidence first, for its hash stands in the other.
func writeResult(a *result.Assessment, in scoring.Input, dir string) error {
	records, err := scoring.Records(in, in.Evidence)
	if err != nil {
		return failed(err)
	}
	err = atomicfile.Write(filepath.Join(dir, result.EvidenceFileName), func(out io.Writer) error {
		count, sum, err := result.WriteEvidence(out, records)
		a.Evidence = result.EvidenceFile{Path: result.EvidenceFileName, SHA256: sum, Records: count}
		return err
	})
	if err != nil {
		return writeError(err)
	}
	err = atomicfile.Write(filepath.Join(dir, result.FileName), func(out io.Writer) error { return result.Write(out, a) })
	return writeError(err)
}

// output is one report that can be made of an assessment; those without write are tables of several files (writeTidy).
type output struct {
	format, file string
	write        func(w *world, p *l10n.Printer, out io.Writer, i *issue) error
}

// outputs are all reports there are, in the order they are written.
var outputs = []output{
	{"html", "report.html", func(_ *world, _ *l10n.Printer, out io.Writer, i *issue) error {
		return html.Render(out, i.report)
	}},
	{"pdf", "report.pdf", writePDF},
	{"xlsx", "report.xlsx", func(_ *world, _ *l10n.Printer, out io.Writer, i *issue) error {
		return xlsx.Report(out, i.report)
	}},
	{"csv", "ranking.csv", func(_ *world, _ *l10n.Printer, out io.Writer, i *issue) error {
		return text.RankingCSV(out, i.report)
	}},
	{"md", "tables.md", func(_ *world, _ *l10n.Printer, out io.Writer, i *issue) error {
		return typeset.Markdown(out, i.report)
	}},
	{"tex", "tables.tex", func(_ *world, _ *l10n.Printer, out io.Writer, i *issue) error {
		return typeset.LaTeX(out, i.report)
	}},
	{tidyPrefix + string(tidy.CSV), tidyDir, nil},
	{tidyPrefix + string(tidy.JSON), tidyDir, nil},
	{tidyPrefix + string(tidy.Parquet), tidyDir, nil},
}

// formats are the names of the outputs.
func formats() []string {
	var names []string
	for _, o := range outputs {
		names = append(names, o.format)
	}
	return names
}

// writeReports writes the wanted reports of an edition and gives their paths. A report that a program has open does not
// keep the others from being written.
func writeReports(w *world, p *l10n.Printer, i *issue, out string, wanted []string) (written []string, err error) {
	if written, err = i.write(w, p, out); err != nil {
		return written, err
	}
	var blocked error
	for _, o := range outputs {
		if o.write == nil || !slices.Contains(wanted, o.format) {
			continue
		}
		if w.terminal {
			say(w, p.Text("cli.writing", "file", o.file))
		}
		path := filepath.Join(i.dir(out), o.file)
		err := atomicfile.Write(path, func(f io.Writer) error { return o.write(w, p, f, i) })
		if _, is := errors.AsType[*atomicfile.BlockedError](err); is {
			e := writeError(err)
			say(w, e.(*exitError).message(p))
			blocked = exit(exitFailed)
			continue
		}
		if err != nil {
			return written, writeError(err)
		}
		written = append(written, path)
	}
	folder, err := writeTidy(w, p, i, out, wanted)
	if err != nil {
		return written, writeError(err)
	}
	if folder != "" {
		written = append(written, folder)
	}
	if i.print.each {
		each, err := writeEach(w, p, i, i.dir(out))
		return append(written, each...), cmp.Or(err, blocked)
	}
	return written, blocked
}

// writeError turns a failed write into what the user is told, with exit code 1.
func writeError(err error) error {
	if err == nil {
		return nil
	}
	if b, is := errors.AsType[*atomicfile.BlockedError](err); is {
		return &exitError{code: exitFailed, key: "cli.blocked", args: []any{"path", b.Path, "kept", b.Kept}, err: b.Err}
	}
	return &exitError{code: exitFailed, key: "cli.cannot_write", err: err}
}
