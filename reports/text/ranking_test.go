package text

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"siap/reports/view"
)

func TestRankingLayout(t *testing.T) {
	for name, width := range map[string]int{"wide.txt": 0, "80.txt": 80} {
		var b strings.Builder
		if err := Ranking(&b, sample(), width, false); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
		if strings.ContainsAny(b.String(), "\x1b\u202e") {
			t.Errorf("%s: a name brought its control characters along", name)
		}
	}
}

// The colours must not move anything: without them the text is the same.
func TestColorChangesNoText(t *testing.T) {
	var plain, colored strings.Builder
	if err := Ranking(&plain, sample(), 100, false); err != nil {
		t.Fatal(err)
	}
	if err := Ranking(&colored, sample(), 100, true); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(colored.String(), "\x1b[1m") {
		t.Error("nothing is coloured")
	}
	if got := regexp.MustCompile("\x1b\\[[0-9]+m").ReplaceAllString(colored.String(), ""); got != plain.String() {
		t.Errorf("without its colours:\n%s\nwant:\n%s", got, plain.String())
	}
}

// Every line of a table is aligned: the end of a left column and the beginning of the next never meet.
func TestLayoutAligns(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("ab é衛\u0301😀=\t\n\x00")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 120).Draw(t, "width")
		columns := []column{{title: "satu", right: true}, {title: "dua", least: 5}, {title: "tiga", optional: true}, {title: "|"}}
		var rows [][]cell
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, []cell{{text: "1"}, {text: text.Draw(t, "name")}, {text: text.Draw(t, "more")}, {text: "|"}})
		}
		lines := layout(columns, rows, width, false)
		wide := uniseg.StringWidth(lines[0])
		for _, l := range lines {
			if strings.HasSuffix(l, "─") {
				continue
			}
			if got := uniseg.StringWidth(l); got != wide || !strings.HasSuffix(l, "|") {
				t.Fatalf("line %q is %d wide, the head %d", l, got, wide)
			}
		}
		// satu, dua at its least and the bar need 4+5+1 and two gutters: from 14 columns on the table must fit.
		if width >= 14 && wide > width {
			t.Fatalf("%d wide on a terminal of %d", wide, width)
		}
	})
}

func TestRankingOfNobody(t *testing.T) {
	var b strings.Builder
	if err := Ranking(&b, &view.Report{Lang: "en"}, 80, false); err != nil || !strings.Contains(b.String(), "There are no agencies.") {
		t.Errorf("%q, %v", b.String(), err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWriteErrorsAreReported(t *testing.T) {
	if err := Ranking(broken{}, sample(), 80, false); err == nil {
		t.Error("the ranking hid that it could not be written")
	}
	if err := RankingCSV(broken{}, sample()); err == nil {
		t.Error("the CSV hid that it could not be written")
	}
}
