// Package peaktest says how much memory a process took at its peak, for benchmarks that run siap as a whole.
package peaktest
