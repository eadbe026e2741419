package view

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// Plan is the cheapest way of an agency to a target, as people read it.
type Plan struct {
	Lang, Title, Year string
	Invented          string
	Rubric, Basis     string
	Agency, Name      string
	// Target tells what is to be reached: "ke Sangat Baik".
	Target string
	// Summary is the answer in a few sentences, Assumptions what it takes for granted.
	Summary, Assumptions []string
	// Reached says that the steps reach the target.
	Reached bool
	// Effort is the whole effort or cost, Unit what that is in words.
	Effort Num
	Unit   string
	// Proof says whether that is proven, in a sentence.
	Proof         string
	Before, After PlanStanding
	// Actions are the steps of each indicator, or row, that follow each other in one year, in the order of their first.
	Actions []PlanAction
	// Steps are all steps one by one, for tables.
	Steps []PlanStep
	Years []PlanYear
	// Frontier has every effort at which more of the index can be had than with less; FrontierProof says whether it is all.
	Frontier      []PlanPoint
	FrontierProof string
	// Left tells what the plan leaves as it is, and why.
	Left []string

	printer *l10n.Printer
}

// Text gives a message of the catalogues in the plan's language.
func (p *Plan) Text(key string, args ...any) string { return p.printer.Text(key, args...) }

// PlanStanding is where the agency stands.
type PlanStanding struct {
	Index, Low, High, Coverage Num
	Band                       string
	// Rank is "3 dari 24", "–" where there is none; Interval "2–5".
	Rank, Interval string
	Place          ComparedPlace
}

// PlanAction is what one indicator, or row of it, is lifted by in one year.
type PlanAction struct {
	Year             int
	Indicator, Title string
	Item, Dimension  string
	From, To         Num
	Effort, Gain     Num
	Assumed          bool
	// Texts are the rubric's actions, one for each step: "ke 3: …"; Needs what must stand at which level first, Measured
	// what must be measured, Claim that the claim must rise too.
	Texts           []string
	Needs, Measured string
	Claim           bool
}

// PlanStep is one step, for tables.
type PlanStep struct {
	Number, Year           int
	Indicator, Title, Item string
	From, To, Level        Num
	Effort, Gain, Index    Num
	Assumed, Claim         bool
	Needs, Action          string
	Metric                 string
	Measured               Num
}

// PlanYear is one year of a plan.
type PlanYear struct {
	Year   int
	Effort Num
	Steps  int
	After  PlanStanding
}

// PlanPoint is one point of the frontier.
type PlanPoint struct {
	Effort, Index Num
	Band          string
	// First says that it is the first in its band, Chosen that it is what the plan costs.
	First, Chosen bool
}

// NewPlan puts a plan into words; a is the assessment it was made from.
func NewPlan(p *result.Plan, a *result.Assessment, lang string) *Plan {
	w := newPlanWords(a, p.Unit, lang)
	out := &Plan{
		Lang: w.p.Lang(), Title: clean(p.Title, nameLimit), Rubric: w.rubric(p.Version), Basis: w.basisWords(p.Basis),
		Agency: clean(p.Agency, nameLimit), Name: w.name(p.Name, p.Agency), Target: w.target(p.Target), Reached: p.Reached,
		Effort: w.effort(p.Effort), Unit: w.p.Text("plan.unit." + p.Unit), Before: w.standing(p.Before), After: w.standing(p.After),
		Invented: w.invented(p.Invented), printer: w.p,
	}
	if p.Year != 0 {
		out.Year = strconv.Itoa(p.Year)
	}
	out.Actions, out.Steps = w.actions(p.Steps), w.steps(p.Steps)
	for _, y := range p.Years {
		out.Years = append(out.Years, PlanYear{y.Year, w.effort(y.Effort), y.Steps, w.standing(y.After)})
	}
	band, first := "", true
	for _, f := range p.Frontier {
		out.Frontier = append(out.Frontier, PlanPoint{
			Effort: w.effort(f.Effort), Index: w.score(f.Index), Band: w.bandTitle(f.Band), First: first || f.Band != band,
			Chosen: f.Effort == p.Effort,
		})
		band, first = f.Band, false
	}
	out.FrontierProof = w.p.Text("plan.frontier." + p.FrontierProof)
	out.Proof = w.proof(p)
	out.Summary = w.summary(p, out)
	for _, word := range p.Assumptions {
		out.Assumptions = append(out.Assumptions, w.p.Text("plan.assume."+word))
	}
	out.Left = w.left(p.Left)
	return out
}

// planWords puts plans into words.
type planWords struct {
	speaker
	unit string
}

func newPlanWords(a *result.Assessment, unit, lang string) *planWords {
	return &planWords{speaker{p: l10n.For(lang), tree: a.Rubric.Tree}, unit}
}

func (w *planWords) rubric(version string) string {
	return strings.TrimSpace(w.words(w.tree.Title, w.tree.ID) + " " + clean(version, shortLimit))
}

func (w *planWords) name(name, id string) string {
	if name = clean(name, nameLimit); name != "" {
		return name
	}
	return clean(id, nameLimit)
}

func (w *planWords) invented(t *rubric.Text) string {
	if t == nil {
		return ""
	}
	if text := clean(t.In(w.p.Lang()), textLimit); text != "" {
		return text
	}
	return w.p.Text("view.invented")
}

// effort writes an effort or a cost.
func (w *planWords) effort(x float64) Num {
	return Num{Text: w.plain(x, 2), Value: x, Known: true}
}

// target tells what is to be reached.
func (w *planWords) target(t result.PlanTarget) string {
	switch {
	case t.Band != "":
		return w.p.Text("plan.target.band", "band", w.bandTitle(t.Band))
	case t.Index != nil:
		return w.p.Text("plan.target.index", "index", w.plain(*t.Index, max(w.tree.Rounding.Digits, 4)))
	case t.Rank > 0:
		return w.p.Text("plan.target.rank", "rank", strconv.Itoa(t.Rank))
	case t.Budget != nil:
		return w.p.Text("plan.target.budget", "budget", w.effort(*t.Budget).Text)
	}
	return ""
}

func (w *planWords) standing(s result.PlanStanding) PlanStanding {
	out := PlanStanding{
		Index: w.scoreOf(s.Index, ""), Low: w.scoreOf(s.Low, ""), High: w.scoreOf(s.High, ""), Coverage: w.coverage(s.Coverage),
		Band: w.bandTitle(s.Band), Rank: l10n.Unknown, Interval: intervalText(s.Interval),
		Place: placeOf(result.Standing{Rank: s.Rank, Of: s.Of, Interval: s.Interval}),
	}
	if s.Rank > 0 {
		out.Rank = w.p.Text("plan.rank", "rank", strconv.Itoa(s.Rank), "of", strconv.Itoa(s.Of))
	}
	return out
}

// proof says how sure it is that nothing is cheaper.
func (w *planWords) proof(p *result.Plan) string {
	switch {
	case p.Target.Budget != nil && p.Proof == result.ProofOptimal:
		return w.p.Text("plan.proof.budget")
	case p.Target.Budget != nil:
		return w.p.Text("plan.proof.budget_gap")
	case p.Proof == result.ProofGap:
		return w.p.Text("plan.proof.gap", "bound", w.effort(p.Bound).Text, "gap", w.effort(p.Gap).Text, "limit", p.Limit)
	}
	return w.p.Text("plan.proof." + p.Proof)
}

// summary tells the answer.
func (w *planWords) summary(p *result.Plan, v *Plan) []string {
	var out []string
	say := func(key string, args ...any) { out = append(out, w.p.Text(key, args...)) }
	touched := map[[2]string]bool{}
	for _, s := range p.Steps {
		touched[[2]string{s.Indicator, s.Item}] = true
	}
	ends := []any{
		"from", v.Before.Index.Text, "band_from", v.Before.Band, "to", v.After.Index.Text, "band_to", v.After.Band,
		"unit", v.Unit, "effort", v.Effort.Text, "steps", len(p.Steps), "places", len(touched),
	}
	switch {
	case len(p.Steps) == 0 && p.Reached && p.Target.Budget == nil:
		say("plan.already")
	case !p.Reached:
		say("plan.unreachable", ends...)
	case p.Target.Budget != nil:
		say("plan.bought", ends...)
	default:
		say("plan.cheapest", ends...)
	}
	if len(p.Steps) > 0 && p.After.Rank > 0 && p.After.Of > 1 {
		key := "plan.ranks"
		if p.After.Interval != nil && p.After.Interval.Method == result.IntervalDraws {
			key = "plan.ranks.draws"
		}
		say(key, "from", v.Before.Rank, "interval_from", v.Before.Interval, "to", v.After.Rank, "interval_to", v.After.Interval)
	}
	if n := len(p.Years); n > 0 {
		say("plan.years", "n", n, "room", w.effort(p.PerYear).Text)
	}
	return append(out, v.Proof)
}

// actions puts together the steps of each indicator, or row, within one year, in the order of their first; what others
// need comes before those.
func (w *planWords) actions(steps []result.PlanStep) []PlanAction {
	type key struct {
		year            int
		indicator, item string
	}
	at := map[key]int{}
	var out []PlanAction
	var gains []float64
	var needed []map[key]bool
	var items []string
	for _, s := range steps {
		k := key{s.Year, s.Indicator, s.Item}
		i, known := at[k]
		if !known {
			i = len(out)
			at[k] = i
			out = append(out, PlanAction{
				Year: s.Year, Indicator: s.Indicator, Title: w.nodeTitle(s.Indicator), Item: clean(s.Item, nameLimit),
				Dimension: w.dimensionOf(s.Indicator), From: w.score(s.From),
			})
			gains, needed, items = append(gains, 0), append(needed, map[key]bool{}), append(items, s.Item)
		}
		for _, n := range s.Needs {
			needed[i][key{s.Year, n.Indicator, n.Item}] = true
		}
		a := &out[i]
		a.To = w.score(s.To)
		a.Effort = w.effort(a.Effort.Value + s.Effort)
		gains[i] += s.Gain
		a.Gain = w.gain(gains[i])
		a.Assumed = a.Assumed || s.Assumed
		a.Claim = a.Claim || s.Claim
		text := w.p.Text("plan.no_action", "to", w.reached(s).Text)
		if s.Action != nil {
			text = w.p.Text("plan.action", "to", w.reached(s).Text, "text", w.words(*s.Action, s.Indicator))
		}
		a.Texts = append(a.Texts, text)
		a.Needs = w.needs(s.Needs) // those of the last step are the highest
		if s.Measured != nil {
			a.Measured = w.measured(s.Measured)
		}
	}
	ordered := make([]PlanAction, 0, len(out))
	placed := make([]bool, len(out))
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		for k := range out {
			if needed[i][key{out[k].Year, out[k].Indicator, items[k]}] {
				place(k)
			}
		}
		ordered = append(ordered, out[i])
	}
	for i := range out {
		place(i)
	}
	return ordered
}

// reached is the level that a step leads to, or its score.
func (w *planWords) reached(s result.PlanStep) Num {
	if s.Level != nil {
		return Num{Text: w.plain(*s.Level, 4), Value: *s.Level, Known: true}
	}
	return w.score(s.To)
}

// dimensionOf names the dimension of an indicator; "" where it is one itself.
func (w *planWords) dimensionOf(id string) string {
	for _, d := range present(w.tree.Children) {
		found := false
		var down func(n *rubric.Node)
		down = func(n *rubric.Node) {
			for _, c := range present(n.Children) {
				found = found || c.ID == id
				down(c)
			}
		}
		if down(d); found {
			return w.title(d)
		}
	}
	return ""
}

// needs tells what must stand at which score first.
func (w *planWords) needs(needs []result.PlanNeed) string {
	var parts []string
	for _, n := range needs {
		title := w.nodeTitle(n.Indicator)
		if n.Item != "" {
			title += " (" + clean(n.Item, nameLimit) + ")"
		}
		parts = append(parts, w.p.Text("plan.need", "title", title, "score", w.score(n.Score).Text))
	}
	return w.list(parts)
}

// measured tells what must be measured.
func (w *planWords) measured(m *result.PlanMeasured) string {
	title := clean(m.Metric, nameLimit)
	if metric := w.tree.Metric(m.Metric); metric != nil {
		title = lowerFirst(w.words(metric.Title, m.Metric))
	}
	if m.Value == nil {
		return w.p.Text("plan.measured.some", "metric", title)
	}
	key := "plan.measured.least"
	if m.AtMost {
		key = "plan.measured.most"
	}
	return w.p.Text(key, "metric", title, "value", w.reduced(*m.Value, m.Reduction, m.Unit))
}

func (w *planWords) steps(steps []result.PlanStep) []PlanStep {
	out := make([]PlanStep, 0, len(steps))
	for i, s := range steps {
		one := PlanStep{
			Number: i + 1, Year: s.Year, Indicator: s.Indicator, Title: w.nodeTitle(s.Indicator), Item: clean(s.Item, nameLimit),
			From: w.score(s.From), To: w.score(s.To), Effort: w.effort(s.Effort), Gain: w.gain(s.Gain), Index: w.score(s.Index),
			Assumed: s.Assumed, Claim: s.Claim, Needs: w.needs(s.Needs),
		}
		if s.Level != nil {
			one.Level = w.reached(s)
		}
		if s.Action != nil {
			one.Action = w.words(*s.Action, s.Indicator)
		}
		if s.Measured != nil {
			one.Metric = clean(s.Measured.Metric, nameLimit)
			if s.Measured.Value != nil {
				one.Measured = Num{Text: w.plain(*s.Measured.Value, 4), Value: *s.Measured.Value, Known: true}
			}
		}
		out = append(out, one)
	}
	return out
}

// left tells what is left as it is, by reason.
func (w *planWords) left(left []result.PlanLeft) []string {
	var reasons []string
	by := map[string][]string{}
	for _, l := range left {
		if !slices.Contains(reasons, l.Reason) {
			reasons = append(reasons, l.Reason)
		}
		title := "“" + w.nodeTitle(l.Indicator) + "”"
		if l.Item != "" {
			title += " (" + clean(l.Item, nameLimit) + ")"
		}
		if !slices.Contains(by[l.Reason], title) {
			by[l.Reason] = append(by[l.Reason], title)
		}
	}
	var out []string
	for _, r := range reasons {
		titles := by[r][:min(len(by[r]), namedLimit)]
		text := w.list(titles)
		if more := len(by[r]) - len(titles); more > 0 {
			text = w.p.Text("compare.and_more", "list", strings.Join(titles, ", "), "n", more)
		}
		out = append(out, w.p.Text("plan.left."+r, "list", text))
	}
	return out
}
