package questionnaire

import (
	"cmp"
	"fmt"
	"slices"
)

// Cells are the answers of a store agency by agency and indicator by indicator, those of one indicator by item, role and
// respondent, whatever order they came in.
type Cells struct {
	store *Store
	// order are the answers' places in the store; begin gives where in it each cell begins, and where the last ends.
	order      []uint32
	begin      []uint32
	indicators int
}

// Cells puts the answers in order. The functions give the places of an agency and of an indicator, of which there are so
// many, and false for one that is not known, which is an error.
func (s *Store) Cells(agencies, indicators int, agency, indicator func(id string) (int, bool)) (*Cells, error) {
	c := &Cells{store: s, indicators: indicators, begin: make([]uint32, agencies*indicators+1)}
	if s.Len() == 0 {
		return c, nil
	}
	rowOf, columnOf := placesOf(&s.agencies, agency), placesOf(&s.indicators, indicator)
	cell := func(r *row) int { return rowOf[r.agency]*indicators + columnOf[r.indicator] }
	for i := range s.Len() {
		r := s.rows.at(i)
		switch {
		case rowOf[r.agency] < 0:
			return nil, fmt.Errorf("taking the answer at %s: agency %q is not in the list", s.At(i).Place, s.agencies.at(r.agency))
		case columnOf[r.indicator] < 0:
			return nil, fmt.Errorf("taking the answer at %s: indicator %q is not in the rubric", s.At(i).Place, s.indicators.at(r.indicator))
		}
		c.begin[cell(r)+1]++
	}
	for k := range len(c.begin) - 1 {
		c.begin[k+1] += c.begin[k]
	}
	// A counting sort by cell; the few answers of one cell are put in order afterwards.
	c.order = make([]uint32, s.Len())
	next := slices.Clone(c.begin)
	for i := range s.Len() {
		k := cell(s.rows.at(i))
		c.order[next[k]] = uint32(i)
		next[k]++
	}
	within := s.within()
	for k := range len(c.begin) - 1 {
		if some := c.order[c.begin[k]:c.begin[k+1]]; len(some) > 1 {
			slices.SortStableFunc(some, within)
		}
	}
	return c, nil
}

// placesOf gives the place of each number of a dictionary; -1 for one that is not known.
func placesOf(d *dictionary[string], place func(string) (int, bool)) []int {
	out := make([]int, len(d.all)+1)
	for id := range out {
		out[id] = -1
		if at, known := place(d.at(uint32(id))); known {
			out[id] = at
		}
	}
	return out
}

// within compares two answers of one cell.
func (s *Store) within() func(a, b uint32) int {
	items, roles, respondents := ranksOf(&s.items), ranksOf(&s.roles), ranksOf(&s.respondents)
	via := func(r *row) string {
		if r.more < 0 || s.more[r.more].derived == nil {
			return ""
		}
		return s.more[r.more].derived.Via
	}
	return func(i, j uint32) int {
		a, b := s.rows.at(int(i)), s.rows.at(int(j))
		if a.item != b.item {
			return cmp.Compare(items[a.item], items[b.item])
		}
		if a.who != b.who {
			p, q := s.who.at(a.who), s.who.at(b.who)
			return cmp.Or(cmp.Compare(roles[p[1]], roles[q[1]]), cmp.Compare(respondents[p[0]], respondents[q[0]]))
		}
		return cmp.Compare(via(a), via(b))
	}
}

// ranksOf gives each number of a dictionary its place in the order of the texts.
func ranksOf(d *dictionary[string]) []uint32 {
	ids := make([]uint32, len(d.all)+1)
	for id := range ids {
		ids[id] = uint32(id)
	}
	slices.SortFunc(ids, func(a, b uint32) int { return cmp.Compare(d.at(a), d.at(b)) })
	ranks := make([]uint32, len(ids))
	for place, id := range ids {
		ranks[id] = uint32(place)
	}
	return ranks
}

// Block is the answers of one agency.
type Block struct {
	answers []Answer
	all     []*Answer
	begin   []uint32
}

// At gives the answers to one indicator, by item, role and respondent. They are valid until the block is loaded again.
func (b *Block) At(indicator int) []*Answer {
	if b.begin == nil {
		return nil
	}
	return b.all[b.begin[indicator]-b.begin[0] : b.begin[indicator+1]-b.begin[0]]
}

// Len is the number of answers of the agency.
func (b *Block) Len() int { return len(b.all) }

// Load reads the answers of the agency at a place into a block.
func (c *Cells) Load(agency int, b *Block) {
	b.begin = c.begin[agency*c.indicators : (agency+1)*c.indicators+1]
	some := c.order[b.begin[0]:b.begin[c.indicators]]
	if cap(b.answers) < len(some) {
		b.answers = make([]Answer, len(some))
		b.all = make([]*Answer, len(some))
		for k := range b.answers {
			b.all[k] = &b.answers[k]
		}
	}
	b.answers, b.all = b.answers[:len(some)], b.all[:len(some)]
	for k, i := range some {
		c.store.Read(int(i), &b.answers[k])
	}
}

// Count is how many answers the agency gave to the indicator.
func (c *Cells) Count(agency, indicator int) int {
	k := agency*c.indicators + indicator
	return int(c.begin[k+1] - c.begin[k])
}

// Answered reports whether any answer about the agency has a value, n/a included.
func (c *Cells) Answered(agency int) bool {
	for _, i := range c.order[c.begin[agency*c.indicators]:c.begin[(agency+1)*c.indicators]] {
		if c.store.rows.at(int(i)).states&15 != 0 {
			return true
		}
	}
	return false
}
