package result

// Robust says how far the ranking on the headline basis can be trusted: what was varied at random, how often, and what
// became of the places. What it gave for a single agency stands in the agency's Rank.
type Robust struct {
	Basis Basis `json:"basis"`
	// Settings are what was asked for.
	Settings Uncertainty `json:"settings"`
	// Draws is how often everything was drawn and ranked anew; Shifts is how many independent sets they fall into, whose
	// differences give the standard errors.
	Draws  int    `json:"draws"`
	Shifts int    `json:"shifts"`
	Seed   uint64 `json:"seed"`
	// Level is the share of the draws that an interval holds: 0.9 is from the 5 % to the 95 % quantile. Apart is the
	// share of the draws from which on one agency is said to stand above another.
	Level float64 `json:"level"`
	Apart float64 `json:"apart"`
	// Sources are what was varied.
	Sources []Source `json:"sources"`
	// Shift is the mean, over agencies and draws, of how many places an agency moved; Error is the largest standard error
	// of an agency's mean place.
	Shift float64 `json:"shift"`
	Error float64 `json:"error"`
	// Factors say which source moves the ranking, the strongest first; empty where it was not asked or nothing moves.
	Factors []Factor `json:"factors,omitempty"`
	// LeaveOut says what the ranking would be without one indicator, in the order of the rubric.
	LeaveOut []LeaveOut `json:"leave_out,omitempty"`
	// Respondents says which agencies would change their place without one of their respondents, and how.
	Respondents []LeaveRespondent `json:"respondents,omitempty"`
	// Overtakes say how small a change of weights turns two neighbours of the ranking round, the first pair first.
	Overtakes []Overtake `json:"overtakes,omitempty"`
}

// Source is one thing that is not known for sure and was therefore varied.
type Source struct {
	// ID is one of the words below, Method how it was varied, Parameter the method's number (the half-width of a spread,
	// a concentration), 0 where it has none.
	ID        string  `json:"id"`
	Method    string  `json:"method"`
	Parameter float64 `json:"parameter,omitempty"`
	// Agencies is how many agencies have anything of it to vary: more than one respondent, an unknown answer.
	Agencies int `json:"agencies"`
	// Choices are the alternatives of a choice of method.
	Choices []string `json:"choices,omitempty"`
}

// The sources of uncertainty.
const (
	SourceWeights     = "weights"
	SourceRespondents = "respondents"
	SourceUnknowns    = "unknowns"
	SourceMeasurement = "measurement"
	SourceMethods     = "methods"
)

// Factor is the part of one source, or of one choice within it, in how the ranking moves: Sobol indices of the mean
// absolute shift of the places.
type Factor struct {
	// ID is a source, or a choice of method such as methods.aggregation.
	ID string `json:"id"`
	// First is the part of the variance that goes away when this factor alone is known, Total the part that stays when
	// all others are; both with the interval of a bootstrap at the Level.
	First Estimate `json:"first"`
	Total Estimate `json:"total"`
}

// Estimate is a number with its interval.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// LeaveOut is the ranking without one node.
type LeaveOut struct {
	Node string `json:"node"`
	// Shift is the mean number of places an agency moves, Largest the most that one does, and Agency who (the first of
	// them in the list) with its place without the node.
	Shift   float64 `json:"shift"`
	Largest int     `json:"largest"`
	Agency  string  `json:"agency,omitempty"`
	Place   int     `json:"place,omitempty"`
}

// LeaveRespondent is the largest change of place that an agency has without one of its respondents.
type LeaveRespondent struct {
	Agency string `json:"agency"`
	// Respondent is a code, Role its role.
	Respondent string `json:"respondent"`
	Role       string `json:"role,omitempty"`
	// Place is the place without the respondent, Found the one with all; Index is the index without.
	Place int     `json:"place"`
	Found int     `json:"found"`
	Index float64 `json:"index"`
}

// Overtake says how two agencies, the lower one next to the upper in the ranking, would change places.
type Overtake struct {
	Upper string `json:"upper"`
	Lower string `json:"lower"`
	// Spread is the smallest s such that some weights within ±s of the rubric's (0.1 is 10 %) bring them level; null where
	// none up to 1 does, or where it was not computed, for the Reason.
	Spread *float64 `json:"spread"`
	// Node is the one node whose weight alone does it with the smallest relative change, From its weight and To the
	// weight at which they are level; Node is "" where no single weight does.
	Node   string  `json:"node,omitempty"`
	From   float64 `json:"from,omitempty"`
	To     float64 `json:"to,omitempty"`
	Reason string  `json:"reason,omitempty"`
}

// Spread is how an agency's place varied over the draws.
type Spread struct {
	Median float64 `json:"median"`
	Mean   float64 `json:"mean"`
	// Error is the standard error of the mean.
	Error float64 `json:"error"`
	// Counts[k] of the draws gave the place First + k; where Width is above 1, as in very long lists, one of Width places
	// from First + k·Width on.
	First  int   `json:"first"`
	Width  int   `json:"width,omitempty"`
	Counts []int `json:"counts"`
	// Low and High are the quantiles of the index that hold Robust.Level of the draws.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Above is the share of the draws in which the agency stood above the next one of the ranking; null for the last.
	Above *float64 `json:"above,omitempty"`
}

// The methods of an interval of places.
const (
	// IntervalDraws: the quantiles of the draws that hold Robust.Level of them, and the place itself.
	IntervalDraws = "draws"
	// IntervalBounds: what is possible whatever the unknown answers turn out to be.
	IntervalBounds = "bounds"
)
