package questionnaire

import (
	"math"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/scoring/agency"
)

func sound(t *testing.T, d *diag.Diagnostic, file string) {
	t.Helper()
	if d.Place.File != file || !l10n.For("en").Has(d.Code) {
		t.Fatalf("poor diagnostic %v", d)
	}
}

// FuzzAnswers: whatever the file, every answer is about an indicator of the rubric and within its levels.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		"agency,indicator,value,respondent,role,item,assessor_value,note\nkaltim,portal,3,R1,staff,,2.5,x\n",
		"agency;portal;1.2;share\nkaltim;3;n/a;2,5\n=cmd|x;<script>;1e308;-0\n",
		"instansi\tindikator\tnilai\nkaltim\tdata\tNaN\n",
		"agency,item,quality,submitted\nkaltim,x,4,2025-03-01T10:00:00+07:00\n",
		"agency,portal\nkaltim,3\x00\n\"", "agency,agency,value\n",
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	r := small()
	f.Fuzz(func(t *testing.T, data []byte, anyAgency bool) {
		list := agencies()
		if anyAgency {
			list = nil
		}
		file, d := Open(write(t, "f.csv", string(data)), r, list)
		if d != nil {
			sound(t, d, "f.csv")
			return
		}
		defer file.Close()
		records := 0
		var all []Answer
		for a, d := range file.Answers() {
			if d != nil {
				sound(t, d, "f.csv")
				continue
			}
			records++
			all = append(all, a)
			n := r.Indicator(a.Indicator)
			if n == nil || n.ID != a.Indicator || !agency.ValidID(a.Agency) || !isCode(a.Respondent) || a.Place.Line < 2 {
				t.Fatalf("%+v", a)
			}
			lowest, highest := n.LevelSpan()
			for _, v := range []Value{a.Claim, a.Assessed} {
				if v.State == Known && !(v.Number >= lowest && v.Number <= highest) {
					t.Fatalf("%+v outside %g–%g", v, lowest, highest)
				}
			}
		}
		if s := file.Summary(); s.Records != records || s.LeftOut < 0 {
			t.Fatalf("%+v, but %d answers", s, records)
		}
		c := NewCollector()
		_, found := c.Add(all)
		for _, d := range found {
			sound(t, d, "f.csv")
		}
		if len(c.Answers()) > records {
			t.Fatalf("%d answers of %d", len(c.Answers()), records)
		}
	})
}

// FuzzEvidence: whatever the file, no link leaves the assessment and no level leaves the indicator.
func FuzzEvidence(f *testing.F) {
	for _, seed := range []string{
		"agency,indicator,item,level,title,link,status,note,recommendation,responsible,due\nkaltim,portal,,3,SK,https://x.id,proses,,,,2025-01-01\n",
		"instansi;indikator;judul;tautan\nkaltim;1.1;x;javascript:1\nkaltim;1.1;x;..%2f..\n", "agency,indicator,title,link\nkaltim,portal,x,a%5c..\n",
	} {
		f.Add([]byte(seed))
	}
	r := small()
	f.Fuzz(func(t *testing.T, data []byte) {
		file, d := OpenEvidence(write(t, "f.csv", string(data)), r, nil)
		if d != nil {
			sound(t, d, "f.csv")
			return
		}
		defer file.Close()
		for e, d := range file.Evidence() {
			if d != nil {
				sound(t, d, "f.csv")
				continue
			}
			lower := strings.ToLower(e.Link)
			if strings.Contains(lower, ":") && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") ||
				strings.HasPrefix(e.Link, "/") || strings.HasPrefix(e.Link, "../") {
				t.Fatalf("link %q", e.Link)
			}
			if !math.IsNaN(e.Level) && (e.Level < 1 || e.Level > 4) || e.Title == "" || e.Status == "" {
				t.Fatalf("%+v", e)
			}
		}
	})
}
