// Command cmd writes generated inputs. With a folder alone it writes the files of the sample kaltim-opd:
//
//	go run ./samples/generate/cmd samples/kaltim-opd
//
// With national it makes up a nation of any size in a folder that is empty or missing:
//
//	go run ./samples/generate/cmd national --provinces 38 --agencies 50 --respondents 3 DIR
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"siap/samples/generate"
	"siap/samples/generate/nation"
)

func main() {
	err := run(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 0 && args[0] == "national" {
		return national(args[1:])
	}
	if len(args) != 1 || strings.HasPrefix(args[0], "-") {
		return fmt.Errorf("writing a sample: want one folder, or national with its flags, got %q", args)
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

// national makes up a nation.
func national(args []string) error {
	flags := flag.NewFlagSet("national", flag.ContinueOnError)
	o := nation.Options{}
	flags.Uint64Var(&o.Seed, "seed", generate.Seed, "the number that everything is made from")
	flags.StringVar(&o.Rubric, "rubric", "spbe-2020", "a rubric of the library")
	flags.IntVar(&o.Provinces, "provinces", 0, "the first so many provinces by code; 0 is all 38")
	flags.IntVar(&o.Governments, "governments", 0, "at most so many governments in a province, its own included; 0 is all")
	flags.IntVar(&o.Agencies, "agencies", 5, "agencies of each government")
	flags.IntVar(&o.Respondents, "respondents", 3, "respondents of each agency")
	flags.Float64Var(&o.Unknown, "unknown", 0.05, "share of answers left empty")
	flags.IntVar(&o.Evidence, "evidence", 0, "items of evidence of each agency")
	flags.Func("telemetry", "what is measured: none, monthly (a sample a month or less), daily (everything)", func(s string) error {
		switch s {
		case "none":
			s = ""
		case "monthly", "daily":
		default:
			return fmt.Errorf("want none, monthly or daily")
		}
		o.Telemetry = nation.Telemetry(s)
		return nil
	})
	flags.IntVar(&o.Year, "year", 2025, "the assessed year")
	flags.BoolVar(&o.Wide, "wide", false, "a column for each indicator instead of a row for each answer")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("making up a nation: want one folder, got %q", flags.Args())
	}
	made, err := nation.Write(flags.Arg(0), o)
	if err != nil {
		return err
	}
	fmt.Printf("%d provinces, %d governments, %d agencies, %d answers, %d items of evidence, %d samples; %d files, %.1f MB\n",
		made.Provinces, made.Governments, made.Agencies, made.Answers, made.Evidence, made.Samples, made.Files, float64(made.Bytes)/1e6)
	return nil
}
