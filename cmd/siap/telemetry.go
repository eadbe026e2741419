package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/scoring/intake"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/promql"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
	"siap/scoring/telemetry/remote/pulled"
	"siap/scoring/telemetry/sql"
)

// newTelemetry groups the work with telemetry.
func newTelemetry(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "telemetry", "telemetry")
	c.AddCommand(newTelemetryPull(w, p), newTelemetrySummarise(w, p))
	return c
}

// What may be wrong before a server is asked.
var (
	ruleSecret  = diag.Rule{Code: "TM060", Severity: diag.Error}
	ruleExposed = diag.Rule{Code: "TM061", Severity: diag.Warning}
)

// newTelemetryPull asks servers for reduced values and saves them: the one command that uses a network.
func newTelemetryPull(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "telemetry.pull", "pull [FOLDER]")
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{list: true}
	c.Flags().StringVarP(&in.dir, "dir", "C", "", p.Text("flag.dir"))
	only := c.Flags().StringSlice("source", nil, p.Text("flag.pull_source"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		o, err := open(c.Context(), w, c.Flags(), in, args)
		if err != nil {
			return err
		}
		if o.unusable || o.taken == nil || o.taken.Input.Agencies.Len() == 0 {
			o.tell()
			return &exitError{code: exitRefused, key: "cli.refused"}
		}
		sources, err := o.sources(*only)
		if err != nil {
			return err
		}
		done, err := o.pull(c.Context(), sources)
		if err != nil {
			return err
		}
		o.tell()
		if *asJSON {
			if err := writeJSON(w, done); err != nil {
				return writeError(err)
			}
		}
		return o.pulledVerdict(done, *asJSON)
	}
	return c
}

// sources gives the servers that are asked: all, or those that were named.
func (o *opened) sources(only []string) ([]remote.Source, error) {
	all := o.settings.Sources
	if len(all) == 0 {
		return nil, usage("cli.no_sources")
	}
	if len(only) == 0 {
		return all, nil
	}
	var names []string
	for i := range all {
		names = append(names, all[i].Name)
	}
	var some []remote.Source
	for _, name := range only {
		i := slices.Index(names, name)
		if i < 0 {
			return nil, usage("cli.no_source", "source", name, "nearest", nearest.Of(name, names))
		}
		some = append(some, all[i])
	}
	return some, nil
}

// pulledSource says what came of one source.
type pulledSource struct {
	Source string `json:"source"`
	Server string `json:"server,omitempty"`
	// File is what was written; "" where nothing was.
	File         string `json:"file,omitempty"`
	Measurements int    `json:"measurements"`
	Queries      int    `json:"queries"`
	// Problems are the codes of what could not be pulled.
	Problems []string `json:"problems"`
}

// pull asks the servers one after the other and saves what each says, so that one that fails does not keep the others
// from being asked.
func (o *opened) pull(ctx context.Context, sources []remote.Source) ([]pulledSource, error) {
	when, err := o.w.created()
	if err != nil {
		return nil, err
	}
	query := telemetry.Query{Rubric: o.rubric, Agencies: o.taken.Input.Agencies, Window: o.settings.Window}
	files := intake.Find(o.dir, o.settings.Inputs, &diag.List{})
	quiet, found := telemetry.ReadAnnounced(query, files.Telemetry)
	for _, d := range found {
		o.problems.Add(d)
	}
	done := []pulledSource{}
	for i := range sources {
		o.progress("cli.pulling", "source", sources[i].Name)
		file := o.ask(ctx, &sources[i], query, quiet)
		if err := ctx.Err(); err != nil {
			return nil, failed(fmt.Errorf("pulling from %s: %w", sources[i].Name, err))
		}
		one := pulledSource{
			Source: file.Source, Server: file.Server, Measurements: len(file.Measurements), Queries: len(file.Exchanges), Problems: []string{},
		}
		for _, d := range file.Problems {
			one.Problems = append(one.Problems, d.Code)
		}
		if len(file.Measurements) > 0 {
			file.Pulled = when
			if one.File, err = o.save(file); err != nil {
				return nil, err
			}
		}
		done = append(done, one)
	}
	return done, nil
}

// ask asks one server.
func (o *opened) ask(ctx context.Context, s *remote.Source, q telemetry.Query, quiet *telemetry.Announced) *pulled.File {
	file := &pulled.File{Source: s.Name, Engine: string(s.Engine), URL: s.URL, Window: q.Window}
	tell := func(d *diag.Diagnostic) {
		o.problems.Add(d)
		if d.Severity == diag.Error {
			file.Problems = append(file.Problems, d)
		}
	}
	client, err := remote.Open(s, remote.Options{Dir: o.dir, Getenv: o.w.getenv, Agent: "siap/" + version(), Wait: o.w.wait})
	if err != nil {
		d := ruleSecret.At(s.Place).About(s.Name).Saw(err.Error())
		if secret, is := errors.AsType[*remote.SecretError](err); is {
			d.Saw(secret.Key + ": " + o.p.Text("secret."+secret.Why))
		}
		tell(d)
		return file
	}
	defer client.Close()
	if client.Exposed() {
		tell(ruleExposed.At(s.Place).About(s.Name))
	}
	var backend pull.Backend = promql.New(s, client)
	if s.Engine == remote.ClickHouse {
		backend = sql.New(s, client)
	}
	engine := pull.New(s, backend, quiet)
	for m, d := range engine.Measure(ctx, q) {
		if d != nil {
			tell(d)
			continue
		}
		agency, _ := q.Agencies.Index(m.Agency)
		file.Measurements = append(file.Measurements, m)
		file.Asked = append(file.Asked, pulled.Asked(q, quiet, agency, q.Rubric.Node(m.Indicator)))
	}
	file.Server, file.Exchanges = engine.Server(), client.Exchanges()
	return file
}

// save writes what one source said and gives the path of the file. The answers are written first, for their hash stands
// in the other file.
func (o *opened) save(file *pulled.File) (string, error) {
	dir := filepath.Join(o.dir, filepath.FromSlash(pulled.Folder))
	err := atomicfile.Write(filepath.Join(dir, pulled.AnswersName(file.Source)), func(out io.Writer) error {
		var err error
		file.AnswersSHA256, err = pulled.WriteAnswers(out, file.Exchanges)
		return err
	})
	if err != nil {
		return "", writeError(err)
	}
	path := filepath.Join(dir, pulled.FileName(file.Source))
	zone := func(id string) *time.Location {
		i, _ := o.taken.Input.Agencies.Index(id)
		return o.taken.Input.Agencies.All()[i].Zone
	}
	return path, writeError(atomicfile.Write(path, func(out io.Writer) error { return pulled.Write(out, file, zone) }))
}

// pulledVerdict says what was pulled and gives the exit code: 3 where something could not be pulled, 4 where nothing
// could.
func (o *opened) pulledVerdict(done []pulledSource, quiet bool) error {
	saved, whole := false, true
	for _, one := range done {
		whole = whole && len(one.Problems) == 0 && one.File != ""
		if one.File == "" {
			say(o.w, o.p.Text("cli.nothing_pulled", "source", one.Source))
			continue
		}
		saved = true
		if !quiet {
			fmt.Fprintln(o.w.out, one.File)
		}
		say(o.w, o.p.Text("cli.pulled", "source", one.Source, "n", one.Measurements, "queries", one.Queries, "server", strings.TrimSpace(one.Server)))
	}
	switch {
	case !saved:
		return exit(exitRefused)
	case !whole:
		return exit(exitPartial)
	}
	return nil
}
