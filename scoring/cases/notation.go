package cases

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
)

// answers reads answers: a mapping of indicators to values, where a list or a mapping stands for the items of a
// repeated indicator, or all of them in one text, "1.1=3 1.2=n/a 32@surat=4".
func (d *reader) answers(n *yaml.Node) []Answer {
	if !d.plain(n) {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return d.short(n)
	}
	var out []Answer
	one := func(indicator, item string, v *yaml.Node) {
		if s, ok := d.text(v, indicator); ok {
			out = append(out, Answer{Indicator: indicator, Item: item, Value: s, Place: d.at(v)})
		}
	}
	for key, value := range d.pairs(n, "answers") {
		indicator, item := split(key.Value)
		switch value.Kind {
		case yaml.SequenceNode:
			if d.plain(value) {
				for i, entry := range value.Content {
					one(indicator, strconv.Itoa(i+1), entry)
				}
			}
		case yaml.MappingNode:
			for key, entry := range d.pairs(value, indicator) {
				one(indicator, key.Value, entry)
			}
		default:
			one(indicator, item, value)
		}
	}
	return out
}

// split takes the item off the name of an indicator: 32@surat.
func split(name string) (indicator, item string) {
	indicator, item, _ = strings.Cut(strings.TrimSpace(name), "@")
	return indicator, item
}

// short reads the short notation: name=value, parted by spaces or commas with a space. A value with spaces stands in
// quotes: 2.1='tidak ada'.
func (d *reader) short(n *yaml.Node) []Answer {
	if n.ShortTag() == "!!null" {
		return nil
	}
	var out []Answer
	first := map[string]diag.Place{}
	text := n.Value
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) || r == ',' {
			at += size
			continue
		}
		place := d.within(n, at)
		token, value, next, ok := token(text, at)
		indicator, item := split(token)
		name := indicator + "@" + item
		switch before, twice := first[name]; {
		case !ok || indicator == "":
			d.list.Add(ruleNotation.At(place).Saw(text[at:next]).Allows("1.1=3 1.2=n/a 2.1='tidak ada' 32@surat=4"))
		case twice:
			d.list.Add(ruleTwice.At(place).About(token).See(before))
		default:
			first[name] = place
			out = append(out, Answer{Indicator: indicator, Item: item, Value: value, Place: place})
		}
		at = next
	}
	return out
}

// token reads name=value from a place in the text and gives where it ends.
func token(text string, at int) (name, value string, next int, ok bool) {
	end := at + strings.IndexFunc(text[at:]+" ", unicode.IsSpace)
	equals := strings.IndexByte(text[at:end], '=')
	if equals < 0 {
		return "", "", end, false
	}
	name, from := text[at:at+equals], at+equals+1
	if from < len(text) && (text[from] == '\'' || text[from] == '"') {
		closing := strings.IndexByte(text[from+1:], text[from])
		if closing < 0 {
			return "", "", len(text), false
		}
		next = from + 1 + closing + 1
		return name, strings.TrimSpace(text[from+1 : next-1]), next, true
	}
	return name, strings.TrimRight(text[from:end], ","), end, true
}

// within is the place of a byte of a text. Where the text stands in the file otherwise than it reads (folded over
// lines, with escapes) it is the place where the text begins.
func (d *reader) within(n *yaml.Node, at int) diag.Place {
	place := d.at(n)
	before := n.Value[:at]
	switch {
	case n.Style&yaml.LiteralStyle != 0:
		place.Line += 1 + strings.Count(before, "\n")
		place.Column = 0
		return place
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		place.Column++
	}
	place.Column += utf8.RuneCountInString(before)
	if place.Line < 1 || place.Line > len(d.lines) {
		return d.at(n)
	}
	here, _, _ := strings.Cut(n.Value[at:], " ")
	if line := []rune(d.lines[place.Line-1]); place.Column > len(line) || !strings.HasPrefix(string(line[place.Column-1:]), here) {
		return d.at(n)
	}
	return place
}
