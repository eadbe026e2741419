package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/composite/weigh"
	"siap/scoring/composite/weigh/ahp"
	"siap/scoring/panel"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
	"siap/scoring/reweigh"
	"siap/scoring/scenario"
)

// weighingMethods are the words of "siap weights", those from data first; weighingAliases are other names of the field.
var (
	weighingMethods = append(weigh.Names(), weighing.MethodBenefit, weighing.MethodBudget, weighing.MethodAHP, weighing.MethodGiven)
	weighingAliases = map[string]string{
		"pca": "factor", "fa": "factor", "bod": weighing.MethodBenefit, "cv": "variation", "sd": "standard_deviation",
		"bap": weighing.MethodBudget,
	}
)

// weighingFlags says which methods a flag is for; a flag that is not here is for all.
var weighingFlags = map[string][]string{
	"node":         append(weigh.Names(), weighing.MethodBenefit),
	"basis":        append(weigh.Names(), weighing.MethodBenefit),
	"factors":      {"factor"},
	"explained":    {"factor"},
	"listwise":     {"factor", "correlated"},
	"targets":      {"correlated"},
	"least":        {"correlated", weighing.MethodBenefit},
	"most":         {weighing.MethodBenefit},
	"points":       {weighing.MethodBudget},
	"priorities":   {weighing.MethodAHP},
	"random-index": {weighing.MethodAHP},
	"judges":       {weighing.MethodAHP},
	"rubric":       {weighing.MethodBudget, weighing.MethodAHP, weighing.MethodGiven},
}

// weightsOptions are what "siap weights" was asked for.
type weightsOptions struct {
	w      *world
	p      *l10n.Printer
	flags  *pflag.FlagSet
	config *effective
	// method is "" for all that need the data only.
	method, file, dir, rubricName, node, basis string
	factors                                    int
	explained, least, most, points             float64
	listwise, detail, json, csv                bool
	targets, priorities, random, judges, out   string

	// res is the result whose scores or ranks count, nil for none; rubric the one that is weighed anew.
	res    *stored
	rubric *rubric.Rubric
}

// newWeights finds other weights for a rubric, and shows them beside its own.
func newWeights(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "weights", "weights [FOLDER] [METHOD [FILE]]")
	c.Args = cobra.MaximumNArgs(3)
	o := &weightsOptions{w: w, p: p, flags: c.Flags()}
	o.add(c.Flags())
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.check(args); err != nil {
			return err
		}
		if err := o.open(); err != nil {
			return err
		}
		o.p = l10n.For(o.config.get("language"))
		return o.run(c.Context())
	}
	return c
}

func (o *weightsOptions) add(f *pflag.FlagSet) {
	p := o.p
	f.StringVarP(&o.dir, "dir", "C", "", p.Text("flag.weights_dir"))
	f.StringVar(&o.rubricName, "rubric", "", p.Text("flag.weights_rubric"))
	f.StringVar(&o.node, "node", "", p.Text("flag.weights_node"))
	f.StringVar(&o.basis, "basis", "", p.Text("flag.weights_basis"))
	f.IntVar(&o.factors, "factors", 0, p.Text("flag.weights_factors"))
	f.Float64Var(&o.explained, "explained", 0, p.Text("flag.weights_explained"))
	f.BoolVar(&o.listwise, "listwise", false, p.Text("flag.weights_listwise"))
	f.StringVar(&o.targets, "targets", weighing.TargetsRubric, p.Text("flag.weights_targets"))
	f.Float64Var(&o.least, "least", 0, p.Text("flag.weights_least"))
	f.Float64Var(&o.most, "most", 1, p.Text("flag.weights_most"))
	f.Float64Var(&o.points, "points", 0, p.Text("flag.weights_points"))
	f.StringVar(&o.priorities, "priorities", string(ahp.Eigenvector), p.Text("flag.weights_priorities", "words", words(ahp.Methods())))
	f.StringVar(&o.random, "random-index", string(ahp.SaatyIndex), p.Text("flag.weights_random", "words", words(ahp.Indices())))
	f.StringVar(&o.judges, "judges", string(ahp.OfJudgements), p.Text("flag.weights_judges", "words", words(ahp.Combinations())))
	f.BoolVar(&o.detail, "detail", false, p.Text("flag.weights_detail"))
	f.BoolVar(&o.json, "json", false, p.Text("flag.json"))
	f.BoolVar(&o.csv, "csv", false, p.Text("flag.weights_csv"))
	f.StringVar(&o.out, "out", "", p.Text("flag.weights_out"))
}

// check refuses what does not go together, before anything is read.
func (o *weightsOptions) check(args []string) error {
	if len(args) > 0 && o.dir == "" && !slices.Contains(weighingMethods, args[0]) && isFolder(args[0]) { // as other commands have it
		o.dir, args = args[0], args[1:]
	}
	if len(args) > 0 {
		o.method = strings.ReplaceAll(strings.ToLower(args[0]), "-", "_")
		if full := weighingAliases[o.method]; full != "" {
			o.method = full
		}
		if !slices.Contains(weighingMethods, o.method) {
			return usage("cli.weights_method", "seen", args[0], "allowed", strings.Join(weighingMethods, ", "),
				"nearest", nearest.Of(args[0], weighingMethods))
		}
	}
	if len(args) > 1 {
		o.file = args[1]
	}
	if len(args) > 2 {
		return usage("cli.weights_no_file", "method", o.method, "seen", args[2])
	}
	switch asks := o.asksPeople(); {
	case asks && o.file == "":
		return usage("cli.weights_file", "method", o.method)
	case !asks && o.file != "":
		return usage("cli.weights_no_file", "method", o.method, "seen", o.file)
	case o.csv && o.json:
		return usage("cli.csv_or_json")
	case o.out != "" && o.method == "":
		return usage("cli.weights_all_out")
	case o.out != "" && o.method == weighing.MethodBenefit:
		return usage("cli.weights_no_yaml", "method", o.method)
	}
	var err error
	o.flags.Visit(func(f *pflag.Flag) {
		methods, bound := weighingFlags[f.Name]
		side := o.method == "" && (f.Name == "node" || f.Name == "basis")
		if err == nil && bound && !side && !slices.Contains(methods, o.method) {
			err = usage("cli.weights_not_for", "flag", f.Name, "method", strings.TrimSpace(o.method))
		}
	})
	if err != nil {
		return err
	}
	return o.checkValues()
}

// checkValues refuses values that a flag does not take.
func (o *weightsOptions) checkValues() error {
	wrong := func(flag, seen, allowed string) error {
		return usage("cli.bad_choice", "flag", flag, "seen", seen, "allowed", allowed, "nearest", "")
	}
	short := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	switch {
	case o.flags.Changed("factors") && (o.factors < 1 || o.flags.Changed("explained")):
		return wrong("factors", strconv.Itoa(o.factors), "1, 2, 3, …")
	case o.flags.Changed("explained") && !(o.explained > 0 && o.explained <= 1):
		return wrong("explained", short(o.explained), "0–1")
	case !(o.least >= 0 && o.least <= 1):
		return wrong("least", short(o.least), "0–1")
	case !(o.most > 0 && o.most <= 1):
		return wrong("most", short(o.most), "0–1")
	case !(o.points >= 0 && o.points <= 1e9):
		return wrong("points", short(o.points), "≥ 0")
	case o.targets != weighing.TargetsRubric && o.targets != weighing.TargetsEqual:
		return wrong("targets", o.targets, weighing.TargetsRubric+", "+weighing.TargetsEqual)
	case !slices.Contains(spelled(ahp.Methods()), o.priorities):
		return wrong("priorities", o.priorities, words(ahp.Methods()))
	case !slices.Contains(spelled(ahp.Indices()), o.random):
		return wrong("random-index", o.random, words(ahp.Indices()))
	case !slices.Contains(spelled(ahp.Combinations()), o.judges):
		return wrong("judges", o.judges, words(ahp.Combinations()))
	}
	return nil
}

func (o *weightsOptions) asksPeople() bool {
	return o.method == weighing.MethodBudget || o.method == weighing.MethodAHP || o.method == weighing.MethodGiven
}

// run finds the weights and prints or writes them.
func (o *weightsOptions) run(ctx context.Context) error {
	reports, err := o.reports()
	if err != nil {
		return err
	}
	if err := o.move(ctx, reports); err != nil {
		return err
	}
	if o.out != "" {
		if err := o.write(reports[0]); err != nil {
			return err
		}
	}
	lang := o.config.get("language")
	a := view.Bare(o.rubric)
	if o.res != nil {
		a = o.res.Assessment
	}
	var told *view.Weighing
	if o.method == "" {
		told = view.WeighingsOf(a, reports, lang)
	} else {
		told = view.WeighingOf(a, reports[0], lang, o.detail)
	}
	switch {
	case o.csv:
		header, records := view.WeighingRecords(a, reports, lang)
		return writeError(text.Records(o.w.out, header, records))
	case o.json && o.method == "":
		return writeJSON(o.w, struct {
			Methods []*weighing.Report `json:"methods"`
			Words   *view.Weighing     `json:"words"`
		}{reports, told})
	case o.json:
		return writeJSON(o.w, struct {
			*weighing.Report
			Words *view.Weighing `json:"words"`
		}{reports[0], told})
	}
	return writeError(text.Weighing(o.w.out, told, o.w.width, o.w.color()))
}

// reports finds the weights: by one method, or by all that need the data only.
func (o *weightsOptions) reports() ([]*weighing.Report, error) {
	if o.asksPeople() {
		r, err := o.people()
		return []*weighing.Report{r}, err
	}
	if agencies, _ := o.res.Compared(o.onBasis()); len(agencies) == 0 {
		return nil, &exitError{code: exitRefused, key: "cli.weights_no_scores"}
	}
	var node *string
	if o.node != "" {
		id, ok := reweigh.NodeOf(o.rubric, o.node, scenario.Index)
		if !ok {
			var allowed []string
			for _, one := range reweigh.Groups(o.rubric) {
				if one == "" {
					one = scenario.Index
				}
				allowed = append(allowed, one)
			}
			return nil, usage("cli.weights_no_node", "seen", o.node, "allowed", strings.Join(allowed, ", "))
		}
		node = &id
	}
	if o.method == weighing.MethodBenefit {
		r, err := o.benefit(node)
		return []*weighing.Report{r}, err
	}
	methods := []string{o.method}
	if o.method == "" {
		methods = weigh.Names()
	}
	var out []*weighing.Report
	for _, method := range methods {
		opts := reweigh.DataOptions{
			Method: method, Basis: result.Basis(o.basis), Node: node, Listwise: o.listwise, Targets: o.targets,
			Keep: weigh.Keep{Number: o.factors, Cumulative: o.explained},
		}
		if o.flags.Changed("least") {
			opts.Least = &o.least
		}
		r, err := reweigh.Data(o.res.Assessment, opts)
		if err != nil {
			return nil, failed(err)
		}
		r.Result = o.resultSum()
		out = append(out, r)
	}
	return out, nil
}

func (o *weightsOptions) onBasis() result.Basis {
	if o.basis != "" {
		return result.Basis(o.basis)
	}
	return o.res.Options.Basis
}

func (o *weightsOptions) resultSum() string {
	return source.Source{Path: o.res.path, Name: o.res.path}.SHA256()
}

func (o *weightsOptions) benefit(node *string) (*weighing.Report, error) {
	opts := reweigh.BenefitOptions{Basis: result.Basis(o.basis)}
	if node != nil {
		opts.Node = *node
	}
	if o.flags.Changed("least") {
		opts.Least = &o.least
	}
	if o.flags.Changed("most") {
		opts.Most = &o.most
	}
	r, err := reweigh.Benefit(o.res.Assessment, opts)
	if many, is := errors.AsType[*reweigh.TooManyError](err); is {
		return nil, &exitError{code: exitRefused, key: "cli.weights_many", args: []any{"n", many.Agencies, "limit", reweigh.MaxDoubted}}
	}
	if limits, is := errors.AsType[*reweigh.LimitsError](err); is {
		return nil, usage("cli.weights_limits", "members", limits.Members, "least", o.p.Percent(limits.Least, 1), "most", o.p.Percent(limits.Most, 1))
	}
	if err != nil {
		return nil, failed(err)
	}
	r.Result = o.resultSum()
	return r, nil
}

// people reads what people say of the weights.
func (o *weightsOptions) people() (*weighing.Report, error) {
	src := source.Source{Path: filepath.FromSlash(o.file), Name: filepath.ToSlash(o.file)}
	if _, err := os.Stat(src.Path); err != nil {
		return nil, usage("cli.no_file", "path", o.file)
	}
	var r *weighing.Report
	var err error
	var sum panel.Summary
	var found *diag.List
	switch o.method {
	case weighing.MethodBudget:
		var b *panel.Budget
		if b, sum, found = panel.ReadBudget(src, o.rubric, o.points); b != nil {
			r, err = reweigh.Budget(o.rubric, b, o.points)
		}
	case weighing.MethodAHP:
		var j *panel.Judgements
		if j, sum, found = panel.ReadJudgements(src, o.rubric); j != nil {
			r, err = reweigh.Judged(o.rubric, j, reweigh.JudgedOptions{
				Priorities: ahp.Method(o.priorities), Index: ahp.Index(o.random), Judges: ahp.Combination(o.judges),
			})
		}
	default:
		var all []scenario.Scenario
		if all, found = scenario.Read(src, o.rubric); len(all) > 0 {
			r, err = reweigh.Given(o.rubric, &all[0])
			sum.Format, sum.SHA256, sum.Records = "YAML", src.SHA256(), len(all[0].Weights)
		}
	}
	if found.Len() > 0 {
		_ = text.Diagnostics(o.w.err, o.p, found.Sorted(), o.w.terminal && o.w.color())
	}
	switch {
	case err != nil:
		return nil, failed(err)
	case r == nil:
		return nil, &exitError{code: exitRefused, key: "cli.weights_fault", args: []any{"file", o.file}}
	}
	r.File = &weighing.File{Name: src.Name, Format: sum.Format, SHA256: sum.SHA256, Records: sum.Records}
	return r, nil
}

// move works out what places would do under the found weights, where the evidence of a result is at hand.
func (o *weightsOptions) move(ctx context.Context, reports []*weighing.Report) error {
	if o.res == nil || o.method == weighing.MethodBenefit {
		return nil
	}
	in, opts, err := o.res.restore()
	if told, is := errors.AsType[*exitError](err); is && told.code == exitUsage { // no evidence file, or an edition
		say(o.w, o.p.Text("cli.weights_no_ranks", "reason", told.message(o.p)))
		return nil
	}
	if err != nil {
		return err
	}
	opts.Uncertainty = result.Uncertainty{}
	for _, r := range reports {
		s := scenario.Scenario{ID: r.Method, Weights: reweigh.Weights(r)}
		if len(s.Weights) == 0 {
			continue
		}
		changed, own := in, opts
		if changed.Rubric, own.Changes, err = s.Apply(o.rubric); err != nil {
			return failed(err)
		}
		after, err := scoring.AssessContext(ctx, changed, own)
		if err != nil {
			return failed(err)
		}
		r.Movement = reweigh.MovementOf(o.res.Assessment, after, result.Basis(o.basis))
	}
	return nil
}

// write writes the weights as a file that "siap score --weights" takes.
func (o *weightsOptions) write(r *weighing.Report) error {
	weights := reweigh.Weights(r)
	if len(weights) == 0 {
		return &exitError{code: exitRefused, key: "cli.weights_none", args: []any{"file", o.out}}
	}
	err := writeError(atomicfile.Write(o.out, func(w io.Writer) error { return o.yaml(w, r, weights) }))
	if err == nil {
		say(o.w, o.p.Text("cli.weights_written", "file", o.out))
	}
	return err
}

// yaml writes weights in the order of the rubric, with where they come from.
func (o *weightsOptions) yaml(w io.Writer, r *weighing.Report, weights map[string]float64) error {
	var b strings.Builder
	note := func(text string) { fmt.Fprintf(&b, "# %s\n", strings.Join(strings.Fields(safetext.Line(text)), " ")) }
	note(o.p.Text("weights.yaml.head", "method", r.Method, "rubric", r.Rubric, "version", r.Version))
	if r.Result != "" {
		note(o.p.Text("weights.yaml.result", "sum", r.Result))
	}
	if r.File != nil {
		note(o.p.Text("weights.yaml.file", "file", r.File.Name, "sum", r.File.SHA256))
	}
	b.WriteString("title:\n")
	for _, lang := range l10n.Languages {
		fmt.Fprintf(&b, "  %s: %s\n", lang, strconv.Quote(l10n.For(lang).Text("weights.method."+r.Method)))
	}
	b.WriteString("weights:\n")
	for n := range o.rubric.All() {
		if x, found := weights[n.ID]; found {
			fmt.Fprintf(&b, "  %s: %s\n", strconv.Quote(n.ID), strconv.FormatFloat(x, 'g', -1, 64))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
