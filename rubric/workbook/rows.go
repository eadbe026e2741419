package workbook

import (
	"reflect"
	"strconv"

	"siap/rubric"
)

// line is one row of a sheet before it is written: what its links say, and the part it describes.
type line struct {
	links map[string]string
	value reflect.Value
}

// linesOf gives the rows of every sheet but the first, in the order of the rubric.
func linesOf(r *rubric.Rubric) map[string][]line {
	all := map[string][]line{}
	add := func(sheet string, value any, links ...string) {
		l := line{links: map[string]string{}, value: reflect.ValueOf(value)}
		for i := 0; i+1 < len(links); i += 2 {
			l.links[links[i]] = links[i+1]
		}
		all[sheet] = append(all[sheet], l)
	}
	bands := func(owner, kind string, bands []rubric.Band) {
		for _, b := range bands {
			add(sheetBands, b, "owner", owner, "kind", kind)
		}
	}
	bands("", bandOfNode, r.Bands)
	bands("", verdictOfIndex, r.Verdicts.Index)
	bands("", verdictOfDimension, r.Verdicts.Dimension)
	for _, role := range r.Roles {
		add(sheetRoles, role)
	}
	for _, m := range r.Metrics {
		add(sheetMetrics, m)
	}
	for _, v := range r.Views {
		add(sheetViews, v, "view", v.ID, "tag", "")
		for _, t := range v.Tags {
			add(sheetViews, t, "view", v.ID, "tag", t.ID)
		}
	}
	var down func(nodes []*rubric.Node, parent string)
	down = func(nodes []*rubric.Node, parent string) {
		for _, n := range nodes {
			add(sheetNodes, *n, "parent", parent)
			bands(n.ID, bandOfNode, n.Bands)
			bands(n.ID, verdictOfNode, n.Verdicts)
			for _, l := range n.Levels {
				add(sheetLevels, l, "node", n.ID)
			}
			if n.Answer != nil {
				for _, o := range n.Answer.Options {
					add(sheetOptions, o, "node", n.ID)
				}
			}
			if n.Score != nil {
				for _, p := range n.Score.Points {
					add(sheetPoints, p, "node", n.ID, "of", pointOfScore)
				}
				for _, row := range n.Score.Rows {
					add(sheetRows, row, "node", n.ID)
				}
			}
			for _, a := range n.Actions {
				add(sheetActions, a, "node", n.ID)
			}
			if m := n.Measure; m != nil {
				add(sheetMeasures, *m, "node", n.ID)
				for _, p := range m.Breakpoints {
					add(sheetPoints, p, "node", n.ID, "of", pointOfMeasure)
				}
			}
			down(n.Children, n.ID)
		}
	}
	down(r.Children, "")
	return all
}

// cellOf gives what a cell shows of a part: a float64, an int, a bool or a text; nil for an empty cell.
func cellOf(c column, l line) any {
	if c.link {
		if s := l.links[c.key]; s != "" {
			return s
		}
		return nil
	}
	v, there := field(l.value, c.key, false)
	if !there || v.IsZero() && v.Kind() != reflect.Float64 && v.Kind() != reflect.Int {
		return nil
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case float64:
		return x
	case int:
		return x
	case bool:
		return x
	case []string:
		return joinLines(x)
	case []float64:
		return joinNumbers(x)
	case map[string][]string:
		return joinMapping(x)
	}
	return v.String()
}

// entriesOf gives the rows of a key of the sheet Rubric: one, or one for each text of a list, at least one so that
// every key can be seen.
func entriesOf(c column, r *rubric.Rubric) []any {
	v, _ := field(reflect.ValueOf(r).Elem(), c.key, false)
	if c.kind != kindLines {
		return []any{cellOf(c, line{value: reflect.ValueOf(r).Elem()})}
	}
	entries := make([]any, 0, max(1, v.Len()))
	for i := range v.Len() {
		entries = append(entries, v.Index(i).String())
	}
	if len(entries) == 0 {
		entries = append(entries, nil)
	}
	return entries
}

// path is the path of an entry of a list.
func path(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
