package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/internal/table"
	"siap/reports/text"
	"siap/scoring/intake"
	"siap/scoring/questionnaire"
)

// newMap proposes the mapping file of a table that is not of a form siap knows.
func newMap(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "map", "map FILE")
	c.Args = cobra.ExactArgs(1)
	flags := c.Flags()
	f := &formFlags{words: p}
	var where table.Where
	flags.StringVarP(&f.dir, "dir", "C", "", p.Text("flag.dir"))
	flags.String("rubric", "", p.Text("flag.rubric"))
	flags.StringVar(&f.list, "agencies", "", p.Text("flag.map.agencies"))
	flags.StringVar(&where.Sheet, "sheet", "", p.Text("flag.map.sheet"))
	flags.IntVar(&where.Header, "header", 0, p.Text("flag.map.header"))
	out := flags.String("out", "", p.Text("flag.map.out"))
	forced := flags.Bool("force", false, p.Text("flag.map.force"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		path := args[0]
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			return usage("cli.map.no_file", "path", path)
		}
		if where.Header < 0 {
			return usage("cli.map.header", "seen", where.Header)
		}
		if f.dir == "" && !flags.Changed("rubric") {
			f.dir = assessmentAbove(path)
		}
		o, list, err := openForms(w, flags, f, nil)
		if err != nil {
			return err
		}
		src := source.Source{Path: path, Name: filepath.ToSlash(path)}
		proposal, d := questionnaire.ProposeMapping(src, where, o.rubric, list)
		if d != nil {
			_ = text.Diagnostics(w.err, o.p, []*diag.Diagnostic{d}, w.terminal && w.color())
			return &exitError{code: exitRefused, key: "cli.map.unreadable", args: []any{"path", path}}
		}
		if proposal.Recognised != "" {
			say(w, o.p.Text("cli.map.recognised", "path", path, "tool", proposal.Recognised))
		}
		if *out == "" {
			return writeError(proposal.Write(w.out, o.p))
		}
		if _, err := os.Lstat(*out); err == nil && !*forced {
			return usage("cli.exists", "path", *out)
		}
		if err := atomicfile.Write(*out, func(out io.Writer) error { return proposal.Write(out, o.p) }); err != nil {
			return writeError(err)
		}
		say(w, o.p.Text("cli.map.done", "path", *out, "certain", proposal.Certain, "uncertain", proposal.Uncertain, "unknown", proposal.Unknown))
		if beside := filepath.Join(filepath.Dir(path), questionnaire.MappingName(filepath.Base(path))); filepath.Clean(*out) != beside {
			say(w, o.p.Text("cli.map.beside", "path", beside))
		}
		return nil
	}
	return c
}

// assessmentAbove gives the folder of the assessment that a file lies in: its own folder, or one of the two above it;
// "" where none of them is one.
func assessmentAbove(path string) string {
	dir := filepath.Dir(path)
	for range 3 {
		if _, err := os.Stat(filepath.Join(dir, intake.SettingsFile)); err == nil {
			return dir
		}
		dir = filepath.Join(dir, "..")
	}
	return ""
}
