package book

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/scoring/questionnaire/form"
)

// What a cell without a list takes, in the place of the list's range.
const (
	dateRule    = "date"
	special     = " or n/a" // behind dateRule: also n/a and don't know
	numberRule  = "number:"
	ratioRule   = "ratio"
	percentRule = "percentage"
)

// The most characters that Excel takes for the title and the text of a message.
const maxMessageTitle, maxMessage = 32, 255

// validate writes what each input takes. One rule covers all cells of a column that take the same.
func (p *page) validate() {
	b := p.b
	byPlace := func(a, b pick) int {
		return cmp.Or(cmp.Compare(p.picks[a][0], p.picks[b][0]), cmp.Compare(a.column, b.column), strings.Compare(a.list, b.list))
	}
	for _, k := range slices.SortedFunc(maps.Keys(p.picks), byPlace) {
		rows := p.picks[k]
		v := excelize.NewDataValidation(true)
		v.Sqref = ranges(k.column, rows)
		at := cell(k.column, rows[0])
		switch {
		case k.list == ratioRule || k.list == percentRule:
			p.prompt(v, k.list)
			b.try(v.SetRange(0, 60, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween))
		case strings.HasPrefix(k.list, dateRule):
			p.prompt(v, dateRule)
			p.custom(v, "AND(ISNUMBER("+at+"),"+at+">=1,"+at+"<=109939)", at, strings.HasSuffix(k.list, special), "date")
		case strings.HasPrefix(k.list, numberRule):
			low, high, _ := strings.Cut(strings.TrimPrefix(k.list, numberRule), ":")
			terms := "ISNUMBER(" + at + ")"
			if low != "-Inf" {
				terms += "," + at + ">=" + low
			}
			if high != "+Inf" {
				terms += "," + at + "<=" + high
			}
			p.custom(v, "AND("+terms+")", at, true, "number")
		default:
			v.SetSqrefDropList(k.list)
			p.refuse(v, "list")
		}
		b.try(b.x.AddDataValidation(p.name, v))
	}
}

// custom makes a rule by a formula; orWord lets n/a and don't know through.
func (p *page) custom(v *excelize.DataValidation, formula, at string, orWord bool, why string) {
	if orWord {
		for _, s := range form.Specials() {
			formula += fmt.Sprintf(`,%s="%s"`, at, strings.ReplaceAll(s.Text.In(p.b.lang()), `"`, `""`))
		}
		formula = "OR(" + formula + ")"
	}
	v.Type = "custom"
	v.Formula1 = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(formula)
	p.refuse(v, why)
}

func (p *page) prompt(v *excelize.DataValidation, about string) {
	v.SetInput(within(p.b.text("prompt."+about+".title"), maxMessageTitle), within(p.b.text("prompt."+about), maxMessage))
}

func (p *page) refuse(v *excelize.DataValidation, why string) {
	v.SetError(excelize.DataValidationErrorStyleStop, within(p.b.text("refuse.title"), maxMessageTitle), within(p.b.text("refuse."+why), maxMessage))
}

// ranges writes rows of a column as ranges.
func ranges(column int, rows []int) string {
	var parts []string
	for i := 0; i < len(rows); {
		k := i
		for k+1 < len(rows) && rows[k+1] == rows[k]+1 {
			k++
		}
		part := cell(column, rows[i])
		if k > i {
			part += ":" + cell(column, rows[k])
		}
		parts = append(parts, part)
		i = k + 1
	}
	return strings.Join(parts, " ")
}
