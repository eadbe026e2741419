package samples

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siap/rubric"
	"siap/scoring/agency"
)

// testAsked asks two agencies in two zones for two metrics.
func testAsked() *Asked {
	list := agency.NewList([]*agency.Agency{{ID: "wib", Zone: agency.WIB}, {ID: "dinas-kesehatan-kota", Zone: agency.WITA}}, nil)
	return NewAsked(Query{
		Agencies: list, Metrics: []*rubric.Metric{{ID: "uptime", Unit: "%"}, {ID: "antre"}}, Wanted: []bool{true, true, true, false},
		MostSeries: 10, End: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
}

// The quick way to cut a text into rows, which looks at eight bytes at once and goes past what it has seen in the row
// before, gives what the careful one gives: the same samples and the same findings at the same places.
func FuzzPlain(f *testing.F) {
	long := "2025-06-01T07:30:00+08:00,"
	for _, rows := range [][]string{
		{long + "wib,uptime,99.5", long + "dinas-kesehatan-kota,uptime,98", long + "wib,antre,3"},
		{"2025-06-01,wib,uptime,1", "2025-06-01,dinas-kesehatan-kota,uptime,1", "2025-06-01,wib,uptime,1,"},
		{long + "wib,uptime,1", long, long + "wib,uptime", long + ",,", long + "wib,uptime,1,2", long[:25]},
		{long + "wib,uptime,1", "", long + "wib,uptime,x", " " + long + "wib,uptime,1", long[:20] + ",wib,uptime,1"},
		{"1735689600,wib,uptime,1\r", "1735689600,wib,uptime,2\r", "1735689600\t,wib, uptime ,2\r"},
		{"wib,uptime,1", "wib,uptime,1", ",,,", "    ,,,", "Bukan instansi,uptime,1,2"},
		{long + "opd-x,uptime,1", long + "wib,lain,1", long + strings.Repeat("9", 70_000) + ",uptime,1"},
	} {
		text := strings.Join(rows, "\n")
		f.Add([]byte(text), byte(','))
		f.Add([]byte(strings.ReplaceAll(text, ",", ";")+"\n"), byte(';'))
		f.Add([]byte(strings.ReplaceAll(text, ",", "\t")+"\n\n"), byte('\t'))
	}
	header := []string{"waktu", "instansi", "metrik", "nilai"}
	f.Fuzz(func(t *testing.T, data []byte, separator byte) {
		if strings.IndexByte(",;\t", separator) < 0 || bytes.ContainsAny(data, "\"\x00") {
			return // what the short way through a line is never used for
		}
		a := testAsked()
		l := &layout{at: [len(columns)]int{0, 1, 2, 3}, unit: -1, header: header}
		form := &csvForm{layout: l, separator: separator, columns: len(header)}
		read := func(how func(*builder, *csvForm, []byte)) *Batch {
			b := &builder{asked: a, comma: separator != ','}
			b.begin(&Batch{})
			how(b, form, slices.Clone(data))
			return b.out
		}
		quick, careful := read((*builder).plain), read((*builder).careful)
		type batch struct {
			Samples      []Sample
			Read, Lines  int
			Zoned, Local int
			Found        []string
		}
		of := func(b *Batch) batch {
			out := batch{Samples: b.Samples, Read: b.Read, Lines: b.lines, Zoned: b.zoned, Local: b.local}
			for _, found := range b.found.all {
				out.Found = append(out.Found, strings.Join([]string{found.Error(), string(rune('0' + found.line)), string(rune('0' + found.column)), found.name}, "|"))
			}
			return out
		}
		if diff := cmp.Diff(of(careful), of(quick)); diff != "" {
			t.Fatalf("carefully (-) and quickly (+):\n%s", diff)
		}
	})
}
