// Command cmd writes the generated files of the sample kaltim-opd into a folder:
//
//	go run ./samples/generate/cmd samples/kaltim-opd
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"siap/samples/generate"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("writing a sample: want one folder, got %q", args)
	}
	files, err := generate.KaltimOPD(generate.Seed)
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(args[0], filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("writing a sample: %w", err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return fmt.Errorf("writing a sample: %w", err)
		}
	}
	return nil
}
