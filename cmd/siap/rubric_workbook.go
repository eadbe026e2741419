package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/reports/text"
	"siap/rubric"
	"siap/rubric/workbook"
)

// The formats a rubric can be exported to.
const (
	toXLSX = "xlsx"
	toYAML = "yaml"
)

var rubricFormats = []string{toXLSX, toYAML}

// newRubricExport writes a rubric as a workbook or as canonical YAML.
func newRubricExport(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.export", "export RUBRIC")
	c.Args = cobra.ExactArgs(1)
	to := c.Flags().String("to", toXLSX, p.Text("flag.workbook_to", "formats", strings.Join(rubricFormats, ", ")))
	path := c.Flags().String("out", "", p.Text("flag.workbook_out"))
	force := c.Flags().Bool("force", false, p.Text("flag.workbook_force"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if !slices.Contains(rubricFormats, *to) {
			return usage("workbook.bad_format", "seen", *to, "allowed", strings.Join(rubricFormats, ", "))
		}
		r, err := usableRubric(w, p, args[0])
		if err != nil {
			return err
		}
		if *to == toYAML {
			data, err := rubric.Encode(r)
			if err != nil {
				return failed(err)
			}
			return writeNew(w, p, *path, *force, data)
		}
		var data bytes.Buffer
		err = workbook.Write(&data, r, p)
		if long, is := errors.AsType[*workbook.TooLongError](err); is {
			return &exitError{
				code: exitFailed, key: "workbook.too_long",
				args: []any{"place", long.Sheet + "!" + long.Cell, "column", long.Column},
			}
		}
		if err != nil {
			return failed(err)
		}
		if *path == "" {
			*path = r.ID + ".xlsx"
		}
		return writeNew(w, p, *path, *force, data.Bytes())
	}
	return c
}

// newRubricImport reads a workbook and writes its rubric as canonical YAML.
func newRubricImport(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.import", "import FILE.xlsx")
	c.Args = cobra.ExactArgs(1)
	path := c.Flags().String("out", "", p.Text("flag.workbook_out"))
	force := c.Flags().Bool("force", false, p.Text("flag.workbook_force"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if _, err := os.Stat(args[0]); err != nil {
			return usage("workbook.no_file", "path", args[0])
		}
		r, problems := workbook.Load(source.Source{Path: args[0], Name: args[0]})
		var data []byte
		if r != nil {
			var err error
			if data, err = rubric.Encode(r); err != nil {
				return failed(err)
			}
			// What is written must read as the same rubric. One too large for a YAML file is found out here.
			back, found := rubric.Parse(args[0], data)
			switch {
			case back == nil:
				r, problems = nil, found
			case back.Fingerprints() != r.Fingerprints():
				return failed(fmt.Errorf("writing the rubric of %s as YAML: it does not read back as the same rubric", args[0]))
			}
		}
		if problems.Len() > 0 {
			_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
		}
		if r == nil {
			return &exitError{code: exitRefused, key: "cli.rubric_broken", args: []any{"name", args[0]}}
		}
		return writeNew(w, p, *path, *force, data)
	}
	return c
}

// writeNew writes a file that must not be there yet, unless it may be overwritten; "" is the standard output.
func writeNew(w *world, p *l10n.Printer, path string, force bool, data []byte) error {
	if path == "" {
		_, err := w.out.Write(data)
		return writeError(err)
	}
	if _, err := os.Lstat(path); err == nil && !force {
		return usage("workbook.exists", "path", path)
	}
	err := atomicfile.Write(path, func(out io.Writer) error {
		_, err := out.Write(data)
		return err
	})
	if err != nil {
		return writeError(err)
	}
	say(w, p.Text("workbook.written", "path", path))
	return nil
}
