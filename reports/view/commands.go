package view

import "strings"

// commands are the lines that make the assessment again: from its folder, with the choices spelled out, and from its
// two result files alone, which need no input.
func (b *builder) commands() []Command {
	o := &b.a.Options
	line := []string{"siap", "score", "--basis", string(o.Basis), "--combine", b.combine(), "--rollup", b.rollup(), "--seed", uintText(o.Seed)}
	text := "view.command.score"
	switch {
	case b.a.DerivedFrom != nil:
		text = "view.command.derived"
	case o.Simulation:
		text = "view.command.simulation"
	}
	return []Command{
		{strings.Join(line, " "), b.p.Text(text)},
		{"siap verify assessment.json", b.p.Text("view.command.verify")},
	}
}
