package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// further is one more rubric that the answers of a run are scored by, through a crosswalk.
type further struct {
	rubric    *rubric.Rubric
	crosswalk *crosswalk.Crosswalk
	// read are the files of its own.
	read []result.Input
	// input and result are what was brought over, and what was computed of it.
	input  scoring.Input
	result *result.Assessment
}

// loadAlso takes the further rubrics of siap.yaml and their crosswalks; what is wrong with one of them is noted, and
// the others are looked at all the same.
func (o *opened) loadAlso() error {
	taken := []string{}
	if o.rubric != nil {
		taken = append(taken, o.rubric.ID)
	}
	for _, also := range o.settings.Also {
		f := &further{}
		r, problems, src, err := findRubric(also.Rubric, o.dir)
		if told, is := errors.AsType[*exitError](err); is && told.key == "cli.no_rubric" {
			o.fault(also.RubricMissing(library.IDs()))
			continue
		}
		if err != nil {
			return err
		}
		if problems != nil && problems.HasErrors() {
			o.note(problems)
		}
		if src.Path != "" {
			f.read = append(f.read, result.Input{Path: src.Name, Kind: "rubric", SHA256: src.SHA256(), Records: 1})
		}
		if r == nil {
			continue
		}
		if slices.Contains(taken, r.ID) {
			o.fault(also.Twice(r.ID))
			continue
		}
		taken = append(taken, r.ID)
		f.rubric = r
		if src.Path != "" {
			o.sameVersion(r, src, o.alsoDir(f))
		}
		if o.rubric != nil && o.loadCrosswalk(f, also) {
			o.also = append(o.also, f)
		}
	}
	return nil
}

// loadCrosswalk takes the crosswalk to a further rubric: the one named, or the library's between the two. It reports
// whether there is one.
func (o *opened) loadCrosswalk(f *further, also intake.Also) bool {
	known := crosswalk.Of(o.rubric, f.rubric)
	name := also.Crosswalk
	if name == "" {
		if name = library.CrosswalkBetween(o.rubric.ID, f.rubric.ID); name == "" {
			o.fault(also.NoCrosswalk(o.rubric.ID, f.rubric.ID))
			return false
		}
	}
	var problems *diag.List
	if data, err := library.CrosswalkData(name); err == nil {
		f.crosswalk, problems = crosswalk.Parse(name+".yaml", data, known)
	} else {
		src, found := crosswalkFile(name, o.dir)
		if !found {
			o.fault(also.CrosswalkMissing(library.CrosswalkIDs()))
			return false
		}
		f.crosswalk, problems = crosswalk.Load(src, known)
		f.read = append(f.read, result.Input{Path: src.Name, Kind: "crosswalk", SHA256: src.SHA256(), Records: 1})
	}
	o.note(problems)
	if f.crosswalk == nil {
		return false
	}
	if len(f.crosswalk.Links(o.rubric.ID, f.rubric.ID)) == 0 {
		o.fault(also.NoCrosswalk(o.rubric.ID, f.rubric.ID))
		return false
	}
	return true
}

// crosswalkFile looks for a file below dir, then as a path as it is.
func crosswalkFile(name, dir string) (source.Source, bool) {
	for _, path := range []string{filepath.Join(dir, filepath.FromSlash(name)), filepath.FromSlash(name)} {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return source.Source{Path: path, Name: filepath.ToSlash(name)}, true
		}
	}
	return source.Source{}, false
}

// fault notes one error that makes the assessment unusable.
func (o *opened) fault(d *diag.Diagnostic) {
	list := &diag.List{}
	list.Add(d)
	o.note(list)
}

// alsoDir is where the outputs of a further rubric go: a folder of its id in that of the first.
func (o *opened) alsoDir(f *further) string { return filepath.Join(o.outDir(), f.rubric.ID) }

// assessAlso computes the assessments of all further rubrics from the same evidence.
func (o *opened) assessAlso(ctx context.Context, main *result.Assessment) error {
	opts := o.options()
	for _, f := range o.also {
		var err error
		if f.input, err = scoring.Translate(o.taken.Input, opts, f.crosswalk, f.rubric, o.settings.Language); err != nil {
			return failed(err)
		}
		own := opts
		own.RoleWeights = nil // the roles are those of the rubric that was answered, and have had their weight
		if f.result, err = o.compute(ctx, f.input, own); err != nil {
			return err
		}
		f.result.Created = main.Created
		f.result.Inputs = append(slices.Clone(o.read), f.read...)
	}
	return nil
}

// writeAlso writes the assessments of all further rubrics, after the first one, whose evidence they name.
func (o *opened) writeAlso(main *result.Assessment) error {
	for _, f := range o.also {
		f.result.DerivedFrom.Evidence = main.Evidence.SHA256
		if err := writeResult(f.result, f.input, o.alsoDir(f)); err != nil {
			return err
		}
	}
	return nil
}
