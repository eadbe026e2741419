package intake

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/safetext"
	"siap/internal/source"
	"siap/internal/table"
)

// RepairsFile stands beside siap.yaml and says which cells of the agencies' files are to be read as something else.
// The files themselves are never changed. Each line names the file with its hash: a repair of a file that was sent
// again is not applied.
const RepairsFile = "repairs.csv"

// Repair is one cell that is to be read as something else.
type Repair struct {
	// File is the name relative to the assessment, SHA256 the hash of the file the repair was made for.
	File, SHA256 string
	// Place is the cell within the file: "18:4", "Jawaban!C17".
	Place string
	// Seen is what stands there, Value what it is read as, Code the finding that it mends.
	Seen, Value, Code string
}

// What may be wrong with repairs.
var (
	ruleRepairOld = diag.Rule{Code: "CF016", Severity: diag.Warning}
	ruleRepairs   = diag.Rule{Code: "CF017", Severity: diag.Error}
	ruleRepaired  = diag.Rule{Code: "CF018", Severity: diag.Note}
)

var repairColumns = []string{"file", "sha256", "place", "seen", "repair", "code"}

// ReadRepairs reads the repairs of a folder; none where it has no such file.
func ReadRepairs(src source.Source) ([]Repair, *diag.Diagnostic) {
	if _, err := os.Stat(src.Path); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	t, d := table.Open(src)
	if d != nil {
		return nil, d
	}
	defer t.Close()
	if !slices.Equal(t.Header, repairColumns) {
		return nil, ruleRepairs.At(t.Place(1, 0)).Saw(strings.Join(t.Header, ",")).Allows(strings.Join(repairColumns, ","))
	}
	var repairs []Repair
	for row, d := range t.Rows() {
		if d != nil {
			return nil, d
		}
		c := row.Cells
		r := Repair{
			File: strings.Clone(c[0]), SHA256: strings.Clone(c[1]), Place: strings.Clone(c[2]),
			Seen: strings.Clone(c[3]), Value: strings.Clone(c[4]), Code: strings.Clone(c[5]),
		}
		if r.File == "" || len(r.SHA256) != 64 || r.Place == "" {
			return nil, ruleRepairs.At(t.Place(row.Line, 0)).Saw(strings.Join(c, ",")).Allows(strings.Join(repairColumns, ","))
		}
		repairs = append(repairs, r)
	}
	return repairs, nil
}

// NewRepairs makes the repairs that findings offer, for the files they are about.
func NewRepairs(found []*diag.Diagnostic, files []source.Source) []Repair {
	hashes := map[string]string{}
	for _, src := range files {
		hashes[src.Name] = "" // only of those with findings
	}
	var repairs []Repair
	for _, d := range found {
		hash, ours := hashes[d.Place.File]
		if !ours {
			continue
		}
		if hash == "" {
			i := slices.IndexFunc(files, func(s source.Source) bool { return s.Name == d.Place.File })
			hash = files[i].SHA256()
			hashes[d.Place.File] = hash
		}
		repairs = append(repairs, Repair{
			File: d.Place.File, SHA256: hash, Place: strings.TrimLeft(d.Place.Spot(), ":!"), Seen: d.Seen, Value: d.Repair, Code: d.Code,
		})
	}
	return repairs
}

// MergeRepairs adds new repairs to old ones: of one cell the new one counts, and repairs of a file that has another
// hash now are dropped.
func MergeRepairs(old, added []Repair) []Repair {
	current := map[string]string{}
	for _, r := range added {
		current[r.File] = r.SHA256
	}
	byCell := map[[2]string]Repair{}
	for _, r := range old {
		if hash, known := current[r.File]; !known || hash == r.SHA256 {
			byCell[[2]string{r.File, r.Place}] = r
		}
	}
	for _, r := range added {
		byCell[[2]string{r.File, r.Place}] = r
	}
	merged := make([]Repair, 0, len(byCell))
	for _, r := range byCell {
		merged = append(merged, r)
	}
	slices.SortFunc(merged, func(a, b Repair) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Place, b.Place))
	})
	return merged
}

// WriteRepairs writes the side file. What was seen is somebody else's text, so it is made safe for spreadsheets.
func WriteRepairs(w io.Writer, repairs []Repair) error {
	out := csv.NewWriter(w)
	records := [][]string{repairColumns}
	for _, r := range repairs {
		records = append(records, []string{safetext.Cell(r.File), r.SHA256, safetext.Cell(r.Place), safetext.Cell(r.Seen), r.Value, r.Code})
	}
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("writing the repairs: %w", err)
	}
	return nil
}

// apply gives the sources their repairs, and says how many there are and which are too old.
func (t *Taken) apply(repairs []Repair, sources []source.Source) []source.Source {
	byFile := map[string][]Repair{}
	for _, r := range repairs {
		byFile[r.File] = append(byFile[r.File], r)
	}
	out := slices.Clone(sources)
	for i := range out {
		own := byFile[out[i].Name]
		if len(own) == 0 {
			continue
		}
		hash, old := out[i].SHA256(), 0
		out[i].Repairs = source.Repairs{}
		for _, r := range own {
			if r.SHA256 != hash {
				old++
				continue
			}
			mark := ":"
			if strings.Contains(r.Place, "!") {
				mark = "!"
			}
			out[i].Repairs[mark+r.Place] = r.Value
		}
		at := diag.Place{File: out[i].Name}
		if old > 0 {
			d := ruleRepairOld.At(at).About(RepairsFile)
			d.Count = old
			t.Problems.Add(d)
		}
		if n := len(out[i].Repairs); n > 0 {
			d := ruleRepaired.At(at).About(RepairsFile)
			d.Count = n
			t.Problems.Add(d)
		}
	}
	return out
}
