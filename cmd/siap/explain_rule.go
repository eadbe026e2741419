package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/safetext"
	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/rubric/workbook"
	"siap/scoring/cases"
)

// ruleFamilies are the letters that the codes of rules begin with; the catalogues say under rule.family what each is
// about.
var ruleFamilies = []string{"AG", "CF", "DQ", "QA", "RB", "RC", "TB", "TM", "WT"}

// severities has a line "QA001 error" for every rule that stands in the code as a literal; a test keeps it true.
//
//go:embed severities.txt
var severities string

// ruleLists are the packages that make their rules by functions, and list them.
var ruleLists = []func() []diag.Rule{rubric.Rules, workbook.Rules, crosswalk.Rules, cases.Rules}

// anyRule is the value of --rule without a code.
const anyRule = "list"

// explainRules adds --rule to the command explain: with it the command is about a rule, not about an agency.
func explainRules(c *cobra.Command, w *world, p *l10n.Printer) {
	code := c.Flags().String("rule", "", p.Text("flag.rule"))
	c.Flags().Lookup("rule").NoOptDefVal = anyRule
	agencies, args := c.RunE, c.Args
	c.Args = func(c *cobra.Command, given []string) error {
		if *code != "" {
			return cobra.MaximumNArgs(1)(c, given)
		}
		return args(c, given)
	}
	c.RunE = func(c *cobra.Command, given []string) error {
		if *code == "" {
			return agencies(c, given)
		}
		asJSON, _ := c.Flags().GetBool("json")
		wanted := *code
		if wanted == anyRule && len(given) > 0 { // --rule RB012, which flags with an optional value do not take
			wanted = given[0]
		}
		rules := explainedRules(p)
		if wanted == anyRule {
			if asJSON {
				return writeJSON(w, rules)
			}
			return writeError(writeRules(w.out, p, rules))
		}
		wanted = ruleCode(wanted)
		i := slices.IndexFunc(rules, func(r explainedRule) bool { return r.Code == wanted })
		if i < 0 {
			var codes []string
			for _, r := range rules {
				codes = append(codes, r.Code)
			}
			return usage("rule.unknown", "code", wanted, "nearest", nearest.Of(wanted, codes))
		}
		if asJSON {
			return writeJSON(w, rules[i])
		}
		return writeError(writeRule(w.out, p, &rules[i]))
	}
}

// doctorNames are the parts that the findings of "siap doctor" name.
var doctorNames = []string{
	"node", "beside", "nodes", "parent", "agencies", "roles", "limit", "members", "share", "r", "p", "skewness", "kurtosis", "alpha",
	"strong", "explained", "stated", "effective", "left", "difference", "concordance",
}

var looseCode = regexp.MustCompile(`^([A-Za-z]{2})[ _-]?([0-9]{1,3})$`)

// ruleCode writes a code as it stands in messages: rb12 is RB012.
func ruleCode(s string) string {
	m := looseCode.FindStringSubmatch(s)
	if m == nil {
		return strings.ToUpper(s)
	}
	return strings.ToUpper(m[1]) + strings.Repeat("0", 3-len(m[2])) + m[2]
}

// explainedRule is a rule in words.
type explainedRule struct {
	Code string `json:"code"`
	// Severity is empty where the rule's package does not tell.
	Severity diag.Severity `json:"severity,omitempty"`
	Meaning  string        `json:"meaning"`
	Fix      string        `json:"fix,omitempty"`
	// Example has wrong lines, with ✗ before them, and right ones, with ✓.
	Example string `json:"example,omitempty"`
}

// explainedRules gives every rule that any message may name, in the order of the codes.
func explainedRules(p *l10n.Printer) []explainedRule {
	severity := map[string]diag.Severity{}
	for line := range strings.Lines(severities) {
		code, word, _ := strings.Cut(strings.TrimSpace(line), " ")
		severity[code] = diag.Severity(word)
	}
	for _, list := range ruleLists {
		for _, rule := range list() {
			severity[rule.Code] = rule.Severity
		}
	}
	// What a message will name stands in its sentence as ‹part›.
	var named []any
	for _, name := range append([]string{"subject", "seen", "allowed", "nearest", "other", "n"}, doctorNames...) {
		named = append(named, name, "‹"+p.Text("rule."+name)+"›")
	}
	var rules []explainedRule
	for _, family := range ruleFamilies {
		for n := range 1000 {
			number := strconv.Itoa(n)
			code := family + strings.Repeat("0", 3-len(number)) + number
			if !p.Has(code) {
				continue
			}
			rule := explainedRule{Code: code, Severity: severity[code], Meaning: p.Text(code, named...)}
			if p.Has(code + ".title") { // the sentence alone has little but numbers
				rule.Meaning = p.Text(code+".title") + ": " + rule.Meaning
			}
			for _, key := range []string{code + ".do", code + ".fix"} {
				if p.Has(key) {
					rule.Fix = p.Text(key, named...)
				}
			}
			if p.Has(code + ".example") {
				rule.Example = p.Text(code + ".example")
			}
			rules = append(rules, rule)
		}
	}
	return rules
}

// writeRule explains one rule.
func writeRule(w io.Writer, p *l10n.Printer, r *explainedRule) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, r.Code)
	fmt.Fprintln(out, p.Text("rule.about")+": "+p.Text("rule.family."+r.Code[:2]))
	if r.Severity != "" {
		fmt.Fprintln(out, p.Text("rule.severity")+": "+p.Text("rule.severity."+string(r.Severity)))
	}
	fmt.Fprintln(out, p.Text("rule.meaning")+": "+safetext.Line(r.Meaning))
	if r.Fix != "" {
		fmt.Fprintln(out, p.Text("rule.fix")+": "+safetext.Line(r.Fix))
	}
	if r.Example != "" {
		fmt.Fprintln(out, p.Text("rule.example"))
		for line := range strings.Lines(r.Example) {
			fmt.Fprintln(out, "  "+strings.TrimRight(line, "\n"))
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the rule %s: %w", r.Code, err)
	}
	return nil
}

// writeRules lists all rules, family by family.
func writeRules(w io.Writer, p *l10n.Printer, rules []explainedRule) error {
	out := bufio.NewWriter(w)
	family := ""
	for _, r := range rules {
		if r.Code[:2] != family {
			if family != "" {
				fmt.Fprintln(out)
			}
			family = r.Code[:2]
			fmt.Fprintln(out, p.Text("rule.family."+family))
		}
		fmt.Fprintln(out, "  "+r.Code+"  "+safetext.Line(r.Meaning))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the rules: %w", err)
	}
	return nil
}
