package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/quality"
	"siap/scoring/result"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
)

// Taken is what was taken in.
type Taken struct {
	Input scoring.Input
	// Evidence are the items of data dukung.
	Evidence []questionnaire.Evidence
	// Events are the registers that were read, for whoever wants more of them than the measurements; nil for none.
	Events *ledger.Engine
	// Read lists every file that was read, with its hash.
	Read []result.Input
	// Problems are all findings about the inputs.
	Problems *diag.List
	// Doubts are what a careful planner would ask about answers that were read without a fault.
	Doubts *diag.List
	// Refused is how many answers, evidence or telemetry files were left out because of errors.
	Refused int
	// Unusable says that something all results share is broken, or nothing is left to score.
	Unusable bool
}

// Gather reads all files. It goes through every one of them, whatever is wrong with the others, so that all
// problems are found in one pass.
func Gather(ctx context.Context, r *rubric.Rubric, s *Settings, files Files) (*Taken, error) {
	t := &Taken{Problems: &diag.List{}, Doubts: &diag.List{}, Input: scoring.Input{Rubric: r}}
	t.agencies(files)
	t.settings(s)
	repairs := t.repairs(files)
	collector := questionnaire.NewCollector()
	for _, src := range t.apply(repairs, files.Answers) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", src.Name, err)
		}
		t.answers(src, collector)
	}
	t.Input.Gathered = collector.Store()
	if t.Input.Agencies == nil {
		t.Input.Agencies = agency.FromAnswers(t.Input.Gathered.Agencies())
	}
	t.columns(files)
	for _, src := range t.apply(repairs, files.Evidence) {
		t.evidence(src)
	}
	t.Input.Evidence, t.Input.Until = t.Evidence, s.Window.To
	t.Doubts = quality.Check(r, t.Input.Gathered, t.Evidence)
	if err := t.telemetry(ctx, s, files); err != nil {
		return nil, err
	}
	t.pulled(s, files)
	if !t.Unusable && !answered(t.Input.Gathered) && !measured(t.Input.Measurements) {
		t.Problems.Add(ruleNothingToScore.At(diag.Place{File: SettingsFile}))
		t.Unusable = true
	}
	return t, nil
}

// repairs reads what single cells are to be read as.
func (t *Taken) repairs(files Files) []Repair {
	if files.Repairs.Path == "" {
		return nil
	}
	repairs, d := ReadRepairs(files.Repairs)
	if d != nil {
		t.Problems.Add(d)
		t.Unusable = true
	}
	if len(repairs) > 0 {
		t.Read = append(t.Read, result.Input{
			Path: files.Repairs.Name, Kind: "repairs", SHA256: files.Repairs.SHA256(), Records: len(repairs),
		})
	}
	return repairs
}

// agencies reads the list of agencies.
func (t *Taken) agencies(files Files) {
	if files.Agencies.Path == "" {
		return
	}
	list, summary, problems := agency.Read(files.Agencies)
	t.Problems.AddAll(problems)
	t.Unusable = t.Unusable || problems.HasErrors()
	t.Input.Agencies = list
	t.Read = append(t.Read, result.Input{
		Path: files.Agencies.Name, Kind: "agencies", Format: summary.Format, SHA256: summary.SHA256,
		Records: summary.Records, LeftOut: summary.LeftOut, Refused: problems.HasErrors(),
	})
	if list == nil {
		t.Input.Agencies = agency.NewList(nil, nil)
	}
}

// settings checks what siap.yaml says against the rubric and the list of agencies.
func (t *Taken) settings(s *Settings) {
	place := diag.Place{File: SettingsFile}
	var roles []string
	for _, role := range t.Input.Rubric.Roles {
		roles = append(roles, role.ID)
	}
	for id := range s.RoleWeights {
		if t.Input.Rubric.Role(id) == nil {
			t.Problems.Add(ruleRoleUnknown.At(place).About("role_weights").Saw(id).Allows(sorted(roles)).Near(nearest.Of(id, roles)))
			t.Unusable = true
		}
	}
	if t.Input.Agencies == nil {
		return
	}
	columns := t.Input.Agencies.Columns()
	for _, c := range s.GroupBy {
		known := false
		for _, have := range columns {
			known = known || have == c
		}
		if !known {
			t.Problems.Add(ruleColumnUnknown.At(place).About("group_by").Saw(c).Allows(sorted(columns)).Near(nearest.Of(c, columns)))
			t.Unusable = true
		}
	}
}

// columns warns where the rubric asks some agencies only, by a column that the list of agencies lacks.
func (t *Taken) columns(files Files) {
	missing := map[string]bool{}
	for _, n := range t.Input.Rubric.Indicators() {
		for column := range n.AppliesTo {
			missing[column] = missing[column] || !slices.Contains(t.Input.Agencies.Columns(), column)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(missing)) {
		if missing[column] {
			t.Problems.Add(ruleColumnMissing.At(diag.Place{File: files.Agencies.Name}).About(column))
		}
	}
}

// answers reads one answers file; nothing of it is used if anything in it is an error.
func (t *Taken) answers(src source.Source, collector *questionnaire.Collector) {
	found := &diag.List{}
	entry := result.Input{Path: src.Name, Kind: "answers"}
	file, problem := questionnaire.Open(src, t.Input.Rubric, t.Input.Agencies)
	if problem != nil {
		t.refuse(src, entry, found, problem)
		return
	}
	defer file.Close()
	for a, problem := range file.Answers() {
		if problem != nil {
			found.Add(problem)
			continue
		}
		collector.Take(&a)
	}
	entry = inputOf(entry, file.Summary())
	if found.HasErrors() {
		collector.Drop()
		t.refuse(src, entry, found, nil)
		return
	}
	superseded, duplicates := collector.Commit()
	for _, d := range duplicates {
		found.Add(d)
	}
	if found.HasErrors() {
		t.refuse(src, entry, found, nil)
		return
	}
	t.Evidence = append(t.Evidence, file.Evidence()...)
	entry.Records -= superseded
	entry.LeftOut += superseded
	t.Problems.AddAll(found)
	t.Read = append(t.Read, entry)
}

// evidence reads one evidence file in the same way.
func (t *Taken) evidence(src source.Source) {
	found := &diag.List{}
	entry := result.Input{Path: src.Name, Kind: "evidence"}
	file, problem := questionnaire.OpenEvidence(src, t.Input.Rubric, t.Input.Agencies)
	if problem != nil {
		t.refuse(src, entry, found, problem)
		return
	}
	defer file.Close()
	var items []questionnaire.Evidence
	for item, problem := range file.Evidence() {
		if problem != nil {
			found.Add(problem)
			continue
		}
		items = append(items, item)
	}
	entry = inputOf(entry, file.Summary())
	if found.HasErrors() {
		t.refuse(src, entry, found, nil)
		return
	}
	t.Evidence = append(t.Evidence, items...)
	t.Problems.AddAll(found)
	t.Read = append(t.Read, entry)
}

// telemetry reads all telemetry files and registers of events; the engines leave faulty ones out themselves.
func (t *Taken) telemetry(ctx context.Context, s *Settings, files Files) error {
	events := t.events(files)
	t.Events = events
	if len(files.Telemetry) == 0 && events == nil {
		return nil
	}
	engine := ledger.Beside(telemetry.NewFilesWith(files.Telemetry, telemetry.Options{Progress: files.Progress}), events)
	query := telemetry.Query{Rubric: t.Input.Rubric, Agencies: t.Input.Agencies, Window: s.Window}
	for m, problem := range engine.Measure(ctx, query) {
		if problem != nil {
			t.Problems.Add(problem)
			continue
		}
		t.Input.Measurements = append(t.Input.Measurements, m)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("reading telemetry: %w", err)
	}
	for _, sum := range engine.Summaries() {
		t.Read = append(t.Read, result.Input{
			Path: sum.Name, Kind: "telemetry", Format: sum.Format, SHA256: sum.SHA256,
			Records: sum.Records, LeftOut: sum.LeftOut, Refused: sum.Refused,
		})
		if sum.Refused {
			t.Refused++
		}
	}
	return nil
}

// refuse leaves a file out and says why.
func (t *Taken) refuse(src source.Source, entry result.Input, found *diag.List, problem *diag.Diagnostic) {
	found.Add(problem)
	t.Problems.AddAll(found)
	t.Refused++
	entry.Refused = true
	entry.LeftOut += entry.Records
	entry.Records = 0
	if entry.SHA256 == "" {
		entry.SHA256 = src.SHA256()
	}
	t.Read = append(t.Read, entry)
}

func inputOf(entry result.Input, s questionnaire.Summary) result.Input {
	entry.Format, entry.SHA256, entry.Records, entry.LeftOut = s.Format, s.SHA256, s.Records, s.LeftOut
	return entry
}

// answered reports whether anybody said anything but "don't know".
func answered(answers *questionnaire.Store) bool {
	claimed, assessed := answers.Some()
	return claimed || assessed
}

func measured(measurements []telemetry.Measurement) bool {
	for i := range measurements {
		if measurements[i].Samples > 0 {
			return true
		}
	}
	return false
}
