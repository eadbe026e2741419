// Package nation makes up national inputs of any size from one number: a folder for each province with the governments
// in it, the agencies of each government, the answers of their respondents, evidence and telemetry.
//
// The provinces, regencies and cities are real, and so are the usual kinds of agencies; everything else is invented and
// marked so in every siap.yaml. A latent readiness stands behind each province, government, agency and indicator;
// answers scatter around it and measurements follow it. Every government draws from its own stream of random numbers,
// so that the files of one do not depend on how many others there are. Files are written as they are made, so that
// memory does not grow with the size of the nation.
package nation

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency/kemendagri"
)

// Options say what nation is made up; the zero value is 38 provinces with all their governments, one agency each.
type Options struct {
	Seed uint64
	// Rubric is one of the library; "" is spbe-2020 with its 47 indicators.
	Rubric string
	// Provinces is how many provinces there are, in the order of their codes; 0 is all 38.
	Provinces int
	// Governments is how many governments each province has at most, its own included; 0 is all.
	Governments int
	// Agencies is how many agencies each government has; 0 is 1.
	Agencies int
	// Respondents is how many people of each agency answer; 0 is 1.
	Respondents int
	// Unknown is the share of answers that stay empty, 0 to 1.
	Unknown float64
	// Evidence is how many items of evidence each agency shows.
	Evidence int
	// Telemetry says what is measured, where the rubric measures anything: what has a sample a month or less (Monthly),
	// or everything (Daily).
	Telemetry Telemetry
	// Year is the assessed year; 0 is 2025.
	Year int
	// Wide writes a column for each indicator instead of a row for each answer.
	Wide bool
}

// Telemetry says how much is measured.
type Telemetry string

// Nothing is measured by default.
const (
	None    Telemetry = ""
	Monthly Telemetry = "monthly"
	Daily   Telemetry = "daily"
)

// Made says how much was written.
type Made struct {
	Provinces, Governments, Agencies int
	Answers, Evidence, Samples       int
	Files                            int
	Bytes                            int64
}

// generator makes one nation.
type generator struct {
	Options
	dir        string
	rubric     *rubric.Rubric
	indicators []*rubric.Node
	// hard is how much harder than the others each indicator is, as a share of the scale.
	hard []float64
	made Made
}

// Write makes up a nation in a folder, which must be empty or missing.
func Write(dir string, o Options) (Made, error) {
	if o.Rubric == "" {
		o.Rubric = "spbe-2020"
	}
	if o.Year == 0 {
		o.Year = 2025
	}
	o.Agencies, o.Respondents = max(o.Agencies, 1), max(o.Respondents, 1)
	r, err := library.Open(o.Rubric)
	if err != nil {
		return Made{}, fmt.Errorf("making up a nation: %w", err)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return Made{}, fmt.Errorf("making up a nation: the folder %s is not empty", dir)
	}
	g := &generator{Options: o, dir: dir, rubric: r, indicators: r.Indicators()}
	hard := g.stream("indicators")
	for range g.indicators {
		g.hard = append(g.hard, around(hard, 0, 0.08))
	}
	if err := g.write("siap.yaml", g.settings); err != nil {
		return g.made, err
	}
	for i, province := range kemendagri.Provinces() {
		if o.Provinces > 0 && i >= o.Provinces {
			break
		}
		if err := g.province(province); err != nil {
			return g.made, err
		}
	}
	return g.made, nil
}

// Folder is the name of a province's folder: 64-kalimantan-timur.
func Folder(a kemendagri.Area) string {
	return a.Code + "-" + strings.ReplaceAll(strings.ToLower(a.Name), " ", "-")
}

// government is one government with what is made up about it.
type government struct {
	kemendagri.Area
	// ready is its general readiness, 0 to 1.
	ready    float64
	agencies []*office
}

// office is one agency.
type office struct {
	id, name, kind string
	weight         int
	// truth is the latent readiness of each indicator, 0 to 1.
	truth []float64
}

// province writes the folder of one province.
func (g *generator) province(p kemendagri.Area) error {
	areas := append([]kemendagri.Area{p}, kemendagri.Within(p.Code)...)
	var governments []*government
	ready := around(g.stream("province", p.Code), 0.5, 0.09)
	for _, a := range areas {
		if a.Administrative() && g.Governments > 0 {
			continue // no government of its own
		}
		if g.Governments > 0 && len(governments) >= g.Governments {
			break
		}
		governments = append(governments, g.government(a, ready))
	}
	g.made.Provinces++
	folder := Folder(p)
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := g.write(at("siap.yaml"), func(w *writer) { g.provinceSettings(w, p) }); err != nil {
		return err
	}
	if err := g.write(at("agencies.csv"), func(w *writer) { g.agencies(w, governments) }); err != nil {
		return err
	}
	for _, gov := range governments {
		answers := g.answers
		if g.Wide {
			answers = g.wideAnswers
		}
		if err := g.write(at(filepath.Join("answers", gov.Code+".csv")), func(w *writer) { answers(w, gov) }); err != nil {
			return err
		}
	}
	if g.Evidence > 0 {
		if err := g.write(at(filepath.Join("evidence", "data-dukung.csv")), func(w *writer) { g.evidence(w, governments) }); err != nil {
			return err
		}
	}
	if metrics := g.measured(); len(metrics) > 0 {
		return g.write(at(filepath.Join("telemetry", "pengukuran.csv")), func(w *writer) { g.telemetry(w, governments, metrics) })
	}
	return nil
}

// government makes up one government and its agencies.
func (g *generator) government(a kemendagri.Area, province float64) *government {
	rng := g.stream("government", a.Code)
	gov := &government{Area: a, ready: around(rng, province, 0.12)}
	for k := range g.Agencies {
		o := &office{id: strings.ReplaceAll(a.Code, ".", "") + "-" + kindID(k), name: kindName(k), kind: kindType(k), weight: 1 + rng.IntN(3)}
		level := around(rng, gov.ready, 0.1)
		for i := range g.indicators {
			o.truth = append(o.truth, clamp(level+g.hard[i]+around(rng, 0, 0.12), 0.01, 0.99))
		}
		gov.agencies = append(gov.agencies, o)
	}
	g.made.Governments++
	g.made.Agencies += len(gov.agencies)
	return gov
}

// agencies writes the list of a province: each government, then its agencies.
func (g *generator) agencies(w *writer, governments []*government) {
	w.row("id", "name", "type", "parent", "weight", "province", "timezone")
	for _, gov := range governments {
		name := gov.Name
		if gov.Type == kemendagri.Province {
			name = "Provinsi " + name
		}
		province, _ := kemendagri.ByCode(gov.ProvinceCode())
		w.row(gov.Code, "Pemerintah "+name, gov.Type, "", "", province.Name, gov.Zone)
		for _, o := range gov.agencies {
			w.row(o.id, o.name+" "+gov.Name, o.kind, gov.Code, strconv.Itoa(o.weight), province.Name, gov.Zone)
		}
	}
}

// stream gives the random numbers of one purpose.
func (g *generator) stream(purpose ...string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(purpose, "\x00"))) // a hash never fails
	return rand.New(rand.NewPCG(g.Seed, h.Sum64()))
}

// around draws from a bell between middle − 2 spread and middle + 2 spread: the sum of four even draws.
func around(rng *rand.Rand, middle, spread float64) float64 {
	sum := rng.Float64() + rng.Float64() + rng.Float64() + rng.Float64()
	return middle + float64(spread*(sum-2))
}

func clamp(x, low, high float64) float64 { return max(low, min(high, x)) }

// write makes one file of the nation.
func (g *generator) write(name string, fill func(*writer)) (err error) {
	path := filepath.Join(g.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	w := newWriter(file)
	fill(w)
	if err := errors.Join(w.flush(), file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	g.made.Files++
	g.made.Bytes += w.written
	return nil
}
