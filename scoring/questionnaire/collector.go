package questionnaire

import "siap/internal/diag"

// Collector gathers the answers of several files and sees to it that nobody is counted twice: the same respondent
// (in the same role) answers once about an indicator of an agency, or about one item of it. Where both answers
// say when they were submitted, the later one counts; an empty answer gives way to any other.
type Collector struct {
	answers []Answer
	ids     map[string]uint32
	at      map[answerKey]int32 // index into answers
}

// answerKey tells who answered what; numbers for texts keep the table of 400,000 answers small.
type answerKey struct{ agency, indicator, item, respondent, role uint32 }

// NewCollector makes an empty collector.
func NewCollector() *Collector {
	return &Collector{ids: map[string]uint32{}, at: map[answerKey]int32{}}
}

// Answers are the answers that count, in the order of the files.
func (c *Collector) Answers() []Answer { return c.answers }

// Add takes the answers of one file, which then belong to the collector. If a respondent answers twice without
// one answer being the later, nothing of the file is taken and the diagnostics (of severity error) say where the
// other answer stands. Superseded is how many answers, of this file or an earlier one, gave way to a later one; a
// note among the diagnostics says so.
func (c *Collector) Add(file []Answer) (superseded int, found []*diag.Diagnostic) {
	// What the file would change is kept apart until it is clear that the file may be taken.
	keys := make([]answerKey, len(file))
	mine := make(map[answerKey]int32, len(file)) // index into file
	drop := map[int32]bool{}                     // of file
	replaces := map[int32]bool{}                 // of answers: to be replaced by the one in mine
	list := &diag.List{}
	var note *diag.Diagnostic
	for i := range file {
		a := &file[i]
		key := c.key(a)
		keys[i] = key
		before, index, own := (*Answer)(nil), int32(0), false
		if index, own = mine[key]; own {
			before = &file[index]
		} else if old, there := c.at[key]; there {
			before, index = &c.answers[old], old
		}
		if before == nil {
			mine[key] = int32(i)
			continue
		}
		keepsOld, ok := elder(before, a)
		if !ok {
			list.Add(ruleTwice.At(a.Place).About(a.Indicator).Saw(a.Agency).See(before.Place))
			continue
		}
		if !before.isEmpty() && !a.isEmpty() {
			superseded++
			if note == nil {
				note = ruleReplaced.At(a.Place).About(a.Indicator).Saw(a.Agency).See(before.Place)
			}
			note.Count = superseded
		}
		switch {
		case keepsOld:
			drop[int32(i)] = true
		case own:
			drop[index] = true
			mine[key] = int32(i)
		default:
			replaces[index] = true
			mine[key] = int32(i)
		}
	}
	if list.HasErrors() {
		return 0, list.All()
	}
	list.Add(note)
	if len(c.answers) == 0 && len(drop) == 0 { // the usual first file
		c.answers, c.at = file, mine
		return superseded, list.All()
	}
	c.take(file, keys, drop, replaces)
	return superseded, list.All()
}

// take merges a file. An answer that replaces one of an earlier file takes its place.
func (c *Collector) take(file []Answer, keys []answerKey, drop, replaces map[int32]bool) {
	kept := file[:0]
	for i := range file {
		if drop[int32(i)] {
			continue
		}
		if len(replaces) > 0 {
			if old, there := c.at[keys[i]]; there && replaces[old] {
				c.answers[old] = file[i]
				continue
			}
		}
		c.at[keys[i]] = int32(len(c.answers) + len(kept))
		kept = append(kept, file[i])
	}
	if len(c.answers) == 0 {
		c.answers = kept
		return
	}
	c.answers = append(c.answers, kept...)
}

func (c *Collector) key(a *Answer) answerKey {
	return answerKey{c.id(a.Agency), c.id(a.Indicator), c.id(a.Item), c.id(a.Respondent), c.id(a.Role)}
}

func (c *Collector) id(s string) uint32 {
	if s == "" {
		return 0
	}
	id, known := c.ids[s]
	if !known {
		id = uint32(len(c.ids) + 1)
		c.ids[s] = id
	}
	return id
}

// isEmpty reports whether an answer says nothing.
func (a *Answer) isEmpty() bool {
	return a.Claim.State == Unknown && a.Assessed.State == Unknown && a.Note == "" && a.Quote == ""
}

// elder tells which of two answers of one respondent counts: keepsFirst where it is the first. It reports false where
// that cannot be told.
func elder(first, second *Answer) (keepsFirst, ok bool) {
	switch {
	case second.isEmpty():
		return true, true
	case first.isEmpty():
		return false, true
	case first.Submitted.IsZero() || second.Submitted.IsZero() || first.Submitted.Equal(second.Submitted):
		return false, false
	}
	return first.Submitted.After(second.Submitted), true
}
