// Package archive keeps frozen assessments: a folder in which each has a folder of its own, named by its year, its title
// and the hash of its result. Nothing in it is ever written over or changed: the same result is kept once, and another one
// has another name. Each entry says what it is and which hashes its files have; it appears whole or not at all.
package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/internal/source"
	"siap/scoring/result"
)

// EntryFile is the name of the file that says what an entry is.
const EntryFile = "entry.json"

// Schema is that of EntryFile. Readers ignore members that they do not know.
const Schema = "siap/archive-entry/1"

// entryMost is the most bytes that an EntryFile has; a nation has two files for each of its folders.
const entryMost = 16 << 20

// Entry is one frozen assessment.
type Entry struct {
	Schema string `json:"schema"`
	// Path is its folder in the archive, with forward slashes.
	Path string `json:"-"`
	// Title, Year, Rubric, Version and Created are those of the result, Agencies is how many it has; Nation says that it
	// was put together from others, which are kept with it.
	Title    string    `json:"title"`
	Year     int       `json:"year"`
	Rubric   string    `json:"rubric"`
	Version  string    `json:"version"`
	Edition  string    `json:"edition,omitempty"`
	Tool     string    `json:"tool"`
	Created  time.Time `json:"created"`
	Kept     time.Time `json:"kept"`
	Agencies int       `json:"agencies"`
	Nation   bool      `json:"nation,omitempty"`
	// Result is the file of the result, Files are all files, by path in the entry, with their SHA-256.
	Result string            `json:"result"`
	Files  map[string]string `json:"files"`
}

// Source is one file to be kept: where it is, and its path in the entry.
type Source struct{ From, Name string }

// ErrKept says that the very result is in the archive already.
var ErrKept = errors.New("kept already")

// Add keeps an assessment whose files are given, the result first. It gives the entry; with ErrKept that of the earlier
// one, which stays as it is. Whatever goes wrong, the archive has the whole entry or nothing of it.
func Add(dir string, a *result.Assessment, sources []Source, now time.Time) (*Entry, error) {
	if len(sources) == 0 {
		return nil, fmt.Errorf("keeping an assessment: there are no files")
	}
	sum, err := source.SHA256(sources[0].From)
	if err != nil {
		return nil, fmt.Errorf("keeping %s: %w", sources[0].From, err)
	}
	e := &Entry{
		Schema: Schema, Title: a.Title, Year: a.Year, Rubric: a.Rubric.ID, Version: a.Rubric.Version, Edition: a.Edition,
		Tool: a.Tool.Name + " " + a.Tool.Version, Created: a.Created, Kept: now.UTC().Truncate(time.Second), Agencies: len(a.Agencies),
		Nation: a.Nation != nil, Result: sources[0].Name, Files: map[string]string{},
	}
	year := strconv.Itoa(a.Year)
	e.Path = year + "/" + slug(a.Title) + "-" + sum[:12]
	to := filepath.Join(dir, filepath.FromSlash(e.Path))
	if earlier, err := read(dir, e.Path); err == nil {
		return earlier, ErrKept
	} else if _, err := os.Lstat(to); err == nil {
		return nil, fmt.Errorf("keeping %s: %s is there, and is no entry of the archive; move it away", sources[0].From, to)
	}
	if err := os.MkdirAll(filepath.Join(dir, year), 0o755); err != nil {
		return nil, fmt.Errorf("making the archive: %w", err)
	}
	building, err := os.MkdirTemp(filepath.Join(dir, year), ".new-*")
	if err != nil {
		return nil, fmt.Errorf("making the entry: %w", err)
	}
	defer func() { _ = os.RemoveAll(building) }() // after the rename nothing is there
	for _, s := range sources {
		if e.Files[s.Name], err = freeze(s.From, filepath.Join(building, filepath.FromSlash(s.Name))); err != nil {
			return nil, fmt.Errorf("keeping %s: %w", s.From, err)
		}
	}
	if e.Files[e.Result] != sum {
		return nil, fmt.Errorf("keeping %s: it changed meanwhile; try again", sources[0].From)
	}
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describing the entry: %w", err)
	}
	if err := os.WriteFile(filepath.Join(building, EntryFile), append(data, '\n'), 0o444); err != nil {
		return nil, fmt.Errorf("describing the entry: %w", err)
	}
	if err := os.Rename(building, to); err != nil { // fails where somebody made the same entry meanwhile
		if earlier, again := read(dir, e.Path); again == nil {
			return earlier, ErrKept
		}
		return nil, fmt.Errorf("putting the entry in its place: %w", err)
	}
	return e, nil
}

// freeze copies a file, flushes it, makes it read-only and gives its hash.
func freeze(from, to string) (sum string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return "", err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(out, h), in); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), out.Sync()
}

// slug makes a name for a folder of a title: small letters, digits and dashes, at most 40.
func slug(title string) string {
	var out strings.Builder
	for _, c := range strings.ToLower(title) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			out.WriteRune(c)
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
		if out.Len() >= 40 {
			break
		}
	}
	if s := strings.Trim(out.String(), "-"); s != "" {
		return s
	}
	return "assessment"
}

// Damaged is an entry that cannot be read, or a file of one that is not what it was.
type Damaged struct {
	// Path is the entry's, File the file in it; Problem says what is wrong with it.
	Path, File string
	Problem    Problem
	Err        error
}

// Problem is what can be wrong with an entry.
type Problem string

// An entry cannot be read, a file is missing, was changed, or is not one of the entry's.
const (
	Unreadable Problem = "unreadable"
	Missing    Problem = "missing"
	Changed    Problem = "changed"
	Foreign    Problem = "foreign"
)

// List gives the entries by year, title and when they were computed, and those that cannot be read.
func List(dir string) ([]*Entry, []Damaged, error) {
	years, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the archive: %w", err)
	}
	var all []*Entry
	var broken []Damaged
	for _, year := range years {
		if !year.IsDir() || strings.HasPrefix(year.Name(), ".") {
			continue
		}
		entries, err := os.ReadDir(filepath.Join(dir, year.Name()))
		if err != nil {
			return nil, nil, fmt.Errorf("reading the archive: %w", err)
		}
		for _, one := range entries {
			if !one.IsDir() || strings.HasPrefix(one.Name(), ".") { // half-made entries begin with a dot
				continue
			}
			path := year.Name() + "/" + one.Name()
			e, err := read(dir, path)
			switch {
			case err == nil:
				all = append(all, e)
			case !errors.Is(err, fs.ErrNotExist):
				broken = append(broken, Damaged{Path: path, File: EntryFile, Problem: Unreadable, Err: err})
			case isYear(year.Name()):
				broken = append(broken, Damaged{Path: path, File: EntryFile, Problem: Missing})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y *Entry) int {
		if x.Year != y.Year {
			return x.Year - y.Year
		}
		if c := strings.Compare(x.Title, y.Title); c != 0 {
			return c
		}
		return x.Created.Compare(y.Created)
	})
	return all, broken, nil
}

func isYear(name string) bool {
	n, err := strconv.Atoi(name)
	return err == nil && n >= 0 && len(name) <= 4
}

func read(dir, path string) (*Entry, error) {
	file, err := os.Open(filepath.Join(dir, filepath.FromSlash(path), EntryFile))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	e := &Entry{}
	if err := json.NewDecoder(io.LimitReader(file, entryMost)).Decode(e); err != nil {
		return nil, fmt.Errorf("reading %s: %w", EntryFile, err)
	}
	if !strings.HasPrefix(e.Schema, "siap/archive-entry/") || e.Files[e.Result] == "" {
		return nil, fmt.Errorf("reading %s: it describes no assessment", EntryFile)
	}
	for name := range e.Files {
		if !fs.ValidPath(name) {
			return nil, fmt.Errorf("reading %s: it names a file %q outside of the entry", EntryFile, name)
		}
	}
	e.Path = path
	return e, nil
}

// ResultPath is where the result of an entry stands.
func (e *Entry) ResultPath(dir string) string {
	return filepath.Join(dir, filepath.FromSlash(e.Path), filepath.FromSlash(e.Result))
}

// Check compares the files of an entry with their hashes, and tells of files that do not belong to it.
func (e *Entry) Check(dir string) ([]Damaged, error) {
	var out []Damaged
	root := filepath.Join(dir, filepath.FromSlash(e.Path))
	for _, name := range slices.Sorted(maps.Keys(e.Files)) {
		sum, err := source.SHA256(filepath.Join(root, filepath.FromSlash(name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Damaged{Path: e.Path, File: name, Problem: Missing})
		case err != nil:
			out = append(out, Damaged{Path: e.Path, File: name, Problem: Unreadable, Err: err})
		case sum != e.Files[name]:
			out = append(out, Damaged{Path: e.Path, File: name, Problem: Changed})
		}
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); name != EntryFile && e.Files[name] == "" {
			out = append(out, Damaged{Path: e.Path, File: name, Problem: Foreign})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("checking %s: %w", e.Path, err)
	}
	return out, nil
}
