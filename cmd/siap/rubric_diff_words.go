package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/rubric"
	"siap/rubric/diff"
)

// diffWords puts a comparison of two rubrics into words.
type diffWords struct {
	p             *l10n.Printer
	comparison    *diff.Comparison
	before, after *rubric.Rubric
	out           *bufio.Writer
	// told are the texts that change in the reader's language, follows how many changes of a kind follow a node's.
	told    map[string]bool
	follows map[followed]int
}

type followed struct {
	kind diff.Kind
	node string
}

// write prints the comparison: what it means first, then section by section what changed.
func (d *diffWords) write(w io.Writer) error {
	d.out = bufio.NewWriter(w)
	c := d.comparison
	d.line(d.p.Text("diff.title", "from", c.Before.ID, "from_version", c.Before.Version, "to", c.After.ID,
		"to_version", c.After.Version))
	d.summary()
	d.tree()
	d.weights()
	d.keys("diff.head.whole", func(c diff.Change) bool { return c.Class == diff.Scoring && c.Node == "" })
	d.keys("diff.head.nodes", func(c diff.Change) bool { return c.Class == diff.Scoring && c.Node != "" })
	d.keys("diff.head.words", func(c diff.Change) bool { return c.Class == diff.Words })
	d.keys("diff.head.labels", func(c diff.Change) bool { return c.Class == diff.Label })
	if err := d.out.Flush(); err != nil {
		return fmt.Errorf("printing the comparison of rubrics: %w", err)
	}
	return nil
}

func (d *diffWords) line(text string) { fmt.Fprintln(d.out, safetext.Line(text)) }

// summary says what the changes mean together.
func (d *diffWords) summary() {
	c, p := d.comparison, d.p
	scoring, words := 0, 0
	for _, change := range c.Changes {
		switch change.Class {
		case diff.Scoring:
			scoring++
		case diff.Words:
			words++
		case diff.Label:
		}
	}
	if len(c.Changes) == 0 {
		d.line(p.Text("diff.same"))
		return
	}
	d.line(p.Text("diff.counts", "n", len(c.Changes), "scoring", scoring, "words", words))
	switch {
	case c.FormsOutdated:
		key, before, after := "diff.touched", p.Percent(c.TouchedBefore, 1), p.Percent(c.TouchedAfter, 1)
		if before == after {
			key = "diff.touched_alike"
		}
		d.line(p.Text(key, "before", before, "after", after, "moved", p.Percent(c.WeightMoved, 1)))
		d.line(p.Text("diff.scoring"))
		if c.Before.ID == c.After.ID && c.Before.Version == c.After.Version {
			d.line(p.Text("diff.same_version"))
		}
	case c.WordsChanged:
		d.line(p.Text("diff.words_only"))
	default:
		d.line(p.Text("diff.labels_only"))
	}
}

// head begins a section with an empty line before it.
func (d *diffWords) head(key string) {
	fmt.Fprintln(d.out)
	d.line(d.p.Text(key))
}

// followers counts the changes of a kind that follow from that of a node.
func (d *diffWords) followers(kind diff.Kind, node string) int {
	if d.follows == nil {
		d.follows = map[followed]int{}
		for _, c := range d.comparison.Changes {
			if c.Follows != "" {
				d.follows[followed{c.Kind, c.Follows}]++
			}
		}
	}
	return d.follows[followed{kind, node}]
}

// tree tells nodes that came, went, moved or have another number.
func (d *diffWords) tree() {
	p, begun := d.p, false
	for _, c := range d.comparison.Changes {
		mark, text := "", ""
		switch c.Kind {
		case diff.Added:
			mark, text = "+", p.Text("diff.added", "parent", d.named(d.after, c.After))
		case diff.Removed:
			mark, text = "−", p.Text("diff.removed", "parent", d.named(d.before, c.Before))
		case diff.Moved:
			mark, text = "→", p.Text("diff.moved", "before", d.named(d.before, c.Before), "after", d.named(d.after, c.After))
		case diff.Recoded:
			mark, text = "#", p.Text("diff.recoded", "before", d.orNothing(c.Before), "after", d.orNothing(c.After))
		default:
			continue
		}
		if c.Follows != "" {
			continue
		}
		if n := d.followers(c.Kind, c.Node); n > 0 {
			text += ", " + p.Text("diff.with", "n", n)
		}
		if !begun {
			begun = true
			d.head("diff.head.tree")
		}
		r := d.after
		if c.Kind == diff.Removed {
			r = d.before
		}
		d.line("  " + mark + " " + d.node(r, c.Node) + ": " + text + " (" + d.shares(c) + ")")
	}
}

// shares is what a node has of the index: once where it stays, before and after where it moved.
func (d *diffWords) shares(c diff.Change) string {
	before, after := d.p.Percent(c.ShareBefore, 1), d.p.Percent(c.ShareAfter, 1)
	if before == after {
		return after
	}
	return before + " → " + after
}

// weights tells whose share of the index changed by itself; what is below it and follows is counted.
func (d *diffWords) weights() {
	var heads []diff.Change
	rewritten := 0
	for _, c := range d.comparison.Changes {
		switch {
		case c.Kind == diff.Rewritten:
			rewritten++
		case c.Kind == diff.Reweighed && c.Follows == "":
			heads = append(heads, c)
		}
	}
	if len(heads) == 0 && rewritten == 0 {
		return
	}
	d.head("diff.head.weights")
	for _, c := range heads {
		// Shares that look alike differ behind the digits that people read; then they get more of them.
		digits := 1
		for digits < 9 && d.p.Percent(c.ShareBefore, digits) == d.p.Percent(c.ShareAfter, digits) {
			digits++
		}
		text := d.p.Percent(c.ShareBefore, digits) + " → " + d.p.Percent(c.ShareAfter, digits) + "  " + d.node(d.after, c.Node)
		if n := d.followers(c.Kind, c.Node); n > 0 {
			text += " (" + d.p.Text("diff.follow", "n", n) + ")"
		}
		d.line("  " + text)
	}
	if rewritten > 0 {
		d.line("  " + d.p.Text("diff.rewritten", "n", rewritten))
	}
}

// keys tells the changes of keys that a section is for, node by node.
func (d *diffWords) keys(head string, belongs func(diff.Change) bool) {
	begun, node := false, ""
	for _, c := range d.comparison.Changes {
		own := c.Kind == diff.Changed || c.Kind == diff.Entered || c.Kind == diff.Left || c.Kind == diff.Reordered ||
			c.Kind == diff.Renamed
		if !own || !belongs(c) || d.otherLanguage(c) {
			continue
		}
		if !begun {
			d.head(head)
		}
		if c.Node != "" && (!begun || c.Node != node) {
			d.line("  " + d.node(d.after, c.Node) + " (" + d.shares(c) + ")")
		}
		begun, node = true, c.Node
		indent := "  "
		if c.Node != "" {
			indent = "    "
		}
		d.line(indent + d.change(c))
	}
}

// otherLanguage reports a change of a text that is told already in the reader's own language.
func (d *diffWords) otherLanguage(c diff.Change) bool {
	text, lang := textOf(c)
	if lang == "" || lang == d.p.Lang() {
		return false
	}
	if d.told == nil {
		d.told = map[string]bool{}
		for _, other := range d.comparison.Changes {
			if name, lang := textOf(other); lang == d.p.Lang() {
				d.told[name] = true
			}
		}
	}
	return d.told[text]
}

// textOf names the text that a change is about, whatever its language, and the language; "" for other changes.
func textOf(c diff.Change) (text, lang string) {
	last := len(c.Path) - 1
	if c.Class != diff.Words || last < 1 {
		return "", ""
	}
	lang = c.Path[last].Key
	if lang != l10n.Indonesian && lang != l10n.English {
		return "", ""
	}
	return c.Node + " " + c.Path[:last].String(), lang
}

// change words one change of a key.
func (d *diffWords) change(c diff.Change) string {
	what := d.what(c.Path, c.Class)
	switch c.Kind {
	case diff.Entered:
		return d.p.Text("diff.entered", "what", what) + ": " + clipped(cmp.Or(c.Name.In(d.p.Lang()), c.After))
	case diff.Left:
		return d.p.Text("diff.left", "what", what) + ": " + clipped(cmp.Or(c.Name.In(d.p.Lang()), c.Before))
	case diff.Reordered:
		return d.p.Text("diff.reordered", "what", what) + ": " + c.Before + " → " + c.After
	}
	if c.Class == diff.Words && c.Before != "" && c.After != "" {
		before, after := contrast(c.Before, c.After)
		return what + ": “" + before + "” → “" + after + "”"
	}
	return what + ": " + d.value(c.Path, c.Before) + " → " + d.value(c.Path, c.After)
}

// what names a key by its path: "tingkat 3, uraian (Indonesia)".
func (d *diffWords) what(path diff.Path, class diff.Class) string {
	var parts []string
	for i, step := range path {
		name := d.p.Text("key." + step.Key)
		if class == diff.Words && i > 0 && i == len(path)-1 && (step.Key == l10n.Indonesian || step.Key == l10n.English) {
			if key := "key." + languageKey[step.Key]; step.Key != d.p.Lang() {
				parts[i-1] += " (" + d.p.Text(key) + ")"
			}
			continue
		}
		if step.Member != "" {
			name += " " + step.Member
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", ")
}

// languageKey gives the words for the languages of a text.
var languageKey = map[string]string{l10n.Indonesian: "indonesian", l10n.English: "en"}

// value is what a key says: in words where it has a choice of values, else as it is written.
func (d *diffWords) value(path diff.Path, value string) string {
	if value == "" {
		return d.p.Text("diff.nothing")
	}
	if key := "word." + path[len(path)-1].Key + "." + value; d.p.Has(key) {
		return d.p.Text(key)
	}
	return clipped(value)
}

func (d *diffWords) orNothing(value string) string {
	return cmp.Or(value, d.p.Text("diff.nothing"))
}

// named is what a parent is called; "" is the index.
func (d *diffWords) named(r *rubric.Rubric, id string) string {
	if id == "" {
		return d.p.Text("diff.index")
	}
	return d.node(r, id)
}

// node is what a node is called: its number, its title and its id.
func (d *diffWords) node(r *rubric.Rubric, id string) string {
	n := r.Node(id)
	if n == nil {
		return "[" + id + "]"
	}
	return strings.TrimSpace(n.Code+" "+n.Title.In(d.p.Lang())) + " [" + id + "]"
}

// clipLimit is how many characters of a value a line shows.
const clipLimit = 120

func clipped(s string) string {
	runes := []rune(s)
	if len(runes) <= clipLimit {
		return s
	}
	return strings.TrimSpace(string(runes[:clipLimit-1])) + "…"
}

// contrast shows two texts from where they begin to differ to where they are alike again, by words, so that a
// changed word in a long descriptor is seen.
func contrast(before, after string) (string, string) {
	a, b := strings.Fields(before), strings.Fields(after)
	if strings.Join(a, " ") == strings.Join(b, " ") {
		return before, after // they differ in spaces only
	}
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	const context = 2 // words of what both have, for the reader to find the place
	head, tail = max(0, head-context), max(0, tail-context)
	show := func(words []string) string {
		s := strings.Join(words[head:len(words)-tail], " ")
		if head > 0 {
			s = "… " + s
		}
		if tail > 0 {
			s += " …"
		}
		return clipped(s)
	}
	return show(a), show(b)
}
