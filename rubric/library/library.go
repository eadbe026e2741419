// Package library holds the built-in rubrics, one YAML file each, embedded in the program.
//
// The name of a file is the id of its rubric. A new rubric needs nothing but its file; the tests of this package
// see to it that every one loads without a finding and speaks both languages.
package library

import (
	"embed"
	"fmt"

	"siap/rubric"
)

//go:embed *.yaml
var files embed.FS

var rubrics = shelf{files: files, what: "rubric", unknown: func(id, nearest string) error { return &UnknownError{id, nearest} }}

// IDs lists the ids of the built-in rubrics, sorted.
func IDs() []string { return rubrics.ids() }

// UnknownError says that no built-in rubric has the id.
type UnknownError struct {
	// ID is what was asked for, Nearest the closest known id or "".
	ID, Nearest string
}

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no built-in rubric %q", e.ID) }

// Data gives the YAML of a built-in rubric; an unknown id gives an *UnknownError.
func Data(id string) ([]byte, error) { return rubrics.data(id) }

// Open parses a built-in rubric, anew at each call, so that the caller may change what he gets. An unknown id
// gives an *UnknownError.
func Open(id string) (*rubric.Rubric, error) {
	data, err := Data(id)
	if err != nil {
		return nil, err
	}
	r, found := rubric.Parse(id+extension, data)
	if r == nil {
		return nil, rubrics.refused(id, found)
	}
	return r, nil
}
