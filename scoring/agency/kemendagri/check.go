package kemendagri

import (
	"strings"
	"unicode"

	"siap/internal/diag"
	"siap/scoring/agency"
)

// What may be wrong with the names of provinces, regencies and cities in a list of agencies.
var (
	ruleUnknown   = diag.Rule{Code: "AG020", Severity: diag.Warning}
	ruleOtherwise = diag.Rule{Code: "AG021", Severity: diag.Note}
	ruleOtherCode = diag.Rule{Code: "AG022", Severity: diag.Error}
	ruleSeveral   = diag.Rule{Code: "AG023", Severity: diag.Warning}
	ruleTwice     = diag.Rule{Code: "AG024", Severity: diag.Error}
	ruleOtherType = diag.Rule{Code: "AG025", Severity: diag.Warning}
)

// Named is an agency that is a province, regency or city, or was meant to be one.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Line int    `json:"line,omitempty"`
	// Code, Official and Type are those of the area that it surely is, "" where that is not known.
	Code     string `json:"code,omitempty"`
	Official string `json:"official,omitempty"`
	Type     string `json:"type,omitempty"`
	// Near is the code of the area that it probably is, where that is not sure.
	Near string `json:"near,omitempty"`
}

// Check goes through a list of agencies and finds, for those that are provinces, regencies or cities, their codes and
// what is wrong with their names. Other agencies are passed over.
func Check(list *agency.List) ([]Named, *diag.List) {
	found := &diag.List{}
	var named []Named
	first := map[string]*agency.Agency{}
	for _, a := range list.All() {
		one, is := check(a, found)
		if !is {
			continue
		}
		named = append(named, one)
		if one.Code == "" {
			continue
		}
		if before := first[one.Code]; before != nil {
			found.Add(ruleTwice.At(a.Place).About(a.ID).Saw(one.Code + " " + one.Official).See(before.Place))
			continue
		}
		first[one.Code] = a
	}
	return named, found
}

// check looks at one agency; false where it is none of this list's business.
func check(a *agency.Agency, found *diag.List) (Named, bool) {
	kind := kindOf(a.Type)
	byCode, coded := ByCode(a.ID)
	m := Find(a.Name, kind)
	if kind == "" && !coded && keyOf(a.Name).kind == "" && len(m.Areas) == 0 {
		return Named{}, false
	}
	one := Named{ID: a.ID, Name: a.Name, Line: a.Place.Line}
	d := func(r diag.Rule) *diag.Diagnostic { return r.At(a.Place).About(a.ID).Saw(a.Name) }
	if coded && len(m.Areas) > 1 {
		for _, area := range m.Areas {
			if area.Code == byCode.Code {
				m.Areas = []Area{area}
				break
			}
		}
	}
	area, sure := m.Sure()
	switch {
	case len(m.Areas) > 1:
		var names []string
		for _, area := range m.Areas {
			names = append(names, area.Code+" "+area.Name)
		}
		found.Add(d(ruleSeveral).Allows(strings.Join(names, ", ")))
		return one, true
	case !sure && coded: // the code says what the name was to say
		found.Add(d(ruleUnknown).Near(byCode.Code + " " + byCode.Name))
		one.Near = byCode.Code
		return one, true
	case !sure && m.Near != nil:
		one.Near = m.Near.Code
		found.Add(d(ruleUnknown).Near(m.Near.Code + " " + m.Near.Name))
		return one, true
	case !sure:
		found.Add(d(ruleUnknown))
		return one, true
	}
	if coded && byCode.Code != area.Code {
		found.Add(d(ruleOtherCode).Allows(area.Code).Near(byCode.Name))
		one.Near = area.Code
		return one, true
	}
	one.Code, one.Official, one.Type = area.Code, area.Name, area.Type
	switch {
	case kind != "" && kind != area.Type:
		found.Add(d(ruleOtherType).Allows(area.Type))
	case !sameName(a.Name, area):
		found.Add(d(ruleOtherwise).Allows(area.Name))
	}
	return one, true
}

// sameName reports whether a name is the official one, but for letter case and the words "pemerintah" and "provinsi"
// before it.
func sameName(name string, area Area) bool {
	fold := func(s string) string {
		words := strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace)
		for len(words) > 1 && (words[0] == "pemerintah" || (area.Type == Province && words[0] == Province)) {
			words = words[1:]
		}
		return strings.Join(words, " ")
	}
	return fold(name) == fold(area.Name)
}
