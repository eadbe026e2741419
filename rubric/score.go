package rubric

import "slices"

// Score is how a value in the indicator's own unit becomes a score on its scale.
type Score struct {
	Method ScoreMethod `yaml:"method" json:"method"`
	// Min and Max are the goalposts: the values that get the bottom and the top of the scale (the other way round
	// where less is better).
	Min *float64 `yaml:"min" json:"min,omitempty"`
	Max *float64 `yaml:"max" json:"max,omitempty"`
	// Log takes the logarithm of the value and of both goalposts first.
	Log bool `yaml:"log" json:"log,omitempty"`
	// Cap keeps what lies beyond the goalposts at the ends of the scale (the default); without it the line goes on.
	Cap *bool `yaml:"cap" json:"cap,omitempty"`
	// Mean and SD are the mean and the standard deviation that z-scores are given on the scale; the middle and a
	// sixth of the span where nothing is said.
	Mean *float64 `yaml:"mean" json:"mean,omitempty"`
	SD   *float64 `yaml:"sd" json:"sd,omitempty"`
	// Points are the corners of a piecewise line, flat before the first and after the last.
	Points []Breakpoint `yaml:"points" json:"points,omitempty"`
	// Rows are the steps of a table.
	Rows []Row `yaml:"rows" json:"rows,omitempty"`
	// Target is the value that gets the top of the scale, for distance_target; Reference is the id of the agency whose
	// value does, for distance_reference.
	Target    *float64 `yaml:"target" json:"target,omitempty"`
	Reference string   `yaml:"reference" json:"reference,omitempty"`
	// Threshold is the share of the mean by which a value must differ from it, for above_below; 0.2 where nothing is said.
	Threshold *float64 `yaml:"threshold" json:"threshold,omitempty"`
	// Treat reshapes the values of all agencies first; only for methods that compare them.
	Treat *Treat `yaml:"treat" json:"treat,omitempty"`
	// Per names a column of agencies.csv that every answer is divided by (inhabitants, staff, budget), Times what the
	// quotient is multiplied by: 1000 makes it per thousand. 1 where nothing is said.
	Per   string   `yaml:"per" json:"per,omitempty"`
	Times *float64 `yaml:"times" json:"times,omitempty"`
}

// Treat is how the values of all agencies are reshaped before they are compared, so that a few extremes do not decide
// the whole. A column is left alone where its skewness or its kurtosis is within the limits.
type Treat struct {
	Method TreatMethod `yaml:"method" json:"method"`
	// Skewness and Kurtosis are the limits: 2 and 3.5 where nothing is said.
	Skewness *float64 `yaml:"skewness" json:"skewness,omitempty"`
	Kurtosis *float64 `yaml:"kurtosis" json:"kurtosis,omitempty"`
	// Most is how many values may be pulled in, for winsorise and standard; no limit where nothing is said.
	Most *int `yaml:"most" json:"most,omitempty"`
	// Lambda is the exponent of box_cox; estimated where nothing is said.
	Lambda *float64 `yaml:"lambda" json:"lambda,omitempty"`
}

// TreatMethod is a way to treat a column.
type TreatMethod string

// The treatments: pulling the outermost values in, a logarithm, a logarithm of shifted values, a power, or pulling in
// and, where that is not enough, a shifted logarithm.
const (
	Winsorise     TreatMethod = "winsorise"
	Logarithm     TreatMethod = "log"
	ShiftedLog    TreatMethod = "log_shifted"
	BoxCox        TreatMethod = "box_cox"
	StandardTreat TreatMethod = "standard"
)

// TreatMethods lists all treatments.
func TreatMethods() []TreatMethod {
	return []TreatMethod{Winsorise, Logarithm, ShiftedLog, BoxCox, StandardTreat}
}

// ScoreMethod is a way to make a score of a value.
type ScoreMethod string

// The methods. AsIs takes the value for the score, which it must then be. Goalposts is a line between two fixed
// values, Steps a table of ranges, Piecewise a line through corners. All others compare with the agencies assessed
// together, so a score may change with the company: by the lowest and the highest value, the mean and the standard
// deviation, the place in the order (as a share, as a rank, as Borda points), the distance to one agency's value or to a
// target, the share of the best value or of the mean, above or below the mean, and classes of percentiles.
const (
	AsIs       ScoreMethod = "as_is"
	Goalposts  ScoreMethod = "goalposts"
	MinMax     ScoreMethod = "min_max"
	ZScore     ScoreMethod = "z_score"
	Percentile ScoreMethod = "percentile"
	Steps      ScoreMethod = "steps"
	Piecewise  ScoreMethod = "piecewise"

	ByRank      ScoreMethod = "rank"
	ByBorda     ScoreMethod = "borda"
	ToReference ScoreMethod = "distance_reference"
	ToTarget    ScoreMethod = "distance_target"
	OfMax       ScoreMethod = "fraction_max"
	OfMean      ScoreMethod = "ratio_mean"
	AboveBelow  ScoreMethod = "above_below"
	Categorical ScoreMethod = "categorical"
)

// ScoreMethods lists all methods.
func ScoreMethods() []ScoreMethod {
	return append([]ScoreMethod{AsIs, Goalposts, Steps, Piecewise}, RelativeMethods()...)
}

// RelativeMethods lists the methods that compare an agency with the others.
func RelativeMethods() []ScoreMethod {
	return []ScoreMethod{MinMax, ZScore, Percentile, ByRank, ByBorda, ToReference, ToTarget, OfMax, OfMean, AboveBelow, Categorical}
}

// Relative reports whether the method compares an agency with the others.
func (m ScoreMethod) Relative() bool { return slices.Contains(RelativeMethods(), m) }

// Row is one step of a table. Its ends are stated one by one: From and To belong to the row, Above and Below do
// not; neither at an end means that the row goes on without end there.
type Row struct {
	From  *float64 `yaml:"from" json:"from,omitempty"`
	Above *float64 `yaml:"above" json:"above,omitempty"`
	To    *float64 `yaml:"to" json:"to,omitempty"`
	Below *float64 `yaml:"below" json:"below,omitempty"`
	Score float64  `yaml:"score" json:"score"`
}

// Holds reports whether a value lies in the row.
func (r Row) Holds(x float64) bool {
	return (r.From == nil || x >= *r.From) && (r.Above == nil || x > *r.Above) &&
		(r.To == nil || x <= *r.To) && (r.Below == nil || x < *r.Below)
}

// Direction says what is better: more or less of a number.
type Direction string

// The directions; none stated is Up.
const (
	Up   Direction = "up"
	Down Direction = "down"
)

// Scoring gives how the indicator makes a score of a value: as the rubric says, or, where it says nothing, as its
// kind of answer suggests: a level, the points of a choice and a number as they are; yes and no, a percentage, a
// ratio and the points of a multiple choice on a straight line from none to all.
func (n *Node) Scoring() Score {
	if n.Score != nil {
		return *n.Score
	}
	line := func(most float64) Score {
		least := 0.0
		return Score{Method: Goalposts, Min: &least, Max: &most}
	}
	switch n.Asked() {
	case YesNo, Ratio:
		return line(1)
	case Percentage:
		return line(100)
	case Multiple:
		most := 0.0
		for _, o := range n.Answer.Options {
			most += max(0, o.Points)
		}
		return line(most)
	}
	return Score{Method: AsIs}
}
