package batch

import (
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/result"
)

// What keeps the governments of a folder from being compared with the others.
var (
	ruleYear    = diag.Rule{Code: "CF076", Severity: diag.Error}
	ruleRubric  = diag.Rule{Code: "CF077", Severity: diag.Error}
	ruleVersion = diag.Rule{Code: "CF078", Severity: diag.Error}
	ruleWindow  = diag.Rule{Code: "CF079", Severity: diag.Warning}
	ruleBasis   = diag.Rule{Code: "CF065", Severity: diag.Error}
	ruleClaimed = diag.Rule{Code: "AG030", Severity: diag.Error}
)

// Frame is what a national assessment is, apart from its parts.
type Frame struct {
	// Base has the title, the year, the language, the window, the time, the tool and the options.
	Base   result.Assessment
	Rubric *rubric.Rubric
	// Basis is the headline that is wanted; "" is assessed where every part has it, else self.
	Basis result.Basis
}

// Merge puts the parts of a nation together: every government that can be compared, ranked among all and within the
// columns of the options. What cannot be compared is left out, with a diagnostic; the parts say so. The parts are only
// read.
func Merge(f Frame, parts []*Part) (*result.Assessment, *diag.List, error) {
	m := &merger{frame: f, problems: &diag.List{}, out: &f.Base}
	m.out.Schema = result.Schema
	m.out.Rubric = result.Rubric{ID: f.Rubric.ID, Version: f.Rubric.Version, Fingerprints: f.Rubric.Fingerprints(), Tree: f.Rubric}
	m.out.Nation = &result.Nation{Best: []result.Best{}}
	m.compare(parts)
	m.bases()
	m.claims()
	m.entries()
	if err := scoring.Rank(m.out); err != nil {
		return nil, nil, fmt.Errorf("ranking the governments: %w", err)
	}
	if err := m.spread(); err != nil {
		return nil, nil, fmt.Errorf("ranking the governments draw by draw: %w", err)
	}
	m.best()
	for _, p := range m.parts {
		m.problems.AddAll(p.problems)
		m.out.Nation.Parts = append(m.out.Nation.Parts, p.Part.Part)
	}
	m.out.Diagnostics = m.problems.Sorted()
	return m.out, m.problems, nil
}

// merger puts one nation together.
type merger struct {
	frame    Frame
	problems *diag.List
	out      *result.Assessment
	parts    []*mergedPart
}

// mergedPart is a part with what is found of it here.
type mergedPart struct {
	Part
	problems *diag.List
	// claimed are the entries that another part has too.
	claimed map[string]bool
}

// leave keeps the entries of a part out.
func (p *mergedPart) leave(d *diag.Diagnostic) {
	p.State = result.PartLeftOut
	p.say(d)
}

func (p *mergedPart) say(d *diag.Diagnostic) {
	p.problems.Add(d)
	if !slices.Contains(p.Reasons, d.Code) {
		p.Reasons = append(p.Reasons, d.Code)
	}
}

// compare decides which parts can be compared at all.
func (m *merger) compare(parts []*Part) {
	print := m.frame.Rubric.Fingerprints().Scoring
	for _, part := range parts {
		p := &mergedPart{Part: *part, problems: &diag.List{}, claimed: map[string]bool{}}
		p.State, p.Reasons = result.PartCounted, nil
		m.parts = append(m.parts, p)
		at := diag.Place{File: p.Path}
		for _, d := range part.Problems {
			if d.Severity == diag.Error || p.Failed {
				p.say(d)
			}
		}
		for _, d := range part.Notes {
			if d.Severity == diag.Note {
				p.problems.Add(d)
				continue
			}
			p.say(d)
		}
		switch {
		case p.Failed:
			p.State = result.PartFailed
		case p.Year != m.out.Year:
			p.leave(ruleYear.At(at).Saw(fmt.Sprint(p.Year)).Allows(fmt.Sprint(m.out.Year)))
		case p.National.Rubric != m.frame.Rubric.ID:
			p.leave(ruleRubric.At(at).Saw(p.Rubric).Allows(m.frame.Rubric.ID))
		case p.National.Fingerprint != print:
			p.leave(ruleVersion.At(at).About(p.National.Rubric).Saw(p.National.Version).Allows(m.frame.Rubric.Version))
		case p.Window != m.out.Window:
			p.problems.Add(ruleWindow.At(at).Saw(p.Window.From + " – " + p.Window.To).Allows(m.out.Window.From + " – " + m.out.Window.To))
		}
	}
}

// counted yields the parts that are compared.
func (m *merger) counted() iter.Seq[*mergedPart] {
	return func(yield func(*mergedPart) bool) {
		for _, p := range m.parts {
			if p.State == result.PartCounted && !yield(p) {
				return
			}
		}
	}
}

// bases settles on which bases governments are compared: those that all parts have.
func (m *merger) bases() {
	all := []result.Basis{result.Self, result.Assessed, result.Accepted}
	if want := m.frame.Basis; want != "" {
		for p := range m.counted() {
			if !slices.Contains(p.Bases, want) {
				p.leave(ruleBasis.At(diag.Place{File: p.Path}).Saw(joined(p.Bases)).Allows(string(want)))
			}
		}
	}
	for p := range m.counted() {
		all = slices.DeleteFunc(all, func(b result.Basis) bool { return !slices.Contains(p.Bases, b) })
	}
	o := &m.out.Options
	o.Bases, o.Basis = all, m.frame.Basis
	if o.Basis == "" {
		o.Basis = result.Self
		if slices.Contains(all, result.Assessed) {
			o.Basis = result.Assessed
		}
	}
}

func joined(bases []result.Basis) string {
	texts := make([]string, len(bases))
	for i, b := range bases {
		texts[i] = string(b)
	}
	return strings.Join(texts, ", ")
}

// claims finds governments that several parts have: nobody can tell which of them is right, so none counts.
func (m *merger) claims() {
	type claim struct {
		part *mergedPart
		id   string
	}
	first := map[string]claim{}
	for p := range m.counted() {
		for _, e := range p.Entries {
			for _, key := range keysOf(e) {
				before, known := first[key]
				switch {
				case !known:
					first[key] = claim{p, e.ID}
				case before.part != p && !p.claimed[e.ID]:
					for _, side := range [][2]claim{{before, {p, e.ID}}, {{p, e.ID}, before}} {
						own, other := side[0], side[1]
						if !own.part.claimed[own.id] {
							own.part.say(ruleClaimed.At(diag.Place{File: own.part.Path}).About(own.id).Saw(e.Name).See(diag.Place{File: other.part.Path}))
						}
						own.part.claimed[own.id] = true
					}
				}
			}
		}
	}
}

// keysOf are what tells a government apart: its id, and its area where that is known.
func keysOf(e *result.Agency) []string {
	keys := []string{"id " + strings.ToLower(e.ID)}
	if e.Area != "" {
		keys = append(keys, "area "+e.Area)
	}
	return keys
}

// entries takes the governments of all parts over.
func (m *merger) entries() {
	for p := range m.counted() {
		taken := map[string]bool{}
		for _, e := range p.Entries {
			if p.claimed[e.ID] {
				continue
			}
			entry := *e
			entry.Results = map[result.Basis]*result.Scores{}
			for _, basis := range m.out.Options.Bases {
				s := *e.Results[basis]
				entry.Results[basis] = &s
			}
			taken[e.ID] = true
			m.out.Agencies = append(m.out.Agencies, &entry)
		}
		p.Governments = len(taken)
		for _, c := range p.Contradictions {
			if taken[c.Agency] && slices.Contains(m.out.Options.Bases, c.Basis) {
				m.out.Contradictions = append(m.out.Contradictions, c)
			}
		}
		if m.out.Invented == nil {
			m.out.Invented = p.Invented
		}
	}
	if o := &m.out.Options; o.GroupBy == nil { // the rubric's columns, where anybody has them
		o.GroupBy = []string{}
		for _, c := range m.frame.Rubric.Groups {
			if slices.ContainsFunc(m.out.Agencies, func(e *result.Agency) bool { return e.Groups[c] != "" }) {
				o.GroupBy = append(o.GroupBy, c)
			}
		}
	}
	for _, p := range m.parts {
		if p.State != result.PartCounted {
			p.Governments = 0
		}
		if p.Assessment != "" {
			m.out.Inputs = append(m.out.Inputs, result.Input{
				Path: p.Assessment, Kind: "assessment", SHA256: p.SHA256, Records: p.Governments, Refused: p.State != result.PartCounted,
			})
		}
	}
}

// best puts together who is best at each indicator.
func (m *merger) best() {
	byID := map[string]*result.Best{}
	for p := range m.counted() {
		for _, b := range p.Best[m.out.Options.Basis] {
			one := byID[b.Indicator]
			switch {
			case one == nil || b.Value > one.Value:
				own := b
				own.Examples = slices.Clone(b.Examples)
				byID[b.Indicator] = &own
			case b.Value == one.Value:
				one.Agencies += b.Agencies
				for _, x := range b.Examples {
					one.Examples = keepBest(one.Examples, x)
				}
			}
		}
	}
	for _, n := range m.frame.Rubric.Indicators() {
		if one := byID[n.ID]; one != nil {
			m.out.Nation.Best = append(m.out.Nation.Best, *one)
		}
	}
}

// Records yields a line for the evidence file of a national assessment for each government and indicator: what the
// assessment of its part says, and which file that is.
func Records(a *result.Assessment) iter.Seq[result.Record] {
	files := map[string]string{}
	for _, p := range a.Nation.Parts {
		files[p.Path] = p.Assessment
	}
	indicators := a.Rubric.Tree.Indicators()
	return func(yield func(result.Record) bool) {
		for _, one := range a.Agencies {
			for _, n := range indicators {
				node := a.Headline(one).Nodes[n.ID]
				r := result.Record{
					Kind: result.KindPart, Agency: one.ID, Indicator: n.ID, Value: node.Value, Reason: node.Reason,
					Coverage: &node.Coverage, Place: diag.Place{File: files[one.Part]},
				}
				if !yield(r) {
					return
				}
			}
		}
	}
}

// relative names a file from a folder, with forward slashes; its whole path where it lies on another disk.
func relative(dir, file string) string {
	dir, file = absolute(dir), absolute(file)
	if name, err := filepath.Rel(dir, file); err == nil {
		file = name
	}
	return filepath.ToSlash(file)
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
