// Package atomicfile writes an output whole or not at all: into a temporary file in the same folder, flushed to
// the disk and then renamed, so that a run that is killed leaves the old file or the new one, never half of one.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// BlockedError says that the finished file could not take its place, mostly because a program on Windows has
// the old one open. The new one was kept beside it.
type BlockedError struct {
	// Path is the file that could not be replaced, Kept the new one beside it.
	Path, Kept string
	Err        error
}

func (e *BlockedError) Error() string {
	return fmt.Sprintf("replacing %s: %v; the new file was kept as %s", e.Path, e.Err, e.Kept)
}

func (e *BlockedError) Unwrap() error { return e.Err }

// renamer is os.Rename; the tests put a blocked one in its place.
type renamer func(from, to string) error

// Write makes the file at path with what write puts into it, and its folder where it is missing. On any error
// the old file stays as it was. A *BlockedError means that the new content exists under another name.
func Write(path string, write func(io.Writer) error) error {
	return writeWith(path, write, os.Rename)
}

func writeWith(path string, write func(io.Writer) error, rename renamer) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder for %s: %w", path, err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	temporary := f.Name()
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temporary) //nolint:errcheck // the first error is the one to tell
		}
	}()
	buffered := bufio.NewWriterSize(f, 1<<16)
	if err := write(buffered); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := errors.Join(buffered.Flush(), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	blocked := rename(temporary, path)
	if blocked == nil {
		syncFolder(dir)
		return nil
	}
	kept := beside(path)
	if err := rename(temporary, kept); err != nil {
		return fmt.Errorf("replacing %s: %w", path, blocked)
	}
	return &BlockedError{Path: path, Kept: kept, Err: blocked}
}

// syncFolder makes the rename durable where the system can; Windows cannot open a folder for that and needs not.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// beside gives report.new.html for report.html, and report.new-2.html where that is taken.
func beside(path string) string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext)
	for i := 1; ; i++ {
		name := stem + ".new" + ext
		if i > 1 {
			name = fmt.Sprintf("%s.new-%d%s", stem, i, ext)
		}
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) || i > 99 {
			return name
		}
	}
}
