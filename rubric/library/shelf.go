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
)

const extension = ".yaml"

// shelf is a folder of built-in YAML files, each named by the id of what it holds.
type shelf struct {
	files embed.FS
	// folder is "" or ends in "/"; what is what a file holds, for errors.
	folder, what string
	// unknown is the error for an id that no file has; nearest is the closest one that has, or "".
	unknown func(id, nearest string) error
}

// ids lists the ids, sorted.
func (s shelf) ids() []string {
	names, err := fs.Glob(s.files, s.folder+"*"+extension)
	if err != nil {
		return nil // only a malformed pattern could fail
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(path.Base(name), extension)
	}
	slices.Sort(names)
	return names
}

// data gives the YAML of an id.
func (s shelf) data(id string) ([]byte, error) {
	ids := s.ids()
	if !slices.Contains(ids, id) {
		return nil, s.unknown(id, nearest.Of(id, ids))
	}
	data, err := s.files.ReadFile(s.folder + id + extension)
	if err != nil {
		return nil, fmt.Errorf("reading the built-in %s %s: %w", s.what, id, err)
	}
	return data, nil
}

// refused says why a built-in file could not be parsed, by the first error found in it.
func (s shelf) refused(id string, found *diag.List) error {
	i := slices.IndexFunc(found.All(), func(d *diag.Diagnostic) bool { return d.Severity == diag.Error })
	return fmt.Errorf("parsing the built-in %s %s: %w", s.what, id, found.All()[i])
}
