package scoring

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// ErrNothingDrawn says that an assessment draws nothing: no draws were asked for, or nobody has a score.
var ErrNothingDrawn = errors.New("nothing is drawn")

// Draws gives what single draws of an assessment used, and what came of them.
type Draws struct {
	scorer *scorer
	engine *robust.Engine
	sets   []rankedSet
	picks  []robust.Choice
}

// Draw is what one draw used, beside the respondents, unknowns and measurements that follow from its seed.
type Draw struct {
	Number int    `json:"number"`
	Seed   uint64 `json:"seed"`
	// Methods are the alternatives taken, by choice.
	Methods map[string]string `json:"methods,omitempty"`
	// Weights are the weights used, by node.
	Weights map[string]float64 `json:"weights"`
}

// DrawnPlace is where an agency stood in one draw; Place is 0 and Index null where it has no score.
type DrawnPlace struct {
	Agency string   `json:"agency"`
	Index  *float64 `json:"index"`
	Place  int      `json:"place"`
}

// NewDraws assesses an input and keeps what its draws are made of. It is what Assess draws, draw by draw.
func NewDraws(ctx context.Context, in Input, opts Options) (*Draws, *result.Assessment, error) {
	out := &Draws{}
	opts.inspect = func(s *scorer, e *robust.Engine, sets []rankedSet, choices []robust.Choice) {
		*out = Draws{scorer: s, engine: e, sets: sets, picks: choices}
	}
	a, err := AssessContext(ctx, in, opts)
	if err != nil {
		return nil, nil, err
	}
	if out.engine == nil {
		return nil, nil, ErrNothingDrawn
	}
	return out, a, nil
}

// All gives what each of the first n draws used, in order.
func (d *Draws) All(n int) iter.Seq[Draw] {
	return func(yield func(Draw) bool) {
		for one := range d.engine.Draws(n) {
			if !yield(d.told(one)) {
				return
			}
		}
	}
}

// Replay computes one draw again, to the last bit as it was: what it used, and where each agency stood among all
// agencies, or each government among all governments.
func (d *Draws) Replay(number int) (Draw, []DrawnPlace, error) {
	one, err := d.engine.Replay(number)
	if err != nil {
		return Draw{}, nil, fmt.Errorf("replaying a draw: %w", err)
	}
	places := make([]DrawnPlace, len(d.scorer.out.Agencies))
	for u, a := range d.scorer.out.Agencies {
		places[u].Agency = a.ID
		if composite.IsKnown(one.Index[u]) {
			places[u].Index = &one.Index[u]
		}
	}
	for s, set := range d.sets {
		for k, u := range set.members {
			if set.column == "" {
				places[u].Place = one.Places[s][k]
			}
		}
	}
	return d.told(one.Draw), places, nil
}

// told names what a draw used.
func (d *Draws) told(one robust.Draw) Draw {
	out := Draw{Number: one.Number, Seed: one.Seed, Weights: map[string]float64{}}
	for k, pick := range one.Picks {
		if out.Methods == nil {
			out.Methods = map[string]string{}
		}
		out.Methods[strings.TrimPrefix(d.picks[k].Name, choices)] = d.picks[k].Alternatives[pick].Name
	}
	for at, n := range d.scorer.nodes {
		if n != nil {
			out.Weights[n.ID] = one.Weights[at]
		}
	}
	return out
}
