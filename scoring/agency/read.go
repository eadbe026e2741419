package agency

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
)

// MaxName is the number of characters an agency's name may have.
const MaxName = 200

var (
	ruleNoColumn  = diag.Rule{Code: "AG001", Severity: diag.Error}
	ruleNone      = diag.Rule{Code: "AG002", Severity: diag.Error}
	ruleID        = diag.Rule{Code: "AG003", Severity: diag.Error}
	ruleIDTwice   = diag.Rule{Code: "AG004", Severity: diag.Error}
	ruleNoName    = diag.Rule{Code: "AG005", Severity: diag.Error}
	ruleWeight    = diag.Rule{Code: "AG006", Severity: diag.Error}
	ruleZone      = diag.Rule{Code: "AG007", Severity: diag.Error}
	ruleParent    = diag.Rule{Code: "AG008", Severity: diag.Error}
	ruleCycle     = diag.Rule{Code: "AG009", Severity: diag.Error}
	ruleNameLong  = diag.Rule{Code: "AG010", Severity: diag.Error}
	ruleNameTwice = diag.Rule{Code: "AG011", Severity: diag.Warning}
	ruleColumns   = diag.Rule{Code: "AG012", Severity: diag.Error}
)

// synonyms are the names of the columns this package understands.
var synonyms = map[string]string{
	"id": "id", "name": "name", "type": "type", "group": "group", "parent": "parent", "weight": "weight", "timezone": "timezone",
	"nama": "name", "jenis": "type", "kelompok": "group", "induk": "parent", "bobot": "weight",
	"zona_waktu": "timezone", "time_zone": "timezone",
}

// Summary says what was read.
type Summary struct {
	// Format says what kind of file it was, such as "CSV (;), UTF-8".
	Format string
	// SHA256 is the hash of the file, in hex.
	SHA256 string
	// Records is the number of agencies read, LeftOut the number of rows that were not because of a fault.
	Records, LeftOut int
}

// ValidID reports whether a text may be an agency's id: 1 to 64 letters of the Latin alphabet, digits, dots,
// dashes and underscores, beginning with a letter or a digit.
func ValidID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		letter := (c|0x20 >= 'a' && c|0x20 <= 'z') || (c >= '0' && c <= '9')
		if !letter && (i == 0 || (c != '.' && c != '-' && c != '_')) {
			return false
		}
	}
	return true
}

// AllowedID says in a diagnostic what ValidID accepts.
const AllowedID = "A–Z a–z 0–9 . _ - (1–64)"

// Read reads a list of agencies. The list is never nil and holds the agencies without fault; the diagnostics say
// what is wrong with the others.
func Read(src source.Source) (*List, Summary, *diag.List) {
	found := &diag.List{}
	t, d := table.Open(src)
	if d != nil {
		found.Add(d)
		return NewList(nil, nil), Summary{}, found
	}
	defer t.Close()
	r := newReader(t, found)
	rows := 0
	for row, d := range t.Rows() {
		rows++
		if d != nil {
			found.Add(d)
			continue
		}
		if r.usable {
			r.row(row)
		}
	}
	if rows == 0 && r.usable {
		found.Add(ruleNone.At(diag.Place{File: src.Name}))
	}
	r.parents()
	sum, err := t.SHA256()
	if err != nil { // the rows have said so already, unless the file changed just now
		found.Add(table.Fault(src.Name, err))
	}
	return NewList(r.all, r.groups), Summary{Format: t.Format, SHA256: sum, Records: len(r.all), LeftOut: rows - len(r.all)}, found
}

// FromAnswers makes the list of a scoring run without an agencies file: the agencies of the answers, in the order
// of their ids, with the id as their name.
func FromAnswers(ids []string) *List {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	var all []*Agency
	for _, id := range slices.Compact(sorted) {
		all = append(all, &Agency{ID: id, Name: id, Weight: 1, Zone: WIB, Columns: map[string]string{}})
	}
	return NewList(all, nil)
}

// reader turns rows into agencies.
type reader struct {
	t      *table.Table
	found  *diag.List
	column map[string]int // of the names this package understands
	extra  map[string]int // of the columns to group by
	groups []string
	usable bool

	all    []*Agency
	ids    map[string]*Agency // by id in lower case
	names  map[string]*Agency // by folded name
	parent map[*Agency]diag.Place
}

func newReader(t *table.Table, found *diag.List) *reader {
	r := &reader{
		t: t, found: found, column: map[string]int{}, extra: map[string]int{}, usable: true,
		ids: map[string]*Agency{}, names: map[string]*Agency{}, parent: map[*Agency]diag.Place{},
	}
	header := t.Place(1, 0)
	header.Cell, header.Line, header.Column = "", 0, 0
	for i, name := range t.Header {
		if name == "" {
			continue
		}
		key, known := synonyms[table.Fold(name)]
		if !known || key == "type" || key == "group" {
			group := name
			if known {
				group = key
			}
			if _, twice := r.extra[group]; !twice {
				r.extra[group] = i
				r.groups = append(r.groups, group)
				continue
			}
			key = group
		} else if _, twice := r.column[key]; !twice {
			r.column[key] = i
			continue
		}
		found.Add(ruleColumns.At(header).About(key).Saw(name))
		r.usable = false
	}
	for _, name := range []string{"id", "name"} {
		if _, there := r.column[name]; !there {
			found.Add(ruleNoColumn.At(header).About(name).Saw(strings.Join(t.Header, ", ")).Near(nearestColumn(name, t.Header)))
			r.usable = false
		}
	}
	return r
}

// nearestColumn finds the header's column that was probably meant to be the named one, in either language.
func nearestColumn(name string, header []string) string {
	for _, word := range slices.Sorted(maps.Keys(synonyms)) {
		if synonyms[word] == name {
			if near := nearest.Of(word, header); near != "" {
				return near
			}
		}
	}
	return ""
}

// row reads one agency; it is kept where nothing is wrong with its id and name.
func (r *reader) row(row table.Row) {
	place := func(name string) diag.Place { return r.t.Place(row.Line, r.column[name]) }
	cell := func(name string) string {
		if i, there := r.column[name]; there {
			return strings.TrimSpace(row.Cells[i])
		}
		return ""
	}
	a := &Agency{ID: strings.Clone(cell("id")), Name: strings.Clone(cell("name")), Weight: 1, Place: place("id"), Columns: map[string]string{}}
	if !ValidID(a.ID) {
		r.found.Add(ruleID.At(a.Place).Saw(a.ID).Allows(AllowedID))
		return
	}
	if first := r.ids[strings.ToLower(a.ID)]; first != nil {
		r.found.Add(ruleIDTwice.At(a.Place).Saw(a.ID).See(first.Place))
		return
	}
	switch {
	case a.Name == "":
		r.found.Add(ruleNoName.At(place("name")).About(a.ID))
		a.Name = a.ID
	case utf8.RuneCountInString(a.Name) > MaxName:
		r.found.Add(ruleNameLong.At(place("name")).About(a.ID).Saw(a.Name).Allows("1–200"))
		a.Name = a.ID
	}
	if w := cell("weight"); w != "" {
		x, ok := table.Number(w, r.t.DecimalComma)
		if !ok || x <= 0 || x > 1e12 {
			r.found.Add(ruleWeight.At(place("weight")).About(a.ID).Saw(w).Allows("> 0"))
			x = 1
		}
		a.Weight = x
	}
	zone, ok := Zone(cell("timezone"))
	if !ok {
		r.found.Add(ruleZone.At(place("timezone")).About(a.ID).Saw(cell("timezone")).Allows("WIB, WITA, WIT, +07:00, Asia/Jakarta").
			Near(nearest.Of(cell("timezone"), []string{"WIB", "WITA", "WIT", "Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"})))
		zone = WIB
	}
	a.Zone = zone
	for name, i := range r.extra {
		a.Columns[name] = strings.Clone(strings.TrimSpace(row.Cells[i]))
	}
	a.Type, a.Group = a.Columns["type"], a.Columns["group"]
	if a.Parent = strings.Clone(cell("parent")); a.Parent != "" {
		r.parent[a] = place("parent")
	}
	r.ids[strings.ToLower(a.ID)] = a
	r.all = append(r.all, a)
	key := foldName(a.Name) + "\x00" + a.Parent
	if first := r.names[key]; first != nil {
		r.found.Add(ruleNameTwice.At(place("name")).About(a.ID).Saw(a.Name).See(first.Place))
	} else {
		r.names[key] = a
	}
}

// parents checks that every parent is in the list and that nobody is their own ancestor. What is faulty is cut,
// so that whoever follows parents comes to an end.
func (r *reader) parents() {
	byID := make(map[string]*Agency, len(r.all))
	for _, a := range r.all {
		byID[a.ID] = a
	}
	var ids []string
	for _, a := range r.all {
		if a.Parent == "" || byID[a.Parent] != nil {
			continue
		}
		if ids == nil {
			ids = slices.Sorted(maps.Keys(byID))
		}
		r.found.Add(ruleParent.At(r.parent[a]).About(a.ID).Saw(a.Parent).Near(nearest.Of(a.Parent, ids)))
		a.Parent = ""
	}
	done := make(map[*Agency]bool, len(r.all))
	for _, a := range r.all {
		on := map[*Agency]bool{}
		var way []*Agency
		for at := a; at != nil && !done[at]; at = byID[at.Parent] {
			if on[at] {
				r.cycle(way[slices.Index(way, at):])
				break
			}
			on[at] = true
			way = append(way, at)
		}
		for _, at := range way {
			done[at] = true
		}
	}
}

// cycle reports agencies that are each other's ancestors, and cuts the first one's parent.
func (r *reader) cycle(round []*Agency) {
	ids := make([]string, 0, len(round)+1)
	for _, a := range append(slices.Clone(round), round[0]) {
		ids = append(ids, a.ID)
	}
	r.found.Add(ruleCycle.At(r.parent[round[0]]).About(round[0].ID).Saw(strings.Join(ids, " → ")))
	round[0].Parent = ""
}

// foldName gives a name without what people write one way or another: case, punctuation and common abbreviations.
func foldName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for i, w := range words {
		if long, known := abbreviations[w]; known {
			words[i] = long
		}
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "dan" || w == "and" }) // "&" is gone already
	return strings.Join(words, " ")
}

var abbreviations = map[string]string{
	"kab": "kabupaten", "prov": "provinsi", "kec": "kecamatan", "kel": "kelurahan", "rsud": "rumah sakit umum daerah",
}
