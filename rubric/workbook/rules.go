package workbook

import "siap/internal/diag"

func fault(code string) diag.Rule { return diag.Rule{Code: code, Severity: diag.Error} }

// What may be wrong with a workbook before its content is a rubric; what is wrong with the rubric itself has the rules
// of package rubric.
var (
	ruleUnreadable = fault("RB090")
	ruleTooLarge   = fault("RB091")
	ruleSheet      = fault("RB092")
	ruleColumn     = fault("RB093")
	ruleMissing    = fault("RB094")
	ruleTwice      = fault("RB095")
	ruleReference  = fault("RB096")
	ruleCycle      = fault("RB097")
	ruleValue      = fault("RB098")
	ruleChoice     = fault("RB099")
)

// Rules lists every rule of this package in the order of the codes. What each says, and what to do about it, stands in
// the message catalogues under its code.
func Rules() []diag.Rule {
	return []diag.Rule{
		ruleUnreadable, ruleTooLarge, ruleSheet, ruleColumn, ruleMissing, ruleTwice, ruleReference, ruleCycle, ruleValue,
		ruleChoice,
	}
}
