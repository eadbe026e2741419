package samples

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"siap/internal/diag"
	"siap/internal/source"
)

const (
	// smallTable is the size below which a table is read row by row, as every other table is.
	smallTable = 1 << 20
	// mostWorkers bounds how many blocks are read at once, and so the memory they take.
	mostWorkers = 12
)

// Options say how files are read.
type Options struct {
	// Workers is how many blocks are read at once; 0 is one for each core, at most twelve.
	Workers int
	// Progress is told how many bytes more were read, packed as they are; nil for nobody.
	Progress func(n int)
	// Skip says which files are left out, by number; nil is none.
	Skip []bool
	// Small is the size in bytes below which a table is read row by row, as workbooks are; 0 is 1 MiB.
	Small int64
}

// Sink takes what is read, from one goroutine, in the order of the files and of what is in them.
type Sink interface {
	// Batch takes samples of a file; the batch is only lent. The line of a sample counts from Base + 1.
	Batch(file int, b *Batch)
	// End is told that a file was read, or could not be.
	End(file int, f *File)
}

// Read reads files one after the other and gives all samples to the sink. It stops early when the context ends.
func Read(ctx context.Context, a *Asked, sources []source.Source, o Options, sink Sink) {
	workers := o.Workers
	if workers <= 0 {
		workers = min(runtime.GOMAXPROCS(0), mostWorkers)
	}
	if o.Small == 0 {
		o.Small = smallTable
	}
	ctx, stop := context.WithCancel(ctx)
	r := &reading{
		ctx: ctx, asked: a, options: o, pool: newPool(), batches: sync.Pool{New: func() any { return &Batch{} }},
		order: make(chan *task, workers+2), work: make(chan *task, workers+2),
	}
	var group sync.WaitGroup
	for range workers {
		group.Go(r.worker)
	}
	group.Go(func() { r.produce(sources) })
	for t := range r.order {
		r.settle(t, sink)
	}
	stop()
	group.Wait()
}

// reading is one run of Read.
type reading struct {
	ctx     context.Context
	asked   *Asked
	options Options
	pool    *sync.Pool
	batches sync.Pool
	order   chan *task // what is to be settled, in order
	work    chan *task // what workers are to do
	telling sync.Mutex // for Progress
}

// task is a part of a file.
type task struct {
	file int
	of   *File
	// run fills batches, on any goroutine; emit takes a full batch and gives an empty one, nil to stop.
	run  func(b *builder, emit func(*Batch) *Batch) error
	out  chan *Batch
	err  error // of run, once out is closed
	last bool
}

// settle takes the batches of a task.
func (r *reading) settle(t *task, sink Sink) {
	if t.out != nil {
		for b := range t.out {
			t.of.take(b)
			sink.Batch(t.file, b)
			b.reset()
			r.batches.Put(b)
		}
		if t.err != nil && !errors.Is(t.err, context.Canceled) {
			t.of.found.add(ruleParquet, -1, -1).Saw(t.err.Error())
		}
	}
	if t.last && r.ctx.Err() == nil {
		t.of.end()
		sink.End(t.file, t.of)
	}
}

func (r *reading) worker() {
	b := &builder{asked: r.asked}
	for t := range r.work {
		out, _ := r.batches.Get().(*Batch)
		b.begin(out)
		t.err = t.run(b, func(full *Batch) *Batch {
			select {
			case t.out <- full:
			case <-r.ctx.Done():
				return nil
			}
			empty, _ := r.batches.Get().(*Batch)
			return empty
		})
		select {
		case t.out <- b.out:
		case <-r.ctx.Done():
		}
		close(t.out)
	}
}

// send hands a task to the workers and to the one who settles; false where nobody wants more.
func (r *reading) send(t *task) bool {
	if t.run != nil {
		t.out = make(chan *Batch, 2)
		select {
		case r.work <- t:
		case <-r.ctx.Done():
			return false
		}
	}
	select {
	case r.order <- t:
		return true
	case <-r.ctx.Done():
		if t.run != nil {
			for range t.out { // its worker sees that nobody wants more
			}
		}
		return false
	}
}

// produce cuts the files into tasks.
func (r *reading) produce(sources []source.Source) {
	defer close(r.order)
	defer close(r.work)
	for i, src := range sources {
		if r.options.Skip != nil && r.options.Skip[i] {
			continue
		}
		f := newFile(r.asked, src.Name)
		r.open(src, i, f)
		if !r.send(&task{file: i, of: f, last: true}) {
			return
		}
	}
}

// own runs a part of a file on this goroutine, for what cannot be cut.
func (r *reading) own(i int, f *File, run func(b *builder, hand func(*Batch) *Batch)) {
	b := &builder{asked: r.asked, day: f.day}
	batch, _ := r.batches.Get().(*Batch)
	b.begin(batch)
	hand := func(full *Batch) *Batch {
		t := &task{file: i, of: f, out: make(chan *Batch, 1)}
		t.out <- full
		close(t.out)
		select {
		case r.order <- t:
		case <-r.ctx.Done():
			return nil
		}
		empty, _ := r.batches.Get().(*Batch)
		return empty
	}
	run(b, hand)
	hand(b.out)
}

// open finds out what a file is and reads it.
func (r *reading) open(src source.Source, i int, f *File) {
	s, err := openStream(src, r.progress)
	if err != nil {
		f.report(readFault(src.Name, err))
		f.SHA256 = hashOf(src)
		return
	}
	defer s.close()
	head, err := s.head()
	if err != nil {
		f.SHA256 = hashOf(src)
		f.report(readFault(src.Name, err))
		return
	}
	size := sizeOf(src.Path)
	switch what := recognise(head, s.packed != ""); {
	case what == kindTable && s.packed != "", what == kindPacked: // packed twice, or a packed workbook
		f.SHA256 = hashOf(src)
		f.report(ruleKind.At(diag.Place{File: src.Name}).Saw(s.packed).Allows("CSV, JSON, Prometheus, OpenMetrics"))
		return
	case what == kindTable, what == kindText && s.packed == "" && size < r.options.Small, len(src.Repairs) > 0 && what == kindText:
		r.table(src, i, f)
		r.progress(int(size) - len(head))
		return
	case what == kindParquet:
		f.SHA256 = hashOf(src)
		r.parquet(src, i, f)
		return
	case what == kindText:
		r.delimited(src, s, i, f, head)
	case what == kindDocument:
		f.Format = "JSON"
		r.own(i, f, func(b *builder, _ func(*Batch) *Batch) {
			switch err := b.document(s.text); {
			case errors.Is(err, errLine):
				f.report(ruleLineLong.At(diag.Place{File: f.Name}).Allows("64 MiB"))
			case err != nil:
				f.report(readFault(f.Name, s.fault(err)))
			}
		})
	case what == kindLines:
		f.Format = "JSON lines"
		r.cut(s, s.text, i, f, 0, func(b *builder, data []byte) { b.jsonLines(data) })
	case what == kindExposition:
		f.Format = "Prometheus / OpenMetrics"
		r.cut(s, s.text, i, f, 0, func(b *builder, data []byte) { b.exposition(data) })
	}
	if s.packed != "" {
		f.Format += ", " + s.packed
	}
	if hash, err := s.raw.SHA256(); err == nil {
		f.SHA256 = hash
	}
}

// hashOf is the hash of a file that is not read from its beginning to its end; "" where it cannot be.
func hashOf(src source.Source) string {
	raw, err := src.Open(anySize)
	if err != nil {
		return ""
	}
	defer raw.Close()
	hash, err := raw.SHA256()
	if err != nil {
		return ""
	}
	return hash
}

// progress tells how many bytes more were read.
func (r *reading) progress(n int) {
	if r.options.Progress != nil && n > 0 {
		r.telling.Lock()
		defer r.telling.Unlock()
		r.options.Progress(n)
	}
}

// table reads a table row by row, on one of the workers.
func (r *reading) table(src source.Source, i int, f *File) {
	r.send(&task{file: i, of: f, run: func(b *builder, emit func(*Batch) *Batch) error {
		b.day = f.day
		b.tableFile(src, f, emit)
		return nil
	}})
}

// delimited reads a large text table in blocks.
func (r *reading) delimited(src source.Source, s *stream, i int, f *File, head []byte) {
	text, encoding := io.Reader(s.text), "UTF-8"
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		marked := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
		text, encoding = transform.NewReader(s.text, marked.NewDecoder()), "UTF-16"
		head, _ = marked.NewDecoder().Bytes(head[:len(head)&^1])
	}
	separator, header, lines, rest, ok := sniff(head)
	if !ok {
		if s.packed != "" {
			f.report(ruleKind.At(diag.Place{File: f.Name}).Saw(string(head[:min(len(head), 100)])).
				Allows("CSV, JSON, Prometheus, OpenMetrics"))
			return
		}
		r.table(src, i, f)
		return
	}
	place := func(column int) diag.Place { return diag.Place{File: f.Name, Line: lines, Column: column + 1} }
	l, ok := headed(r.asked, header, place, f.report)
	f.Format = "CSV (" + string(separator) + "), " + encoding
	if separator == '\t' {
		f.Format = "TSV (tab), " + encoding
	}
	if !ok {
		return
	}
	f.laidOut(l)
	if _, err := io.CopyN(io.Discard, text, int64(rest)); err != nil {
		f.report(readFault(f.Name, s.fault(err)))
		return
	}
	form := &csvForm{layout: l, separator: separator, columns: len(header)}
	for k, h := range header {
		if h == "" {
			form.unnamed = append(form.unnamed, k)
		}
	}
	f.lines = lines
	parse := func(b *builder, data []byte) {
		b.comma, b.date = separator != ',', nil
		b.csv(form, data)
	}
	if l.summed {
		r.own(i, f, func(b *builder, hand func(*Batch) *Batch) {
			r.blocks(s, text, f, separator, func(piece *[]byte) bool {
				parse(b, *piece)
				r.pool.Put(piece)
				out := hand(b.out)
				if out != nil {
					b.begin(out)
				}
				return out != nil
			})
			b.flush()
		})
		return
	}
	r.cut(s, text, i, f, separator, parse)
}

// cut hands out a text in blocks.
func (r *reading) cut(s *stream, text io.Reader, i int, f *File, separator byte, parse func(*builder, []byte)) {
	r.blocks(s, text, f, separator, func(piece *[]byte) bool {
		return r.send(&task{file: i, of: f, run: func(b *builder, _ func(*Batch) *Batch) error {
			b.day = f.day
			parse(b, *piece)
			r.pool.Put(piece)
			return nil
		}})
	})
}

// blocks reads a text to its end, or to what is wrong with it.
func (r *reading) blocks(s *stream, text io.Reader, f *File, separator byte, take func(*[]byte) bool) {
	cutter := &blocks{r: text, separator: separator, pool: r.pool}
	for {
		piece, err := cutter.next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.Is(err, errLine):
			f.report(ruleLineLong.At(diag.Place{File: f.Name}).Allows(fmt.Sprintf("%d MiB", MaxLine>>20)))
			return
		case err != nil:
			f.report(readFault(f.Name, s.fault(err)))
			return
		case !take(piece):
			return
		}
	}
}

// parquet reads a Parquet file, one row group a task.
func (r *reading) parquet(src source.Source, i int, f *File) {
	f.Format = "Parquet"
	p, err := openParquet(src.Path, src.Name, r.asked, f.report)
	if err != nil {
		if !errors.Is(err, errReported) {
			f.report(ruleParquet.At(diag.Place{File: src.Name}).Saw(err.Error()))
		}
		return
	}
	f.laidOut(p.layout)
	f.column, f.clock, f.wide = -1, -1, nil
	var open sync.WaitGroup
	row := 0
	for g, group := range p.file.RowGroups() {
		first := row
		open.Add(1)
		sent := r.send(&task{file: i, of: f, run: func(b *builder, emit func(*Batch) *Batch) error {
			defer open.Done()
			b.day, b.comma, b.date = f.day, false, nil
			err := p.rowGroup(b, g, first, emit)
			r.progress(int(p.file.Size()) / len(p.file.RowGroups()))
			return err
		}})
		if !sent {
			break
		}
		row += int(group.NumRows())
	}
	go func() {
		open.Wait()
		p.raw.Close()
	}()
}

// kind is what a file is.
type kind int

const (
	kindText kind = iota
	kindTable
	kindParquet
	kindLines
	kindDocument
	kindExposition
	kindPacked
)

// recognise tells what a file is, by its first bytes.
func recognise(head []byte, packed bool) kind {
	text := blank(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		if packed {
			return kindPacked
		}
		return kindParquet
	case bytes.HasPrefix(head, []byte("\x1f\x8b")), bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return kindPacked
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")), bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return kindTable
	case len(text) > 0 && text[0] == '{' && !expositionLine.Match(firstLine(text)), len(text) > 0 && text[0] == '[':
		if isDocument(text) {
			return kindDocument
		}
		return kindLines
	case isExposition(text):
		return kindExposition
	}
	return kindText
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	return bytes.TrimSpace(line)
}
