// Package crosswalk says how the indicators of one rubric answer those of another, so that one questionnaire feeds
// several rubrics.
//
// A crosswalk is data, as a rubric is: one YAML file (schema siap/crosswalk/1, published in rubric/schema), read as
// strictly, every fault with its line and column. It pairs indicators of two rubrics. Each pair has a strength, the
// share of the target that the source answers, one for each direction, and a reason in both languages. How values
// move along it is not known here: package scoring does that.
package crosswalk

import (
	"siap/rubric"
)

// Schema is the version of the language of crosswalks that this package reads.
const Schema = "siap/crosswalk/1"

// Crosswalk pairs the indicators of two rubrics.
type Crosswalk struct {
	Schema  string      `yaml:"schema" json:"schema"`
	ID      string      `yaml:"id" json:"id"`
	Version string      `yaml:"version" json:"version"`
	Title   rubric.Text `yaml:"title" json:"title"`
	// Note says who drew the crosswalk up, from what, and how far to trust it.
	Note rubric.Text `yaml:"note" json:"note"`
	// Cites are the works it rests on.
	Cites []string `yaml:"cites" json:"cites,omitempty"`
	From  End      `yaml:"from" json:"from"`
	To    End      `yaml:"to" json:"to"`
	Pairs []Pair   `yaml:"map" json:"map"`
	// Unmapped are indicators that were looked at and found to have no counterpart, so that nobody takes them for
	// forgotten.
	Unmapped []Unmapped `yaml:"unmapped" json:"unmapped,omitempty"`
}

// End is one of the two rubrics.
type End struct {
	// Rubric is the rubric's id.
	Rubric string `yaml:"rubric" json:"rubric"`
	// Version is the version it was drawn up for; "" is any.
	Version string `yaml:"version" json:"version,omitempty"`
}

// Pair says how an indicator of one rubric answers one of the other.
type Pair struct {
	// From and To are indicators, by id or by official number in the file and by id afterwards.
	From string `yaml:"from" json:"from"`
	To   string `yaml:"to" json:"to"`
	Kind Kind   `yaml:"kind" json:"kind"`
	// Strength is the share of To that From answers, 0 to 1; Back is the share of From that To answers. 0 is not at
	// all in that direction.
	Strength float64 `yaml:"strength" json:"strength"`
	Back     float64 `yaml:"back" json:"back,omitempty"`
	// Levels are scores of From and the scores of To that they are worth, straight lines between them and flat beyond;
	// without them the two scales are laid over each other end to end.
	Levels []Step      `yaml:"levels" json:"levels,omitempty"`
	Reason rubric.Text `yaml:"reason" json:"reason"`
}

// Step is a score of From and what it is worth on the scale of To.
type Step struct {
	From float64 `yaml:"from" json:"from"`
	To   float64 `yaml:"to" json:"to"`
}

// Unmapped is an indicator without a counterpart: one of the rubric From or one of the rubric To.
type Unmapped struct {
	From   string      `yaml:"from" json:"from,omitempty"`
	To     string      `yaml:"to" json:"to,omitempty"`
	Reason rubric.Text `yaml:"reason" json:"reason"`
}

// Kind is how much one indicator has of the other.
type Kind string

// Equal indicators ask the same, so either answers the other wholly; Part is any other pair.
const (
	Equal Kind = "equal"
	Part  Kind = "part"
)

// Link is one pair seen in the direction in which values move.
type Link struct {
	Source, Target string
	Kind           Kind
	// Strength is the share of the target that the source answers, above 0 and up to 1.
	Strength float64
	// Levels lead from the source's scores to the target's; nil for the scales end to end.
	Levels []Step
	Reason rubric.Text
}

// Links gives the pairs that bring values from one rubric to the other, in the order of the file; nil where the
// crosswalk does not join the two.
func (c *Crosswalk) Links(from, to string) []Link {
	var links []Link
	switch {
	case c.From.Rubric == from && c.To.Rubric == to:
		for _, p := range c.Pairs {
			if p.Strength > 0 {
				links = append(links, Link{p.From, p.To, p.Kind, p.Strength, p.Levels, p.Reason})
			}
		}
	case c.To.Rubric == from && c.From.Rubric == to:
		for _, p := range c.Pairs {
			if p.Back > 0 {
				links = append(links, Link{p.To, p.From, p.Kind, p.Back, reversed(p.Levels), p.Reason})
			}
		}
	}
	return links
}

// reversed is a table of levels read the other way.
func reversed(levels []Step) []Step {
	var out []Step
	for _, l := range levels {
		out = append(out, Step{l.To, l.From})
	}
	return out
}
