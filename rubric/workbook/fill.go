package workbook

import (
	"math"
	"reflect"
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
)

// fill reads the cells of one row into the part it describes, at a path of the rubric.
func (b *builder) fill(v reflect.Value, rec *record, base string) {
	if base != "" {
		b.positions[base] = rec.first
	}
	for i := range rec.sheet.columns {
		c := &rec.sheet.columns[i]
		if c.link {
			continue
		}
		at := c.key
		if base != "" {
			at = base + "." + c.key
		}
		from, there := rec.cell(c.key)
		if strings.TrimSpace(from.text) == "" {
			if c.required {
				b.lacks(rec, c, at)
				b.blank(v, c)
			}
			if there && !c.defaulted {
				b.stands(at, base, from.place)
			}
			continue
		}
		b.stands(at, base, from.place)
		target, _ := field(v, c.key, true)
		b.value(target, c, from, at)
	}
	b.whole(v, rec, base)
}

// stands notes where a part is, and the parts that hold it where nothing is known of them yet.
func (b *builder) stands(at, base string, place diag.Place) {
	b.positions[at] = place
	for above := at[:max(0, strings.LastIndexByte(at, '.'))]; len(above) > len(base); above = above[:max(0, strings.LastIndexByte(above, '.'))] {
		if _, known := b.positions[above]; known {
			return
		}
		b.positions[above] = place
	}
}

// lacks reports an empty cell that must not be one, once for a whole column that is missing. The path of the part is ""
// for a link.
func (b *builder) lacks(rec *record, c *column, at string) {
	if at != "" {
		b.unreadable = append(b.unreadable, at)
	}
	if !b.absent[[2]string{rec.first.Sheet, c.key}] {
		b.report(ruleMissing, rec.at(c.key)).About(c.key)
	}
}

// blank puts what stands for a number that could not be read in its place: NaN passes every later check.
func (b *builder) blank(v reflect.Value, c *column) {
	if target, there := field(v, c.key, true); there && target.Kind() == reflect.Float64 {
		target.SetFloat(math.NaN())
	}
}

// whole sees to it that a scale has both its ends: zero is a fair value for either, so nobody else can tell.
func (b *builder) whole(v reflect.Value, rec *record, base string) {
	low, high := rec.sheet.column("scale.min"), rec.sheet.column("scale.max")
	if low == nil || high == nil {
		return
	}
	hasLow, hasHigh := rec.text(low.key) != "", rec.text(high.key) != ""
	if hasLow == hasHigh {
		return
	}
	missing := low
	if hasLow {
		missing = high
	}
	at := missing.key
	if base != "" {
		at = base + "." + at
	}
	b.lacks(rec, missing, at)
	b.blank(v, missing)
}

// value reads one cell that is not empty.
func (b *builder) value(target reflect.Value, c *column, from cell, at string) {
	if target.Kind() == reflect.Pointer {
		target.Set(reflect.New(target.Type().Elem()))
		target = target.Elem()
	}
	switch c.kind {
	case kindNumber:
		target.SetFloat(b.number(c, from, at))
	case kindWhole:
		x := b.number(c, from, at)
		if !math.IsNaN(x) && (x != math.Trunc(x) || math.Abs(x) > math.MaxInt32) {
			b.refuse(c, from, at)
		} else if !math.IsNaN(x) {
			target.SetInt(int64(x))
		}
	case kindFlag:
		switch strings.ToUpper(strings.TrimSpace(from.text)) {
		case "TRUE", "1":
			target.SetBool(true)
		case "FALSE", "0":
			target.SetBool(false)
		default:
			b.refuse(c, from, at)
		}
	case kindLines:
		b.list(target, splitLines(b.shown(from)), from, at)
	case kindWords:
		b.list(target, splitWords(from.text), from, at)
	case kindMapping:
		b.mapping(target, c, from, at)
	case kindNumbers:
		b.numbers(target, c, from, at)
	case kindWord, kindChoice:
		target.SetString(strings.TrimSpace(b.shown(from)))
	case kindText:
		target.SetString(b.shown(from))
	}
}

func (b *builder) refuse(c *column, from cell, at string) {
	b.unreadable = append(b.unreadable, at)
	b.report(ruleValue, from.place).About(c.key).Saw(from.text).Allows(c.example())
}

// number reads a cell as a number, typed as one or as text in either way of writing decimals; NaN where it is none.
func (b *builder) number(c *column, from cell, at string) float64 {
	x, is := table.Number(from.text, true)
	if !is || math.Abs(x) > maxNumber {
		b.refuse(c, from, at)
		return math.NaN()
	}
	return x
}

func (b *builder) list(target reflect.Value, list []string, from cell, at string) {
	for i := range list {
		b.positions[path(at, i)] = from.place
	}
	target.Set(reflect.ValueOf(list))
}

// numbers reads a list of numbers; a comma between two of them would be taken for a decimal mark.
func (b *builder) numbers(target reflect.Value, c *column, from cell, at string) {
	var list []float64
	for _, text := range strings.FieldsFunc(from.text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		b.positions[path(at, len(list))] = from.place
		list = append(list, b.number(c, cell{text, from.place}, at))
	}
	target.Set(reflect.ValueOf(list))
}

func (b *builder) mapping(target reflect.Value, c *column, from cell, at string) {
	pairs, broken := splitMapping(from.text)
	for _, line := range broken {
		b.refuse(c, cell{line, from.place}, at)
	}
	m := map[string][]string{}
	for _, p := range pairs {
		if _, twice := m[p.key]; twice {
			b.report(ruleTwice, from.place).About(p.key).See(from.place)
			continue
		}
		m[p.key] = p.values
		b.positions[at+"."+p.key] = from.place
	}
	target.Set(reflect.ValueOf(m))
}
