package main

import (
	"strings"

	"siap/internal/nearest"
	"siap/scoring/result"
)

// whichAgency finds the agency that a word of the command line means: by its id, else by its name, whatever the case.
func whichAgency(a *result.Assessment, word string) (*result.Agency, error) {
	if one := a.Agency(word); one != nil {
		return one, nil
	}
	var named []*result.Agency
	var known []string
	for _, one := range a.Agencies {
		if strings.EqualFold(one.Name, word) || strings.EqualFold(one.ID, word) {
			named = append(named, one)
		}
		known = append(known, one.ID, one.Name)
	}
	if len(named) == 1 {
		return named[0], nil
	}
	if len(named) > 1 {
		var ids []string
		for _, one := range named {
			ids = append(ids, one.ID)
		}
		return nil, usage("cli.many_agencies", "agency", word, "ids", strings.Join(ids, ", "))
	}
	return nil, usage("cli.no_agency", "agency", word, "nearest", nearest.Of(word, known))
}
