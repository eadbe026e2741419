package doctor

import "siap/internal/diag"

// The findings. Warnings are about what makes a rank mean something else than it says; notes are about what an author
// of the rubric should look at.
var (
	ruleFewAgencies = diag.Rule{Code: "DQ001", Severity: diag.Warning}
	ruleManyMembers = diag.Rule{Code: "DQ002", Severity: diag.Note}
	ruleUnknown     = diag.Rule{Code: "DQ003", Severity: diag.Warning}
	ruleSilent      = diag.Rule{Code: "DQ004", Severity: diag.Warning}

	ruleConstant = diag.Rule{Code: "DQ010", Severity: diag.Warning}
	ruleAlike    = diag.Rule{Code: "DQ011", Severity: diag.Note}
	ruleHeavy    = diag.Rule{Code: "DQ012", Severity: diag.Warning}
	ruleFar      = diag.Rule{Code: "DQ013", Severity: diag.Note}
	ruleCeiling  = diag.Rule{Code: "DQ014", Severity: diag.Note}
	ruleFloor    = diag.Rule{Code: "DQ015", Severity: diag.Note}

	ruleCollinear = diag.Rule{Code: "DQ020", Severity: diag.Warning}
	ruleOpposite  = diag.Rule{Code: "DQ021", Severity: diag.Warning}
	ruleContrary  = diag.Rule{Code: "DQ022", Severity: diag.Warning}
	ruleBackwards = diag.Rule{Code: "DQ023", Severity: diag.Warning}
	ruleAgainst   = diag.Rule{Code: "DQ024", Severity: diag.Warning}

	ruleIncoherent = diag.Rule{Code: "DQ030", Severity: diag.Warning}
	ruleLoose      = diag.Rule{Code: "DQ031", Severity: diag.Note}
	ruleSeveral    = diag.Rule{Code: "DQ032", Severity: diag.Note}

	ruleWeight    = diag.Rule{Code: "DQ040", Severity: diag.Note}
	ruleDominated = diag.Rule{Code: "DQ041", Severity: diag.Warning}

	ruleAgencyApart    = diag.Rule{Code: "DQ050", Severity: diag.Warning}
	ruleIndicatorApart = diag.Rule{Code: "DQ051", Severity: diag.Note}
	ruleRolesApart     = diag.Rule{Code: "DQ052", Severity: diag.Warning}
)
