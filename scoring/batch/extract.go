package batch

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"siap/internal/diag"
	"siap/scoring/agency/kemendagri"
	"siap/scoring/intake"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// What may be wrong with the agencies of one folder as the nation sees them.
var (
	ruleOrphans      = diag.Rule{Code: "AG031", Severity: diag.Warning}
	ruleNoGovernment = diag.Rule{Code: "AG032", Severity: diag.Note}
)

// extract makes the part of what was scored.
func (r *runner) extract(f intake.Folder, s *Scored) *Part {
	p := &Part{Part: result.Part{Path: f.Path, Title: f.Path, Answers: s.Answers, Refused: s.Refused}, Schema: partSchema, Failed: s.Failed}
	p.take(s.Problems)
	if own := s.Own; own != nil {
		p.Title, p.Year, p.Language, p.Created, p.Invented = own.Title, own.Year, own.Language, own.Created, own.Invented
		p.Rubric, p.Version = own.Rubric.ID, own.Rubric.Version
		p.Agencies = len(own.Agencies)
	}
	if s.National == nil {
		return p
	}
	p.Crosswalk, p.Assessment = s.Crosswalk, relative(r.nation.Out, s.File)
	e := newExtraction(s.National, s.Evidence)
	p.National.Rubric, p.National.Version, p.National.Fingerprint = s.National.Rubric.ID, s.National.Rubric.Version, s.National.Rubric.Fingerprints.Scoring
	p.Window, p.Basis, p.Bases = s.National.Window, s.National.Options.Basis, s.National.Options.Bases
	p.Entries, p.Drawn = e.entries(f.Path), s.Drawn
	p.Contradictions = e.contradictions(p.Entries)
	p.Governments = len(p.Entries)
	p.Best = map[result.Basis][]result.Best{}
	for _, basis := range p.Bases {
		p.Best[basis] = e.best(basis, f.Path)
	}
	note := func(rule diag.Rule, n int) *diag.Diagnostic {
		d := rule.At(diag.Place{File: f.Path})
		d.Count = n
		p.Notes = append(p.Notes, d)
		return d
	}
	switch {
	case !e.governed:
		if n := belowGovernments(p.Entries); n > 0 {
			note(ruleNoGovernment, n)
		}
	case len(e.orphans) > 0:
		note(ruleOrphans, len(e.orphans)).Saw(strings.Join(e.orphans[:min(len(e.orphans), 5)], ", "))
	}
	return p
}

// belowGovernments counts the entries that do not look like governments or ministries.
func belowGovernments(entries []*result.Agency) int {
	n := 0
	for _, one := range entries {
		switch strings.ToLower(one.Type) {
		case kemendagri.Province, kemendagri.Regency, kemendagri.City, "kementerian", "lembaga", "ministry", "government":
		default:
			if one.Area == "" {
				n++
			}
		}
	}
	return n
}

// extraction takes out of an assessment what the nation needs of it.
type extraction struct {
	a *result.Assessment
	// governed says that the folder has governments; then orphans are the agencies that belong to none.
	governed bool
	orphans  []string
	// home is the government of each agency, by id; members are the agencies of each government.
	home    map[string]*result.Agency
	members map[string][]*result.Agency
	// shown are the accepted items of evidence that anybody may look up, by agency and indicator.
	shown map[[2]string]*questionnaire.Evidence
}

// acceptedState is the state of an item of evidence that the assessors took.
const acceptedState = "diterima"

func newExtraction(a *result.Assessment, evidence []questionnaire.Evidence) *extraction {
	e := &extraction{a: a, home: map[string]*result.Agency{}, members: map[string][]*result.Agency{}, shown: map[[2]string]*questionnaire.Evidence{}}
	byID := map[string]*result.Agency{}
	for _, one := range a.Agencies {
		byID[one.ID] = one
		e.governed = e.governed || one.Governs
	}
	for _, one := range a.Agencies {
		if above := byID[one.Parent]; one.Parent != "" && above != nil {
			e.home[one.ID] = above
			e.members[above.ID] = append(e.members[above.ID], one)
		} else if e.governed && !one.Governs {
			e.orphans = append(e.orphans, one.ID)
		}
	}
	for i := range evidence {
		item := &evidence[i]
		key := [2]string{item.Agency, item.Indicator}
		if item.Status == acceptedState && (strings.HasPrefix(item.Link, "https://") || strings.HasPrefix(item.Link, "http://")) && e.shown[key] == nil {
			e.shown[key] = item
		}
	}
	return e
}

// isEntry reports whether an agency stands for itself in the nation: a government or, where there are none, every agency
// that belongs to no other.
func (e *extraction) isEntry(one *result.Agency) bool {
	if e.governed {
		return one.Governs
	}
	return e.home[one.ID] == nil
}

// entries gives the entries of the folder, as they stand in its assessment. In the nation nobody is above or below them.
func (e *extraction) entries(folder string) []*result.Agency {
	out := []*result.Agency{}
	for _, one := range e.a.Agencies {
		if !e.isEntry(one) {
			continue
		}
		entry := *one
		entry.Parent, entry.Governs, entry.Weight, entry.Part, entry.Area = "", false, 0, folder, areaOf(one)
		entry.Results = map[result.Basis]*result.Scores{}
		for basis, s := range one.Results {
			entry.Results[basis] = withPlaces(s, folder)
		}
		entry.Rollup = nil
		if below := e.members[one.ID]; len(below) > 0 {
			entry.Members = map[result.Basis]*result.Members{}
			for basis := range one.Results {
				entry.Members[basis] = e.describe(below, basis)
			}
		}
		out = append(out, &entry)
	}
	return out
}

// areaOf gives the code of the area of an agency, "" where it is not known.
func areaOf(one *result.Agency) string {
	for _, text := range []string{one.ID, one.Groups["kode"], one.Groups["code"]} {
		if a, known := kemendagri.ByCode(text); known {
			return a.Code
		}
	}
	if a, sure := kemendagri.Find(one.Name, one.Type).Sure(); sure && (one.Type == "" || strings.EqualFold(a.Type, one.Type)) {
		return a.Code
	}
	return ""
}

// withPlaces gives scores whose notes say where they stand as the nation has it, and without the places among others.
func withPlaces(s *result.Scores, folder string) *result.Scores {
	out := *s
	out.Rank = result.Rank{}
	out.Nodes = make(map[string]*result.Node, len(s.Nodes))
	for id, n := range s.Nodes {
		if n != nil && len(n.Notes) > 0 {
			own := *n
			own.Notes = slices.Clone(n.Notes)
			for i := range own.Notes {
				own.Notes[i].Place.File = below(folder, own.Notes[i].Place.File)
			}
			n = &own
		}
		out.Nodes[id] = n
	}
	return &out
}

// describe gives the spread of the agencies of a government on one basis.
func (e *extraction) describe(below []*result.Agency, basis result.Basis) *result.Members {
	m := &result.Members{Agencies: len(below)}
	ids := map[string]bool{}
	var values []float64
	for _, one := range below {
		ids[one.ID] = true
		if s := one.Results[basis]; s != nil && s.Index.Value != nil {
			values = append(values, *s.Index.Value)
		}
	}
	for i := range e.a.Contradictions {
		if c := &e.a.Contradictions[i]; c.Basis == basis && ids[c.Agency] {
			m.Contradictions++
		}
	}
	sort.Float64s(values)
	m.Known = len(values)
	m.Lowest, m.LowerQuartile, m.Median, m.UpperQuartile, m.Highest = quantile(values, 0), quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75), quantile(values, 1)
	return m
}

// quantile gives the quantile of sorted values of R type 7 (Hyndman & Fan, The American Statistician 50, 1996); nil of
// none.
func quantile(sorted []float64, p float64) *float64 {
	if len(sorted) == 0 {
		return nil
	}
	at := p * float64(len(sorted)-1)
	below := math.Floor(at)
	x := sorted[int(below)]
	if part := at - below; part > 0 {
		x += part * (sorted[int(below)+1] - x)
	}
	return &x
}

// contradictions gives those of the entries themselves.
func (e *extraction) contradictions(entries []*result.Agency) []result.Contradiction {
	ids := map[string]bool{}
	for _, one := range entries {
		ids[one.ID] = true
	}
	var out []result.Contradiction
	for _, c := range e.a.Contradictions {
		if ids[c.Agency] {
			out = append(out, c)
		}
	}
	return out
}

// maxExamples is how many examples of the best are kept.
const maxExamples = 3

// best gives, for each indicator, the highest value of the agencies that were assessed themselves, and some of them.
func (e *extraction) best(basis result.Basis, folder string) []result.Best {
	out := []result.Best{}
	for _, n := range e.a.Rubric.Tree.Indicators() {
		one := result.Best{Indicator: n.ID}
		for _, a := range e.a.Agencies {
			s := a.Results[basis]
			if a.Source != result.Direct || s == nil || s.Nodes[n.ID] == nil {
				continue
			}
			node := s.Nodes[n.ID]
			if node.Value == nil || node.Coverage == 0 || (one.Agencies > 0 && *node.Value < one.Value) {
				continue // a stand-in for an answer that nobody gave is nothing to learn from
			}
			if one.Agencies == 0 || *node.Value > one.Value {
				one.Value, one.Agencies, one.Examples = *node.Value, 0, nil
			}
			one.Agencies++
			one.Examples = keepBest(one.Examples, e.example(a, s, n.ID, folder))
		}
		if one.Agencies > 0 {
			out = append(out, one)
		}
	}
	return out
}

func (e *extraction) example(a *result.Agency, s *result.Scores, indicator, folder string) result.Example {
	x := result.Example{Agency: a.ID, Name: a.Name, Part: folder, Index: s.Index.Value}
	if above := e.home[a.ID]; above != nil {
		x.Government, x.GovernmentName = above.ID, above.Name
	}
	if item := e.shown[[2]string{a.ID, indicator}]; item != nil {
		x.Title, x.Link = item.Title, item.Link
	}
	return x
}

// keepBest adds an example and keeps the best of them: those with public evidence first, then by their index.
func keepBest(examples []result.Example, x result.Example) []result.Example {
	if len(examples) == maxExamples && compareExamples(examples[maxExamples-1], x) <= 0 {
		return examples
	}
	examples = append(examples, x)
	slices.SortStableFunc(examples, compareExamples)
	return examples[:min(len(examples), maxExamples)]
}

func compareExamples(a, b result.Example) int {
	shown := func(x result.Example) int {
		if x.Title != "" {
			return 0
		}
		return 1
	}
	index := func(x result.Example) float64 {
		if x.Index == nil {
			return math.Inf(-1)
		}
		return *x.Index
	}
	return cmp.Or(cmp.Compare(shown(a), shown(b)), cmp.Compare(index(b), index(a)), cmp.Compare(a.Part, b.Part), cmp.Compare(a.Agency, b.Agency))
}
