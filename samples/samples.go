// Package samples holds runnable assessments, built into the program, so that anyone can see what siap does before
// collecting an answer of his own:
//
//   - kaltim-diskominfo is what a study found at Diskominfo Kalimantan Timur;
//   - kaltim-opd is 24 agencies of that province with invented answers and measurements;
//   - denpasar-2018 is a real evaluation by SPBE 2018, whose published values recompute;
//   - desi-2022 and egdi-2024 are international indices with their official figures;
//   - egdi-2010-2024 is eight surveys of one index, for comparing years;
//   - nasional is 38 provinces, each an assessment of its own, with invented answers and measurements.
//
// Each is an assessment folder, the last two are folders of them, with a README that says what in it is real and what is
// not.
package samples

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

//go:generate go run ./generate/cmd kaltim-opd

// The files are named kind by kind, so that results which someone left in a sample's folder are never built in.
//
//go:embed */README.md */siap.yaml */agencies.csv */answers/*.csv */evidence/*.csv */telemetry/*.csv
//go:embed desi-2022/desi-2022.yaml desi-2022/mentah/*.csv
//go:embed nasional/*/siap.yaml nasional/*/agencies.csv nasional/*/answers/*.csv nasional/*/evidence/*.csv nasional/*/telemetry/*.csv
//go:embed egdi-2010-2024/*/siap.yaml egdi-2010-2024/*/answers/*.csv egdi-2010-2024/2010/egdi-2010.yaml
var files embed.FS

// List gives the names of the samples, sorted.
func List() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder can always be listed
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// UnknownError says that there is no sample of the name.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no sample %q", e.Name) }

// ExistsError says that a file stands where the sample would have been written.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string {
	return fmt.Sprintf("copying a sample: %s exists already", e.Path)
}

// Open gives the folder of a sample; a name that List does not give is an *UnknownError.
func Open(name string) (fs.FS, error) {
	if !slices.Contains(List(), name) {
		return nil, &UnknownError{name}
	}
	dir, err := fs.Sub(files, name)
	if err != nil {
		return nil, fmt.Errorf("opening the sample %s: %w", name, err)
	}
	return dir, nil
}

// CopyTo writes a sample into a folder, which is made where it is missing. It never writes over a file: if one of
// the sample's stands there already, nothing is written and the error is an *ExistsError.
func CopyTo(name, dir string) error {
	sample, err := Open(name)
	if err != nil {
		return err
	}
	var paths []string
	err = fs.WalkDir(sample, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		paths = append(paths, path)
		to := filepath.Join(dir, filepath.FromSlash(path))
		switch _, err := os.Lstat(to); {
		case err == nil:
			return &ExistsError{to}
		case errors.Is(err, fs.ErrNotExist):
			return nil
		default:
			return fmt.Errorf("copying the sample %s: %w", name, err)
		}
	})
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := copyFile(sample, path, filepath.Join(dir, filepath.FromSlash(path))); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(sample fs.FS, path, to string) (err error) {
	data, err := fs.ReadFile(sample, path)
	if err != nil {
		return fmt.Errorf("copying %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("copying %s: %w", path, err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{to}
	}
	if err != nil {
		return fmt.Errorf("copying %s: %w", path, err)
	}
	defer func() {
		if closing := out.Close(); closing != nil && err == nil {
			err = fmt.Errorf("copying %s: %w", path, closing)
		}
	}()
	if _, err := out.Write(data); err != nil {
		return fmt.Errorf("copying %s: %w", path, err)
	}
	return nil
}
