package workbook

import (
	"reflect"
	"slices"
	"strings"

	"siap/rubric"
)

// entry is a node on its way into the tree.
type entry struct {
	node   *rubric.Node
	rec    *record
	path   string
	parent *entry
	below  []*entry
	lost   bool // its parent is not known
}

// tree reads the nodes and puts each below its parent, in the order of the rows.
func (b *builder) tree(records []*record) {
	b.byID = map[string]*entry{}
	for _, rec := range records {
		e := &entry{node: &rubric.Node{}, rec: rec}
		b.entries = append(b.entries, e)
		if id := rec.text("id"); id != "" && b.byID[id] == nil {
			b.byID[id] = e
			b.ids = append(b.ids, id)
		}
	}
	for _, e := range b.entries {
		id := e.rec.text("parent")
		if id == "" {
			continue
		}
		if e.parent = b.byID[id]; e.parent == nil {
			near := b.near(id, b.ids)
			b.report(ruleReference, e.rec.at("parent")).About("parent").Saw(id).Near(near)
			if e.parent = b.byID[near]; e.parent == nil || e.parent == e {
				e.parent, e.lost = nil, true
			}
		}
	}
	b.cycles()
	var roots []*entry
	for _, e := range b.entries {
		if e.parent == nil {
			roots = append(roots, e)
		} else {
			e.parent.below = append(e.parent.below, e)
		}
	}
	b.rubric.Children = b.place(roots, "children", 1)
}

// cycles finds nodes that stand below themselves, and takes the first of each circle out of it.
func (b *builder) cycles() {
	state := map[*entry]int{}
	for round, start := range b.entries {
		var way []*entry
		e := start
		for ; e != nil && state[e] == 0; e = e.parent {
			state[e] = round + 1
			way = append(way, e)
		}
		if e == nil || state[e] != round+1 {
			continue // a root, or a way that was walked before
		}
		var ids []string
		for _, one := range way[slices.Index(way, e):] {
			ids = append(ids, one.rec.text("id"))
		}
		ids = append(ids, e.rec.text("id"))
		b.report(ruleCycle, e.rec.at("parent")).About(e.rec.text("id")).Saw(strings.Join(ids[:min(len(ids), 12)], " → "))
		e.parent, e.lost = nil, true
	}
}

// place reads nodes and all below them, now that their paths are known. Nothing is read below the depth that package
// rubric refuses.
func (b *builder) place(entries []*entry, list string, depth int) []*rubric.Node {
	if depth > rubric.MaxDepth+1 {
		return nil
	}
	var nodes []*rubric.Node
	for i, e := range entries {
		e.path = path(list, i)
		if e.lost { // what it says of itself cannot be judged without its parent
			b.unreadable = append(b.unreadable, e.path, e.path+".weight")
		}
		b.fill(reflect.ValueOf(e.node).Elem(), e.rec, e.path)
		e.node.Children = b.place(e.below, e.path+".children", depth+1)
		nodes = append(nodes, e.node)
	}
	return nodes
}
