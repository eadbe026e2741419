package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/result"
	"siap/scoring/scenario"
)

// equalWeights is what --weights takes instead of a file.
const equalWeights = "equal"

// simulateFlags are how a person tries other weights and methods without editing the rubric.
type simulateFlags struct {
	weights, aggregate, unknown, normalise, impute, order, scenarios string
}

func (f *simulateFlags) add(flags *pflag.FlagSet, p *l10n.Printer) {
	flags.StringVar(&f.weights, "weights", "", p.Text("flag.weights"))
	flags.StringVar(&f.aggregate, "aggregate", "", p.Text("flag.aggregate", "words", words(simpleAggregations())))
	flags.StringVar(&f.normalise, "normalise", "", p.Text("flag.normalise", "words", words(scenario.Comparisons())))
	flags.StringVar(&f.impute, "impute", "", p.Text("flag.impute", "words", words(simpleImputations())))
	flags.StringVar(&f.order, "order", "", p.Text("flag.order", "words", words(rubric.Orders())))
	flags.StringVar(&f.unknown, "unknown", "", p.Text("flag.unknown", "words", words(unknownPolicies)))
	flags.StringVar(&f.scenarios, "scenarios", "", p.Text("flag.scenarios"))
}

// wanted reports whether anything is to be simulated.
func (f *simulateFlags) wanted() bool { return *f != simulateFlags{} }

var unknownPolicies = []rubric.UnknownPolicy{rubric.Renormalise, rubric.Bottom}

// simpleAggregations are those that a flag can name: the power mean wants an exponent too, and a file.
func simpleAggregations() []rubric.Aggregation {
	return slices.DeleteFunc(rubric.Aggregations(), func(a rubric.Aggregation) bool { return a == rubric.PowerMean })
}

// simpleImputations are those that a flag can name: a group's wants a column too, and a file.
func simpleImputations() []rubric.ImputeMethod {
	return slices.DeleteFunc(rubric.ImputeMethods(), func(m rubric.ImputeMethod) bool {
		return m == rubric.ImputeGroupMean || m == rubric.ImputeGroupMedian
	})
}

func words[S ~string](list []S) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

// scenarios gives what is to be simulated of the rubric. Problems are told; nil, with an error, where there are any.
func (f *simulateFlags) read(o *opened) ([]scenario.Scenario, error) {
	if f.scenarios != "" {
		if *f != (simulateFlags{scenarios: f.scenarios}) {
			return nil, usage("cli.scenarios_alone")
		}
		return o.scenarioFile(f.scenarios)
	}
	one := scenario.Scenario{}
	switch {
	case f.weights == equalWeights:
		one.EqualWeights = true
	case f.weights != "":
		all, err := o.scenarioFile(f.weights)
		if err != nil {
			return nil, err
		}
		one = all[0]
	}
	one.Aggregate, one.Unknown = rubric.Aggregation(f.aggregate), rubric.UnknownPolicy(f.unknown)
	one.Normalise, one.Order = rubric.ScoreMethod(f.normalise), rubric.Order(f.order)
	for _, err := range []error{
		knownWord("aggregate", one.Aggregate, simpleAggregations()), knownWord("unknown", one.Unknown, unknownPolicies),
		knownWord("normalise", one.Normalise, scenario.Comparisons()), knownWord("order", one.Order, rubric.Orders()),
		knownWord("impute", rubric.ImputeMethod(f.impute), simpleImputations()),
	} {
		if err != nil {
			return nil, err
		}
	}
	if f.impute != "" {
		one.Impute = &rubric.Impute{Method: rubric.ImputeMethod(f.impute)}
	}
	return []scenario.Scenario{one}, o.scenarioProblems(one.Check(o.rubric))
}

// knownWord refuses a word that a flag does not know.
func knownWord[S ~string](flag string, word S, allowed []S) error {
	if word == "" || slices.Contains(allowed, word) {
		return nil
	}
	return usage("cli.scenario_words", "flag", flag, "seen", string(word), "allowed", words(allowed))
}

// scenarioFile reads a file of scenarios, relative to the working folder, else to the assessment's.
func (o *opened) scenarioFile(name string) ([]scenario.Scenario, error) {
	src := source.Source{Path: filepath.FromSlash(name), Name: filepath.ToSlash(name)}
	if _, err := os.Stat(src.Path); err != nil && !filepath.IsAbs(src.Path) {
		if inside := filepath.Join(o.dir, src.Path); fileThere(inside) {
			src.Path = inside
		}
	}
	if !fileThere(src.Path) {
		return nil, usage("cli.no_file", "path", name)
	}
	all, problems := scenario.Read(src, o.rubric)
	if err := o.scenarioProblems(problems); err != nil {
		return nil, err
	}
	o.hash(src, "settings")
	return all, nil
}

func fileThere(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// scenarioProblems tells what is wrong with scenarios and refuses those that cannot be used.
func (o *opened) scenarioProblems(problems *diag.List) error {
	if problems.Len() > 0 {
		_ = text.Diagnostics(o.w.err, o.p, problems.Sorted(), o.w.terminal && o.w.color())
	}
	if problems.HasErrors() {
		return &exitError{code: exitRefused, key: "cli.scenario_fault"}
	}
	return nil
}

// simulation is one scenario and what came of it.
type simulation struct {
	scenario.Scenario
	dir    string
	result *result.Assessment
}

// simulate computes every scenario from what was read, beside the rubric's own result, which is not written.
func (o *opened) simulate(ctx context.Context, all []scenario.Scenario) (*result.Assessment, []simulation, error) {
	base, err := o.compute(ctx, o.taken.Input, o.options())
	if err != nil {
		return nil, nil, err
	}
	var out []simulation
	for _, s := range all {
		one := simulation{Scenario: s, dir: filepath.Join(o.outDir(), "scenarios", s.ID)}
		if s.ID == "" {
			one.ID, one.dir = "simulation", filepath.Join(o.outDir(), "simulation")
			if o.config.origin["out"] == fromFlag {
				one.dir = o.outDir()
			}
		}
		in, opts := o.taken.Input, o.options()
		if in.Rubric, opts.Changes, err = s.Apply(o.rubric); err != nil {
			return nil, nil, failed(err)
		}
		if one.result, err = o.compute(ctx, in, opts); err != nil {
			return nil, nil, err
		}
		out = append(out, one)
	}
	return base, out, nil
}

// runSimulations is what score and run do where something is to be simulated: compute, write each result, and the
// reports too where they are wanted, and compare.
func (o *opened) runSimulations(ctx context.Context, f *simulateFlags, issuer *issuer, wanted []string, asJSON, asCSV bool) error {
	all, err := f.read(o)
	if err != nil {
		return err
	}
	base, done, err := o.simulate(ctx, all)
	if err != nil {
		return err
	}
	lang := o.settings.Language
	var shown []view.Simulated
	for _, s := range done {
		if err := writeResult(s.result, o.taken.Input, s.dir); err != nil {
			return err
		}
		say(o.w, o.p.Text("cli.simulated", "id", s.ID, "file", filepath.Join(s.dir, result.FileName)))
		if len(wanted) > 0 {
			if _, err := o.report(issuer, s.result, s.dir, wanted); err != nil {
				return err
			}
		}
		shown = append(shown, view.Simulated{ID: s.ID, Title: s.Title.In(lang), Assessment: s.result})
	}
	compared := view.NewScenarios(base, shown, lang)
	switch {
	case asJSON:
		err = writeJSON(o.w, scenariosJSON(done, compared))
	case asCSV:
		err = text.ScenariosCSV(o.w.out, compared)
	default:
		err = text.Scenarios(o.w.out, compared, o.p, o.w.width, o.w.color())
	}
	if err != nil {
		return writeError(err)
	}
	return o.end()
}

// simulatedJSON is one scenario of "score --json".
type simulatedJSON struct {
	ID       string                `json:"id"`
	Title    string                `json:"title,omitempty"`
	Changes  []result.Change       `json:"changes"`
	Shift    *float64              `json:"shift"`
	Agencies []simulatedAgencyJSON `json:"agencies"`
}

type simulatedAgencyJSON struct {
	Agency string `json:"agency"`
	// Rank and Index are the rubric's own, To and ToIndex the scenario's; 0 and null are no place and no index.
	Rank    int      `json:"rank"`
	Index   *float64 `json:"index"`
	To      int      `json:"to"`
	ToIndex *float64 `json:"to_index"`
}

func scenariosJSON(done []simulation, s *view.Scenarios) []simulatedJSON {
	value := func(n view.Num) *float64 {
		if !n.Known {
			return nil
		}
		return &n.Value
	}
	out := make([]simulatedJSON, len(done))
	for k, d := range done {
		out[k] = simulatedJSON{ID: d.ID, Title: s.Columns[k].Title, Changes: d.result.Options.Changes, Shift: value(s.Columns[k].Shift)}
		for _, r := range s.Rows {
			c := r.Cells[k]
			out[k].Agencies = append(out[k].Agencies, simulatedAgencyJSON{r.Agency, r.RankNumber, value(r.Index), c.RankNumber, value(c.Index)})
		}
	}
	return out
}

// simulateHelp puts what simulations are behind a command's help.
func simulateHelp(c *cobra.Command, p *l10n.Printer) {
	c.Long = fmt.Sprintf("%s\n\n%s", c.Long, p.Text("cmd.score.simulate"))
}
