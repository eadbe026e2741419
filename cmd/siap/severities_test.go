package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// severities.txt has the severity of every rule that stands in the code as a literal; go test ./cmd/siap -run
// Severities -update writes it anew. Packages whose rules are made by functions list them themselves (ruleLists).
func TestSeveritiesMatchTheCode(t *testing.T) {
	found := map[string]string{}
	for _, root := range []string{"../../scoring", "../../internal", "../../rubric"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				code, severity := ruleLiteral(n)
				if before, twice := found[code]; twice && code != "" && before != severity {
					t.Errorf("%s is %s and %s", code, before, severity)
				}
				if code != "" {
					found[code] = severity
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	for _, code := range slices.Sorted(maps.Keys(found)) {
		b.WriteString(code + " " + found[code] + "\n")
	}
	if *update {
		if err := os.WriteFile("severities.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != severities {
		t.Errorf("severities.txt is not what the code says; run the test with -update")
	}
}

// ruleLiteral gives the code and the severity of diag.Rule{Code: "QA001", Severity: diag.Error}; "" for anything else.
func ruleLiteral(n ast.Node) (code, severity string) {
	literal, ok := n.(*ast.CompositeLit)
	if !ok {
		return "", ""
	}
	if kind, ok := literal.Type.(*ast.SelectorExpr); !ok || kind.Sel.Name != "Rule" {
		return "", ""
	}
	for _, e := range literal.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch value := pair.Value.(type) {
		case *ast.BasicLit:
			code, _ = strconv.Unquote(value.Value)
		case *ast.SelectorExpr:
			severity = strings.ToLower(value.Sel.Name)
		}
	}
	if severity == "" {
		return "", ""
	}
	return code, severity
}
