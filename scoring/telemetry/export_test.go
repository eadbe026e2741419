package telemetry

// InBlocks has an engine read tables of any size in blocks, as it reads large ones.
func InBlocks(f *Files) *Files {
	f.options.small = 1
	return f
}

// SortIn has an engine put at most so many samples in order in memory.
func SortIn(f *Files, samples int) *Files {
	f.options.sortMemory = samples
	return f
}
