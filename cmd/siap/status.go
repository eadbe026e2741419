package main

import (
	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/reports/text"
	"siap/rubric"
	"siap/scoring/questionnaire/progress"
)

// newStatus says who has answered, how far, what is missing and which evidence waits.
func newStatus(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "status", "status [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{}
	in.add(c.Flags(), p)
	only := c.Flags().StringSlice("agency", nil, p.Text("flag.status_agency"))
	missing := c.Flags().Bool("missing", false, p.Text("flag.status_missing"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		o, err := open(c.Context(), w, c.Flags(), in, args)
		if err != nil {
			return err
		}
		if o.taken == nil || o.taken.Input.Agencies.Len() == 0 {
			o.tell()
			return &exitError{code: exitRefused, key: "cli.refused"}
		}
		all := progress.Of(o.rubric, o.taken.Input.Agencies, o.taken.Input.Said(), o.taken.Evidence)
		shown, err := chosen(all, *only)
		if err != nil {
			return err
		}
		if *asJSON {
			return writeJSON(w, shown)
		}
		if o.taken.Refused > 0 { // what was left out would look like an agency that never answered
			o.tell()
		}
		detail := *missing || len(*only) > 0
		return writeError(text.Status(w.out, o.p, statusRows(o.p, o.rubric, shown), detail, w.width, w.color()))
	}
	return c
}

// chosen gives the agencies that were asked for; all where none was.
func chosen(all []progress.Agency, ids []string) ([]progress.Agency, error) {
	if len(ids) == 0 {
		return all, nil
	}
	var known []string
	at := map[string]int{}
	for i, a := range all {
		known = append(known, a.ID)
		at[a.ID] = i
	}
	var out []progress.Agency
	for _, id := range ids {
		i, there := at[id]
		if !there {
			return nil, usage("cli.no_agency", "agency", id, "nearest", nearest.Of(id, known))
		}
		out = append(out, all[i])
	}
	return out, nil
}

func statusRows(p *l10n.Printer, r *rubric.Rubric, all []progress.Agency) []text.StatusRow {
	rows := make([]text.StatusRow, len(all))
	for i, a := range all {
		rows[i] = text.StatusRow{
			ID: a.ID, Name: a.Name, Done: a.Answered + a.NotApplicable, Asked: a.Asked, Share: a.Done(),
			Respondents: a.Respondents, Assessed: a.Assessed,
			Waiting: a.Evidence["proses"], Returned: a.Evidence["revisi"], Accepted: a.Evidence["diterima"],
		}
		if !a.Last.IsZero() {
			rows[i].Last = p.Date(a.Last)
		}
		for _, id := range a.Missing {
			n := r.Node(id)
			rows[i].Missing = append(rows[i].Missing, n.Code+" "+n.Title.In(p.Lang())+" ["+id+"]")
		}
	}
	return rows
}
