package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/reports/text"
	"siap/reports/view"
	"siap/scoring/result"
)

// newScore computes the assessment and writes its two files.
func newScore(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "score", "score [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{}
	in.add(c.Flags(), p)
	addOut(c.Flags(), p)
	sim := &simulateFlags{}
	sim.add(c.Flags(), p)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.simulate_json"))
	asCSV := c.Flags().Bool("csv", false, p.Text("flag.simulate_csv"))
	simulateHelp(c, p)
	many := &nationFlags{}
	many.add(c.Flags(), p)
	c.RunE = func(c *cobra.Command, args []string) error {
		if n, err := openNation(w, c, in, args); n != nil || err != nil {
			return n.start(many, sim, err, func() error { return n.scoreOnly(c) })
		}
		if sim.wanted() {
			o, err := usable(c, w, in, args)
			if err != nil {
				return err
			}
			return o.runSimulations(c.Context(), sim, nil, nil, *asJSON, *asCSV)
		}
		o, _, err := score(c, w, in, args)
		if err != nil {
			return err
		}
		fmt.Fprintln(w.out, filepath.Join(o.outDir(), result.FileName))
		for _, f := range o.also {
			fmt.Fprintln(w.out, filepath.Join(o.alsoDir(f), result.FileName))
		}
		return o.end()
	}
	return c
}

// usable reads the inputs and tells all problems; an error where they cannot be scored.
func usable(c *cobra.Command, w *world, in *inputFlags, args []string) (*opened, error) {
	o, err := open(c.Context(), w, c.Flags(), in, args)
	if err != nil {
		return nil, err
	}
	o.tell()
	if n := len(o.doubts()); n > 0 {
		o.progress("cli.doubts", "n", n)
	}
	if o.verdict() == exitRefused {
		return nil, &exitError{code: exitRefused, key: "cli.refused"}
	}
	return o, nil
}

// score reads, computes and writes an assessment, after telling all problems.
func score(c *cobra.Command, w *world, in *inputFlags, args []string) (*opened, *result.Assessment, error) {
	o, err := usable(c, w, in, args)
	if err != nil {
		return nil, nil, err
	}
	if _, err := wantedFormats(o.config); err != nil {
		return nil, nil, err
	}
	a, err := o.score(c.Context())
	return o, a, err
}

// score computes and writes what was read.
func (o *opened) score(ctx context.Context) (*result.Assessment, error) {
	a, err := o.assess(ctx)
	if err != nil {
		return nil, err
	}
	if err := writeResult(a, o.taken.Input, o.outDir()); err != nil {
		return nil, err
	}
	return a, o.writeAlso(a)
}

// end gives the exit code of a finished command: 3 where files were left out.
func (o *opened) end() error {
	if o.verdict() == exitPartial {
		return &exitError{code: exitPartial, key: "cli.partial", args: []any{"n", o.taken.Refused}}
	}
	return nil
}

// newRun is the main job: check, score and report.
func newRun(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "run", "run [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{}
	in.add(c.Flags(), p)
	addOut(c.Flags(), p)
	addFormats(c, p)
	parts := &partFlags{}
	parts.add(c.Flags(), p)
	sim := &simulateFlags{}
	sim.add(c.Flags(), p)
	simulateHelp(c, p)
	addEdition(c, p)
	many := &nationFlags{}
	many.add(c.Flags(), p)
	c.RunE = func(c *cobra.Command, args []string) error {
		if n, err := openNation(w, c, in, args); n != nil || err != nil {
			many.parts = *parts
			return n.start(many, sim, err, func() error { return n.runAll(c) })
		}
		o, err := usable(c, w, in, args)
		if err != nil {
			return err
		}
		wanted, err := wantedFormats(o.config)
		if err != nil {
			return err
		}
		issuer, err := o.issuer()
		if err != nil {
			return err
		}
		if issuer.print, err = parts.print.of(wanted); err != nil {
			return err
		}
		if sim.wanted() {
			return o.runSimulations(c.Context(), sim, issuer, wanted, false, false)
		}
		a, err := o.score(c.Context())
		if err != nil {
			return err
		}
		whole := &stored{a, filepath.Join(o.outDir(), result.FileName)}
		issue, err := issuer.issue(a, o.settings.Language)
		if err != nil {
			return err
		}
		if err := parts.fill(w, whole, issuer, issue, wanted); err != nil {
			return err
		}
		shown := issue.report
		if issue.made() { // the terminal is the user's own
			shown = view.New(a, o.settings.Language)
		}
		if err := text.Ranking(w.out, shown, w.width, w.color()); err != nil {
			return writeError(err)
		}
		more, err := writeReports(w, o.p, issue, o.outDir(), wanted)
		written := append([]string{whole.path}, more...)
		for _, f := range o.also {
			more, blocked := o.report(issuer, f.result, o.alsoDir(f), wanted)
			written = append(written, more...)
			err = cmp.Or(err, blocked)
		}
		tellWritten(w, o.p, written)
		parts.tellSize(w, o.p, written)
		if err != nil {
			return err
		}
		return o.end()
	}
	return c
}

// report writes the reports of a result that was written, in the edition that is asked for, and gives all their paths.
func (o *opened) report(i *issuer, a *result.Assessment, dir string, wanted []string) (written []string, err error) {
	written = []string{filepath.Join(dir, result.FileName)}
	issue, err := i.issue(a, o.settings.Language)
	if err != nil {
		return written, err
	}
	more, err := writeReports(o.w, o.p, issue, dir, wanted)
	return append(written, more...), err
}

// tellWritten names the files that were written.
func tellWritten(w *world, p *l10n.Printer, files []string) {
	fmt.Fprintln(w.out, "\n"+p.Text("cli.written"))
	for _, f := range files {
		fmt.Fprintln(w.out, "  "+f)
	}
}

func addFormats(c *cobra.Command, p *l10n.Printer) {
	c.Flags().String("to", "", p.Text("flag.to", "formats", strings.Join(formats(), ", ")))
}

// wantedFormats reads the setting outputs, a list with commas.
func wantedFormats(e *effective) ([]string, error) {
	var wanted []string
	for name := range strings.SplitSeq(e.get("outputs"), ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !slices.Contains(formats(), name) {
			return nil, usage("cli.bad_setting", "key", "outputs", "seen", name, "origin", e.origin["outputs"],
				"allowed", strings.Join(formats(), ", "))
		}
		wanted = append(wanted, name)
	}
	return wanted, nil
}
