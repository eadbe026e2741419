package text

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"siap/internal/safetext"
	"siap/reports/view"
)

// planColumns are the columns of a plan for programs: the same in every language.
var planColumns = []string{
	"agency", "name", "step", "year", "indicator", "title", "item", "from", "to", "level", "effort", "assumed", "gain", "index",
	"needs", "claim", "metric", "measured", "action",
}

// PlanCSV writes one line for each step of a plan, in their order; numbers are unrounded.
func PlanCSV(w io.Writer, p *view.Plan) error {
	return plansCSV(w, []view.AgencyPlan{{ID: p.Agency, Name: p.Name, Steps: p.Steps}})
}

// PlansCSV writes one line for each step of every agency.
func PlansCSV(w io.Writer, p *view.Plans) error { return plansCSV(w, p.Agencies) }

func plansCSV(w io.Writer, plans []view.AgencyPlan) error {
	out := csv.NewWriter(w)
	_ = out.Write(planColumns) // the writer keeps its first error, which is asked for below
	for _, p := range plans {
		for _, s := range p.Steps {
			_ = out.Write([]string{
				safetext.Cell(p.ID), safetext.Cell(p.Name), strconv.Itoa(s.Number), count(s.Year), safetext.Cell(s.Indicator),
				safetext.Cell(s.Title), safetext.Cell(s.Item), number(s.From), number(s.To), number(s.Level), number(s.Effort),
				strconv.FormatBool(s.Assumed), number(s.Gain), number(s.Index), safetext.Cell(s.Needs), strconv.FormatBool(s.Claim),
				safetext.Cell(s.Metric), number(s.Measured), safetext.Cell(s.Action),
			})
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the plan as CSV: %w", err)
	}
	return nil
}

// FrontierCSV writes every effort at which more of the index can be had than with less.
func FrontierCSV(w io.Writer, p *view.Plan) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"agency", "effort", "index", "band", "chosen"})
	for _, f := range p.Frontier {
		_ = out.Write([]string{safetext.Cell(p.Agency), number(f.Effort), number(f.Index), safetext.Cell(f.Band), strconv.FormatBool(f.Chosen)})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the frontier as CSV: %w", err)
	}
	return nil
}
