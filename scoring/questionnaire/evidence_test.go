package questionnaire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEvidence(t *testing.T) {
	const head = "agency,indicator,item,level,title,link,status,note,due\n"
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{
			"complete", head + "kaltim,portal,,3,SK Portal,https://x.go.id/a?b=1,diterima,x,2025-06-30\n",
			[]string{"kaltim portal  3 SK Portal https://x.go.id/a?b=1 diterima 2025-06-30"},
		},
		{"little", "Instansi;Indikator;Judul\nkaltim;1.1;SK\n", []string{"kaltim portal  NaN SK  belum 0001-01-01"}},
		{
			"a file of the assessment", head + "kaltim,quality,e-KTP,,SOP,bukti/sop 100%.pdf,Draft,,\n",
			[]string{"kaltim quality e-KTP NaN SOP bukti/sop 100%.pdf draf 0001-01-01"},
		},
		{
			"all that can be wrong", head + "x,y,,9,,javascript:alert(1),diterma,,soon\n",
			[]string{"e.csv:2:1 QA005", "e.csv:2:2 QA006", "e.csv:2:5 QA032", "e.csv:2:6 QA030", "e.csv:2:7 QA031 near diterima", "e.csv:2:9 QA017"},
		},
		{
			"levels", head + "kaltim,portal,,2.5,SK,,,,\nkaltim,portal,,9,SK,,,,\nkaltim,portal,,n/a,SK,,,,\n",
			[]string{"e.csv:2:4 QA010", "e.csv:3:4 QA008", "e.csv:4:4 QA009"},
		},
		{"item", head + "kaltim,portal,x,,SK,,,,\n", []string{"e.csv:2:3 QA015"}},
		{"header only", head, []string{"e.csv QA002"}},
		{"no title", "agency,indicator,titel\n", []string{"e.csv QA001 near titel"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			f, d := OpenEvidence(write(t, "e.csv", c.data), small(), agencies())
			if d != nil {
				got = append(got, d.Place.String()+" "+d.Code+" near "+d.Nearest)
			} else {
				defer f.Close()
				for e, d := range f.Evidence() {
					if d != nil {
						line := d.Place.String() + " " + d.Code
						if d.Nearest != "" {
							line += " near " + d.Nearest
						}
						got = append(got, line)
						continue
					}
					got = append(got, fmt.Sprintf("%s %s %s %g %s %s %s %s", e.Agency, e.Indicator, e.Item, e.Level, e.Title, e.Link, e.Status, e.Due.Format("2006-01-02")))
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	for _, link := range []string{
		"", "https://kaltimprov.go.id", "http://x/y", "HTTPS://X.GO.ID/a:b", "bukti/sk.pdf", `bukti\sk.pdf`, "a..b/c", "SK 100%.pdf",
		"bukti/%20sk.pdf", "sk.pdf#page=2",
	} {
		if !isLink(link) {
			t.Errorf("%q is refused", link)
		}
	}
	for _, link := range []string{
		"javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "file:///etc/passwd",
		"/etc/passwd", "//evil.example", `\\server\share`, `C:\x`, "c:/x", "..", "../x", "a/../../x", `a\..\..\x`, "%2e%2e/x", "%252e%252e/x",
		"a/.. /x", "100%/%2e%2e/x", "https://", "https:///x", "https://user:pass@x.id/", "ftp://x/y", "mailto:a@b.c", strings.Repeat("a", MaxLink+1), "a\x00b",
		"vbscript:x", "%6aavascript:alert(1)", "http:x",
	} {
		if isLink(link) {
			t.Errorf("%q is accepted", link)
		}
	}
}
