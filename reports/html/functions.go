package html

import (
	"fmt"
	"html/template"
	"strconv"

	"siap/reports/view"
)

// functions are what the templates need beyond the view model: places in a drawing and names of style classes.
var functions = template.FuncMap{
	"at":    at,
	"shade": shade,
	"sort":  sortValue,
	"inc":   func(i int) int { return i + 1 },
}

// at gives the place of a value on a scale that is drawn 100 units wide.
func at(s view.Scale, x float64) string {
	return strconv.FormatFloat(s.Part(x)*100, 'f', 2, 64)
}

// shade gives the style class of a band's colour; there are five steps, whatever the number of bands.
func shade(b view.BandRef) string {
	if b.ID == "" {
		return "none"
	}
	return fmt.Sprintf("s%d", int(min(max(b.Shade, 0), 1)*4+0.5))
}

// sortValue gives what a table cell is sorted by: the number, unrounded, and nothing where it is not known.
func sortValue(n view.Num) string {
	if !n.Known {
		return ""
	}
	return strconv.FormatFloat(n.Value, 'g', -1, 64)
}
