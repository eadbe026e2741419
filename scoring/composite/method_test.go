package composite_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"siap/scoring/composite/impute"
	"siap/scoring/composite/normalise"
	"siap/scoring/composite/order"
	"siap/scoring/composite/treat"
	"siap/scoring/composite/weigh"
	"siap/scoring/composite/weigh/ahp"
)

// Every method that can be named is in docs/method.md, under its own heading.
func TestEveryMethodIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/method.md")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for _, x := range ahp.Indices() {
		tables = append(tables, string(x))
	}
	names := map[string][]string{
		"Treatment": treat.Names(), "Imputation": impute.Names(), "Normalisation": normalise.Names(),
		"Weights": slices.Concat(weigh.Names(), tables), "Orders": order.Names(),
	}
	for heading, methods := range names {
		_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
		if !found {
			t.Errorf("docs/method.md has no heading %s", heading)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		for _, name := range methods {
			if !strings.Contains(section, "`"+name+"`") && name != "none" && name != "equal" {
				t.Errorf("docs/method.md does not have %s under %s", name, heading)
			}
		}
	}
}
