// Package source is one input file: where it is, what it is called in messages, how large it may be, and the
// hash of what was read, which every assessment records.
package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// Limit is the largest input file that is read where a reader sets no limit of its own: 2 GiB.
const Limit = 2 << 30

// Source names one input file.
type Source struct {
	// Path is where the file is.
	Path string
	// Name is the file in messages and outputs: relative to the assessment, with forward slashes.
	Name string
	// Repairs are what single cells of the file are to be read as, whatever stands in them.
	Repairs Repairs
}

// Repairs gives values by place; the place is that of a diagnostic without the file: ":18:4", "!Jawaban!C17".
type Repairs map[string]string

// TooLargeError says that a file is larger than its reader allows.
type TooLargeError struct {
	Name  string
	Limit int64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("reading %s: larger than the limit of %d bytes", e.Name, e.Limit)
}

// Reader reads a source and hashes what it reads.
type Reader struct {
	file  *os.File
	hash  hash.Hash
	name  string
	limit int64
	read  int64
}

// Open opens the source for reading up to limit bytes; 0 means Limit.
func (s Source) Open(limit int64) (*Reader, error) {
	if limit <= 0 {
		limit = Limit
	}
	f, err := os.Open(s.Path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", s.Name, reason(err))
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = errors.New("is a folder")
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("opening %s: %w", s.Name, reason(err))
	}
	if info.Size() > limit {
		f.Close()
		return nil, &TooLargeError{s.Name, limit}
	}
	return &Reader{file: f, hash: sha256.New(), name: s.Name, limit: limit}, nil
}

// reason drops the path from an error, for the name is already said.
func reason(err error) error {
	if path, ok := errors.AsType[*os.PathError](err); ok {
		return path.Err
	}
	return err
}

// Read reads from the file; a file that grew beyond the limit gives a *TooLargeError.
func (r *Reader) Read(p []byte) (int, error) {
	n, err := r.file.Read(p)
	r.hash.Write(p[:n])
	if r.read += int64(n); r.read > r.limit {
		return n, &TooLargeError{r.name, r.limit}
	}
	return n, err
}

// SHA256 is the hash, in hex, of the whole file: what was not read yet is read now.
func (r *Reader) SHA256() (string, error) {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return "", fmt.Errorf("hashing %s: %w", r.name, err)
	}
	return hex.EncodeToString(r.hash.Sum(nil)), nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.file.Close() }

// SHA256 is the hash, in hex, of a whole file whatever is in it; "" where it cannot be read.
func (s Source) SHA256() string {
	r, err := s.Open(0)
	if err != nil {
		return ""
	}
	defer r.Close()
	sum, err := r.SHA256()
	if err != nil {
		return ""
	}
	return sum
}

// SHA256 is the hash of a file, in hexadecimal digits. An error is that of opening or reading it.
func SHA256(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
