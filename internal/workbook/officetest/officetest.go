// Package officetest lets LibreOffice open workbooks in tests: it computes every formula anew and hands the workbook
// back, so that a test reads what a reader would see. Excel itself is not to be had in a test.
//
// Where LibreOffice is missing the test is skipped, saying so; with CI=true it fails, so that no check is lost unseen.
package officetest

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// settings make LibreOffice compute every formula when it opens a file, whatever value is stored with it.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// Recalculated opens workbooks in LibreOffice, all in one run, for starting it takes seconds, and gives each as it is
// after every formula was computed.
func Recalculated(t *testing.T, books ...[]byte) []*excelize.File {
	t.Helper()
	paths := Converted(t, "xlsx", books...)
	out := make([]*excelize.File, len(paths))
	for i, path := range paths {
		book, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = book.Close() })
		out[i] = book
	}
	return out
}

// Converted lets LibreOffice write workbooks in another format, such as xlsx, pdf or csv, and gives the files.
func Converted(t *testing.T, format string, books ...[]byte) []string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no soffice in the path; CI must let LibreOffice open the workbooks")
		}
		t.Skipf("%s was skipped: no soffice in the path, so no formula was computed", t.Name())
	}
	dir := t.TempDir()
	profile, in, out := filepath.Join(dir, "profile"), filepath.Join(dir, "in"), filepath.Join(dir, "out")
	for _, folder := range []string{filepath.Join(profile, "user"), in, out} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	home := url.URL{Scheme: "file", Path: filepath.ToSlash(profile)}
	args := []string{"-env:UserInstallation=" + home.String(), "--headless", "--norestore", "--convert-to", format, "--outdir", out}
	paths := make([]string, len(books))
	for i, book := range books {
		name := "book" + strconv.Itoa(i+1)
		path := filepath.Join(in, name+".xlsx")
		if err := os.WriteFile(path, book, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
		extension, _, _ := strings.Cut(format, ":")
		paths[i] = filepath.Join(out, name+"."+extension)
	}
	if said, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Fatalf("running soffice: %v\n%s", err, said)
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			t.Fatalf("LibreOffice did not take a workbook: %v", err)
		}
	}
	return paths
}

// Errors lists the cells of a workbook that show an error, as "Sheet!A1 #NAME?".
func Errors(t *testing.T, book *excelize.File) []string {
	t.Helper()
	var out []string
	for _, sheet := range book.GetSheetList() {
		rows, err := book.Rows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r := 1; rows.Next(); r++ {
			cells, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			for c, value := range cells {
				if !strings.HasPrefix(value, "#") {
					continue
				}
				at, err := excelize.CoordinatesToCellName(c+1, r)
				if err != nil {
					t.Fatal(err)
				}
				if kind, err := book.GetCellType(sheet, at); err == nil && kind == excelize.CellTypeError {
					out = append(out, sheet+"!"+at+" "+value)
				}
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
