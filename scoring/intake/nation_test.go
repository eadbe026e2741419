package intake

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"siap/internal/source"
	"siap/scoring/result"
)

// tree writes files below a new folder; the key is the path, a value that begins with → is a link.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if target, link := strings.CutPrefix(text, "→"); link {
			if err := os.Symlink(filepath.FromSlash(target), path); err != nil {
				t.Skip("no links here: ", err)
			}
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func settingsOf(t testing.TB, dir string) *Settings {
	t.Helper()
	s, problems := ReadSettings(source.Source{Path: filepath.Join(dir, SettingsFile), Name: SettingsFile})
	if problems.HasErrors() {
		t.Fatal(problems.All())
	}
	return s
}

func TestAssessments(t *testing.T) {
	for _, c := range []struct {
		name     string
		nation   string
		files    map[string]string
		want     string
		problems string
	}{
		{
			"listed", "assessments: [b, 'p*']",
			map[string]string{"b/siap.yaml": "", "p1/siap.yaml": "", "p2/siap.yaml": "", "p3/readme": "", "q/siap.yaml": ""},
			"b p1 p2", "",
		},
		{
			"found", "title: N",
			map[string]string{"b/siap.yaml": "", "groups/c/siap.yaml": "", "groups/d/answers/x.csv": "", "out/e/siap.yaml": "", ".f/siap.yaml": "", "b/inner/siap.yaml": ""},
			"b groups/c", "",
		},
		{"two levels", "assessments: ['*/*']", map[string]string{"a/x/siap.yaml": "", "a/y/siap.yaml": "", "b/z/siap.yaml": "", "c/siap.yaml": ""}, "a/x a/y b/z", ""},
		{
			"missing", "assessments: [nowhere, empty, file]",
			map[string]string{"empty/readme": "", "file": ""},
			"", "nowhere CF070, empty CF071, file CF070, siap.yaml CF060",
		},
		{"none", "title: N", map[string]string{"a/readme": ""}, "", "siap.yaml CF060"},
		{
			"a group of assessments", "assessments: ['*']",
			map[string]string{"g/siap.yaml": "assessments: ['*']", "g/a/siap.yaml": "", "g/b/siap.yaml": "", "h/siap.yaml": ""},
			"g/a g/b h", "",
		},
		{
			"a link to a folder that is there too", "assessments: ['*']",
			map[string]string{"a/siap.yaml": "", "b": "→a"},
			"a", "b CF072",
		},
		{
			"links in circles", "title: N",
			map[string]string{"a/siap.yaml": "", "g/x": "→..", "g/y": "→../g", "g/deep/z": "→../../g"},
			"a", "g/x CF073, g/y CF073, g/deep/z CF073",
		},
		{"a link out", "assessments: ['*']", map[string]string{"a/siap.yaml": "", "b": "→/"}, "a", "b CF073"},
		{"a link to itself", "assessments: [a, b]", map[string]string{"a/siap.yaml": "", "b": "→b"}, "a", "b CF070"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.files[SettingsFile] = c.nation
			root := tree(t, c.files)
			s := settingsOf(t, root)
			if want := c.want != "" || s.Assessments != nil; IsNation(root, s) != want {
				t.Errorf("is a nation: %v", !want)
			}
			folders, problems := Assessments(root, s)
			var got, found []string
			for _, f := range folders {
				got = append(got, f.Path)
			}
			for _, d := range problems.All() {
				found = append(found, d.Place.File+" "+d.Code)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
			want := strings.Split(c.problems, ", ")
			slices.Sort(want)
			slices.Sort(found)
			if strings.Join(found, ", ") != strings.Join(want, ", ") {
				t.Errorf("problems %q, want %q", found, c.problems)
			}
		})
	}
}

// A folder elsewhere on the machine is none of the nation's.
func TestAssessmentsStayInside(t *testing.T) {
	other := tree(t, map[string]string{"siap.yaml": "title: secret", "answers/a.csv": "agency,x\n"})
	root := tree(t, map[string]string{SettingsFile: "assessments: ['*']", "a/siap.yaml": "", "b": "→" + other, "a/answers/a.csv": "→" + other + "/answers/a.csv", "a/answers/b.csv": ""})
	folders, problems := Assessments(root, settingsOf(t, root))
	if len(folders) != 1 || folders[0].Path != "a" || problems.Len() != 1 || problems.All()[0].Code != "CF074" {
		t.Errorf("%+v, %v", folders, problems.All())
	}
	files := Find(folders[0].Dir, DefaultInputs(), problems)
	files.Inside(root, problems)
	if len(files.Answers) != 1 || files.Answers[0].Name != "answers/b.csv" || problems.All()[problems.Len()-1].Code != "CF075" {
		t.Errorf("%+v, %v", files.Answers, problems.All())
	}
}

// An assessment with files of its own is none of a nation only because a copy of it lies in a sub-folder.
func TestOrdinaryFolderIsNoNation(t *testing.T) {
	root := tree(t, map[string]string{SettingsFile: "title: T", "answers/a.csv": "", "old/siap.yaml": ""})
	if IsNation(root, settingsOf(t, root)) {
		t.Error("an assessment with answers of its own is taken for a nation")
	}
}

func TestInherit(t *testing.T) {
	root := tree(t, map[string]string{
		SettingsFile:    "{year: 2025, rubric: own.yaml, rollup: weighted, group_by: [type], title: Nation, role_weights: {staff: 2}, assessments: ['*'], invented: {id: K, en: I}}",
		"g/siap.yaml":   "{combine: median, assessments: ['*']}",
		"g/a/siap.yaml": "{title: A, language: en}",
		"b/siap.yaml":   "{rubric: pegi, year: 2024}",
		"plain/x":       "",
	})
	a := settingsOf(t, filepath.Join(root, "g", "a"))
	a.Inherit(Above(filepath.Join(root, "g", "a")))
	if a.Scalars["rubric"] != "own.yaml" || filepath.Base(a.RubricDir) != filepath.Base(root) || a.Scalars["combine"] != "median" || a.Scalars["title"] != "A" ||
		a.Scalars["year"] != "2025" || a.Scalars["rollup"] != "weighted" || a.RoleWeights["staff"] != 2 || a.GroupBy[0] != "type" || a.Invented == nil ||
		!a.Inherited["year"] || a.Inherited["language"] {
		t.Errorf("%+v", a)
	}
	b := settingsOf(t, filepath.Join(root, "b"))
	b.Inherit(Above(filepath.Join(root, "b")))
	if b.Scalars["rubric"] != "pegi" || b.RubricDir != b.Dir || b.RoleWeights != nil || b.Scalars["year"] != "2024" || b.Scalars["rollup"] != "weighted" {
		t.Errorf("%+v", b)
	}
	if above := Above(root); above != nil {
		t.Errorf("the nation inherits %+v", above)
	}
	// By whatever way one comes to a folder, it is the same one.
	if runtime.GOOS != "windows" {
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(filepath.Join(root, "b"), link); err == nil && len(Above(link)) != 1 {
			t.Error("through a link the nation is not found")
		}
	}
	c := &Settings{Scalars: map[string]string{}}
	if c.Inherit(nil); len(c.Scalars) != 0 {
		t.Errorf("alone: %+v", c)
	}
}

// What is varied comes whole from the nearest that says anything of it, with its file of experts; the experts of one rubric
// say nothing of another.
func TestInheritRobust(t *testing.T) {
	root := tree(t, map[string]string{
		SettingsFile:      "{rubric: indrajit-5, assessments: ['*'], robust: {draws: 64, unknowns: false, weights: {method: expert_mix, experts: experts.csv}}}",
		"a/siap.yaml":     "title: A",
		"own/siap.yaml":   "robust: {measurement: false}",
		"other/siap.yaml": "rubric: pegi",
		"g/siap.yaml":     "{assessments: ['*'], robust: {draws: 32}}",
		"g/b/siap.yaml":   "title: B",
	})
	inherited := func(folder string) *Settings {
		dir := filepath.Join(root, filepath.FromSlash(folder))
		s := settingsOf(t, dir)
		s.Inherit(Above(dir))
		return s
	}
	a := inherited("a")
	if u := a.Uncertainty; u.Draws != 64 || u.Unknowns || !u.Respondents || u.Weights.Method != result.WeightsMix || a.Scalars["robust.draws"] != "64" || !a.Inherited["robust.draws"] {
		t.Errorf("a: %+v", a)
	}
	if src, named := a.ExpertsFile(a.Dir); !named || realPath(filepath.Dir(src.Path)) != realPath(root) || src.Name != "../experts.csv" {
		t.Errorf("the experts of a: %+v", src)
	}
	own := inherited("own")
	if u := own.Uncertainty; u.Draws != 1024 || u.Measurement || !u.Unknowns || own.Experts != "" || own.Scalars["robust.draws"] != "" {
		t.Errorf("own: %+v", own)
	}
	if other := inherited("other"); other.Experts != "" || other.Uncertainty.Draws != 1024 {
		t.Errorf("another rubric: %+v", other)
	}
	if b := inherited("g/b"); b.Uncertainty.Draws != 32 || !b.Uncertainty.Unknowns || b.Experts != "" {
		t.Errorf("b: %+v", b)
	}
}
