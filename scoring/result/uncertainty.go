package result

// Uncertainty says what is varied to find out how far a ranking can be trusted, and how often. It is part of the
// options of an assessment, and stands whole in its result, so that the draws can be made again.
type Uncertainty struct {
	// Draws is how often everything is drawn and ranked anew, 8 times a power of two; 0 draws nothing. Until ends the
	// drawing early, once the standard error of every mean place is at most so many places; 0 makes all draws.
	Draws int     `json:"draws"`
	Until float64 `json:"until,omitempty"`
	// Weights says how the weights vary.
	Weights VariedWeights `json:"weights"`
	// Respondents draws each agency's respondents anew, Unknowns what is unknown between its bounds, Measurement the
	// measured values within their error.
	Respondents bool `json:"respondents"`
	Unknowns    bool `json:"unknowns"`
	Measurement bool `json:"measurement"`
	// Methods are choices of method, of which each draw takes one.
	Methods VariedMethods `json:"methods,omitzero"`
	// Sensitivity is the size of the samples that say which source matters, 8 times a power of two; 0 does not ask.
	Sensitivity int `json:"sensitivity,omitempty"`
	// LeaveOut asks what the ranking is without each indicator and each respondent, Overtakes for the smallest changes
	// of weights that turn neighbours round, Pairs for the probability of each agency to stand above the next.
	LeaveOut  bool `json:"leave_out,omitempty"`
	Overtakes bool `json:"overtakes,omitempty"`
	Pairs     bool `json:"pairs,omitempty"`
}

// VariedWeights says how weights vary.
type VariedWeights struct {
	// Method is one of the words below, "" for none.
	Method string `json:"method,omitempty"`
	// Spread is the half-width of WeightsUniform: 0.25 is ±25 %. Concentration is that of WeightsDirichlet.
	Spread        float64 `json:"spread,omitempty"`
	Concentration float64 `json:"concentration,omitempty"`
	// Experts are the weights that each expert gave, by node; nodes that one does not name keep the rubric's.
	Experts []map[string]float64 `json:"experts,omitempty"`
}

// The ways weights vary: each by its own uniform factor; the shares of a node's children by a Dirichlet distribution
// around the rubric's; one expert's at a time; a mix of all experts'.
const (
	WeightsUniform   = "uniform"
	WeightsDirichlet = "dirichlet"
	WeightsExperts   = "experts"
	WeightsMix       = "expert_mix"
)

// VariedMethods are alternatives, each list with the rubric's own way under the word "rubric" where that is one of
// them; an empty list varies nothing.
type VariedMethods struct {
	// Normalise are score methods that compare agencies, for all indicators at once.
	Normalise []string `json:"normalise,omitempty"`
	// Impute are imputations, with none.
	Impute []string `json:"impute,omitempty"`
	// Aggregate are aggregations, for all nodes at once.
	Aggregate []string `json:"aggregate,omitempty"`
	// Weights are ways to find weights: equal, and the methods of siap weights that need the data only.
	Weights []string `json:"weights,omitempty"`
}

// MethodOwn is the rubric's own way among the alternatives.
const MethodOwn = "rubric"

// DefaultUncertainty is what a run varies where nothing else is said: every weight by ±25 % (the default of COINr),
// respondents, unknowns and measurements, 1,024 times.
func DefaultUncertainty() Uncertainty {
	return Uncertainty{
		Draws: 1024, Weights: VariedWeights{Method: WeightsUniform, Spread: 0.25},
		Respondents: true, Unknowns: true, Measurement: true, Sensitivity: 128, LeaveOut: true, Overtakes: true, Pairs: true,
	}
}
