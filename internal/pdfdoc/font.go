package pdfdoc

import (
	"fmt"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// glyph is what the fonts know of one character.
type glyph struct {
	// known says that both weights can draw it.
	known bool
	// advance is its width in ems, regular and bold.
	advance [2]float64
}

// faces are the two weights, parsed once for the whole program.
var faces = sync.OnceValue(func() [2]*sfnt.Font {
	var out [2]*sfnt.Font
	for i, ttf := range [2][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			// The fonts are built in, so this is a broken build; no user's file can bring it about.
			panic(fmt.Sprintf("pdfdoc: the built-in font %d is broken: %v", i, err))
		}
		out[i] = f
	}
	return out
})

// look asks the fonts about a character; a document remembers the answers.
func (d *Doc) look(r rune) glyph {
	if g, seen := d.glyphs[r]; seen {
		return g
	}
	g := glyph{known: r >= ' ' && r <= 0xFFFF}
	var buf sfnt.Buffer
	for i, f := range faces() {
		index, err := f.GlyphIndex(&buf, r)
		if err != nil || index == 0 {
			g.known = false
			continue
		}
		em := fixed.I(int(f.UnitsPerEm()))
		width, err := f.GlyphAdvance(&buf, index, em, font.HintingNone)
		if err != nil {
			g.known = false
			continue
		}
		g.advance[i] = float64(width) / float64(em)
	}
	d.glyphs[r] = g
	return g
}
