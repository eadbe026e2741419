package html

import (
	"fmt"
	"html/template"

	"siap/reports/view"
)

// functions are what the templates need beyond the view model.
var functions = template.FuncMap{"shade": shade}

// shade gives the style class of a band's colour; there are five steps, whatever the number of bands.
func shade(b view.BandRef) string {
	if b.ID == "" {
		return "none"
	}
	return fmt.Sprintf("s%d", int(min(max(b.Shade, 0), 1)*4+0.5))
}
