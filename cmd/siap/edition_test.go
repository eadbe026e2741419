package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"siap/internal/pdfdoc/pdftest"
	"siap/internal/schematest"
	"siap/scoring/result"
)

// guarded is an assessment with a word of its own in every input that an edition may have to withhold.
func guarded(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"siap.yaml": `title: Judul Zqtitle
year: 2025
rubric: indrajit-5
language: id
group_by: [type, region]
invented: {id: Karangan Zqinvented, en: Invented Zqinvented}
publication:
  watermark: {id: EMBARGO, en: EMBARGO}
  preface: Pengantar Zqpreface
  signatory: {name: Zqsignatory}
  code_key: kunci yang panjang sekali
`,
		"agencies.csv": `id,name,type,region,contact,timezone
zqidone,Dinas Zqnameone,zqtype,zqregion,zqcontact,WITA
zqidtwo,Badan Zqnametwo,zqtype,zqother,zqcontact,WIB
`,
		"answers/zqfile.csv": `agency,indicator,value,respondent,role,note,quote,source,visibility
zqidone,data_management,4,zqresp1,key_informant,zqinternalnote,zqinternalquote,zqsource,internal
zqidone,data_process,4,zqresp1,key_informant,zqpublicnote,zqpublicquote,zqsource,public
zqidone,national_law,3,zqresp2,key_informant,zqsilentnote,,,
zqidone,channels,4,zqresp1,key_informant,,,,
zqidone,staff_quality,3,zqresp1,key_informant,,,,
zqidone,devices,3,zqresp1,key_informant,,,,
zqidone,coordination,3,zqresp1,key_informant,,,,
zqidtwo,data_management,2,zqresp3,key_informant,,,,
zqidtwo,data_process,2,zqresp3,key_informant,,,,
zqidtwo,national_law,2,zqresp3,key_informant,,,,
zqidtwo,staff_quality,2,zqresp3,key_informant,,,,
zqidtwo,devices,2,zqresp3,key_informant,,,,
`,
		"evidence/zqproof.csv":   "agency,indicator,item,level,title,link,status,note,recommendation,responsible,due\nzqidone,data_management,,4,zqprooftitle,http://zqlink.example,diterima,zqproofnote,zqadvice,zqperson,2025-12-31\n",
		"telemetry/zqmetric.csv": "time,agency,metric,value\n2025-01-31,zqidone,portal_uptime,1\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// plainText gives what is in a file as text, whatever its format packs it in.
func plainText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(path) {
	case ".xlsx":
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range archive.File {
			part, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&all, part); err != nil {
				t.Fatal(err)
			}
			part.Close()
		}
		return all.String()
	case ".parquet":
		return parquetText(t, data)
	case ".pdf":
		return strings.Join(pdftest.Text(t, data), "\n") + pdftest.Info(t, data)
	}
	return string(data)
}

// parquetText gives every value of a Parquet file, whose pages are compressed, and what is not.
func parquetText(t *testing.T, data []byte) string {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	rows := parquet.NewReader(file)
	defer rows.Close()
	all := bytes.NewBuffer(slices.Clone(data))
	for range file.NumRows() {
		row := map[string]any{}
		if err := rows.Read(&row); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(all, row)
	}
	return all.String()
}

// No output of an edition holds what the edition withholds, whatever its format; the whole result's outputs hold it, else
// its absence would say nothing.
func TestNothingLeaks(t *testing.T) {
	internal := []string{"zqresp1", "zqresp2", "zqinternalnote", "zqinternalquote", "zqsilentnote", "zqsource", "zqfile", "zqproof", "zqadvice", "zqperson", "zqlink", "zqmetric", "zqcontact", "siap.yaml"}
	names := []string{"zqidone", "zqidtwo", "zqnameone", "zqnametwo", "zqtype", "zqregion", "zqother", "zqtitle", "zqinvented", "zqpublicnote", "zqpublicquote", "zqpreface", "zqsignatory", "WITA"}
	dir := guarded(t)
	for _, e := range []struct {
		edition   string
		forbidden []string
	}{{"public", internal}, {"anonymous", append(slices.Clone(internal), names...)}} {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"run", dir, "--edition", e.edition, "--to", strings.Join(formats(), ",")}, testWorld(&stdout, &stderr)); code != exitDone {
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
		files := 0
		err := filepath.WalkDir(filepath.Join(dir, "out", e.edition), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			files++
			text := strings.ToLower(plainText(t, path))
			for _, word := range e.forbidden {
				if strings.Contains(text, strings.ToLower(word)) {
					t.Errorf("%s holds %q", filepath.Base(path), word)
				}
			}
			return nil
		})
		if err != nil || files < len(outputs)+1 {
			t.Errorf("the %s edition has %d files (%v)", e.edition, files, err)
		}
		checkEdition(t, filepath.Join(dir, "out", e.edition, "assessment."+e.edition+".json"), e.edition)
	}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"report", dir, "--to", strings.Join(formats(), ",")}, testWorld(&stdout, &stderr)); code != exitDone {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	var all strings.Builder
	for _, name := range []string{"report.html", "report.xlsx", "assessment.json"} {
		all.WriteString(plainText(t, filepath.Join(dir, "out", name)))
	}
	text := strings.ToLower(all.String())
	for _, word := range append(internal, names...) {
		if word := strings.ToLower(word); !strings.Contains(text, word) && !slices.Contains([]string{"zqproof", "zqadvice", "zqperson", "zqlink"}, word) {
			t.Errorf("the full edition lacks %q, so its absence elsewhere says nothing", word)
		}
	}
	for _, name := range []string{"agencies.parquet", "agencies.csv", "inputs.json"} { // the search sees what is in them
		text := strings.ToLower(plainText(t, filepath.Join(dir, "out", tidyDir, name)))
		if !strings.Contains(text, "zqidone") && !strings.Contains(text, "zqfile") {
			t.Errorf("%s of the full edition names nobody, so its silence elsewhere says nothing", name)
		}
	}
	codes, err := os.ReadFile(filepath.Join(dir, "out", codesFile))
	if err != nil || !strings.Contains(string(codes), "agency,,zqidone,Dinas Zqnameone,A-") || !strings.Contains(string(codes), "group,region,zqregion,zqregion,G-") {
		t.Errorf("the codes are\n%s (%v)", codes, err)
	}
}

// checkEdition wants a result that the schema allows, and that says what it is.
func checkEdition(t *testing.T, path, name string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := schematest.JSON(t, schematest.Compile(t, result.SchemaJSON), data); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	a, err := result.Read(bytes.NewReader(data))
	if err != nil || a.Edition != name {
		t.Errorf("%s is the edition %v (%v)", path, a, err)
	}
}
