package text

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"siap/internal/l10n"
	"siap/reports/view"
)

// A page of doubts is set within the terminal, names of a kind no more than a few, and keeps hostile text harmless.
func TestFitness(t *testing.T) {
	f := &view.Fitness{
		Lang: "id", Marks: []string{"Data rekaan: semua jawaban dalam contoh ini dibuat oleh program."}, Sentences: []string{"24 instansi dibandingkan pada 32 indikator.", "1 peringatan, 12 catatan."},
		Closing: []string{"Tiga keraguan tentang jawaban disebut oleh siap check."},
		Doubts: []view.Doubt{
			{
				Code: "DQ020", Severity: "warning", SeverityText: "peringatan", Title: "dua indikator mengatakan hal yang sama",
				Advice: "gabungkan keduanya, bagi bobotnya, atau buang satu, supaya satu hal tidak dihitung dua kali",
				Sentences: []string{
					"1.1 Manajemen data dan 1.2 Dokumentasi dan proses kerja yang \x1b[31msangat\u202e panjang judulnya: r\u00a0=\u00a00,95 (24 instansi)",
				},
			},
			{Code: "DQ040", Severity: "note", SeverityText: "catatan", Title: "pengaruh nyata jauh dari bobotnya", Advice: "ubah bobotnya"},
		},
	}
	for i := range 12 {
		f.Doubts[1].Sentences = append(f.Doubts[1].Sentences, fmt.Sprintf("Indikator %d", i+1))
	}
	var b strings.Builder
	if err := Fitness(&b, f, 60, false); err != nil {
		t.Fatal(err)
	}
	golden(t, "fitness.txt", b.String())
	for line := range strings.Lines(b.String()) {
		if w := uniseg.StringWidth(strings.TrimRight(line, "\n")); w > 60 {
			t.Errorf("%d columns: %q", w, line)
		}
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Error("hostile text reached the terminal")
	}
	b.Reset()
	if err := Fitness(&b, f, 60, true); err != nil || !strings.Contains(b.String(), "\x1b[33mperingatan\x1b[0m") {
		t.Errorf("no colour: %v", err)
	}
}

func TestTables(t *testing.T) {
	tables := []view.Table{
		{
			Title: "Alfa Cronbach", Notes: []string{"Alfa dari skor baku."},
			Columns: []view.TableColumn{{Title: "Anggota"}, {Title: "n", Right: true}, {Title: "alfa", Right: true, Optional: true}},
			Rows: []view.TableRow{
				{Head: true, Cells: []string{"1 Data", "24", "0,95"}}, {Cells: []string{"· tanpa 1.1 \x1b[2J", "", "0,94"}},
			},
		},
		{Title: "Kosong", Columns: []view.TableColumn{{Title: "Simpul"}}},
	}
	var b strings.Builder
	if err := Tables(&b, l10n.For("id"), tables, 0, false); err != nil {
		t.Fatal(err)
	}
	golden(t, "tables.txt", b.String())
	b.Reset()
	if err := Tables(&b, l10n.For("id"), tables, 16, false); err != nil || strings.Contains(b.String(), "0,95") {
		t.Errorf("no room, but all columns: %s, %v", b.String(), err)
	}
}

// Numbers stay numbers, also below 0; texts that a spreadsheet would run do not.
func TestRecords(t *testing.T) {
	var b strings.Builder
	if err := Records(&b, []string{"node", "r"}, [][]string{{"=cmd|'x'", "-0.5"}, {"-nama", ""}}); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "node,r\n'=cmd|'x',-0.5\n'-nama,\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
