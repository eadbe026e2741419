package pdf

import (
	"strings"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// contradictions sets those of all agencies, the widest gap first.
func (s *setter) contradictions() {
	if len(s.r.Contradictions) == 0 {
		s.d.Paragraph(s.t("contradictions.none"), pdfdoc.Body)
		return
	}
	s.d.Paragraph(s.t("contradictions.about", "n", len(s.r.Contradictions)), pdfdoc.Body)
	if len(s.r.Agencies) > 1 {
		s.contradictedTable()
	}
	s.contradictionTable(s.r.Contradictions, true)
}

// contradictedTable says of how many agencies measurements do not bear out the claim on each indicator.
func (s *setter) contradictedTable() {
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Size: 8, MaxLines: 3, Columns: []pdfdoc.Column{
		{Title: s.t("indicator"), Share: 4},
		{Title: s.p.Text("view.contradicted.agencies"), Width: 18, Align: right},
		{Title: s.p.Text("view.contradicted.compared"), Width: 24, Align: right},
		{Title: s.p.Text("view.contradicted.widest"), Width: 22, Align: right},
		{Title: s.p.Text("view.contradicted.at"), Share: 4},
	}}
	for _, c := range s.r.Contradicted {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: join("\n", c.IndicatorTitle, c.Dimension)},
			{Text: s.p.Integer(c.Agencies), Bold: true, Ink: &pdfdoc.Warn},
			{Text: s.p.Integer(c.Compared)},
			{Text: c.Widest.Gap.Text},
			{Text: c.Widest.AgencyName, Link: s.links[c.Widest.Anchor], Ink: &pdfdoc.Accent},
		})
	}
	s.d.Table(t)
}

func (s *setter) contradictionTable(all []view.Contradiction, named bool) {
	right := pdfdoc.AlignRight
	columns := []pdfdoc.Column{
		{Title: s.t("indicator"), Share: 3},
		{Title: s.r.ClaimTitle, Width: 16, Align: right},
		{Title: s.t("measured"), Width: 18, Align: right},
		{Title: s.t("gap"), Width: 15, Align: right},
		{Title: s.t("measurement"), Share: 4},
	}
	if named {
		columns = append([]pdfdoc.Column{{Title: s.t("agency"), Share: 3}}, columns...)
	}
	t := pdfdoc.Table{Columns: columns, Size: 8, MaxLines: 6}
	for _, c := range all {
		window, coverage := c.Window, ""
		if window == s.r.Window {
			window = "" // said on the cover
		}
		if c.Coverage.Known {
			coverage = s.t("window_coverage", "coverage", c.Coverage.Text)
		}
		row := []pdfdoc.Cell{
			{Text: join("\n", c.IndicatorTitle, c.Dimension)},
			{Text: c.Claim.Text},
			{Text: c.Measured.Text},
			{Text: c.Gap.Text, Bold: true, Ink: &pdfdoc.Warn},
			{Text: join("; ", c.Measurement, window, coverage), Ink: &pdfdoc.Grey},
		}
		if named {
			row = append([]pdfdoc.Cell{{Text: c.AgencyName, Link: s.links[c.Anchor], Ink: &pdfdoc.Accent}}, row...)
		}
		t.Rows = append(t.Rows, row)
	}
	s.d.Table(t)
}

// commonActions sets the steps that would help most agencies.
func (s *setter) commonActions() {
	if len(s.r.Actions) == 0 {
		s.d.Paragraph(s.t("none"), pdfdoc.Body)
		return
	}
	s.d.Paragraph(s.t("actions.about"), pdfdoc.Body)
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("indicator"), Share: 3},
		{Title: s.t("action"), Share: 5},
		{Title: s.t("agencies"), Width: 17, Align: right},
		{Title: s.t("first"), Width: 18, Align: right},
		{Title: s.t("effect"), Width: 15, Align: right},
		{Title: s.t("effort"), Width: 35},
	}, Size: 8, MaxLines: 8}
	for _, a := range s.r.Actions {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: join("\n", a.IndicatorTitle, a.Dimension)},
			{Text: a.Text},
			{Text: s.p.Integer(a.Agencies)},
			{Text: s.p.Integer(a.First)},
			{Text: a.Effect.Text, Bold: true},
			{Text: a.EffortText},
		})
	}
	s.d.Table(t)
}

// method says how the numbers came about.
func (s *setter) method() {
	m := &s.r.Method
	for _, p := range m.Paragraphs {
		s.d.Heading(pdfdoc.Heading{Text: p.Heading, Level: 3})
		s.d.Paragraph(p.Text, pdfdoc.Body)
	}
	right := pdfdoc.AlignRight
	if len(m.Verdicts) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("verdicts"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("of")}, {Title: s.t("verdict")}, {Title: s.t("range")}}}
		for _, v := range m.Verdicts {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: v.Of}, {Text: v.Title}, {Text: v.Range}})
		}
		s.d.Table(t)
	}
	if len(m.Roles) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("roles"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("role")}, {Title: s.t("weight"), Width: 25, Align: right}}}
		for _, r := range m.Roles {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: r.Title}, {Text: r.Weight.Text}})
		}
		s.d.Table(t)
	}
	if len(m.Conversions) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("conversions"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("indicator"), Share: 3}, {Title: s.t("answer"), Share: 2}, {Title: s.t("score"), Share: 4},
		}, Size: 8}
		for _, row := range m.Conversions {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: join(" ", row.Code, row.Title)}, {Text: or(row.Answer)}, {Text: or(row.How)}})
		}
		s.d.Table(t)
	}
	if len(m.Measures) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("measures"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("indicator"), Share: 3},
			{Title: s.t("metric"), Share: 3},
			{Title: s.t("breakpoints"), Share: 3},
			{Title: s.t("rule"), Share: 2},
			{Title: s.t("min_coverage"), Width: 19, Align: right},
		}, Size: 8}
		for _, row := range m.Measures {
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: row.Title},
				{Text: join("; ", row.Metric, row.Reduction)},
				{Text: row.Breakpoints},
				{Text: row.Rule},
				{Text: row.MinCoverage.Text},
			})
		}
		s.d.Table(t)
	}
	if len(m.Weights) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("weights"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("node")}, {Title: s.t("weight"), Width: 22, Align: right}, {Title: s.t("share"), Width: 30, Align: right},
		}, Size: 8}
		for _, w := range m.Weights {
			// Wrap trims leading spaces, so depth is shown by a dash a step.
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: strings.Repeat("– ", max(0, min(w.Depth, 6))) + join(", ", join(" ", w.Code, w.Title), w.OwnScale), Bold: !w.Indicator},
				{Text: w.Weight.Text},
				{Text: w.Share.Text},
			})
		}
		s.d.Table(t)
	}
}

// findingsPerFile is how many diagnostics of one input are printed; the rest is counted.
const findingsPerFile = 25

// quality says how far the data bear the numbers.
func (s *setter) quality() {
	q := &s.r.Quality
	s.d.Bullets(q.Sentences, pdfdoc.Body)
	if len(q.Dimensions) > 0 {
		right := pdfdoc.AlignRight
		s.d.Heading(pdfdoc.Heading{Text: s.t("quality.dimensions"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("dimension")},
			{Title: s.t("coverage"), Width: 24, Align: right},
			{Title: s.t("known"), Width: 24, Align: right},
			{Title: s.t("unknown"), Width: 27, Align: right},
			{Title: s.t("not_applicable"), Width: 27, Align: right},
		}}
		for _, dim := range q.Dimensions {
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: dim.Title},
				{Text: dim.Coverage.Text},
				{Text: s.p.Integer(dim.Known)},
				{Text: s.p.Integer(dim.Unknown)},
				{Text: s.p.Integer(dim.NotApplicable)},
			})
		}
		s.d.Table(t)
	}
	if len(q.Silent) > 0 {
		s.names(s.t("silent"), q.Silent)
	}
	if len(q.LeftOut) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("left_out_inputs"), Level: 2})
		s.inputs(q.LeftOut)
	}
	s.findings(q.Files)
}

func (s *setter) findings(files []view.FileFindings) {
	for i, f := range files {
		if i == 0 {
			s.d.Heading(pdfdoc.Heading{Text: s.t("findings"), Level: 2})
		}
		name := f.File
		if name == "" {
			name = s.t("general")
		}
		s.d.Heading(pdfdoc.Heading{Text: name, Level: 3})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("severity"), Width: 24},
			{Title: s.t("code"), Width: 17},
			{Title: s.t("place"), Share: 2},
			{Title: s.t("finding"), Share: 5},
		}, Size: 8, MaxLines: 6}
		for _, item := range f.Items[:min(len(f.Items), findingsPerFile)] {
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: item.SeverityText, Bold: item.Severity == "error"},
				{Text: item.Code},
				{Text: or(item.Place)},
				{Text: item.Text},
			})
		}
		s.d.Table(t)
		if more := len(f.Items) - findingsPerFile; more > 0 {
			s.d.Paragraph(s.t("more_findings", "n", more), pdfdoc.Small)
		}
	}
}

// provenance says from what, by what and when the report was made.
func (s *setter) provenance() {
	facts := make([][2]string, 0, len(s.r.Provenance.Facts))
	for _, f := range s.r.Provenance.Facts {
		facts = append(facts, [2]string{f.Label, f.Value})
	}
	s.facts(facts)
	s.d.Space(2)
	if len(s.r.Provenance.Inputs) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("inputs"), Level: 2})
		s.inputs(s.r.Provenance.Inputs)
	}
	sources := s.r.Rubric.Cites
	if s.r.Rubric.Decree != "" {
		sources = append([]string{s.r.Rubric.Decree}, sources...)
	}
	if len(sources) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("sources"), Level: 2})
		s.d.Bullets(sources, pdfdoc.Body)
	}
	if s.r.Rubric.Note != "" {
		s.d.Box(s.t("unverified"), []string{s.r.Rubric.Note}, pdfdoc.NoteTone)
	}
}

func (s *setter) inputs(inputs []view.Input) {
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("file"), Share: 4},
		{Title: s.t("input_kind"), Share: 2},
		{Title: s.t("records"), Width: 18, Align: right},
		{Title: s.t("left_out"), Width: 20, Align: right},
		{Title: "SHA-256", Width: 52},
	}, Size: 7.8, MaxLines: 4}
	for _, in := range inputs {
		kind := join(", ", in.Kind, in.Format)
		if in.Refused {
			kind += " – " + s.t("refused")
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: in.Path},
			{Text: kind},
			{Text: s.p.Integer(in.Records)},
			{Text: s.p.Integer(in.LeftOut)},
			{Text: in.SHA256, Ink: &pdfdoc.Grey},
		})
	}
	s.d.Table(t)
}
