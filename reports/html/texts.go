package html

import (
	"strconv"
	"strings"

	"siap/internal/geoshape"
	"siap/internal/l10n"
	"siap/reports/view"
)

// sharedStrings are texts that many agencies share, in both languages; numbers in columns are places in it.
type sharedStrings struct {
	id, en []string
	places map[[2]string]int
}

func newStrings() *sharedStrings { return &sharedStrings{places: map[[2]string]int{}} }

// place gives the place of a text, -1 for none.
func (s *sharedStrings) place(id, en string) float64 {
	if id == "" && en == "" {
		return -1
	}
	key := [2]string{id, en}
	at, known := s.places[key]
	if !known {
		at = len(s.id)
		s.places[key] = at
		s.id, s.en = append(s.id, id), append(s.en, en)
	}
	return float64(at)
}

// join makes one shared string of several; the script takes them apart again.
func join(texts []string) string { return strings.Join(texts, "\n") }

// texts are all texts of the report in one language.
type texts struct {
	Title      string `json:"title"`
	Year       string `json:"year,omitempty"`
	Invented   string `json:"invented,omitempty"`
	Simulation string `json:"simulation,omitempty"`
	Basis      string `json:"basis"`
	Window     string `json:"window,omitempty"`
	Claim      string `json:"claim"`
	// Order says what places are decided on, where that is not the index.
	Order  string      `json:"order,omitempty"`
	Rubric rubricTexts `json:"rubric"`

	Finding   string      `json:"finding"`
	Headlines [][3]string `json:"headlines"`
	Summary   []string    `json:"summary"`
	// ToDo are what to do first, and why.
	ToDo [][2]string `json:"todo,omitempty"`
	// Bands are title and limits.
	Bands   [][2]string `json:"bands"`
	Nodes   []nodeTexts `json:"nodes"`
	Groups  []string    `json:"groups,omitempty"`
	Strings []string    `json:"strings"`
	// Peers are what agencies are compared with: name, short name, and "1" for a median, by group.
	Peers [][3]string `json:"peers"`
	Views []viewTexts `json:"views,omitempty"`
	// Contradictions are the measurement and its window, Common the steps.
	Contradictions [][2]string `json:"contradictions,omitempty"`
	Optimism       []string    `json:"optimism,omitempty"`
	Common         []string    `json:"common,omitempty"`

	Robust     *robustTexts    `json:"robust,omitempty"`
	Map        *mapTexts       `json:"map,omitempty"`
	History    *historyTexts   `json:"history,omitempty"`
	Method     methodTexts     `json:"method"`
	Quality    qualityTexts    `json:"quality"`
	Provenance provenanceTexts `json:"provenance"`
	Fitness    *fitnessTexts   `json:"fitness,omitempty"`
	Nation     *nationTexts    `json:"nation,omitempty"`

	Publication *publicationTexts `json:"publication,omitempty"`
}

type rubricTexts struct {
	Title       string   `json:"title"`
	Version     string   `json:"version"`
	ID          string   `json:"id"`
	Description string   `json:"description,omitempty"`
	Status      string   `json:"status"`
	Decree      string   `json:"decree,omitempty"`
	Note        string   `json:"note,omitempty"`
	Cites       []string `json:"cites,omitempty"`
}

type nodeTexts struct {
	Title       string `json:"t"`
	Description string `json:"d,omitempty"`
	Question    string `json:"q,omitempty"`
	Evidence    string `json:"e,omitempty"`
	// Scale says on what scale it is, where that is its own.
	Scale string `json:"s,omitempty"`
	// Levels are what the levels say, Wanted what proves them, Actions what leads to them.
	Levels  []string    `json:"l,omitempty"`
	Wanted  []string    `json:"w,omitempty"`
	Actions []string    `json:"a,omitempty"`
	Bands   [][2]string `json:"b,omitempty"`
	Metric  string      `json:"m,omitempty"`
	Rule    string      `json:"r,omitempty"`
}

type viewTexts struct {
	Title       string      `json:"title"`
	Description string      `json:"description,omitempty"`
	Tags        [][2]string `json:"tags"`
}

type robustTexts struct {
	Sentences []string `json:"sentences"`
	// Sources are title and how it was varied; Factors are titles; Overtakes are sentences.
	Sources   [][2]string `json:"sources,omitempty"`
	Factors   []string    `json:"factors,omitempty"`
	Overtakes []string    `json:"overtakes,omitempty"`
}

type mapTexts struct {
	Title    string `json:"title"`
	Sentence string `json:"sentence"`
	// Places are name and the whole sentence.
	Places [][2]string `json:"places"`
	Absent []string    `json:"absent,omitempty"`
}

type historyTexts struct {
	Labels    []string `json:"labels"`
	Sentences []string `json:"sentences"`
	Remarks   []string `json:"remarks,omitempty"`
}

type methodTexts struct {
	Paragraphs [][2]string `json:"paragraphs"`
	Verdicts   [][3]string `json:"verdicts,omitempty"`
	// Conversions are number, title, answer and how it becomes a score; Measures are title, metric, conversion, rule
	// and least coverage; Weights are depth, node, weight and share; Roles are title and weight.
	Conversions [][4]string `json:"conversions,omitempty"`
	Measures    [][5]string `json:"measures,omitempty"`
	Weights     [][5]string `json:"weights"`
	Roles       [][2]string `json:"roles,omitempty"`
}

type qualityTexts struct {
	Sentences []string `json:"sentences"`
	// Dimensions are title, coverage, known, unknown and n/a; LeftOut are path, kind, used, left out and refused.
	Dimensions [][5]string `json:"dimensions"`
	LeftOut    [][5]string `json:"leftOut,omitempty"`
	Silent     []string    `json:"silent,omitempty"`
	Files      []fileTexts `json:"files,omitempty"`
}

// fitnessTexts say whether the data are fit to rank by.
type fitnessTexts struct {
	Sentences []string     `json:"sentences"`
	Closing   []string     `json:"closing,omitempty"`
	Doubts    []doubtTexts `json:"doubts,omitempty"`
}

type doubtTexts struct {
	Severity  string   `json:"severity"`
	Word      string   `json:"word"`
	Code      string   `json:"code"`
	Title     string   `json:"title"`
	Advice    string   `json:"advice"`
	Sentences []string `json:"sentences"`
}

type fileTexts struct {
	File string `json:"file"`
	// Items are severity, its word, text, place and code.
	Items [][5]string `json:"items"`
}

type provenanceTexts struct {
	// Facts are label, value and "1" for one in fixed width; Inputs are path, kind, format, records, left out and hash.
	Facts    [][3]string `json:"facts"`
	Inputs   [][6]string `json:"inputs"`
	Commands [][2]string `json:"commands"`
}

// texts gives all texts of the report in one language.
func (b *builder) texts(r *view.Report) *texts {
	t := &texts{
		Title: r.Title, Year: r.Year, Invented: r.Invented, Simulation: r.Simulation, Basis: r.Basis, Window: r.Window, Claim: r.ClaimTitle, Order: r.OrderedBy(),
		Rubric: rubricTexts{
			Title: r.Rubric.Title, Version: r.Rubric.Version, ID: r.Rubric.ID, Description: r.Rubric.Description, Status: r.Rubric.Status,
			Decree: r.Rubric.Decree, Note: r.Rubric.Note, Cites: r.Rubric.Cites,
		},
		Finding: r.Finding, Summary: r.Summary, Strings: b.strings.in(r.Lang),
		Method: methodOf(r), Quality: qualityOf(r), Provenance: provenanceOf(r),
	}
	for _, h := range r.Headlines {
		t.Headlines = append(t.Headlines, [3]string{h.Label, h.Value, h.Note})
	}
	for _, todo := range r.ToDo() {
		t.ToDo = append(t.ToDo, [2]string{todo.Text, todo.Why})
	}
	for _, band := range r.Bands {
		t.Bands = append(t.Bands, [2]string{band.Title, band.Range})
	}
	for i := range b.calc.Nodes {
		t.Nodes = append(t.Nodes, nodeOf(r.Node(b.calc.Nodes[i].ID)))
	}
	for _, g := range r.Groups {
		t.Groups = append(t.Groups, g.Title)
	}
	for _, u := range b.peers {
		reference := r.Agencies[u].Reference
		median := ""
		if reference.Median {
			median = "1"
		}
		t.Peers = append(t.Peers, [3]string{reference.Name, reference.Short, median})
	}
	for _, v := range r.Views {
		one := viewTexts{Title: v.Title, Description: v.Description}
		for _, tag := range v.Tags {
			one.Tags = append(one.Tags, [2]string{tag.Title, tag.Description})
		}
		t.Views = append(t.Views, one)
	}
	for _, c := range r.Contradictions {
		t.Contradictions = append(t.Contradictions, [2]string{c.Measurement, c.Window})
	}
	if r.Optimism != nil {
		t.Optimism = r.Optimism.Sentences
	}
	for _, c := range r.Actions {
		t.Common = append(t.Common, c.Text)
	}
	t.Robust, t.Map, t.History, t.Fitness, t.Nation = robustOf(r), mapOf(r), historyOf(r), fitnessOf(r), nationOf(r)
	t.Publication = publicationOf(r)
	return t
}

func (s *sharedStrings) in(lang string) []string {
	if lang == l10n.English {
		return s.en
	}
	return s.id
}

func nodeOf(n view.NodeInfo) nodeTexts {
	t := nodeTexts{
		Title: n.Title, Description: n.Description, Question: n.Question, Evidence: n.Evidence, Scale: n.OwnScale, Metric: n.Metric, Rule: n.Rule,
	}
	wanted := false
	for _, l := range n.Levels {
		t.Levels, t.Wanted = append(t.Levels, l.Text), append(t.Wanted, l.Wanted)
		wanted = wanted || l.Wanted != ""
	}
	if !wanted {
		t.Wanted = nil
	}
	for _, a := range n.Actions {
		t.Actions = append(t.Actions, a.Text)
	}
	for _, band := range n.Bands {
		t.Bands = append(t.Bands, [2]string{band.Title, band.Range})
	}
	return t
}

func robustOf(r *view.Report) *robustTexts {
	if r.Robust == nil {
		return nil
	}
	t := &robustTexts{Sentences: r.Robust.Sentences}
	for _, s := range r.Robust.Sources {
		t.Sources = append(t.Sources, [2]string{s.Title, s.Text})
	}
	for _, f := range r.Robust.Factors {
		t.Factors = append(t.Factors, f.Title)
	}
	for _, o := range r.Robust.Overtakes {
		t.Overtakes = append(t.Overtakes, o.Sentence)
	}
	return t
}

func mapOf(r *view.Report) *mapTexts {
	if r.Map == nil {
		return nil
	}
	t := &mapTexts{Title: r.Map.Title, Sentence: r.Map.Sentence, Absent: r.Map.Absent}
	for _, p := range r.Map.Places {
		t.Places = append(t.Places, [2]string{p.Name, p.Text})
	}
	return t
}

func historyOf(r *view.Report) *historyTexts {
	if r.History == nil {
		return nil
	}
	t := &historyTexts{Sentences: r.History.Sentences, Remarks: r.History.Remarks}
	for _, c := range r.History.Columns {
		t.Labels = append(t.Labels, c.Label)
	}
	return t
}

func fitnessOf(r *view.Report) *fitnessTexts {
	if r.Fitness == nil {
		return nil
	}
	t := &fitnessTexts{Sentences: r.Fitness.Sentences, Closing: r.Fitness.Closing}
	for _, d := range r.Fitness.Doubts {
		t.Doubts = append(t.Doubts, doubtTexts{d.Severity, d.SeverityText, d.Code, d.Title, d.Advice, d.Sentences})
	}
	return t
}

func methodOf(r *view.Report) methodTexts {
	var t methodTexts
	for _, p := range r.Method.Paragraphs {
		t.Paragraphs = append(t.Paragraphs, [2]string{p.Heading, p.Text})
	}
	for _, v := range r.Method.Verdicts {
		t.Verdicts = append(t.Verdicts, [3]string{v.Of, v.Title, v.Range})
	}
	for _, c := range r.Method.Conversions {
		t.Conversions = append(t.Conversions, [4]string{c.Code, c.Title, c.Answer, c.How})
	}
	for _, m := range r.Method.Measures {
		t.Measures = append(t.Measures, [5]string{m.Title, m.Metric + " (" + m.Reduction + ")", m.Breakpoints, m.Rule, m.MinCoverage.Text})
	}
	for _, w := range r.Method.Weights {
		title := w.Title
		if w.Code != "" {
			title = w.Code + " " + title
		}
		t.Weights = append(t.Weights, [5]string{strconv.Itoa(w.Depth), title, w.Weight.Text, w.Share.Text, w.OwnScale})
	}
	for _, role := range r.Method.Roles {
		t.Roles = append(t.Roles, [2]string{role.Title, role.Weight.Text})
	}
	return t
}

func qualityOf(r *view.Report) qualityTexts {
	q := &r.Quality
	t := qualityTexts{Sentences: q.Sentences, Silent: q.Silent}
	for _, d := range q.Dimensions {
		t.Dimensions = append(t.Dimensions, [5]string{d.Title, d.Coverage.Text, r.Integer(d.Known), r.Integer(d.Unknown), r.Integer(d.NotApplicable)})
	}
	for _, in := range q.LeftOut {
		refused := ""
		if in.Refused {
			refused = "1"
		}
		t.LeftOut = append(t.LeftOut, [5]string{in.Path, in.Kind, r.Integer(in.Records), r.Integer(in.LeftOut), refused})
	}
	for _, f := range q.Files {
		one := fileTexts{File: f.File}
		for _, item := range f.Items {
			one.Items = append(one.Items, [5]string{item.Severity, item.SeverityText, item.Text, item.Place, item.Code})
		}
		t.Files = append(t.Files, one)
	}
	return t
}

func provenanceOf(r *view.Report) provenanceTexts {
	var t provenanceTexts
	for _, f := range r.Provenance.Facts {
		code := ""
		if f.Code {
			code = "1"
		}
		t.Facts = append(t.Facts, [3]string{f.Label, f.Value, code})
	}
	for _, in := range r.Provenance.Inputs {
		t.Inputs = append(t.Inputs, [6]string{in.Path, in.Kind, in.Format, r.Integer(in.Records), r.Integer(in.LeftOut), in.SHA256})
	}
	for _, c := range r.Provenance.Commands {
		t.Commands = append(t.Commands, [2]string{c.Line, c.Text})
	}
	return t
}

// spoken are the beginnings of the keys of the messages that the script fills.
var spoken = []string{
	"html.", "view.section.", "view.agency.", "view.na", "view.reason.", "view.effort.", "view.rank.government", "view.heat.", "view.index", "view.nation",
	"view.contradicted.compared", "view.optimism.rows", "view.and", "severity.",
}

// messages gives the messages of both languages that the script needs; one for a single thing stands behind a tab.
func messages() map[string]map[string]string {
	all := map[string]map[string]string{l10n.Indonesian: {}, l10n.English: {}}
	for key, m := range l10n.Messages(spoken...) {
		for lang, of := range all {
			of[key] = m.In(lang)
		}
		if m.One != "" {
			all[l10n.English][key] += "\t" + m.One
		}
	}
	return all
}

// path writes rings as the path of an SVG.
func path(rings [][]geoshape.Point) string {
	var s strings.Builder
	for _, ring := range rings {
		for i, p := range ring {
			command := byte('L')
			if i == 0 {
				command = 'M'
			}
			s.WriteByte(command)
			s.WriteString(strconv.FormatFloat(p.X, 'f', -1, 64))
			s.WriteByte(' ')
			s.WriteString(strconv.FormatFloat(p.Y, 'f', -1, 64))
		}
		s.WriteByte('Z')
	}
	return s.String()
}
