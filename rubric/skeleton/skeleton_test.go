package skeleton

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/rubric"
)

func each(t *testing.T, f func(t *testing.T, text string)) {
	t.Helper()
	for _, lang := range l10n.Languages {
		t.Run(lang, func(t *testing.T) { f(t, YAML(l10n.For(lang), "our-rubric", "rubric-1.schema.json")) })
	}
}

// The skeleton is sound: no error, no warning, not even a note. Its comments do not change what it is.
func TestSkeletonIsSound(t *testing.T) {
	var prints []rubric.Fingerprints
	each(t, func(t *testing.T, text string) {
		r, list := rubric.Parse("skeleton.yaml", []byte(text))
		for _, d := range list.All() {
			t.Error(d)
		}
		if r == nil || r.ID != "our-rubric" {
			t.Fatalf("%+v", r)
		}
		prints = append(prints, r.Fingerprints())
		if !strings.HasPrefix(text, "# yaml-language-server: $schema=rubric-1.schema.json\n") {
			t.Errorf("the first line names no schema: %.60q", text)
		}
		if i := strings.Index(text, "skeleton."); i >= 0 {
			t.Errorf("a comment is missing: %.40s", text[i:])
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(strings.TrimSpace(line), "# ") && len([]rune(line)) > 132 {
				t.Errorf("a comment is too long for a screen: %s", line)
			}
		}
	})
	if prints[0] != prints[1] {
		t.Error("the languages have different rubrics")
	}
}

// example is a line of YAML that was made a comment: the # stands right before it.
var example = regexp.MustCompile(`^ *#([^ @]|  )`)

// Every example in comments is true: brought to life, the rubric is still sound.
func TestExamplesAreTrue(t *testing.T) {
	each(t, func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		blocks := 0
		for i := 0; i < len(lines); i++ {
			if !example.MatchString(lines[i]) {
				continue
			}
			alive := slices.Clone(lines)
			first := i
			for ; i < len(lines) && example.MatchString(lines[i]); i++ {
				alive[i] = strings.Replace(lines[i], "#", "", 1)
			}
			blocks++
			_, list := rubric.Parse("alive.yaml", []byte(strings.Join(alive, "\n")))
			for _, d := range list.All() {
				if d.Code != "RB069" { // a metric that came to life alone has no indicator yet
					t.Errorf("the example of line %d, %s: %v", first+1, lines[first], d)
				}
			}
		}
		if blocks < 7 {
			t.Errorf("only %d examples found", blocks)
		}
	})
}

// Nothing the language can say is missing: every key stands there, and every word of a key with a choice.
func TestSkeletonShowsTheWholeLanguage(t *testing.T) {
	keys := map[string]bool{}
	var down func(ty reflect.Type, seen map[reflect.Type]bool)
	down = func(ty reflect.Type, seen map[reflect.Type]bool) {
		switch ty.Kind() {
		case reflect.Pointer, reflect.Slice:
			down(ty.Elem(), seen)
		case reflect.Struct:
			if seen[ty] {
				return
			}
			seen[ty] = true
			for i := range ty.NumField() {
				if key, _, _ := strings.Cut(ty.Field(i).Tag.Get("yaml"), ","); key != "" {
					keys[key] = true
					down(ty.Field(i).Type, seen)
				}
			}
		}
	}
	down(reflect.TypeFor[rubric.Rubric](), map[reflect.Type]bool{})
	words := []string{
		"draft", "stable", "retired", "official", "transcribed", "unverified", "half_up", "half_even", "unrounded", "rounded",
		"lower", "upper", "renormalise", "bottom", "relative", "of_parent", "of_index", "arithmetic", "geometric", "harmonic",
		"power", "minimum", "median", "sum", "yes_no", "choice", "multiple", "number", "percentage", "ratio", "date",
		"as_is", "goalposts", "min_max", "z_score", "percentile", "steps", "piecewise", "up", "down", "mean", "last", "share",
		"claim", "measured", "cap", "floor", "rows", "once", "coverage", "gauge", "counter", "events", "verified", "answered",
		"closed",
	}
	for _, m := range rubric.ScoreMethods() {
		words = append(words, string(m))
	}
	for _, m := range rubric.TreatMethods() {
		words = append(words, string(m))
	}
	for _, m := range rubric.ImputeMethods() {
		words = append(words, string(m))
	}
	for _, o := range rubric.Orders() {
		words = append(words, string(o))
	}
	for _, r := range rubric.Reductions() {
		words = append(words, string(r))
	}
	each(t, func(t *testing.T, text string) {
		for key := range keys {
			if !regexp.MustCompile(`(?m)[\s{#-]` + key + `:`).MatchString(text) {
				t.Errorf("the key %s is not shown", key)
			}
		}
		for _, word := range words {
			if !regexp.MustCompile(`\b` + word + `\b`).MatchString(text) {
				t.Errorf("the word %s is not shown", word)
			}
		}
	})
}

// Without a schema beside it the first line is a comment of the author's language.
func TestSkeletonWithoutSchema(t *testing.T) {
	if text := YAML(l10n.For(l10n.English), "x", ""); !strings.HasPrefix(text, "# The skeleton of a rubric.") {
		t.Errorf("%.60q", text)
	}
}
