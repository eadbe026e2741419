package composite

// pattern finds the patterns in which the members of a node count, and which of them each unit has.
func (l *layout) pattern(in *inner, s state) {
	n, k := l.e.n, len(in.members)
	in.patterns = make([]float64, patternFirst*k, (patternFirst+1)*k)
	ids := make([]uint32, n) // the pattern of the members so far, by unit
	count := uint32(1)
	for _, m := range in.members {
		ids, count = split(ids, count, l.states[m].times)
	}
	rows := make([]int, 0, count) // the pattern of each id, in the order of the first unit that has it
	of := make([]uint32, count)
	out := make([]uint32, n)
	single := true
	for u := range n {
		switch {
		case s.times[u] == 0:
			out[u] = patternNone
		case l.options.Filled && in.under != nil && in.under[u]:
			out[u] = patternDrawn
		default:
			id := ids[u]
			if of[id] == 0 {
				rows = append(rows, u)
				of[id] = patternFirst + uint32(len(rows)) - 1
				for _, m := range in.members {
					in.patterns = append(in.patterns, l.states[m].times[u])
				}
			}
			out[u] = of[id]
		}
		single = single && out[u] == patternFirst
	}
	if !single {
		in.pattern = out
	}
	if len(rows) == 0 { // nobody has a value; one row keeps the matrix whole
		in.patterns = append(in.patterns, make([]float64, k)...)
	}
}

// split tells units apart that have the same id and different times. It numbers what it finds in the order of the
// units, changes ids and gives their new number.
func split(ids []uint32, count uint32, times []float64) ([]uint32, uint32) {
	type key struct {
		id    uint32
		times float64
	}
	plain := true
	for _, t := range times {
		if t != 0 && t != 1 {
			plain = false
			break
		}
	}
	if plain {
		// The usual case, without a map: for each id one number where the member counts and one where not.
		next, numbers := uint32(0), make([]uint32, 2*count)
		for u, id := range ids {
			at := &numbers[2*id+uint32(times[u])]
			if *at == 0 {
				next++
				*at = next
			}
			ids[u] = *at - 1
		}
		return ids, next
	}
	numbers := map[key]uint32{}
	for u, id := range ids {
		at, known := numbers[key{id, times[u]}]
		if !known {
			at = uint32(len(numbers))
			numbers[key{id, times[u]}] = at
		}
		ids[u] = at
	}
	return ids, uint32(len(numbers))
}
