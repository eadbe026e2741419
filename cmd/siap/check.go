package main

import (
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"siap/internal/diag"
	"siap/internal/l10n"
)

// newCheck reads all inputs and reports what is wrong, without writing anything.
func newCheck(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "check", "check [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{}
	in.add(c.Flags(), p)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		o, err := open(c.Context(), w, c.Flags(), in, args)
		if err != nil {
			return err
		}
		if *asJSON {
			if err := writeJSON(w, problemsJSON(o)); err != nil {
				return err
			}
		} else {
			o.tell()
			o.summary()
		}
		if code := o.verdict(); code != exitDone {
			return exit(code)
		}
		return nil
	}
	return c
}

// problem is a diagnostic with its sentence, for programs that show it.
type problem struct {
	*diag.Diagnostic
	At      string `json:"at"`
	Message string `json:"message"`
}

func problemsJSON(o *opened) []problem {
	out := []problem{}
	for _, d := range o.problems.Sorted() {
		out = append(out, problem{d, d.Place.String(), o.p.Diagnostic(d)})
	}
	return out
}

// summary says in one line what was read.
func (o *opened) summary() {
	if o.taken == nil {
		return
	}
	say(o.w, o.p.Text("cli.summary", "agencies", o.taken.Input.Agencies.Len(), "answers", len(o.taken.Input.Answers),
		"files", len(o.read), "refused", o.taken.Refused))
}

// writeJSON prints a value for programs.
func writeJSON(w *world, v any) error {
	e := json.NewEncoder(w.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return errors.Join(e.Encode(v))
}
