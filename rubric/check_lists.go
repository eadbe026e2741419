package rubric

import "math"

// span wants a scale; without one nothing can be said of what lies on it.
func (c *checker) span(at spot) {
	s := c.scale
	if s == (Scale{}) {
		c.report(ruleMissing, at)
		c.scale = Scale{Min: math.NaN(), Max: math.NaN()}
		return
	}
	c.finite(s.Min, at.key("min"))
	c.finite(s.Max, at.key("max"))
	if s.Min >= s.Max {
		c.report(ruleScale, at).Saw(number(s.Min) + "–" + number(s.Max))
	}
}

// within is a scale in words for messages.
func within(s Scale) string { return number(s.Min) + "–" + number(s.Max) }

// bands wants categories that cover the scale from its bottom, each beginning above the one before.
func (c *checker) bands(bands []Band, at spot, s Scale) {
	ids := make([]string, len(bands))
	for i, b := range bands {
		here := at.item(i, b.ID)
		from := here.key("from")
		ids[i] = b.ID
		c.id(b.ID, here.key("id"), partID)
		c.translated(b.Title, here.key("title"))
		if !c.finite(b.From, from) {
			continue
		}
		switch {
		case i == 0 && (b.From < s.Min || b.From > s.Min):
			c.report(ruleFirstBand, from).Saw(number(b.From)).Allows(number(s.Min))
		case i > 0 && b.From <= bands[i-1].From:
			c.report(ruleBandOrder, from).Saw(number(b.From)).Allows("> " + number(bands[i-1].From))
		}
		// Closed below, a band from the very top still holds the top; closed above, it would hold nothing.
		if b.From > s.Max || (b.From == s.Max && c.r.BandEdge == EdgeUpper) {
			c.report(ruleBandBeyond, from).Saw(number(b.From)).Allows(within(s))
		}
	}
	c.unique(ids, at)
}

func (c *checker) roleList() {
	at := spot{}.key("roles")
	for i, role := range c.r.Roles {
		here := at.item(i, role.ID)
		c.id(role.ID, here.key("id"), partID)
		c.translated(role.Title, here.key("title"))
		c.weight(role.Weight, here.key("weight"))
	}
	c.unique(c.roles.list, at)
}

// views checks the second views and their tags.
func (c *checker) views() {
	at := spot{}.key("views")
	ids := make([]string, len(c.r.Views))
	first := map[string]spot{}
	for i, v := range c.r.Views {
		here := at.item(i, v.ID)
		ids[i] = v.ID
		c.id(v.ID, here.key("id"), partID)
		c.translated(v.Title, here.key("title"))
		c.translatedIfGiven(v.Description, here.key("description"))
		if len(v.Tags) == 0 {
			c.report(ruleMissing, here.key("tags"))
		}
		for k, t := range v.Tags {
			tag := here.key("tags").item(k, t.ID)
			c.id(t.ID, tag.key("id"), partID)
			c.translated(t.Title, tag.key("title"))
			c.translatedIfGiven(t.Description, tag.key("description"))
			if before, taken := first[t.ID]; taken && t.ID != "" {
				c.report(ruleSameID, tag.key("id")).Saw(t.ID).See(c.positions.Of(before.path))
				continue
			}
			first[t.ID] = tag.key("id")
		}
	}
	c.unique(ids, at)
}

// idle warns of metrics that no indicator uses, of roles that nobody asks and of tags that nothing carries.
func (c *checker) idle() {
	if c.tainted["children"] {
		return // what could not be read may well have used them
	}
	for i, m := range c.r.Metrics {
		if m.ID != "" && !c.used["metric:"+m.ID] {
			c.report(ruleIdleMetric, spot{}.key("metrics").item(i, m.ID)).Saw(m.ID)
		}
	}
	for i, v := range c.r.Views {
		for k, t := range v.Tags {
			if t.ID != "" && !c.used["tag:"+t.ID] {
				c.report(ruleIdleTag, spot{}.key("views").item(i, v.ID).key("tags").item(k, t.ID)).Saw(t.ID)
			}
		}
	}
	for i, role := range c.r.Roles {
		if role.ID != "" && !c.used["role:"+role.ID] && !c.used["role:"] {
			c.report(ruleIdleRole, spot{}.key("roles").item(i, role.ID)).Saw(role.ID)
		}
	}
}
