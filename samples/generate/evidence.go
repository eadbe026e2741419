package generate

import "strconv"

// evidence writes a few items of data dukung for each agency. The readier it is on an indicator, the further its
// item has come in the official workflow.
func (w *world) evidence() []byte {
	out := newSheet("agency", "indicator", "item", "level", "title", "link", "status", "note", "recommendation", "responsible", "due")
	for _, o := range offices {
		rng := w.stream("evidence", o.id)
		order := rng.Perm(len(papers))
		for _, i := range order[:3] {
			p := papers[i]
			state := clamp(around(rng, w.truth[[2]string{o.id, p.indicator}]-0.6, 0.6), 0, 3.99) // 0 to 3.99
			row := workflow[int(state*5/4)]
			due := ""
			if row.recommendation != "" {
				due = "2025-" + []string{"07", "09", "11"}[rng.IntN(3)] + "-30"
			}
			out.row(o.id, p.indicator, "", strconv.FormatFloat(p.level, 'f', -1, 64), p.title, "", row.status, row.note,
				row.recommendation, row.responsible, due)
		}
	}
	return out.bytes()
}

// workflow are the states of an item in their order, each with what an assessor would write.
var workflow = []struct{ status, note, recommendation, responsible string }{
	{"belum", "Dokumen belum diserahkan.", "Serahkan dokumen melalui sekretariat tim penilai.", "Sekretariat"},
	{"draf", "Masih berupa rancangan tanpa tanda tangan.", "Tetapkan dokumen dengan tanda tangan pimpinan.", "Sekretariat"},
	{"proses", "Sedang diperiksa asesor.", "", ""},
	{"revisi", "Dokumen belum memuat seluruh bidang.", "Lengkapi bagian bidang yang belum ada.", "Subbagian Perencanaan Program"},
	{"diterima", "Dokumen sesuai dengan tingkat yang diklaim.", "", ""},
}
