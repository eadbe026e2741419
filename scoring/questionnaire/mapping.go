package questionnaire

import (
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// MappingSchema names the language of a mapping file.
const MappingSchema = "siap/mapping/1"

// MappingSuffix is how the name of a mapping file ends: the mapping of opd.xlsx is opd.map.yaml beside it.
const MappingSuffix = ".map.yaml"

// MappingName gives the name of the mapping file of a file.
func MappingName(name string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + MappingSuffix
}

// mapping says how a table of somebody's own is to be read.
type mapping struct {
	where   table.Where
	layout  string
	columns []mappedColumn
	words   wordMap
	// indicators are the words that the table has for indicators, in the long layout.
	indicators map[string]string
	hash       string
}

// mappedColumn says what one column is about.
type mappedColumn struct {
	name, target string
	at           diag.Place
}

// Ignore is the target of a column that is not to be read.
const Ignore = "ignore"

// wordMap says what the words of a table mean; words are folded.
type wordMap struct {
	all      map[string]string
	of       map[string]map[string]string // by indicator
	agencies map[string]string
}

// value gives the code that a word stands for in the answers to an indicator; a word that is not mapped stays.
func (w *wordMap) value(indicator, word string) string {
	key := wordKey(word)
	if code, mapped := w.of[indicator][key]; mapped {
		return code
	}
	if code, mapped := w.all[key]; mapped {
		return code
	}
	return word
}

// agency gives the id of the agency that a word stands for; a word that is not mapped stays.
func (w *wordMap) agency(word string) string {
	if id, mapped := w.agencies[wordKey(word)]; mapped {
		return id
	}
	return word
}

// wordKey makes words comparable: by their letters and digits, or, where they have none (such as "✓" or "-"), as they
// are.
func wordKey(word string) string {
	if folded := form.Fold(word); folded != "" {
		return folded
	}
	return strings.TrimSpace(word)
}

// openMapped opens a table with a mapping file beside it. Faults of the mapping come with the answers, all of them.
func openMapped(src source.Source, r *rubric.Rubric, agencies *agency.List) (f File, mine bool, d *diag.Diagnostic) {
	beside := source.Source{
		Path: filepath.Join(filepath.Dir(src.Path), MappingName(filepath.Base(src.Path))), Name: path.Join(path.Dir(src.Name), MappingName(path.Base(src.Name))),
	}
	if info, err := os.Stat(beside.Path); err != nil || info.IsDir() {
		return nil, false, nil
	}
	m, faults := readMapping(beside, r, agencies)
	if faults.HasErrors() {
		return &faultyFile{faults.All(), src.SHA256()}, true, nil
	}
	t, d := table.OpenAt(src, m.where)
	if d != nil {
		return nil, true, d
	}
	columns, found := m.resolve(t)
	if len(found) > 0 {
		t.Close()
		return &faultyFile{found, src.SHA256()}, true, nil
	}
	if m.layout == layoutLong {
		f, d = m.openLong(src, t, columns, r, agencies)
	} else {
		f, d = m.openWide(src, t, columns, r, agencies)
	}
	return f, true, d
}

// faultyFile is a file that cannot be read for reasons of its mapping.
type faultyFile struct {
	found  []*diag.Diagnostic
	sha256 string
}

// Answers implements File.
func (f *faultyFile) Answers() iter.Seq2[Answer, *diag.Diagnostic] {
	return func(yield func(Answer, *diag.Diagnostic) bool) {
		for _, d := range f.found {
			if !yield(Answer{}, d) {
				return
			}
		}
	}
}

// Evidence implements File.
func (f *faultyFile) Evidence() []Evidence { return nil }

// Summary implements File.
func (f *faultyFile) Summary() Summary { return Summary{Format: "mapping", SHA256: f.sha256} }

// Close implements File.
func (f *faultyFile) Close() error { return nil }

// resolve finds the mapped columns in the table, by their names: target for each column of the table, "" for one that
// the mapping does not name.
func (m *mapping) resolve(t *table.Table) (targets []string, found []*diag.Diagnostic) {
	targets = make([]string, len(t.Header))
	for _, c := range m.columns {
		i := slices.IndexFunc(t.Header, func(name string) bool { return strings.EqualFold(name, c.name) })
		if i < 0 {
			i = slices.IndexFunc(t.Header, func(name string) bool { return oneLine(name) == oneLine(c.name) })
		}
		if i < 0 {
			found = append(found, ruleMapColumn.At(c.at).Saw(c.name).Allows(listed(t.Header)).Near(nearest.Of(c.name, t.Header)))
			continue
		}
		targets[i] = c.target
	}
	return targets, found
}

// oneLine gives a name without the line breaks that spreadsheets put into it.
func oneLine(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// mappedTool is what is known of a table that no tool made.
var mappedTool = &tool{slashes: true}

// openWide opens a table in which one row is what one respondent said.
func (m *mapping) openWide(src source.Source, t *table.Table, targets []string, r *rubric.Rubric, agencies *agency.List) (File, *diag.Diagnostic) {
	f := &surveyFile{src: src, tool: mappedTool, kind: layoutWide, words: &m.words}
	f.tableFile = tableFile{name: src.Name, repairs: src.Repairs, t: t, cells: newCells(columns{t: t, at: map[string]int{}}, r, agencies)}
	f.marked = "mapping " + m.hash[:8]
	f.again = func() (*table.Table, *diag.Diagnostic) { return table.OpenAt(src, m.where) }
	matcher := form.NewMatcher(r, form.MaxSlots)
	var unknown []string
	for i, target := range targets {
		switch {
		case target == Ignore || (target == "" && t.Header[i] == ""):
		case target == "":
			unknown = append(unknown, t.Header[i])
		case slices.Contains(wideTargets, target):
			f.cells.at[target] = i
		default:
			if field, option, is := matcher.FindOption(target); is {
				f.option(i, field, option)
			} else if fields := matcher.Find(target); len(fields) == 1 {
				f.column(i, fields[0], t.Header[i])
			}
		}
	}
	f.kind = layoutWide
	if len(unknown) > 0 {
		f.header = append(f.header, ruleColumnsUnread.At(f.cells.header()).About(strconv.Itoa(len(unknown))).Saw(listed(unknown)))
	}
	if d := f.look(); d != nil {
		t.Close()
		return nil, d
	}
	return f, nil
}

// openLong opens a table in which one row is one answer.
func (m *mapping) openLong(src source.Source, t *table.Table, targets []string, r *rubric.Rubric, agencies *agency.List) (File, *diag.Diagnostic) {
	f := &tableFile{
		name: src.Name, repairs: src.Repairs, t: t, cells: newCells(columns{t: t, at: map[string]int{}}, r, agencies),
		layout: layoutLong, marked: "mapping " + m.hash[:8],
	}
	var unknown []string
	for i, target := range targets {
		switch target {
		case Ignore:
		case "":
			if t.Header[i] != "" {
				unknown = append(unknown, t.Header[i])
			}
		default:
			f.cells.at[target] = i
			f.used = append(f.used, i)
		}
	}
	if len(unknown) > 0 {
		f.header = append(f.header, ruleColumnsUnread.At(f.cells.header()).About(strconv.Itoa(len(unknown))).Saw(listed(unknown)))
	}
	var d *diag.Diagnostic
	if f.marks, d = t.Marks(); d != nil {
		t.Close()
		return nil, d
	}
	f.header = append(f.header, mergedBelow(t, f.marks)...)
	f.meaning = m.longMeaning(f, r)
	return f, nil
}

// longMeaning gives what puts the program's own words into a row in place of the table's.
func (m *mapping) longMeaning(f *tableFile, r *rubric.Rubric) func(row table.Row) table.Row {
	matcher := form.NewMatcher(r, 1)
	who := newWhoFinder(f.cells, false)
	put := func(row table.Row, column string, meaning func(string) string) {
		if i, there := f.cells.at[column]; there {
			row.Cells[i] = meaning(strings.TrimSpace(row.Cells[i]))
		}
	}
	return func(row table.Row) table.Row {
		put(row, "agency", func(cell string) string { return who.agency(m.words.agency(cell)) })
		put(row, "role", who.role)
		id := ""
		put(row, "indicator", func(cell string) string {
			id = cell
			if mapped, is := m.indicators[wordKey(cell)]; is {
				id = mapped
			} else if found := matcher.Find(cell); len(found) == 1 && found[0].Part == form.Value {
				id = found[0].Node.ID
			}
			return id
		})
		if n := r.Indicator(id); n != nil {
			s := &surveyQuestion{q: f.cells.questions[n.ID], choices: form.Choices(n)}
			words := &surveyFile{tool: mappedTool}
			for _, column := range []string{"value", "assessor_value"} {
				put(row, column, func(cell string) string { return words.inCodes(s, m.words.value(n.ID, cell)) })
			}
		}
		return row
	}
}

// inCodes gives an answer in the codes of choices, where it names any.
func (f *surveyFile) inCodes(s *surveyQuestion, cell string) string {
	switch {
	case cell == "" || s.typed():
		return cell
	case s.q.node.Asked() == rubric.Multiple:
		if codes, ways := f.several(s, cell); ways == 1 {
			return strings.Join(codes, ";")
		}
		return cell
	}
	if code, known := f.code(s, cell); known {
		return code
	}
	return cell
}
