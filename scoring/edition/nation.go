package edition

import (
	"maps"
	"strconv"

	"siap/scoring/result"
)

// nation is a nation as the public edition shows it: its folders under names that tell nothing, and without the items of
// evidence. The anonymous edition has none: the folders and the best of an indicator would tell who is who.
func (r *redactor) nation() *result.Nation {
	from := r.from.Nation
	if from == nil || r.codes != nil {
		return nil
	}
	out := &result.Nation{Parts: []result.Part{}, Best: []result.Best{}}
	for _, p := range from.Parts {
		one := result.Part{
			Path: r.part(p.Path), State: p.State, Reasons: p.Reasons, Title: p.Title, Year: p.Year, Language: p.Language, Rubric: p.Rubric,
			Version: p.Version, Crosswalk: p.Crosswalk, SHA256: p.SHA256, Created: p.Created, Governments: p.Governments, Agencies: p.Agencies,
			Answers: p.Answers, Refused: p.Refused,
		}
		if p.Title == p.Path {
			one.Title = one.Path
		}
		out.Parts = append(out.Parts, one)
	}
	for _, b := range from.Best {
		one := result.Best{Indicator: b.Indicator, Value: b.Value, Agencies: b.Agencies, Examples: []result.Example{}}
		for _, x := range b.Examples {
			one.Examples = append(one.Examples, result.Example{
				Agency: x.Agency, Name: x.Name, Government: x.Government, GovernmentName: x.GovernmentName, Part: r.part(x.Part), Index: x.Index,
			})
		}
		out.Best = append(out.Best, one)
	}
	return out
}

// part is a folder of a nation under its number.
func (r *redactor) part(path string) string {
	if r.from.Nation == nil || path == "" {
		return ""
	}
	for i, p := range r.from.Nation.Parts {
		if p.Path == path {
			return "part-" + strconv.Itoa(i+1)
		}
	}
	return ""
}

// members are the numbers of the agencies below a government.
func members(all map[result.Basis]*result.Members) map[result.Basis]*result.Members {
	out := map[result.Basis]*result.Members{}
	for basis, m := range maps.All(all) {
		if m != nil {
			out[basis] = &result.Members{
				Agencies: m.Agencies, Known: m.Known, Lowest: m.Lowest, LowerQuartile: m.LowerQuartile, Median: m.Median,
				UpperQuartile: m.UpperQuartile, Highest: m.Highest, Contradictions: m.Contradictions,
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
