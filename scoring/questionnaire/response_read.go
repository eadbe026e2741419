package questionnaire

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// response is what a response file says, before any of it is understood.
type response struct {
	rubric, version, fingerprint              located
	agency, language, respondent, role, saved located
	answers                                   []responseAnswer
	unknown                                   int // answers whose code is none of the rubric's
	hasRubric, hasAnswers                     bool
}

// responseAnswer is one member of answers.
type responseAnswer struct {
	field             form.Field
	at                diag.Place
	item, value, note located
	evidence          []responseEvidence
}

type responseEvidence struct {
	at                         diag.Place
	title, link, status, level located
}

// read reads the whole file. The diagnostic says why none of it can be used.
func (f *responseFile) read(s *responseScanner, r *rubric.Rubric, agencies *agency.List) *diag.Diagnostic {
	doc := s.response(r)
	switch {
	case doc.hasRubric && doc.rubric.isThere() && doc.rubric.text != r.ID:
		return ruleResponseRubric.At(doc.rubric.at).Saw(doc.rubric.text).Allows(r.ID)
	case !doc.rubric.isThere():
		f.found.Add(s.missing("rubric.id"))
	case doc.fingerprint.text != r.Fingerprints().Scoring:
		at := doc.fingerprint.at
		if !doc.fingerprint.isThere() {
			at = doc.rubric.at
		}
		f.found.Add(ruleResponseOutdated.At(at).About(r.ID).Saw(doc.version.text).Allows(r.Version))
	}
	if !doc.hasAnswers {
		f.found.Add(s.missing("answers"))
	}
	f.summary.Format = "siap response (HTML form), " + r.ID
	if doc.version.text != "" {
		f.summary.Format += " " + doc.version.text
	}
	f.summary.LeftOut = doc.unknown
	p := &responseReader{
		file: f, doc: doc, cells: newCells(columns{t: &table.Table{DecimalComma: true}}, r, agencies),
	}
	p.head(s)
	for i := range doc.answers {
		p.answer(&doc.answers[i])
	}
	return nil
}

// missing says that a member is not there.
func (s *responseScanner) missing(about string) *diag.Diagnostic {
	return ruleResponseKind.At(s.place(0)).About(about).Saw("–").Allows(wantText)
}

// response reads the file's members in any order.
func (s *responseScanner) response(r *rubric.Rubric) *response {
	doc := &response{}
	into := func(about string, out *located) func(diag.Place) {
		return func(diag.Place) { *out = s.text(about) }
	}
	s.members("", map[string]func(diag.Place){
		"schema": func(diag.Place) { s.text("schema") },
		"rubric": func(diag.Place) {
			doc.hasRubric = s.members("rubric", map[string]func(diag.Place){
				"id": into("rubric.id", &doc.rubric), "version": into("rubric.version", &doc.version),
				"fingerprint": into("rubric.fingerprint", &doc.fingerprint),
			})
		},
		"language": into("language", &doc.language), "agency": into("agency", &doc.agency),
		"respondent": into("respondent", &doc.respondent), "role": into("role", &doc.role),
		"saved":   into("saved", &doc.saved),
		"answers": func(diag.Place) { doc.hasAnswers = s.answers(r, doc) },
	})
	return doc
}

// answers reads the answers by their codes; those that are no code of the rubric's are passed over.
func (s *responseScanner) answers(r *rubric.Rubric, doc *response) bool {
	fields := map[string]form.Field{}
	var codes []string
	for _, n := range r.Indicators() {
		codes = append(codes, n.ID)
		most := 0
		if n.Repeats != "" {
			most = form.MaxSlots
		}
		for slot := 0; slot <= most; slot++ {
			field := form.Field{Node: n, Slot: slot}
			fields[field.Code()] = field
		}
	}
	guesses := 0
	seen := map[string]diag.Place{}
	return s.object("answers", func(code string, at diag.Place) {
		field, known := fields[code]
		if !known {
			guess := ""
			if guesses++; guesses <= maxGuesses {
				guess = nearest.Of(code, codes)
			}
			s.found.Add(ruleIndicator.At(at).Saw(code).Near(guess))
			doc.unknown++
			token, offset := s.next()
			s.skip(token, offset)
			return
		}
		if !s.once(seen, code, at) {
			return
		}
		a := responseAnswer{field: field, at: at}
		part := func(name string, out *located) func(diag.Place) {
			return func(diag.Place) { *out = s.text(code + "." + name) }
		}
		s.members(code, map[string]func(diag.Place){
			"item": part("item", &a.item), "value": part("value", &a.value), "note": part("note", &a.note),
			"evidence": func(diag.Place) { s.evidence(code+".evidence", &a) },
		})
		doc.answers = append(doc.answers, a)
	})
}

// evidence reads the items of evidence of one answer.
func (s *responseScanner) evidence(about string, a *responseAnswer) {
	n := 0
	s.list(about, func() {
		e := responseEvidence{at: s.place(s.ahead())}
		if n++; n > MaxResponseEvidence {
			if n == MaxResponseEvidence+1 {
				s.found.Add(ruleResponseMuch.At(e.at).About(about).Saw("> " + strconv.Itoa(MaxResponseEvidence)).
					Allows(strconv.Itoa(MaxResponseEvidence)))
			}
			token, at := s.next()
			s.skip(token, at)
			return
		}
		part := func(name string, out *located) func(diag.Place) {
			return func(diag.Place) { *out = s.text(about + "." + name) }
		}
		if s.members(about, map[string]func(diag.Place){
			"title": part("title", &e.title), "link": part("link", &e.link),
			"status": part("status", &e.status), "level": part("level", &e.level),
		}) {
			a.evidence = append(a.evidence, e)
		}
	})
}

// responseReader makes answers and evidence of what a response file says.
type responseReader struct {
	file  *responseFile
	doc   *response
	cells *cells
	who   *agency.Agency
	// common is what all answers share; fine is false where any of it is wrong, so that no answer can be used.
	common Answer
	fine   bool
}

// head reads whose answers these are, and when they were given.
func (p *responseReader) head(s *responseScanner) {
	found := p.file.found
	before := found.errors
	zone := agency.WIB
	if p.who = p.agency(s); p.who != nil {
		p.common.Agency, zone = p.who.ID, p.who.Zone
	}
	switch code := p.doc.respondent; {
	case code.text == "":
	case !isCode(code.text):
		found.Add(ruleRespondent.At(code.at).Allows("A–Z a–z 0–9 . _ - (1–40)"))
	default:
		p.common.Respondent = code.text
	}
	p.common.Visibility = Internal
	if role := p.doc.role; role.text != "" {
		if known := p.cells.rubric.Role(role.text); known != nil {
			p.common.Role = known.ID
		} else {
			var ids []string
			for _, r := range p.cells.rubric.Roles {
				ids = append(ids, r.ID)
			}
			found.Add(ruleRole.At(role.at).Saw(role.text).Allows(strings.Join(ids, ", ")).Near(nearest.Of(role.text, ids)))
		}
	}
	if saved := p.doc.saved; saved.text != "" {
		t, ok := parseTime(saved.text, zone)
		if !ok {
			found.Add(ruleDate.At(saved.at).About("saved").Saw(saved.text).Allows(allowedDate))
		}
		p.common.Submitted = t
	}
	p.fine = found.errors == before
	if personal.MatchString(p.common.Respondent) {
		found.Add(ruleName.At(p.doc.respondent.at))
	}
}

// parseTime reads a date as the tables write it; one without an offset is in the zone.
func parseTime(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range dateLayouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil && t.Year() >= 1900 && t.Year() <= 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

// agency finds whose answers these are; nil where that is not known.
func (p *responseReader) agency(s *responseScanner) *agency.Agency {
	id, found, list := p.doc.agency, p.file.found, p.cells.agencies
	switch {
	case !id.isThere():
		found.Add(ruleAgencyMissing.At(s.place(0)))
	case id.text == "":
		found.Add(ruleAgencyMissing.At(id.at))
	case list == nil:
		if agency.ValidID(id.text) {
			return &agency.Agency{ID: id.text, Zone: agency.WIB}
		}
		found.Add(ruleAgencyID.At(id.at).Saw(id.text).Allows(agency.AllowedID))
	default:
		if i, known := list.Index(id.text); known {
			return list.All()[i]
		}
		found.Add(ruleAgency.At(id.at).Saw(id.text).Near(nearest.Of(id.text, list.IDs())))
	}
	return nil
}

// answer reads one answer with its evidence.
func (p *responseReader) answer(in *responseAnswer) {
	found := p.file.found
	before := found.errors
	n := in.field.Node
	q := p.cells.questions[n.ID]
	a := p.common
	a.Indicator, a.Place = n.ID, in.at
	if in.value.isThere() {
		a.Place = in.value.at
	}
	p.long(in.item, "item", MaxItem)
	p.long(in.note, "note", MaxText)
	a.Item, a.Note = in.item.text, in.note.text
	if a.Item != "" && n.Repeats == "" {
		found.Add(ruleItem.At(in.item.at).About(n.ID).Saw(a.Item))
	}
	v, rule, ok := p.value(q, in.value.text, a.Respondent != "")
	a.Claim = v
	if rule.Code != "" {
		found.Add(rule.At(a.Place).About(n.ID).Saw(in.value.text).Allows(q.allowed + allowedBeside))
	}
	ok = ok && found.errors == before
	// A note or an item alone is no answer, but evidence without one is still evidence.
	says := in.value.text != "" || in.note.text != ""
	if a.Item == "" && in.field.Slot > 0 && (says || len(in.evidence) > 0) {
		a.Item = strconv.Itoa(in.field.Slot)
		found.Add(ruleResponseItem.At(in.at).About(n.ID).Saw(a.Item))
	}
	p.evidence(q, in, a.Item)
	if !says {
		return
	}
	if ok && p.fine {
		rule := p.cells.asked(q, p.who, a.Role)
		empty := a.isEmpty()
		if rule.Code != "" && empty {
			return // nobody was to say anything, and nobody did
		}
		if rule.Code != "" && (rule != ruleNotApplied || a.Claim.State == Known) {
			found.Add(rule.At(a.Place).About(n.ID).Saw(seenBy(rule, &a)))
			ok = false
		}
	}
	if !ok || !p.fine {
		p.file.summary.LeftOut++
		return
	}
	p.file.summary.Records++
	p.file.answers = append(p.file.answers, a)
}

// value reads an answer as the cell of a table would be read.
func (p *responseReader) value(q *question, text string, single bool) (Value, diag.Rule, bool) {
	if q.node.Asked() != rubric.Date {
		return p.cells.value(q, text, single)
	}
	// The cells of a table may hold a workbook's dates; here there is no workbook.
	if state, known := word(text); known {
		return Value{State: state}, diag.Rule{}, true
	}
	t, ok := parseTime(text, time.UTC)
	if !ok {
		return Value{}, ruleDay, false
	}
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return known(float64(midnight.Unix() / (24 * 60 * 60)))
}

// long says where a text is too long.
func (p *responseReader) long(text located, about string, most int) {
	if len(text.text) > most && utf8.RuneCountInString(text.text) > most {
		p.file.found.Add(ruleLong.At(text.at).About(about).Allows(strconv.Itoa(most)))
	}
}

// The states of evidence that an assessor accepted, and that is being examined.
const (
	accepted = "diterima"
	examined = "proses"
)

// evidence reads the items of evidence beside an answer, by the rules of the file of evidence.
func (p *responseReader) evidence(q *question, in *responseAnswer, item string) {
	for _, e := range in.evidence {
		before := p.file.found.errors
		out := Evidence{Agency: p.common.Agency, Indicator: q.node.ID, Item: item, Level: math.NaN(), Place: e.at}
		if e.title.isThere() {
			out.Place = e.title.at
		}
		if out.Title = e.title.text; out.Title == "" {
			p.file.found.Add(ruleTitle.At(out.Place))
		}
		p.long(e.title, "title", MaxText)
		if out.Link = e.link.text; !isLink(out.Link) {
			p.file.found.Add(ruleLink.At(e.link.at).Saw(out.Link).Allows("https://…, http://…, bukti/sk.pdf"))
		}
		p.level(q, e.level, &out)
		status, known := statuses[strings.ToLower(e.status.text)]
		if !known {
			p.file.found.Add(ruleStatus.At(e.status.at).Saw(e.status.text).Allows(strings.Join(EvidenceStates, ", ")).
				Near(nearest.Of(e.status.text, EvidenceStates)))
		}
		out.Status = status
		if p.file.found.errors > before || !p.fine || !p.applies(q) {
			continue
		}
		// Only an assessor accepts; whoever claims the level cannot accept the proof of it.
		if status == accepted {
			out.Status = examined
			p.file.found.Add(ruleResponseAccepted.At(e.status.at).About(q.node.ID).Saw(e.status.text).Allows(out.Status))
		}
		p.file.evidence = append(p.file.evidence, out)
	}
}

// applies reports whether the indicator applies to the agency; of one that does not, the answer is warned of.
func (p *responseReader) applies(q *question) bool {
	return p.cells.agencies == nil || len(q.node.AppliesTo) == 0 || q.node.Applies(p.who.Columns)
}

// level reads which level an item is to prove: one of the indicator's own.
func (p *responseReader) level(q *question, level located, e *Evidence) {
	if level.text == "" {
		return
	}
	if len(q.node.Levels) == 0 {
		p.file.found.Add(ruleNoLevels.At(level.at).About(q.node.ID).Saw(level.text))
		return
	}
	x, isNumber := table.Number(level.text, true)
	v, rule, ok := Value{}, ruleText, false
	if isNumber {
		v, rule, ok = q.number(x, true)
	}
	if !ok {
		p.file.found.Add(rule.At(level.at).About(q.node.ID).Saw(level.text).Allows(q.allowed))
		return
	}
	e.Level = v.Number
}
