package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/reports/text"
	"siap/scoring/agency"
	"siap/scoring/agency/kemendagri"
	"siap/scoring/intake"
)

// newAgencies groups the work with lists of agencies and the codes of areas.
func newAgencies(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "agencies", "agencies")
	c.AddCommand(newAgenciesList(w, p), newAgenciesCheck(w, p), newAgenciesNew(w, p))
	return c
}

// newAgenciesList prints the code list.
func newAgenciesList(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "agencies.list", "list")
	c.Args = cobra.NoArgs
	kind := c.Flags().String("type", "", p.Text("flag.agencies.type", "types", strings.Join(kemendagri.Types, ", ")))
	parent := c.Flags().String("parent", "", p.Text("flag.agencies.parent"))
	asCSV := c.Flags().Bool("csv", false, p.Text("flag.csv"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(*cobra.Command, []string) error {
		if *kind != "" && !slices.Contains(kemendagri.Types, *kind) {
			return usage("cli.agencies.type", "seen", *kind, "allowed", strings.Join(kemendagri.Types, ", "), "nearest", nearest.Of(*kind, kemendagri.Types))
		}
		if *parent != "" {
			province, err := provinceNamed(*parent)
			if err != nil {
				return err
			}
			*parent = province.Code
		}
		shown := []kemendagri.Area{}
		for _, a := range kemendagri.All() {
			if (*kind == "" || a.Type == *kind) && (*parent == "" || a.Parent == *parent) {
				shown = append(shown, a)
			}
		}
		switch {
		case *asJSON:
			return writeJSON(w, shown)
		case *asCSV:
			return writeError(areasCSV(w.out, shown))
		}
		t := tabwriter.NewWriter(w.out, 0, 0, 2, ' ', 0)
		for _, a := range shown {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", a.Code, a.Name, a.Type, a.Zone)
		}
		if err := t.Flush(); err != nil {
			return writeError(err)
		}
		say(w, p.Text("cli.agencies.source", "n", len(shown), "source", kemendagri.Source, "licence", kemendagri.Licence))
		return nil
	}
	return c
}

// provinceNamed gives the province of a code or a name.
func provinceNamed(text string) (kemendagri.Area, error) {
	m := kemendagri.Find(text, kemendagri.Province)
	a, sure := m.Sure()
	if sure && a.Type == kemendagri.Province {
		return a, nil
	}
	if m.Near != nil {
		return kemendagri.Area{}, usage("cli.agencies.province_near", "seen", text, "nearest", m.Near.Code+" "+m.Near.Name)
	}
	return kemendagri.Area{}, usage("cli.agencies.province", "seen", text)
}

// areasCSV writes areas as they stand in the code list.
func areasCSV(to io.Writer, areas []kemendagri.Area) error {
	out := csv.NewWriter(to)
	records := [][]string{{"code", "name", "type", "parent", "timezone"}}
	for _, a := range areas {
		records = append(records, []string{a.Code, a.Name, a.Type, a.Parent, a.Zone})
	}
	return out.WriteAll(records)
}

// newAgenciesCheck finds misspelt names in a list of agencies and suggests codes.
func newAgenciesCheck(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "agencies.check", "check [FILE|FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	asCSV := c.Flags().Bool("csv", false, p.Text("flag.csv"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		path := "."
		if len(args) > 0 {
			path = args[0]
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, intake.DefaultInputs().Agencies)
		}
		if _, err := os.Stat(path); err != nil {
			return usage("cli.agencies.no_file", "path", path)
		}
		list, _, problems := agency.Read(source.Source{Path: path, Name: filepath.ToSlash(path)})
		named, found := kemendagri.Check(list)
		problems.AddAll(found)
		switch {
		case *asJSON:
			if err := writeJSON(w, map[string]any{"areas": named, "diagnostics": problemsJSON(p, problems.Sorted())}); err != nil {
				return writeError(err)
			}
		case *asCSV:
			if err := namedCSV(w.out, named); err != nil {
				return writeError(err)
			}
		default:
			if err := namedTable(w.out, named); err != nil {
				return writeError(err)
			}
		}
		if problems.Len() > 0 && !*asJSON {
			_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
		}
		coded := 0
		for _, n := range named {
			if n.Code != "" {
				coded++
			}
		}
		say(w, p.Text("cli.agencies.checked", "n", list.Len(), "areas", len(named), "coded", coded))
		if problems.HasErrors() {
			return exit(exitRefused)
		}
		return nil
	}
	return c
}

// namedTable prints which area each agency is; a question mark stands before what is only probable.
func namedTable(to io.Writer, named []kemendagri.Named) error {
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, n := range named {
		code, official := n.Code, n.Official
		if code == "" {
			code = "?"
			if near, known := kemendagri.ByCode(n.Near); known {
				code, official = "? "+near.Code, near.Name
			}
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", safetext.Line(n.ID), safetext.Line(n.Name), code, official)
	}
	return t.Flush()
}

func namedCSV(to io.Writer, named []kemendagri.Named) error {
	out := csv.NewWriter(to)
	records := [][]string{{"id", "name", "code", "official", "type", "near"}}
	for _, n := range named {
		records = append(records, []string{safetext.Cell(n.ID), safetext.Cell(n.Name), n.Code, n.Official, n.Type, n.Near})
	}
	return out.WriteAll(records)
}

// newAgenciesNew writes a list of agencies with the governments of one province, or of all.
func newAgenciesNew(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "agencies.new", "new")
	c.Args = cobra.NoArgs
	province := c.Flags().String("province", "", p.Text("flag.agencies.province"))
	out := c.Flags().String("out", intake.DefaultInputs().Agencies, p.Text("flag.agencies.out"))
	c.RunE = func(*cobra.Command, []string) error {
		areas := kemendagri.All()
		if *province != "" {
			one, err := provinceNamed(*province)
			if err != nil {
				return err
			}
			areas = append([]kemendagri.Area{one}, kemendagri.Within(one.Code)...)
		}
		areas = slices.DeleteFunc(slices.Clone(areas), kemendagri.Area.Administrative)
		if *out == "-" {
			return writeError(governmentsCSV(w.out, areas))
		}
		if err := refuseExisting(filepath.Dir(*out), filepath.Base(*out)); err != nil {
			return err
		}
		if err := atomicfile.Write(*out, func(to io.Writer) error { return governmentsCSV(to, areas) }); err != nil {
			return writeError(err)
		}
		fmt.Fprintln(w.out, *out)
		say(w, p.Text("cli.agencies.made", "n", len(areas), "path", *out, "source", kemendagri.Source, "licence", kemendagri.Licence))
		return nil
	}
	return c
}

// governmentsCSV writes areas as a list of agencies. A regency is no part of its province's government, so the column
// parent stays empty, for agencies that belong to these governments; province is a column to rank within.
func governmentsCSV(to io.Writer, areas []kemendagri.Area) error {
	out := csv.NewWriter(to)
	records := [][]string{{"id", "name", "type", "parent", "province", "timezone"}}
	for _, a := range areas {
		name := a.Name
		if a.Type == kemendagri.Province {
			name = "Provinsi " + name
		}
		province, _ := kemendagri.ByCode(a.ProvinceCode())
		records = append(records, []string{a.Code, "Pemerintah " + name, a.Type, "", province.Name, a.Zone})
	}
	return out.WriteAll(records)
}
