package result

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// plainJSON is what encoding/json makes of a value.
func plainJSON(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// sameJSON holds the encoder to encoding/json.
func sameJSON(t testing.TB, what string, v any, write func(e *encoder)) {
	t.Helper()
	e := &encoder{}
	write(e)
	if want := plainJSON(t, v); e.err != nil || !bytes.Equal(e.b, want) {
		t.Errorf("%s: %v\nwrote %s\nwant  %s\n(a member that encode.go does not write yet?)", what, e.err, e.b, want)
	}
}

// filled gives a value of a type with something in every member, down to a depth.
func filled(of reflect.Type, depth int) reflect.Value {
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.Pointer:
		if depth > 0 {
			v.Set(filled(of.Elem(), depth-1).Addr())
		}
	case reflect.Struct:
		for i := range of.NumField() {
			if of.Field(i).IsExported() {
				v.Field(i).Set(filled(of.Field(i).Type, depth))
			}
		}
	case reflect.Slice:
		if depth > 0 {
			v.Set(reflect.Append(v, filled(of.Elem(), depth-1)))
		}
	case reflect.Map:
		if depth > 0 {
			v.Set(reflect.MakeMap(of))
			v.SetMapIndex(filled(of.Key(), depth), filled(of.Elem(), depth-1))
		}
	case reflect.String:
		v.SetString("kata")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64:
		v.SetUint(7)
	case reflect.Float64:
		v.SetFloat(2.5)
	}
	return v
}

// Every member there is, alone and with all others, is written as encoding/json does: also one that is added later.
func TestEncoderWritesEveryMember(t *testing.T) {
	for _, c := range []struct {
		of    any
		write func(e *encoder, v reflect.Value)
	}{
		{Record{}, func(e *encoder, v reflect.Value) { e.record(v.Addr().Interface().(*Record)) }},
		{Node{}, func(e *encoder, v reflect.Value) { e.node(v.Addr().Interface().(*Node)) }},
		{Agency{}, func(e *encoder, v reflect.Value) { e.agency(v.Addr().Interface().(*Agency)) }},
	} {
		of := reflect.TypeOf(c.of)
		check := func(what string, v reflect.Value) {
			sameJSON(t, of.Name()+" "+what, v.Interface(), func(e *encoder) { c.write(e, v) })
		}
		check("empty", reflect.New(of).Elem())
		check("with everything", filled(of, 4))
		for i := range of.NumField() {
			v := reflect.New(of).Elem()
			if of == reflect.TypeFor[Record]() {
				v.FieldByName("Kind").SetString(KindAnswer)
			}
			v.Field(i).Set(filled(of.Field(i).Type, 4))
			check("with "+of.Field(i).Name, v)
			if of == reflect.TypeFor[Record]() {
				v.FieldByName("Kind").SetString(KindAnswer)
				check("an answer with "+of.Field(i).Name, v)
			}
		}
	}
	sameJSON(t, "no agency", (*Agency)(nil), func(e *encoder) { e.agency(nil) })
	a := &Agency{Results: map[Basis]*Scores{Self: nil, Accepted: {Nodes: map[string]*Node{"x": nil, "a": {}}}}}
	sameJSON(t, "no scores", a, func(e *encoder) { e.agency(a) })
}

// Texts and numbers are written as encoding/json writes them.
func TestEncoderTextsAndNumbers(t *testing.T) {
	for _, s := range []string{
		"", "plain", `a "quote"`, `back\slash`, "line\nend\ttab\r\b\f\x01\x1f\x7f", "<b>&amp;</b>", "é ≥ 漢字 😀", "line\u2028sep\u2029", "bad\xffutf8\xc3",
		"é\x01", "é\"", "\xe2\x80", "–\\",
	} {
		sameJSON(t, s, s, func(e *encoder) { e.string(s) })
	}
	for _, x := range []float64{
		0, math.Copysign(0, -1), 1, -1, 2.5, 0.1, 1.0 / 3, 1e-6, 9.999e-7, 1e-7, -1e-9, 5e-324, 1e15, 999999999999999, 1e20, 1e21, -1.5e300,
		math.MaxFloat64, 123456789.123456789, 4503599627370497.5,
	} {
		sameJSON(t, "number", x, func(e *encoder) { e.number(x) })
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		e := &encoder{}
		if e.number(x); e.err == nil {
			t.Errorf("%v was written as %s", x, e.b)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s, x := rapid.String().Draw(t, "text"), rapid.Float64().Draw(t, "number")
		e := &encoder{}
		e.string(s)
		e.number(x)
		want, _ := json.Marshal(x)
		var b bytes.Buffer
		j := json.NewEncoder(&b)
		j.SetEscapeHTML(false)
		_ = j.Encode(s)
		if got := string(e.b); got != string(bytes.TrimRight(b.Bytes(), "\n"))+string(want) {
			t.Fatalf("%q, %v: %s", s, x, got)
		}
	})
}

// One encoder writes agencies of different rubrics one after the other: what it remembers of one is not used for another.
func TestEncoderForgetsOtherKeys(t *testing.T) {
	e := &encoder{}
	for _, nodes := range []map[string]*Node{{"b": {}, "a": {}}, {"a": {}, "b": {}}, {"a": {}, "c": {}}, {"a": {}}, {}, nil} {
		e.b = e.b[:0]
		e.nodes(nodes)
		if want := plainJSON(t, nodes); !bytes.Equal(e.b, want) {
			t.Errorf("wrote %s, want %s", e.b, want)
		}
	}
}
