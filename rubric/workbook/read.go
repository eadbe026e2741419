package workbook

import (
	"errors"
	"io"
	"reflect"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
)

// Load reads the rubric of a workbook, checks it and prepares it for use, as rubric.Load does with a YAML file. The
// list holds everything found, each with its sheet and cell; where an error is among it, the rubric is nil.
func Load(src source.Source) (*rubric.Rubric, *diag.List) {
	list := &diag.List{}
	data, err := load(src)
	if large, is := errors.AsType[*source.TooLargeError](err); is {
		list.Add(ruleTooLarge.At(diag.Place{File: large.Name}).About("file").Allows(bytesLimit))
		return nil, list
	}
	if err != nil {
		list.Add(ruleUnreadable.At(diag.Place{File: src.Name}).Saw(err.Error()))
		return nil, list
	}
	return Parse(src.Name, data)
}

func load(src source.Source) ([]byte, error) {
	r, err := src.Open(MaxBytes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Parse is Load for a workbook in memory; name is the file in messages.
func Parse(name string, data []byte) (*rubric.Rubric, *diag.List) {
	list := &diag.List{}
	book, problem := open(name, data)
	if problem != nil {
		list.Add(problem)
		return nil, list
	}
	defer book.close()
	b := &builder{
		reader: reader{file: name, list: list, book: book, absent: map[[2]string]bool{}},
		rubric: &rubric.Rubric{}, positions: rubric.Positions{},
	}
	sheets := b.records()
	if sheets[sheetRubric] == nil && sheets[sheetNodes] == nil && list.HasErrors() {
		return nil, list // no rubric, or nothing to be read of it: what it lacks would only distract
	}
	b.build(sheets)
	list.AddAll(rubric.Assemble(b.rubric, b.positions, b.unreadable...))
	if list.HasErrors() {
		return nil, list
	}
	return b.rubric, list
}

// builder makes a rubric of records.
type builder struct {
	reader
	rubric     *rubric.Rubric
	positions  rubric.Positions
	unreadable []string
	entries    []*entry
	byID       map[string]*entry
	ids        []string
}

func (b *builder) build(sheets map[string][]*record) {
	b.positions[""] = diag.Place{File: b.file, Sheet: sheetRubric}
	for part, sheet := range map[string]string{
		"bands": sheetBands, "verdicts": sheetBands, "roles": sheetRoles, "metrics": sheetMetrics, "views": sheetViews,
		"children": sheetNodes,
	} {
		b.positions[part] = diag.Place{File: b.file, Sheet: sheet}
	}
	b.keys(sheets[sheetRubric])
	b.rubric.Roles = each[rubric.Role](b, sheets[sheetRoles], "roles")
	b.rubric.Metrics = each[rubric.Metric](b, sheets[sheetMetrics], "metrics")
	b.views(sheets[sheetViews])
	b.tree(sheets[sheetNodes])
	b.bands(sheets[sheetBands])
	b.parts(sheets)
}

// keys reads the sheet of keys and values.
func (b *builder) keys(records []*record) {
	s := sheets[0]
	v := reflect.ValueOf(b.rubric).Elem()
	first := map[string]diag.Place{}
	var at []diag.Place
	values := &record{sheet: s, columns: map[string]int{}, first: b.positions[""]}
	values.place = func(i int) diag.Place { return at[i] }
	for _, rec := range records {
		key := rec.text(columnKey)
		value, there := rec.cell(columnValue)
		if key == "" {
			if !b.absent[[2]string{rec.first.Sheet, columnKey}] {
				b.report(ruleMissing, rec.at(columnKey)).About(columnKey)
			}
			continue
		}
		c := s.column(key)
		if c == nil {
			b.report(ruleColumn, rec.at(columnKey)).Saw(key).Allows(strings.Join(s.keys(), ", ")).Near(b.near(key, s.keys()))
			continue
		}
		if c.kind == kindLines {
			if strings.TrimSpace(value.text) != "" {
				list, _ := field(v, c.key, true)
				b.positions[path(c.key, list.Len())] = value.place
				list.Set(reflect.Append(list, reflect.ValueOf(b.shown(value))))
			}
			continue
		}
		if before, twice := first[c.key]; twice {
			b.report(ruleTwice, rec.at(columnKey)).About(c.key).See(before)
			continue
		}
		first[c.key] = rec.at(columnKey)
		if there {
			values.columns[c.key] = len(at)
			values.texts = append(values.texts, value.text)
			at = append(at, value.place)
		}
	}
	b.fill(v, values, "")
}

// each reads a sheet whose rows are the entries of one list.
func each[T any](b *builder, records []*record, list string) []T {
	all := make([]T, len(records))
	for i, rec := range records {
		b.fill(reflect.ValueOf(&all[i]).Elem(), rec, path(list, i))
	}
	return all
}

// views reads the views and their tags, which stand on one sheet: a row without a tag is the view itself.
func (b *builder) views(records []*record) {
	of := map[string]int{}
	var known []string
	for _, rec := range records {
		if id := rec.text("view"); rec.text("tag") == "" {
			at := path("views", len(b.rubric.Views))
			v := rubric.View{ID: id}
			b.linked(rec, "view", at+".id")
			b.fill(reflect.ValueOf(&v).Elem(), rec, at)
			b.rubric.Views = append(b.rubric.Views, v)
			if _, twice := of[id]; !twice {
				of[id] = len(b.rubric.Views) - 1
				known = append(known, id)
			}
		}
	}
	for _, rec := range records {
		if rec.text("tag") == "" {
			continue
		}
		id := rec.text("view")
		i, found := of[id]
		if !found {
			if id == "" {
				b.linked(rec, "view", "")
				continue
			}
			near := b.near(id, known)
			b.report(ruleReference, rec.at("view")).About("view").Saw(id).Near(near)
			if i, found = of[near]; !found {
				continue
			}
		}
		tags := &b.rubric.Views[i].Tags
		at := path(path("views", i)+".tags", len(*tags))
		t := rubric.Tag{ID: rec.text("tag")}
		b.linked(rec, "tag", at+".id")
		b.fill(reflect.ValueOf(&t).Elem(), rec, at)
		*tags = append(*tags, t)
	}
}

// linked reads the place of a link that is also an id, and reports one that is missing.
func (b *builder) linked(rec *record, key, at string) {
	if rec.text(key) == "" {
		b.lacks(rec, rec.sheet.column(key), at)
		return
	}
	b.positions[at] = rec.at(key)
}

// bands reads the bands and verdicts of the rubric and of its nodes.
func (b *builder) bands(records []*record) {
	for _, rec := range records {
		kind := rec.text("kind")
		if kind == "" {
			kind = bandOfNode
		}
		owner := ""
		var lists map[string]*[]rubric.Band
		at := map[string]string{bandOfNode: "bands", verdictOfNode: "verdicts"}
		if id := rec.text("owner"); id == "" {
			at = map[string]string{bandOfNode: "bands", verdictOfIndex: "verdicts.index", verdictOfDimension: "verdicts.dimension"}
			r := b.rubric
			lists = map[string]*[]rubric.Band{
				bandOfNode: &r.Bands, verdictOfIndex: &r.Verdicts.Index, verdictOfDimension: &r.Verdicts.Dimension,
			}
		} else if e := b.owner(rec, "owner"); e != nil {
			owner = e.path + "."
			lists = map[string]*[]rubric.Band{bandOfNode: &e.node.Bands, verdictOfNode: &e.node.Verdicts}
		} else {
			continue
		}
		list := lists[kind]
		if list == nil {
			var allowed []string
			for _, k := range rec.sheet.column("kind").allowed {
				if lists[k] != nil {
					allowed = append(allowed, k)
				}
			}
			b.report(ruleChoice, rec.at("kind")).About("kind").Saw(kind).Allows(strings.Join(allowed, ", ")).Near(b.near(kind, allowed))
			continue
		}
		var band rubric.Band
		b.fill(reflect.ValueOf(&band).Elem(), rec, path(owner+at[kind], len(*list)))
		*list = append(*list, band)
	}
}

// parts reads the sheets whose rows belong to nodes.
func (b *builder) parts(sheets map[string][]*record) {
	measured := map[*entry]diag.Place{}
	for _, rec := range sheets[sheetMeasures] {
		e := b.owner(rec, "node")
		if e == nil {
			continue
		}
		if before, twice := measured[e]; twice {
			b.report(ruleTwice, rec.at("node")).About(rec.text("node")).See(before)
			continue
		}
		measured[e] = rec.at("node")
		e.node.Measure = &rubric.Measure{}
		b.fill(reflect.ValueOf(e.node.Measure).Elem(), rec, e.path+".measure")
	}
	for _, name := range []string{sheetLevels, sheetOptions, sheetPoints, sheetRows, sheetActions} {
		for _, rec := range sheets[name] {
			e := b.owner(rec, "node")
			if e == nil {
				continue
			}
			key := map[string]string{
				sheetLevels: "levels", sheetOptions: "answer.options", sheetRows: "score.rows", sheetActions: "actions",
			}[name]
			if name == sheetPoints {
				if key = b.pointsOf(rec); key == "" {
					continue
				}
			}
			list, _ := field(reflect.ValueOf(e.node).Elem(), key, true)
			entry := reflect.New(list.Type().Elem()).Elem()
			at := e.path + "." + key
			b.fill(entry, rec, path(at, list.Len()))
			if list.Len() == 0 {
				b.stands(at, e.path, rec.first)
			}
			list.Set(reflect.Append(list, entry))
		}
	}
}

// pointsOf gives the list that a corner belongs to, "" where its row does not say.
func (b *builder) pointsOf(rec *record) string {
	c := rec.sheet.column("of")
	switch of := rec.text(c.key); of {
	case pointOfScore:
		return "score.points"
	case pointOfMeasure:
		return "measure.breakpoints"
	case "":
		b.lacks(rec, c, "")
	default:
		b.report(ruleChoice, rec.at(c.key)).About(c.key).Saw(of).Allows(strings.Join(c.allowed, ", ")).Near(b.near(of, c.allowed))
	}
	return ""
}

// owner gives the node that a row belongs to. Where its id is misspelt but near one there is, the row is taken there, so
// that its content is checked too; the workbook is refused in any case.
func (b *builder) owner(rec *record, key string) *entry {
	id := rec.text(key)
	if id == "" {
		if c := rec.sheet.column(key); c.required && !b.absent[[2]string{rec.first.Sheet, key}] {
			b.report(ruleMissing, rec.at(key)).About(key)
		}
		return nil
	}
	if e := b.byID[id]; e != nil {
		return e
	}
	near := b.near(id, b.ids)
	b.report(ruleReference, rec.at(key)).About(key).Saw(id).Near(near)
	return b.byID[near]
}
