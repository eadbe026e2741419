package questionnaire

import (
	"iter"
	"math"
	"net/url"
	"regexp"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
)

// MaxLink is the number of bytes a link may have.
const MaxLink = 2000

// EvidenceFile is an open file of evidence items.
type EvidenceFile struct {
	name    string
	t       *table.Table
	cells   *cells
	header  []*diag.Diagnostic
	summary Summary
}

// OpenEvidence opens a file of evidence (data dukung); a nil list allows any agency with a valid id.
func OpenEvidence(src source.Source, r *rubric.Rubric, agencies *agency.List) (*EvidenceFile, *diag.Diagnostic) {
	t, d := table.Open(src)
	if d != nil {
		return nil, d
	}
	c, found := resolve(t, evidenceColumns)
	for _, name := range []string{"agency", "indicator", "title"} {
		if !c.has(name) {
			t.Close()
			return nil, c.missing(name, evidenceColumns)
		}
	}
	found = append(found, c.unread(evidenceColumns)...)
	return &EvidenceFile{name: src.Name, t: t, cells: newCells(c, r, agencies), header: found}, nil
}

// Evidence yields every item, and a diagnostic for each thing that is wrong, to the end of the file. It can be ranged
// over once.
func (f *EvidenceFile) Evidence() iter.Seq2[Evidence, *diag.Diagnostic] {
	return func(yield func(Evidence, *diag.Diagnostic) bool) {
		for _, d := range f.header {
			if !yield(Evidence{}, d) {
				return
			}
		}
		rows := 0
		for row, d := range f.t.Rows() {
			rows++
			var e Evidence
			ok := false
			if d == nil {
				e, ok = f.item(row)
			} else {
				f.cells.add(d)
			}
			for _, d := range f.cells.found {
				if !yield(Evidence{}, d) {
					return
				}
			}
			f.cells.found = f.cells.found[:0]
			if !ok {
				f.summary.LeftOut++
				continue
			}
			f.summary.Records++
			if !yield(e, nil) {
				return
			}
		}
		for _, d := range f.summary.finish(f.t, f.name, f.cells, rows) {
			if !yield(Evidence{}, d) {
				return
			}
		}
	}
}

// Summary says what was read; it is complete when Evidence was ranged over to its end.
func (f *EvidenceFile) Summary() Summary {
	s := f.summary
	s.Format = f.t.Format
	return s
}

// Close closes the file.
func (f *EvidenceFile) Close() error { return f.t.Close() }

// item reads one row; false where anything of it is wrong.
func (f *EvidenceFile) item(row table.Row) (e Evidence, ok bool) {
	c := f.cells
	before := len(c.found)
	e = Evidence{Level: math.NaN(), Place: c.place(row, "title")}
	zone := agency.WIB
	if who := c.agency(row); who != nil {
		e.Agency, zone = who.ID, who.Zone
	}
	e.Item, _ = c.item(row)
	if q := c.question(c.get(row, "indicator"), c.place(row, "indicator")); q != nil {
		e.Indicator = q.node.ID
		f.level(q, row, &e)
		if e.Item != "" && q.node.Repeats == "" {
			c.add(ruleItem.At(c.place(row, "item")).About(e.Indicator).Saw(e.Item))
		}
	}
	if e.Title, _ = c.text(row, "title"); c.get(row, "title") == "" {
		c.add(ruleTitle.At(e.Place))
	}
	e.Link = strings.Clone(c.get(row, "link"))
	if !isLink(e.Link) {
		c.add(ruleLink.At(c.place(row, "link")).Saw(e.Link).Allows("https://…, http://…, bukti/sk.pdf"))
	}
	e.Status = f.status(row)
	e.Note, _ = c.text(row, "note")
	e.Recommendation, _ = c.text(row, "recommendation")
	e.Responsible, _ = c.text(row, "responsible")
	e.Due, _ = c.date(row, "due", zone)
	return e, len(c.found) == before
}

// level reads which level an item is to prove: one of the indicator's own.
func (f *EvidenceFile) level(q *question, row table.Row, e *Evidence) {
	cell := f.cells.get(row, "level")
	if cell == "" {
		return
	}
	if len(q.node.Levels) == 0 {
		f.cells.add(ruleNoLevels.At(f.cells.place(row, "level")).About(q.node.ID).Saw(cell))
		return
	}
	v, rule, ok := f.cells.value(q, cell, true)
	if ok && v.State != Known {
		rule, ok = ruleText, false
	}
	if !ok {
		f.cells.add(rule.At(f.cells.place(row, "level")).About(q.node.ID).Saw(cell).Allows(q.allowed))
		return
	}
	e.Level = v.Number
}

// statuses are the states of an item by every name they may have.
var statuses = map[string]string{
	"": "belum", "belum": "belum", "missing": "belum", "draf": "draf", "draft": "draf", "proses": "proses",
	"in process": "proses", "revisi": "revisi", "revision": "revisi", "diterima": "diterima", "accepted": "diterima",
}

func (f *EvidenceFile) status(row table.Row) string {
	cell := f.cells.get(row, "status")
	status, known := statuses[strings.ToLower(cell)]
	if !known {
		f.cells.add(ruleStatus.At(f.cells.place(row, "status")).Saw(cell).Allows(strings.Join(EvidenceStates, ", ")).
			Near(nearest.Of(cell, EvidenceStates)))
	}
	return status
}

// isLink reports whether a link may be printed in a report: nothing, a web address without a password in it, or a
// path that stays below the assessment. What a browser would take for "..", such as %2e%2e, counts as that.
func isLink(link string) bool {
	if link == "" {
		return true
	}
	if len(link) > MaxLink || strings.ContainsFunc(link, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }) {
		return false
	}
	if u, err := url.Parse(link); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		return u.Hostname() != "" && u.User == nil
	}
	return isLocal(link)
}

// escapedStep is a dot, slash or backslash in the escape that a browser decodes in paths.
var escapedStep = regexp.MustCompile(`(?i)%(2e|2f|5c)`)

// isLocal reports whether a path stays below the folder it starts in, on every system and in a browser.
func isLocal(path string) bool {
	for range 3 { // however often it was escaped
		path = strings.ReplaceAll(path, `\`, "/")
		if strings.HasPrefix(path, "/") || strings.ContainsRune(path, ':') {
			return false
		}
		for part := range strings.SplitSeq(path, "/") {
			if strings.TrimRight(part, " .") == "" && strings.Contains(part, "..") {
				return false
			}
		}
		plain, err := url.PathUnescape(path)
		if err != nil { // a per cent sign in a file's name; what a browser would still decode is looked for
			return !escapedStep.MatchString(path)
		}
		if plain == path {
			return true
		}
		path = plain
	}
	return false
}
