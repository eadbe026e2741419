// Package spill puts samples in order that do not fit into memory: it sorts as many as it may hold, writes them to a
// temporary file, and at the end merges what it has written. Where all fit, nothing is written.
package spill

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"slices"

	"siap/scoring/telemetry/reduce"
)

// Sample is a sample of a series.
type Sample struct {
	Series int32
	reduce.Sample
}

// size is how many bytes a sample takes on disk.
const size = 4 + 8 + 8 + 4 + 4

// Sorter takes samples in any order and gives them by series and time; those of one series at the same time in the
// order in which they came. Close it to remove its temporary file.
type Sorter struct {
	folder string
	most   int
	held   []Sample
	file   *os.File
	runs   []int64 // where the runs in the file end
}

// New makes a sorter that holds at most so many samples in memory, and writes the others to a file in a folder, "" for
// the system's.
func New(folder string, most int) *Sorter { return &Sorter{folder: folder, most: max(most, 2)} }

// Add takes a sample.
func (s *Sorter) Add(x Sample) error {
	if len(s.held) == s.most {
		if err := s.write(); err != nil {
			return err
		}
	}
	s.held = append(s.held, x)
	return nil
}

// Spilled reports whether a temporary file is in use.
func (s *Sorter) Spilled() bool { return s.file != nil }

func (s *Sorter) sort() {
	slices.SortStableFunc(s.held, compare)
}

func compare(a, b Sample) int {
	return cmp.Or(cmp.Compare(a.Series, b.Series), cmp.Compare(a.At, b.At))
}

// write sorts what is held and writes it as one more run.
func (s *Sorter) write() error {
	if s.file == nil {
		file, err := os.CreateTemp(s.folder, "siap-telemetry-*")
		if err != nil {
			return fmt.Errorf("making a temporary file to put samples in order: %w", err)
		}
		s.file = file
	}
	s.sort()
	out := bufio.NewWriterSize(s.file, 256<<10)
	var record [size]byte
	for i := range s.held {
		encode(&record, &s.held[i])
		if _, err := out.Write(record[:]); err != nil {
			return fmt.Errorf("writing samples to a temporary file: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing samples to a temporary file: %w", err)
	}
	end := int64(len(s.held)) * size
	if n := len(s.runs); n > 0 {
		end += s.runs[n-1]
	}
	s.runs = append(s.runs, end)
	s.held = s.held[:0]
	return nil
}

func encode(to *[size]byte, x *Sample) {
	binary.LittleEndian.PutUint32(to[0:], uint32(x.Series))
	binary.LittleEndian.PutUint64(to[4:], uint64(x.At))
	binary.LittleEndian.PutUint64(to[12:], math.Float64bits(x.Value))
	binary.LittleEndian.PutUint32(to[20:], uint32(x.File))
	binary.LittleEndian.PutUint32(to[24:], uint32(x.Line))
}

func decode(from *[size]byte) Sample {
	return Sample{int32(binary.LittleEndian.Uint32(from[0:])), reduce.Sample{
		At:    int64(binary.LittleEndian.Uint64(from[4:])),
		Value: math.Float64frombits(binary.LittleEndian.Uint64(from[12:])),
		File:  int32(binary.LittleEndian.Uint32(from[20:])),
		Line:  int32(binary.LittleEndian.Uint32(from[24:])),
	}}
}

// All gives all samples in order, once. An error ends them.
func (s *Sorter) All() iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		if s.file == nil {
			s.sort()
			for _, x := range s.held {
				if !yield(x, nil) {
					return
				}
			}
			return
		}
		if len(s.held) > 0 {
			if err := s.write(); err != nil {
				yield(Sample{}, err)
				return
			}
		}
		s.held = nil
		s.merge(yield)
	}
}

// mergeMemory is how much of the runs is read ahead, in all.
const mergeMemory = 32 << 20

func (s *Sorter) merge(yield func(Sample, error) bool) {
	h := &runs{}
	from := int64(0)
	ahead := min(max(mergeMemory/len(s.runs), 4<<10), 1<<20)
	for i, end := range s.runs {
		r := &run{number: i, in: bufio.NewReaderSize(io.NewSectionReader(s.file, from, end-from), ahead)}
		from = end
		if err := r.next(); err != nil {
			yield(Sample{}, err)
			return
		}
		*h = append(*h, r)
	}
	heap.Init(h)
	for h.Len() > 0 {
		r := (*h)[0]
		if !yield(r.head, nil) {
			return
		}
		switch err := r.next(); {
		case errors.Is(err, io.EOF):
			heap.Pop(h)
		case err != nil:
			yield(Sample{}, err)
			return
		default:
			heap.Fix(h, 0)
		}
	}
}

// Close removes the temporary file.
func (s *Sorter) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	return errors.Join(err, os.Remove(s.file.Name()))
}

// run is a sorted part of the file that is being read.
type run struct {
	number int
	in     *bufio.Reader
	head   Sample
}

func (r *run) next() error {
	var record [size]byte
	if _, err := io.ReadFull(r.in, record[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		return fmt.Errorf("reading samples back from a temporary file: %w", err)
	}
	r.head = decode(&record)
	return nil
}

// runs is a heap of runs by their first samples.
type runs []*run

func (h runs) Len() int { return len(h) }
func (h runs) Less(i, k int) bool {
	return cmp.Or(compare(h[i].head, h[k].head), cmp.Compare(h[i].number, h[k].number)) < 0
}
func (h runs) Swap(i, k int) { h[i], h[k] = h[k], h[i] }

// Push is for package heap.
func (h *runs) Push(x any) {
	if r, is := x.(*run); is {
		*h = append(*h, r)
	}
}

// Pop is for package heap.
func (h *runs) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}
