package main

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"siap/internal/geoshape"
	"siap/internal/l10n"
	"siap/reports/view"
	"siap/scoring/doctor"
	"siap/scoring/edition"
	"siap/scoring/result"
)

// partFlags say what goes into reports beside the assessment itself.
type partFlags struct {
	notes        bool
	mapFile, key string
	previous     []string
	print        printing
}

func (f *partFlags) add(flags *pflag.FlagSet, p *l10n.Printer) {
	flags.BoolVar(&f.notes, "notes", false, p.Text("flag.notes"))
	flags.StringVar(&f.mapFile, "map", "", p.Text("flag.map"))
	flags.StringVar(&f.key, "map-key", "KODE_PROV", p.Text("flag.map_key"))
	flags.BoolVar(&f.print.book, "book", false, p.Text("flag.book"))
	flags.BoolVar(&f.print.each, "each", false, p.Text("flag.each"))
	flags.StringArrayVar(&f.previous, "previous", nil, p.Text("flag.previous"))
}

// fill adds to the report of an edition what it has beside the assessment: the evidence and the doubts about the data
// where the formats show them, a map, earlier years.
func (f *partFlags) fill(w *world, res *stored, issuer *issuer, i *issue, wanted []string) error {
	r := i.report
	r.FreeText = f.notes
	if len(wanted) > 0 && !slices.Equal(wanted, []string{"csv"}) {
		if err := res.fill(i); err != nil {
			return err
		}
	}
	if f.mapFile != "" {
		if err := f.draw(w, l10n.For(r.Lang), r); err != nil {
			return err
		}
	}
	var earlier []*result.Assessment
	for _, path := range f.previous {
		one, err := findResult(path, nil)
		if err != nil {
			return err
		}
		same, err := edition.Apply(one.Assessment, i.edition, issuer.key)
		if err != nil {
			return failed(err)
		}
		earlier = append(earlier, same)
	}
	r.Since(earlier...)
	return nil
}

// fill adds what the evidence file says, in one reading: the items of data dukung, and whether the data are fit to rank
// by. Without the file the report does without; an edition is judged by what it holds itself.
func (s *stored) fill(i *issue) error {
	r := i.report
	path := filepath.Join(filepath.Dir(s.path), filepath.Base(s.Evidence.Path))
	_, err := os.Stat(path)
	missing := s.Evidence.Path == "" || errors.Is(err, fs.ErrNotExist)
	if missing || i.edition != edition.Full {
		found, err := doctor.Examine(i.result, nil, doctor.Options{})
		if err != nil {
			return failed(err)
		}
		r.AddFitness(found)
		if missing || i.edition != edition.Public {
			return nil
		}
		return s.withEvidence(r.AddEvidence) // which leaves out what is internal
	}
	return s.withEvidence(func(records iter.Seq2[result.Record, error]) error {
		var items []result.Record
		found, err := doctor.Examine(s.Assessment, func(yield func(result.Record, error) bool) {
			for record, err := range records {
				if err == nil && record.Kind == result.KindEvidence {
					items = append(items, record)
				}
				if !yield(record, err) {
					return
				}
			}
		}, doctor.Options{})
		if err != nil {
			return err
		}
		r.AddFitness(found)
		return r.AddEvidence(func(yield func(result.Record, error) bool) {
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		})
	})
}

// draw puts the agencies on the user's map.
func (f *partFlags) draw(w *world, p *l10n.Printer, r *view.Report) error {
	file, err := os.Open(f.mapFile)
	if err != nil {
		return &exitError{code: exitUsage, key: "cli.map_missing", args: []any{"path", f.mapFile}, err: err}
	}
	defer file.Close()
	drawing, err := geoshape.Read(file, f.key)
	if missing, is := errors.AsType[*geoshape.KeyError](err); is {
		return usage("cli.map_key", "path", f.mapFile, "key", missing.Key, "seen", strings.Join(missing.Seen, ", "))
	}
	for reason, key := range map[error]string{
		geoshape.ErrTooLarge: "cli.map_large", geoshape.ErrNotGeoJSON: "cli.map_format", geoshape.ErrTooMany: "cli.map_many",
		geoshape.ErrNoShapes: "cli.map_empty", geoshape.ErrPlace: "cli.map_degrees",
	} {
		if errors.Is(err, reason) {
			return &exitError{code: exitRefused, key: key, args: []any{"path", f.mapFile}, err: err}
		}
	}
	if err != nil {
		return &exitError{code: exitUsage, key: "cli.map_missing", args: []any{"path", f.mapFile}, err: err}
	}
	if !r.Draw(drawing) {
		say(w, p.Text("cli.map_unused", "path", f.mapFile, "key", f.key))
	}
	return nil
}

// tellSize says how large the page became with all free text in it.
func (f *partFlags) tellSize(w *world, p *l10n.Printer, written []string) {
	for _, path := range written {
		if info, err := os.Stat(path); f.notes && err == nil && filepath.Ext(path) == ".html" {
			say(w, p.Text("cli.notes_size", "file", filepath.Base(path), "size", p.Number(float64(info.Size())/1e6, 1)))
		}
	}
}
