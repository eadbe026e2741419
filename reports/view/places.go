package view

import (
	"slices"
	"strings"

	"siap/internal/geoshape"
	"siap/internal/l10n"
	"siap/internal/tilemap"
	"siap/rubric"
)

// PlaceMap shows the ranking, or the groups of a column, on a map.
type PlaceMap struct {
	// Column is the column whose groups are the places, "" where the agencies themselves are; Title says what is shown.
	Column, Title string
	// Height is that of a sheet of outlines 1000 wide; 0 on a grid of tiles, which has Rows and Columns.
	Height        float64
	Rows, Columns int
	// Places are the tiles or outlines, also those of which nothing is known.
	Places []Place
	// Absent names the agencies, or groups, that the map has no place for.
	Absent []string
	// Sentence says what the map shows, for those who do not see it.
	Sentence string
}

// Place is one province or outline.
type Place struct {
	// Code and Short are for the tile, "64" and "KI"; Name is in the report's language.
	Code, Short, Name string
	Row, Column       int
	Rings             [][]geoshape.Point
	// Anchor is the agency's, Group the value of the column; both "" where the report has nothing there.
	Anchor, Group string
	// Agencies is how many there are; Index is the agency's, or the median of the group.
	Agencies int
	Index    Num
	Band     BandRef
	Rank     string
	// Text is the whole in a sentence.
	Text string
}

// Tiles and outlines are worth drawing from so many places that the report knows, if these are half of all or more.
const placesLeast = 5

// tiles lays the agencies, or the groups of a column, out on the tiles of the provinces; nil where they are none.
func (b *builder) tiles() *PlaceMap {
	find := func(texts ...string) string {
		for _, text := range texts {
			if p, ok := tilemap.Find(text); ok {
				return p.Code
			}
		}
		return ""
	}
	known, m := b.placed(find)
	if b.a.Nation != nil {
		known, m = b.nationTiles()
	}
	if m == nil {
		return nil
	}
	m.Rows, m.Columns = tilemap.Rows, tilemap.Columns
	for _, p := range tilemap.Provinces() {
		place := Place{Code: p.Code, Short: p.ISO, Name: p.Name(b.p.Lang()), Row: p.Row, Column: p.Column}
		m.Places = append(m.Places, b.fillPlace(place, m, known[p.Code]))
	}
	b.sayMap(m)
	return m
}

// outlines lays them out on the shapes of a drawing, which are joined by id, by name or, for provinces, by code; nil
// where too few are found.
func (b *builder) outlines(d *geoshape.Drawing) *PlaceMap {
	keys := map[string]string{}
	for _, s := range d.Shapes {
		keys[placeKey(s.Key)] = s.Key
		if p, ok := tilemap.Find(s.Key); ok {
			keys["province "+p.Code] = s.Key
		}
	}
	find := func(texts ...string) string {
		for _, text := range texts {
			if key := keys[placeKey(text)]; key != "" {
				return key
			}
		}
		for _, text := range texts {
			if p, ok := tilemap.Find(text); ok && keys["province "+p.Code] != "" {
				return keys["province "+p.Code]
			}
		}
		return ""
	}
	known, m := b.placed(find)
	if m == nil {
		return nil
	}
	m.Height = d.Height
	for _, s := range d.Shapes {
		place := Place{Code: clean(s.Key, nameLimit), Name: clean(s.Key, nameLimit), Rings: s.Rings}
		if p, ok := tilemap.Find(s.Key); ok {
			place.Short, place.Name = p.ISO, p.Name(b.p.Lang())
		}
		m.Places = append(m.Places, b.fillPlace(place, m, known[s.Key]))
	}
	b.sayMap(m)
	return m
}

// placeKey is how names and codes are compared with those of a file.
func placeKey(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// placed finds what there is to show: the agencies where most of them have a place, else the groups of the first column
// of which most have one. The entries of each place are those of the agencies that count there.
func (b *builder) placed(find func(texts ...string) string) (known map[string][]*entry, m *PlaceMap) {
	known = map[string][]*entry{}
	m = &PlaceMap{}
	found, all := 0, 0
	for _, e := range b.entries {
		if e.a.Governs && !b.governsOnly() {
			continue
		}
		all++
		if code := find(e.a.ID, e.a.Name); code != "" {
			found++
			known[code] = append(known[code], e)
		} else {
			m.Absent = append(m.Absent, e.row.Name)
		}
	}
	if b.enoughPlaces(len(known), found, all) {
		m.Title = b.p.Text("view.map.agencies")
		return known, m
	}
	for _, column := range b.a.Options.GroupBy {
		groups, absent := map[string][]*entry{}, []string{}
		found, all := 0, 0
		values := map[string]string{}
		for _, e := range b.entries {
			value := columnValue(e, column)
			if value == "" || e.a.Governs {
				continue
			}
			code, seen := values[value]
			if !seen {
				code = find(value)
				values[value] = code
				all++
				if code != "" {
					found++
				} else {
					absent = append(absent, readable(value))
				}
			}
			if code != "" {
				groups[code] = append(groups[code], e)
			}
		}
		if b.enoughPlaces(len(groups), found, all) {
			title := b.columnTitle(column)
			return groups, &PlaceMap{Column: column, Title: b.p.Text("view.map.groups", "column", lowerFirst(title)), Absent: absent}
		}
	}
	return nil, nil
}

// governsOnly reports whether every agency of the list governs others: then these are what is ranked.
func (b *builder) governsOnly() bool {
	return !slices.ContainsFunc(b.entries, func(e *entry) bool { return !e.a.Governs })
}

func (b *builder) enoughPlaces(places, found, all int) bool {
	return places >= placesLeast && 2*found >= all
}

// fillPlace says what is known of a place.
func (b *builder) fillPlace(p Place, m *PlaceMap, entries []*entry) Place {
	p.Index, p.Rank, p.Agencies = b.missing(""), l10n.Unknown, len(entries)
	var values []float64
	for _, e := range entries {
		if v := e.scores.Index.Value; v != nil {
			values = append(values, *v)
		}
	}
	slices.Sort(values)
	key := "view.map.nothing"
	switch middle, some := median(values); {
	case len(entries) == 0:
	case m.Column == "" && len(entries) == 1:
		row := &entries[0].row
		p.Anchor, p.Index, p.Band, p.Rank = row.Anchor, row.Index, row.Band, row.Rank
		key = "view.map.agency"
		if !row.Index.Known {
			key = "view.map.no_index"
		}
	case some:
		p.Group, p.Index, p.Band = b.placeGroup(m, entries[0]), b.score(middle), b.bandAt(middle)
		key = "view.map.group"
	default:
		p.Group = b.placeGroup(m, entries[0])
		key = "view.map.no_index"
	}
	p.Text = b.p.Text(key, "name", p.Name, "index", p.Index.Text, "band", p.Band.Title, "rank", p.Rank, "n", len(entries))
	return p
}

func (b *builder) placeGroup(m *PlaceMap, e *entry) string {
	if m.Column == "" {
		return ""
	}
	return readable(columnValue(e, m.Column))
}

// bandAt gives the rubric's category of a number that the assessment does not hold, such as the median of a group. Its
// own numbers bring theirs along.
func (b *builder) bandAt(x float64) BandRef {
	at := -1
	for i, band := range b.tree.Bands {
		above := x - band.From
		if i == 0 || above > b.tol || (b.tree.BandEdge != rubric.EdgeUpper && above >= -b.tol) {
			at = i
		}
	}
	if at < 0 {
		return BandRef{}
	}
	return b.bandRef(b.tree.Bands[at].ID)
}

// sayMap describes a map in a sentence: how much of it is known, and where it is highest and lowest.
func (b *builder) sayMap(m *PlaceMap) {
	var best, worst *Place
	known := 0
	for i := range m.Places {
		p := &m.Places[i]
		if !p.Index.Known {
			continue
		}
		known++
		if best == nil || p.Index.Value > best.Index.Value {
			best = p
		}
		if worst == nil || p.Index.Value < worst.Index.Value {
			worst = p
		}
	}
	if best == nil {
		m.Sentence = b.p.Text("view.map.sentence.none", "of", len(m.Places))
		return
	}
	m.Sentence = b.p.Text("view.map.sentence", "n", known, "of", len(m.Places), "best", best.Name, "high", best.Index.Text,
		"weakest", worst.Name, "low", worst.Index.Text)
}

// Draw shows the agencies, or the groups of a column, on outlines in place of tiles. It reports whether enough of them
// were found; if not, the report stays as it is.
func (r *Report) Draw(d *geoshape.Drawing) bool {
	if r.builder == nil || r.builder.outlines(d) == nil {
		return false
	}
	r.add(func(r *Report) { r.Map = r.builder.outlines(d) })
	return true
}
