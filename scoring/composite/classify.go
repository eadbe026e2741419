package composite

// Classify gives the index of the band that x belongs to. Edges are the lower ends of the bands in rising order,
// the first one the bottom of the scale. Bands are [edge, next); with upperClosed they are (edge, next], and the
// first one is closed below too. A value within tol of an edge is taken to be on it. -1 where x is unknown.
func Classify(x float64, edges []float64, upperClosed bool, tol float64) int {
	if !IsKnown(x) || len(edges) == 0 {
		return -1
	}
	band := 0
	for i := 1; i < len(edges); i++ {
		if above := x - edges[i]; above > tol || (!upperClosed && above >= -tol) {
			band = i
		}
	}
	return band
}
