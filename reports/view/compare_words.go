package view

import (
	"math"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// namedLimit is how many things a sentence names before it counts the rest.
const namedLimit = 8

// about tells what the two sides of a step have in common, what the method changed, and the notes.
func (b *compareWords) about(s *result.ComparisonStep) []string {
	var out []string
	say := func(key string, args ...any) { out = append(out, b.p.Text(key, args...)) }
	speak := &b.speakers[s.To]
	if c := s.Shared.Crosswalk; c != "" {
		side := s.From
		if s.Shared.Brought == "to" {
			side = s.To
		}
		say("compare.brought", "side", b.labels[side].Label, "crosswalk", clean(c, nameLimit))
	}
	switch {
	case !rubricsDiffer(s):
		say("compare.same_rubric", "rubric", b.labels[s.To].Rubric)
	default:
		both := 0
		only := map[string][]string{}
		for _, one := range s.Shared.Indicators {
			if one.In == "both" {
				both++
				continue
			}
			only[one.In] = append(only[one.In], one.ID)
		}
		say("compare.shared", "n", both, "from", b.labels[s.From].Label, "to", b.labels[s.To].Label,
			"share_from", speak.percent(s.Shared.From, 0).Text, "share_to", speak.percent(s.Shared.To, 0).Text)
		for _, side := range []string{"from", "to"} {
			at := s.From
			if side == "to" {
				at = s.To
			}
			if ids := only[side]; len(ids) > 0 {
				named := ids[:min(len(ids), namedLimit)]
				text := b.leafTitles(at, named)
				if more := len(ids) - len(named); more > 0 {
					text = b.p.Text("compare.and_more", "list", text, "n", more)
				}
				say("compare.only."+side, "side", b.labels[at].Label, "n", len(ids), "list", text)
			}
		}
		if b.weightsDiffer(s) {
			say("compare.weights")
		}
	}
	if s.Shared.Scales {
		say("compare.scales")
	}
	if n := len(s.Method); n > 0 {
		var words []string
		for _, m := range s.Method[:min(n, namedLimit)] {
			words = append(words, b.methodWords(s, m))
		}
		text := speak.list(words)
		if n > namedLimit {
			text = b.p.Text("compare.and_more", "list", text, "n", n-namedLimit)
		}
		say("compare.method", "list", text)
	}
	for _, note := range s.Notes {
		if note != result.NoteCrosswalk {
			say("compare.note." + note)
		}
	}
	return out
}

// weightsDiffer reports whether a shared indicator has another share in the two rubrics.
func (b *compareWords) weightsDiffer(s *result.ComparisonStep) bool {
	for _, one := range s.Shared.Indicators {
		if one.In == "both" && math.Abs(one.From-one.To) > 1e-12 {
			return true
		}
	}
	return false
}

// methodWords tells one difference of method.
func (b *compareWords) methodWords(s *result.ComparisonStep, m result.Change) string {
	what := m.What
	if key := "compare.what." + what; b.p.Has(key) {
		what = b.p.Text(key)
	}
	value := func(v string) string {
		if v == "" {
			return l10n.Unknown
		}
		return clean(v, shortLimit)
	}
	where := ""
	if m.Node != "" {
		where = " (" + b.speakers[s.To].nodeTitle(m.Node) + ")"
	}
	if m.What == "breakpoints" || m.What == "normalisation" && m.From == m.To {
		return what + where
	}
	return b.p.Text("compare.changed", "what", what+where, "from", value(m.From), "to", value(m.To))
}

// sentences tell one agency's change.
func (b *compareWords) sentences(s *result.ComparisonStep, a *result.AgencyChange, c *Change) []string {
	var out []string
	speak := &b.speakers[s.To]
	if c.IndexChange.Known {
		key := "compare.index.same"
		switch {
		case c.IndexChange.Value > speak.still():
			key = "compare.index.up"
		case c.IndexChange.Value < -speak.still():
			key = "compare.index.down"
		}
		text := b.p.Text(key, "from", c.IndexFrom.Text, "to", c.IndexTo.Text, "change", magnitude(c.IndexChange.Text))
		if a.Index != nil {
			if told := b.told(partsOf(a.Index), speak.gain, speak.still()); told != "" {
				text += b.p.Text("compare.of", "parts", told)
			}
		}
		text += "."
		if a.Index == nil {
			text += " " + b.p.Text("compare.unsplit", "reason", c.Reason)
		}
		text += b.beyond(a.IndexBeyond)
		out = append(out, text)
	} else {
		out = append(out, b.p.Text("compare.no_index", "reason", c.Reason))
	}
	if c.PlacesGained.Known {
		key := "compare.rank.same"
		n := int(math.Abs(c.PlacesGained.Value))
		switch {
		case c.PlacesGained.Value > 0:
			key = "compare.rank.up"
		case c.PlacesGained.Value < 0:
			key = "compare.rank.down"
		}
		text := b.p.Text(key, "n", n, "from", c.RankFrom.Text, "of_from", strconv.Itoa(c.OfFrom), "to", c.RankTo.Text, "of_to", strconv.Itoa(c.OfTo))
		if a.Rank != nil {
			if told := b.told(partsOf(a.Rank), b.places, 1e-9); told != "" {
				text += b.p.Text("compare.of", "parts", told)
			}
		}
		text += "." + b.beyond(a.RankBeyond)
		out = append(out, text)
	}
	for _, list := range []struct {
		key string
		ids []string
	}{
		{"known", a.Known}, {"unknown", a.Unknown}, {"applies", a.Applies}, {"inapplicable", a.Inapplicable},
	} {
		if len(list.ids) == 0 {
			continue
		}
		named := list.ids[:min(len(list.ids), namedLimit)]
		text := b.titlesOf(s, named)
		if more := len(list.ids) - len(named); more > 0 {
			text = b.p.Text("compare.and_more", "list", text, "n", more)
		}
		out = append(out, b.p.Text("compare.became."+list.key, "list", text))
	}
	return out
}

// titlesOf names shared indicators.
func (b *compareWords) titlesOf(s *result.ComparisonStep, ids []string) string {
	speak := speaker{p: b.p, tree: b.sharedTree(s)}
	var titles []string
	for _, id := range ids {
		titles = append(titles, "“"+speak.nodeTitle(id)+"”")
	}
	return speak.list(titles)
}

// beyond says whether a change lies beyond the intervals; "" where there are none.
func (b *compareWords) beyond(is *bool) string {
	switch {
	case is == nil:
		return ""
	case *is:
		return " " + b.p.Text("compare.is_beyond")
	}
	return " " + b.p.Text("compare.is_within")
}

// magnitude is a number without its sign, for a sentence that says the direction.
func magnitude(text string) string { return strings.TrimLeft(text, "+-−") }

func (b *compareWords) line(t *result.Trend) TrendLine {
	name := clean(t.Name, nameLimit)
	if name == "" {
		name = clean(t.Agency, nameLimit)
	}
	out := TrendLine{
		ID: clean(t.Agency, nameLimit), Name: name, Short: clean(name, shortLimit),
		Yearly: b.trendNone(t.Reason), PlacesYearly: b.trendNone(t.Reason),
	}
	last := -1
	for i, p := range t.Points {
		if p == nil || p.Index == nil {
			out.Points = append(out.Points, nil)
			continue
		}
		last = i
		speak := &b.speakers[i]
		point := &TrendPoint{
			Index: speak.score(*p.Index), Low: speak.scoreOf(p.Low, ""), High: speak.scoreOf(p.High, ""), Rank: p.Rank, Of: p.Of,
			Interval: intervalText(p.Interval), Yearly: Num{Text: l10n.Unknown}, PlacesYearly: Num{Text: l10n.Unknown},
		}
		if p.Interval != nil {
			point.Best, point.Worst = p.Interval.Best, p.Interval.Worst
		}
		if p.Yearly != nil {
			point.Yearly = speak.gain(*p.Yearly)
		}
		if p.RankYearly != nil {
			point.PlacesYearly = b.places(*p.RankYearly)
		}
		for _, at := range t.Breaks {
			point.Break = point.Break || at == i
		}
		out.Points = append(out.Points, point)
	}
	if t.Yearly != nil {
		out.Yearly = b.speakers[last].gain(*t.Yearly)
	}
	if t.RankYearly != nil {
		out.PlacesYearly = b.places(*t.RankYearly)
	}
	switch {
	case out.Yearly.Known && out.PlacesYearly.Known:
		out.Sentence = b.p.Text("compare.trend", "index", out.Yearly.Text, "places", out.PlacesYearly.Text)
	case out.PlacesYearly.Known:
		out.Sentence = b.p.Text("compare.trend.places", "places", out.PlacesYearly.Text)
	case t.Reason != "":
		out.Sentence = b.p.Text("compare.trend.none", "reason", b.p.Text("compare.trend.reason."+t.Reason))
	}
	if len(t.Breaks) > 0 && out.PlacesYearly.Known {
		out.Sentence += " " + b.p.Text("compare.trend.breaks")
	}
	return out
}

func (b *compareWords) trendNone(reason string) Num {
	if reason == "" {
		return Num{Text: l10n.Unknown}
	}
	return Num{Text: l10n.Unknown, Reason: b.p.Text("compare.trend.reason." + reason)}
}
