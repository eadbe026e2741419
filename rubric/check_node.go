package rubric

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// tree checks nodes and all below them. parent is nil for the dimensions; above is the parent's scale.
func (c *checker) tree(nodes []*Node, at spot, parent *Node, above Scale) {
	for i, n := range nodes {
		if n == nil {
			continue
		}
		here := at.child(i, n.ID)
		span := above
		if n.Scale != nil {
			span = *n.Scale
			c.ownScale(n, here.key("scale"), parent)
		}
		c.node(n, here, span)
		if n.Repeats == RepeatRows && !c.arithmetic(parent) {
			c.report(ruleRowsArithmetic, here.key("repeats"))
		}
		if !n.IsIndicator() {
			c.family(n, n.Children, here, n.Weight)
			c.tree(n.Children, here, n, span)
		}
	}
}

func (c *checker) arithmetic(parent *Node) bool {
	how, _ := c.r.Combines(parent)
	return how == Arithmetic
}

// node checks one node of the tree, whose scores lie on span.
func (c *checker) node(n *Node, at spot, span Scale) {
	c.id(n.ID, at.key("id"), partID)
	if first := c.ids[n.ID]; n.ID != "" && first.path != at.key("id").path {
		c.report(ruleSameID, at.key("id")).Saw(n.ID).See(c.positions.Of(first.path))
	}
	c.code(n, at.key("code"))
	c.translated(n.Title, at.key("title"))
	c.translatedIfGiven(n.Description, at.key("description"))
	c.nodeWeight(n, at.key("weight"))
	if n.MinCoverage != nil {
		c.share(*n.MinCoverage, at.key("min_coverage"))
	}
	c.bands(n.Bands, at.key("bands"), span)
	c.bands(n.Verdicts, at.key("verdicts"), span)
	c.filled(n.Law, at.key("law"))
	for i, t := range n.Tags {
		c.used["tag:"+t] = true
		if !c.tags.set[t] && !c.tainted["views"] {
			c.report(ruleTag, at.key("tags").item(i, "")).Saw(t).Allows(brief(c.tags.list)).Near(c.guess.near(t, c.tags.list))
		}
	}
	if len(n.Tags) > 0 && span != c.scale && !c.spoiled("scale") {
		c.report(ruleOneScale, at.key("tags")).Saw(within(span)).Allows(within(c.scale))
	}
	if n.IsIndicator() && !c.tainted[at.key("children").path] {
		c.indicator(n, at, span)
		if n.Aggregate != "" || n.Power != nil {
			c.report(ruleNotForAggregate, at.key("aggregate")).Saw(string(n.Aggregate))
		}
		return
	}
	for _, key := range indicatorKeys(n) {
		c.report(ruleNotForNode, at.key(key))
	}
}

// code is an official number: it must name one node only, and must not be another's id.
func (c *checker) code(n *Node, at spot) {
	if n.Code == "" {
		return
	}
	if first, taken := c.codes[n.Code]; taken {
		c.report(ruleSameCode, at).Saw(n.Code).See(c.positions.Of(first.path))
	} else {
		c.codes[n.Code] = at
	}
	if other, taken := c.ids[n.Code]; taken && n.Code != n.ID {
		c.report(ruleCodeIsID, at).Saw(n.Code).See(c.positions.Of(other.path))
	}
}

// indicatorKeys lists the keys in use that only an indicator may have.
func indicatorKeys(n *Node) []string {
	var keys []string
	for _, k := range []struct {
		key  string
		used bool
	}{
		{"question", n.Question != (Text{})},
		{"asked_of", len(n.AskedOf) > 0},
		{"levels", len(n.Levels) > 0},
		{"evidence", n.Evidence != (Text{})},
		{"actions", len(n.Actions) > 0},
		{"depends_on", len(n.DependsOn) > 0},
		{"applies_to", len(n.AppliesTo) > 0},
		{"repeats", n.Repeats != ""},
		{"measure", n.Measure != nil},
		{"answer", n.Answer != nil},
		{"cumulative", n.Cumulative},
		{"unit", n.Unit != ""},
		{"direction", n.Direction != ""},
		{"score", n.Score != nil},
		{"external", n.External != nil},
	} {
		if k.used {
			keys = append(keys, k.key)
		}
	}
	return keys
}

func (c *checker) indicator(n *Node, at spot, span Scale) {
	asked := n.Asked() != NotAsked
	measured := n.Measure != nil && n.Measure.Rule != RuleClaim
	unread := c.tainted[at.key("levels").path] || c.tainted[at.key("measure").path] || c.tainted[at.key("answer").path]
	if !asked && !measured && !unread {
		c.report(ruleUnanswerable, at)
	}
	if asked {
		c.translated(n.Question, at.key("question"))
	} else {
		c.translatedIfGiven(n.Question, at.key("question"))
	}
	if len(n.Levels) > 0 {
		c.levels(n.Levels, at.key("levels"), span)
	}
	c.answer(n, at)
	c.scored(n, at, span)
	if n.Cumulative && len(n.Levels) == 0 {
		c.report(ruleCumulative, at.key("cumulative"))
	}
	c.external(n, at.key("external"), span)
	c.translatedIfGiven(n.Evidence, at.key("evidence"))
	c.actions(n, at.key("actions"))
	c.askedOf(n, at.key("asked_of"), asked)
	c.dependsOn(n, at.key("depends_on"))
	c.appliesTo(n, at.key("applies_to"))
	if n.Repeats != "" {
		oneOf(c, n.Repeats, at.key("repeats"), RepeatRows, RepeatMean)
	}
	if n.Measure != nil {
		c.measure(n, at.key("measure"), span)
	}
	c.reachable(n, at, span)
}

func (c *checker) levels(levels []Level, at spot, s Scale) {
	if len(levels) < 2 {
		c.report(ruleFewLevels, at).Saw(strconv.Itoa(len(levels))).Allows("≥ 2")
	}
	for i, l := range levels {
		here := at.item(i, "")
		value := here.key("level")
		c.translated(l.Text, here.key("text"))
		c.translatedIfGiven(l.Evidence, here.key("evidence"))
		if !c.finite(l.Level, value) {
			continue
		}
		if l.Level < s.Min || l.Level > s.Max {
			c.report(ruleLevelOutside, value).Saw(number(l.Level)).Allows(within(s))
		}
		if i > 0 && l.Level <= levels[i-1].Level {
			c.report(ruleLevelOrder, value).Saw(number(l.Level)).Allows("> " + number(levels[i-1].Level))
		}
	}
}

// actions wants each to lead to a level above the lowest, and each such level to be led to.
func (c *checker) actions(n *Node, at spot) {
	reached := map[float64]bool{}
	var above names
	for _, l := range n.Levels[min(1, len(n.Levels)):] {
		above.add(number(l.Level))
	}
	for i, a := range n.Actions {
		here := at.item(i, "")
		c.translated(a.Text, here.key("text"))
		if a.Effort < 1 || a.Effort > 3 {
			c.report(ruleEffort, here.key("effort")).Saw(strconv.Itoa(a.Effort)).Allows("1, 2, 3")
		}
		reached[a.To] = true
		if c.finite(a.To, here.key("to")) && len(n.Levels) > 0 && !above.set[number(a.To)] {
			c.report(ruleActionTo, here.key("to")).Saw(number(a.To)).Allows(brief(above.list))
		}
	}
	if c.tainted[at.path] {
		return
	}
	for _, l := range n.Levels[min(1, len(n.Levels)):] {
		if reached[l.Level] || math.IsNaN(l.Level) {
			continue
		}
		if c.noAction == nil { // said once: a rubric without actions would fill the screen
			c.noAction = c.report(ruleNoAction, at).Saw(number(l.Level))
		}
		c.noAction.Count++
	}
}

func (c *checker) askedOf(n *Node, at spot, asked bool) {
	if asked && len(n.AskedOf) == 0 {
		c.used["role:"] = true // everybody is asked
	}
	for i, role := range n.AskedOf {
		c.used["role:"+role] = true
		if !c.roles.set[role] && !c.tainted["roles"] {
			c.report(ruleAskedOf, at.item(i, "")).Saw(role).
				Allows(brief(c.roles.list)).Near(c.guess.near(role, c.roles.list))
		}
	}
}

func (c *checker) dependsOn(n *Node, at spot) {
	for i, id := range n.DependsOn {
		if !c.indicators.set[id] && !c.tainted["children"] {
			c.report(ruleDependsOn, at.item(i, "")).Saw(id).Near(c.guess.near(id, c.indicators.list))
		}
	}
}

func (c *checker) appliesTo(n *Node, at spot) {
	if n.AppliesTo != nil && len(n.AppliesTo) == 0 {
		c.report(ruleApplies, at)
	}
	for _, column := range slices.Sorted(maps.Keys(n.AppliesTo)) {
		values := n.AppliesTo[column]
		if len(values) == 0 || strings.TrimSpace(column) == "" {
			c.report(ruleApplies, at.key(column))
		}
		c.filled(values, at.key(column))
	}
}

// cycles finds indicators that wait for themselves, over however many others.
func (c *checker) cycles() {
	const busy, done = 1, 2
	state := map[string]int{}
	nodes := map[string]*Node{}
	spots := map[string]spot{}
	c.r.visit(func(n *Node, at spot, _ int) {
		if _, taken := nodes[n.ID]; !taken {
			nodes[n.ID], spots[n.ID] = n, at
		}
	})
	var path []string
	var follow func(id string)
	follow = func(id string) {
		state[id] = busy
		path = append(path, id)
		for i, next := range nodes[id].DependsOn {
			switch {
			case nodes[next] == nil || state[next] == done:
			case state[next] == busy:
				loop := append(slices.Clone(path[slices.Index(path, next):]), next)
				c.report(ruleCycle, spots[id].key("depends_on").item(i, "")).Saw(strings.Join(loop, " → "))
			default:
				follow(next)
			}
		}
		path = path[:len(path)-1]
		state[id] = done
	}
	for _, id := range c.indicators.list {
		if state[id] == 0 {
			follow(id)
		}
	}
}

// brief lists the first of many words.
func brief(words []string) string {
	const most = 12
	if len(words) > most {
		return strings.Join(words[:most], ", ") + ", …"
	}
	return strings.Join(words, ", ")
}
