package telemetry

import "siap/internal/diag"

// What may be wrong, or worth knowing, about a telemetry file. An error leaves the whole file out: a series with
// a hole where the broken row stood would look complete.
var (
	ruleColumnMissing = diag.Rule{Code: "TM001", Severity: diag.Error}
	ruleColumnTwice   = diag.Rule{Code: "TM002", Severity: diag.Error}
	ruleCellEmpty     = diag.Rule{Code: "TM003", Severity: diag.Error}
	ruleTime          = diag.Rule{Code: "TM004", Severity: diag.Error}
	ruleValue         = diag.Rule{Code: "TM005", Severity: diag.Error}
	ruleNotFinite     = diag.Rule{Code: "TM006", Severity: diag.Error}
	ruleInterval      = diag.Rule{Code: "TM007", Severity: diag.Error}
	ruleNoRows        = diag.Rule{Code: "TM008", Severity: diag.Error}
	ruleAgency        = diag.Rule{Code: "TM010", Severity: diag.Warning}
	ruleMetric        = diag.Rule{Code: "TM011", Severity: diag.Warning}
	ruleColumnUnused  = diag.Rule{Code: "TM020", Severity: diag.Note}
	ruleNotAsked      = diag.Rule{Code: "TM021", Severity: diag.Note}
	ruleOutside       = diag.Rule{Code: "TM022", Severity: diag.Note}
	ruleRepeated      = diag.Rule{Code: "TM023", Severity: diag.Note}
)
