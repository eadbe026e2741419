package robust

import (
	"context"
	"fmt"
)

// Above replays so many draws, 0 for DefaultDraws, and gives for each pair of units of a set the probability that the
// first stands above the second: has the better place; ties count for neither. It is for sets whose pairs Run does not
// keep. An error names a unit without a place, or is that of the context.
func (e *Engine) Above(ctx context.Context, set int, pairs [][2]int, made int) ([]Estimate, error) {
	made, err := draws(made)
	if err != nil {
		return nil, fmt.Errorf("comparing pairs: %w", err)
	}
	if set < 0 || set >= len(e.model.Sets) {
		return nil, fmt.Errorf("comparing pairs: there is no set %d", set)
	}
	slots := make([][2]int, len(pairs))
	for i, pair := range pairs {
		for k, unit := range pair {
			if slots[i][k] = e.sets.slot(set, unit); slots[i][k] < 0 {
				return nil, fmt.Errorf("comparing pairs: unit %d has no place in set %d", unit, set)
			}
		}
	}
	var means [Shifts][]float64
	parallel(Shifts, func(shift int) {
		w, places := e.newWorker(), make([]int32, e.sets.slots())
		times := make([]int, len(pairs))
		for point := range made / Shifts {
			if ctx.Err() != nil {
				return
			}
			w.aim(point*Shifts + shift)
			w.draw()
			w.rank(places)
			for i, s := range slots {
				if places[s[0]] < places[s[1]] {
					times[i]++
				}
			}
		}
		means[shift] = make([]float64, len(pairs))
		for i, n := range times {
			means[shift][i] = float64(n) / float64(made/Shifts)
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("comparing pairs: %w", err)
	}
	out := make([]Estimate, len(pairs))
	for i := range out {
		out[i] = estimate(&means, i)
	}
	return out, nil
}
