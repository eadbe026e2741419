package robust

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"siap/scoring/composite"
)

// drawnWeights draws the weights of a tree n times from evenly spread coordinates.
func drawnWeights(t *testing.T, tree *composite.Tree, w *Weights, n int) [][]float64 {
	t.Helper()
	m := Model{Tree: tree, Leaves: uniformColumns(rand.New(rand.NewPCG(1, 2)), tree, 2, 0), Units: 2}
	var out [][]float64
	for d := range newEngine(t, m, Sources{Weights: w}).Draws(n) {
		out = append(out, d.Weights)
	}
	return out
}

// sums checks that siblings add up to what they do in the tree, with positive weights.
func sums(t *testing.T, tree *composite.Tree, drawn [][]float64) {
	t.Helper()
	for _, weights := range drawn {
		for i := range tree.Nodes {
			want, got := 0.0, 0.0
			for _, c := range tree.Nodes[i].Children {
				want, got = want+tree.Nodes[c].Weight, got+weights[c]
				if !(weights[c] > 0) {
					t.Fatalf("node %d has the weight %v", c, weights[c])
				}
			}
			near(t, "sum of siblings", got, want, 1e-13*want*float64(len(tree.Nodes[i].Children)))
		}
	}
}

// moment is the mean and the variance of a node's share among its siblings.
func moment(tree *composite.Tree, drawn [][]float64, parent, node int) (mean, variance float64) {
	sum := 0.0
	for _, c := range tree.Nodes[parent].Children {
		sum += tree.Nodes[c].Weight
	}
	for _, w := range drawn {
		mean += w[node] / sum / float64(len(drawn))
	}
	for _, w := range drawn {
		variance += math.Pow(w[node]/sum-mean, 2) / float64(len(drawn))
	}
	return mean, variance
}

// Two siblings of weight 1 and ±p: the share is (1 + p·x)/(2 + p·(x + y)), x and y uniform on −1 to 1; its mean is 1/2
// and it lies between (1−p)/2 and (1+p)/2, where it is reached.
func TestUniformWeights(t *testing.T) {
	tree := twoLevels(rand.New(rand.NewPCG(1, 2)), 2, 3, 1)
	tree.Nodes[4].Weight, tree.Nodes[5].Weight = 1, 1
	drawn := drawnWeights(t, tree, &Weights{Kind: UniformWeights, Spread: 0.4}, 1024)
	sums(t, tree, drawn)
	low, high := 1.0, 0.0
	for _, w := range drawn {
		low, high = min(low, w[4]/2), max(high, w[4]/2)
	}
	mean, _ := moment(tree, drawn, 1, 4)
	near(t, "mean share", mean, 0.5, 1e-3)
	near(t, "lowest share", low, 0.3, 0.02)
	near(t, "highest share", high, 0.7, 0.02)
	for _, w := range drawn {
		if math.Abs(w[9]-tree.Nodes[9].Weight) > 1e-15 {
			t.Fatalf("an only child has the weight %v, want its own", w[9])
		}
	}
	// Where a node has no spread of its own, its weight against its siblings' moves with theirs only.
	spreads := make([]float64, len(tree.Nodes))
	spreads[4] = 0.4
	for _, w := range drawnWeights(t, tree, &Weights{Kind: UniformWeights, SpreadOf: spreads}, 64) {
		near(t, "a weight without a spread", w[1]/w[2], tree.Nodes[1].Weight/tree.Nodes[2].Weight, 1e-12)
	}
}

// A Dirichlet distribution with the parameters c·s has the mean s and the variance s·(1−s)/(c+1).
func TestDirichletWeights(t *testing.T) {
	tree := twoLevels(rand.New(rand.NewPCG(1, 2)), 2, 3, 4)
	for _, concentration := range []float64{0.5, 5, 100, 1e6} {
		drawn := drawnWeights(t, tree, &Weights{Kind: DirichletWeights, Concentration: concentration}, 2048)
		sums(t, tree, drawn)
		for parent := range 4 {
			sum := 0.0
			for _, c := range tree.Nodes[parent].Children {
				sum += tree.Nodes[c].Weight
			}
			for _, c := range tree.Nodes[parent].Children {
				s := tree.Nodes[c].Weight / sum
				mean, variance := moment(tree, drawn, parent, c)
				near(t, "mean share", mean, s, 0.01)
				near(t, "variance", variance/(s*(1-s)/(concentration+1)), 1, 0.06)
			}
		}
	}
}

// Quantiles that are known: of the exponential distribution, −ln(1 − u); of shape 1/2, half the square of a normal one;
// and for all shapes those of gonum, which looks for them in another way.
func TestLogGammaQuantile(t *testing.T) {
	for _, u := range []float64{1e-9, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9} {
		near(t, "exponential", logGammaQuantile(1, u), math.Log(-math.Log1p(-u)), 1e-11)
		z := math.Erfinv(u)
		near(t, "shape a half", logGammaQuantile(0.5, u), math.Log(z*z), 1e-9)
	}
	near(t, "tiny shape", logGammaQuantile(1e-4, 0.5), math.Log(0.5)*1e4, 1) // Γ(1 + 1e-4) is 1 − 0.58e-4
	for _, shape := range []float64{0.3, 0.9, 2, 10, 300, 1e5} {
		for _, u := range []float64{1e-6, 0.02, 0.4, 0.6, 0.999, 1 - 1e-7} {
			want := math.Log(mathext.GammaIncRegInv(shape, u))
			near(t, "quantile", logGammaQuantile(shape, u), want, 1e-8*max(1, math.Abs(want)))
		}
	}
}

// Each expert is taken equally often, and nobody else; mixes have the mean of all, lie between them, and uniform
// proportions of three have the variance 1/18 each and the covariance −1/36 (Dirichlet of three ones).
func TestExperts(t *testing.T) {
	tree := twoLevels(rand.New(rand.NewPCG(1, 2)), 2, 3)
	random := rand.New(rand.NewPCG(3, 4))
	var experts [][]float64
	for range 3 {
		weights := make([]float64, len(tree.Nodes))
		for i := range weights {
			weights[i] = 5 * (0.1 + random.Float64())
		}
		experts = append(experts, weights)
	}
	share := func(weights []float64) float64 { return weights[1] / (weights[1] + weights[2]) }
	drawn := drawnWeights(t, tree, &Weights{Kind: OneExpert, Experts: experts}, 768*4/3)
	sums(t, tree, drawn)
	times := map[int]int{}
	for _, w := range drawn {
		for k, e := range experts {
			if math.Abs(share(w)-share(e)) < 1e-12 {
				times[k]++
			}
		}
	}
	for k := range experts {
		near(t, "how often an expert is taken", float64(times[k]), 1024/3.0, 4)
	}

	drawn = drawnWeights(t, tree, &Weights{Kind: ExpertMix, Experts: experts}, 4096)
	sums(t, tree, drawn)
	mean, variance := moment(tree, drawn, 0, 1)
	m, v := 0.0, 0.0
	for i, a := range experts {
		m += share(a) / 3
		for j, b := range experts {
			if i == j {
				v += share(a) * share(b) / 18
			} else {
				v -= share(a) * share(b) / 36
			}
		}
	}
	near(t, "mean of mixes", mean, m, 1e-3)
	near(t, "variance of mixes", variance/v, 1, 0.03)
}
