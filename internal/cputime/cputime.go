// Package cputime says how long the processors have worked for this process: what a benchmark can still be judged by
// on a machine that others use too.
package cputime

import (
	"testing"
	"time"
)

// Clock measures a benchmark by the processors' time.
type Clock struct{ from time.Duration }

// Start begins to measure.
func Start() Clock { return Clock{Used()} }

// Taken is the time since Start for one round of the benchmark.
func (c Clock) Taken(b *testing.B) time.Duration { return (Used() - c.from) / time.Duration(b.N) }
