package compare

import (
	"slices"

	"siap/scoring/result"
)

// trends follow every agency over all sides.
func trends(sides []*side) []result.Trend {
	names := map[string]string{}
	for _, s := range sides {
		for _, one := range s.Result.Agencies {
			names[one.ID] = one.Name
		}
	}
	ids := make([]string, 0, len(names))
	for id := range names {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	breaks := breaksOf(sides)
	out := make([]result.Trend, 0, len(ids))
	for _, id := range ids {
		out = append(out, trend(sides, breaks, id, names[id]))
	}
	return out
}

// breaksOf gives the sides that differ in rubric or method from the side before.
func breaksOf(sides []*side) []int {
	var out []int
	for i := 1; i < len(sides); i++ {
		a, b := sides[i-1], sides[i]
		x, y := a.Result.Options, b.Result.Options
		if a.Result.Rubric.Fingerprints.Scoring != b.Result.Rubric.Fingerprints.Scoring || a.Basis != b.Basis ||
			x.Combine != y.Combine || x.Rollup != y.Rollup || weightsText(x.RoleWeights) != weightsText(y.RoleWeights) {
			out = append(out, i)
		}
	}
	return out
}

func trend(sides []*side, breaks []int, id, name string) result.Trend {
	t := result.Trend{Agency: id, Name: name, Breaks: breaks}
	first, last := -1, -1
	scales, rising := false, true
	for i, s := range sides {
		u, there := s.place[id]
		if !there {
			t.Points = append(t.Points, nil)
			continue
		}
		point := &result.TrendPoint{Year: s.Result.Year, Standing: s.standing(u)}
		t.Points = append(t.Points, point)
		if point.Index == nil {
			continue
		}
		if last >= 0 {
			before := t.Points[last]
			years := float64(point.Year - before.Year)
			same := sides[last].rubric().Scale == s.rubric().Scale
			scales, rising = scales || !same, rising && years > 0
			if years > 0 {
				if same {
					point.Yearly = over(*point.Index-*before.Index, years)
				}
				point.RankYearly = over(float64(before.Rank-point.Rank), years)
			}
		} else {
			first = i
		}
		last = i
	}
	switch {
	case last == first: // also where both are -1
		t.Reason = "one_score"
	case !rising:
		t.Reason = "years"
	default:
		a, b := t.Points[first], t.Points[last]
		years := float64(b.Year - a.Year)
		t.RankYearly = over(float64(a.Rank-b.Rank), years)
		if scales {
			t.Reason = "scales"
		} else {
			t.Yearly = over(*b.Index-*a.Index, years)
		}
	}
	return t
}

func over(x, years float64) *float64 {
	x /= years
	return &x
}
