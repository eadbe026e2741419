package html

import (
	"slices"

	"siap/internal/decimal"
	"siap/internal/l10n"
	"siap/reports/view"
)

// data is the block of JSON that the script of the page works with. What is a number stands once, in columns with one
// entry for each agency in the order of the ranking; what is a text stands in both languages (texts.go). Values of
// indicators are unrounded, for weights that a reader tries out are computed from them; all others are as they are
// printed.
type data struct {
	Lang   string `json:"lang"`
	Digits int    `json:"digits"`
	Mode   string `json:"mode"`
	// Decided says which numbers bands and ranks are decided on, Upper that bands hold their upper ends.
	RoundedBands bool `json:"roundedBands,omitempty"`
	RoundedRanks bool `json:"roundedRanks,omitempty"`
	Upper        bool `json:"upper,omitempty"`
	// Bands are the lower ends of the rubric's categories.
	Bands []float64 `json:"bands"`
	// Measured, Actionable and Notes say what the report has; Hidden counts the notes that are not in the page.
	Measured   bool       `json:"measured,omitempty"`
	Actionable bool       `json:"actionable,omitempty"`
	Notes      bool       `json:"notes,omitempty"`
	Hidden     int        `json:"hiddenNotes,omitempty"`
	Nodes      []nodeData `json:"nodes"`
	Agencies   agencyData `json:"agencies"`
	// Dims are the dimensions over all agencies: median, lowest, highest, mean coverage and how many have a value, and
	// their share of the index by the rubric in per cent.
	Dims [][]any `json:"dims"`
	// Bases are the results on the other bases, Views the rubric's second views.
	Bases []baseData `json:"bases,omitempty"`
	Views []viewData `json:"views,omitempty"`
	// Contradictions, Optimism, Common, Robust, Map and History are findings over all agencies, in numbers.
	Contradictions []contradictionData `json:"contradictions,omitempty"`
	// Contradicted are indicators and how many agencies have both a claim and a measurement of them.
	Contradicted [][2]int                     `json:"contradicted,omitempty"`
	Optimism     *optimismData                `json:"optimism,omitempty"`
	Common       []commonData                 `json:"common,omitempty"`
	Robust       *robustData                  `json:"robust,omitempty"`
	Map          *mapData                     `json:"map,omitempty"`
	History      *historyData                 `json:"history,omitempty"`
	Texts        map[string]*texts            `json:"texts"`
	Messages     map[string]map[string]string `json:"messages"`
	Charts       chartOptions                 `json:"charts,omitempty"`
	Publication  *publicationData             `json:"publication,omitempty"`
}

// nodeData is the index (the first one), a dimension, or an indicator: what the arithmetic needs of it, and its numbers.
type nodeData struct {
	ID     string `json:"id"`
	Code   string `json:"code,omitempty"`
	Parent int    `json:"parent"`
	First  int    `json:"first,omitempty"`
	Count  int    `json:"count,omitempty"`
	Depth  int    `json:"depth"`
	// Order is the node's place when the tree is read from top to bottom.
	Order  int        `json:"order"`
	Weight float64    `json:"weight"`
	How    string     `json:"how,omitempty"`
	Power  float64    `json:"power,omitempty"`
	Min    float64    `json:"min,omitempty"`
	Scale  [2]float64 `json:"scale"`
	// Own says that its scale is not the index's; Bands are its own categories.
	Own   bool      `json:"own,omitempty"`
	Bands []float64 `json:"bands,omitempty"`
	// Levels are the numbers of an indicator's levels, Actions what leads to which of them with what effort; After are
	// the indicators that should come first.
	Levels  []float64    `json:"levels,omitempty"`
	Actions []actionData `json:"actions,omitempty"`
	After   []int        `json:"after,omitempty"`

	cells
}

type actionData struct {
	To     float64 `json:"to"`
	Effort int     `json:"effort"`
}

// The states of a cell.
const (
	stateKnown = iota
	stateUnknown
	stateNotApplicable
	stateWithheld
	// stateBottom: unknown, and counted at the bottom of the scale.
	stateBottom
)

// cells are the numbers of one node over all agencies.
type cells struct {
	Value column `json:"v"`
	State column `json:"s"`
	// Low, High and Cover are as printed, coverage in per cent; an indicator's follow from Extra.
	Low   column `json:"lo,omitempty"`
	High  column `json:"hi,omitempty"`
	Cover column `json:"cov,omitempty"`
	// Band and Verdict are places in the lists of the texts; -1 for none.
	Band    column `json:"band,omitempty"`
	Verdict column `json:"verdict,omitempty"`
	// Part is the share of the index it really had, in per cent.
	Part column `json:"part,omitempty"`

	// The rest is for indicators.

	// Extra are the cells that count otherwise than once, wholly known: agency, how often known, how often in all,
	// coverage, and both bounds.
	Extra [][]any `json:"x,omitempty"`
	Level column  `json:"level,omitempty"`
	Claim column  `json:"claim,omitempty"`
	// Measured is the score of the measurement; N and Spread are of the respondents.
	Measured column `json:"measured,omitempty"`
	N        column `json:"n,omitempty"`
	Spread   column `json:"spread,omitempty"`
	// Raw, Rows, Via and Flags are places among the shared strings; Flags has one for each combination.
	Raw   column `json:"raw,omitempty"`
	Rows  column `json:"rows,omitempty"`
	Via   column `json:"via,omitempty"`
	Flags column `json:"flags,omitempty"`
}

// builder collects the data of a page from the report in both languages.
type builder struct {
	id, en  *view.Report
	calc    *view.Calculation
	n       int
	digits  int
	mode    string
	place   map[string]int // of a node, by id
	agency  map[string]int // of an agency, by its name for links
	strings *sharedStrings
	// infos are the nodes in Indonesian, by id.
	infos map[string]view.NodeInfo
	// peers has an agency for each of agencyData.References.
	peers []int
	// levels find the level of an indicator by its text.
	levels  map[string]int
	options options
}

// newData makes the block of data.
func newData(r *view.Report, o options) *data {
	b := newBuilder(r, o)
	d := &data{
		Lang: r.Lang, Digits: b.digits, Mode: b.mode, RoundedBands: b.calc.RoundedBands, RoundedRanks: b.calc.RoundedRanks,
		Upper: b.calc.UpperEdge, Measured: r.Measured, Actionable: r.Actionable, Notes: o.notes,
		Texts: map[string]*texts{}, Messages: messages(),
	}
	for _, band := range r.Bands {
		d.Bands = append(d.Bands, band.From)
	}
	d.Nodes = b.nodes()
	for _, dim := range r.Dimensions {
		d.Dims = append(d.Dims, []any{
			nullable(b.printed(dim.Median, 0)), nullable(b.printed(dim.Lowest, 0)), nullable(b.printed(dim.Highest, 0)),
			nullable(coverage(dim.Coverage)), dim.Known, nullable(percent(dim.Weight, 1)),
		})
	}
	d.Agencies = b.agencies()
	d.Bases, d.Views = b.bases(), b.views()
	for _, c := range b.id.Contradicted {
		d.Contradicted = append(d.Contradicted, [2]int{b.place[c.Indicator], c.Compared})
	}
	d.Contradictions, d.Optimism, d.Common = b.contradictions(), b.optimism(), b.common()
	d.Robust, d.Map, d.History = b.robust(), b.mapped(), b.history()
	d.Hidden, d.Publication = b.hidden(), publishedData(r)
	for _, r := range []*view.Report{b.id, b.en} {
		d.Texts[r.Lang] = b.texts(r)
	}
	return d
}

func newBuilder(r *view.Report, o options) *builder {
	b := &builder{
		calc: r.Calculation(), n: len(r.Ranking), place: map[string]int{}, agency: map[string]int{},
		infos: map[string]view.NodeInfo{}, strings: newStrings(), options: o,
	}
	b.digits, b.mode = b.calc.Digits, b.calc.Mode
	b.id, b.en = r.In(l10n.Indonesian), r.In(l10n.English)
	for i, n := range b.calc.Nodes {
		b.place[n.ID] = i
	}
	for i, row := range r.Ranking {
		b.agency[row.Anchor] = i
	}
	return b
}

// info is what there is to say of a node.
func (b *builder) info(id string) view.NodeInfo {
	info, known := b.infos[id]
	if !known {
		info = b.id.Node(id)
		b.infos[id] = info
	}
	return info
}

// round rounds a number to so many digits.
func (b *builder) round(x float64, digits int) float64 {
	return decimal.Round(x, digits, decimal.HalfUp)
}

// printed is a number as it is printed: rounded to the rubric's digits and more.
func (b *builder) printed(n view.Num, more int) float64 {
	if !n.Known {
		return unknown
	}
	return decimal.Round(n.Value, b.digits+more, b.mode)
}

// percent is a share in per cent with so many digits; a coverage is never rounded to 0 or to 100.
func percent(n view.Num, digits int) float64 {
	if !n.Known {
		return unknown
	}
	return decimal.Round(n.Value*100, digits, decimal.HalfUp)
}

func coverage(n view.Num) float64 {
	switch {
	case !n.Known:
		return unknown
	case n.Value < 1 && n.Value > 0.99:
		return 99
	case n.Value > 0 && n.Value < 0.01:
		return 1
	}
	return percent(n, 0)
}

// nodes lays the tree out with its numbers.
func (b *builder) nodes() []nodeData {
	nodes := make([]nodeData, len(b.calc.Nodes))
	index := b.calc.Nodes[0].Scale
	for i, n := range b.calc.Nodes {
		nodes[i] = nodeData{
			ID: n.ID, Code: n.Code, Parent: n.Parent, First: n.First, Count: n.Count, Depth: n.Depth, Weight: n.Weight,
			How: string(n.How), Power: n.Power, Min: n.MinCoverage, Scale: [2]float64{n.Scale.Min, n.Scale.Max},
			Own: n.Scale.Min != index.Min || n.Scale.Max != index.Max,
		}
		nodes[i].cells = b.emptyCells()
	}
	order := 0
	var number func(i int)
	number = func(i int) {
		nodes[i].Order = order
		order++
		for c := b.calc.Nodes[i].First; c < b.calc.Nodes[i].First+b.calc.Nodes[i].Count; c++ {
			number(c)
		}
	}
	number(0)
	for i := range nodes {
		info := b.info(nodes[i].ID)
		for _, band := range info.Bands {
			nodes[i].Bands = append(nodes[i].Bands, band.From)
		}
		for _, level := range info.Levels {
			nodes[i].Levels = append(nodes[i].Levels, level.Level)
		}
		for _, action := range info.Actions {
			nodes[i].Actions = append(nodes[i].Actions, actionData{action.To, action.Effort})
		}
		nodes[i].After = b.indices(info.DependsOn)
	}
	b.fillArithmetic(nodes)
	for u, a := range b.id.Agencies {
		b.fillIndex(&nodes[0], u, a)
		for _, d := range a.Dimensions {
			b.fillDimension(nodes, u, d)
			for _, part := range d.Parts {
				b.fillDimension(nodes, u, part)
			}
		}
		for k := range a.Indicators {
			b.fillIndicator(nodes, u, &a.Indicators[k], &b.en.Agencies[u].Indicators[k])
		}
	}
	for i := range nodes {
		nodes[i].trim(b.calc.Nodes[i].Indicator())
	}
	return nodes
}

func (b *builder) emptyCells() cells {
	none := func(x float64) column { return newColumn(b.n, x) }
	return cells{
		Value: none(unknown), State: none(stateUnknown), Low: none(unknown), High: none(unknown), Cover: none(unknown), Band: none(-1),
		Verdict: none(-1), Part: none(unknown), Level: none(-1), Claim: none(unknown), Measured: none(unknown), N: none(0),
		Spread: none(0), Raw: none(-1), Rows: none(-1), Via: none(-1), Flags: none(-1),
	}
}

// trim leaves out what says nothing.
func (c *cells) trim(indicator bool) {
	c.Band, c.Verdict, c.Part = trimmed(c.Band, -1), trimmed(c.Verdict, -1), trimmed(c.Part, unknown)
	c.Level, c.Claim, c.Measured = trimmed(c.Level, -1), trimmed(c.Claim, unknown), trimmed(c.Measured, unknown)
	c.N, c.Spread, c.Raw, c.Rows = trimmed(c.N, 0), trimmed(c.Spread, 0), trimmed(c.Raw, -1), trimmed(c.Rows, -1)
	c.Via, c.Flags = trimmed(c.Via, -1), trimmed(c.Flags, -1)
	if indicator {
		c.Low, c.High, c.Cover, c.Band = nil, nil, nil, nil // follow from value and Extra
	}
}

// fillArithmetic puts in what the indicators count for.
func (b *builder) fillArithmetic(nodes []nodeData) {
	for _, a := range b.calc.Agencies {
		for i := range nodes {
			if !b.calc.Nodes[i].Indicator() {
				continue
			}
			cell, n := &a.Cells[i], &nodes[i]
			times, total := cell.Times, cell.Total
			low, high := cell.Low, cell.High
			state := stateKnown
			switch {
			case cell.State == view.NotApplicable:
				n.State[a.Place] = stateNotApplicable
				continue
			case cell.State == view.Unknown:
				state, times = stateUnknown, 0
				if cell.Withheld {
					state = stateWithheld
				}
			case !cell.Given && !cell.Assumed:
				state = stateBottom
			}
			n.State[a.Place] = float64(state)
			if state != stateUnknown && state != stateWithheld {
				n.Value[a.Place] = cell.Value
			}
			plain := total == 1
			switch state {
			case stateKnown:
				plain = plain && times == 1 && cell.Coverage == 1 && low == cell.Value && high == cell.Value
			case stateBottom:
				plain = plain && times == 1 && cell.Coverage == 0 && low == n.Scale[0] && high == n.Scale[1] && cell.Value == low
			default:
				plain = plain && cell.Coverage == 0 && low == n.Scale[0] && high == n.Scale[1]
			}
			if !plain {
				n.Extra = append(n.Extra, []any{a.Place, times, total, cell.Coverage, low, high})
			}
		}
	}
}

func (b *builder) fillIndex(n *nodeData, u int, a *view.Agency) {
	n.Value[u], n.Low[u], n.High[u] = b.printed(a.Index, 0), b.printed(a.Low, 0), b.printed(a.High, 0)
	n.Cover[u] = coverage(a.Coverage)
	if a.Index.Known {
		n.State[u] = stateKnown
		n.Band[u], n.Verdict[u] = bandPlace(a.Band), b.strings.place(a.Verdict, b.en.Agencies[u].Verdict)
	}
}

func bandPlace(band view.BandRef) float64 {
	if band.ID == "" {
		return -1
	}
	return float64(band.Order)
}

func (b *builder) fillDimension(nodes []nodeData, u int, d view.DimensionScore) {
	i, known := b.place[d.ID]
	if !known {
		return
	}
	n := &nodes[i]
	if n.Count > 0 {
		n.Value[u], n.Low[u], n.High[u] = b.printed(d.Value, 0), b.printed(d.Low, 0), b.printed(d.High, 0)
		n.State[u] = float64(b.stateOf(d.State, d.Value))
	}
	n.Cover[u], n.Band[u], n.Part[u] = coverage(d.Coverage), bandPlace(d.Band), percent(d.Weight, 1)
	if d.Verdict != "" {
		n.Verdict[u] = b.strings.place(d.Verdict, b.verdictIn(b.en, u, d.ID))
	}
}

// verdictIn gives the verdict on a dimension in the other language.
func (b *builder) verdictIn(r *view.Report, u int, id string) string {
	for _, d := range r.Agencies[u].Dimensions {
		if d.ID == id {
			return d.Verdict
		}
		for _, part := range d.Parts {
			if part.ID == id {
				return part.Verdict
			}
		}
	}
	return ""
}

func (b *builder) stateOf(s view.State, value view.Num) int {
	switch {
	case s == view.Known:
		return stateKnown
	case s == view.NotApplicable:
		return stateNotApplicable
	case value.Reason == b.id.Text("view.reason.min_coverage"):
		return stateWithheld
	}
	return stateUnknown
}

func (b *builder) fillIndicator(nodes []nodeData, u int, s, en *view.IndicatorScore) {
	i, known := b.place[s.ID]
	if !known {
		return
	}
	n := &nodes[i]
	if s.Level != "" {
		n.Level[u] = b.levelPlace(s)
	}
	n.Claim[u], n.Measured[u], n.Part[u] = b.printed(s.Claim, 0), b.printed(s.Measured, 0), percent(s.Weight, 1)
	n.N[u] = float64(s.N)
	if s.N > 1 {
		n.Spread[u] = b.printed(s.Spread, 0)
	}
	n.Raw[u], n.Rows[u], n.Via[u] = b.strings.place(s.Raw, en.Raw), b.strings.place(s.Rows, en.Rows), b.strings.place(s.Via, en.Via)
	if len(s.Flags) > 0 {
		n.Flags[u] = b.strings.place(join(s.Flags), join(en.Flags))
	}
}

// levelPlace finds the level of an indicator by its text.
func (b *builder) levelPlace(s *view.IndicatorScore) float64 {
	if b.levels == nil {
		b.levels = map[string]int{}
		for i := range b.calc.Nodes {
			for k, level := range b.info(b.calc.Nodes[i].ID).Levels {
				b.levels[b.calc.Nodes[i].ID+"\x00"+level.Text] = k
			}
		}
	}
	if k, known := b.levels[s.ID+"\x00"+s.Level]; known {
		return float64(k)
	}
	return -1
}

// hidden counts the notes and quotations that the page leaves out.
func (b *builder) hidden() int {
	if b.options.notes {
		return 0
	}
	hidden := 0
	for _, a := range b.id.Agencies {
		for k := range a.Indicators {
			hidden += len(a.Indicators[k].Notes)
		}
	}
	return hidden
}

// indices gives the places of nodes by their ids; those it does not know are left out.
func (b *builder) indices(ids []string) []int {
	var out []int
	for _, id := range ids {
		if i, known := b.place[id]; known && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}
