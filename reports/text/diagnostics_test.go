package text

import (
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/l10n"
)

func TestDiagnostics(t *testing.T) {
	// Codes that no catalogue has are printed as themselves, so these tests need no words of other packages.
	ds := []*diag.Diagnostic{
		{Code: "XX001", Severity: diag.Error, Place: diag.Place{File: "a.csv", Line: 18, Column: 4}},
		{Code: "XX003", Severity: diag.Note},
		{Code: "XX002", Severity: diag.Warning, Place: diag.Place{File: "b\x1b[2J.xlsx", Sheet: "Data", Cell: "C17"}},
		{Code: "XX001", Severity: diag.Warning, Place: diag.Place{File: "a.csv", Line: 20}, Count: 951},
	}
	var b strings.Builder
	if err := Diagnostics(&b, l10n.For("en"), ds, false); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"a.csv:18:4: error XX001: XX001",
		"a.csv:20: warning XX001: XX001 (stands for 951 findings of this kind)",
		"",
		"note XX003: XX003",
		"",
		"b\uFFFD[2J.xlsx!Data!C17: warning XX002: XX002",
		"",
		"1 error, 952 warnings, 1 note", // 951 folded into one line, and the one of b
		"",
	}, "\n")
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}

	b.Reset()
	if err := Diagnostics(&b, l10n.For("id"), ds[:1], true); err != nil {
		t.Fatal(err)
	}
	if want := "\x1b[1ma.csv:18:4:\x1b[0m \x1b[31mkesalahan\x1b[0m XX001: XX001\n\n1 kesalahan\n"; b.String() != want {
		t.Errorf("in colour: %q, want %q", b.String(), want)
	}

	b.Reset()
	if err := Diagnostics(&b, l10n.For("id"), nil, true); err != nil || b.Len() > 0 {
		t.Errorf("no findings print %q, %v", b.String(), err)
	}
}
