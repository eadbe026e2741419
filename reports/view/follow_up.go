package view

import (
	"fmt"
	"iter"
	"slices"

	"siap/rubric"
	"siap/scoring/result"
)

// FollowUp is one line of the follow-up table: something that an agency, or its assessors, still have to do.
type FollowUp struct {
	Agency, AgencyName string
	// Number is the indicator's official number, Indicator its id.
	Number, Indicator, Title string
	// Item is which repeat of the indicator it is about; "" for all.
	Item string
	// Self and Assessed are the scores of the two bases; nil where there is none.
	Self, Assessed *float64
	// Reasons say in words why the line stands here.
	Reasons []string
	// Evidence is the item of data dukung it is about, with its level, state and link; "" where there is none.
	Evidence, Level, Status, Link string
	// Note, Recommendation, Responsible and Due are what the assessors wrote.
	Note, Recommendation, Responsible, Due string
}

// FollowUps gives the follow-up table of an assessment: every indicator on which the assessors found less than was
// claimed, or that a measurement contradicts, or whose external index is not known yet, and every item of evidence
// that is not accepted or carries a recommendation; in the order of the agencies and of the rubric. An error is that
// of the records.
func FollowUps(a *result.Assessment, lang string, records iter.Seq2[result.Record, error]) ([]FollowUp, error) {
	b := newBuilder(a, lang)
	type cell struct{ agency, indicator string }
	items := map[cell][]result.Record{}
	for r, err := range records {
		if err != nil {
			return nil, fmt.Errorf("reading the evidence: %w", err)
		}
		if r.Kind == result.KindEvidence && (r.Status != accepted || r.Recommendation != "") {
			items[cell{r.Agency, r.Indicator}] = append(items[cell{r.Agency, r.Indicator}], r)
		}
	}
	lower := map[cell][]result.Difference{}
	for _, o := range a.Optimism {
		for _, d := range o.Differences {
			if d.Self > d.Assessed {
				lower[cell{o.Agency, d.Indicator}] = append(lower[cell{o.Agency, d.Indicator}], d)
			}
		}
	}
	contradicted := map[cell]bool{}
	for _, c := range a.Contradictions {
		contradicted[cell{c.Agency, c.Indicator}] = true
	}
	var out []FollowUp
	for _, agency := range a.Agencies {
		for _, leaf := range b.leaves {
			at := cell{agency.ID, leaf.ID}
			base := b.findingOf(agency, leaf)
			if len(lower[at]) > 0 {
				base.Reasons = append(base.Reasons, b.p.Text("finding.lower"))
			}
			if contradicted[at] {
				base.Reasons = append(base.Reasons, b.p.Text("finding.contradicted"))
			}
			if n := headlineNode(a, agency, leaf.ID); n != nil && slices.Contains(n.Flags, result.FlagPlaceholder) {
				base.Reasons = append(base.Reasons, b.p.Text("finding.placeholder"))
			}
			for _, r := range items[at] {
				out = append(out, b.evidenceFinding(base, r))
			}
			if len(items[at]) > 0 || len(base.Reasons) == 0 {
				continue
			}
			if leaf.Repeats == "" || len(lower[at]) == 0 {
				out = append(out, base)
				continue
			}
			for _, d := range lower[at] { // one line for each service
				row := base
				row.Item, row.Self, row.Assessed = clean(d.Item, nameLimit), &d.Self, &d.Assessed
				out = append(out, row)
			}
		}
	}
	return out, nil
}

// findingOf gives what all lines about one indicator of an agency have in common.
func (b *builder) findingOf(agency *result.Agency, leaf *rubric.Node) FollowUp {
	f := FollowUp{
		Agency: agency.ID, AgencyName: clean(agency.Name, nameLimit), Number: leaf.Code, Indicator: leaf.ID,
		Title: clean(leaf.Title.In(b.p.Lang()), nameLimit),
	}
	if s := agency.Results[result.Self]; s != nil && s.Nodes[leaf.ID] != nil {
		f.Self = s.Nodes[leaf.ID].Value
	}
	if s := agency.Results[result.Assessed]; s != nil && s.Nodes[leaf.ID] != nil {
		f.Assessed = s.Nodes[leaf.ID].Value
	}
	return f
}

func headlineNode(a *result.Assessment, agency *result.Agency, id string) *result.Node {
	if s := agency.Results[a.Options.Basis]; s != nil {
		return s.Nodes[id]
	}
	return nil
}

// evidenceFinding adds an item of evidence to a line.
func (b *builder) evidenceFinding(f FollowUp, r result.Record) FollowUp {
	f.Reasons = slices.Clone(f.Reasons)
	if r.Status != accepted {
		f.Reasons = append(f.Reasons, b.p.Text("finding.evidence."+evidenceKey(r.Status)))
	} else {
		f.Reasons = append(f.Reasons, b.p.Text("finding.recommended"))
	}
	f.Item = clean(r.Item, nameLimit)
	f.Evidence, f.Status, f.Link = clean(r.Title, textLimit), clean(r.Status, shortLimit), clean(r.Link, textLimit)
	if r.Level != nil {
		f.Level = b.score(*r.Level).Text
	}
	f.Note, f.Recommendation = clean(r.Note, textLimit), clean(r.Recommendation, textLimit)
	f.Responsible, f.Due = clean(r.Responsible, nameLimit), clean(r.Due, shortLimit)
	return f
}

// evidenceKey is the last part of a message key for the state of an item; one that is not known reads as not there.
func evidenceKey(status string) string {
	switch status {
	case "draf", "proses", "revisi":
		return status
	}
	return "belum"
}
