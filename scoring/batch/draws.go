package batch

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/scoring"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// What keeps the draws of the parts from being put together.
var (
	ruleDrawsDiffer = diag.Rule{Code: "CF067", Severity: diag.Warning}
	ruleDrawsRubric = diag.Rule{Code: "CF068", Severity: diag.Note}
)

// mostDraws is how many draws of a part are kept; where more are made, the nation has the intervals of the first ones.
const mostDraws = 8192

// mostNumbers is how many numbers a file of draws has at most: a folder with all governments of Indonesia and mostDraws.
const mostNumbers = 1 << 23

// largestIndex is the largest number that is taken for an index.
const largestIndex = 1e100

// Collector takes the draws down that a nation needs of one of its assessments.
func Collector() *scoring.Collector {
	return &scoring.Collector{Most: mostDraws, Room: mostNumbers, Of: func(a *result.Assessment) []int {
		e := newExtraction(a, nil)
		var entries []int
		for u, one := range a.Agencies {
			if e.isEntry(one) {
				entries = append(entries, u)
			}
		}
		return entries
	}}
}

// drawsFile is where the draws of a folder are kept, beside its part.
func (r *runner) drawsFile(folder string) string {
	return strings.TrimSuffix(r.file(folder), ".json") + ".draws"
}

// storeDraws keeps the draws of a part: their indexes alone, in a file that is read only where the nation is put together.
// The part itself has their description, and the hash of the file.
func (r *runner) storeDraws(f intake.Folder, p *Part) ([]string, error) {
	if p.Drawn == nil {
		return nil, nil
	}
	p.drawsFile = r.drawsFile(f.Path)
	return []string{p.drawsFile}, atomicfile.Write(p.drawsFile, func(w io.Writer) error {
		return binary.Write(w, binary.LittleEndian, p.Drawn.Index)
	})
}

// soundDraws reports whether the description of draws that stands in a file can be believed.
func soundDraws(d *scoring.Drawn) bool {
	return d == nil || (d.Draws > 0 && d.Draws <= mostDraws && intake.ValidDraws(d.Draws) && d.Draws*len(d.Agencies) <= mostNumbers)
}

// draws gives the draws of a part with their indexes; nil where nothing was drawn.
func (p *Part) draws() (*scoring.Drawn, error) {
	d := p.Drawn
	if d == nil || d.Index != nil {
		return d, nil
	}
	file, err := os.Open(p.drawsFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	n := d.Draws * len(d.Agencies)
	if info, err := file.Stat(); err != nil || info.Size() != 8*int64(n) {
		return nil, fmt.Errorf("reading %s: it does not have the %d bytes of %d draws of %d agencies (%v)", filepath.Base(p.drawsFile), 8*n, d.Draws, len(d.Agencies), err)
	}
	own := *d
	own.Index = make([]float64, n)
	if err := binary.Read(file, binary.LittleEndian, own.Index); err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(p.drawsFile), err)
	}
	for _, x := range own.Index {
		if !(math.Abs(x) <= largestIndex) {
			return nil, fmt.Errorf("reading %s: %v is no index", filepath.Base(p.drawsFile), x)
		}
	}
	return &own, nil
}

// spread puts the draws of the parts together, where they can be.
func (m *merger) spread() error {
	drawn, none := map[string]*scoring.Drawn{}, true
	for p := range m.counted() {
		d, err := p.draws()
		if err != nil { // the next run finds that the file is not what was written, and scores the folder again
			m.problems.Add(ruleDamaged.At(diag.Place{File: p.Path}))
		}
		drawn[p.Path] = d
		none = none && d == nil
	}
	if none {
		return nil
	}
	if !scoring.CanPutTogether(m.frame.Rubric) {
		m.problems.Add(ruleDrawsRubric.At(diag.Place{}).About(m.frame.Rubric.ID).Saw(string(m.frame.Rubric.Order)))
		return nil
	}
	odd, err := putTogether(m.out, drawn)
	for _, o := range odd {
		m.problems.Add(ruleDrawsDiffer.At(diag.Place{File: o.part}).About(o.setting).Saw(o.seen).Allows(o.others))
	}
	return err
}

// oddity is a part whose draws do not go together with those of the others, and the first setting that differs.
type oddity struct{ part, setting, seen, others string }

// putTogether gives the places of a nation the intervals of draws, from the draws of its parts by path; nil is a part that
// drew nothing. Where any part that has an index to rank does not go with the others, no place is changed, and those parts
// are given: the settings of most parts are those of the others.
func putTogether(a *result.Assessment, drawn map[string]*scoring.Drawn) ([]oddity, error) {
	basis := a.Options.Basis
	ranked := map[string]map[string]bool{} // the agencies with an index, by part
	for _, one := range a.Agencies {
		if one.Results[basis].Index.Value != nil {
			if ranked[one.Part] == nil {
				ranked[one.Part] = map[string]bool{}
			}
			ranked[one.Part][one.ID] = true
		}
	}
	parts := slices.Sorted(maps.Keys(ranked))
	if !slices.ContainsFunc(parts, func(part string) bool { return drawn[part] != nil }) {
		return nil, nil
	}
	usual := usualTraits(parts, drawn)
	var odd []oddity
	used := map[string]*scoring.Drawn{}
	for _, part := range parts {
		if o := compareDraws(drawn[part], ranked[part], basis, usual); o != nil {
			o.part = part
			odd = append(odd, *o)
		}
		used[part] = drawn[part]
	}
	if len(odd) > 0 {
		return odd, nil
	}
	return nil, scoring.RankDraws(context.Background(), a, used)
}

// usualTraits are those of most parts that drew anything; of several as usual ones, those of the first part.
func usualTraits(parts []string, drawn map[string]*scoring.Drawn) []scoring.Trait {
	times, most := map[string]int{}, 0
	for _, part := range parts {
		if d := drawn[part]; d != nil {
			key := fmt.Sprint(d.Traits())
			times[key]++
			most = max(most, times[key])
		}
	}
	for _, part := range parts {
		if d := drawn[part]; d != nil && times[fmt.Sprint(d.Traits())] == most {
			return d.Traits()
		}
	}
	return nil
}

// compareDraws says why the draws of a part do not go with the others; nil where they do.
func compareDraws(d *scoring.Drawn, ids map[string]bool, basis result.Basis, usual []scoring.Trait) *oddity {
	whole := d != nil
	for id := range ids {
		whole = whole && slices.Contains(d.Agencies, id)
	}
	if whole && d.Basis != basis {
		return &oddity{setting: "basis", seen: string(d.Basis), others: string(basis)}
	}
	for k, t := range usual {
		switch {
		case !whole && t.Setting == scoring.TraitDraws:
			return &oddity{setting: t.Setting, seen: "0", others: t.Value}
		case whole && d.Traits()[k] != t:
			return &oddity{setting: t.Setting, seen: short(d.Traits()[k].Value), others: short(t.Value)}
		}
	}
	return nil
}

// short cuts what may be a long list of weights.
func short(value string) string {
	const most = 80
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}
