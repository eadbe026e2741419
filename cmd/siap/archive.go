package main

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/reports/text"
	"siap/reports/view"
	"siap/scoring/archive"
	"siap/scoring/result"
)

// newArchive keeps frozen assessments in a folder, and asks it.
func newArchive(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "archive", "archive")
	c.AddCommand(newArchiveAdd(w, p), newArchiveList(w, p), newArchiveQuery(w, p), newArchiveVerify(w, p))
	return c
}

// archiveDir is the archive where none is named.
const archiveDir = "arsip"

func newArchiveAdd(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "archive.add", "add [FOLDER|assessment.json]…")
	to := c.Flags().String("to", archiveDir, p.Text("flag.archive_to"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			args = []string{"."}
		}
		now, err := w.created()
		if err != nil {
			return err
		}
		for _, arg := range args {
			res, err := findResult("", []string{arg})
			if err != nil {
				return err
			}
			found, err := res.verify()
			if err != nil {
				return err
			}
			if len(found) > 0 { // what does not hold now would never hold
				tellVerified(w, p, res, found)
				return &exitError{code: exitFailed, key: "cli.verify_differs", args: []any{"n", len(found)}}
			}
			sources, err := res.sources()
			if err != nil {
				return err
			}
			e, err := archive.Add(*to, res.Assessment, sources, now)
			key := "archive.kept"
			switch {
			case errors.Is(err, archive.ErrKept):
				key = "archive.kept_before"
			case err != nil:
				return &exitError{code: exitFailed, key: "cli.cannot_write", err: err}
			}
			say(w, p.Text(key, "path", safetext.Line(filepath.Join(*to, filepath.FromSlash(e.Path))), "n", len(e.Files)))
		}
		return nil
	}
	return c
}

// sources are the files that belong to a result, the result first. Those of the parts of a nation keep their places
// beside it, so that it can be verified from there.
func (s *stored) sources() ([]archive.Source, error) {
	dir, in := filepath.Dir(s.path), ""
	if s.Nation != nil {
		in = "out"
	}
	out := []archive.Source{{From: s.path, Name: path.Join(in, filepath.Base(s.path))}}
	if s.Evidence.Path != "" {
		out = append(out, archive.Source{From: filepath.Join(dir, filepath.Base(s.Evidence.Path)), Name: path.Join(in, filepath.Base(s.Evidence.Path))})
	}
	if s.Nation == nil {
		return out, nil
	}
	for _, part := range s.Nation.Parts {
		if part.Assessment == "" {
			continue
		}
		name := path.Join(in, part.Assessment)
		if !fs.ValidPath(name) {
			return nil, &exitError{code: exitFailed, key: "archive.outside", args: []any{"path", part.Assessment}}
		}
		from := filepath.Join(dir, filepath.FromSlash(part.Assessment))
		evidence := filepath.Join(filepath.Dir(from), result.EvidenceFileName)
		out = append(out, archive.Source{From: from, Name: name})
		if fileThere(evidence) {
			out = append(out, archive.Source{From: evidence, Name: path.Join(path.Dir(name), result.EvidenceFileName)})
		}
	}
	return out, nil
}

func newArchiveList(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "archive.list", "list [ARCHIVE]")
	c.Args = cobra.MaximumNArgs(1)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		entries, broken, err := listArchive(args)
		if err != nil {
			return err
		}
		if *asJSON {
			type row struct {
				Path string `json:"path"`
				*archive.Entry
			}
			rows := make([]row, 0, len(entries))
			for _, e := range entries {
				rows = append(rows, row{e.Path, e})
			}
			if err := writeJSON(w, rows); err != nil {
				return err
			}
			return tellDamaged(w, p, broken)
		}
		t := view.Table{Title: p.Text("archive.title", "n", len(entries)), Columns: []view.TableColumn{
			{Title: p.Text("archive.year"), Right: true},
			{Title: p.Text("archive.assessment")},
			{Title: p.Text("archive.rubric")},
			{Title: p.Text("archive.agencies"), Right: true},
			{Title: p.Text("archive.created")},
			{Title: p.Text("archive.path")},
		}}
		for _, e := range entries {
			t.Rows = append(t.Rows, view.TableRow{Cells: []string{
				strconv.Itoa(e.Year), e.Title, e.Rubric + " " + e.Version, p.Integer(e.Agencies), p.Date(e.Created), e.Path,
			}})
		}
		if err := text.Tables(w.out, p, []view.Table{t}, w.width, w.color()); err != nil {
			return writeError(err)
		}
		return tellDamaged(w, p, broken)
	}
	return c
}

func listArchive(args []string) ([]*archive.Entry, []archive.Damaged, error) {
	dir := archiveOf(args)
	entries, broken, err := archive.List(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, usage("cli.no_folder", "path", dir)
	}
	if err != nil {
		return nil, nil, failed(err)
	}
	return entries, broken, nil
}

func archiveOf(args []string) string {
	if len(args) > 0 {
		return args[0]
	}
	return archiveDir
}

// tellDamaged says what is wrong with entries; then the exit code is 1.
func tellDamaged(w *world, p *l10n.Printer, broken []archive.Damaged) error {
	for _, d := range broken {
		say(w, p.Text("archive.damaged."+string(d.Problem), "path", safetext.Line(d.Path), "file", safetext.Line(d.File)))
	}
	if len(broken) > 0 {
		return &exitError{code: exitFailed, key: "archive.damaged", args: []any{"n", len(broken)}}
	}
	return nil
}

// archived is one line of "archive query": what one result says of one agency.
type archived struct {
	Path    string      `json:"path"`
	Year    int         `json:"year"`
	Title   string      `json:"title"`
	Rubric  string      `json:"rubric"`
	Version string      `json:"version"`
	Agency  string      `json:"agency"`
	Name    string      `json:"name"`
	Node    string      `json:"node,omitempty"`
	Basis   string      `json:"basis"`
	Value   *float64    `json:"value"`
	Band    string      `json:"band,omitempty"`
	Rank    result.Rank `json:"rank"`
}

// newArchiveQuery gives what all results of an archive say of agencies.
func newArchiveQuery(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "archive.query", "query [ARCHIVE]")
	c.Args = cobra.MaximumNArgs(1)
	agencies := c.Flags().StringSlice("agency", nil, p.Text("flag.archive_agency"))
	node := c.Flags().String("node", "", p.Text("flag.archive_node"))
	year := c.Flags().Int("year", 0, p.Text("flag.archive_year"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		dir := archiveOf(args)
		entries, broken, err := listArchive(args)
		if err != nil {
			return err
		}
		rows := []archived{}
		for _, e := range entries {
			if *year != 0 && e.Year != *year {
				continue
			}
			a, err := readStored(e.ResultPath(dir))
			if err != nil {
				return err
			}
			rows = append(rows, query(e, a, *agencies, *node)...)
		}
		if *asJSON {
			if err := writeJSON(w, rows); err != nil {
				return err
			}
			return tellDamaged(w, p, broken)
		}
		t := view.Table{Title: p.Text("archive.answers", "n", len(rows)), Columns: []view.TableColumn{
			{Title: p.Text("archive.year"), Right: true},
			{Title: p.Text("archive.agency")},
			{Title: p.Text("archive.value"), Right: true},
			{Title: p.Text("archive.place"), Right: true},
			{Title: p.Text("archive.rubric")},
			{Title: p.Text("archive.assessment"), Optional: true},
		}}
		for _, r := range rows {
			value, place := l10n.Unknown, l10n.Unknown
			if r.Value != nil {
				value = p.Number(*r.Value, archiveDigits)
			}
			if r.Rank.Overall > 0 {
				place = p.Integer(r.Rank.Overall) + "/" + p.Integer(r.Rank.Of)
			}
			t.Rows = append(t.Rows, view.TableRow{Cells: []string{strconv.Itoa(r.Year), r.Name, value, place, r.Rubric + " " + r.Version, r.Title}})
		}
		if err := text.Tables(w.out, p, []view.Table{t}, w.width, w.color()); err != nil {
			return writeError(err)
		}
		return tellDamaged(w, p, broken)
	}
	return c
}

// archiveDigits is with how many digits values of different rubrics are shown.
const archiveDigits = 2

// query takes out of one result what it says of the agencies that are asked for, by id or name; of all without any.
func query(e *archive.Entry, a *result.Assessment, agencies []string, node string) []archived {
	var out []archived
	for _, one := range a.Agencies {
		wanted := len(agencies) == 0
		for _, name := range agencies {
			wanted = wanted || name == one.ID || name == one.Name
		}
		s := a.Headline(one)
		if !wanted || s == nil {
			continue
		}
		row := archived{
			Path: e.Path, Year: e.Year, Title: e.Title, Rubric: e.Rubric, Version: e.Version, Agency: one.ID, Name: one.Name,
			Basis: string(a.Options.Basis), Value: s.Index.Value, Band: s.Index.Band, Rank: s.Rank,
		}
		if node != "" {
			n := s.Nodes[node]
			if n == nil {
				continue // this rubric has no such node
			}
			row.Node, row.Value, row.Band, row.Rank = node, n.Value, n.Band, result.Rank{}
		}
		out = append(out, row)
	}
	return out
}

func newArchiveVerify(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "archive.verify", "verify [ARCHIVE]")
	c.Args = cobra.MaximumNArgs(1)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(_ *cobra.Command, args []string) error { return verifyAll(w, p, archiveOf(args), nil, *asJSON) }
	return c
}
