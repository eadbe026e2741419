package main

import (
	"bytes"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	made "siap/samples/generate/nation"
)

var kills = flag.Int("kills", 100, "how many times TestKilledNation kills a run")

// A run of a nation is killed at any moment, again and again, while its inputs change from one version to another and
// back: afterwards every output is missing, or what one of the two versions gives, whole; and the next run finishes with
// the right result.
func TestKilledNation(t *testing.T) {
	dir := t.TempDir()
	home := filepath.Join(dir, "nation")
	if _, err := made.Write(home, made.Options{
		Seed: 1, Rubric: "indrajit-5", Provinces: 3, Governments: 2, Agencies: 2, Respondents: 2, Evidence: 1, Telemetry: made.Monthly,
	}); err != nil {
		t.Fatal(err)
	}
	answers, err := filepath.Glob(filepath.Join(home, "*", "answers", "*.csv"))
	if err != nil || len(answers) != 6 {
		t.Fatal(answers, err)
	}
	versions := [2]map[string][]byte{{}, {}}
	for _, path := range answers {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		versions[0][path] = data
		versions[1][path] = bytes.ReplaceAll(data, []byte(",2\n"), []byte(",3\n"))
	}
	change := func(version int) {
		t.Helper()
		for path, data := range versions[version] {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	command := func() *exec.Cmd {
		c := exec.Command("siap", "run", home, "--to", "csv", "--trials", "8")
		c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1767225600")
		return c
	}
	finish := func() time.Duration {
		t.Helper()
		start := time.Now()
		if out, err := command().CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return time.Since(start)
	}
	var want [2]map[string][]byte
	long := time.Duration(0)
	for version := range versions {
		change(version)
		long = max(long, finish())
		want[version] = outputsOf(t, home)
	}
	if bytes.Equal(want[0]["out/assessment.json"], want[1]["out/assessment.json"]) || len(want[0]) < 16 {
		t.Fatalf("the two versions do not differ, or there are only %d outputs", len(want[0]))
	}
	for name := range want[0] {
		if _, both := want[1][name]; !both {
			t.Fatalf("%s is an output of one version only", name)
		}
	}

	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0)) // any moment will do; a failure names the file
	killed, torn := 0, 0
	for k := range *kills {
		change(k % 2)
		c := command()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Float64() * float64(long)))
		if c.Process.Kill() == nil {
			killed++
		}
		_ = c.Wait() // it was killed
		for name, data := range outputsOf(t, home) {
			switch {
			case want[0][name] == nil:
				t.Errorf("kill %d left %s, which is no output", k, name)
			case !bytes.Equal(data, want[0][name]) && !bytes.Equal(data, want[1][name]):
				torn++
				t.Errorf("kill %d left %s neither old nor new, of %d bytes", k, name, len(data))
			}
		}
	}
	last := (*kills + 1) % 2
	change(last)
	finish()
	got := outputsOf(t, home)
	for name, data := range want[last] {
		if !bytes.Equal(got[name], data) {
			t.Errorf("after all kills %s is not what it should be", name)
		}
	}
	if len(got) != len(want[last]) {
		t.Errorf("%d outputs, want %d", len(got), len(want[last]))
	}
	if left, _ := filepath.Glob(filepath.Join(home, "*", "out", ".*.tmp")); len(left) > 0 {
		t.Errorf("half-written files are still there: %v", left)
	}
	t.Logf("%d kills within %v of a run of %v, %d torn files", killed, long, long, torn)
}

// outputsOf reads every output of a nation but half-written files under temporary names, and the lock.
func outputsOf(t *testing.T, home string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(home, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		base := entry.Name()
		if !strings.Contains("/"+name, "/out/") || base == "lock" || (strings.HasPrefix(base, ".") && strings.HasSuffix(base, ".tmp")) {
			return nil
		}
		all[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
