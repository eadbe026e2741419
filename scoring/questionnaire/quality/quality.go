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
func Check(r *rubric.Rubric, answers []questionnaire.Answer, evidence []questionnaire.Evidence) *diag.List {
	found := &diag.List{}
	straightLining(r, answers, found)
	unproven(r, answers, evidence, found)
	contradictions(r, answers, found)
	severalAgencies(answers, found)
	return found
}

// who is one respondent of one agency; an agency that answers as a whole is a respondent without a code.
type who struct{ agency, respondent, role string }

// byOrder gives the keys of a map in the order in which they first came.
type byOrder[K comparable, V any] struct {
	keys   []K
	values map[K]V
}

func (b *byOrder[K, V]) at(k K, make func() V) V {
	if b.values == nil {
		b.values = map[K]V{}
	}
	v, known := b.values[k]
	if !known {
		v = make()
		b.keys = append(b.keys, k)
		b.values[k] = v
	}
	return v
}

// straightLining finds respondents who gave every question the same level.
func straightLining(r *rubric.Rubric, answers []questionnaire.Answer, found *diag.List) {
	type line struct {
		first *questionnaire.Answer
		n     int
		mixed bool
	}
	var lines byOrder[who, *line]
	for i := range answers {
		a := &answers[i]
		n := r.Indicator(a.Indicator)
		if a.Claim.State != questionnaire.Known || n == nil || len(n.Levels) < 2 {
			continue
		}
		l := lines.at(who{a.Agency, a.Respondent, a.Role}, func() *line { return &line{first: a} })
		l.n++
		l.mixed = l.mixed || a.Claim.Number > l.first.Claim.Number || a.Claim.Number < l.first.Claim.Number
	}
	for _, k := range lines.keys {
		if l := lines.values[k]; l.n >= straightLine && !l.mixed {
			d := ruleStraight.At(l.first.Place).About(k.agency).Saw(number(l.first.Claim.Number))
			d.Count = l.n
			found.Add(d)
		}
	}
}

// cell is one indicator (and item) of one agency.
type cell struct{ agency, indicator, item string }

// unproven compares levels with the evidence shown for them. Where nobody shows any evidence, it was not asked for.
func unproven(r *rubric.Rubric, answers []questionnaire.Answer, evidence []questionnaire.Evidence, found *diag.List) {
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
		first *questionnaire.Answer
		seen  map[cell]bool
	}
	var without, above byOrder[string, *gap]
	for i := range answers {
		a := &answers[i]
		n := r.Indicator(a.Indicator)
		if a.Claim.State != questionnaire.Known || n == nil || len(n.Levels) == 0 || a.Claim.Number <= n.Levels[0].Level {
			continue
		}
		at := cell{a.Agency, a.Indicator, a.Item}
		level, levelled := proven[at]
		into := (*byOrder[string, *gap])(nil)
		switch {
		case !shown[at]:
			into = &without
		case levelled && a.Claim.Number > level:
			into = &above
		default:
			continue
		}
		g := into.at(a.Agency, func() *gap { return &gap{a, map[cell]bool{}} })
		g.seen[at] = true
	}
	for _, report := range []struct {
		rule diag.Rule
		gaps byOrder[string, *gap]
	}{{ruleNoEvidence, without}, {ruleUnsupported, above}} {
		for _, agency := range report.gaps.keys {
			g := report.gaps.values[agency]
			d := report.rule.At(g.first.Place).About(agency).Saw(g.first.Indicator)
			d.Count = len(g.seen)
			found.Add(d)
		}
	}
}

// contradictions finds indicators on which the respondents of an agency differ by half the levels or more.
func contradictions(r *rubric.Rubric, answers []questionnaire.Answer, found *diag.List) {
	type span struct {
		low, high *questionnaire.Answer
	}
	var spans byOrder[cell, *span]
	for i := range answers {
		a := &answers[i]
		n := r.Indicator(a.Indicator)
		if a.Claim.State != questionnaire.Known || a.Respondent == "" || n == nil || len(n.Levels) < 2 {
			continue
		}
		s := spans.at(cell{a.Agency, a.Indicator, a.Item}, func() *span { return &span{a, a} })
		if a.Claim.Number < s.low.Claim.Number {
			s.low = a
		}
		if a.Claim.Number > s.high.Claim.Number {
			s.high = a
		}
	}
	type disputed struct {
		worst *span
		n     int
	}
	var agencies byOrder[string, *disputed]
	for _, k := range spans.keys {
		s := spans.values[k]
		low, high := r.Indicator(k.indicator).LevelSpan()
		gap := s.high.Claim.Number - s.low.Claim.Number
		if gap <= (high-low)/2 {
			continue
		}
		d := agencies.at(k.agency, func() *disputed { return &disputed{worst: s} })
		d.n++
		if gap > d.worst.high.Claim.Number-d.worst.low.Claim.Number {
			d.worst = s
		}
	}
	for _, agency := range agencies.keys {
		a := agencies.values[agency]
		d := ruleContradict.At(a.worst.low.Place).About(agency).Saw(a.worst.low.Indicator).
			Allows(number(a.worst.low.Claim.Number) + "–" + number(a.worst.high.Claim.Number)).See(a.worst.high.Place)
		d.Count = a.n
		found.Add(d)
	}
}

// severalAgencies finds respondents who answered for more than one agency.
func severalAgencies(answers []questionnaire.Answer, found *diag.List) {
	var first byOrder[string, *questionnaire.Answer]
	told := map[[2]string]bool{}
	ofOne := formsOfOne(answers)
	for i := range answers {
		a := &answers[i]
		if a.Respondent == "" || a.Place.File == "" {
			continue
		}
		// Codes such as P1 are common to many agencies' own lists; within one file they are one person.
		key := a.Place.File + "\x00" + a.Respondent
		before := first.at(key, func() *questionnaire.Answer { return a })
		pair := [2]string{key, a.Agency}
		if before.Agency == a.Agency || told[pair] || !ofOne[a.Place.File] {
			continue
		}
		told[pair] = true
		found.Add(ruleTwoAgencies.At(a.Place).About(a.Agency).Saw(before.Agency).See(before.Place))
	}
}

// formsOfOne tells which files are the form of one agency: nearly all of their answers are about it. A table of all
// agencies says nothing about who filled in for whom.
func formsOfOne(answers []questionnaire.Answer) map[string]bool {
	counts := map[string]map[string]int{}
	for i := range answers {
		file := answers[i].Place.File
		if counts[file] == nil {
			counts[file] = map[string]int{}
		}
		counts[file][answers[i].Agency]++
	}
	one := map[string]bool{}
	for file, agencies := range counts {
		most, total := 0, 0
		for _, n := range agencies {
			most, total = max(most, n), total+n
		}
		one[file] = float64(most) >= 0.8*float64(total)
	}
	return one
}

func number(x float64) string { return form.LevelCode(x) }
