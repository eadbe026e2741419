package intake

import (
	"math"

	"go.yaml.in/yaml/v4"

	"siap/rubric"
	"siap/scoring/composite/weigh"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// MaxDraws is the most draws that may be asked for.
const MaxDraws = 1 << 20

// robust reads what is varied to find out how far the ranking can be trusted.
func (r *settingsReader) robust(n *yaml.Node) {
	u := &r.settings.Uncertainty
	r.settings.hasRobust = true
	r.mapping(n, "robust.", fields{
		"draws":       r.draws(&u.Draws),
		"until":       func(v *yaml.Node) { u.Until = r.number(v, 0, 1e6) },
		"weights":     r.variedWeights,
		"respondents": r.yesNo(&u.Respondents),
		"unknowns":    r.yesNo(&u.Unknowns),
		"measurement": r.yesNo(&u.Measurement),
		"methods": func(v *yaml.Node) {
			r.mapping(v, "robust.methods.", fields{
				"normalise": r.words(&u.Methods.Normalise, append([]string{result.MethodOwn}, Comparisons()...)),
				"impute":    r.words(&u.Methods.Impute, append([]string{result.MethodOwn}, Imputations()...)),
				"aggregate": r.words(&u.Methods.Aggregate, append([]string{result.MethodOwn}, Aggregations()...)),
				"weights":   r.words(&u.Methods.Weights, append([]string{result.MethodOwn}, Weighings()...)),
			})
		},
		"sensitivity": r.draws(&u.Sensitivity),
	})
}

// draws reads a number of draws: 0, or 8 times a power of two.
func (r *settingsReader) draws(to *int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		x := int(r.number(n, 0, MaxDraws))
		if !ValidDraws(x) {
			r.wrong(n, "0, 8, 16, 32, … 1024, 2048, …")
			return
		}
		*to = x
	}
}

// ValidDraws reports whether a number of draws can be made: 0, or 8 times a power of two up to MaxDraws.
func ValidDraws(n int) bool {
	return n == 0 || (n >= robust.Shifts && n <= MaxDraws && n&(n-1) == 0)
}

// variedWeights reads how weights vary: none, or a method with its number.
func (r *settingsReader) variedWeights(n *yaml.Node) {
	v := &r.settings.Uncertainty.Weights
	if n.Kind == yaml.ScalarNode {
		word := ""
		r.oneOf(&word, "none")(n)
		*v = result.VariedWeights{}
		return
	}
	*v = result.VariedWeights{Spread: v.Spread}
	r.mapping(n, "robust.weights.", fields{
		"method": r.oneOf(&v.Method, WeightMethods...),
		"spread": func(n *yaml.Node) { v.Spread = r.number(n, math.SmallestNonzeroFloat64, 0.999999) },
		"concentration": func(n *yaml.Node) {
			v.Concentration = r.number(n, math.SmallestNonzeroFloat64, 1e9)
		},
		"experts": func(n *yaml.Node) {
			if n.Kind == yaml.ScalarNode && n.Value != "" {
				r.expertsFile(n)
				return
			}
			if n.Kind != yaml.SequenceNode || len(n.Content) == 0 || len(n.Content) > MaxExperts {
				r.wrong(n, "experts.csv; - {data: 2, human: 1}")
				return
			}
			for _, one := range n.Content {
				weights := map[string]float64{}
				r.pairs(one, func(key, value *yaml.Node) {
					weights[key.Value] = r.number(value, math.SmallestNonzeroFloat64, 1e9)
				})
				v.Experts = append(v.Experts, weights)
			}
		},
	})
	if v.Method == "" && r.settings.Experts != "" {
		v.Method = result.WeightsExperts
	}
	Settle(v)
	if (v.Method == result.WeightsExperts || v.Method == result.WeightsMix) && len(v.Experts) == 0 && r.settings.Experts == "" {
		r.wrong(n, "experts: experts.csv; experts: [{data: 2, human: 1}, …]")
	}
}

// expertsFile notes the file of experts, which is read once the rubric is known.
func (r *settingsReader) expertsFile(n *yaml.Node) {
	if !local(n.Value) {
		r.problems.Add(ruleInputOutside.At(r.at(n)).About("robust.weights.experts").Saw(n.Value))
		return
	}
	r.settings.Experts, r.settings.expertsAt = n.Value, r.at(n)
}

// WeightMethods are the ways weights vary.
var WeightMethods = []string{result.WeightsUniform, result.WeightsDirichlet, result.WeightsExperts, result.WeightsMix}

// Settle completes how weights vary: what the method has no use for is left out, and what it lacks takes its default,
// ±25 % or a concentration of 100.
func Settle(v *result.VariedWeights) {
	if v.Method == "" {
		v.Method = result.WeightsUniform
		if len(v.Experts) > 0 {
			v.Method = result.WeightsExperts
		}
	}
	if v.Method != result.WeightsUniform {
		v.Spread = 0
	} else if v.Spread == 0 {
		v.Spread = 0.25
	}
	if v.Method != result.WeightsDirichlet {
		v.Concentration = 0
	} else if v.Concentration == 0 {
		v.Concentration = 100
	}
}

// yesNo reads true or false.
func (r *settingsReader) yesNo(to *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || (n.Value != "true" && n.Value != "false") {
			r.wrong(n, "true, false")
			return
		}
		*to = n.Value == "true"
	}
}

// words reads a list of words, each one of some.
func (r *settingsReader) words(to *[]string, allowed []string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items := n.Content
		if n.Kind == yaml.ScalarNode {
			items = []*yaml.Node{n}
		}
		*to = nil
		for _, item := range items {
			word := ""
			if r.oneOf(&word, allowed...)(item); word != "" {
				*to = append(*to, word)
			}
		}
	}
}

// Comparisons are the methods that every indicator can be compared by: those that want no number of their own.
func Comparisons() []string {
	var out []string
	for _, m := range rubric.RelativeMethods() {
		if m != rubric.ToTarget && m != rubric.ToReference {
			out = append(out, string(m))
		}
	}
	return out
}

// Imputations are the ways to fill unknowns in that a draw may take, and none.
func Imputations() []string {
	out := []string{"none"}
	for _, m := range rubric.ImputeMethods() {
		out = append(out, string(m))
	}
	return out
}

// Weighings are the ways to find weights from the data alone.
func Weighings() []string { return weigh.Names() }

// Aggregations are those that every node can have: the power mean wants an exponent, the sum scales of its own.
func Aggregations() []string {
	var out []string
	for _, a := range rubric.Aggregations() {
		if a != rubric.PowerMean && a != rubric.Sum {
			out = append(out, string(a))
		}
	}
	return out
}
