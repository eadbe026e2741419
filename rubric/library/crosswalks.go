package library

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
	"siap/rubric/crosswalk"
)

// The built-in crosswalks, one YAML file each, named by its id.
//
//go:embed crosswalks/*.yaml
var crosswalkFiles embed.FS

const crosswalkFolder = "crosswalks/"

// CrosswalkIDs lists the ids of the built-in crosswalks, sorted.
func CrosswalkIDs() []string {
	names, err := fs.Glob(crosswalkFiles, crosswalkFolder+"*"+extension)
	if err != nil {
		return nil // only a malformed pattern could fail
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(path.Base(name), extension)
	}
	slices.Sort(names)
	return names
}

// UnknownCrosswalkError says that no built-in crosswalk has the id.
type UnknownCrosswalkError struct {
	// ID is what was asked for, Nearest the closest known id or "".
	ID, Nearest string
}

func (e *UnknownCrosswalkError) Error() string {
	return fmt.Sprintf("there is no built-in crosswalk %q", e.ID)
}

// CrosswalkData gives the YAML of a built-in crosswalk; an unknown id gives an *UnknownCrosswalkError.
func CrosswalkData(id string) ([]byte, error) {
	if !slices.Contains(CrosswalkIDs(), id) {
		return nil, &UnknownCrosswalkError{ID: id, Nearest: nearest.Of(id, CrosswalkIDs())}
	}
	data, err := crosswalkFiles.ReadFile(crosswalkFolder + id + extension)
	if err != nil {
		return nil, fmt.Errorf("reading the built-in crosswalk %s: %w", id, err)
	}
	return data, nil
}

// OpenCrosswalk parses a built-in crosswalk between two built-in rubrics, anew at each call. An unknown id gives an
// *UnknownCrosswalkError.
func OpenCrosswalk(id string) (*crosswalk.Crosswalk, error) {
	data, err := CrosswalkData(id)
	if err != nil {
		return nil, err
	}
	c, found := crosswalk.Parse(id+extension, data, crosswalk.Rubrics{IDs: IDs(), Open: builtIn})
	if c == nil {
		i := slices.IndexFunc(found.All(), func(d *diag.Diagnostic) bool { return d.Severity == diag.Error })
		return nil, fmt.Errorf("parsing the built-in crosswalk %s: %w", id, found.All()[i])
	}
	return c, nil
}

// builtIn is a built-in rubric, nil where there is none.
func builtIn(id string) *rubric.Rubric {
	r, err := Open(id)
	if err != nil {
		return nil
	}
	return r
}

// CrosswalkBetween gives the id of the first built-in crosswalk that brings values from one rubric to another; "" for
// none.
func CrosswalkBetween(from, to string) string {
	for _, id := range CrosswalkIDs() {
		c, err := OpenCrosswalk(id)
		if err == nil && len(c.Links(from, to)) > 0 {
			return id
		}
	}
	return ""
}
