package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/reports/page"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/intake"
	"siap/scoring/plan"
	"siap/scoring/result"
)

// planFlags are how "siap plan" is told what to plan.
type planFlags struct {
	dir, to, budget, perYear, goal, costs string
	unknown, prerequisites, page          string
	fixed                                 []string
	all, frontier, asJSON, asCSV          bool
}

// newPlan finds the cheapest way of an agency to a target, or shares one budget out among all.
func newPlan(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "plan", "plan AGENCY --to TARGET")
	c.Args = cobra.MaximumNArgs(1)
	f := &planFlags{}
	flags := c.Flags()
	flags.StringVarP(&f.dir, "dir", "C", "", p.Text("flag.dir"))
	flags.StringVar(&f.to, "to", "", p.Text("flag.plan_to"))
	flags.StringVar(&f.budget, "budget", "", p.Text("flag.plan_budget"))
	flags.BoolVar(&f.all, "all", false, p.Text("flag.plan_all"))
	flags.StringVar(&f.goal, "goal", "", p.Text("flag.plan_goal"))
	flags.StringVar(&f.perYear, "per-year", "", p.Text("flag.plan_per_year"))
	flags.StringSliceVar(&f.fixed, "fixed", nil, p.Text("flag.plan_fixed"))
	flags.StringVar(&f.unknown, "unknown", plan.Keep, p.Text("flag.plan_unknown"))
	flags.StringVar(&f.prerequisites, "prerequisites", plan.Level, p.Text("flag.plan_prerequisites"))
	flags.StringVar(&f.costs, "costs", "", p.Text("flag.plan_costs"))
	flags.BoolVar(&f.frontier, "frontier", false, p.Text("flag.plan_frontier"))
	flags.StringVar(&f.page, "html", "", p.Text("flag.page"))
	flags.BoolVar(&f.asJSON, "json", false, p.Text("flag.json"))
	flags.BoolVar(&f.asCSV, "csv", false, p.Text("flag.csv"))
	c.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case f.page != "" && (f.asJSON || f.asCSV):
			return usage("cli.page_alone")
		case !f.all && len(args) == 0:
			return usage("cli.plan_agency")
		case f.all && len(args) > 0:
			return usage("cli.plan_one")
		}
		res, config, err := openResult(w, c, f.dir, nil)
		if err != nil {
			return err
		}
		lang := config.get("language")
		options, err := f.options(w, l10n.For(lang), res.Rubric.Tree)
		if err != nil {
			return err
		}
		target, err := f.target(l10n.For(lang), res.Rubric.Tree)
		if err != nil {
			return err
		}
		if f.all {
			return f.share(w, res.Assessment, lang, target, options)
		}
		return f.reach(w, res.Assessment, lang, args[0], target, options)
	}
	return c
}

// reach plans for one agency.
func (f *planFlags) reach(w *world, a *result.Assessment, lang, agency string, target *plan.Target, options plan.Options) error {
	switch {
	case target == nil && f.budget == "":
		return usage("cli.plan_to", "allowed", bandIDs(a.Rubric.Tree))
	case target != nil && f.budget != "":
		return usage("cli.plan_both")
	case f.budget != "":
		budget, err := amount("budget", f.budget)
		if err != nil {
			return err
		}
		target = &plan.Target{Budget: &budget}
	}
	one, err := whichAgency(a, agency)
	if err != nil {
		return err
	}
	found, err := plan.Reach(a, one.ID, *target, options)
	if err != nil {
		return planError(err, a, one.ID)
	}
	v := view.NewPlan(found, a, lang)
	switch {
	case f.page != "":
		err = writePage(w, f.page, func(to io.Writer) error { return page.Plan(to, v) })
	case f.asJSON:
		err = writeJSON(w, found)
	case f.asCSV && f.frontier:
		err = writeError(text.FrontierCSV(w.out, v))
	case f.asCSV:
		err = writeError(text.PlanCSV(w.out, v))
	default:
		err = writeError(text.Plan(w.out, v, text.PlanOptions{Frontier: f.frontier, Width: w.width, Color: w.color()}))
	}
	if err == nil && !found.Reached {
		return &exitError{code: exitFailed, key: "cli.plan_unreachable"}
	}
	return err
}

// share shares one budget out among all agencies.
func (f *planFlags) share(w *world, a *result.Assessment, lang string, target *plan.Target, options plan.Options) error {
	switch {
	case f.budget == "":
		return usage("cli.plan_budget")
	case f.perYear != "" || f.frontier:
		return usage("cli.plan_years")
	case f.goal == "" && target != nil:
		f.goal = plan.Reached
	case f.goal == "":
		f.goal = plan.Mean
	}
	if err := choice("goal", f.goal, plan.Mean, plan.Reached); err != nil {
		return err
	}
	if f.goal == plan.Reached && target == nil {
		return usage("cli.plan_goal")
	}
	budget, err := amount("budget", f.budget)
	if err != nil {
		return err
	}
	found, err := plan.Share(a, budget, f.goal, target, options)
	if err != nil {
		return planError(err, a, "")
	}
	v := view.NewPlans(found, a, lang)
	switch {
	case f.page != "":
		return writePage(w, f.page, func(to io.Writer) error { return page.Plans(to, v) })
	case f.asJSON:
		return writeJSON(w, found)
	case f.asCSV:
		return writeError(text.PlansCSV(w.out, v))
	}
	return writeError(text.Plans(w.out, v, text.PlanOptions{Width: w.width, Color: w.color()}))
}

// planError turns what a plan cannot be made of into what the user is told.
func planError(err error, a *result.Assessment, agency string) error {
	switch {
	case errors.Is(err, plan.ErrRolledUp):
		return usage("cli.plan_rolled", "agency", agency)
	case errors.Is(err, plan.ErrNoIndex):
		return usage("cli.plan_no_index", "agency", agency)
	case errors.Is(err, plan.ErrOrder):
		return usage("cli.plan_order", "rubric", a.Rubric.ID)
	}
	return failed(err)
}

// options reads the choices of a plan.
func (f *planFlags) options(w *world, p *l10n.Printer, r *rubric.Rubric) (plan.Options, error) {
	o := plan.Options{Unknown: f.unknown, Prerequisites: f.prerequisites}
	if err := choice("unknown", f.unknown, plan.Keep, plan.Bottom); err != nil {
		return o, err
	}
	if err := choice("prerequisites", f.prerequisites, plan.Level, plan.Started, plan.Ignore); err != nil {
		return o, err
	}
	var err error
	if f.perYear != "" {
		if o.PerYear, err = amount("per-year", f.perYear); err != nil {
			return o, err
		}
		if o.PerYear == 0 {
			return o, usage("cli.plan_number", "flag", "per-year", "seen", f.perYear)
		}
	}
	for _, id := range f.fixed {
		n := r.Indicator(strings.TrimSpace(id))
		if n == nil {
			var ids []string
			for _, one := range r.Indicators() {
				ids = append(ids, one.ID)
			}
			return o, usage("cli.plan_indicator", "seen", id, "rubric", r.ID, "nearest", meant(p, nearest.Of(id, ids)))
		}
		o.Fixed = append(o.Fixed, n.ID)
	}
	if f.costs == "" {
		return o, nil
	}
	if info, err := os.Stat(f.costs); err != nil || info.IsDir() {
		return o, usage("cli.plan_no_costs", "path", f.costs)
	}
	costs, problems := intake.ReadCosts(source.Source{Path: f.costs, Name: filepath.ToSlash(f.costs)}, r)
	if problems.Len() > 0 {
		_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
	}
	if costs == nil {
		return o, &exitError{code: exitRefused, key: "cli.refused"}
	}
	o.Costs = func(agency, indicator, item string, level float64) (float64, bool) {
		return costs.Of(r.Indicator(indicator), agency, item, level)
	}
	return o, nil
}

// meant is the end of a message that asks whether another word was meant, "" where there is none.
func meant(p *l10n.Printer, word string) string {
	if word == "" {
		return ""
	}
	return p.Text("cli.plan_mean", "word", word)
}

// target reads --to; nil where nothing is said.
func (f *planFlags) target(p *l10n.Printer, r *rubric.Rubric) (*plan.Target, error) {
	to := strings.TrimSpace(f.to)
	if to == "" {
		return nil, nil
	}
	for _, prefix := range []string{"rank:", "peringkat:"} {
		if rest, is := strings.CutPrefix(strings.ToLower(to), prefix); is {
			n, err := strconv.Atoi(strings.TrimSpace(rest))
			if err != nil || n < 1 {
				return nil, badTarget(p, r, to)
			}
			return &plan.Target{Rank: n}, nil
		}
	}
	for _, b := range r.Bands {
		for _, name := range []string{b.ID, b.Title.ID, b.Title.EN} {
			if plainWord(name) == plainWord(to) {
				return &plan.Target{Band: b.ID}, nil
			}
		}
	}
	x, err := strconv.ParseFloat(strings.Replace(to, ",", ".", 1), 64)
	if err != nil || x != x {
		return nil, badTarget(p, r, to)
	}
	if x < r.Scale.Min || x > r.Scale.Max {
		return nil, usage("cli.plan_index", "seen", to, "allowed", strconv.FormatFloat(r.Scale.Min, 'g', -1, 64)+"–"+strconv.FormatFloat(r.Scale.Max, 'g', -1, 64))
	}
	return &plan.Target{Index: &x}, nil
}

func badTarget(p *l10n.Printer, r *rubric.Rubric, seen string) error {
	var ids []string
	for _, b := range r.Bands {
		ids = append(ids, b.ID)
	}
	return &exitError{code: exitUsage, key: "cli.plan_bad_to", args: []any{
		"seen", seen, "nearest", meant(p, nearest.Of(plainWord(seen), ids)), "allowed", bandIDs(r),
	}}
}

// plainWord writes the name of a band as its id might be written.
func plainWord(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "_"), "-", "_")
}

func bandIDs(r *rubric.Rubric) string {
	var ids []string
	for _, b := range r.Bands {
		ids = append(ids, b.ID)
	}
	return strings.Join(ids, ", ")
}

// amount reads a number of 0 or more.
func amount(flag, seen string) (float64, error) {
	x, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(seen), ",", ".", 1), 64)
	if err != nil || !(x >= 0 && x <= 1e15) {
		return 0, usage("cli.plan_number", "flag", flag, "seen", seen)
	}
	return x, nil
}

// choice refuses a word that is none of those allowed.
func choice(flag, seen string, allowed ...string) error {
	if !slices.Contains(allowed, seen) {
		return usage("cli.plan_choice", "flag", flag, "seen", seen, "allowed", strings.Join(allowed, ", "))
	}
	return nil
}
