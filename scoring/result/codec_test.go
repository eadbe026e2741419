package result_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"siap/scoring/result"
)

var errFull = errors.New("the disk is full")

// full is a disk that takes n more bytes.
type full struct{ n int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.n {
		return f.n, errFull
	}
	f.n -= len(p)
	return len(p), nil
}

func TestWriteReadWrite(t *testing.T) {
	first := written(t, sample(t))
	a, err := result.Read(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if second := written(t, a); !bytes.Equal(first, second) {
		t.Errorf("read and written again it is another file:\n%s\n%s", first, second)
	}
	if a.Rubric.Tree.Node("m") == nil {
		t.Error("the rubric that was read cannot look its nodes up")
	}
}

// A line-based tool can compare two assessments: each agency has a line of its own, and <, > and & are themselves.
func TestWriteGivesEachAgencyItsLine(t *testing.T) {
	found := 0
	for line := range strings.Lines(string(written(t, sample(t)))) {
		if strings.HasPrefix(line, `    {"id":"kominfo","name":"Kantor <kominfo> & kawan",`) {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d lines begin with the agency kominfo, want 1", found)
	}
}

func TestWriteFails(t *testing.T) {
	a := sample(t)
	size := len(written(t, a))
	for _, room := range []int{0, 1, size / 2, size - 1} {
		if err := result.Write(&full{room}, a); !errors.Is(err, errFull) {
			t.Errorf("with room for %d of %d bytes the error is %v", room, size, err)
		}
	}
	nan := math.NaN()
	a.Agencies[0].Results[result.Self].Index.Value = &nan
	if err := result.Write(io.Discard, a); err == nil {
		t.Error("a value that is not a number was written")
	}
}

func TestReadRefuses(t *testing.T) {
	good := string(written(t, sample(t)))
	for _, c := range []struct {
		name, data string
		// other says that the file is JSON, but something else.
		other bool
	}{
		{"nothing", "", false},
		{"garbage", "PK\x03\x04 no JSON", false},
		{"a text in a number", strings.Replace(good, `"year": 2025`, `"year": "2025"`, 1), false},
		{"an empty object", "{}", true},
		{"null", "null", true},
		{"a later schema", strings.Replace(good, "siap/assessment/1", "siap/assessment/2", 1), true},
		{"a rubric", strings.Replace(good, "siap/assessment/1", "siap/rubric/1", 1), true},
		{"no rubric", strings.Replace(good, `"tree":`, `"wood":`, 1), true},
		{"a headline basis without results", strings.Replace(good, `"basis":"assessed"`, `"basis":"accepted"`, 1), true},
		{"an agency that is null", strings.Replace(good, `"agencies": [`, `"agencies": [null,`, 1), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.data == good {
				t.Fatal("the case spoils nothing")
			}
			a, err := result.Read(strings.NewReader(c.data))
			if err == nil || a != nil {
				t.Fatalf("it was read (error %v)", err)
			}
			if errors.Is(err, result.ErrNotAssessment) != c.other {
				t.Errorf("ErrNotAssessment should be %v: %v", c.other, err)
			}
		})
	}
}

func TestReadRefusesTruncated(t *testing.T) {
	good := bytes.TrimRight(written(t, sample(t)), "\n")
	for n := 0; n < len(good); n += 61 { // a prime, so that cuts fall everywhere
		if _, err := result.Read(bytes.NewReader(good[:n])); err == nil {
			t.Errorf("the first %d of %d bytes were read", n, len(good))
		}
	}
	if _, err := result.Read(bytes.NewReader(good[:len(good)-1])); err == nil {
		t.Error("all but the last brace were read")
	}
}

func TestReadIgnoresUnknownMembers(t *testing.T) {
	good := string(written(t, sample(t)))
	more := strings.NewReplacer(
		`"title":`, `"later":{"deep":[1,{"x":null}]},"title":`, `"coverage":`, `"later":[],"coverage":`,
	).Replace(good)
	if more == good {
		t.Fatal("the case adds nothing")
	}
	a, err := result.Read(strings.NewReader(more))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(written(t, a)); got != good {
		t.Error("members it does not know changed what was read")
	}
}

func TestFindAgency(t *testing.T) {
	a := sample(t)
	for id, want := range map[string]string{"kominfo": "kominfo", "KOMINFO": "kominfo", "komin": "", "": ""} {
		got := a.Agency(id)
		if (got == nil) != (want == "") || (got != nil && got.ID != want) {
			t.Errorf("%q gives %v, want %q", id, got, want)
		}
	}
	if one := a.Agency("kominfo"); a.Headline(one) != one.Results[result.Assessed] {
		t.Error("the headline is not the result on the basis of the options")
	}
}

// Whatever can be read can be written, and reads back as the same.
func FuzzRead(f *testing.F) {
	good := string(written(f, sample(f)))
	f.Add([]byte(good))
	f.Add([]byte(good[:len(good)/2]))
	f.Add([]byte(`{"schema":"siap/assessment/1","rubric":{"tree":{"children":[null,{"children":[null]}]}}}`))
	f.Add([]byte(`{"schema":"siap/assessment/1","rubric":{"tree":{"children":[{}]}},"agencies":[{"results":{"":{}}}]}`))
	f.Add([]byte(`{"schema":"siap/assessment/1","rubric":{"tree":{"children":[{}]}},"agencies":[null]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := result.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, one := range a.Agencies {
			if a.Headline(one) == nil {
				t.Fatal("an agency without a headline result was let through")
			}
		}
		first := written(t, a)
		again, err := result.Read(bytes.NewReader(first))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if second := written(t, again); !bytes.Equal(first, second) {
			t.Fatalf("%s\n%s", first, second)
		}
	})
}

// A file may be anything: what readers rely on is looked at before they get it.
func TestReadRefusesHoles(t *testing.T) {
	const whole = `{"schema":"siap/assessment/1","options":{"basis":"self"},` +
		`"rubric":{"tree":{"children":[{"id":"a","weight":1}]}},"agencies":[%s]}`
	for name, c := range map[string]struct {
		agency string
		good   bool
	}{
		"whole":                {`{"id":"u","results":{"self":{"index":{},"nodes":{"a":{}}}}}`, true},
		"null agency":          {`null`, false},
		"no result":            {`{"id":"u","results":{}}`, false},
		"null result":          {`{"id":"u","results":{"self":{"nodes":{"a":{}}},"assessed":null}}`, false},
		"node missing":         {`{"id":"u","results":{"self":{"nodes":{}}}}`, false},
		"node null":            {`{"id":"u","results":{"self":{"nodes":{"a":null}}}}`, false},
		"rank, no interval":    {`{"id":"u","results":{"self":{"rank":{"overall":1},"nodes":{"a":{}}}}}`, false},
		"roll-up with a hole":  {`{"id":"u","results":{"self":{"nodes":{"a":{}}}},"rollup":{"self":{"nodes":{}}}}`, false},
		"more behind the file": {`{"id":"u","results":{"self":{"nodes":{"a":{}}}}}]} {"x":[`, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := result.Read(strings.NewReader(fmt.Sprintf(whole, c.agency)))
			if (err == nil) != c.good {
				t.Errorf("error %v, want good %v", err, c.good)
			}
			if err != nil && !errors.Is(err, result.ErrNotAssessment) {
				t.Errorf("%v does not say that it is no assessment", err)
			}
		})
	}
}
