package workbook

import (
	"reflect"

	"siap/internal/decimal"
	"siap/rubric"
)

// The names of the sheets.
const (
	sheetRubric   = "Rubric"
	sheetBands    = "Bands"
	sheetRoles    = "Roles"
	sheetMetrics  = "Metrics"
	sheetViews    = "Views"
	sheetNodes    = "Nodes"
	sheetLevels   = "Levels"
	sheetOptions  = "Options"
	sheetPoints   = "Points"
	sheetRows     = "Rows"
	sheetActions  = "Actions"
	sheetMeasures = "Measures"
)

// The columns of the sheet Rubric: its keys stand below each other.
const (
	columnKey   = "key"
	columnValue = "value"
)

// sheets are all sheets in the order of the workbook. Of the first one, columns are the keys.
var sheets = []*sheet{
	{name: sheetRubric, row: reflect.TypeFor[rubric.Rubric](), required: true, frozen: 1, columns: columns(
		plain("schema", 0), column{key: "id", kind: kindWord}, plain("version", 0),
		choice("status", words(rubric.Draft, rubric.Stable, rubric.Retired)).else_(),
		text("title"), text("description"),
		choice("source.status", []string{"official", "transcribed", "unverified"}).else_(),
		plain("source.decree", 0), column{key: "source.cites", kind: kindLines}, text("source.note"),
		number("scale.min"), number("scale.max"),
		column{key: "rounding.digits", kind: kindWhole, defaulted: true},
		choice("rounding.mode", []string{decimal.HalfUp, decimal.HalfEven}).else_(),
		choice("decide.bands", decisions).else_(), choice("decide.ranks", decisions).else_(),
		choice("band_edge", words(rubric.EdgeLower, rubric.EdgeUpper)).else_(),
		choice("unknown", words(rubric.Renormalise, rubric.Bottom)).else_(),
		number("min_coverage").else_(),
		choice("weights", words(rubric.Relative, rubric.OfParent, rubric.OfIndex)).else_(),
		choice("aggregate", aggregations), number("power"),
		choice("impute.method", words(rubric.ImputeMethods()...)), plain("impute.group", 0),
		column{key: "impute.neighbours", kind: kindWhole}, choice("order", words(rubric.Orders()...)),
		column{key: "groups", kind: kindLines},
	)},
	{name: sheetBands, row: reflect.TypeFor[rubric.Band](), frozen: 3, columns: columns(
		link("owner", sheetNodes, "id", false),
		choice("kind", []string{bandOfNode, verdictOfNode, verdictOfIndex, verdictOfDimension}).linking(),
		id("id"), number("from").must(), text("title"),
	)},
	{name: sheetRoles, row: reflect.TypeFor[rubric.Role](), frozen: 1, columns: columns(
		id("id"), text("title"), number("weight").else_(),
	)},
	{name: sheetMetrics, row: reflect.TypeFor[rubric.Metric](), frozen: 1, columns: columns(
		id("id"), text("title"), choice("kind", words(rubric.Gauge, rubric.Counter, rubric.Events)), plain("series", 22),
		plain("unit", 14), text("about"), column{key: "expected", kind: kindWord, width: 12},
		column{key: "labels", kind: kindMapping, width: 30}, column{key: "leave_out", kind: kindNumbers, width: 14},
	)},
	{name: sheetViews, row: reflect.TypeFor[rubric.View](), frozen: 2, columns: columns(
		id("view").linking(), column{key: "tag", kind: kindWord, link: true, width: 22}, text("title"), text("description"),
	)},
	{name: sheetNodes, row: reflect.TypeFor[rubric.Node](), required: true, frozen: 2, columns: columns(
		link("parent", sheetNodes, "id", false), id("id"), plain("code", 10), text("title"), text("description"),
		number("weight").else_(), choice("aggregate", aggregations), number("power"), number("min_coverage"),
		number("scale.min"), number("scale.max"),
		column{key: "tags", kind: kindWords, width: 22}, column{key: "law", kind: kindLines, width: 30},
		text("question"), column{key: "asked_of", kind: kindWords, width: 22},
		choice("answer.kind", words(rubric.Levels, rubric.YesNo, rubric.Choice, rubric.Multiple, rubric.Number,
			rubric.Percentage, rubric.Ratio, rubric.Date)),
		text("answer.numerator"), text("answer.denominator"), number("answer.limits.min"), number("answer.limits.max"),
		column{key: "cumulative", kind: kindFlag, width: 12}, plain("unit", 14),
		choice("direction", words(rubric.Up, rubric.Down)),
		choice("score.method", words(rubric.ScoreMethods()...)),
		number("score.min"), number("score.max"), column{key: "score.log", kind: kindFlag, width: 12},
		column{key: "score.cap", kind: kindFlag, width: 12}, number("score.mean"), number("score.sd"),
		number("score.target"), plain("score.reference", 18), number("score.threshold"),
		choice("score.treat.method", words(rubric.TreatMethods()...)), number("score.treat.skewness"),
		number("score.treat.kurtosis"), column{key: "score.treat.most", kind: kindWhole, width: 12},
		number("score.treat.lambda"), plain("score.per", 18), number("score.times"),
		text("external.index"), plain("external.steward", 22), number("external.placeholder"),
		text("evidence"), column{key: "depends_on", kind: kindWords, width: 22},
		column{key: "applies_to", kind: kindMapping, width: 30},
		choice("repeats", []string{rubric.RepeatRows, rubric.RepeatMean}),
	)},
	{name: sheetLevels, row: reflect.TypeFor[rubric.Level](), frozen: 2, columns: columns(
		nodeLink, number("level").must(), text("text"), text("evidence"),
	)},
	{name: sheetOptions, row: reflect.TypeFor[rubric.Option](), frozen: 2, columns: columns(
		nodeLink, id("id"), number("points").must(), text("text"),
	)},
	{name: sheetPoints, row: reflect.TypeFor[rubric.Breakpoint](), frozen: 2, columns: columns(
		nodeLink, choice("of", []string{pointOfScore, pointOfMeasure}).linking().must(), number("at").must(),
		number("score").must(),
	)},
	{name: sheetRows, row: reflect.TypeFor[rubric.Row](), frozen: 1, columns: columns(
		nodeLink, number("from"), number("above"), number("to"), number("below"), number("score").must(),
	)},
	{name: sheetActions, row: reflect.TypeFor[rubric.Action](), frozen: 2, columns: columns(
		nodeLink, number("to").must(), column{key: "effort", kind: kindWhole, defaulted: true, width: 12}, text("text"),
	)},
	{name: sheetMeasures, row: reflect.TypeFor[rubric.Measure](), frozen: 2, columns: columns(
		nodeLink, id("metric").offering(sheetMetrics, "id"),
		choice("reduction", words(rubric.Reductions()...)),
		number("at_least"), column{key: "over", kind: kindWord, width: 22}.offering(sheetMetrics, "id"),
		column{key: "within", kind: kindWhole, width: 12},
		choice("until", words(rubric.Verified, rubric.Answered, rubric.Closed)),
		choice("rule", words(rubric.Reconciliations()...)),
		number("min_coverage").else_(), number("tolerance").else_(), number("error").else_(),
	)},
}

var (
	nodeLink  = link("node", sheetNodes, "id", true)
	decisions = []string{"unrounded", "rounded"}
)

// rubricColumns are the two columns of the sheet Rubric.
var rubricColumns = []column{
	{key: columnKey, kind: kindWord, required: true, width: 24}, {key: columnValue, kind: kindText, required: true, width: 90},
}

// sheetNamed gives the sheet of a name, nil where there is none.
func sheetNamed(name string) *sheet {
	for _, s := range sheets {
		if s.name == name {
			return s
		}
	}
	return nil
}
