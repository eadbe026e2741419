package samples

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"siap/internal/diag"
)

const (
	// mostFooter and mostPage bound what a Parquet file may have us hold in memory at once.
	mostFooter, mostPage = 64 << 20, 64 << 20
	// mostPageHeader is how long the header of a page may be; statistics make it long.
	mostPageHeader = 1 << 20
	// rowsAtOnce is how many rows a batch of a Parquet file has.
	rowsAtOnce = 16 << 10
)

// parquetFile is an open Parquet file whose columns are found.
type parquetFile struct {
	file    *parquet.File
	raw     *os.File
	layout  *layout
	columns []parquetColumn
}

// parquetColumn is one column that is read.
type parquetColumn struct {
	index int // among the leaves of the file
	name  string
	kind  parquet.Kind
	// unit is that of a time, 0 for none; local says that the time has no zone; days that it is a date.
	unit        time.Duration
	local, days bool
	scale       int // of a decimal number
}

// openParquet reads the description of a Parquet file.
func openParquet(path, name string, a *Asked, report func(*diag.Diagnostic)) (p *parquetFile, err error) {
	raw, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if bad := recover(); bad != nil { // the library may stumble over a corrupt file
			p, err = nil, fmt.Errorf("%v", bad)
		}
		if p == nil {
			raw.Close()
		}
	}()
	info, err := raw.Stat()
	if err != nil {
		return nil, err
	}
	var tail [8]byte
	if _, err := raw.ReadAt(tail[:], info.Size()-8); err != nil {
		return nil, err
	}
	if size := binary.LittleEndian.Uint32(tail[:]); int64(size) > min(mostFooter, info.Size()-8) {
		return nil, fmt.Errorf("the footer has %d bytes", size)
	}
	file, err := parquet.OpenFile(raw, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true),
		parquet.ReadBufferSize(256<<10))
	if err != nil {
		return nil, err
	}
	p = &parquetFile{file: file, raw: raw}
	var header []string
	for _, leaf := range file.Root().Columns() {
		c := parquetColumn{index: -1, name: leaf.Name()}
		if leaf.Leaf() && !leaf.Repeated() {
			c = describe(leaf)
		}
		p.columns = append(p.columns, c)
		header = append(header, c.name)
	}
	place := func(int) diag.Place { return diag.Place{File: name} }
	l, ok := headed(a, header, place, report)
	if !ok {
		return nil, errReported
	}
	if l.kuma || l.summed {
		return nil, errors.New("exports of this kind are read from CSV")
	}
	p.layout = l
	for _, i := range p.used() {
		if p.columns[i].index < 0 {
			return nil, fmt.Errorf("the column %s is nested or repeated", header[i])
		}
	}
	return p, nil
}

// errReported says that what is wrong was reported.
var errReported = errors.New("reported")

// describe finds out how a column is written.
func describe(leaf *parquet.Column) parquetColumn {
	c := parquetColumn{index: leaf.Index(), name: leaf.Name(), kind: leaf.Type().Kind()}
	if logical := leaf.Type().LogicalType(); logical != nil {
		switch t := logical.Value.(type) {
		case *format.TimestampType:
			c.local = !t.IsAdjustedToUTC
			if t.Unit.Value != nil {
				c.unit = t.Unit.Value.Duration()
			}
		case *format.DateType:
			c.days = true
		case *format.DecimalType:
			c.scale = int(t.Scale)
		}
	}
	if converted := leaf.Type().ConvertedType(); converted != nil && c.unit == 0 {
		switch *converted {
		case deprecated.TimestampMillis:
			c.unit = time.Millisecond
		case deprecated.TimestampMicros:
			c.unit = time.Microsecond
		case deprecated.Date:
			c.days = true
		}
	}
	return c
}

// used lists the columns that are read.
func (p *parquetFile) used() []int {
	var list []int
	for _, i := range append([]int{p.layout.unit}, p.layout.at[:]...) {
		if i >= 0 {
			list = append(list, i)
		}
	}
	for _, i := range p.layout.label {
		if i >= 0 {
			list = append(list, i)
		}
	}
	for _, w := range p.layout.wide {
		list = append(list, w.column)
	}
	return list
}

// cursor walks down one column of a row group.
type cursor struct {
	column int
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer []parquet.Value
	at, n  int
}

// ready gives the values that were read and not taken yet, at least one.
func (c *cursor) ready() ([]parquet.Value, error) {
	for c.at == c.n {
		if c.values == nil {
			page, err := c.pages.ReadPage()
			if err != nil {
				return nil, err
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buffer)
		c.at, c.n = 0, n
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return nil, err
			}
			c.values = nil
			if n == 0 {
				parquet.Release(c.page)
				c.page = nil
			}
		}
	}
	return c.buffer[c.at:c.n], nil
}

// rowGroup reads one row group of the file; emit takes a full batch and gives an empty one, nil to stop.
func (p *parquetFile) rowGroup(b *builder, g, firstRow int, emit func(*Batch) *Batch) (err error) {
	defer func() {
		if bad := recover(); bad != nil {
			err = fmt.Errorf("%v", bad)
		}
	}()
	group := p.file.RowGroups()[g]
	var cursors []*cursor
	for _, i := range p.used() {
		if slices.ContainsFunc(cursors, func(c *cursor) bool { return c.column == i }) {
			continue
		}
		if err := p.checkPages(g, p.columns[i].index); err != nil {
			return err
		}
		c := &cursor{column: i, pages: group.ColumnChunks()[p.columns[i].index].Pages(), buffer: make([]parquet.Value, 1024)}
		defer c.pages.Close()
		cursors = append(cursors, c)
	}
	row := parquetRow{file: p, builder: b, values: make([]parquet.Value, len(p.columns)), texts: make([][]byte, len(p.columns))}
	rows := int(group.NumRows())
	ready := make([][]parquet.Value, len(cursors))
	for r := 0; r < rows; {
		if r > 0 && r%rowsAtOnce == 0 {
			b.out.lines = rowsAtOnce
			out := emit(b.out)
			if out == nil {
				return nil
			}
			b.begin(out)
		}
		n := min(rows-r, rowsAtOnce-r%rowsAtOnce) // of which every column has a value at hand
		for k, c := range cursors {
			if ready[k], err = c.ready(); err != nil {
				if errors.Is(err, io.EOF) {
					err = io.ErrUnexpectedEOF
				}
				return fmt.Errorf("row %d: %w", firstRow+r, err)
			}
			n = min(n, len(ready[k]))
		}
		for i := range n {
			for k, c := range cursors {
				row.values[c.column] = ready[k][i]
			}
			row.read(int32((r + i) % rowsAtOnce))
		}
		for _, c := range cursors {
			c.at += n
		}
		r += n
	}
	b.out.lines = (rows-1)%rowsAtOnce + 1
	return nil
}

// checkPages looks at the headers of all pages of a column: what they say is taken at its word when memory is set
// aside for them.
func (p *parquetFile) checkPages(g, column int) error {
	meta := &p.file.Metadata().RowGroups[g].Columns[column].MetaData
	at := meta.DataPageOffset
	if d := meta.DictionaryPageOffset; d > 0 && d < at {
		at = d
	}
	end := at + meta.TotalCompressedSize
	if at < 4 || meta.TotalCompressedSize < 0 || end > p.file.Size() {
		return errors.New("a column lies outside the file")
	}
	var protocol thrift.CompactProtocol
	buffer := make([]byte, 0, 4<<10)
	for values := int64(0); values < meta.NumValues && at < end; {
		var header format.PageHeader
		length := 0
		for size := 4 << 10; ; size *= 16 {
			if cap(buffer) < size {
				buffer = make([]byte, 0, size)
			}
			n, err := p.raw.ReadAt(buffer[:min(int64(size), end-at)], at)
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			r := protocol.NewReaderFromBytes(buffer[:n])
			header = format.PageHeader{}
			if err = thrift.NewDecoder(r).Decode(&header); err == nil {
				length = r.BytesRead()
				break
			}
			if size > mostPageHeader || int64(n) == end-at {
				return fmt.Errorf("reading the header of a page: %w", err)
			}
		}
		if header.CompressedPageSize < 0 || header.UncompressedPageSize < 0 || length == 0 ||
			header.CompressedPageSize > mostPage || header.UncompressedPageSize > mostPage {
			return fmt.Errorf("a page has %d bytes, %d unpacked; at most %d are read", header.CompressedPageSize,
				header.UncompressedPageSize, mostPage)
		}
		count := int64(header.DataPageHeader.V.NumValues) + int64(header.DataPageHeaderV2.V.NumValues)
		if count < 0 || count > meta.NumValues-values || int64(header.DictionaryPageHeader.V.NumValues) > mostPage {
			return errors.New("a page has more values than its column")
		}
		values += count
		at += int64(length) + int64(header.CompressedPageSize)
	}
	return nil
}

// parquetRow is one row of a Parquet file.
type parquetRow struct {
	file    *parquetFile
	builder *builder
	values  []parquet.Value
	texts   [][]byte // of numbers that stand for names
}

// text gives a value as a text, nil for none.
func (r *parquetRow) text(i int) []byte {
	if i < 0 {
		return nil
	}
	v := r.values[i]
	switch v.Kind() {
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return trim(v.ByteArray())
	case parquet.Int32, parquet.Int64:
		r.texts[i] = strconv.AppendInt(r.texts[i][:0], r.whole(i), 10)
		return r.texts[i]
	}
	return nil
}

func (r *parquetRow) whole(i int) int64 {
	if v := r.values[i]; v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return r.values[i].Int64()
}

// number gives a value as a number: NaN for a gap, false for what is none.
func (r *parquetRow) number(i int) (float64, bool) {
	v := r.values[i]
	switch {
	case v.IsNull():
		return math.NaN(), true
	case v.Kind() == parquet.Double:
		x := v.Double()
		return x, !math.IsInf(x, 0)
	case v.Kind() == parquet.Float:
		x := float64(v.Float())
		return x, !math.IsInf(x, 0)
	case v.Kind() == parquet.Int32 || v.Kind() == parquet.Int64:
		x := float64(r.whole(i))
		if s := r.file.columns[i].scale; s > 0 {
			x /= math.Pow10(s)
		}
		return x, true
	case v.Kind() == parquet.Boolean:
		if v.Boolean() {
			return 1, true
		}
		return 0, true
	case v.Kind() == parquet.ByteArray:
		x, wrong := parseNumber(v.ByteArray(), false)
		return x, wrong == nil
	}
	return 0, false
}

// time gives the time of a row, local to the agency of a number where it has no zone.
func (r *parquetRow) time(i, agency int, line int32) (at int64, ok bool) {
	b, c, v := r.builder, &r.file.columns[i], r.values[i]
	offset := int64(0)
	if agency >= 0 {
		offset = b.asked.offsets[agency]
	}
	switch {
	case v.IsNull():
	case v.Kind() == parquet.ByteArray:
		return b.time(trim(v.ByteArray()), agency, line, -1)
	case v.Kind() == parquet.Int96: // a day counted from 4714 BC, and the nanoseconds in it
		x := v.Int96()
		days := int64(x[2]) - 2440588
		return Nanos(time.Unix(days*86400, 0).Add(time.Duration(int64(x[1])<<32 | int64(x[0])))), true
	case c.days && v.Kind() == parquet.Int32:
		return Nanos(time.Unix(int64(v.Int32())*86400, 0).UTC()) - offset, true
	case v.Kind() != parquet.Int64 && v.Kind() != parquet.Int32:
	case c.unit > 0:
		x := r.whole(i)
		if most := math.MaxInt64 / int64(c.unit); x > most || x < -most {
			return math.MaxInt64, true
		}
		if at = x * int64(c.unit); c.local {
			at -= offset
		}
		return at, true
	default: // seconds, as in CSV
		return b.time(r.text(i), agency, line, -1)
	}
	b.report(ruleTime, line, -1).Saw(v.String()).Allows(timeForms)
	return 0, false
}

// read hands on the samples of the row.
func (r *parquetRow) read(line int32) {
	b, l := r.builder, r.file.layout
	agency := r.text(l.at[columnAgency])
	if len(agency) == 0 {
		b.out.Read++
		b.report(ruleCellEmpty, line, -1).About(columns[columnAgency][0])
		return
	}
	number, _ := b.asked.agencies.find(agency)
	var at int64
	if c := l.at[columnTime]; c < 0 {
		at = b.asOf(number)
	} else {
		var ok bool
		if at, ok = r.time(c, number, line); !ok {
			b.out.Read++
			return
		}
	}
	labels := func(k int) []byte { return r.text(l.label[k]) }
	if l.at[columnMetric] >= 0 {
		metric := r.text(l.at[columnMetric])
		if len(metric) == 0 {
			b.out.Read++
			b.report(ruleCellEmpty, line, -1).About(columns[columnMetric][0])
			return
		}
		name, known := b.asked.names.find(metric)
		if known && l.unit >= 0 {
			b.unit(name, r.text(l.unit), line)
		}
		r.put(l.at[columnValue], number, agency, name, metric, at, line, labels)
		return
	}
	for _, w := range l.wide {
		if !r.values[w.column].IsNull() {
			r.put(w.column, number, agency, w.name, []byte(w.series), at, line, labels)
		}
	}
}

func (r *parquetRow) put(column, number int, agency []byte, name int, metric []byte, at int64, line int32, labels func(int) []byte) {
	x, ok := r.number(column)
	if !ok {
		r.builder.out.Read++
		rule := ruleValue
		if k := r.values[column].Kind(); k == parquet.Double || k == parquet.Float {
			rule = ruleNotFinite
		}
		r.builder.report(rule, line, -1).Saw(r.values[column].String())
		return
	}
	r.builder.put(number, agency, name, metric, at, x, where{line, -1, -1}, labels)
}
