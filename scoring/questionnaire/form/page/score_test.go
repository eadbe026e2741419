package page

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"siap/internal/source"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
	"siap/scoring/result"
)

// From the first click to the score: EGDI is the mean of three numbers (UN E-Government Survey 2022, technical
// appendix), so 0.8, 0.65 and 0.5, which are invented, make 0.65.
func TestBrowserAnswersAreScored(t *testing.T) {
	r := open(t, "egdi")
	country := &agency.Agency{ID: "idn", Name: "Indonesia", Weight: 1, Zone: agency.WIB}
	b := browse(t, written(t, form.New(r, form.Options{Agency: country}), Options{Language: "id"}))
	b.typing(t, "#x-osi-typed", "0,8")
	b.typing(t, "#x-tii-typed", "0.65")
	b.do(t, chromedp.Reload())
	b.wait(t, `document.querySelector('#told') !== null`)
	b.typing(t, "#x-hci-typed", ",5\t")
	path := b.downloaded(t, "#export")
	list := agency.NewList([]*agency.Agency{country}, nil)
	f, d := questionnaire.Open(source.Source{Path: path, Name: filepath.Base(path)}, r, list)
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	answers, found := questionnaire.ReadAll(f)
	if found.Len() > 0 {
		t.Fatal(found.All()[0])
	}
	a, err := scoring.Assess(scoring.Input{Rubric: r, Agencies: list, Answers: answers, Evidence: f.Evidence()}, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	index := a.Agencies[0].Results[result.Self].Index
	if index.Value == nil || math.Abs(*index.Value-0.65) > 1e-12 || index.Coverage != 1 {
		t.Errorf("%+v, want 0.65", index)
	}
	b.quiet(t)
}
