package main

import (
	"fmt"
	"iter"
	"path/filepath"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/scoring/batch"
	"siap/scoring/result"
	"siap/scoring/verify"
)

// shownDifferences is how many differences a person is shown; --json has all.
const shownDifferences = 20

// newVerify computes a stored assessment again and says whether its numbers hold.
func newVerify(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "verify", "verify [FOLDER|assessment.json]")
	c.Args = cobra.MaximumNArgs(1)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	all := c.Flags().Bool("all", false, p.Text("flag.verify_all"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if *all {
			return verifyAll(w, p, *dir, args, *asJSON)
		}
		res, _, err := openResult(w, c, *dir, args)
		if err != nil {
			return err
		}
		found, err := res.verify()
		if err != nil {
			return err
		}
		if *asJSON {
			if found == nil {
				found = []verify.Difference{}
			}
			if err := writeJSON(w, found); err != nil {
				return err
			}
		} else {
			tellVerified(w, p, res, found)
		}
		if len(found) > 0 {
			return &exitError{code: exitFailed, key: "cli.verify_differs", args: []any{"n", len(found)}}
		}
		return nil
	}
	return c
}

// verify computes the assessment again from its own two files.
func (s *stored) verify() ([]verify.Difference, error) {
	if s.Nation != nil {
		found, err := batch.Verify(s.Assessment, filepath.Dir(s.path))
		if err != nil {
			return nil, failed(err)
		}
		return found, nil
	}
	var again *result.Assessment
	err := s.withEvidence(func(records iter.Seq2[result.Record, error]) error {
		var err error
		again, err = verify.Recompute(s.Assessment, records)
		return err
	})
	if err != nil {
		return nil, err
	}
	return verify.Compare(s.Assessment, again), nil
}

// tellVerified says what was computed again and where it differs.
func tellVerified(w *world, p *l10n.Printer, s *stored, found []verify.Difference) {
	if len(found) == 0 {
		fmt.Fprintln(w.out, p.Text("verify.holds", "path", safetext.Line(s.path), "agencies", len(s.Agencies),
			"rubric", safetext.Line(s.Rubric.ID), "version", safetext.Line(s.Rubric.Version),
			"fingerprint", safetext.Line(s.Rubric.Fingerprints.Scoring)))
		return
	}
	for i, d := range found {
		if i == shownDifferences {
			fmt.Fprintln(w.out, p.Text("verify.more", "n", len(found)-i))
			break
		}
		fmt.Fprintln(w.out, p.Text("verify.differs", "agency", safetext.Line(d.Agency), "basis", safetext.Line(string(d.Basis)),
			"node", safetext.Line(d.Node), "member", safetext.Line(d.Member), "stored", safetext.Line(d.Stored), "again", safetext.Line(d.Again)))
	}
}
