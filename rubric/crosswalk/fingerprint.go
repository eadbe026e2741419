package crosswalk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"siap/rubric"
)

// Fingerprints identify what a crosswalk says, whatever its file looks like: SHA-256 in hex over a canonical form,
// JSON without spaces whose pairs are sorted by their indicators and whose numbers stand as texts. Scoring covers the
// rubrics, the pairs, their strengths and levels; Text the title, the note, the works cited and the reasons. The
// versions are in neither.
func (c *Crosswalk) Fingerprints() rubric.Fingerprints {
	pairs := slices.Clone(c.Pairs)
	slices.SortStableFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	scoring := []any{c.Schema, c.ID, c.From.Rubric, c.To.Rubric}
	text := []any{words(c.Title), words(c.Note), c.Cites}
	for _, p := range pairs {
		levels := []string{}
		for _, l := range p.Levels {
			levels = append(levels, canonical(l.From), canonical(l.To))
		}
		scoring = append(scoring, []any{p.From, p.To, p.Kind, canonical(p.Strength), canonical(p.Back), levels})
		text = append(text, []any{p.From, p.To, words(p.Reason)})
	}
	for _, u := range c.Unmapped {
		text = append(text, []any{u.From, u.To, words(u.Reason)})
	}
	return rubric.Fingerprints{Scoring: digest(scoring), Text: digest(text)}
}

func words(t rubric.Text) []string { return []string{t.ID, t.EN} }

// canonical is a number as text; minus zero is zero.
func canonical(x float64) string {
	if x == 0 {
		return "0"
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func digest(form any) string {
	data, err := json.Marshal(form)
	if err != nil { // cannot be: a form holds texts and lists only
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
