// Package booktest lets tests open workbooks with LibreOffice, as half of the agencies do.
package booktest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
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
