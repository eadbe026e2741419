package ledger

import "siap/internal/diag"

// What may be wrong with the entries of the settings.
var (
	ruleMetricUnknown  = diag.Rule{Code: "TM090", Severity: diag.Error}
	ruleMetricKind     = diag.Rule{Code: "TM091", Severity: diag.Error}
	ruleColumnNeeded   = diag.Rule{Code: "TM092", Severity: diag.Error}
	ruleEndsElsewhere  = diag.Rule{Code: "TM093", Severity: diag.Error}
	ruleMetricUnused   = diag.Rule{Code: "TM094", Severity: diag.Note}
	ruleMetricUnserved = diag.Rule{Code: "TM095", Severity: diag.Warning}
	ruleNoFiles        = diag.Rule{Code: "TM099", Severity: diag.Warning}
)

// What may be wrong, or worth knowing, about a register. An error leaves the file out, any other fault of a row that
// row only.
var (
	ruleColumnMissing = diag.Rule{Code: "TM096", Severity: diag.Error}
	ruleNoRows        = diag.Rule{Code: "TM097", Severity: diag.Note}
	ruleTooMany       = diag.Rule{Code: "TM098", Severity: diag.Error}
	ruleCellEmpty     = diag.Rule{Code: "TM100", Severity: diag.Warning}
	ruleNoAgency      = diag.Rule{Code: "TM101", Severity: diag.Warning}
	ruleDate          = diag.Rule{Code: "TM102", Severity: diag.Warning}
	ruleBackwards     = diag.Rule{Code: "TM103", Severity: diag.Warning}
	ruleAgency        = diag.Rule{Code: "TM104", Severity: diag.Warning}
	ruleTwice         = diag.Rule{Code: "TM105", Severity: diag.Warning}
	ruleReplaced      = diag.Rule{Code: "TM106", Severity: diag.Note}
	ruleFuture        = diag.Rule{Code: "TM107", Severity: diag.Warning}
	ruleState         = diag.Rule{Code: "TM108", Severity: diag.Warning}
	ruleNoEnd         = diag.Rule{Code: "TM109", Severity: diag.Warning}
	ruleStillOpen     = diag.Rule{Code: "TM110", Severity: diag.Warning}
	ruleExtendedLate  = diag.Rule{Code: "TM111", Severity: diag.Warning}
	ruleExtended      = diag.Rule{Code: "TM112", Severity: diag.Warning}
	ruleOutside       = diag.Rule{Code: "TM113", Severity: diag.Note}
	ruleUndecided     = diag.Rule{Code: "TM114", Severity: diag.Note}
	ruleValueUnseen   = diag.Rule{Code: "TM115", Severity: diag.Warning}
	ruleStale         = diag.Rule{Code: "TM119", Severity: diag.Warning}
)

// What may be wrong with the calendar.
var (
	ruleBuiltin    = diag.Rule{Code: "TM116", Severity: diag.Warning}
	ruleOtherYears = diag.Rule{Code: "TM117", Severity: diag.Warning}
	ruleCalendar   = diag.Rule{Code: "TM118", Severity: diag.Error}
)
