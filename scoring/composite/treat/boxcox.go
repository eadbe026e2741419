package treat

import (
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// farthest is how far from 0 an exponent is looked for.
const farthest = 5

// BoxCox takes the power (x^λ − 1)/λ of every value, its logarithm where λ is 0 (Box & Cox, Journal of the Royal
// Statistical Society B 26, 1964, p. 214). Where a value is not above 0 all are shifted first, so that the smallest
// becomes 1.
type BoxCox struct {
	Limits Limits
	// Lambda is the exponent; unknown (NaN) takes the one from -5 to 5 under which the column is most likely to come
	// from a normal distribution: the largest −n/2·ln σ²(λ) + (λ − 1)·Σ ln x (ibid., p. 215).
	Lambda float64
}

var _ Method = BoxCox{}

// Treat implements Method. A column that does not vary has no likeliest exponent and stays as it is. An error names
// an exponent that is no number, or under which a value is beyond a float64.
func (m BoxCox) Treat(values []float64) (*Result, error) {
	r, known, err := begin("box_cox", values)
	if err != nil {
		return nil, err
	}
	if math.IsInf(m.Lambda, 0) {
		return nil, fmt.Errorf("treating by box_cox: the exponent %v is no finite number", m.Lambda)
	}
	if len(known) > 0 && !(known[0] > 0) {
		r.Shift = 1 - known[0]
	}
	r.Lambda = m.Lambda
	if !composite.IsKnown(m.Lambda) {
		if r.Before.Constant() {
			return r.finish(values, m.Limits, func(x float64) float64 { return x })
		}
		logs := make([]float64, len(known))
		for i, x := range known {
			logs[i] = ln(x + r.Shift)
		}
		r.Lambda = likeliest(logs)
	}
	return r.finish(values, m.Limits, func(x float64) float64 {
		switch l := ln(x + r.Shift); {
		case r.Lambda == 0:
			return l
		default:
			return math.Expm1(r.Lambda*l) / r.Lambda
		}
	})
}

// likeliest finds the exponent of the largest likelihood from the logarithms of the values: first among steps of 0.1,
// then by golden section between the neighbours of the best.
func likeliest(logs []float64) float64 {
	const step = 0.1
	best, most := 0.0, math.Inf(-1)
	for i := -farthest * 10; i <= farthest*10; i++ {
		if l := likelihood(logs, float64(i)*step); l > most {
			best, most = float64(i)*step, l
		}
	}
	golden := (math.Sqrt(5) - 1) / 2
	from, to := max(best-step, -farthest), min(best+step, farthest)
	a, b := to-golden*(to-from), from+golden*(to-from)
	atA, atB := likelihood(logs, a), likelihood(logs, b)
	for to-from > 1e-8 {
		if atA >= atB {
			to, b, atB = b, a, atA
			a = to - golden*(to-from)
			atA = likelihood(logs, a)
		} else {
			from, a, atA = a, b, atB
			b = from + golden*(to-from)
			atB = likelihood(logs, b)
		}
	}
	return (from + to) / 2
}

// likelihood is the logarithm of the likelihood of an exponent, but for a constant. The powers are measured in the
// largest of them, so that none overflows.
func likelihood(logs []float64, lambda float64) float64 {
	n := float64(len(logs))
	centre, largest := describe.Mean(logs), math.Inf(-1)
	for _, l := range logs {
		largest = max(largest, lambda*(l-centre))
	}
	if largest < 1 {
		largest = 0 // Expm1 keeps the digits of small powers; there is nothing to overflow
	}
	powers := make([]float64, len(logs))
	for i, l := range logs {
		// Of the centred logarithms: so the sum of the logarithms is 0 and the unit of the values means nothing.
		switch d := l - centre; {
		case math.Abs(lambda) < 1e-9:
			powers[i] = d
		case largest == 0:
			powers[i] = math.Expm1(lambda*d) / lambda
		default:
			powers[i] = math.Exp(lambda*d-largest) / lambda
		}
	}
	if s := describe.Of(powers); s.SD > 0 {
		return -n * (largest + math.Log(s.SD))
	}
	return math.Inf(-1) // so near to each other that no exponent tells them apart
}
