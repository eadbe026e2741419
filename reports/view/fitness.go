package view

import (
	"math"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// Fitness is a report on the data, whether they are fit to rank by, in words.
type Fitness struct {
	Lang string `json:"-"`
	// Marks repeat what makes the numbers other than an ordinary result: invented data, a simulation.
	Marks []string `json:"marks,omitempty"`
	// Sentences say what was compared and how much was found; Closing what is told elsewhere: doubts about single
	// answers.
	Sentences []string `json:"sentences"`
	Closing   []string `json:"closing,omitempty"`
	// Doubts are the kinds of doubt, the gravest first.
	Doubts []Doubt `json:"doubts"`
}

// Doubt is one kind of doubt about the data, with all findings of that kind.
type Doubt struct {
	Code         string `json:"code"`
	Severity     string `json:"severity"`
	SeverityText string `json:"-"`
	// Title says what kind it is, Advice what to do about it.
	Title  string `json:"title"`
	Advice string `json:"advice"`
	// Sentences are the findings, one each, the worst first.
	Sentences []string `json:"sentences"`
}

// FitnessOf puts a report on the data of an assessment into words.
func FitnessOf(a *result.Assessment, r *fitness.Report, lang string) *Fitness {
	b := newFitnessSpeaker(a, lang)
	f := &Fitness{Lang: b.p.Lang(), Marks: marks(a, lang), Doubts: b.doubts(r.Findings)}
	indicators, warnings, notes := len(b.tree.Indicators()), 0, 0
	f.Sentences = append(f.Sentences, b.p.Text("doctor.compared", "n", len(r.Agencies), "indicators", indicators,
		"basis", lowerFirst(b.basisWords(result.Basis(r.Basis)))))
	if r.NotCompared > 0 {
		f.Sentences = append(f.Sentences, b.p.Text("doctor.not_compared", "n", r.NotCompared))
	}
	for _, one := range r.Findings {
		if one.Severity == diag.Note {
			notes++
		} else {
			warnings++
		}
	}
	switch {
	case warnings+notes == 0:
		f.Sentences = append(f.Sentences, b.p.Text("doctor.nothing"))
	case notes == 0:
		f.Sentences = append(f.Sentences, b.p.Text("text.count.warning", "n", warnings)+".")
	case warnings == 0:
		f.Sentences = append(f.Sentences, b.p.Text("text.count.note", "n", notes)+".")
	default:
		f.Sentences = append(f.Sentences, b.p.Text("text.count.warning", "n", warnings)+", "+b.p.Text("text.count.note", "n", notes)+".")
	}
	answers := 0
	for _, n := range r.AnswerDoubts {
		answers += n
	}
	if answers > 0 {
		f.Closing = append(f.Closing, b.p.Text("doctor.answers", "n", answers))
	}
	return f
}

// marks are the banners of an assessment.
func marks(a *result.Assessment, lang string) []string {
	var of Report
	newBuilder(a, lang).banners(&of)
	return slices.DeleteFunc([]string{of.Invented, of.Simulation}, func(s string) bool { return s == "" })
}

// Doubts puts findings into words, those of one code together, in their order.
func Doubts(a *result.Assessment, findings []fitness.Finding, lang string) []Doubt {
	return newFitnessSpeaker(a, lang).doubts(findings)
}

// fitnessSpeaker knows the names of the nodes and agencies of an assessment.
type fitnessSpeaker struct {
	speaker
	a *result.Assessment
}

func newFitnessSpeaker(a *result.Assessment, lang string) *fitnessSpeaker {
	b := &fitnessSpeaker{speaker: speaker{p: l10n.For(lang), tree: a.Rubric.Tree}, a: a}
	if b.tree == nil {
		b.tree = &rubric.Rubric{}
	}
	return b
}

func (b *fitnessSpeaker) doubts(findings []fitness.Finding) []Doubt {
	out := []Doubt{}
	for i := range findings {
		f := &findings[i]
		k := slices.IndexFunc(out, func(d Doubt) bool { return d.Code == f.Code })
		if k < 0 {
			k = len(out)
			out = append(out, Doubt{
				Code: clean(f.Code, shortLimit), Severity: string(f.Severity),
				SeverityText: b.known("severity.", string(f.Severity)), Title: b.p.Text(f.Code + ".title"),
				Advice: b.p.Text(f.Code + ".fix"),
			})
		}
		out[k].Sentences = append(out[k].Sentences, b.sentence(f))
	}
	return out
}

// sentence is a finding in words.
func (b *fitnessSpeaker) sentence(f *fitness.Finding) string {
	args := []any{
		"agencies", b.agencyNames(f.Agencies), "roles", b.roleNames(f.Roles), "node", b.nodeAt(f.Nodes, 0),
		"beside", b.nodeAt(f.Nodes, 1), "parent", b.nodeAt(f.Nodes, 2), "limit", b.limits(f),
	}
	if len(f.Nodes) > 1 {
		var rest []string
		for i := range f.Nodes[1:] {
			rest = append(rest, b.nodeAt(f.Nodes, i+1))
		}
		args = append(args, "nodes", b.some(rest))
	}
	for name, x := range f.Numbers {
		args = append(args, string(name), b.figure(name, x))
	}
	text := b.p.Text(f.Code, args...)
	if _, helps := f.Numbers[fitness.Without]; helps {
		text += "; " + b.p.Text("doctor.without", args...)
	}
	return upperFirst(clean(text, textLimit))
}

// figure writes a number of a finding; counts are whole numbers and choose the singular.
func (b *fitnessSpeaker) figure(name fitness.Number, x float64) any {
	switch name {
	case fitness.Count, fitness.Members, fitness.Strong:
		return int(x)
	case fitness.Share, fitness.Explained, fitness.Stated, fitness.Effective, fitness.Left, fitness.Difference:
		return strings.ReplaceAll(b.share(x), " ", "\u00a0") // no line may end between the number and its sign
	case fitness.Chance:
		return b.chance(x)
	}
	return b.p.Number(x, 2)
}

// share writes a share in whole per cent, but never a part as all or as nothing.
func (b *fitnessSpeaker) share(x float64) string {
	if (x > 0 && x < 0.005) || (x < 1 && x > 0.995) {
		return b.p.Percent(x, 1)
	}
	return b.p.Percent(x, 0)
}

// chance writes a probability.
func (b *fitnessSpeaker) chance(p float64) string {
	if p < 0.001 {
		return "< " + b.p.Number(0.001, 3)
	}
	return b.p.Number(p, 3)
}

// limits writes what a finding was held against; those of a finding with two are told in its words.
func (b *fitnessSpeaker) limits(f *fitness.Finding) string {
	for _, name := range []string{"agencies", "per_item"} {
		if x, has := f.Limits[name]; has {
			return b.p.Number(x, 0)
		}
	}
	for _, name := range []string{"available", "alike", "ends", "ends_indicator"} {
		if x, has := f.Limits[name]; has {
			return b.p.Percent(x, 0)
		}
	}
	for _, name := range []string{"alpha", "collinear", "contrary", "agree", "concordance"} {
		if x, has := f.Limits[name]; has {
			return b.p.Number(x, 2)
		}
	}
	return l10n.Unknown
}

// nodeAt names a node of a finding: its official number and title.
func (b *fitnessSpeaker) nodeAt(nodes []string, i int) string {
	if i >= len(nodes) {
		return l10n.Unknown
	}
	return b.nodeName(nodes[i])
}

func (b *fitnessSpeaker) nodeName(id string) string {
	if id == "" {
		return b.p.Text("doctor.index")
	}
	if n := b.tree.Node(id); n != nil && n.Code != "" {
		return clean(n.Code, shortLimit) + " " + b.title(n)
	}
	return b.nodeTitle(id)
}

// agencyNames names agencies by name, the first few of many.
func (b *fitnessSpeaker) agencyNames(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, b.agencyName(id))
	}
	return b.some(names)
}

func (b *fitnessSpeaker) agencyName(id string) string {
	for _, one := range b.a.Agencies {
		if one != nil && one.ID == id && one.Name != "" {
			return clean(one.Name, nameLimit)
		}
	}
	return clean(id, nameLimit)
}

func (b *fitnessSpeaker) roleNames(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, b.roleName(id))
	}
	return b.some(names)
}

func (b *fitnessSpeaker) roleName(id string) string {
	if role := b.tree.Role(id); role != nil {
		return b.words(role.Title, id)
	}
	return clean(id, nameLimit)
}

// namedAtMost is how many of many things a sentence names.
const namedAtMost = 6

// some names the first of many things and counts the rest.
func (b *fitnessSpeaker) some(names []string) string {
	if len(names) <= namedAtMost {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:namedAtMost], ", ") + " " + b.p.Text("doctor.more", "n", len(names)-namedAtMost)
}

// decimal writes a number that may be missing.
func (b *fitnessSpeaker) decimal(x *float64, digits int) string {
	if x == nil {
		return l10n.Unknown
	}
	return b.p.Number(*x, digits)
}

// part writes a share that may be missing.
func (b *fitnessSpeaker) part(x *float64) string {
	if x == nil || math.IsNaN(*x) {
		return l10n.Unknown
	}
	return b.share(*x)
}
