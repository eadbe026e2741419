package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"siap/internal/source"
	"siap/scoring/result"
)

// key is all that the nation's own outputs depend on but its parts.
func (n *nation) key() []byte {
	p := n.options.parts
	return fmt.Appendf(n.opened.key(), "%q %q %q", namedHash(p.mapFile), p.key, p.previous)
}

// namedHash gives the hash of a file that may have been named.
func namedHash(path string) string {
	if path == "" {
		return ""
	}
	return source.Source{Path: path}.SHA256()
}

// tool is the program as results name it.
func tool() result.Tool { return result.Tool{Name: "siap", Version: version()} }

// key is all that a result depends on but its input files, as bytes.
func (o *opened) key() []byte {
	settings := map[string]string{}
	for _, s := range settingsTable {
		if s.key != "out" && s.key != "outputs" {
			settings[s.key] = o.config.get(s.key)
		}
	}
	prints := []string{}
	if o.rubric != nil {
		p := o.prints()
		prints = append(prints, o.rubric.ID, o.rubric.Version, p.Scoring, p.Text)
	}
	for _, f := range o.also {
		prints = append(prints, f.rubric.ID, f.rubric.Version, f.rubric.Fingerprints().Scoring, f.rubric.Fingerprints().Text,
			f.crosswalk.ID, f.crosswalk.Version, f.crosswalk.Fingerprints().Scoring, f.crosswalk.Fingerprints().Text)
	}
	data, err := json.Marshal(map[string]any{
		"settings": settings, "rubrics": prints, "read": o.read, "roles": o.settings.RoleWeights, "groups": o.settings.GroupBy,
		"invented": o.settings.Invented, "epoch": o.w.getenv("SOURCE_DATE_EPOCH"), "year": o.settings.Year, "uncertainty": o.settings.Uncertainty, "strict": o.flags.strict,
		"program": executable(), "problems": o.problems.Sorted(), "publication": o.publicationHash(),
	})
	if err != nil {
		return []byte(err.Error()) // maps of texts can always be written
	}
	return data
}

// publicationHash is the hash of what an issuer adds that does not stand in siap.yaml itself: the logo and the key.
func (o *opened) publicationHash() string {
	h := sha256.New()
	p := &o.settings.Publication
	if p.Logo != nil {
		fmt.Fprintf(h, "%d:%s", len(p.Logo.Data), p.Logo.Data)
	}
	fmt.Fprintf(h, "%d:%s%s", len(p.Key), p.Key, o.w.getenv(keyVariable))
	return hex.EncodeToString(h.Sum(nil))
}

// executable tells builds apart that have no version of their own: those of somebody who changes the program.
var executable = sync.OnceValue(func() string {
	if v := version(); v != "dev" && !strings.Contains(v, "dirty") {
		return v
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return source.Source{Path: path}.SHA256()
})
