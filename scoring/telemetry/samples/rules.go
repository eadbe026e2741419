package samples

import "siap/internal/diag"

// What may be wrong, or worth knowing, about the content of a telemetry file. An error leaves the whole file out: a
// series with a hole where the broken row stood would look complete.
var (
	ruleColumnMissing = diag.Rule{Code: "TM001", Severity: diag.Error}
	ruleColumnTwice   = diag.Rule{Code: "TM002", Severity: diag.Error}
	ruleCellEmpty     = diag.Rule{Code: "TM003", Severity: diag.Error}
	ruleTime          = diag.Rule{Code: "TM004", Severity: diag.Error}
	ruleValue         = diag.Rule{Code: "TM005", Severity: diag.Error}
	ruleNotFinite     = diag.Rule{Code: "TM006", Severity: diag.Error}
	ruleAgency        = diag.Rule{Code: "TM010", Severity: diag.Warning}
	ruleMetric        = diag.Rule{Code: "TM011", Severity: diag.Warning}
	ruleColumnUnused  = diag.Rule{Code: "TM020", Severity: diag.Note}
	ruleNotAsked      = diag.Rule{Code: "TM021", Severity: diag.Note}
	ruleUnits         = diag.Rule{Code: "TM024", Severity: diag.Error}
	ruleUnit          = diag.Rule{Code: "TM025", Severity: diag.Warning}
	ruleMixedTimes    = diag.Rule{Code: "TM026", Severity: diag.Warning}
	ruleOtherLabels   = diag.Rule{Code: "TM027", Severity: diag.Note}
	ruleNoTimes       = diag.Rule{Code: "TM029", Severity: diag.Error}
	ruleAsOf          = diag.Rule{Code: "TM030", Severity: diag.Note}
	ruleJSON          = diag.Rule{Code: "TM031", Severity: diag.Error}
	ruleExposition    = diag.Rule{Code: "TM032", Severity: diag.Error}
	ruleKind          = diag.Rule{Code: "TM033", Severity: diag.Error}
	ruleLineLong      = diag.Rule{Code: "TM034", Severity: diag.Error}
	rulePacked        = diag.Rule{Code: "TM035", Severity: diag.Error}
	ruleParquet       = diag.Rule{Code: "TM036", Severity: diag.Error}
	ruleAnswer        = diag.Rule{Code: "TM037", Severity: diag.Error}
	ruleTooMany       = diag.Rule{Code: "TM039", Severity: diag.Error}
	ruleOtherSeries   = diag.Rule{Code: "TM041", Severity: diag.Note}
	ruleNoAgency      = diag.Rule{Code: "TM042", Severity: diag.Warning}
)

// What package table says of a broken row; a text that is read in blocks says the same.
var (
	ruleNoColumn   = diag.Rule{Code: "TB014", Severity: diag.Error}
	ruleQuoteOpen  = diag.Rule{Code: "TB015", Severity: diag.Error}
	ruleQuoteStray = diag.Rule{Code: "TB016", Severity: diag.Error}
	ruleNUL        = diag.Rule{Code: "TB017", Severity: diag.Error}
	ruleCellLarge  = diag.Rule{Code: "TB012", Severity: diag.Error}
)
