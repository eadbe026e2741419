package result

import "siap/rubric"

// PlanSchema is the version of the plan that "siap plan --json" writes.
const PlanSchema = "siap/plan/1"

// Plan is the cheapest set of level rises by which one agency reaches a target, all other agencies staying as they are.
type Plan struct {
	Schema  string `json:"schema"`
	Title   string `json:"title"`
	Year    int    `json:"year"`
	Rubric  string `json:"rubric"`
	Version string `json:"version"`
	Agency  string `json:"agency"`
	Name    string `json:"name"`
	Basis   Basis  `json:"basis"`
	// Invented says that the data of the assessment are made up.
	Invented *rubric.Text `json:"invented,omitempty"`
	Target   PlanTarget   `json:"target"`
	// Reached says that the steps reach the target; where nothing does, the steps are all there are.
	Reached bool `json:"reached"`
	// Proof is optimal where nothing cheaper reaches the target (nothing as cheap gives more, of a budget), gap where the work was stopped before that was known:
	// then nothing under Bound does, and Gap is Effort less Bound. It is unreachable where nothing reaches it.
	Proof string  `json:"proof"`
	Bound float64 `json:"bound"`
	Gap   float64 `json:"gap"`
	// Work is how many relaxed problems were solved, of at most Limit.
	Work  int `json:"work"`
	Limit int `json:"limit"`
	// Unit is effort, the rubric's, or cost, from a file of the planner's own.
	Unit   string       `json:"unit"`
	Effort float64      `json:"effort"`
	Before PlanStanding `json:"before"`
	After  PlanStanding `json:"after"`
	// Steps are in the order in which they are taken.
	Steps []PlanStep `json:"steps"`
	// PerYear is what a year has room for, 0 for no limit; Years are the years then.
	PerYear float64    `json:"per_year,omitempty"`
	Years   []PlanYear `json:"years,omitempty"`
	// Frontier are all efforts at which more of the index can be had than with less, from nothing on. FrontierProof is
	// as Proof; a frontier with a gap may lack points, and none of its points is out of reach.
	Frontier      []PlanPoint `json:"frontier"`
	FrontierProof string      `json:"frontier_proof"`
	// Assumptions are what the plan takes for granted: words of the list below.
	Assumptions []string `json:"assumptions"`
	// Left are the indicators that the plan does not touch though they are not at their top, with the reason.
	Left []PlanLeft `json:"left,omitempty"`
}

// The proofs of a plan.
const (
	ProofOptimal     = "optimal"
	ProofGap         = "gap"
	ProofUnreachable = "unreachable"
)

// The assumptions of a plan.
const (
	// AssumeEffortOne: the rubric gives some steps no effort; each counts 1.
	AssumeEffortOne = "effort_one"
	// AssumeMeasured: where a measurement counts, it rises with the level.
	AssumeMeasured = "measured"
	// AssumeUnknownKept: what is unknown stays unknown. AssumeUnknownBottom: it stands at the bottom of its scale.
	AssumeUnknownKept   = "unknown_kept"
	AssumeUnknownBottom = "unknown_bottom"
	// AssumeLevel: an indicator climbs no higher than what it depends on. AssumeStarted: what it depends on must be above
	// its bottom. AssumeIgnored: prerequisites were not looked at.
	AssumeLevel   = "prerequisites_level"
	AssumeStarted = "prerequisites_started"
	AssumeIgnored = "prerequisites_ignored"
	// AssumePrerequisite: some prerequisites are unknown, and taken for fulfilled.
	AssumePrerequisite = "prerequisite_unknown"
	// AssumeSpread: what is begun in one year may end in the next, and counts in the year it ends.
	AssumeSpread = "spread"
	// AssumeDraws: the intervals of places are from draws of weights and unknown answers; respondents are not drawn anew.
	AssumeDraws = "draws"
	// AssumeRounded: costs are counted in units of which there are at most some thousands; the gap says what that hides.
	AssumeRounded = "rounded"
)

// PlanTarget is what is to be reached: a band, an index or a rank, or the most that a budget can buy.
type PlanTarget struct {
	Band   string   `json:"band,omitempty"`
	Index  *float64 `json:"index,omitempty"`
	Rank   int      `json:"rank,omitempty"`
	Budget *float64 `json:"budget,omitempty"`
}

// PlanStanding is where the agency stands.
type PlanStanding struct {
	// Index is null where the agency has none yet; Low and High are its bounds.
	Index    *float64 `json:"index"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	Coverage float64  `json:"coverage"`
	Band     string   `json:"band,omitempty"`
	// Rank is the place among the others as they are, Interval where it lies by draws of weights and unknown answers, or
	// what the bounds of all leave possible; 0 and null without an index, and where the rubric decides places by more than
	// the index.
	Rank     int       `json:"rank"`
	Of       int       `json:"of"`
	Interval *Interval `json:"interval"`
}

// PlanStep lifts one indicator, or one row of it, by one level.
type PlanStep struct {
	Indicator string `json:"indicator"`
	Item      string `json:"item,omitempty"`
	// From and To are scores; From of the first step of an indicator is its value, which may lie between two levels.
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Level is the level To is the score of; null for an indicator without levels.
	Level  *float64 `json:"level,omitempty"`
	Effort float64  `json:"effort"`
	// Assumed says that the rubric gives the step no effort.
	Assumed bool `json:"assumed,omitempty"`
	// Gain is what the index gains by the step after those before it; Index is the index then.
	Gain  float64 `json:"gain"`
	Index float64 `json:"index"`
	// Year counts from 1; 0 without a limit for each year.
	Year int `json:"year,omitempty"`
	// Needs are the prerequisites that must stand at their score first, whether they do or are lifted by the plan.
	Needs []PlanNeed `json:"needs,omitempty"`
	// Claim and Measured say what must rise: what is claimed, what is measured.
	Claim    bool          `json:"claim"`
	Measured *PlanMeasured `json:"measured,omitempty"`
	// Action is the rubric's text; null where it has none.
	Action *rubric.Text `json:"action,omitempty"`
}

// PlanNeed is a prerequisite of a step.
type PlanNeed struct {
	Indicator string  `json:"indicator"`
	Item      string  `json:"item,omitempty"`
	Score     float64 `json:"score"`
}

// PlanMeasured is what must be measured for a step to count.
type PlanMeasured struct {
	Metric    string           `json:"metric"`
	Reduction rubric.Reduction `json:"reduction"`
	Unit      string           `json:"unit"`
	// Value is the value from which on the score is reached, AtMost that it is a highest one; null where that cannot be
	// said because it depends on the other agencies.
	Value  *float64 `json:"value"`
	AtMost bool     `json:"at_most,omitempty"`
}

// PlanYear is the end of one year of a plan.
type PlanYear struct {
	Year   int          `json:"year"`
	Effort float64      `json:"effort"`
	Steps  int          `json:"steps"`
	After  PlanStanding `json:"after"`
}

// PlanPoint is one point of the frontier.
type PlanPoint struct {
	Effort float64 `json:"effort"`
	Index  float64 `json:"index"`
	Band   string  `json:"band,omitempty"`
}

// CurvePoint is what a budget buys.
type CurvePoint struct {
	Effort float64 `json:"effort"`
	Value  float64 `json:"value"`
}

// PlanLeft is an indicator that cannot be planned.
type PlanLeft struct {
	Indicator string `json:"indicator"`
	Item      string `json:"item,omitempty"`
	// Reason is fixed, unknown, placeholder, no_steps, relative, no_cost, prerequisite or no_effect.
	Reason string `json:"reason"`
}

// PlansSchema is the version of what "siap plan --all --json" writes.
const PlansSchema = "siap/plans/1"

// Plans is one budget shared out among many agencies.
type Plans struct {
	Schema  string `json:"schema"`
	Title   string `json:"title"`
	Year    int    `json:"year"`
	Rubric  string `json:"rubric"`
	Version string `json:"version"`
	Basis   Basis  `json:"basis"`
	// Goal is mean, the highest mean index, or reached, the most agencies that reach the target.
	Goal     string       `json:"goal"`
	Invented *rubric.Text `json:"invented,omitempty"`
	// Target is what the goal reached counts; null for the other.
	Target *PlanTarget `json:"target,omitempty"`
	Budget float64     `json:"budget"`
	Spent  float64     `json:"spent"`
	Unit   string      `json:"unit"`
	Proof  string      `json:"proof"`
	// Before and After are the mean index; Reached is how many agencies stand at the target then, and at first.
	Before        float64 `json:"before"`
	After         float64 `json:"after"`
	ReachedBefore int     `json:"reached_before"`
	Reached       int     `json:"reached"`
	// Agencies are those that get something, in the order of the assessment; Considered is how many could.
	Considered  int          `json:"considered"`
	Agencies    []AgencyPlan `json:"agencies"`
	Assumptions []string     `json:"assumptions"`
	// Curve is what the goal comes to, a mean index or a number of agencies, at every budget that buys more than a smaller
	// one, up to this one.
	Curve []CurvePoint `json:"curve"`
}

// AgencyPlan is one agency's part of a budget.
type AgencyPlan struct {
	Agency string       `json:"agency"`
	Name   string       `json:"name"`
	Effort float64      `json:"effort"`
	Before PlanStanding `json:"before"`
	After  PlanStanding `json:"after"`
	Steps  []PlanStep   `json:"steps"`
	// Reached says that it stands at the target, where there is one.
	Reached bool `json:"reached"`
}
