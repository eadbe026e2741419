package samples

import (
	"bytes"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric/library"
)

func TestList(t *testing.T) {
	if got := List(); !slices.Equal(got, []string{"denpasar-2018", "desi-2022", "egdi-2010-2024", "egdi-2024", "kaltim-diskominfo", "kaltim-opd", "nasional"}) {
		t.Errorf("samples %q", got)
	}
}

func TestOpenRefusesWhatIsNoSample(t *testing.T) {
	for _, name := range []string{"", ".", "..", "generate", "kaltim", "kaltim-opd/answers", "../samples"} {
		_, err := Open(name)
		if _, ok := errors.AsType[*UnknownError](err); !ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// What is built in is what stands in the folders, but for results someone may have left there.
func TestCopyTo(t *testing.T) {
	for _, name := range List() {
		dir := filepath.Join(t.TempDir(), "new", "folder")
		if err := CopyTo(name, dir); err != nil {
			t.Fatal(err)
		}
		n := 0
		err := filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && entry.Name() == "out" {
				return filepath.SkipDir
			}
			if entry.IsDir() {
				return nil
			}
			n++
			want, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(name, path)
			if err != nil {
				return err
			}
			if got, err := os.ReadFile(filepath.Join(dir, relative)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s is not the same: %v", path, err)
			}
			return nil
		})
		if err != nil || n < 4 { // README, settings, agencies, answers
			t.Errorf("%s has %d files: %v", name, n, err)
		}
	}
}

func TestCopyToNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "telemetry", "register.csv")
	if err := os.Mkdir(filepath.Dir(mine), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := CopyTo("kaltim-diskominfo", dir)
	if exists, ok := errors.AsType[*ExistsError](err); !ok || exists.Path != mine {
		t.Fatalf("got %v", err)
	}
	if data, err := os.ReadFile(mine); err != nil || string(data) != "mine" {
		t.Errorf("now %q, %v", data, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("files were written beside it: %v, %v", entries, err)
	}
	if err := CopyTo("no-such-sample", t.TempDir()); err == nil {
		t.Error("a sample that is not there was copied")
	}
}

// TestDiskominfoReading does the sums of the study's sample by hand, from its answers alone.
//
// Each indicator is the mean of its findings; a dimension is the mean of its known indicators; the index is the
// mean of the five dimensions.
//
//	data           management (3+2)/2 = 2.5, process 3, public information 3, Satu Data 3, integration 1, API 2,
//	               channels (4+3)/2 = 3.5, participation (2+3+4+4)/4 = 3.25;
//	               21.25 / 8 = 2.65625                                            memadai, 8 of 8 known
//	legal          national (3+4)/2 = 3.5, regional (2+4)/2 = 3, PPID (3+4)/2 = 3.5;
//	               10 / 3 = 3.33333                                               memadai, 3 of 6
//	institutional  coordination 2, electronic 2, platform 2, leadership 4;
//	               10 / 4 = 2.5                                             belum memadai, 4 of 6
//	human          quality (3+1)/2 = 2, quantity measured 5/10 = 0.5 → 2, training 2, budget 2, volunteers 3;
//	               11 / 5 = 2.2                                             belum memadai, 5 of 6
//	technology     network (3+1)/2 = 2, data centre 3, power 3;
//	               8 / 3 = 2.66667                                                memadai, 3 of 6
//	index          (2.65625 + 3.33333 + 2.5 + 2.2 + 2.66667) / 5 = 2.67125  cukup optimal
//
// A factor is (0.2 / known indicators of the dimension) × (value − 2.6); the eight largest of each kind:
//
//	supporting     leadership 0.05 × 1.4 = 0.07; national law and PPID decree 0.0667 × 0.9 = 0.06; regional
//	               regulation, data centre, power 0.0667 × 0.4 = 0.0267; channels 0.025 × 0.9 = 0.0225;
//	               participation 0.025 × 0.65 = 0.01625; then volunteers 0.04 × 0.4 = 0.016, …
//	inhibiting     integration 0.025 × 1.6 = 0.04; network 0.0667 × 0.6 = 0.04; coordination, electronic
//	               coordination, platform 0.05 × 0.6 = 0.03; staff quality, staff quantity, training (and budget,
//	               the ninth, in the rubric's order) 0.04 × 0.6 = 0.024; API 0.025 × 0.6 = 0.015; …
func TestDiskominfoReading(t *testing.T) {
	r, err := library.Open("indrajit-5")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]float64{}
	for _, row := range csvtest.File(t, "kaltim-diskominfo/answers/temuan.csv") {
		if r.Indicator(row["indicator"]) == nil {
			t.Errorf("there is no indicator %s", row["indicator"])
		}
		if row["note"] == "" || row["source"] == "" || row["visibility"] != "public" {
			t.Errorf("%v does not say which finding it encodes", row)
		}
		if row["value"] == "" {
			continue
		}
		level, err := strconv.ParseFloat(row["value"], 64)
		if err != nil {
			t.Fatal(err)
		}
		found[row["indicator"]] = append(found[row["indicator"]], level)
	}
	value := map[string]float64{}
	for id, levels := range found {
		sum := 0.0
		for _, l := range levels {
			sum += l
		}
		value[id] = sum / float64(len(levels))
	}
	value["staff_quantity"] = 2 // measured: 5 of 10, the breakpoint 0.5 of the rubric
	want := map[string]struct{ value, coverage float64 }{
		"data": {2.65625, 1}, "legal": {10.0 / 3, 0.5}, "institutional": {2.5, 4.0 / 6}, "human": {2.2, 5.0 / 6},
		"technology": {8.0 / 3, 0.5},
	}
	index := 0.0
	type factor struct {
		id string
		by float64
	}
	var factors []factor
	for _, d := range r.Children {
		sum, known := 0.0, 0.0
		for _, n := range d.Children {
			if x, ok := value[n.ID]; ok {
				sum += x
				known++
			}
		}
		got, coverage := sum/known, known/float64(len(d.Children))
		if w := want[d.ID]; math.Abs(got-w.value) > 1e-12 || math.Abs(coverage-w.coverage) > 1e-12 {
			t.Errorf("%s is %v, known %v; want %v", d.ID, got, coverage, w)
		}
		index += got / 5
		for _, n := range d.Children {
			if x, ok := value[n.ID]; ok {
				factors = append(factors, factor{n.ID, 0.2 / known * (x - 2.6)})
			}
		}
	}
	if math.Abs(index-2.67125) > 1e-12 {
		t.Errorf("index %v, want 2.67125", index)
	}
	slices.SortStableFunc(factors, func(a, b factor) int {
		if math.Abs(a.by-b.by) < 1e-12 { // a tie keeps the rubric's order
			return 0
		}
		return map[bool]int{true: -1, false: 1}[math.Abs(a.by) > math.Abs(b.by)]
	})
	named := map[bool][]string{}
	for _, f := range factors {
		if supports := f.by > 0; len(named[supports]) < 8 {
			named[supports] = append(named[supports], f.id)
		}
	}
	for _, id := range []string{"leadership", "national_law", "regional_regulation", "ppid_decree", "participation"} {
		if !slices.Contains(named[true], id) {
			t.Errorf("%s is not among the supporting factors %v", id, named[true])
		}
	}
	for _, id := range []string{"staff_quality", "staff_quantity", "network", "integration"} {
		if !slices.Contains(named[false], id) {
			t.Errorf("%s is not among the inhibiting factors %v", id, named[false])
		}
	}
}
