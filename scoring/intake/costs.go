package intake

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring"
)

// What may be wrong with a table of costs.
var (
	ruleCostColumns   = diag.Rule{Code: "CF040", Severity: diag.Error}
	ruleCostIndicator = diag.Rule{Code: "CF041", Severity: diag.Error}
	ruleCostLevel     = diag.Rule{Code: "CF042", Severity: diag.Error}
	ruleCost          = diag.Rule{Code: "CF043", Severity: diag.Error}
	ruleCostTwice     = diag.Rule{Code: "CF044", Severity: diag.Error}
)

// Costs are what single steps cost by a planner's own table. An entry for an agency goes before one for all, and one for
// an item before one for all items.
type Costs struct {
	byStep map[costKey]costEntry
}

type costKey struct {
	agency, indicator, item string
	// at is the place of the level among the steps of the indicator.
	at int
}

type costEntry struct {
	cost float64
	line int
}

// maxCost is the largest cost of one step that is taken for one.
const maxCost = 1e12

var costColumns = []string{"agency", "indicator", "item", "to", "cost"}

// ReadCosts reads a table of costs: the columns indicator (id or number), to (the level) and cost, and optionally agency and
// item. All faults are found in one pass; with an error among them there are no costs.
func ReadCosts(src source.Source, r *rubric.Rubric) (*Costs, *diag.List) {
	list := &diag.List{}
	t, d := table.Open(src)
	if d != nil {
		list.Add(d)
		return nil, list
	}
	defer t.Close()
	column := map[string]int{}
	for i, name := range t.Header {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(costColumns, name) {
			list.Add(ruleCostColumns.At(t.Place(t.Line, i)).Saw(name).Allows(strings.Join(costColumns, ", ")).Near(nearest.Of(name, costColumns)))
			continue
		}
		column[name] = i
	}
	for _, name := range []string{"indicator", "to", "cost"} {
		if _, there := column[name]; !there {
			list.Add(ruleCostColumns.At(t.Place(t.Line, 0)).Saw(strings.Join(t.Header, ",")).Allows(name))
		}
	}
	if list.HasErrors() {
		return nil, list
	}
	c := &Costs{byStep: map[costKey]costEntry{}}
	ids := make([]string, 0, 64)
	for _, n := range r.Indicators() {
		ids = append(ids, n.ID)
	}
	for row, d := range t.Rows() {
		if d != nil {
			list.Add(d)
			continue
		}
		cell := func(name string) string {
			i, there := column[name]
			if !there {
				return ""
			}
			return strings.Clone(strings.TrimSpace(row.Cells[i]))
		}
		place := func(name string) diag.Place { return t.Place(row.Line, column[name]) }
		id := cell("indicator")
		n := r.Indicator(id)
		if n == nil {
			list.Add(ruleCostIndicator.At(place("indicator")).Saw(id).About(r.ID).Near(nearest.Of(id, ids)))
			continue
		}
		steps := scoring.Steps(n)
		to, ok := table.Number(cell("to"), t.DecimalComma)
		at := slices.IndexFunc(steps, func(s scoring.Step) bool { return s.Level == to })
		if !ok || at < 0 {
			var levels []string
			for _, s := range steps {
				levels = append(levels, strconv.FormatFloat(s.Level, 'g', -1, 64))
			}
			list.Add(ruleCostLevel.At(place("to")).About(n.ID).Saw(cell("to")).Allows(strings.Join(levels, ", ")))
			continue
		}
		cost, ok := table.Number(cell("cost"), t.DecimalComma)
		if !ok || !(cost >= 0 && cost <= maxCost) {
			list.Add(ruleCost.At(place("cost")).Saw(cell("cost")).Allows("0 – 1000000000000"))
			continue
		}
		key := costKey{cell("agency"), n.ID, cell("item"), at}
		if first, twice := c.byStep[key]; twice {
			list.Add(ruleCostTwice.At(place("indicator")).About(n.ID).Saw(cell("to")).See(t.Place(first.line, 0)))
			continue
		}
		c.byStep[key] = costEntry{cost, row.Line}
	}
	if list.HasErrors() {
		return nil, list
	}
	return c, list
}

// Of gives what the step of an agency's indicator, or row of it, to a level costs; false where the table has no entry.
func (c *Costs) Of(n *rubric.Node, agency, item string, level float64) (float64, bool) {
	at := slices.IndexFunc(scoring.Steps(n), func(s scoring.Step) bool { return s.Level == level })
	for _, key := range []costKey{
		{agency, n.ID, item, at}, {agency, n.ID, "", at}, {"", n.ID, item, at}, {"", n.ID, "", at},
	} {
		if found, ok := c.byStep[key]; ok {
			return found.cost, true
		}
	}
	return 0, false
}
