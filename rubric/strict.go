package rubric

import (
	"reflect"

	"siap/internal/diag"
)

// Decoded is what Decode found beside the values: where each part stands, and which parts could not be read.
type Decoded struct {
	Positions Positions
	faulty    map[string]bool
}

// Faulty reports whether the part at a path, or what holds it, could not be read and was reported then, so that
// nothing more need be said of it.
func (d *Decoded) Faulty(path string) bool {
	for ; path != ""; path = parent(path) {
		if d.faulty[path] {
			return true
		}
	}
	return d.faulty[""]
}

// Decode reads the one YAML document of another file of the project's, such as a crosswalk, into out, a pointer to a
// struct with yaml tags, as strictly as a rubric is read: an unknown key, an alias, a key that comes twice or a value
// of the wrong kind is a finding with its line and column, and the rest is read on. Fields are texts, float64, int,
// bool, structs, pointers, lists, and maps of texts to any of these. name is the file in messages. nil where there is no
// document to read.
func Decode(name string, data []byte, out any) (*Decoded, *diag.List) {
	list := &diag.List{}
	root, problem := document(name, data)
	if problem != nil {
		list.Add(problem)
		return nil, list
	}
	d := newDecoder(name, list)
	d.value(root, reflect.ValueOf(out).Elem(), spot{})
	return &Decoded{d.positions, d.faulty}, list
}
