package samples

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
)

// expositionLine is how the text formats of Prometheus and OpenMetrics look: a comment of theirs, or a sample.
var expositionLine = regexp.MustCompile(`^(# (HELP|TYPE|UNIT|EOF)\b|([a-zA-Z_:][a-zA-Z0-9_:]*)?\{.*\}\s*[-+0-9NI]|[a-zA-Z_:][a-zA-Z0-9_:]* +[-+0-9NI][^,;]*$)`)

// isExposition reports whether a text begins like one of these formats.
func isExposition(head []byte) bool {
	for line := range bytes.Lines(head) {
		if line = bytes.TrimSpace(line); len(line) > 0 && (line[0] != '#' || expositionLine.Match(line)) {
			return expositionLine.Match(line)
		}
	}
	return false
}

// exposition reads a block of samples in the text format of Prometheus or OpenMetrics: name{label="value",…} number
// time. The former counts milliseconds, the latter seconds, and both are told apart by their size: what lies beyond
// the year 5138 in seconds is meant in milliseconds. A value that is not a number, such as a stale marker, is a gap.
func (b *builder) exposition(data []byte) {
	line := int32(0)
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			end = len(data)
		}
		b.exposed(bytes.TrimSpace(data[:end]), line)
		line++
		data = data[min(end+1, len(data)):]
	}
	b.out.lines = int(line)
}

func (b *builder) exposed(text []byte, line int32) {
	switch {
	case len(text) == 0:
		return
	case text[0] == '#':
		words := bytes.Fields(text)
		switch {
		case len(words) == 2 && string(words[1]) == "EOF":
			b.out.closed = true
		case len(words) == 4 && string(words[1]) == "UNIT":
			if name, known := b.asked.names.find(words[2]); known {
				b.unit(name, words[3], line)
			}
		}
		return
	case b.out.closed:
		b.broken(text, line)
		return
	}
	end := 0
	for end < len(text) && nameByte(text[end]) {
		end++
	}
	metric, rest := text[:end], text[end:]
	b.labels = b.labels[:0]
	if len(rest) > 0 && rest[0] == '{' {
		var ok bool
		if rest, ok = b.labelList(rest[1:]); !ok {
			b.broken(text, line)
			return
		}
		if len(metric) == 0 && len(b.labels) > 0 && len(b.labels[0].key) == 0 {
			metric = b.labels[0].text
		}
	}
	words := b.words(rest)
	if len(metric) == 0 || len(words) < 1 || len(words) > 2 {
		b.broken(text, line)
		return
	}
	name, known := b.asked.names.find(metric)
	if !known {
		b.out.Read++
		b.out.found.fold(ruleOtherSeries, line, -1, "", nil)
		return
	}
	b.exposedSample(text, metric, name, words, line)
}

func (b *builder) exposedSample(text, metric []byte, name int, words [][]byte, line int32) {
	x, err := strconv.ParseFloat(string(words[0]), 64)
	if err != nil && !math.IsInf(x, 0) {
		b.broken(text, line)
		return
	}
	if math.IsInf(x, 0) {
		x = math.NaN()
	}
	agency, has := b.agencyLabel()
	if !has {
		b.out.Read++
		b.out.found.fold(ruleNoAgency, line, -1, string(metric), nil)
		return
	}
	number, _ := b.asked.agencies.find(agency)
	var at int64
	if len(words) == 1 {
		at = b.asOf(number)
		b.out.undated = true
	} else {
		t, err := strconv.ParseFloat(string(words[1]), 64)
		if err != nil || math.IsNaN(t) {
			b.broken(text, line)
			return
		}
		at = moment(words[1], t)
	}
	b.put(number, agency, name, metric, at, x, where{line, -1, -1}, b.exposedLabel)
}

// moment gives a time of an exposition in nanoseconds since 1970. Whole numbers are read exactly.
func moment(text []byte, t float64) int64 {
	const inMilliseconds = 1e11
	if whole, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		if math.Abs(t) >= inMilliseconds {
			return milliseconds(whole)
		}
		return milliseconds(whole * 1000)
	}
	if math.Abs(t) >= inMilliseconds {
		t /= 1000
	}
	return milliseconds(int64(math.Round(min(max(t, -1e12), 1e12) * 1000)))
}

func nameByte(c byte) bool {
	return c == '_' || c == ':' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
}

// broken reports a line that is no sample.
func (b *builder) broken(text []byte, line int32) {
	b.out.Read++
	b.report(ruleExposition, line, -1).Saw(string(text[:min(len(text), 400)]))
}

// words cuts what follows the labels: the value, and the time where there is one. An exemplar ends it.
func (b *builder) words(rest []byte) [][]byte {
	b.cells = b.cells[:0]
	for len(b.cells) < 3 {
		rest = blank(rest)
		if len(rest) == 0 || rest[0] == '#' {
			break
		}
		end := bytes.IndexAny(rest, " \t")
		if end < 0 {
			end = len(rest)
		}
		b.cells = append(b.cells, rest[:end])
		rest = rest[end:]
	}
	return b.cells
}

// labelList reads labels up to the closing brace and gives what follows it. A text without a name in front, as newer
// formats write names that are no plain words, gets the key "".
func (b *builder) labelList(text []byte) (rest []byte, ok bool) {
	b.text = b.text[:0]
	for {
		text = blank(text)
		if len(text) == 0 {
			return nil, false
		}
		if text[0] == '}' {
			return text[1:], true
		}
		var f field
		if text[0] != '"' {
			end := 0
			for end < len(text) && nameByte(text[end]) {
				end++
			}
			f.key, text = text[:end], blank(text[end:])
			if end == 0 || len(text) < 2 || text[0] != '=' {
				return nil, false
			}
			text = blank(text[1:])
		}
		if f.text, text, ok = b.labelText(text); !ok {
			return nil, false
		}
		if text = blank(text); len(text) > 0 && text[0] == '=' && len(f.key) == 0 {
			f.key = f.text
			if f.text, text, ok = b.labelText(blank(text[1:])); !ok {
				return nil, false
			}
			text = blank(text)
		}
		if len(b.labels) == mostFields {
			return nil, false
		}
		b.labels = append(b.labels, f)
		if len(text) > 0 && text[0] == ',' {
			text = text[1:]
		} else if len(text) == 0 || text[0] != '}' {
			return nil, false
		}
	}
}

// labelText reads a quoted text: \\, \" and \n are escaped.
func (b *builder) labelText(text []byte) (word, rest []byte, ok bool) {
	if len(text) == 0 || text[0] != '"' {
		return nil, nil, false
	}
	end := bytes.IndexAny(text[1:], "\"\\")
	if end >= 0 && text[1+end] == '"' {
		return text[1 : 1+end], text[end+2:], true
	}
	from := len(b.text)
	for i := 1; i < len(text); i++ {
		c := text[i]
		if c == '"' {
			return b.text[from:len(b.text):len(b.text)], text[i+1:], true
		}
		if c == '\\' && i+1 < len(text) {
			i++
			if c = text[i]; c == 'n' {
				c = '\n'
			}
		}
		b.text = append(b.text, c)
	}
	return nil, nil, false
}

// agencyLabel gives the label that names the agency.
func (b *builder) agencyLabel() ([]byte, bool) {
	for _, name := range b.asked.agencyLabels {
		for i := range b.labels {
			if string(b.labels[i].key) == name && len(trim(b.labels[i].text)) > 0 {
				return trim(b.labels[i].text), true
			}
		}
	}
	return nil, false
}

// exposedLabel gives the value of a label by its number in Asked.labels.
func (b *builder) exposedLabel(k int) []byte {
	for i := range b.labels {
		if string(b.labels[i].key) == b.asked.labels[k] {
			return b.labels[i].text
		}
	}
	return nil
}
