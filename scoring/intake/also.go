package intake

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
	"siap/internal/nearest"
)

// Also is one more rubric that the answers are scored by, through a crosswalk from the assessment's own.
type Also struct {
	// Rubric and Crosswalk are ids of the library or files relative to the folder; Crosswalk is "" for the library's
	// own between the two.
	Rubric, Crosswalk string
	// Place is where the entry stands in siap.yaml.
	Place diag.Place
}

// maxAlso is how many further rubrics one assessment may have: each is computed, and reported, like the first.
const maxAlso = 16

// What may be wrong with a further rubric.
var (
	ruleAlsoRubric    = diag.Rule{Code: "CF020", Severity: diag.Error}
	ruleAlsoTwice     = diag.Rule{Code: "CF021", Severity: diag.Error}
	ruleAlsoNone      = diag.Rule{Code: "CF022", Severity: diag.Error}
	ruleAlsoCrosswalk = diag.Rule{Code: "CF023", Severity: diag.Error}
)

// RubricMissing says that there is no such rubric; known are those of the library.
func (a Also) RubricMissing(known []string) *diag.Diagnostic {
	return ruleAlsoRubric.At(a.Place).Saw(a.Rubric).Allows(strings.Join(known, ", ")).Near(nearest.Of(a.Rubric, known))
}

// Twice says that a rubric of this id is scored by already: their outputs would overwrite each other.
func (a Also) Twice(id string) *diag.Diagnostic { return ruleAlsoTwice.At(a.Place).Saw(id) }

// NoCrosswalk says that no crosswalk of the library, or no pair of the one that was named, leads from one rubric to
// another.
func (a Also) NoCrosswalk(from, to string) *diag.Diagnostic {
	return ruleAlsoNone.At(a.Place).About(from).Saw(to)
}

// CrosswalkMissing says that there is no such crosswalk; known are those of the library.
func (a Also) CrosswalkMissing(known []string) *diag.Diagnostic {
	return ruleAlsoCrosswalk.At(a.Place).Saw(a.Crosswalk).Allows(strings.Join(known, ", ")).
		Near(nearest.Of(a.Crosswalk, known))
}

// also reads the list of further rubrics.
func (r *settingsReader) also(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.wrong(n, "- rubric: …")
		return
	}
	if len(n.Content) > maxAlso {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("also").Saw(strconv.Itoa(len(n.Content))).Allows("≤ " + strconv.Itoa(maxAlso)))
		return
	}
	for _, entry := range n.Content {
		one := Also{Place: r.at(entry)}
		before := r.problems.Len()
		r.mapping(entry, "also.", fields{"rubric": r.text(&one.Rubric), "crosswalk": r.text(&one.Crosswalk)})
		switch {
		case one.Rubric != "":
			r.settings.Also = append(r.settings.Also, one)
		case r.problems.Len() == before:
			r.wrong(entry, "rubric: …")
		}
	}
}
