package geoshape

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// feature is one GeoJSON feature with a polygon.
func feature(properties, kind, coordinates string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":{"type":%q,"coordinates":%s}}`, properties, kind, coordinates)
}

func file(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// Two squares of 1° side by side at the equator: the sheet is 1000 wide, so one is 500, and as high as half a square
// of 2°, up to the cosine of half a degree.
func TestSquares(t *testing.T) {
	d, err := Read(strings.NewReader(file(
		feature(`{"KODE":"64"}`, "Polygon", `[[[110,0],[111,0],[111,1],[110,1],[110,0]]]`),
		feature(`{"KODE":65}`, "MultiPolygon", `[[[[111,0],[112,0],[112,1],[111,1],[111,0]]]]`),
		feature(`{"KODE":"x"}`, "Point", `[111,0]`),
		`{"type":"Feature","properties":{},"geometry":null}`,
	)), "KODE")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Shapes) != 2 || d.Shapes[0].Key != "64" || d.Shapes[1].Key != "65" {
		t.Fatalf("shapes %+v", d.Shapes)
	}
	if want := 500 / math.Cos(0.5*math.Pi/180); math.Abs(d.Height-want) > 1e-9 {
		t.Errorf("the sheet is %v high, want %v", d.Height, want)
	}
	if got := d.Shapes[0].Rings[0]; len(got) != 4 || got[0] != (Point{0, 500}) || got[2] != (Point{500, 0}) {
		t.Errorf("the western square is %v", got)
	}
}

// A circle of many points keeps few, all of them on it, and a speck keeps one small ring; the whole has a limit.
func TestThinnedOut(t *testing.T) {
	circle := func(x, y, radius float64, points int) string {
		var at []string
		for i := range points {
			a := 2 * math.Pi * float64(i) / float64(points)
			at = append(at, fmt.Sprintf("[%.9f,%.9f]", x+radius*math.Cos(a), y+radius*math.Sin(a)))
		}
		return "[[" + strings.Join(append(at, at[0]), ",") + "]]"
	}
	d, err := Read(strings.NewReader(file(
		feature(`{"k":"large"}`, "Polygon", circle(110, 0, 5, 20_000)), feature(`{"k":"speck"}`, "Polygon", circle(120, 0, 0.0001, 50)),
	)), "k")
	if err != nil {
		t.Fatal(err)
	}
	ring := d.Shapes[0].Rings[0]
	if n := len(ring); n < 30 || n > 500 {
		t.Errorf("%d points are left of 20,000", n)
	}
	for _, p := range ring {
		radius := math.Hypot(p.X-ring[0].X, p.Y-ring[0].Y)
		if radius > 1000 || math.IsNaN(radius) {
			t.Fatalf("a point at %v", p)
		}
	}
	if len(d.Shapes[1].Rings) != 1 || len(d.Shapes[1].Rings[0]) < 3 {
		t.Errorf("the speck became %v", d.Shapes[1].Rings)
	}
}

func TestRefused(t *testing.T) {
	square := `[[[110,0],[111,0],[111,1],[110,0]]]`
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"text":       {"not json", ErrNotGeoJSON},
		"other json": {`{"type":"Topology"}`, ErrNotGeoJSON},
		"a list":     {`[]`, ErrNotGeoJSON},
		"no area":    {file(feature(`{"k":1}`, "LineString", `[[1,2],[3,4]]`)), ErrNoShapes},
		"metres":     {file(feature(`{"k":1}`, "Polygon", `[[[500000,9000000],[500001,9000000],[500001,9000001]]]`)), ErrPlace},
		"words":      {file(feature(`{"k":1}`, "Polygon", `[[["a","b"]]]`)), ErrNotGeoJSON},
		"short":      {file(feature(`{"k":1}`, "Polygon", `[[[1],[2],[3]]]`)), ErrPlace},
		"many":       {file(slicesOf(feature(`{"k":1}`, "Polygon", square), MaxShapes+1)...), ErrTooMany},
		"deep":       {strings.Repeat(`[`, 20_000), ErrNotGeoJSON},
	} {
		if _, err := Read(strings.NewReader(c.text), "k"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	var missing *KeyError
	if _, err := Read(strings.NewReader(file(feature(`{"KODE_PROV":"64","PROVINSI":"Kaltim"}`, "Polygon", square))), "kode"); !errors.As(err, &missing) ||
		strings.Join(missing.Seen, " ") != "KODE_PROV PROVINSI" {
		t.Errorf("no such property: %v", err)
	}
}

func slicesOf(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

func FuzzRead(f *testing.F) {
	f.Add(file(feature(`{"k":"64"}`, "Polygon", `[[[110,0],[111,0],[111,1],[110,1],[110,0]]]`)))
	f.Add(file(feature(`{"k":null}`, "MultiPolygon", `[[[[110,0],[110,0],[110,0]]]]`)))
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Read(strings.NewReader(text), "k")
		if err != nil {
			return
		}
		for _, shape := range d.Shapes {
			for _, ring := range shape.Rings {
				for _, p := range ring {
					if math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) || p.X < -1 || p.X > Width+1 || p.Y < -1 || p.Y > Width+1 {
						t.Fatalf("a point outside the sheet: %v", p)
					}
				}
			}
		}
	})
}
