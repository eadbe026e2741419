package view

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// Comparison is what changed between assessments, as people read it.
type Comparison struct {
	Lang  string
	Title string
	Sides []ComparedSide
	// Steps lead from each side to the next; of more than two sides the last one leads from the first to the last.
	Steps []ComparedStep
	// Lines follow every agency over all sides: a slope chart. They are sorted by the last place an agency has.
	Lines []TrendLine
	// Rule is how a change is split, in a sentence; Interval what the intervals allow for.
	Rule, Interval string

	printer *l10n.Printer
}

// Text gives a message of the catalogues in the comparison's language.
func (c *Comparison) Text(key string, args ...any) string { return c.printer.Text(key, args...) }

// ComparedSide is one of the assessments.
type ComparedSide struct {
	// Label is short: the year, where the sides have different ones, else the title.
	Label, Title, Rubric, Basis string
	Year                        int
	// Marks are the banners of invented data and simulations.
	Marks            []string
	Agencies, Scored int
}

// ComparedStep is the change from one side to another.
type ComparedStep struct {
	From, To int
	Label    string
	// Whole says that it leads from the first of several sides to the last.
	Whole bool
	// Alike says that both sides were scored by the same rules, and nothing must be known about the split.
	Alike bool
	// About are sentences: what the rubrics share, what the method changed, what must be known about the split.
	About []string
	// Mean is the change of the mean index in a sentence, "" where there is none; MeanSplit its parts.
	Mean      string
	MeanSplit []Num
	// IndexParts and RankParts are the parts that any agency has, in the order of Parts: the columns of a table.
	IndexParts, RankParts []PartName
	// Changes has every agency on both sides: the most places gained first, then the largest change of the index.
	Changes []Change
	// OnlyFrom and OnlyTo name the agencies of one side.
	OnlyFrom, OnlyTo []string
}

// PartName is one part of a change: a word for a column, and the whole name.
type PartName struct {
	// At is its place in Change.Index and Change.Rank.
	At          int
	Word, Title string
}

// partNames are the parts in the order in which they are told.
var partNames = []string{"own", "others", "company", "weights", "dropped", "added", "coverage", "method"}

// partsOf gives the parts of a split in that order.
func partsOf(s *result.Split) []float64 {
	return []float64{s.Own, s.Others, s.Company, s.Weights, s.Dropped, s.Added, s.Coverage, s.Method}
}

// Change is what changed for one agency.
type Change struct {
	ID, Name, Short    string
	IndexFrom, IndexTo Num
	IndexChange        Num
	// Index and Rank are the parts in the order of partNames; nil where the change is not split, for the Reason.
	Index, Rank            []Num
	Reason, RankReason     string
	RankFrom, RankTo       Num
	OfFrom, OfTo           int
	PlacesGained           Num
	IntervalFrom, Interval string
	BandFrom, Band         string
	IndexBeyond            *bool
	RankBeyond             *bool
	// Beyond tells in a word or two whether the change of the rank is beyond the uncertainty, "" where there is none.
	Beyond string
	// Sentences tell the change of the index, that of the rank, and what became known.
	Sentences []string
	Drivers   []ChangeDriver
	// PlaceFrom and PlaceTo are the places as numbers.
	PlaceFrom, PlaceTo ComparedPlace
}

// ComparedPlace is a place as numbers; Rank is 0 without an index.
type ComparedPlace struct {
	Rank, Of, Best, Worst int
	// Method says what the interval from Best to Worst allows for: bounds or draws; "" where there is none.
	Method string
}

func placeOf(s result.Standing) ComparedPlace {
	p := ComparedPlace{Rank: s.Rank, Of: s.Of}
	if s.Interval != nil {
		p.Best, p.Worst, p.Method = s.Interval.Best, s.Interval.Worst, clean(s.Interval.Method, shortLimit)
	}
	return p
}

// ChangeDriver is one indicator that moved the index.
type ChangeDriver struct {
	Indicator, Title string
	From, To, Part   Num
}

// TrendLine is one agency over all sides.
type TrendLine struct {
	ID, Name, Short string
	// Points has one entry for each side, nil where the agency has no index there.
	Points []*TrendPoint
	// Yearly is the mean change in a year, PlacesYearly that of the places gained.
	Yearly, PlacesYearly Num
	Sentence             string
}

// TrendPoint is an agency on one side.
type TrendPoint struct {
	Index, Low, High Num
	Rank, Of         int
	// Best and Worst are the ends of the interval of the place, 0 where there is none.
	Best, Worst int
	// Interval is "95–99", Yearly and PlacesYearly the change in a year since the point before.
	Interval             string
	Yearly, PlacesYearly Num
	// Break says that the rubric or the method is another than on the side before.
	Break bool
}

// NewComparison puts a comparison into words; sides are its assessments, in their order.
func NewComparison(c *result.Comparison, sides []*result.Assessment, lang string) *Comparison {
	b := &compareWords{p: l10n.For(lang), c: c, sides: sides}
	for _, s := range sides {
		b.speakers = append(b.speakers, speaker{p: b.p, tree: s.Rubric.Tree})
	}
	out := &Comparison{Lang: b.p.Lang(), Rule: b.p.Text("compare.rule"), printer: b.p}
	out.Interval = b.intervalWords()
	for i := range c.Sides {
		out.Sides = append(out.Sides, b.side(i))
	}
	out.Title = b.p.Text("compare.title", "from", out.Sides[0].Title, "to", out.Sides[len(out.Sides)-1].Title)
	if out.Sides[0].Title == out.Sides[len(out.Sides)-1].Title {
		out.Title = out.Sides[0].Title
	}
	b.labels = out.Sides
	for i := range c.Steps {
		out.Steps = append(out.Steps, b.step(&c.Steps[i], len(c.Sides) > 2 && i == len(c.Steps)-1))
	}
	for i := range c.Trends {
		out.Lines = append(out.Lines, b.line(&c.Trends[i]))
	}
	slices.SortStableFunc(out.Lines, func(x, y TrendLine) int {
		return cmp.Or(cmp.Compare(lastPlace(x), lastPlace(y)), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// lastPlace is the place on the last side, those without one behind all others.
func lastPlace(l TrendLine) int {
	if p := l.Points[len(l.Points)-1]; p != nil {
		return lastIfZero(p.Rank)
	}
	return lastIfZero(0)
}

// compareWords puts a comparison into words.
type compareWords struct {
	p        *l10n.Printer
	c        *result.Comparison
	sides    []*result.Assessment
	speakers []speaker
	labels   []ComparedSide
}

func (b *compareWords) side(i int) ComparedSide {
	s, speak := b.c.Sides[i], &b.speakers[i]
	title := clean(s.Title, nameLimit)
	out := ComparedSide{
		Title: title, Year: s.Year, Agencies: s.Agencies, Scored: s.Scored, Basis: speak.basisWords(s.Basis),
		Rubric: strings.TrimSpace(speak.words(b.sides[i].Rubric.Tree.Title, s.Rubric) + " " + clean(s.Version, shortLimit)),
	}
	years := map[int]bool{}
	for _, one := range b.c.Sides {
		years[one.Year] = true
	}
	switch out.Label = title; {
	case len(years) == len(b.c.Sides):
		out.Label = strconv.Itoa(s.Year)
	case title == "" || sameTitle(b.c.Sides, i):
		out.Label = clean(s.Path, nameLimit)
	}
	if s.Invented != nil {
		mark := clean(s.Invented.In(b.p.Lang()), textLimit)
		if mark == "" {
			mark = b.p.Text("view.invented")
		}
		out.Marks = append(out.Marks, mark)
	}
	if s.Simulation {
		out.Marks = append(out.Marks, b.p.Text("view.simulation"))
	}
	return out
}

// sameTitle reports whether another side has the title of side i.
func sameTitle(sides []result.ComparisonSide, i int) bool {
	for k, s := range sides {
		if k != i && s.Title == sides[i].Title {
			return true
		}
	}
	return false
}

// intervalWords says what the intervals of the sides allow for.
func (b *compareWords) intervalWords() string {
	methods := map[string]bool{}
	for _, t := range b.c.Trends {
		for _, p := range t.Points {
			if p != nil && p.Interval != nil {
				methods[p.Interval.Method] = true
			}
		}
	}
	switch {
	case methods[result.IntervalDraws] && methods[result.IntervalBounds]:
		return b.p.Text("compare.interval.both")
	case methods[result.IntervalDraws]:
		return b.p.Text("compare.interval.draws")
	case len(methods) > 0:
		return b.p.Text("compare.interval.bounds")
	}
	return ""
}

func (b *compareWords) step(s *result.ComparisonStep, whole bool) ComparedStep {
	speak := &b.speakers[s.To]
	out := ComparedStep{
		From: s.From, To: s.To, Whole: whole,
		Label: b.labels[s.From].Label + " → " + b.labels[s.To].Label, About: b.about(s),
		Alike: !rubricsDiffer(s) && len(s.Method)+len(s.Notes) == 0,
	}
	if m := s.Mean; m != nil {
		out.Mean = b.p.Text("compare.mean", "n", m.Agencies, "from", speak.score(m.From).Text, "to", speak.score(m.To).Text,
			"change", speak.gain(m.To-m.From).Text)
		if m.Split != nil {
			for _, x := range partsOf(m.Split) {
				out.MeanSplit = append(out.MeanSplit, speak.gain(x))
			}
			if told := b.told(partsOf(m.Split), speak.gain, speak.still()); told != "" {
				out.Mean += b.p.Text("compare.of", "parts", told)
			}
			out.Mean += "."
		}
	}
	used := [2]map[int]bool{{}, {}}
	for i := range s.Agencies {
		out.Changes = append(out.Changes, b.change(s, &s.Agencies[i], &used))
	}
	slices.SortStableFunc(out.Changes, func(x, y Change) int {
		return cmp.Or(
			cmp.Compare(count(y.PlacesGained.Known), count(x.PlacesGained.Known)),
			cmp.Compare(y.PlacesGained.Value, x.PlacesGained.Value), cmp.Compare(y.IndexChange.Value, x.IndexChange.Value),
		)
	})
	out.IndexParts, out.RankParts = b.partNames(used[0]), b.partNames(used[1])
	for _, one := range s.OnlyFrom {
		out.OnlyFrom = append(out.OnlyFrom, clean(cmp.Or(one.Name, one.Agency), nameLimit))
	}
	for _, one := range s.OnlyTo {
		out.OnlyTo = append(out.OnlyTo, clean(cmp.Or(one.Name, one.Agency), nameLimit))
	}
	return out
}

func (b *compareWords) partNames(used map[int]bool) []PartName {
	var out []PartName
	for i, name := range partNames {
		if used[i] {
			out = append(out, PartName{i, b.p.Text("compare.word." + name), b.p.Text("compare.part." + name)})
		}
	}
	return out
}

// told lists the parts that are not nothing, the largest first: "+0,0914 dari bukti sendiri, …".
func (b *compareWords) told(parts []float64, write func(float64) Num, still float64) string {
	order := make([]int, 0, len(parts))
	for i, x := range parts {
		if math.Abs(x) > still {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(math.Abs(parts[y]), math.Abs(parts[x])) })
	var words []string
	for _, i := range order {
		words = append(words, b.p.Text("compare.told", "x", write(parts[i]).Text, "part", b.p.Text("compare.part."+partNames[i])))
	}
	return strings.Join(words, ", ")
}

// places writes a number of places gained.
func (b *compareWords) places(x float64) Num {
	digits := 0
	if math.Abs(x-math.Round(x)) > 1e-9 {
		digits = 1
	}
	text := b.p.Number(x, digits)
	if strings.Trim(text, "-−0.,") == "" {
		text = b.p.Number(0, digits)
	} else if x > 0 {
		text = "+" + text
	}
	return Num{Text: text, Value: x, Known: true}
}

// none is a number that is not there, for a reason of the comparison.
func (b *compareWords) none(reason string) Num {
	return Num{Text: l10n.Unknown, Reason: b.reasonWords(reason)}
}

func (b *compareWords) reasonWords(reason string) string {
	if reason == "" {
		return ""
	}
	return b.p.Text("compare.reason." + reason)
}

func (b *compareWords) change(s *result.ComparisonStep, a *result.AgencyChange, used *[2]map[int]bool) Change {
	speak := &b.speakers[s.To]
	before, after := &b.speakers[s.From], speak
	if s.Shared.Brought == "from" {
		before = after
	}
	name := clean(cmp.Or(a.Name, a.Agency), nameLimit)
	c := Change{
		ID: clean(a.Agency, nameLimit), Name: name, Short: clean(name, shortLimit), PlaceFrom: placeOf(a.From), PlaceTo: placeOf(a.To),
		IndexFrom: before.scoreOf(a.From.Index, a.From.Reason), IndexTo: after.scoreOf(a.To.Index, a.To.Reason),
		IndexChange: b.none(a.Reason), PlacesGained: b.none(a.RankReason),
		Reason: b.reasonWords(a.Reason), RankReason: b.reasonWords(a.RankReason),
		RankFrom: b.rank(a.From), RankTo: b.rank(a.To), OfFrom: a.From.Of, OfTo: a.To.Of,
		IntervalFrom: intervalText(a.From.Interval), Interval: intervalText(a.To.Interval),
		BandFrom: before.bandTitle(a.From.Band), Band: after.bandTitle(a.To.Band),
		IndexBeyond: a.IndexBeyond, RankBeyond: a.RankBeyond,
	}
	if a.RankBeyond != nil {
		c.Beyond = b.p.Text("compare.within")
		if *a.RankBeyond {
			c.Beyond = b.p.Text("compare.beyond")
		}
	}
	if a.Index != nil {
		c.IndexChange = speak.gain(a.Index.Change)
		for i, x := range partsOf(a.Index) {
			c.Index = append(c.Index, speak.gain(x))
			used[0][i] = used[0][i] || math.Abs(x) > speak.still()
		}
	} else if a.From.Index != nil && a.To.Index != nil && !s.Shared.Scales {
		c.IndexChange = speak.gain(*a.To.Index - *a.From.Index)
	}
	if a.Rank != nil {
		c.PlacesGained = b.places(a.Rank.Change)
		for i, x := range partsOf(a.Rank) {
			c.Rank = append(c.Rank, b.places(x))
			used[1][i] = used[1][i] || math.Abs(x) > 1e-9
		}
	} else if a.From.Rank > 0 && a.To.Rank > 0 && a.RankReason != "tier" {
		c.PlacesGained = b.places(float64(a.From.Rank - a.To.Rank))
	}
	for _, d := range a.Drivers {
		c.Drivers = append(c.Drivers, ChangeDriver{
			Indicator: d.Indicator, Title: speak.nodeTitle(d.Indicator),
			From: speak.score(d.From), To: speak.score(d.To), Part: speak.gain(d.Part),
		})
	}
	c.Sentences = b.sentences(s, a, &c)
	return c
}

func (b *compareWords) rank(s result.Standing) Num {
	if s.Rank == 0 {
		return Num{Text: l10n.Unknown}
	}
	return Num{Text: strconv.Itoa(s.Rank), Value: float64(s.Rank), Known: true}
}

func intervalText(i *result.Interval) string {
	switch {
	case i == nil:
		return l10n.Unknown
	case i.Best == i.Worst:
		return strconv.Itoa(i.Best)
	}
	return strconv.Itoa(i.Best) + "–" + strconv.Itoa(i.Worst)
}

// bandTitle names a band of the rubric, "–" for none.
func (b *speaker) bandTitle(id string) string {
	for _, band := range b.tree.Bands {
		if band.ID == id && id != "" {
			return b.words(band.Title, id)
		}
	}
	return l10n.Unknown
}

// rubricsDiffer reports whether the two sides of a step were scored by different rubrics.
func rubricsDiffer(s *result.ComparisonStep) bool { return !s.Shared.Same || s.Shared.Crosswalk != "" }

// leafTitles names indicators of the rubric of a side.
func (b *compareWords) leafTitles(side int, ids []string) string {
	var titles []string
	for _, id := range ids {
		titles = append(titles, "“"+b.speakers[side].nodeTitle(id)+"”")
	}
	return b.speakers[side].list(titles)
}

// sharedTree gives the rubric whose titles name what is shared.
func (b *compareWords) sharedTree(s *result.ComparisonStep) *rubric.Rubric {
	if s.Shared.Brought == "to" {
		return b.sides[s.From].Rubric.Tree
	}
	return b.sides[s.To].Rubric.Tree
}
