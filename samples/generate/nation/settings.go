package nation

import (
	"strconv"

	"siap/scoring/agency/kemendagri"
)

// The marks of invented data.
const (
	inventedID = "Data karangan: nama provinsi, kabupaten, dan kota nyata, tetapi semua instansi, jawaban, data dukung, dan pengukuran " +
		"dibuat oleh program dan tidak menggambarkan keadaan siapa pun."
	inventedEN = "Invented data: the provinces, regencies and cities are real, but all agencies, answers, evidence and measurements were " +
		"made by a program and say nothing about anybody."
)

// settings writes the siap.yaml of the nation.
func (g *generator) settings(w *writer) {
	w.text("# Data karangan, dibuat oleh: go run ./samples/generate/cmd national\n")
	g.common(w, "Kesiapan e-government pemerintah daerah seluruh Indonesia")
	w.text("rollup: mean\ngroup_by: [type]\nassessments: [\"*\"]\n")
}

// provinceSettings writes that of one province.
func (g *generator) provinceSettings(w *writer, p kemendagri.Area) {
	g.common(w, "Kesiapan e-government pemerintah daerah di "+p.Name)
	w.text("rollup: mean\ngroup_by: [type]\n")
}

func (g *generator) common(w *writer, title string) {
	year := strconv.Itoa(g.Year)
	w.text("title: " + quote(title) + "\nyear: " + year + "\nrubric: " + g.rubric.ID + "\nlanguage: id\n")
	w.text("invented:\n  id: " + quote(inventedID) + "\n  en: " + quote(inventedEN) + "\n")
}
