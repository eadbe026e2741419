package robust

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"

	"siap/scoring/robust/variance"
)

// TargetKind is a kind of output that the sensitivity analysis explains.
type TargetKind int

// The kinds of targets.
const (
	// MeanShift is how far the places of a set are from those as found, on average over its units: |place − place as
	// found|.
	MeanShift TargetKind = iota + 1
	// PlaceOf is the place of one unit in a set, IndexOf the index of one unit.
	PlaceOf
	IndexOf
)

// Target is an output that the sensitivity analysis explains.
type Target struct {
	Kind TargetKind
	// Set is which of the model's sets, of MeanShift and PlaceOf; Unit which unit, of PlaceOf and IndexOf.
	Set, Unit int
}

// FactorGroup is some factors that are varied together, as one input.
type FactorGroup struct {
	Name string
	// Factors are numbers of Engine.Factors.
	Factors []int
}

// SensitivityOptions say how the sensitivity analysis is made.
type SensitivityOptions struct {
	// Rows is the size of each of the two samples, Shifts times a power of two; 0 is 512. With k groups of factors,
	// Rows·(k + 2) draws are made.
	Rows int
	// Groups are the inputs; nil makes each choice of method, the weights of all nodes together, the unknowns, the
	// respondents and the measurements one input each. Factors that are in none stay as in the first sample.
	Groups []FactorGroup
	// Targets are the outputs; nil is the MeanShift of the first set.
	Targets []Target
	// Resamples and Level are those of the intervals: variance.Options.
	Resamples int
	Level     float64
	// Progress is told how many rows are done; it may be called by several goroutines.
	Progress func(done, of int)
}

// Sensitivity is what came of a sensitivity analysis.
type Sensitivity struct {
	Seed       uint64
	Rows, Runs int
	Groups     []FactorGroup
	Targets    []TargetSensitivity
}

// TargetSensitivity has the indices of one target, one for each of the groups.
type TargetSensitivity struct {
	Target
	variance.Result
}

// Sensitivity estimates how much of the variance of the targets comes from which factors. The first sample is the
// draws of Run; the second takes the next coordinates of the same points and other generators.
func (e *Engine) Sensitivity(ctx context.Context, o SensitivityOptions) (*Sensitivity, error) {
	rows, err := draws(o.Rows)
	if o.Rows == 0 {
		rows = 512
	}
	if err != nil {
		return nil, fmt.Errorf("analysing the sensitivity: %w", err)
	}
	if o.Groups == nil {
		o.Groups = e.defaultGroups()
	}
	if o.Targets == nil {
		o.Targets = []Target{{Kind: MeanShift}}
	}
	if err := e.checkSensitivity(&o); err != nil {
		return nil, fmt.Errorf("analysing the sensitivity: %w", err)
	}
	samples := make([]variance.Sample, len(o.Targets))
	for t := range samples {
		samples[t] = variance.Sample{A: make([]float64, rows), B: make([]float64, rows)}
		for range o.Groups {
			samples[t].AB = append(samples[t].AB, make([]float64, rows))
		}
	}
	const block = 8
	workers := make(chan *analyst, rows)
	var done atomic.Int64
	parallel(rows/block, func(b int) {
		if ctx.Err() != nil {
			return
		}
		var a *analyst
		select {
		case a = <-workers:
		default:
			a = e.newAnalyst(&o)
		}
		for row := b * block; row < (b+1)*block; row++ {
			a.row(row, samples)
		}
		workers <- a
		if made := int(done.Add(block)); o.Progress != nil {
			o.Progress(made, rows)
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("analysing the sensitivity: %w", err)
	}
	out := &Sensitivity{Seed: e.seed, Rows: rows, Runs: rows * (len(o.Groups) + 2), Groups: o.Groups}
	for t, target := range o.Targets {
		r, err := variance.Indicate(samples[t], variance.Options{
			Resamples: o.Resamples, Level: o.Level, Seed: mix(mix(e.seed, forResampling), uint64(t)),
		})
		if err != nil {
			return nil, fmt.Errorf("analysing the sensitivity of target %d: %w", t, err)
		}
		out.Targets = append(out.Targets, TargetSensitivity{target, *r})
	}
	return out, nil
}

// defaultGroups makes one input of the weights of all nodes, and one of every other factor.
func (e *Engine) defaultGroups() []FactorGroup {
	var out []FactorGroup
	weights := -1
	for i, f := range e.factors {
		name := ""
		switch f.Kind {
		case MethodFactor:
			name = e.plan.choices[f.Choice].Name
		case WeightFactor:
			if weights >= 0 {
				out[weights].Factors = append(out[weights].Factors, i)
				continue
			}
			weights, name = len(out), "weights"
		case UnknownFactor:
			name = "unknowns"
		case RespondentFactor:
			name = "respondents"
		case MeasurementFactor:
			name = "measurement"
		}
		out = append(out, FactorGroup{name, []int{i}})
	}
	return out
}

func (e *Engine) checkSensitivity(o *SensitivityOptions) error {
	if len(o.Groups) == 0 {
		return fmt.Errorf("nothing is uncertain")
	}
	in := map[int]bool{}
	for _, g := range o.Groups {
		for _, f := range g.Factors {
			if f < 0 || f >= len(e.factors) || in[f] {
				return fmt.Errorf("the group %q has factor %d, which is none or in two groups", g.Name, f)
			}
			in[f] = true
		}
	}
	for _, t := range o.Targets {
		switch {
		case t.Kind < MeanShift || t.Kind > IndexOf:
			return fmt.Errorf("there is no target of kind %d", t.Kind)
		case t.Kind != IndexOf && (t.Set < 0 || t.Set >= len(e.model.Sets)):
			return fmt.Errorf("there is no set %d", t.Set)
		case t.Kind == PlaceOf && e.sets.slot(t.Set, t.Unit) < 0:
			return fmt.Errorf("unit %d has no place in set %d", t.Unit, t.Set)
		case t.Kind == IndexOf && (t.Unit < 0 || t.Unit >= e.model.Units || math.IsNaN(e.nominal.index[t.Unit])):
			return fmt.Errorf("unit %d has no index", t.Unit)
		}
	}
	return nil
}

// analyst makes the draws of single rows.
type analyst struct {
	*worker
	options *SensitivityOptions
	slots   []int // of the targets that are places
	places  []int32
	a, b    []float64 // the coordinates of both samples
}

func (e *Engine) newAnalyst(o *SensitivityOptions) *analyst {
	a := &analyst{
		worker: e.newWorker(), options: o, places: make([]int32, e.sets.slots()),
		a: make([]float64, e.coordinates), b: make([]float64, e.coordinates),
	}
	for _, t := range o.Targets {
		slot := -1
		if t.Kind == PlaceOf {
			slot = e.sets.slot(t.Set, t.Unit)
		}
		a.slots = append(a.slots, slot)
	}
	return a
}

// row computes the targets at one point of both samples, and at that of the first with each group from the second.
func (a *analyst) row(row int, samples []variance.Sample) {
	e := a.e
	a.pointOf(row)
	e.coordinatesOf(a.a, a.point, row, matrixA)
	e.coordinatesOf(a.b, a.point, row, matrixB)
	seeds := [2]uint64{e.seedOf(row, matrixA), e.seedOf(row, matrixB)}
	all := func(coordinates []float64, seed uint64) {
		copy(a.spec.coordinates, coordinates)
		for s := range a.spec.seeds {
			a.spec.seeds[s] = seed
		}
	}
	all(a.a, seeds[matrixA])
	a.targets(func(t int, y float64) { samples[t].A[row] = y })
	all(a.b, seeds[matrixB])
	a.targets(func(t int, y float64) { samples[t].B[row] = y })
	for g, group := range a.options.Groups {
		all(a.a, seeds[matrixA])
		for _, i := range group.Factors {
			f := &e.factors[i]
			copy(a.spec.coordinates[f.from:f.to], a.b[f.from:f.to])
			switch f.Kind {
			case UnknownFactor:
				a.spec.seeds[streamUnknowns] = seeds[matrixB]
			case RespondentFactor:
				a.spec.seeds[streamRespondents] = seeds[matrixB]
			case MeasurementFactor:
				a.spec.seeds[streamMeasurement] = seeds[matrixB]
			}
		}
		a.targets(func(t int, y float64) { samples[t].AB[g][row] = y })
	}
}

// targets makes the draw of the spec and hands out what comes of it.
func (a *analyst) targets(to func(target int, y float64)) {
	e := a.e
	a.draw()
	a.rank(a.places)
	root := e.model.Tree.ScaleOf(0)
	for t, target := range a.options.Targets {
		switch target.Kind {
		case MeanShift:
			from, end := e.sets.from[target.Set], e.sets.from[target.Set+1]
			shift := 0
			for slot := from; slot < end; slot++ {
				d := int(a.places[slot] - e.nominal.places[slot])
				shift += max(d, -d)
			}
			to(t, float64(shift)/float64(max(1, end-from)))
		case PlaceOf:
			to(t, float64(a.places[a.slots[t]]))
		case IndexOf:
			to(t, (a.index[target.Unit]-root.Min)/(root.Max-root.Min))
		}
	}
}
