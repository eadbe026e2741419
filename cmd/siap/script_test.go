package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"siap/internal/webassets"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"siap":         main,
		"bare-csv":     bareCSV,
		"siap-blocked": blockedFolder,
	})
}

// TestScripts runs whole commands as a user would: each script names the promise it guards.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", "1767225600") // 2026-01-01T00:00:00Z
			env.Setenv("SIAP_LANGUAGE", "en")
			env.Setenv("HOME", env.WorkDir)
			samples, err := filepath.Abs(filepath.Join("..", "..", "samples"))
			env.Setenv("SAMPLES", samples)
			return err
		},
		Condition: func(name string) (bool, error) {
			if name != "charts" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			_, built := webassets.ECharts()
			return built, nil
		},
		Deadline: time.Now().Add(8 * time.Minute),
		Cmds:     map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits, "replace": replaceOnce},
	})
}

// exits runs a command and wants one exit code: exits 3 siap run folder.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG…")
	}
	code := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		code = exitCode(err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// blockedFolder makes a folder that refuses files, even from root: its name is taken by a file.
func blockedFolder() {
	if err := os.WriteFile(os.Args[1], []byte("not a folder"), 0o600); err != nil {
		os.Exit(1)
	}
}

// replaceOnce is the command "replace OLD NEW FILE": the first OLD in the file becomes NEW; it fails where there is none.
func replaceOnce(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	path := ts.MkAbs(args[2])
	data, err := os.ReadFile(path)
	ts.Check(err)
	if !strings.Contains(string(data), args[0]) {
		ts.Fatalf("%s does not hold %q", args[2], args[0])
	}
	ts.Check(os.WriteFile(path, []byte(strings.Replace(string(data), args[0], args[1], 1)), 0o644))
}
