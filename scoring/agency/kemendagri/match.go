package kemendagri

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"siap/internal/nearest"
)

// Match says which area a text names.
type Match struct {
	// Areas are what the text surely names: one, or a regency and a city of one name; none where it names nothing.
	Areas []Area
	// Near is what it was probably meant to name, where it names nothing.
	Near *Area
}

// Sure gives the one area that the text names, and false where there is none, or more than one.
func (m Match) Sure() (Area, bool) {
	if len(m.Areas) != 1 {
		return Area{}, false
	}
	return m.Areas[0], true
}

// Find looks up what a text names: a code, or a name however people write it ("Kab. Kutai Kertanegara", "Pemprov
// Kaltim", "KOTA BANDUNG"). kind is its type where that is known from elsewhere, else "".
func Find(text, kind string) Match {
	if a, known := ByCode(text); known {
		return Match{Areas: []Area{a}}
	}
	k := keyOf(text)
	if k.kind == "" {
		k.kind = kindOf(kind)
	}
	if k.name == "" {
		return Match{}
	}
	d := list()
	of := func(places []int) []Area {
		var out []Area
		for _, i := range places {
			out = append(out, d.all[i])
		}
		return out
	}
	if k.kind != "" {
		if found := d.whole[k.whole()]; len(found) > 0 {
			return Match{Areas: of(found)}
		}
	} else if found := d.bare[k.name]; len(found) > 0 {
		return Match{Areas: of(found)}
	}
	return Match{Near: d.near(k)}
}

// near gives the area of the key's type whose name is nearest, else one of another type.
func (d *directory) near(k key) *Area {
	for _, same := range []bool{true, false} {
		var names []string
		for i := range d.all {
			if k.kind == "" || (d.all[i].Type == k.kind) == same {
				names = append(names, keyOf(d.all[i].Name).name)
			}
		}
		slices.Sort(names)
		guess := nearest.Of(k.name, slices.Compact(names))
		if guess == "" {
			continue
		}
		for _, i := range d.bare[guess] {
			if k.kind == "" || (d.all[i].Type == k.kind) == same {
				return &d.all[i]
			}
		}
	}
	if k.kind == "" || k.kind == Province {
		if guess := nearest.Of(k.name, slices.Sorted(maps.Keys(shorts))); len(guess) > 3 {
			if found := d.bare[keyOf(guess).name]; len(found) > 0 {
				return &d.all[found[0]]
			}
		}
	}
	return nil
}

// key is a name without what people write one way or another.
type key struct {
	// kind is the type of the area, "" where the name has no word for it.
	kind string
	// name are the other words, without space between them: Fak Fak is Fakfak.
	name string
}

func (k key) whole() string { return k.kind + " " + k.name }

// kinds are the words for the types of area.
var kinds = map[string]string{
	"provinsi": Province, "prov": Province, "propinsi": Province, "prop": Province, "pemprov": Province, "province": Province,
	"kabupaten": Regency, "kab": Regency, "pemkab": Regency, "regency": Regency,
	"kota": City, "pemkot": City, "kotamadya": City, "city": City,
}

func kindOf(word string) string { return kinds[strings.ToLower(strings.TrimSpace(word))] }

// shorts are what everybody calls the provinces.
var shorts = map[string]string{
	"nad": "aceh", "sumut": "sumatera utara", "sumbar": "sumatera barat", "sumsel": "sumatera selatan",
	"babel": "kepulauan bangka belitung", "kepri": "kepulauan riau", "dki": "daerah khusus ibukota",
	"dkj": "daerah khusus ibukota jakarta", "jabar": "jawa barat", "jateng": "jawa tengah", "diy": "daerah istimewa yogyakarta",
	"jatim": "jawa timur", "ntb": "nusa tenggara barat", "ntt": "nusa tenggara timur", "kalbar": "kalimantan barat",
	"kalteng": "kalimantan tengah", "kalsel": "kalimantan selatan", "kaltim": "kalimantan timur", "kaltara": "kalimantan utara",
	"sulut": "sulawesi utara", "sulteng": "sulawesi tengah", "sulsel": "sulawesi selatan", "sultra": "sulawesi tenggara",
	"sulbar": "sulawesi barat", "malut": "maluku utara", "pabar": "papua barat",
}

// written are other ways to write a word.
var written = map[string]string{"kep": "kepulauan", "adm": "administrasi", "sumatra": "sumatera", "di": "daerah istimewa"}

// dropped are words that say nothing about which area it is.
var dropped = []string{"pemerintah", "pemda", "the", "of", "government"}

// keyOf makes the key of a name.
func keyOf(name string) key {
	words := joinLetters(strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }))
	var k key
	var rest []string
	for i, w := range words {
		switch {
		case slices.Contains(dropped, w):
		case w == "daerah" && i > 0 && words[i-1] == "pemerintah":
		case k.kind == "" && len(rest) == 0 && kinds[w] != "":
			k.kind = kinds[w]
		default:
			w = cmp.Or(shorts[w], written[w], w)
			rest = append(rest, w)
		}
	}
	k.name = strings.ReplaceAll(strings.Join(rest, ""), " ", "")
	switch k.name { // what an act has renamed, or everybody shortens
	case "daerahkhususjakarta", "jakarta":
		k.name = "daerahkhususibukotajakarta"
	case "yogyakarta", "jogjakarta":
		if k.kind == Province {
			k.name = "daerahistimewayogyakarta"
		}
	case "nanggroeacehdarussalam":
		k.name = "aceh"
	}
	return k
}

// joinLetters makes one word of single letters that follow each other: "D.I." is "di".
func joinLetters(words []string) []string {
	var out []string
	open := false
	for _, w := range words {
		if len(w) != 1 {
			out, open = append(out, w), false
			continue
		}
		if open {
			out[len(out)-1] += w
			continue
		}
		out, open = append(out, w), true
	}
	return out
}
