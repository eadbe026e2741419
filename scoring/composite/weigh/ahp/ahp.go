// Package ahp finds weights from judgements of two at a time: how many times as important as that is this? (Analytic
// Hierarchy Process; Saaty, The Analytic Hierarchy Process, 1980.)
//
// A matrix of judgements has one row and one column for each item; the entry in row i and column j says how many times
// as important i is as j, on the usual scale 1 to 9 and their reciprocals, and the entry across is its reciprocal.
// Either of the two may be left unknown (NaN); where both are, the judgement is missing and the matrix is refused, with
// its place. People contradict themselves, and the consistency ratio says how much: up to 0.1 is acceptable by Saaty's
// rule, and the judgement that fits worst is named.
package ahp

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"siap/scoring/composite"
)

const (
	// Acceptable is the consistency ratio up to which judgements are taken as they are (Saaty 1980, p. 21).
	Acceptable = 0.1
	// reciprocity is how far the product of two entries across may be from 1: a third written with ten digits.
	reciprocity = 1e-6
	// extreme is how many times as important an item may be at most; the scale ends at 9.
	extreme = 1e12
	// mostItems is how many items can be compared; with more nobody would have answered all pairs.
	mostItems = 100
)

// Method is how weights are made of judgements.
type Method string

// The methods. They agree where the judgements are consistent, and for three items always.
const (
	// Eigenvector is the principal right eigenvector (Saaty 1980).
	Eigenvector Method = "eigenvector"
	// GeometricMean is the geometric mean of each row (Crawford & Williams, Journal of Mathematical Psychology 29, 1985,
	// pp. 387-405).
	GeometricMean Method = "geometric_mean"
)

// Methods are all of them, by the names they have in settings.
func Methods() []Method { return []Method{Eigenvector, GeometricMean} }

// Options say how judgements become weights. The zero value takes the eigenvector and SaatyIndex.
type Options struct {
	Method Method
	Index  Index
}

// Priorities are the weights that a matrix of judgements makes.
type Priorities struct {
	// Weights sum to 1.
	Weights []float64
	// LambdaMax is the largest eigenvalue, n where the judgements are consistent; for the geometric mean the mean of
	// (A·w)/w in its place.
	LambdaMax float64
	// Consistency is the consistency index, (λmax − n)/(n − 1); 0 for one item or two.
	Consistency float64
	// Ratio is the consistency index over the random index; 0 for one item or two, unknown where the table of random
	// indices does not reach.
	Ratio float64
	// Index is the table of random indices, RandomIndex its entry.
	Index       Index
	RandomIndex float64
	// Worst is the judgement furthest from what the weights say.
	Worst Misfit
}

// Misfit is a judgement beside the ratio of the weights it led to. Row and Column are those above the diagonal.
type Misfit struct {
	Row, Column      int
	Judged, Weighted float64
}

// Complete checks a matrix of judgements and gives it with every reciprocal exact: those left unknown, and those
// written with a few digits, by the entry above the diagonal. An error names the place of the first entry that is not
// above 0 or not its counterpart's reciprocal, and of the first judgement that is missing; rows and columns are counted
// from 1.
func Complete(judgements [][]float64) ([][]float64, error) {
	n := len(judgements)
	if n == 0 {
		return nil, errors.New("reading judgements: there are no items")
	}
	if n > mostItems {
		return nil, fmt.Errorf("reading judgements: %d items are too many to compare; make groups of at most %d", n, mostItems)
	}
	out := make([][]float64, n)
	for i, row := range judgements {
		if len(row) != n {
			return nil, fmt.Errorf("reading judgements: row %d has %d entries, want %d", i+1, len(row), n)
		}
		out[i] = slices.Clone(row)
		for j, x := range row {
			if composite.IsKnown(x) && !(x >= 1/extreme && x <= extreme) {
				return nil, fmt.Errorf("reading judgements: row %d, column %d is %v; want a number above 0, usually 1/9 to 9", i+1, j+1, x)
			}
		}
	}
	for i := range n {
		if x := out[i][i]; composite.IsKnown(x) && math.Abs(x-1) > reciprocity {
			return nil, fmt.Errorf("reading judgements: row %d, column %d compares an item with itself and is %v, want 1", i+1, i+1, x)
		}
		out[i][i] = 1
		for j := i + 1; j < n; j++ {
			above, below := out[i][j], out[j][i]
			switch {
			case !composite.IsKnown(above) && !composite.IsKnown(below):
				return nil, fmt.Errorf("reading judgements: row %d, column %d is missing, and so is its counterpart; judge the pair", i+1, j+1)
			case !composite.IsKnown(above):
				out[i][j] = 1 / below
			case !composite.IsKnown(below):
				out[j][i] = 1 / above
			case math.Abs(above*below-1) > reciprocity:
				return nil, fmt.Errorf("reading judgements: row %d, column %d is %v, and row %d, column %d is %v, want %v; "+
					"leave one of them empty to have it worked out", i+1, j+1, above, j+1, i+1, below, 1/above)
			default:
				out[j][i] = 1 / above
			}
		}
	}
	return out, nil
}

// Solve finds the weights that a matrix of judgements makes. Errors are those of Complete, and an unknown method or
// table of random indices.
func Solve(judgements [][]float64, o Options) (*Priorities, error) {
	a, err := Complete(judgements)
	if err != nil {
		return nil, err
	}
	return solve(a, o)
}

func solve(a [][]float64, o Options) (*Priorities, error) {
	if o.Index == "" {
		o.Index = SaatyIndex
	}
	n := len(a)
	p := &Priorities{Index: o.Index}
	var err error
	if p.RandomIndex, err = o.Index.Of(n); err != nil {
		return nil, err
	}
	rows := geometricMeans(a)
	switch o.Method {
	case Eigenvector, "":
		p.Weights = principal(a, rows)
		p.LambdaMax = 0
		for i := range a {
			for j, w := range p.Weights {
				p.LambdaMax += a[i][j] * w // of weights that sum to 1
			}
		}
	case GeometricMean:
		p.Weights = rows
		for i, w := range p.Weights {
			for j, v := range p.Weights {
				p.LambdaMax += a[i][j] * v / w / float64(n)
			}
		}
	default:
		return nil, fmt.Errorf("choosing how judgements become weights: %q is no method; take one of %s", o.Method, listed(Methods()))
	}
	if n > 2 {
		p.Consistency = max(0, (p.LambdaMax-float64(n))/float64(n-1))
		p.Ratio = p.Consistency / p.RandomIndex // unknown where the index is
	}
	p.Worst = misfit(a, p.Weights)
	return p, nil
}

// listed joins names for a message.
func listed[T ~string](names []T) string {
	var words []string
	for _, n := range names {
		words = append(words, string(n))
	}
	return strings.Join(words, ", ")
}

// geometricMeans are those of the rows, with the sum 1.
func geometricMeans(a [][]float64) []float64 {
	logs := make([]float64, len(a))
	for i, row := range a {
		for _, x := range row {
			logs[i] += math.Log(x) / float64(len(row))
		}
	}
	return exponentials(logs)
}

// exponentials gives numbers from their logarithms, with the sum 1.
func exponentials(logs []float64) []float64 {
	largest := slices.Max(logs)
	out, sum := make([]float64, len(logs)), 0.0
	for i, l := range logs {
		out[i] = math.Exp(l - largest)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// principal is the principal right eigenvector, with the sum 1: the direction in which all columns of A, A², A⁴, …
// come to point. Squaring gets there however slowly the single powers would, and as all entries are above 0 no digits
// cancel. First the matrix is brought near to ones by the weights that the geometric means make.
func principal(a [][]float64, rows []float64) []float64 {
	n := len(a)
	power := make([][]float64, n)
	for i := range a {
		power[i] = make([]float64, n)
		for j := range a {
			power[i][j] = a[i][j] / rows[i] * rows[j]
		}
	}
	before := make([]float64, n)
	for range 64 {
		square, largest := make([][]float64, n), 0.0
		for i := range square {
			square[i] = make([]float64, n)
			for k, x := range power[i] {
				for j, y := range power[k] {
					square[i][j] += x * y
				}
			}
			largest = max(largest, slices.Max(square[i]))
		}
		now, total := make([]float64, n), 0.0
		for i, row := range square {
			for j := range row {
				row[j] /= largest
				now[i] += row[j]
			}
			total += now[i]
		}
		still := true
		for i := range now {
			now[i] /= total
			still = still && math.Abs(now[i]-before[i]) <= 1e-15*now[i]
		}
		power, before = square, now
		if still {
			break
		}
	}
	out, sum := make([]float64, n), 0.0
	for i := range out {
		out[i] = before[i] * rows[i]
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// misfit finds the judgement furthest, as a ratio, from that of the weights.
func misfit(a [][]float64, weights []float64) Misfit {
	var worst Misfit
	most := -1.0
	for i := range a {
		for j := i + 1; j < len(a); j++ {
			ratio := weights[i] / weights[j]
			if off := math.Abs(math.Log(a[i][j] / ratio)); off > most {
				most, worst = off, Misfit{Row: i, Column: j, Judged: a[i][j], Weighted: ratio}
			}
		}
	}
	return worst
}
