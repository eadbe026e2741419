// Package geoshape makes outlines to draw of a GeoJSON file that a user gives: the polygons of its features, projected,
// thinned out to what a page can show, and named by one property.
//
// The projection is the plainest there is: degrees of longitude are shortened by the cosine of the middle latitude
// (equirectangular), which suits one country near the equator. Lines are thinned by the method of Douglas and Peucker
// (Cartographica 10(2), 1973, pp. 112-122). It is a drawing, not a survey.
package geoshape

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// The limits of a file, so that a hostile one costs bounded time and memory.
const (
	// MaxBytes is the largest file: 64 MiB.
	MaxBytes = 64 << 20
	// MaxShapes is how many features may have a polygon.
	MaxShapes = 2000
	// maxPoints is how many points are left after thinning out, over all shapes.
	maxPoints = 30_000
)

// Width is the width of the drawing; its height follows from the shapes.
const Width = 1000.0

// Point is a place on the drawing: x to the right, y down.
type Point struct{ X, Y float64 }

// Shape is the outline of one feature.
type Shape struct {
	// Key is the feature's property that it is joined by.
	Key string
	// Rings are closed lines; the last point is not repeated. Holes are rings too (fill by even and odd).
	Rings [][]Point
}

// Drawing is all shapes on one sheet, Width × Height.
type Drawing struct {
	Height float64
	Shapes []Shape
}

// The reasons why a file cannot be drawn.
var (
	ErrTooLarge   = errors.New("the file is larger than 64 MiB")
	ErrNotGeoJSON = errors.New("the file is no GeoJSON FeatureCollection")
	ErrTooMany    = errors.New("the file has more than 2000 shapes")
	ErrNoShapes   = errors.New("no feature has a polygon")
	ErrPlace      = errors.New("a coordinate is no longitude and latitude")
)

// KeyError says that no feature has the property it should be joined by, and which there are.
type KeyError struct {
	Key  string
	Seen []string
}

func (e *KeyError) Error() string {
	return fmt.Sprintf("no feature has the property %q; there are %s", e.Key, strings.Join(e.Seen, ", "))
}

type collection struct {
	Type     string `json:"type"`
	Features []struct {
		Properties map[string]any `json:"properties"`
		Geometry   *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	} `json:"features"`
}

// Read reads a GeoJSON FeatureCollection of Polygons and MultiPolygons in longitude and latitude; key is the property
// that names them. Features of other kinds are left out. Errors are those above, a *KeyError, or that of reading.
func Read(in io.Reader, key string) (*Drawing, error) {
	data, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the map: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("reading the map: %w", ErrTooLarge)
	}
	var c collection
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	decoder.UseNumber()
	if err := decoder.Decode(&c); err != nil {
		return nil, fmt.Errorf("reading the map: %w: %w", ErrNotGeoJSON, err)
	}
	if c.Type != "FeatureCollection" {
		return nil, fmt.Errorf("reading the map: %w", ErrNotGeoJSON)
	}
	var shapes []Shape
	seen := map[string]bool{}
	keyed := false
	for _, f := range c.Features {
		for name := range f.Properties {
			seen[name] = true
		}
		if f.Geometry == nil {
			continue
		}
		rings, err := ringsOf(f.Geometry.Type, f.Geometry.Coordinates)
		if err != nil {
			return nil, fmt.Errorf("reading the map: %w", err)
		}
		if len(rings) == 0 {
			continue
		}
		value, has := f.Properties[key]
		keyed = keyed || has
		if len(shapes) == MaxShapes {
			return nil, fmt.Errorf("reading the map: %w", ErrTooMany)
		}
		text := ""
		if has && value != nil {
			text = strings.TrimSpace(fmt.Sprint(value))
		}
		shapes = append(shapes, Shape{Key: text, Rings: rings})
	}
	if len(shapes) == 0 {
		return nil, fmt.Errorf("reading the map: %w", ErrNoShapes)
	}
	if !keyed {
		names := make([]string, 0, len(seen))
		for name := range seen {
			names = append(names, name)
		}
		slices.Sort(names)
		return nil, &KeyError{Key: key, Seen: names[:min(len(names), 20)]}
	}
	d := &Drawing{Shapes: shapes}
	d.project()
	d.thin()
	return d, nil
}

// ringsOf gives the rings of a geometry in degrees; none for a kind that has no area.
func ringsOf(kind string, coordinates json.RawMessage) ([][]Point, error) {
	var polygons [][][][]float64
	var err error
	switch kind {
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(coordinates, &polygons)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotGeoJSON, err)
	}
	var rings [][]Point
	for _, polygon := range polygons {
		for _, line := range polygon {
			ring := make([]Point, 0, len(line))
			for _, at := range line {
				if len(at) < 2 || !(math.Abs(at[0]) <= 180) || !(math.Abs(at[1]) <= 90) {
					return nil, ErrPlace
				}
				ring = append(ring, Point{at[0], at[1]})
			}
			if n := len(ring); n > 1 && ring[0] == ring[n-1] {
				ring = ring[:n-1]
			}
			if len(ring) >= 3 {
				rings = append(rings, ring)
			}
		}
	}
	return rings, nil
}

// project brings degrees onto the sheet.
func (d *Drawing) project() {
	west, south, east, north := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	d.each(func(p *Point) {
		west, east = min(west, p.X), max(east, p.X)
		south, north = min(south, p.Y), max(north, p.Y)
	})
	shorten := math.Cos((south + north) / 2 * math.Pi / 180)
	scale := Width
	if width := (east - west) * shorten; width > 0 {
		scale = Width / width
	}
	if tall := (north - south) * scale; tall > Width { // higher than wide: the height is what is limited
		scale *= Width / tall
	}
	d.each(func(p *Point) {
		p.X, p.Y = (p.X-west)*shorten*scale, (north-p.Y)*scale
	})
	d.Height = (north - south) * scale
}

func (d *Drawing) each(do func(*Point)) {
	for s := range d.Shapes {
		for r := range d.Shapes[s].Rings {
			for p := range d.Shapes[s].Rings[r] {
				do(&d.Shapes[s].Rings[r][p])
			}
		}
	}
}

// thin leaves out points that nobody would miss, the more of them the more there are. What is left of a ring is
// rounded to a tenth of a unit. An island too small to be seen is left out, but never the largest of its shape.
func (d *Drawing) thin() {
	for tolerance := 0.25; ; tolerance *= 1.6 {
		points := 0
		for i, shape := range d.Shapes {
			d.Shapes[i] = thinned(shape, tolerance)
			for _, ring := range d.Shapes[i].Rings {
				points += len(ring)
			}
		}
		if points <= maxPoints || tolerance > Width/4 {
			return
		}
	}
}

func thinned(shape Shape, tolerance float64) Shape {
	out := Shape{Key: shape.Key}
	largest, size := 0, -1.0
	for i, ring := range shape.Rings {
		if a := area(ring); a > size {
			largest, size = i, a
		}
	}
	for i, ring := range shape.Rings {
		if i != largest && area(ring) < 4*tolerance*tolerance {
			continue
		}
		kept := rounded(douglasPeucker(ring, tolerance))
		if len(kept) < 3 {
			if i != largest {
				continue
			}
			kept = rounded(box(ring))
		}
		out.Rings = append(out.Rings, kept)
	}
	return out
}

// area is that of a ring, whichever way it runs.
func area(ring []Point) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.X*q.Y - q.X*p.Y
	}
	return math.Abs(sum) / 2
}

// box is a small square in the place of a ring that thinning out would make vanish.
func box(ring []Point) []Point {
	p := ring[0]
	return []Point{{p.X - 0.5, p.Y - 0.5}, {p.X + 0.5, p.Y - 0.5}, {p.X + 0.5, p.Y + 0.5}, {p.X - 0.5, p.Y + 0.5}}
}

func rounded(ring []Point) []Point {
	out := make([]Point, 0, len(ring))
	for _, p := range ring {
		q := Point{math.Round(p.X*10) / 10, math.Round(p.Y*10) / 10}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	return out
}

// douglasPeucker keeps the points of a ring that lie further than the tolerance from the line without them. It is cut
// at its first point and at the one furthest from it.
func douglasPeucker(ring []Point, tolerance float64) []Point {
	ring = sparse(ring)
	far, most := 0, -1.0
	for i, p := range ring {
		if d := math.Hypot(p.X-ring[0].X, p.Y-ring[0].Y); d > most {
			far, most = i, d
		}
	}
	closed := append(slices.Clone(ring), ring[0])
	keep := make([]bool, len(closed))
	keep[0], keep[far] = true, true
	type part struct{ from, to int }
	for parts := []part{{0, far}, {far, len(closed) - 1}}; len(parts) > 0; {
		one := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		at, most := 0, tolerance
		for i := one.from + 1; i < one.to; i++ {
			if d := distance(closed[i], closed[one.from], closed[one.to]); d > most {
				at, most = i, d
			}
		}
		if at > 0 {
			keep[at] = true
			parts = append(parts, part{one.from, at}, part{at, one.to})
		}
	}
	var out []Point
	for i, p := range ring {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// maxRing is how many points of one ring are looked at: the method takes time by their square at the worst.
const maxRing = 20_000

// sparse takes every second, third, … point of a ring that has too many.
func sparse(ring []Point) []Point {
	step := (len(ring) + maxRing - 1) / maxRing
	if step < 2 {
		return ring
	}
	var out []Point
	for i := 0; i < len(ring); i += step {
		out = append(out, ring[i])
	}
	return out
}

// distance is that of a point from the stretch between two others.
func distance(p, a, b Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(p.X-a.X, p.Y-a.Y)
	}
	t := min(max(((p.X-a.X)*dx+(p.Y-a.Y)*dy)/length, 0), 1)
	return math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy)
}
