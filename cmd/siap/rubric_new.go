package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/rubric/library"
	"siap/rubric/skeleton"
)

// schemaFile is the JSON Schema of the rubric language, where it lies beside a rubric.
const schemaFile = "rubric-1.schema.json"

// newRubricNew writes the skeleton of a rubric.
func newRubricNew(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rubric.new", "new ID")
	c.Args = cobra.ExactArgs(1)
	out := c.Flags().String("out", "", p.Text("flag.rubric_out"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		id, schema := args[0], ""
		if slices.Contains(library.IDs(), id) {
			return usage("new.taken", "id", id)
		}
		if *out != "" {
			schema = schemaFile
		}
		text := skeleton.YAML(p, id, schema)
		// What the language takes for an id, it knows best: one that breaks the file, or is none, is refused.
		if r, _ := rubric.Parse(id, []byte(text)); r == nil || r.ID != id {
			return usage("new.bad_id", "id", id)
		}
		if *out == "" {
			_, err := io.WriteString(w.out, text)
			return writeError(err)
		}
		dir, name := filepath.Split(*out)
		if err := refuseExisting(dir, name); err != nil {
			return err
		}
		if err := writeText(*out, text); err != nil {
			return err
		}
		beside := filepath.Join(dir, schemaFile)
		if _, err := os.Lstat(beside); err != nil { // one that is there already is as good
			if err := writeText(beside, rubric.SchemaJSON); err != nil {
				return err
			}
		}
		fmt.Fprintln(w.out, p.Text("new.done", "path", *out))
		return nil
	}
	return c
}
