package form

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"siap/rubric"
)

// Part is what a field of a form holds about its question.
type Part string

// The parts of a question: the answer, the name of the repeated item (a service, a system), a note, a link to
// evidence and its state.
const (
	Value    Part = ""
	Item     Part = "item"
	Note     Part = "note"
	Evidence Part = "evidence"
	Status   Part = "status"
)

// The further parts that a number, a ratio or a date has in formats whose fields are typed: n/a or don't know in a
// field of its own, and the two numbers of a ratio.
const (
	Special     Part = "special"
	Numerator   Part = "part"
	Denominator Part = "whole"
)

// Parts are all parts of a question in the order of a form.
var Parts = []Part{Item, Value, Evidence, Status, Note}

// The fields that a form has once.
const (
	AgencyField     = "agency"
	RespondentField = "respondent"
	RoleField       = "role"
)

// Field is one place to fill in: a part of a question, or of one of its slots.
type Field struct {
	Node *rubric.Node
	Slot int
	Part Part
}

// Code is the field's name in every format that allows letters, digits and underscores: the indicator's id, then
// the slot, then the part: "service_quality__2__note".
func (f Field) Code() string {
	code := f.Node.ID
	if f.Slot > 0 {
		code += "__" + strconv.Itoa(f.Slot)
	}
	if f.Part != Value {
		code += "__" + string(f.Part)
	}
	return code
}

// maxShort is the longest code of a LimeSurvey question.
const maxShort = 20

// Short is the field's name where only twenty letters and digits are allowed (LimeSurvey). It follows from the
// Code alone, so it is as stable: the letters of the id, and where these are too many or were changed, five
// characters of a hash behind them.
func (f Field) Short() string {
	code := f.Code()
	plain := strings.ReplaceAll(code, "_", "")
	if plain == code && len(code) <= maxShort {
		return code
	}
	h := fnv.New32a()
	h.Write([]byte(code))
	sum := strconv.FormatUint(uint64(h.Sum32()), 36)
	tail := ("00000" + sum)[len(sum):]
	return plain[:min(len(plain), maxShort-len(tail)-1)] + "X" + tail
}

// Fields gives the fields of a question that a format with all parts has.
func (q Question) Fields() []Field {
	fields := make([]Field, 0, len(Parts))
	for _, p := range Parts {
		if p == Item && q.Slot == 0 {
			continue
		}
		fields = append(fields, q.Field(p))
	}
	return fields
}

// Field gives one field of a question.
func (q Question) Field(p Part) Field { return Field{Node: q.Node, Slot: q.Slot, Part: p} }

// Fold makes texts comparable that people and survey tools spell differently: lower case, no marks, one space
// between words. "1.4 Satu Data  Indonesia?" and "1 4 satu data indonesia" are the same.
func Fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return b.String()
}
