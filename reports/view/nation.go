package view

import (
	"cmp"
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/internal/tilemap"
	"siap/scoring/result"
)

// Nation is what a national assessment shows beside its governments: how provinces compare, how far the governments and
// agencies within them lie apart, who is best at what, and which folders it was put together from.
type Nation struct {
	// Sentences say what counts and what does not.
	Sentences []string
	// Leagues are the provinces by the median index of their governments, the highest first; those without any come last.
	Leagues []League
	// Best are the indicators in the rubric's order, with those to learn from.
	Best []BestPractice
	// LeftOut are the folders that do not count, or not wholly.
	LeftOut []NationPart
	// Scale is that of the index.
	Scale Scale
	// Within says that anything is known of agencies below the governments.
	Within bool
}

// League is one line of the provinces' table.
type League struct {
	// Place is "3" or "3=" in a tie, "–" without an index.
	Place, Name string
	// Governments is how many are compared, Agencies how many agencies they have.
	Governments, Agencies int
	// Median, Lowest and Highest are over the governments' indices; LowestName and HighestName are whose.
	Median, Lowest, Highest Num
	LowestName, HighestName string
	// Span is the highest less the lowest, Widest the greatest such span among the agencies of one government, WidestName
	// whose; unknown where there are fewer than two.
	Span, Widest Num
	WidestName   string
	// Points are the indices of all governments, for drawing; Band is the category of the median.
	Points []float64
	Band   BandRef
}

// BestPractice is who is best at one indicator.
type BestPractice struct {
	Code, Title string
	Value       Num
	// Agencies is how many share the value; Examples name some, with their governments, Evidence the first public proof.
	Agencies       int
	Examples       string
	Evidence, Link string
}

// NationPart is one folder of a nation.
type NationPart struct {
	Path, Title string
	// State is in words whether it counts; Reasons are the codes of the diagnostics that say why not.
	State, Reasons string
}

// Spread of a list is worth a number from this many on.
const spanLeast = 2

// nation describes a national assessment; nil of any other.
func (b *builder) nation() *Nation {
	if b.a.Nation == nil {
		return nil
	}
	n := &Nation{Scale: b.scaleOf(nil)}
	counted := 0
	for _, p := range b.a.Nation.Parts {
		if p.State == result.PartCounted {
			counted++
		}
		if p.State == result.PartCounted && len(p.Reasons) == 0 && p.Refused == 0 {
			continue
		}
		n.LeftOut = append(n.LeftOut, NationPart{
			Path: clean(p.Path, nameLimit), Title: clean(p.Title, nameLimit), State: b.p.Text("view.nation.state." + p.State),
			Reasons: strings.Join(p.Reasons, ", "),
		})
	}
	n.Sentences = append(n.Sentences, b.p.Text("view.nation.counted", "n", len(b.a.Agencies), "counted", counted, "of", len(b.a.Nation.Parts)))
	b.leagues(n)
	for _, best := range b.a.Nation.Best {
		n.Best = append(n.Best, b.bestPractice(best))
	}
	if first, last := n.Leagues, lastKnown(n.Leagues); len(first) > 1 && last > 0 {
		n.Sentences = append(n.Sentences, b.p.Text("view.nation.leads", "best", first[0].Name, "high", first[0].Median.Text,
			"last", first[last].Name, "low", first[last].Median.Text))
		wide := slices.MaxFunc(first[:last+1], func(x, y League) int { return cmp.Compare(x.Span.Value, y.Span.Value) })
		if wide.Span.Known {
			n.Sentences = append(n.Sentences, b.p.Text("view.nation.widest", "name", wide.Name, "span", wide.Span.Text,
				"high", wide.HighestName, "low", wide.LowestName))
		}
	}
	return n
}

// lastKnown is the place in the list of the last province with an index; -1 without any.
func lastKnown(all []League) int {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Median.Known {
			return i
		}
	}
	return -1
}

// province gives the province that a government lies in: by its area or, where that is not known, by its folder.
func (b *builder) province(e *entry) (key, name string) {
	if len(e.a.Area) >= len("64") {
		if p, ok := tilemap.Find(e.a.Area[:len("64")]); ok {
			return p.Code, p.Name(b.p.Lang())
		}
	}
	for _, p := range b.a.Nation.Parts {
		if p.Path == e.a.Part {
			return "folder " + p.Path, clean(p.Title, nameLimit)
		}
	}
	return "", b.p.Text("view.nation.elsewhere")
}

func (b *builder) leagues(n *Nation) {
	members := map[string][]*entry{}
	names := map[string]string{}
	var keys []string
	for _, e := range b.entries {
		key, name := b.province(e)
		if names[key] == "" {
			names[key] = name
			keys = append(keys, key)
		}
		members[key] = append(members[key], e)
	}
	for _, key := range keys {
		n.Leagues = append(n.Leagues, b.league(n, names[key], members[key]))
	}
	slices.SortStableFunc(n.Leagues, func(x, y League) int {
		return cmp.Or(-cmp.Compare(known01(x.Median), known01(y.Median)), -cmp.Compare(x.Median.Value, y.Median.Value), strings.Compare(x.Name, y.Name))
	})
	for i := range n.Leagues {
		l := &n.Leagues[i]
		if !l.Median.Known {
			l.Place = l10n.Unknown
			continue
		}
		same := func(k int) bool {
			return k >= 0 && k < len(n.Leagues) && n.Leagues[k].Median.Known && n.Leagues[k].Median.Value-l.Median.Value <= b.tol &&
				l.Median.Value-n.Leagues[k].Median.Value <= b.tol
		}
		first := i
		for same(first - 1) {
			first--
		}
		l.Place = b.p.Integer(first + 1)
		if same(i-1) || same(i+1) {
			l.Place += "="
		}
	}
}

func known01(n Num) int {
	if n.Known {
		return 1
	}
	return 0
}

// league describes the governments of one province; they come in the order of the ranking.
func (b *builder) league(n *Nation, name string, members []*entry) League {
	none := b.missing("")
	l := League{Name: name, Governments: len(members), Median: none, Lowest: none, Highest: none, Span: none, Widest: none}
	for _, e := range members {
		if m := e.a.Members[b.basis]; m != nil {
			n.Within = true
			l.Agencies += m.Agencies
			if m.Known >= spanLeast && m.Highest != nil && m.Lowest != nil {
				if wide := *m.Highest - *m.Lowest; !l.Widest.Known || wide > l.Widest.Value {
					l.Widest, l.WidestName = b.score(wide), e.row.Name
				}
			}
		}
		v := e.scores.Index.Value
		if v == nil {
			continue
		}
		l.Points = append(l.Points, *v)
		if !l.Lowest.Known || *v < l.Lowest.Value {
			l.Lowest, l.LowestName = b.score(*v), e.row.Name
		}
		if !l.Highest.Known || *v > l.Highest.Value {
			l.Highest, l.HighestName = b.score(*v), e.row.Name
		}
	}
	slices.Sort(l.Points)
	if middle, some := median(l.Points); some {
		l.Median, l.Band = b.score(middle), b.bandAt(middle)
	}
	if len(l.Points) >= spanLeast {
		l.Span = b.score(l.Points[len(l.Points)-1] - l.Points[0])
	}
	return l
}

// Numbered puts the number of an indicator before its title.
func Numbered(code, title string) string {
	if code == "" {
		return title
	}
	return code + " " + title
}

// examplesMost is how many of those who are best at an indicator are named.
const examplesMost = 2

func (b *builder) bestPractice(best result.Best) BestPractice {
	out := BestPractice{Title: best.Indicator, Agencies: best.Agencies, Value: b.score(best.Value)}
	for _, node := range b.leaves {
		if node.ID == best.Indicator {
			out.Code, out.Title = clean(node.Code, shortLimit), clean(node.Title.In(b.p.Lang()), nameLimit)
		}
	}
	var names []string
	for i, x := range best.Examples {
		if i == examplesMost {
			break
		}
		name := clean(x.Name, nameLimit)
		if x.GovernmentName != "" {
			name += " (" + clean(x.GovernmentName, nameLimit) + ")"
		}
		names = append(names, name)
		if out.Link == "" && x.Link != "" {
			out.Evidence, out.Link = clean(x.Title, nameLimit), clean(x.Link, nameLimit)
		}
	}
	out.Examples = strings.Join(names, "; ")
	if more := best.Agencies - len(names); more > 0 {
		out.Examples += " " + b.p.Text("view.nation.more", "n", more)
	}
	return out
}

// nationTiles are the provinces with the governments that lie in them: ministries have no place.
func (b *builder) nationTiles() (known map[string][]*entry, m *PlaceMap) {
	known, m = map[string][]*entry{}, &PlaceMap{Title: b.p.Text("view.nation.map")}
	for _, e := range b.entries {
		key, _ := b.province(e)
		if _, ok := tilemap.Find(key); !ok {
			m.Absent = append(m.Absent, e.row.Name)
			continue
		}
		known[key] = append(known[key], e)
	}
	if len(known) < placesLeast {
		return nil, nil
	}
	return known, m
}
