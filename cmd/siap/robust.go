package main

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/internal/progress"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/intake"
	"siap/scoring/result"
	"siap/scoring/verify"
)

// robustFlags are what "siap robust" varies beside, or in place of, what the assessment did.
type robustFlags struct {
	weights, experts                           string
	spread, concentration, until               float64
	trials, sensitivity                        int
	seed                                       uint64
	noRespondents, noUnknowns, noMeasurement   bool
	normalise, impute, aggregate, weightsFound []string
	draws                                      string
	replay                                     int
	json, csv                                  bool
}

func (f *robustFlags) add(flags *pflag.FlagSet, p *l10n.Printer) {
	flags.IntVar(&f.trials, "trials", 0, p.Text("flag.trials"))
	flags.Float64Var(&f.until, "until", 0, p.Text("flag.robust_until"))
	flags.Uint64Var(&f.seed, "seed", 0, p.Text("flag.seed"))
	flags.StringVar(&f.weights, "weights", "", p.Text("flag.robust_weights"))
	flags.StringVar(&f.experts, "experts", "", p.Text("flag.robust_experts"))
	flags.Float64Var(&f.spread, "spread", 0, p.Text("flag.robust_spread"))
	flags.Float64Var(&f.concentration, "concentration", 0, p.Text("flag.robust_concentration"))
	flags.BoolVar(&f.noRespondents, "no-respondents", false, p.Text("flag.robust_no_respondents"))
	flags.BoolVar(&f.noUnknowns, "no-unknowns", false, p.Text("flag.robust_no_unknowns"))
	flags.BoolVar(&f.noMeasurement, "no-measurement", false, p.Text("flag.robust_no_measurement"))
	flags.StringSliceVar(&f.normalise, "normalise", nil, p.Text("flag.robust_normalise"))
	flags.StringSliceVar(&f.impute, "impute", nil, p.Text("flag.robust_impute"))
	flags.StringSliceVar(&f.aggregate, "aggregate", nil, p.Text("flag.robust_aggregate"))
	flags.StringSliceVar(&f.weightsFound, "weigh", nil, p.Text("flag.robust_weigh"))
	flags.IntVar(&f.sensitivity, "sensitivity", 0, p.Text("flag.robust_sensitivity"))
	flags.StringVar(&f.draws, "draws", "", p.Text("flag.robust_draws"))
	flags.IntVar(&f.replay, "replay", -1, p.Text("flag.robust_replay"))
	flags.BoolVar(&f.json, "json", false, p.Text("flag.json"))
	flags.BoolVar(&f.csv, "csv", false, p.Text("flag.robust_csv"))
}

// newRobust asks how far the ranking of a stored assessment can be trusted.
func newRobust(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "robust", "robust [FOLDER|assessment.json]")
	c.Args = cobra.MaximumNArgs(1)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	f := &robustFlags{}
	f.add(c.Flags(), p)
	c.RunE = func(c *cobra.Command, args []string) error {
		res, config, err := openResult(w, c, *dir, args)
		if err != nil {
			return err
		}
		in, opts, err := res.restore()
		if err != nil {
			return err
		}
		lang := config.get("language")
		experts, err := f.readExperts(w, res.Rubric.Tree, l10n.For(lang))
		if err != nil {
			return err
		}
		if err := f.settle(c.Flags(), res.Assessment, experts, &opts); err != nil {
			return err
		}
		bar := w.meter(l10n.For(lang)).Start(l10n.For(lang).Text("progress.draws"), int64(opts.Uncertainty.Draws), progress.Items)
		defer bar.Done()
		opts.Progress = func(made, of int) { bar.Set(int64(made), int64(of)) }
		drawn, again, err := scoring.NewDraws(c.Context(), in, opts)
		bar.Done()
		if errors.Is(err, scoring.ErrNothingDrawn) {
			return &exitError{code: exitRefused, key: "cli.nothing_drawn"}
		}
		if err != nil {
			return failed(err)
		}
		again.Title, again.Year, again.Language, again.Invented = res.Title, res.Year, res.Language, res.Invented
		again.Window, again.Created, again.Tool = res.Window, res.Created, res.Tool
		return f.print(w, drawn, again, lang)
	}
	return c
}

// restore makes the input of a stored assessment again from its own two files.
func (s *stored) restore() (in scoring.Input, opts scoring.Options, err error) {
	err = s.withEvidence(func(records iter.Seq2[result.Record, error]) error {
		in, opts, err = verify.Restore(s.Assessment, records)
		return err
	})
	return in, opts, err
}

// settle puts what the flags say into the options; without flags the draws are those of the assessment, or the defaults
// where it drew nothing.
func (f *robustFlags) settle(flags *pflag.FlagSet, a *result.Assessment, experts []map[string]float64, opts *scoring.Options) error {
	u := &opts.Uncertainty
	if a.Robust == nil {
		*u = result.DefaultUncertainty()
	}
	if experts != nil {
		u.Weights = result.VariedWeights{Method: result.WeightsExperts, Experts: experts}
	}
	u.LeaveOut, u.Overtakes, u.Pairs = true, true, true
	if u.Sensitivity < 512 {
		u.Sensitivity = 512
	}
	wrong := func(flag, seen, allowed string) error {
		return usage("cli.bad_choice", "flag", flag, "seen", seen, "allowed", allowed, "nearest", "")
	}
	for _, n := range []struct {
		flag string
		x    int
		to   *int
	}{{"trials", f.trials, &u.Draws}, {"sensitivity", f.sensitivity, &u.Sensitivity}} {
		if !flags.Changed(n.flag) {
			continue
		}
		if *n.to = n.x; !intake.ValidDraws(n.x) || (n.flag == "trials" && n.x == 0) {
			return wrong(n.flag, strconv.Itoa(n.x), "8, 16, 32, … 1024, 2048, …")
		}
	}
	if flags.Changed("until") {
		if u.Until = f.until; !(f.until >= 0) {
			return wrong("until", strconv.FormatFloat(f.until, 'g', -1, 64), "≥ 0")
		}
	}
	if flags.Changed("seed") {
		opts.Seed = f.seed
	}
	u.Respondents = u.Respondents && !f.noRespondents
	u.Unknowns = u.Unknowns && !f.noUnknowns
	u.Measurement = u.Measurement && !f.noMeasurement
	if err := f.settleWeights(flags, &u.Weights, wrong); err != nil {
		return err
	}
	m := &u.Methods
	own := []string{result.MethodOwn}
	for _, l := range []struct {
		flag    string
		words   []string
		to      *[]string
		allowed []string
	}{
		{"normalise", f.normalise, &m.Normalise, append(own, intake.Comparisons()...)},
		{"impute", f.impute, &m.Impute, append(own, intake.Imputations()...)},
		{"aggregate", f.aggregate, &m.Aggregate, append(own, intake.Aggregations()...)},
		{"weigh", f.weightsFound, &m.Weights, append(own, intake.Weighings()...)},
	} {
		for _, word := range l.words {
			if !slices.Contains(l.allowed, word) {
				return wrong(l.flag, word, strings.Join(l.allowed, ", "))
			}
		}
		if flags.Changed(l.flag) {
			*l.to = l.words
		}
	}
	return nil
}

// readExperts reads the weights of experts, where a file of theirs was named; nil where not.
func (f *robustFlags) readExperts(w *world, r *rubric.Rubric, p *l10n.Printer) ([]map[string]float64, error) {
	if f.experts == "" {
		return nil, nil
	}
	if !fileThere(f.experts) {
		return nil, usage("cli.no_file", "path", f.experts)
	}
	experts, found := intake.ReadExperts(source.Source{Path: f.experts, Name: filepath.ToSlash(f.experts)}, r)
	if found.Len() > 0 {
		_ = text.Diagnostics(w.err, p, found.Sorted(), w.terminal && w.color())
	}
	if found.HasErrors() {
		return nil, &exitError{code: exitRefused, key: "cli.experts_fault", args: []any{"file", f.experts}}
	}
	return experts, nil
}

// settleWeights says how weights vary.
func (f *robustFlags) settleWeights(flags *pflag.FlagSet, v *result.VariedWeights, wrong func(flag, seen, allowed string) error) error {
	if flags.Changed("spread") && !(f.spread > 0 && f.spread < 1) {
		return wrong("spread", strconv.FormatFloat(f.spread, 'g', -1, 64), "0–1")
	}
	if flags.Changed("concentration") && !(f.concentration > 0 && f.concentration <= 1e9) {
		return wrong("concentration", strconv.FormatFloat(f.concentration, 'g', -1, 64), "> 0")
	}
	allowed := []string{"none", result.WeightsUniform, result.WeightsDirichlet}
	if len(v.Experts) > 0 {
		allowed = append(allowed, result.WeightsExperts, result.WeightsMix)
	}
	switch {
	case f.weights == "none":
		*v = result.VariedWeights{}
		return nil
	case f.weights != "" && !slices.Contains(allowed, f.weights):
		return wrong("weights", f.weights, strings.Join(allowed, ", "))
	case f.weights != "":
		v.Method = f.weights
	}
	if flags.Changed("spread") {
		v.Spread = f.spread
	}
	if flags.Changed("concentration") {
		v.Concentration = f.concentration
	}
	if v.Method != "" || flags.Changed("spread") {
		intake.Settle(v)
	}
	return nil
}

// print writes what was asked for.
func (f *robustFlags) print(w *world, d *scoring.Draws, a *result.Assessment, lang string) error {
	if f.draws != "" {
		if err := writeDraws(f.draws, d, a); err != nil {
			return err
		}
		say(w, l10n.For(lang).Text("cli.draws_written", "n", a.Robust.Draws, "file", f.draws))
	}
	r := view.New(a, lang)
	switch {
	case f.replay >= a.Robust.Draws:
		return usage("cli.bad_choice", "flag", "replay", "seen", strconv.Itoa(f.replay),
			"allowed", "0–"+strconv.Itoa(a.Robust.Draws-1), "nearest", "")
	case f.replay >= 0:
		one, places, err := d.Replay(f.replay)
		if err != nil {
			return failed(err)
		}
		return writeJSON(w, struct {
			scoring.Draw
			Agencies []scoring.DrawnPlace `json:"agencies"`
		}{one, places})
	case f.json:
		return writeJSON(w, robustJSON(a))
	case f.csv:
		return writeError(placesCSV(w.out, a))
	}
	return writeError(text.Robust(w.out, r, w.width, w.color()))
}

// robustOf is what "robust --json" gives.
type robustOf struct {
	*result.Robust
	Agencies []robustAgency `json:"agencies"`
}

type robustAgency struct {
	Agency string      `json:"agency"`
	Index  *float64    `json:"index"`
	Rank   result.Rank `json:"rank"`
}

func robustJSON(a *result.Assessment) robustOf {
	out := robustOf{Robust: a.Robust}
	for _, one := range a.Agencies {
		s := a.Headline(one)
		out.Agencies = append(out.Agencies, robustAgency{one.ID, s.Index.Value, s.Rank})
	}
	return out
}

// placesCSV writes how often each agency had which place: agency, place, draws. Where places were counted together, as
// in very long lists, a place stands for the first of them.
func placesCSV(w io.Writer, a *result.Assessment) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"agency", "place", "draws"})
	for _, one := range a.Agencies {
		s := a.Headline(one).Rank.Spread
		if s == nil {
			continue
		}
		for k, n := range s.Counts {
			if n > 0 {
				_ = out.Write([]string{safetext.Cell(one.ID), strconv.Itoa(s.First + k*max(s.Width, 1)), strconv.Itoa(n)})
			}
		}
	}
	out.Flush()
	return out.Error()
}

// drawColumns are the columns of a file of draws: number, seed, the methods, and the weights of all nodes.
func drawColumns(a *result.Assessment) (methods, nodes []string) {
	for _, s := range a.Robust.Sources {
		if s.ID == result.SourceMethods {
			methods = append(methods, s.Method)
		}
	}
	for n := range a.Rubric.Tree.All() {
		nodes = append(nodes, n.ID)
	}
	return methods, nodes
}

// writeDraws writes what each draw used, as CSV or, by the ending of the name, Parquet. With the seed, a draw can be
// replayed from its number.
func writeDraws(path string, d *scoring.Draws, a *result.Assessment) error {
	methods, nodes := drawColumns(a)
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return writeError(atomicfile.Write(path, func(w io.Writer) error { return drawsCSV(w, d.All(a.Robust.Draws), methods, nodes) }))
	case ".parquet":
		return writeError(atomicfile.Write(path, func(w io.Writer) error { return drawsParquet(w, d.All(a.Robust.Draws), methods, nodes) }))
	}
	return usage("cli.bad_choice", "flag", "draws", "seen", path, "allowed", "*.csv, *.parquet", "nearest", "")
}

func drawsCSV(w io.Writer, all iter.Seq[scoring.Draw], methods, nodes []string) error {
	out := csv.NewWriter(w)
	head := []string{"draw", "seed"}
	for _, m := range methods {
		head = append(head, "method_"+m)
	}
	for _, n := range nodes {
		head = append(head, "weight_"+n)
	}
	_ = out.Write(head)
	for one := range all {
		row := []string{strconv.Itoa(one.Number), strconv.FormatUint(one.Seed, 10)}
		for _, m := range methods {
			row = append(row, one.Methods[m])
		}
		for _, n := range nodes {
			row = append(row, strconv.FormatFloat(one.Weights[n], 'g', -1, 64))
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// drawsParquet writes long columns: a row for each draw, its methods and weights in columns of their own.
func drawsParquet(w io.Writer, all iter.Seq[scoring.Draw], methods, nodes []string) error {
	group := parquet.Group{"draw": parquet.Int(64), "seed": parquet.Uint(64)}
	for _, m := range methods {
		group["method_"+m] = parquet.String()
	}
	for _, n := range nodes {
		group["weight_"+n] = parquet.Leaf(parquet.DoubleType)
	}
	schema := parquet.NewSchema("draws", group)
	out := parquet.NewGenericWriter[map[string]any](w, schema)
	for one := range all {
		row := map[string]any{"draw": int64(one.Number), "seed": one.Seed}
		for _, m := range methods {
			row["method_"+m] = one.Methods[m]
		}
		for _, n := range nodes {
			row["weight_"+n] = one.Weights[n]
		}
		if _, err := out.Write([]map[string]any{row}); err != nil {
			return err
		}
	}
	return out.Close()
}
