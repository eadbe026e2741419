package rubric

import (
	"cmp"
	"slices"

	"siap/internal/diag"
)

// The limits of a rubric, so that a hostile file costs bounded time and memory.
const (
	// MaxBytes is the largest rubric file: 8 MiB.
	MaxBytes = 8 << 20
	// MaxDepth is how many levels of nodes a tree may have.
	MaxDepth = 12
	// MaxIndicators is how many indicators a rubric may have.
	MaxIndicators = 2000
	// maxNesting is how deep YAML may nest: the tree, and what a node holds, take far less.
	maxNesting = 64
	// maxNodes is how many YAML nodes a file may hold; a full-grown rubric of MaxIndicators takes some 300,000.
	maxNodes = 500_000
	// maxNumber bounds the size of every number, so that sums and products stay finite.
	maxNumber = 1e15
)

func fault(code string) diag.Rule { return diag.Rule{Code: code, Severity: diag.Error} }
func doubt(code string) diag.Rule { return diag.Rule{Code: code, Severity: diag.Warning} }

// The rules of the file: what any YAML must keep to be read at all.
var (
	ruleUnreadable  = fault("RB001")
	ruleTooLarge    = fault("RB002")
	ruleEncoding    = fault("RB003")
	ruleSyntax      = fault("RB004")
	ruleEmpty       = fault("RB005")
	ruleDocuments   = fault("RB006")
	ruleAlias       = fault("RB007")
	ruleNesting     = fault("RB008")
	ruleTwice       = fault("RB009")
	ruleUnknownKey  = fault("RB010")
	ruleWantList    = fault("RB011")
	ruleWantKeys    = fault("RB012")
	ruleWantNumber  = fault("RB013")
	ruleWantWhole   = fault("RB014")
	ruleWantText    = fault("RB015")
	ruleNotFinite   = fault("RB016")
	ruleMissing     = fault("RB017")
	ruleYAMLTag     = fault("RB018")
	ruleEmptyMember = fault("RB019")
	ruleWantBool    = fault("RB038")
)

// The rules of names, words and general settings.
var (
	ruleSchema      = fault("RB020")
	ruleID          = fault("RB021")
	ruleSameID      = fault("RB022")
	ruleSameCode    = fault("RB023")
	ruleCodeIsID    = fault("RB024")
	ruleTranslation = fault("RB025")
	ruleEnum        = fault("RB026")
	ruleWeight      = fault("RB027")
	ruleScale       = fault("RB028")
	ruleDigits      = fault("RB029")
	ruleShare       = fault("RB030")
	ruleNoBands     = fault("RB031")
	ruleFirstBand   = fault("RB032")
	ruleBandOrder   = fault("RB033")
	ruleBandBeyond  = fault("RB034")
	ruleNoChildren  = fault("RB035")
	ruleTooMany     = fault("RB036")
	ruleTooDeep     = fault("RB037")
)

// The rules of indicators.
var (
	ruleFewLevels    = fault("RB040")
	ruleLevelOutside = fault("RB041")
	ruleLevelOrder   = fault("RB042")
	ruleBottom       = doubt("RB043")
	ruleTop          = doubt("RB044")
	ruleActionTo     = fault("RB045")
	ruleNoAction     = diag.Rule{Code: "RB046", Severity: diag.Note}
	ruleEffort       = fault("RB047")
	ruleAskedOf      = fault("RB048")
	ruleDependsOn    = fault("RB049")
	ruleCycle        = fault("RB050")
	ruleApplies      = fault("RB051")
	ruleNotForNode   = fault("RB052")
	ruleUnanswerable = fault("RB053")
	ruleIdleRole     = doubt("RB054")
)

// The rules of measurements.
var (
	ruleMetric         = fault("RB060")
	ruleAtLeast        = fault("RB061")
	ruleOver           = fault("RB062")
	ruleNotForReduce   = fault("RB063")
	ruleFewBreakpoints = fault("RB064")
	ruleAtOrder        = fault("RB065")
	ruleMonotone       = fault("RB066")
	ruleScoreOutside   = fault("RB067")
	ruleExpected       = fault("RB068")
	ruleIdleMetric     = doubt("RB069")
	ruleNoLine         = fault("RB086")

	ruleNotForKind  = fault("RB120")
	ruleWithin      = fault("RB121")
	ruleWithinRange = fault("RB122")
	ruleOverKind    = fault("RB123")
	ruleSeries      = fault("RB124")
	ruleLabel       = fault("RB125")
	ruleNoValues    = fault("RB126")
	ruleLeaveOut    = fault("RB127")
	ruleTolerance   = fault("RB128")
	ruleOverItself  = doubt("RB129")
	ruleError       = fault("RB131")
	// Of treatment, denominators, imputation.
	ruleTreat       = fault("RB132")
	ruleOutOfRange  = fault("RB133")
	rulePer         = fault("RB134")
	ruleImputeGroup = fault("RB135")
	ruleIdleLabel   = doubt("RB130")
)

// The rules of weights and aggregation.
var (
	ruleWeightSum       = fault("RB039")
	ruleWeightMissing   = fault("RB055")
	rulePower           = fault("RB056")
	ruleNegativeScale   = fault("RB057")
	ruleOwnScale        = fault("RB058")
	ruleSumScale        = fault("RB059")
	ruleRowsArithmetic  = fault("RB087")
	ruleOneScale        = fault("RB088")
	ruleNotForAggregate = fault("RB089")
)

// The rules of answers and scores.
var (
	ruleFewOptions    = fault("RB070")
	ruleNotForAnswer  = fault("RB071")
	ruleLimits        = fault("RB072")
	ruleScoreNeeds    = fault("RB073")
	ruleNotForMethod  = fault("RB074")
	ruleGoalposts     = fault("RB075")
	ruleLogarithm     = fault("RB076")
	ruleRowsGap       = fault("RB077")
	ruleRowEnds       = fault("RB078")
	ruleSpread        = fault("RB079")
	ruleDirectionIdle = doubt("RB080")
	ruleBeyondScale   = fault("RB081")
	ruleTag           = fault("RB082")
	ruleIdleTag       = doubt("RB083")
	ruleCumulative    = fault("RB085")
)

// Rules lists every rule of this package in the order of the codes. What each says, and what to do about it,
// stands in the message catalogues under its code.
func Rules() []diag.Rule {
	rules := []diag.Rule{
		ruleUnreadable, ruleTooLarge, ruleEncoding, ruleSyntax, ruleEmpty, ruleDocuments, ruleAlias, ruleNesting,
		ruleTwice, ruleUnknownKey, ruleWantList, ruleWantKeys, ruleWantNumber, ruleWantWhole, ruleWantText,
		ruleNotFinite, ruleMissing, ruleYAMLTag, ruleEmptyMember, ruleWantBool,
		ruleSchema, ruleID, ruleSameID, ruleSameCode, ruleCodeIsID, ruleTranslation, ruleEnum, ruleWeight, ruleScale,
		ruleDigits, ruleShare, ruleNoBands, ruleFirstBand, ruleBandOrder, ruleBandBeyond, ruleNoChildren, ruleTooMany,
		ruleTooDeep, ruleWeightSum,
		ruleFewLevels, ruleLevelOutside, ruleLevelOrder, ruleBottom, ruleTop, ruleActionTo, ruleNoAction, ruleEffort,
		ruleAskedOf, ruleDependsOn, ruleCycle, ruleApplies, ruleNotForNode, ruleUnanswerable, ruleIdleRole,
		ruleWeightMissing, rulePower, ruleNegativeScale, ruleOwnScale, ruleSumScale,
		ruleMetric, ruleAtLeast, ruleOver, ruleNotForReduce, ruleFewBreakpoints, ruleAtOrder, ruleMonotone,
		ruleScoreOutside, ruleExpected, ruleIdleMetric,
		ruleFewOptions, ruleNotForAnswer, ruleLimits, ruleScoreNeeds, ruleNotForMethod, ruleGoalposts, ruleLogarithm,
		ruleRowsGap, ruleRowEnds, ruleSpread, ruleDirectionIdle, ruleBeyondScale, ruleTag, ruleIdleTag, ruleCumulative,
		ruleNoLine, ruleRowsArithmetic, ruleOneScale, ruleNotForAggregate,
		ruleNotForKind, ruleWithin, ruleWithinRange, ruleOverKind, ruleSeries, ruleLabel, ruleNoValues, ruleLeaveOut,
		ruleTolerance, ruleOverItself, ruleIdleLabel, ruleError, ruleTreat, ruleOutOfRange, rulePer,
		ruleImputeGroup,
	}
	slices.SortFunc(rules, func(a, b diag.Rule) int { return cmp.Compare(a.Code, b.Code) })
	return rules
}
