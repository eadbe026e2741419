package plan

import (
	"siap/rubric"
)

// heightTolerance is the difference up to which two heights on a scale, 0 to 1, are the same.
const heightTolerance = 1e-9

// addNeeds works out what each step of a unit needs of the units it depends on, and takes away the steps that need what
// cannot be had.
func (p *problem) addNeeds() {
	if p.options.Prerequisites == Ignore {
		return
	}
	byNode := map[*rubric.Node]*leaf{}
	for _, l := range p.leaves {
		byNode[l.node] = l
	}
	type demand struct {
		of   int
		leaf *leaf
		row  int
	}
	var demands []demand
	for i, u := range p.units {
		for _, id := range u.leaf.node.DependsOn {
			l := byNode[p.layout.Rubric().Indicator(id)]
			if l == nil || l.state == notApplicable {
				continue
			}
			if len(l.rows) == 0 || l.state == isAssumed {
				p.doubtful = true // nobody knows whether it stands high enough
				continue
			}
			for r := range l.rows {
				if sameRows(u.leaf, l) && l.rows[r].item != u.item {
					continue // each service needs the same service
				}
				demands = append(demands, demand{i, l, r})
			}
		}
	}
	// What cannot be had takes steps away, which may take others away in turn.
	for changed := true; changed; {
		changed = false
		for _, d := range demands {
			u := p.units[d.of]
			for k := range u.steps {
				if p.least(u, k+1, d.leaf, d.row) < 0 {
					p.leave(u.leaf, u.item, "prerequisite")
					u.steps, changed = u.steps[:k], true
					break
				}
			}
		}
	}
	for _, d := range demands {
		row := d.leaf.rows[d.row]
		if row.unit < 0 {
			continue // it stands high enough for every step that is left
		}
		u := p.units[d.of]
		n := need{of: d.of, on: row.unit, least: make([]int, len(u.steps)+1)}
		needed := false
		for k := range u.steps {
			n.least[k+1] = p.least(u, k+1, d.leaf, d.row)
			needed = needed || n.least[k+1] > 0
		}
		if needed {
			p.needs = append(p.needs, n)
		}
	}
	p.total = 0
	for _, u := range p.units {
		for _, s := range u.steps {
			p.total += s.units
		}
	}
}

// sameRows reports whether two indicators repeat over the same rows.
func sameRows(a, b *leaf) bool {
	if a.node.Repeats == "" || b.node.Repeats == "" || len(a.rows) != len(b.rows) {
		return false
	}
	for i := range a.rows {
		if a.rows[i].item != b.rows[i].item {
			return false
		}
	}
	return true
}

// least gives the step at which a row must stand for a unit to stand at one of its own: 0 where it stands high enough as
// it is, −1 where it never does.
func (p *problem) least(u *unit, at int, l *leaf, row int) int {
	wanted := heightTolerance // Started: above the bottom
	if p.options.Prerequisites == Level {
		wanted = p.height(u.leaf, u.steps[at-1].Score) - heightTolerance
	}
	r := l.rows[row]
	if p.height(l, r.value) > wanted {
		return 0
	}
	if r.unit < 0 {
		return -1
	}
	for k, s := range p.units[r.unit].steps {
		if p.height(l, s.Score) > wanted {
			return k + 1
		}
	}
	return -1
}

// height is how high a score stands on the scale of an indicator, 0 to 1.
func (p *problem) height(l *leaf, score float64) float64 {
	scale := p.tree.ScaleOf(l.at)
	return (score - scale.Min) / (scale.Max - scale.Min)
}
