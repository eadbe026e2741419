package pdf

import (
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// details sets what stands behind the page of an agency that has a file, or the report, to itself: every number and
// every word that its page has no room for.
func (s *setter) details(a *view.Agency) {
	if len(a.Placeholders) > 0 {
		s.d.Box(s.t("placeholders"), []string{strings.Join(a.Placeholders, "; ")}, pdfdoc.WarningTone)
	}
	s.dimensionTable(a)
	s.basisTable(a)
	s.tagTables(a)
	s.factorTable(s.t("supporting"), a.Supporting, &good)
	s.factorTable(s.t("inhibiting"), a.Inhibiting, &pdfdoc.Warn)
	if len(a.Contradictions) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("contradictions"), Level: 2})
		s.claimTable(a.Contradictions, false)
	}
	s.differences(a)
	if s.r.Actionable {
		s.actionTable(a)
	}
	s.indicatorTable(a)
	s.evidenceTable(a)
	s.names(s.t("unknown_indicators"), a.Unknown)
	s.names(s.t("na_indicators"), a.NotApplicable)
}

func (s *setter) dimensionTable(a *view.Agency) {
	var all []view.DimensionScore
	for _, dim := range a.Dimensions {
		all = append(append(all, dim), dim.Parts...)
	}
	if len(all) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("dimensions_of"), Level: 2})
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("dimension")},
		{Title: s.t("value"), Align: right},
		{Title: s.t("bounds"), Align: pdfdoc.AlignCenter, Most: 32},
		{Title: s.t("coverage"), Align: right},
		{Title: s.t("band"), Most: 44},
		{Title: s.t("reference"), Align: right},
		{Title: s.t("distance"), Align: right},
		{Title: s.t("weight"), Align: right},
	}, Size: 8, Auto: true}
	for _, dim := range all {
		band := pdfdoc.Cell{Text: or(l10n.Join(" · ", dim.Band.Title, dim.Verdict)), Chip: chip(dim.Band)}
		if !dim.Value.Known {
			band = pdfdoc.Cell{Text: or(dim.Value.Reason), Ink: &pdfdoc.Grey}
		}
		title := strings.Repeat("– ", min(dim.Depth, 6)) + l10n.Join(" ", dim.Code, dim.Title)
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: l10n.Join(", ", title, dim.OwnScale), Bold: dim.Depth == 0 && len(dim.Parts) > 0},
			{Text: s.value(dim.State, dim.Value), Bold: true},
			{Text: view.Between(dim.Low, dim.High)},
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
	s.d.Heading(pdfdoc.Heading{Text: s.t("bases"), Level: 2})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("dimension")}}, Size: 8, MaxLines: 3, Auto: true}
	for i, title := range a.Bases.Titles {
		if i == 0 {
			title = l10n.Join("\n", title, s.t("bases.headline"))
		}
		t.Columns = append(t.Columns, pdfdoc.Column{Title: title, Most: 46})
	}
	all := a.Bases.Rows
	if len(all) > basisMost {
		all = all[:1]
	}
	for _, row := range all {
		cells := []pdfdoc.Cell{{Text: row.Title, Bold: row.Index}}
		for _, c := range row.Cells {
			cells = append(cells, pdfdoc.Cell{Text: l10n.Join("  ", c.Value.Text, c.Band.Title), Chip: chip(c.Band), Bold: row.Index})
		}
		t.Rows = append(t.Rows, cells)
	}
	s.d.Table(t)
}

// tagTables sets the agency's scores in the second views.
func (s *setter) tagTables(a *view.Agency) {
	right := pdfdoc.AlignRight
	for _, v := range a.Views {
		s.d.Heading(pdfdoc.Heading{Text: v.Title, Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("tag")},
			{Title: s.t("value"), Align: right},
			{Title: s.t("bounds"), Align: pdfdoc.AlignCenter, Most: 32},
			{Title: s.t("coverage"), Align: right},
			{Title: s.t("band"), Most: 44},
			{Title: s.t("indicators.n"), Align: right},
		}, Size: 8, MaxLines: 3, Auto: true}
		for _, tag := range v.Tags {
			band := pdfdoc.Cell{Text: or(tag.Band.Title), Chip: chip(tag.Band)}
			if !tag.Value.Known {
				band = pdfdoc.Cell{Text: or(tag.Value.Reason), Ink: &pdfdoc.Grey}
			}
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: tag.Title},
				{Text: s.value(tag.State, tag.Value), Bold: true},
				{Text: view.Between(tag.Low, tag.High)},
				{Text: tag.Coverage.Text},
				band,
				{Text: s.p.Integer(tag.Indicators)},
			})
		}
		s.d.Table(t)
	}
}

// factorTable sets the indicators that lift or pull the index, and what respondents said of them.
func (s *setter) factorTable(title string, factors []view.Factor, ink *pdfdoc.Color) {
	if len(factors) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: title, Level: 2})
	right := pdfdoc.AlignRight
	levels := slices.ContainsFunc(factors, func(f view.Factor) bool { return f.Level != "" })
	t := pdfdoc.Table{Size: 8, MaxLines: 6, Auto: true, Columns: []pdfdoc.Column{
		{Title: s.t("indicator"), Most: 80},
		{Title: s.t("value"), Align: right},
		{Title: s.t("reference"), Align: right},
		{Title: s.t("contribution"), Align: right},
	}}
	if levels {
		t.Columns = append(t.Columns, pdfdoc.Column{Title: s.t("level_reached"), Most: 90})
	}
	for _, f := range factors {
		row := []pdfdoc.Cell{
			{Text: l10n.Join("\n", f.Title, f.Dimension)},
			{Text: f.Value.Text, Bold: true},
			{Text: f.Reference.Text},
			{Text: f.Contribution.Text, Bold: true, Ink: ink},
		}
		if levels {
			row = append(row, pdfdoc.Cell{Text: or(f.Level), Ink: &pdfdoc.Grey})
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
		words = l10n.Join(" ", words, "“"+n.Quote+"”")
	}
	who := l10n.Join(" ", n.Role, n.Respondent)
	visibility := ""
	if n.Internal {
		visibility = n.Visibility
	}
	if from := l10n.Join("; ", who, n.Item, n.Source, n.Place, visibility); from != "" {
		words += " (" + from + ")"
	}
	return words
}

// actionTable sets all next steps, with what the rubric wants as evidence and what should come first.
func (s *setter) actionTable(a *view.Agency) {
	if len(a.Actions) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("next_steps"), Level: 2})
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("action"), Share: 5},
		{Title: s.t("indicator"), Share: 3},
		{Title: s.t("step"), Width: 21, Align: pdfdoc.AlignCenter},
		{Title: s.t("effect"), Width: 15, Align: right},
		{Title: s.t("index.after"), Width: 16, Align: right},
		{Title: s.t("effort"), Width: 32},
	}, Size: 8, MaxLines: 8}
	for _, act := range view.QuickFirst(a.Actions) {
		text := l10n.Join("\n", act.Text, act.Wanted)
		if len(act.DependsOn) > 0 {
			text += "\n" + s.t("depends", "names", strings.Join(act.DependsOn, ", "))
		}
		effort := pdfdoc.Cell{Text: act.EffortText}
		if act.QuickWin {
			effort.Chip = &good
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: text},
			{Text: l10n.Join("\n", act.Title, act.Dimension), Ink: &pdfdoc.Grey},
			{Text: act.From.Text + " → " + act.To.Text},
			{Text: act.Effect.Text, Bold: true},
			{Text: act.IndexAfter.Text, Bold: true},
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
	s.d.Heading(pdfdoc.Heading{Text: s.t("indicators"), Level: 2})
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("indicator"), Most: 90},
		{Title: s.t("value"), Align: right},
		{Title: s.r.ClaimTitle, Align: right, Most: 20},
		{Title: s.t("measured"), Align: right},
		{Title: s.t("respondents"), Align: right},
		{Title: s.t("weight"), Align: right},
		{Title: s.t("remarks")},
	}, Size: 7.8, Auto: true}
	const measured = 3 // the column, left out where the rubric measures nothing
	if !s.r.Measured {
		t.Columns = slices.Delete(t.Columns, measured, measured+1)
	}
	for _, in := range a.Indicators {
		respondents := ""
		if in.N > 0 {
			respondents = s.p.Integer(in.N)
		}
		row := []pdfdoc.Cell{
			{Text: l10n.Join(" ", in.Code, in.Title)},
			{Text: s.value(in.State, in.Value), Bold: true},
			{Text: in.Claim.Text},
			{Text: in.Measured.Text},
			{Text: or(respondents)},
			{Text: in.Weight.Text},
			{Text: s.remarks(in), Ink: &pdfdoc.Grey},
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

// remarks says what else there is to know of an indicator.
func (s *setter) remarks(in view.IndicatorScore) string {
	var remarks []string
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
	return l10n.Join("; ", append(remarks, in.Flags...)...)
}

// evidenceTable lists the items of evidence.
func (s *setter) evidenceTable(a *view.Agency) {
	if len(a.Evidence) == 0 {
		return
	}
	titles := map[string]string{}
	for _, in := range a.Indicators {
		titles[in.ID] = l10n.Join(" ", in.Code, in.Title)
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("evidence.list"), Level: 2})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("evidence.item")},
		{Title: s.t("indicator"), Most: 60},
		{Title: s.t("level"), Align: pdfdoc.AlignRight},
		{Title: s.t("evidence.status"), Most: 30},
		{Title: s.t("evidence.note"), Most: 60},
	}, Size: 7.8, MaxLines: 5, Auto: true}
	for _, e := range a.Evidence {
		status := pdfdoc.Cell{Text: e.StatusText}
		if e.Accepted {
			status.Chip = &good
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: l10n.Join("\n", or(e.Title), e.Item, e.Link)},
			{Text: or(titles[e.Indicator]), Ink: &pdfdoc.Grey},
			{Text: e.Level.Text},
			status,
			{Text: l10n.Join("; ", e.Note, e.Recommendation), Ink: &pdfdoc.Grey},
		})
	}
	s.d.Table(t)
}

func (s *setter) names(title string, names []string) {
	if len(names) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: title, Level: 2})
		s.d.Paragraph(strings.Join(names, "; "), pdfdoc.Small)
	}
}
