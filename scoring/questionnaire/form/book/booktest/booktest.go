// Package booktest lets tests open workbooks with LibreOffice, as half of the agencies do.
package booktest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Convert lets LibreOffice open a file and save it in another format ("pdf", "xlsx"), and gives the path of what it
// saved. The test is skipped where LibreOffice is missing, and fails there in CI.
func Convert(t testing.TB, path, to string) string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("soffice is missing (Debian: libreoffice-calc-nogui), and CI insists on it")
		}
		t.Skip("soffice is missing (Debian: libreoffice-calc-nogui): not tried how LibreOffice opens the workbook")
	}
	out := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", to, "--outdir", out, path)
	said, err := cmd.CombinedOutput()
	converted := filepath.Join(out, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))+"."+to)
	if _, missing := os.Stat(converted); err != nil || missing != nil {
		t.Fatalf("converting %s with LibreOffice: %v\n%s", path, errors.Join(err, missing), said)
	}
	return converted
}

// Overlaps gives the words of a PDF that lie over one another, which is what happens where a text is higher than the
// row it stands in. The test is skipped where pdftotext is missing, and fails there in CI.
func Overlaps(t testing.TB, pdf string) []string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is missing (Debian: poppler-utils), and CI insists on it")
		}
		t.Skip("pdftotext is missing (Debian: poppler-utils): not looked at how the workbook is printed")
	}
	out, err := exec.Command(program, "-bbox", "-enc", "UTF-8", pdf, "-").Output()
	if err != nil {
		t.Fatalf("reading the words of %s: %v", pdf, err)
	}
	var found []string
	for page := range strings.SplitSeq(string(out), "<page ") {
		var words []box
		for _, m := range word.FindAllStringSubmatch(page, -1) {
			b := box{text: m[5]}
			for i, to := range []*float64{&b.left, &b.top, &b.right, &b.bottom} {
				if *to, err = strconv.ParseFloat(m[i+1], 64); err != nil {
					t.Fatal(err)
				}
			}
			words = append(words, b)
		}
		for i, a := range words {
			for _, b := range words[i+1:] {
				wide := min(a.right, b.right) - max(a.left, b.left)
				high := min(a.bottom, b.bottom) - max(a.top, b.top)
				if wide > 1 && high > 0.3*min(a.bottom-a.top, b.bottom-b.top) {
					found = append(found, a.text+" over "+b.text)
				}
			}
		}
	}
	return found
}

type box struct {
	left, top, right, bottom float64
	text                     string
}

var word = regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)</word>`)
