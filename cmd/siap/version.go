package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"siap/internal/l10n"
	"siap/internal/webassets"
	"siap/rubric"
	"siap/scoring/result"
)

// release is set by the release build; a build from a checkout has none.
var release string

// version is the program's version: the release, the module's version where it was installed as one, else dev.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

// newVersion prints what this program is.
func newVersion(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "version", "version")
	c.Args = cobra.NoArgs
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	notices := c.Flags().Bool("notices", false, p.Text("flag.notices"))
	c.RunE = func(*cobra.Command, []string) error {
		if *notices {
			for _, n := range webassets.Notices() {
				fmt.Fprintf(w.out, "%s\n\n%s\n", n.Name, n.Text)
			}
			return nil
		}
		_, charts := webassets.ECharts()
		if *asJSON {
			return writeJSON(w, map[string]any{
				"version": version(), "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH,
				"charts": charts, "schemas": []string{rubric.Schema, result.Schema},
			})
		}
		built := "version.charts"
		if !charts {
			built = "version.no_charts"
		}
		fmt.Fprintf(w.out, "siap %s (%s, %s/%s)\n%s, %s\n%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
			rubric.Schema, result.Schema, p.Text(built))
		return nil
	}
	return c
}

// newCompletion prints the completion script of a shell.
func newCompletion(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "completion", "completion bash|zsh|fish|powershell")
	c.ValidArgs = []string{"bash", "zsh", "fish", "powershell"}
	c.Args = cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs)
	c.RunE = func(c *cobra.Command, args []string) error {
		root := c.Root()
		switch args[0] {
		case "bash":
			return writeError(root.GenBashCompletionV2(w.out, true))
		case "zsh":
			return writeError(root.GenZshCompletion(w.out))
		case "fish":
			return writeError(root.GenFishCompletion(w.out, true))
		default:
			return writeError(root.GenPowerShellCompletionWithDesc(w.out))
		}
	}
	return c
}

// newMan writes the manual pages.
func newMan(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "man", "man FOLDER")
	c.Args = cobra.ExactArgs(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := os.MkdirAll(args[0], 0o755); err != nil {
			return writeError(err)
		}
		created, err := w.created()
		if err != nil {
			return err
		}
		root := c.Root()
		root.DisableAutoGenTag = true
		header := &doc.GenManHeader{Title: "SIAP", Section: "1", Source: "siap " + version(), Manual: "siap", Date: &created}
		if err := doc.GenManTree(root, header, args[0]); err != nil {
			return writeError(err)
		}
		fmt.Fprintln(w.out, args[0])
		return nil
	}
	return c
}
