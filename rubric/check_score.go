package rubric

import (
	"math"
	"slices"
	"strconv"
)

// scored checks how values become scores.
func (c *checker) scored(n *Node, at spot, span Scale) {
	here := at.key("score")
	if n.Direction != "" {
		oneOf(c, n.Direction, at.key("direction"), Up, Down)
	}
	s := n.Scoring()
	directed := s.Method == Goalposts || s.Method.Relative()
	if n.Direction == Down && !directed {
		c.report(ruleDirectionIdle, at.key("direction")).Saw(string(s.Method))
	}
	if n.Score == nil {
		return
	}
	oneOf(c, s.Method, here.key("method"), ScoreMethods()...)
	c.methodKeys(s, here)
	switch s.Method {
	case Goalposts:
		c.goalposts(s, here)
	case ZScore:
		c.given(s.Mean, here.key("mean"))
		if s.SD != nil && c.finite(*s.SD, here.key("sd")) && *s.SD <= 0 {
			c.report(ruleSpread, here.key("sd")).Saw(number(*s.SD)).Allows("> 0")
		}
		if s.Mean != nil && (*s.Mean < span.Min || *s.Mean > span.Max) {
			c.report(ruleBeyondScale, here.key("mean")).Saw(number(*s.Mean)).Allows(within(span))
		}
	case Piecewise:
		c.breakpoints(s.Points, here.key("points"), span)
	case Steps:
		c.rows(s.Rows, here.key("rows"), span)
	case ToReference:
		if s.Reference == "" {
			c.report(ruleScoreNeeds, here.key("reference")).Saw("reference").Allows(string(ToReference))
		}
	case ToTarget:
		if s.Target == nil {
			c.report(ruleScoreNeeds, here.key("target")).Saw("target").Allows(string(ToTarget))
		} else {
			c.finite(*s.Target, here.key("target"))
		}
	case AboveBelow:
		c.above(s.Threshold, 0, true, here.key("threshold"))
	}
	c.treated(s, here)
	c.per(n, s, here)
}

// treated checks how values are reshaped: only what is compared with the others can be, for a treatment is fitted to
// all of them.
func (c *checker) treated(s Score, at spot) {
	t := s.Treat
	if t == nil {
		return
	}
	here := at.key("treat")
	if !s.Method.Relative() && slices.Contains(ScoreMethods(), s.Method) {
		c.report(ruleTreat, here).Saw(string(s.Method)).Allows(listed(RelativeMethods()))
	}
	oneOf(c, t.Method, here.key("method"), TreatMethods()...)
	c.above(t.Skewness, 0, false, here.key("skewness"))
	c.above(t.Kurtosis, 0, false, here.key("kurtosis"))
	pulls := t.Method == Winsorise || t.Method == StandardTreat
	if t.Most != nil && !pulls {
		c.report(ruleNotForMethod, here.key("most")).Saw(string(t.Method)).Allows(listed([]TreatMethod{Winsorise, StandardTreat}))
	} else if t.Most != nil && *t.Most < 1 {
		c.report(ruleOutOfRange, here.key("most")).Saw(strconv.Itoa(*t.Most)).Allows("≥ 1")
	}
	if t.Lambda != nil && c.finite(*t.Lambda, here.key("lambda")) && t.Method != BoxCox {
		c.report(ruleNotForMethod, here.key("lambda")).Saw(string(t.Method)).Allows(string(BoxCox))
	}
}

// per checks a denominator: it divides a number that is asked for, and nothing that is measured, whose ratio the
// measure itself says.
func (c *checker) per(n *Node, s Score, at spot) {
	if s.Per == "" {
		if s.Times != nil {
			c.report(ruleScoreNeeds, at.key("per")).Saw("per").Allows("times")
		}
		return
	}
	if n.Asked() != Number || n.Measure != nil {
		c.report(rulePer, at.key("per")).Saw(s.Per).Allows(string(Number))
	}
	c.above(s.Times, 0, false, at.key("times"))
}

// impute checks how unknowns are filled in.
func (c *checker) impute(i *Impute, at spot) {
	if i == nil {
		return
	}
	oneOf(c, i.Method, at.key("method"), ImputeMethods()...)
	grouped := i.Method == ImputeGroupMean || i.Method == ImputeGroupMedian
	if grouped == (i.Group == "") {
		c.report(ruleImputeGroup, at.key("group")).Saw(string(i.Method)).Allows(listed([]ImputeMethod{ImputeGroupMean, ImputeGroupMedian}))
	}
	if i.Neighbours == nil {
		return
	}
	if i.Method != ImputeNearest {
		c.report(ruleNotForMethod, at.key("neighbours")).Saw(string(i.Method)).Allows(string(ImputeNearest))
	} else if *i.Neighbours < 1 {
		c.report(ruleOutOfRange, at.key("neighbours")).Saw(strconv.Itoa(*i.Neighbours)).Allows("≥ 1")
	}
}

// above refuses a number that is not above a limit; orAt lets it be the limit itself.
func (c *checker) above(x *float64, limit float64, orAt bool, at spot) {
	if x == nil || !c.finite(*x, at) || *x > limit || (orAt && !(*x < limit)) {
		return
	}
	sign := "> "
	if orAt {
		sign = "≥ "
	}
	c.report(ruleOutOfRange, at).Saw(number(*x)).Allows(sign + number(limit))
}

// methodKeys refuses keys that the method has no use for, so that nobody believes they count.
func (c *checker) methodKeys(s Score, at spot) {
	for _, k := range []struct {
		key   string
		used  bool
		owner ScoreMethod
	}{
		{"min", s.Min != nil, Goalposts},
		{"max", s.Max != nil, Goalposts},
		{"log", s.Log, Goalposts},
		{"cap", s.Cap != nil, Goalposts},
		{"mean", s.Mean != nil, ZScore},
		{"sd", s.SD != nil, ZScore},
		{"points", len(s.Points) > 0, Piecewise},
		{"rows", len(s.Rows) > 0, Steps},
		{"target", s.Target != nil, ToTarget},
		{"reference", s.Reference != "", ToReference},
		{"threshold", s.Threshold != nil, AboveBelow},
	} {
		if k.used && s.Method != k.owner {
			c.report(ruleNotForMethod, at.key(k.key)).Saw(string(s.Method)).Allows(string(k.owner))
		}
	}
}

func (c *checker) goalposts(s Score, at spot) {
	low, high := s.Min != nil, s.Max != nil
	if !low {
		c.report(ruleScoreNeeds, at.key("min")).Saw("min").Allows(string(Goalposts))
	}
	if !high {
		c.report(ruleScoreNeeds, at.key("max")).Saw("max").Allows(string(Goalposts))
	}
	if low && high && c.finite(*s.Min, at.key("min")) && c.finite(*s.Max, at.key("max")) && *s.Min >= *s.Max {
		c.report(ruleGoalposts, at.key("min")).Saw(number(*s.Min) + "–" + number(*s.Max))
	}
	if s.Log && low && *s.Min <= 0 {
		c.report(ruleLogarithm, at.key("min")).Saw(number(*s.Min)).Allows("> 0")
	}
}

// rows wants a table whose ranges follow each other without a gap and without a value that two of them hold.
func (c *checker) rows(rows []Row, at spot, span Scale) {
	if len(rows) < 2 {
		c.report(ruleFewBreakpoints, at).Saw(strconv.Itoa(len(rows))).Allows("≥ 2")
	}
	direction := 0
	for i, r := range rows {
		here := at.item(i, "")
		if !c.given(r.From, here.key("from")) || !c.given(r.Above, here.key("above")) ||
			!c.given(r.To, here.key("to")) || !c.given(r.Below, here.key("below")) {
			continue
		}
		if c.finite(r.Score, here.key("score")) && (r.Score < span.Min || r.Score > span.Max) {
			c.report(ruleScoreOutside, here.key("score")).Saw(number(r.Score)).Allows(within(span))
		}
		low, hasLow, lowIn := end(r.From, r.Above)
		high, hasHigh, highIn := end(r.To, r.Below)
		switch {
		case r.From != nil && r.Above != nil:
			c.report(ruleRowEnds, here.key("above")).Saw("from, above")
		case r.To != nil && r.Below != nil:
			c.report(ruleRowEnds, here.key("below")).Saw("to, below")
		case hasLow && hasHigh && (low > high || (low == high && !(lowIn && highIn))):
			c.report(ruleRowEnds, here).Saw(r.String())
		}
		if i == 0 {
			continue
		}
		before := rows[i-1]
		ended, hasEnd, endIn := end(before.To, before.Below)
		if !hasEnd || !hasLow || ended < low || ended > low || endIn == lowIn {
			c.report(ruleRowsGap, here).Saw(r.String()).Allows(before.String())
		}
		turn := sign(r.Score - before.Score)
		if turn*direction < 0 {
			c.report(ruleMonotone, here.key("score")).Saw(number(r.Score))
		}
		if direction == 0 {
			direction = turn
		}
	}
}

// end gives one end of a row: its place, whether there is one, and whether it belongs to the row.
func end(in, out *float64) (x float64, given, included bool) {
	switch {
	case in != nil:
		return *in, true, true
	case out != nil:
		return *out, true, false
	}
	return 0, false, false
}

// String is the range of a row as an interval: [1.8, 2.6).
func (r Row) String() string {
	left, right := "(−∞", "∞)"
	if x, given, in := end(r.From, r.Above); given {
		left = "(" + number(x)
		if in {
			left = "[" + number(x)
		}
	}
	if x, given, in := end(r.To, r.Below); given {
		right = number(x) + ")"
		if in {
			right = number(x) + "]"
		}
	}
	return left + ", " + right
}

// reachable warns of an indicator that no answer can lift to the top of its scale, or bring down to the bottom, and
// refuses answers that would be no scores. Methods that compare agencies always reach both ends.
func (c *checker) reachable(n *Node, at spot, span Scale) {
	if n.Asked() == NotAsked || c.tainted[at.path] || c.spoiled("scale") {
		return
	}
	empty := n.Asked() == Levels && len(n.Levels) == 0
	chosen := n.Asked() == Choice || n.Asked() == Multiple
	if empty || (chosen && len(n.Answer.Options) == 0) {
		return
	}
	s := n.Scoring()
	least, most := n.answerSpan()
	if least > most || !slices.Contains(answerKinds, n.Asked()) {
		return // said already
	}
	switch s.Method {
	case AsIs:
		if n.Asked() == Number { // without limits of its own a score is limited by its scale
			if math.IsInf(least, -1) {
				least = span.Min
			}
			if math.IsInf(most, 1) {
				most = span.Max
			}
		}
		if n.Asked() != Levels && (least < span.Min || most > span.Max) {
			c.report(ruleBeyondScale, at).Saw(number(least) + "–" + number(most)).Allows(within(span))
			return
		}
	case Goalposts:
		if s.Min == nil || s.Max == nil || *s.Min >= *s.Max {
			return
		}
		part := func(x float64) float64 {
			return span.Min + (min(max(x, *s.Min), *s.Max)-*s.Min)/(*s.Max-*s.Min)*span.Span()
		}
		if s.Log { // a logarithm changes nothing about which ends are reached
			part = func(x float64) float64 {
				switch {
				case x <= *s.Min:
					return span.Min
				case x >= *s.Max:
					return span.Max
				}
				return (span.Min + span.Max) / 2
			}
		}
		least, most = part(least), part(most)
		if n.Direction == Down {
			least, most = span.Min+span.Max-most, span.Min+span.Max-least
		}
	case Steps:
		least, most = reach(s.Rows, func(r Row) float64 { return r.Score })
	case Piecewise:
		least, most = reach(s.Points, func(p Breakpoint) float64 { return p.Score })
	default:
		return
	}
	where := at
	if len(n.Levels) > 0 && n.Score == nil {
		where = at.key("levels")
	}
	tol := weightTolerance * span.Span()
	if least > span.Min+tol {
		c.report(ruleBottom, where).Saw(number(least)).Allows(number(span.Min))
	}
	if most < span.Max-tol {
		c.report(ruleTop, where).Saw(number(most)).Allows(number(span.Max))
	}
}

// reach gives the lowest and the highest score of a list.
func reach[T any](list []T, score func(T) float64) (least, most float64) {
	for i, entry := range list {
		x := score(entry)
		if i == 0 {
			least, most = x, x
		}
		least, most = min(least, x), max(most, x)
	}
	return least, most
}
