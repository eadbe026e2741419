package view

import (
	"slices"
	"strconv"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// The tables of a report on the data, and the levels of the tree that they can be narrowed to.
const (
	TableCorrelations  = "correlations"
	TableDistributions = "distributions"
	TableAlpha         = "alpha"
	TablePCA           = "pca"
	TableWeights       = "weights"
	TableAgreement     = "agreement"

	// LevelDimension is the index and all nodes with others below them, LevelIndicator the indicators; "" is both.
	LevelDimension = "dimension"
	LevelIndicator = "indicator"
)

// FitnessTables are the names of the tables.
var FitnessTables = []string{
	TableCorrelations, TableDistributions, TableAlpha, TablePCA, TableWeights, TableAgreement,
}

// Table is one table ready to be shown.
type Table struct {
	Title   string
	Columns []TableColumn
	Rows    []TableRow
	// Notes explain the columns.
	Notes []string
}

// TableColumn is a column of a table.
type TableColumn struct {
	Title string
	// Right columns hold numbers; Optional ones may be left out where there is no room, the last first.
	Right, Optional bool
}

// TableRow is a row; a Head is about what stands in the rows below it.
type TableRow struct {
	Cells []string
	Head  bool
}

// FitnessTable gives a table of a report on the data in words: several where it falls into parts, none for a name that
// is not among FitnessTables.
func FitnessTable(a *result.Assessment, r *fitness.Report, name, level, lang string) []Table {
	b := newFitnessSpeaker(a, lang)
	switch name {
	case TableCorrelations:
		return b.correlationTables(r, level)
	case TableDistributions:
		return b.distributionTable(r, level)
	case TableAlpha:
		return b.alphaTable(r, level)
	case TablePCA:
		return b.componentTables(r, level)
	case TableWeights:
		return b.weightTable(r, level)
	case TableAgreement:
		return b.agreementTables(r)
	}
	return nil
}

// head gives the title of a column.
func (b *fitnessSpeaker) head(key string) string { return b.p.Text("doctor.column." + key) }

func (b *fitnessSpeaker) columns(keys ...string) []TableColumn {
	out := make([]TableColumn, len(keys))
	for i, key := range keys {
		out[i] = TableColumn{Title: b.head(key), Right: i > 0}
	}
	return out
}

// children gives the ids below a node, of the index for "".
func (b *fitnessSpeaker) children(id string) []*rubric.Node {
	if id == "" {
		return present(b.tree.Children)
	}
	if n := b.tree.Node(id); n != nil {
		return present(n.Children)
	}
	return nil
}

// onLevel reports whether the members of a node belong to a level: those of the index always to the dimensions.
func (b *fitnessSpeaker) onLevel(id, level string) bool {
	members := b.children(id)
	leaf := func(n *rubric.Node) bool { return n.IsIndicator() }
	switch level {
	case LevelDimension:
		return id == "" || !slices.ContainsFunc(members, leaf)
	case LevelIndicator:
		return slices.ContainsFunc(members, leaf)
	}
	return true
}

// nodeOnLevel reports whether a node itself belongs to a level.
func (b *fitnessSpeaker) nodeOnLevel(id, level string) bool {
	n := b.tree.Node(id)
	inner := id == "" || n == nil || !n.IsIndicator()
	return level == "" || inner == (level == LevelDimension)
}

// correlationTables has a matrix of the members of every node, and their correlation with it and with the index.
func (b *fitnessSpeaker) correlationTables(r *fitness.Report, level string) []Table {
	place := map[string]int{}
	for i, id := range r.Correlations.Nodes {
		place[id] = i
	}
	cell := func(x, y int) string {
		text := b.decimal(r.Correlations.R[x][y], 2)
		if p := r.Correlations.P[x][y]; p != nil && *p < r.Limits.Probability && x != y {
			text += "*"
		}
		return text
	}
	var out []Table
	for _, id := range r.Correlations.Nodes {
		members := b.children(id)
		if len(members) == 0 || !b.onLevel(id, level) {
			continue
		}
		t := Table{Title: b.p.Text("doctor.table.correlations", "node", b.nodeName(id), "method", b.p.Text("doctor.method."+r.Correlations.Method))}
		t.Columns = b.columns("member")
		marks, names := b.marks(members)
		for _, mark := range marks {
			t.Columns = append(t.Columns, TableColumn{Title: mark, Right: true})
		}
		if id != "" {
			t.Columns = append(t.Columns, TableColumn{Title: b.head("parent"), Right: true})
		}
		t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("doctor.column.index"), Right: true}, TableColumn{Title: "n", Right: true})
		for i, m := range members {
			x := place[m.ID]
			row := []string{names[i]}
			for k, other := range members {
				if k > i {
					row = append(row, "")
					continue
				}
				row = append(row, cell(x, place[other.ID]))
			}
			if id != "" {
				row = append(row, cell(x, place[id]))
			}
			t.Rows = append(t.Rows, TableRow{Cells: append(row, cell(x, 0), b.p.Integer(r.Correlations.N[x][x]))})
		}
		out = append(out, t)
	}
	if len(out) > 0 {
		last := &out[len(out)-1]
		last.Notes = append(last.Notes, b.p.Text("doctor.note.correlations", "p", b.p.Number(r.Limits.Probability, 2)))
	}
	return out
}

// markLimit is how long an official number may be as the head of a column.
const markLimit = 6

// marks gives nodes short heads of columns, their official numbers where all have one and it is short, and their names
// with the same mark before them.
func (b *fitnessSpeaker) marks(nodes []*rubric.Node) (marks, names []string) {
	short := func(n *rubric.Node) bool { return n.Code != "" && len(n.Code) <= markLimit }
	numbered := !slices.ContainsFunc(nodes, func(n *rubric.Node) bool { return !short(n) })
	for i, n := range nodes {
		mark, name := clean(n.Code, shortLimit), b.nodeName(n.ID)
		if !numbered {
			mark = strconv.Itoa(i + 1)
			name = mark + ". " + name
		}
		marks, names = append(marks, mark), append(names, name)
	}
	return marks, names
}

func (b *fitnessSpeaker) distributionTable(r *fitness.Report, level string) []Table {
	t := Table{Title: b.p.Text("doctor.table.distributions"), Columns: b.columns(
		"node", "n", "unknown", "min", "q1", "median", "q3", "max", "mean", "sd", "skewness", "kurtosis", "floor", "ceiling", "outliers")}
	for i := range t.Columns {
		t.Columns[i].Optional = i == 2 || i == 4 || i == 6 || i > 11
	}
	digits := b.tree.Rounding.Digits
	for _, d := range r.Distributions {
		if !b.nodeOnLevel(d.Node, level) {
			continue
		}
		row := []string{b.nodeName(d.Node), b.p.Integer(d.Known), b.p.Integer(d.Unknown)}
		for _, x := range []*float64{d.Min, d.Q1, d.Median, d.Q3, d.Max, d.Mean, d.SD} {
			row = append(row, b.decimal(x, digits))
		}
		row = append(row, b.decimal(d.Skewness, 2), b.decimal(d.Kurtosis, 2), b.part(d.Floor), b.part(d.Ceiling), b.p.Integer(len(d.Outliers)))
		t.Rows = append(t.Rows, TableRow{Cells: row})
	}
	t.Notes = []string{b.p.Text("doctor.note.distributions")}
	return []Table{t}
}

func (b *fitnessSpeaker) alphaTable(r *fitness.Report, level string) []Table {
	t := Table{Title: b.p.Text("doctor.table.alpha"), Columns: b.columns("member", "n", "alpha", "alpha_raw", "rest")}
	for _, a := range r.Alphas {
		if !b.onLevel(a.Node, level) {
			continue
		}
		t.Rows = append(t.Rows, TableRow{Head: true, Cells: []string{
			b.nodeName(a.Node), b.p.Integer(a.N), b.decimal(a.Standardised, 2), b.decimal(a.Raw, 2), "",
		}})
		for _, item := range a.Items {
			t.Rows = append(t.Rows, TableRow{Cells: []string{
				"· " + b.p.Text("doctor.without.item", "node", b.nodeName(item.Node)), "", b.decimal(item.WithoutStandardised, 2),
				b.decimal(item.Without, 2), b.decimal(item.RestStandardised, 2),
			}})
		}
		for _, id := range a.Constant {
			t.Rows = append(t.Rows, TableRow{Cells: []string{"· " + b.p.Text("doctor.constant", "node", b.nodeName(id)), "", "", "", ""}})
		}
	}
	t.Notes = []string{b.p.Text("doctor.note.alpha", "limit", b.p.Number(r.Limits.Alpha, 2))}
	return []Table{t}
}

// eigenvaluesShown is how many components a table has room for.
const eigenvaluesShown = 4

func (b *fitnessSpeaker) componentTables(r *fitness.Report, level string) []Table {
	t := Table{Title: b.p.Text("doctor.table.pca"), Columns: b.columns("node", "n", "members", "strong")}
	shown := 0
	for _, c := range r.Components {
		if b.onLevel(c.Node, level) {
			shown = max(shown, min(len(c.Eigenvalues), eigenvaluesShown))
		}
	}
	for i := range shown {
		t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("doctor.column.component", "n", i+1), Right: true})
	}
	all := []Table{}
	for _, c := range r.Components {
		if !b.onLevel(c.Node, level) {
			continue
		}
		row := []string{b.nodeName(c.Node), b.p.Integer(c.N), b.p.Integer(len(c.Members)), b.p.Integer(c.Strong)}
		for i := range shown {
			if i >= len(c.Eigenvalues) {
				row = append(row, "")
				continue
			}
			row = append(row, b.p.Number(c.Eigenvalues[i], 2)+" ("+b.share(c.Share[i])+")")
		}
		t.Rows = append(t.Rows, TableRow{Cells: row})
		if c.Strong > 1 {
			all = append(all, b.loadings(&c))
		}
	}
	t.Notes = []string{b.p.Text("doctor.note.pca", "eigenvalue", b.p.Number(r.Limits.Eigenvalue, 0), "share", b.p.Percent(r.Limits.Variance, 0))}
	return append([]Table{t}, all...)
}

// loadings is what each member has to do with each strong component.
func (b *fitnessSpeaker) loadings(c *fitness.Components) Table {
	t := Table{Title: b.p.Text("doctor.table.loadings", "node", b.nodeName(c.Node)), Columns: b.columns("member")}
	for i := range c.Strong {
		t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("doctor.column.component", "n", i+1), Right: true})
	}
	for i, id := range c.Members {
		row := []string{b.nodeName(id)}
		for k := range c.Strong {
			row = append(row, b.p.Number(c.Loadings[i][k], 2))
		}
		t.Rows = append(t.Rows, TableRow{Cells: row})
	}
	return t
}

func (b *fitnessSpeaker) weightTable(r *fitness.Report, level string) []Table {
	t := Table{Title: b.p.Text("doctor.table.weights"), Columns: b.columns("member", "stated", "effective", "r", "effect", "n")}
	parent := ""
	for i, w := range r.Weights {
		if !b.onLevel(w.Parent, level) {
			continue
		}
		if w.Parent != parent || i == 0 || len(t.Rows) == 0 {
			parent = w.Parent
			t.Rows = append(t.Rows, TableRow{Head: true, Cells: []string{b.nodeName(parent), "", "", "", "", ""}})
		}
		t.Rows = append(t.Rows, TableRow{Cells: []string{
			"· " + b.nodeName(w.Node), b.p.Percent(w.Stated, 1), b.percent(w.Effective, 1), b.decimal(w.R, 2), b.percent(w.Effect, 1),
			b.p.Integer(w.N),
		}})
	}
	t.Notes = []string{b.p.Text("doctor.note.weights")}
	return []Table{t}
}

func (b *fitnessSpeaker) percent(x *float64, digits int) string {
	if x == nil {
		return l10n.Unknown
	}
	return b.p.Percent(*x, digits)
}

func (b *fitnessSpeaker) agreementTables(r *fitness.Report) []Table {
	table := func(key string, all []fitness.Agreed, name func(fitness.Agreed) string) Table {
		t := Table{Title: b.p.Text("doctor.table." + key), Columns: b.columns(key, "rated", "answers", "krippendorff", "difference")}
		for _, one := range all {
			t.Rows = append(t.Rows, TableRow{Cells: []string{
				name(one), b.p.Integer(one.Rated), b.p.Integer(one.Answers), b.decimal(one.Alpha, 2), b.part(one.Difference),
			}})
		}
		return t
	}
	out := []Table{
		table("agencies", r.Agreement.Agencies, func(x fitness.Agreed) string { return b.agencyName(x.Agency) }),
		table("indicators", r.Agreement.Indicators, func(x fitness.Agreed) string { return b.nodeName(x.Indicator) }),
	}
	out[1].Notes = []string{b.p.Text("doctor.note.agreement", "limit", b.p.Number(r.Limits.Agree, 2))}
	w := r.Agreement.Roles
	if w == nil {
		return out
	}
	t := Table{Title: b.p.Text("doctor.table.roles"), Columns: b.columns("role")}
	for i := range w.Roles {
		t.Columns = append(t.Columns, TableColumn{Title: strconv.Itoa(i + 1), Right: true})
	}
	for i, role := range w.Roles {
		row := []string{strconv.Itoa(i+1) + ". " + b.roleName(role)}
		for k := range w.Roles {
			if k > i {
				row = append(row, "")
				continue
			}
			row = append(row, b.decimal(w.Tau[i][k], 2))
		}
		t.Rows = append(t.Rows, TableRow{Cells: row})
	}
	p := l10n.Unknown
	if w.P != nil {
		p = b.chance(*w.P)
	}
	t.Notes = []string{b.p.Text("doctor.note.roles", "w", b.decimal(w.W, 2), "p", p, "n", w.Agencies, "indicators", w.Indicators)}
	return append(out, t)
}
