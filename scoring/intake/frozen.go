package intake

import (
	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/result"
)

// What may be wrong with a rubric that was used before.
var (
	ruleSameVersion = diag.Rule{Code: "CF014", Severity: diag.Error}
	ruleDraft       = diag.Rule{Code: "CF015", Severity: diag.Warning}
)

// SameVersion compares a rubric with the copy that an earlier assessment of the same folder froze. Where both have one
// id and one version, yet score differently, last year's numbers could no longer be told from this year's by their
// version, so that is an error; of a draft it is a warning. nil where nothing is wrong.
func SameVersion(r *rubric.Rubric, file string, earlier *result.Rubric) *diag.Diagnostic {
	if r.ID != earlier.ID || r.Version != earlier.Version || r.Fingerprints().Scoring == earlier.Fingerprints.Scoring {
		return nil
	}
	rule := ruleSameVersion
	if r.Status == rubric.Draft {
		rule = ruleDraft
	}
	return rule.At(diag.Place{File: file}).About(r.ID).Saw(r.Version)
}
