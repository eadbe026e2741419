// Package nearest finds the known word closest to a misspelt one, for "did you mean".
package nearest

import "strings"

// Of gives the candidate with the smallest edit distance to word, ignoring case, and "" where none is close:
// at most a third of the word's letters, and at least one, may differ. The first of equally near ones wins.
func Of(word string, candidates []string) string {
	best, bestDistance := "", 0
	folded := []rune(strings.ToLower(word))
	if len(folded) == 0 || len(folded) > 100 {
		return ""
	}
	limit := max(1, len(folded)/3)
	for _, c := range candidates {
		if d := distance(folded, []rune(strings.ToLower(c)), limit); d <= limit && (best == "" || d < bestDistance) {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is the optimal string alignment distance (insert, delete, replace, swap neighbours), or limit+1
// where it is larger.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before := make([]int, len(b)+1)
	previous := make([]int, len(b)+1)
	current := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
