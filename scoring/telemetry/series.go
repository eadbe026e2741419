package telemetry

import (
	"cmp"
	"slices"
	"time"
)

// sample is one measured value inside the window.
type sample struct {
	// at is the time since the start of the agency's window.
	at    time.Duration
	value float64
	// file is the number of the file it came from, line the line there.
	file, line int32
}

// series are the samples of one metric of one agency.
type series struct {
	samples []sample
	// outside counts the samples before or after the window, repeated those at a time already seen.
	outside, repeated int
}

// settle puts the samples in order of time and keeps, of those at the same time, the one read last. replaced is
// called with the file of each sample that gave way and the file of the one that took its place.
func (s *series) settle(replaced func(old, by int32)) {
	slices.SortStableFunc(s.samples, func(a, b sample) int { return cmp.Compare(a.at, b.at) })
	kept := s.samples[:0]
	for _, x := range s.samples {
		if last := len(kept) - 1; last >= 0 && kept[last].at == x.at {
			replaced(kept[last].file, x.file)
			kept[last] = x
			s.repeated++
			continue
		}
		kept = append(kept, x)
	}
	s.samples = kept
}
