package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/reports/text"
	"siap/reports/view"
	"siap/scoring/result"
)

// newExplain follows one number home.
func newExplain(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "explain", "explain AGENCY [NODE]")
	c.Args = cobra.RangeArgs(1, 2)
	dir := c.Flags().StringP("dir", "C", "", p.Text("flag.dir"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		res, config, err := openResult(w, c, *dir, nil)
		if err != nil {
			return err
		}
		agency := res.Agency(args[0])
		if agency == nil {
			var ids []string
			for _, one := range res.Agencies {
				ids = append(ids, one.ID)
			}
			return usage("cli.no_agency", "agency", args[0], "nearest", nearest.Of(args[0], ids))
		}
		records, err := res.records(agency.ID)
		if err != nil {
			return err
		}
		node := ""
		if len(args) == 2 {
			node = args[1]
		}
		step, err := view.Explain(res.Assessment, agency, node, records, config.get("language"))
		if errors.Is(err, view.ErrNoNode) {
			return usage("cli.no_node", "node", node, "nearest", nearestNode(res.Rubric.Tree, node))
		}
		if err != nil {
			return failed(err)
		}
		if *asJSON {
			return writeJSON(w, step)
		}
		return writeError(text.Explain(w.out, step))
	}
	return c
}

// records reads the evidence of one agency and makes sure that the file is the one the assessment was written with.
func (s *stored) records(agency string) ([]result.Record, error) {
	path := filepath.Join(filepath.Dir(s.path), filepath.Base(s.Evidence.Path))
	file, err := os.Open(path)
	if err != nil {
		return nil, &exitError{code: exitUsage, key: "cli.no_result", args: []any{"path", path}, err: err}
	}
	defer file.Close()
	hash := sha256.New()
	hashed := io.TeeReader(file, hash)
	var records []result.Record
	var broken error
	for r, err := range result.ReadEvidence(hashed) {
		if err != nil {
			broken = err
			break
		}
		if r.Agency == agency {
			records = append(records, r)
		}
	}
	if _, err := io.Copy(io.Discard, hashed); err != nil && broken == nil {
		broken = err
	}
	if hex.EncodeToString(hash.Sum(nil)) != s.Evidence.SHA256 {
		return nil, &exitError{code: exitFailed, key: "cli.evidence_mismatch", args: []any{"path", path}}
	}
	if broken != nil {
		return nil, failed(broken)
	}
	return records, nil
}
