package tidy

import (
	"strings"

	"siap/internal/safetext"
	"siap/rubric"
	"siap/scoring/edition"
	"siap/scoring/result"
)

// The id and the kind of the index among the nodes. A rubric's own node may be called index too, so kind is part of the key.
const (
	indexNode     = "index"
	kindIndex     = "index"
	kindDimension = "dimension"
	kindIndicator = "indicator"
)

// tables makes all tables of a result. All are there always, some without rows, so that a program finds what it expects.
func tables(a *result.Assessment) []*table {
	b := &build{a: a, tree: a.Rubric.Tree}
	if b.tree == nil {
		b.tree = &rubric.Rubric{}
	}
	agency := link{[]string{"agency"}, "agencies", []string{"agency"}}
	node := link{[]string{"node"}, "nodes", []string{"node"}}
	return []*table{
		newTable("overview", []overviewRow{b.overview()}, nil),
		newTable("agencies", b.agencies(), []string{"agency"}),
		newTable("ranking", b.ranking(), []string{"agency", "basis"}, agency),
		newTable("scores", b.scores(), []string{"agency", "basis", "result", "node", "kind"}, agency, node),
		newTable("items", b.items(), []string{"agency", "basis", "result", "node", "position"}, agency, node),
		newTable("tags", b.tags(), []string{"agency", "basis", "result", "view", "tag"}, agency),
		newTable("groups", b.groups(), []string{"agency", "column", "basis"}, agency),
		newTable("contradictions", b.contradictions(), nil, agency, node),
		newTable("differences", b.differences(), nil, agency, node),
		newTable("nodes", b.nodes(), []string{"node", "kind"}),
		newTable("bands", b.bands(), []string{"of", "set", "band"}),
		newTable("draws", b.draws(), []string{"agency", "place_from"}, agency),
		newTable("leave_out", b.leaveOut(), []string{"node"}, node),
		newTable("overtakes", b.overtakes(), []string{"upper", "lower"},
			link{[]string{"upper"}, "agencies", []string{"agency"}}, link{[]string{"lower"}, "agencies", []string{"agency"}}),
		newTable("factors", b.factors(), []string{"factor"}),
		newTable("imputations", b.imputations(), []string{"agency", "basis", "node"}, agency, node),
		newTable("treatments", b.treatments(), nil, agency, node),
		newTable("inputs", b.inputs(), []string{"position"}),
		newTable("findings", b.findings(), []string{"position"}),
	}
}

// build makes the rows of every table.
type build struct {
	a    *result.Assessment
	tree *rubric.Rubric
}

// clean gives a text from a file without what breaks lines or turns the writing direction; ids stay joined by it, for
// it makes the same of the same.
func clean(s string) string { return safetext.Line(s) }

func cleanAll(all []string) string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = clean(s)
	}
	return strings.Join(out, " ")
}

// above0 is a number of which 0 means that there is none.
func above0(n float64) *float64 {
	if n == 0 {
		return nil
	}
	return &n
}

// place is a place, or a count of things that may not be there.
func place(n int) *int64 {
	if n == 0 {
		return nil
	}
	wide := int64(n)
	return &wide
}

func tier(one *result.Agency) string {
	if one.Governs {
		return "government"
	}
	return "agency"
}

// each calls what is given for every agency, and each basis that it has numbers on.
func (b *build) each(do func(one *result.Agency, basis result.Basis, s *result.Scores)) {
	for _, one := range b.a.Agencies {
		for _, basis := range b.a.Options.Bases {
			if s := one.Results[basis]; s != nil {
				do(one, basis, s)
			}
		}
	}
}

// eachResult is each, with what its agencies give for a government that was assessed itself too.
func (b *build) eachResult(do func(one *result.Agency, basis result.Basis, from string, s *result.Scores)) {
	for _, one := range b.a.Agencies {
		for _, basis := range b.a.Options.Bases {
			if s := one.Results[basis]; s != nil {
				do(one, basis, one.Source, s)
			}
			if s := one.Rollup[basis]; s != nil {
				do(one, basis, result.RolledUp, s)
			}
		}
	}
}

func (b *build) overview() overviewRow {
	a := b.a
	row := overviewRow{
		Title: clean(a.Title), Year: place(a.Year), Edition: a.Edition, Created: a.Created, Tool: a.Tool.Name, Version: a.Tool.Version,
		Rubric: a.Rubric.ID, RubricVer: a.Rubric.Version, Scoring: a.Rubric.Fingerprints.Scoring, From: a.Window.From, To: a.Window.To,
		Basis: string(a.Options.Basis), Combine: a.Options.Combine, Rollup: a.Options.Rollup, Unknown: string(b.tree.Unknown),
		Order: string(b.tree.Order), Seed: written(a.Options.Seed), Simulation: a.Options.Simulation, Derived: a.DerivedFrom != nil,
		Invented: a.Invented != nil,
	}
	if row.Edition == "" {
		row.Edition = string(edition.Full)
	}
	if row.Order == "" {
		row.Order = string(rubric.ByIndex)
	}
	if r := a.Robust; r != nil {
		row.Draws, row.Level = place(r.Draws), &r.Level
	}
	return row
}
