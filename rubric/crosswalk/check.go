package crosswalk

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
)

// checker walks a crosswalk and reports. Its comparisons are written so that NaN, which stands for a number that
// could not be read and was reported then, raises nothing more.
type checker struct {
	c       *Crosswalk
	decoded *rubric.Decoded
	known   Rubrics
	list    *diag.List
	guesses int
	// from and to are the two rubrics; nil where they are not known, so that nothing is measured against them.
	from, to *rubric.Rubric
}

// maxGuesses bounds how often the nearest known word is looked for, for that costs time and nobody reads more.
const maxGuesses = 300

// sumTolerance is by how much strengths may add up to more than the whole, for decimals seldom add up exactly.
const sumTolerance = 1e-9

var crosswalkID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

func (k *checker) check() {
	c := k.c
	if k.needs(c.Schema, "schema") && c.Schema != Schema {
		k.report(ruleSchema, "schema", "schema").Saw(c.Schema).Allows(Schema)
	}
	if k.needs(c.ID, "id") && !crosswalkID.MatchString(c.ID) {
		k.report(ruleID, "id", "id").Saw(c.ID).Allows(crosswalkID.String())
	}
	k.needs(c.Version, "version")
	k.translated(c.Title, "title", "title")
	k.translated(c.Note, "note", "note")
	k.from = k.end(c.From, "from")
	k.to = k.end(c.To, "to")
	if c.From.Rubric != "" && c.From.Rubric == c.To.Rubric {
		k.report(ruleItself, "to.rubric", "to.rubric").Saw(c.To.Rubric)
	}
	switch n := len(c.Pairs); {
	case n == 0:
		k.report(ruleNoPairs, "map", "map")
	case n > MaxPairs:
		k.report(ruleTooMany, "map", "map").Saw(strconv.Itoa(n)).Allows(strconv.Itoa(MaxPairs))
		return
	}
	first := map[[2]string]int{}
	for i := range c.Pairs {
		k.pair(i, first)
	}
	k.sums()
	k.unmapped()
}

// unmapped wants indicators that stand in no pair, each named once and from one side.
func (k *checker) unmapped() {
	mapped := map[string]string{} // the path of where an indicator stands, by side and id
	for i, p := range k.c.Pairs {
		mapped["from "+p.From], mapped["to "+p.To] = pairPath(i), pairPath(i)
	}
	if n := len(k.c.Unmapped); n > MaxPairs {
		k.report(ruleTooMany, "unmapped", "unmapped").Saw(strconv.Itoa(n)).Allows(strconv.Itoa(MaxPairs))
		return
	}
	for i := range k.c.Unmapped {
		one, at := &k.c.Unmapped[i], "unmapped["+strconv.Itoa(i)+"]"
		side, id, r := "from", &one.From, k.from
		if one.From == "" {
			side, id, r = "to", &one.To, k.to
		}
		k.indicator(r, id, at+"."+side)
		k.translated(one.Reason, at+".reason", *id)
		if one.From != "" && one.To != "" {
			k.report(ruleUnmapped, at+".to", one.To).Saw(one.From).See(k.decoded.Positions.Of(at + ".from"))
		} else if before, is := mapped[side+" "+*id]; is {
			k.report(ruleUnmapped, at, *id).Saw(*id).See(k.decoded.Positions.Of(before))
		}
		mapped[side+" "+*id] = at
	}
}

// end checks one of the two rubrics and opens it.
func (k *checker) end(e End, at string) *rubric.Rubric {
	if !k.needs(e.Rubric, at+".rubric") {
		return nil
	}
	r := k.known.Open(e.Rubric)
	if r == nil {
		k.report(ruleRubric, at+".rubric", at+".rubric").Saw(e.Rubric).Allows(strings.Join(k.known.IDs, ", ")).
			Near(k.near(e.Rubric, k.known.IDs))
		return nil
	}
	if e.Version != "" && e.Version != r.Version {
		k.report(ruleVersion, at+".version", e.Rubric).Saw(e.Version).Allows(r.Version)
	}
	return r
}

// pair checks one pair; first tells where each pair of indicators stood first.
func (k *checker) pair(i int, first map[[2]string]int) {
	p := &k.c.Pairs[i]
	at := pairPath(i)
	name := p.From + " → " + p.To
	from := k.indicator(k.from, &p.From, at+".from")
	to := k.indicator(k.to, &p.To, at+".to")
	if both := [2]string{p.From, p.To}; p.From != "" && p.To != "" {
		if before, twice := first[both]; twice {
			k.report(rulePairTwice, at, name).See(k.decoded.Positions.Of(pairPath(before)))
		} else {
			first[both] = i
		}
	}
	k.strengths(p, at, name)
	if len(p.Levels) > 0 {
		k.levels(p, at+".levels", name, from, to)
	}
	k.translated(p.Reason, at+".reason", name)
}

// indicator finds an indicator by its id or official number and puts the id in its place.
func (k *checker) indicator(r *rubric.Rubric, name *string, at string) *rubric.Node {
	if !k.needs(*name, at) || r == nil {
		return nil
	}
	n := r.Node(*name)
	switch {
	case n == nil:
		var ids []string
		if k.guesses < maxGuesses {
			for _, one := range r.Indicators() {
				ids = append(ids, one.ID)
			}
		}
		k.report(ruleIndicator, at, r.ID).Saw(*name).Near(k.near(*name, ids))
		return nil
	case !n.IsIndicator():
		k.report(ruleNotALeaf, at, r.ID).Saw(*name)
		return nil
	}
	*name = n.ID
	return n
}

// strengths checks the kind of a pair and the share in each direction.
func (k *checker) strengths(p *Pair, at, name string) {
	if p.Kind != Equal && p.Kind != Part {
		if k.needs(string(p.Kind), at+".kind") {
			words := []string{string(Equal), string(Part)}
			k.report(ruleEnum, at+".kind", name).Saw(string(p.Kind)).Allows(strings.Join(words, ", ")).
				Near(k.near(string(p.Kind), words))
		}
		return
	}
	for _, s := range []struct {
		key   string
		value float64
	}{{"strength", p.Strength}, {"back", p.Back}} {
		switch {
		case s.value < 0 || s.value > 1:
			k.report(ruleStrength, at+"."+s.key, name).Saw(canonical(s.value)).Allows("0–1")
		case p.Kind == Equal && s.value < 1:
			k.report(ruleEqual, at+"."+s.key, name).Saw(canonical(s.value)).Allows("1")
		}
	}
	if _, said := k.decoded.Positions[at+".strength"]; !said && p.Kind == Part {
		k.report(ruleMissing, at+".strength", name+".strength")
	} else if p.Kind == Part && p.Strength == 0 && p.Back == 0 {
		k.report(ruleStrength, at+".strength", name).Saw("0").Allows("> 0")
	}
}

// levels wants a table that rises on both sides, so that it can be read both ways, within the two scales.
func (k *checker) levels(p *Pair, at, name string, from, to *rubric.Node) {
	if len(p.Levels) < 2 {
		k.report(ruleFewLevels, at, name).Saw(strconv.Itoa(len(p.Levels))).Allows("≥ 2")
	}
	for i, l := range p.Levels {
		here := at + "[" + strconv.Itoa(i) + "]"
		for _, s := range []struct {
			key    string
			value  float64
			before func(Step) float64
			node   *rubric.Node
		}{
			{"from", l.From, func(s Step) float64 { return s.From }, from},
			{"to", l.To, func(s Step) float64 { return s.To }, to},
		} {
			place := here + "." + s.key
			if _, said := k.decoded.Positions[place]; !said {
				k.report(ruleMissing, place, name+".levels."+s.key)
				continue
			}
			if i > 0 && s.value <= s.before(p.Levels[i-1]) {
				k.report(ruleLevelOrder, place, name).Saw(canonical(s.value)).Allows("> " + canonical(s.before(p.Levels[i-1])))
			}
			if s.node == nil {
				continue
			}
			if span := s.node.Span(); s.value < span.Min || s.value > span.Max {
				k.report(ruleLevelScale, place, name).Saw(canonical(s.value)).Allows(canonical(span.Min) + "–" + canonical(span.Max))
			}
		}
	}
}

// sums warns of indicators of which more than the whole is answered.
func (k *checker) sums() {
	for _, s := range []struct {
		of       func(Pair) (string, float64)
		key, way string
	}{
		{func(p Pair) (string, float64) { return p.To, p.Strength }, "strength", k.c.To.Rubric},
		{func(p Pair) (string, float64) { return p.From, p.Back }, "back", k.c.From.Rubric},
	} {
		sums, last := map[string]float64{}, map[string]int{}
		for i, p := range k.c.Pairs {
			id, strength := s.of(p)
			sums[id] += strength
			if strength > 0 {
				last[id] = i
			}
		}
		for i, p := range k.c.Pairs { // at the last pair, so that the order is the file's
			id, _ := s.of(p)
			if at, some := last[id]; some && at == i && sums[id] > 1+sumTolerance {
				sum := strconv.FormatFloat(math.Round(sums[id]*1e6)/1e6, 'f', -1, 64)
				k.report(ruleMoreThan1, pairPath(i)+"."+s.key, s.way+": "+id).Saw(sum).Allows("≤ 1")
			}
		}
	}
}

// report adds a finding about the part at a path, unless that part could not even be read and was reported then.
func (k *checker) report(rule diag.Rule, path, about string) *diag.Diagnostic {
	d := rule.At(k.decoded.Positions.Of(path)).About(about)
	if !k.decoded.Faulty(path) {
		k.list.Add(d)
	}
	return d
}

// needs reports a text that must be there and is not.
func (k *checker) needs(s, path string) bool {
	if strings.TrimSpace(s) == "" {
		k.report(ruleMissing, path, path)
		return false
	}
	return true
}

// translated wants a text in both languages.
func (k *checker) translated(t rubric.Text, path, about string) {
	missing := []string{}
	if strings.TrimSpace(t.ID) == "" && !k.decoded.Faulty(path+".id") {
		missing = append(missing, "id")
	}
	if strings.TrimSpace(t.EN) == "" && !k.decoded.Faulty(path+".en") {
		missing = append(missing, "en")
	}
	if len(missing) > 0 {
		k.report(ruleTranslation, path, about).Saw(strings.Join(missing, ", "))
	}
}

func (k *checker) near(word string, known []string) string {
	if k.guesses++; k.guesses > maxGuesses {
		return ""
	}
	return nearest.Of(word, known)
}

// pairPath is where a pair stands in its file.
func pairPath(i int) string { return "map[" + strconv.Itoa(i) + "]" }
