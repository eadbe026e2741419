package result

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"siap/internal/diag"
)

// encoder writes as JSON what there are millions of: the answers of the evidence file, and the nodes of every agency. It
// writes the bytes that encoding/json would, several times faster, and leaves all else to encoding/json; the tests hold
// it to that for every member. The first error stays.
type encoder struct {
	b   []byte
	err error
	// keys are those of the last map of nodes, sorted: most agencies have the same.
	keys []string
}

// other writes a value with encoding/json, without turning <, > and & into escapes: the files are read by programs, not
// by browsers.
func (e *encoder) other(v any) {
	var out bytes.Buffer
	j := json.NewEncoder(&out)
	j.SetEscapeHTML(false)
	if err := j.Encode(v); err != nil {
		if e.err == nil {
			e.err = fmt.Errorf("encoding %T: %w", v, err)
		}
		return
	}
	e.b = append(e.b, bytes.TrimRight(out.Bytes(), "\n")...)
}

func (e *encoder) text(s string) { e.b = append(e.b, s...) }

// string writes a text. What encoding/json escapes is left to it.
func (e *encoder) string(s string) {
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c < utf8.RuneSelf || !utf8.ValidString(s[i:]) || strings.Contains(s, "\u2028") || strings.Contains(s, "\u2029") ||
			strings.ContainsFunc(s[i:], func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
			e.other(s)
			return
		}
		break
	}
	e.b = append(e.b, '"')
	e.b = append(e.b, s...)
	e.b = append(e.b, '"')
}

// number writes a float64 as encoding/json does.
func (e *encoder) number(x float64) {
	whole := math.Trunc(x)
	size := math.Abs(x)
	switch {
	case whole == x && size < 1e15 && !(x == 0 && math.Signbit(x)):
		e.b = strconv.AppendInt(e.b, int64(x), 10)
	case size >= 1e-6 && size < 1e21:
		e.b = strconv.AppendFloat(e.b, x, 'f', -1, 64)
	default:
		e.other(x) // very small and large ones, and what is no number
	}
}

func (e *encoder) numberOrNull(x *float64) {
	if x == nil {
		e.text("null")
		return
	}
	e.number(*x)
}

// member writes `,"name":`.
func (e *encoder) member(name string) {
	e.b = append(e.b, ',', '"')
	e.b = append(e.b, name...)
	e.b = append(e.b, '"', ':')
}

// some writes a text that is left out where it is empty.
func (e *encoder) some(name, s string) {
	if s != "" {
		e.member(name)
		e.string(s)
	}
}

func (e *encoder) someNumber(name string, x *float64) {
	if x != nil {
		e.member(name)
		e.number(*x)
	}
}

func (e *encoder) someCount(name string, n int) {
	if n != 0 {
		e.member(name)
		e.b = strconv.AppendInt(e.b, int64(n), 10)
	}
}

// record writes one line of the evidence file, without the line's end.
func (e *encoder) record(r *Record) {
	if !r.plain() {
		whole := *r // so that the record of the caller need not be on the heap
		e.other(&whole)
		return
	}
	e.text(`{"kind":"answer","agency":`)
	e.string(r.Agency)
	e.member("indicator")
	e.string(r.Indicator)
	e.some("item", r.Item)
	if r.Place != (diag.Place{}) {
		e.member("place")
		e.place(&r.Place)
	}
	e.some("note", r.Note)
	e.some("visibility", r.Visibility)
	e.some("respondent", r.Respondent)
	e.some("role", r.Role)
	e.someNumber("claim", r.Claim)
	e.some("claim_state", r.ClaimState)
	e.someNumber("assessed", r.Assessed)
	e.some("assessed_state", r.AssessedState)
	e.some("quote", r.Quote)
	e.some("source", r.Source)
	e.some("submitted", r.Submitted)
	e.text("}")
}

// plain reports whether a record is an answer that somebody gave, with one number at most.
func (r *Record) plain() bool {
	return r.Kind == KindAnswer && r.Via == "" && r.Strength == 0 && r.Accepted == nil && r.AcceptedState == "" && len(r.Known) == 0 &&
		r.Level == nil && r.Title == "" && r.Link == "" && r.Status == "" && r.Recommendation == "" && r.Responsible == "" && r.Due == "" &&
		r.Metric == "" && r.Over == "" && r.Reduction == "" && r.Value == nil && r.Score == nil && r.Reason == "" && r.Samples == 0 &&
		r.Expected == 0 && r.Coverage == nil && r.Numerator == nil && r.Denominator == nil && r.First == "" && r.Last == "" &&
		r.LeftOut == 0 && r.Repeated == 0 && r.NotMeasured == 0 && r.InMaintenance == 0 && r.Maintenance == 0 && r.Series == 0 &&
		r.Resets == 0 && r.ErrorBound == 0 && len(r.Places) == 0
}

func (e *encoder) place(p *diag.Place) {
	e.text("{")
	begin := len(e.b)
	e.some("file", p.File)
	e.some("sheet", p.Sheet)
	e.some("cell", p.Cell)
	e.someCount("line", p.Line)
	e.someCount("column", p.Column)
	e.withoutComma(begin)
	e.text("}")
}

// withoutComma takes out the comma before the first member of an object whose every member may be missing.
func (e *encoder) withoutComma(begin int) {
	if len(e.b) > begin {
		e.b = append(e.b[:begin], e.b[begin+1:]...)
	}
}

// agency writes an agency with its results.
func (e *encoder) agency(a *Agency) {
	if a == nil {
		e.text("null")
		return
	}
	e.text(`{"id":`)
	e.string(a.ID)
	e.member("name")
	e.string(a.Name)
	e.member("type")
	e.string(a.Type)
	e.member("groups")
	e.other(a.Groups)
	e.some("parent", a.Parent)
	if a.Weight != 0 {
		e.member("weight")
		e.number(a.Weight)
	}
	e.some("timezone", a.Timezone)
	if a.Governs {
		e.member("governs")
		e.text("true")
	}
	e.member("source")
	e.string(a.Source)
	e.member("results")
	e.bases(a.Results)
	if len(a.Rollup) > 0 {
		e.member("rollup")
		e.bases(a.Rollup)
	}
	e.some("part", a.Part)
	e.some("area", a.Area)
	if len(a.Members) > 0 {
		e.member("members")
		e.other(a.Members)
	}
	e.text("}")
}

func (e *encoder) bases(all map[Basis]*Scores) {
	if all == nil {
		e.text("null")
		return
	}
	e.text("{")
	begin := len(e.b)
	for _, basis := range slices.Sorted(maps.Keys(all)) {
		e.text(",")
		e.string(string(basis))
		e.text(":")
		s := all[basis]
		if s == nil {
			e.text("null")
			continue
		}
		e.text(`{"index":`)
		e.node(&s.Index)
		e.member("rank")
		e.other(&s.Rank)
		e.member("nodes")
		e.nodes(s.Nodes)
		if len(s.Tags) > 0 {
			e.member("tags")
			e.nodes(s.Tags)
		}
		e.text("}")
	}
	e.withoutComma(begin)
	e.text("}")
}

func (e *encoder) nodes(all map[string]*Node) {
	if all == nil {
		e.text("null")
		return
	}
	same := len(e.keys) == len(all)
	for _, k := range e.keys {
		if _, there := all[k]; !same || !there {
			same = false
			break
		}
	}
	if !same {
		e.keys = slices.Sorted(maps.Keys(all))
	}
	e.text("{")
	begin := len(e.b)
	for _, k := range e.keys {
		e.text(",")
		e.string(k)
		e.text(":")
		if n := all[k]; n != nil {
			e.node(n)
			continue
		}
		e.text("null")
	}
	e.withoutComma(begin)
	e.text("}")
}

func (e *encoder) node(n *Node) {
	e.text(`{"value":`)
	e.numberOrNull(n.Value)
	e.member("low")
	e.numberOrNull(n.Low)
	e.member("high")
	e.numberOrNull(n.High)
	e.member("coverage")
	e.number(n.Coverage)
	e.member("weight")
	e.number(n.Weight)
	if n.Imputed != 0 {
		e.member("imputed")
		e.number(n.Imputed)
	}
	e.some("band", n.Band)
	e.some("verdict", n.Verdict)
	e.some("reason", n.Reason)
	e.someNumber("claim", n.Claim)
	e.someNumber("measured", n.Measured)
	e.someNumber("raw", n.Raw)
	e.some("rule", string(n.Rule))
	e.someCount("n", n.N)
	if n.Spread != 0 {
		e.member("spread")
		e.number(n.Spread)
	}
	e.someCount("rows", n.Rows)
	e.someCount("known", n.Known)
	if len(n.Items) > 0 {
		e.member("items")
		e.other(n.Items)
	}
	if len(n.Flags) > 0 {
		e.member("flags")
		e.other(n.Flags)
	}
	if len(n.Notes) > 0 {
		e.member("notes")
		e.other(n.Notes)
	}
	if len(n.Via) > 0 {
		e.member("via")
		e.other(n.Via)
	}
	e.text("}")
}
