package questionnaire

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// Proposal is a mapping that was guessed from a table, for its owner to complete.
type Proposal struct {
	// Certain are the columns and words whose meaning is sure, Uncertain those that are proposed as comments, Unknown the
	// columns for which nothing is proposed.
	Certain, Uncertain, Unknown int
	// Recognised names the tool whose export the table is; it is read without a mapping. "" for none.
	Recognised string

	layout  string
	where   table.Where
	rubric  *rubric.Rubric
	columns []proposedColumn
	words   []proposedWords
}

// proposedColumn is what one column may be about.
type proposedColumn struct {
	name string
	// target is sure; where it is "", there are candidates or none.
	target     string
	candidates []candidate
}

// proposedWords are words of one column that are no answers, with what they may mean.
type proposedWords struct {
	// section is values_of, agencies or indicators, of the indicator that values_of is about.
	section, of string
	words       []proposedColumn
}

// candidate is something that may be meant, by how alike it is, 0 to 1.
type candidate struct {
	code  string
	alike float64
}

// The limits of what is looked at for a proposal.
const (
	proposedRows    = 5000
	proposedWordsOf = 30 // of one column
	leastAlike      = 0.4
	mostCandidates  = 3
)

// ProposeMapping reads the header and the first rows of a table and guesses what its columns and words are about:
// exactly, by folded letters, or by likeness. With a nil list agencies are not looked at.
func ProposeMapping(src source.Source, where table.Where, r *rubric.Rubric, agencies *agency.List) (*Proposal, *diag.Diagnostic) {
	t, d := table.OpenAt(src, where)
	if d != nil {
		return nil, d
	}
	defer t.Close()
	p := &Proposal{where: where, rubric: r, layout: layoutWide}
	if tool := toolOf(t); tool != nil {
		p.Recognised = tool.name
	}
	g := &guesser{p: p, t: t, rubric: r, matcher: form.NewMatcher(r, form.MaxSlots), cells: newCells(columns{t: t, at: map[string]int{}}, r, agencies)}
	g.who = newWhoFinder(g.cells, false)
	g.columns()
	g.rows()
	for i := range p.columns {
		c := &p.columns[i]
		switch {
		case c.target != "":
			p.Certain++
		case len(c.candidates) > 0:
			p.Uncertain++
		default:
			p.Unknown++
		}
	}
	for _, w := range p.words {
		p.Uncertain += len(w.words)
	}
	return p, nil
}

// guesser looks through a table.
type guesser struct {
	p       *Proposal
	t       *table.Table
	rubric  *rubric.Rubric
	matcher *form.Matcher
	cells   *cells
	who     *whoFinder
	labels  []labelled
}

// labelled is a text that a column may resemble, with what it stands for.
type labelled struct {
	code  string
	words map[string]bool
}

// submittedNames are what people call the time of submission.
var submittedNames = []string{
	"submitted", "dikirim", "timestamp", "cap waktu", "stempel waktu", "waktu", "tanggal", "tanggal pengisian", "tanggal isi", "waktu pengisian",
	"tanggal kirim", "date", "completion time", "submission time", "submissiondate", "submitdate",
}

// columns guesses what each column is about.
func (g *guesser) columns() {
	long := map[string]int{}
	for i, name := range g.t.Header {
		if key, known := answerColumns[table.Fold(name)]; known && slices.Contains(longTargets, key) {
			if _, twice := long[key]; !twice {
				long[key] = i
			}
		}
	}
	_, hasIndicator := long["indicator"]
	_, hasValue := long["value"]
	if hasIndicator && hasValue {
		g.p.layout = layoutLong
	}
	taken := map[string]bool{}
	for i, name := range g.t.Header {
		if name == "" {
			continue
		}
		c := proposedColumn{name: name}
		target := g.exact(name)
		if g.p.layout == layoutLong {
			target = ""
			if key, known := answerColumns[table.Fold(name)]; known && long[key] == i {
				target = key
			} else if form.FindOwn(name) != "" {
				target = form.FindOwn(name)
			}
		}
		switch {
		case target != "" && taken[target]:
			c.candidates = []candidate{{target, 1}}
		case target != "":
			c.target = target
			taken[target] = true
		case g.p.layout == layoutWide:
			c.candidates = g.like(name)
		}
		g.p.columns = append(g.p.columns, c)
	}
}

// exact gives what a column surely is about; "" where that is not sure.
func (g *guesser) exact(name string) string {
	if own := form.FindOwn(name); own != "" {
		return own
	}
	if key, known := answerColumns[table.Fold(name)]; known && slices.Contains(wideTargets, key) {
		return key
	}
	if slices.Contains(submittedNames, form.Fold(name)) {
		return "submitted"
	}
	if field, option, is := g.matcher.FindOption(name); is {
		return field.Code() + "/" + option
	}
	if found := g.matcher.Find(name); len(found) == 1 {
		return found[0].Code()
	}
	return ""
}

// like gives what a column may be about: what has the same words, and the fields that share one label.
func (g *guesser) like(name string) []candidate {
	var out []candidate
	for _, f := range g.matcher.Find(name) {
		out = append(out, candidate{f.Code(), 1})
	}
	if len(out) > 0 {
		return out[:min(len(out), mostCandidates)]
	}
	if g.labels == nil {
		g.labels = g.texts()
	}
	return alike(name, g.labels)
}

// texts are all labels of the rubric's questions.
func (g *guesser) texts() []labelled {
	var out []labelled
	for q := range form.New(g.rubric, form.Options{Slots: 1}).All() {
		if q.Slot > 0 {
			q.Slot = 0
		}
		for _, part := range []form.Part{form.Value, form.Note, form.Evidence} {
			f := q.Field(part)
			texts := []string{f.Label("id"), f.Label("en")}
			if part == form.Value {
				texts = append(texts, q.Node.Title.ID, q.Node.Title.EN, q.Node.ID)
			}
			for _, t := range texts {
				out = append(out, labelled{f.Code(), wordsOf(t)})
			}
		}
	}
	return out
}

// wordsOf parts a text into its words.
func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(form.Fold(text)) {
		if len(words) < 100 {
			words[w] = true
		}
	}
	return words
}

// nearWord is what a word counts that is another one misspelt or cut short.
const nearWord = 0.75

// shares gives how much of a word a text has: all of it, or nearly.
func (l labelled) shares(word string) float64 {
	if l.words[word] {
		return 1
	}
	if len(word) < 4 {
		return 0
	}
	for w := range l.words {
		if w[0] == word[0] && len(w) >= 4 && (strings.HasPrefix(w, word) || strings.HasPrefix(word, w) || nearest.Of(word, []string{w}) != "") {
			return nearWord
		}
	}
	return 0
}

// alike gives the texts that share the most words with a text, by Dice's coefficient: twice the shared words over all
// words.
func alike(text string, all []labelled) []candidate {
	words := wordsOf(text)
	best := map[string]float64{}
	for _, l := range all {
		shared := 0.0
		for w := range words {
			shared += l.shares(w)
		}
		if sum := len(words) + len(l.words); sum > 0 {
			if x := min(2*shared/float64(sum), 1); x >= leastAlike && x > best[l.code] {
				best[l.code] = x
			}
		}
	}
	var out []candidate
	for code, x := range best {
		out = append(out, candidate{code, x})
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.alike, a.alike), cmp.Compare(a.code, b.code))
	})
	return out[:min(len(out), mostCandidates)]
}

// rows looks at the first rows for words that are no answers, no agencies and no indicators.
func (g *guesser) rows() {
	type column struct {
		at   int
		note func(cell string)
	}
	var columns []column
	var gathered []*gatheredWords
	gather := func(section, of string, understood func(string) bool, candidates []labelled) *gatheredWords {
		w := &gatheredWords{section: section, of: of, understood: understood, candidates: candidates, seen: map[string]bool{}}
		gathered = append(gathered, w)
		return w
	}
	for i, name := range g.t.Header {
		at := slices.IndexFunc(g.p.columns, func(c proposedColumn) bool { return c.name == name })
		if at < 0 || g.p.columns[at].target == "" {
			continue
		}
		switch target := g.p.columns[at].target; target {
		case "agency":
			if g.cells.agencies != nil {
				columns = append(columns, column{i, gather("agencies", "", g.isAgency, g.agencyNames()).add})
			}
		case "indicator":
			columns = append(columns, column{i, gather("indicators", "", g.isIndicator, g.texts()).add})
		default:
			found := g.matcher.Find(target)
			if g.p.layout == layoutWide && len(found) == 1 && found[0].Part == form.Value && len(form.Choices(found[0].Node)) > 0 {
				n := found[0].Node
				columns = append(columns, column{i, gather("values_of", n.ID, g.isAnswer(n), choiceNames(n)).add})
			}
		}
	}
	rows := 0
	for row, d := range g.t.Rows() {
		if rows++; rows > proposedRows {
			break
		}
		if d != nil {
			continue
		}
		for _, c := range columns {
			c.note(strings.TrimSpace(row.Cells[c.at]))
		}
	}
	for _, w := range gathered {
		if len(w.words) > 0 {
			g.p.words = append(g.p.words, proposedWords{w.section, w.of, w.words})
		}
	}
}

// gatheredWords gathers the words of one column that are not understood.
type gatheredWords struct {
	section, of string
	understood  func(string) bool
	candidates  []labelled
	seen        map[string]bool
	words       []proposedColumn
}

func (w *gatheredWords) add(cell string) {
	key := wordKey(cell)
	if key == "" || w.seen[key] || len(w.words) >= proposedWordsOf || len(cell) > 300 {
		return
	}
	w.seen[strings.Clone(key)] = true
	if !w.understood(cell) {
		w.words = append(w.words, proposedColumn{name: strings.Clone(cell), candidates: alike(cell, w.candidates)})
	}
}

func (g *guesser) isAgency(cell string) bool {
	id := g.who.agency(cell)
	_, known := g.cells.agencies.Index(id)
	return known
}

func (g *guesser) agencyNames() []labelled {
	var out []labelled
	for _, a := range g.cells.agencies.All() {
		out = append(out, labelled{a.ID, wordsOf(a.Name)}, labelled{a.ID, wordsOf(a.ID)})
	}
	return out
}

func (g *guesser) isIndicator(cell string) bool {
	found := g.matcher.Find(cell)
	return g.rubric.Indicator(cell) != nil || (len(found) == 1 && found[0].Part == form.Value)
}

func (g *guesser) isAnswer(n *rubric.Node) func(string) bool {
	s := &surveyQuestion{q: g.cells.questions[n.ID], choices: form.Choices(n)}
	f := &surveyFile{tool: mappedTool, tableFile: tableFile{cells: g.cells}}
	return func(cell string) bool {
		_, _, ok := f.value(s, cell, false)
		return ok
	}
}

func choiceNames(n *rubric.Node) []labelled {
	var out []labelled
	for _, c := range form.Choices(n) {
		out = append(out, labelled{c.Code, wordsOf(c.Label("id"))}, labelled{c.Code, wordsOf(c.Label("en"))})
	}
	return out
}

// Write writes the proposal as a mapping file. What is not sure stands in it as a comment, with what may be meant.
func (p *Proposal) Write(w io.Writer, words *l10n.Printer) error {
	var b strings.Builder
	comment := func(key string, args ...any) {
		for line := range strings.Lines(words.Text(key, args...)) {
			b.WriteString("# " + strings.TrimSpace(line) + "\n")
		}
	}
	comment("map.head")
	fmt.Fprintf(&b, "schema: %s\nrubric: %s\nlayout: %s\n", MappingSchema, quotedYAML(p.rubric.ID), p.layout)
	if p.where.Sheet != "" {
		fmt.Fprintf(&b, "sheet: %s\n", quotedYAML(p.where.Sheet))
	}
	if p.where.Header > 0 {
		fmt.Fprintf(&b, "header: %d\n", p.where.Header)
	}
	b.WriteByte('\n')
	comment("map.columns." + p.layout)
	b.WriteString("columns:\n")
	for _, c := range p.columns {
		c.write(&b, "  ", words)
	}
	for _, section := range []string{"values_of", "indicators", "agencies"} {
		first := true
		for _, group := range p.words {
			if group.section != section {
				continue
			}
			if first {
				b.WriteByte('\n')
				comment("map." + section)
				b.WriteString("# " + section + ":\n")
				first = false
			}
			indent := "  "
			if group.of != "" {
				fmt.Fprintf(&b, "#   %s:\n", group.of)
				indent = "    "
			}
			for _, c := range group.words {
				c.write(&b, indent, words)
			}
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	return nil
}

// write writes one line; one that is not sure is a comment.
func (c proposedColumn) write(b *strings.Builder, indent string, words *l10n.Printer) {
	if c.target != "" {
		fmt.Fprintf(b, "%s%s: %s\n", indent, quotedYAML(c.name), c.target)
		return
	}
	target, note := "", words.Text("map.unknown")
	if len(c.candidates) > 0 {
		target = c.candidates[0].code
		var all []string
		for _, x := range c.candidates {
			all = append(all, x.code+" ("+strconv.FormatFloat(x.alike, 'f', 2, 64)+")")
		}
		note = words.Text("map.perhaps", "candidates", strings.Join(all, ", "))
	}
	fmt.Fprintf(b, "# %s%s: %s  # %s\n", indent, quotedYAML(c.name), target, safetext.Line(note))
}

// quotedYAML writes a text so that YAML reads it as it is: in double quotes, with the escapes that it shares with
// JSON.
func quotedYAML(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // a string always encodes
		return `""`
	}
	return strings.NewReplacer("\u0085", `\u0085`, "\u2028", `\u2028`, "\u2029", `\u2029`, "\u007f", `\u007f`).Replace(strings.TrimSpace(b.String()))
}
