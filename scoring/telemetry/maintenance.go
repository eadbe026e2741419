package telemetry

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/internal/table"
	"siap/scoring/telemetry/reduce"
	"siap/scoring/telemetry/samples"
)

// quiet are the times of announced maintenance by slot, in order and apart from each other, inside the window.
type quiet map[int][]reduce.Span

// length is how long the maintenance of a slot lasts.
func (q quiet) length(slot int) time.Duration {
	var sum int64
	for _, s := range q[slot] {
		sum += s.To - s.From
	}
	return time.Duration(sum)
}

// isMaintenance reports whether a file announces maintenance, by its name.
func isMaintenance(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, "maintenance.") || strings.HasPrefix(base, "pemeliharaan.")
}

// everything stands for all agencies or all metrics in a maintenance file; so does an empty cell.
const everything = "*"

// mostMaintenance is how many spans of maintenance are kept, those of all agencies counted for each.
const mostMaintenance = 1 << 20

// maintenanceColumns are the columns of a maintenance file, each with its Indonesian name; reason is not read.
var maintenanceColumns = [...][2]string{{"agency", "instansi"}, {"metric", "metrik"}, {"from", "dari"}, {"to", "sampai"}, {"reason", "alasan"}}

// maintenance reads a file that announces maintenance: agency, metric, from, to, reason.
func (p *plan) maintenance(src source.Source, report func(*diag.Diagnostic)) Summary {
	sum := Summary{Name: src.Name}
	t, problem := table.Open(src)
	if problem != nil {
		report(problem)
		sum.Refused, sum.SHA256 = true, src.SHA256()
		return sum
	}
	defer t.Close()
	m := maintenanceFile{plan: p, table: t, report: func(d *diag.Diagnostic) {
		sum.Refused = sum.Refused || d.Severity == diag.Error
		report(d)
	}}
	if m.header() {
		for row, problem := range t.Rows() {
			if problem != nil {
				sum.LeftOut++
				m.report(problem)
				continue
			}
			if m.row(row) {
				sum.Records++
			} else {
				sum.LeftOut++
			}
		}
	}
	sum.Format = t.Format
	if hash, err := t.SHA256(); err == nil {
		sum.SHA256 = hash
	}
	if sum.Refused {
		sum.LeftOut += sum.Records
		sum.Records = 0
		return sum
	}
	p.quiet.add(m.found)
	return sum
}

type maintenanceFile struct {
	plan   *plan
	table  *table.Table
	at     [len(maintenanceColumns)]int
	found  map[int][]reduce.Span
	spans  int
	report func(*diag.Diagnostic)
}

func (m *maintenanceFile) header() bool {
	whole := true
	for c, names := range maintenanceColumns {
		m.at[c] = slices.IndexFunc(m.table.Header, func(s string) bool {
			return strings.EqualFold(s, names[0]) || strings.EqualFold(s, names[1])
		})
		if m.at[c] < 0 && (names[0] == "agency" || names[0] == "from" || names[0] == "to") {
			whole = false
			at := diag.Place{File: m.table.Place(1, 0).File, Line: 1}
			m.report(ruleColumn.At(at).About(names[0]).Allows("agency, metric, from, to, reason (instansi, metrik, dari, sampai, alasan)").
				Near(nearest.Of(names[0], m.table.Header)))
		}
	}
	m.found = map[int][]reduce.Span{}
	return whole
}

func (m *maintenanceFile) cell(row table.Row, c int) string {
	if m.at[c] < 0 {
		return ""
	}
	return strings.TrimSpace(row.Cells[m.at[c]])
}

// row notes one span; false where nothing of it counts.
func (m *maintenanceFile) row(row table.Row) bool {
	p, place := m.plan, func(c int) diag.Place { return m.table.Place(row.Line, max(m.at[c], 0)) }
	agencies, metrics := m.agencies(row), m.metrics(row)
	ok := true
	for c := 2; c < 4; c++ {
		if m.cell(row, c) == "" {
			m.report(ruleCellEmpty.At(place(c)).About(maintenanceColumns[c][0]))
			ok = false
		}
	}
	if !ok {
		return false
	}
	counted := false
	for _, a := range agencies {
		zone := p.query.Agencies.All()[a].Zone
		var ends [2]int64
		for k := range ends {
			at, read := samples.ParseTime(m.cell(row, 2+k), m.table.Date, zone)
			if !read {
				m.report(ruleTime.At(place(2 + k)).Saw(m.cell(row, 2+k)).Allows(samples.TimeForms))
				return false
			}
			ends[k] = at
		}
		if ends[0] >= ends[1] {
			m.report(ruleMaintenance.At(place(3)).Saw(m.cell(row, 3)).Allows("> " + m.cell(row, 2)))
			return false
		}
		window := p.spans[a].window
		from, to := max(ends[0], window.From), min(ends[1], window.To)
		for _, k := range metrics {
			if slot := p.slot(a, k); from < to && p.wanted[slot] {
				if m.spans++; m.spans > mostMaintenance {
					m.report(ruleTooMany.At(place(0)).Allows(strconv.Itoa(mostMaintenance)))
					return false
				}
				m.found[slot] = append(m.found[slot], reduce.Span{From: from, To: to})
				counted = true
			}
		}
	}
	return counted
}

// agencies gives the agencies of a row by number.
func (m *maintenanceFile) agencies(row table.Row) []int {
	list, id := m.plan.query.Agencies, m.cell(row, 0)
	if id == "" || id == everything {
		all := make([]int, list.Len())
		for i := range all {
			all[i] = i
		}
		return all
	}
	i, known := list.Index(id)
	if !known {
		m.report(ruleAgency.At(m.table.Place(row.Line, max(m.at[0], 0))).Saw(id).Near(nearest.Of(id, list.IDs())))
		return nil
	}
	return []int{i}
}

// metrics gives the metrics of a row by number: by id, or by the name of the series.
func (m *maintenanceFile) metrics(row table.Row) []int {
	var numbers []int
	name := m.cell(row, 1)
	for k, metric := range m.plan.metrics {
		if name == "" || name == everything || name == metric.ID || name == metric.Name() {
			numbers = append(numbers, k)
		}
	}
	if numbers == nil {
		var ids []string
		for _, metric := range m.plan.metrics {
			ids = append(ids, metric.ID)
		}
		m.report(ruleMetric.At(m.table.Place(row.Line, max(m.at[1], 0))).Saw(name).Allows(strings.Join(ids, ", ")).Near(nearest.Of(name, ids)))
	}
	return numbers
}

// add joins spans to those that are known.
func (q quiet) add(found map[int][]reduce.Span) {
	for slot, spans := range found {
		all := append(q[slot], spans...)
		slices.SortFunc(all, func(a, b reduce.Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
		joined := all[:1]
		for _, s := range all[1:] {
			if last := &joined[len(joined)-1]; s.From <= last.To {
				last.To = max(last.To, s.To)
			} else {
				joined = append(joined, s)
			}
		}
		q[slot] = joined
	}
}
