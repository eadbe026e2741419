package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/internal/source"
	"siap/reports/text"
	"siap/scoring/intake"
)

// open finds the result or, for what people say, the rubric alone: the one that was named, that of a result, or that of
// a folder which is not scored yet.
func (o *weightsOptions) open() error {
	folder := map[string]string{}
	if o.rubricName == "" {
		res, err := findResult(o.dir, nil)
		switch {
		case err == nil:
			o.res, o.rubric = res, res.Rubric.Tree
			folder["language"] = res.Language
		case !o.asksPeople():
			return err
		default:
			settings := o.folderSettings()
			if settings == nil {
				return usage("cli.weights_rubric", "path", orHere(o.dir))
			}
			o.rubricName, folder = settings.Rubric, settings.Scalars
		}
	}
	var err error
	if o.config, err = resolveSettings(o.w, o.flags, folder); err != nil {
		return err
	}
	if o.rubric == nil {
		r, problems, _, err := findRubric(o.rubricName, orHere(o.dir))
		if err != nil {
			return err
		}
		if problems != nil && problems.HasErrors() {
			_ = text.Diagnostics(o.w.err, l10n.For(o.config.get("language")), problems.Sorted(), o.w.terminal && o.w.color())
			return &exitError{code: exitRefused, key: "cli.weights_fault", args: []any{"file", o.rubricName}}
		}
		o.rubric = r
	}
	if o.res != nil {
		allowed := append(spelled(o.res.Options.Bases), "")
		if !slices.Contains(allowed, o.basis) {
			return usage("cli.bad_choice", "flag", "basis", "seen", o.basis, "allowed", strings.Join(allowed, ", "), "nearest", "")
		}
	}
	return nil
}

func orHere(dir string) string {
	if dir == "" {
		return "."
	}
	return dir
}

// folderSettings are the settings of a folder that may not be scored yet; nil for none.
func (o *weightsOptions) folderSettings() *intake.Settings {
	path := filepath.Join(orHere(o.dir), intake.SettingsFile)
	if !fileThere(path) {
		return nil
	}
	s, problems := intake.ReadSettings(source.Source{Path: path, Name: intake.SettingsFile})
	if s == nil || problems.HasErrors() {
		return nil
	}
	if s.Rubric == "" {
		s.Rubric = settingsDefault("rubric")
	}
	return s
}

// settingsDefault is the value of a setting where nothing says another.
func settingsDefault(key string) string {
	for _, s := range settingsTable {
		if s.key == key {
			return s.defaultValue
		}
	}
	return ""
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
