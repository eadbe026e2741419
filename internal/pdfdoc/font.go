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

// glyphs says of every character up to U+FFFF, which is all that gofpdf can print, whether both weights have it and how
// wide it is.
type glyphs struct {
	// known is true where both weights can draw the character.
	known [1 << 16]bool
	// advance is its width in ems, regular and bold; that of the replacement where it is not known.
	advance [2][1 << 16]float32
}

// fonts are asked once for the whole program: documents share the answers, for reading them is most of the work of a
// short document.
var fonts = sync.OnceValue(func() *glyphs {
	g := &glyphs{}
	var has [2][1 << 16]bool
	var buf sfnt.Buffer
	for i, ttf := range [2][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			// The fonts are built in, so this is a broken build; no user's file can bring it about.
			panic(fmt.Sprintf("pdfdoc: the built-in font %d is broken: %v", i, err))
		}
		em := fixed.I(int(f.UnitsPerEm()))
		for r := ' '; r <= 0xFFFF; r++ {
			index, err := f.GlyphIndex(&buf, r)
			if err != nil || index == 0 {
				continue
			}
			width, err := f.GlyphAdvance(&buf, index, em, font.HintingNone)
			if err != nil {
				continue
			}
			has[i][r], g.advance[i][r] = true, float32(float64(width)/float64(em))
		}
	}
	for r := range g.known {
		g.known[r] = has[0][r] && has[1][r]
		if !g.known[r] {
			g.advance[0][r], g.advance[1][r] = g.advance[0][replacement], g.advance[1][replacement]
		}
	}
	return g
})

// printable reports whether the fonts have a character.
func (g *glyphs) printable(r rune) bool { return r >= ' ' && r <= 0xFFFF && g.known[r] }

// width is that of a character in ems; one that is not known is as wide as its replacement.
func (g *glyphs) width(r rune, bold bool) float64 {
	weight := 0
	if bold {
		weight = 1
	}
	if r < 0 || r > 0xFFFF {
		r = replacement
	}
	return float64(g.advance[weight][r])
}
