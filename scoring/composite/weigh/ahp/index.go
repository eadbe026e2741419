package ahp

import (
	"fmt"

	"siap/scoring/composite"
)

// Index names a table of random indices: the mean consistency index of matrices filled at random. Which table is taken
// moves the consistency ratio by a tenth and more, so a ratio is never given without it.
type Index string

// The tables.
const (
	// SaatyIndex is Saaty's later one: Theory and Applications of the Analytic Network Process, 2005, p. 31; to 15 items.
	SaatyIndex Index = "saaty_2005"
	// Saaty1980Index is the first, found in most textbooks: The Analytic Hierarchy Process, 1980, p. 21; to 15 items.
	Saaty1980Index Index = "saaty_1980"
	// DoneganDoddIndex is that of Donegan & Dodd, Mathematical and Computer Modelling 15(10), 1991, pp. 135-137, as
	// the Python library AHPy gives it; to 20 items.
	DoneganDoddIndex Index = "donegan_dodd"
	// AlonsoLamataIndex is that of Alonso & Lamata, International Journal of Uncertainty, Fuzziness and Knowledge-Based
	// Systems 14, 2006, pp. 445-459, from 500,000 matrices of each size; beyond 15 items by their line
	// λ = 2.7699·n − 4.3513.
	AlonsoLamataIndex Index = "alonso_lamata"
)

// Indices are all tables, by the names they have in settings.
func Indices() []Index {
	return []Index{SaatyIndex, Saaty1980Index, DoneganDoddIndex, AlonsoLamataIndex}
}

// Of is the random index for n items: 0 for one or two, which cannot contradict each other, and unknown where the
// table does not reach. An error names a table that is none.
func (x Index) Of(n int) (float64, error) {
	var from3 []float64
	switch x {
	case SaatyIndex:
		from3 = []float64{0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59}
	case Saaty1980Index:
		from3 = []float64{0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}
	case DoneganDoddIndex:
		from3 = []float64{
			0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969, 1.5078, 1.5153,
			1.5262, 1.5313, 1.5371,
		}
	case AlonsoLamataIndex:
		from3 = []float64{0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838}
	default:
		return 0, fmt.Errorf("choosing a random index: %q is none; take one of %s", x, listed(Indices()))
	}
	switch {
	case n < 3:
		return 0, nil
	case n-3 < len(from3):
		return from3[n-3], nil
	case x == AlonsoLamataIndex:
		return (2.7699*float64(n) - 4.3513 - float64(n)) / float64(n-1), nil
	}
	return composite.Unknown, nil
}
