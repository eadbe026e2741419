package l10n

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"siap/internal/diag"
)

// Every message must be there in both languages and use the same placeholders in both.
func TestCataloguesAreComplete(t *testing.T) {
	all, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	placeholder := regexp.MustCompile(`\{[a-z_]+\}`)
	names := func(s string) []string {
		found := placeholder.FindAllString(s, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	for key, m := range all {
		if strings.TrimSpace(m.ID) == "" || strings.TrimSpace(m.EN) == "" {
			t.Errorf("%s lacks a language", key)
		}
		if a, b := names(m.ID), names(m.EN); !slices.Equal(a, b) {
			t.Errorf("%s: Indonesian uses %v, English %v", key, a, b)
		}
	}
}

func TestNumbers(t *testing.T) {
	id, en := For(Indonesian), For(English)
	for _, c := range []struct{ name, got, want string }{
		{"decimal comma", id.Number(2.6, 2), "2,60"},
		{"decimal point", en.Number(2.6, 2), "2.60"},
		{"thousands", id.Number(1234567.891, 1), "1.234.567,9"},
		{"minus", en.Number(-1234.5, 0), "−1,235"},
		{"unknown", id.Number(math.NaN(), 2), "–"},
		{"percent", id.Percent(0.913, 1), "91,3 %"},
		{"percent in English", en.Percent(0.913, 1), "91.3%"},
		{"date", id.Date(time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)), "31 Desember 2025"},
		{"missing key", id.Text("no.such.key"), "no.such.key"},
		{"fold", en.Text("diag.more", "n", 1200), "(stands for 1,200 findings of this kind)"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestUserTextIsNotExpanded(t *testing.T) {
	d := &diag.Diagnostic{Code: "no.such.code", Nearest: "{seen}", Seen: "secret"}
	if got := For(English).Diagnostic(d); strings.Contains(got, "secret") {
		t.Errorf("a placeholder in user text was expanded: %s", got)
	}
}
