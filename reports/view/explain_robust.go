package view

import (
	"strconv"
	"strings"

	"siap/rubric"
	"siap/scoring/result"
)

// tiedShown is how many of those that an agency cannot be told apart from are named.
const tiedShown = 8

// rankLines explain the agency's place: what it was decided on, where it lies and what that allows for, and who cannot be
// told apart from it.
func (x *explainer) rankLines() []string {
	r := x.scores.Rank
	if r.Overall == 0 || r.Interval == nil {
		return nil
	}
	var lines []string
	if r.Decided != nil {
		lines = append(lines, x.p.Text("explain.rank.decided", "how", x.word("word.order.", string(x.tree.Order)), "score", x.quantity(*r.Decided)))
	}
	if drawn := x.a.Robust; r.Spread != nil && drawn != nil {
		lines = append(lines, x.drawnLines(&r, drawn)...)
	} else {
		lines = append(lines, x.spanWords(r.Overall, r.Of, r.Interval))
	}
	if r.Possible != nil {
		key := "explain.rank.possible"
		if r.Possible.Best == r.Possible.Worst {
			key = "explain.rank.certain"
		}
		lines = append(lines, x.p.Text(key, "best", r.Possible.Best, "worst", r.Possible.Worst))
	}
	return lines
}

// spanWords says which places the unknown answers leave.
func (x *explainer) spanWords(place, of int, i *result.Interval) string {
	key := "explain.rank.span"
	if i.Best == i.Worst {
		key = "explain.rank.sure"
	}
	return x.p.Text(key, "rank", place, "of", of, "best", i.Best, "worst", i.Worst)
}

// drawnLines say where the draws put the agency, what was drawn, and with whom it is level.
func (x *explainer) drawnLines(r *result.Rank, drawn *result.Robust) []string {
	lines := []string{
		x.p.Text("explain.rank.draws", "rank", r.Overall, "of", r.Of, "best", r.Interval.Best, "worst", r.Interval.Worst,
			"level", x.p.Percent(drawn.Level, 0), "draws", x.p.Integer(drawn.Draws), "seed", strconv.FormatUint(drawn.Seed, 10),
			"median", x.p.Number(r.Spread.Median, 1), "low", x.score(r.Spread.Low).Text, "high", x.score(r.Spread.High).Text),
	}
	var varied []string
	for _, s := range drawn.Sources {
		one := x.robustSource(s)
		varied = append(varied, lowerFirst(one.Title)+" ("+one.Text+")")
	}
	lines = append(lines, x.p.Text("explain.rank.varied", "sources", strings.Join(varied, "; ")))
	if r.Spread.Above != nil {
		lines = append(lines, x.p.Text("explain.rank.above", "share", x.p.Percent(*r.Spread.Above, 0)))
	}
	var level []string
	for _, a := range x.a.Agencies {
		if s := x.a.Headline(a); a.ID != x.agency.ID && a.Governs == x.agency.Governs && s != nil && r.Tie > 0 && s.Rank.Tie == r.Tie {
			level = append(level, clean(a.Name, nameLimit))
		}
	}
	switch n := len(level); {
	case n > tiedShown:
		lines = append(lines, x.p.Text("explain.rank.tied.many", "names", strings.Join(level[:tiedShown], ", "), "n", n-tiedShown, "apart", x.p.Percent(drawn.Apart, 0)))
	case n > 0:
		lines = append(lines, x.p.Text("explain.rank.tied", "names", x.list(level), "apart", x.p.Percent(drawn.Apart, 0)))
	}
	return lines
}

// comparedLines say what an indicator that compares agencies was fitted to, how extremes were treated, and what an
// unknown value was filled in from.
func (x *explainer) comparedLines(n *rubric.Node) []string {
	var lines []string
	for _, f := range x.a.Fits {
		if f.Indicator == n.ID && f.Basis == x.a.Options.Basis {
			lines = append(lines, x.fitLines(n, &f)...)
		}
	}
	for _, i := range x.a.Imputations {
		if i.Indicator == n.ID && i.Agency == x.agency.ID && i.Basis == x.a.Options.Basis {
			how := x.p.Text("explain.imputed", "value", x.score(i.Value).Text, "n", i.N)
			if x.tree.Impute != nil {
				how = x.p.Text("explain.imputed.how", "how", x.p.Text("word.impute."+string(x.tree.Impute.Method)), "value", x.score(i.Value).Text, "n", i.N)
			}
			if len(i.From) > 0 {
				how += " " + x.p.Text("explain.imputed.from", "agencies", strings.Join(i.From, ", "))
			}
			lines = append(lines, how)
		}
	}
	return lines
}

// fitLines are the account of one fit.
func (x *explainer) fitLines(n *rubric.Node, f *result.Fit) []string {
	if f.Failed {
		return []string{x.p.Text("explain.fit.failed", "how", x.p.Text("word.method."+f.Method))}
	}
	raw := func(v *float64) string {
		if v == nil {
			return x.missing("").Text
		}
		return x.rawWords(n, *v)
	}
	number := func(v *float64) string {
		if v == nil {
			return x.missing("").Text
		}
		return x.plain(*v, 2)
	}
	lines := []string{x.p.Text("explain.fit", "how", x.p.Text("word.method."+f.Method), "n", f.Before.N, "lowest", raw(f.Before.Lowest),
		"highest", raw(f.Before.Highest), "mean", raw(f.Before.Mean), "deviation", number(f.Before.Deviation))}
	t := f.Treatment
	switch {
	case t == nil:
	case t.Failed:
		lines = append(lines, x.p.Text("explain.treat.failed", "how", x.p.Text("word.treat."+t.Method)))
	case t.Applied == "none":
		lines = append(lines, x.p.Text("explain.treat.none", "skewness", number(f.Before.Skewness), "kurtosis", number(f.Before.Kurtosis)))
	default:
		lines = append(lines, x.p.Text("explain.treat", "how", x.word("word.treat.", t.Applied), "n", len(t.Points),
			"skewness", number(f.Before.Skewness), "kurtosis", number(f.Before.Kurtosis),
			"skewness_after", number(t.After.Skewness), "kurtosis_after", number(t.After.Kurtosis)))
		for _, p := range t.Points {
			if p.Agency == x.agency.ID {
				lines = append(lines, x.p.Text("explain.treat.point", "before", x.rawWords(n, p.Before), "after", x.quantity(p.After)))
			}
		}
	}
	return lines
}
