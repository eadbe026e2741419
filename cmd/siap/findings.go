package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/reports/text"
	"siap/reports/view"
	"siap/reports/xlsx"
	"siap/scoring/result"
)

// newFindings writes the follow-up table of an assessment.
func newFindings(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "findings", "findings [FOLDER|assessment.json]")
	c.Args = cobra.MaximumNArgs(1)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	to := c.Flags().String("to", "xlsx", p.Text("flag.findings_to"))
	only := c.Flags().StringSlice("agency", nil, p.Text("flag.findings_agency"))
	addOut(c.Flags(), p)
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if *to != "xlsx" && *to != "csv" {
			return usage("cli.bad_format", "seen", *to, "allowed", "xlsx, csv", "nearest", nearest.Of(*to, []string{"xlsx", "csv"}))
		}
		res, config, err := openResult(w, c, *dir, args)
		if err != nil {
			return err
		}
		found, err := res.findings(config.get("language"), *only)
		if err != nil {
			return err
		}
		if *asJSON {
			if found == nil {
				found = []view.FollowUp{}
			}
			return writeJSON(w, found)
		}
		out := config.get("out")
		if out == "" {
			out = filepath.Dir(res.path)
		}
		path := filepath.Join(out, "findings."+*to)
		err = atomicfile.Write(path, func(f io.Writer) error {
			if *to == "csv" {
				return text.FindingsCSV(f, found)
			}
			return xlsx.Findings(f, res.Title, config.get("language"), found)
		})
		if err != nil {
			return failed(err)
		}
		fmt.Fprintln(w.out, path)
		say(w, l10n.For(config.get("language")).Text("finding.about", "n", len(found)))
		return nil
	}
	return c
}

// findings gives the follow-up table, of some agencies only where they are named.
func (s *stored) findings(lang string, only []string) ([]view.FollowUp, error) {
	known := map[string]bool{}
	for _, one := range only {
		agency := s.Agency(one)
		if agency == nil {
			var ids []string
			for _, a := range s.Agencies {
				ids = append(ids, a.ID)
			}
			return nil, usage("cli.no_agency", "agency", one, "nearest", nearest.Of(one, ids))
		}
		known[agency.ID] = true
	}
	var all []view.FollowUp
	err := s.withEvidence(func(records iter.Seq2[result.Record, error]) error {
		var err error
		all, err = view.FollowUps(s.Assessment, lang, records)
		return err
	})
	if err != nil || len(only) == 0 {
		return all, err
	}
	var some []view.FollowUp
	for _, f := range all {
		if known[f.Agency] {
			some = append(some, f)
		}
	}
	return some, nil
}

// withEvidence hands the evidence file to read, and refuses one that is not what the assessment was written with.
func (s *stored) withEvidence(read func(iter.Seq2[result.Record, error]) error) error {
	if s.Edition != "" {
		return &exitError{code: exitUsage, key: "cli.edition_no_evidence", args: []any{"path", s.path, "edition", s.Edition}}
	}
	path := filepath.Join(filepath.Dir(s.path), filepath.Base(s.Evidence.Path))
	file, err := os.Open(path)
	if err != nil {
		return &exitError{code: exitUsage, key: "cli.no_result", args: []any{"path", path}, err: err}
	}
	defer file.Close()
	hash := sha256.New()
	hashed := io.TeeReader(file, hash)
	broken := read(result.ReadEvidence(hashed))
	if _, err := io.Copy(io.Discard, hashed); err != nil && broken == nil {
		broken = err
	}
	if hex.EncodeToString(hash.Sum(nil)) != s.Evidence.SHA256 {
		return &exitError{code: exitFailed, key: "cli.evidence_mismatch", args: []any{"path", path}}
	}
	if broken != nil {
		return failed(broken)
	}
	return nil
}
