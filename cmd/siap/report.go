package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/reports/text"
	"siap/reports/view"
	"siap/scoring/result"
)

// newReport makes the reports of an assessment that was scored.
func newReport(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "report", "report [FOLDER|assessment.json]")
	c.Args = cobra.MaximumNArgs(1)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	addOut(c.Flags(), p)
	addFormats(c, p)
	parts := &partFlags{}
	parts.add(c.Flags(), p)
	addEdition(c, p)
	c.RunE = func(c *cobra.Command, args []string) error {
		res, err := findResult(*dir, args)
		if err != nil {
			return err
		}
		settings, err := res.settingsOf(w, p)
		if err != nil {
			return err
		}
		scalars := map[string]string{"language": res.Language}
		for _, key := range []string{"edition", "outputs"} { // how it is reported; how it was scored stands in the result
			if value, set := settings.Scalars[key]; set {
				scalars[key] = value
			}
		}
		config, err := resolveSettings(w, c.Flags(), scalars)
		if err != nil {
			return err
		}
		wanted, err := wantedFormats(config)
		if err != nil {
			return err
		}
		issuer, err := newIssuer(w, config, &settings.Publication)
		if err != nil {
			return err
		}
		if issuer.print, err = parts.print.of(wanted); err != nil {
			return err
		}
		issue, err := issuer.issue(res.Assessment, config.get("language"))
		if err != nil {
			return err
		}
		if err := parts.fill(w, res, issuer, issue, wanted); err != nil {
			return err
		}
		out := config.get("out")
		if out == "" {
			out = filepath.Dir(res.path)
		}
		rp := l10n.For(config.get("language"))
		written, err := writeReports(w, rp, issue, out, wanted)
		tellWritten(w, rp, written)
		parts.tellSize(w, rp, written)
		return err
	}
	return c
}

// newRank prints the ranking of an assessment that was scored.
func newRank(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "rank", "rank [FOLDER|assessment.json]")
	c.Args = cobra.MaximumNArgs(1)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	asCSV := c.Flags().Bool("csv", false, p.Text("flag.csv"))
	c.RunE = func(c *cobra.Command, args []string) error {
		res, config, err := openResult(w, c, *dir, args)
		if err != nil {
			return err
		}
		r := view.New(res.Assessment, config.get("language"))
		switch {
		case *asJSON:
			return writeJSON(w, rankJSON(res.Assessment, r))
		case *asCSV:
			return writeError(text.RankingCSV(w.out, r))
		}
		return writeError(text.Ranking(w.out, r, w.width, w.color()))
	}
	return c
}

// ranked is one line of "rank --json".
type ranked struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Type     string      `json:"type"`
	Rank     result.Rank `json:"rank"`
	Index    *float64    `json:"index"`
	Low      *float64    `json:"low"`
	High     *float64    `json:"high"`
	Coverage float64     `json:"coverage"`
	Band     string      `json:"band,omitempty"`
	Verdict  string      `json:"verdict,omitempty"`
	Reason   string      `json:"reason,omitempty"`
}

// rankJSON gives the agencies in the order of the ranking.
func rankJSON(a *result.Assessment, r *view.Report) []ranked {
	out := make([]ranked, 0, len(r.Ranking))
	for _, row := range r.Ranking {
		one := a.Agency(row.ID)
		s := a.Headline(one)
		out = append(out, ranked{
			one.ID, one.Name, one.Type, s.Rank, s.Index.Value, s.Index.Low, s.Index.High, s.Index.Coverage,
			s.Index.Band, s.Index.Verdict, s.Index.Reason,
		})
	}
	return out
}

// stored is an assessment read from its file.
type stored struct {
	*result.Assessment
	path string
}

// openResult reads the assessment that a command is about, and resolves the settings that still count for it.
func openResult(w *world, c *cobra.Command, dir string, args []string) (*stored, *effective, error) {
	res, err := findResult(dir, args)
	if err != nil {
		return nil, nil, err
	}
	config, err := resolveSettings(w, c.Flags(), map[string]string{"language": res.Language})
	return res, config, err
}

// findResult finds assessment.json: the file itself, in a folder, or in a folder's out.
func findResult(dir string, args []string) (*stored, error) {
	where := dir
	if where == "" && len(args) > 0 {
		where = args[0]
	}
	if where == "" {
		where = "."
	}
	for _, path := range []string{where, filepath.Join(where, "out", result.FileName), filepath.Join(where, result.FileName)} {
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue
		}
		file, err := os.Open(path)
		if err != nil {
			return nil, &exitError{code: exitUsage, key: "cli.no_result", args: []any{"path", path}, err: err}
		}
		defer file.Close()
		a, err := result.Read(file)
		if err != nil {
			return nil, &exitError{code: exitUsage, key: "cli.bad_result", args: []any{"path", path}, err: err}
		}
		return &stored{a, path}, nil
	}
	if _, err := os.Stat(where); errors.Is(err, fs.ErrNotExist) {
		return nil, usage("cli.no_folder", "path", where)
	}
	return nil, usage("cli.not_scored", "path", where)
}
