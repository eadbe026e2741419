package nation

import (
	"math"
	"math/rand/v2"
	"strconv"

	"siap/rubric"
)

// answers writes the answers of a government's agencies, one a row.
func (g *generator) answers(w *writer, gov *government) {
	w.row("agency", "respondent", "role", "indicator", "value")
	g.each(gov, func(o *office, who, role string, i int, value string) {
		w.row(o.id, who, role, g.indicators[i].ID, value)
	})
}

// wideAnswers writes the same with one column for each indicator.
func (g *generator) wideAnswers(w *writer, gov *government) {
	header := []string{"agency", "respondent", "role"}
	for _, n := range g.indicators {
		header = append(header, n.ID)
	}
	w.row(header...)
	var row []string
	var last *office
	flush := func() {
		if row != nil {
			w.row(row...)
		}
	}
	g.each(gov, func(o *office, who, role string, i int, value string) {
		if o != last || row == nil || row[1] != who {
			flush()
			row = make([]string, len(header))
			row[0], row[1], row[2], last = o.id, who, role, o
		}
		row[3+i] = value
	})
	flush()
}

// each makes up every answer of a government's agencies.
func (g *generator) each(gov *government, give func(o *office, who, role string, i int, value string)) {
	for _, o := range gov.agencies {
		rng := g.stream("answers", o.id)
		for k := range g.Respondents {
			who, role := "R"+strconv.Itoa(k+1), ""
			if roles := g.rubric.Roles; len(roles) > 0 {
				role = roles[k%len(roles)].ID
			}
			bias := around(rng, 0, 0.04)
			for i, n := range g.indicators {
				at, silent := o.truth[i]+bias+around(rng, 0, 0.08), rng.Float64() < g.Unknown
				if !n.Asks(role) || !n.Applies(map[string]string{"type": o.kind}) {
					continue
				}
				value := ""
				if !silent {
					value = answer(n, at, rng)
				}
				give(o, who, role, i, value)
				g.made.Answers++
			}
		}
	}
}

// answer gives the cell of an answer that lies at a part, 0 to 1, of what may be answered.
func answer(n *rubric.Node, at float64, rng *rand.Rand) string {
	at = clamp(at, 0, 1)
	if levels := n.Levels; len(levels) > 0 {
		k := int(math.Floor(float64(at*float64(len(levels)-1)) + 0.5))
		return strconv.FormatFloat(levels[k].Level, 'f', -1, 64)
	}
	switch n.Asked() {
	case rubric.YesNo:
		if at < 0.5 {
			return "tidak"
		}
		return "ya"
	case rubric.Choice, rubric.Multiple:
		options := n.Answer.Options
		return options[rng.IntN(len(options))].ID
	case rubric.Percentage, rubric.Ratio:
		return strconv.Itoa(int(math.Floor(at*100))) + "%"
	case rubric.Date:
		return "2025-0" + strconv.Itoa(1+rng.IntN(9)) + "-15"
	}
	span := n.Span()
	return strconv.FormatFloat(math.Floor((span.Min+float64(at*span.Span()))*100)/100, 'f', -1, 64)
}

// papers are the usual titles of evidence.
var papers = []string{
	"SK tim koordinasi", "Peta rencana TIK", "SOP layanan utama", "Laporan uji pemulihan cadangan", "Daftar data dan walidata",
	"Kebijakan keamanan informasi", "Notula rapat koordinasi", "Rencana pelatihan TIK", "Daftar inventaris perangkat",
}

// workflow are the states of an item in their order.
var workflow = []string{"belum", "draf", "proses", "revisi", "diterima"}

// evidence writes a few items for each agency; the readier it is, the further they have come. Some have a public
// address (of a name that is reserved for examples).
func (g *generator) evidence(w *writer, governments []*government) {
	w.row("agency", "indicator", "level", "title", "link", "status")
	for _, gov := range governments {
		for _, o := range gov.agencies {
			rng := g.stream("evidence", o.id)
			for range g.Evidence {
				i, title := rng.IntN(len(g.indicators)), papers[rng.IntN(len(papers))]
				n, state := g.indicators[i], workflow[min(4, max(0, int(math.Floor(float64(5*around(rng, o.truth[i], 0.2))))))]
				level, link := "", ""
				if len(n.Levels) > 0 {
					level = strconv.FormatFloat(n.Levels[len(n.Levels)/2].Level, 'f', -1, 64)
				}
				if rng.IntN(2) == 0 {
					link = "https://" + o.id + ".example/dokumen/" + strconv.Itoa(1+rng.IntN(90))
				}
				w.row(o.id, n.ID, level, title, link, state)
				g.made.Evidence++
			}
		}
	}
}
