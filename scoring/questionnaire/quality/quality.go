// Package quality looks at answers that were read without a fault and finds what a careful planner would ask about:
// everybody given the same level, levels claimed without evidence, respondents who contradict each other. Its
// findings are doubts, never errors: they change no score.
package quality

import (
	"math"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
)

// The doubts about answers. Each stands once for an agency (or respondent) and counts what it is about.
var (
	ruleStraight    = diag.Rule{Code: "QA100", Severity: diag.Warning}
	ruleNoEvidence  = diag.Rule{Code: "QA101", Severity: diag.Warning}
	ruleUnsupported = diag.Rule{Code: "QA102", Severity: diag.Warning}
	ruleContradict  = diag.Rule{Code: "QA103", Severity: diag.Note}
	ruleTwoAgencies = diag.Rule{Code: "QA104", Severity: diag.Warning}
)

// straightLine is how many level questions must all have one answer before that is remarkable: with four levels
// chance alone does it once in 4^9.
const straightLine = 10

// Check finds the doubts about the answers of all agencies and the evidence they show.
func Check(r *rubric.Rubric, answers *questionnaire.Store, evidence []questionnaire.Evidence) *diag.List {
	found := &diag.List{}
	if answers.Len() == 0 {
		return found
	}
	c := &checker{answers: answers, found: found}
	for _, id := range answers.IndicatorIDs() {
		c.nodes = append(c.nodes, r.Indicator(id))
	}
	c.straightLining()
	c.unproven(evidence)
	c.contradictions()
	c.severalAgencies()
	return found
}

// checker goes through the answers, in the order in which they came.
type checker struct {
	answers *questionnaire.Store
	// nodes are the indicators by their numbers in the store; nil for one that the rubric does not have.
	nodes []*rubric.Node
	found *diag.List
}

// levelled gives the answer at a place and its indicator, and false where it is no known level of several.
func (c *checker) levelled(i int) (questionnaire.Brief, *rubric.Node, bool) {
	a := c.answers.Brief(i)
	n := c.nodes[a.Indicator]
	return a, n, a.Claim.State == questionnaire.Known && n != nil && len(n.Levels) > 0
}

// byOrder gives the keys of a map in the order in which they first came.
type byOrder[K comparable, V any] struct {
	keys   []K
	values []V
	index  map[K]int
}

// at gives the value of a key, that of first where it is new. The pointer is good until the next call.
func (b *byOrder[K, V]) at(k K, first V) *V {
	if b.index == nil {
		b.index = map[K]int{}
	}
	i, known := b.index[k]
	if !known {
		i = len(b.values)
		b.keys, b.values = append(b.keys, k), append(b.values, first)
		b.index[k] = i
	}
	return &b.values[i]
}

// who is one respondent of one agency; an agency that answers as a whole is a respondent without a code.
type who struct{ agency, respondent, role uint32 }

// straightLining finds respondents who gave every question the same level.
func (c *checker) straightLining() {
	type line struct {
		first int
		value float64
		n     int
		mixed bool
	}
	var lines byOrder[who, line]
	for i := range c.answers.Len() {
		a, n, ok := c.levelled(i)
		if !ok || len(n.Levels) < 2 {
			continue
		}
		x := a.Claim.Number
		l := lines.at(who{a.Agency, a.Respondent, a.Role}, line{first: i, value: x})
		l.n++
		l.mixed = l.mixed || x > l.value || x < l.value
	}
	for _, l := range lines.values {
		if l.n >= straightLine && !l.mixed {
			first := c.answers.At(l.first)
			d := ruleStraight.At(first.Place).About(first.Agency).Saw(number(l.value))
			d.Count = l.n
			c.found.Add(d)
		}
	}
}

// cell is one indicator (and item) of one agency, by name.
type cell struct{ agency, indicator, item string }

// unproven compares levels with the evidence shown for them. Where nobody shows any evidence, it was not asked for.
func (c *checker) unproven(evidence []questionnaire.Evidence) {
	if len(evidence) == 0 {
		return
	}
	shown := map[cell]bool{}
	proven := map[cell]float64{} // the highest level that an item which stands is to prove
	for i := range evidence {
		e := &evidence[i]
		at := cell{e.Agency, e.Indicator, e.Item}
		if e.Status == "belum" {
			continue
		}
		shown[at] = true
		if e.Status == "revisi" || math.IsNaN(e.Level) {
			continue
		}
		if before, known := proven[at]; !known || e.Level > before {
			proven[at] = e.Level
		}
	}
	type gap struct {
		first int
		seen  map[cell]bool
	}
	var without, above byOrder[string, gap]
	var a questionnaire.Answer
	for i := range c.answers.Len() {
		brief, n, ok := c.levelled(i)
		if !ok || brief.Claim.Number <= n.Levels[0].Level {
			continue
		}
		c.answers.Read(i, &a)
		at := cell{a.Agency, a.Indicator, a.Item}
		level, levelled := proven[at]
		into := (*byOrder[string, gap])(nil)
		switch {
		case !shown[at]:
			into = &without
		case levelled && a.Claim.Number > level:
			into = &above
		default:
			continue
		}
		g := into.at(a.Agency, gap{first: i})
		if g.seen == nil {
			g.seen = map[cell]bool{}
		}
		g.seen[at] = true
	}
	for _, report := range []struct {
		rule diag.Rule
		gaps []gap
	}{{ruleNoEvidence, without.values}, {ruleUnsupported, above.values}} {
		for _, g := range report.gaps {
			first := c.answers.At(g.first)
			d := report.rule.At(first.Place).About(first.Agency).Saw(first.Indicator)
			d.Count = len(g.seen)
			c.found.Add(d)
		}
	}
}

// contradictions finds indicators on which the respondents of an agency differ by half the levels or more.
func (c *checker) contradictions() {
	type key struct{ agency, indicator, item uint32 }
	type span struct {
		low, high       int
		lowest, highest float64
	}
	var spans byOrder[key, span]
	for i := range c.answers.Len() {
		a, n, ok := c.levelled(i)
		if !ok || a.Respondent == 0 || len(n.Levels) < 2 {
			continue
		}
		x := a.Claim.Number
		s := spans.at(key{a.Agency, a.Indicator, a.Item}, span{low: i, high: i, lowest: x, highest: x})
		if x < s.lowest {
			s.low, s.lowest = i, x
		}
		if x > s.highest {
			s.high, s.highest = i, x
		}
	}
	type disputed struct {
		worst span
		n     int
	}
	var agencies byOrder[uint32, disputed]
	for k, s := range spans.values {
		low, high := c.nodes[spans.keys[k].indicator].LevelSpan()
		gap := s.highest - s.lowest
		if gap <= (high-low)/2 {
			continue
		}
		d := agencies.at(spans.keys[k].agency, disputed{worst: s})
		d.n++
		if gap > d.worst.highest-d.worst.lowest {
			d.worst = s
		}
	}
	for _, a := range agencies.values {
		low, high := c.answers.At(a.worst.low), c.answers.At(a.worst.high)
		d := ruleContradict.At(low.Place).About(low.Agency).Saw(low.Indicator).
			Allows(number(low.Claim.Number) + "–" + number(high.Claim.Number)).See(high.Place)
		d.Count = a.n
		c.found.Add(d)
	}
}

// severalAgencies finds respondents who answered for more than one agency.
func (c *checker) severalAgencies() {
	files, ofOne := c.formsOfOne()
	type person struct {
		file       string
		respondent uint32
	}
	type pair struct {
		person
		agency uint32
	}
	type first struct {
		at     int
		agency uint32
	}
	var firsts byOrder[person, first]
	told := map[pair]bool{}
	for i := range c.answers.Len() {
		a := c.answers.Brief(i)
		file := files[a.File]
		if a.Respondent == 0 || file == "" {
			continue
		}
		// Codes such as P1 are common to many agencies' own lists; within one file they are one person.
		key := person{file, a.Respondent}
		before := firsts.at(key, first{i, a.Agency})
		if before.agency == a.Agency || !ofOne[file] || told[pair{key, a.Agency}] {
			continue
		}
		told[pair{key, a.Agency}] = true
		earlier, later := c.answers.At(before.at), c.answers.At(i)
		c.found.Add(ruleTwoAgencies.At(later.Place).About(later.Agency).Saw(earlier.Agency).See(earlier.Place))
	}
}

// formsOfOne tells which files are the form of one agency: nearly all of their answers are about it. A table of all
// agencies says nothing about who filled in for whom. files are their names by number.
func (c *checker) formsOfOne() (files map[uint32]string, one map[string]bool) {
	files = map[uint32]string{}
	type key struct {
		file   string
		agency uint32
	}
	counts, totals := map[key]int{}, map[string]int{}
	for i := range c.answers.Len() {
		a := c.answers.Brief(i)
		file, known := files[a.File]
		if !known {
			file = c.answers.At(i).Place.File
			files[a.File] = file
		}
		counts[key{file, a.Agency}]++
		totals[file]++
	}
	most := map[string]int{}
	for k, n := range counts {
		most[k.file] = max(most[k.file], n)
	}
	one = map[string]bool{}
	for file, total := range totals {
		one[file] = float64(most[file]) >= 0.8*float64(total)
	}
	return files, one
}

func number(x float64) string { return form.LevelCode(x) }
