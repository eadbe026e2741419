package main

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/reports/text"
	"siap/scoring/intake"
)

// newConfig prints every effective setting and where it came from.
func newConfig(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "config", "config [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{}
	in.add(c.Flags(), p)
	addOut(c.Flags(), p)
	addFormats(c, p)
	addEdition(c, p)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		dir := in.dir
		if dir == "" && len(args) > 0 {
			dir = args[0]
		}
		folder, own := map[string]string{}, &intake.Settings{}
		path := filepath.Join(dir, intake.SettingsFile)
		if _, err := os.Stat(path); err == nil {
			s, problems := intake.ReadSettings(source.Source{Path: path, Name: intake.SettingsFile})
			if problems.Len() > 0 {
				_ = text.Diagnostics(w.err, p, problems.Sorted(), false)
			}
			if problems.HasErrors() {
				return &exitError{code: exitRefused, key: "cli.refused"}
			}
			s.Inherit(intake.Above(filepath.Join(".", dir)))
			folder, own = s.Scalars, s
		} else if dir != "" {
			return usage("cli.no_assessment", "path", dir)
		}
		e, err := resolveSettings(w, c.Flags(), folder)
		if err != nil {
			return err
		}
		e.inherited(own)
		return printConfig(w, p, e, *asJSON)
	}
	return c
}

// effectiveSetting is one line of the output.
type effectiveSetting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
	From   string `json:"from,omitempty"`
}

func printConfig(w *world, p *l10n.Printer, e *effective, asJSON bool) error {
	var rows []effectiveSetting
	for _, s := range settingsTable {
		row := effectiveSetting{Key: s.key, Value: e.get(s.key), Origin: e.origin[s.key]}
		switch row.Origin {
		case fromFlag:
			row.From = "--" + s.flag
		case fromEnvironment:
			row.From = environmentName(s.key)
		case fromFolder:
			row.From = intake.SettingsFile
		case fromNation:
			row.From = "../" + intake.SettingsFile
		case fromUser:
			row.From = w.userConfig
		}
		rows = append(rows, row)
	}
	if asJSON {
		return writeJSON(w, rows)
	}
	t := tabwriter.NewWriter(w.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		value := safetext.Line(row.Value)
		if value == "" {
			value = "–"
		}
		fmt.Fprintf(t, "%s\t%s\t%s %s\n", row.Key, value, p.Text("origin."+row.Origin), safetext.Line(row.From))
	}
	return writeError(t.Flush())
}
