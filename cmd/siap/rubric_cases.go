package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/reports/text"
	"siap/rubric"
	"siap/scoring/cases"
)

// newRubricTest holds rubrics to their authors' own cases.
func newRubricTest(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.test", "test FILE…")
	c.Args = cobra.MinimumNArgs(1)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	other := c.Flags().String("rubric", "", p.Text("flag.cases_rubric"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		var tested []testedFile
		var worst error
		for _, path := range args {
			one, err := testFile(w, p, path, *other)
			if err != nil {
				told, is := errors.AsType[*exitError](err)
				if !is {
					return err
				}
				say(w, "siap: "+told.message(p))
				if worse := exit(told.code); worst == nil || told.code > worst.(*exitError).code {
					worst = worse
				}
				continue
			}
			tested = append(tested, one)
			if !*asJSON {
				if err := writeCases(w.out, p, one); err != nil {
					return writeError(err)
				}
			}
		}
		failed := 0
		for _, one := range tested {
			failed += one.Failed
		}
		if *asJSON {
			if err := writeJSON(w, tested); err != nil {
				return err
			}
		} else if len(args) > 1 {
			fmt.Fprintln(w.out, "\n"+casesSummary(p, tested))
		}
		if worst == nil && failed > 0 {
			worst = exit(exitFailed)
		}
		return worst
	}
	return c
}

// testedFile is what became of one file of cases.
type testedFile struct {
	File    string          `json:"file"`
	Rubric  string          `json:"rubric"`
	Version string          `json:"version"`
	Passed  int             `json:"passed"`
	Failed  int             `json:"failed"`
	Cases   []cases.Outcome `json:"cases"`

	tree *rubric.Rubric
}

// testFile runs one file of cases; a file that is faulty is refused after all faults were told.
func testFile(w *world, p *l10n.Printer, path, other string) (testedFile, error) {
	if _, err := os.Stat(path); err != nil {
		return testedFile{}, &exitError{code: exitUsage, key: "cli.no_result", args: []any{"path", path}}
	}
	tell := func(problems *diag.List) {
		if problems.Len() > 0 {
			_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
		}
	}
	name := filepath.ToSlash(path)
	broken := &exitError{code: exitRefused, key: "cases.broken", args: []any{"file", name}}
	f, problems := cases.Read(source.Source{Path: path, Name: name})
	if f == nil {
		tell(problems)
		return testedFile{}, broken
	}
	wanted, dir := f.Rubric, filepath.Dir(path)
	if other != "" {
		wanted, dir = other, "."
	}
	r, found, _, err := findRubric(wanted, dir)
	if err != nil {
		return testedFile{}, err
	}
	if r == nil || (found != nil && found.HasErrors()) {
		tell(found)
		return testedFile{}, &exitError{code: exitRefused, key: "cli.rubric_broken", args: []any{"name", wanted}}
	}
	outcomes, problems, err := cases.Run(f, r)
	if err != nil {
		return testedFile{}, failed(err)
	}
	tell(problems)
	if problems.HasErrors() {
		return testedFile{}, broken
	}
	out := testedFile{File: name, Rubric: r.ID, Version: r.Version, Cases: outcomes, tree: r}
	for _, o := range outcomes {
		if o.Passed {
			out.Passed++
		} else {
			out.Failed++
		}
	}
	return out, nil
}

// casesSummary counts the cases of all files.
func casesSummary(p *l10n.Printer, tested []testedFile) string {
	passed, failed := 0, 0
	for _, one := range tested {
		passed, failed = passed+one.Passed, failed+one.Failed
	}
	return p.Text("cases.summary", "n", passed+failed, "passed", passed, "failed", failed)
}

// writeCases prints the cases of one file: a line each, and below a failed one what did not hold.
func writeCases(out io.Writer, p *l10n.Printer, f testedFile) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = safetext.Line(cells[i])
		}
		fmt.Fprintln(t, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	row(p.Text("cases.file", "file", f.File, "rubric", f.Rubric, "version", f.Version))
	for _, c := range f.Cases {
		verdict := "✓ " + p.Text("cases.passed")
		if !c.Passed {
			verdict = "✗ " + p.Text("cases.failed")
		}
		row("  "+verdict, c.Name, p.Text("cases.checks", "n", len(c.Checks)))
	}
	for _, c := range f.Cases {
		if c.Passed {
			continue
		}
		row("")
		row(c.Place.String() + ": " + c.Name)
		row("  "+p.Text("cases.head.where"), p.Text("cases.head.member"), p.Text("cases.head.want"),
			p.Text("cases.head.got"), p.Text("cases.head.off"))
		for _, check := range c.Checks {
			if !check.Passed {
				row(checkCells(p, f.tree, check)...)
			}
		}
	}
	row("")
	row(casesSummary(p, []testedFile{f}))
	if err := t.Flush(); err != nil {
		return fmt.Errorf("printing the cases of %s: %w", f.File, err)
	}
	return nil
}

// checkCells words one expectation that did not hold.
func checkCells(p *l10n.Printer, r *rubric.Rubric, c cases.Check) []string {
	where := p.Text("cases.index")
	if c.Node != "" {
		where = "[" + c.Node + "]"
		if n := r.Node(c.Node); n != nil && n.Code != "" {
			where = n.Code + " " + where
		}
	}
	cells := []string{"  " + where, p.Text("cases.member." + string(c.Member)), wordOf(p, r, c, c.Want), wordOf(p, r, c, c.Got), ""}
	if c.WantNumber == nil && c.GotNumber == nil {
		return cells
	}
	// As many digits as show that the two differ by more than the tolerance.
	digits := decimals(c.Tolerance) + 1
	if c.WantNumber != nil {
		digits = max(digits, decimals(*c.WantNumber))
		cells[2] = p.Number(*c.WantNumber, decimals(*c.WantNumber))
	}
	if c.GotNumber != nil {
		cells[3] = p.Number(*c.GotNumber, digits)
	}
	if c.WantNumber != nil && c.GotNumber != nil {
		cells[4] = p.Number(*c.GotNumber-*c.WantNumber, digits)
	}
	return cells
}

// wordOf says a band, a verdict or a reason as people do; "" is none.
func wordOf(p *l10n.Printer, r *rubric.Rubric, c cases.Check, word string) string {
	switch {
	case word == "" || word == cases.NoScore:
		return p.Text("cases.nothing")
	case c.Member == cases.Band || c.Member == cases.Verdict:
		return bandTitle(p, r, c, word)
	case p.Has("view.reason." + word):
		return p.Text("view.reason." + word)
	}
	return word
}

// bandTitle is what a band is called at a node, with its id.
func bandTitle(p *l10n.Printer, r *rubric.Rubric, c cases.Check, id string) string {
	lists := [][]rubric.Band{r.Bands}
	if c.Member == cases.Verdict {
		lists = [][]rubric.Band{r.Verdicts.Index, r.Verdicts.Dimension}
	}
	if n := r.Node(c.Node); n != nil {
		lists = append([][]rubric.Band{n.Bands, n.Verdicts}, lists...)
	}
	for _, list := range lists {
		for _, b := range list {
			if b.ID == id {
				return b.Title.In(p.Lang()) + " [" + id + "]"
			}
		}
	}
	return id
}

// decimals is how many digits behind the mark a number is written with, six at most.
func decimals(x float64) int {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	_, fraction, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	return min(len(fraction), 6)
}
