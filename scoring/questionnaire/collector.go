package questionnaire

import "siap/internal/diag"

// Collector gathers the answers of several files and sees to it that nobody is counted twice: the same respondent
// (in the same role) answers once about an indicator of an agency, or about one item of it. Where both answers
// say when they were submitted, the later one counts; an empty answer gives way to any other.
type Collector struct {
	store Store
	// index finds the answers that count, mine those of the file being read, which follow them in the store.
	index, mine keyIndex
	begin       int // of the file being read
}

// NewCollector makes an empty collector.
func NewCollector() *Collector { return &Collector{} }

// Store gives the answers that count, in the order of the files. The collector may not be used afterwards.
func (c *Collector) Store() *Store { return &c.store }

// Answers gives the same one by one.
func (c *Collector) Answers() []Answer {
	if c.store.Len() == 0 {
		return nil
	}
	out := make([]Answer, c.store.Len())
	for i := range out {
		c.store.Read(i, &out[i])
	}
	return out
}

// Add takes the answers of one file: Take for each, then Commit.
func (c *Collector) Add(file []Answer) (superseded int, found []*diag.Diagnostic) {
	for i := range file {
		c.Take(&file[i])
	}
	return c.Commit()
}

// Take takes a copy of one answer of the file being read. It counts when Commit is called.
func (c *Collector) Take(a *Answer) { c.store.Add(a) }

// Drop forgets the file being read.
func (c *Collector) Drop() {
	c.store.rows.cut(c.begin)
	if c.begin == 0 {
		c.store = Store{}
	}
}

// Commit ends a file. If a respondent answers twice without one answer being the later, nothing of the file is taken and
// the diagnostics (of severity error) say where the other answer stands. Superseded is how many answers, of this file or
// an earlier one, gave way to a later one; a note among the diagnostics says so.
func (c *Collector) Commit() (superseded int, found []*diag.Diagnostic) {
	rows := &c.store.rows
	list := &diag.List{}
	var note *diag.Diagnostic
	// What the file changes of the earlier ones is kept apart until it is clear that it may be taken: drop are rows of the
	// file, replaced are rows before it.
	var drop, replaced map[int]bool
	mark := func(m *map[int]bool, i int) {
		if *m == nil {
			*m = map[int]bool{}
		}
		(*m)[i] = true
	}
	c.mine.clear()
	for i := c.begin; i < rows.n; i++ {
		before, own := c.mine.find(rows, i)
		if before < 0 {
			if before, own = c.index.find(rows, i); before >= 0 {
				own = false
			}
		}
		if before < 0 {
			c.mine.put(rows, i)
			continue
		}
		keepsOld, ok := c.elder(before, i)
		if !ok {
			first, second := c.store.At(before), c.store.At(i)
			list.Add(ruleTwice.At(second.Place).About(second.Indicator).Saw(second.Agency).See(first.Place))
			continue
		}
		if !c.isEmpty(before) && !c.isEmpty(i) {
			superseded++
			if note == nil {
				first, second := c.store.At(before), c.store.At(i)
				note = ruleReplaced.At(second.Place).About(second.Indicator).Saw(second.Agency).See(first.Place)
			}
			note.Count = superseded
		}
		switch {
		case keepsOld:
			mark(&drop, i)
		case own:
			mark(&drop, before)
			c.mine.put(rows, i)
		default:
			mark(&replaced, before)
			c.mine.put(rows, i)
		}
	}
	if list.HasErrors() {
		c.Drop()
		return 0, list.All()
	}
	list.Add(note)
	c.keep(drop, replaced)
	return superseded, list.All()
}

// keep takes the file over. An answer that replaces one of an earlier file takes its place.
func (c *Collector) keep(drop, replaced map[int]bool) {
	rows := &c.store.rows
	switch {
	case len(drop) == 0 && len(replaced) == 0 && c.begin == 0: // the usual first file
		c.index, c.mine = c.mine, c.index
	case len(drop) == 0 && len(replaced) == 0:
		for i := c.begin; i < rows.n; i++ {
			c.index.put(rows, i)
		}
	default:
		end := c.begin
		for i := c.begin; i < rows.n; i++ {
			if drop[i] {
				continue
			}
			if old, _ := c.index.find(rows, i); old >= 0 && replaced[old] {
				*rows.at(old) = *rows.at(i)
				continue
			}
			*rows.at(end) = *rows.at(i)
			c.index.put(rows, end)
			end++
		}
		rows.cut(end)
	}
	c.begin = rows.n
}

// isEmpty reports whether an answer says nothing.
func (a *Answer) isEmpty() bool {
	return a.Claim.State == Unknown && a.Assessed.State == Unknown && a.Note == "" && a.Quote == ""
}

func (c *Collector) isEmpty(i int) bool {
	r := c.store.rows.at(i)
	if r.states&15 != 0 {
		return false
	}
	return r.more < 0 || c.store.more[r.more].note == "" && c.store.more[r.more].quote == ""
}

// elder tells which of two answers of one respondent counts: keepsFirst where it is the first. It reports false where
// that cannot be told.
func (c *Collector) elder(first, second int) (keepsFirst, ok bool) {
	a, b := c.store.At(first), c.store.At(second)
	switch {
	case b.isEmpty():
		return true, true
	case a.isEmpty():
		return false, true
	case a.Submitted.IsZero() || b.Submitted.IsZero() || a.Submitted.Equal(b.Submitted):
		return false, false
	}
	return a.Submitted.After(b.Submitted), true
}

// keyIndex finds rows by who answered what about whom. It is a table of their numbers with open addressing, for a map of
// millions of keys would take more memory than the answers.
type keyIndex struct {
	slots []uint32 // a row's number and one; 0 is free
	used  int
}

func hashOf(r *row) uint64 {
	h := uint64(r.agency)<<32 | uint64(r.indicator)
	h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
	h ^= uint64(r.item)<<32 | uint64(r.who)
	h = (h ^ h>>32) * 0x94d049bb133111eb
	return h ^ h>>29
}

func sameKey(a, b *row) bool {
	return a.agency == b.agency && a.indicator == b.indicator && a.item == b.item && a.who == b.who
}

// find gives the row with the same key as that at i; -1 and false where there is none.
func (x *keyIndex) find(rows *rowTable, i int) (int, bool) {
	if x.used == 0 {
		return -1, false
	}
	mask := uint64(len(x.slots) - 1)
	for at := hashOf(rows.at(i)) & mask; x.slots[at] != 0; at = (at + 1) & mask {
		if k := int(x.slots[at] - 1); sameKey(rows.at(k), rows.at(i)) {
			return k, true
		}
	}
	return -1, false
}

// put makes the row at i the one that is found by its key.
func (x *keyIndex) put(rows *rowTable, i int) {
	if 4*(x.used+1) > 3*len(x.slots) {
		old := x.slots
		x.slots, x.used = make([]uint32, max(1024, 2*len(old))), 0
		for _, k := range old {
			if k != 0 {
				x.put(rows, int(k-1))
			}
		}
	}
	mask := uint64(len(x.slots) - 1)
	at := hashOf(rows.at(i)) & mask
	for ; x.slots[at] != 0; at = (at + 1) & mask {
		if k := int(x.slots[at] - 1); sameKey(rows.at(k), rows.at(i)) {
			x.slots[at] = uint32(i + 1)
			return
		}
	}
	x.slots[at] = uint32(i + 1)
	x.used++
}

// clear empties the table; one that was far larger than what it held is let go, for clearing it would take longer than
// filling it.
func (x *keyIndex) clear() {
	if len(x.slots) > 8*max(x.used, 1024) {
		x.slots = nil
	}
	clear(x.slots)
	x.used = 0
}
