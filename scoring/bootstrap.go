package scoring

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// bootstrap draws an agency's evidence anew, as if it had been asked and measured again: its respondents are drawn
// with replacement within each role, the same persons for all indicators, for a person's answers hang together
// (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 8; Davison & Hinkley, Bootstrap Methods and their
// Application, 1997, sec. 3.8), and its measurements are moved by their error. What draws cannot move stays as it was
// resolved: whether an indicator applies, which items are known, a claim of a role of which nobody was drawn who
// answered it.
type bootstrap struct {
	// roles are the respondents by role: role k has those from roles[k] up to roles[k+1].
	roles   []int
	median  bool
	leaves  []drawnLeaf
	persons int
	gauged  bool
	// deck is nil where the ways to draw are many.
	deck *deck
}

// drawnLeaf is one indicator whose value a draw can move.
type drawnLeaf struct {
	// indicator is its place among the rubric's indicators.
	indicator int
	items     []drawnItem
	// rows is how many known items share the value.
	rows     float64
	own      line
	gauge    *gauge
	measured measuredWithin
	// fixed is the value of all items that no draw moves, summed.
	fixed float64
}

// drawnItem is what several people said of one item.
type drawnItem struct {
	parts []rolePart
	// value is the claim as it was resolved, for draws in which nobody who answered it is among those drawn.
	value float64
}

// rolePart is what the people of one role said, each as a person's place and value.
type rolePart struct {
	weight float64
	said   []said
}

type said struct {
	person int
	value  float64
}

// measuredWithin is a measurement and how far it may be off.
type measuredWithin struct {
	value, window float64
	// sd is the standard deviation of a normal error, bound the half-width of a uniform one, both in the metric's unit.
	sd, bound float64
}

// varies reports whether a draw can move the measurement.
func (m measuredWithin) varies() bool { return m.sd > 0 || m.bound > 0 }

// score draws the measured score; unknown where nothing valid was measured.
func (m measuredWithin) score(g *gauge, own line, random *rand.Rand) float64 {
	x := m.value
	if !composite.IsKnown(x) {
		return x
	}
	if m.sd > 0 {
		x += m.sd * random.NormFloat64()
	}
	if m.bound > 0 {
		x += m.bound * (2*random.Float64() - 1)
	}
	if g.line != nil {
		own = g.line
	}
	return own.Score(x)
}

// bootstrapOf lays out what draws can move of an agency; nil where they can move nothing. cells are its
// resolved indicators.
func (s *scorer) bootstrapOf(u int, cells []resolved) *bootstrap {
	b := &bootstrap{median: s.options.Combine == CombineMedian}
	person := b.number(s.people(u))
	for i, n := range s.evidence.indicators {
		cell := &cells[i]
		answers, m := s.at(u, i)
		if cell.notApplicable || cell.assumed || cell.known == 0 || derived(answers) {
			continue
		}
		leaf := drawnLeaf{indicator: i, own: s.fittedLines[i], gauge: s.evidence.gauges[i], measured: measuredWithin{value: composite.Unknown}}
		if leaf.gauge != nil && m != nil {
			leaf.measured = within(leaf.gauge, m)
		}
		s.items(u, i, n, person, &leaf)
		if len(leaf.items) > 0 || (leaf.measured.varies() && leaf.gauge.measure.Rule != rubric.RuleClaim) {
			b.leaves = append(b.leaves, leaf)
			b.gauged = b.gauged || leaf.measured.varies()
		}
	}
	if len(b.leaves) == 0 {
		return nil
	}
	return b
}

// people are the respondents of an agency, each as role and code, in order.
func (s *scorer) people(u int) [][2]string {
	var all [][2]string
	there := map[[2]string]bool{}
	for i := range s.evidence.indicators {
		answers, _ := s.at(u, i)
		for _, a := range answers {
			if one := [2]string{a.Role, a.Respondent}; !there[one] {
				there[one] = true
				all = append(all, one)
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return all
}

// person gives the role and the code of a respondent by place.
func (s *scorer) person(u, place int) [2]string { return s.people(u)[place] }

// number numbers the respondents by role, and gives their places.
func (b *bootstrap) number(all [][2]string) map[[2]string]int {
	place := make(map[[2]string]int, len(all))
	for k, one := range all {
		if k == 0 || one[0] != all[k-1][0] {
			b.roles = append(b.roles, k)
		}
		place[one] = k
	}
	b.roles = append(b.roles, len(all))
	b.persons = len(all)
	return place
}

// items lays out the items of one indicator: those on which people differ are drawn, the others have one value.
func (s *scorer) items(u, i int, n *rubric.Node, person map[[2]string]int, leaf *drawnLeaf) {
	answers, _ := s.at(u, i)
	claims := s.claims(u, i)
	if len(claims) == 0 {
		claims = []claim{{value: composite.Unknown}} // measured only
	}
	for _, c := range claims {
		score := leaf.own.Score(c.value)
		value, applicable := (&resolved{measured: leaf.measured.resolved(leaf)}).row(c, score, leaf.gauge)
		if !applicable || !composite.IsKnown(value) {
			continue
		}
		leaf.rows++
		if c.n < 2 || c.low == c.high || s.basis == result.Accepted || n.Asked() == rubric.Date {
			if leaf.measured.varies() && leaf.gauge.measure.Rule != rubric.RuleClaim {
				leaf.items = append(leaf.items, drawnItem{value: c.value})
				continue
			}
			leaf.fixed += value
			continue
		}
		leaf.items = append(leaf.items, drawnItem{
			parts: s.parts(answers, c.item, perAgency(n, s.agencies.All()[u]), person), value: c.value,
		})
	}
	if !slices.ContainsFunc(leaf.items, func(it drawnItem) bool { return len(it.parts) > 0 }) && !leaf.measured.varies() {
		leaf.items = nil
	}
}

// resolved is the measured score without any error.
func (m measuredWithin) resolved(leaf *drawnLeaf) float64 {
	if leaf.gauge == nil {
		return composite.Unknown
	}
	exact := m
	exact.sd, exact.bound = 0, 0
	return exact.score(leaf.gauge, leaf.own, nil)
}

// parts sorts what was said of an item by role; factor makes it per head of something.
func (s *scorer) parts(answers []*questionnaire.Answer, item string, factor float64, person map[[2]string]int) []rolePart {
	var parts []rolePart
	role := ""
	for _, a := range answers {
		v := valueOn(a, s.basis)
		if a.Item != item || v.State != questionnaire.Known {
			continue
		}
		if len(parts) == 0 || a.Role != role {
			weight, known := s.options.RoleWeights[a.Role]
			if !known {
				weight = 1
			}
			parts, role = append(parts, rolePart{weight: weight}), a.Role
		}
		last := &parts[len(parts)-1]
		last.said = append(last.said, said{person[[2]string{a.Role, a.Respondent}], v.Number * factor})
	}
	return parts
}

// within is a valid measurement with its error; unknown where it is not valid.
func within(g *gauge, m *telemetry.Measurement) measuredWithin {
	out := measuredWithin{value: g.value(m), window: m.Coverage}
	if !composite.IsKnown(out.value) {
		return out
	}
	out.sd = g.measure.Error
	out.bound = m.ErrorBound * max(out.value, -out.value)
	return out
}

// ask draws who is asked, and how many times each; nobody is drawn anew where respondents is nil. times has room for
// one number for each person.
func (b *bootstrap) ask(times []int32, respondents *rand.Rand) {
	if respondents == nil {
		for k := range b.persons {
			times[k] = 1
		}
		return
	}
	clear(times[:b.persons])
	for k := range len(b.roles) - 1 {
		first, n := b.roles[k], b.roles[k+1]-b.roles[k]
		for range n {
			times[first+respondents.IntN(n)]++
		}
	}
}

// with writes the values of one draw over those of the agency's indicators, which are in the order of the rubric, for
// those who were asked so many times; measurement is nil where that is not varied.
func (b *bootstrap) with(values []float64, times []int32, measurement *rand.Rand) {
	for k := range b.leaves {
		leaf := &b.leaves[k]
		measured := composite.Unknown
		if leaf.gauge != nil {
			m := leaf.measured
			if measurement == nil {
				m.sd, m.bound = 0, 0
			}
			measured = m.score(leaf.gauge, leaf.own, measurement)
		}
		sum := leaf.fixed
		for j := range leaf.items {
			score := leaf.own.Score(leaf.items[j].claim(times, b.median))
			if leaf.gauge != nil {
				score, _ = leaf.gauge.reconcile(score, measured, leaf.measured.window)
			}
			sum += score
		}
		values[leaf.indicator] = sum / leaf.rows
	}
}

// claim combines what those who were drawn said of an item, as Options.combine does for all.
func (it *drawnItem) claim(times []int32, byMedian bool) float64 {
	if byMedian {
		return it.median(times)
	}
	total, weights := 0.0, 0.0
	for k := range it.parts {
		sum, n := 0.0, 0.0
		for _, s := range it.parts[k].said {
			t := float64(times[s.person])
			sum += t * s.value
			n += t
		}
		if n > 0 {
			total += it.parts[k].weight * (sum / n)
			weights += it.parts[k].weight
		}
	}
	if weights > 0 {
		return total / weights
	}
	return it.value
}

// median is the median of what those who were drawn said.
func (it *drawnItem) median(times []int32) float64 {
	var values []given
	for k := range it.parts {
		for _, s := range it.parts[k].said {
			for range times[s.person] {
				values = append(values, given{value: s.value})
			}
		}
	}
	if len(values) == 0 {
		return it.value
	}
	return median(values)
}
