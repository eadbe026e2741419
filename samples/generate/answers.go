package generate

import (
	"math"
	"math/rand/v2"
	"strconv"

	"siap/rubric"
)

// person is one of the seven respondents of each agency.
type person struct {
	code, role string
	// bias is how many levels above the truth the person tends to answer, unknown how often with nothing.
	bias, unknown float64
}

var people = []person{
	{"K1", "key_informant", 0.2, 0.02},
	{"P1", "staff", 0, 0.04},
	{"P2", "staff", 0.1, 0.04},
	{"P3", "staff", -0.1, 0.06},
	{"P4", "staff", 0, 0.06},
	{"M1", "public", -0.2, 0.1},
	{"M2", "public", -0.1, 0.1},
}

// answers writes the long answers file: each person on each indicator that applies and is asked of his role.
func (w *world) answers() []byte {
	out := newSheet("agency", "respondent", "role", "indicator", "value", "note", "quote", "source", "visibility")
	for _, o := range offices {
		rng := w.stream("answers", o.id)
		talk := w.newTalk(o)
		for _, p := range people {
			person := around(rng, p.bias, 0.1)
			for _, n := range w.rubric.Indicators() {
				if !n.Applies(map[string]string{"type": o.kind}) || !n.Asks(p.role) {
					continue
				}
				value, level := w.answer(rng, o, n, p, person)
				note, quote := talk.of(n, p, level)
				source, visibility := "", ""
				if note != "" || quote != "" {
					source, visibility = talk.source(p), talk.visibility(quote != "")
				}
				out.row(o.id, p.code, p.role, n.ID, value, note, quote, source, visibility)
			}
		}
	}
	return out.bytes()
}

// answer gives the cell and the level answered; the level is 0 where there is none.
func (w *world) answer(rng *rand.Rand, o office, n *rubric.Node, p person, bias float64) (cell string, level int) {
	key := [2]string{o.id, n.ID}
	at := w.truth[key] + w.boast[key] + around(rng, bias, 0.35)
	silent := rng.Float64() < p.unknown
	switch {
	case notApplicable[key]:
		return "n/a", 0
	case silent || unanswered[key]:
		return "", 0
	case n.ID == "api" && noAPI[o.id]:
		return "1", 1
	}
	level = int(math.Floor(clamp(at, 1, 4) + 0.5))
	return strconv.Itoa(level), level
}

// talk hands out the notes and quotations of one agency, each text once.
type talk struct {
	world *world
	rng   *rand.Rand
	// quoted counts the quotations by role, day is when the interviews began.
	quoted map[string]int
	day    int
	said   map[string]bool
}

func (w *world) newTalk(o office) *talk {
	rng := w.stream("talk", o.id)
	return &talk{world: w, rng: rng, day: 3 + rng.IntN(20), quoted: map[string]int{}, said: map[string]bool{}}
}

// maxQuotes is how many quotations of each role an agency gets.
const maxQuotes = 2

// of gives the note and the quotation that go with an answer, mostly none.
func (t *talk) of(n *rubric.Node, p person, level int) (note, quote string) {
	chance := map[string][2]float64{"key_informant": {0.4, 0.05}, "staff": {0.05, 0.05}, "public": {0, 0.3}}[p.role]
	wantsNote, wantsQuote := t.rng.Float64() < chance[0], t.rng.Float64() < chance[1]
	pick := t.rng.IntN(1 << 16)
	if level == 0 {
		return "", ""
	}
	low := level <= 2
	if texts, known := notes[n.ID]; wantsNote && known && !t.said[n.ID] {
		t.said[n.ID] = true
		note = texts[map[bool]int{true: 0, false: 1}[low]]
	}
	if wantsQuote && t.quoted[p.role] < maxQuotes {
		pool := t.world.quotesOf(n.ID, p.role, low)
		if len(pool) > 0 && !t.said[pool[pick%len(pool)]] {
			quote = pool[pick%len(pool)]
			t.said[quote] = true
			t.quoted[p.role]++
		}
	}
	return note, quote
}

// source says where the words come from: staff are interviewed the day after the key informant.
func (t *talk) source(p person) string {
	switch p.role {
	case "public":
		return "kuesioner masyarakat, Maret 2025"
	case "staff":
		return "wawancara " + strconv.Itoa(t.day+1) + " Maret 2025"
	}
	return "wawancara " + strconv.Itoa(t.day) + " Maret 2025"
}

// visibility publishes quotations and most notes.
func (t *talk) visibility(quoted bool) string {
	if keep := t.rng.Float64() < 0.2; keep && !quoted {
		return "internal"
	}
	return "public"
}
