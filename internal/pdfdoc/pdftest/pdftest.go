// Package pdftest looks at PDF files in tests with the programs that others read them with: qpdf and poppler.
//
// Where a program is missing the test is skipped, saying which; with CI=true it fails, so that no check is lost
// unseen.
package pdftest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Check lets qpdf check the whole file: cross references, streams, objects.
func Check(t *testing.T, pdf []byte) {
	t.Helper()
	out := run(t, pdf, "qpdf", "--check", inputFile)
	if !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Errorf("qpdf is not content:\n%s", out)
	}
}

// Text is the text of the file, page by page, as pdftotext extracts it in reading order.
func Text(t *testing.T, pdf []byte) []string {
	t.Helper()
	pages := strings.Split(run(t, pdf, "pdftotext", "-enc", "UTF-8", "-layout", inputFile, "-"), "\f")
	return pages[:len(pages)-1]
}

// Words is the text of all pages with every run of white space made one space.
func Words(t *testing.T, pdf []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(run(t, pdf, "pdftotext", "-enc", "UTF-8", inputFile, "-")), " ")
}

// Raw is the text of all pages in the order in which it was drawn.
func Raw(t *testing.T, pdf []byte) string {
	t.Helper()
	return run(t, pdf, "pdftotext", "-enc", "UTF-8", "-raw", inputFile, "-")
}

// Fonts is one line a font, as pdffonts lists them, without its header.
func Fonts(t *testing.T, pdf []byte) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(run(t, pdf, "pdffonts", inputFile)), "\n")
	return lines[min(2, len(lines)):]
}

// Info is what pdfinfo says of the file.
func Info(t *testing.T, pdf []byte) string {
	t.Helper()
	return run(t, pdf, "pdfinfo", inputFile)
}

// Object is one object as qpdf shows it, such as "trailer" or "12".
func Object(t *testing.T, pdf []byte, object string) string {
	t.Helper()
	return run(t, pdf, "qpdf", "--show-object="+object, inputFile)
}

// Objects reports whether any object of the file has a name, such as /JavaScript, as a key or value: in its dictionaries,
// not in its strings and streams.
func Objects(t *testing.T, pdf []byte, name string) bool {
	t.Helper()
	return strings.Contains(run(t, pdf, "qpdf", "--json", inputFile), `"`+name+`"`)
}

// inputFile stands in the arguments for the file.
const inputFile = "{file}"

func run(t *testing.T, pdf []byte, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed, so the PDF cannot be checked with it", program)
		}
		t.Skipf("skipped: %s is not installed, so the PDF is not checked with it", program)
	}
	file := filepath.Join(t.TempDir(), "test.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		if args[i] == inputFile {
			args[i] = file
		}
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}
