// Package fitness holds the types of a report on the data of an assessment: whether they are fit to rank by. It says
// nothing of how the numbers came about (package doctor) nor how they are put into words (package view).
//
// Ids are those of the assessment; the id of the index is "". A number that has no meaning (the correlation with an
// indicator on which all agencies are alike) is nil, and null in JSON; nothing here is NaN or infinite.
package fitness

import "siap/internal/diag"

// Report is what was found about the data of one assessment on one basis.
type Report struct {
	// Basis is that of the scores: self, assessed or accepted.
	Basis string `json:"basis"`
	// Agencies are those compared, by id, in the order of the assessment; NotCompared is how many others there are,
	// which are ranked among themselves (governments beside their agencies).
	Agencies    []string `json:"agencies"`
	NotCompared int      `json:"not_compared"`
	// Limits are what the numbers were held against.
	Limits Limits `json:"limits"`
	// Findings are the doubts, the gravest kind first.
	Findings []Finding `json:"findings"`
	// AnswerDoubts counts the doubts about single answers that the assessment itself holds, by code (QA100 and on).
	AnswerDoubts map[string]int `json:"answer_doubts"`

	Distributions []Distribution `json:"distributions"`
	Correlations  Correlations   `json:"correlations"`
	Alphas        []Alpha        `json:"alphas"`
	Components    []Components   `json:"components"`
	Weights       []Weight       `json:"weights"`
	Agreement     Agreement      `json:"agreement"`
}

// Limits are the thresholds of the findings. doctor.Defaults has their usual values with the source of each.
type Limits struct {
	// Agencies is how many agencies with a score statistics about them need at least, PerItem how many for each member
	// of a node; Pair is how many agencies a single correlation needs.
	Agencies int     `json:"agencies"`
	PerItem  float64 `json:"per_item"`
	Pair     int     `json:"pair"`
	// Available is the share, 0 to 1, of what applies that should be known, of an indicator and of an agency.
	Available float64 `json:"available"`
	// Alike is the share of agencies on one value from which on an indicator hardly tells them apart.
	Alike float64 `json:"alike"`
	// Skewness and Kurtosis, both exceeded, mark a distribution with outliers that decide it.
	Skewness float64 `json:"skewness"`
	Kurtosis float64 `json:"kurtosis"`
	// Levels is how many different values an indicator needs before single values are called outliers, Few the share of
	// the agencies up to which values very far from the others are that.
	Levels int     `json:"levels"`
	Few    float64 `json:"few"`
	// Collinear is the size of a correlation from which on two indicators say the same (or the opposite); Contrary the
	// correlation, below 0, down to which members of one node may go; Probability is that under which a correlation
	// counts as more than chance.
	Collinear   float64 `json:"collinear"`
	Contrary    float64 `json:"contrary"`
	Probability float64 `json:"probability"`
	// Alpha is what Cronbach's alpha should reach, AlphaLow what it must, AlphaGain by how much it must grow without a
	// member for this to be said.
	Alpha     float64 `json:"alpha"`
	AlphaLow  float64 `json:"alpha_low"`
	AlphaGain float64 `json:"alpha_gain"`
	// Eigenvalue and Variance, both exceeded, make a component strong.
	Eigenvalue float64 `json:"eigenvalue"`
	Variance   float64 `json:"variance"`
	// WeightTimes and WeightApart, both reached, are how far an effective weight may be from the stated one: so many
	// times, and so much of the whole; Say is the share of its say that a dimension should keep beside another. Both
	// are doubts only where an effect (r²) is no larger than Weak, for members that go together share theirs.
	WeightTimes float64 `json:"weight_times"`
	WeightApart float64 `json:"weight_apart"`
	Say         float64 `json:"say"`
	Weak        float64 `json:"weak"`
	// Ends is the share of agencies at an end of the scale of a dimension or the index, EndsIndicator of an indicator.
	Ends          float64 `json:"ends"`
	EndsIndicator float64 `json:"ends_indicator"`
	// Agree is what Krippendorff's alpha should reach, Rated how many things rated more than once it needs, Apart the
	// mean difference of two respondents, as a part of the scale, under which no alpha is blamed.
	Agree float64 `json:"agree"`
	Rated int     `json:"rated"`
	Apart float64 `json:"apart"`
	// Concordance is what Kendall's W of the roles should reach.
	Concordance float64 `json:"concordance"`
}

// Finding is one doubt whether the data are fit to rank by. Its words stand in the message catalogues under its code.
type Finding struct {
	Code     string        `json:"code"`
	Severity diag.Severity `json:"severity"`
	// Nodes are the nodes concerned: first the one it is about, then those it stands beside.
	Nodes []string `json:"nodes,omitempty"`
	// Agencies are those concerned, Roles the kinds of respondents.
	Agencies []string `json:"agencies,omitempty"`
	Roles    []string `json:"roles,omitempty"`
	// Numbers are what was found, by the names of Number.
	Numbers map[Number]float64 `json:"numbers,omitempty"`
	// Limits are what they were held against, by the names of the members of Limits.
	Limits map[string]float64 `json:"limits,omitempty"`
}

// Number names a number of a finding.
type Number string

// The numbers. Shares are 0 to 1.
const (
	Count       Number = "n"           // agencies, or things rated more than once
	Members     Number = "members"     // indicators or dimensions
	Share       Number = "share"       // of what applies, or of the agencies
	Coefficient Number = "r"           // of correlation
	Chance      Number = "p"           // that chance gives one as large
	Skew        Number = "skewness"    // G1
	Tails       Number = "kurtosis"    // G2
	Reliability Number = "alpha"       // Cronbach's or Krippendorff's
	Without     Number = "without"     // Cronbach's without the second node
	Strong      Number = "strong"      // components
	Explained   Number = "explained"   // share of the variance by the first component
	Stated      Number = "stated"      // weight, share of the siblings'
	Effective   Number = "effective"   // the same, of the real effects
	Left        Number = "left"        // share of its say
	Difference  Number = "difference"  // mean of two respondents, share of the scale
	Concordant  Number = "concordance" // Kendall's W
)
