package workbook

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/rubric/library"
	"siap/rubric/workbook/rubrictest"
)

func export(t rapid.TB, r *rubric.Rubric) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, r, l10n.For(l10n.Indonesian)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Any rubric survives its workbook.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rubrictest.Draw(rt, rubrictest.Texts())
		got, list := Parse("random.xlsx", export(rt, want))
		if got == nil {
			rt.Fatal(list.All())
		}
		if diff := rubrictest.Diff(want, got); diff != "" {
			rt.Fatalf("lost on the way (-want +got):\n%s", diff)
		}
	})
}

// So does every built-in rubric, and the same rubric gives the same bytes.
func TestTheLibrarySurvives(t *testing.T) {
	for _, id := range library.IDs() {
		want, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		data := export(t, want)
		got, list := Parse(id+".xlsx", data)
		for _, d := range list.All() {
			t.Errorf("%s: unexpected finding: %v", id, d)
		}
		if got == nil {
			continue
		}
		if diff := rubrictest.Diff(want, got); diff != "" {
			t.Errorf("%s: lost on the way (-want +got):\n%s", id, diff)
		}
		if again := export(t, want); !bytes.Equal(again, data) {
			t.Errorf("%s: the second workbook differs from the first", id)
		}
	}
}
