package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/rubric"
)

// RubricTree prints a rubric as a tree with the share of each node in the index.
func RubricTree(w io.Writer, p *l10n.Printer, r *rubric.Rubric) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s  %s %s\n", line(r.Title.In(p.Lang())), line(r.ID), line(r.Version))
	if text := r.Description.In(p.Lang()); text != "" {
		fmt.Fprintln(out, line(text))
	}
	fmt.Fprintln(out, p.Text("tree.scale", "min", p.Number(r.Scale.Min, 0), "max", p.Number(r.Scale.Max, 0),
		"source", p.Text("view.source_status."+r.Source.Status)))
	shares := r.Shares()
	var walk func(nodes []*rubric.Node, depth int)
	walk = func(nodes []*rubric.Node, depth int) {
		for _, n := range nodes {
			mark := ""
			if n.Measure != nil {
				mark += "  ◦ " + line(n.Measure.Metric)
			}
			if len(n.AppliesTo) > 0 {
				mark += "  ◦ " + p.Text("tree.some")
			}
			fmt.Fprintf(out, "%8s  %s%s %s [%s]%s\n", p.Percent(shares[n.ID], 1), strings.Repeat("  ", depth),
				line(n.Code), line(n.Title.In(p.Lang())), line(n.ID), mark)
			walk(n.Children, depth+1)
		}
	}
	walk(r.Children, 0)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the rubric: %w", err)
	}
	return nil
}

// RubricNode prints one node with its question, levels, evidence and actions.
func RubricNode(w io.Writer, p *l10n.Printer, r *rubric.Rubric, n *rubric.Node) error {
	out := bufio.NewWriter(w)
	say := func(key, value string) {
		if value != "" {
			fmt.Fprintf(out, "%s: %s\n", p.Text("tree."+key), line(value))
		}
	}
	fmt.Fprintf(out, "%s %s [%s], %s\n", line(n.Code), line(n.Title.In(p.Lang())), line(n.ID),
		p.Text("tree.share", "share", p.Percent(r.Shares()[n.ID], 1)))
	say("about", n.Description.In(p.Lang()))
	say("question", n.Question.In(p.Lang()))
	say("asked", strings.Join(n.AskedOf, ", "))
	for _, l := range n.Levels {
		fmt.Fprintf(out, "  %s  %s\n", p.Number(l.Level, 0), line(l.Text.In(p.Lang())))
	}
	say("evidence", n.Evidence.In(p.Lang()))
	for _, a := range n.Actions {
		fmt.Fprintf(out, "  → %s  %s (%s)\n", p.Number(a.To, 0), line(a.Text.In(p.Lang())), p.Text("tree.effort", "n", a.Effort))
	}
	say("depends", strings.Join(n.DependsOn, ", "))
	say("law", strings.Join(n.Law, "; "))
	if m := n.Measure; m != nil {
		say("measure", m.Metric+" "+string(m.Reduction)+" "+m.Over)
	}
	for _, c := range n.Children {
		fmt.Fprintf(out, "  %s %s [%s]\n", line(c.Code), line(c.Title.In(p.Lang())), line(c.ID))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing %s of the rubric: %w", n.ID, err)
	}
	return nil
}

func line(s string) string { return strings.TrimSpace(safetext.Line(s)) }
