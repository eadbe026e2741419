package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// partSchema is the version of a stored part. A part of another version is made anew.
const partSchema = "siap/batch-part/2"

// maxPart is the largest stored part that is read.
const maxPart = 512 << 20

// What may be wrong with the state of an earlier run.
var (
	ruleLeftovers = diag.Rule{Code: "CF062", Severity: diag.Note}
	ruleClock     = diag.Rule{Code: "CF063", Severity: diag.Warning}
	ruleDamaged   = diag.Rule{Code: "CF064", Severity: diag.Note}
)

// Part is what came of one folder, with all that the nation needs of it.
type Part struct {
	result.Part
	Schema string `json:"schema"`
	// Key is the hash of all that the part depends on.
	Key string `json:"key"`
	// Failed says that the folder could not be scored; the problems say why.
	Failed bool `json:"failed,omitempty"`
	// National are the id, the version and the fingerprint of the rubric of the result that may count.
	National struct {
		Rubric, Version, Fingerprint string
	} `json:"national"`
	Window result.Window `json:"window"`
	// Basis is the headline, Bases are all.
	Basis result.Basis   `json:"basis"`
	Bases []result.Basis `json:"bases"`
	// Entries are the governments, or the agencies of a folder without any, with their results.
	Entries        []*result.Agency               `json:"entries"`
	Contradictions []result.Contradiction         `json:"contradictions,omitempty"`
	Best           map[result.Basis][]result.Best `json:"best,omitempty"`
	Invented       *rubric.Text                   `json:"invented,omitempty"`
	Problems       []*diag.Diagnostic             `json:"problems,omitempty"`
	// Drawn is what was drawn for the entries; their indexes stand in a file of their own.
	Drawn *scoring.Drawn `json:"drawn,omitempty"`
	// Notes are findings about the folder as a whole, as the nation sees it.
	Notes []*diag.Diagnostic `json:"notes,omitempty"`
	// Told are findings about this run alone, which are no part of a result.
	Told []*diag.Diagnostic `json:"-"`
	// Files are the outputs, by path relative to the nation's outputs, with their hashes; Formats are the reports.
	Files   map[string]string `json:"files,omitempty"`
	Formats []string          `json:"formats,omitempty"`
	// Fresh says that the folder was scored in this run, and not in an earlier one.
	Fresh bool `json:"-"`
	// drawsFile is where the indexes of the draws stand.
	drawsFile string
}

// failedPart is the part of a folder that could not be prepared.
func failedPart(f intake.Folder, problems []*diag.Diagnostic) *Part {
	p := &Part{Part: result.Part{Path: f.Path, Title: f.Path}, Schema: partSchema, Failed: true, Fresh: true}
	p.take(problems)
	return p
}

// take takes over the findings about a folder's inputs; their files become relative to the nation.
func (p *Part) take(problems []*diag.Diagnostic) {
	for _, d := range problems {
		own := *d
		own.Place.File = below(p.Path, own.Place.File)
		p.Problems = append(p.Problems, &own)
	}
}

// below gives the name of a file of a folder as the nation has it.
func below(folder, file string) string {
	if path.IsAbs(file) || filepath.IsAbs(file) {
		return file
	}
	return path.Join(folder, file)
}

// tell notes something about this run.
func (p *Part) tell(rule diag.Rule, n int) {
	d := rule.At(diag.Place{File: p.Path})
	d.Count = n
	p.Told = append(p.Told, d)
}

// leftovers tells of half-written files that were removed.
func (p *Part) leftovers(n int) {
	if n > 0 {
		p.tell(ruleLeftovers, n)
	}
}

// has reports whether all wanted reports were made.
func (p *Part) has(formats []string) bool {
	for _, f := range formats {
		if !slices.Contains(p.Formats, f) {
			return false
		}
	}
	return true
}

// outputs notes files that were written, with their hashes.
func (p *Part) outputs(root string, files []string) error {
	if p.Files == nil {
		p.Files = map[string]string{}
	}
	for _, file := range files {
		sum, err := source.SHA256(file)
		if err != nil {
			return fmt.Errorf("hashing the output %s: %w", file, err)
		}
		p.Files[relative(root, file)] = sum
	}
	p.SHA256 = p.Files[p.Assessment]
	return nil
}

// intact reports whether the outputs of a part are still what was written.
func (r *runner) intact(p *Part) bool {
	for name, sum := range p.Files {
		file := filepath.FromSlash(name)
		if !filepath.IsAbs(file) {
			file = filepath.Join(r.nation.Out, file)
		}
		if got, err := source.SHA256(file); err != nil || got != sum {
			return false
		}
	}
	return true
}

// key is the hash of all that the part of a folder depends on, and whether all of its files could be read.
func (r *runner) key(f intake.Folder, work Work) (key string, readable bool) {
	h := sha256.New()
	readable = true
	add := func(parts ...string) {
		for _, s := range parts {
			fmt.Fprintf(h, "%d:%s\n", len(s), s)
		}
	}
	add(partSchema, result.Schema, r.options.Tool.Name, r.options.Tool.Version, f.Path, string(work.Options()))
	if n := r.nation.Rubric; n != nil {
		add(n.ID, n.Version, r.prints.Scoring, r.prints.Text)
	}
	for _, src := range work.Inputs() {
		sum := src.SHA256()
		readable = readable && sum != ""
		add(src.Name, sum)
	}
	return hex.EncodeToString(h.Sum(nil)), readable
}

// file is where the part of a folder is kept: a name that any file system takes, and no other folder has.
func (r *runner) file(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	name := strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || (c >= '0' && c <= '9') || (c|0x20 >= 'a' && c|0x20 <= 'z') {
			return c
		}
		return '-'
	}, folder)
	return filepath.Join(r.folder(), name[:min(len(name), 60)]+"-"+hex.EncodeToString(sum[:4])+".json")
}

// load reads the part of an earlier run; nil where there is none. damaged says that there is one that cannot be used.
func (r *runner) load(f intake.Folder) (p *Part, damaged bool) {
	file, err := os.Open(r.file(f.Path))
	if err != nil {
		return nil, !errors.Is(err, fs.ErrNotExist)
	}
	defer file.Close()
	p = &Part{}
	if err := json.NewDecoder(io.LimitReader(file, maxPart)).Decode(p); err != nil {
		return nil, true
	}
	if p.Schema != partSchema || p.Path != f.Path || !p.sound() {
		return nil, p.Schema == partSchema
	}
	p.drawsFile = r.drawsFile(f.Path)
	return p, false
}

// sound reports whether a part from a file has what is relied on.
func (p *Part) sound() bool {
	for _, e := range p.Entries {
		if e == nil {
			return false
		}
		for _, basis := range p.Bases {
			if e.Results[basis] == nil {
				return false
			}
		}
	}
	return soundDraws(p.Drawn) && !slices.Contains(p.Problems, nil) && !slices.Contains(p.Notes, nil)
}

// store keeps a part for the next run.
func (r *runner) store(f intake.Folder, p *Part) error {
	return atomicfile.Write(r.file(f.Path), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(p)
	})
}

// forget removes the parts of folders that the nation has no longer, and what a killed run left of parts.
func (r *runner) forget() {
	tidy(r.folder())
	tidy(r.nation.Out)
	kept := map[string]bool{}
	for _, f := range r.nation.Folders {
		kept[filepath.Base(r.file(f.Path))], kept[filepath.Base(r.drawsFile(f.Path))] = true, true
	}
	entries, err := os.ReadDir(r.folder())
	if err != nil {
		return
	}
	for _, e := range entries {
		if name := e.Name(); (strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".draws")) && !kept[name] && name != nationFile {
			_ = os.Remove(filepath.Join(r.folder(), name)) // what cannot be removed is not read either
		}
	}
}
