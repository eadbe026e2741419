package rubric

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"siap/internal/decimal"
	"siap/internal/diag"
)

// Check finds every fault of a rubric in one pass. positions, where the rubric was read from a file, gives each
// finding its line and column; nil does for a rubric that was built or decoded otherwise. Load and Parse have
// checked what they return.
func Check(r *Rubric, positions Positions) *diag.List {
	list := &diag.List{}
	newChecker(r, positions, nil, list).check()
	return list
}

// checker walks a rubric and reports. Its comparisons are written so that NaN, which stands for a number that
// could not be read and was reported then, raises nothing more.
type checker struct {
	r          *Rubric
	positions  Positions
	faulty     map[string]bool // paths that were reported when they were read
	tainted    map[string]bool // paths of whatever holds a faulty part
	list       *diag.List
	guess      guesser
	scale      Scale // NaN where the rubric has none, so that nothing is measured against it
	ids        map[string]spot
	codes      map[string]spot
	indicators names
	roles      names
	metrics    names
	tags       names
	used       map[string]bool // "role:…", "metric:…", "tag:…"
	whole      float64         // what shares of a whole add up to
	noAction   *diag.Diagnostic
}

// names are the known ids of one kind, in the order of the file.
type names struct {
	list []string
	set  map[string]bool
}

func (n *names) add(id string) {
	if n.set == nil {
		n.set = map[string]bool{}
	}
	n.list = append(n.list, id)
	n.set[id] = true
}

func newChecker(r *Rubric, positions Positions, faulty map[string]bool, list *diag.List) *checker {
	c := &checker{
		r: r, positions: positions, faulty: faulty, list: list, scale: r.Scale,
		tainted: map[string]bool{}, ids: map[string]spot{}, codes: map[string]spot{}, used: map[string]bool{},
	}
	for path := range faulty {
		for ; !c.tainted[path]; path = parent(path) {
			c.tainted[path] = true
			if path == "" {
				break
			}
		}
	}
	return c
}

func (c *checker) check() {
	if !c.bounded() {
		return
	}
	c.collect()
	c.header()
	c.roleList()
	c.metricList()
	c.views()
	c.whole = c.r.wholeWeight()
	c.family(nil, c.r.Children, spot{}, c.whole)
	c.tree(c.r.Children, spot{}, nil, c.scale)
	c.cycles()
	c.idle()
}

// bounded refuses a tree too large to be worth checking.
func (c *checker) bounded() bool {
	indicators, ok := 0, true
	c.r.visit(func(n *Node, at spot, depth int) {
		if depth == MaxDepth+1 {
			c.report(ruleTooDeep, at).Saw(strconv.Itoa(depth)).Allows(strconv.Itoa(MaxDepth))
			ok = false
		}
		if n.IsIndicator() {
			indicators++
		}
	})
	if indicators > MaxIndicators {
		c.report(ruleTooMany, spot{}.key("children")).Saw(strconv.Itoa(indicators)).Allows(strconv.Itoa(MaxIndicators))
		ok = false
	}
	return ok
}

// collect notes every id and code before anything refers to them.
func (c *checker) collect() {
	c.r.visit(func(n *Node, at spot, _ int) {
		if _, taken := c.ids[n.ID]; !taken && n.ID != "" {
			c.ids[n.ID] = at.key("id")
			if n.IsIndicator() {
				c.indicators.add(n.ID)
			}
		}
	})
	for _, role := range c.r.Roles {
		c.roles.add(role.ID)
	}
	for _, metric := range c.r.Metrics {
		c.metrics.add(metric.ID)
	}
	for _, v := range c.r.Views {
		for _, t := range v.Tags {
			c.tags.add(t.ID)
		}
	}
}

var (
	rubricID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)
	partID   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	optionID = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,63}$`)
)

// header checks what stands at the top of the file.
func (c *checker) header() {
	r, at := c.r, spot{}
	if r.Schema != Schema {
		if c.needs(r.Schema, at.key("schema")) {
			c.report(ruleSchema, at.key("schema")).Saw(r.Schema).Allows(Schema)
		}
	}
	c.id(r.ID, at.key("id"), rubricID)
	c.needs(r.Version, at.key("version"))
	oneOf(c, r.Status, at.key("status"), Draft, Stable, Retired)
	c.translated(r.Title, at.key("title"))
	c.translatedIfGiven(r.Description, at.key("description"))
	source := at.key("source")
	oneOf(c, r.Source.Status, source.key("status"), "official", "transcribed", "unverified")
	c.filled(r.Source.Cites, source.key("cites"))
	c.translatedIfGiven(r.Source.Note, source.key("note"))
	c.span(at.key("scale"))
	rounding := at.key("rounding")
	if r.Rounding.Digits < 0 || r.Rounding.Digits > 9 {
		c.report(ruleDigits, rounding.key("digits")).Saw(strconv.Itoa(r.Rounding.Digits)).Allows("0–9")
	}
	oneOf(c, r.Rounding.Mode, rounding.key("mode"), decimal.HalfUp, decimal.HalfEven)
	decide := at.key("decide")
	oneOf(c, r.Decide.Bands, decide.key("bands"), "unrounded", "rounded")
	oneOf(c, r.Decide.Ranks, decide.key("ranks"), "unrounded", "rounded")
	oneOf(c, r.BandEdge, at.key("band_edge"), EdgeLower, EdgeUpper)
	oneOf(c, r.Unknown, at.key("unknown"), Renormalise, Bottom)
	oneOf(c, r.Weights, at.key("weights"), Relative, OfParent, OfIndex)
	c.share(r.MinCoverage, at.key("min_coverage"))
	c.impute(r.Impute, at.key("impute"))
	if r.Order != "" {
		oneOf(c, r.Order, at.key("order"), Orders()...)
	}
	c.filled(r.Groups, at.key("groups"))
	c.unique(r.Groups, at.key("groups"))
	if len(r.Bands) == 0 {
		c.report(ruleNoBands, at.key("bands"))
	}
	c.bands(r.Bands, at.key("bands"), c.scale)
	c.bands(r.Verdicts.Index, at.key("verdicts").key("index"), c.scale)
	c.bands(r.Verdicts.Dimension, at.key("verdicts").key("dimension"), c.scale)
	if len(r.Children) == 0 {
		c.report(ruleNoChildren, at.key("children"))
	}
}

// report adds a finding about a part, unless that part could not even be read and was reported then.
func (c *checker) report(rule diag.Rule, at spot) *diag.Diagnostic {
	d := rule.At(c.positions.Of(at.path)).About(at.label())
	if !c.spoiled(at.path) {
		c.list.Add(d)
	}
	return d
}

// spoiled reports whether a part, or what holds it, could not be read.
func (c *checker) spoiled(path string) bool {
	if len(c.faulty) == 0 {
		return false
	}
	for ; path != ""; path = parent(path) {
		if c.faulty[path] {
			return true
		}
	}
	return c.faulty[""]
}

// needs reports a text that must be there and is not.
func (c *checker) needs(s string, at spot) bool {
	if strings.TrimSpace(s) == "" {
		c.report(ruleMissing, at)
		return false
	}
	return true
}

func (c *checker) id(id string, at spot, form *regexp.Regexp) {
	if c.needs(id, at) && !form.MatchString(id) {
		c.report(ruleID, at).Saw(id).Allows(form.String())
	}
}

// translated wants a text in both languages.
func (c *checker) translated(t Text, at spot) {
	if t == (Text{}) && !c.tainted[at.path] {
		c.report(ruleTranslation, at).Saw("id, en")
		return
	}
	if strings.TrimSpace(t.ID) == "" {
		c.report(ruleTranslation, at.key("id")).Saw("id")
	}
	if strings.TrimSpace(t.EN) == "" {
		c.report(ruleTranslation, at.key("en")).Saw("en")
	}
}

// translatedIfGiven wants the other language too where there is one.
func (c *checker) translatedIfGiven(t Text, at spot) {
	if t != (Text{}) {
		c.translated(t, at)
	}
}

// oneOf wants one of the words the language knows.
func oneOf[S ~string](c *checker, s S, at spot, allowed ...S) {
	if slices.Contains(allowed, s) {
		return
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	if c.needs(string(s), at) {
		c.report(ruleEnum, at).Saw(string(s)).Allows(strings.Join(words, ", ")).Near(c.guess.near(string(s), words))
	}
}

// finite refuses NaN, infinities and sizes that would overflow; it matters where no file was read.
func (c *checker) finite(x float64, at spot) bool {
	if math.IsNaN(x) || math.Abs(x) > maxNumber {
		c.report(ruleNotFinite, at).Saw(number(x))
		return false
	}
	return true
}

func (c *checker) weight(w float64, at spot) {
	if c.finite(w, at) && w <= 0 {
		c.report(ruleWeight, at).Saw(number(w)).Allows("> 0")
	}
}

// share wants a number from 0 to 1.
func (c *checker) share(x float64, at spot) {
	if c.finite(x, at) && (x < 0 || x > 1) {
		c.report(ruleShare, at).Saw(number(x)).Allows("0–1")
	}
}

// filled refuses an empty text in a list.
func (c *checker) filled(list []string, at spot) {
	for i, s := range list {
		if strings.TrimSpace(s) == "" {
			c.report(ruleEmptyMember, at.item(i, ""))
		}
	}
}

// unique refuses the same id twice in one list.
func (c *checker) unique(ids []string, at spot) {
	first := map[string]spot{}
	for i, id := range ids {
		here := at.item(i, "")
		if before, taken := first[id]; taken && id != "" {
			c.report(ruleSameID, here).Saw(id).See(c.positions.Of(before.path))
			continue
		}
		first[id] = here
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
