package telemetry

import "siap/internal/diag"

// What may be wrong, or worth knowing, about telemetry files as a whole; what may be wrong in them stands with their
// readers in package samples.
var (
	ruleInterval    = diag.Rule{Code: "TM007", Severity: diag.Error}
	ruleNoRows      = diag.Rule{Code: "TM008", Severity: diag.Error}
	ruleAgency      = diag.Rule{Code: "TM010", Severity: diag.Warning}
	ruleMetric      = diag.Rule{Code: "TM011", Severity: diag.Warning}
	ruleOutside     = diag.Rule{Code: "TM022", Severity: diag.Note}
	ruleRepeated    = diag.Rule{Code: "TM023", Severity: diag.Note}
	ruleFarOff      = diag.Rule{Code: "TM028", Severity: diag.Warning}
	ruleColumn      = diag.Rule{Code: "TM001", Severity: diag.Error}
	ruleCellEmpty   = diag.Rule{Code: "TM003", Severity: diag.Error}
	ruleTime        = diag.Rule{Code: "TM004", Severity: diag.Error}
	ruleMaintenance = diag.Rule{Code: "TM040", Severity: diag.Error}
	ruleQuiet       = diag.Rule{Code: "TM043", Severity: diag.Note}
	ruleTooMany     = diag.Rule{Code: "TM044", Severity: diag.Error}
	ruleTemporary   = diag.Rule{Code: "TM045", Severity: diag.Error}
	ruleDisordered  = diag.Rule{Code: "TM046", Severity: diag.Note}
	ruleSketched    = diag.Rule{Code: "TM047", Severity: diag.Note}
	ruleNotMeasured = diag.Rule{Code: "TM048", Severity: diag.Note}
)
