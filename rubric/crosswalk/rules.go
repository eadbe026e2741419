package crosswalk

import (
	"siap/internal/diag"
)

// The limits of a crosswalk, so that a hostile file costs bounded time and memory.
const (
	// MaxBytes is the largest file: 4 MiB.
	MaxBytes = 4 << 20
	// MaxPairs is how many pairs a crosswalk may have: two for every indicator of the largest rubric.
	MaxPairs = 2 * 2000
)

func fault(code string) diag.Rule { return diag.Rule{Code: code, Severity: diag.Error} }
func doubt(code string) diag.Rule { return diag.Rule{Code: code, Severity: diag.Warning} }

// The rules of crosswalks.
var (
	ruleUnreadable = fault("RB100")
	ruleTooLarge   = fault("RB101")
	ruleEmpty      = fault("RB102")
	ruleDocuments  = fault("RB103")
	ruleSchema     = fault("RB104")
	ruleRubric     = fault("RB105")
	ruleVersion    = doubt("RB106")
	ruleIndicator  = fault("RB107")
	ruleNotALeaf   = fault("RB108")
	rulePairTwice  = fault("RB109")
	ruleNoPairs    = fault("RB110")
	ruleTooMany    = fault("RB111")
	ruleStrength   = fault("RB112")
	ruleEqual      = fault("RB113")
	ruleFewLevels  = fault("RB114")
	ruleLevelOrder = fault("RB115")
	ruleLevelScale = fault("RB116")
	ruleMoreThan1  = doubt("RB117")
	ruleItself     = fault("RB118")
	ruleUnmapped   = fault("RB119")
)

// The rules of the rubric language that hold here too, besides those of any YAML file.
var (
	ruleMissing     = fault("RB017")
	ruleID          = fault("RB021")
	ruleTranslation = fault("RB025")
	ruleEnum        = fault("RB026")
)

// Rules lists the rules that only crosswalks have, in the order of the codes. What each says, and what to do about
// it, stands in the message catalogues under its code.
func Rules() []diag.Rule {
	return []diag.Rule{
		ruleUnreadable, ruleTooLarge, ruleEmpty, ruleDocuments, ruleSchema, ruleRubric, ruleVersion, ruleIndicator,
		ruleNotALeaf, rulePairTwice, ruleNoPairs, ruleTooMany, ruleStrength, ruleEqual, ruleFewLevels, ruleLevelOrder,
		ruleLevelScale, ruleMoreThan1, ruleItself, ruleUnmapped,
	}
}
