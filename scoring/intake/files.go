package intake

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/scoring/questionnaire"
	"siap/scoring/telemetry/ledger"
)

// Files are the input files of one assessment, each list in the order of the names.
type Files struct {
	// Agencies is the zero Source where there is no list: the agencies are then those of the answers.
	Agencies                     source.Source
	Answers, Evidence, Telemetry []source.Source
	// Repairs is the side file of cells that are to be read as something else; the zero Source for none.
	Repairs source.Source
	// Ledgers are the registers of events with their files, Calendar is the file of free days; the zero Source for none.
	Ledgers  []ledger.Entry
	Calendar source.Source
	// Pulled is what was pulled from servers, one file a server.
	Pulled []source.Source
	// Progress is told, from time to time, how many bytes of all files of samples were read; nil for nobody.
	Progress func(done, total int64)
}

// Find looks up the input files of an assessment folder. A file that is named but missing is an error; a pattern
// that matches nothing is not.
func Find(dir string, in Inputs, problems *diag.List) Files {
	files := Files{
		Answers:   match(dir, in.Answers, problems),
		Evidence:  match(dir, in.Evidence, problems),
		Telemetry: match(dir, in.Telemetry, problems),
		Repairs:   at(dir, RepairsFile),
	}
	files.Pulled = findPulled(dir, problems)
	findLedgers(dir, in, &files, problems)
	if in.Agencies != "" {
		files.Agencies = at(dir, in.Agencies)
		if _, err := os.Stat(files.Agencies.Path); err != nil {
			problems.Add(ruleInputMissing.At(diag.Place{File: in.Agencies}).Saw(reason(err)))
		}
	}
	return files
}

// at names a file below a folder.
func at(dir, name string) source.Source {
	return source.Source{Path: filepath.Join(dir, filepath.FromSlash(name)), Name: path.Clean(name)}
}

// match finds the files of some patterns, each once.
func match(dir string, patterns []string, problems *diag.List) []source.Source {
	var out []source.Source
	seen := map[string]bool{}
	for _, pattern := range patterns {
		if !strings.ContainsAny(pattern, "*?[") {
			if _, err := os.Stat(at(dir, pattern).Path); err != nil {
				problems.Add(ruleInputMissing.At(diag.Place{File: pattern}).Saw(reason(err)))
				continue
			}
			if !seen[pattern] {
				seen[pattern] = true
				out = append(out, at(dir, pattern))
			}
			continue
		}
		folder := path.Dir(pattern)
		entries, err := os.ReadDir(at(dir, folder).Path)
		if err != nil {
			continue // a folder that is not there holds no files
		}
		for _, entry := range entries {
			name := path.Join(folder, entry.Name())
			matches, _ := path.Match(path.Base(pattern), entry.Name())
			if matches && !entry.IsDir() && !Ignored(entry.Name()) && !seen[name] {
				seen[name] = true
				out = append(out, at(dir, name))
			}
		}
	}
	slices.SortFunc(out, func(a, b source.Source) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Ignored reports files that are no input of their own: what programs leave in folders (the lock files of office
// programs, folder thumbnails, hidden and temporary files), read-me files, and the mapping files beside tables.
func Ignored(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".") ||
		slices.Contains([]string{"thumbs.db", "desktop.ini", "ehthumbs.db", "readme", "readme.md", "readme.txt"}, lower) ||
		strings.HasSuffix(lower, questionnaire.MappingSuffix) || strings.HasSuffix(lower, ".tmp") || strings.HasSuffix(lower, "~") || strings.HasSuffix(lower, ".crdownload")
}

func sorted(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, ", ")
}
