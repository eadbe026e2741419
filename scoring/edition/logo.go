package edition

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Logo is a picture that was checked: it decodes, is not large, and does nothing.
type Logo struct {
	// Kind is png or svg.
	Kind string
	Data []byte
	// Width and Height are its size in pixels; only their ratio counts for an svg.
	Width, Height float64
}

// What a logo may be at most: bytes of the file, pixels of each side.
const (
	LogoBytes = 1 << 20
	logoSide  = 4096
)

// ErrLogo says that a file is no logo that may stand in an output; what is wrapped says why.
var ErrLogo = errors.New("not a usable logo")

// ReadLogo checks the bytes of a PNG or SVG file. An SVG may hold shapes, texts and gradients of its own: no script, no
// event, no picture or style from elsewhere, no entity, nothing that moves.
func ReadLogo(data []byte) (*Logo, error) {
	if len(data) > LogoBytes {
		return nil, fmt.Errorf("%w: %d bytes, %d at most", ErrLogo, len(data), LogoBytes)
	}
	if bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return readPNG(data)
	}
	return readSVG(data)
}

func readPNG(data []byte) (*Logo, error) {
	head, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLogo, err)
	}
	if head.Width > logoSide || head.Height > logoSide {
		return nil, fmt.Errorf("%w: %d × %d pixels, %d at most", ErrLogo, head.Width, head.Height, logoSide)
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLogo, err)
	}
	return &Logo{"png", data, float64(head.Width), float64(head.Height)}, nil
}

// What an SVG may hold; names in lower case.
var (
	svgElements = []string{
		"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
		"lineargradient", "radialgradient", "stop", "clippath", "mask", "pattern", "marker", "use", "symbol", "metadata", "style",
	}
	svgNamespace = "http://www.w3.org/2000/svg"
	// What drawing programs note for themselves draws nothing.
	noteNamespaces = []string{
		"http://www.inkscape.org/namespaces/inkscape", "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
		"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://creativecommons.org/ns#", "http://web.resource.org/cc/", "http://purl.org/dc/elements/1.1/",
	}
)

func readSVG(data []byte) (*Logo, error) {
	refuse := func(what string) (*Logo, error) { return nil, fmt.Errorf("%w: %s", ErrLogo, what) }
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Strict = true
	logo := &Logo{Kind: "svg", Data: data}
	some := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrLogo, err)
		}
		switch t := token.(type) {
		case xml.Directive:
			if !strings.HasPrefix(strings.ToLower(string(t)), "doctype svg") || strings.Contains(string(t), "[") {
				return refuse("<!" + firstWord(string(t)) + ">")
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return refuse("<?" + t.Target + "?>")
			}
		case xml.CharData:
			if badStyle(string(t)) { // the text of a style; in any other it does no harm to refuse it too
				return refuse(short(strings.TrimSpace(string(t))))
			}
		case xml.StartElement:
			if what := badElement(t, some); what != "" {
				return refuse(what)
			}
			if !some {
				logo.Width, logo.Height = svgSize(t.Attr)
			}
			some = true
		}
	}
	if !(logo.Width > 0) || !(logo.Height > 0) || logo.Width > 1e6 || logo.Height > 1e6 {
		return refuse("no width and height")
	}
	return logo, nil
}

// badElement gives what is wrong with an element and its attributes, "" for nothing; the first one must be the svg.
func badElement(t xml.StartElement, inside bool) string {
	name := strings.ToLower(t.Name.Local)
	switch {
	case !inside && (name != "svg" || t.Name.Space != svgNamespace):
		return "neither PNG nor SVG"
	case slices.Contains(noteNamespaces, t.Name.Space) && inside:
	case t.Name.Space != svgNamespace, !slices.Contains(svgElements, name):
		return "<" + short(t.Name.Local) + ">"
	}
	for _, a := range t.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.Join(strings.Fields(a.Value), "")
		if strings.HasPrefix(name, "on") || (name == "href" && !strings.HasPrefix(value, "#")) || badStyle(a.Value) {
			return short(a.Name.Local + "=" + a.Value)
		}
	}
	return ""
}

// badStyle reports whether a text would load something, or run it, where it is a style or an address.
func badStyle(s string) bool {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	for _, word := range []string{"javascript:", "data:", "expression(", "@import", "behavior:", "-moz-binding", "image-set(", `\`} {
		if strings.Contains(s, word) {
			return true
		}
	}
	for _, part := range strings.Split(s, "url(")[1:] {
		if !strings.HasPrefix(strings.TrimLeft(part, `'"`), "#") {
			return true
		}
	}
	return false
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return short(word)
}

// svgSize is the size of a drawing: its width and height, or its view box.
func svgSize(attributes []xml.Attr) (width, height float64) {
	for _, a := range attributes {
		switch a.Name.Local {
		case "width":
			width = length(a.Value, width)
		case "height":
			height = length(a.Value, height)
		}
	}
	if width > 0 && height > 0 {
		return width, height
	}
	for _, a := range attributes {
		if a.Name.Local != "viewBox" {
			continue
		}
		if parts := strings.Fields(strings.ReplaceAll(a.Value, ",", " ")); len(parts) == 4 {
			return length(parts[2], 0), length(parts[3], 0)
		}
	}
	return 0, 0
}

// length reads a length in pixels or another absolute unit, whose ratio is all that counts.
func length(s string, otherwise float64) float64 {
	s = strings.TrimSpace(s)
	for _, unit := range []string{"px", "pt", "mm", "cm", "in"} {
		s = strings.TrimSuffix(s, unit)
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil && x > 0 {
		return x
	}
	return otherwise
}
