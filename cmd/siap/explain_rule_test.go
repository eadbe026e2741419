package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/rubric/skeleton"
)

var wholeCode = regexp.MustCompile(`^[A-Z]{2}[0-9]{3}$`)

// Every code that stands in a catalogue can be explained, with what to do, and its family has a name.
func TestEveryRuleIsExplained(t *testing.T) {
	p := l10n.For(l10n.Indonesian)
	explained := map[string]bool{}
	for _, r := range explainedRules(p) {
		explained[r.Code] = true
		if strings.ContainsAny(r.Meaning, "{}") && r.Code[:2] == "DQ" || strings.Contains(r.Meaning, "{seen}") || strings.Contains(r.Fix, "{allowed}") {
			t.Errorf("%s shows a placeholder: %s; %s", r.Code, r.Meaning, r.Fix)
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "internal", "l10n", "messages", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogues: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var keys map[string]any
		if err := yaml.Load(data, &keys); err != nil {
			t.Fatal(err)
		}
		for key := range keys {
			if wholeCode.MatchString(key) && !explained[key] {
				t.Errorf("%s: %s cannot be explained; is its family in ruleFamilies?", filepath.Base(file), key)
			}
		}
	}
	for _, family := range ruleFamilies {
		if !p.Has("rule.family." + family) {
			t.Errorf("the family %s has no name", family)
		}
	}
}

// Every code that the program can report stands in a catalogue.
func TestEveryReportedRuleHasAText(t *testing.T) {
	p := l10n.For(l10n.Indonesian)
	codes := 0
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return nil // somebody is writing it; the compiler says so
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, is := n.(*ast.BasicLit); is && lit.Kind == token.STRING {
				if code, err := strconv.Unquote(lit.Value); err == nil && wholeCode.MatchString(code) {
					codes++
					if !p.Has(code) {
						t.Errorf("%s reports %s, which has no text", path, code)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil || codes < 150 {
		t.Fatalf("%d codes found: %v", codes, err)
	}
}

// Each example is tried out: its right lines stand in the skeleton of rubric new, where no finding is; with the wrong
// lines in their place the rubric is reported under the very code.
func TestExamplesOfRules(t *testing.T) {
	p := l10n.For(l10n.Indonesian)
	text := skeleton.YAML(p, "sample", "")
	examples := 0
	for _, r := range explainedRules(p) {
		if r.Example == "" {
			continue
		}
		examples++
		if english := l10n.For(l10n.English).Text(r.Code + ".example"); english != r.Example {
			t.Errorf("%s: the languages have different examples", r.Code)
		}
		var wrong, right []string
		for line := range strings.Lines(r.Example) {
			line = strings.TrimRight(line, "\n")
			if good, is := strings.CutPrefix(line, "✓ "); is {
				right = append(right, good)
				continue
			}
			bad, is := strings.CutPrefix(line, "✗ ")
			if !is || len(right) > 0 {
				t.Errorf("%s: the line %q is neither wrong nor right, or out of order", r.Code, line)
			}
			wrong = append(wrong, bad)
		}
		broken, found := replaced(text, right, wrong)
		if !found {
			t.Errorf("%s: the right lines are not in the skeleton: %q", r.Code, right)
			continue
		}
		_, list := rubric.Parse("sample.yaml", []byte(broken))
		codes := []string{}
		for _, d := range list.All() {
			codes = append(codes, d.Code)
		}
		if !slices.Contains(codes, r.Code) {
			t.Errorf("%s: its wrong lines are reported as %v", r.Code, codes)
		}
	}
	if examples < 50 {
		t.Errorf("only %d examples", examples)
	}
}

// replaced puts lines in the place of others, which it finds by their text whatever their indentation, in comments
// too: then the whole example there is brought to life.
func replaced(text string, right, wrong []string) (string, bool) {
	lines := strings.Split(text, "\n")
	for start := range lines {
		indent, comment := "", ""
		for i, want := range right {
			if start+i >= len(lines) {
				return "", false
			}
			line := lines[start+i]
			before, found := strings.CutSuffix(line, want)
			if found && i == 0 {
				indent = before
			}
			if !found || before != indent || strings.Trim(before, " #") != "" || strings.Count(before, "#") > 1 {
				indent = "x"
				break
			}
		}
		if indent == "x" {
			continue
		}
		out := slices.Clone(lines)
		if strings.Contains(indent, "#") {
			comment = "#"
			alive := func(i int) bool { return i >= 0 && i < len(lines) && exampleLine.MatchString(lines[i]) }
			first, last := start, start
			for alive(first - 1) {
				first--
			}
			for alive(last + 1) {
				last++
			}
			for i := first; i <= last; i++ {
				out[i] = strings.Replace(out[i], "#", "", 1)
			}
		}
		indent = strings.Replace(indent, comment, "", 1)
		var put []string
		for _, line := range wrong {
			put = append(put, indent+line)
		}
		return strings.Join(slices.Replace(out, start, start+len(right), put...), "\n"), true
	}
	return "", false
}

var exampleLine = regexp.MustCompile(`^ *#([^ @]|  )`)

func TestRuleCode(t *testing.T) {
	for loose, want := range map[string]string{
		"RB012": "RB012", "rb12": "RB012", "rb-012": "RB012", "QA 4": "QA004", "nonsense": "NONSENSE", "RB1234": "RB1234",
	} {
		if got := ruleCode(loose); got != want {
			t.Errorf("%q is %q, want %q", loose, got, want)
		}
	}
}
