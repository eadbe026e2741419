package archive

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siap/scoring/result"
)

func kept(t *testing.T) (dir string, sources []Source, a *result.Assessment) {
	t.Helper()
	from := t.TempDir()
	for name, data := range map[string]string{"assessment.json": `{"a":1}`, "evidence.jsonl.gz": "evidence"} {
		if err := os.WriteFile(filepath.Join(from, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, Source{filepath.Join(from, name), name})
	}
	if sources[0].Name != "assessment.json" {
		sources[0], sources[1] = sources[1], sources[0]
	}
	return t.TempDir(), sources, &result.Assessment{Title: "Kaltim: e-Gov / 2025", Year: 2025, Rubric: result.Rubric{ID: "r", Version: "1"}}
}

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// What is kept is listed, sound and read-only; the same result is kept once, another one beside it.
func TestAddNeverOverwrites(t *testing.T) {
	dir, sources, a := kept(t)
	e, err := Add(dir, a, sources, now)
	if err != nil || !strings.HasPrefix(e.Path, "2025/kaltim-e-gov-2025-") {
		t.Fatal(e, err)
	}
	again, err := Add(dir, a, sources, now.Add(time.Hour))
	if !errors.Is(err, ErrKept) || again.Path != e.Path || !again.Kept.Equal(now) {
		t.Errorf("kept twice: %+v, %v", again, err)
	}
	if info, err := os.Stat(e.ResultPath(dir)); err != nil || info.Mode().Perm()&0o222 != 0 {
		t.Errorf("the result can be written to: %v", err)
	}
	if err := os.WriteFile(sources[0].From, []byte(`{"a":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := Add(dir, a, sources, now)
	if err != nil || other.Path == e.Path {
		t.Errorf("another result: %+v, %v", other, err)
	}
	all, broken, err := List(dir)
	if err != nil || len(all) != 2 || len(broken) != 0 {
		t.Errorf("%d entries, %v, %v", len(all), broken, err)
	}
	for _, e := range all {
		if damaged, err := e.Check(dir); err != nil || len(damaged) > 0 {
			t.Errorf("%s: %v, %v", e.Path, damaged, err)
		}
	}
}

// A source that is missing leaves nothing behind, and half-made entries of a killed run are none.
func TestAddWholeOrNothing(t *testing.T) {
	dir, sources, a := kept(t)
	if _, err := Add(dir, a, append(sources, Source{filepath.Join(dir, "no"), "no"}), now); err == nil {
		t.Error("a missing file was kept")
	}
	if err := os.MkdirAll(filepath.Join(dir, "2025", ".new-123"), 0o755); err != nil {
		t.Fatal(err)
	}
	if all, broken, err := List(dir); err != nil || len(all)+len(broken) != 0 {
		t.Errorf("%v, %v, %v", all, broken, err)
	}
}

// Whatever happens to an entry is found.
func TestCheckFindsDamage(t *testing.T) {
	for want, damage := range map[Problem]func(root string) error{
		Missing: func(root string) error { return os.Remove(filepath.Join(root, "evidence.jsonl.gz")) },
		Changed: func(root string) error {
			path := filepath.Join(root, "evidence.jsonl.gz")
			return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("other"), 0o600))
		},
		Foreign: func(root string) error { return os.WriteFile(filepath.Join(root, "more"), nil, 0o600) },
	} {
		dir, sources, a := kept(t)
		e, err := Add(dir, a, sources, now)
		if err != nil {
			t.Fatal(err)
		}
		if err := damage(filepath.Join(dir, filepath.FromSlash(e.Path))); err != nil {
			t.Fatal(err)
		}
		if found, err := e.Check(dir); err != nil || len(found) != 1 || found[0].Problem != want {
			t.Errorf("%s: %+v, %v", want, found, err)
		}
	}
	dir, sources, a := kept(t)
	e, err := Add(dir, a, sources, now)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, filepath.FromSlash(e.Path), EntryFile)
	for _, bad := range []string{"{", `{"schema":"siap/archive-entry/1","result":"a","files":{"a":"1","../../x":"2"}}`, `{"schema":"other"}`} {
		if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte(bad), 0o600)); err != nil {
			t.Fatal(err)
		}
		if _, broken, err := List(dir); err != nil || len(broken) != 1 || broken[0].Problem != Unreadable {
			t.Errorf("%s: %+v, %v", bad, broken, err)
		}
	}
}
