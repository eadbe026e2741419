package scenario

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/rubric"
)

// The limits of a file, so that a hostile one costs bounded time and memory.
const (
	// MaxBytes is the largest file: 1 MiB.
	MaxBytes = 1 << 20
	// MaxScenarios is how many one file may have.
	MaxScenarios = 200
)

// The rules of scenario files, besides those of any YAML file (RB).
var (
	ruleUnreadable = diag.Rule{Code: "CF030", Severity: diag.Error}
	ruleTooMany    = diag.Rule{Code: "CF031", Severity: diag.Error}
	ruleNode       = diag.Rule{Code: "CF032", Severity: diag.Error}
	ruleWeight     = diag.Rule{Code: "CF033", Severity: diag.Error}
	ruleWord       = diag.Rule{Code: "CF034", Severity: diag.Error}
	ruleUnfit      = diag.Rule{Code: "CF035", Severity: diag.Error}
	ruleID         = diag.Rule{Code: "CF036", Severity: diag.Error}
	ruleNothing    = diag.Rule{Code: "CF037", Severity: diag.Warning}
)

// Rules lists the rules of scenario files, in the order of the codes.
func Rules() []diag.Rule {
	return []diag.Rule{ruleUnreadable, ruleTooMany, ruleNode, ruleWeight, ruleWord, ruleUnfit, ruleID, ruleNothing}
}

// several is a file with a list of scenarios; one with a single scenario is that scenario.
type several struct {
	Scenarios []Scenario `yaml:"scenarios"`
}

// Read reads the scenarios of a file and checks them against the rubric they are for. The list holds everything found;
// where an error is among it, there are no scenarios.
func Read(src source.Source, r *rubric.Rubric) ([]Scenario, *diag.List) {
	list := &diag.List{}
	place := diag.Place{File: src.Name}
	in, err := src.Open(MaxBytes)
	if err != nil {
		list.Add(ruleUnreadable.At(place).Saw(last(err)).Allows("≤ 1 MiB"))
		return nil, list
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		list.Add(ruleUnreadable.At(place).Saw(last(err)).Allows("≤ 1 MiB"))
		return nil, list
	}
	return Parse(src.Name, data, r)
}

// last is the last error of a chain, which says why.
func last(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err.Error()
}

// manyAt finds the key of a list of scenarios at the start of a line.
var manyAt = regexp.MustCompile(`(?m)^["']?scenarios["']?[ \t]*:`)

// Parse is Read for a file in memory; name is the file in messages.
func Parse(name string, data []byte, r *rubric.Rubric) ([]Scenario, *diag.List) {
	many := manyAt.Match(data) || bytes.HasPrefix(bytes.TrimSpace(data), []byte("{scenarios"))
	var f several
	var decoded *rubric.Decoded
	var found *diag.List
	if many {
		decoded, found = rubric.Decode(name, data, &f)
	} else {
		f.Scenarios = make([]Scenario, 1)
		decoded, found = rubric.Decode(name, data, &f.Scenarios[0])
	}
	list := &diag.List{}
	for _, d := range found.All() {
		if d.Subject == "rubric" { // what stands at the top of the file
			d.Subject = "scenario"
		}
		list.Add(d)
	}
	if decoded == nil {
		return nil, list
	}
	k := &checker{r: r, decoded: decoded, list: list, broken: list.HasErrors()}
	if n := len(f.Scenarios); n == 0 || n > MaxScenarios {
		k.report(ruleTooMany, "scenarios").Saw(strconv.Itoa(n)).Allows("1–" + strconv.Itoa(MaxScenarios))
		return nil, list
	}
	seen := map[string]string{}
	for i := range f.Scenarios {
		at := ""
		if many {
			at = "scenarios[" + strconv.Itoa(i) + "]"
			k.named(&f.Scenarios[i], at, seen)
		}
		k.scenario(&f.Scenarios[i], at)
	}
	if list.HasErrors() {
		return nil, list
	}
	return f.Scenarios, list
}

// Check checks a scenario that did not come from a file against the rubric it is for.
func (s *Scenario) Check(r *rubric.Rubric) *diag.List {
	k := &checker{r: r, decoded: &rubric.Decoded{Positions: rubric.Positions{}}, list: &diag.List{}}
	k.scenario(s, "")
	return k.list
}

// scenarioID is what a scenario may be called: it becomes the name of a folder.
var scenarioID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// checker walks the scenarios of a file and reports.
type checker struct {
	r       *rubric.Rubric
	decoded *rubric.Decoded
	list    *diag.List
	// broken says that a part could not even be read, so that what was is not the whole scenario.
	broken bool
}

// named wants an id of its own for each scenario of a list.
func (k *checker) named(s *Scenario, at string, seen map[string]string) {
	here := key(at, "id")
	if !scenarioID.MatchString(s.ID) {
		k.report(ruleID, here).Saw(s.ID).Allows(scenarioID.String())
		return
	}
	if first, twice := seen[s.ID]; twice {
		k.report(ruleID, here).Saw(s.ID).See(k.decoded.Positions.Of(first))
	}
	seen[s.ID] = here
}

// scenario checks one scenario, first by itself, then together with the rubric.
func (k *checker) scenario(s *Scenario, at string) {
	before := k.list.Len()
	for _, id := range slices.Sorted(maps.Keys(s.Weights)) {
		here := key(key(at, "weights"), id)
		if k.r.Node(id) == nil {
			k.unknown(id, here, false)
		}
		if w := s.Weights[id]; !(w > 0) || math.IsInf(w, 0) {
			k.report(ruleWeight, here).Saw(short(w)).Allows("> 0")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Aggregates)) {
		here := key(key(at, "aggregates"), id)
		if n := k.r.Node(id); id != Index && (n == nil || n.ID != id || n.IsIndicator()) {
			k.unknown(id, here, true)
		}
		oneOf(k, s.Aggregates[id], here, rubric.Aggregations()...)
	}
	oneOf(k, s.Aggregate, key(at, "aggregate"), rubric.Aggregations()...)
	oneOf(k, s.Normalise, key(at, "normalise"), Comparisons()...)
	oneOf(k, s.Order, key(at, "order"), rubric.Orders()...)
	if s.Impute != nil {
		oneOf(k, s.Impute.Method, key(key(at, "impute"), "method"), rubric.ImputeMethods()...)
	}
	oneOf(k, s.Unknown, key(at, "unknown"), rubric.Renormalise, rubric.Bottom)
	if c := s.MinCoverage; c != nil && !(*c >= 0 && *c <= 1) {
		k.report(ruleWeight, key(at, "min_coverage")).Saw(short(*c)).Allows("0–1")
	}
	if k.list.Len() == before && !k.broken {
		k.fits(s, at)
	}
}

// fits applies the scenario, for the rubric's own rules hold for what comes out too: no geometric mean on a scale that
// goes below 0, no power mean without its exponent.
func (k *checker) fits(s *Scenario, at string) {
	changed, changes, err := s.Apply(k.r)
	if err != nil {
		k.report(ruleUnfit, at).Saw(last(err))
		return
	}
	if len(changes) == 0 {
		k.report(ruleNothing, at)
	}
	was := map[string]int{}
	for _, d := range rubric.Check(k.r, nil).All() {
		was[d.Code+d.Subject]++
	}
	for _, d := range rubric.Check(changed, nil).All() {
		if d.Severity == diag.Error && was[d.Code+d.Subject] == 0 {
			k.report(ruleUnfit, at).About(d.Subject).Saw(strings.TrimSpace(d.Code + " " + d.Seen)).Allows(d.Allowed)
		}
	}
}

// Comparisons are the methods that every indicator can be compared by: those that want no number of its own.
func Comparisons() []rubric.ScoreMethod {
	return slices.DeleteFunc(rubric.RelativeMethods(), func(m rubric.ScoreMethod) bool {
		return m == rubric.ToTarget || m == rubric.ToReference
	})
}

// unknown reports a node that the rubric has not, and what was probably meant.
func (k *checker) unknown(id, at string, inner bool) {
	var known []string
	for n := range k.r.All() {
		if !inner || !n.IsIndicator() {
			known = append(known, n.ID)
		}
	}
	if inner {
		known = append(known, Index)
	}
	k.report(ruleNode, at).Saw(id).Near(nearest.Of(id, known))
}

// oneOf refuses a word that is none of some.
func oneOf[S ~string](k *checker, word S, at string, allowed ...S) {
	if word == "" || slices.Contains(allowed, word) {
		return
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	k.report(ruleWord, at).Saw(string(word)).Allows(strings.Join(words, ", ")).Near(nearest.Of(string(word), words))
}

// report adds a finding about the part at a path, unless that part could not even be read and was reported then.
func (k *checker) report(rule diag.Rule, path string) *diag.Diagnostic {
	about := path
	if about == "" {
		about = "scenario"
	}
	d := rule.At(k.decoded.Positions.Of(path)).About(about)
	if !k.decoded.Faulty(path) {
		k.list.Add(d)
	}
	return d
}

func key(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}
