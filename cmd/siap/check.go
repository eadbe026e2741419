package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/reports/text"
	"siap/scoring/intake"
)

// checkFormats are the ways to print findings.
var checkFormats = []string{"concise", "full", "json", "sarif"}

// newCheck reads all inputs and reports what is wrong. It writes nothing but, where it is asked to, the repairs.
func newCheck(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "check", "check [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{}
	in.add(c.Flags(), p)
	format := c.Flags().String("format", "concise", p.Text("flag.check_format"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	diff := c.Flags().Bool("diff", false, p.Text("flag.check_diff"))
	fix := c.Flags().Bool("fix", false, p.Text("flag.check_fix"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if *asJSON {
			*format = "json"
		}
		if !slices.Contains(checkFormats, *format) {
			return usage("cli.bad_format", "seen", *format, "allowed", "concise, full, json, sarif", "nearest", nearest.Of(*format, checkFormats))
		}
		if n, err := openNation(w, c, in, args); n != nil || err != nil {
			return n.start(&nationFlags{}, nil, err, func() error { return n.checkAll(c, *format) })
		}
		o, err := open(c.Context(), w, c.Flags(), in, args)
		if err != nil {
			return err
		}
		if *diff || *fix {
			if err := o.mend(*fix); err != nil {
				return err
			}
		} else if err := o.print(*format); err != nil {
			return err
		}
		if code := o.verdict(); code != exitDone && !*fix {
			return exit(code)
		}
		return nil
	}
	return c
}

// print shows the findings: for people on stderr with a summary, for programs on stdout.
func (o *opened) print(format string) error {
	found := append(o.problems.Sorted(), o.doubts()...)
	switch format {
	case "json":
		return writeJSON(o.w, problemsJSON(o.p, found))
	case "sarif":
		return writeError(text.SARIF(o.w.out, o.p, version(), found))
	case "full":
		if len(found) > 0 {
			_ = text.FullDiagnostics(o.w.err, o.p, found, o.w.terminal && o.w.color())
		}
	default:
		if len(found) > 0 {
			_ = text.Diagnostics(o.w.err, o.p, found, o.w.terminal && o.w.color())
		}
	}
	o.summary()
	if n := len(o.problems.Mendable()); n > 0 {
		say(o.w, o.p.Text("cli.mendable", "n", n))
	}
	return nil
}

// mend shows the repairs that are safe as a diff, and writes them to the side file where it is told to. The
// agencies' files are never changed.
func (o *opened) mend(write bool) error {
	found := o.problems.Mendable()
	if err := text.Repairs(o.w.out, found, o.w.terminal && o.w.color()); err != nil {
		return writeError(err)
	}
	if !write || len(found) == 0 {
		say(o.w, o.p.Text("cli.mendable", "n", len(found)))
		return nil
	}
	if len(o.flags.answers) > 0 {
		return usage("cli.fix_needs_folder")
	}
	path := filepath.Join(o.dir, intake.RepairsFile)
	old, d := intake.ReadRepairs(source.Source{Path: path, Name: intake.RepairsFile})
	if d != nil {
		return &exitError{code: exitRefused, key: "cli.refused"}
	}
	files := intake.Find(o.dir, o.settings.Inputs, &diag.List{})
	added := intake.NewRepairs(found, append(files.Answers, files.Evidence...))
	if err := atomicfile.Write(path, func(w io.Writer) error {
		return intake.WriteRepairs(w, intake.MergeRepairs(old, added))
	}); err != nil {
		return failed(err)
	}
	fmt.Fprintln(o.w.out, path)
	say(o.w, o.p.Text("cli.mended", "n", len(added), "path", intake.RepairsFile))
	return nil
}

// problem is a diagnostic with its sentence, for programs that show it.
type problem struct {
	*diag.Diagnostic
	At      string `json:"at"`
	Message string `json:"message"`
}

func problemsJSON(p *l10n.Printer, found []*diag.Diagnostic) []problem {
	out := []problem{}
	for _, d := range found {
		out = append(out, problem{d, d.Place.String(), p.Diagnostic(d)})
	}
	return out
}

// summary says in one line what was read.
func (o *opened) summary() {
	if o.taken == nil {
		return
	}
	say(o.w, o.p.Text("cli.summary", "agencies", o.taken.Input.Agencies.Len(), "answers", o.taken.Input.Said().Len(),
		"files", len(o.read), "refused", o.taken.Refused))
}

// writeJSON prints a value for programs.
func writeJSON(w *world, v any) error {
	e := json.NewEncoder(w.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return errors.Join(e.Encode(v))
}
