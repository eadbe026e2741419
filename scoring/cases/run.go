package cases

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// Outcome is what came out of one case.
type Outcome struct {
	Name   string  `json:"name"`
	Passed bool    `json:"passed"`
	Checks []Check `json:"checks"`
	// Place is where the case stands.
	Place diag.Place `json:"place"`
}

// Check is one expectation held against the result.
type Check struct {
	// Node is the id of the node or tag, "" for the index.
	Node   string `json:"node,omitempty"`
	Member Member `json:"member"`
	Passed bool   `json:"passed"`
	// Want and Got are numbers where WantNumber and GotNumber are there, else words.
	Want       string   `json:"want"`
	Got        string   `json:"got"`
	WantNumber *float64 `json:"want_number,omitempty"`
	GotNumber  *float64 `json:"got_number,omitempty"`
	// Tolerance is how far the numbers might have been apart.
	Tolerance float64    `json:"tolerance,omitempty"`
	Place     diag.Place `json:"place"`
}

// coverageTolerance is how far a coverage may be from the expected one: half a per cent, as coverages are printed.
const coverageTolerance = 0.005

// slack keeps a difference of exactly the tolerance within it, whatever floats make of it.
const slack = 1e-9

// Run scores the cases with a rubric and holds the results against what is expected. Where the file does not fit the
// rubric the list says so and there are no outcomes. An error means that the answers could not be handed to their
// reader, never that a case failed.
func Run(f *File, r *rubric.Rubric) ([]Outcome, *diag.List, error) {
	list := &diag.List{}
	b := &bench{file: f, rubric: r, list: list}
	b.check()
	inputs, err := b.inputs()
	if err != nil || list.HasErrors() {
		return nil, list, err
	}
	var outcomes []Outcome
	for _, in := range inputs {
		a, err := scoring.Assess(in, scoring.Options{Basis: result.Self})
		if err != nil {
			list.Add(ruleNoScore.At(diag.Place{File: f.Name}).Saw(err.Error()))
			return nil, list, nil
		}
		for _, one := range a.Agencies {
			c := &f.Cases[number(one.ID)]
			outcomes = append(outcomes, b.outcome(c, one.Results[result.Self]))
		}
	}
	return outcomes, list, nil
}

// bench is one file on its rubric.
type bench struct {
	file   *File
	rubric *rubric.Rubric
	list   *diag.List
	guess  guesser
	known  []string
}

// id is the agency of a case, and number the case of an agency.
func id(i int) string { return "case" + strconv.Itoa(i) }

func number(id string) int {
	i, _ := strconv.Atoi(strings.TrimPrefix(id, "case")) // made by id
	return i
}

// check finds what a file says about nodes and words that the rubric does not have.
func (b *bench) check() {
	for i := range b.file.Cases {
		c := &b.file.Cases[i]
		for k := range c.Expect {
			b.expected(&c.Expect[k])
		}
		for _, m := range c.Measured {
			n := b.rubric.Indicator(m.Indicator)
			switch {
			case n == nil:
				b.list.Add(ruleNode.At(m.Named).Saw(m.Indicator).Near(b.guess.near(m.Indicator, b.names())))
			case n.Measure == nil:
				b.list.Add(ruleNotMeasured.At(m.Named).Saw(m.Indicator))
			}
		}
	}
}

// names are all names an expectation may use.
func (b *bench) names() []string {
	if b.known != nil {
		return b.known
	}
	var names []string
	for n := range b.rubric.All() {
		names = append(names, n.ID)
		if n.Code != "" {
			names = append(names, n.Code)
		}
	}
	for _, v := range b.rubric.Views {
		for _, t := range v.Tags {
			names = append(names, t.ID)
		}
	}
	b.known = names
	return names
}

// expected finds the node and the words that an expectation names.
func (b *bench) expected(e *Expected) {
	n := b.rubric.Node(e.Node)
	switch {
	case e.Node == "":
		n = nil
	case n != nil:
		e.Node = n.ID
	case b.rubric.Tag(e.Node) == nil:
		b.list.Add(ruleNode.At(e.Named).Saw(e.Node).Near(b.guess.near(e.Node, b.names())))
		return
	}
	switch e.Member {
	case Band:
		bands := b.rubric.Bands
		if n != nil && len(n.Bands) > 0 {
			bands = n.Bands
		}
		b.word(e, bands)
	case Verdict:
		verdicts := slices.Concat(b.rubric.Verdicts.Index, b.rubric.Verdicts.Dimension)
		if n != nil && len(n.Verdicts) > 0 {
			verdicts = n.Verdicts
		}
		b.word(e, verdicts)
	case Reason:
		reasons := []string{result.ReasonUnknown, result.ReasonNotApplicable, result.ReasonMinCoverage}
		if !slices.Contains(reasons, e.Word) {
			b.list.Add(ruleWord.At(e.Place).About(string(e.Member)).Saw(e.Word).
				Allows(strings.Join(reasons, ", ")).Near(b.guess.near(e.Word, reasons)))
		}
	case Value, Coverage, Low, High:
	}
}

// word wants the id or the title of a band; it keeps the id.
func (b *bench) word(e *Expected, bands []rubric.Band) {
	var ids []string
	for _, band := range bands {
		if strings.EqualFold(e.Word, band.ID) || strings.EqualFold(e.Word, band.Title.ID) || strings.EqualFold(e.Word, band.Title.EN) {
			e.Word = band.ID
			return
		}
		ids = append(ids, band.ID)
	}
	b.list.Add(ruleWord.At(e.Place).About(string(e.Member)).Saw(e.Word).
		Allows(strings.Join(ids, ", ")).Near(b.guess.near(e.Word, ids)))
}

// inputs makes what the scorer takes: one input for each case, or one for all.
func (b *bench) inputs() ([]scoring.Input, error) {
	var agencies []*agency.Agency
	var columns []string
	for i := range b.file.Cases {
		c := &b.file.Cases[i]
		one := &agency.Agency{ID: id(i), Name: c.Name, Zone: agency.WIB, Weight: 1, Columns: map[string]string{}, Place: c.Place}
		for key, value := range c.Agency {
			one.Columns[key] = value
			if !slices.Contains(columns, key) {
				columns = append(columns, key)
			}
		}
		one.Type = one.Columns["type"]
		agencies = append(agencies, one)
	}
	slices.Sort(columns)
	all := agency.NewList(agencies, columns)
	answers, err := b.read(all)
	if err != nil {
		return nil, err
	}
	whole := scoring.Input{Rubric: b.rubric, Agencies: all, Answers: answers, Measurements: b.measurements(), Until: b.file.Until}
	if b.file.Together {
		return []scoring.Input{whole}, nil
	}
	inputs := make([]scoring.Input, len(agencies))
	for i, one := range agencies {
		inputs[i] = scoring.Input{Rubric: b.rubric, Agencies: agency.NewList([]*agency.Agency{one}, columns), Until: b.file.Until}
	}
	for _, a := range whole.Answers {
		in := &inputs[number(a.Agency)]
		in.Answers = append(in.Answers, a)
	}
	for _, m := range whole.Measurements {
		in := &inputs[number(m.Agency)]
		in.Measurements = append(in.Measurements, m)
	}
	return inputs, nil
}

// measurements are the measured values, each covering its window wholly.
func (b *bench) measurements() []telemetry.Measurement {
	var out []telemetry.Measurement
	for i := range b.file.Cases {
		for _, m := range b.file.Cases[i].Measured {
			n := b.rubric.Indicator(m.Indicator)
			if n == nil || n.Measure == nil {
				continue // reported
			}
			out = append(out, telemetry.Measurement{
				Agency: id(i), Indicator: n.ID, Metric: n.Measure.Metric, Over: n.Measure.Over, Reduction: n.Measure.Reduction,
				Value: m.Value, Samples: 1, Expected: 1, Coverage: 1, Numerator: math.NaN(), Denominator: math.NaN(),
				Places: []diag.Place{m.Place},
			})
		}
	}
	return out
}

// spelled gives the answers of a case one by one, those of Every for each indicator that is not named.
func (b *bench) spelled(c *Case) []Answer {
	named := map[string]bool{}
	for _, a := range c.Answers {
		if n := b.rubric.Indicator(a.Indicator); n != nil {
			named[n.ID] = true
		}
	}
	var out []Answer
	for _, a := range c.Answers {
		if a.Indicator != Every {
			out = append(out, a)
			continue
		}
		for _, n := range b.rubric.Indicators() {
			if !named[n.ID] && n.Asked() != rubric.NotAsked && len(out) <= MaxAnswers {
				out = append(out, Answer{Indicator: n.ID, Item: a.Item, Value: a.Value, Place: a.Place})
			}
		}
	}
	return out
}

// rows are the answers as an answers file would hold them, with the place of each line in the file of cases; none
// where there are too many.
func (b *bench) rows() (rows [][]string, places map[int]diag.Place) {
	rows, places = [][]string{{"agency", "indicator", "item", "value"}}, map[int]diag.Place{}
	line := 2
	for i := range b.file.Cases {
		for _, a := range b.spelled(&b.file.Cases[i]) {
			n := b.rubric.Indicator(a.Indicator)
			if n != nil && n.Asked() == rubric.Date && (b.file.Until == telemetry.Date{}) {
				b.list.Add(ruleMissing.At(a.Place).About("until"))
			}
			if len(rows) > MaxAnswers {
				b.list.Add(ruleTooLarge.At(a.Place).Allows(strconv.Itoa(MaxAnswers)))
				return nil, nil
			}
			rows = append(rows, []string{id(i), a.Indicator, a.Item, a.Value})
			places[line] = a.Place
			line += 1 + strings.Count(a.Indicator+a.Item+a.Value, "\n")
		}
	}
	return rows, places
}

// read hands the answers to the reader of answers files, as the CSV file they would be, so that they mean what they
// would mean there. What it finds gets the place in the file of cases.
func (b *bench) read(agencies *agency.List) ([]questionnaire.Answer, error) {
	rows, places := b.rows()
	if len(rows) < 2 {
		return nil, nil
	}
	path, err := written(rows)
	if err != nil {
		return nil, fmt.Errorf("writing the answers of %s down for their reader: %w", b.file.Name, err)
	}
	defer os.Remove(path)
	opened, problem := questionnaire.Open(source.Source{Path: path, Name: b.file.Name}, b.rubric, agencies)
	if problem != nil {
		b.note(problem, places)
		return nil, nil
	}
	defer opened.Close()
	var answers []questionnaire.Answer
	for a, d := range opened.Answers() {
		if d != nil {
			b.note(d, places)
			continue
		}
		answers = append(answers, a)
	}
	collector := questionnaire.NewCollector()
	_, duplicates := collector.Add(answers)
	for _, d := range duplicates {
		b.note(d, places)
	}
	return collector.Answers(), nil
}

// written writes rows into a temporary file; questionnaires are opened by their path.
func written(rows [][]string) (path string, err error) {
	file, err := os.CreateTemp("", "siap-cases-*.csv")
	if err != nil {
		return "", err
	}
	out := csv.NewWriter(file)
	out.Comma = ';' // so that a decimal comma is one
	err = out.WriteAll(rows)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return file.Name(), err
}

// note takes over a finding of the answers' reader, with the place it has in the file of cases.
func (b *bench) note(d *diag.Diagnostic, places map[int]diag.Place) {
	d.Place = placeOf(d.Place, places, b.file.Name)
	d.Other = ""
	if strings.HasPrefix(d.Seen, "case") {
		if i := number(d.Seen); d.Seen == id(i) && i < len(b.file.Cases) {
			d.Seen = b.file.Cases[i].Name
		}
	}
	b.list.Add(d)
}

func placeOf(p diag.Place, places map[int]diag.Place, file string) diag.Place {
	if place, known := places[p.Line]; known {
		return place
	}
	return diag.Place{File: file}
}

// outcome holds the scores of a case against what is expected.
func (b *bench) outcome(c *Case, scores *result.Scores) Outcome {
	out := Outcome{Name: c.Name, Passed: true, Place: c.Place}
	for _, e := range c.Expect {
		check := b.held(c, &e, nodeOf(scores, e.Node))
		out.Passed = out.Passed && check.Passed
		out.Checks = append(out.Checks, check)
	}
	return out
}

// nodeOf finds what was computed for a node or tag; a tag that no indicator carries has nothing.
func nodeOf(scores *result.Scores, id string) *result.Node {
	switch {
	case id == "":
		return &scores.Index
	case scores.Nodes[id] != nil:
		return scores.Nodes[id]
	case scores.Tags[id] != nil:
		return scores.Tags[id]
	}
	return &result.Node{Reason: result.ReasonUnknown}
}

// tolerance is how far a case's scores may be off.
func (b *bench) tolerance(c *Case) float64 {
	switch {
	case c.Tolerance > 0:
		return c.Tolerance
	case b.file.Tolerance > 0:
		return b.file.Tolerance
	}
	return 0.5 * math.Pow(10, -float64(b.rubric.Rounding.Digits))
}

// held holds one expectation against a node.
func (b *bench) held(c *Case, e *Expected, n *result.Node) Check {
	check := Check{Node: e.Node, Member: e.Member, Want: e.Word, Place: e.Place}
	word := func(got string) Check {
		check.Got, check.Passed = got, got == e.Word
		return check
	}
	numbers := func(got *float64, tolerance float64) Check {
		check.GotNumber, check.Tolerance = got, tolerance
		if got == nil {
			check.Got = n.Reason
		} else {
			check.Got = text(*got)
		}
		if e.Word != "" { // no score is wanted
			check.Passed = got == nil && (e.Word == NoScore || n.Reason == result.ReasonNotApplicable)
			return check
		}
		check.Want, check.WantNumber = text(e.Number), &e.Number
		check.Passed = got != nil && math.Abs(*got-e.Number) <= tolerance+slack
		return check
	}
	switch e.Member {
	case Band:
		return word(n.Band)
	case Verdict:
		return word(n.Verdict)
	case Reason:
		return word(n.Reason)
	case Coverage:
		return numbers(&n.Coverage, coverageTolerance)
	case Low:
		return numbers(n.Low, b.tolerance(c))
	case High:
		return numbers(n.High, b.tolerance(c))
	case Value:
	}
	return numbers(n.Value, b.tolerance(c))
}

func text(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
