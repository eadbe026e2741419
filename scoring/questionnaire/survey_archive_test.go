package questionnaire_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	data, err := surveytest.Zip(parts...)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestArchives(t *testing.T) {
	main := string(plainCSV(cells("SubmissionDate|agency|portal"+odkTail), cells("2025-11-01T08:00:00.000Z|kaltim|3|uuid:1|4|||")))
	repeat := "name,PARENT_KEY,KEY\nBilly,two,two/children/child[1]\n"
	good := zipped(t, "form.csv", main)
	for _, c := range []struct {
		name, file string
		data       []byte
		want       []string
	}{
		{"one table", "f.csv.zip", good, []string{"kaltim portal 3"}},
		{"named otherwise", "f.bin", good, []string{"kaltim portal 3"}},
		{"tables of repeats beside it", "f.csv.zip", zipped(t, "form-child.csv", repeat, "form.csv", main, "media/x.csv", "a,b\n"), []string{"f.csv.zip QA089 form-child.csv", "kaltim portal 3"}},
		{"two tables of submissions", "f.csv.zip", zipped(t, "a.csv", main, "b.csv", main), []string{"f.csv.zip QA091"}},
		{"no table of submissions", "f.csv.zip", zipped(t, "a.csv", repeat), []string{"f.csv.zip TB004"}},
		{"nothing in it", "f.csv.zip", zipped(t), []string{"f.csv.zip TB004"}},
		{"an empty table beside it", "f.csv.zip", zipped(t, "a.csv", "", "form.csv", main), []string{"f.csv.zip QA089 a.csv", "kaltim portal 3"}},
		{"cut off", "f.csv.zip", good[:len(good)-30], []string{"f.csv.zip QA090"}},
		{"cut off in the middle", "f.csv.zip", good[:60], []string{"f.csv.zip QA090"}},
		{"a fault in its rows", "f.csv.zip", zipped(t, "form.csv", main+"2025-11-01T08:00:00.000Z,kaltm,3,uuid:2,4,,,\n"), []string{"kaltim portal 3", "f.csv.zip:3:2 QA005 kaltm"}},
		{"a table within an archive that is no text", "f.csv.zip", zipped(t, "a.csv", "%PDF-1.4", "form.csv", main), []string{"f.csv.zip!a.csv TB004"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(t, file(t, c.file, c.data), surveytest.Kinds(), surveytest.Agencies()); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// An archive that says it is small and is not, one that says it is large, one with a password, and one with a directory that
// would fill the memory are refused before they do.
func TestArchiveBombs(t *testing.T) {
	raw := func(h *zip.FileHeader, content string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		h.Name, h.Method = "form.csv", zip.Store
		h.CompressedSize64 = uint64(len(content))
		part, err := w.CreateRaw(h)
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	many := make([]string, 0, 2*101)
	for range 101 {
		many = append(many, strings.Repeat("x", len(many))+".csv", "a")
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a part of a terabyte": {raw(&zip.FileHeader{UncompressedSize64: 1 << 40}, "a,b\n"), "QA090"},
		"a password":           {raw(&zip.FileHeader{UncompressedSize64: 4, Flags: 1}, "a,b\n"), "QA090"},
		"too many tables":      {zipped(t, many...), "QA090"},
		"a directory without end": {
			append(zipped(t, "form.csv", "a"), bytes.Repeat([]byte("PK\x01\x02"+strings.Repeat("\x00", 42)), 20_001)...), "QA090",
		},
		"a size that is a lie": {raw(&zip.FileHeader{UncompressedSize64: 1}, "SubmissionDate,KEY,FormVersion,agency,portal\n"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, d := questionnaire.Open(file(t, "f.csv.zip", c.data), surveytest.Kinds(), surveytest.Agencies())
			if d == nil {
				_, found := questionnaire.ReadAll(f)
				f.Close()
				if c.want != "" || !found.HasErrors() {
					t.Errorf("it was opened, and %v found", found.All())
				}
				return
			}
			if c.want != "" && d.Code != c.want {
				t.Errorf("%v, want %s", d, c.want)
			}
		})
	}
}

// A file of more answers than anybody reads is stopped, and a file of many rows that do not count takes no memory.
func TestSurveyLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("two million answers")
	}
	r := surveytest.Kinds()
	var b bytes.Buffer
	b.WriteString("agency,portal,backup,law,owner,channels,quality,uptime,officers,online,tested,_id,_uuid\n")
	for range questionnaire.MaxAnswers/10 + 2 {
		b.WriteString("kaltim,3,2,yes,unit,web,1,5,6,0.5,2025-01-01,1,u\n")
	}
	f, d := questionnaire.Open(file(t, "k.csv", b.Bytes()), r, surveytest.Agencies())
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	answers, last := 0, ""
	for _, d := range f.Answers() {
		if d != nil {
			last = d.Code
			continue
		}
		answers++
	}
	if last != "QA084" || answers > questionnaire.MaxAnswers+10 {
		t.Errorf("%d answers, the last finding is %s", answers, last)
	}
}
