package intake

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/panel"
	"siap/scoring/reweigh"
)

// MaxExperts is how many experts the weights of draws may come from.
const MaxExperts = 200

// ruleExperts is what package panel says of too many people, with the smaller number that draws can take.
var ruleExperts = diag.Rule{Code: "WT016", Severity: diag.Error}

// ReadExperts reads the weights of experts for Monte Carlo draws from a file of points or of judgements of two at a time,
// as package panel tells them. Where an error is among the faults, there are no weights.
func ReadExperts(src source.Source, r *rubric.Rubric) ([]map[string]float64, *diag.List) {
	judged, found := panel.Judged(src, r)
	if found.HasErrors() {
		return nil, found
	}
	var out []map[string]float64
	var err error
	if judged {
		var j *panel.Judgements
		if j, _, found = panel.ReadJudgements(src, r); j != nil {
			out, err = reweigh.ExpertsOfJudges(r, j, reweigh.JudgedOptions{})
		}
	} else {
		var b *panel.Budget
		if b, _, found = panel.ReadBudget(src, r, 0); b != nil {
			out, err = reweigh.Experts(r, b)
		}
	}
	if err != nil { // the reader lets nothing through that could fail
		found.Add(ruleExperts.At(diag.Place{File: src.Name}).Saw(err.Error()))
	}
	if len(out) > MaxExperts {
		found.Add(ruleExperts.At(diag.Place{File: src.Name}).Saw(strconv.Itoa(len(out))).Allows("≤ " + strconv.Itoa(MaxExperts)))
	}
	if found.HasErrors() {
		return nil, found
	}
	return out, found
}

// ExpertsFile is the file of experts that siap.yaml names, in a folder; ok is false where it names none.
func (s *Settings) ExpertsFile(dir string) (src source.Source, ok bool) {
	if s.Experts == "" {
		return source.Source{}, false
	}
	src = source.Source{Path: filepath.Join(cmp.Or(s.expertsDir, dir), filepath.FromSlash(s.Experts)), Name: s.Experts}
	if s.expertsDir != "" {
		if name, err := filepath.Rel(realPath(dir), filepath.Join(realPath(s.expertsDir), filepath.FromSlash(s.Experts))); err == nil {
			src.Name = filepath.ToSlash(name)
		}
	}
	return src, true
}

// LoadExperts reads the file of experts that siap.yaml names, where it names one, for the rubric of the folder.
func (s *Settings) LoadExperts(dir string, r *rubric.Rubric) *diag.List {
	src, named := s.ExpertsFile(dir)
	if !named {
		return &diag.List{}
	}
	if info, err := os.Stat(src.Path); err != nil || info.IsDir() {
		found := &diag.List{}
		found.Add(ruleInputMissing.At(s.expertsAt).Saw(s.Experts))
		return found
	}
	experts, found := ReadExperts(src, r)
	s.Uncertainty.Weights.Experts = experts
	return found
}

// local reports whether a file that siap.yaml names lies in its folder.
func local(name string) bool {
	return !strings.ContainsAny(name, "\\:\x00") && filepath.IsLocal(filepath.FromSlash(name))
}
