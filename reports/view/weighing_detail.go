package view

import (
	"siap/internal/l10n"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
)

// details are the tables of how the weights of single nodes come about.
func (b *weighingSpeaker) details() []Table {
	var out []Table
	for i := range b.r.Nodes {
		n := &b.r.Nodes[i]
		switch {
		case n.Factors != nil:
			out = append(out, b.eigenvalues(n), b.factors(n))
		case n.Correlated != nil:
			out = append(out, b.correlated(n))
		case n.Critic != nil:
			out = append(out, b.critic(n))
		case n.Budget != nil:
			out = append(out, b.people(n, "weights.table.points", n.Budget.Experts, n.Budget.Shares))
		case n.Judged != nil:
			var judges []string
			var shares [][]float64
			for _, j := range n.Judged.Judges {
				judges, shares = append(judges, j.Judge), append(shares, j.Shares)
			}
			out = append(out, b.people(n, "weights.table.judges", judges, shares))
		}
	}
	return out
}

func (b *weighingSpeaker) eigenvalues(n *weighing.Node) Table {
	t := Table{Title: b.p.Text("weights.table.eigenvalues", "node", b.nodeName(n.Node))}
	t.Columns = []TableColumn{{Title: b.p.Text("weights.column.component")}}
	for _, key := range []string{"eigenvalue", "explained", "cumulative"} {
		t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("weights.column." + key), Right: true})
	}
	t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("weights.column.note")})
	sum := 0.0
	for i, e := range n.Factors.Eigenvalues {
		sum += n.Factors.Explained[i]
		kept := ""
		if i < n.Factors.Kept {
			kept = b.p.Text("weights.note.kept")
		}
		t.Rows = append(t.Rows, TableRow{Cells: []string{
			b.p.Integer(i + 1), b.p.Number(e, 3), b.p.Percent(n.Factors.Explained[i], 1), b.p.Percent(min(sum, 1), 1), kept,
		}})
	}
	return t
}

// factors has the rotated loadings, and in brackets their squares as shares of their factor.
func (b *weighingSpeaker) factors(n *weighing.Node) Table {
	f := n.Factors
	t := Table{Title: b.p.Text("weights.table.factors", "node", b.nodeName(n.Node)), Columns: b.weightColumns()}
	for k := range f.Kept {
		t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("weights.column.factor", "n", k+1), Right: true})
	}
	t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("weights.column.belongs"), Right: true})
	for i, id := range f.Members {
		row := []string{b.nodeName(id)}
		for k := range f.Kept {
			row = append(row, b.p.Number(f.Rotated[i][k], 2)+" ("+b.p.Number(f.Squared[i][k], 2)+")")
		}
		t.Rows = append(t.Rows, TableRow{Cells: append(row, b.p.Integer(f.Of[i]+1))})
	}
	row := []string{b.p.Text("weights.row.variance")}
	for k := range f.Kept {
		row = append(row, b.p.Percent(f.Variance[k], 1))
	}
	t.Rows = append(t.Rows, TableRow{Head: true, Cells: append(row, "")})
	t.Notes = []string{b.p.Text("weights.note.factors")}
	return t
}

func (b *weighingSpeaker) correlated(n *weighing.Node) Table {
	c := n.Correlated
	t := Table{
		Title:   b.p.Text("weights.table.correlated", "node", b.nodeName(n.Node)),
		Columns: b.weightColumns("r_stated", "r_equal", "r_found", "target", "reached"),
		Notes:   []string{b.p.Text("weights.note.correlated")},
	}
	for i, id := range c.Members {
		t.Rows = append(t.Rows, TableRow{Cells: []string{
			b.nodeName(id), b.decimal(c.Stated[i], 2), b.decimal(c.Equal[i], 2), b.p.Number(c.Reached[i], 2), b.exact(c.Targets[i]), b.exact(c.Shares[i]),
		}})
	}
	return t
}

func (b *weighingSpeaker) critic(n *weighing.Node) Table {
	t := Table{
		Title:   b.p.Text("weights.table.critic", "node", b.nodeName(n.Node)),
		Columns: b.weightColumns("contrast", "conflict", "information"), Notes: []string{b.p.Text("weights.note.critic")},
	}
	for i, id := range n.Critic.Members {
		t.Rows = append(t.Rows, TableRow{Cells: []string{
			b.nodeName(id), b.p.Number(n.Critic.Contrast[i], 3), b.p.Number(n.Critic.Conflict[i], 3), b.p.Number(n.Critic.Information[i], 3),
		}})
	}
	return t
}

// people has what each expert or judge would make of the members.
func (b *weighingSpeaker) people(n *weighing.Node, key string, people []string, shares [][]float64) Table {
	t := Table{Title: b.p.Text(key, "node", b.nodeName(n.Node)), Columns: b.weightColumns()}
	for _, who := range people {
		t.Columns = append(t.Columns, TableColumn{Title: clean(who, shortLimit), Right: true, Optional: true})
	}
	for i, m := range n.Members {
		row := []string{b.nodeName(m.Node)}
		for e := range people {
			row = append(row, b.exact(shares[e][i]))
		}
		t.Rows = append(t.Rows, TableRow{Cells: row})
	}
	return t
}

// WeighingsOf sets the weights that several methods find beside the rubric's, in one table. All reports are of the same
// assessment.
func WeighingsOf(a *result.Assessment, reports []*weighing.Report, lang string) *Weighing {
	b := &weighingSpeaker{newFitnessSpeaker(a, lang), reports[0]}
	w := &Weighing{Lang: b.p.Lang(), Marks: weighingMarks(a, lang)}
	w.Sentences = append(w.Sentences, b.p.Text("weights.side_by_side"))
	t := Table{Title: b.p.Text("weights.table.all"), Columns: b.weightColumns("stated")}
	var rows []TableRow
	for k, r := range reports {
		b.r = r
		t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("weights.short." + r.Method), Right: true, Optional: true})
		at := 0
		for i := range r.Nodes {
			n := &r.Nodes[i]
			if k == 0 {
				rows = append(rows, TableRow{Head: true, Cells: []string{b.nodeName(n.Node), ""}})
			}
			rows[at].Cells = append(rows[at].Cells, "")
			at++
			for _, m := range n.Members {
				if k == 0 {
					rows = append(rows, TableRow{Cells: []string{"· " + b.nodeName(m.Node), b.exact(m.Stated)}})
				}
				cell := l10n.Unknown
				if n.Reason == "" {
					cell = b.exact(m.Found)
				}
				if m.Kept != "" {
					cell += "*"
				}
				rows[at].Cells = append(rows[at].Cells, cell)
				at++
			}
		}
		if k > 0 { // what was compared is said once
			continue
		}
		for _, each := range reports {
			if each.Method != "equal" {
				b.r = each
				w.Sentences = append(w.Sentences, b.given()...)
				break
			}
		}
	}
	t.Rows, t.Notes = rows, []string{b.p.Text("weights.note.all")}
	w.Tables, w.Closing = []Table{t}, []string{b.p.Text("weights.closing.all")}
	if moves := b.moves(reports); len(moves.Rows) > 0 {
		w.Tables = append(w.Tables, moves)
	}
	return w
}

// moves says what places would do under each method.
func (b *weighingSpeaker) moves(reports []*weighing.Report) Table {
	t := Table{Title: b.p.Text("weights.table.moves"), Columns: []TableColumn{
		{Title: b.p.Text("weights.column.method")},
		{Title: b.p.Text("weights.column.moved"), Right: true},
		{Title: b.p.Text("weights.column.shift"), Right: true},
		{Title: b.p.Text("weights.column.places")},
		{Title: b.p.Text("weights.column.farthest")},
	}}
	for _, r := range reports {
		m := r.Movement
		if m == nil {
			continue
		}
		places, farthest := "", ""
		if m.Farthest != "" {
			places, farthest = b.p.Integer(m.From)+" → "+b.p.Integer(m.To), b.agencyName(m.Farthest)
		}
		t.Rows = append(t.Rows, TableRow{Cells: []string{
			b.p.Text("weights.method." + r.Method), b.p.Text("weights.of", "n", b.p.Integer(m.Moved), "ranked", b.p.Integer(m.Ranked)),
			b.p.Number(m.Shift, 1), places, farthest,
		}})
	}
	return t
}

// WeighingRecords gives reports on weights for programs: a header and records, the same in every language but for titles.
// Numbers are unrounded, with a decimal point; what has no value is empty; the index is called "index"; the last column
// has the marks of invented data and simulations.
func WeighingRecords(a *result.Assessment, reports []*weighing.Report, lang string) (header []string, records [][]string) {
	b := newFitnessSpeaker(a, lang)
	mark := ""
	for i, m := range weighingMarks(a, lang) {
		if i > 0 {
			mark += " · "
		}
		mark += m
	}
	if len(reports) == 1 && reports[0].Benefit != nil {
		of := reports[0].Benefit
		header = []string{"agency", "name", "rank", "value", "score", "node", "weight", "mark"}
		for _, d := range of.Agencies {
			for i, id := range of.Members {
				weight, rank := "", ""
				if d.Weights != nil {
					weight = plainNumber(d.Weights[i])
				}
				if d.Rank > 0 {
					rank = plainNumber(float64(d.Rank))
				}
				records = append(records, []string{d.Agency, b.agencyName(d.Agency), rank, plain(d.Value), plain(d.Score), id, weight, mark})
			}
		}
		return header, records
	}
	header = []string{"method", "parent", "node", "title", "stated", "found", "stated_index", "found_index", "weight", "known", "kept", "reason", "mark"}
	for _, r := range reports {
		for i := range r.Nodes {
			n := &r.Nodes[i]
			for _, m := range n.Members {
				known := ""
				if m.Known != nil {
					known = plainNumber(float64(*m.Known))
				}
				records = append(records, []string{
					r.Method, plainNode(n.Node), m.Node, b.nodeTitle(m.Node), plainNumber(m.Stated), plainNumber(m.Found),
					plainNumber(m.StatedIndex), plainNumber(m.FoundIndex), plainNumber(m.Weight), known, m.Kept, n.Reason, mark,
				})
			}
		}
	}
	return header, records
}
