package questionnaire

import (
	"hash/fnv"
	"path"
	"slices"
	"strconv"
	"strings"

	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// whoFinder understands how respondents name their agency and role.
type whoFinder struct {
	agencies map[string][]*agency.Agency // by every word that names one
	roles    map[string]string
	// ambiguous are the ids of the agencies that the last word may have meant; "" where it was one, or none.
	ambiguous string

	codes map[string]string // of persons, by what tells them apart
}

// codeColumns are the columns of a list of agencies that hold another short name.
var codeColumns = []string{"kode", "code", "kode opd", "kode instansi", "singkatan", "akronim", "acronym"}

func newWhoFinder(c *cells, short bool) *whoFinder {
	w := &whoFinder{agencies: map[string][]*agency.Agency{}, roles: map[string]string{}, codes: map[string]string{}}
	if c.agencies != nil {
		shorts := map[string]string{}
		if short {
			shorts = form.AgencyShorts(c.agencies.IDs())
		}
		for _, a := range c.agencies.All() {
			w.add(a, strings.ToLower(a.ID), strings.ToLower(form.AgencyCode(a.ID)), shorts[a.ID])
			w.add(a, "\x00"+form.Fold(a.Name), "\x00"+form.Fold(a.Name+" "+a.ID))
			for column, value := range a.Columns {
				if slices.Contains(codeColumns, form.Fold(column)) {
					w.add(a, "\x00"+form.Fold(value))
				}
			}
		}
	}
	for i, r := range c.rubric.Roles {
		names := []string{r.ID, r.Title.ID, r.Title.EN}
		if short {
			names = append(names, "A"+strconv.Itoa(i+1))
		}
		for _, name := range names {
			if key := form.Fold(name); key != "" && w.roles[key] == "" {
				w.roles[key] = r.ID
			}
		}
	}
	return w
}

func (w *whoFinder) add(a *agency.Agency, words ...string) {
	for _, word := range words {
		if strings.Trim(word, "\x00") != "" && !slices.Contains(w.agencies[word], a) {
			w.agencies[word] = append(w.agencies[word], a)
		}
	}
}

// agency gives the id of the agency that a cell names: by id, by the code it has in a form, by name or by another code.
// What names none stays as it is.
func (w *whoFinder) agency(cell string) string {
	w.ambiguous = ""
	if cell == "" {
		return ""
	}
	found := w.agencies[strings.ToLower(cell)]
	if len(found) == 0 {
		found = w.agencies["\x00"+form.Fold(cell)]
	}
	switch len(found) {
	case 0:
		return cell
	case 1:
		return found[0].ID
	}
	var ids []string
	for _, a := range found {
		ids = append(ids, a.ID)
	}
	w.ambiguous = listed(ids)
	return cell
}

// role gives the id of the role that a cell names; what names none stays as it is.
func (w *whoFinder) role(cell string) string {
	if id := w.roles[form.Fold(cell)]; id != "" {
		return id
	}
	return cell
}

// respondent gives the code of who answered. A code that was given is taken; a name or an e-mail address becomes a code
// that follows from the first submission of that person. Whoever answers in a role is somebody, so without any of these
// every submission is another person's; without a role the agency answers as a whole.
func (f *surveyFile) respondent(role string) string {
	i, there := f.cells.at["respondent"]
	said := ""
	if there {
		said = strings.TrimSpace(f.row.Cells[i])
	}
	if said != "" && isCode(said) && !personal.MatchString(said) {
		return said
	}
	if said != "" {
		f.note(ruleNamed.At(f.t.Place(f.row.Line, i)))
		return f.coded("\x00" + form.Fold(said))
	}
	for _, name := range f.tool.person {
		if i, there := f.columnNamed(name); there {
			if address := strings.ToLower(strings.TrimSpace(f.row.Cells[i])); address != "" && address != "anonymous" && address != "anonim" {
				return f.coded("\x01" + address)
			}
		}
	}
	if role != "" {
		return f.submissionCode()
	}
	return ""
}

// coded gives the code of a person; the first submission gives it.
func (f *surveyFile) coded(person string) string {
	code, known := f.who.codes[person]
	if !known {
		code = f.submissionCode()
		f.who.codes[strings.Clone(person)] = code
	}
	return code
}

// submissionCode names a submission by its own number: the first digits of its universal one, or its number in this
// file, with the file before it.
func (f *surveyFile) submissionCode() string {
	for _, name := range f.tool.id {
		i, there := f.columnNamed(name)
		if !there {
			continue
		}
		id := strings.TrimPrefix(strings.TrimSpace(f.row.Cells[i]), "uuid:")
		if len(id) == 36 && strings.Count(id, "-") == 4 && isCode(id) {
			return "s-" + id[:13]
		}
		if id != "" && len(id) <= 20 && isCode(id) {
			return f.filePrefix() + id
		}
	}
	return f.filePrefix() + "row" + strconv.Itoa(f.row.Line)
}

// filePrefix tells the submissions of one file from those of another, whatever people call their files.
func (f *surveyFile) filePrefix() string {
	h := fnv.New32a()
	h.Write([]byte(path.Base(f.src.Name)))
	sum := strconv.FormatUint(uint64(h.Sum32()), 36)
	return "s" + sum[max(0, len(sum)-4):] + "-"
}

// columnNamed gives the column with a name, letter case apart.
func (f *surveyFile) columnNamed(name string) (int, bool) {
	if f.heads == nil {
		f.heads = headersOf(f.t)
	}
	i, there := f.heads[name]
	return i, there
}
