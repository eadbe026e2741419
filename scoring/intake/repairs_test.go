package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/source"
)

// What was written is read back, and of one cell the newer repair counts; those of a file that was sent again go.
func TestRepairsRoundTrip(t *testing.T) {
	hash := func(c string) string { return strings.Repeat(c, 64) }
	old := []Repair{
		{File: "a.csv", SHA256: hash("a"), Place: "2:1", Seen: "DINKES", Value: "dinkes", Code: "QA005"},
		{File: "b.csv", SHA256: hash("b"), Place: "Jawaban!C17", Seen: "3 – ada", Value: "3", Code: "QA009"},
		{File: "c.csv", SHA256: hash("c"), Place: "2:1", Seen: "x", Value: "y", Code: "QA005"},
	}
	added := []Repair{
		{File: "a.csv", SHA256: hash("a"), Place: "2:1", Seen: "DINKES", Value: "dinkes2", Code: "QA005"},
		{File: "c.csv", SHA256: hash("d"), Place: "3:1", Seen: "z", Value: "y", Code: "QA005"},
	}
	merged := MergeRepairs(old, added)
	if want := []Repair{added[0], old[1], added[1]}; !slices.Equal(merged, want) {
		t.Fatalf("merged %v, want %v", merged, want)
	}
	var b bytes.Buffer
	if err := WriteRepairs(&b, merged); err != nil {
		t.Fatal(err)
	}
	got, d := ReadRepairs(repairsFile(t, b.Bytes()))
	if d != nil || !slices.Equal(got, merged) {
		t.Fatalf("read %v (%v), want %v", got, d, merged)
	}
}

func repairsFile(t testing.TB, data []byte) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), RepairsFile)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: RepairsFile}
}

func TestRepairsFaults(t *testing.T) {
	if got, d := ReadRepairs(source.Source{Path: filepath.Join(t.TempDir(), "none.csv"), Name: "none.csv"}); got != nil || d != nil {
		t.Errorf("no file gives %v, %v", got, d)
	}
	for name, text := range map[string]string{
		"another header": "file,place,repair\na.csv,2:1,x\n",
		"no hash":        "file,sha256,place,seen,repair,code\na.csv,,2:1,x,y,QA005\n",
	} {
		if _, d := ReadRepairs(repairsFile(t, []byte(text))); d == nil || d.Code != "CF017" {
			t.Errorf("%s gives %v, want CF017", name, d)
		}
	}
}

// A formula in what was seen is not run by a spreadsheet.
func TestRepairsAreNoFormulas(t *testing.T) {
	found := []*diag.Diagnostic{ruleRepaired.At(diag.Place{File: "a.csv", Line: 2, Column: 1}).Saw("=1+1").Mend("3")}
	var b bytes.Buffer
	if err := WriteRepairs(&b, NewRepairs(found, []source.Source{repairsAs(t, "a.csv")})); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), ",2:1,'=1+1,3,") {
		t.Errorf("wrote %q", b.String())
	}
}

func repairsAs(t *testing.T, name string) source.Source {
	src := repairsFile(t, []byte("x"))
	src.Name = name
	return src
}

func FuzzReadRepairs(f *testing.F) {
	f.Add([]byte("file,sha256,place,seen,repair,code\na.csv," + strings.Repeat("a", 64) + ",2:1,x,y,QA005\n"))
	f.Add([]byte("file;sha256;place\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		repairs, d := ReadRepairs(repairsFile(t, data))
		if d != nil && len(repairs) > 0 {
			t.Error("faulty repairs were given")
		}
	})
}
