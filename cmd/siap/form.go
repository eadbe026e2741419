package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/intake"
	"siap/scoring/questionnaire/form"
)

// formFlags are which forms are wanted, for whom, and where they go.
type formFlags struct {
	words                              *l10n.Printer // of messages about wrong usage
	to, agencies, types                []string
	dir, list, role, out               string
	slots                              int
	oneBook, assessor, generic, forced bool
}

// newForm writes blank questionnaires.
func newForm(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "form", "form [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	f := &formFlags{words: p}
	flags := c.Flags()
	flags.StringSliceVar(&f.to, "to", []string{"xlsx"}, p.Text("flag.form_to", "formats", strings.Join(formFormats, ", ")))
	flags.StringVarP(&f.dir, "dir", "C", "", p.Text("flag.dir"))
	flags.String("rubric", "", p.Text("flag.rubric"))
	flags.StringVar(&f.list, "agencies", "", p.Text("flag.form_agencies"))
	flags.StringSliceVar(&f.agencies, "agency", nil, p.Text("flag.form_agency"))
	flags.StringSliceVar(&f.types, "type", nil, p.Text("flag.form_type"))
	flags.StringVar(&f.role, "role", "", p.Text("flag.form_role"))
	flags.IntVar(&f.slots, "slots", form.DefaultSlots, p.Text("flag.form_slots", "most", form.MaxSlots))
	flags.BoolVar(&f.oneBook, "one-book", false, p.Text("flag.form_one_book"))
	flags.BoolVar(&f.assessor, "assessor", false, p.Text("flag.form_assessor"))
	flags.BoolVar(&f.generic, "generic", false, p.Text("flag.form_generic"))
	flags.StringVar(&f.out, "out", "", p.Text("flag.form_out"))
	flags.BoolVar(&f.forced, "force", false, p.Text("flag.form_force"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := f.check(); err != nil {
			return err
		}
		o, list, err := openForms(w, flags, f, args)
		if err != nil {
			return err
		}
		b := &blanks{opened: o, formFlags: f}
		if b.agencies, err = f.choose(list); err != nil {
			return err
		}
		if err := checkRole(o.rubric, f.role); err != nil {
			return err
		}
		return b.write(c.Context())
	}
	return c
}

// check refuses flags that do not go together.
func (f *formFlags) check() error {
	for _, format := range f.to {
		if !slices.Contains(formFormats, format) {
			return usage("cli.form.no_format", "seen", format, "allowed", strings.Join(formFormats, ", "), "nearest", nearest.Of(format, formFormats))
		}
	}
	has := func(formats ...string) bool {
		return slices.ContainsFunc(f.to, func(format string) bool { return slices.Contains(formats, format) })
	}
	switch {
	case len(f.to) == 0:
		return usage("cli.form.no_format", "seen", "", "allowed", strings.Join(formFormats, ", "), "nearest", "")
	case f.slots < 1 || f.slots > form.MaxSlots:
		return usage("cli.form.slots", "seen", strconv.Itoa(f.slots), "most", form.MaxSlots)
	case f.oneBook && !has("xlsx"):
		return usage("cli.form.only", "flag", "--one-book", "formats", "xlsx")
	case f.assessor && !has("xlsx"):
		return usage("cli.form.only", "flag", "--assessor", "formats", "xlsx")
	case f.generic && !has("html", "xlsx", "pdf"):
		return usage("cli.form.only", "flag", "--generic", "formats", "html, xlsx, pdf")
	case f.generic && f.oneBook:
		return usage("cli.form.both", "one", "--generic", "other", "--one-book")
	}
	return nil
}

// openForms reads the settings, the rubric and the list of agencies, and nothing else: forms are made before there
// are answers. The list is nil where there is none.
func openForms(w *world, flags *pflag.FlagSet, f *formFlags, args []string) (*opened, *agency.List, error) {
	o := &opened{
		w: w, flags: &inputFlags{}, problems: &diag.List{}, dir: f.dir,
		settings: &intake.Settings{Scalars: map[string]string{}},
	}
	if o.dir == "" && len(args) > 0 {
		o.dir = args[0]
	}
	folder := o.dir != "" || !flags.Changed("rubric") // with a rubric alone there need be no assessment
	if o.dir == "" {
		o.dir = "."
	}
	o.settings.RubricDir = o.dir
	if folder {
		if err := o.readSettings(); err != nil {
			return nil, nil, err
		}
		o.settings.Inherit(intake.Above(o.dir))
	}
	if o.unusable {
		lang, _ := flags.GetString("lang")
		o.p = l10n.For(w.language([]string{"--lang=" + lang}))
		return nil, nil, o.refused()
	}
	var err error
	if o.config, err = resolveSettings(w, flags, o.settings.Scalars); err != nil {
		return nil, nil, err
	}
	if err := o.config.apply(o.settings); err != nil {
		return nil, nil, err
	}
	o.p = l10n.For(o.settings.Language)
	if err := o.loadRubric(); err != nil {
		return nil, nil, err
	}
	list := o.agencyList(f.list, folder)
	if o.rubric == nil || o.unusable {
		return nil, nil, o.refused()
	}
	o.tell()
	if f.out == "" {
		f.out = filepath.Join(o.dir, "forms")
	}
	return o, list, nil
}

// readSettings reads siap.yaml of the folder.
func (o *opened) readSettings() error {
	path := filepath.Join(o.dir, intake.SettingsFile)
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return usage("cli.no_assessment", "path", o.dir)
	case err != nil:
		return usage("cli.no_assessment", "path", o.dir, "reason", err.Error())
	}
	var problems *diag.List
	o.settings, problems = intake.ReadSettings(source.Source{Path: path, Name: intake.SettingsFile})
	o.note(problems)
	return nil
}

// refused tells all problems and ends.
func (o *opened) refused() error {
	o.tell()
	return &exitError{code: exitRefused, key: "cli.refused"}
}

// agencyList reads the named list of agencies, or that of the folder; nil where there is none.
func (o *opened) agencyList(named string, folder bool) *agency.List {
	src := source.Source{Path: named, Name: filepath.ToSlash(named)}
	if named == "" && folder {
		missing := &diag.List{}
		src = intake.Find(o.dir, intake.Inputs{Agencies: o.settings.Inputs.Agencies}, missing).Agencies
		if o.note(missing); missing.HasErrors() {
			return nil
		}
	}
	if src.Path == "" {
		return nil
	}
	list, _, problems := agency.Read(src)
	o.note(problems)
	return list
}

// choose gives the agencies that the flags name; nil where there is no list.
func (f *formFlags) choose(list *agency.List) ([]*agency.Agency, error) {
	if list == nil {
		for _, flag := range []struct {
			name string
			set  bool
		}{{"--agency", len(f.agencies) > 0}, {"--type", len(f.types) > 0}, {"--one-book", f.oneBook}} {
			if flag.set {
				return nil, usage("cli.form.no_list", "flag", flag.name)
			}
		}
		return nil, nil
	}
	for _, id := range f.agencies {
		if _, known := list.Index(id); !known {
			return nil, usage("cli.no_agency", "agency", id, "nearest", nearest.Of(id, list.IDs()))
		}
	}
	var types []string
	for _, a := range list.All() {
		if a.Type != "" {
			types = append(types, a.Type)
		}
	}
	slices.Sort(types)
	types = slices.Compact(types)
	for _, t := range f.types {
		if !slices.Contains(types, t) {
			return nil, usage("cli.form.no_type", "type", t, "nearest", nearest.Of(t, types), "allowed", few(f.words, types))
		}
	}
	var out []*agency.Agency
	for _, a := range list.All() {
		if (len(f.agencies) == 0 || slices.Contains(f.agencies, a.ID)) && (len(f.types) == 0 || slices.Contains(f.types, a.Type)) {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, usage("cli.form.nothing")
	}
	return out, nil
}

// checkRole refuses a role that the rubric does not have.
func checkRole(r *rubric.Rubric, role string) error {
	if role == "" || r.Role(role) != nil {
		return nil
	}
	var roles []string
	for _, known := range r.Roles {
		roles = append(roles, known.ID)
	}
	allowed := strings.Join(roles, ", ")
	if allowed == "" {
		allowed = l10n.Unknown
	}
	return usage("cli.form.no_role", "rubric", r.ID, "role", role, "nearest", nearest.Of(role, roles), "allowed", allowed)
}

// few names some of many.
func few(p *l10n.Printer, names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", " + p.Text("cli.form.more", "n", len(names)-most)
}

// write makes all forms, after it has seen to it that none is in the way, and names the files on stdout. A file that a
// program has open does not keep the others from being written.
func (b *blanks) write(ctx context.Context) error {
	all, err := b.plan()
	if err != nil {
		return err
	}
	if !b.forced {
		var there []string
		for _, one := range all {
			if _, err := os.Lstat(one.path); err == nil {
				there = append(there, one.path)
			}
		}
		if len(there) > 0 {
			return usage("cli.form.exists", "n", len(there), "files", few(b.words, there))
		}
	}
	var blocked error
	for _, one := range all {
		if err := ctx.Err(); err != nil {
			return failed(fmt.Errorf("writing %s: %w", one.path, err))
		}
		b.progress("cli.writing", "file", filepath.Base(one.path))
		err := writeError(atomicfile.Write(one.path, one.write))
		if _, is := errors.AsType[*atomicfile.BlockedError](err); is {
			say(b.w, err.(*exitError).message(b.p))
			blocked = exit(exitFailed)
			continue
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(b.w.out, one.path)
	}
	if b.replaced > 0 {
		say(b.w, b.p.Text("cli.replaced", "n", b.replaced))
	}
	return blocked
}
