package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/scoring/archive"
	"siap/scoring/result"
)

// verified is what came of verifying one result.
type verified struct {
	Path        string `json:"path"`
	Holds       bool   `json:"holds"`
	Agencies    int    `json:"agencies,omitempty"`
	Differences int    `json:"differences,omitempty"`
	// Problem is why it could not be computed again, Damaged what is wrong with the files of an entry of an archive.
	Problem string   `json:"problem,omitempty"`
	Damaged []string `json:"damaged,omitempty"`
}

// verifyAll verifies every result in a folder and below it, each whatever becomes of the others, and every entry of an
// archive against its hashes.
func verifyAll(w *world, p *l10n.Printer, dir string, args []string, asJSON bool) error {
	if dir == "" && len(args) > 0 {
		dir = args[0]
	}
	if dir == "" {
		dir = "."
	}
	paths, err := resultsBelow(dir)
	if err != nil {
		return usage("cli.no_folder", "path", dir)
	}
	entries, broken, err := archive.List(dir)
	if err != nil {
		return failed(err)
	}
	for _, e := range entries {
		damaged, err := e.Check(dir)
		if err != nil {
			return failed(err)
		}
		broken = append(broken, damaged...)
	}
	if len(paths)+len(broken) == 0 {
		return usage("cli.not_scored", "path", dir)
	}
	var all []verified
	wrong := 0
	for _, path := range paths {
		v := verifyOne(p, path)
		if !v.Holds {
			wrong++
		}
		if !asJSON {
			tellOne(w, p, v)
		}
		all = append(all, v)
	}
	for _, d := range broken {
		wrong++
		text := p.Text("archive.damaged."+string(d.Problem), "path", safetext.Line(d.Path), "file", safetext.Line(d.File))
		if !asJSON {
			fmt.Fprintln(w.out, text)
		}
		all = append(all, verified{Path: d.Path, Damaged: []string{text}})
	}
	if asJSON {
		if err := writeJSON(w, all); err != nil {
			return err
		}
	}
	if wrong > 0 {
		return &exitError{code: exitFailed, key: "verify.all_differs", args: []any{"n", wrong, "of", len(all)}}
	}
	say(w, p.Text("verify.all_holds", "n", len(all)))
	return nil
}

// resultsBelow finds the results in a folder and below it; links are not followed.
func resultsBelow(dir string) (paths []string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != dir && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case !entry.IsDir() && entry.Name() == result.FileName:
			paths = append(paths, path)
		}
		return nil
	})
	return paths, err
}

func verifyOne(p *l10n.Printer, path string) verified {
	v := verified{Path: filepath.ToSlash(path)}
	a, err := readStored(path)
	if err == nil {
		res := &stored{a, path}
		found, verifyErr := res.verify()
		v.Agencies, v.Differences, err = len(a.Agencies), len(found), verifyErr
	}
	if err != nil {
		v.Problem = err.Error()
		if told, is := errors.AsType[*exitError](err); is {
			v.Problem = told.message(p)
		}
	}
	v.Holds = err == nil && v.Differences == 0
	return v
}

func tellOne(w *world, p *l10n.Printer, v verified) {
	switch {
	case v.Holds:
		fmt.Fprintln(w.out, p.Text("verify.one_holds", "path", safetext.Line(v.Path), "n", v.Agencies))
	case v.Problem != "":
		fmt.Fprintln(w.out, p.Text("verify.one_fails", "path", safetext.Line(v.Path), "reason", safetext.Line(v.Problem)))
	default:
		fmt.Fprintln(w.out, p.Text("verify.one_differs", "path", safetext.Line(v.Path), "n", v.Differences))
	}
}
