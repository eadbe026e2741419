// Package edition says who may see what of an assessment, and what an issuer adds to it: the one place for both.
//
// There are three editions. The full one is for those who work on the assessment. The public one holds nothing internal
// and nothing of single respondents. In the anonymous one the agencies, their groups and their governments are codes as
// well. Apply makes an edition of an assessment before any output is drawn from it, so that no renderer can leak what
// the edition withholds. It copies what an edition may hold and nothing else: a member that is added to the result is
// withheld until somebody has decided about it here.
//
// What is withheld:
//
//	                                              public   anonymous
//	respondents: codes, roles, sources, number    yes      yes
//	how far respondents lie apart                 yes      yes
//	notes and quotations that are internal        yes      yes
//	notes and quotations that are public          no       yes
//	names and places of input files               yes      yes
//	details of findings (what was seen, where)    yes      yes
//	columns of the list that nothing ranks by     yes      yes
//	names and ids of agencies and groups          no       coded (in the rubric: agencies)
//	weights and time zones of agencies            no       yes
//	names of services and systems                 no       yes
//	hashes of inputs                              no       yes
//	title, signatory, preface and logo            no       yes, but for a title of its own
//
// An anonymous edition hides names, not numbers. Whoever knows the result of an agency from elsewhere finds it again by
// its numbers; so does whoever has the public edition of the same assessment beside it.
package edition

import (
	"errors"
	"fmt"
)

// Edition is for whom an output is made.
type Edition string

// The editions. Of two, the later one withholds more.
const (
	Full      Edition = "full"
	Public    Edition = "public"
	Anonymous Edition = "anonymous"
)

// All are the editions by how much they withhold.
var All = []Edition{Full, Public, Anonymous}

// Parse reads the name of an edition; "" is Full.
func Parse(name string) (Edition, error) {
	for _, e := range All {
		if name == string(e) || (name == "" && e == Full) {
			return e, nil
		}
	}
	return "", fmt.Errorf("choosing an edition: %q is none of full, public and anonymous", name)
}

// Stricter gives the one of two editions that withholds more.
func (e Edition) Stricter(other Edition) Edition {
	if other.rank() > e.rank() {
		return other
	}
	return e
}

func (e Edition) rank() int {
	for i, known := range All {
		if e == known {
			return i
		}
	}
	if e == "" {
		return 0
	}
	return len(All) // what is not known withholds everything
}

// What keeps an edition from being made.
var (
	// ErrNoKey says that the anonymous edition has no key to make codes with.
	ErrNoKey = errors.New("the anonymous edition needs a key")
	// ErrShortKey says that a key is so short that it could be guessed.
	ErrShortKey = fmt.Errorf("a key has %d characters or more", KeyLeast)
)

// NamedError says that a text of an anonymous edition holds the name or the id of an agency.
type NamedError struct {
	// Text is what the text is: title or watermark; Name what it holds.
	Text, Name string
}

func (e *NamedError) Error() string {
	return fmt.Sprintf("the %s of the anonymous edition names %q", e.Text, e.Name)
}
