package questionnaire

import "siap/internal/diag"

// What may be wrong with, or is said of, the exports of survey tools and tables with a mapping file.
var (
	ruleSurveyRead      = diag.Rule{Code: "QA070", Severity: diag.Note}
	ruleNotApproved     = diag.Rule{Code: "QA071", Severity: diag.Note}
	ruleRejected        = diag.Rule{Code: "QA072", Severity: diag.Note}
	ruleIncomplete      = diag.Rule{Code: "QA073", Severity: diag.Note}
	ruleDoubted         = diag.Rule{Code: "QA074", Severity: diag.Warning}
	ruleEncrypted       = diag.Rule{Code: "QA075", Severity: diag.Warning}
	ruleColumnsUnread   = diag.Rule{Code: "QA076", Severity: diag.Note}
	ruleColumnAmbiguous = diag.Rule{Code: "QA077", Severity: diag.Error}
	ruleRowShort        = diag.Rule{Code: "QA078", Severity: diag.Error}
	ruleFormOutdated    = diag.Rule{Code: "QA079", Severity: diag.Warning}
	ruleFormula         = diag.Rule{Code: "QA080", Severity: diag.Error}
	ruleMerged          = diag.Rule{Code: "QA081", Severity: diag.Error}
	ruleNamed           = diag.Rule{Code: "QA082", Severity: diag.Warning}
	ruleHalfRatio       = diag.Rule{Code: "QA083", Severity: diag.Warning}
	ruleTooMany         = diag.Rule{Code: "QA084", Severity: diag.Error}
	ruleTimeOrder       = diag.Rule{Code: "QA085", Severity: diag.Warning}
	ruleAgencyAmbiguous = diag.Rule{Code: "QA086", Severity: diag.Error}
	ruleChoiceAmbiguous = diag.Rule{Code: "QA087", Severity: diag.Error}
	ruleTags            = diag.Rule{Code: "QA088", Severity: diag.Note}
	ruleRepeatsUnread   = diag.Rule{Code: "QA089", Severity: diag.Note}
	ruleArchive         = diag.Rule{Code: "QA090", Severity: diag.Error}
	ruleArchiveTables   = diag.Rule{Code: "QA091", Severity: diag.Error}
	ruleMapSyntax       = diag.Rule{Code: "QA092", Severity: diag.Error}
	ruleMapKey          = diag.Rule{Code: "QA093", Severity: diag.Error}
	ruleMapValue        = diag.Rule{Code: "QA094", Severity: diag.Error}
	ruleMapTwice        = diag.Rule{Code: "QA095", Severity: diag.Error}
	ruleMapTarget       = diag.Rule{Code: "QA096", Severity: diag.Error}
	ruleMapColumn       = diag.Rule{Code: "QA097", Severity: diag.Error}
	ruleMapRubric       = diag.Rule{Code: "QA098", Severity: diag.Error}
	ruleMapMissing      = diag.Rule{Code: "QA099", Severity: diag.Error}
)
