package pdfdoc

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"
)

// Picture is an image as the document can print it.
type Picture struct {
	// Width and Height are in pixels.
	Width, Height float64
	data          []byte
}

// pictureSide is the most pixels that a side has: more than 300 a inch at the size of a logo.
const pictureSide = 900

// ReadPicture reads a PNG of any kind and gives it as one that gofpdf can print (8 bits, not interlaced), no larger than
// paper needs. The caller has bounded its size.
func ReadPicture(data []byte) (*Picture, error) {
	in, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading a picture for the PDF document: %w", err)
	}
	size := in.Bounds().Size()
	if largest := max(size.X, size.Y); largest > pictureSide {
		size.X, size.Y = max(1, size.X*pictureSide/largest), max(1, size.Y*pictureSide/largest)
	}
	out := image.NewNRGBA(image.Rectangle{Max: size})
	draw.CatmullRom.Scale(out, out.Bounds(), in, in.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil, fmt.Errorf("writing a picture for the PDF document: %w", err)
	}
	return &Picture{float64(size.X), float64(size.Y), b.Bytes()}, nil
}

var errSecondPicture = errors.New("drawing a second picture")

// pictureName is that of the only picture of a document: gofpdf writes several in an order of chance.
const pictureName = "picture"

// Picture draws a picture within a rectangle of which it takes the width or the height. A document has one at most.
func (d *Doc) Picture(p *Picture, x, y, w, h float64) {
	if d.picture != nil && d.picture != p {
		d.fail(errSecondPicture)
		return
	}
	if d.picture == nil {
		d.picture = p
		d.pdf.RegisterImageOptionsReader(pictureName, gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(p.data))
	}
	scale := min(w/p.Width, h/p.Height)
	d.pdf.ImageOptions(pictureName, d.finite(x), d.finite(y), d.finite(p.Width*scale), d.finite(p.Height*scale), false, gofpdf.ImageOptions{}, 0, "")
}
