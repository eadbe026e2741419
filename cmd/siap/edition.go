package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/reports/text"
	"siap/reports/view"
	"siap/scoring/edition"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// codesFile has the code of every agency of an anonymous edition; it stands beside the whole result, never in the
// edition's own folder.
const codesFile = "codes.csv"

// keyVariable is the environment's variable with the key of the codes.
const keyVariable = "SIAP_CODE_KEY"

func addEdition(c *cobra.Command, p *l10n.Printer) {
	c.Flags().String("edition", "", p.Text("flag.edition"))
}

// issuer makes the edition of results that was asked for.
type issuer struct {
	edition     edition.Edition
	key         edition.Key
	publication *edition.Publication
	print       printing
}

// newIssuer takes the edition from the settings in force, and the key from the environment before siap.yaml. It refuses
// an anonymous edition without a key before anything is computed or written.
func newIssuer(w *world, config *effective, p *intake.Publication) (*issuer, error) {
	i := &issuer{edition: edition.Edition(config.get("edition")), key: p.Key, publication: &p.Publication}
	if key := w.getenv(keyVariable); key != "" {
		i.key = edition.Key(key)
	}
	if i.edition == edition.Anonymous && i.key.Check() != nil {
		return nil, &exitError{code: exitRefused, key: "cli.edition_key", args: []any{"n", edition.KeyLeast}, err: i.key.Check()}
	}
	return i, nil
}

// issuer makes the edition of what this folder's settings ask for.
func (o *opened) issuer() (*issuer, error) { return newIssuer(o.w, o.config, &o.settings.Publication) }

// issue is one edition of a result, ready to be written. Everything that is written of it is drawn from these two.
type issue struct {
	edition edition.Edition
	result  *result.Assessment
	report  *view.Report
	// whole is the result that the edition was made of.
	whole *result.Assessment
	codes *edition.Codes
	print printing
}

// issue makes the edition of a result, in a language.
func (i *issuer) issue(a *result.Assessment, lang string) (*issue, error) {
	out := &issue{whole: a, print: i.print}
	var err error
	if out.result, err = edition.Apply(a, i.edition, i.key); err != nil {
		return nil, &exitError{code: exitRefused, key: "cli.edition_key", args: []any{"n", edition.KeyLeast}, err: err}
	}
	out.edition, _ = edition.Parse(out.result.Edition)
	if out.edition == "" {
		out.edition = edition.Anonymous // a result of an edition that is not known
	}
	publication, err := i.publication.For(out.edition, a)
	if named, is := errors.AsType[*edition.NamedError](err); is {
		return nil, &exitError{code: exitRefused, key: "cli.edition_named", args: []any{"what", named.Text, "name", named.Name}}
	}
	if err != nil {
		return nil, failed(err)
	}
	out.report = view.New(out.result, lang)
	out.report.Publish(publication)
	if out.made() && out.edition == edition.Anonymous {
		if out.codes, err = edition.NewCodes(i.key, ids(a)); err != nil {
			return nil, failed(err)
		}
	}
	return out, nil
}

// made reports whether the result is an edition that was made here, and not one that was read.
func (i *issue) made() bool { return i.result != i.whole }

func ids(a *result.Assessment) []string {
	var out []string
	for _, one := range a.Agencies {
		out = append(out, one.ID)
	}
	return out
}

// dir is where an edition goes: the whole result's own folder, or one of the edition's name in it, so that no folder
// holds what is for publication beside what is not.
func (i *issue) dir(out string) string {
	if i.made() {
		return filepath.Join(out, string(i.edition))
	}
	return out
}

// write writes what an edition has beside its reports: the result without what it withholds, and, in the folder above,
// which code is whose.
func (i *issue) write(w *world, p *l10n.Printer, out string) (written []string, err error) {
	if !i.made() {
		return nil, nil
	}
	path := filepath.Join(i.dir(out), "assessment."+string(i.edition)+".json")
	err = atomicfile.Write(path, func(f io.Writer) error { return result.Write(f, i.result) })
	if err != nil || i.codes == nil {
		return []string{path}, writeError(err)
	}
	codes := filepath.Join(out, codesFile)
	if err := atomicfile.Write(codes, i.writeCodes); err != nil {
		return []string{path}, writeError(err)
	}
	say(w, p.Text("cli.edition_codes", "path", codes))
	return []string{path}, nil
}

// writeCodes lists the agencies, and the groups that are ranked within, with their codes.
func (i *issue) writeCodes(out io.Writer) error {
	table := csv.NewWriter(out)
	_ = table.Write([]string{"kind", "column", "id", "name", "code"}) // the writer keeps its first error
	groups := map[[2]string]bool{}
	columns := append([]string{"type"}, i.whole.Options.GroupBy...)
	for _, one := range i.whole.Agencies {
		_ = table.Write([]string{"agency", "", safetext.Cell(one.ID), safetext.Cell(one.Name), i.codes.Agency(one.ID)})
		for _, column := range columns {
			value := one.Groups[column]
			if column == "type" {
				value = one.Type
			}
			if value != "" {
				groups[[2]string{column, value}] = true
			}
		}
	}
	sorted := make([][2]string, 0, len(groups))
	for g := range groups {
		sorted = append(sorted, g)
	}
	slices.SortFunc(sorted, func(x, y [2]string) int { return slices.Compare(x[:], y[:]) })
	for _, g := range sorted {
		_ = table.Write([]string{"group", safetext.Cell(g[0]), safetext.Cell(g[1]), safetext.Cell(g[1]), i.codes.Group(g[0], g[1])})
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return fmt.Errorf("writing the codes: %w", err)
	}
	return nil
}

// settingsOf finds the siap.yaml of a stored result: of the folder that holds it, or whose out it stands in, at most two
// folders deep. What is wrong in it is told, and refused: an edition must not be wider for a fault.
func (s *stored) settingsOf(w *world, p *l10n.Printer) (*intake.Settings, error) {
	none := &intake.Settings{Scalars: map[string]string{}}
	dir, err := filepath.Abs(filepath.Dir(s.path))
	if err != nil {
		return none, nil
	}
	inside := false // whether the folders passed end in out
	for range 4 {
		path := filepath.Join(dir, intake.SettingsFile)
		if _, err := os.Stat(path); err == nil {
			settings, problems := intake.ReadSettings(source.Source{Path: path, Name: intake.SettingsFile})
			problems.AddAll(settings.Publication.Load(dir))
			if problems.Len() > 0 {
				_ = text.Diagnostics(w.err, p, problems.Sorted(), w.terminal && w.color())
			}
			if problems.HasErrors() {
				return nil, &exitError{code: exitRefused, key: "cli.refused"}
			}
			return settings, nil
		}
		if inside {
			return none, nil
		}
		inside = filepath.Base(dir) == "out"
		dir = filepath.Dir(dir)
	}
	return none, nil
}
