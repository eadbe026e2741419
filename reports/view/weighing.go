package view

import (
	"math"
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
)

// Weighing is a report on weights in words.
type Weighing struct {
	Lang string `json:"-"`
	// Marks repeat what makes the numbers other than an ordinary result: invented data, a simulation.
	Marks []string `json:"marks,omitempty"`
	// Sentences say what the method does, what it was given and what it found; Doubts what to be careful about; Closing
	// what to do with the weights.
	Sentences []string `json:"sentences"`
	Doubts    []string `json:"doubts,omitempty"`
	Closing   []string `json:"closing,omitempty"`
	Tables    []Table  `json:"-"`
}

// Bare is an assessment of nobody, for reports on the weights of a rubric alone.
func Bare(r *rubric.Rubric) *result.Assessment {
	a := &result.Assessment{}
	a.Rubric.ID, a.Rubric.Version, a.Rubric.Tree = r.ID, r.Version, r
	return a
}

// weighingSpeaker puts one report on weights into words.
type weighingSpeaker struct {
	*fitnessSpeaker
	r *weighing.Report
}

// WeighingOf puts a report on weights into words. detail adds the tables of how the weights come about.
func WeighingOf(a *result.Assessment, r *weighing.Report, lang string, detail bool) *Weighing {
	b := &weighingSpeaker{newFitnessSpeaker(a, lang), r}
	w := &Weighing{Lang: b.p.Lang(), Marks: weighingMarks(a, lang)}
	w.Sentences = append(w.Sentences, b.p.Text("weights.method."+r.Method)+": "+b.p.Text("weights.what."+r.Method))
	if told := b.settings(); told != "" {
		w.Sentences = append(w.Sentences, told)
	}
	w.Sentences = append(w.Sentences, b.given()...)
	w.Doubts = b.doubts()
	if r.Benefit != nil {
		w.Tables = b.benefitTables()
		w.Closing = []string{b.p.Text("weights.closing.benefit")}
		return w
	}
	w.Sentences = append(w.Sentences, b.movement()...)
	w.Tables = []Table{b.weights()}
	w.Tables = append(w.Tables, b.consistencies()...)
	w.Tables = append(w.Tables, b.spreads()...)
	if detail {
		w.Tables = append(w.Tables, b.details()...)
	}
	key := "weights.closing.data"
	if !b.fromScores() {
		key = "weights.closing.people"
	}
	w.Closing = []string{b.p.Text(key)}
	return w
}

// fromScores reports whether the method looks at the scores of agencies.
func (b *weighingSpeaker) fromScores() bool {
	return !slices.Contains([]string{"equal", weighing.MethodBudget, weighing.MethodAHP, weighing.MethodGiven}, b.r.Method)
}

func weighingMarks(a *result.Assessment, lang string) []string {
	if len(a.Agencies) == 0 {
		return nil
	}
	return marks(a, lang)
}

// settings says what was chosen for the method.
func (b *weighingSpeaker) settings() string {
	s := &b.r.Settings
	switch b.r.Method {
	case "factor":
		switch {
		case s.Factors > 0:
			return b.p.Text("weights.settings.factors", "n", s.Factors)
		case s.Explained > 0:
			return b.p.Text("weights.settings.explained", "share", b.p.Percent(s.Explained, 0))
		}
		return b.p.Text("weights.settings.eigenvalue")
	case "correlated":
		return b.p.Text("weights.settings.targets."+s.Targets, "least", b.p.Percent(s.Least, 1))
	case weighing.MethodBudget:
		if s.Budget > 0 {
			return b.p.Text("weights.settings.budget", "points", b.plainText(s.Budget))
		}
	case weighing.MethodAHP:
		return b.p.Text("weights.settings.ahp", "priorities", b.p.Text("weights.priorities."+s.Priorities),
			"index", b.p.Text("weights.random."+s.RandomIndex), "judges", b.p.Text("weights.judges."+s.Judges))
	case weighing.MethodBenefit:
		return b.p.Text("weights.settings.benefit", "least", b.p.Percent(s.Least, 1), "most", b.p.Percent(s.Most, 1))
	}
	return ""
}

func (b *weighingSpeaker) plainText(x float64) string { return b.plain(x, 6) }

// given says what the method was given: scores of agencies, or a file of people's.
func (b *weighingSpeaker) given() []string {
	var out []string
	r := b.r
	if r.File != nil && len(r.People) > 0 {
		out = append(out, b.p.Text("weights.people."+r.Method, "n", len(r.People), "file", clean(r.File.Name, nameLimit), "records", r.File.Records))
	}
	if b.fromScores() {
		out = append(out, b.p.Text("weights.data", "n", len(r.Agencies), "basis", lowerFirst(b.basisWords(result.Basis(r.Basis))),
			"unknown", b.p.Integer(r.Unknown), "all", b.p.Integer(r.Known+r.Unknown)))
		if r.NotCompared > 0 {
			out = append(out, b.p.Text("doctor.not_compared", "n", r.NotCompared))
		}
	}
	return out
}

// doubts are what to be careful about.
func (b *weighingSpeaker) doubts() []string {
	var out, idle, sparse, unreached []string
	residual := 0.0
	reasons, order := map[string][]string{}, []string{}
	for i := range b.r.Nodes {
		n := &b.r.Nodes[i]
		name := b.nodeName(n.Node)
		if n.Reason != "" {
			if n.Reason == weighing.ReasonAside {
				continue
			}
			if reasons[n.Reason] == nil {
				order = append(order, n.Reason)
			}
			reasons[n.Reason] = append(reasons[n.Reason], name)
			continue
		}
		if n.Idle {
			idle = append(idle, name)
		}
		if n.Sparse {
			sparse = append(sparse, name)
		}
		var zero []string
		for _, m := range n.Members {
			if m.Found == 0 {
				zero = append(zero, b.nodeName(m.Node))
			}
		}
		if len(zero) > 0 {
			out = append(out, b.p.Text("weights.zero", "nodes", b.some(zero)))
		}
		out = append(out, b.contradictions(n)...)
		if c := n.Correlated; c != nil && c.Residual > 1e-6 {
			unreached, residual = append(unreached, name), max(residual, c.Residual)
		}
	}
	for _, reason := range order {
		out = append(out, b.p.Text("weights.keeps", "nodes", b.some(reasons[reason]), "reason", b.p.Text("weights.reason."+reason)))
	}
	if len(unreached) > 0 {
		out = append(out, b.p.Text("weights.unreached", "nodes", b.some(unreached), "residual", b.exact(residual)))
	}
	if len(sparse) > 0 {
		out = append(out, b.p.Text("weights.sparse", "nodes", b.some(sparse), "n", weighing.PerMember))
	}
	if len(idle) > 0 {
		out = append(out, b.p.Text("weights.idle", "nodes", b.some(idle)))
	}
	return out
}

// contradictions tells of judges who contradict themselves too much.
func (b *weighingSpeaker) contradictions(n *weighing.Node) []string {
	if n.Judged == nil {
		return nil
	}
	var out []string
	tell := func(who string, c *weighing.Consistency) {
		switch {
		case c.Acceptable:
		case c.Ratio == nil:
			out = append(out, b.p.Text("weights.no_ratio", "node", b.nodeName(n.Node), "who", who))
		default:
			text := b.p.Text("weights.inconsistent", "node", b.nodeName(n.Node), "who", who, "ratio", b.p.Number(*c.Ratio, 2))
			if w := c.Worst; w != nil {
				text += " " + b.p.Text("weights.worst", "a", b.nodeName(w.A), "b", b.nodeName(w.B), "judged", b.times(w.Judged), "weighted", b.times(w.Weighted))
			}
			out = append(out, text)
		}
	}
	for i := range n.Judged.Judges {
		j := &n.Judged.Judges[i]
		tell(b.p.Text("weights.judge", "code", clean(j.Judge, shortLimit)), &j.Consistency)
	}
	if t := n.Judged.Together; t != nil {
		tell(b.p.Text("weights.together"), t)
	}
	return out
}

// times writes how many times as important something is: 3, or 1/3.
func (b *weighingSpeaker) times(x float64) string {
	if x > 0 && x < 0.95 {
		return "1/" + b.plain(1/x, 1)
	}
	return b.plain(x, 1)
}

// movement says what places would do.
func (b *weighingSpeaker) movement() []string {
	m := b.r.Movement
	switch {
	case m == nil:
		return nil
	case m.Moved == 0:
		return []string{b.p.Text("weights.still", "n", m.Ranked)}
	}
	return []string{b.p.Text("weights.moved", "n", m.Moved, "ranked", m.Ranked, "shift", b.p.Number(math.Round(m.Shift*10)/10, 1),
		"agency", b.agencyName(m.Farthest), "from", m.From, "to", m.To)}
}

// weightColumns is a table that begins with a member and goes on with numbers.
func (b *weighingSpeaker) weightColumns(keys ...string) []TableColumn {
	out := []TableColumn{{Title: b.p.Text("weights.column.member")}}
	for _, key := range keys {
		out = append(out, TableColumn{Title: b.p.Text("weights.column." + key), Right: true})
	}
	return out
}

// weights sets the found shares beside the rubric's.
func (b *weighingSpeaker) weights() Table {
	t := Table{
		Title:   b.p.Text("weights.table", "method", b.p.Text("weights.method."+b.r.Method)),
		Columns: b.weightColumns("stated", "found", "difference", "stated_index", "found_index", "note"),
	}
	t.Columns[6].Right = false
	for i := range b.r.Nodes {
		n := &b.r.Nodes[i]
		if n.Reason == weighing.ReasonAside {
			continue
		}
		head := []string{b.nodeName(n.Node), "", "", "", "", "", ""}
		if n.Reason != "" {
			head[6] = b.p.Text("weights.note.stays")
		}
		t.Rows = append(t.Rows, TableRow{Head: true, Cells: head})
		if n.Reason == weighing.ReasonNobody { // all as it was: only its share in the index moves with the nodes above
			continue
		}
		for _, m := range n.Members {
			row := []string{
				"· " + b.nodeName(m.Node), b.exact(m.Stated), b.exact(m.Found), b.points(m.Found - m.Stated),
				b.exact(m.StatedIndex), b.exact(m.FoundIndex), "",
			}
			if m.Kept != "" {
				row[6] = b.p.Text("weights.kept." + m.Kept)
			}
			t.Rows = append(t.Rows, TableRow{Cells: row})
		}
	}
	return t
}

// exact writes a share with one decimal of a per cent, and never a part as nothing.
func (b *weighingSpeaker) exact(x float64) string {
	if x > 0 && x < 0.0005 {
		return "< " + b.p.Percent(0.001, 1)
	}
	return b.p.Percent(x, 1)
}

// points writes a difference of shares in percentage points, with its sign.
func (b *weighingSpeaker) points(x float64) string {
	rounded := math.Round(x * 1000)
	switch {
	case rounded == 0:
		return "="
	case rounded > 0:
		return "+" + b.p.Number(rounded/10, 1)
	}
	return "−" + b.p.Number(-rounded/10, 1)
}

// consistencies has the consistency of all judges.
func (b *weighingSpeaker) consistencies() []Table {
	if b.r.Method != weighing.MethodAHP {
		return nil
	}
	t := Table{
		Title:   b.p.Text("weights.table.consistency", "index", b.p.Text("weights.random."+b.r.Settings.RandomIndex)),
		Columns: b.weightColumns("judge", "lambda", "ci", "ri", "cr", "verdict"),
		Notes:   []string{b.p.Text("weights.note.consistency", "limit", b.p.Number(0.1, 1), "index", b.p.Text("weights.random."+b.r.Settings.RandomIndex))},
	}
	t.Columns[1].Right, t.Columns[6].Right = false, false
	for i := range b.r.Nodes {
		n := &b.r.Nodes[i]
		if n.Judged == nil {
			continue
		}
		add := func(who string, c *weighing.Consistency) {
			verdict := b.p.Text("weights.verdict.no")
			if c.Acceptable {
				verdict = b.p.Text("weights.verdict.yes")
			}
			if len(n.Members) < 3 {
				verdict = b.p.Text("weights.verdict.cannot")
			}
			t.Rows = append(t.Rows, TableRow{Cells: []string{
				b.nodeName(n.Node), who, b.p.Number(c.LambdaMax, 4), b.p.Number(c.Index, 4), b.decimal(c.RandomIndex, 4), b.decimal(c.Ratio, 4), verdict,
			}})
		}
		for k := range n.Judged.Judges {
			j := &n.Judged.Judges[k]
			add(clean(j.Judge, shortLimit), &j.Consistency)
		}
		if n.Judged.Together != nil {
			add(b.p.Text("weights.together"), n.Judged.Together)
		}
	}
	return []Table{t}
}

// spreads says how far experts are apart.
func (b *weighingSpeaker) spreads() []Table {
	if b.r.Method != weighing.MethodBudget {
		return nil
	}
	t := Table{Title: b.p.Text("weights.table.experts"), Columns: b.weightColumns("mean", "low", "high", "sd")}
	for i := range b.r.Nodes {
		n := &b.r.Nodes[i]
		if n.Budget == nil {
			continue
		}
		t.Rows = append(t.Rows, TableRow{Head: true, Cells: []string{
			b.p.Text("weights.experts_of", "node", b.nodeName(n.Node), "n", len(n.Budget.Experts)), "", "", "", "",
		}})
		for k, m := range n.Members {
			sd := l10n.Unknown
			if x := n.Budget.SD[k]; x != nil {
				sd = b.exact(*x)
			}
			t.Rows = append(t.Rows, TableRow{Cells: []string{
				"· " + b.nodeName(m.Node), b.exact(m.Found), b.exact(n.Budget.Low[k]), b.exact(n.Budget.High[k]), sd,
			}})
		}
	}
	return []Table{t}
}

// benefitTables has the agencies with their own weights, the best first.
func (b *weighingSpeaker) benefitTables() []Table {
	of := b.r.Benefit
	var nodes []*rubric.Node
	for _, id := range of.Members {
		nodes = append(nodes, b.tree.Node(id))
	}
	marks, names := b.marks(nodes)
	t := Table{Title: b.p.Text("weights.table.benefit", "node", b.nodeName(of.Node))}
	t.Columns = []TableColumn{
		{Title: b.p.Text("weights.column.agency")},
		{Title: b.p.Text("weights.column.rank"), Right: true},
		{Title: b.p.Text("weights.column.value"), Right: true},
		{Title: b.p.Text("weights.column.score"), Right: true},
	}
	for _, mark := range marks {
		t.Columns = append(t.Columns, TableColumn{Title: mark, Right: true, Optional: true})
	}
	t.Columns = append(t.Columns, TableColumn{Title: b.p.Text("weights.column.peers"), Optional: true})
	agencies := slices.Clone(of.Agencies)
	slices.SortStableFunc(agencies, func(x, y weighing.Doubt) int {
		sx, sy := -1.0, -1.0
		if x.Score != nil {
			sx = *x.Score
		}
		if y.Score != nil {
			sy = *y.Score
		}
		switch {
		case sx > sy:
			return -1
		case sx < sy:
			return 1
		}
		return 0
	})
	for _, d := range agencies {
		rank := l10n.Unknown
		if d.Rank > 0 {
			rank = b.p.Integer(d.Rank)
		}
		row := []string{b.agencyName(d.Agency), rank, b.scoreOf(d.Value, "").Text, b.decimal(d.Score, 3)}
		for i := range of.Members {
			cell := l10n.Unknown
			if d.Weights != nil {
				cell = b.p.Percent(d.Weights[i], 0)
			}
			row = append(row, cell)
		}
		var peers []string
		for _, p := range d.Peers {
			peers = append(peers, b.agencyName(p))
		}
		t.Rows = append(t.Rows, TableRow{Cells: append(row, b.some(peers))})
	}
	t.Notes = append(t.Notes, strings.Join(names, "; "), b.p.Text("weights.note.benefit"))
	return []Table{t}
}
