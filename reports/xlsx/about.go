package xlsx

// quality are the findings about the inputs, with the sentences that say how far they bear the numbers.
func (b *book) quality() *page {
	return b.tablePage("quality", true, func() *table {
		t := &table{notes: b.r.Quality.Sentences, columns: []column{
			{name: "severity", width: 13}, {name: "rule", kind: code, width: 9}, {name: "place", kind: code, width: 42}, {name: "finding", kind: long, width: 80}, {name: "count", kind: count, width: 12},
		}}
		for _, f := range b.r.Quality.Files {
			for i := range f.Items {
				d := &f.Items[i]
				t.rows = append(t.rows, []any{d.SeverityText, d.Code, d.Place, d.Text, d.Count})
			}
		}
		return t
	})
}

// method says how the numbers came about.
func (b *book) method() *page {
	return b.tablePage("method", false, func() *table {
		t := &table{plain: true, columns: []column{{name: "topic", kind: long, width: 28}, {name: "words", kind: long, width: 100}}}
		for _, p := range b.r.Method.Paragraphs {
			t.rows = append(t.rows, []any{cell{p.Heading, func(l look) look { l.bold = true; return l }}, p.Text})
		}
		return t
	})
}

// conversions are the indicators whose answers are not their scores; nil where all are.
func (b *book) conversions() *page {
	if len(b.r.Method.Conversions) == 0 {
		return nil
	}
	return b.tablePage("conversions", true, func() *table {
		t := &table{fixed: 2, columns: []column{{name: "code", width: 9}, {name: "indicator", kind: long, width: 40}, {name: "answer", kind: long, width: 36}, {name: "how", kind: long, width: 70}}}
		for _, c := range b.r.Method.Conversions {
			t.rows = append(t.rows, []any{c.Code, c.Title, c.Answer, c.How})
		}
		return t
	})
}

// measures are the indicators that a measurement checks; nil where none does.
func (b *book) measures() *page {
	if len(b.r.Method.Measures) == 0 {
		return nil
	}
	return b.tablePage("measures", true, func() *table {
		t := &table{fixed: 1, columns: []column{
			{name: "indicator", kind: long, width: 34},
			{name: "metric", kind: long, width: 30},
			{name: "reduction", kind: long, width: 26},
			{name: "rule_of", kind: long, width: 26},
			{name: "breakpoints", kind: long, width: 44},
			{name: "least", kind: part, width: 12},
		}}
		for _, m := range b.r.Method.Measures {
			t.rows = append(t.rows, []any{m.Title, m.Metric, m.Reduction, m.Rule, m.Breakpoints, m.MinCoverage})
		}
		return t
	})
}

// provenance says from what and by what the result was made.
func (b *book) provenance() *page {
	return b.tablePage("provenance", false, func() *table {
		t := &table{plain: true, columns: []column{{name: "fact", kind: long, width: 34}, {name: "words", kind: long, width: 84}}}
		for _, f := range b.r.Provenance.Facts {
			t.rows = append(t.rows, []any{f.Label, f.Value})
		}
		if d := b.r.Rubric.Decree; d != "" {
			t.rows = append(t.rows, []any{b.text("fact.decree"), d})
		}
		for _, cite := range b.r.Rubric.Cites {
			t.rows = append(t.rows, []any{b.text("fact.cite"), cite})
		}
		if n := b.r.Rubric.Note; n != "" {
			t.rows = append(t.rows, []any{b.text("fact.note"), n})
		}
		return t
	})
}

// inputs are the files that were read.
func (b *book) inputs() *page {
	return b.tablePage("inputs", true, func() *table {
		t := &table{fixed: 1, columns: []column{
			{name: "path", kind: long, width: 44},
			{name: "kind", width: 16},
			{name: "format", width: 18},
			{name: "records", kind: count, width: 11},
			{name: "left_out", kind: count, width: 11},
			{name: "refused", width: 10},
			{name: "sha256", kind: code, width: 68},
		}}
		for _, in := range b.r.Provenance.Inputs {
			refused := ""
			if in.Refused {
				refused = b.text("yes")
			}
			t.rows = append(t.rows, []any{in.Path, in.Kind, in.Format, in.Records, in.LeftOut, refused, in.SHA256})
		}
		return t
	})
}

// contents lists the sheets, each with a way to it.
func (b *book) contents() *page {
	return &page{key: "contents", write: func(b *book, p *page) {
		s := b.open(p, []column{{width: 30}, {width: 90}})
		if s == nil {
			return
		}
		s.row([]any{cell{p.title, func(l look) look { return look{bold: true, size: 15, ink: b.primary()} }}}, look{}, 24)
		s.row([]any{cell{p.about, func(l look) look { return look{ink: soft} }}}, look{}, 0)
		s.row(nil, look{}, 6)
		for _, other := range b.listed {
			if other.key == "contents" {
				continue
			}
			lines := linesOf(other.about, 88)
			s.row([]any{link{b.sheets[other.key], b.sheets[other.key]}, other.about}, look{border: true, wrap: true, top: true}, float64(lines)*lineHeight+4)
		}
		s.close()
	}}
}

// dictionary says of every column of every sheet what it holds.
func (b *book) dictionary() *page {
	columns := []column{{name: "sheet", width: 26}, {name: "column", kind: long, width: 36}, {name: "meaning", kind: long, width: 90}}
	return &page{key: "dictionary", wide: true, columns: columns, write: func(b *book, p *page) {
		t := &table{fixed: 1, columns: columns}
		for _, other := range b.listed {
			heads := make([]string, len(other.columns))
			for i, c := range other.columns {
				heads[i] = b.headOf(c)
			}
			for i, head := range unique(heads) {
				t.rows = append(t.rows, []any{b.sheets[other.key], head, b.aboutOf(other.columns[i])})
			}
		}
		b.writeTable(p, t)
	}}
}
