// Package library holds the built-in rubrics, one YAML file each, embedded in the program.
//
// The name of a file is the id of its rubric. A new rubric needs nothing but its file; the tests of this package
// see to it that every one loads without a finding and speaks both languages.
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
)

//go:embed *.yaml
var files embed.FS

const extension = ".yaml"

// IDs lists the ids of the built-in rubrics, sorted.
func IDs() []string {
	names, err := fs.Glob(files, "*"+extension)
	if err != nil {
		return nil // only a malformed pattern could fail
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(path.Base(name), extension)
	}
	slices.Sort(names)
	return names
}

// UnknownError says that no built-in rubric has the id.
type UnknownError struct {
	// ID is what was asked for, Nearest the closest known id or "".
	ID, Nearest string
}

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no built-in rubric %q", e.ID) }

// Data gives the YAML of a built-in rubric; an unknown id gives an *UnknownError.
func Data(id string) ([]byte, error) {
	if !slices.Contains(IDs(), id) {
		return nil, &UnknownError{ID: id, Nearest: nearest.Of(id, IDs())}
	}
	data, err := files.ReadFile(id + extension)
	if err != nil {
		return nil, fmt.Errorf("reading the built-in rubric %s: %w", id, err)
	}
	return data, nil
}

// Open parses a built-in rubric, anew at each call, so that the caller may change what he gets. An unknown id
// gives an *UnknownError.
func Open(id string) (*rubric.Rubric, error) {
	data, err := Data(id)
	if err != nil {
		return nil, err
	}
	r, found := rubric.Parse(id+extension, data)
	if r == nil {
		i := slices.IndexFunc(found.All(), func(d *diag.Diagnostic) bool { return d.Severity == diag.Error })
		return nil, fmt.Errorf("parsing the built-in rubric %s: %w", id, found.All()[i])
	}
	return r, nil
}
