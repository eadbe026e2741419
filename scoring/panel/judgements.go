package panel

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
)

// Judgements are what judges said of two at a time.
type Judgements struct {
	// Judges are all of them, in the order of the file.
	Judges []string
	// Groups are the nodes whose children were compared, in the order of the rubric.
	Groups []Compared
}

// Compared is what judges said of the children of one node.
type Compared struct {
	// Node is the node, "" for the index; Members are its children, in the order of the rubric.
	Node    string
	Members []string
	// Judges are those who compared them, Matrices their judgements: row i and column j say how many times as important
	// member i is as member j. All entries are above 0, and those across are each other's reciprocals.
	Judges   []string
	Matrices [][][]float64
}

// The scale of judgements: 1 to 9 and their reciprocals (Saaty, The Analytic Hierarchy Process, 1980), 1/9 also where it
// is written with two digits.
const (
	mostTimes  = 9.0
	leastTimes = 0.11
	// reciprocity is how far the product of two judgements across may be from 1, as in package ahp.
	reciprocity = 1e-6
)

// allowedTimes says in a fault what a judgement may be.
const allowedTimes = "1–9, 1/2–1/9"

// ReadJudgements reads judgements of two at a time. Where an error is among the faults, there are no Judgements.
func ReadJudgements(src source.Source, r *rubric.Rubric) (*Judgements, Summary, *diag.List) {
	rd, found := open(src, r, judgements)
	if rd == nil {
		return nil, Summary{}, found
	}
	j := &judgementReader{reader: rd, said: map[[2]string]map[[2]string]given{}, spoiled: map[[2]string]bool{}, lines: map[[2]string]int{}}
	rd.rows(j.row)
	out := j.groups()
	sum := rd.end(src)
	if found.HasErrors() {
		return nil, sum, found
	}
	return out, sum, found
}

// judgementReader collects judgements by judge and node.
type judgementReader struct {
	*reader
	// said has the judgements of a judge below a node, by judge and node and then by the two that were compared.
	said map[[2]string]map[[2]string]given
	// spoiled are the judges and nodes with a fault in a judgement, whose other faults may come of it.
	spoiled map[[2]string]bool
	// lines are the rows of a wide table, by judge and the item whose row it is.
	lines map[[2]string]int
}

func (j *judgementReader) row(row table.Row, who string) {
	stated, isStated, ok := j.stated(row)
	if !ok {
		return
	}
	name, at := j.cell(row, first)
	a := j.r.Node(name)
	if a == nil {
		j.found.Add(j.stranger(at, name, stated, isStated))
		return
	}
	if j.wide() {
		j.lines[[2]string{who, a.ID}] = row.Line
		for _, i := range j.columns() {
			if text := strings.TrimSpace(row.Cells[i]); text != "" {
				j.take(who, a, j.members[i], stated, isStated, text, j.t.Place(row.Line, i))
			}
		}
		return
	}
	name, at = j.cell(row, second)
	b := j.r.Node(name)
	if b == nil {
		j.found.Add(j.stranger(at, name, stated, isStated))
		return
	}
	text, at := j.cell(row, judgement)
	j.take(who, a, b, stated, isStated, text, at)
}

// stated gives the node that the row names, whose children are compared.
func (j *judgementReader) stated(row table.Row) (id string, is, ok bool) {
	if _, there := j.column[node]; !there {
		return "", false, true
	}
	name, at := j.cell(row, node)
	if name == "" || strings.EqualFold(name, Index) {
		return "", true, true
	}
	n := j.r.Node(name)
	if n == nil {
		j.found.Add(j.unknown(at, name))
		return "", false, false
	}
	return n.ID, true, true
}

// stranger is an item that the rubric has not, with the nearest of those that could stand there.
func (j *judgementReader) stranger(at diag.Place, seen, parent string, isStated bool) *diag.Diagnostic {
	if isStated {
		children := j.children(parent)
		if near := nearest.Of(seen, children); near != "" {
			return ruleNode.At(at).Saw(seen).Near(near).Allows(some(children))
		}
	}
	return j.unknown(at, seen)
}

// take takes one judgement: a is so many times as important as b.
func (j *judgementReader) take(who string, a, b *rubric.Node, stated string, isStated bool, text string, at diag.Place) {
	j.count(at.Line)
	parent, children := j.siblings(a)
	other, _ := j.siblings(b)
	switch {
	case parent != other:
		j.found.Add(ruleStrangers.At(at).About(a.ID + ", " + b.ID).Saw(nodeName(parent) + ", " + nodeName(other)))
		return
	case isStated && stated != parent:
		j.found.Add(ruleStrangers.At(at).About(a.ID + ", " + b.ID).Saw(nodeName(stated)).Near(nodeName(parent)))
		return
	case fixed(children):
		j.found.Add(ruleFixed.At(at).About(nodeName(parent)).Saw(a.ID))
		return
	case len(children) > MaxMembers:
		j.found.Add(ruleTooMany.At(at).About(nodeName(parent)).Saw(strconv.Itoa(len(children))).Allows("≤ 100"))
		return
	}
	key, pair := [2]string{who, parent}, [2]string{a.ID, b.ID}
	if j.said[key] == nil {
		j.said[key] = map[[2]string]given{}
	}
	x, d := j.times(text, at)
	if d != nil {
		j.found.Add(d.About(a.ID + ", " + b.ID))
		j.spoiled[key] = true
		return
	}
	if a == b {
		if math.Abs(x-1) > reciprocity {
			j.found.Add(ruleItself.At(at).About(a.ID).Saw(text).Allows("1"))
			j.spoiled[key] = true
		}
		return
	}
	if before, again := j.said[key][pair]; again {
		j.found.Add(ruleAgain.At(at).About(a.ID + ", " + b.ID).Saw(text).See(before.at))
		j.spoiled[key] = true
		return
	}
	if across, is := j.said[key][[2]string{b.ID, a.ID}]; is && math.Abs(x*across.x-1) > reciprocity {
		j.found.Add(ruleReciprocal.At(at).About(a.ID + ", " + b.ID).Saw(text).Allows(fraction(1 / across.x)).See(across.at))
		j.spoiled[key] = true
		return
	}
	j.said[key][pair] = given{x, at}
}

// dated is how a spreadsheet writes a fraction that it took for a date: 1-Mar, Mar-01, 01/03/2026, 2026-03-01.
var dated = regexp.MustCompile(`^(\d{1,2}[-/ .]\pL{3,}|\pL{3,}[-/ .]\d{1,4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})([-/ .]\d{2,4})?( 0?0:00(:00)?)?$`)

// times reads a judgement: a number, or a fraction such as 1/3.
func (j *judgementReader) times(text string, at diag.Place) (float64, *diag.Diagnostic) {
	over, under, isFraction := strings.Cut(text, "/")
	x, ok := table.Number(over, j.t.DecimalComma)
	if isFraction {
		var y float64
		if y, _ = table.Number(under, j.t.DecimalComma); !(y > 0) {
			ok = false
		}
		x /= y
	}
	switch {
	case ok && x >= leastTimes-1e-9 && x <= mostTimes+1e-9:
		return x, nil
	case !ok && dated.MatchString(text):
		return 0, ruleDate.At(at).Saw(text).Allows(allowedTimes)
	case ok && !isFraction && x > firstDay:
		if day, is := j.t.Date(text); is { // a workbook has a date as a number of days
			return 0, ruleDate.At(at).Saw(text).Allows(allowedTimes).Near(meant(day))
		}
	}
	return 0, ruleJudgement.At(at).Saw(text).Allows(allowedTimes)
}

// firstDay is 1 January 1990 as a workbook counts days: a larger number was made of a fraction typed this year.
const firstDay = 32874

// meant is the fraction that a spreadsheet made a date of: one of day and month is the 1 above the line.
func meant(day time.Time) string {
	switch d, m := day.Day(), int(day.Month()); {
	case d == 1 && m > 1:
		return "1/" + strconv.Itoa(m)
	case m == 1 && d > 1:
		return "1/" + strconv.Itoa(d)
	}
	return ""
}

// groups puts together what the judges said, and checks that each compared every pair.
func (j *judgementReader) groups() *Judgements {
	out := &Judgements{Judges: j.people}
	order, at := j.order(), map[string]int{}
	for _, who := range j.people {
		for _, parent := range parentsOf(j.reader, j.said, who) {
			matrix, ok := j.matrix(who, parent)
			if !ok {
				continue
			}
			k, known := at[parent]
			if !known {
				k = len(out.Groups)
				at[parent] = k
				out.Groups = append(out.Groups, Compared{Node: parent, Members: j.children(parent)})
			}
			g := &out.Groups[k]
			g.Judges, g.Matrices = append(g.Judges, who), append(g.Matrices, matrix)
		}
	}
	slices.SortFunc(out.Groups, func(x, y Compared) int { return cmp.Compare(order[x.Node], order[y.Node]) })
	return out
}

// matrix gives the judgements of a judge below a node, if none is missing.
func (j *judgementReader) matrix(who, parent string) ([][]float64, bool) {
	key := [2]string{who, parent}
	if j.spoiled[key] {
		return nil, false
	}
	said, members := j.said[key], j.children(parent)
	out := make([][]float64, len(members))
	for i := range out {
		out[i] = make([]float64, len(members))
		out[i][i] = 1
	}
	whole := true
	for i, a := range members {
		for k := i + 1; k < len(members); k++ {
			b := members[k]
			above, isAbove := said[[2]string{a, b}]
			below, isBelow := said[[2]string{b, a}]
			switch {
			case isAbove:
				out[i][k], out[k][i] = above.x, 1/above.x
			case isBelow:
				out[i][k], out[k][i] = 1/below.x, below.x
			default:
				j.found.Add(ruleUnjudged.At(j.gap(who, said, a, b)).About(who + ", " + nodeName(parent)).Saw(a + ", " + b).Allows(allowedTimes))
				whole = false
			}
		}
	}
	return out, whole
}

// gap gives the cell where a judgement is missing or, in a long table, a place near by: the last judgement with one of the
// two, else the last of all.
func (j *judgementReader) gap(who string, said map[[2]string]given, a, b string) diag.Place {
	for _, pair := range [][2]string{{a, b}, {b, a}} {
		for i, n := range j.members {
			if line := j.lines[[2]string{who, pair[0]}]; line > 0 && n.ID == pair[1] {
				return j.t.Place(line, i)
			}
		}
	}
	var near, last diag.Place
	after := func(p, q diag.Place) bool { return p.Line > q.Line || (p.Line == q.Line && p.Column > q.Column) }
	for pair, g := range said {
		if after(g.at, last) {
			last = g.at
		}
		if (pair[0] == a || pair[1] == a || pair[0] == b || pair[1] == b) && after(g.at, near) {
			near = g.at
		}
	}
	if near == (diag.Place{}) {
		return last
	}
	return near
}

// fraction writes a number as a judgement: 3, 1/3, else with a few digits.
func fraction(x float64) string {
	if whole := math.Round(x); whole >= 1 && math.Abs(x-whole) < 1e-9 {
		return short(whole)
	}
	if under := math.Round(1 / x); under >= 1 && math.Abs(1/x-under) < 1e-9 {
		return "1/" + short(under)
	}
	return fmt.Sprintf("%.6g", x)
}

// short writes a number without more digits than it needs, twelve at most.
func short(x float64) string { return strconv.FormatFloat(x, 'g', 12, 64) }

// some lists a few of many words.
func some(words []string) string {
	if len(words) > 12 {
		words = append(slices.Clone(words[:12]), "…")
	}
	return strings.Join(words, ", ")
}
