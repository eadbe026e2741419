package crosswalk

import (
	"errors"
	"io"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
)

// Rubrics are those a crosswalk may name.
type Rubrics struct {
	// IDs are the ids of all of them, for messages.
	IDs []string
	// Open gives the rubric of an id, linked; nil where there is none.
	Open func(id string) *rubric.Rubric
}

// Of makes Rubrics of some that are at hand.
func Of(rubrics ...*rubric.Rubric) Rubrics {
	known := Rubrics{Open: func(id string) *rubric.Rubric {
		for _, r := range rubrics {
			if r.ID == id {
				return r
			}
		}
		return nil
	}}
	for _, r := range rubrics {
		known.IDs = append(known.IDs, r.ID)
	}
	return known
}

// sizeLimit is MaxBytes in words.
const sizeLimit = "4 MiB"

// Load reads the crosswalk of a file, and checks it against the two rubrics that it names. The list holds everything
// found; where an error is among it, the crosswalk is nil, else it may hold warnings.
func Load(src source.Source, known Rubrics) (*Crosswalk, *diag.List) {
	list := &diag.List{}
	data, err := read(src)
	if large, ok := errors.AsType[*source.TooLargeError](err); ok {
		list.Add(ruleTooLarge.At(diag.Place{File: large.Name}).Allows(sizeLimit))
		return nil, list
	}
	if err != nil {
		list.Add(ruleUnreadable.At(diag.Place{File: src.Name}).Saw(err.Error()))
		return nil, list
	}
	return Parse(src.Name, data, known)
}

func read(src source.Source) ([]byte, error) {
	r, err := src.Open(MaxBytes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Parse is Load for a crosswalk in memory; name is the file in messages.
func Parse(name string, data []byte, known Rubrics) (*Crosswalk, *diag.List) {
	list := &diag.List{}
	if len(data) > MaxBytes {
		list.Add(ruleTooLarge.At(diag.Place{File: name}).Allows(sizeLimit))
		return nil, list
	}
	c := &Crosswalk{}
	decoded, found := rubric.Decode(name, data, c)
	for _, d := range found.All() {
		list.Add(own(d))
	}
	if decoded == nil {
		return nil, list
	}
	c.defaults(decoded.Positions)
	k := &checker{c: c, decoded: decoded, known: known, list: list}
	k.check()
	if list.HasErrors() {
		return nil, list
	}
	return c, list
}

// own gives the findings that speak of a rubric's file the words of a crosswalk's.
func own(d *diag.Diagnostic) *diag.Diagnostic {
	switch d.Code {
	case "RB002":
		return ruleTooLarge.At(d.Place).Allows(d.Allowed)
	case "RB005":
		return ruleEmpty.At(d.Place)
	case "RB006":
		return ruleDocuments.At(d.Place)
	}
	if d.Subject == "rubric" { // what stands at the top of the file
		d.Subject = "crosswalk"
	}
	return d
}

// defaults fills in that equal indicators answer each other wholly. It goes by what stands in the file, so that
// `strength: 0` is still seen and refused.
func (c *Crosswalk) defaults(given rubric.Positions) {
	for i := range c.Pairs {
		if c.Pairs[i].Kind != Equal {
			continue
		}
		at := pairPath(i)
		if _, said := given[at+".strength"]; !said {
			c.Pairs[i].Strength = 1
		}
		if _, said := given[at+".back"]; !said {
			c.Pairs[i].Back = 1
		}
	}
}
