package intake

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/scoring/questionnaire"
)

// Folder is one assessment of a nation: a folder with a siap.yaml of its own below that of the nation.
type Folder struct {
	// Path is the folder relative to the nation's, with forward slashes; Dir is where it is.
	Path, Dir string
	// Above are the settings that hold where its own say nothing, the nearest first: those of the nation, or those of a
	// group of assessments between the two and then those of the nation.
	Above []*Settings
}

// inherited are the scalar settings that a nation gives to its assessments where their own siap.yaml says nothing.
var inherited = []string{"year", "rubric", "window.from", "window.to", "language", "basis", "combine", "rollup", "seed", "outputs"}

// nationalRollup is how governments are computed from their agencies in a nation where nobody says: without it a nation
// would have nothing to rank.
const nationalRollup = "mean"

// Inherit completes the settings of an assessment with those above it, the nearest first. The rubric, with what belongs
// to it (the window of the year, the weights of roles), comes from one place: of two the nearer.
func (s *Settings) Inherit(above []*Settings) {
	s.Inherited = map[string]bool{}
	for _, a := range above {
		ownRubric := s.Scalars["rubric"] != ""
		ownTime := s.Scalars["year"] != "" || s.Scalars["window.from"] != ""
		for _, key := range inherited {
			value, there := a.Scalars[key]
			_, has := s.Scalars[key]
			if !there || has || (ownTime && (key == "year" || strings.HasPrefix(key, "window."))) {
				continue
			}
			s.Scalars[key] = value
			s.Inherited[key] = true
		}
		if !ownRubric && a.Scalars["rubric"] != "" {
			s.RubricDir = a.Dir
		}
		if s.RoleWeights == nil && (!ownRubric || s.Scalars["rubric"] == a.Scalars["rubric"]) {
			s.RoleWeights = a.RoleWeights
		}
		s.inheritRobust(a, ownRubric)
		if s.GroupBy == nil {
			s.GroupBy = a.GroupBy
		}
		if s.Invented == nil {
			s.Invented = a.Invented
		}
	}
	if _, has := s.Scalars["rollup"]; !has && len(above) > 0 {
		s.Scalars["rollup"], s.Inherited["rollup"] = nationalRollup, true
	}
}

// inheritRobust takes what is varied from above, whole, where the own siap.yaml says nothing of it. The weights that experts
// gave are for one rubric, so an assessment by another does without.
func (s *Settings) inheritRobust(a *Settings, ownRubric bool) {
	experts := a.Experts != "" || len(a.Uncertainty.Weights.Experts) > 0
	if s.hasRobust || !a.hasRobust || (experts && ownRubric && s.Scalars["rubric"] != a.Scalars["rubric"]) {
		return
	}
	s.hasRobust, s.Uncertainty = true, a.Uncertainty
	s.Experts, s.expertsAt, s.expertsDir = a.Experts, a.expertsAt, cmp.Or(a.expertsDir, a.Dir)
	for key, value := range a.Scalars {
		if strings.HasPrefix(key, "robust.") {
			s.Scalars[key], s.Inherited[key] = value, true
		}
	}
}

// Above gives the settings that an assessment folder inherits from the nation it is an assessment of, the nearest first;
// none where it stands alone. So a folder gives the same result whether its nation is run or it alone.
func Above(dir string) []*Settings {
	own := realPath(dir)
	var above []*Settings
	for at, up := own, filepath.Dir(own); up != at; at, up = up, filepath.Dir(up) {
		src := source.Source{Path: filepath.Join(up, SettingsFile), Name: SettingsFile}
		if !fileAt(src.Path) {
			continue
		}
		s, problems := ReadSettings(src)
		if problems.HasErrors() || !IsNation(up, s) {
			continue
		}
		folders, _ := Assessments(up, s)
		for _, f := range folders {
			if realPath(f.Dir) == own {
				above = f.Above // of a group within a nation, that of the nation has both
			}
		}
	}
	return above
}

// What may be wrong with the sub-folders of a nation.
var (
	ruleNoFolder     = diag.Rule{Code: "CF070", Severity: diag.Error}
	ruleNoAssessment = diag.Rule{Code: "CF071", Severity: diag.Error}
	ruleFolderTwice  = diag.Rule{Code: "CF072", Severity: diag.Warning}
	ruleFolderCycle  = diag.Rule{Code: "CF073", Severity: diag.Error}
	ruleFolderOut    = diag.Rule{Code: "CF074", Severity: diag.Error}
	ruleFileOut      = diag.Rule{Code: "CF075", Severity: diag.Error}
	ruleNoFolders    = diag.Rule{Code: "CF060", Severity: diag.Error}
	ruleFolderDeep   = diag.Rule{Code: "CF061", Severity: diag.Error}
)

// The limits of the search for assessments: every government of Indonesia in a folder of its own, many times over.
const (
	maxDepth   = 6
	maxFolders = 10_000
	maxEntries = 200_000
)

// outFolder is where an assessment's outputs go unless it says otherwise; nothing in it is an input.
const outFolder = "out"

// IsNation reports whether the sub-folders of an assessment folder are the assessments: siap.yaml lists them, or there
// is nothing to read beside it and a sub-folder has a siap.yaml of its own.
func IsNation(dir string, s *Settings) bool {
	if s.Assessments != nil {
		return true
	}
	quiet := &diag.List{}
	if files := Find(dir, s.Inputs, quiet); len(files.Answers)+len(files.Evidence)+len(files.Telemetry)+len(files.Ledgers)+len(files.Pulled) > 0 {
		return false
	}
	f := &finder{root: realPath(dir), settings: s, problems: quiet, seen: map[string]string{}, first: true}
	f.automatic(".", nil, 0)
	return len(f.found) > 0
}

// Assessments finds the assessments of a nation, in the order of their paths: those that its siap.yaml lists or, where
// it lists none, every sub-folder with a siap.yaml. A folder whose siap.yaml lists assessments itself is a group of
// them. Links are followed inside the nation's folder only, and no folder is taken twice.
func Assessments(dir string, s *Settings) ([]Folder, *diag.List) {
	f := &finder{root: realPath(dir), settings: s, problems: &diag.List{}, seen: map[string]string{}}
	f.expand(".", s, nil, 0)
	slices.SortFunc(f.found, func(a, b Folder) int { return strings.Compare(a.Path, b.Path) })
	if len(f.found) == 0 {
		f.problems.Add(ruleNoFolders.At(diag.Place{File: SettingsFile}).About("assessments").Saw(strings.Join(s.Assessments, ", ")))
	}
	return f.found, f.problems
}

// realPath is a path without links; the path itself where that cannot be told.
func realPath(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

func fileAt(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// finder looks for the assessments of one nation.
type finder struct {
	root     string // without links
	settings *Settings
	problems *diag.List
	found    []Folder
	// seen are the real folders that were taken or looked through, and under which path.
	seen    map[string]string
	entries int
	// first ends the search with the first assessment.
	first bool
}

func (f *finder) enough() bool {
	return f.entries > maxEntries || len(f.found) >= maxFolders || (f.first && len(f.found) > 0)
}

// expand finds the assessments that the settings of a folder list.
func (f *finder) expand(at string, s *Settings, above []*Settings, depth int) {
	above = append([]*Settings{s}, above...)
	if len(s.Assessments) == 0 {
		f.automatic(at, above, depth)
		return
	}
	for _, pattern := range s.Assessments {
		f.match(at, strings.Split(path.Clean(pattern), "/"), above, depth, !strings.ContainsAny(pattern, "*?["))
	}
}

// match follows a pattern, part by part. literal says that somebody named this very folder.
func (f *finder) match(at string, parts []string, above []*Settings, depth int, literal bool) {
	if f.enough() {
		return
	}
	if len(parts) == 0 {
		f.take(at, above, depth, literal)
		return
	}
	if !strings.ContainsAny(parts[0], "*?[") {
		f.match(path.Join(at, parts[0]), parts[1:], above, depth, literal)
		return
	}
	for _, name := range f.folders(at) {
		if matches, _ := path.Match(parts[0], name); matches {
			f.match(path.Join(at, name), parts[1:], above, depth, literal)
		}
	}
}

// folders names the folders in a folder, and the links that may lead to some.
func (f *finder) folders(at string) []string {
	entries, err := os.ReadDir(f.dir(at))
	if err != nil {
		return nil
	}
	f.entries += len(entries)
	var names, links []string
	for _, e := range entries {
		switch name := e.Name(); {
		case name == outFolder || strings.HasPrefix(name, "."):
		case e.IsDir():
			names = append(names, name)
		case e.Type()&fs.ModeSymlink != 0:
			links = append(links, name)
		}
	}
	return append(names, links...) // where a folder is reached twice, its own name counts
}

func (f *finder) dir(at string) string { return filepath.Join(f.root, filepath.FromSlash(at)) }

// automatic takes every folder below one that has a siap.yaml, and looks through the others.
func (f *finder) automatic(at string, above []*Settings, depth int) {
	if depth > maxDepth {
		return
	}
	for _, name := range f.folders(at) {
		if f.enough() {
			return
		}
		below := path.Join(at, name)
		if fileAt(filepath.Join(f.dir(below), SettingsFile)) {
			f.take(below, above, depth, false)
			continue
		}
		if real, ok := f.enter(below, false); ok {
			f.seen[real] = below
			f.automatic(below, above, depth+1)
		}
	}
}

// enter gives the real folder at a path, and false where it is none that may be looked into.
func (f *finder) enter(at string, literal bool) (string, bool) {
	place := diag.Place{File: at}
	real, err := filepath.EvalSymlinks(f.dir(at))
	info, statErr := os.Stat(f.dir(at))
	if err = errors.Join(err, statErr); err != nil || !info.IsDir() {
		if literal {
			seen := ""
			if err != nil {
				seen = reason(err)
			}
			f.problems.Add(ruleNoFolder.At(place).Saw(seen))
		}
		return "", false
	}
	switch {
	case !inside(f.root, real):
		if inside(real, f.root) {
			f.problems.Add(ruleFolderCycle.At(place).Saw(at))
		} else {
			f.problems.Add(ruleFolderOut.At(place).Saw(at))
		}
		return "", false
	case inside(real, realPath(filepath.Dir(f.dir(at)))): // a link to a folder that it lies in
		f.problems.Add(ruleFolderCycle.At(place).Saw(at))
		return "", false
	}
	if first, twice := f.seen[real]; twice {
		if first != at {
			f.problems.Add(ruleFolderTwice.At(place).Saw(first))
		}
		return "", false
	}
	return real, true
}

// inside reports whether a real path is a folder or lies below it.
func inside(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// take takes the folder at a path for an assessment, or for a group of them.
func (f *finder) take(at string, above []*Settings, depth int, literal bool) {
	real, ok := f.enter(at, literal)
	if !ok {
		return
	}
	src := source.Source{Path: filepath.Join(f.dir(at), SettingsFile), Name: path.Join(at, SettingsFile)}
	if !fileAt(src.Path) {
		if literal {
			f.problems.Add(ruleNoAssessment.At(diag.Place{File: at}))
		}
		return
	}
	f.seen[real] = at
	own, _ := ReadSettings(src) // what is wrong with them is told when the folder is scored
	if own.Assessments == nil {
		f.found = append(f.found, Folder{Path: at, Dir: f.dir(at), Above: above})
		return
	}
	if depth >= maxDepth {
		f.problems.Add(ruleFolderDeep.At(diag.Place{File: at}).Allows("≤ " + strconv.Itoa(maxDepth)))
		return
	}
	f.expand(at, own, above, depth+1)
}

// Inside leaves out the input files that links lead out of a nation's folder: what one province sent may not be a way
// to read what stands elsewhere on the machine.
func (f *Files) Inside(root string, problems *diag.List) {
	root = realPath(root)
	stays := func(src source.Source) bool {
		real, err := filepath.EvalSymlinks(src.Path)
		if err != nil || inside(root, real) {
			return true // what cannot be read is told by whoever reads it
		}
		problems.Add(ruleFileOut.At(diag.Place{File: src.Name}))
		return false
	}
	for _, list := range []*[]source.Source{&f.Answers, &f.Evidence, &f.Telemetry, &f.Pulled} {
		*list = slices.DeleteFunc(*list, func(src source.Source) bool { return !stays(src) })
	}
	for i := range f.Ledgers {
		f.Ledgers[i].Sources = slices.DeleteFunc(f.Ledgers[i].Sources, func(src source.Source) bool { return !stays(src) })
	}
	for _, one := range []*source.Source{&f.Agencies, &f.Repairs, &f.Calendar} {
		if one.Path != "" && !stays(*one) {
			*one = source.Source{}
		}
	}
}

// All gives every file, for whoever wants to know whether any has changed.
func (f *Files) All() []source.Source {
	var all []source.Source
	for _, one := range []source.Source{f.Agencies, f.Repairs, f.Calendar} {
		if one.Path != "" && fileAt(one.Path) {
			all = append(all, one)
		}
	}
	for _, list := range [][]source.Source{f.Answers, f.Evidence, f.Telemetry, f.Pulled} {
		all = append(all, list...)
	}
	for _, entry := range f.Ledgers {
		all = append(all, entry.Sources...)
	}
	for _, src := range f.Answers { // a table's mapping says how it is read
		mapping := source.Source{
			Path: filepath.Join(filepath.Dir(src.Path), questionnaire.MappingName(filepath.Base(src.Path))),
			Name: path.Join(path.Dir(src.Name), questionnaire.MappingName(path.Base(src.Name))),
		}
		if fileAt(mapping.Path) {
			all = append(all, mapping)
		}
	}
	return all
}
