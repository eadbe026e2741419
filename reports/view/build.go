package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/edition"
	"siap/scoring/result"
)

// New makes the report of an assessment in a language ("id" or "en"). The assessment is only read; its rubric tree
// must be linked (result.Decode and rubric.Load do that).
func New(a *result.Assessment, lang string) *Report {
	b := newBuilder(a, lang)
	r := &Report{
		Lang:    b.p.Lang(),
		Title:   clean(a.Title, nameLimit),
		Basis:   b.basisWords(a.Options.Basis),
		Window:  b.windowWords(a.Window.From, a.Window.To),
		Created: a.Created,
		Rubric:  b.rubricInfo(),
		Scale:   b.scaleOf(nil),
		printer: b.p, builder: b,
	}
	r.Publication = b.publication()
	if r.Title == "" && r.Publication.Edition == edition.Anonymous {
		r.Title = b.p.Text("view.edition.untitled", "rubric", r.Rubric.Title)
	}
	if a.Year != 0 {
		r.Year = strconv.Itoa(a.Year)
	}
	b.banners(r)
	r.ClaimTitle = b.p.Text("view.claim." + basisKey(a.Options.Basis))
	r.Groups = b.groupColumns()
	r.Contradictions = b.contradictions()
	r.Contradicted = b.contradicted(r.Contradictions)
	r.Measured = len(r.Contradictions) > 0 || slices.ContainsFunc(b.leaves, func(n *rubric.Node) bool { return n.Measure != nil })
	r.Actionable = slices.ContainsFunc(b.leaves, func(n *rubric.Node) bool { return len(n.Actions) > 0 })
	own := map[string][]Contradiction{}
	for _, c := range r.Contradictions {
		own[c.Agency] = append(own[c.Agency], c)
	}
	for _, e := range b.entries {
		r.Ranking = append(r.Ranking, e.row)
		r.HeatMap = append(r.HeatMap, b.heatRow(e))
	}
	r.Agencies = b.profiles(own)
	r.Optimism = b.optimism(r.Agencies)
	r.Bands = b.bandsWithCounts()
	r.Dimensions = b.dimensionsOverAll()
	r.OwnScales = slices.ContainsFunc(r.Dimensions, func(d Dimension) bool { return d.OwnScale != "" })
	r.OwnBands = slices.ContainsFunc(b.dimensions, func(d *rubric.Node) bool { return len(d.Bands) > 0 })
	r.Views = b.views()
	r.Actions = b.commonActions(r.Agencies)
	r.Quality = b.quality(r.Dimensions)
	r.Headlines, r.Summary = b.summary(r)
	r.Finding = b.finding(r)
	r.Robust = b.robust()
	r.Map = b.tiles()
	r.Nation = b.nation()
	r.Method = b.method()
	r.Provenance = b.provenance(r)
	return r
}

// banners says what makes the numbers other than an ordinary result: invented data, a simulation, answers brought over.
func (b *builder) banners(r *Report) {
	if b.a.Invented != nil {
		r.Invented = clean(b.a.Invented.In(b.p.Lang()), textLimit)
		if r.Invented == "" {
			r.Invented = b.p.Text("view.invented")
		}
	}
	if b.a.Options.Simulation {
		r.Simulation = b.p.Text("view.simulation")
		if r.Changes = b.changes(); len(r.Changes) > 0 && len(r.Changes) <= changesInBanner {
			r.Simulation += " " + b.p.Text("view.changes", "changes", strings.Join(r.Changes, "; "))
		} else if len(r.Changes) > 0 {
			r.Simulation += " " + b.p.Text("view.changes.many", "n", len(r.Changes),
				"changes", strings.Join(r.Changes[:changesInBanner], "; "))
		}
	}
	if from := b.a.DerivedFrom; from != nil {
		r.Derived = true
		r.Simulation = strings.TrimSpace(r.Simulation + " " + b.p.Text("view.derived", "rubric", clean(from.Rubric, nameLimit),
			"version", clean(from.Version, shortLimit), "crosswalk", b.crosswalk()))
	}
}

// changesInBanner is how many changes of a simulation its banner names.
const changesInBanner = 4

// crosswalk names the crosswalk of a derived assessment.
func (b *builder) crosswalk() string {
	if c := b.a.Options.Crosswalk; c != nil {
		return clean(c.ID+" "+c.Version, nameLimit)
	}
	return l10n.Unknown
}

// builder holds what the parts of a report share.
type builder struct {
	speaker
	a     *result.Assessment
	basis result.Basis
	// dimensions are the direct children of the index.
	dimensions []*rubric.Node
	// tol is the tolerance of comparisons on the rubric's scale: 1e-9 of its span (DESIGN.md).
	tol float64
	// leaves are the indicators in the rubric's order, path the ids from the dimension down to each node.
	leaves []*rubric.Node
	path   map[string][]string
	// entries are the agencies in the order of the ranking.
	entries []*entry
	byID    map[string]*entry
	// groups has the values of every node within each group, see reference.go.
	groups map[string]*group
}

// entry is one agency on the headline basis.
type entry struct {
	a      *result.Agency
	scores *result.Scores
	row    RankRow
}

// node gives a node of the agency; one without a value where there is none.
func (e *entry) node(id string) *result.Node {
	if n := e.scores.Nodes[id]; n != nil {
		return n
	}
	return &result.Node{Reason: result.ReasonUnknown}
}

func newBuilder(a *result.Assessment, lang string) *builder {
	b := &builder{
		speaker: speaker{p: l10n.For(lang), tree: a.Rubric.Tree, reached: map[*rubric.Level]string{}}, a: a, basis: a.Options.Basis,
		path: map[string][]string{}, byID: map[string]*entry{},
	}
	if b.tree == nil {
		b.tree = &rubric.Rubric{}
	}
	b.tol = tolerance * b.tree.Scale.Span()
	b.dimensions = present(b.tree.Children)
	b.leaves = b.tree.Indicators()
	b.fillPaths(b.dimensions, nil)
	for _, agency := range a.Agencies {
		if agency == nil {
			continue
		}
		e := &entry{a: agency, scores: agency.Results[b.basis]}
		if e.scores == nil {
			e.scores = &result.Scores{Index: result.Node{Reason: result.ReasonUnknown}}
		}
		b.entries = append(b.entries, e)
		b.byID[agency.ID] = e
	}
	slices.SortStableFunc(b.entries, func(x, y *entry) int {
		return cmp.Or(
			-cmp.Compare(count(x.a.Governs), count(y.a.Governs)),
			cmp.Compare(lastIfZero(x.scores.Rank.Overall), lastIfZero(y.scores.Rank.Overall)),
			cmp.Compare(strings.ToLower(x.a.Name), strings.ToLower(y.a.Name)),
			cmp.Compare(x.a.ID, y.a.ID),
		)
	})
	b.fillGroups()
	b.fillRows()
	return b
}

// tolerance is the share of a scale within which two scores are the same.
const tolerance = 1e-9

// present gives the nodes that are there: a file can hold null among them.
func present(nodes []*rubric.Node) []*rubric.Node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n *rubric.Node) bool { return n == nil })
}

// count is 1 for true.
func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func lastIfZero(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

func (b *builder) fillPaths(nodes []*rubric.Node, above []string) {
	for _, n := range nodes {
		path := append(slices.Clone(above), n.ID)
		b.path[n.ID] = path
		b.fillPaths(present(n.Children), path)
	}
}

// dimensionOf gives the direct child of the index above an indicator.
func (b *builder) dimensionOf(indicator string) *rubric.Node {
	if path := b.path[indicator]; len(path) > 0 {
		return b.tree.Node(path[0])
	}
	return nil
}

// dimensionTitle names the dimension of an indicator; "" where the indicator is a dimension itself.
func (b *builder) dimensionTitle(indicator string) string {
	if d := b.dimensionOf(indicator); d != nil && d.ID != indicator {
		return b.title(d)
	}
	return ""
}

// nodeTitle gives the title of a node by its id, the id where the rubric does not know it.
func (b *speaker) nodeTitle(id string) string {
	if n := b.tree.Node(id); n != nil {
		return b.title(n)
	}
	return clean(id, nameLimit)
}

func (b *speaker) title(n *rubric.Node) string { return b.words(n.Title, n.ID) }

// words gives a text in the report's language, or a stand-in where it has none.
func (b *speaker) words(t rubric.Text, otherwise string) string {
	if s := t.In(b.p.Lang()); s != "" {
		return clean(s, textLimit)
	}
	return clean(otherwise, nameLimit)
}
