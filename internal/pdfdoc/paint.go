package pdfdoc

// Paint gives the colour that is drawn for a colour: the document's own where it is one of the four names.
func (d *Doc) Paint(c Color) Color {
	primary, marks := d.opts.Primary, d.opts.Marks
	switch {
	case c == Mark && marks != nil:
		return *marks
	case primary == nil:
		return c
	case c == Accent || c == Mark:
		return *primary
	case c == Faint:
		return primary.Pale(0.72)
	case c == Tint:
		return primary.Pale(0.9)
	}
	return c
}

// Pale mixes a colour with so much white, 0 to 1.
func (c Color) Pale(white float64) Color {
	mix := func(x uint8) uint8 { return uint8(float64(x) + (255-float64(x))*white + 0.5) }
	return Color{mix(c.R), mix(c.G), mix(c.B)}
}
