package rubric

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Fingerprints identify what a rubric says, whatever its file looks like: SHA-256 in hex over a canonical form.
//
// The canonical form is JSON without spaces whose objects have sorted keys. Numbers stand as texts in the
// shortest decimal form that reads back as the same number. The children of a node are sorted by id, and so are
// roles, metrics and lists whose order means nothing (asked_of, depends_on, applies_to, groups); levels, bands,
// actions and breakpoints keep their order, which the language fixes. Empty parts are left out. A default counts
// like the same value written down. The version and the status are in neither fingerprint: a new version that
// changes nothing has the fingerprints of the old one.
type Fingerprints struct {
	// Scoring covers ids, codes, levels, weights and rules: if it differs, the scores, the ranks, the forms or
	// the plans may.
	Scoring string `json:"scoring"`
	// Text covers the words, the typical evidence, the law and the source.
	Text string `json:"text"`
}

// Fingerprints computes both fingerprints.
func (r *Rubric) Fingerprints() Fingerprints {
	return Fingerprints{Scoring: digest(r.scoringForm()), Text: digest(r.textForm())}
}

// object is a JSON object; encoding/json writes its keys sorted.
type object map[string]any

// put adds a member that is not empty.
func (o object) put(key string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case []object:
		if len(v) == 0 {
			return
		}
	case object:
		if len(v) == 0 {
			return
		}
	}
	o[key] = value
}

// putNumber adds a number that is there.
func (o object) putNumber(key string, x *float64) {
	if x != nil {
		o[key] = canonical(*x)
	}
}

func digest(form object) string {
	data, err := json.Marshal(form)
	if err != nil { // cannot be: a form holds texts, lists and objects only
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// canonical is a number as text; minus zero is zero.
func canonical(x float64) string {
	if x == 0 {
		return "0"
	}
	return number(x)
}

// sorted is a copy of a list whose order means nothing.
func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// each gives the forms of a list in its order.
func each[T any](list []T, form func(T) object) []object {
	forms := make([]object, len(list))
	for i, entry := range list {
		forms[i] = form(entry)
	}
	return forms
}

// byID gives the forms of a list sorted by id.
func byID[T any](list []T, id func(T) string, form func(T) object) []object {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	return each(list, form)
}

// children gives the forms of nodes sorted by id.
func children(nodes []*Node, form func(*Node) object) []object {
	nodes = slices.DeleteFunc(slices.Clone(nodes), func(n *Node) bool { return n == nil })
	return byID(nodes, func(n *Node) string { return n.ID }, form)
}
