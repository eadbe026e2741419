package library

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the list of fingerprints anew, as far as raised versions and new words allow")

// listed is one line of fingerprints.txt: a version of a built-in rubric that was given out.
type listed struct{ id, version, scoring, text string }

const listFile = "fingerprints.txt"

const listHead = `# The fingerprints of the built-in rubrics, one version a line: id version scoring text. Results name them, so a
# version that was given out must score for ever as it did. "go test ./rubric/library -update" adds a raised version
# and takes over new words; it refuses changed scoring under an old version.
`

// The built-in rubrics are those of the list: whoever changes what a rubric scores must raise its version.
func TestFingerprintsAreListed(t *testing.T) {
	data, err := os.ReadFile(listFile)
	if err != nil && !(os.IsNotExist(err) && *update) {
		t.Fatal(err)
	}
	list, err := parseList(string(data))
	if err != nil {
		t.Fatal(err)
	}
	var now []listed
	for _, id := range IDs() {
		r, err := Open(id)
		if err != nil {
			t.Fatal(err)
		}
		prints := r.Fingerprints()
		now = append(now, listed{r.ID, r.Version, prints.Scoring, prints.Text})
	}
	next, problems := settle(list, now, *update)
	for _, p := range problems {
		t.Error(p)
	}
	if !*update {
		return
	}
	var b strings.Builder
	b.WriteString(listHead)
	for _, l := range next {
		fmt.Fprintln(&b, l.id, l.version, l.scoring, l.text)
	}
	if b.String() != string(data) {
		if err := os.WriteFile(listFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func parseList(text string) ([]listed, error) {
	var list []listed
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		words := strings.Fields(line)
		if len(words) != 4 {
			return nil, fmt.Errorf("%s:%d: %d words, want id version scoring text", listFile, i+1, len(words))
		}
		list = append(list, listed{words[0], words[1], words[2], words[3]})
	}
	return list, nil
}

// settle holds the rubrics of today against the list. It gives the list as it should be, and what keeps a rubric from
// standing in it; with update only what no list can mend.
func settle(list, now []listed, update bool) (next []listed, problems []string) {
	next = slices.Clone(list)
	known := map[string]bool{}
	for _, r := range now {
		known[r.id] = true
		i := slices.IndexFunc(next, func(l listed) bool { return l.id == r.id && l.version == r.version })
		newest := ""
		for _, l := range list {
			if l.id == r.id && (newest == "" || compareVersions(l.version, newest) > 0) {
				newest = l.version
			}
		}
		switch {
		case i >= 0 && next[i].scoring != r.scoring:
			problems = append(problems, fmt.Sprintf("%s %s scores differently than it did when it was listed: raise version in "+
				"%s%s (results name the version they used), then run go test ./rubric/library -update; "+
				"git diff and \"siap rubric diff\" with the file as it was show what moved", r.id, r.version, r.id, extension))
		case i >= 0 && next[i].text != r.text:
			if !update {
				problems = append(problems, fmt.Sprintf("%s %s has other words than the list says, and scores alike: run "+
					"go test ./rubric/library -update", r.id, r.version))
			}
			next[i].text = r.text
		case i < 0 && newest != "" && compareVersions(r.version, newest) < 0:
			problems = append(problems, fmt.Sprintf("%s has version %s, older than %s, which is listed: versions only rise", r.id, r.version, newest))
		case i < 0:
			if !update {
				problems = append(problems, fmt.Sprintf("%s %s is not listed: run go test ./rubric/library -update", r.id, r.version))
			}
			next = append(next, r)
		}
	}
	for _, l := range list {
		if !known[l.id] {
			problems = append(problems, fmt.Sprintf("%s is listed but no longer in the library: results name it; mark it retired instead", l.id))
			known[l.id] = true
		}
	}
	slices.SortStableFunc(next, func(a, b listed) int {
		return cmp.Or(cmp.Compare(a.id, b.id), compareVersions(a.version, b.version))
	})
	return next, problems
}

// compareVersions orders versions part by part, numbers by value: 1.9 comes before 1.10, and 2020 before 2020.1.
func compareVersions(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX == nil && errY == nil {
			return cmp.Compare(x, y)
		}
		return cmp.Compare(a, b)
	})
}

// Each line: the list, what the library has today, what -update makes of it, and what is said without and with it.
func TestSettle(t *testing.T) {
	old := listed{"a", "1.9", "s1", "t1"}
	for _, c := range []struct {
		name          string
		list, now     []listed
		next          []listed
		plain, update string
	}{
		{"nothing changed", []listed{old}, []listed{old}, []listed{old}, "", ""},
		{"a new rubric", nil, []listed{old}, []listed{old}, "is not listed", ""},
		{"new words", []listed{old}, []listed{{"a", "1.9", "s1", "t2"}}, []listed{{"a", "1.9", "s1", "t2"}}, "has other words", ""},
		{
			"a raised version",
			[]listed{old},
			[]listed{{"a", "1.10", "s2", "t2"}},
			[]listed{old, {"a", "1.10", "s2", "t2"}},
			"is not listed", "",
		},
		{"scoring changed under its version", []listed{old}, []listed{{"a", "1.9", "s2", "t1"}}, []listed{old}, "raise version", "raise version"},
		{
			"back to a version that scored differently",
			[]listed{old, {"a", "2", "s2", "t2"}},
			[]listed{{"a", "1.9", "s2", "t2"}},
			[]listed{old, {"a", "2", "s2", "t2"}},
			"raise version", "raise version",
		},
		{"a lower version", []listed{old}, []listed{{"a", "1.8", "s2", "t2"}}, []listed{old}, "only rise", "only rise"},
		{"gone", []listed{old}, nil, []listed{old}, "no longer in the library", "no longer in the library"},
	} {
		for _, update := range []bool{false, true} {
			want := c.plain
			if update {
				want = c.update
			}
			next, problems := settle(c.list, c.now, update)
			if update && !slices.Equal(next, c.next) {
				t.Errorf("%s: the list becomes %v, want %v", c.name, next, c.next)
			}
			said := strings.Join(problems, "\n")
			if (want == "") != (said == "") || !strings.Contains(said, want) {
				t.Errorf("%s, update %v: %q, want %q", c.name, update, said, want)
			}
		}
	}
	if _, err := parseList("a 1 s"); err == nil {
		t.Error("a broken line was read")
	}
}
