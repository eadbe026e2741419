package text

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/l10n"
)

// FullDiagnostics prints each finding as a paragraph: its line, then what was seen, what is allowed, what was probably
// meant and what to do.
func FullDiagnostics(w io.Writer, p *l10n.Printer, ds []*diag.Diagnostic, color bool) error {
	out := bufio.NewWriter(w)
	paint := painter(color)
	for _, d := range ds {
		severity := paint.paint(severityColor(d.Severity), p.Text("severity."+string(d.Severity)))
		fmt.Fprintf(out, "%s %s\n", severity, paint.paint(bold, line(d.Code)))
		fmt.Fprintf(out, "  %s\n", line(p.Diagnostic(d)))
		for _, part := range []struct{ key, value string }{
			{"place", d.Place.String()},
			{"seen", d.Seen},
			{"allowed", d.Allowed},
			{"nearest", d.Nearest},
			{"repair", d.Repair},
			{"other", d.Other},
			{"fix", p.Fix(d)},
		} {
			if part.value != "" {
				fmt.Fprintf(out, "    %-12s %s\n", p.Text("text.lint."+part.key), line(part.value))
			}
		}
		if d.Count > 1 {
			fmt.Fprintf(out, "    %s\n", p.Text("text.lint.count", "n", d.Count))
		}
		fmt.Fprintln(out)
	}
	return flush(out)
}

// Repairs prints the cells that can safely be read as something else, as a diff.
func Repairs(w io.Writer, ds []*diag.Diagnostic, color bool) error {
	out := bufio.NewWriter(w)
	paint := painter(color)
	for _, d := range ds {
		fmt.Fprintf(out, "%s %s\n", paint.paint(bold, line(d.Place.String())), line(d.Code))
		fmt.Fprintln(out, paint.paint(red, "- "+line(d.Seen)))
		fmt.Fprintln(out, paint.paint(green, "+ "+line(d.Repair)))
	}
	return flush(out)
}

// SARIF prints the findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which editors and code
// hosts show beside the files.
func SARIF(w io.Writer, p *l10n.Printer, version string, ds []*diag.Diagnostic) error {
	levels := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "note"}
	type message struct {
		Text string `json:"text"`
	}
	type region struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	type physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *region `json:"region,omitempty"`
	}
	type logical struct {
		Name string `json:"fullyQualifiedName"`
	}
	type location struct {
		Physical physical  `json:"physicalLocation"`
		Logical  []logical `json:"logicalLocations,omitempty"`
	}
	type finding struct {
		RuleID    string     `json:"ruleId"`
		Level     string     `json:"level"`
		Message   message    `json:"message"`
		Locations []location `json:"locations,omitempty"`
	}
	type rule struct {
		ID   string  `json:"id"`
		Help message `json:"help"`
	}
	findings, rules := []finding{}, map[string]rule{}
	for _, d := range ds {
		f := finding{RuleID: d.Code, Level: levels[d.Severity], Message: message{p.Diagnostic(d)}}
		rules[d.Code] = rule{d.Code, message{p.Fix(d)}}
		if d.Place.File != "" {
			var l location
			l.Physical.Artifact.URI = uri(d.Place.File)
			if d.Place.Line > 0 {
				l.Physical.Region = &region{d.Place.Line, d.Place.Column}
			}
			if d.Place.Sheet != "" {
				l.Logical = []logical{{strings.TrimPrefix(d.Place.Spot(), "!")}}
			}
			f.Locations = []location{l}
		}
		findings = append(findings, f)
	}
	list := make([]rule, 0, len(rules))
	for _, code := range slices.Sorted(maps.Keys(rules)) {
		list = append(list, rules[code])
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(map[string]any{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs": []any{map[string]any{
			"tool":       map[string]any{"driver": map[string]any{"name": "siap", "semanticVersion": version, "rules": list}},
			"columnKind": "unicodeCodePoints",
			"results":    findings,
		}},
	}); err != nil {
		return fmt.Errorf("writing the findings as SARIF: %w", err)
	}
	return nil
}

// uri writes a relative file name as the path of a URI reference.
func uri(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		var b strings.Builder
		for _, c := range []byte(part) {
			if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~!$&'()*+,;=@", c) >= 0 {
				b.WriteByte(c)
			} else {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		}
		parts[i] = b.String()
	}
	return strings.Join(parts, "/")
}
