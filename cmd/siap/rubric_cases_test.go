package main

import (
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/scoring/cases"
)

// The file of cases that the help shows is one.
func TestCasesHelpIsTrue(t *testing.T) {
	for _, lang := range l10n.Languages {
		_, example, found := strings.Cut(l10n.For(lang).Text("cmd.rubric.test.long"), "\n\n")
		if !found {
			t.Fatalf("%s: the help shows no file", lang)
		}
		f, list := cases.Parse("help.yaml", []byte(example))
		if f == nil || len(f.Cases) != 2 || len(f.Cases[1].Expect) != 8 {
			t.Errorf("%s: %+v %v", lang, f, list.All())
		}
	}
}
