package main

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
)

// newTelemetrySummarise shows what was measured, before anything is scored.
func newTelemetrySummarise(w *world, p *l10n.Printer) *cobra.Command {
	c := command(p, "telemetry.summarise", "summarise [FOLDER]")
	c.Aliases = []string{"summarize"}
	c.Args = cobra.MaximumNArgs(1)
	in := &inputFlags{measured: true}
	c.Flags().StringVarP(&in.dir, "dir", "C", "", p.Text("flag.dir"))
	c.Flags().BoolVar(&in.strict, "strict", false, p.Text("flag.strict"))
	asJSON := c.Flags().Bool("json", false, p.Text("flag.json"))
	asCSV := c.Flags().Bool("csv", false, p.Text("flag.telemetry_csv"))
	c.MarkFlagsMutuallyExclusive("json", "csv")
	c.RunE = func(c *cobra.Command, args []string) error {
		o, err := open(c.Context(), w, c.Flags(), in, args)
		if err != nil {
			return err
		}
		if o.unusable || o.taken == nil || o.taken.Input.Agencies.Len() == 0 || o.verdict() == exitRefused {
			o.tell()
			return &exitError{code: exitRefused, key: "cli.refused"}
		}
		sum := o.summarise()
		switch {
		case *asJSON:
			o.tell()
			err = writeJSON(w, sum)
		case *asCSV:
			o.tell()
			err = text.TelemetryCSV(w.out, sum.csv())
		default: // what the lists below the table name need not be said twice
			problems := &diag.List{}
			for _, d := range o.problems.Sorted() {
				if !listedApart(d) {
					problems.Add(d)
				}
			}
			o.problems = problems
			o.tell()
			err = text.Telemetry(w.out, o.p, o.summaryTable(sum), w.width, w.color())
		}
		if err != nil {
			return writeError(err)
		}
		if code := o.verdict(); code != exitDone {
			return exit(code)
		}
		return nil
	}
	return c
}

// summary is what "telemetry summarise" knows; its JSON.
type summary struct {
	Window          summaryWindow   `json:"window"`
	Measurements    []summaryRow    `json:"measurements"`
	Events          []summaryEvents `json:"events"`
	UnknownAgencies []summaryOther  `json:"unknown_agencies"`
	Unused          []summaryOther  `json:"unused"`
	Files           []summaryFile   `json:"files"`
}

// summaryWindow are local dates, the end exclusive.
type summaryWindow struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// summaryRow is one agency and metric, reduced in one way.
type summaryRow struct {
	Agency    string   `json:"agency"`
	Name      string   `json:"name"`
	Metric    string   `json:"metric"`
	Reduction string   `json:"reduction"`
	Over      string   `json:"over,omitempty"`
	AtLeast   *float64 `json:"at_least,omitempty"`
	Within    *int     `json:"within,omitempty"`
	Until     string   `json:"until,omitempty"`
	// Value is null where there is none, with the Reason; Unit is that of the metric's samples.
	Value    *float64 `json:"value"`
	Unit     string   `json:"unit"`
	Reason   string   `json:"reason,omitempty"`
	Coverage float64  `json:"coverage"`
	Samples  int      `json:"samples"`
	Expected int      `json:"expected"`
	Series   int      `json:"series,omitempty"`
	First    string   `json:"first,omitempty"`
	Last     string   `json:"last,omitempty"`
	// ErrorBound is how far a quantile may be off, as a share of it.
	ErrorBound float64 `json:"error_bound,omitempty"`
	// Sources are the files with the line of the first sample each; Indicators are what is measured so.
	Sources    []string `json:"sources"`
	Indicators []string `json:"indicators"`

	how *rubric.Measure
}

// summaryEvents is what became of the events of one agency and metric that have one value of a group.
type summaryEvents struct {
	Agency string `json:"agency"`
	Metric string `json:"metric"`
	Until  string `json:"until"`
	// By is kind or topic, "" for all events together.
	By         string          `json:"by,omitempty"`
	Group      string          `json:"group,omitempty"`
	Events     int             `json:"events"`
	Finished   int             `json:"finished"`
	Refused    int             `json:"refused"`
	Open       int             `json:"open"`
	Withdrawn  int             `json:"withdrawn"`
	Unusable   int             `json:"unusable"`
	OnTime     []summaryOnTime `json:"on_time"`
	DaysMean   *float64        `json:"days_mean"`
	DaysMedian *float64        `json:"days_median"`
	DaysP90    *float64        `json:"days_p90"`
}

// summaryOnTime is how many events were in time, of those decided.
type summaryOnTime struct {
	Within  int `json:"within"`
	InTime  int `json:"in_time"`
	Decided int `json:"decided"`
}

// summaryOther is an agency that is not on the list, or a series that nothing asks for.
type summaryOther struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Count int    `json:"count,omitempty"`
	Place string `json:"place"`
	// Nearest is what was probably meant.
	Nearest string `json:"nearest,omitempty"`

	found *diag.Diagnostic
}

// summaryFile is a file that was read.
type summaryFile struct {
	Path    string `json:"path"`
	Format  string `json:"format"`
	Records int    `json:"records"`
	LeftOut int    `json:"left_out"`
	Refused bool   `json:"refused,omitempty"`
	SHA256  string `json:"sha256"`
}

// The findings that are listed apart: agencies that are not on the list or not named at all, and series, labels and
// columns that no indicator asks for.
var (
	unknownAgency = []string{"TM010", "TM042", "TM078", "TM079", "TM101", "TM104"}
	unusedSeries  = []string{"TM011", "TM020", "TM021", "TM027", "TM041", "TM081", "TM094"}
)

func listedApart(d *diag.Diagnostic) bool {
	return slices.Contains(unknownAgency, d.Code) || slices.Contains(unusedSeries, d.Code)
}

// summarise puts together what was measured.
func (o *opened) summarise() *summary {
	s := &summary{
		Window:       summaryWindow{o.settings.Window.From.String(), o.settings.Window.To.String()},
		Measurements: []summaryRow{}, Events: []summaryEvents{}, UnknownAgencies: []summaryOther{}, Unused: []summaryOther{}, Files: []summaryFile{},
	}
	o.summariseRows(s)
	o.summariseEvents(s)
	for _, d := range o.problems.Sorted() {
		other := summaryOther{Code: d.Code, Name: d.Seen, Count: d.Count, Place: d.Place.String(), Nearest: d.Nearest, found: d}
		switch {
		case slices.Contains(unknownAgency, d.Code):
			s.UnknownAgencies = append(s.UnknownAgencies, other)
		case slices.Contains(unusedSeries, d.Code):
			s.Unused = append(s.Unused, other)
		}
	}
	for _, in := range o.taken.Read {
		if in.Kind == "telemetry" {
			s.Files = append(s.Files, summaryFile{in.Path, in.Format, in.Records, in.LeftOut, in.Refused, in.SHA256})
		}
	}
	return s
}

// summariseRows gives one row for each agency, metric and reduction, whatever number of indicators reads it.
func (o *opened) summariseRows(s *summary) {
	agencies := o.taken.Input.Agencies
	at := map[string]int{}
	for i := range o.taken.Input.Measurements {
		m := &o.taken.Input.Measurements[i]
		n := o.rubric.Node(m.Indicator)
		a, known := agencies.Index(m.Agency)
		if n == nil || n.Measure == nil || !known {
			continue
		}
		key := m.Agency + "\x00" + keyOf(n.Measure)
		if k, twice := at[key]; twice {
			s.Measurements[k].Indicators = append(s.Measurements[k].Indicators, m.Indicator)
			continue
		}
		at[key] = len(s.Measurements)
		s.Measurements = append(s.Measurements, rowOf(m, n.Measure, o.rubric, agencies.All()[a].Name, agencies.All()[a].Zone))
	}
	slices.SortStableFunc(s.Measurements, func(a, b summaryRow) int { // as pulled ones follow those of files
		i, _ := agencies.Index(a.Agency)
		j, _ := agencies.Index(b.Agency)
		return cmp.Compare(i, j)
	})
}

// keyOf tells measures of one agency apart.
func keyOf(m *rubric.Measure) string {
	key := m.Metric + "\x00" + string(m.Reduction) + "\x00" + m.Over + "\x00" + string(m.Until)
	if m.AtLeast != nil {
		key += "\x00≥" + strconv.FormatFloat(*m.AtLeast, 'g', -1, 64)
	}
	if m.Within != nil {
		key += "\x00≤" + strconv.Itoa(*m.Within)
	}
	return key
}

func rowOf(m *telemetry.Measurement, how *rubric.Measure, r *rubric.Rubric, name string, zone *time.Location) summaryRow {
	row := summaryRow{
		Agency: m.Agency, Name: name, Metric: m.Metric, Reduction: string(m.Reduction), Over: m.Over, AtLeast: how.AtLeast,
		Within: how.Within, Until: string(how.Until), Value: known(m.Value), Reason: m.Reason, Coverage: m.Coverage, Samples: m.Samples,
		Expected: m.Expected, Series: m.Series, First: stamp(m.First, zone), Last: stamp(m.Last, zone), ErrorBound: m.ErrorBound,
		Sources: []string{}, Indicators: []string{m.Indicator}, how: how,
	}
	if metric := r.Metric(m.Metric); metric != nil {
		row.Unit = metric.Unit
	}
	for _, p := range m.Places {
		row.Sources = append(row.Sources, p.String())
	}
	return row
}

// known is nil for what is no number.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func stamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.RFC3339)
}

// summariseEvents breaks the events of registers down: all of them, then by kind and by topic where the registers tell.
func (o *opened) summariseEvents(s *summary) {
	if o.taken.Events == nil {
		return
	}
	for _, by := range []ledger.Field{"", ledger.Type, ledger.Topic} {
		lines := o.taken.Events.Breakdown(by)
		if by != "" && !slices.ContainsFunc(lines, func(l ledger.Line) bool { return l.Value != "" }) {
			continue
		}
		for _, l := range lines {
			e := summaryEvents{
				Agency: l.Agency, Metric: l.Metric, Until: string(l.Until), By: string(by), Group: l.Value, Events: l.Events,
				Finished: l.Finished, Refused: l.Refused, Open: l.Open, Withdrawn: l.Withdrawn, Unusable: l.Unusable,
				OnTime: []summaryOnTime{}, DaysMean: known(l.Mean), DaysMedian: known(l.Median), DaysP90: known(l.P90),
			}
			for _, on := range l.OnTime {
				e.OnTime = append(e.OnTime, summaryOnTime(on))
			}
			s.Events = append(s.Events, e)
		}
	}
}

// csv gives the rows of the summary for programs.
func (s *summary) csv() []text.TelemetryLine {
	lines := make([]text.TelemetryLine, len(s.Measurements))
	for i := range s.Measurements {
		r := &s.Measurements[i]
		lines[i] = text.TelemetryLine{
			Agency: r.Agency, Name: r.Name, Metric: r.Metric, Reduction: r.Reduction, Over: r.Over, AtLeast: r.AtLeast, Within: r.Within,
			Until: r.Until, Value: r.Value, Unit: r.Unit, Reason: r.Reason, Coverage: r.Coverage, Samples: r.Samples, Expected: r.Expected,
			Series: r.Series, From: s.Window.From, To: s.Window.To, First: r.First, Last: r.Last, ErrorBound: r.ErrorBound,
			Sources: r.Sources, Indicators: r.Indicators,
		}
	}
	return lines
}

// summaryTable gives the summary for people.
func (o *opened) summaryTable(s *summary) *text.TelemetryTable {
	words := view.NewMeasured(o.p, o.rubric)
	t := &text.TelemetryTable{Window: words.Window(s.Window.From, s.Window.To)}
	if o.settings.Invented != nil {
		t.Invented = o.settings.Invented.In(o.p.Lang())
	}
	for i := range s.Measurements {
		r := &s.Measurements[i]
		row := text.TelemetryRow{
			Agency: r.Name, Metric: words.Metric(r.Metric), Reduction: words.Reduction(r.how), Coverage: r.Coverage,
			Samples: r.Samples, Expected: r.Expected, Sources: r.Sources,
		}
		if row.Agency == "" {
			row.Agency = r.Agency
		}
		if row.Value = "–"; r.Value != nil {
			row.Value = words.Value(*r.Value, r.how)
		} else {
			row.Reason = words.Reason(r.Reason, r.how)
		}
		t.Rows = append(t.Rows, row)
	}
	for i := range s.Events {
		e := &s.Events[i]
		row := text.EventsRow{
			Agency: e.Agency, Metric: words.Metric(e.Metric), Until: e.Until, By: e.By, Group: e.Group, Events: e.Events, Finished: e.Finished,
			Open: e.Open, Median: e.DaysMedian, P90: e.DaysP90,
		}
		if a, there := o.taken.Input.Agencies.Index(e.Agency); there && o.taken.Input.Agencies.All()[a].Name != "" {
			row.Agency = o.taken.Input.Agencies.All()[a].Name
		}
		for _, on := range e.OnTime {
			row.OnTime = append(row.OnTime, text.OnTime(on))
		}
		t.Events = append(t.Events, row)
	}
	for _, other := range s.UnknownAgencies {
		t.UnknownAgencies = append(t.UnknownAgencies, other.found)
	}
	for _, other := range s.Unused {
		t.Unused = append(t.Unused, other.found)
	}
	return t
}
