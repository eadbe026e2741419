package surveytest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// Submission is one filled-in form.
type Submission struct {
	Agency           *agency.Agency
	Respondent, Role string
	Time             time.Time
	// UUID is the tool's own name for it.
	UUID string
	// Answers, Items, Notes and Evidence are by the code of the question's value. An answer is the code of a choice,
	// codes with ; between them, a number, "12/40", a day, or "na" and "dk"; one that is missing was left open.
	Answers, Items, Notes, Evidence map[string]string
}

// Fill fills in a form at random: one submission of every agency, in the role given to it. The same seed gives the
// same answers. Some questions stay open.
func Fill(f *form.Form, agencies *agency.List, seed uint64) []*Submission {
	rng := rand.New(rand.NewPCG(seed, 20251231))
	var out []*Submission
	for i, a := range agencies.All() {
		s := &Submission{
			Agency: a, Respondent: fmt.Sprintf("R%02d", i+1),
			Time: time.Date(2025, 11, 12+i, 8, 30, 15+i, 0, time.UTC),
			UUID: fmt.Sprintf("39f3dd36-161e-45cb-a1a4-%012x", rng.Uint64N(1<<48)), Answers: map[string]string{}, Items: map[string]string{},
			Notes: map[string]string{}, Evidence: map[string]string{},
		}
		if roles := f.Rubric.Roles; len(roles) > 0 && i%2 == 0 {
			s.Role = roles[rng.IntN(len(roles))].ID
		} else {
			s.Respondent = "" // the agency as a whole
		}
		for q := range f.All() {
			code := q.Field(form.Value).Code()
			if !q.Node.Applies(a.Columns) || !q.Node.Asks(s.Role) || rng.IntN(8) == 0 || q.Slot > 2 {
				continue
			}
			s.Answers[code] = answer(rng, q.Node)
			if q.Slot > 0 {
				s.Items[code] = fmt.Sprintf("Layanan %c", 'A'+q.Slot-1)
			}
			if rng.IntN(3) == 0 {
				s.Notes[code] = "=SUM(A1); \"catatan\"\nbaris kedua, é"
			}
			if rng.IntN(3) == 0 && !strings.Contains("na dk", s.Answers[code]) {
				s.Evidence[code] = "https://example.go.id/" + code
			}
		}
		out = append(out, s)
	}
	return out
}

// answer gives a valid answer to a question.
func answer(rng *rand.Rand, n *rubric.Node) string {
	if k := rng.IntN(12); k < 2 {
		return []string{form.NotApplicable, form.DontKnow}[k]
	}
	choices := form.Choices(n)
	if n.Asked() == rubric.Multiple {
		var codes []string
		for _, c := range choices {
			if !c.Special && rng.IntN(2) == 0 {
				codes = append(codes, c.Code)
			}
		}
		if len(codes) == 0 {
			codes = []string{choices[0].Code}
		}
		return strings.Join(codes, ";")
	}
	if len(choices) > 0 {
		return choices[rng.IntN(len(choices)-len(form.Specials()))].Code
	}
	low, high := form.Limits(n)
	switch n.Asked() {
	case rubric.Date:
		return time.Date(2020, 1, 1+rng.IntN(2000), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case rubric.Ratio:
		return fmt.Sprintf("%d/%d", 1+rng.IntN(20), 20+rng.IntN(20))
	}
	low, high = max(low, -1000), min(high, 1000)
	x := low + (high-low)*float64(rng.IntN(1001))/1000
	return form.LevelCode(math.Round(x*100) / 100)
}
