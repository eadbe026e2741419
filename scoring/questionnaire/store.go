package questionnaire

import (
	"iter"
	"math"
	"slices"
	"time"

	"siap/internal/diag"
)

// Store holds many answers in little memory: 48 bytes each, and what few of them have beside (words, a time, two counted
// numbers) once for all that share it. An Answer itself takes six times as much, and millions of them are scored.
type Store struct {
	rows rowTable
	more []more
	// The texts that answers share, each once.
	agencies, indicators, items, respondents, roles dictionary[string]
	// who are pairs of a respondent and a role, sheets pairs of a file and a sheet.
	who    dictionary[[2]uint32]
	sheets dictionary[[2]string]
}

// row is an answer. Numbers stand for texts, 0 for the empty one.
type row struct {
	claim, assessed float64
	agency          uint32
	indicator       uint32
	item            uint32
	who             uint32
	place           uint32
	line            uint32
	// more is the place in Store.more, -1 for none.
	more   int32
	column uint16
	// states are those of claim and assessed and the visibility, two bits each, then whether the place has the name of a
	// cell.
	states uint8
}

// rowTable holds rows in pieces, so that none is copied when there are more.
type rowTable struct {
	pieces [][]row
	n      int
}

// pieceBits is the binary logarithm of how many rows a piece has.
const pieceBits = 11

func (t *rowTable) at(i int) *row { return &t.pieces[i>>pieceBits][i&(1<<pieceBits-1)] }

func (t *rowTable) add(r row) {
	k := t.n >> pieceBits
	if k == len(t.pieces) {
		var piece []row // the first one grows, for most stores are small
		if k > 0 {
			piece = make([]row, 0, 1<<pieceBits)
		}
		t.pieces = append(t.pieces, piece)
	}
	t.pieces[k] = append(t.pieces[k], r)
	t.n++
}

// cut keeps the first n rows.
func (t *rowTable) cut(n int) {
	whole := (n + 1<<pieceBits - 1) >> pieceBits
	clear(t.pieces[whole:])
	t.pieces = t.pieces[:whole]
	if rest := n & (1<<pieceBits - 1); rest > 0 {
		t.pieces[whole-1] = t.pieces[whole-1][:rest]
	}
	t.n = n
}

// cellBit is set where the place has the name of a cell.
const cellBit = 1 << 6

// visibilities are what two bits say; the last stands in more.
var visibilities = [3]Visibility{"", Internal, Public}

// more is what few answers have, or many share.
type more struct {
	note, quote, source string
	visibility          Visibility // where it is none of visibilities
	submitted           time.Time
	claimOf, assessedOf *Quotient
	derived             *Derived
	// at is the place of an answer that does not fit into a row.
	at *diag.Place
}

// dictionary gives each text a number, beginning with 1.
type dictionary[K comparable] struct {
	ids  map[K]uint32
	all  []K
	last K
	id   uint32
}

func (d *dictionary[K]) number(k K) uint32 {
	var none K
	if k == none {
		return 0
	}
	if k == d.last {
		return d.id
	}
	id, known := d.ids[k]
	if !known {
		if d.ids == nil {
			d.ids = map[K]uint32{}
		}
		d.all = append(d.all, k)
		id = uint32(len(d.all))
		d.ids[k] = id
	}
	d.last, d.id = k, id
	return id
}

func (d *dictionary[K]) at(id uint32) K {
	if id == 0 {
		var none K
		return none
	}
	return d.all[id-1]
}

// Gather makes a store of some answers.
func Gather(answers ...Answer) *Store {
	s := &Store{}
	for i := range answers {
		s.Add(&answers[i])
	}
	return s
}

// Len is the number of answers; a nil store has none.
func (s *Store) Len() int {
	if s == nil {
		return 0
	}
	return s.rows.n
}

// Add takes a copy of an answer.
func (s *Store) Add(a *Answer) {
	r := row{
		claim: a.Claim.Number, assessed: a.Assessed.Number, agency: s.agencies.number(a.Agency),
		indicator: s.indicators.number(a.Indicator), item: s.items.number(a.Item), who: s.whoIs(a), more: -1,
		states: uint8(a.Claim.State)&3 | (uint8(a.Assessed.State)&3)<<2,
	}
	m := more{note: a.Note, quote: a.Quote, source: a.Source, submitted: a.Submitted, claimOf: a.Claim.Of, assessedOf: a.Assessed.Of, derived: a.Derived}
	v := slices.Index(visibilities[:], a.Visibility)
	if v < 0 {
		v, m.visibility = len(visibilities), a.Visibility
	}
	r.states |= uint8(v) << 4
	s.placed(a.Place, &r, &m)
	if m != (more{}) {
		if n := len(s.more); n == 0 || s.more[n-1] != m {
			s.more = append(s.more, m)
		}
		r.more = int32(len(s.more) - 1)
	}
	s.rows.add(r)
}

func (s *Store) whoIs(a *Answer) uint32 {
	return s.who.number([2]uint32{s.respondents.number(a.Respondent), s.roles.number(a.Role)})
}

// placed writes down where an answer stands.
func (s *Store) placed(p diag.Place, r *row, m *more) {
	named := p.Cell != ""
	r.place = s.sheets.number([2]string{p.File, p.Sheet})
	if p.Line < 0 || p.Line > math.MaxUint32 || p.Column < 0 || p.Column > math.MaxUint16 || (named && p.Cell != cellName(p.Column, p.Line)) {
		m.at = &p
		return
	}
	r.line, r.column = uint32(p.Line), uint16(p.Column)
	if named {
		r.states |= cellBit
	}
}

// cellName is the name of a cell in a workbook: C17. Both count from 1.
func cellName(column, line int) string {
	if column < 1 || line < 1 {
		return ""
	}
	var name [24]byte
	at := len(name)
	for ; line > 0; line /= 10 {
		at--
		name[at] = byte('0' + line%10)
	}
	for ; column > 0; column = (column - 1) / 26 {
		at--
		name[at] = byte('A' + (column-1)%26)
	}
	return string(name[at:])
}

// Read writes the answer at a place, from 0 in the order in which they came, into a.
func (s *Store) Read(i int, a *Answer) {
	r := s.rows.at(i)
	who := s.who.at(r.who)
	*a = Answer{
		Agency: s.agencies.at(r.agency), Indicator: s.indicators.at(r.indicator), Item: s.items.at(r.item),
		Respondent: s.respondents.at(who[0]), Role: s.roles.at(who[1]),
		Claim:    Value{Number: r.claim, State: State(r.states & 3)},
		Assessed: Value{Number: r.assessed, State: State(r.states >> 2 & 3)},
	}
	v := int(r.states >> 4 & 3)
	if v < len(visibilities) {
		a.Visibility = visibilities[v]
	}
	if r.more >= 0 {
		m := &s.more[r.more]
		a.Note, a.Quote, a.Source, a.Submitted, a.Derived = m.note, m.quote, m.source, m.submitted, m.derived
		a.Claim.Of, a.Assessed.Of = m.claimOf, m.assessedOf
		if v == len(visibilities) {
			a.Visibility = m.visibility
		}
		if m.at != nil {
			a.Place = *m.at
			return
		}
	}
	file := s.sheets.at(r.place)
	a.Place = diag.Place{File: file[0], Sheet: file[1], Line: int(r.line), Column: int(r.column)}
	if r.states&cellBit != 0 {
		a.Place.Cell = cellName(int(r.column), int(r.line))
	}
}

// At gives the answer at a place.
func (s *Store) At(i int) Answer {
	var a Answer
	s.Read(i, &a)
	return a
}

// All yields the answers in the order in which they came; each is valid until the next.
func (s *Store) All() iter.Seq[*Answer] {
	return func(yield func(*Answer) bool) {
		var a Answer
		for i := range s.Len() {
			s.Read(i, &a)
			if !yield(&a) {
				return
			}
		}
	}
}

// Agencies gives the ids of those about whom there are answers, in the order in which they came.
func (s *Store) Agencies() []string {
	if s == nil {
		return nil
	}
	seen := make([]bool, len(s.agencies.all)+1)
	var out []string
	for i := range s.Len() {
		if id := s.rows.at(i).agency; !seen[id] {
			seen[id] = true
			out = append(out, s.agencies.at(id))
		}
	}
	return out
}

// Some reports whether any answer has a value, n/a included, claimed or given by an assessor.
func (s *Store) Some() (claimed, assessed bool) {
	for i := range s.Len() {
		states := s.rows.at(i).states
		claimed = claimed || states&3 != 0
		assessed = assessed || states>>2&3 != 0
		if claimed && assessed {
			break
		}
	}
	return claimed, assessed
}

// Derived reports whether the origin of any answer that was brought over from another rubric fulfils a condition.
func (s *Store) Derived(is func(*Derived) bool) bool {
	if s == nil {
		return false
	}
	for i := range s.more {
		if d := s.more[i].derived; d != nil && is(d) {
			return true
		}
	}
	return false
}

// Brief is what every answer has, with a number for each text: the same number is the same text, 0 the empty one.
type Brief struct {
	Agency, Indicator, Item, Respondent, Role uint32
	// File is the file, with its sheet, that the answer stands in; 0 where that is not known.
	File  uint32
	Claim Value
}

// Brief gives the answer at a place in short. It takes a fraction of the time of At.
func (s *Store) Brief(i int) Brief {
	r := s.rows.at(i)
	who := s.who.at(r.who)
	return Brief{
		Agency: r.agency, Indicator: r.indicator, Item: r.item, Respondent: who[0], Role: who[1], File: r.place,
		Claim: Value{Number: r.claim, State: State(r.states & 3)},
	}
}

// IndicatorIDs gives the ids of indicators by their numbers in Brief; that of 0 is "".
func (s *Store) IndicatorIDs() []string { return append([]string{""}, s.indicators.all...) }
