package nearest

import "testing"

func TestOf(t *testing.T) {
	known := []string{"diskominfo", "dinkes", "bappeda", "rsud_aws"}
	for _, c := range []struct{ name, word, want string }{
		{"a letter missing", "diskominf", "diskominfo"},
		{"letters swapped", "bapepda", "bappeda"},
		{"case is ignored", "DINKES", "dinkes"},
		{"too far", "perhubungan", ""},
		{"empty", "", ""},
		{"short words allow one slip", "dinke", "dinkes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Of(c.word, known); got != c.want {
				t.Errorf("Of(%q) = %q, want %q", c.word, got, c.want)
			}
		})
	}
}
