package tidy

import "time"

// Every row type is a table and its fields are the columns; what a column means stands under tidy.TABLE.COLUMN, or under
// tidy.COLUMN where it means the same in all tables, in the message catalogues. The tags: unit is the unit of a number (its
// words are tidy.unit.UNIT), range its span (low..high with either end open; scale for that of the rubric's node; any), and
// values the words that a text is one of.

// overviewRow is what the whole is: one row.
type overviewRow struct {
	Title      string    `parquet:"title,optional"`
	Year       *int64    `parquet:"year" unit:"year" range:"1900..2200"`
	Edition    string    `parquet:"edition" values:"full|public|anonymous"`
	Created    time.Time `parquet:"created,timestamp(millisecond)"`
	Tool       string    `parquet:"tool,optional"`
	Version    string    `parquet:"tool_version,optional"`
	Rubric     string    `parquet:"rubric"`
	RubricVer  string    `parquet:"rubric_version"`
	Scoring    string    `parquet:"rubric_fingerprint"`
	From       string    `parquet:"window_from,optional"`
	To         string    `parquet:"window_to,optional"`
	Basis      string    `parquet:"basis" values:"self|assessed|accepted"`
	Combine    string    `parquet:"combine" values:"mean|median"`
	Rollup     string    `parquet:"rollup" values:"none|mean|weighted"`
	Unknown    string    `parquet:"unknown" values:"renormalise|bottom"`
	Order      string    `parquet:"order_by"`
	Seed       string    `parquet:"seed"`
	Draws      *int64    `parquet:"draws" unit:"count" range:"1.."`
	Level      *float64  `parquet:"draws_level" unit:"share" range:"0..1"`
	Simulation bool      `parquet:"simulation"`
	Derived    bool      `parquet:"derived"`
	Invented   bool      `parquet:"invented"`
}

// agencyRow is an agency of the list.
type agencyRow struct {
	Agency   string   `parquet:"agency"`
	Name     string   `parquet:"name,optional"`
	Type     string   `parquet:"type,optional"`
	Parent   string   `parquet:"parent,optional"`
	Tier     string   `parquet:"tier" values:"agency|government"`
	Source   string   `parquet:"source" values:"direct|rollup"`
	Weight   *float64 `parquet:"weight" unit:"weight" range:"0.."`
	Timezone string   `parquet:"timezone,optional"`
}

// rankingRow is an agency's place on one basis.
type rankingRow struct {
	Agency         string   `parquet:"agency"`
	Basis          string   `parquet:"basis" values:"self|assessed|accepted"`
	Headline       bool     `parquet:"headline"`
	Name           string   `parquet:"name,optional"`
	Tier           string   `parquet:"tier" values:"agency|government"`
	Rank           *int64   `parquet:"rank" unit:"place" range:"1.."`
	Of             int64    `parquet:"of" unit:"count" range:"0.."`
	Best           *int64   `parquet:"rank_best" unit:"place" range:"1.."`
	Worst          *int64   `parquet:"rank_worst" unit:"place" range:"1.."`
	IntervalMethod string   `parquet:"interval_method,optional" values:"draws|bounds"`
	PossibleBest   *int64   `parquet:"possible_best" unit:"place" range:"1.."`
	PossibleWorst  *int64   `parquet:"possible_worst" unit:"place" range:"1.."`
	Tie            *int64   `parquet:"tie" unit:"number" range:"1.."`
	MedianRank     *float64 `parquet:"rank_median" unit:"place" range:"1.."`
	MeanRank       *float64 `parquet:"rank_mean" unit:"place" range:"1.."`
	MeanRankError  *float64 `parquet:"rank_mean_error" unit:"place" range:"0.."`
	DrawnLow       *float64 `parquet:"index_drawn_low" unit:"score" range:"scale"`
	DrawnHigh      *float64 `parquet:"index_drawn_high" unit:"score" range:"scale"`
	AboveNext      *float64 `parquet:"above_next" unit:"share" range:"0..1"`
	Decided        *float64 `parquet:"decided" unit:"order" range:"any"`
	Index          *float64 `parquet:"index" unit:"score" range:"scale"`
	Low            *float64 `parquet:"low" unit:"score" range:"scale"`
	High           *float64 `parquet:"high" unit:"score" range:"scale"`
	Coverage       float64  `parquet:"coverage" unit:"share" range:"0..1"`
	Band           string   `parquet:"band,optional"`
	Verdict        string   `parquet:"verdict,optional"`
	Reason         string   `parquet:"reason,optional" values:"unknown|not_applicable|min_coverage"`
	Contradictions int64    `parquet:"contradictions" unit:"count" range:"0.."`
}

// scoreRow is a node of an agency on one basis.
type scoreRow struct {
	Agency      string   `parquet:"agency"`
	Basis       string   `parquet:"basis" values:"self|assessed|accepted"`
	Result      string   `parquet:"result" values:"direct|rollup"`
	Node        string   `parquet:"node"`
	Kind        string   `parquet:"kind" values:"index|dimension|indicator"`
	Value       *float64 `parquet:"value" unit:"score" range:"scale"`
	Low         *float64 `parquet:"low" unit:"score" range:"scale"`
	High        *float64 `parquet:"high" unit:"score" range:"scale"`
	Coverage    float64  `parquet:"coverage" unit:"share" range:"0..1"`
	Imputed     float64  `parquet:"imputed" unit:"share" range:"0..1"`
	Weight      float64  `parquet:"weight" unit:"share" range:"0..1"`
	Band        string   `parquet:"band,optional"`
	Verdict     string   `parquet:"verdict,optional"`
	Reason      string   `parquet:"reason,optional" values:"unknown|not_applicable|min_coverage"`
	Raw         *float64 `parquet:"raw" unit:"own" range:"any"`
	Claim       *float64 `parquet:"claim" unit:"score" range:"scale"`
	Measured    *float64 `parquet:"measured" unit:"score" range:"scale"`
	Rule        string   `parquet:"rule,optional" values:"claim|measured|cap|floor|mean|coverage"`
	Respondents *int64   `parquet:"respondents" unit:"count" range:"1.."`
	Spread      *float64 `parquet:"spread" unit:"score" range:"0.."`
	Rows        *int64   `parquet:"rows" unit:"count" range:"1.."`
	RowsKnown   *int64   `parquet:"rows_known" unit:"count" range:"0.."`
	Flags       string   `parquet:"flags,optional"`
}

// itemRow is one row of an indicator that repeats.
type itemRow struct {
	Agency   string   `parquet:"agency"`
	Basis    string   `parquet:"basis" values:"self|assessed|accepted"`
	Result   string   `parquet:"result" values:"direct|rollup"`
	Node     string   `parquet:"node"`
	Position int64    `parquet:"position" unit:"number" range:"1.."`
	Item     string   `parquet:"item,optional"`
	Value    *float64 `parquet:"value" unit:"score" range:"scale"`
	Reason   string   `parquet:"reason,optional" values:"unknown|not_applicable"`
}

// tagRow is a tag of a second view of an agency on one basis.
type tagRow struct {
	Agency   string   `parquet:"agency"`
	Basis    string   `parquet:"basis" values:"self|assessed|accepted"`
	Result   string   `parquet:"result" values:"direct|rollup"`
	View     string   `parquet:"view"`
	Tag      string   `parquet:"tag"`
	Value    *float64 `parquet:"value" unit:"score" range:"scale"`
	Low      *float64 `parquet:"low" unit:"score" range:"scale"`
	High     *float64 `parquet:"high" unit:"score" range:"scale"`
	Coverage float64  `parquet:"coverage" unit:"share" range:"0..1"`
	Band     string   `parquet:"band,optional"`
	Reason   string   `parquet:"reason,optional" values:"unknown|not_applicable|min_coverage"`
}

// groupRow is an agency's value in a column of the list, and its place among those with the same one.
type groupRow struct {
	Agency string `parquet:"agency"`
	Column string `parquet:"column"`
	Value  string `parquet:"value,optional"`
	Basis  string `parquet:"basis" values:"self|assessed|accepted"`
	Ranked bool   `parquet:"ranked"`
	Rank   *int64 `parquet:"rank" unit:"place" range:"1.."`
	Of     *int64 `parquet:"of" unit:"count" range:"0.."`
	Best   *int64 `parquet:"rank_best" unit:"place" range:"1.."`
	Worst  *int64 `parquet:"rank_worst" unit:"place" range:"1.."`
}

// contradictionRow is a claim that a measurement does not bear out.
type contradictionRow struct {
	Agency    string  `parquet:"agency"`
	Basis     string  `parquet:"basis" values:"self|assessed|accepted"`
	Node      string  `parquet:"node"`
	Claim     float64 `parquet:"claim" unit:"score" range:"scale"`
	Measured  float64 `parquet:"measured" unit:"score" range:"scale"`
	Gap       float64 `parquet:"gap" unit:"score" range:"0.."`
	Metric    string  `parquet:"metric"`
	Reduction string  `parquet:"reduction"`
	Reduced   float64 `parquet:"metric_value" unit:"metric" range:"any"`
	Unit      string  `parquet:"unit,optional"`
	Coverage  float64 `parquet:"window_coverage" unit:"share" range:"0..1"`
	From      string  `parquet:"from,optional"`
	To        string  `parquet:"to,optional"`
}

// differenceRow is a row on which an agency and its assessors differ.
type differenceRow struct {
	Agency     string  `parquet:"agency"`
	Node       string  `parquet:"node"`
	Item       string  `parquet:"item,optional"`
	Self       float64 `parquet:"self" unit:"score" range:"scale"`
	Assessed   float64 `parquet:"assessed" unit:"score" range:"scale"`
	Difference float64 `parquet:"difference" unit:"score" range:"any"`
}

// nodeRow is a node of the rubric.
type nodeRow struct {
	Node        string   `parquet:"node"`
	Parent      string   `parquet:"parent,optional"`
	Dimension   string   `parquet:"dimension,optional"`
	Kind        string   `parquet:"kind" values:"index|dimension|indicator"`
	Depth       int64    `parquet:"depth" unit:"number" range:"0.."`
	Position    int64    `parquet:"position" unit:"number" range:"0.."`
	Code        string   `parquet:"code,optional"`
	TitleID     string   `parquet:"title_id,optional"`
	TitleEN     string   `parquet:"title_en,optional"`
	Weight      *float64 `parquet:"weight" unit:"weight" range:"0.."`
	Share       *float64 `parquet:"share" unit:"share" range:"0..1"`
	Aggregate   string   `parquet:"aggregate,optional" values:"arithmetic|geometric|harmonic|power|minimum|median|sum"`
	Power       *float64 `parquet:"power" unit:"number" range:"any"`
	MinCoverage *float64 `parquet:"min_coverage" unit:"share" range:"0..1"`
	ScaleMin    float64  `parquet:"scale_min" unit:"score" range:"any"`
	ScaleMax    float64  `parquet:"scale_max" unit:"score" range:"any"`
	Answer      string   `parquet:"answer,optional" values:"levels|yes_no|choice|multiple|number|percentage|ratio|date"`
	Score       string   `parquet:"score,optional"`
	Unit        string   `parquet:"unit,optional"`
	Direction   string   `parquet:"direction,optional"`
	Repeats     string   `parquet:"repeats,optional" values:"rows|mean"`
	Metric      string   `parquet:"metric,optional"`
	Reduction   string   `parquet:"reduction,optional"`
	Rule        string   `parquet:"rule,optional" values:"claim|measured|cap|floor|mean|coverage"`
	Tags        string   `parquet:"tags,optional"`
	DependsOn   string   `parquet:"depends_on,optional"`
}

// bandRow is a category of values.
type bandRow struct {
	Of       string  `parquet:"of,optional"`
	Set      string  `parquet:"set" values:"bands|verdicts_index|verdicts_dimension"`
	Band     string  `parquet:"band"`
	Position int64   `parquet:"position" unit:"number" range:"1.."`
	From     float64 `parquet:"from" unit:"score" range:"scale"`
	TitleID  string  `parquet:"title_id,optional"`
	TitleEN  string  `parquet:"title_en,optional"`
}

// drawRow is how often an agency had a place, or one of a few that are counted together, in the draws.
type drawRow struct {
	Agency string  `parquet:"agency"`
	First  int64   `parquet:"place_from" unit:"place" range:"1.."`
	Last   int64   `parquet:"place_to" unit:"place" range:"1.."`
	Draws  int64   `parquet:"draws" unit:"count" range:"1.."`
	Share  float64 `parquet:"share" unit:"share" range:"0..1"`
}

// leaveOutRow is the ranking without one node.
type leaveOutRow struct {
	Node    string  `parquet:"node"`
	Shift   float64 `parquet:"shift" unit:"place" range:"0.."`
	Largest int64   `parquet:"largest_shift" unit:"place" range:"0.."`
	Agency  string  `parquet:"agency,optional"`
	Place   *int64  `parquet:"place" unit:"place" range:"1.."`
}

// overtakeRow is how small a change of weights turns two neighbours of the ranking round.
type overtakeRow struct {
	Upper  string   `parquet:"upper"`
	Lower  string   `parquet:"lower"`
	Spread *float64 `parquet:"spread" unit:"share" range:"0..1"`
	Node   string   `parquet:"node,optional"`
	From   *float64 `parquet:"weight_from" unit:"weight" range:"0.."`
	To     *float64 `parquet:"weight_to" unit:"weight" range:"0.."`
	Reason string   `parquet:"reason,optional"`
}

// factorRow is the part of one source of uncertainty in how the ranking moves.
type factorRow struct {
	Factor    string  `parquet:"factor"`
	First     float64 `parquet:"first" unit:"share" range:"any"`
	FirstLow  float64 `parquet:"first_low" unit:"share" range:"any"`
	FirstHigh float64 `parquet:"first_high" unit:"share" range:"any"`
	Total     float64 `parquet:"total" unit:"share" range:"any"`
	TotalLow  float64 `parquet:"total_low" unit:"share" range:"any"`
	TotalHigh float64 `parquet:"total_high" unit:"share" range:"any"`
}

// imputationRow is an unknown indicator that was filled in.
type imputationRow struct {
	Agency string  `parquet:"agency"`
	Basis  string  `parquet:"basis" values:"self|assessed|accepted"`
	Node   string  `parquet:"node"`
	Value  float64 `parquet:"value" unit:"score" range:"scale"`
	N      int64   `parquet:"n" unit:"count" range:"1.."`
	From   string  `parquet:"from_agencies,optional"`
}

// treatmentRow is a value that was touched before agencies were compared by it.
type treatmentRow struct {
	Node   string  `parquet:"node"`
	Basis  string  `parquet:"basis" values:"self|assessed|accepted"`
	Agency string  `parquet:"agency"`
	Method string  `parquet:"method"`
	Before float64 `parquet:"before" unit:"own" range:"any"`
	After  float64 `parquet:"after" unit:"own" range:"any"`
}

// inputRow is a file that was read.
type inputRow struct {
	Position int64  `parquet:"position" unit:"number" range:"1.."`
	Path     string `parquet:"path"`
	Kind     string `parquet:"kind"`
	Format   string `parquet:"format,optional"`
	SHA256   string `parquet:"sha256,optional"`
	Records  int64  `parquet:"records" unit:"count" range:"0.."`
	LeftOut  int64  `parquet:"left_out" unit:"count" range:"0.."`
	Refused  bool   `parquet:"refused"`
}

// findingRow is something wrong or doubtful in the inputs.
type findingRow struct {
	Position int64  `parquet:"position" unit:"number" range:"1.."`
	Code     string `parquet:"code"`
	Severity string `parquet:"severity" values:"error|warning|note"`
	File     string `parquet:"file,optional"`
	Place    string `parquet:"place,optional"`
	Subject  string `parquet:"subject,optional"`
	Seen     string `parquet:"seen,optional"`
	Allowed  string `parquet:"allowed,optional"`
	Count    int64  `parquet:"count" unit:"count" range:"1.."`
}
