package questionnaire

import "siap/internal/diag"

// What may be wrong with a response file (*.siap.json) beside its answers and evidence.
var (
	ruleResponseBroken   = diag.Rule{Code: "QA060", Severity: diag.Error}
	ruleResponseSchema   = diag.Rule{Code: "QA061", Severity: diag.Error}
	ruleResponseRubric   = diag.Rule{Code: "QA062", Severity: diag.Error}
	ruleResponseOutdated = diag.Rule{Code: "QA063", Severity: diag.Warning}
	ruleResponseMember   = diag.Rule{Code: "QA064", Severity: diag.Warning}
	ruleResponseTwice    = diag.Rule{Code: "QA065", Severity: diag.Error}
	ruleResponseKind     = diag.Rule{Code: "QA066", Severity: diag.Error}
	ruleResponseItem     = diag.Rule{Code: "QA067", Severity: diag.Warning}
	ruleResponseMuch     = diag.Rule{Code: "QA068", Severity: diag.Error}
	ruleResponseAccepted = diag.Rule{Code: "QA069", Severity: diag.Warning}
)
