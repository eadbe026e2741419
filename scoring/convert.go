package scoring

import (
	"fmt"
	"math"
	"time"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/normalise"
)

// line gives the score of one value in an indicator's own unit; unknown stays unknown.
type line interface {
	Score(x float64) float64
}

// asIs takes the value for the score.
type asIs struct{}

func (asIs) Score(x float64) float64 { return x }

// nothing gives no value a score: the agency that all are measured to has none itself.
type nothing struct{}

func (nothing) Score(float64) float64 { return composite.Unknown }

// isRaw reports whether an indicator's answers are something else than its scores.
func isRaw(n *rubric.Node) bool {
	return n.Scoring().Method != rubric.AsIs || n.Asked() == rubric.Date
}

// company are the values that a method which compares agencies is fitted to.
type company struct {
	// values are the known ones of all agencies, in the order of the list.
	values []float64
	// reference is the value of the agency that distances are measured to; unknown where there is none.
	reference float64
}

// newLine makes the line of an indicator. A method that compares agencies with each other is fitted to the company,
// the others do not look at it.
func newLine(n *rubric.Node, c company) (line, error) {
	s := n.Scoring()
	span := n.Span()
	scale := composite.Scale{Min: span.Min, Max: span.Max}
	down := n.Direction == rubric.Down
	var made line
	var err error
	switch s.Method {
	case rubric.AsIs:
		made = asIs{}
	case rubric.Goalposts:
		made, err = normalise.NewGoalposts(at(s.Min, 0), at(s.Max, 1), scale, normalise.GoalpostOptions{
			Log: s.Log, Down: down, Open: s.Cap != nil && !*s.Cap,
		})
	case rubric.ZScore:
		middle, sixth := (scale.Min+scale.Max)/2, (scale.Max-scale.Min)/6
		made, err = normalise.FitZScore(c.values, scale, at(s.Mean, middle), at(s.SD, sixth), down)
	case rubric.ToReference:
		if !composite.IsKnown(c.reference) {
			return nothing{}, nil
		}
		made, err = normalise.FitDistance(c.values, c.reference, scale, normalise.DistanceOptions{Down: down})
	case rubric.ToTarget:
		made, err = normalise.FitDistance(c.values, *s.Target, scale, normalise.DistanceOptions{Down: down})
	case rubric.AboveBelow:
		made, err = normalise.FitAboveBelow(c.values, at(s.Threshold, 0.2), scale, down)
	case rubric.MinMax, rubric.Percentile, rubric.ByRank, rubric.ByBorda, rubric.OfMax, rubric.OfMean, rubric.Categorical:
		made, err = normalise.Named(string(s.Method), c.values, scale, normalise.Options{Down: down})
	case rubric.Steps:
		made, err = normalise.NewSteps(steps(s.Rows))
	case rubric.Piecewise:
		made, err = piecewise(s.Points)
	default:
		err = fmt.Errorf("unknown method %q", s.Method)
	}
	if err != nil {
		return nil, fmt.Errorf("reading how indicator %s is scored: %w", n.ID, err)
	}
	return made, nil
}

// piecewise makes the line through breakpoints.
func piecewise(points []rubric.Breakpoint) (*normalise.Piecewise, error) {
	places, scores := make([]float64, len(points)), make([]float64, len(points))
	for i, b := range points {
		places[i], scores[i] = b.At, b.Score
	}
	return normalise.NewPiecewise(places, scores)
}

// steps are the rows of a table as the arithmetic takes them: open ends are infinite.
func steps(rows []rubric.Row) []normalise.Step {
	out := make([]normalise.Step, len(rows))
	for i, r := range rows {
		s := normalise.Step{Low: math.Inf(-1), High: math.Inf(1), Score: r.Score}
		switch {
		case r.From != nil:
			s.Low, s.LowClosed = *r.From, true
		case r.Above != nil:
			s.Low = *r.Above
		}
		switch {
		case r.To != nil:
			s.High, s.HighClosed = *r.To, true
		case r.Below != nil:
			s.High = *r.Below
		}
		out[i] = s
	}
	return out
}

// at is a number that may be left out.
func at(x *float64, otherwise float64) float64 {
	if x == nil {
		return otherwise
	}
	return *x
}

// age turns the day of an answer into its age in days at the end of the window; both count from 1 January 1970.
func age(day float64, until time.Time) float64 {
	return math.Floor(float64(until.Unix())/(24*60*60)) - day
}
