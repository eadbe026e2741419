package tidy

import (
	"strconv"
	"strings"

	"siap/internal/l10n"
)

// Keys of the catalogues. What a column means is said for its table where it means something of its own there.
func (t *table) titleKey() string { return "tidy." + t.name }

func (t *table) columnKey(c column) string {
	if own := "tidy." + t.name + "." + c.name; l10n.For("").Has(own) {
		return own
	}
	return "tidy.column." + c.name
}

// inBoth is a text in both languages.
type inBoth struct {
	ID string `json:"id"`
	EN string `json:"en"`
}

func both(key string) inBoth {
	return inBoth{l10n.For(l10n.Indonesian).Text(key), l10n.For(l10n.English).Text(key)}
}

func (t inBoth) in(lang string) string {
	if lang == l10n.English {
		return t.EN
	}
	return t.ID
}

// limits are the ends of the range of a column, nil for none.
func (c column) limits() (low, high *float64) {
	from, to, isSpan := strings.Cut(c.span, "..")
	if !isSpan {
		return nil, nil
	}
	end := func(s string) *float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil
		}
		return &x
	}
	return end(from), end(to)
}

// rangeText says what a column may hold: words, or the span of its numbers.
func (c column) rangeText(p *l10n.Printer) string {
	switch low, high := c.limits(); {
	case len(c.values) > 0:
		return strings.Join(c.values, ", ")
	case c.span == "scale":
		return p.Text("tidy.range.scale")
	case low != nil && high != nil:
		return written(*low) + "–" + written(*high)
	case low != nil:
		return "≥ " + written(*low)
	case c.kind == boolean:
		return "true, false"
	case c.kind == number || c.kind == integer:
		return p.Text("tidy.range.any")
	}
	return p.Text("tidy.range." + string(c.kind))
}

// unitText is the unit of a column, "–" where it has none.
func (c column) unitText(p *l10n.Printer) string {
	if c.unit == "" {
		return l10n.Unknown
	}
	return p.Text("tidy.unit." + c.unit)
}
