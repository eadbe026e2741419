package weigh

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"siap/scoring/composite/describe"
)

const (
	// gained is how little a turn gains, a row and as a share of what could be had, that counts as nothing: one of about
	// 1e-12 radians where the factors are well apart.
	gained = 1e-25
	// nothing is the length of an indicator's loadings under which it has none.
	nothing = 1e-9
	// sweeps is how many times all pairs of factors are turned at most; a dozen do as a rule.
	sweeps = 1000
)

// Varimax turns factors so that each indicator loads on few of them: the rotation for which the squared loadings of
// each factor vary most (Kaiser, Psychometrika 23, 1958, pp. 187-200), with his normalisation, under which every
// indicator counts the same. Pairs of factors are turned in the plane until none turns further. Loadings are indexed
// by indicator and then factor; the result is new, with the factor that explains most first and each factor's sign
// chosen as in describe.Principal. An error says that the turning did not end.
func Varimax(loadings [][]float64) ([][]float64, error) {
	if len(loadings) == 0 || len(loadings[0]) == 0 {
		return nil, errors.New("rotating factors: there are no indicators or no factors")
	}
	k := len(loadings[0])
	rows, lengths := make([][]float64, len(loadings)), make([]float64, len(loadings))
	var counted [][]float64
	for i, row := range loadings {
		if len(row) != k {
			return nil, errors.New("rotating factors: the rows have different lengths")
		}
		for _, l := range row {
			lengths[i] = math.Hypot(lengths[i], l)
		}
		if !(lengths[i] >= 0) || math.IsInf(lengths[i], 0) {
			return nil, errors.New("rotating factors: a loading is no finite number")
		}
		rows[i] = slices.Clone(row)
		// What the factors do not touch is rounding, and must not be blown up to count like the rest.
		if lengths[i] < nothing {
			lengths[i] = 1
			continue
		}
		counted = append(counted, rows[i])
		for j := range row {
			rows[i][j] /= lengths[i]
		}
	}
	for sweep := 0; ; sweep++ {
		if sweep == sweeps {
			return nil, errors.New("rotating factors: they still turn after a thousand rounds; keep fewer factors")
		}
		largest := 0.0
		for p := range k {
			for q := range p {
				largest = max(largest, turn(rows, counted, q, p))
			}
		}
		if largest < gained {
			break
		}
	}
	explained := make([]float64, k)
	for i, row := range rows {
		for j := range row {
			row[j] *= lengths[i]
			explained[j] += row[j] * row[j]
		}
	}
	order := make([]int, k)
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(explained[b], explained[a]) })
	for i, row := range rows {
		sorted := make([]float64, k)
		for j, from := range order {
			sorted[j] = row[from]
		}
		rows[i] = sorted
	}
	for j := range k {
		describe.Upright(rows, j)
	}
	return rows, nil
}

// turn turns two factors in their plane by the angle that makes the squared loadings of the counted rows vary most, and
// gives what is gained by it, a row.
func turn(rows, counted [][]float64, p, q int) float64 {
	var meanU, meanV float64
	n := float64(len(counted))
	for _, row := range counted {
		meanU += (row[p]*row[p] - row[q]*row[q]) / n
		meanV += 2 * row[p] * row[q] / n
	}
	// Kaiser's numerator and denominator, of differences from the mean: his sums lose what the factors have in common.
	var num, den float64
	for _, row := range counted {
		u, v := row[p]*row[p]-row[q]*row[q]-meanU, 2*row[p]*row[q]-meanV
		num += 2 * u * v
		den += u*u - v*v
	}
	if !(math.Hypot(num, den) > 1e-15*n) {
		return 0 // every angle is as good
	}
	angle := math.Atan2(num, den) / 4
	sin, cos := math.Sincos(angle)
	for _, row := range rows {
		row[p], row[q] = cos*row[p]+sin*row[q], cos*row[q]-sin*row[p]
	}
	return math.Hypot(num, den) / n * angle * angle
}
