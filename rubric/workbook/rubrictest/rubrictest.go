// Package rubrictest makes random rubrics for property tests: sound ones that use every part of the language, with
// texts, numbers and trees that nobody would write by hand.
package rubrictest

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"siap/rubric"
)

// Texts gives texts of all kinds, but never a blank one: with line breaks, quotes, formulas, escapes of spreadsheets,
// words that YAML takes for other things, and characters that no file may hold unescaped.
func Texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"=1+1", "+62 21", "-", "@siap", "'kutip", "1.10", "010", "2,5", "1e3", "true", "no", "~", "null", "#siap", "_x0041_",
			"_x005F_", "_x0041_x0042_", "_xD800_", " depan", "belakang ", "dua\nbaris", "\n\nawal", "akhir\n", "a\ttab", "\\n", "a\\", "a;b", "a=b", "<b>&amp;",
			"- a", "a: b", "{id: a}", "[a]", "%", "&a", "*a", "!a", "|", ">", "“”", "çŞığ", "漢字", "👍", "\u200b", "0x10", "2025-01-31", "12:30",
		}),
		rapid.StringOfN(rapid.SampledFrom([]rune("ab :#-\n\\\"';=_x0é漢")), 1, 30, -1),
		rapid.StringMatching(`[A-Za-z][a-z ,.]{0,200}[a-z]`),
		rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("\x00\a\r\x7f\u0085\u00a0\u2028\ufeff\ufffd\ufffe\uffff a\n")), 1, 10, -1),
	).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

// Draw makes a sound rubric whose texts come from the generator.
func Draw(t *rapid.T, texts *rapid.Generator[string]) *rubric.Rubric {
	m := &maker{t: t, texts: texts}
	r := m.rubric()
	r.Link()
	return r
}

// Diff says in what two rubrics differ, "" for nothing: in their exported fields (an empty list is no list) and in
// both fingerprints.
func Diff(want, got *rubric.Rubric) string {
	diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(rubric.Rubric{}, rubric.Node{}))
	if a, b := want.Fingerprints(), got.Fingerprints(); a != b {
		diff += cmp.Diff(a, b)
	}
	return diff
}

type maker struct {
	t          *rapid.T
	texts      *rapid.Generator[string]
	r          *rubric.Rubric
	ids        int
	indicators []string
	tags       []string
}

func (m *maker) yes(label string) bool         { return rapid.Bool().Draw(m.t, label) }
func (m *maker) upTo(n int, label string) int  { return rapid.IntRange(0, n).Draw(m.t, label) }
func (m *maker) text() string                  { return m.texts.Draw(m.t, "text") }
func (m *maker) both() rubric.Text             { return rubric.Text{ID: m.text(), EN: m.text()} }
func (m *maker) number(lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(m.t, "number") }

func (m *maker) maybe() rubric.Text {
	if m.yes("a text") {
		return m.both()
	}
	return rubric.Text{}
}

func (m *maker) id(prefix string) string {
	m.ids++
	return prefix + rapid.SampledFrom([]string{"", "_a", "9", "_x0041_"}).Draw(m.t, "id") + strconv.Itoa(m.ids)
}

func (m *maker) list(most int) []string {
	var list []string
	for range m.upTo(most, "entries") {
		list = append(list, m.text())
	}
	return list
}

func pick[T any](m *maker, from ...T) T { return rapid.SampledFrom(from).Draw(m.t, "choice") }

func some[T any](m *maker, from []T) []T {
	var list []T
	for _, x := range from {
		if m.yes("taken") {
			list = append(list, x)
		}
	}
	return list
}

// rising gives n numbers from lo, included if first, to at most hi, each above the one before.
func (m *maker) rising(n int, lo, hi float64, first bool) []float64 {
	parts := rapid.SliceOfNDistinct(rapid.IntRange(1, 997), n, n, rapid.ID[int]).Draw(m.t, "parts")
	slices.Sort(parts)
	list := make([]float64, n)
	for i, p := range parts {
		list[i] = min(hi, lo+(hi-lo)*float64(p)/997)
	}
	if first {
		list[0] = lo
	}
	return list
}

func (m *maker) bands(prefix string, s rubric.Scale, least int) []rubric.Band {
	n := rapid.IntRange(least, 4).Draw(m.t, "bands")
	if n == 0 {
		return nil
	}
	var list []rubric.Band
	for _, from := range m.rising(n, s.Min, s.Min+(s.Max-s.Min)*0.99, true) {
		list = append(list, rubric.Band{ID: m.id(prefix), From: from, Title: m.both()})
	}
	return list
}

func (m *maker) rubric() *rubric.Rubric {
	lo := pick(m, 0, 1, 0.1, -3.5)
	s := rubric.Scale{Min: lo, Max: lo + pick(m, 1, 3, 4, 100, 0.3)}
	r := &rubric.Rubric{
		Schema: rubric.Schema, ID: m.id("random-"), Version: m.text(), Status: pick(m, rubric.Draft, rubric.Stable, rubric.Retired),
		Title: m.both(), Description: m.maybe(),
		Source: rubric.Source{
			Status: pick(m, "official", "transcribed", "unverified"), Cites: m.list(3), Note: m.maybe(),
		},
		Scale:    s,
		Rounding: rubric.Rounding{Digits: m.upTo(9, "digits"), Mode: pick(m, "half_up", "half_even")},
		Decide:   rubric.Decide{Bands: pick(m, "unrounded", "rounded"), Ranks: pick(m, "unrounded", "rounded")},
		BandEdge: pick(m, rubric.EdgeLower, rubric.EdgeUpper),
		Bands:    m.bands("band", s, 1),
		Verdicts: rubric.Verdicts{Index: m.bands("index", s, 0), Dimension: m.bands("dim", s, 0)},
		Unknown:  pick(m, rubric.Renormalise, rubric.Bottom), MinCoverage: pick(m, 0, 0.5, 1, 0.1+0.2),
		Weights: pick(m, rubric.Relative, rubric.OfParent, rubric.OfIndex),
	}
	if m.yes("a decree") {
		r.Source.Decree = m.text()
	}
	for i := range m.upTo(3, "groups") {
		r.Groups = append(r.Groups, m.text()+strconv.Itoa(i))
	}
	m.r = r
	for range m.upTo(3, "roles") {
		r.Roles = append(r.Roles, rubric.Role{ID: m.id("role"), Title: m.both(), Weight: pick(m, 1, 2, 0.25)})
	}
	for range m.upTo(3, "metrics") {
		r.Metrics = append(r.Metrics, m.metric())
	}
	for range m.upTo(2, "views") {
		v := rubric.View{ID: m.id("view"), Title: m.both(), Description: m.maybe()}
		for range rapid.IntRange(1, 3).Draw(m.t, "tags") {
			v.Tags = append(v.Tags, rubric.Tag{ID: m.id("tag"), Title: m.both(), Description: m.maybe()})
			m.tags = append(m.tags, v.Tags[len(v.Tags)-1].ID)
		}
		r.Views = append(r.Views, v)
	}
	r.Aggregate, r.Power = m.aggregate(s)
	if m.yes("impute") {
		r.Impute = m.impute()
	}
	r.Order = pick(m, "", rubric.ByIndex, rubric.OrderCopeland)
	r.Children = m.nodes(3, s, r.Aggregate, 100)
	return r
}

// aggregate draws how the children of something with the scale are combined.
func (m *maker) aggregate(s rubric.Scale) (rubric.Aggregation, *float64) {
	choice := []rubric.Aggregation{"", rubric.Arithmetic, rubric.Minimum, rubric.Median}
	if s.Min >= 0 {
		choice = append(choice, rubric.Geometric, rubric.Harmonic, rubric.PowerMean)
	}
	if m.r.Weights == rubric.Relative {
		choice = append(choice, rubric.Sum)
	}
	how := pick(m, choice...)
	if how == rubric.PowerMean {
		power := pick(m, -1, 0.5, 3.25)
		return how, &power
	}
	return how, nil
}

// nodes draws the children of something: their weights sum to whole where the weights are shares.
func (m *maker) nodes(depth int, s rubric.Scale, how rubric.Aggregation, whole float64) []*rubric.Node {
	n := rapid.IntRange(1, 3).Draw(m.t, "children")
	parts := make([]float64, n)
	sum := 0.0
	for i := range parts {
		parts[i] = float64(rapid.IntRange(1, 9).Draw(m.t, "part"))
		sum += parts[i]
	}
	var list []*rubric.Node
	for _, part := range parts {
		node := &rubric.Node{ID: m.id("node"), Title: m.both(), Description: m.maybe(), Weight: part}
		below := 100.0
		if m.r.Weights != rubric.Relative {
			node.Weight = whole * part / sum
		}
		if m.r.Weights == rubric.OfIndex {
			below = node.Weight
		}
		if m.yes("a code") {
			node.Code = pick(m, "1.", "=", "0", "A ") + strconv.Itoa(m.ids)
		}
		own := s
		if how == rubric.Sum { // n children, each with an equal part of the parent's scale once it is weighted
			own = rubric.Scale{Min: s.Min / part / float64(n), Max: s.Max / part / float64(n)}
			node.Scale = &own
		}
		if m.yes("coverage") {
			c := pick(m, 0, 0.75)
			node.MinCoverage = &c
		}
		if own == m.r.Scale {
			node.Tags = some(m, m.tags)
		}
		node.Law = m.list(2)
		node.Bands, node.Verdicts = m.bands("own", own, 0), m.bands("word", own, 0)
		if depth > 1 && m.yes("a dimension") {
			node.Aggregate, node.Power = m.aggregate(own)
			node.Children = m.nodes(depth-1, own, node.Aggregate, below)
		} else {
			m.indicator(node, own, how == "" || how == rubric.Arithmetic)
		}
		list = append(list, node)
	}
	return list
}

func (m *maker) indicator(n *rubric.Node, s rubric.Scale, arithmetic bool) {
	n.Question, n.Evidence = m.both(), m.maybe()
	for _, role := range m.r.Roles {
		if m.yes("asked") {
			n.AskedOf = append(n.AskedOf, role.ID)
		}
	}
	n.DependsOn = some(m, m.indicators)
	m.indicators = append(m.indicators, n.ID)
	if m.yes("a unit") {
		n.Unit = m.text()
	}
	if m.yes("a direction") {
		n.Direction = pick(m, rubric.Up, rubric.Down)
	}
	if m.yes("applies to") {
		n.AppliesTo = map[string][]string{}
		for range rapid.IntRange(1, 2).Draw(m.t, "columns") {
			n.AppliesTo[m.text()] = append(m.list(2), m.text())
		}
	}
	if m.yes("repeats") {
		n.Repeats = rubric.RepeatMean
		if arithmetic {
			n.Repeats = pick(m, rubric.RepeatMean, rubric.RepeatRows)
		}
	}
	if m.yes("external") {
		n.External = &rubric.External{Index: m.both(), Steward: m.text()}
		if m.yes("placeholder") {
			n.External.Placeholder = &s.Min
		}
	}
	m.answer(n, s)
	targets := n.Levels[min(1, len(n.Levels)):]
	for range m.upTo(2, "actions") {
		a := rubric.Action{To: m.number(-1e6, 1e6), Effort: pick(m, 1, 2, 3), Text: m.both()}
		if len(n.Levels) > 0 {
			a.To = pick(m, targets...).Level
		}
		n.Actions = append(n.Actions, a)
	}
	if len(m.r.Metrics) > 0 && m.yes("measured") {
		m.measure(n, s)
	}
	m.per(n)
}

// answer draws a kind of answer with its score.
func (m *maker) answer(n *rubric.Node, s rubric.Scale) {
	kind := pick(m, rubric.NotAsked, rubric.Levels, rubric.YesNo, rubric.Choice, rubric.Multiple, rubric.Number,
		rubric.Percentage, rubric.Ratio, rubric.Date)
	if kind == rubric.NotAsked || kind == rubric.Levels {
		for _, level := range m.rising(rapid.IntRange(2, 5).Draw(m.t, "levels"), s.Min, s.Max, m.yes("from the bottom")) {
			n.Levels = append(n.Levels, rubric.Level{Level: level, Text: m.both(), Evidence: m.maybe()})
		}
		n.Cumulative = m.yes("cumulative")
		if kind == rubric.Levels {
			n.Answer = &rubric.Answer{Kind: kind}
		}
		if m.yes("as is") {
			n.Score = &rubric.Score{Method: rubric.AsIs}
		}
		return
	}
	n.Answer = &rubric.Answer{Kind: kind}
	if kind == rubric.Choice || kind == rubric.Multiple {
		for range rapid.IntRange(2, 4).Draw(m.t, "options") {
			n.Answer.Options = append(n.Answer.Options, rubric.Option{ID: m.id("option"), Points: pick(m, 0, 0.5, 1, -2.25, 1e9), Text: m.both()})
		}
	}
	if kind == rubric.Ratio {
		n.Answer.Numerator, n.Answer.Denominator = m.both(), m.both()
	}
	if (kind == rubric.Number || kind == rubric.Percentage || kind == rubric.Ratio) && m.yes("limits") {
		lo, hi := pick(m, 0, -1, 0.1), pick(m, 1, 60, 1e6)
		n.Answer.Limits = &rubric.Limits{Min: &lo, Max: &hi}
		switch m.upTo(3, "one limit") {
		case 1:
			n.Answer.Limits.Min = nil
		case 2:
			n.Answer.Limits.Max = nil
		}
	}
	n.Score = m.score(s)
}

// per divides the answer by a column of the list of agencies.
func (m *maker) per(n *rubric.Node) {
	if n.Asked() != rubric.Number || n.Measure != nil || n.Score == nil || !m.yes("per") {
		return
	}
	n.Score.Per = "staff"
	if m.yes("times") {
		times := pick(m, 1000, 0.5)
		n.Score.Times = &times
	}
}

func (m *maker) impute() *rubric.Impute {
	out := &rubric.Impute{Method: pick(m, rubric.ImputeMethods()...)}
	switch out.Method {
	case rubric.ImputeGroupMean, rubric.ImputeGroupMedian:
		out.Group = "type"
	case rubric.ImputeNearest:
		if m.yes("neighbours") {
			n := pick(m, 1, 5)
			out.Neighbours = &n
		}
	}
	return out
}

// treat draws a treatment with its limits.
func (m *maker) treat() *rubric.Treat {
	out := &rubric.Treat{Method: pick(m, rubric.TreatMethods()...)}
	if m.yes("limits of treatment") {
		skewness, kurtosis := pick(m, 2, 1.5), pick(m, 3.5, 10)
		out.Skewness, out.Kurtosis = &skewness, &kurtosis
	}
	switch out.Method {
	case rubric.Winsorise, rubric.StandardTreat:
		if m.yes("most") {
			most := pick(m, 1, 5)
			out.Most = &most
		}
	case rubric.BoxCox:
		if m.yes("lambda") {
			lambda := pick(m, 0, 0.5, -1)
			out.Lambda = &lambda
		}
	}
	return out
}

func (m *maker) score(s rubric.Scale) *rubric.Score {
	score := &rubric.Score{Method: pick(m, rubric.ScoreMethods()[1:]...)}
	if score.Method.Relative() && m.yes("treat") {
		score.Treat = m.treat()
	}
	switch score.Method {
	case rubric.Goalposts:
		lo, hi := pick(m, 0.5, 1, 1e-6), pick(m, 2, 1e6, 100.125)
		score.Min, score.Max, score.Log = &lo, &hi, m.yes("log")
		if m.yes("cap said") {
			capped := m.yes("cap")
			score.Cap = &capped
		}
	case rubric.ZScore:
		if m.yes("mean") {
			mean, sd := (s.Min+s.Max)/2, m.number(0.001, 10)
			score.Mean, score.SD = &mean, &sd
		}
	case rubric.ToTarget:
		target := pick(m, 0, 100, 0.1)
		score.Target = &target
	case rubric.ToReference:
		score.Reference = "agency-1"
	case rubric.AboveBelow:
		if m.yes("threshold") {
			threshold := pick(m, 0, 0.2)
			score.Threshold = &threshold
		}
	case rubric.Piecewise:
		score.Points = m.line(s)
	case rubric.Steps:
		score.Rows = m.rows(s)
	}
	return score
}

// line draws corners that rise all the way.
func (m *maker) line(s rubric.Scale) []rubric.Breakpoint {
	n := rapid.IntRange(2, 4).Draw(m.t, "corners")
	at, scores := m.rising(n, -1000, 1e6, false), m.rising(n, s.Min, s.Max, true)
	points := make([]rubric.Breakpoint, n)
	for i := range points {
		points[i] = rubric.Breakpoint{At: at[i], Score: scores[i]}
	}
	return points
}

// rows draws ranges that follow each other; which of two neighbours holds the edge is drawn too.
func (m *maker) rows(s rubric.Scale) []rubric.Row {
	n := rapid.IntRange(2, 4).Draw(m.t, "rows")
	edges, scores := m.rising(n, -10, 1000, false), m.rising(n, s.Min, s.Max, true)
	rows := make([]rubric.Row, n)
	for i := range rows {
		rows[i].Score = scores[i]
		if i == 0 {
			continue
		}
		if edge := edges[i]; m.yes("the upper row holds the edge") {
			rows[i-1].Below, rows[i].From = &edge, &edge
		} else {
			rows[i-1].To, rows[i].Above = &edge, &edge
		}
	}
	return rows
}

func (m *maker) metric() rubric.Metric {
	out := rubric.Metric{
		ID: m.id("metric"), Title: m.both(), Unit: m.text(), About: m.maybe(), Expected: pick(m, "once", "5m", "1d"),
		Kind: pick(m, "", rubric.Gauge, rubric.Counter, rubric.Events),
	}
	if m.yes("a series") {
		out.Series = "probe:" + m.id("series")
	}
	if m.yes("labels") {
		out.Labels = map[string][]string{m.id("label"): {m.text() + "1", m.text() + "2"}, m.id("label"): {rubric.AnyLabel}}
	}
	if !out.Is(rubric.Events) && m.yes("values that are none") {
		out.LeaveOut = []float64{m.number(-5, 5), 3}
	}
	return out
}

func (m *maker) measure(n *rubric.Node, s rubric.Scale) {
	metric := pick(m, m.r.Metrics...)
	kind := metric.Kind
	if kind == "" {
		kind = rubric.Gauge
	}
	me := &rubric.Measure{
		Metric: metric.ID, Reduction: pick(m, kind.Reductions()...), Rule: pick(m, rubric.Reconciliations()...),
		MinCoverage: pick(m, 0, 0.8, 1, math.Nextafter(0.3, 1)), Tolerance: pick(m, 0, 0.25), Error: pick(m, 0, 0.01),
	}
	switch me.Reduction {
	case rubric.ReduceShare, rubric.ReduceTimeShare:
		least := m.number(-5, 5)
		me.AtLeast = &least
	case rubric.ReduceRatio:
		var others []string
		for _, other := range m.r.Metrics {
			if other.Is(kind) || (other.Kind == "" && kind == rubric.Gauge) {
				others = append(others, other.ID)
			}
		}
		me.Over = pick(m, others...)
	case rubric.ReduceOnTime:
		days := pick(m, 0, 5, 17)
		me.Within = &days
	}
	if kind == rubric.Events && me.Reduction != rubric.ReduceCount {
		me.Until = pick(m, "", rubric.Verified, rubric.Answered, rubric.Closed)
	}
	if n.Scoring().Method == rubric.AsIs || m.yes("a line of its own") {
		me.Breakpoints = m.line(s)
	}
	n.Measure = me
}
