package edition

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/result"
)

// Apply gives an assessment as the readers of an edition may see it. The full edition is the assessment itself; of the
// others it is a copy, marked as what it is. An assessment that is an edition already never becomes one that withholds
// less. The key is for the anonymous edition only; without one there is none (ErrNoKey, ErrShortKey).
func Apply(a *result.Assessment, e Edition, key Key) (*result.Assessment, error) {
	made := Edition(a.Edition)
	if e = made.Stricter(e); e == Full || e == made || e == "" {
		return a, nil
	}
	r := &redactor{from: a, edition: e}
	if e != Public { // what is not known withholds as much as there is to withhold
		r.edition = Anonymous
		var ids []string
		for _, one := range a.Agencies {
			if one != nil {
				ids = append(ids, one.ID)
			}
		}
		codes, err := NewCodes(key, ids)
		if err != nil {
			return nil, fmt.Errorf("making the anonymous edition: %w", err)
		}
		r.codes = codes
	}
	return r.assessment(), nil
}

// redactor copies what an edition may hold.
type redactor struct {
	from    *result.Assessment
	edition Edition
	// codes are nil in the public edition.
	codes *Codes
}

// agency is an agency's id, or its code.
func (r *redactor) agency(id string) string {
	if r.codes == nil {
		return id
	}
	return r.codes.Agency(id)
}

// group is a value of a column, or its code.
func (r *redactor) group(column, value string) string {
	if r.codes == nil {
		return value
	}
	return r.codes.Group(column, value)
}

func (r *redactor) assessment() *result.Assessment {
	a := r.from
	out := &result.Assessment{
		Schema: a.Schema, Edition: string(r.edition), Tool: a.Tool, Title: a.Title, Year: a.Year, Language: a.Language, Created: a.Created,
		Invented: a.Invented, Window: a.Window, Rubric: r.instrument(), DerivedFrom: r.derivedFrom(), Options: r.options(),
		Inputs: r.inputs(), Evidence: result.EvidenceFile{SHA256: a.Evidence.SHA256, Records: a.Evidence.Records},
		Fits: r.fits(), Robust: r.robust(), Nation: r.nation(), Diagnostics: r.diagnostics(),
	}
	if r.codes != nil {
		out.Title, out.Evidence.SHA256 = "", ""
		if a.Invented != nil {
			out.Invented = &rubric.Text{} // that the data are invented is said in words of our own
		}
	}
	for _, one := range a.Agencies {
		if one != nil {
			out.Agencies = append(out.Agencies, r.oneAgency(one))
		}
	}
	for _, c := range a.Contradictions {
		out.Contradictions = append(out.Contradictions, r.contradiction(c))
	}
	for _, o := range a.Optimism {
		out.Optimism = append(out.Optimism, r.optimism(o))
	}
	for _, i := range a.Imputations {
		out.Imputations = append(out.Imputations, r.imputation(i))
	}
	if r.codes != nil { // the order of the list would tell who is who
		slices.SortStableFunc(out.Agencies, func(x, y *result.Agency) int { return cmp.Compare(x.ID, y.ID) })
		slices.SortStableFunc(out.Contradictions, func(x, y result.Contradiction) int { return cmp.Compare(x.Agency, y.Agency) })
		slices.SortStableFunc(out.Optimism, func(x, y result.Optimism) int {
			return cmp.Or(-cmp.Compare(known(x.Index), known(y.Index)), cmp.Compare(x.Agency, y.Agency))
		})
		slices.SortStableFunc(out.Imputations, func(x, y result.Imputation) int { return cmp.Compare(x.Agency, y.Agency) })
	}
	return out
}

// known is a number to sort by; one that is missing comes last.
func known(x *float64) float64 {
	if x == nil {
		return -1e308
	}
	return *x
}

// instrument is the rubric, which names an agency where an indicator is scored by the distance from it.
func (r *redactor) instrument() result.Rubric {
	out := r.from.Rubric
	if r.codes == nil || out.Tree == nil {
		return out
	}
	tree := *out.Tree
	tree.Children = r.questions(tree.Children)
	tree.Link()
	out.Tree = &tree
	return out
}

func (r *redactor) questions(nodes []*rubric.Node) []*rubric.Node {
	out := make([]*rubric.Node, len(nodes))
	for i, n := range nodes {
		if n == nil {
			continue
		}
		one := *n
		one.Children = r.questions(n.Children)
		if n.Score != nil && n.Score.Reference != "" {
			score := *n.Score
			score.Reference = r.agency(score.Reference)
			one.Score = &score
		}
		out[i] = &one
	}
	return out
}

func (r *redactor) derivedFrom() *result.DerivedFrom {
	from := r.from.DerivedFrom
	if from == nil {
		return nil
	}
	out := &result.DerivedFrom{Rubric: from.Rubric, Version: from.Version, Fingerprints: from.Fingerprints, Indicators: from.Indicators, Evidence: from.Evidence}
	if r.codes != nil {
		out.Evidence = ""
	}
	return out
}

func (r *redactor) options() result.Options {
	o := r.from.Options
	return result.Options{
		Basis: o.Basis, Bases: o.Bases, Seed: o.Seed, Simulation: o.Simulation, Changes: o.Changes, Combine: o.Combine,
		RoleWeights: o.RoleWeights, GroupBy: o.GroupBy, Rollup: o.Rollup, Crosswalk: o.Crosswalk,
	}
}

// inputs are the files under names that tell nothing: their kind and a number. The anonymous edition has one line for
// each kind.
func (r *redactor) inputs() []result.Input {
	var out []result.Input
	numbers := map[string]int{}
	for _, in := range r.from.Inputs {
		numbers[in.Kind]++
		one := result.Input{
			Path: in.Kind + "-" + strconv.Itoa(numbers[in.Kind]), Kind: in.Kind, Format: in.Format, SHA256: in.SHA256,
			Records: in.Records, LeftOut: in.LeftOut, Refused: in.Refused,
		}
		if r.codes == nil {
			out = append(out, one)
			continue
		}
		at := slices.IndexFunc(out, func(i result.Input) bool { return i.Kind == in.Kind })
		if at < 0 {
			out = append(out, result.Input{Path: in.Kind, Kind: in.Kind})
			at = len(out) - 1
		}
		out[at].Records += in.Records
		out[at].LeftOut += in.LeftOut
	}
	return out
}

// diagnostics are the findings by kind: which rule, how grave, how often. What was seen and where is the respondents'.
func (r *redactor) diagnostics() []*diag.Diagnostic {
	out := []*diag.Diagnostic{}
	for _, d := range r.from.Diagnostics {
		if d == nil {
			continue
		}
		at := slices.IndexFunc(out, func(o *diag.Diagnostic) bool { return o.Code == d.Code && o.Severity == d.Severity })
		if at < 0 {
			out = append(out, &diag.Diagnostic{Code: d.Code, Severity: d.Severity})
			at = len(out) - 1
		}
		out[at].Count += max(d.Count, 1)
	}
	slices.SortStableFunc(out, func(x, y *diag.Diagnostic) int { return cmp.Compare(x.Code, y.Code) })
	return out
}

func (r *redactor) oneAgency(one *result.Agency) *result.Agency {
	out := &result.Agency{
		ID: r.agency(one.ID), Name: one.Name, Type: r.group("type", one.Type), Groups: map[string]string{}, Parent: r.agency(one.Parent),
		Governs: one.Governs, Source: one.Source, Results: r.results(one.Results), Rollup: r.results(one.Rollup),
	}
	for column, value := range one.Groups {
		if column == "type" || slices.Contains(r.from.Options.GroupBy, column) {
			out.Groups[column] = r.group(column, value)
		}
	}
	if r.codes != nil {
		out.Name = out.ID
		return out
	}
	out.Weight, out.Timezone = one.Weight, one.Timezone
	out.Part, out.Area, out.Members = r.part(one.Part), one.Area, members(one.Members)
	return out
}

func (r *redactor) results(all map[result.Basis]*result.Scores) map[result.Basis]*result.Scores {
	if all == nil {
		return nil
	}
	out := make(map[result.Basis]*result.Scores, len(all))
	for basis, s := range all {
		if s == nil {
			continue
		}
		one := &result.Scores{Index: *r.node(&s.Index), Rank: r.rank(s.Rank), Nodes: r.nodes(s.Nodes), Tags: r.nodes(s.Tags)}
		out[basis] = one
	}
	return out
}

func (r *redactor) nodes(all map[string]*result.Node) map[string]*result.Node {
	if all == nil {
		return nil
	}
	out := make(map[string]*result.Node, len(all))
	for id, n := range all {
		if n != nil {
			out[id] = r.node(n)
		}
	}
	return out
}

// node is a number without its respondents.
func (r *redactor) node(n *result.Node) *result.Node {
	out := &result.Node{
		Value: n.Value, Low: n.Low, High: n.High, Coverage: n.Coverage, Weight: n.Weight, Band: n.Band, Verdict: n.Verdict, Reason: n.Reason,
		Imputed: n.Imputed, Claim: n.Claim, Measured: n.Measured, Raw: n.Raw, Rule: n.Rule, Rows: n.Rows, Known: n.Known,
		Items: n.Items, Flags: n.Flags, Via: n.Via,
	}
	if r.codes != nil {
		out.Items = nil
		for i, item := range n.Items {
			out.Items = append(out.Items, result.Item{Item: strconv.Itoa(i + 1), Value: item.Value, Reason: item.Reason})
		}
		return out
	}
	for _, note := range n.Notes {
		if note.Visibility == visible {
			out.Notes = append(out.Notes, result.Note{Item: note.Item, Note: note.Note, Quote: note.Quote, Visibility: note.Visibility})
		}
	}
	return out
}

// visible is the visibility of what may be published; anything else may not.
const visible = "public"

// rank is kept whole: its groups are columns, and its numbers are places.
func (r *redactor) rank(k result.Rank) result.Rank {
	return result.Rank{
		Overall: k.Overall, Of: k.Of, Decided: k.Decided, Groups: k.Groups, Interval: k.Interval, Possible: k.Possible, Tie: k.Tie, Spread: k.Spread,
	}
}

func (r *redactor) contradiction(c result.Contradiction) result.Contradiction {
	out := result.Contradiction{
		Agency: r.agency(c.Agency), Indicator: c.Indicator, Basis: c.Basis, Claim: c.Claim, Measured: c.Measured, Gap: c.Gap,
		Metric: c.Metric, Reduction: c.Reduction, Value: c.Value, Unit: c.Unit, Coverage: c.Coverage, From: c.From, To: c.To,
	}
	if r.codes != nil { // the zone of a time says where an agency is
		out.From, out.To = day(c.From), day(c.To)
	}
	return out
}

// day is the local date of a time, without its zone.
func day(time string) string {
	const date = len("2006-01-02")
	if len(time) < date {
		return ""
	}
	return time[:date] + "T00:00:00Z"
}

func (r *redactor) optimism(o result.Optimism) result.Optimism {
	out := result.Optimism{Agency: r.agency(o.Agency), Index: o.Index, Rows: o.Rows, Higher: o.Higher, Lower: o.Lower}
	numbers := map[string]int{}
	for _, d := range o.Differences {
		one := result.Difference{Indicator: d.Indicator, Item: d.Item, Self: d.Self, Assessed: d.Assessed}
		if r.codes != nil && d.Item != "" {
			numbers[d.Indicator]++
			one.Item = strconv.Itoa(numbers[d.Indicator])
		}
		out.Differences = append(out.Differences, one)
	}
	return out
}

func (r *redactor) fits() []result.Fit {
	var out []result.Fit
	for _, f := range r.from.Fits {
		one := result.Fit{Indicator: f.Indicator, Basis: f.Basis, Method: f.Method, Failed: f.Failed, Before: f.Before}
		if t := f.Treatment; t != nil {
			one.Treatment = &result.Treatment{Method: t.Method, Applied: t.Applied, After: t.After, Passed: t.Passed, Failed: t.Failed}
			for _, p := range t.Points {
				one.Treatment.Points = append(one.Treatment.Points, result.TreatedPoint{Agency: r.agency(p.Agency), Before: p.Before, After: p.After})
			}
			if r.codes != nil {
				slices.SortStableFunc(one.Treatment.Points, func(x, y result.TreatedPoint) int { return cmp.Compare(x.Agency, y.Agency) })
			}
		}
		out = append(out, one)
	}
	return out
}

func (r *redactor) imputation(i result.Imputation) result.Imputation {
	out := result.Imputation{Agency: r.agency(i.Agency), Indicator: i.Indicator, Basis: i.Basis, Value: i.Value, N: i.N}
	for _, id := range i.From {
		out.From = append(out.From, r.agency(id))
	}
	return out
}

func (r *redactor) robust() *result.Robust {
	from := r.from.Robust
	if from == nil {
		return nil
	}
	out := &result.Robust{ // without Respondents: each of them is one
		Basis: from.Basis, Settings: from.Settings, Draws: from.Draws, Shifts: from.Shifts, Seed: from.Seed, Level: from.Level, Apart: from.Apart,
		Sources: from.Sources, Shift: from.Shift, Error: from.Error, Factors: from.Factors,
	}
	for _, l := range from.LeaveOut {
		out.LeaveOut = append(out.LeaveOut, result.LeaveOut{Node: l.Node, Shift: l.Shift, Largest: l.Largest, Agency: r.agency(l.Agency), Place: l.Place})
	}
	for _, o := range from.Overtakes {
		out.Overtakes = append(out.Overtakes, result.Overtake{
			Upper: r.agency(o.Upper), Lower: r.agency(o.Lower), Spread: o.Spread, Node: o.Node, From: o.From, To: o.To, Reason: o.Reason,
		})
	}
	return out
}
