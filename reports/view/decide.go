package view

import (
	"slices"

	"siap/scoring/result"
)

// ToDo is one thing to do, for those who decide.
type ToDo struct {
	// Text says what, Why says for whom and what comes of it.
	Text, Why string
	// Anchor leads to the agency it is about; "" for all.
	Anchor string
}

// toDoMost is how many things a page for the head of a government names.
const toDoMost = 3

// ToDo gives the three things to do first: the step that would help most agencies, then what would make the numbers
// surer (claims that measurements do not bear out, answers that are missing), then further steps. Where the rubric names
// no steps it is the weakest dimension and the lowest band. For a single agency they are its own next steps.
func (r *Report) ToDo() []ToDo {
	if r.builder == nil {
		return nil
	}
	b := r.builder
	var steps, doubts []ToDo
	if len(r.Agencies) == 1 {
		steps = b.ownSteps(r.Agencies[0])
	} else {
		for _, a := range r.Actions {
			steps = append(steps, ToDo{Text: a.Text, Why: b.p.Text("view.todo.step.why", "indicator", a.IndicatorTitle,
				"n", a.Agencies, "best", commonBest, "effect", a.Effect.Text, "effort", lowerFirst(a.EffortText))})
		}
	}
	if len(r.Contradicted) > 0 && len(r.Agencies) > 1 {
		c := r.Contradicted[0]
		doubts = append(doubts, ToDo{
			Text: b.p.Text("view.todo.claims", "indicator", c.IndicatorTitle),
			Why:  b.p.Text("view.todo.claims.why", "n", c.Agencies, "compared", c.Compared, "name", c.Widest.AgencyName),
		})
	}
	if todo, missing := b.missingAnswers(r); missing {
		doubts = append(doubts, todo)
	}
	if len(steps) == 0 {
		steps = b.weakest(r)
	}
	var all []ToDo
	all = append(all, steps[:min(len(steps), 1)]...)
	all = append(all, doubts...)
	if len(steps) > 1 {
		all = append(all, steps[1:]...)
	}
	return all[:min(len(all), toDoMost)]
}

// ownSteps are an agency's next steps, the quick ones first.
func (b *builder) ownSteps(a *Agency) []ToDo {
	var steps []ToDo
	for _, step := range QuickFirst(a.Actions) {
		steps = append(steps, ToDo{Text: step.Text, Anchor: a.Anchor, Why: b.p.Text("view.todo.own.why", "indicator", step.Title,
			"from", step.From.Text, "to", step.To.Text, "index", step.IndexAfter.Text, "effort", lowerFirst(step.EffortText))})
	}
	return steps
}

// QuickFirst gives actions with those first that need little effort, each kind in its order.
func QuickFirst(actions []Action) []Action {
	sorted := slices.Clone(actions)
	slices.SortStableFunc(sorted, func(x, y Action) int { return count(y.QuickWin) - count(x.QuickWin) })
	return sorted
}

// missingAnswers asks for what is not known, where that is more than a little.
func (b *builder) missingAnswers(r *Report) (ToDo, bool) {
	unscored, covered := 0, 0.0
	for _, row := range r.Ranking {
		unscored += count(!row.Index.Known)
		covered += row.Coverage.Value
	}
	if len(r.Ranking) == 0 {
		return ToDo{}, false
	}
	mean := covered / float64(len(r.Ranking))
	if unscored == 0 && mean >= coveredEnough {
		return ToDo{}, false
	}
	var least *DimensionCoverage
	for i := range r.Quality.Dimensions {
		d := &r.Quality.Dimensions[i]
		if d.Unknown > 0 && (least == nil || d.Unknown > least.Unknown) {
			least = d
		}
	}
	why := b.p.Text("view.todo.answers.why", "coverage", b.coverage(mean).Text, "n", unscored)
	if unscored == 0 {
		why = b.p.Text("view.todo.answers.covered", "coverage", b.coverage(mean).Text)
	}
	if least != nil {
		why += " " + b.p.Text("view.todo.answers.where", "dimension", least.Title, "n", least.Unknown)
	}
	return ToDo{Text: b.p.Text("view.todo.answers"), Why: why}, true
}

// coveredEnough is the mean coverage from which on missing answers are not among the first things to do.
const coveredEnough = 0.95

// weakest says where a rubric that names no steps leaves most to gain.
func (b *builder) weakest(r *Report) []ToDo {
	var all []ToDo
	if best, weakest := extremeDimensions(r.Dimensions); best != weakest && weakest != nil {
		all = append(all, ToDo{
			Text: b.p.Text("view.todo.weakest", "dimension", weakest.Title),
			Why:  b.p.Text("view.todo.weakest.why", "median", weakest.Median.Text, "max", weakest.Scale.MaxText, "n", len(r.Dimensions)),
		})
	}
	for _, band := range r.Bands {
		if band.Count > 0 && band.Order < len(r.Bands)-1 && len(r.Agencies) > 1 {
			all = append(all, ToDo{
				Text: b.p.Text("view.todo.lowest", "band", band.Title),
				Why:  b.p.Text("view.todo.lowest.why", "n", band.Count, "range", band.Range),
			})
			break
		}
	}
	return all
}

// Drawn reports whether the interval of places comes from draws, and not from what unknown answers leave possible alone.
func (c Certainty) Drawn() bool { return c.Method == result.IntervalDraws }
