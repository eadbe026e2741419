// Package tilemap places the 38 provinces of Indonesia on a grid of equal tiles: a map that needs no borders, so that
// nobody's drawing of them is copied, and on which a small province is as easy to see as a large one.
//
// The codes are those of the Ministry of Home Affairs (Kemendagri, 11 to 96), the two letters those of ISO 3166-2:ID.
// The layout is our own. It keeps neighbours near each other and islands apart; distances mean nothing.
package tilemap

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Province is one province and its tile.
type Province struct {
	// Code is Kemendagri's, ISO the two letters after "ID-".
	Code, ISO string
	// Row and Column count from 0 at the top left.
	Row, Column int
	// ID and EN are its Indonesian and its English name.
	ID, EN string
}

// Name gives the name in a language, "id" or "en".
func (p Province) Name(lang string) string {
	if lang == "en" {
		return p.EN
	}
	return p.ID
}

// Rows and Columns are the size of the grid.
const (
	Rows    = 8
	Columns = 16
)

//go:embed provinces.csv
var file string

type table struct {
	provinces []Province
	// byKey finds a province by its code, "id-" and its letters, or a name as plain makes it.
	byKey map[string]int
}

var load = sync.OnceValues(func() (*table, error) {
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the provinces: %w", err)
	}
	t := &table{byKey: map[string]int{}}
	for _, row := range rows[1:] {
		p := Province{Code: row[0], ISO: row[1], ID: row[4], EN: row[5]}
		if p.Row, err = strconv.Atoi(row[2]); err == nil {
			p.Column, err = strconv.Atoi(row[3])
		}
		if err != nil {
			return nil, fmt.Errorf("reading the tile of %s: %w", p.ID, err)
		}
		keys := append([]string{p.Code, "id-" + p.ISO, p.ID, p.EN}, strings.Split(row[6], ";")...)
		for _, key := range keys {
			if key != "" {
				t.byKey[plain(key)] = len(t.provinces)
			}
		}
		t.provinces = append(t.provinces, p)
	}
	return t, nil
})

// Provinces gives all 38, in the order of their codes.
func Provinces() []Province {
	t, err := load()
	if err != nil { // the file is our own, and tested
		return nil
	}
	return append([]Province(nil), t.provinces...)
}

// Find gives the province that a code ("64", "ID-KI") or a name ("Provinsi Kalimantan Timur", "East Kalimantan") means;
// false where it means none. An office of a province is not the province.
func Find(codeOrName string) (p Province, ok bool) {
	t, err := load()
	if err != nil {
		return Province{}, false
	}
	i, ok := t.byKey[plain(codeOrName)]
	if !ok {
		return Province{}, false
	}
	return t.provinces[i], true
}

// titles are the words before a province's name that say only what it is.
var titles = []string{"pemerintah ", "pemerintahan ", "pemprov ", "provinsi ", "propinsi ", "prov ", "province of "}

// plain brings names into one form: lower case, one space between words, no full stops, no titles in front.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '.' || r == ',':
			return -1
		case r == '_' || unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	for cut := true; cut; {
		cut = false
		for _, title := range titles {
			if rest, had := strings.CutPrefix(s, title); had {
				s, cut = rest, true
			}
		}
	}
	return strings.TrimSuffix(s, " province")
}
