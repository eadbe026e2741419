package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/reports/page"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/compare"
	"siap/scoring/result"
)

// newCompare tells what changed between results, and why.
func newCompare(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "compare", "compare RESULT RESULT…")
	agencies := c.Flags().StringSlice("agency", nil, p.Text("flag.compare_agency"))
	walk := c.Flags().String("crosswalk", "", p.Text("flag.compare_crosswalk"))
	basis := c.Flags().String("basis", "", p.Text("flag.compare_basis"))
	top := c.Flags().Int("top", 10, p.Text("flag.compare_top"))
	file := c.Flags().String("html", "", p.Text("flag.page"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	asCSV := c.Flags().Bool("csv", false, p.Text("flag.csv"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) < 2 {
			return usage("cli.compare_few")
		}
		if *file != "" && (*asJSON || *asCSV) {
			return usage("cli.page_alone")
		}
		var all []*stored
		for _, arg := range args {
			one, err := findResult("", []string{arg})
			if err != nil {
				return err
			}
			all = append(all, one)
		}
		config, err := resolveSettings(w, c.Flags(), map[string]string{"language": all[len(all)-1].Language})
		if err != nil {
			return err
		}
		options := compare.Options{}
		if *walk != "" {
			if options.Crosswalk, err = findCrosswalk(w, l10n.For(config.get("language")), *walk, all); err != nil {
				return err
			}
		}
		done, err := compareStored(all, args, result.Basis(*basis), options)
		if err != nil {
			return err
		}
		if err := onBothSides(done, *agencies); err != nil {
			return err
		}
		if *asJSON {
			return writeJSON(w, onlyAgencies(done, *agencies))
		}
		results := make([]*result.Assessment, len(all))
		for i, one := range all {
			results[i] = one.Assessment
		}
		v := view.NewComparison(done, results, config.get("language"))
		if *file != "" {
			return writePage(w, *file, func(to io.Writer) error { return page.Comparison(to, v, *agencies, *top) })
		}
		if *asCSV {
			return writeError(text.ComparisonCSV(w.out, v, *agencies))
		}
		return writeError(text.Comparison(w.out, v, text.CompareOptions{Agencies: *agencies, Top: *top, Width: w.width, Color: w.color()}))
	}
	return c
}

// writePage writes an answer as a page of its own, and names the file.
func writePage(w *world, path string, write func(io.Writer) error) error {
	if err := atomicfile.Write(path, write); err != nil {
		return writeError(err)
	}
	fmt.Fprintln(w.out, filepath.ToSlash(path))
	return nil
}

// compareStored compares stored results; their evidence is read only where the comparison asks for it.
func compareStored(all []*stored, names []string, basis result.Basis, o compare.Options) (*result.Comparison, error) {
	var sides []compare.Side
	for i, one := range all {
		sides = append(sides, compare.Side{Result: one.Assessment, Path: filepath.ToSlash(names[i]), Basis: basis, Input: one.input})
	}
	done, err := compare.Compare(sides, o)
	pair, is := errors.AsType[*compare.PairError](err)
	switch {
	case err == nil:
		return done, nil
	case errors.Is(err, compare.ErrNothingShared):
		return nil, usage("cli.compare_nothing", "from", all[pair.From].Rubric.ID, "to", all[pair.To].Rubric.ID,
			"allowed", strings.Join(library.CrosswalkIDs(), ", "))
	case errors.Is(err, compare.ErrNoBasis):
		return nil, usage("cli.compare_basis", "path", names[pair.From], "basis", string(basis))
	case errors.Is(err, compare.ErrNoEvidence) && is:
		return nil, &exitError{code: exitUsage, key: "cli.compare_evidence", args: []any{"path", names[pair.From]}, err: err}
	}
	return nil, failed(err)
}

// input gives the evidence that a stored result was made of.
func (s *stored) input() (scoring.Input, error) {
	in, _, err := s.restore()
	return in, err
}

// findCrosswalk takes a crosswalk of the library, or a file, that joins the rubrics of two of the results.
func findCrosswalk(w *world, p *l10n.Printer, name string, all []*stored) (*crosswalk.Crosswalk, error) {
	var trees []*rubric.Rubric
	var ids []string
	for _, one := range all {
		if !slices.Contains(ids, one.Rubric.Tree.ID) {
			trees, ids = append(trees, one.Rubric.Tree), append(ids, one.Rubric.Tree.ID)
		}
	}
	known := crosswalk.Of(trees...)
	var c *crosswalk.Crosswalk
	var problems *diag.List
	if data, err := library.CrosswalkData(name); err == nil {
		c, problems = crosswalk.Parse(name+".yaml", data, known)
	} else if info, err := os.Stat(name); err == nil && !info.IsDir() {
		c, problems = crosswalk.Load(source.Source{Path: name, Name: filepath.ToSlash(name)}, known)
	} else {
		return nil, usage("cli.compare_no_crosswalk", "name", name, "allowed", strings.Join(library.CrosswalkIDs(), ", "))
	}
	if problems.HasErrors() {
		_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
	}
	if c == nil {
		return nil, &exitError{code: exitUsage, key: "cli.compare_crosswalk", args: []any{"name", name, "rubrics", strings.Join(ids, ", ")}}
	}
	for _, from := range ids {
		for _, to := range ids {
			if from != to && len(c.Links(from, to)) > 0 {
				return c, nil
			}
		}
	}
	return nil, usage("cli.compare_crosswalk", "name", name, "rubrics", strings.Join(ids, ", "))
}

// onBothSides refuses ids that are in none of the results.
func onBothSides(c *result.Comparison, ids []string) error {
	var known []string
	for _, t := range c.Trends {
		known = append(known, t.Agency)
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return usage("cli.no_agency", "agency", id, "nearest", nearest.Of(id, known))
		}
	}
	return nil
}

// onlyAgencies leaves the agencies that were asked for; all where none were.
func onlyAgencies(c *result.Comparison, ids []string) *result.Comparison {
	if len(ids) == 0 {
		return c
	}
	out := *c
	out.Steps = slices.Clone(c.Steps)
	for i := range out.Steps {
		s := &out.Steps[i]
		s.Agencies = slices.DeleteFunc(slices.Clone(s.Agencies), func(a result.AgencyChange) bool { return !slices.Contains(ids, a.Agency) })
		s.OnlyFrom = slices.DeleteFunc(slices.Clone(s.OnlyFrom), func(a result.Single) bool { return !slices.Contains(ids, a.Agency) })
		s.OnlyTo = slices.DeleteFunc(slices.Clone(s.OnlyTo), func(a result.Single) bool { return !slices.Contains(ids, a.Agency) })
	}
	out.Trends = slices.DeleteFunc(slices.Clone(c.Trends), func(t result.Trend) bool { return !slices.Contains(ids, t.Agency) })
	return &out
}
