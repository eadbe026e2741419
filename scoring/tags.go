package scoring

import (
	"fmt"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/result"
)

// tagged is one tag as the arithmetic sees it: the leaves that carry it, each with its share in the index.
type tagged struct {
	id      string
	members []composite.Member
}

// tagged lists the tags of all views that any indicator carries, in the order of the rubric.
func (p *plan) tagged() []tagged {
	shares, carriers := p.rubric.Shares(), p.rubric.Tagged()
	place := map[*rubric.Node]int{}
	for at, n := range p.nodes {
		place[n] = at
	}
	var out []tagged
	for _, v := range p.rubric.Views {
		for _, t := range v.Tags {
			one := tagged{id: t.ID}
			for _, n := range carriers[t.ID] {
				if share := shares[n.ID]; share > 0 {
					one.members = append(one.members, composite.Member{Node: place[n], Weight: share})
				}
			}
			if len(one.members) > 0 {
				out = append(out, one)
			}
		}
	}
	return out
}

// scoreTags computes the second views: each tag is the mean of its indicators by their share in the index, with the
// coverage, the bounds and the minimum coverage of any node.
func (s *scorer) scoreTags(columns []*composite.Column, n int) error {
	for _, t := range s.tags {
		node := composite.Node{Combine: aggregate.Arithmetic{}, MinCoverage: s.rubric.MinCoverage}
		column, err := s.tree.Across(node, t.members, columns, n)
		if err != nil {
			return fmt.Errorf("scoring the tag %s: %w", t.id, err)
		}
		for u := range n {
			scores := s.out.Agencies[u].Results[s.basis]
			if scores.Tags == nil {
				scores.Tags = map[string]*result.Node{}
			}
			scores.Tags[t.id] = s.numbers(u, column)
			if v := scores.Tags[t.id].Value; v != nil {
				scores.Tags[t.id].Band = s.classify(0, *v, s.rubric.Bands)
			}
		}
	}
	return nil
}
