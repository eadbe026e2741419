package diff

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"siap/rubric"
)

// filled makes a rubric in which every field of every type of the language is set, no two values alike, and gives
// the places that can be changed: a path, and what changes it.
func filled() (*rubric.Rubric, []place) {
	f := &filler{}
	r := &rubric.Rubric{}
	f.fill(reflect.ValueOf(r).Elem(), "rubric", 0)
	r.Link()
	return r, f.places
}

type place struct {
	path   string
	change func()
}

type filler struct {
	n, rows int
	places  []place
}

func (f *filler) add(path string, change func()) { f.places = append(f.places, place{path, change}) }

func (f *filler) fill(v reflect.Value, path string, depth int) {
	f.n++
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[rubric.Row]() {
			f.rows++
		}
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if v.Type().Field(i).IsExported() && !f.contradicts(v.Type(), name) {
				f.fill(v.Field(i), path+"."+name, depth)
			}
		}
	case reflect.Pointer:
		if v.Type().Elem() == nodeType {
			depth++
		}
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path, depth)
		if v.Type().Elem() != nodeType {
			f.add(path+" gone", func() { v.SetZero() })
		}
	case reflect.Slice:
		if v.Type().Elem() == reflect.PointerTo(nodeType) && depth == 2 {
			return // deep enough: dimensions and indicators
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), path+"[0]", depth)
		f.fill(v.Index(1), path+"[1]", depth)
		f.add(path+" shorter", func() { v.SetLen(1) })
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		list := []string{"v" + strconv.Itoa(f.n)}
		v.SetMapIndex(reflect.ValueOf("column"), reflect.ValueOf(list))
		f.add(path+" value", func() { list[0] = "other" })
		f.add(path+" empty", func() { v.SetMapIndex(reflect.ValueOf("column"), reflect.Value{}) })
	case reflect.String:
		v.SetString("s" + strconv.Itoa(f.n))
		f.add(path, func() { v.SetString(v.String() + "!") })
	case reflect.Float64:
		v.SetFloat(float64(f.n))
		f.add(path, func() { v.SetFloat(v.Float() + 0.5) })
	case reflect.Int:
		v.SetInt(int64(f.n))
		f.add(path, func() { v.SetInt(v.Int() + 1) })
	case reflect.Bool:
		v.SetBool(!strings.HasSuffix(path, ".Cap")) // that one is true where nothing is said
		f.add(path, func() { v.SetBool(!v.Bool()) })
	default:
		panic("the test does not know " + v.Kind().String())
	}
}

// contradicts leaves one of two ends out that a row of a table cannot both have: in turns the one and the other.
func (f *filler) contradicts(t reflect.Type, name string) bool {
	if t != reflect.TypeFor[rubric.Row]() {
		return false
	}
	if f.rows%2 == 0 {
		return name == "From" || name == "Below"
	}
	return name == "Above" || name == "To"
}

// Whatever field of the language is changed, there is a change, and what it says of the fingerprints is true. This
// holds for fields that are added to the language later too.
func TestNoFieldIsForgotten(t *testing.T) {
	_, places := filled()
	if len(places) < 300 {
		t.Fatalf("only %d places to change", len(places))
	}
	for i, p := range places {
		before, _ := filled()
		after, same := filled()
		same[i].change()
		after.Link()
		got := Compare(before, after)
		if len(got.Changes) == 0 {
			t.Errorf("%s: no change is seen", p.path)
		}
		has := func(class Class) bool {
			return slices.ContainsFunc(got.Changes, func(c Change) bool { return c.Class == class })
		}
		whole := slices.ContainsFunc(got.Changes, func(c Change) bool { // its words come and go with it
			return c.Kind == Entered || c.Kind == Left || c.Kind == Added || c.Kind == Removed ||
				(c.Kind == Changed && (c.Before == "" || c.After == ""))
		})
		if has(Scoring) != got.FormsOutdated {
			t.Errorf("%s: scoring changes %v, the fingerprint moved %v: %v", p.path, has(Scoring), got.FormsOutdated, lines(got.Changes))
		}
		if (has(Words) && !got.WordsChanged) || (got.WordsChanged && !has(Words) && !whole) {
			t.Errorf("%s: words %v, the fingerprint moved %v: %v", p.path, has(Words), got.WordsChanged, lines(got.Changes))
		}
	}
}

// What a step of a path is called must be a key of the language.
func TestKeysAreThoseOfTheLanguage(t *testing.T) {
	for _, ty := range []reflect.Type{rubricType, nodeType, textType, sourceType} {
		for i := range ty.NumField() {
			if f := ty.Field(i); f.IsExported() && keyOf(f) == "" {
				t.Errorf("%s.%s has no key", ty, f.Name)
			}
		}
	}
}
