package view

import (
	"fmt"
	"iter"
	"strings"

	"siap/scoring/edition"
	"siap/scoring/result"
)

// EvidenceItem is one item of data dukung.
type EvidenceItem struct {
	// Indicator is its id; Item tells repeats of it apart.
	Indicator, Item string
	Title           string
	// Level is which level the item is to prove; unknown where nobody said.
	Level Num
	// Status is what became of it, as the input has it; StatusText the same in words. Accepted says that it counts.
	Status, StatusText string
	Accepted           bool
	// Link is where it can be found: an address of http or https, else "".
	Link string
	// Note and Recommendation are the assessors' words.
	Note, Recommendation string
	// Internal says that it must not be published.
	Internal bool
}

// AddEvidence adds the items of data dukung to the profiles, in the order of the records; those that an edition
// withholds are left out: all that is internal, and in the anonymous one every item. An error is that of the records.
func (r *Report) AddEvidence(records iter.Seq2[result.Record, error]) error {
	if r.builder == nil {
		return nil
	}
	items := map[string][]result.Record{}
	for record, err := range records {
		if err != nil {
			return fmt.Errorf("reading the evidence: %w", err)
		}
		switch {
		case record.Kind != result.KindEvidence, r.Publication.Edition == edition.Anonymous:
		case r.Publication.Edition == edition.Public && record.Visibility != "public":
		default:
			items[record.Agency] = append(items[record.Agency], record)
		}
	}
	r.add(func(r *Report) {
		for i, e := range r.builder.entries {
			for _, record := range items[e.a.ID] {
				r.Agencies[i].Evidence = append(r.Agencies[i].Evidence, r.builder.evidenceItem(record))
			}
		}
	})
	return nil
}

func (b *builder) evidenceItem(r result.Record) EvidenceItem {
	item := EvidenceItem{
		Indicator: r.Indicator, Item: clean(r.Item, nameLimit), Title: clean(r.Title, textLimit), Level: b.missing(""),
		Status: clean(r.Status, shortLimit), Accepted: r.Status == accepted, Note: clean(r.Note, textLimit),
		Recommendation: clean(r.Recommendation, textLimit), Internal: r.Visibility != "public",
	}
	item.StatusText = b.known("view.evidence.", item.Status)
	if item.Status == "" {
		item.StatusText = b.p.Text("view.evidence.none")
	}
	if r.Level != nil {
		item.Level = b.score(*r.Level)
	}
	link := clean(r.Link, textLimit)
	if lower := strings.ToLower(link); strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		item.Link = link
	}
	return item
}
