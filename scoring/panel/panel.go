// Package panel reads what experts say about the weights of a rubric: points that each hands out over the children of a
// node (budget allocation), and judgements of two at a time (the analytic hierarchy process). It checks everything in one
// pass, each fault with its place, and computes no weight: that is package reweigh's.
//
// A file is a table, CSV or XLSX. It is long, one point or judgement a row, or wide:
//
//	expert,node,points                expert,data,legal,human
//	judge,node,a,b,judgement          judge,a,data,legal,human        (one row of a matrix; blanks are worked out)
//
// The columns expert, judge and node may be missing: then there is one expert, and the node is the parent of a and b.
// People have codes, never names. A node of which a person says nothing at all is left out for that person; one of which
// they say something must be said wholly.
package panel

import (
	"cmp"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
)

// The limits of a file, so that a hostile one costs bounded time and memory.
const (
	// MaxPeople is how many experts or judges one file may have.
	MaxPeople = 1000
	// MaxCells is how many points or judgements.
	MaxCells = 500_000
	// MaxMembers is how many children of a node can be compared two at a time.
	MaxMembers = 100
)

// Only is what the one expert or judge is called where the file has no column for it.
const Only = "1"

// The rules of experts' files, besides those of any table (TB).
var (
	ruleColumn     = diag.Rule{Code: "WT001", Severity: diag.Error}
	ruleTwice      = diag.Rule{Code: "WT002", Severity: diag.Error}
	ruleNone       = diag.Rule{Code: "WT003", Severity: diag.Error}
	rulePerson     = diag.Rule{Code: "WT004", Severity: diag.Error}
	ruleNode       = diag.Rule{Code: "WT005", Severity: diag.Error}
	rulePoints     = diag.Rule{Code: "WT006", Severity: diag.Error}
	ruleAgain      = diag.Rule{Code: "WT007", Severity: diag.Error}
	ruleMissing    = diag.Rule{Code: "WT008", Severity: diag.Error}
	ruleSum        = diag.Rule{Code: "WT009", Severity: diag.Error}
	ruleJudgement  = diag.Rule{Code: "WT010", Severity: diag.Error}
	ruleDate       = diag.Rule{Code: "WT011", Severity: diag.Error}
	ruleStrangers  = diag.Rule{Code: "WT012", Severity: diag.Error}
	ruleItself     = diag.Rule{Code: "WT013", Severity: diag.Error}
	ruleReciprocal = diag.Rule{Code: "WT014", Severity: diag.Error}
	ruleUnjudged   = diag.Rule{Code: "WT015", Severity: diag.Error}
	ruleTooMany    = diag.Rule{Code: "WT016", Severity: diag.Error}
	ruleFixed      = diag.Rule{Code: "WT017", Severity: diag.Error}
	ruleNoPoints   = diag.Rule{Code: "WT018", Severity: diag.Error}
)

// Summary says what was read.
type Summary struct {
	// Format says what kind of file it was, such as "CSV (;), UTF-8"; SHA256 is its hash, in hex.
	Format, SHA256 string
	// Records is how many points or judgements were read.
	Records int
}

// word is a column by its meaning.
type word string

const (
	person    word = "person"
	node      word = "node"
	points    word = "points"
	first     word = "a"
	second    word = "b"
	judgement word = "judgement"
)

// synonyms are the names of the columns, in both languages.
var synonyms = map[string]word{
	"expert": person, "judge": person, "ahli": person, "pakar": person, "penilai": person, "juri": person,
	"node": node, "simpul": node, "parent": node, "induk": node,
	"points": points, "poin": points,
	"a": first, "item": first, "butir": first, "b": second,
	"judgement": judgement, "judgment": judgement, "pertimbangan": judgement, "perbandingan": judgement,
}

// Index is what the index is called in the column of nodes; empty is it too.
const Index = "index"

// reader reads one file.
type reader struct {
	r      *rubric.Rubric
	t      *table.Table
	found  *diag.List
	column map[word]int
	// members are the columns of nodes in a wide table.
	members map[int]*rubric.Node
	parents map[string]*rubric.Node // nil for what stands below the index
	known   map[string]bool         // nodes, and Index
	people  []string
	cells   int
	full    bool
}

// kind is what a table holds: the column of its values, those a long table needs beside it, and those a wide one needs.
type kind struct {
	value      word
	long, wide []word
	// header is a long table's, for messages.
	header string
}

var (
	budgets    = kind{points, []word{node, points}, nil, "expert,node,points"}
	judgements = kind{judgement, []word{first, second, judgement}, []word{first}, "judge,node,a,b,judgement"}
)

// open opens the table and makes sense of its header; nil where there are faults.
func open(src source.Source, r *rubric.Rubric, k kind) (*reader, *diag.List) {
	rd := &reader{r: r, found: &diag.List{}, column: map[word]int{}, members: map[int]*rubric.Node{}, parents: map[string]*rubric.Node{}}
	for n := range r.All() {
		for _, c := range n.Children {
			rd.parents[c.ID] = n
		}
	}
	t, d := table.Open(src)
	if d != nil {
		rd.found.Add(d)
		return nil, rd.found
	}
	rd.t = t
	rd.header(k)
	if rd.found.HasErrors() {
		t.Close()
		return nil, rd.found
	}
	return rd, rd.found
}

// Judged reports whether a file has judgements of two at a time, by its header, and not points; the list has what is
// wrong with a file that is no table.
func Judged(src source.Source, r *rubric.Rubric) (bool, *diag.List) {
	found := &diag.List{}
	t, d := table.Open(src)
	if d != nil {
		found.Add(d)
		return false, found
	}
	defer t.Close()
	compared := false
	for _, name := range t.Header {
		switch w := synonyms[table.Fold(name)]; {
		case w == points:
			return false, found
		case w == judgement:
			return true, found
		case w == first && r.Node(name) == nil:
			compared = true
		}
	}
	return compared, found
}

// vocabulary are the words of a header. A wide table has no second item, and its first one may be called item where a
// node of the rubric is called a.
func (k kind) vocabulary(header []string) map[string]word {
	out, long, item := map[string]word{}, false, false
	for _, name := range header {
		long = long || synonyms[table.Fold(name)] == k.value
		item = item || (synonyms[table.Fold(name)] == first && table.Fold(name) != "a")
	}
	for name, w := range synonyms {
		switch {
		case w != person && w != node && !slices.Contains(k.long, w):
		case w == second && !long, name == "a" && item && !long:
		default:
			out[name] = w
		}
	}
	return out
}

// header finds out which column is which, and whether the table is long or wide.
func (rd *reader) header(k kind) {
	words := k.vocabulary(rd.t.Header)
	at := func(i int) diag.Place { return rd.t.Place(rd.t.Line, i) }
	var nodes, strangers []int
	for i, name := range rd.t.Header {
		w, known := words[table.Fold(name)]
		before, twice := rd.column[w]
		switch {
		case name == "":
		case known && twice:
			rd.found.Add(ruleTwice.At(at(i)).About(string(w)).Saw(name).See(at(before)))
		case known:
			rd.column[w] = i
		case rd.r.Node(name) != nil:
			nodes = append(nodes, i)
		default:
			strangers = append(strangers, i)
		}
	}
	needed := k.wide
	_, long := rd.column[k.value]
	if long = long || len(nodes) < 2; long {
		needed = k.long
	}
	for _, w := range needed {
		if _, there := rd.column[w]; !there {
			rd.found.Add(ruleColumn.At(at(0)).About(string(w)).Saw(strings.Join(rd.t.Header, ", ")).Allows(k.header).
				Near(nearestHeader(w, rd.t.Header)))
		}
	}
	if long {
		return
	}
	for _, i := range strangers { // a column that is nothing may be a node misspelt
		rd.found.Add(rd.unknown(at(i), rd.t.Header[i]))
	}
	seen := map[*rubric.Node]int{}
	for _, i := range nodes {
		n := rd.r.Node(rd.t.Header[i])
		if before, twice := seen[n]; twice { // by its id and by its official number
			rd.found.Add(ruleTwice.At(at(i)).About(n.ID).Saw(rd.t.Header[i]).See(at(before)))
		}
		seen[n] = i
		rd.members[i] = n
	}
}

// nearestHeader finds the column that was probably meant.
func nearestHeader(w word, header []string) string {
	var names []string
	for name, meaning := range synonyms {
		if meaning == w && len(name) > 1 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if near := nearest.Of(name, header); near != "" {
			return near
		}
	}
	return ""
}

// wide reports whether the table has one column for each node.
func (rd *reader) wide() bool { return len(rd.members) > 0 }

// columns are the columns of nodes in order.
func (rd *reader) columns() []int {
	out := make([]int, 0, len(rd.members))
	for i := range rd.members {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// rows hands on the rows with their person, until there are too many.
func (rd *reader) rows(each func(row table.Row, who string)) {
	rows := 0
	for row, d := range rd.t.Rows() {
		rows++
		if d != nil {
			rd.found.Add(d)
			continue
		}
		if who, ok := rd.person(row); ok && !rd.full {
			each(row, who)
		}
		if rd.full {
			break
		}
	}
	if rows == 0 {
		rd.found.Add(ruleNone.At(rd.t.Place(rd.t.Line, 0)))
	}
}

// count counts a point or judgement, and stops the reading where there are too many.
func (rd *reader) count(line int) {
	if rd.cells++; rd.cells > MaxCells && !rd.full {
		rd.full = true
		rd.found.Add(ruleTooMany.At(rd.t.Place(line, 0)).Saw("> 500000").Allows("≤ 500000"))
	}
}

// person reads whose row it is. A fault does not repeat it, for it may be somebody's name.
func (rd *reader) person(row table.Row) (string, bool) {
	i, there := rd.column[person]
	if !there {
		rd.note(Only)
		return Only, true
	}
	code := strings.TrimSpace(row.Cells[i])
	if !isCode(code) {
		rd.found.Add(rulePerson.At(rd.t.Place(row.Line, i)).Allows("A–Z a–z 0–9 . _ - (1–40)"))
		return "", false
	}
	code = strings.Clone(code)
	rd.note(code)
	if len(rd.people) > MaxPeople {
		rd.full = true
		rd.found.Add(ruleTooMany.At(rd.t.Place(row.Line, i)).Saw("> 1000").Allows("≤ 1000"))
		return "", false
	}
	return code, true
}

func (rd *reader) note(who string) {
	if rd.known == nil {
		rd.known = map[string]bool{}
	}
	if !rd.known[who] {
		rd.known[who] = true
		rd.people = append(rd.people, who)
	}
}

// isCode reports whether a text may stand for a person: as respondents do in answers.
func isCode(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// cell gives the text of a column of a row, "" where there is none, and where it stands.
func (rd *reader) cell(row table.Row, w word) (string, diag.Place) {
	i, there := rd.column[w]
	if !there {
		return "", rd.t.Place(row.Line, 0)
	}
	return strings.TrimSpace(row.Cells[i]), rd.t.Place(row.Line, i)
}

// unknown is a node that the rubric has not.
func (rd *reader) unknown(at diag.Place, seen string) *diag.Diagnostic {
	var ids []string
	for n := range rd.r.All() {
		ids = append(ids, n.ID)
	}
	return ruleNode.At(at).Saw(seen).Near(nearest.Of(seen, ids))
}

// siblings gives the children of the node that a node stands below, and its id, "" for the index.
func (rd *reader) siblings(n *rubric.Node) (parent string, children []*rubric.Node) {
	if p := rd.parents[n.ID]; p != nil {
		return p.ID, p.Children
	}
	return "", rd.r.Children
}

// place of a node among the nodes of the rubric, for the order of groups.
func (rd *reader) order() map[string]int {
	order := map[string]int{"": 0}
	for n := range rd.r.All() {
		order[n.ID] = len(order)
	}
	return order
}

// fixed reports whether the weights of some siblings belong to the scales that they are added up on, and cannot be found
// anew.
func fixed(children []*rubric.Node) bool {
	return slices.ContainsFunc(children, func(n *rubric.Node) bool { return n.Scale != nil })
}

// nodeName is what a group is called in a fault.
func nodeName(id string) string { return cmp.Or(id, Index) }

// end closes the table and sums up.
func (rd *reader) end(src source.Source) Summary {
	defer rd.t.Close()
	sum, err := rd.t.SHA256()
	if err != nil {
		rd.found.Add(table.Fault(src.Name, err))
	}
	return Summary{Format: rd.t.Format, SHA256: sum, Records: rd.cells}
}
