// Package generate makes up the data of samples from one number: pure functions from a seed to the bytes of files.
//
// A latent readiness stands behind each agency, dimension and indicator; answers scatter around it by role and
// person, and measurements follow it too, but for a few claims that promise more than the machines saw. Every agency
// draws from its own stream of random numbers, so that a change to one leaves the others as they are. Only additions
// and multiplications are used, no logarithms, and written values are rounded, so that every machine writes the same.
package generate

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"siap/rubric"
	"siap/rubric/library"
)

// Seed is the number that the committed files of kaltim-opd are made from.
const Seed = 2025

// File is one generated file.
type File struct {
	// Path is where it belongs in the assessment folder, with forward slashes.
	Path string
	Data []byte
}

// KaltimOPD makes the data of 24 agencies of Kalimantan Timur for the rubric indrajit-5: the list of agencies, the
// answers of seven respondents each, evidence, and a year of telemetry.
func KaltimOPD(seed uint64) ([]File, error) {
	r, err := library.Open("indrajit-5")
	if err != nil {
		return nil, fmt.Errorf("making up kaltim-opd: %w", err)
	}
	w := newWorld(r, seed)
	agencies := newSheet("id", "name", "type", "timezone")
	for _, o := range offices {
		agencies.row(o.id, o.name, o.kind, "WITA")
	}
	files := []File{
		{"agencies.csv", agencies.bytes()},
		{"answers/jawaban.csv", w.answers()},
		{"evidence/data-dukung.csv", w.evidence()},
	}
	return append(files, w.telemetry()...), nil
}

// world is the made-up province: how ready each agency really is, by indicator.
type world struct {
	rubric *rubric.Rubric
	seed   uint64
	// truth is the latent level, 1 to 4, of each agency and indicator.
	truth map[[2]string]float64
	// boast is how many levels the people of an agency claim too much on an indicator.
	boast map[[2]string]float64
	// dimension of each indicator.
	dimension map[string]string
}

func newWorld(r *rubric.Rubric, seed uint64) *world {
	w := &world{rubric: r, seed: seed, truth: map[[2]string]float64{}, boast: map[[2]string]float64{}, dimension: map[string]string{}}
	hard := w.stream("indicators")
	difficulty := map[string]float64{}
	for _, n := range r.Indicators() {
		difficulty[n.ID] = around(hard, 0, 0.35)
	}
	for _, d := range r.Children {
		for _, n := range d.Children {
			w.dimension[n.ID] = d.ID
		}
	}
	for _, o := range offices {
		rng := w.stream("truth", o.id)
		for _, d := range r.Children {
			ready := around(rng, o.ready, 0.55)
			for _, n := range d.Children {
				w.truth[[2]string{o.id, n.ID}] = clamp(ready+difficulty[n.ID]+around(rng, 0, 0.5), 1.05, 3.95)
			}
		}
	}
	for _, b := range boasts {
		w.boast[[2]string{b[0], b[1]}] = 1.1
	}
	return w
}

// stream gives the random numbers of one purpose.
func (w *world) stream(purpose ...string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(purpose, "\x00"))) // a hash never fails
	return rand.New(rand.NewPCG(w.seed, h.Sum64()))
}

// around draws from a bell between middle − 2 spread and middle + 2 spread: the sum of four even draws.
func around(rng *rand.Rand, middle, spread float64) float64 {
	sum := rng.Float64() + rng.Float64() + rng.Float64() + rng.Float64()
	return middle + float64(spread*(sum-2))
}

func clamp(x, low, high float64) float64 { return max(low, min(high, x)) }

// sheet is a CSV file being written.
type sheet struct {
	buffer bytes.Buffer
	writer *csv.Writer
}

func newSheet(header ...string) *sheet {
	s := &sheet{}
	s.writer = csv.NewWriter(&s.buffer)
	s.row(header...)
	return s
}

func (s *sheet) row(cells ...string) { _ = s.writer.Write(cells) } // a buffer takes everything

func (s *sheet) bytes() []byte {
	s.writer.Flush()
	return s.buffer.Bytes()
}
