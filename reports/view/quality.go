package view

import (
	"cmp"
	"slices"
	"strconv"

	"siap/internal/diag"
	"siap/internal/l10n"
)

func uintText(n uint64) string { return strconv.FormatUint(n, 10) }

// quality says how far the data bear the numbers.
func (b *builder) quality(dimensions []Dimension) Quality {
	q := Quality{Files: b.findings()}
	for _, in := range b.a.Inputs {
		if in.Refused || in.LeftOut > 0 {
			q.LeftOut = append(q.LeftOut, b.input(in))
		}
	}
	for _, d := range b.a.Diagnostics {
		switch n := max(d.Count, 1); d.Severity {
		case diag.Error:
			q.Errors += n
		case diag.Warning:
			q.Warnings += n
		default:
			q.Notes += n
		}
	}
	b.countCells(&q, dimensions)
	b.sayQuality(&q)
	return q
}

// countCells counts agency × indicator by state, and which agencies gave no answer at all.
func (b *builder) countCells(q *Quality, dimensions []Dimension) {
	place := map[string]int{}
	for i, d := range dimensions {
		place[d.ID] = i
		q.Dimensions = append(q.Dimensions, DimensionCoverage{Title: d.Title, Coverage: d.Coverage})
	}
	for _, e := range b.entries {
		if b.silent(e) {
			q.Silent = append(q.Silent, e.row.Name)
		}
		for _, leaf := range b.leaves {
			dimension := &q.Dimensions[place[b.path[leaf.ID][0]]]
			switch foundOut(e.node(leaf.ID)) {
			case Known:
				q.KnownCount++
				dimension.Known++
			case NotApplicable:
				q.NotApplicableCount++
				dimension.NotApplicable++
			default:
				q.UnknownCount++
				dimension.Unknown++
			}
		}
	}
}

func (b *builder) sayQuality(q *Quality) {
	say := func(key string, args ...any) { q.Sentences = append(q.Sentences, b.p.Text(key, args...)) }
	applicable := q.KnownCount + q.UnknownCount
	if applicable > 0 {
		share := b.coverage(float64(q.KnownCount) / float64(applicable)).Text
		say("view.quality.cells", "known", q.KnownCount, "applicable", applicable, "share", share, "na", q.NotApplicableCount)
	}
	if len(q.Silent) > 0 {
		say("view.quality.silent", "n", len(q.Silent), "names", b.list(q.Silent[:min(len(q.Silent), 10)]))
	}
	refused, left := 0, 0
	for _, in := range q.LeftOut {
		left += in.LeftOut
		if in.Refused {
			refused++
		}
	}
	if refused > 0 {
		say("view.quality.refused", "n", refused)
	}
	if left > 0 {
		say("view.quality.left_out", "n", left)
	}
	if q.Errors+q.Warnings+q.Notes == 0 {
		say("view.quality.clean")
	} else {
		say("view.quality.findings", "errors", q.Errors, "warnings", q.Warnings, "notes", q.Notes)
	}
}

// findings gives the diagnostics by file, the most serious first within each.
func (b *builder) findings() []FileFindings {
	byFile := map[string]int{}
	var files []FileFindings
	for _, d := range b.a.Diagnostics {
		file := clean(d.Place.File, nameLimit)
		i, known := byFile[file]
		if !known {
			i = len(files)
			byFile[file] = i
			files = append(files, FileFindings{File: file})
		}
		files[i].Items = append(files[i].Items, Finding{
			Code: d.Code, Severity: string(d.Severity), SeverityText: b.known("severity.", string(d.Severity)),
			Place: clean(d.Place.String(), nameLimit), Text: upperFirst(clean(b.findingWords(d), textLimit)), Count: max(d.Count, 1),
		})
	}
	for _, f := range files {
		slices.SortStableFunc(f.Items, func(x, y Finding) int { return cmp.Compare(gravity(x), gravity(y)) })
	}
	slices.SortStableFunc(files, func(x, y FileFindings) int { return cmp.Compare(x.File, y.File) })
	return files
}

// findingWords is the sentence of a diagnostic; an edition has none but its code.
func (b *builder) findingWords(d *diag.Diagnostic) string {
	if b.a.Edition != "" {
		return b.p.Text("view.finding.withheld", "code", d.Code)
	}
	return b.p.Diagnostic(d)
}

func gravity(f Finding) int {
	switch diag.Severity(f.Severity) {
	case diag.Error:
		return 0
	case diag.Warning:
		return 1
	}
	return 2
}

// Dash is how a report writes what is not known.
const Dash = l10n.Unknown
