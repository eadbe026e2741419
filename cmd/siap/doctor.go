package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/reports/text"
	"siap/reports/view"
	"siap/scoring/composite/coherence"
	"siap/scoring/doctor"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// newDoctor asks whether the data of an assessment are fit to rank by.
func newDoctor(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "doctor", "doctor [FOLDER|assessment.json]")
	c.Args = cobra.MaximumNArgs(1)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	o := &doctorOptions{}
	c.Flags().StringSliceVar(&o.tables, "table", nil, p.Text("flag.doctor_table"))
	c.Flags().StringVar(&o.method, "method", string(coherence.Pearson), p.Text("flag.doctor_method"))
	c.Flags().StringVar(&o.level, "level", "", p.Text("flag.doctor_level"))
	c.Flags().StringVar(&o.basis, "basis", "", p.Text("flag.doctor_basis"))
	c.Flags().BoolVar(&o.json, "json", false, p.Text("flag.json"))
	c.Flags().BoolVar(&o.csv, "csv", false, p.Text("flag.doctor_csv"))
	c.RunE = func(c *cobra.Command, args []string) error {
		res, config, err := openResult(w, c, *dir, args)
		if err != nil {
			return err
		}
		if err := o.check(res.Assessment); err != nil {
			return err
		}
		r, err := res.examine(o)
		if err != nil {
			return err
		}
		return o.print(w, res.Assessment, r, config.get("language"))
	}
	return c
}

// doctorOptions are what was asked for.
type doctorOptions struct {
	tables               []string
	method, level, basis string
	json, csv            bool
}

// check refuses what there is not, with what there is.
func (o *doctorOptions) check(a *result.Assessment) error {
	choice := func(flag, seen string, allowed []string) error {
		if slices.Contains(allowed, seen) {
			return nil
		}
		return usage("cli.bad_choice", "flag", flag, "seen", seen, "allowed", strings.Join(allowed, ", "),
			"nearest", nearest.Of(seen, allowed))
	}
	for _, name := range o.tables {
		if err := choice("table", name, view.FitnessTables); err != nil {
			return err
		}
	}
	if err := choice("method", o.method, spelled(coherence.Methods)); err != nil {
		return err
	}
	if err := choice("basis", o.basis, append(spelled(a.Options.Bases), "")); err != nil {
		return err
	}
	if err := choice("level", o.level, []string{view.LevelDimension, view.LevelIndicator, ""}); err != nil {
		return err
	}
	switch {
	case o.csv && o.json:
		return usage("cli.csv_or_json")
	case o.csv && len(o.tables) > 1:
		return usage("cli.one_table")
	}
	return nil
}

// spelled are values of a type of word as plain ones.
func spelled[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// examine examines the result with the answers of its evidence file.
func (s *stored) examine(o *doctorOptions) (*fitness.Report, error) {
	var r *fitness.Report
	err := s.withEvidence(func(records iter.Seq2[result.Record, error]) error {
		var err error
		r, err = doctor.Examine(s.Assessment, records, doctor.Options{
			Basis: result.Basis(o.basis), Method: coherence.Method(o.method),
		})
		return err
	})
	return r, err
}

// examined is what "doctor --json" prints: the numbers, and the findings in words.
type examined struct {
	*fitness.Report
	Words *view.Fitness `json:"words"`
}

// print shows what was found: for people the doubts and then the tables that were asked for.
func (o *doctorOptions) print(w *world, a *result.Assessment, r *fitness.Report, lang string) error {
	f := view.FitnessOf(a, r, lang)
	switch {
	case o.json:
		return writeJSON(w, examined{r, f})
	case o.csv:
		header, records := view.FitnessRecords(a, r, strings.Join(o.tables, ""), o.level, lang)
		return writeError(text.Records(w.out, header, records))
	}
	if err := text.Fitness(w.out, f, w.width, w.color()); err != nil {
		return writeError(err)
	}
	for _, name := range o.tables {
		fmt.Fprintln(w.out)
		tables := view.FitnessTable(a, r, name, o.level, lang)
		if err := text.Tables(w.out, l10n.For(lang), tables, w.width, w.color()); err != nil {
			return writeError(err)
		}
	}
	return nil
}
