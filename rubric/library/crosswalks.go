package library

import (
	"embed"
	"fmt"

	"siap/rubric"
	"siap/rubric/crosswalk"
)

// The built-in crosswalks, one YAML file each, named by its id.
//
//go:embed crosswalks/*.yaml
var crosswalkFiles embed.FS

var walks = shelf{
	files: crosswalkFiles, folder: "crosswalks/", what: "crosswalk",
	unknown: func(id, nearest string) error { return &UnknownCrosswalkError{id, nearest} },
}

// CrosswalkIDs lists the ids of the built-in crosswalks, sorted.
func CrosswalkIDs() []string { return walks.ids() }

// UnknownCrosswalkError says that no built-in crosswalk has the id.
type UnknownCrosswalkError struct {
	// ID is what was asked for, Nearest the closest known id or "".
	ID, Nearest string
}

func (e *UnknownCrosswalkError) Error() string {
	return fmt.Sprintf("there is no built-in crosswalk %q", e.ID)
}

// CrosswalkData gives the YAML of a built-in crosswalk; an unknown id gives an *UnknownCrosswalkError.
func CrosswalkData(id string) ([]byte, error) { return walks.data(id) }

// OpenCrosswalk parses a built-in crosswalk between two built-in rubrics, anew at each call. An unknown id gives an
// *UnknownCrosswalkError.
func OpenCrosswalk(id string) (*crosswalk.Crosswalk, error) {
	data, err := CrosswalkData(id)
	if err != nil {
		return nil, err
	}
	c, found := crosswalk.Parse(id+extension, data, crosswalk.Rubrics{IDs: IDs(), Open: builtIn})
	if c == nil {
		return nil, walks.refused(id, found)
	}
	return c, nil
}

// builtIn is a built-in rubric, nil where there is none.
func builtIn(id string) *rubric.Rubric {
	r, err := Open(id)
	if err != nil {
		return nil
	}
	return r
}

// CrosswalkBetween gives the id of the first built-in crosswalk that brings values from one rubric to another; "" for
// none.
func CrosswalkBetween(from, to string) string {
	for _, id := range CrosswalkIDs() {
		c, err := OpenCrosswalk(id)
		if err == nil && len(c.Links(from, to)) > 0 {
			return id
		}
	}
	return ""
}
