// Package kemendagri knows the provinces, regencies and cities of Indonesia by the codes that the Ministry of Home
// Affairs (Kementerian Dalam Negeri) gives them, and finds the one that a name written by hand means.
//
// The list is that of Kepmendagri 300.2.2-2138 of 2025; kode-wilayah.csv says where it was taken from and under which
// licence. It is a list of areas: the five administrative cities and the one administrative regency of Jakarta are in
// it, though they are no governments of their own.
package kemendagri

import (
	_ "embed" // for the list
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

// The types of area.
const (
	Province = "provinsi"
	Regency  = "kabupaten"
	City     = "kota"
)

// Types are all types of area, the highest first.
var Types = []string{Province, Regency, City}

// Source says where the codes come from, Licence under which terms the list was taken.
const (
	Source  = "Kepmendagri 300.2.2-2138 Tahun 2025, idn-area-data 4.0.1"
	Licence = "ODbL 1.0"
)

// Area is one province, regency or city.
type Area struct {
	// Code is 64 for a province and 64.71 for a regency or city.
	Code string `json:"code"`
	Name string `json:"name"`
	Type string `json:"type"`
	// Parent is the code of the province that a regency or city lies in, "" of a province.
	Parent string `json:"parent,omitempty"`
	// Zone is WIB, WITA or WIT (Keppres 41 of 1987).
	Zone string `json:"timezone"`
}

// Administrative reports whether the area is one of those of Jakarta that are no governments of their own.
func (a Area) Administrative() bool { return strings.Contains(a.Name, " Administrasi ") }

// ProvinceCode is the code of the province that the area is or lies in.
func (a Area) ProvinceCode() string { return a.Code[:2] }

//go:embed kode-wilayah.csv
var file string

// directory is the list with its indexes.
type directory struct {
	all    []Area
	byCode map[string]int
	// whole finds an area by the key of its name with its type, bare by that without it.
	whole, bare map[string][]int
}

var loaded = sync.OnceValues(load)

func load() (*directory, error) {
	r := csv.NewReader(strings.NewReader(file))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the list of areas: %w", err)
	}
	d := &directory{byCode: map[string]int{}, whole: map[string][]int{}, bare: map[string][]int{}}
	for _, row := range rows[1:] {
		a := Area{Code: row[0], Name: row[1], Type: row[2], Parent: row[3], Zone: zoneOf(row[0])}
		i := len(d.all)
		d.all = append(d.all, a)
		d.byCode[a.Code] = i
		name := a.Name
		if a.Type == Province {
			name = Province + " " + name
		}
		k := keyOf(name)
		d.whole[k.whole()] = append(d.whole[k.whole()], i)
		d.bare[k.name] = append(d.bare[k.name], i)
	}
	return d, nil
}

// list gives the directory; that the embedded file can be read is tested.
func list() *directory {
	d, err := loaded()
	if err != nil {
		return &directory{}
	}
	return d
}

// All gives every area in the order of the codes: each province, then its regencies, then its cities.
func All() []Area { return list().all }

// ByCode gives the area of a code; the dot may be missing (6471).
func ByCode(code string) (Area, bool) {
	code = strings.TrimSpace(code)
	if len(code) == 4 && !strings.Contains(code, ".") {
		code = code[:2] + "." + code[2:]
	}
	d := list()
	i, known := d.byCode[code]
	if !known {
		return Area{}, false
	}
	return d.all[i], true
}

// Provinces gives the provinces in the order of their codes.
func Provinces() []Area {
	var out []Area
	for _, a := range All() {
		if a.Type == Province {
			out = append(out, a)
		}
	}
	return out
}

// Within gives the regencies and cities of a province in the order of their codes.
func Within(province string) []Area {
	var out []Area
	for _, a := range All() {
		if a.Parent == province && province != "" {
			out = append(out, a)
		}
	}
	return out
}

// zoneOf is the time zone of a province by Keppres 41 of 1987; provinces founded since keep that of the ones they were
// parts of.
func zoneOf(code string) string {
	switch code[:1] {
	case "5", "7":
		return "WITA"
	case "8", "9":
		return "WIT"
	}
	switch code[:2] {
	case "63", "64", "65":
		return "WITA"
	}
	return "WIB"
}
