package pdf

import (
	"slices"
	"strings"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// agencies sets the profiles, each beginning a page.
func (s *setter) agencies() {
	s.d.Paragraph(s.t("profiles.about"), pdfdoc.Body)
	if left := len(s.r.Agencies) - len(s.profiles); left > 0 {
		s.d.Box(s.t("profiles.limited"), []string{s.t("profiles.left_out", "shown", len(s.profiles), "left", left)}, pdfdoc.WarningTone)
	}
	for i, a := range s.profiles {
		if i > 0 {
			s.d.PageBreak()
		}
		s.agency(a)
	}
}

func (s *setter) agency(a *view.Agency) {
	s.d.Heading(pdfdoc.Heading{Text: a.Name, Level: 1, Link: s.links[a.Anchor], Bookmark: join(" · ", a.Rank, a.Name), BookmarkLevel: 1})
	s.tiles(s.agencyTiles(a), 4)
	s.d.Paragraph(a.Sentence, pdfdoc.Body)
	s.d.Paragraph(join(" · ", s.agencyFacts(a)...), pdfdoc.Small)
	if len(a.Placeholders) > 0 {
		s.d.Box(s.t("placeholders"), []string{strings.Join(a.Placeholders, "; ")}, pdfdoc.WarningTone)
	}
	s.profileCharts(a)
	s.dimensionTable(a)
	s.basisTable(a)
	s.tagTables(a)
	s.factors(s.t("supporting"), a.Supporting, &good)
	s.factors(s.t("inhibiting"), a.Inhibiting, &pdfdoc.Warn)
	if len(a.Contradictions) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("contradictions"), Level: 3})
		s.contradictionTable(a.Contradictions, false)
	}
	s.differences(a)
	if s.r.Actionable {
		s.actions(a)
	}
	s.names(s.t("unknown_indicators"), a.Unknown)
	s.names(s.t("na_indicators"), a.NotApplicable)
	s.indicatorTable(a)
}

func (s *setter) agencyTiles(a *view.Agency) []tile {
	rank := a.Rank
	if a.RankNumber > 0 {
		rank = s.t("rank_of", "rank", a.Rank, "of", a.Of)
	}
	index := tile{value: a.Index.Text, label: s.t("index"), note: join(" · ", a.Band.Title, a.Verdict), chip: chip(a.Band)}
	if !a.Index.Known {
		index.note = a.Reason
	}
	place := tile{value: rank, label: s.t("rank")}
	if a.RankNumber > 0 {
		place.note = s.t("interval_note", "interval", a.Interval)
	}
	contradictions := ""
	if s.r.Measured {
		contradictions = s.t("contradictions_n", "n", a.RankRow.Contradictions)
	}
	return []tile{
		index,
		place,
		{value: bounds(a.Low, a.High), label: s.t("bounds"), note: s.t("bounds_note")},
		{value: a.Coverage.Text, label: s.t("coverage"), note: contradictions},
	}
}

func (s *setter) agencyFacts(a *view.Agency) []string {
	facts := []string{a.Type, a.Source}
	if a.Parent != "" {
		facts = append(facts, s.t("parent", "name", a.Parent))
	}
	for _, place := range a.Groups {
		title := place.Column
		for _, g := range s.r.Groups {
			if g.ID == place.Column {
				title = g.Title
			}
		}
		if place.Rank > 0 {
			facts = append(facts, s.t("group_place", "group", title, "value", place.Value, "place", place.Text))
		}
	}
	for _, other := range a.Others {
		facts = append(facts, join(" ", other.Title+":", other.Index.Text, other.Band.Title))
	}
	return facts
}

func (s *setter) dimensionTable(a *view.Agency) {
	s.d.Heading(pdfdoc.Heading{Text: s.t("dimensions_of"), Level: 3})
	right := pdfdoc.AlignRight
	var rows []view.DimensionScore
	for _, dim := range a.Dimensions {
		rows = append(append(rows, dim), dim.Parts...)
	}
	band, limits := 24.0, 21.0 // as wide as their words, within limits
	for _, dim := range rows {
		limits = s.boundsWidth(limits, dim.Low, dim.High)
		words := join(" · ", dim.Band.Title, dim.Verdict)
		band = min(max(band, s.d.TextWidth(words, pdfdoc.Style{Size: 8})+8), 40)
	}
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("dimension")},
		{Title: s.t("value"), Width: 14, Align: right},
		{Title: s.t("bounds"), Width: limits, Align: pdfdoc.AlignCenter},
		{Title: s.t("coverage"), Width: 18, Align: right},
		{Title: s.t("band"), Width: band},
		{Title: s.t("reference"), Width: 17, Align: right},
		{Title: s.t("distance"), Width: 15, Align: right},
		{Title: s.t("weight"), Width: 15, Align: right},
	}, Size: 8}
	for _, dim := range rows {
		band := pdfdoc.Cell{Text: or(join(" · ", dim.Band.Title, dim.Verdict)), Chip: chip(dim.Band)}
		if !dim.Value.Known {
			band = pdfdoc.Cell{Text: or(dim.Value.Reason), Ink: &pdfdoc.Grey}
		}
		title := strings.Repeat("– ", min(dim.Depth, 6)) + join(" ", dim.Code, dim.Title)
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: join(", ", title, dim.OwnScale), Bold: dim.Depth == 0 && len(dim.Parts) > 0},
			{Text: s.value(dim.State, dim.Value), Bold: true},
			{Text: bounds(dim.Low, dim.High)},
			{Text: dim.Coverage.Text},
			band,
			{Text: dim.Reference.Text},
			{Text: dim.Distance.Text},
			{Text: dim.Weight.Text},
		})
	}
	s.d.Table(t)
}

// basisMost is how many rows the table by basis has: of an instrument with more dimensions only the index.
const basisMost = 16

// basisTable sets the index and the dimensions on every basis side by side.
func (s *setter) basisTable(a *view.Agency) {
	if len(a.Bases.Rows) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("bases"), Level: 3})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("dimension")}}, Size: 8, MaxLines: 3}
	for i, title := range a.Bases.Titles {
		if i == 0 {
			title = join("\n", title, s.t("bases.headline"))
		}
		t.Columns = append(t.Columns, pdfdoc.Column{Title: title, Width: 36})
	}
	rows := a.Bases.Rows
	if len(rows) > basisMost {
		rows = rows[:1]
	}
	for _, row := range rows {
		cells := []pdfdoc.Cell{{Text: row.Title, Bold: row.Index}}
		for _, c := range row.Cells {
			cells = append(cells, pdfdoc.Cell{Text: join("  ", c.Value.Text, c.Band.Title), Chip: chip(c.Band), Bold: row.Index})
		}
		t.Rows = append(t.Rows, cells)
	}
	s.d.Table(t)
}

// tagTables sets the agency's scores in the second views.
func (s *setter) tagTables(a *view.Agency) {
	right := pdfdoc.AlignRight
	for _, v := range a.Views {
		s.d.Heading(pdfdoc.Heading{Text: v.Title, Level: 3})
		limits := 21.0
		for _, tag := range v.Tags {
			limits = s.boundsWidth(limits, tag.Low, tag.High)
		}
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("tag")},
			{Title: s.t("value"), Width: 14, Align: right},
			{Title: s.t("bounds"), Width: limits, Align: pdfdoc.AlignCenter},
			{Title: s.t("coverage"), Width: 18, Align: right},
			{Title: s.t("band"), Width: 40},
			{Title: s.t("indicator"), Width: 18, Align: right},
		}, Size: 8, MaxLines: 3}
		for _, tag := range v.Tags {
			band := pdfdoc.Cell{Text: or(tag.Band.Title), Chip: chip(tag.Band)}
			if !tag.Value.Known {
				band = pdfdoc.Cell{Text: or(tag.Value.Reason), Ink: &pdfdoc.Grey}
			}
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: tag.Title},
				{Text: s.value(tag.State, tag.Value), Bold: true},
				{Text: bounds(tag.Low, tag.High)},
				{Text: tag.Coverage.Text},
				band,
				{Text: s.p.Integer(tag.Indicators)},
			})
		}
		s.d.Table(t)
	}
}

// factors sets the indicators that lift or pull the index, and what respondents said of them.
func (s *setter) factors(title string, factors []view.Factor, ink *pdfdoc.Color) {
	s.d.Heading(pdfdoc.Heading{Text: title, Level: 3})
	if len(factors) == 0 {
		s.d.Paragraph(s.t("none"), pdfdoc.Small)
		return
	}
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("indicator"), Share: 3},
		{Title: s.t("level_reached"), Share: 4},
		{Title: s.t("value"), Width: 14, Align: right},
		{Title: s.t("reference"), Width: 17, Align: right},
		{Title: s.t("contribution"), Width: 20, Align: right},
	}, Size: 8, MaxLines: 6}
	const level = 1 // the column, left out where there are no levels
	none := !slices.ContainsFunc(factors, func(f view.Factor) bool { return f.Level != "" })
	if none {
		t.Columns = slices.Delete(t.Columns, level, level+1)
	}
	for _, f := range factors {
		row := []pdfdoc.Cell{
			{Text: join("\n", f.Title, f.Dimension)},
			{Text: or(f.Level), Ink: &pdfdoc.Grey},
			{Text: f.Value.Text, Bold: true},
			{Text: f.Reference.Text},
			{Text: f.Contribution.Text, Bold: true, Ink: ink},
		}
		if none {
			row = slices.Delete(row, level, level+1)
		}
		t.Rows = append(t.Rows, row)
	}
	s.d.Table(t)
	var notes []string
	for _, f := range factors {
		for i, note := range f.Notes {
			if i == notesPerFactor {
				notes = append(notes, f.Title+": "+s.t("more_notes", "n", len(f.Notes)-i))
				break
			}
			notes = append(notes, f.Title+": "+s.note(note))
		}
	}
	s.d.Bullets(notes, pdfdoc.Style{Size: 8, Ink: pdfdoc.Black})
}

// notesPerFactor is how many respondents' words are printed for one factor; the rest is counted.
const notesPerFactor = 3

// note writes a respondent's words with who said it and where it stands.
func (s *setter) note(n view.Note) string {
	words := n.Note
	if n.Quote != "" {
		words = join(" ", words, "“"+n.Quote+"”")
	}
	who := join(" ", n.Role, n.Respondent)
	visibility := ""
	if n.Internal {
		visibility = n.Visibility
	}
	if from := join("; ", who, n.Item, n.Source, n.Place, visibility); from != "" {
		words += " (" + from + ")"
	}
	return words
}

func (s *setter) actions(a *view.Agency) {
	s.d.Heading(pdfdoc.Heading{Text: s.t("next_steps"), Level: 3})
	if len(a.Actions) == 0 {
		s.d.Paragraph(s.t("none"), pdfdoc.Small)
		return
	}
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("action"), Share: 5},
		{Title: s.t("indicator"), Share: 3},
		{Title: s.t("step"), Width: 22, Align: pdfdoc.AlignCenter},
		{Title: s.t("effect"), Width: 15, Align: right},
		{Title: s.t("effort"), Width: 35},
	}, Size: 8, MaxLines: 8}
	for _, act := range a.Actions {
		text := act.Text
		if act.Wanted != "" {
			text += "\n" + act.Wanted
		}
		if len(act.DependsOn) > 0 {
			text += "\n" + s.t("depends", "names", strings.Join(act.DependsOn, ", "))
		}
		effort := pdfdoc.Cell{Text: act.EffortText}
		if act.QuickWin {
			effort.Chip = &good
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: text},
			{Text: join("\n", act.Title, act.Dimension), Ink: &pdfdoc.Grey},
			{Text: act.From.Text + " → " + act.To.Text},
			{Text: act.Effect.Text, Bold: true},
			effort,
		})
	}
	s.d.Table(t)
	if a.QuickWins > 0 {
		s.d.Paragraph(s.t("quick_wins", "n", a.QuickWins), pdfdoc.Small)
	}
}

func (s *setter) indicatorTable(a *view.Agency) {
	// Where nothing is known the list of unanswered indicators says it all.
	if !slices.ContainsFunc(a.Indicators, func(in view.IndicatorScore) bool { return in.Value.Known }) {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("indicators"), Level: 3})
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("indicator"), Share: 4},
		{Title: s.t("value"), Width: 15, Align: right},
		{Title: s.r.ClaimTitle, Width: 15, Align: right},
		{Title: s.t("measured"), Width: 18, Align: right},
		{Title: s.t("respondents"), Width: 19, Align: right},
		{Title: s.t("weight"), Width: 15, Align: right},
		{Title: s.t("remarks"), Share: 4},
	}, Size: 7.8}
	const measured = 3 // the column, left out where the rubric measures nothing
	if !s.r.Measured {
		t.Columns = slices.Delete(t.Columns, measured, measured+1)
		t.Columns[0].Share = 6
	}
	for _, in := range a.Indicators {
		remarks := []string{}
		if !in.Value.Known {
			remarks = append(remarks, in.Value.Reason)
		}
		if in.Raw != "" {
			remarks = append(remarks, s.t("raw", "raw", in.Raw))
		}
		remarks = append(remarks, in.OwnScale)
		if in.Measured.Known {
			remarks = append(remarks, in.Rule)
		}
		remarks = append(remarks, in.Rows, in.Via)
		if in.N > 1 && in.Spread.Known && in.Spread.Value > 0 {
			remarks = append(remarks, s.t("spread", "spread", in.Spread.Text))
		}
		remarks = append(remarks, in.Flags...)
		respondents := ""
		if in.N > 0 {
			respondents = s.p.Integer(in.N)
		}
		row := []pdfdoc.Cell{
			{Text: join(" ", in.Code, in.Title)},
			{Text: s.value(in.State, in.Value), Bold: true},
			{Text: in.Claim.Text},
			{Text: in.Measured.Text},
			{Text: or(respondents)},
			{Text: in.Weight.Text},
			{Text: join("; ", remarks...), Ink: &pdfdoc.Grey},
		}
		if in.Value.Known {
			row[0].Chip = chip(in.Band)
		}
		if !s.r.Measured {
			row = slices.Delete(row, measured, measured+1)
		}
		t.Rows = append(t.Rows, row)
	}
	s.d.Table(t)
}

func (s *setter) names(title string, names []string) {
	if len(names) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: title, Level: 3})
		s.d.Paragraph(strings.Join(names, "; "), pdfdoc.Small)
	}
}
