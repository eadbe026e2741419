package sql

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestName(t *testing.T) {
	for name, ok := range map[string]bool{
		"sampel": true, "_x9": true, "A": true, "": false, "9x": false, "a-b": false, "a.b": false, "a`b": false, "a b": false, "é": false,
		"a\n": false, strings.Repeat("a", 127): true, strings.Repeat("a", 128): false, "x;DROP": false, "x--": false,
	} {
		if Name(name) != ok {
			t.Errorf("%q: %t", name, !ok)
		}
	}
}

func TestLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"": "''", "a": "'a'", "it's": `'it\'s'`, `a\`: `'a\\'`, `\'`: `'\\\''`, "a\x00b\n\t\r\b\f": `'a\0b\n\t\r\b\f'`, "é🙂": "'é🙂'",
		"'; DROP TABLE x; --": `'\'; DROP TABLE x; --'`,
	} {
		if got := literal(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// scan reads a literal as ClickHouse does: to the first quote that no backslash stands before and no second quote follows.
func scan(text string) (value, rest string, ok bool) {
	if !strings.HasPrefix(text, "'") {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; c {
		case '\'':
			if i+1 < len(text) && text[i+1] == '\'' {
				b.WriteByte('\'')
				i++
				continue
			}
			return b.String(), text[i+1:], true
		case '\\':
			if i++; i == len(text) {
				return "", "", false
			}
			special := strings.IndexByte("0nrtbf", text[i])
			if special >= 0 {
				b.WriteByte("\x00\n\r\t\b\f"[special])
			} else {
				b.WriteByte(text[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// A literal ends at its last character and says what the text says, whatever stands in the text and behind the literal.
func FuzzLiteral(f *testing.F) {
	for _, s := range []string{"", "a", "'", `\`, `\'`, "''", "a\x00", "\n", `\\'`, "é", "\xff"} {
		f.Add(s, " AND 1")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, behind string) {
		behind = " " + behind // a query goes on with anything but a quote
		value, rest, ok := scan(literal(text) + behind)
		if !ok || value != text || rest != behind {
			t.Fatalf("%q followed by %q is read as %q, then %q (%t)", text, behind, value, rest, ok)
		}
	})
}

// Whatever a server sends, reading it ends, and what is read is whole.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"meta":[{"name":"a"},{"name":"b"}],"data":[["1","2"]],"rows":1}`, `{"meta":[],"data":[],"rows":0}`, `{"data":[["1"]],"rows":1}`,
		`{"meta":[{"name":"a"}],"data":[["1"],["2"]],"rows":1}`, `{"meta":[{"name":"a"},{"name":"a"}]}`, `{`, ``, `{"meta":[{"name":"a"}],"data":[["1"]`,
		"Code: 62. DB::Exception: Syntax error", `{"meta":[{"name":"a"}],"data":[[1]],"rows":1}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parse(data)
		if (a == nil) == (err == nil) {
			t.Fatalf("%+v, %v", a, err)
		}
		if a == nil {
			return
		}
		for _, row := range a.rows {
			r := &record{answer: a, cells: row}
			for name := range a.columns {
				r.text(name)
				r.float(name)
				r.int(name)
			}
			if r.text("tidak ada"); r.err == nil || !utf8.ValidString(r.err.Error()) {
				t.Fatalf("a column that is missing: %v", r.err)
			}
		}
	})
}

func TestParse(t *testing.T) {
	a, err := parse([]byte(`{"meta":[{"name":"a","type":"String"},{"name":"b"}],"data":[["x","nan"],["y","-inf"]],"rows":2,"statistics":{"elapsed":1}}`))
	if err != nil || len(a.rows) != 2 || a.columns["b"] != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	for text, says := range map[string]string{
		`{"meta":[{"name":"a"}],"data":[["1"]],"rows":2}`:           "says that they are 2",
		`{"meta":[{"name":"a"}],"data":[["1"]]}`:                    "-1",
		`{"meta":[{"name":"a"}],"data":[["1","2"]],"rows":1}`:       "2 cells of 1",
		`{"meta":[{"name":"a"},{"name":"a"}],"data":[],"rows":0}`:   "twice",
		`{"meta":[{"name":"a"}],"data":[["1"]],"rows":1} Code: 241`: "follows",
		`{"meta":[{"name":"a"}],"data":[["1"],`:                     "EOF",
		`[]`:                                                        "stands where",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", text, err, says)
		}
	}
}

func TestBare(t *testing.T) {
	for kind, want := range map[string]string{
		"LowCardinality(Nullable(String))": "String", "Nullable(Float64)": "Float64", "DateTime64(3, 'UTC')": "DateTime64(3, 'UTC')", "Array(Nullable(Int8))": "Array(Nullable(Int8))",
	} {
		if got := bare(kind); got != want {
			t.Errorf("%s is %s, want %s", kind, got, want)
		}
	}
	for kind, want := range map[string]clock{
		"DateTime": stamps, "DateTime('Asia/Jakarta')": stamps, "DateTime64(3)": fineStamps, "Date": days, "Date32": days, "Int64": wholeSeconds,
		"UInt32": wholeSeconds, "Float64": brokenSeconds, "String": noClock, "Int8": noClock,
	} {
		if clockOf(kind) != want {
			t.Errorf("%s tells the time as %d, want %d", kind, clockOf(kind), want)
		}
	}
	for kind, want := range map[string]bool{"Float64": true, "UInt8": true, "Decimal(9, 2)": true, "Bool": true, "String": false, "Date": false, "Array(Int8)": false} {
		if isNumber(kind) != want {
			t.Errorf("%s is a number: %t", kind, !want)
		}
	}
}
