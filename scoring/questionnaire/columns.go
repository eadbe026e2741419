package questionnaire

import (
	"maps"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
	"siap/scoring/questionnaire/form"
)

// The columns of answers and of evidence, by every name they may have.
var (
	answerColumns = map[string]string{
		"agency": "agency", "indicator": "indicator", "value": "value", "respondent": "respondent", "role": "role",
		"item": "item", "assessor_value": "assessor_value", "note": "note", "quote": "quote", "source": "source",
		"visibility": "visibility", "submitted": "submitted",
		"instansi": "agency", "indikator": "indicator", "nilai": "value", "responden": "respondent", "peran": "role",
		"butir": "item", "nilai_asesor": "assessor_value", "catatan": "note", "kutipan": "quote", "sumber": "source",
		"visibilitas": "visibility", "dikirim": "submitted",
		// These only help whoever fills in a form, or say which form it is.
		"question_text": "question_text", "allowed_answers": "allowed_answers", form.VersionField: form.VersionField,
	}
	evidenceColumns = map[string]string{
		"agency": "agency", "indicator": "indicator", "item": "item", "level": "level", "title": "title", "link": "link",
		"status": "status", "note": "note", "recommendation": "recommendation", "responsible": "responsible", "due": "due",
		"instansi": "agency", "indikator": "indicator", "butir": "item", "tingkat": "level", "judul": "title",
		"tautan": "link", "catatan": "note", "rekomendasi": "recommendation", "penanggung_jawab": "responsible",
		"tenggat": "due",
	}
	// notWide are the columns that belong to one answer, so that a row of many has no place for them.
	notWide = []string{"indicator", "value", "assessor_value", "note", "quote"}
)

// columns are the named columns of a table: where each stands.
type columns struct {
	t    *table.Table
	at   map[string]int
	rest []int // named columns that have no meaning here
}

// resolve finds the columns of a table; the diagnostics are for columns that mean the same.
func resolve(t *table.Table, known map[string]string) (columns, []*diag.Diagnostic) {
	c := columns{t: t, at: map[string]int{}}
	var found []*diag.Diagnostic
	for i, name := range t.Header {
		if name == "" {
			continue
		}
		key, ok := known[table.Fold(name)]
		if !ok {
			c.rest = append(c.rest, i)
			continue
		}
		if _, twice := c.at[key]; twice {
			found = append(found, ruleColumnTwice.At(c.header()).About(key).Saw(name))
			continue
		}
		c.at[key] = i
	}
	return c, found
}

// header is the place of the table's header as a whole.
func (c columns) header() diag.Place {
	p := c.t.Place(1, 0)
	p.Cell, p.Line, p.Column = "", 0, 0
	return p
}

// has reports whether a column is there.
func (c columns) has(name string) bool { _, ok := c.at[name]; return ok }

// get gives the trimmed cell of a column; "" where the column is not there.
func (c columns) get(row table.Row, name string) string {
	if i, ok := c.at[name]; ok {
		return strings.TrimSpace(row.Cells[i])
	}
	return ""
}

// place is where the cell of a column stands; the row's first cell where the column is not there.
func (c columns) place(row table.Row, name string) diag.Place { return c.t.Place(row.Line, c.at[name]) }

// missing says that a column is not there, and which one was probably meant to be it.
func (c columns) missing(name string, known map[string]string) *diag.Diagnostic {
	var names []string
	for _, i := range c.rest {
		names = append(names, c.t.Header[i])
	}
	near := ""
	for _, word := range slices.Sorted(maps.Keys(known)) {
		if known[word] == name && near == "" {
			near = nearest.Of(word, names)
		}
	}
	return ruleNoColumn.At(c.header()).About(name).Saw(strings.Join(c.t.Header, ", ")).Near(near)
}

// unread tells of the columns that have no meaning here: an error where one looks misspelt, else a warning.
func (c columns) unread(known map[string]string) []*diag.Diagnostic {
	var found []*diag.Diagnostic
	words := slices.Sorted(maps.Keys(known))
	for _, i := range c.rest {
		name := c.t.Header[i]
		rule := ruleColumnUnread
		near := nearest.Of(table.Fold(name), words)
		if near != "" {
			rule = ruleColumnUnknown
		}
		found = append(found, rule.At(c.header()).Saw(name).Near(near))
	}
	return found
}
