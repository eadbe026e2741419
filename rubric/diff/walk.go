package diff

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"siap/rubric"
)

// whole compares everything of the two rubrics but their trees.
func (c *comparer) whole() {
	w := &walk{comparer: c, shareBefore: 1, shareAfter: 1}
	w.value(nil, reflect.ValueOf(*c.a.r), reflect.ValueOf(*c.b.r), Scoring)
}

// node compares two nodes of one id: their places, weights and keys.
func (c *comparer) node(a, b *rubric.Node) {
	w := &walk{comparer: c, node: a.ID, shareBefore: c.a.shares[a.ID], shareAfter: c.b.shares[b.ID]}
	if from, to := c.a.parent[a.ID], c.b.parent[b.ID]; from != to {
		w.report(Moved, Scoring, nil, from, to)
	}
	w.weight(a, b)
	w.value(nil, reflect.ValueOf(*a), reflect.ValueOf(*b), Scoring)
}

// walk compares the keys of one node, or of the rubric as a whole.
type walk struct {
	*comparer
	node                    string
	shareBefore, shareAfter float64
}

func (w *walk) report(kind Kind, class Class, path Path, before, after string) {
	w.add(Change{
		Kind: kind, Class: class, Node: w.node, Path: slices.Clone(path), Before: before, After: after,
		ShareBefore: w.shareBefore, ShareAfter: w.shareAfter,
	})
}

// entry reports an entry of a list that only one of the rubrics has, with its title or text.
func (w *walk) entry(kind Kind, class Class, path Path, entry reflect.Value) {
	change := Change{
		Kind: kind, Class: class, Node: w.node, Path: slices.Clone(path), After: brief(entry),
		ShareBefore: w.shareBefore, ShareAfter: w.shareAfter,
	}
	if kind == Left {
		change.Before, change.After = change.After, ""
	}
	for i := range entry.NumField() {
		key := keyOf(entry.Type().Field(i))
		if name, is := entry.Field(i).Interface().(rubric.Text); is && (key == "title" || key == "text") {
			change.Name = name
		}
	}
	w.add(change)
}

// weight compares the shares of a node and, where they agree, how its weight is written.
func (w *walk) weight(a, b *rubric.Node) {
	change := Change{
		Kind: Reweighed, Class: Scoring, Node: w.node, Before: number(a.Weight), After: number(b.Weight),
		ShareBefore: w.shareBefore, ShareAfter: w.shareAfter,
	}
	if math.Abs(w.shareAfter-w.shareBefore) > tolerance {
		above := w.b.parent[w.node]
		if above != w.a.parent[w.node] || math.Abs(w.a.locals[w.node]-w.b.locals[w.node]) > tolerance {
			above = "" // it moved by itself
		}
		change.Follows = w.follow(Reweighed, w.node, above)
		w.add(change)
		return
	}
	if change.Before != change.After {
		change.Kind = Rewritten
		w.add(change)
	}
}

// The types that need more than their keys.
var (
	textType   = reflect.TypeFor[rubric.Text]()
	sourceType = reflect.TypeFor[rubric.Source]()
	nodeType   = reflect.TypeFor[rubric.Node]()
	rubricType = reflect.TypeFor[rubric.Rubric]()
)

// value compares two values of one type.
func (w *walk) value(path Path, a, b reflect.Value, class Class) {
	switch {
	case a.Type() == textType || a.Type() == sourceType:
		class = Words
	}
	switch a.Kind() {
	case reflect.Pointer:
		if !a.IsNil() && !b.IsNil() {
			w.value(path, a.Elem(), b.Elem(), class)
			return
		}
		w.scalar(path, a, b, class)
	case reflect.Struct:
		w.keys(path, a, b, class)
	case reflect.Slice:
		w.list(path, a, b, class)
	case reflect.Map:
		w.entries(path, a, b, class)
	default:
		w.scalar(path, a, b, class)
	}
}

// keys compares the keys of two mappings.
func (w *walk) keys(path Path, a, b reflect.Value, class Class) {
	for i := range a.NumField() {
		key := keyOf(a.Type().Field(i))
		if key == "" || treeKey(a.Type(), key) || w.same(a.Type(), key, a.Field(i), b.Field(i)) {
			continue
		}
		w.value(append(path, Step{Key: key}), a.Field(i), b.Field(i), classOf(a.Type(), key, class))
	}
}

// keyOf is the key of a field of the language, "" for a field that is none.
func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

// treeKey reports the keys that are compared as the tree.
func treeKey(t reflect.Type, key string) bool {
	return key == "children" || (t == nodeType && (key == "id" || key == "weight"))
}

// same reports two ways to say the same: a default, and the same value written down.
func (w *walk) same(t reflect.Type, key string, a, b reflect.Value) bool {
	said := func(v reflect.Value, otherwise string) string {
		if s := brief(v); s != "" {
			return s
		}
		return otherwise
	}
	switch {
	case key == "aggregate":
		return said(a, string(rubric.Arithmetic)) == said(b, string(rubric.Arithmetic))
	case key == "direction":
		return said(a, string(rubric.Up)) == said(b, string(rubric.Up))
	case t == reflect.TypeFor[rubric.Metric]() && key == "kind":
		return said(a, string(rubric.Gauge)) == said(b, string(rubric.Gauge))
	case key == "until":
		return said(a, string(rubric.Closed)) == said(b, string(rubric.Closed))
	case key == "cap":
		return said(a, "true") == said(b, "true")
	case t == nodeType && key == "min_coverage":
		// A node that says nothing follows the rubric, whose own change is told once.
		return (a.IsNil() && b.IsNil()) || said(a, number(w.a.r.MinCoverage)) == said(b, number(w.b.r.MinCoverage))
	}
	return false
}

// classOf gives the fingerprint a key belongs to; above is that of what holds it.
func classOf(t reflect.Type, key string, above Class) Class {
	switch {
	case t == rubricType && (key == "version" || key == "status"):
		return Label
	case key == "law" || key == "steward":
		return Words
	}
	return above
}

// scalar reports two values that are written differently.
func (w *walk) scalar(path Path, a, b reflect.Value, class Class) {
	before, after := brief(a), brief(b)
	if before == after {
		return
	}
	kind := Changed
	if w.node != "" && len(path) > 0 {
		switch {
		case path[0].Key == "title":
			kind = Renamed
		case path[0].Key == "code":
			kind = Recoded
		}
	}
	w.report(kind, class, path, before, after)
}

// entries compares two mappings of free keys.
func (w *walk) entries(path Path, a, b reflect.Value, class Class) {
	var keys []string
	for _, m := range []reflect.Value{a, b} {
		for _, k := range m.MapKeys() {
			keys = append(keys, k.String())
		}
	}
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		here := slices.Clone(path)
		here[len(here)-1].Member = k
		key := reflect.ValueOf(k)
		before, after := a.MapIndex(key), b.MapIndex(key)
		switch {
		case !before.IsValid():
			w.report(Entered, class, here, "", brief(after))
		case !after.IsValid():
			w.report(Left, class, here, brief(before), "")
		default:
			w.value(here, before, after, class)
		}
	}
}

// list compares two lists: entries that have a name by name, all others as a whole.
func (w *walk) list(path Path, a, b reflect.Value, class Class) {
	name, named := entryName(a.Type().Elem())
	if !named {
		if !slices.Equal(texts(path, a), texts(path, b)) {
			w.scalar(path, a, b, class)
		}
		return
	}
	old, oldOrder := byName(a, name)
	now, newOrder := byName(b, name)
	here := func(member string) Path {
		p := slices.Clone(path)
		p[len(p)-1].Member = member
		return p
	}
	for _, member := range newOrder {
		if before, both := old[member]; both {
			w.value(here(member), before, now[member], class)
			continue
		}
		w.entry(Entered, class, here(member), now[member])
	}
	for _, member := range oldOrder {
		if _, both := now[member]; !both {
			w.entry(Left, class, here(member), old[member])
		}
	}
	if before, after := common(oldOrder, now), common(newOrder, old); ordered(path) && !slices.Equal(before, after) {
		w.report(Reordered, class, path, strings.Join(before, ", "), strings.Join(after, ", "))
	}
}

// unordered are the lists whose order means nothing, to people and to the fingerprints.
var unordered = []string{"asked_of", "depends_on", "groups", "tags", "applies_to", "roles", "metrics", "views", "labels", "leave_out"}

func ordered(path Path) bool { return !slices.Contains(unordered, path[len(path)-1].Key) }

// texts gives the entries of a list as texts, in an order that means something.
func texts(path Path, list reflect.Value) []string {
	out := make([]string, list.Len())
	for i := range out {
		out[i] = brief(list.Index(i))
	}
	if !ordered(path) {
		slices.Sort(out)
	}
	return out
}

// entryName gives the field that names the entries of a list: an id, or the level an entry is about.
func entryName(t reflect.Type) (field int, named bool) {
	if t.Kind() != reflect.Struct {
		return 0, false
	}
	for _, key := range []string{"id", "level", "to"} {
		for i := range t.NumField() {
			f := t.Field(i)
			if keyOf(f) == key && (f.Type.Kind() == reflect.String || f.Type.Kind() == reflect.Float64) {
				return i, true
			}
		}
	}
	return 0, false
}

// byName gives the entries of a list by name, the second of one name as name#2, and their order.
func byName(list reflect.Value, field int) (entries map[string]reflect.Value, order []string) {
	entries = map[string]reflect.Value{}
	for i := range list.Len() {
		name := brief(list.Index(i).Field(field))
		for k, first := 2, name; entries[name].IsValid(); k++ {
			name = first + "#" + strconv.Itoa(k)
		}
		entries[name] = list.Index(i)
		order = append(order, name)
	}
	return entries, order
}

// common gives the names that the other list has too.
func common(names []string, other map[string]reflect.Value) []string {
	var out []string
	for _, n := range names {
		if _, both := other[n]; both {
			out = append(out, n)
		}
	}
	return out
}

// brief writes a value as a rubric would in one line; "" for nothing.
func brief(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return brief(v.Elem())
	case reflect.Struct:
		var parts []string
		for i := range v.NumField() {
			if key := keyOf(v.Type().Field(i)); key != "" && key != "children" {
				if s := brief(v.Field(i)); s != "" && (!v.Field(i).IsZero() || v.Field(i).Kind() == reflect.Float64) {
					parts = append(parts, key+": "+s)
				}
			}
		}
		if len(parts) == 0 {
			return ""
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case reflect.Slice:
		if v.Len() == 0 {
			return ""
		}
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = brief(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.Float64:
		return number(v.Float())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.String:
		return v.String()
	}
	return ""
}

// number is a number in its shortest decimal text.
func number(x float64) string {
	if x == 0 {
		return "0" // minus zero too
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
