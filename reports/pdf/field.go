package pdf

import (
	"math"
	"slices"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// field is all agencies that are ranked among each other, as the ground that one of them is drawn on.
type field struct {
	// values are the indices that are known, sorted.
	values []float64
	// dimensions has the lowest and the highest value of each dimension, as parts of its scale.
	dimensions [][2]float64
}

// fieldOf gives the agencies that an agency is ranked among: governments, or the others.
func (s *setter) fieldOf(governs bool) *field {
	if s.field == nil {
		s.field = map[bool]*field{}
		for _, a := range s.r.Agencies {
			f := s.field[a.Governs]
			if f == nil {
				f = &field{}
				s.field[a.Governs] = f
			}
			f.add(a)
		}
		for _, f := range s.field {
			slices.Sort(f.values)
		}
	}
	if f := s.field[governs]; f != nil {
		return f
	}
	return &field{}
}

func (f *field) add(a *view.Agency) {
	if a.Index.Known {
		f.values = append(f.values, a.Index.Value)
	}
	for i, dim := range a.Dimensions {
		if i == len(f.dimensions) {
			f.dimensions = append(f.dimensions, [2]float64{math.Inf(1), math.Inf(-1)})
		}
		if dim.Value.Known {
			at := dim.Scale.Part(dim.Value.Value)
			f.dimensions[i][0], f.dimensions[i][1] = min(f.dimensions[i][0], at), max(f.dimensions[i][1], at)
		}
	}
}

// dotsMost is up to how many agencies each is a dot; more are drawn as the outline of how many there are.
const dotsMost = 80

// crowd draws where the agencies stand on the axis, upwards from y: a dot each, piled up where they are close, or an
// outline as high as there are many.
func (s *setter) crowd(f *field, ax axis, y, high, r float64, ink func(v float64) pdfdoc.Color) {
	if len(f.values) == 0 {
		return
	}
	if len(f.values) <= dotsMost {
		slot := 2*r + 0.1
		piles := map[int]int{}
		for _, v := range f.values {
			piles[int(ax.at(v)/slot)]++
		}
		most := 1
		for _, n := range piles {
			most = max(most, n)
		}
		step := min(slot, (high-2*r)/float64(max(most-1, 1)))
		clear(piles)
		for _, v := range f.values {
			x := ax.at(v)
			pile := int(x / slot)
			s.d.Dot(x, y-r-float64(piles[pile])*step, r, ink(v))
			piles[pile]++
		}
		return
	}
	const bins = 60
	var counts [bins]int
	most := 0
	for _, v := range f.values {
		i := min(int((ax.at(v)-ax.x0)/(ax.x1-ax.x0)*bins), bins-1)
		counts[i]++
		most = max(most, counts[i])
	}
	width := (ax.x1 - ax.x0) / bins
	for i, n := range counts {
		if n > 0 {
			h := high * float64(n) / float64(most)
			middle := ax.min + (float64(i)+0.5)/bins*(ax.max-ax.min)
			s.d.FillRect(ax.x0+float64(i)*width, y-h, width-0.15, h, ink(middle))
		}
	}
}

// bandAt gives the band of a number among those of the index, for colours.
func (s *setter) bandAt(v float64) view.BandRef {
	var at view.BandRef
	for _, b := range s.r.Bands {
		if at.ID == "" || v >= b.From {
			at = b.BandRef
		}
	}
	return at
}
