package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/rubric"
	"siap/samples"
	"siap/scoring/intake"
)

// newInit makes an assessment folder, empty for a rubric or filled from a sample.
func newInit(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "init", "init FOLDER")
	c.Args = cobra.ExactArgs(1)
	sample := c.Flags().String("sample", "", p.Text("flag.sample", "samples", strings.Join(samples.List(), ", ")))
	name := c.Flags().String("rubric", "indrajit-5", p.Text("flag.rubric"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if *sample != "" {
			return initSample(w, p, args[0], *sample)
		}
		return initEmpty(w, p, args[0], *name)
	}
	return c
}

// refuseExisting refuses to write over anything.
func refuseExisting(dir string, files ...string) error {
	for _, name := range files {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err == nil {
			return usage("cli.exists", "path", path)
		}
	}
	return nil
}

// initSample copies a sample out of the program.
func initSample(w *world, p *l10n.Printer, dir, name string) error {
	if !slices.Contains(samples.List(), name) {
		return usage("cli.no_sample", "name", name, "allowed", strings.Join(samples.List(), ", "))
	}
	if err := refuseExisting(dir, intake.SettingsFile); err != nil {
		return err
	}
	if err := samples.CopyTo(name, dir); err != nil {
		return writeError(err)
	}
	fmt.Fprintln(w.out, p.Text("init.sample", "name", name, "dir", dir))
	return nil
}

// initEmpty makes a folder with settings, a list of agencies and an answers file to fill in.
func initEmpty(w *world, p *l10n.Printer, dir, name string) error {
	r, err := usableRubric(w, p, name)
	if err != nil {
		return err
	}
	if _, err := os.Stat(name); err == nil { // a rubric file travels with the folder
		data, err := os.ReadFile(name)
		if err != nil {
			return writeError(err)
		}
		name = filepath.Base(name)
		if err := refuseExisting(dir, name); err != nil {
			return err
		}
		if err := writeText(filepath.Join(dir, name), string(data)); err != nil {
			return err
		}
	}
	files := []struct{ name, text string }{
		{intake.SettingsFile, p.Text("init.settings", "rubric", name, "year", strconv.Itoa(w.now().Year()), "lang", p.Lang())},
		{"agencies.csv", p.Text("init.agencies")},
		{"answers/answers.csv", emptyAnswers(r)},
		{"evidence/README.txt", p.Text("init.evidence")},
		{"telemetry/README.txt", p.Text("init.telemetry")},
	}
	for _, f := range files {
		if err := refuseExisting(dir, filepath.FromSlash(f.name)); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := writeText(filepath.Join(dir, filepath.FromSlash(f.name)), f.text); err != nil {
			return err
		}
	}
	fmt.Fprintln(w.out, p.Text("init.done", "dir", dir))
	return nil
}

// emptyAnswers is a wide answers file with one row for the example agency and a column for each indicator.
func emptyAnswers(r *rubric.Rubric) string {
	indicators := r.Indicators()
	ids := make([]string, len(indicators))
	for i, n := range indicators {
		ids[i] = n.ID
	}
	return "agency," + strings.Join(ids, ",") + "\ndiskominfo" + strings.Repeat(",", len(ids)) + "\n"
}

func writeText(path, text string) error {
	return writeError(atomicfile.Write(path, func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	}))
}
