package ledger

import (
	"slices"
	"strings"
	"unicode"

	"siap/internal/nearest"
	"siap/scoring/agency"
)

// Fold gives a word of a register as it is compared: lower case, letters and figures only, one space between words.
func Fold(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c)
	}), " ")
}

// foldName is Fold for names of agencies, without "dan" and "and", which others write as & or leave out.
func foldName(name string) string {
	words := slices.DeleteFunc(strings.Fields(Fold(name)), func(w string) bool { return w == "dan" || w == "and" })
	return strings.Join(words, " ")
}

// ambiguous stands for a name that several agencies have.
const ambiguous = -1

// directory finds agencies by id or by name.
type directory struct {
	list   *agency.List
	byName map[string]int
	byID   map[string]int
	known  []string // ids and names, for suggestions
}

func newDirectory(list *agency.List) *directory {
	d := &directory{list: list, byName: map[string]int{}, byID: map[string]int{}}
	for i, a := range list.All() {
		d.byID[strings.ToLower(a.ID)] = i
		name := foldName(a.Name)
		if _, twice := d.byName[name]; twice {
			d.byName[name] = ambiguous
		} else {
			d.byName[name] = i
		}
		d.known = append(d.known, a.ID, a.Name)
	}
	return d
}

// find gives the number of an agency by its id, or by its name where only one has it.
func (d *directory) find(cell string) (int, bool) {
	if i, known := d.list.Index(cell); known {
		return i, true
	}
	if i, known := d.byID[strings.ToLower(cell)]; known {
		return i, true
	}
	i, known := d.byName[foldName(cell)]
	return i, known && i != ambiguous
}

// nearest is the id or the name that was probably meant.
func (d *directory) nearest(cell string) string { return nearest.Of(cell, d.known) }

// stateWords are the words for the states that need not be explained in the settings.
var stateWords = map[string]State{
	"open": IsOpen, "terbuka": IsOpen,
	"answered": IsAnswered, "dijawab": IsAnswered,
	"closed": IsClosed, "ditutup": IsClosed,
	"refused": IsRefused, "ditolak": IsRefused,
	"withdrawn": IsWithdrawn, "dicabut": IsWithdrawn,
}

// words are the values of one group of events, numbered in the order in which they came up.
type words struct {
	number map[string]int32
	// shown is each value as it was first written.
	shown []string
	// named counts those that the settings ask for: they come first, and are told apart however many others there are.
	named int
	// seen says of each value whether a row has it.
	seen []bool
}

// The numbers of a value that is missing and of all values beyond maxWords.
const (
	noWord   int32 = -1
	restWord int32 = -2
)

// maxWords is how many values of a group are told apart. A register has a few dozen topics; a column with thousands
// of values is none of topics.
const maxWords = 1000

// maxWord is how many characters of a value are kept.
const maxWord = 120

func newWords(named []string) *words {
	w := &words{number: map[string]int32{}}
	for _, name := range named {
		if f := Fold(name); f != "" {
			w.of(f, name)
		}
	}
	w.named = len(w.shown)
	return w
}

// of gives the number of a value.
func (w *words) of(folded, written string) int32 {
	if n, known := w.number[folded]; known {
		return n
	}
	if len(w.shown) >= w.named+maxWords {
		return restWord
	}
	n := int32(len(w.shown))
	w.number[folded] = n
	if letters := []rune(written); len(letters) > maxWord {
		written = string(letters[:maxWord])
	}
	w.shown = append(w.shown, strings.Clone(written))
	w.seen = append(w.seen, false)
	return n
}

// read gives the number of the value in a row's cell.
func (w *words) read(cell string) int32 {
	folded := Fold(cell)
	if folded == "" {
		return noWord
	}
	n := w.of(folded, cell)
	if n >= 0 {
		w.seen[n] = true
	}
	return n
}

// text is a value as it is shown; "" for none and for those that are not told apart.
func (w *words) text(n int32) string {
	if n < 0 {
		return ""
	}
	return w.shown[n]
}
