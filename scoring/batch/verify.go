package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/result"
	"siap/scoring/verify"
)

// Verify puts a national assessment together again from the results of its parts and lists where
// it differs: a result that is missing or has another hash than it had, a government whose numbers are not those of its
// part, places that do not follow. dir is the folder of the assessment. An error means that the files cannot be an assessment.
func Verify(a *result.Assessment, dir string) ([]verify.Difference, error) {
	if problems := rubric.Check(a.Rubric.Tree, nil); problems.HasErrors() {
		return nil, fmt.Errorf("checking the frozen rubric %s: %s", a.Rubric.ID, problems.All()[0])
	}
	var found []verify.Difference
	entries := map[[2]string]*result.Agency{}
	for _, p := range a.Nation.Parts {
		if p.State != result.PartCounted {
			continue
		}
		file := filepath.FromSlash(p.Assessment)
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		sum, err := hashOf(file)
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
	}
	again := *a
	again.Agencies = nil
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
	return append(found, verify.Compare(a, &again)...), nil
}

func readAssessment(path string) (*result.Assessment, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return result.Read(file)
}
