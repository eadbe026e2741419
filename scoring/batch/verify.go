package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/result"
	"siap/scoring/verify"
)

// Verify puts a national assessment together again from the results of its parts and lists where
// it differs: a result that is missing or has another hash than it had, a government whose numbers are not those of its
// part, places that do not follow. Where places have the intervals of draws, every part is drawn again from its own evidence. dir is the folder of the assessment. An error means that the files cannot be an assessment.
func Verify(a *result.Assessment, dir string) ([]verify.Difference, error) {
	if problems := rubric.Check(a.Rubric.Tree, nil); problems.HasErrors() {
		return nil, fmt.Errorf("checking the frozen rubric %s: %s", a.Rubric.ID, problems.All()[0])
	}
	var found []verify.Difference
	entries := map[[2]string]*result.Agency{}
	drawn := map[string]*scoring.Drawn{}
	for _, p := range a.Nation.Parts {
		if p.State != result.PartCounted {
			continue
		}
		file := filepath.FromSlash(p.Assessment)
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		sum, err := source.SHA256(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("hashing %s: %w", p.Assessment, err)
		}
		if sum != p.SHA256 {
			found = append(found, verify.Difference{Member: "nation.parts " + p.Path + " sha256", Stored: p.SHA256, Again: sum})
		}
		if err != nil {
			continue
		}
		part, err := readAssessment(file)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", p.Assessment, err)
		}
		for _, e := range newExtraction(part, nil).entries(p.Path) {
			entries[[2]string{p.Path, e.ID}] = e
		}
		if a.Robust != nil {
			d, differs, err := drawAgain(part, file)
			if err != nil {
				return nil, fmt.Errorf("drawing %s again: %w", p.Assessment, err)
			}
			drawn[p.Path] = d
			if differs != "" {
				found = append(found, verify.Difference{Member: "nation.parts " + p.Path + " evidence", Stored: part.Evidence.SHA256, Again: differs})
			}
		}
	}
	again := *a
	again.Agencies, again.Robust = nil, nil
	for _, one := range a.Agencies {
		e := entries[[2]string{one.Part, one.ID}]
		if e == nil {
			found = append(found, verify.Difference{Agency: one.ID, Member: "results", Stored: "present", Again: "missing"})
			e = one // so that the places of the others follow
		}
		own := *e
		own.Groups, own.Results = one.Groups, map[result.Basis]*result.Scores{}
		for basis := range maps.Keys(one.Results) {
			if s := e.Results[basis]; s != nil {
				scores := *s
				own.Results[basis] = &scores
			}
		}
		for _, basis := range a.Options.Bases {
			if own.Results[basis] == nil {
				return nil, fmt.Errorf("putting %s together again: %s has no result on the basis %s", one.Part, one.ID, basis)
			}
		}
		again.Agencies = append(again.Agencies, &own)
	}
	if err := scoring.Rank(&again); err != nil {
		return nil, err
	}
	if a.Robust != nil {
		odd, err := putTogether(&again, drawn)
		if err != nil {
			return nil, err
		}
		for _, o := range odd {
			found = append(found, verify.Difference{Member: "nation.parts " + o.part + " " + o.setting, Stored: o.others, Again: o.seen})
		}
		found = append(found, compareRobust(a.Robust, again.Robust)...)
	}
	return append(found, verify.Compare(a, &again)...), nil
}

// drawAgain makes the draws of a part again from its two files. differs is the hash of the evidence where it is not the one
// that the result names, "missing" where there is none; then nothing is drawn.
func drawAgain(part *result.Assessment, path string) (d *scoring.Drawn, differs string, err error) {
	if part.Evidence.Path == "" {
		return nil, "missing", nil
	}
	path = filepath.Join(filepath.Dir(path), filepath.Base(part.Evidence.Path))
	sum, err := source.SHA256(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "missing", nil
	case err != nil:
		return nil, "", err
	case sum != part.Evidence.SHA256:
		return nil, sum, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	in, opts, err := verify.Restore(part, result.ReadEvidence(file))
	if err != nil {
		return nil, "", err
	}
	u := &opts.Uncertainty // what only explains the part is left out
	asked := *u
	u.Sensitivity, u.LeaveOut, u.Overtakes, u.Pairs = 0, false, false, false
	opts.Collect = Collector()
	if _, err := scoring.Assess(in, opts); err != nil {
		return nil, "", err
	}
	if d = opts.Collect.Drawn; d != nil {
		d.Settings = asked
	}
	return d, "", nil
}

// compareRobust compares what is said of the draws as a whole.
func compareRobust(stored, again *result.Robust) []verify.Difference {
	if again == nil {
		return []verify.Difference{{Member: "robust", Stored: "present", Again: "missing"}}
	}
	var found []verify.Difference
	for _, m := range []struct {
		name string
		a, b any
	}{
		{"basis", stored.Basis, again.Basis},
		{"draws", stored.Draws, again.Draws},
		{"seed", stored.Seed, again.Seed},
		{"sources", stored.Sources, again.Sources},
		{"shift", stored.Shift, again.Shift},
		{"error", stored.Error, again.Error},
	} {
		if a, b := fmt.Sprint(m.a), fmt.Sprint(m.b); a != b {
			found = append(found, verify.Difference{Member: "robust." + m.name, Stored: a, Again: b})
		}
	}
	return found
}

func readAssessment(path string) (*result.Assessment, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return result.Read(file)
}
