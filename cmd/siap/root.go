package main

import (
	"github.com/spf13/cobra"

	"siap/internal/l10n"
)

// command makes a cobra command with its texts from the catalogues under cmd.NAME.
func command(p *l10n.Printer, name, use string) *cobra.Command {
	c := &cobra.Command{
		Use:           use,
		Short:         p.Text("cmd." + name + ".short"),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	if p.Has("cmd." + name + ".long") {
		c.Long = p.Text("cmd." + name + ".long")
	}
	if p.Has("cmd." + name + ".example") {
		c.Example = p.Text("cmd." + name + ".example")
	}
	return c
}

// newRoot builds the whole command tree for one run.
func newRoot(w *world, p *l10n.Printer) *cobra.Command {
	root := command(p, "root", "siap")
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().String("lang", "", p.Text("flag.lang"))
	root.PersistentFlags().BoolP("help", "h", false, p.Text("flag.help"))
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &exitError{code: exitUsage, key: "cli.usage", args: []any{"command", c.CommandPath()}, err: err}
	})
	root.SetUsageTemplate(usageTemplate(p))
	root.AddGroup(
		&cobra.Group{ID: "main", Title: p.Text("group.main")},
		&cobra.Group{ID: "look", Title: p.Text("group.look")},
		&cobra.Group{ID: "tool", Title: p.Text("group.tool")},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("main", newInit(w, p), newForm(w, p), newCheck(w, p), newStatus(w, p), newScore(w, p), newReport(w, p), newRun(w, p))
	add("look", newRank(w, p), newExplain(w, p), newFindings(w, p), newDoctor(w, p), newRobust(w, p), newWeights(w, p), newCompare(w, p), newPlan(w, p), newVerify(w, p), newArchive(w, p), newRubric(w, p))
	add("tool", newTelemetry(w, p), newMap(w, p), newAgencies(w, p), newConfig(w, p), newVersion(w, p), newCompletion(w, p), newMan(w, p))
	root.SetHelpCommandGroupID("tool")
	help := command(p, "help", "help [COMMAND]")
	help.RunE = func(_ *cobra.Command, args []string) error {
		target, _, err := root.Find(args)
		if err != nil || target == nil {
			return usage("cli.no_help", "topic", args[len(args)-1])
		}
		return target.Help()
	}
	root.SetHelpCommand(help)
	root.AddCommand(command(p, "exit-codes", "exit-codes")) // without Run it is a help topic
	return root
}

// usageTemplate is cobra's usage in the user's language.
func usageTemplate(p *l10n.Printer) string {
	t := func(key string) string { return p.Text("usage." + key) }
	return t("usage") + `{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} ` + t("command") + `{{end}}{{if .HasExample}}

` + t("examples") + `
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if (and (eq .GroupID $group.ID) (or .IsAvailableCommand (eq .Name "help")))}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if not .AllChildCommandsHaveGroup}}

` + t("others") + `{{range $cmds}}{{if (and (eq .GroupID "") (or .IsAvailableCommand (eq .Name "help")))}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + t("flags") + `
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + t("global") + `
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasHelpSubCommands}}

` + t("topics") + `{{range .Commands}}{{if .IsAdditionalHelpTopicCommand}}
  {{rpad .CommandPath .CommandPathPadding}} {{.Short}}{{end}}{{end}}{{end}}
`
}
