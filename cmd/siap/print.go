package main

import (
	"errors"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"siap/internal/atomicfile"
	"siap/internal/l10n"
	"siap/internal/progress"
	"siap/reports/pdf"
	"siap/reports/view"
)

// printing says what is put on paper beside the report on all agencies.
type printing struct {
	// book gives every agency its page in the report, however many there are; each writes a file of its own for each.
	book, each bool
}

// of gives what is asked for, after it has seen to it that there will be a PDF.
func (f printing) of(wanted []string) (printing, error) {
	if (f.book || f.each) && !slices.Contains(wanted, "pdf") {
		flag := "--book"
		if f.each {
			flag = "--each"
		}
		return f, usage("cli.print_no_pdf", "flag", flag, "seen", strings.Join(wanted, ","))
	}
	return f, nil
}

// writePDF writes the PDF and tells which characters paper cannot show.
func writePDF(w *world, p *l10n.Printer, out io.Writer, i *issue) error {
	choices := []pdf.Option{pdf.Tool("siap " + version()), pdf.Tell(func(printed pdf.Printed) {
		if printed.Replaced > 0 {
			say(w, p.Text("cli.replaced", "n", printed.Replaced))
		}
		if printed.NoLogo {
			say(w, p.Text("cli.no_logo"))
		}
	})}
	if !i.print.book {
		return pdf.Render(out, i.report, choices...)
	}
	bar := w.meter(p).Start(p.Text("progress.pages"), 0, progress.Items)
	defer bar.Done()
	return pdf.Render(out, i.report, append(choices, pdf.Book(), pdf.Progress(func(done, all int) { bar.Set(int64(done), int64(all)) }))...)
}

// agenciesFolder holds a file for each agency.
const agenciesFolder = "agencies"

// writeEach writes the PDF of every agency, several at a time, and gives their folder. A file that a program has open
// does not keep the others from being written; it is told which.
func writeEach(w *world, p *l10n.Printer, i *issue, dir string) (written []string, err error) {
	dir = filepath.Join(dir, agenciesFolder)
	names := fileNames(i.report.Agencies)
	bar := w.meter(p).Start(p.Text("progress.files"), int64(len(names)), progress.Items)
	var replaced atomic.Int64
	errs := make([]error, len(names))
	next := make(chan int)
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		work.Go(func() {
			for k := range next {
				errs[k] = atomicfile.Write(filepath.Join(dir, names[k]), func(f io.Writer) error {
					return pdf.RenderAgency(f, i.report, i.report.Agencies[k], pdf.Tool("siap "+version()), pdf.Tell(func(printed pdf.Printed) {
						replaced.Add(int64(printed.Replaced))
					}))
				})
				bar.Add(1)
			}
		})
	}
	for k := range names {
		next <- k
	}
	close(next)
	work.Wait()
	bar.Done()
	var blocked []error
	for _, err := range errs {
		if _, is := errors.AsType[*atomicfile.BlockedError](err); is {
			blocked = append(blocked, err)
		} else if err != nil {
			return nil, writeError(err)
		}
	}
	for _, err := range blocked {
		say(w, writeError(err).(*exitError).message(p))
	}
	if n := replaced.Load(); n > 0 {
		say(w, p.Text("cli.replaced_each", "n", int(n), "folder", agenciesFolder))
	}
	written = []string{p.Text("cli.files_in", "n", len(names), "path", dir+string(filepath.Separator))}
	if len(blocked) > 0 {
		return written, exit(exitFailed)
	}
	return written, nil
}

// fileNames names a file after each agency's id, such as report-dinkes.pdf. Ids that differ only in case would be one
// file on Windows, so that the later one has a number.
func fileNames(agencies []*view.Agency) []string {
	taken := map[string]bool{}
	names := make([]string, len(agencies))
	for i, a := range agencies {
		name := safeName("report-" + a.ID)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = safeName("report-"+a.ID) + "-" + strconv.Itoa(n)
		}
		taken[strings.ToLower(name)] = true
		names[i] = name + ".pdf"
	}
	return names
}
