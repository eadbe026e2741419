package questionnaire

import "siap/internal/diag"

// What may be wrong with a workbook form beside its answers and evidence.
var (
	ruleBookMap        = diag.Rule{Code: "QA040", Severity: diag.Error}
	ruleBookSchema     = diag.Rule{Code: "QA041", Severity: diag.Error}
	ruleBookRubric     = diag.Rule{Code: "QA042", Severity: diag.Error}
	ruleBookOutdated   = diag.Rule{Code: "QA043", Severity: diag.Warning}
	ruleBookVanished   = diag.Rule{Code: "QA044", Severity: diag.Error}
	ruleBookMacros     = diag.Rule{Code: "QA045", Severity: diag.Warning}
	ruleBookLinks      = diag.Rule{Code: "QA046", Severity: diag.Warning}
	ruleBookHidden     = diag.Rule{Code: "QA047", Severity: diag.Note}
	ruleBookExtra      = diag.Rule{Code: "QA048", Severity: diag.Note}
	ruleBookSheet      = diag.Rule{Code: "QA049", Severity: diag.Error}
	ruleBookMoved      = diag.Rule{Code: "QA050", Severity: diag.Note}
	ruleBookRowGone    = diag.Rule{Code: "QA051", Severity: diag.Error}
	ruleBookRowTwice   = diag.Rule{Code: "QA052", Severity: diag.Error}
	ruleBookColumnGone = diag.Rule{Code: "QA053", Severity: diag.Error}
	ruleBookMerged     = diag.Rule{Code: "QA054", Severity: diag.Error}
	ruleBookFormula    = diag.Rule{Code: "QA055", Severity: diag.Error}
	ruleBookDate       = diag.Rule{Code: "QA056", Severity: diag.Error}
	ruleBookStray      = diag.Rule{Code: "QA057", Severity: diag.Warning}
	ruleBookStatus     = diag.Rule{Code: "QA058", Severity: diag.Warning}
	ruleBookBoth       = diag.Rule{Code: "QA059", Severity: diag.Error}
)
