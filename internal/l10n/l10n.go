// Package l10n speaks Indonesian and English: it holds the message catalogues of the whole program and writes
// numbers and dates the way readers of each language expect them.
//
// A message stands under one key with both languages beside each other, in messages/*.yaml:
//
//	rank.of:
//	  id: peringkat {rank} dari {of}
//	  en: rank {rank} of {of}
//
// English messages that count something may add `one`, used when the argument n is 1. A key that is missing is
// printed as itself, so that nothing ever fails for want of a word; the tests see to it that no key is missing.
package l10n

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"

	"siap/internal/decimal"
	"siap/internal/diag"
)

// The languages.
const (
	Indonesian = "id"
	English    = "en"
)

// Languages are all languages, the default first.
var Languages = []string{Indonesian, English}

//go:embed messages/*.yaml
var files embed.FS

type message struct {
	ID  string `yaml:"id"`
	EN  string `yaml:"en"`
	One string `yaml:"one"`
}

var catalogue = sync.OnceValues(load)

func load() (map[string]message, error) {
	names, err := fs.Glob(files, "messages/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the message catalogues: %w", err)
	}
	slices.Sort(names)
	all := map[string]message{}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the message catalogue %s: %w", name, err)
		}
		var part map[string]message
		if err := yaml.Load(data, &part, yaml.WithKnownFields()); err != nil {
			return nil, fmt.Errorf("reading the message catalogue %s: %w", name, err)
		}
		for key, m := range part {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("message %s stands twice, the second time in %s", key, name)
			}
			all[key] = m
		}
	}
	return all, nil
}

// Printer writes texts, numbers and dates in one language.
type Printer struct {
	lang string
}

// For gives the printer of a language; any other than "en" is Indonesian.
func For(lang string) *Printer {
	if lang == English {
		return &Printer{lang: English}
	}
	return &Printer{lang: Indonesian}
}

// Lang is the printer's language, "id" or "en".
func (p *Printer) Lang() string { return p.lang }

// Text gives the message under the key; args are pairs of a placeholder's name and its value. Whole numbers are
// written with the language's thousands mark; write a year or a code as a string.
func (p *Printer) Text(key string, args ...any) string {
	all, _ := catalogue() // an unreadable catalogue fails the tests, and prints keys here
	m, known := all[key]
	if !known {
		return key
	}
	text := m.ID
	if p.lang == English {
		text = m.EN
	}
	for i := 0; i+1 < len(args); i += 2 {
		if n, counts := args[i+1].(int); counts && n == 1 && args[i] == "n" && m.One != "" && p.lang == English {
			text = m.One
		}
	}
	return p.fill(text, args)
}

// fill puts the arguments into a message in one pass, so that a placeholder in an argument stays as it is.
func (p *Printer) fill(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, some := strings.Cut(text, "{")
		b.WriteString(before)
		if !some {
			return b.String()
		}
		name, after, ends := strings.Cut(rest, "}")
		value, given := p.argument(args, name)
		if !ends || !given {
			b.WriteByte('{')
			text = rest
			continue
		}
		b.WriteString(value)
		text = after
	}
}

// argument gives the value of a placeholder as text.
func (p *Printer) argument(args []any, name string) (text string, given bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return v, true
		case int:
			return p.Integer(v), true
		default:
			return fmt.Sprint(v), true
		}
	}
	return "", false
}

// Has reports whether the catalogues hold the key.
func (p *Printer) Has(key string) bool {
	all, _ := catalogue()
	_, known := all[key]
	return known
}

// Number writes x with so many digits behind the language's decimal mark, rounded half up on its decimal text.
// Unknown (NaN) is written as an en dash.
func (p *Printer) Number(x float64, digits int) string {
	return p.mark(decimal.Format(x, digits, decimal.HalfUp))
}

// Rounded is Number under a rubric's own rounding mode.
func (p *Printer) Rounded(x float64, digits int, mode string) string {
	return p.mark(decimal.Format(x, digits, mode))
}

// Percent writes a share, 0 to 1, in per cent with so many digits.
func (p *Printer) Percent(share float64, digits int) string {
	text := p.Number(share*100, digits)
	if text == Unknown {
		return text
	}
	if p.lang == English {
		return text + "%"
	}
	return text + " %"
}

// Unknown is how a number that is not known is written.
const Unknown = "–"

// Integer writes a whole number with the language's thousands mark.
func (p *Printer) Integer(n int) string { return p.mark(strconv.Itoa(n)) }

// Join puts the texts that are not empty together.
func Join(between string, texts ...string) string {
	out := ""
	for _, text := range texts {
		switch {
		case text == "":
		case out == "":
			out = text
		default:
			out += between + text
		}
	}
	return out
}

func (p *Printer) mark(text string) string {
	if text == "" {
		return Unknown
	}
	minus := strings.HasPrefix(text, "-")
	whole, fraction, hasFraction := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	thousands, point := ".", ","
	if p.lang == English {
		thousands, point = ",", "."
	}
	var b strings.Builder
	if minus {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// Date writes a day in words: 31 Desember 2025, 31 December 2025.
func (p *Printer) Date(t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + p.Text("month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// Diagnostic gives the sentence of a diagnostic, with what to do about it, without its place and code.
func (p *Printer) Diagnostic(d *diag.Diagnostic) string {
	args := argsOf(d)
	text := p.Text(d.Code, args...)
	if d.Nearest != "" {
		text += "; " + p.Text("diag.nearest", args...)
	}
	if p.Has(d.Code + ".fix") {
		text += "; " + p.Text(d.Code+".fix", args...)
	}
	if d.Repair != "" {
		text += "; " + p.Text("diag.repair", "repair", d.Repair)
	}
	if d.Count > 1 && !saysCount(d.Code) {
		text += " " + p.Text("diag.more", args...)
	}
	return text
}

// saysCount reports whether a finding's own sentence holds how many it stands for.
func saysCount(code string) bool {
	all, _ := catalogue()
	return strings.Contains(all[code].ID, "{n}")
}

// Fix says what to do about a diagnostic: what its sentence ends with or, where the sentence needs no such end, the
// advice for whoever asks (CODE.do); "" where the catalogues have nothing.
func (p *Printer) Fix(d *diag.Diagnostic) string {
	for _, key := range []string{d.Code + ".fix", d.Code + ".do"} {
		if p.Has(key) {
			return p.Text(key, argsOf(d)...)
		}
	}
	return ""
}

func argsOf(d *diag.Diagnostic) []any {
	return []any{
		"subject", d.Subject, "seen", d.Seen, "allowed", d.Allowed,
		"nearest", d.Nearest, "other", d.Other, "n", max(d.Count, 1),
	}
}
