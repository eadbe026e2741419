package form

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"siap/rubric"
)

// ShortChoices gives a code of at most five letters and digits for each of Choices(n), in the same order, for formats
// that allow no more (LimeSurvey): "A3" for level 3, "A2P5" for level 2.5, "A1", "A2" for the options in their
// order, "Y" and "N", and "NA" and "DK" for the two special answers.
func ShortChoices(n *rubric.Node) []string {
	choices := Choices(n)
	short := make([]string, len(choices))
	for i, c := range choices {
		switch {
		case c.Special:
			short[i] = strings.ToUpper(c.Code)
		case n.Asked() == rubric.YesNo:
			short[i] = strings.ToUpper(c.Code[:1])
		case n.Asked() == rubric.Levels:
			short[i] = "A" + strings.NewReplacer(".", "P", "-", "M").Replace(c.Code)
		default:
			short[i] = "A" + strconv.Itoa(i+1)
		}
		if len(short[i]) > maxShortChoice { // a level with many digits
			short[i] = "L" + strconv.Itoa(i+1)
		}
	}
	return short
}

const maxShortChoice = 5

// AgencyCode gives an agency's id where only letters, digits and underscores are allowed: the id itself, or, where
// it holds something else, the id with underscores and a hash behind it, so that no two ids become one. It follows from the
// id alone.
func AgencyCode(id string) string {
	code := strings.Map(func(r rune) rune {
		if r == '.' || r == '-' {
			return '_'
		}
		return r
	}, id)
	if code == id {
		return id
	}
	return code + "__" + hashed(id, 5)
}

// AgencyShorts gives every agency a code of five letters and digits that begins with a letter. It follows from the
// id alone but for the rare two that would share one: of these the second in the order of the alphabet gets another.
func AgencyShorts(ids []string) map[string]string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	codes := make(map[string]string, len(ids))
	taken := make(map[string]bool, len(ids))
	for _, id := range slices.Compact(ids) {
		code, text := "", id
		for code == "" || taken[code] {
			sum := hashed(text, maxShortChoice)
			code = string(rune('a'+(sum[0]%26))) + sum[1:]
			text += "'"
		}
		taken[code], codes[id] = true, code
	}
	return codes
}

// hashed gives a text of exactly n letters and digits that follows from s.
func hashed(s string, n int) string {
	h := fnv.New64a()
	h.Write([]byte(s))
	sum := strconv.FormatUint(h.Sum64(), 36)
	sum = strings.Repeat("0", max(0, n-len(sum))) + sum
	return sum[len(sum)-n:]
}
