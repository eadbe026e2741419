package main

import (
	"errors"
	"iter"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/result"
)

// newExplain follows one number home.
func newExplain(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "explain", "explain AGENCY [NODE]")
	c.Args = cobra.RangeArgs(1, 2)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		res, config, err := openResult(w, c, *dir, nil)
		if err != nil {
			return err
		}
		agency, err := whichAgency(res.Assessment, args[0])
		if err != nil {
			return err
		}
		records, err := res.records(agency.ID)
		if err != nil {
			return err
		}
		node := ""
		if len(args) == 2 {
			node = args[1]
		}
		step, err := view.Explain(res.Assessment, agency, node, records, config.get("language"))
		if errors.Is(err, view.ErrNoNode) {
			return usage("cli.no_node", "node", node, "nearest", nearestExplained(res.Rubric.Tree, node))
		}
		if err != nil {
			return failed(err)
		}
		if *asJSON {
			return writeJSON(w, step)
		}
		return writeError(text.Explain(w.out, step))
	}
	explainRules(c, w, p)
	return c
}

// nearestExplained gives the id of the node, or of the tag of a view, closest to a misspelt one.
func nearestExplained(r *rubric.Rubric, word string) string {
	var ids []string
	for n := range r.All() {
		ids = append(ids, n.ID)
	}
	for i := range r.Views {
		for _, t := range r.Views[i].Tags {
			ids = append(ids, t.ID)
		}
	}
	return nearest.Of(word, ids)
}

// records reads the evidence of one agency.
func (s *stored) records(agency string) ([]result.Record, error) {
	var records []result.Record
	err := s.withEvidence(func(all iter.Seq2[result.Record, error]) error {
		for r, err := range all {
			if err != nil {
				return err
			}
			if r.Agency == agency {
				records = append(records, r)
			}
		}
		return nil
	})
	return records, err
}
