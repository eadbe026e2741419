package pdftest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var wordBox = regexp.MustCompile(`<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>`)

// box is a word and its place on the page, in points.
type box struct {
	x0, y0, x1, y1 float64
	text           string
}

// Overlapping gives the pairs of words that are set over each other, and the words that leave the page, as poppler finds
// them. Lines of text may lie as close as their letters without tails allow.
func Overlapping(t *testing.T, pdf []byte) (found []string) {
	t.Helper()
	for i, page := range strings.Split(run(t, pdf, "pdftotext", "-enc", "UTF-8", "-bbox", inputFile, "-"), "<page ")[1:] {
		var size [2]float64
		if _, err := fmt.Sscanf(page, `width="%f" height="%f"`, &size[0], &size[1]); err != nil {
			t.Fatalf("page %d has no size: %v", i+1, err)
		}
		var words []box
		for _, m := range wordBox.FindAllStringSubmatch(page, -1) {
			var at [4]float64
			for k := range at {
				at[k], _ = strconv.ParseFloat(m[k+1], 64) // the pattern lets numbers through only
			}
			b := box{at[0], at[1], at[2], at[3], m[5]}
			if b.x0 < 0 || b.x1 > size[0] || b.y0 < 0 || b.y1 > size[1] {
				found = append(found, fmt.Sprintf("page %d: %q leaves the page", i+1, b.text))
			}
			for _, other := range words {
				wide, high := min(b.x1, other.x1)-max(b.x0, other.x0), min(b.y1, other.y1)-max(b.y0, other.y0)
				if wide > 0.6 && high > 0.35*min(b.y1-b.y0, other.y1-other.y0) {
					found = append(found, fmt.Sprintf("page %d: %q and %q", i+1, other.text, b.text))
				}
			}
			words = append(words, b)
		}
	}
	return found
}
