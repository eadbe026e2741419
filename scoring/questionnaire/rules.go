package questionnaire

import "siap/internal/diag"

// What may be wrong with answers and evidence.
var (
	ruleNoColumn      = diag.Rule{Code: "QA001", Severity: diag.Error}
	ruleNoRows        = diag.Rule{Code: "QA002", Severity: diag.Error}
	ruleColumnUnread  = diag.Rule{Code: "QA003", Severity: diag.Warning}
	ruleColumnUnknown = diag.Rule{Code: "QA004", Severity: diag.Error}
	ruleAgency        = diag.Rule{Code: "QA005", Severity: diag.Error}
	ruleIndicator     = diag.Rule{Code: "QA006", Severity: diag.Error}
	ruleDimension     = diag.Rule{Code: "QA007", Severity: diag.Error}
	ruleRange         = diag.Rule{Code: "QA008", Severity: diag.Error}
	ruleText          = diag.Rule{Code: "QA009", Severity: diag.Error}
	ruleNoLevel       = diag.Rule{Code: "QA010", Severity: diag.Error}
	ruleBetween       = diag.Rule{Code: "QA011", Severity: diag.Warning}
	ruleRole          = diag.Rule{Code: "QA012", Severity: diag.Error}
	ruleNotAsked      = diag.Rule{Code: "QA013", Severity: diag.Warning}
	ruleNotApplied    = diag.Rule{Code: "QA014", Severity: diag.Warning}
	ruleItem          = diag.Rule{Code: "QA015", Severity: diag.Error}
	ruleVisibility    = diag.Rule{Code: "QA016", Severity: diag.Error}
	ruleDate          = diag.Rule{Code: "QA017", Severity: diag.Error}
	ruleRespondent    = diag.Rule{Code: "QA018", Severity: diag.Error}
	ruleName          = diag.Rule{Code: "QA019", Severity: diag.Warning}
	ruleLong          = diag.Rule{Code: "QA020", Severity: diag.Error}
	ruleTwice         = diag.Rule{Code: "QA021", Severity: diag.Error}
	ruleReplaced      = diag.Rule{Code: "QA022", Severity: diag.Note}
	ruleColumnTwice   = diag.Rule{Code: "QA023", Severity: diag.Error}
	ruleAgencyMissing = diag.Rule{Code: "QA024", Severity: diag.Error}
	ruleAgencyID      = diag.Rule{Code: "QA025", Severity: diag.Error}
	ruleYesNo         = diag.Rule{Code: "QA026", Severity: diag.Error}
	ruleOption        = diag.Rule{Code: "QA027", Severity: diag.Error}
	ruleRatio         = diag.Rule{Code: "QA028", Severity: diag.Error}
	ruleDay           = diag.Rule{Code: "QA029", Severity: diag.Error}
	ruleSkipped       = diag.Rule{Code: "QA034", Severity: diag.Warning}
	ruleNoLevels      = diag.Rule{Code: "QA033", Severity: diag.Error}
	ruleLink          = diag.Rule{Code: "QA030", Severity: diag.Error}
	ruleStatus        = diag.Rule{Code: "QA031", Severity: diag.Error}
	ruleTitle         = diag.Rule{Code: "QA032", Severity: diag.Error}
)
