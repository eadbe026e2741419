package rubric

// Answer is what kind of answer an indicator asks for, and what such an answer may be. The value of an answer is
// one number in the indicator's own unit, from which Score makes a score:
//
//	levels      the level
//	yes_no      1 or 0
//	choice      the points of the chosen option
//	multiple    the sum of the points of all chosen options, 0 where none was chosen
//	number      the number
//	percentage  the number of per cent, 0 to 100
//	ratio       the first number over the second
//	date        the age in days at the end of the assessed window; negative for a day after it
type Answer struct {
	Kind AnswerKind `yaml:"kind" json:"kind"`
	// Options are what a choice or a multiple choice offers.
	Options []Option `yaml:"options" json:"options,omitempty"`
	// Numerator and Denominator say what the two numbers of a ratio are.
	Numerator   Text `yaml:"numerator" json:"numerator,omitzero"`
	Denominator Text `yaml:"denominator" json:"denominator,omitzero"`
	// Limits are the numbers that are possible; what lies outside is refused when it is read.
	Limits *Limits `yaml:"limits" json:"limits,omitempty"`
}

// AnswerKind is what is asked for.
type AnswerKind string

// The kinds of answer. NotAsked is an indicator that is only measured.
const (
	NotAsked   AnswerKind = ""
	Levels     AnswerKind = "levels"
	YesNo      AnswerKind = "yes_no"
	Choice     AnswerKind = "choice"
	Multiple   AnswerKind = "multiple"
	Number     AnswerKind = "number"
	Percentage AnswerKind = "percentage"
	Ratio      AnswerKind = "ratio"
	Date       AnswerKind = "date"
)

// Option is one thing that may be chosen.
type Option struct {
	ID string `yaml:"id" json:"id"`
	// Points are what the option is worth, in the indicator's unit.
	Points float64 `yaml:"points" json:"points"`
	Text   Text    `yaml:"text" json:"text"`
}

// Limits are the ends, both included, of what a number may be; nil is no end.
type Limits struct {
	Min *float64 `yaml:"min" json:"min,omitempty"`
	Max *float64 `yaml:"max" json:"max,omitempty"`
}

// External says that an indicator takes its score from another body's index.
type External struct {
	// Index is the name of the other index, Steward the body that publishes it.
	Index   Text   `yaml:"index" json:"index"`
	Steward string `yaml:"steward" json:"steward"`
	// Placeholder is the score that counts, flagged and without coverage, until the other index is known; nil leaves
	// the indicator unknown.
	Placeholder *float64 `yaml:"placeholder" json:"placeholder,omitempty"`
}

// Asked gives the kind of answer an indicator asks for.
func (n *Node) Asked() AnswerKind {
	switch {
	case n.Answer != nil:
		return n.Answer.Kind
	case len(n.Levels) > 0:
		return Levels
	}
	return NotAsked
}

// Option gives the option of an id, nil where there is none.
func (a *Answer) Option(id string) *Option {
	for i := range a.Options {
		if a.Options[i].ID == id {
			return &a.Options[i]
		}
	}
	return nil
}
