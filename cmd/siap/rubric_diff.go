package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/rubric/diff"
)

// newRubricDiff says what moved between two rubrics.
func newRubricDiff(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.diff", "diff A B")
	c.Args = cobra.ExactArgs(2)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		before, err := anyRubric(w, p, args[0])
		if err != nil {
			return err
		}
		after, err := anyRubric(w, p, args[1])
		if err != nil {
			return err
		}
		comparison := diff.Compare(before, after)
		if *asJSON {
			if comparison.Changes == nil {
				comparison.Changes = []diff.Change{}
			}
			return writeJSON(w, comparison)
		}
		d := &diffWords{p: p, comparison: comparison, before: before, after: after}
		return writeError(d.write(w.out))
	}
	return c
}

// anyRubric opens a rubric of the library, of a file, or frozen in an assessment: the file assessment.json, or a
// folder with one.
func anyRubric(w *world, p *l10n.Printer, name string) (*rubric.Rubric, error) {
	info, err := os.Stat(name)
	folder := err == nil && info.IsDir()
	if folder || (err == nil && strings.EqualFold(filepath.Ext(name), ".json")) {
		res, err := findResult(name, nil)
		if err != nil {
			return nil, err
		}
		return res.Rubric.Tree, nil
	}
	return usableRubric(w, p, name)
}
