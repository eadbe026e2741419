package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The commands of the README's tour run, one after the other, as they are printed.
func TestReadmeTourRuns(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, tour, found := strings.Cut(string(text), "## A short tour")
	if !found {
		t.Fatal("the README has no tour")
	}
	_, tour, _ = strings.Cut(tour, "```sh\n")
	tour, _, _ = strings.Cut(tour, "```")
	t.Chdir(t.TempDir())
	commands := 0
	for line := range strings.Lines(tour) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "siap" {
			t.Fatalf("not a command: %q", line)
		}
		commands++
		var stdout, stderr bytes.Buffer
		if code := run(words[1:], testWorld(&stdout, &stderr)); code != exitDone {
			t.Errorf("%s exits %d: %s", line, code, stderr.String())
		}
	}
	if commands < 5 {
		t.Errorf("the tour has %d commands only", commands)
	}
}
