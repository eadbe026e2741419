package rubric

import (
	"math"
	"strconv"
)

var answerKinds = []AnswerKind{Levels, YesNo, Choice, Multiple, Number, Percentage, Ratio, Date}

// answer checks what kind of answer is asked for, and that nothing of another kind is said beside it.
func (c *checker) answer(n *Node, at spot) {
	here := at.key("answer")
	kind := n.Asked()
	if n.Answer == nil {
		return
	}
	a := n.Answer
	oneOf(c, kind, here.key("kind"), answerKinds...)
	if kind == Levels && len(n.Levels) == 0 && !c.tainted[at.key("levels").path] {
		c.report(ruleFewLevels, here.key("kind")).Saw("0").Allows("≥ 2")
	}
	if kind != Levels && len(n.Levels) > 0 {
		c.report(ruleNotForAnswer, at.key("levels")).Saw(string(kind)).Allows(string(Levels))
	}
	if kind == Choice || kind == Multiple {
		c.options(a.Options, here.key("options"))
	} else if len(a.Options) > 0 {
		c.report(ruleNotForAnswer, here.key("options")).Saw(string(kind)).Allows("choice, multiple")
	}
	if kind == Ratio {
		c.translated(a.Numerator, here.key("numerator"))
		c.translated(a.Denominator, here.key("denominator"))
	} else {
		for key, text := range map[string]Text{"numerator": a.Numerator, "denominator": a.Denominator} {
			if text != (Text{}) {
				c.report(ruleNotForAnswer, here.key(key)).Saw(string(kind)).Allows(string(Ratio))
			}
		}
	}
	c.limits(a, here.key("limits"))
}

// options wants two or more things to choose from, each once.
func (c *checker) options(options []Option, at spot) {
	if len(options) < 2 {
		c.report(ruleFewOptions, at).Saw(strconv.Itoa(len(options))).Allows("≥ 2")
	}
	ids := make([]string, len(options))
	for i, o := range options {
		here := at.item(i, o.ID)
		ids[i] = o.ID
		c.id(o.ID, here.key("id"), optionID)
		c.finite(o.Points, here.key("points"))
		c.translated(o.Text, here.key("text"))
	}
	c.unique(ids, at)
}

func (c *checker) limits(a *Answer, at spot) {
	l := a.Limits
	if l == nil {
		return
	}
	if k := a.Kind; k != Number && k != Percentage && k != Ratio {
		c.report(ruleNotForAnswer, at).Saw(string(k)).Allows("number, percentage, ratio")
		return
	}
	c.given(l.Min, at.key("min"))
	c.given(l.Max, at.key("max"))
	if l.Min != nil && l.Max != nil && *l.Min >= *l.Max {
		c.report(ruleLimits, at).Saw(number(*l.Min) + "–" + number(*l.Max))
	}
}

// given refuses a number that is there and not finite.
func (c *checker) given(x *float64, at spot) bool { return x == nil || c.finite(*x, at) }

func (c *checker) external(n *Node, at spot, span Scale) {
	e := n.External
	if e == nil {
		return
	}
	c.translated(e.Index, at.key("index"))
	c.needs(e.Steward, at.key("steward"))
	if p := e.Placeholder; p != nil && c.finite(*p, at.key("placeholder")) && (*p < span.Min || *p > span.Max) {
		c.report(ruleBeyondScale, at.key("placeholder")).Saw(number(*p)).Allows(within(span))
	}
}

// answerSpan gives the least and the most that an answer can be worth in the indicator's own unit.
func (n *Node) answerSpan() (least, most float64) {
	least, most = math.Inf(-1), math.Inf(1)
	switch n.Asked() {
	case Levels:
		return n.Levels[0].Level, n.Levels[len(n.Levels)-1].Level
	case YesNo:
		return 0, 1
	case Percentage:
		least, most = 0, 100
	case Choice:
		least, most = most, least
		for _, o := range n.Answer.Options {
			least, most = min(least, o.Points), max(most, o.Points)
		}
		return least, most
	case Multiple:
		least, most = 0, 0
		for _, o := range n.Answer.Options {
			least, most = least+min(0, o.Points), most+max(0, o.Points)
		}
		return least, most
	case NotAsked, Number, Ratio, Date:
	}
	if n.Answer != nil && n.Answer.Limits != nil {
		if l := n.Answer.Limits; l.Min != nil {
			least = max(least, *l.Min)
		}
		if l := n.Answer.Limits; l.Max != nil {
			most = min(most, *l.Max)
		}
	}
	return least, most
}
