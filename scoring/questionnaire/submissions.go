package questionnaire

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
)

// tool is what is known of the exports of one survey tool: one submission a row, one column a question, and columns of
// the tool's own around them. Names of columns are in lower case.
type tool struct {
	// name is said in the format.
	name string
	// is tells an export of the tool by its header.
	is func(h headers) bool
	// system reports a column of the tool's own, which is passed over without a word.
	system func(name string) bool
	// submitted are the columns with the time of submission, zone the zone it is in where it says none; nil is the
	// agency's.
	submitted []string
	zone      *time.Location
	// id are the columns that tell submissions apart.
	id []string
	// person are columns with an e-mail address or a name. They only serve to tell whether two submissions are of one
	// person, and never leave the reader.
	person []string
	// version is the column that carries the version of the form.
	version []string
	// verdict says of the cell of its column whether a submission counts.
	verdicts map[string]func(cell string) verdict
	// short says that answers may be the short codes of package form.
	short bool
	// names gives other names that a header may have.
	names func(header string) []string
	// tags says that the row below the header may hold tags (HXL), slashes that days may be written as 1/3/2025.
	tags, slashes bool
}

// verdict is what a tool says of a submission: whether it is left out, and by which rule that is told.
type verdict struct {
	rule  diag.Rule
	leave bool
}

// tools are the survey tools, the surest header first.
var tools = []*tool{kobo, odk, limeSurvey, microsoftForms, googleForms}

// headers are the names of a table's columns in lower case, with where each stands.
type headers map[string]int

func headersOf(t *table.Table) headers {
	h := make(headers, len(t.Header))
	for i, name := range t.Header {
		h[strings.ToLower(name)] = i
	}
	return h
}

// has reports whether any of some columns is there.
func (h headers) has(names ...string) bool { return h.first(names) >= 0 }

// first gives the first of some columns that is there, -1 for none.
func (h headers) first(names []string) int {
	for _, name := range names {
		if i, there := h[name]; there {
			return i
		}
	}
	return -1
}

// toolOf gives the tool that exported a table; nil where it is none that is known.
func toolOf(t *table.Table) *tool {
	h := headersOf(t)
	for _, tool := range tools {
		if tool.is(h) {
			return tool
		}
	}
	return nil
}

// MaxAnswers is how many answers one export may hold.
const MaxAnswers = 2_000_000

// surveyFile is an open export of a survey tool, or another table in which one row is what one respondent said.
type surveyFile struct {
	tableFile
	src  source.Source
	tool *tool
	// kind is said in the format: whether the header holds names or labels.
	kind      string
	questions []*surveyQuestion
	who       *whoFinder
	verdicts  []verdictColumn
	words     *wordMap // of a mapping file, else nil
	order     dateOrder
	again     func() (*table.Table, *diag.Diagnostic) // opens the same table once more
	heads     headers

	row     table.Row
	meant   []string // its cells as they are to be understood
	short   int      // rows with fewer cells than the header
	last    diag.Place
	counts  map[string]*diag.Diagnostic
	tally   map[string]int
	dropped []bool // of evidence: replaced by a later submission
	shown   map[shownKey]shownSpan
	proofs  []Evidence
}

// verdictColumn is a column that says whether a submission counts.
type verdictColumn struct {
	at int
	of func(cell string) verdict
}

// shownKey tells whose evidence it is.
type shownKey struct{ agency, respondent, role, indicator, item string }

type shownSpan struct {
	submitted time.Time
	from, to  int // in proofs
}

// openSubmissions makes a reader of an open table that a tool exported; it closes the table where that fails.
func openSubmissions(src source.Source, t *table.Table, tool *tool, r *rubric.Rubric, agencies *agency.List) (File, *diag.Diagnostic) {
	f := &surveyFile{src: src, tool: tool}
	f.again = func() (*table.Table, *diag.Diagnostic) { return table.Open(src) }
	f.tableFile = tableFile{name: src.Name, repairs: src.Repairs, t: t, cells: newCells(columns{t: t, at: map[string]int{}}, r, agencies)}
	d := f.resolve()
	if d == nil {
		d = f.look()
	}
	if d != nil {
		t.Close()
		return nil, d
	}
	return f, nil
}

// look prepares what the rows are read by.
func (f *surveyFile) look() (d *diag.Diagnostic) {
	if f.marks, d = f.t.Marks(); d != nil {
		return d
	}
	f.header = append(f.header, mergedBelow(f.t, f.marks)...)
	f.who = newWhoFinder(f.cells, f.tool.short)
	f.counts, f.tally = map[string]*diag.Diagnostic{}, map[string]int{}
	f.shown = map[shownKey]shownSpan{}
	return nil
}

// mergedBelow tells of merged cells below the header: all but the first of them are empty, whatever a reader sees.
func mergedBelow(t *table.Table, marks *table.Marks) []*diag.Diagnostic {
	var found []*diag.Diagnostic
	for _, r := range marks.Merged(t.Line) {
		if r[0][1] < len(t.Header) {
			last := t.Place(r[1][0], r[1][1])
			found = append(found, ruleMerged.At(t.Place(max(r[0][0], t.Line+1), r[0][1])).Saw(last.Cell))
		}
	}
	return found
}

// Answers implements File.
func (f *surveyFile) Answers() iter.Seq2[Answer, *diag.Diagnostic] {
	return func(yield func(Answer, *diag.Diagnostic) bool) {
		f.prepareOrder()
		for _, d := range f.header {
			if !yield(Answer{}, d) {
				return
			}
		}
		rows := 0
		for row, d := range f.t.Rows() {
			switch {
			case d != nil:
				rows++
				f.summary.LeftOut++
				if !yield(Answer{}, d) {
					return
				}
				continue
			case rows == 0 && f.tool.tags && f.tally["tags"] == 0 && isTags(row.Cells):
				f.tally["tags"]++
				f.note(ruleTags.At(f.t.Place(row.Line, 0)))
				continue
			}
			rows++
			if !f.submission(row, yield) {
				return
			}
			if f.summary.Records > MaxAnswers {
				yield(Answer{}, ruleTooMany.At(f.t.Place(row.Line, 0)).Allows(strconv.Itoa(MaxAnswers)))
				return
			}
		}
		found := f.summary.finish(f.t, f.name, f.cells, rows)
		if f.old != nil {
			found = append(found, f.old.Saw(strconv.Itoa(f.oldRows)))
		}
		if f.short == 1 && f.last != (diag.Place{}) {
			found = append(found, ruleRowShort.At(f.last).Allows(strconv.Itoa(len(f.t.Header))))
		}
		for _, d := range append(f.notes(), found...) {
			if !yield(Answer{}, d) {
				return
			}
		}
	}
}

// isTags reports whether a row holds HXL tags, such as #adm1+name, instead of answers.
func isTags(cells []string) bool {
	some := false
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if len(c) < 2 || c[0] != '#' || (c[1]|0x20 < 'a' || c[1]|0x20 > 'z') {
			return false
		}
		some = true
	}
	return some
}

// note keeps something that is said once a file, at its first place, however often it happens.
func (f *surveyFile) note(d *diag.Diagnostic) {
	f.tally[d.Code]++
	if f.counts[d.Code] == nil {
		f.counts[d.Code] = d
	}
}

// noteOrder is the order in which a file's notes are told.
var noteOrder = []diag.Rule{
	ruleTags, ruleNotApproved, ruleRejected, ruleIncomplete, ruleEncrypted, ruleDoubted, ruleNamed, ruleTimeOrder,
}

// notes gives what is said once a file, with how often it happened.
func (f *surveyFile) notes() []*diag.Diagnostic {
	read := ruleSurveyRead.At(f.cells.header()).About(f.Summary().Format).Saw(strconv.Itoa(f.tally["read"]))
	found := []*diag.Diagnostic{read}
	for _, rule := range noteOrder {
		if d := f.counts[rule.Code]; d != nil {
			if d.Seen == "" {
				d.Saw(strconv.Itoa(f.tally[rule.Code]))
			}
			found = append(found, d)
		}
	}
	return found
}

// Evidence implements File. Of what one respondent showed for one thing in several submissions, the latest counts.
func (f *surveyFile) Evidence() []Evidence {
	var out []Evidence
	for i := range f.proofs {
		if !f.dropped[i] {
			out = append(out, f.proofs[i])
		}
	}
	return out
}

// Summary implements File.
func (f *surveyFile) Summary() Summary {
	s := f.summary
	parts := []string{strings.TrimSpace(f.tool.name + " " + f.t.Format), f.kind}
	if f.tally["tags"] > 0 {
		parts = append(parts, "HXL")
	}
	if f.marked != "" {
		parts = append(parts, f.marked)
	}
	s.Format = strings.Join(parts, ", ")
	return s
}
