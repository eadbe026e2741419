package text

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/reports/view"
)

// fixedColumns are the first columns of ranking.csv; their names never change and are the same in every
// language, for programs read them.
var fixedColumns = []string{
	"rank", "agency", "name", "type", "tier", "index", "low", "high", "coverage", "band", "verdict",
	"rank_best", "rank_worst", "of", "contradictions",
}

// markColumn is the last column: what makes the numbers other than an ordinary result (invented data, a
// simulation), in words; empty otherwise.
const markColumn = "mark"

// RankingCSV writes one line for each agency, in the order of the ranking: the fixed columns, the value of each
// dimension under its id, the place within each group column as rank_in_<column>, the value of each tag of the rubric's
// views as tag_<id>, and the mark.
//
// Numbers are unrounded, with a decimal point in every language; coverage is a share from 0 to 1; band is the
// rubric's id, verdict its words. Empty means unknown and "n/a" not applicable, as in answers CSV; the tags of a view of
// which nothing is known are empty. Texts that a
// spreadsheet would run as a formula get a leading apostrophe. UTF-8, commas, line feeds and no byte order mark:
// most readers would take one for a part of the first column's name.
func RankingCSV(w io.Writer, r *view.Report) error {
	out := csv.NewWriter(w)
	header := append([]string{}, fixedColumns...)
	taken := map[string]bool{markColumn: true}
	for _, name := range header {
		taken[name] = true
	}
	add := func(name, otherwise string) {
		for name = safetext.Cell(name); taken[name]; {
			name = otherwise + name
		}
		taken[name] = true
		header = append(header, name)
	}
	for _, d := range r.Dimensions {
		add(d.ID, "dimension_")
	}
	for _, g := range r.Groups {
		add("rank_in_"+g.ID, "_")
	}
	for _, v := range r.Views {
		for _, tag := range v.Tags {
			add("tag_"+tag.ID, "_")
		}
	}
	header = append(header, markColumn)
	_ = out.Write(header) // the writer keeps its first error, which is asked for below

	profiles := make(map[string]*view.Agency, len(r.Agencies))
	for _, a := range r.Agencies {
		profiles[a.Anchor] = a
	}
	mark := safetext.Cell(l10n.Join(" · ", r.Invented, r.Simulation))
	for _, a := range r.Ranking {
		row := []string{
			count(a.RankNumber),
			safetext.Cell(a.ID), safetext.Cell(a.Name), safetext.Cell(a.Type), tier(a),
			number(a.Index), number(a.Low), number(a.High), number(a.Coverage),
			safetext.Cell(a.Band.ID), safetext.Cell(a.Verdict),
			count(a.Best), count(a.Worst), strconv.Itoa(a.Of), strconv.Itoa(a.Contradictions),
		}
		for _, d := range r.Dimensions {
			row = append(row, dimensionValue(profiles[a.Anchor], d.ID))
		}
		for _, g := range r.Groups {
			row = append(row, count(placeIn(a, g.ID).rank))
		}
		for _, v := range r.Views {
			for _, tag := range v.Tags {
				row = append(row, tagValue(profiles[a.Anchor], tag.ID))
			}
		}
		_ = out.Write(append(row, mark))
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the ranking as CSV: %w", err)
	}
	return nil
}

func dimensionValue(a *view.Agency, id string) string {
	if a == nil {
		return ""
	}
	for i := range a.Dimensions {
		if d := &a.Dimensions[i]; d.ID == id {
			return stated(d.State, d.Value)
		}
	}
	return ""
}

// tagValue gives an agency's value for a tag; the ids of tags are unique over all views.
func tagValue(a *view.Agency, id string) string {
	if a == nil {
		return ""
	}
	for _, v := range a.Views {
		for i := range v.Tags {
			if t := &v.Tags[i]; t.ID == id {
				return stated(t.State, t.Value)
			}
		}
	}
	return ""
}

func stated(s view.State, n view.Num) string {
	if s == view.NotApplicable {
		return "n/a"
	}
	return number(n)
}

func number(n view.Num) string {
	if !n.Known {
		return ""
	}
	return strconv.FormatFloat(n.Value, 'f', -1, 64)
}

// count writes a place; there is no place 0.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// tier says what an agency is ranked among: governments, or agencies.
func tier(a view.RankRow) string {
	if a.Governs {
		return "government"
	}
	return "agency"
}
