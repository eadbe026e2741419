package intake

import (
	"context"
	"fmt"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/remote/pulled"
)

// What may be worth knowing about what was pulled.
var (
	ruleNeverPulled = diag.Rule{Code: "TM087", Severity: diag.Warning}
	ruleBoth        = diag.Rule{Code: "TM088", Severity: diag.Warning}
)

// findPulled looks up what "siap telemetry pull" has saved, one file a source.
func findPulled(dir string, problems *diag.List) []source.Source {
	return match(dir, []string{pulled.Folder + "/*.json"}, problems)
}

// pulled reads what was pulled from servers. Where a file and a server, or two servers, have a value of one indicator
// for one agency, that with the greater coverage is used; files come first where both cover the same, and servers in
// the order of their names.
func (t *Taken) pulled(s *Settings, files Files) {
	if len(files.Pulled) == 0 && len(s.Sources) == 0 {
		return
	}
	query := telemetry.Query{Rubric: t.Input.Rubric, Agencies: t.Input.Agencies, Window: s.Window}
	quiet, _ := telemetry.ReadAnnounced(query, files.Telemetry) // its faults are found where the files are read
	at := map[[2]string]int{}
	for i := range t.Input.Measurements {
		m := &t.Input.Measurements[i]
		at[[2]string{m.Agency, m.Indicator}] = i
	}
	there := map[string]bool{}
	for _, src := range files.Pulled {
		taken := pulled.Read(src, query, quiet)
		there[strings.ToLower(taken.Source)] = true
		for _, d := range taken.Problems {
			t.Problems.Add(d)
		}
		t.merge(taken.Measurements, at, src.Name)
		sum := taken.Summary
		t.Read = append(t.Read, result.Input{
			Path: sum.Name, Kind: "telemetry", Format: sum.Format, SHA256: sum.SHA256,
			Records: sum.Records, LeftOut: sum.LeftOut, Refused: sum.Refused,
		})
		if sum.Refused {
			t.Refused++
		}
	}
	for i := range s.Sources {
		if one := &s.Sources[i]; !there[strings.ToLower(one.Name)] {
			t.Problems.Add(ruleNeverPulled.At(one.Place).About(one.Name))
		}
	}
}

// merge adds measurements to those that are known.
func (t *Taken) merge(found []telemetry.Measurement, at map[[2]string]int, file string) {
	both := map[string]*diag.Diagnostic{}
	for _, m := range found {
		key := [2]string{m.Agency, m.Indicator}
		i, known := at[key]
		if !known {
			at[key] = len(t.Input.Measurements)
			t.Input.Measurements = append(t.Input.Measurements, m)
			continue
		}
		old := &t.Input.Measurements[i]
		if m.Reason != "" {
			continue
		}
		winner := file
		if old.Reason == "" {
			if m.Coverage <= old.Coverage {
				winner = placeOf(old)
			}
			if d := both[m.Indicator]; d != nil {
				d.Count = max(d.Count, 1) + 1
			} else {
				both[m.Indicator] = ruleBoth.At(diag.Place{File: file}).About(m.Agency + " " + m.Indicator).Saw(winner)
				t.Problems.Add(both[m.Indicator])
			}
		}
		if winner == file {
			*old = m
		}
	}
}

// placeOf is the first file that a measurement was made of.
func placeOf(m *telemetry.Measurement) string {
	if len(m.Places) == 0 {
		return "–"
	}
	return m.Places[0].File
}

// List reads the agencies of an assessment and nothing else that is not needed for them: for commands that ask about
// agencies before there is anything to score.
func List(ctx context.Context, r *rubric.Rubric, s *Settings, files Files) (*Taken, error) {
	t := &Taken{Problems: &diag.List{}, Doubts: &diag.List{}, Input: scoring.Input{Rubric: r}}
	t.agencies(files)
	t.settings(s)
	if t.Input.Agencies == nil {
		repairs := t.repairs(files)
		collector := questionnaire.NewCollector()
		for _, src := range t.apply(repairs, files.Answers) {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("reading %s: %w", src.Name, err)
			}
			t.answers(src, collector)
		}
		t.Input.Gathered = collector.Store()
		t.Input.Agencies = agency.FromAnswers(t.Input.Gathered.Agencies())
	}
	t.columns(files)
	return t, nil
}

// Measure reads the agencies and all telemetry of an assessment: what was measured, whatever anybody answered.
func Measure(ctx context.Context, r *rubric.Rubric, s *Settings, files Files) (*Taken, error) {
	t, err := List(ctx, r, s, files)
	if err != nil {
		return nil, err
	}
	if err := t.telemetry(ctx, s, files); err != nil {
		return nil, err
	}
	t.pulled(s, files)
	return t, nil
}
