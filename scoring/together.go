package scoring

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// Drawn is the index of some agencies in the draws of one assessment, and what these draws are: all that a ranking beside
// the agencies of other assessments needs, draw by draw.
type Drawn struct {
	Basis    result.Basis       `json:"basis"`
	Seed     uint64             `json:"seed"`
	Settings result.Uncertainty `json:"settings"`
	Sources  []result.Source    `json:"sources"`
	// Common is the hash of the methods and the weights of the first draws: what all agencies of a draw share.
	Common string `json:"common"`
	// Agencies are their ids, Draws is how many draws are kept, from the first on: 8 times a power of two.
	Agencies []string `json:"agencies"`
	Draws    int      `json:"draws"`
	// Index has a number for each of Agencies, draw by draw.
	Index []float64 `json:"-"`
}

// Collector takes the draws of some agencies' index down while an assessment makes them.
type Collector struct {
	// Of gives the agencies, by their places, once all are scored; those without an index are left out.
	Of func(a *result.Assessment) []int
	// Most is how many draws are kept at most, the first: 8 times a power of two; fewer, but never fewer than 8, where they
	// would have more numbers than Room.
	Most, Room int
	// Drawn is what was taken down; nil where nothing was drawn.
	Drawn *Drawn

	units []int
}

// commonDraws is how many draws Drawn.Common is the hash of: whatever stops drawing early makes that many.
const commonDraws = 256

// begin makes room and gives what takes a draw down.
func (c *Collector) begin(s *scorer, most int) func(number int, index []float64) {
	c.Drawn, c.units = &Drawn{Draws: max(0, min(most, c.Most)), Agencies: []string{}}, nil
	for _, u := range c.Of(s.out) {
		if one := s.out.Agencies[u]; one.Results[s.basis].Index.Value != nil {
			c.units, c.Drawn.Agencies = append(c.units, u), append(c.Drawn.Agencies, one.ID)
		}
	}
	n := len(c.units)
	for c.Drawn.Draws > robust.Shifts && c.Drawn.Draws*n > c.Room {
		c.Drawn.Draws /= 2
	}
	c.Drawn.Index = make([]float64, c.Drawn.Draws*n)
	return func(number int, index []float64) {
		if number >= c.Drawn.Draws {
			return
		}
		own := c.Drawn.Index[number*n : (number+1)*n]
		for k, u := range c.units {
			own[k] = index[u]
		}
	}
}

// end notes what the draws were.
func (c *Collector) end(of *result.Robust, engine *robust.Engine) {
	d := c.Drawn
	d.Basis, d.Seed, d.Settings, d.Sources = of.Basis, of.Seed, of.Settings, of.Sources
	d.Draws = min(d.Draws, of.Draws)
	d.Index = d.Index[:d.Draws*len(c.units)]
	h := sha256.New()
	for one := range engine.Draws(min(commonDraws, of.Draws)) {
		for _, pick := range one.Picks {
			_ = binary.Write(h, binary.LittleEndian, int64(pick)) // a hash takes everything
		}
		for _, w := range one.Weights { // rounded, for the last bits are the processor's
			_ = binary.Write(h, binary.LittleEndian, float32(w))
		}
	}
	d.Common = hex.EncodeToString(h.Sum(nil))
}

// Trait is one thing that must be the same in two assessments for their draws to go together: the name of the setting, and
// what it is.
type Trait struct{ Setting, Value string }

// TraitDraws is the setting of how many draws were asked for.
const TraitDraws = "robust.draws"

// Traits are all of them. Draws that have the same have the same weights and methods by number.
func (d *Drawn) Traits() []Trait {
	u := &d.Settings
	return []Trait{
		{"basis", string(d.Basis)},
		{"seed", strconv.FormatUint(d.Seed, 10)},
		{TraitDraws, strconv.Itoa(u.Draws)},
		{"robust.weights", written(u.Weights)},
		{"robust.respondents", strconv.FormatBool(u.Respondents)},
		{"robust.unknowns", strconv.FormatBool(u.Unknowns)},
		{"robust.measurement", strconv.FormatBool(u.Measurement)},
		{"robust.methods", written(u.Methods)},
		{"robust.methods.weights", d.Common[:min(len(d.Common), 8)]}, // settings are the same: weights found from the data
	}
}

// written writes a setting as JSON.
func written(x any) string {
	data, err := json.Marshal(x)
	if err != nil {
		return err.Error() // a number that is none; nothing else that is set lacks a form
	}
	return string(data)
}

// CanPutTogether reports whether places by a rubric can be given draw by draw from indexes alone: not where agencies are
// compared with each other on their dimensions.
func CanPutTogether(r *rubric.Rubric) bool { return r.Order == "" || r.Order == rubric.ByIndex }

// RankDraws gives the places of an assessment that was put together from several, and ranked (Rank), the intervals of draws:
// in each draw the agencies of all are ranked by the index that they have in the draw of that number within their own. drawn
// is by Agency.Part; all must have the same Traits, and every agency that has an index on their basis must be in one. Where
// they have different numbers of draws, the first ones that all have are taken.
func RankDraws(ctx context.Context, a *result.Assessment, drawn map[string]*Drawn) error {
	p, err := newPlan(a.Rubric.Tree)
	if err != nil {
		return fmt.Errorf("laying out the rubric %s: %w", a.Rubric.ID, err)
	}
	parts := slices.Sorted(maps.Keys(drawn))
	if len(parts) == 0 || !CanPutTogether(a.Rubric.Tree) {
		return nil
	}
	first := drawn[parts[0]]
	wanted := first.Settings
	wanted.Sensitivity, wanted.LeaveOut, wanted.Overtakes = 0, false, false // which is not asked of a nation
	s := &scorer{plan: p, options: &Options{GroupBy: a.Options.GroupBy, Seed: first.Seed}, basis: first.Basis, out: a}
	sets := s.rankedSets()
	if len(sets) == 0 {
		return nil
	}
	given, err := s.given(drawn)
	if err != nil {
		return err
	}
	engine, err := robust.New(s.modelOf(s.tops(), sets), robust.Sources{Given: given}, first.Seed)
	if err != nil {
		return fmt.Errorf("laying out the draws: %w", err)
	}
	made := first.Draws
	for _, d := range drawn {
		made = min(made, d.Draws)
	}
	options := robust.Options{Draws: made}
	if wanted.Pairs {
		options.Pairs = robust.Neighbours
	}
	counted, err := engine.Run(ctx, options)
	if err != nil {
		return fmt.Errorf("ranking the draws: %w", err)
	}
	var told []result.Source
	for _, part := range parts {
		told = mergeSources(told, drawn[part].Sources)
	}
	s.tell(wanted, told, sets, counted)
	return nil
}

// tops lays the indexes of all agencies out as the only indicator of a tree.
func (s *scorer) tops() robust.Model {
	n := len(s.out.Agencies)
	scale := s.tree.ScaleOf(0)
	index := composite.NewLeaf(n)
	for u, a := range s.out.Agencies {
		if x := a.Results[s.basis].Index.Value; x != nil {
			index.Set(u, *x)
		}
	}
	return robust.Model{
		Tree: &composite.Tree{Scale: scale, Nodes: []composite.Node{
			{Children: []int{1}, Combine: aggregate.Arithmetic{}, Scale: scale}, {Weight: 1, Scale: scale},
		}},
		Leaves: []*composite.Column{nil, index}, Units: n,
	}
}

// given gives the index of every agency in a draw, from its part.
func (s *scorer) given(drawn map[string]*Drawn) (func(number int, index []float64), error) {
	type source struct {
		of *Drawn
		at int
	}
	places := map[*Drawn]map[string]int{}
	for _, d := range drawn {
		places[d] = map[string]int{}
		for k, id := range d.Agencies {
			places[d][id] = k
		}
	}
	from := make([]source, len(s.out.Agencies))
	for u, a := range s.out.Agencies {
		if a.Results[s.basis].Index.Value == nil {
			continue
		}
		d := drawn[a.Part]
		at, there := places[d][a.ID]
		if !there {
			return nil, fmt.Errorf("putting the draws of %s together: %s has an index and no draws", a.Part, a.ID)
		}
		from[u] = source{d, at}
	}
	return func(number int, index []float64) {
		for u, one := range from {
			index[u] = math.NaN()
			if one.of != nil {
				index[u] = one.of.Index[number*len(one.of.Agencies)+one.at]
			}
		}
	}, nil
}

// mergeSources adds the agencies of what was varied in another assessment.
func mergeSources(all, more []result.Source) []result.Source {
	for _, m := range more {
		k := slices.IndexFunc(all, func(s result.Source) bool { return s.ID == m.ID && s.Method == m.Method })
		if k < 0 {
			all = append(all, m)
			continue
		}
		all[k].Agencies += m.Agencies
	}
	return all
}
