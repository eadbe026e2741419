package scoring

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// sampler draws the evidence of agencies for package robust: for each way to normalise, the bootstraps of all agencies.
type sampler struct {
	// byPick gives which of bootstraps a draw takes, by the alternative chosen for the normalisation; choice is that
	// choice's place among the picks, -1 where there is none.
	bootstraps [][]*bootstrap
	choice     int
	leafOf     []int // the place of an indicator among the engine's leaves
	persons    int

	times  []int32
	values []float64
}

// Fork implements robust.Forker.
func (s *sampler) Fork() robust.Sampler {
	other := *s
	other.times, other.values = make([]int32, s.persons), make([]float64, len(s.leafOf))
	return &other
}

// Sample implements robust.Sampler.
func (s *sampler) Sample(values []float64, unit int, picks []int, respondents, measurement *rand.Rand) {
	way := 0
	if s.choice >= 0 {
		way = picks[s.choice]
	}
	b := s.bootstraps[way][unit]
	if b == nil {
		return
	}
	if b.deck != nil && (measurement == nil || !b.gauged) {
		b.deck.draw(values, b.roles, respondents)
		return
	}
	b.ask(s.times, respondents)
	b.with(s.values, s.times, measurement)
	for k := range b.leaves {
		i := b.leaves[k].indicator
		values[s.leafOf[i]] = s.values[i]
	}
}

// newSampler lays out the draws of evidence, one for each way to normalise, whose scorers have resolved the cells.
func newSampler(ways []*scorer, cells [][]resolved, choice int) *sampler {
	first := ways[0]
	out := &sampler{choice: choice, leafOf: make([]int, len(first.evidence.indicators))}
	leaf := 0
	for at := range first.tree.Nodes {
		if i := first.indicator[at]; i >= 0 {
			out.leafOf[i] = leaf
			leaf++
		}
	}
	for w, s := range ways {
		all := make([]*bootstrap, s.agencies.Len())
		for u := range all {
			all[u] = s.bootstrapOf(u, cells[w][u*len(s.evidence.indicators):])
			if all[u] != nil {
				out.persons = max(out.persons, all[u].persons)
			}
		}
		out.bootstraps = append(out.bootstraps, all)
	}
	return out
}

// varying counts the agencies of which respondents, and of which measurements, can be drawn anew.
func (s *sampler) varying() (respondents, measured int) {
	for _, b := range s.bootstraps[0] {
		if b == nil {
			continue
		}
		if b.asked() {
			respondents++
		}
		if b.gauged {
			measured++
		}
	}
	return respondents, measured
}

// asked reports whether anything depends on who was asked.
func (b *bootstrap) asked() bool {
	for k := range b.leaves {
		for j := range b.leaves[k].items {
			if len(b.leaves[k].items[j].parts) > 0 {
				return true
			}
		}
	}
	return false
}

// Count implements robust.Respondents: who answered anything that a draw could move.
func (s *sampler) Count(unit int) int {
	if b := s.bootstraps[0][unit]; b != nil {
		return b.persons
	}
	return 0
}

// Without implements robust.Respondents.
func (s *sampler) Without(values []float64, unit, respondent int) {
	b := s.bootstraps[0][unit]
	times, own := make([]int32, b.persons), make([]float64, len(s.leafOf))
	for k := range times {
		times[k] = 1
	}
	times[respondent] = 0
	b.with(own, times, nil)
	for k := range b.leaves {
		i := b.leaves[k].indicator
		values[s.leafOf[i]] = own[i]
	}
}

// sources says what is varied, as package robust takes it and as the result tells it.
func (s *scorer) sources(wanted *result.Uncertainty, cells []resolved) (robust.Sources, []result.Source, error) {
	var out robust.Sources
	var told []result.Source
	weights, err := s.variedWeights(wanted.Weights)
	if err != nil {
		return out, nil, err
	}
	if out.Weights = weights; weights != nil {
		told = append(told, result.Source{
			ID: result.SourceWeights, Method: wanted.Weights.Method, Agencies: s.scored(),
			Parameter: max(wanted.Weights.Spread, wanted.Weights.Concentration),
		})
	}
	ways, all, choice, methods, err := s.variedMethods(wanted.Methods, cells)
	if err != nil {
		return out, nil, err
	}
	out.Methods = methods
	if wanted.Respondents || wanted.Measurement {
		sampler := newSampler(ways, all, choice)
		asked, measured := sampler.varying()
		out.Respondents, out.Measurement = wanted.Respondents && asked > 0, wanted.Measurement && measured > 0
		if out.Respondents || out.Measurement {
			sampler.deal()
			out.Sampler = sampler
		}
		if choice < 0 {
			s.drawn = sampler
		}
		if wanted.Respondents {
			told = append(told, result.Source{ID: result.SourceRespondents, Method: "bootstrap", Agencies: asked})
		}
		if wanted.Measurement {
			told = append(told, result.Source{ID: result.SourceMeasurement, Method: "error", Agencies: measured})
		}
	}
	if out.Unknowns = wanted.Unknowns; wanted.Unknowns {
		told = append(told, result.Source{ID: result.SourceUnknowns, Method: "uniform", Agencies: s.incomplete()})
	}
	if methods != nil {
		for _, c := range methods.Choices {
			one := result.Source{ID: result.SourceMethods, Method: strings.TrimPrefix(c.Name, choices), Agencies: s.scored()}
			for _, a := range c.Alternatives {
				one.Choices = append(one.Choices, a.Name)
			}
			told = append(told, one)
		}
	}
	return out, told, nil
}

// scored is how many agencies have an index on the basis.
func (s *scorer) scored() int {
	n := 0
	for _, a := range s.out.Agencies {
		if a.Results[s.basis].Index.Value != nil {
			n++
		}
	}
	return n
}

// incomplete is how many of them have an unknown part.
func (s *scorer) incomplete() int {
	n := 0
	for _, a := range s.out.Agencies {
		if index := a.Results[s.basis].Index; index.Value != nil && index.Coverage < 1-composite.Tolerance {
			n++
		}
	}
	return n
}

// variedWeights says how weights vary; nil where they do not.
func (s *plan) variedWeights(v result.VariedWeights) (*robust.Weights, error) {
	switch v.Method {
	case "":
		return nil, nil
	case result.WeightsUniform:
		return &robust.Weights{Kind: robust.UniformWeights, Spread: v.Spread}, nil
	case result.WeightsDirichlet:
		return &robust.Weights{Kind: robust.DirichletWeights, Concentration: v.Concentration}, nil
	case result.WeightsExperts, result.WeightsMix:
		out := &robust.Weights{Kind: robust.OneExpert}
		if v.Method == result.WeightsMix {
			out.Kind = robust.ExpertMix
		}
		for _, expert := range v.Experts {
			out.Experts = append(out.Experts, s.weightsOf(expert))
		}
		return out, nil
	}
	return nil, fmt.Errorf("reading how weights vary: %q is no way", v.Method)
}

// weightsOf gives the weights of the tree, with those that are named in place of the rubric's.
func (s *plan) weightsOf(named map[string]float64) []float64 {
	out := make([]float64, len(s.tree.Nodes))
	for at := range out {
		out[at] = s.tree.Nodes[at].Weight
		if n := s.nodes[at]; n != nil {
			for _, name := range []string{n.ID, n.Code} {
				if w, is := named[name]; is && name != "" {
					out[at] = w
				}
			}
		}
	}
	out[0] = 1
	return out
}
