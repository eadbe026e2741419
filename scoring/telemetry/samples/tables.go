package samples

import (
	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
)

// tableFile reads a table row by row: a workbook, a text of an unusual kind, or a file with repairs. hand takes a full
// batch and gives an empty one, nil to stop.
func (b *builder) tableFile(src source.Source, f *File, hand func(*Batch) *Batch) {
	t, problem := table.Open(src)
	if problem != nil {
		f.report(problem)
		f.SHA256 = src.SHA256()
		return
	}
	defer t.Close()
	f.at = func(line, column int) diag.Place {
		if line == 0 {
			return diag.Place{File: src.Name}
		}
		return t.Place(line, column)
	}
	l, ok := headed(b.asked, t.Header, func(column int) diag.Place { return t.Place(headerLine, column) }, f.report)
	if ok {
		f.laidOut(l)
		b.tableRows(t, l, hand)
	}
	f.Format = t.Format
	if hash, err := t.SHA256(); err == nil {
		f.SHA256 = hash
	}
}

func (b *builder) tableRows(t *table.Table, l *layout, hand func(*Batch) *Batch) {
	b.comma, b.date = t.DecimalComma, t.Date
	cells := make([][]byte, len(t.Header))
	for row, problem := range t.Rows() {
		if len(b.out.Samples) >= rowsAtOnce || b.out.Read >= rowsAtOnce {
			out := hand(b.out)
			if out == nil {
				return
			}
			b.begin(out)
		}
		if problem != nil {
			b.out.Read++
			d := b.out.found.add(diag.Rule{Code: problem.Code, Severity: problem.Severity}, int32(row.Line)-1, int32(problem.Place.Column)-1)
			place := problem.Place
			*d = *problem
			d.Place = place
			continue
		}
		for i, c := range row.Cells {
			cells[i] = append(cells[i][:0], c...)
		}
		b.row(l, cells, int32(row.Line)-1)
	}
	b.flush()
}
