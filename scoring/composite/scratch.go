package composite

// Scratch is memory that an Aggregator may be lent to work in, again and again. What it gives out is valid until
// Reset. The zero value is ready for use; it serves one goroutine.
type Scratch struct {
	floats   []float64
	used     int
	wanted   int
	children []Weighted
}

// Floats gives n numbers, all zero.
func (s *Scratch) Floats(n int) []float64 {
	s.wanted += n
	if s.used+n > len(s.floats) {
		s.floats, s.used = make([]float64, max(s.wanted, 2*len(s.floats))), 0
	}
	out := s.floats[s.used : s.used+n : s.used+n]
	s.used += n
	clear(out)
	return out
}

// Children gives room for n children.
func (s *Scratch) Children(n int) []Weighted {
	if n > len(s.children) {
		s.children = make([]Weighted, n)
	}
	return s.children[:n]
}

// Reset takes everything back.
func (s *Scratch) Reset() { s.used, s.wanted = 0, 0 }

// Borrower is an Aggregator that does its work in memory lent to it, and then does not allocate.
type Borrower interface {
	Aggregator
	// AggregateIn does what Aggregate does.
	AggregateIn(dst []float64, children []Weighted, s *Scratch)
}

// Linear is an Aggregator that may be the weighted arithmetic mean Σ w·n·x / Σ w·n of what is known. An Evaluator
// computes such nodes by products of matrices.
type Linear interface {
	Aggregator
	// IsMean reports whether it is.
	IsMean() bool
}

func isMean(a Aggregator) bool {
	l, may := a.(Linear)
	return may && l.IsMean()
}
