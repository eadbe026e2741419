// Package intake takes in an assessment folder: it reads siap.yaml, finds the input files, reads each with the
// reader that fits, leaves files with errors out, and hands the scorer one clean input together with what was
// read, left out and found wrong. It computes nothing.
package intake

import (
	"errors"
	"io"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/result"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
	"siap/scoring/telemetry/remote"
)

// SettingsFile is the file that makes a folder an assessment.
const SettingsFile = "siap.yaml"

// Settings is siap.yaml. Scalars may be overridden by flags, the environment and the user's configuration; the
// maps and lists stand here only.
type Settings struct {
	Title  string
	Year   int
	Rubric string
	// Window is the assessed time; the calendar year where siap.yaml names none.
	Window   telemetry.Window
	Language string
	Basis    string
	Combine  string
	Rollup   string
	Seed     uint64
	// Uncertainty is what is varied to find out how far the ranking can be trusted.
	Uncertainty result.Uncertainty
	// Experts is the file of experts' weights for it, relative to the folder; "" for none (LoadExperts).
	Experts   string
	expertsAt diag.Place
	// expertsDir is the folder of the siap.yaml above that named it; "" for the own. hasRobust says that Uncertainty was named,
	// here or above.
	expertsDir string
	hasRobust  bool
	// GroupBy is nil where the rubric decides.
	GroupBy     []string
	RoleWeights map[string]float64
	// Also are further rubrics that the same answers are scored by.
	Also []Also
	// Sources are the servers that telemetry is pulled from; nothing else asks them.
	Sources []remote.Source
	// Invented marks made-up data in both languages; nil for real data.
	Invented *rubric.Text
	// Publication is what outputs are given besides the result.
	Publication Publication
	// Assessments are the sub-folders, as patterns, that are assessments of their own; nil where siap.yaml names none.
	Assessments []string
	Inputs      Inputs
	// Scalars are the scalar settings that the file names, as text by key; window.from is one.
	Scalars map[string]string
	// Inherited are the keys of those scalars that come from a nation above.
	Inherited map[string]bool
	// Dir is the folder of siap.yaml, RubricDir the one that a rubric's file is relative to.
	Dir, RubricDir string
}

// Inputs are the files of an assessment, as patterns relative to its folder.
type Inputs struct {
	Agencies                     string
	Answers, Evidence, Telemetry []string
	// Ledgers are registers of events, without their files yet; Calendar is the file of free days, "" for the built-in.
	Ledgers  []ledger.Entry
	Calendar string
}

// DefaultInputs is where an assessment folder keeps its files.
func DefaultInputs() Inputs {
	return Inputs{
		Agencies: "agencies.csv", Answers: []string{"answers/*"}, Evidence: []string{"evidence/*"},
		Telemetry: []string{"telemetry/*"},
	}
}

// The findings about siap.yaml.
var (
	ruleSettingsMissing = diag.Rule{Code: "CF001", Severity: diag.Error}
	ruleSettingsSyntax  = diag.Rule{Code: "CF002", Severity: diag.Error}
	ruleSettingsKey     = diag.Rule{Code: "CF003", Severity: diag.Error}
	ruleSettingsValue   = diag.Rule{Code: "CF004", Severity: diag.Error}
	ruleSettingsTwice   = diag.Rule{Code: "CF005", Severity: diag.Error}
	ruleInputMissing    = diag.Rule{Code: "CF007", Severity: diag.Error}
	ruleInputOutside    = diag.Rule{Code: "CF008", Severity: diag.Error}
	ruleRoleUnknown     = diag.Rule{Code: "CF010", Severity: diag.Error}
	ruleColumnUnknown   = diag.Rule{Code: "CF011", Severity: diag.Error}
	ruleColumnMissing   = diag.Rule{Code: "CF013", Severity: diag.Warning}
	ruleNothingToScore  = diag.Rule{Code: "CF012", Severity: diag.Error}
)

const settingsLimit = 1 << 20

// ReadSettings reads siap.yaml strictly: every unknown key and wrong value is found in one pass.
func ReadSettings(src source.Source) (*Settings, *diag.List) {
	problems := &diag.List{}
	s := &Settings{
		Inputs: DefaultInputs(), Scalars: map[string]string{}, Uncertainty: result.DefaultUncertainty(), Dir: filepath.Dir(src.Path),
	}
	s.RubricDir = s.Dir
	place := diag.Place{File: src.Name}
	file, err := src.Open(settingsLimit)
	if err != nil {
		problems.Add(ruleSettingsMissing.At(place).Saw(reason(err)))
		return s, problems
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		problems.Add(ruleSettingsMissing.At(place).Saw(reason(err)))
		return s, problems
	}
	var document yaml.Node
	if err := yaml.Load(data, &document); err != nil {
		if at, ok := errors.AsType[*yaml.LoadError](err); ok {
			place.Line, place.Column = at.Mark.Line, at.Mark.Column
		}
		problems.Add(ruleSettingsSyntax.At(place).Saw(reason(err)))
		return s, problems
	}
	r := &settingsReader{file: src.Name, problems: problems, settings: s}
	r.top(&document)
	return s, problems
}

// reason gives the last part of an error's chain, which says why.
func reason(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

// settingsReader walks the YAML tree, so that each fault has its line and column.
type settingsReader struct {
	file     string
	problems *diag.List
	settings *Settings
}

func (r *settingsReader) at(n *yaml.Node) diag.Place {
	return diag.Place{File: r.file, Line: n.Line, Column: n.Column}
}

// fields maps the keys of one mapping to what reads their values.
type fields map[string]func(*yaml.Node)

func (r *settingsReader) top(document *yaml.Node) {
	n := document
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	s := r.settings
	window := map[string]telemetry.Date{}
	r.mapping(n, "", fields{
		"title":       r.text(&s.Title),
		"year":        func(v *yaml.Node) { s.Year = int(r.number(v, 1900, 2200)) },
		"rubric":      r.text(&s.Rubric),
		"language":    r.oneOf(&s.Language, "id", "en"),
		"basis":       r.oneOf(&s.Basis, "self", "assessed", "accepted"),
		"combine":     r.oneOf(&s.Combine, "mean", "median"),
		"rollup":      r.oneOf(&s.Rollup, "none", "mean", "weighted"),
		"out":         r.text(new(string)),
		"edition":     r.oneOf(new(string), "full", "public", "anonymous"),
		"publication": func(v *yaml.Node) { r.publication(v) },
		"outputs": func(v *yaml.Node) {
			s.Scalars["outputs"] = strings.Join(r.texts(v), ",")
		},
		"robust": r.robust,
		"seed":   func(v *yaml.Node) { s.Seed = uint64(r.number(v, 0, 1<<53)) },
		"window": func(v *yaml.Node) {
			r.mapping(v, "window.", fields{"from": r.date(window, "from"), "to": r.date(window, "to")})
		},
		"group_by": func(v *yaml.Node) { s.GroupBy = r.texts(v) },
		"role_weights": func(v *yaml.Node) {
			s.RoleWeights = map[string]float64{}
			r.pairs(v, func(key, value *yaml.Node) {
				s.RoleWeights[key.Value] = r.number(value, math.SmallestNonzeroFloat64, 1e9)
			})
		},
		"assessments": func(v *yaml.Node) {
			s.Assessments = r.texts(v)
			r.folders(v, s.Assessments)
		},
		"also":     r.also,
		"sources":  r.sources,
		"ledgers":  r.ledgers,
		"calendar": r.text(&s.Inputs.Calendar),
		"invented": func(v *yaml.Node) {
			s.Invented = &rubric.Text{}
			r.mapping(v, "invented.", fields{"id": r.text(&s.Invented.ID), "en": r.text(&s.Invented.EN)})
		},
		"inputs": func(v *yaml.Node) {
			r.mapping(v, "inputs.", fields{
				"agencies":  r.text(&s.Inputs.Agencies),
				"answers":   func(v *yaml.Node) { s.Inputs.Answers = r.texts(v) },
				"evidence":  func(v *yaml.Node) { s.Inputs.Evidence = r.texts(v) },
				"telemetry": func(v *yaml.Node) { s.Inputs.Telemetry = r.texts(v) },
			})
		},
	})
	r.patterns(n)
	s.Window = telemetry.Window{From: window["from"], To: window["to"]}
	if (window["from"] == telemetry.Date{}) != (window["to"] == telemetry.Date{}) ||
		s.Window.From.In(time.UTC).After(s.Window.To.In(time.UTC)) {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("window").
			Saw(s.Window.From.String() + " – " + s.Window.To.String()).Allows("from < to"))
	}
}

// patterns refuses inputs outside the assessment's folder's reach by absolute paths; "../" is allowed, for
// several assessments may share one list of agencies.
func (r *settingsReader) patterns(n *yaml.Node) {
	in := r.settings.Inputs
	ledgers := []string{in.Calendar}
	for _, e := range in.Ledgers {
		ledgers = append(ledgers, e.File)
	}
	for _, list := range [][]string{{in.Agencies}, in.Answers, in.Evidence, in.Telemetry, ledgers} {
		for _, pattern := range list {
			if _, err := path.Match(pattern, ""); err != nil || path.IsAbs(pattern) || strings.ContainsAny(pattern, "\\:\x00") {
				r.problems.Add(ruleInputOutside.At(r.at(n)).About("inputs").Saw(pattern))
			}
		}
	}
}

// folders refuses patterns of folders outside the assessment's own.
func (r *settingsReader) folders(n *yaml.Node, patterns []string) {
	for _, pattern := range patterns {
		_, err := path.Match(pattern, "")
		if err != nil || path.IsAbs(pattern) || strings.ContainsAny(pattern, "\\:\x00") || slices.Contains(strings.Split(pattern, "/"), "..") {
			r.problems.Add(ruleInputOutside.At(r.at(n)).About("assessments").Saw(pattern))
		}
	}
}

// pairs walks a mapping and reports one that is none, and keys that stand twice.
func (r *settingsReader) pairs(n *yaml.Node, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "key: value")
		return
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if first := seen[key.Value]; first != nil {
			r.problems.Add(ruleSettingsTwice.At(r.at(key)).About(key.Value).See(r.at(first)))
			continue
		}
		seen[key.Value] = key
		each(key, value)
	}
}

// mapping reads the keys it knows; under is what their scalars are recorded below, such as "window.".
func (r *settingsReader) mapping(n *yaml.Node, under string, known fields) {
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	r.pairs(n, func(key, value *yaml.Node) {
		read := known[key.Value]
		if read == nil {
			r.problems.Add(ruleSettingsKey.At(r.at(key)).About(key.Value).Allows(sorted(names)).Near(nearest.Of(key.Value, names)))
			return
		}
		read(value)
		if value.Kind == yaml.ScalarNode {
			r.settings.Scalars[under+key.Value] = strings.TrimSpace(value.Value)
		}
	})
}

func (r *settingsReader) wrong(n *yaml.Node, allowed string) {
	seen := n.Value
	if n.Kind != yaml.ScalarNode {
		seen = map[yaml.Kind]string{yaml.MappingNode: "{…}", yaml.SequenceNode: "[…]"}[n.Kind]
	}
	r.problems.Add(ruleSettingsValue.At(r.at(n)).Saw(seen).Allows(allowed))
}

func (r *settingsReader) text(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode {
			r.wrong(n, "text")
			return
		}
		*to = strings.TrimSpace(n.Value)
	}
}

func (r *settingsReader) oneOf(to *string, values ...string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		for _, v := range values {
			if n.Kind == yaml.ScalarNode && n.Value == v {
				*to = v
				return
			}
		}
		r.problems.Add(ruleSettingsValue.At(r.at(n)).Saw(n.Value).Allows(strings.Join(values, ", ")).
			Near(nearest.Of(n.Value, values)))
	}
}

func (r *settingsReader) number(n *yaml.Node, low, high float64) float64 {
	x, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil || !(x >= low && x <= high) {
		r.wrong(n, strconv.FormatFloat(low, 'g', -1, 64)+" – "+strconv.FormatFloat(high, 'g', -1, 64))
		return low
	}
	return x
}

func (r *settingsReader) date(to map[string]telemetry.Date, key string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d, err := ParseDate(n.Value)
		if n.Kind != yaml.ScalarNode || err != nil {
			r.wrong(n, "2025-01-31")
			return
		}
		to[key] = d
	}
}

// texts reads a list of texts, or one text as a list of one.
func (r *settingsReader) texts(n *yaml.Node) []string {
	items := n.Content
	if n.Kind == yaml.ScalarNode {
		items = []*yaml.Node{n}
	}
	out := []string{}
	for _, item := range items {
		var s string
		r.text(&s)(item)
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// ParseDate reads a day as 2025-12-31.
func ParseDate(s string) (telemetry.Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return telemetry.Date{}, err
	}
	return telemetry.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, nil
}
