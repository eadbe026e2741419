package result_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/scoring"
	"siap/scoring/result"
)

// sampleRecords are those of sampleInput and one of each kind with members that it lacks.
func sampleRecords(t testing.TB) []result.Record {
	t.Helper()
	records, err := scoring.Records(sampleInput(), nil)
	if err != nil {
		t.Fatal(err)
	}
	level, zero := 3.0, 0.0
	return append(slices.Collect(records),
		result.Record{
			Kind: result.KindEvidence, Agency: "kominfo", Indicator: "x", Item: "e-surat", Level: &level,
			Title: "Peraturan <Gubernur> & lampiran", Link: "https://example.org/?a=1&b=2", Status: "diterima", Due: "2025-12-31",
			Place: diag.Place{File: "evidence/a.csv", Line: 3, Column: 1}, Recommendation: "baris satu\nbaris dua",
		},
		result.Record{
			Kind: result.KindMeasurement, Agency: "kominfo", Indicator: "m", Metric: "uptime", Reason: "no_samples",
			Expected: 365, Coverage: &zero, // zero is a value, not a gap
		},
	)
}

func packed(t testing.TB, records []result.Record) (data []byte, count int, sum string) {
	t.Helper()
	var b bytes.Buffer
	count, sum, err := result.WriteEvidence(&b, slices.Values(records))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), count, sum
}

func unpacked(r io.Reader) (records []result.Record, err error) {
	for record, err := range result.ReadEvidence(r) {
		if err != nil {
			return records, err
		}
		records = append(records, record)
	}
	return records, nil
}

func TestEvidenceRoundTrip(t *testing.T) {
	records := sampleRecords(t)
	data, count, sum := packed(t, records)
	if count != len(records) {
		t.Errorf("%d records were counted, want %d", count, len(records))
	}
	if want := sha256.Sum256(data); sum != hex.EncodeToString(want[:]) {
		t.Errorf("the hash is %s, want %x", sum, want)
	}
	got, err := unpacked(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(records, got); diff != "" {
		t.Errorf("written (-) and read (+):\n%s", diff)
	}
	again, _, _ := packed(t, got)
	if !bytes.Equal(data, again) {
		t.Error("the same records gave other bytes")
	}
}

func TestEvidenceOfNothing(t *testing.T) {
	data, count, _ := packed(t, nil)
	got, err := unpacked(bytes.NewReader(data))
	if count != 0 || len(got) != 0 || err != nil {
		t.Errorf("%d written, %d read, error %v", count, len(got), err)
	}
}

func TestEvidenceStopsWhenAsked(t *testing.T) {
	data, _, _ := packed(t, sampleRecords(t))
	n := 0
	for range result.ReadEvidence(bytes.NewReader(data)) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d records came, want 2", n)
	}
}

// However a file is cut, the reader gives whole records and then one error.
func TestTruncatedEvidence(t *testing.T) {
	records := sampleRecords(t)
	data, _, _ := packed(t, records)
	for n := range len(data) {
		got, err := unpacked(bytes.NewReader(data[:n]))
		if err == nil {
			t.Errorf("the first %d of %d bytes give no error", n, len(data))
		}
		if !slices.EqualFunc(records[:len(got)], got, func(a, b result.Record) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("the first %d bytes give other records", n)
		}
	}
}

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, text)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFaultyEvidence(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		// good is how many records come before the error.
		good int
	}{
		{"not zipped", []byte(`{"kind":"answer"}` + "\n"), 0},
		{"not JSON", zipped(t, "kind,agency\n"), 0},
		{"a text in a number", zipped(t, `{"kind":"answer"}`+"\n"+`{"claim":"4"}`+"\n"+`{"kind":"answer"}`+"\n"), 1},
		{"half a line", zipped(t, `{"kind":"answer"}`+"\n"+`{"kind":"ans`), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := unpacked(bytes.NewReader(c.data))
			if err == nil || len(got) != c.good {
				t.Errorf("%d records and the error %v, want %d and an error", len(got), err, c.good)
			}
		})
	}
	damaged, _, _ := packed(t, sampleRecords(t))
	damaged[len(damaged)-8] ^= 1 // the checksum of the content
	if _, err := unpacked(bytes.NewReader(damaged)); !errors.Is(err, gzip.ErrChecksum) {
		t.Errorf("a wrong checksum gives %v", err)
	}
}

func TestWriteEvidenceFails(t *testing.T) {
	if _, _, err := result.WriteEvidence(&full{}, slices.Values(sampleRecords(t))); !errors.Is(err, errFull) {
		t.Errorf("on a full disk the error is %v", err)
	}
	nan := math.NaN()
	_, _, err := result.WriteEvidence(io.Discard, slices.Values([]result.Record{{}, {Claim: &nan}}))
	if err == nil || !strings.Contains(err.Error(), "record 2") {
		t.Errorf("a claim that is not a number gives %v, want an error that names record 2", err)
	}
}

// Whatever can be read can be written, and reads back as the same.
func FuzzReadEvidence(f *testing.F) {
	good, _, _ := packed(f, sampleRecords(f))
	f.Add(good, true)
	f.Add(good[:len(good)/2], true)
	f.Add([]byte(`{"kind":"answer","claim":4,"place":{"line":3}}`+"\n"+`{"places":[{}],"score":-0}`), false)
	f.Add([]byte(`null`+"\n"+`{"claim":1e999}`), false)
	f.Add([]byte(``), false)
	f.Fuzz(func(t *testing.T, data []byte, isZipped bool) {
		if !isZipped { // else few inputs would come as far as the records
			data = zipped(t, string(data))
		}
		records, err := unpacked(io.LimitReader(bytes.NewReader(data), 1<<20))
		if err != nil {
			return
		}
		first, count, _ := packed(t, records)
		again, err := unpacked(bytes.NewReader(first))
		if err != nil || len(again) != count {
			t.Fatalf("%d written, %d read, error %v", count, len(again), err)
		}
		if second, _, _ := packed(t, again); !bytes.Equal(first, second) {
			t.Fatal("read and written again it is another file")
		}
	})
}

// FuzzReadRubric reads the rubric of files that may be no assessment at all.
func FuzzReadRubric(f *testing.F) {
	f.Add([]byte(`{"schema":"siap/assessment/1","rubric":{"id":"x","tree":{"children":[null]}}}`))
	f.Add([]byte(`{"rubric":null}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := result.ReadRubric(bytes.NewReader(data)); err == nil && r.Tree == nil {
			t.Error("a rubric without its tree")
		}
	})
}
