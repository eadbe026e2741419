package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"siap/internal/atomicfile"
)

// nationFile keeps what the nation's own outputs were made of.
const nationFile = "nation.json"

const nationSchema = "siap/batch-nation/2"

// State is what the nation's own outputs were made of, and which they are.
type State struct {
	Schema  string            `json:"schema"`
	Key     string            `json:"key"`
	Files   map[string]string `json:"files"`
	Formats []string          `json:"formats"`
}

// NationKey is the hash of all that the nation's own outputs depend on: its parts, and options as bytes.
func NationKey(parts []*Part, options []byte) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%d:%s\n", nationSchema, len(options), options)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s %s %s %v\n", len(p.Path), p.Path, p.Key, p.SHA256, p.Failed)
		if p.Key == "" { // could not be prepared: all that there is are its problems
			for _, d := range p.Problems {
				fmt.Fprintf(h, "%s\n", d.Error())
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Current reports whether the nation's outputs are those of a key, with the reports that are wanted, and still what was
// written.
func Current(n Nation, key string, formats []string) bool {
	file, err := os.Open(n.stateFile())
	if err != nil {
		return false
	}
	defer file.Close()
	var s State
	if json.NewDecoder(io.LimitReader(file, maxPart)).Decode(&s) != nil || s.Schema != nationSchema || s.Key != key || len(s.Files) == 0 {
		return false
	}
	for _, f := range formats {
		if !slices.Contains(s.Formats, f) {
			return false
		}
	}
	r := &runner{nation: n}
	return r.intact(&Part{Files: s.Files})
}

// Keep notes the outputs that were written for a key.
func Keep(n Nation, key string, files, formats []string) error {
	p := &Part{}
	if err := p.outputs(n.Out, files); err != nil {
		return err
	}
	return atomicfile.Write(n.stateFile(), func(w io.Writer) error {
		return json.NewEncoder(w).Encode(State{Schema: nationSchema, Key: key, Files: p.Files, Formats: formats})
	})
}

func (n Nation) stateFile() string { return filepath.Join(n.Out, stateFolder, nationFile) }
