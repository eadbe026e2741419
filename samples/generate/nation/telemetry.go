package nation

import (
	"math"
	"strconv"
	"strings"
	"time"

	"siap/rubric"
)

// measured gives the places of the indicators that are measured: those whose measurement can be read backwards.
func (g *generator) measured() []int {
	if g.Telemetry == None {
		return nil
	}
	var out []int
	for i, n := range g.indicators {
		m := n.Measure
		if m == nil || len(m.Breakpoints) < 2 || (m.Reduction != rubric.ReduceMean && m.Reduction != rubric.ReduceLast && m.Reduction != rubric.ReduceRatio) {
			continue
		}
		if metric := g.rubric.Metric(m.Metric); metric == nil || !metric.Is(rubric.Gauge) || (g.Telemetry == Monthly && daily(metric)) {
			continue
		}
		out = append(out, i)
	}
	return out
}

// daily reports whether a metric has more than one sample in twenty days.
func daily(m *rubric.Metric) bool {
	every, once, err := rubric.ParseInterval(m.Expected)
	return err == nil && !once && every < 20*24*time.Hour
}

// over is what ratios are taken of.
const over = 40

// telemetry writes what was measured in the year, agency by agency.
func (g *generator) telemetry(w *writer, governments []*government, measured []int) {
	w.row("time", "agency", "metric", "value")
	for _, gov := range governments {
		for _, o := range gov.agencies {
			for _, i := range measured {
				n := g.indicators[i]
				if !n.Applies(map[string]string{"type": o.kind}) {
					continue
				}
				g.samples(w, o, n, o.truth[i])
			}
		}
	}
}

// samples writes the samples of one indicator of one agency.
func (g *generator) samples(w *writer, o *office, n *rubric.Node, truth float64) {
	m, metric := n.Measure, g.rubric.Metric(n.Measure.Metric)
	rng := g.stream("telemetry", o.id, m.Metric)
	span := n.Span()
	middle := inverse(m.Breakpoints, span.Min+float64(truth*span.Span()))
	sample := func(day time.Time, id string, value float64) {
		w.row(day.Format(time.DateOnly), o.id, id, strconv.FormatFloat(math.Floor(float64(value*100)+0.5)/100, 'f', -1, 64))
		g.made.Samples++
	}
	top := m.Breakpoints[len(m.Breakpoints)-1].At
	switch every, once, _ := rubric.ParseInterval(metric.Expected); {
	case once && m.Reduction == rubric.ReduceRatio:
		day := time.Date(g.Year, time.June, 30, 0, 0, 0, 0, time.UTC)
		sample(day, m.Metric, math.Floor(float64(middle*over)+0.5))
		sample(day, m.Over, over)
	case once:
		sample(time.Date(g.Year, time.June, 30, 0, 0, 0, 0, time.UTC), m.Metric, middle)
	default:
		days := int(every / (24 * time.Hour))
		for day := time.Date(g.Year, time.January, max(1, days), 0, 0, 0, 0, time.UTC); day.Year() == g.Year; day = day.AddDate(0, 0, max(1, days)) {
			sample(day, m.Metric, clamp(around(rng, middle, 0.02*top), 0, max(top, 100)))
		}
	}
}

// inverse gives the place at which the line through the breakpoints, rising in both directions, reaches a score.
func inverse(points []rubric.Breakpoint, score float64) float64 {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if score <= b.Score {
			part := (max(score, a.Score) - a.Score) / (b.Score - a.Score)
			return a.At + float64(part*(b.At-a.At))
		}
	}
	return points[len(points)-1].At
}

// kinds are the usual agencies of a government, in the order in which a smaller one has them.
var kinds = []struct{ id, name, kind string }{
	{"diskominfo", "Dinas Komunikasi dan Informatika", "dinas_kominfo"},
	{"dinkes", "Dinas Kesehatan", "dinas"},
	{"disdik", "Dinas Pendidikan", "dinas"},
	{"bappeda", "Badan Perencanaan Pembangunan Daerah", "badan"},
	{"dpmptsp", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "dinas"},
	{"disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "dinas"},
	{"setda", "Sekretariat Daerah", "sekretariat"},
	{"bapenda", "Badan Pendapatan Daerah", "badan"},
	{"bkpsdm", "Badan Kepegawaian dan Pengembangan SDM", "badan"},
	{"pupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "dinas"},
	{"dinsos", "Dinas Sosial", "dinas"},
	{"dishub", "Dinas Perhubungan", "dinas"},
	{"rsud", "Rumah Sakit Umum Daerah", "rumah_sakit"},
	{"inspektorat", "Inspektorat", "inspektorat"},
	{"bpbd", "Badan Penanggulangan Bencana Daerah", "badan"},
	{"dlh", "Dinas Lingkungan Hidup", "dinas"},
	{"distan", "Dinas Pertanian", "dinas"},
	{"disnaker", "Dinas Tenaga Kerja", "dinas"},
	{"dispar", "Dinas Pariwisata", "dinas"},
	{"dpk", "Dinas Perpustakaan dan Kearsipan", "dinas"},
	{"satpolpp", "Satuan Polisi Pamong Praja", "satuan"},
	{"setwan", "Sekretariat DPRD", "sekretariat"},
	{"bpkad", "Badan Pengelola Keuangan dan Aset Daerah", "badan"},
	{"dp3a", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak", "dinas"},
}

// kindID, kindName and kindType tell the agencies of a government apart; beyond the usual ones they are numbered.
func kindID(k int) string {
	if k < len(kinds) {
		return kinds[k].id
	}
	return "unit" + strconv.Itoa(k+1)
}

func kindName(k int) string {
	if k < len(kinds) {
		return kinds[k].name
	}
	return "Unit " + strconv.Itoa(k+1)
}

func kindType(k int) string {
	if k < len(kinds) {
		return kinds[k].kind
	}
	return "unit"
}

// quote writes a text as YAML.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
