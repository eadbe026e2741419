package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/safetext"
	"siap/reports/text"
	"siap/rubric"
	"siap/rubric/library"
)

// newRubric groups the commands on rubrics.
func newRubric(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric", "rubric")
	c.AddCommand(newRubricList(w, p), newRubricShow(w, p), newRubricCheck(w, p))
	c.AddCommand(newRubricExport(w, p), newRubricImport(w, p))
	c.AddCommand(newRubricNew(w, p), newRubricDiff(w, p), newRubricTest(w, p))
	return c
}

// listed is one line of the gallery.
type listed struct {
	ID         string               `json:"id"`
	Version    string               `json:"version"`
	Status     rubric.Status        `json:"status"`
	Source     string               `json:"source"`
	Dimensions int                  `json:"dimensions"`
	Indicators int                  `json:"indicators"`
	Scale      rubric.Scale         `json:"scale"`
	Unknown    rubric.UnknownPolicy `json:"unknown"`
	Title      string               `json:"title"`
}

// newRubricList is the gallery of the built-in rubrics, one line each.
func newRubricList(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.list", "list")
	c.Args = cobra.NoArgs
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(*cobra.Command, []string) error {
		var rubrics []*rubric.Rubric
		var rows []listed
		for _, id := range library.IDs() {
			r, err := library.Open(id)
			if err != nil {
				return failed(err)
			}
			rubrics = append(rubrics, r)
			rows = append(rows, listed{
				r.ID, r.Version, r.Status, r.Source.Status, len(r.Children), len(r.Indicators()), r.Scale, r.Unknown,
				r.Title.In(p.Lang()),
			})
		}
		if *asJSON {
			return writeJSON(w, rows)
		}
		return writeError(text.RubricList(w.out, p, rubrics, w.width, w.color()))
	}
	return c
}

// newRubricShow prints a rubric as a tree with the share each node has in the index.
func newRubricShow(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.show", "show RUBRIC [NODE]")
	c.Args = cobra.RangeArgs(1, 2)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		r, err := usableRubric(w, p, args[0])
		if err != nil {
			return err
		}
		if len(args) == 2 {
			n := r.Node(args[1])
			if n == nil {
				return usage("cli.no_node", "node", args[1], "nearest", nearestNode(r, args[1]))
			}
			if *asJSON {
				return writeJSON(w, n)
			}
			return writeError(text.RubricNode(w.out, p, r, n))
		}
		if *asJSON {
			return writeJSON(w, r)
		}
		return writeError(text.RubricTree(w.out, p, r))
	}
	return c
}

// usableRubric opens a rubric, tells what is wrong with it, and refuses one with errors.
func usableRubric(w *world, p *l10n.Printer, name string) (*rubric.Rubric, error) {
	r, problems, _, err := findRubric(name, ".")
	if err != nil {
		return nil, err
	}
	if problems != nil && problems.Len() > 0 {
		_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
	}
	if r == nil || (problems != nil && problems.HasErrors()) {
		return nil, &exitError{code: exitRefused, key: "cli.rubric_broken", args: []any{"name", name}}
	}
	return r, nil
}

// newRubricCheck checks a rubric and says what is wrong with it.
func newRubricCheck(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.check", "check RUBRIC…")
	c.Args = cobra.MinimumNArgs(1)
	c.RunE = func(_ *cobra.Command, args []string) error {
		var all error
		for _, name := range args {
			r, err := usableRubric(w, p, name)
			if err != nil {
				if len(args) > 1 {
					var told *exitError
					if errors.As(err, &told) {
						say(w, "siap: "+told.message(p))
						err = exit(told.code)
					}
				}
				all = err
				continue
			}
			prints := r.Fingerprints()
			fmt.Fprintln(w.out, p.Text("rubric.good", "id", safetext.Line(r.ID), "version", safetext.Line(r.Version),
				"indicators", len(r.Indicators()), "scoring", prints.Scoring[:12], "text", prints.Text[:12]))
		}
		return all
	}
	return c
}

// nearestNode gives the id of the rubric's node closest to a misspelt one.
func nearestNode(r *rubric.Rubric, word string) string {
	var ids []string
	for n := range r.All() {
		ids = append(ids, n.ID)
	}
	return nearest.Of(word, ids)
}
