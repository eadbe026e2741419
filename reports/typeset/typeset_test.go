package typeset

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"siap/reports/view"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

const hostile = "*[10pt] \\input{/etc/passwd} | <script> $x$ & 100% #_~^ https://a.example/ `rm` \"q\"\n\\\\ end"

// report is that of two agencies, one with a hostile name. The answers are invented.
func report(t *testing.T, lang string) *view.Report {
	t.Helper()
	r, err := library.Open("indrajit-5")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Rubric: r, Until: telemetry.Date{Year: 2026, Month: time.January, Day: 1}, Agencies: agency.NewList([]*agency.Agency{
		{ID: "a", Name: hostile, Zone: agency.WITA}, {ID: "b", Name: "Badan B", Zone: agency.WIB},
	}, nil)}
	for i, n := range r.Indicators() {
		for _, id := range []string{"a", "b"} {
			in.Answers = append(in.Answers, questionnaire.Answer{
				Agency: id, Indicator: n.ID, Claim: questionnaire.Value{Number: float64((i+len(id+lang))%4 + 1), State: questionnaire.Known},
			})
		}
	}
	a, err := scoring.Assess(in, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a.Title, a.Window = hostile, result.Window{From: "2025-01-01", To: "2026-01-01"}
	return view.New(a, lang)
}

// The escapes, by the rules of both formats.
func TestEscapes(t *testing.T) {
	for in, want := range map[string][2]string{
		"Dinas A":             {"Dinas A", "Dinas A"},
		"a|b":                 {`a\|b`, `a\textbar{}b`},
		"50 % & more":         {`50 % \& more`, `50 \% \& more`},
		"a_b^c~d":             {`a\_b\^c\~d`, `a\_b\textasciicircum{}c\textasciitilde{}d`},
		`\end{x}`:             {`\\end\{x\}`, `\textbackslash{}end\{x\}`},
		"*[2em]":              {`\*\[2em\]`, `{*}{[}2em{]}`},
		"<b>":                 {`\<b\>`, `\textless{}b\textgreater{}`},
		"http://x www.y":      {`http:\/\/x www\.y`, "http://x www.y"},
		"two\n\nlines":        {"two lines", "two lines"},
		"2,60–3,60 −1":        {"2,60–3,60 −1", "2,60--3,60 $-$1"},
		"[x](javascript:1)":   {`\[x\](javascript:1)`, `{[}x{]}(javascript:1)`},
		"\x00nul and \"quote": {"\x00nul and \"quote", ` nul and \symbol{34}quote`},
	} {
		if got := markdown(in); got != want[0] {
			t.Errorf("Markdown of %q is %q, want %q", in, got, want[0])
		}
		if got := latex(in); got != want[1] {
			t.Errorf("LaTeX of %q is %q, want %q", in, got, want[1])
		}
	}
}

// cells counts the cells of a line, leaving out what is escaped.
func cells(line string, mark byte) int {
	n := 0
	for i := range len(line) {
		escaped := 0
		for k := i - 1; k >= 0 && line[k] == '\\'; k-- {
			escaped++
		}
		if line[i] == mark && escaped%2 == 0 {
			n++
		}
	}
	return n
}

// Every row has as many cells as its heading, whatever the names are, and no name is a command.
func TestTablesKeepTheirShape(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		r := report(t, lang)
		var md, tex bytes.Buffer
		if err := Markdown(&md, r); err != nil {
			t.Fatal(err)
		}
		if err := LaTeX(&tex, r); err != nil {
			t.Fatal(err)
		}
		width, rows := 0, 0
		for line := range strings.SplitSeq(md.String(), "\n") {
			if !strings.HasPrefix(line, "|") {
				width = 0
				continue
			}
			n := cells(line, '|')
			if width == 0 {
				width = n
			}
			if rows++; n != width {
				t.Errorf("%d bars in place of %d: %s", n, width, line)
			}
		}
		if rows < 15 {
			t.Errorf("only %d rows", rows)
		}
		body, inside := strings.Split(tex.String(), "\n"), false
		for _, line := range body {
			switch {
			case strings.HasPrefix(line, `\begin{longtable}`):
				inside, width = true, strings.Count(line, `\arraybackslash`)
			case strings.HasPrefix(line, `\end{longtable}`):
				inside = false
			case inside && strings.HasSuffix(line, ` \\`):
				if n := cells(line, '&') + 1; n != width {
					t.Errorf("%d cells in place of %d: %s", n, width, line)
				}
				if strings.HasPrefix(line, "[") || strings.HasPrefix(line, "*") {
					t.Errorf("the line break before would take this for its option: %s", line)
				}
			}
			if !strings.HasPrefix(line, "%") && strings.Contains(line, `\input`) {
				t.Errorf("a name is a command: %s", line)
			}
		}
		for _, text := range []string{md.String(), tex.String()} {
			if strings.Contains(text, "typeset.") {
				t.Error("a message is missing")
			}
			for _, row := range r.Ranking {
				if !strings.Contains(text, row.Index.Text) {
					t.Errorf("the index %s is missing", row.Index.Text)
				}
			}
		}
	}
}
