package ledger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siap/internal/l10n"
	"siap/internal/source"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
	"siap/scoring/telemetry/workdays"
)

func TestReadCalendar(t *testing.T) {
	for _, c := range []struct{ name, content string }{
		{"as it comes", "# komentar\n# comment\ndate,kind,name\n2025-03-31,libur,Idulfitri\n2025-03-28,cuti_bersama,Nyepi\n2025-03-29,kerja,\n"},
		{"Indonesian", "Tanggal;Jenis;Keterangan\n31 Maret 2025;Libur Nasional;Idulfitri\n28 Mar 2025;Cuti Bersama;Nyepi\n29/03/2025;kerja;\n"},
		{"behind a BOM, with comments between", "\ufeff# x\ndate\tkind\n2025-03-31\tholiday\n# besok\t\n2025-03-28\tshared leave\n2025-03-29\tWorking\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := strings.ReplaceAll(c.content, "29/03/2025", "2025-03-29")
			days, sum, found := ledger.ReadCalendar(write(t, "kalender.csv", content))
			if found.Len() > 0 || sum.Refused || sum.Records != 3 || len(sum.SHA256) != 64 {
				t.Fatalf("found %v, read %+v", found.All(), sum)
			}
			at := func(d int) workdays.Day {
				return workdays.DayOf(telemetry.Date{Year: 2025, Month: 3, Day: d}.In(time.UTC))
			}
			for day, works := range map[int]bool{27: true, 28: false, 29: true, 30: false, 31: false} {
				if days.IsWorking(at(day)) != works {
					t.Errorf("%d March: worked is %v", day, !works)
				}
			}
		})
	}
}

// The calendar that comes with the program is read like anybody's: whoever verifies it begins with that file.
func TestReadTheBuiltinCalendar(t *testing.T) {
	path := filepath.Join("..", "workdays", "calendar.csv")
	days, sum, found := ledger.ReadCalendar(source.Source{Path: path, Name: "calendar.csv"})
	if found.Len() > 0 || sum.Records < 70 {
		t.Fatalf("found %v, read %+v", found.All(), sum)
	}
	first, last := days.Years()
	builtin := workdays.Builtin()
	if first != 2024 || last != 2026 {
		t.Errorf("years %d to %d", first, last)
	}
	for d := workdays.Day(19000); d < 21000; d++ {
		if days.IsWorking(d) != builtin.IsWorking(d) {
			t.Errorf("%s differs", d)
		}
	}
}

func TestCalendarFaults(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"all at once", "date,kind\n2025-13-01,libur\n2025-01-01,pesta\n2025-01-02,libur\n2025-01-02,libur\n", "k.csv:2:1 2025-13-01, k.csv:3:2 pesta, k.csv:5:1 2025-01-02"},
		{"another table", "waktu,instansi\n2025-01-01,x\n", "k.csv:1:1 waktu, instansi"},
		{"no days", "date,kind\n", "k.csv k.csv"},
		{"comments only", "# a\n# b\n", "k.csv"},
		{"empty", "", "k.csv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			days, sum, found := ledger.ReadCalendar(write(t, "k.csv", c.content))
			if days != nil || !sum.Refused || !found.HasErrors() {
				t.Fatalf("accepted: %+v", sum)
			}
			var got []string
			for _, d := range found.All() {
				got = append(got, strings.TrimSpace(d.Place.String()+" "+d.Seen))
				for _, lang := range l10n.Languages {
					if text := l10n.For(lang).Diagnostic(d); strings.Contains(text, "{") || strings.Contains(text, "“”") {
						t.Errorf("it says %q", text)
					}
				}
			}
			if all := strings.Join(got, ", "); all != c.want {
				t.Errorf("found %q, want %q", all, c.want)
			}
		})
	}
	if days, _, found := ledger.ReadCalendar(source.Source{Path: "nowhere", Name: "k.csv"}); days != nil || !found.HasErrors() {
		t.Error("a missing file is no error")
	}
}

func FuzzReadCalendar(f *testing.F) {
	builtin, err := os.ReadFile(filepath.Join("..", "workdays", "calendar.csv"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(builtin)
	f.Add([]byte("# x\n\xef\xbb\xbfTanggal;Jenis\n31 Maret 2025;libur\n"))
	f.Add([]byte("date,kind\n2025-01-01 10:00 WIB,libur\n#\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		days, sum, found := ledger.ReadCalendar(write(t, "k.csv", string(data)))
		if (days == nil) != found.HasErrors() || sum.Refused != found.HasErrors() {
			t.Fatalf("refused is %v, found %v", sum.Refused, found.All())
		}
		if days != nil && days.Counter().Between(0, 30000) != days.Between(0, 30000) {
			t.Fatal("two ways of counting differ")
		}
	})
}
