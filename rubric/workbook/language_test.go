package workbook

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/rubric"
)

// lists are the parts of the language that stand as rows of a sheet, by type and key: whatever is no column must be here.
var lists = map[reflect.Type]map[string]string{
	reflect.TypeFor[rubric.Rubric](): {
		"bands": sheetBands, "verdicts": sheetBands, "roles": sheetRoles, "metrics": sheetMetrics, "views": sheetViews, "children": sheetNodes,
	},
	reflect.TypeFor[rubric.Verdicts](): {"index": sheetBands, "dimension": sheetBands},
	reflect.TypeFor[rubric.View]():     {"id": sheetViews, "tags": sheetViews},
	reflect.TypeFor[rubric.Tag]():      {"id": sheetViews},
	reflect.TypeFor[rubric.Node](): {
		"bands": sheetBands, "verdicts": sheetBands, "children": sheetNodes, "levels": sheetLevels, "actions": sheetActions,
		"measure": sheetMeasures,
	},
	reflect.TypeFor[rubric.Answer]():  {"options": sheetOptions},
	reflect.TypeFor[rubric.Score]():   {"points": sheetPoints, "rows": sheetRows},
	reflect.TypeFor[rubric.Measure](): {"breakpoints": sheetPoints},
}

// Nothing of the language may be forgotten: every key of every type is a column, is on the way to one, or stands as
// rows of a sheet; and every column leads to a key of the kind it is read as.
func TestEveryKeyHasAPlace(t *testing.T) {
	used := map[reflect.Type]map[string]bool{}
	use := func(typ reflect.Type, key string) {
		if used[typ] == nil {
			used[typ] = map[string]bool{}
		}
		used[typ][key] = true
	}
	types := []reflect.Type{}
	for _, s := range sheets {
		rows := []reflect.Type{s.row}
		if s.name == sheetViews {
			rows = append(rows, reflect.TypeFor[rubric.Tag]())
		}
		types = append(types, rows...)
		for _, row := range rows {
			for _, c := range s.columns {
				if c.link {
					continue
				}
				typ := row
				for part := range strings.SplitSeq(c.key, ".") {
					if typ.Kind() == reflect.Pointer {
						typ = typ.Elem()
					}
					i := slices.IndexFunc(reflect.VisibleFields(typ), func(f reflect.StructField) bool { return keyOf(f) == part })
					if i < 0 {
						t.Fatalf("%s!%s: %v has no key %s", s.name, c.key, typ, part)
					}
					use(typ, part)
					typ = typ.Field(i).Type
				}
				if want := kindsOf(typ); !slices.Contains(want, c.kind) {
					t.Errorf("%s!%s is read as %s, but is %v", s.name, c.key, c.kind, typ)
				}
			}
		}
	}
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for _, f := range reflect.VisibleFields(typ) {
			key := keyOf(f)
			if key == "" {
				continue
			}
			listed := lists[typ][key]
			if !used[typ][key] && listed == "" {
				t.Errorf("the key %s of %v is no column and stands on no sheet", key, typ)
			}
			if listed != "" && sheetNamed(listed) == nil {
				t.Errorf("the key %s of %v stands on an unknown sheet %s", key, typ, listed)
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[rubric.Rubric]())
	for _, typ := range types {
		if !seen[typ] {
			t.Errorf("%v is a row of a sheet, but no part of a rubric", typ)
		}
	}
}

// kindsOf are the kinds of column that a Go type may be read by.
func kindsOf(typ reflect.Type) []kind {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch typ.Kind() {
	case reflect.Float64:
		return []kind{kindNumber}
	case reflect.Int:
		return []kind{kindWhole}
	case reflect.Bool:
		return []kind{kindFlag}
	case reflect.Map:
		return []kind{kindMapping}
	case reflect.Slice:
		if typ.Elem().Kind() == reflect.Float64 {
			return []kind{kindNumbers}
		}
		return []kind{kindLines, kindWords}
	}
	return []kind{kindText, kindWord, kindChoice}
}

// The choices offered are those of the published schema, which the tests of package rubric hold to the checks.
func TestChoicesAreThoseOfTheSchema(t *testing.T) {
	type schema struct {
		Ref        string             `json:"$ref"`
		Enum       []string           `json:"enum"`
		Type       json.RawMessage    `json:"type"`
		Properties map[string]*schema `json:"properties"`
		Defs       map[string]*schema `json:"$defs"`
	}
	var root schema
	if err := json.Unmarshal([]byte(rubric.SchemaJSON), &root); err != nil {
		t.Fatal(err)
	}
	of := map[string]*schema{
		sheetRubric: &root, sheetBands: root.Defs["band"], sheetRoles: root.Defs["role"], sheetMetrics: root.Defs["metric"],
		sheetViews: root.Defs["view"], sheetNodes: root.Defs["node"], sheetLevels: root.Defs["level"],
		sheetOptions: root.Defs["option"], sheetPoints: root.Defs["breakpoint"], sheetRows: root.Defs["row"],
		sheetActions: root.Defs["action"], sheetMeasures: root.Defs["measure"],
	}
	for _, s := range sheets {
		for _, c := range s.columns {
			if c.link {
				continue
			}
			at := of[s.name]
			for part := range strings.SplitSeq(c.key, ".") {
				if name, is := strings.CutPrefix(at.Ref, "#/$defs/"); is {
					at = root.Defs[name]
				}
				if at = at.Properties[part]; at == nil {
					t.Fatalf("%s!%s is not in the schema", s.name, c.key)
				}
			}
			want := slices.DeleteFunc(at.Enum, func(s string) bool { return s == "" })
			if !slices.Equal(c.allowed, want) {
				t.Errorf("%s!%s offers %v, the schema has %v", s.name, c.key, c.allowed, want)
			}
		}
	}
}

// Every header is explained in both languages, and so is every rule.
func TestEverythingHasWords(t *testing.T) {
	words := l10n.For(l10n.English)
	wants := []string{"workbook.choice", "workbook.required", "workbook.in_id", "workbook.in_en", "workbook.kind.repeated"}
	for _, s := range sheets {
		columns := s.columns
		if s.name == sheetRubric {
			columns = append(slices.Clone(columns), rubricColumns...)
		}
		for _, c := range columns {
			wants = append(wants, noteKey(s, c.key))
			if c.kind != kindChoice {
				wants = append(wants, "workbook.kind."+string(c.kind))
			}
		}
	}
	before := ""
	for _, rule := range Rules() {
		wants = append(wants, rule.Code, rule.Code+".fix")
		if rule.Code <= before {
			t.Errorf("%s stands after %s", rule.Code, before)
		}
		before = rule.Code
	}
	for _, rule := range rubric.Rules() {
		if slices.Contains(Rules(), rule) {
			t.Errorf("%s is a rule of package rubric too", rule.Code)
		}
	}
	for _, key := range wants {
		if !words.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
}
