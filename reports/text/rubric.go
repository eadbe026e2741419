package text

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/rubric"
)

// RubricList prints rubrics as a gallery, one line each; width is the terminal's, 0 for no limit.
func RubricList(w io.Writer, p *l10n.Printer, rubrics []*rubric.Rubric, width int, color bool) error {
	columns := []column{
		{title: p.Text("list.id")},
		{title: p.Text("list.version")},
		{title: p.Text("list.status")},
		{title: p.Text("list.source")},
		{title: p.Text("list.size")},
		{title: p.Text("list.scale")},
		{title: p.Text("list.unknown"), optional: true},
		{title: p.Text("list.title"), least: 20},
	}
	var rows [][]cell
	for _, r := range rubrics {
		unknown := cell{text: p.Text("list.unknown." + string(r.Unknown))}
		if r.Unknown == rubric.Bottom {
			unknown.paint = yellow
		}
		rows = append(rows, []cell{
			{text: r.ID, paint: bold},
			{text: r.Version},
			{text: p.Text("word.status." + string(r.Status))},
			{text: p.Text("word.status." + r.Source.Status)},
			{text: p.Text("rubric.size", "dimensions", len(r.Children), "indicators", len(r.Indicators()))},
			{text: span(p, r.Scale)},
			unknown,
			{text: r.Title.In(p.Lang())},
		})
	}
	out := bufio.NewWriter(w)
	for _, l := range layout(columns, rows, width, painter(color)) {
		fmt.Fprintln(out, l)
	}
	return flush(out)
}

// RubricTree prints a rubric: its rules, the tree with the share of each node in the index, and the second views.
func RubricTree(w io.Writer, p *l10n.Printer, r *rubric.Rubric) error {
	s := newRubricWriter(w, p, r)
	s.line(r.Title.In(p.Lang()))
	s.line(p.Text("show.head", "id", r.ID, "version", r.Version, "status", p.Text("word.status."+string(r.Status)),
		"source", p.Text("view.source_status."+r.Source.Status)))
	s.line(r.Description.In(p.Lang()))
	s.line("")
	s.rules()
	s.line("")
	s.line(p.Text("show.tree"))
	s.tree(r.Children, 0)
	s.views()
	s.metrics()
	return s.end("printing the rubric")
}

// rubricWriter prints parts of a rubric; an empty text prints nothing where it stands for what is not stated.
type rubricWriter struct {
	out    *bufio.Writer
	p      *l10n.Printer
	r      *rubric.Rubric
	shares map[string]float64
	// cumulative says that all levels are, so that it is said once.
	cumulative bool
}

func newRubricWriter(w io.Writer, p *l10n.Printer, r *rubric.Rubric) *rubricWriter {
	s := &rubricWriter{out: bufio.NewWriter(w), p: p, r: r, shares: r.Shares()}
	for _, n := range r.Indicators() {
		if n.Asked() == rubric.Levels {
			s.cumulative = n.Cumulative
			if !n.Cumulative {
				break
			}
		}
	}
	return s
}

func (s *rubricWriter) line(text string) { fmt.Fprintln(s.out, safetext.Line(text)) }

// say prints a name and what is said under it, unless nothing is.
func (s *rubricWriter) say(key, value string) {
	if value = line(value); value != "" {
		s.line(s.p.Text(key) + ": " + value)
	}
}

func (s *rubricWriter) end(doing string) error {
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// rules prints what holds for the rubric as a whole.
func (s *rubricWriter) rules() {
	p, r := s.p, s.r
	s.say("show.scale", span(p, r.Scale))
	s.bands("show.bands", r.Bands, r.Scale)
	s.bands("show.verdicts_index", r.Verdicts.Index, r.Scale)
	s.bands("show.verdicts_dimension", r.Verdicts.Dimension, r.Scale)
	s.say("show.rounding", p.Text("show.rounding.how", "n", r.Rounding.Digits, "mode", p.Text("word.mode."+r.Rounding.Mode)))
	s.say("show.decide_bands", p.Text("word.bands."+r.Decide.Bands))
	s.say("show.decide_ranks", p.Text("word.ranks."+r.Decide.Ranks))
	s.say("show.index", s.aggregation(r.Combines(nil)))
	if r.Impute != nil {
		s.say("show.impute", p.Text("word.impute."+string(r.Impute.Method)))
	}
	if r.Order != "" && r.Order != rubric.ByIndex {
		s.say("show.order", p.Text("word.order."+string(r.Order)))
	}
	s.say("show.unknown", p.Text("word.unknown."+string(r.Unknown)))
	s.say("show.min_coverage", p.Percent(r.MinCoverage, 0))
	s.say("show.weights", p.Text("word.weights."+string(r.Weights)))
	if s.cumulative {
		s.say("show.levels", p.Text("show.cumulative_long"))
	}
	s.say("show.groups", strings.Join(r.Groups, ", "))
	var roles []string
	for _, role := range r.Roles {
		roles = append(roles, role.Title.In(p.Lang())+" ["+role.ID+"] "+exact(p, role.Weight))
	}
	s.say("show.roles", strings.Join(roles, ", "))
	s.say("show.decree", r.Source.Decree)
	for _, cite := range r.Source.Cites {
		s.say("show.cite", cite)
	}
	s.say("show.note", r.Source.Note.In(p.Lang()))
}

// bands prints categories with their ranges, one a line.
func (s *rubricWriter) bands(key string, bands []rubric.Band, scale rubric.Scale) {
	if len(bands) == 0 {
		return
	}
	s.line(s.p.Text(key) + ":")
	ranges, widest := make([]string, len(bands)), 0
	for i := range bands {
		ranges[i] = bandRange(s.p, bands, i, scale, s.r.BandEdge)
		widest = max(widest, len([]rune(ranges[i])))
	}
	for i, b := range bands {
		pad := strings.Repeat(" ", widest-len([]rune(ranges[i])))
		s.line("  " + ranges[i] + pad + "  " + b.Title.In(s.p.Lang()) + " [" + b.ID + "]")
	}
}

// bandRange writes where a band begins and ends, with [ or ] for an end that belongs to it.
func bandRange(p *l10n.Printer, bands []rubric.Band, i int, scale rubric.Scale, edge rubric.Edge) string {
	left, right, end := "[", "]", scale.Max
	if edge == rubric.EdgeUpper && i > 0 {
		left = "("
	}
	if i+1 < len(bands) {
		end = bands[i+1].From
		if edge != rubric.EdgeUpper {
			right = ")"
		}
	}
	return left + exact(p, bands[i].From) + "; " + exact(p, end) + right
}

// tree prints nodes and what is below them, each with its share of the index and what is special about it.
func (s *rubricWriter) tree(nodes []*rubric.Node, depth int) {
	for _, n := range nodes {
		if n == nil {
			continue
		}
		text := fmt.Sprintf("%8s  %s%s", s.p.Percent(s.shares[n.ID], 1), strings.Repeat("  ", depth), s.name(n))
		if marks := s.marks(n); len(marks) > 0 {
			text += "  ◦ " + strings.Join(marks, " ◦ ")
		}
		s.line(text)
		s.tree(n.Children, depth+1)
	}
}

// name is what a node is called: its number, its title and its id.
func (s *rubricWriter) name(n *rubric.Node) string {
	return line(line(n.Code)+" "+line(n.Title.In(s.p.Lang()))) + " [" + line(n.ID) + "]"
}

// marks are what a reader of the tree should know of a node that is not like the others.
func (s *rubricWriter) marks(n *rubric.Node) []string {
	p := s.p
	var marks []string
	mark := func(text string) {
		if text = line(text); text != "" {
			marks = append(marks, text)
		}
	}
	if !n.IsIndicator() {
		if how, power := s.r.Combines(n); how != rubric.Arithmetic {
			mark(s.aggregation(how, power))
		}
	}
	if n.Scale != nil {
		mark(p.Text("show.own_scale", "scale", span(p, *n.Scale)))
	}
	if n.MinCoverage != nil {
		mark(p.Text("show.own_coverage", "share", p.Percent(*n.MinCoverage, 0)))
	}
	if len(n.Bands) > 0 {
		mark(p.Text("show.own_bands", "n", len(n.Bands)))
	}
	if kind := n.Asked(); kind != rubric.Levels && kind != rubric.NotAsked {
		mark(p.Text("word.kind." + string(kind)))
	}
	if n.Cumulative && !s.cumulative {
		mark(p.Text("show.cumulative"))
	}
	if n.Score != nil {
		mark(s.method(n))
	}
	if n.External != nil {
		mark(p.Text("show.external", "index", n.External.Index.In(p.Lang())))
	}
	if n.Measure != nil {
		mark(p.Text("show.measured", "metric", n.Measure.Metric))
	}
	if n.Repeats != "" {
		mark(p.Text("word.repeats." + n.Repeats))
	}
	if len(n.AppliesTo) > 0 {
		mark(p.Text("tree.some"))
	}
	return marks
}

// aggregation words how children become one score.
func (s *rubricWriter) aggregation(how rubric.Aggregation, power float64) string {
	text := s.p.Text("word.aggregate." + string(how))
	if how == rubric.PowerMean {
		text += " " + exact(s.p, power)
	}
	return text
}

// method words how a value becomes a score.
func (s *rubricWriter) method(n *rubric.Node) string {
	p, how := s.p, n.Scoring()
	text := p.Text("word.method." + string(how.Method))
	switch how.Method {
	case rubric.Goalposts:
		if how.Min != nil && how.Max != nil {
			text = p.Text("show.goalposts", "min", exact(p, *how.Min), "max", exact(p, *how.Max))
		}
		if how.Log {
			text += ", " + p.Text("show.log")
		}
		if how.Cap != nil && !*how.Cap {
			text += ", " + p.Text("show.open")
		}
	case rubric.ZScore:
		if how.Mean != nil {
			text += ", " + p.Text("key.mean") + " " + exact(p, *how.Mean)
		}
		if how.SD != nil {
			text += ", " + p.Text("key.sd") + " " + exact(p, *how.SD)
		}
	case rubric.Steps:
		text = p.Text("show.steps", "n", len(how.Rows))
	case rubric.Piecewise:
		text = p.Text("show.corners", "n", len(how.Points))
	case rubric.ToTarget:
		if how.Target != nil {
			text += " " + exact(p, *how.Target)
		}
	case rubric.ToReference:
		text += " " + line(how.Reference)
	case rubric.AboveBelow:
		if how.Threshold != nil {
			text += " ± " + p.Percent(*how.Threshold, 0)
		}
	}
	if how.Treat != nil {
		text += ", " + p.Text("show.treat", "how", p.Text("word.treat."+string(how.Treat.Method)))
	}
	if how.Per != "" {
		times := 1.0
		if how.Times != nil {
			times = *how.Times
		}
		text += ", " + p.Text("show.per", "column", line(how.Per), "times", exact(p, times))
	}
	if n.Direction == rubric.Down {
		text += ", " + p.Text("word.direction.down")
	}
	return text
}

// views prints the second views: each tag with its share of the index and its indicators.
func (s *rubricWriter) views() {
	tagged := s.r.Tagged()
	for _, v := range s.r.Views {
		s.line("")
		s.line(s.p.Text("show.view", "title", v.Title.In(s.p.Lang()), "id", v.ID))
		if text := line(v.Description.In(s.p.Lang())); text != "" {
			s.line(text)
		}
		for _, t := range v.Tags {
			share := 0.0
			var names []string
			for _, n := range tagged[t.ID] {
				share += s.shares[n.ID]
				names = append(names, line(strings.TrimSpace(n.Code+" "+n.Title.In(s.p.Lang()))))
			}
			text := fmt.Sprintf("%8s  %s [%s]", s.p.Percent(share, 1), t.Title.In(s.p.Lang()), t.ID)
			if len(names) > 0 {
				text += ": " + strings.Join(names, "; ")
			}
			s.line(text)
		}
	}
}

// metrics prints what machines and registers are to know.
func (s *rubricWriter) metrics() {
	if len(s.r.Metrics) == 0 {
		return
	}
	s.line("")
	s.line(s.p.Text("show.metrics") + ":")
	for i := range s.r.Metrics {
		s.line("  " + line(s.metric(s.r.Metrics[i].ID)))
		if about := line(s.r.Metrics[i].About.In(s.p.Lang())); about != "" {
			s.line("     " + about)
		}
	}
}

// exact writes a number with all its digits and the language's decimal mark.
func exact(p *l10n.Printer, x float64) string {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	return p.Number(x, len(fraction))
}

// span writes a scale.
func span(p *l10n.Printer, s rubric.Scale) string { return exact(p, s.Min) + "–" + exact(p, s.Max) }

// columnsOf writes which agencies an indicator is for.
func columnsOf(applies map[string][]string) string {
	var parts []string
	for _, column := range slices.Sorted(maps.Keys(applies)) {
		parts = append(parts, column+": "+strings.Join(applies[column], ", "))
	}
	return strings.Join(parts, "; ")
}

func line(s string) string { return strings.TrimSpace(safetext.Line(s)) }
