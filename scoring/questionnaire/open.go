package questionnaire

import (
	"iter"
	"maps"
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

// The layouts of an answers table.
const (
	layoutLong = "long" // one answer a row
	layoutWide = "wide" // one respondent a row, one column an indicator
)

// File is an open file of filled-in questionnaires, whatever made it.
type File interface {
	// Answers yields every answer, and a diagnostic for each thing that is wrong; an answer that a warning is about
	// follows it unless it was left out. It goes on to the end of the file, and can be ranged over once.
	Answers() iter.Seq2[Answer, *diag.Diagnostic]
	// Evidence gives, after Answers was ranged over to its end, the items of evidence that stood beside the answers.
	Evidence() []Evidence
	// Summary says what was read; it is complete when Answers was ranged over to its end.
	Summary() Summary
	// Close closes the file.
	Close() error
}

// opener opens a file of one kind: mine is false where the file is of another kind, and then nothing is open. A
// diagnostic says why a file of this kind cannot be read at all.
type opener func(src source.Source, r *rubric.Rubric, agencies *agency.List) (f File, mine bool, d *diag.Diagnostic)

// openers are the kinds of file that are recognised by their own marks, the surest first. What none of them knows
// is a table of answers.
var openers = []opener{openMapped, openResponse, openBook, openArchive}

// Open opens a file of answers to the rubric's questions and resolves its columns. With a nil list any agency with a
// valid id may answer, and the rubric's applies_to is not looked at. The diagnostic says why nothing can be read at
// all; smaller faults of the header come first among the Answers.
func Open(src source.Source, r *rubric.Rubric, agencies *agency.List) (File, *diag.Diagnostic) {
	for _, open := range openers {
		if f, mine, d := open(src, r, agencies); mine || d != nil {
			return f, d
		}
	}
	return openTable(src, r, agencies)
}

// tableFile is an open table of answers in long or wide layout.
type tableFile struct {
	name    string
	repairs source.Repairs
	t       *table.Table
	cells   *cells
	layout  string
	marks   *table.Marks
	used    []int  // the columns that are read
	print   string // the rubric's scoring fingerprint
	old     *diag.Diagnostic
	oldRows int // of a form of another version
	header  []*diag.Diagnostic
	wide    []wideColumn
	// meaning puts the program's own words in place of a table's; nil where they are the same.
	meaning func(row table.Row) table.Row
	marked  string // what a mapping adds to the format
	summary Summary
}

// wideColumn is one indicator's column in a wide table.
type wideColumn struct {
	at int
	q  *question
}

// openTable opens a table: the export of a survey tool, or a table of answers.
func openTable(src source.Source, r *rubric.Rubric, agencies *agency.List) (File, *diag.Diagnostic) {
	t, d := table.Open(src)
	if d != nil {
		return nil, d
	}
	if tool := toolOf(t); tool != nil {
		return openSubmissions(src, t, tool, r, agencies)
	}
	c, twice := resolve(t, answerColumns)
	f := &tableFile{name: src.Name, repairs: src.Repairs, t: t, cells: newCells(c, r, agencies), header: twice}
	if d = f.recognise(); d == nil {
		f.marks, d = t.Marks()
	}
	if d != nil {
		t.Close()
		return nil, d
	}
	f.header = append(f.header, mergedBelow(t, f.marks)...)
	f.used = slices.Collect(maps.Values(f.cells.at))
	for _, w := range f.wide {
		f.used = append(f.used, w.at)
	}
	slices.Sort(f.used)
	return f, nil
}

// recognise tells the layout by the header.
func (f *tableFile) recognise() *diag.Diagnostic {
	c := f.cells
	if !c.has("agency") {
		return c.missing("agency", answerColumns)
	}
	if c.has("indicator") {
		f.layout = layoutLong
		if !c.has("value") && !c.has("assessor_value") {
			return c.missing("value", answerColumns)
		}
		f.header = append(f.header, c.unread(answerColumns)...)
		return nil
	}
	if c.has("value") {
		return c.missing("indicator", answerColumns)
	}
	f.layout = layoutWide
	seen := map[*question]bool{}
	var unknown []int
	for _, i := range c.rest {
		n := c.rubric.Node(f.t.Header[i])
		if n == nil {
			unknown = append(unknown, i)
			continue
		}
		q := c.questions[n.ID]
		switch {
		case q == nil:
			f.header = append(f.header, ruleDimension.At(c.header()).Saw(f.t.Header[i]).Allows(indicatorsBelow(n)))
		case seen[q]:
			f.header = append(f.header, ruleColumnTwice.At(c.header()).About(q.node.ID).Saw(f.t.Header[i]))
		default:
			seen[q] = true
			f.wide = append(f.wide, wideColumn{i, q})
		}
	}
	if len(f.wide) == 0 && len(f.header) == 0 {
		return c.missing("indicator", answerColumns)
	}
	candidates := append(c.indicatorNames(), "agency", "respondent", "role", "item", "source", "visibility", "submitted")
	for _, i := range unknown {
		name := f.t.Header[i]
		f.header = append(f.header, ruleColumnUnknown.At(c.header()).Saw(name).Near(nearest.Of(name, candidates)))
	}
	for _, name := range notWide {
		if i, there := c.at[name]; there {
			f.header = append(f.header, ruleColumnUnread.At(c.header()).Saw(f.t.Header[i]))
		}
	}
	return nil
}

// Answers implements File.
func (f *tableFile) Answers() iter.Seq2[Answer, *diag.Diagnostic] {
	return func(yield func(Answer, *diag.Diagnostic) bool) {
		for _, d := range f.header {
			if !yield(Answer{}, d) {
				return
			}
		}
		read := f.long
		if f.layout == layoutWide {
			read = f.row
		}
		rows := 0
		for row, d := range f.t.Rows() {
			rows++
			if d != nil {
				f.summary.LeftOut++
				if !yield(Answer{}, d) {
					return
				}
				continue
			}
			f.outdated(row)
			if !f.trusts(row) {
				f.summary.LeftOut++
				if !f.flush(yield) {
					return
				}
				continue
			}
			if f.meaning != nil {
				row = f.meaning(row)
			}
			if !read(row, yield) {
				return
			}
		}
		found := f.summary.finish(f.t, f.name, f.cells, rows)
		if f.old != nil {
			found = append(found, f.old.Saw(strconv.Itoa(f.oldRows)))
		}
		for _, d := range found {
			if !yield(Answer{}, d) {
				return
			}
		}
	}
}

// outdated counts the rows of a form that was made from another version of the rubric.
func (f *tableFile) outdated(row table.Row) {
	version := f.cells.get(row, form.VersionField)
	if version == "" {
		return
	}
	if f.print == "" {
		f.print = f.cells.rubric.Fingerprints().Scoring
	}
	if old, told := form.Outdated(f.print, version); !told || !old {
		return
	}
	if f.oldRows++; f.old == nil {
		f.old = ruleFormOutdated.At(f.cells.place(row, form.VersionField)).About(version).Allows(form.Version(f.cells.rubric))
	}
}

// trusts reports whether every cell of a row that is read holds what somebody typed, and says where one was calculated.
func (f *tableFile) trusts(row table.Row) bool {
	fine := true
	for _, i := range f.used {
		fine = f.trusted(row, i) && fine
	}
	return fine
}

// trusted reports whether the value of one cell is what somebody typed, and says so where it was calculated: by whoever
// saved the file, so that it may be anything. A repair says what the cell is to be read as, and is trusted.
func (f *tableFile) trusted(row table.Row, column int) bool {
	if !f.marks.Formula(row.Line, column) {
		return true
	}
	at := f.t.Place(row.Line, column)
	if _, mended := f.repairs[at.Spot()]; mended {
		return true
	}
	f.cells.add(ruleFormula.At(at).Saw(strings.TrimSpace(row.Cells[column])))
	return false
}

// chunk is how many answers ReadAll gathers before it starts a new slice.
const chunk = 16 << 10

// ReadAll gathers the answers of a file. It takes half the memory and time of appending them to one growing slice, for an
// answer is large and files may have 400,000 of them.
func ReadAll(f File) ([]Answer, *diag.List) {
	found := &diag.List{}
	var chunks [][]Answer
	var last []Answer
	for a, d := range f.Answers() {
		if d != nil {
			found.Add(d)
			continue
		}
		if len(last) == chunk {
			chunks = append(chunks, last)
			last = make([]Answer, 0, chunk)
		}
		last = append(last, a)
	}
	if len(chunks) == 0 {
		return last, found
	}
	return slices.Concat(append(chunks, last)...), found
}

// Evidence implements File: a table of answers holds none.
func (f *tableFile) Evidence() []Evidence { return nil }

// Summary implements File.
func (f *tableFile) Summary() Summary {
	s := f.summary
	s.Format = f.t.Format + ", " + f.layout
	if f.marked != "" {
		s.Format += ", " + f.marked
	}
	return s
}

// Close implements File.
func (f *tableFile) Close() error { return f.t.Close() }
