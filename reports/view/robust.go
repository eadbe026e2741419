package view

import (
	"cmp"
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// Robust says how far the ranking can be trusted, by drawing everything that is not known for sure at random, many
// times over, and ranking anew each time.
type Robust struct {
	// Sentences are the finding: what was varied, how far places move, who cannot be told apart, and what moves them.
	Sentences []string
	// Draws is how often; Level is the share of the draws that an interval holds, Apart the share from which on one
	// agency is said to stand above another.
	Draws        int
	Seed         uint64
	Level, Apart Num
	// Shift is the mean number of places an agency moved, Error the largest standard error of an agency's mean place.
	Shift, Error Num
	Sources      []RobustSource
	// Factors say which source moves the ranking, the strongest first.
	Factors []RobustFactor
	// LeaveOut says what the ranking would be without a node, in the order of the rubric.
	LeaveOut []LeaveOut
	// Overtakes say how small a change of weights turns neighbours of the ranking round, the first pair first.
	Overtakes []Overtake
}

// RobustSource is one thing that was varied.
type RobustSource struct {
	ID string
	// Title names it, Text says how it was varied and for how many agencies there is anything of it.
	Title, Text string
	Agencies    int
}

// RobustFactor is the part of one source in how the ranking moves.
type RobustFactor struct {
	ID, Title string
	// First is the part of the variance that goes away when this alone is known, Total the part that stays when all
	// others are.
	First, Total RobustEstimate
}

// RobustEstimate is a share with its interval.
type RobustEstimate struct{ Value, Low, High Num }

// LeaveOut is the ranking without one node.
type LeaveOut struct {
	ID, Code, Title string
	// Depth is 0 for a dimension.
	Depth     int
	Indicator bool
	// Shift is the mean number of places an agency moves, Largest the most that one does.
	Shift   Num
	Largest int
	// Agency moves most, to Place; "" where none moves.
	Agency, Anchor string
	Place          int
}

// Overtake says how two neighbours of the ranking would change places.
type Overtake struct {
	Upper, UpperAnchor, Lower, LowerAnchor string
	// Spread is the smallest change of all weights together that brings them level, in per cent; unknown for a Reason.
	Spread Num
	// Node is the one node whose weight alone does it with the least change, from From to To; "" where none does.
	Node     string
	From, To Num
	// Sentence tells the whole.
	Sentence string
}

// robust puts the draws into words; nil where there were none.
func (b *builder) robust() *Robust {
	given := b.a.Robust
	if given == nil {
		return nil
	}
	r := &Robust{
		Draws: given.Draws, Seed: given.Seed, Level: b.percent(given.Level, 0), Apart: b.percent(given.Apart, 0),
		Shift: b.places(given.Shift), Error: Num{Text: b.p.Number(given.Error, 2), Value: given.Error, Known: true},
	}
	for _, s := range given.Sources {
		r.Sources = append(r.Sources, b.robustSource(s))
	}
	for _, f := range given.Factors {
		r.Factors = append(r.Factors, RobustFactor{
			ID: clean(f.ID, nameLimit), Title: b.factorTitle(f.ID), First: b.estimate(f.First), Total: b.estimate(f.Total),
		})
	}
	for _, l := range given.LeaveOut {
		r.LeaveOut = append(r.LeaveOut, b.leaveOut(l))
	}
	for _, o := range given.Overtakes {
		r.Overtakes = append(r.Overtakes, b.overtake(o))
	}
	r.Sentences = b.robustSentences(r)
	return r
}

// places writes a mean number of places.
func (b *speaker) places(x float64) Num { return Num{Text: b.p.Number(x, 1), Value: x, Known: true} }

func (b *speaker) estimate(e result.Estimate) RobustEstimate {
	// A share of the variance lies between none and all of it; an interval from finitely many draws may not.
	share := func(x float64) Num { return b.percent(min(1, max(0, x)), 0) }
	return RobustEstimate{share(e.Value), share(e.Low), share(e.High)}
}

func (b *speaker) robustSource(s result.Source) RobustSource {
	out := RobustSource{ID: clean(s.ID, nameLimit), Title: b.known("view.robust.source.", s.ID), Agencies: s.Agencies}
	var parts []string
	if s.Method != "" {
		parts = append(parts, b.robustMethod(s))
	}
	if len(s.Choices) > 0 {
		var choices []string
		for _, c := range s.Choices {
			choices = append(choices, b.known("view.robust.choice.", c))
		}
		parts = append(parts, b.p.Text("view.robust.choices", "choices", b.list(choices)))
	}
	if s.ID != result.SourceWeights && s.ID != result.SourceMethods {
		parts = append(parts, b.p.Text("view.robust.concerned", "n", s.Agencies))
	}
	out.Text = strings.Join(parts, "; ")
	return out
}

// robustMethod says how a source was varied, with the parameter of the method where it has one.
func (b *speaker) robustMethod(s result.Source) string {
	key := "view.robust.method." + s.ID + "." + s.Method
	if !b.p.Has(key) {
		text := readable(s.Method)
		if s.Parameter != 0 {
			text += " (" + b.quantity(s.Parameter) + ")"
		}
		return text
	}
	return b.p.Text(key, "parameter", b.quantity(s.Parameter), "percent", b.p.Percent(s.Parameter, 0))
}

// factorTitle names a source, or one choice within it: "methods.aggregation".
func (b *builder) factorTitle(id string) string {
	source, choice, within := strings.Cut(id, ".")
	if !within {
		return b.known("view.robust.source.", id)
	}
	return b.p.Text("view.robust.within", "source", b.known("view.robust.source.", source),
		"choice", lowerFirst(b.known("view.robust.choice.", choice)))
}

func (b *builder) leaveOut(l result.LeaveOut) LeaveOut {
	out := LeaveOut{ID: clean(l.Node, nameLimit), Title: b.nodeTitle(l.Node), Shift: b.places(l.Shift), Largest: l.Largest, Place: l.Place}
	if n := b.tree.Node(l.Node); n != nil {
		out.Code, out.Indicator = clean(n.Code, shortLimit), n.IsIndicator()
		out.Depth = max(len(b.path[n.ID])-1, 0)
	}
	if l.Largest > 0 {
		out.Agency, out.Anchor = b.named(l.Agency)
	}
	return out
}

// named gives what an agency is called and its name for links, the id where the assessment does not know it.
func (b *builder) named(id string) (name, anchor string) {
	if e := b.byID[id]; e != nil {
		return e.row.Name, e.row.Anchor
	}
	return clean(id, nameLimit), ""
}

func (b *builder) overtake(o result.Overtake) Overtake {
	out := Overtake{Spread: Num{Text: l10n.Unknown}, From: Num{Text: l10n.Unknown}, To: Num{Text: l10n.Unknown}}
	out.Upper, out.UpperAnchor = b.named(o.Upper)
	out.Lower, out.LowerAnchor = b.named(o.Lower)
	var parts []string
	switch {
	case o.Spread != nil:
		out.Spread = b.percent(*o.Spread, 1)
		parts = append(parts, b.p.Text("view.robust.overtake.spread", "upper", out.Upper, "lower", out.Lower, "spread", out.Spread.Text))
	case o.Reason != "":
		out.Spread.Reason = b.known("view.robust.reason.", o.Reason)
		parts = append(parts, b.p.Text("view.robust.overtake.reason", "upper", out.Upper, "lower", out.Lower, "reason", out.Spread.Reason))
	default:
		out.Spread.Reason = b.p.Text("view.robust.overtake.never")
		parts = append(parts, b.p.Text("view.robust.overtake.none", "upper", out.Upper, "lower", out.Lower))
	}
	if o.Node != "" {
		out.Node = b.nodeTitle(o.Node)
		out.From = Num{Text: b.plain(o.From, 4), Value: o.From, Known: true}
		out.To = Num{Text: b.plain(o.To, 4), Value: o.To, Known: true}
		parts = append(parts, b.p.Text("view.robust.overtake.node", "node", out.Node, "from", out.From.Text, "to", out.To.Text))
	}
	out.Sentence = strings.Join(parts, " ")
	return out
}

// robustSentences are the finding over all agencies.
func (b *builder) robustSentences(r *Robust) []string {
	var varied []string
	for _, s := range r.Sources {
		varied = append(varied, lowerFirst(s.Title))
	}
	sentences := []string{
		b.p.Text("view.robust.about", "sources", b.list(varied), "draws", r.Draws, "level", r.Level.Text),
		b.p.Text("view.robust.shift", "shift", r.Shift.Text, "error", r.Error.Text),
	}
	if tied, of := b.tied(); of > 1 {
		key := "view.robust.tied"
		if tied == 0 {
			key = "view.robust.tied.none"
		}
		sentences = append(sentences, b.p.Text(key, "n", tied, "of", of, "apart", r.Apart.Text))
	}
	if len(r.Factors) > 0 {
		first := r.Factors[0]
		sentences = append(sentences, b.p.Text("view.robust.factor", "factor", lowerFirst(first.Title),
			"total", first.Total.Value.Text, "low", first.Total.Low.Text, "high", first.Total.High.Text))
	}
	if l := strongestLeft(r.LeaveOut); l != nil {
		sentences = append(sentences, b.p.Text("view.robust.left", "node", l.Title, "shift", l.Shift.Text, "agency", l.Agency,
			"n", l.Largest, "place", l.Place))
	}
	return sentences
}

// tied counts the agencies with a place that share their group with another one.
func (b *builder) tied() (tied, of int) {
	for _, e := range b.entries {
		of += count(e.row.Tie > 0)
		tied += count(e.row.TieSize > 1)
	}
	return tied, of
}

// strongestLeft gives the dimension without which places move most, nil where none moves any.
func strongestLeft(all []LeaveOut) *LeaveOut {
	var most *LeaveOut
	for i := range all {
		if l := &all[i]; l.Depth == 0 && l.Largest > 0 && (most == nil || l.Shift.Value > most.Shift.Value) {
			most = l
		}
	}
	return most
}

// LeftOut gives the nodes in the order of how far places move without them, those that move nothing left out.
func (r *Robust) LeftOut() []LeaveOut {
	moving := slices.DeleteFunc(slices.Clone(r.LeaveOut), func(l LeaveOut) bool { return l.Largest == 0 })
	slices.SortStableFunc(moving, func(x, y LeaveOut) int { return cmp.Compare(y.Shift.Value, x.Shift.Value) })
	return moving
}
