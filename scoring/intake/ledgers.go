package intake

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/source"
	"siap/scoring/agency"
	"siap/scoring/result"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/ledger"
	"siap/scoring/telemetry/workdays"
)

// The limits of the settings of ledgers.
const (
	maxLedgers     = 100
	maxLedgerWords = 200
	maxWorkingDays = 2500 // ten years, as in the rubric
	maxHeaderLine  = 1000
)

// ledgers reads the list of registers of events.
func (r *settingsReader) ledgers(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.wrong(n, "- file: …")
		return
	}
	if len(n.Content) > maxLedgers {
		r.problems.Add(ruleSettingsValue.At(r.at(n)).About("ledgers").Saw(strconv.Itoa(len(n.Content))).Allows("≤ " + strconv.Itoa(maxLedgers)))
		return
	}
	for _, entry := range n.Content {
		if one, ok := r.ledger(entry); ok {
			r.settings.Inputs.Ledgers = append(r.settings.Inputs.Ledgers, one)
		}
	}
}

// ledger reads one register; false where it cannot be used.
func (r *settingsReader) ledger(n *yaml.Node) (ledger.Entry, bool) {
	e := ledger.Entry{Place: r.at(n)}
	before := r.problems.Len()
	var kind, zone, dates string
	asOf := map[string]telemetry.Date{}
	extended := false
	r.mapping(n, "ledgers.", fields{
		"file":     r.text(&e.File),
		"sheet":    r.text(&e.Sheet),
		"header":   func(v *yaml.Node) { e.Header = r.whole(v, 1, maxHeaderLine) },
		"kind":     r.oneOf(&kind, string(ledger.Complaints), string(ledger.Requests)),
		"agency":   r.text(&e.Agency),
		"as_of":    r.date(asOf, "as_of"),
		"timezone": r.text(&zone),
		"dates":    r.oneOf(&dates, texts(ledger.DateOrders())...),
		"extension": func(v *yaml.Node) {
			e.Extension, extended = ledger.LawfulExtension, true
			r.mapping(v, "ledgers.extension.", fields{
				"within": func(v *yaml.Node) { e.Extension.Within = r.whole(v, 0, maxWorkingDays) },
				"days":   func(v *yaml.Node) { e.Extension.Days = r.whole(v, 0, maxWorkingDays) },
			})
		},
		"columns": func(v *yaml.Node) { e.Columns = r.ledgerColumns(v) },
		"states":  func(v *yaml.Node) { e.States = r.ledgerStates(v) },
		"metrics": func(v *yaml.Node) { e.Metrics = r.ledgerMetrics(v) },
	})
	e.Kind, e.Dates, e.AsOf = ledger.Kind(kind), ledger.DateOrder(dates), asOf["as_of"]
	if e.Kind == ledger.Requests && !extended {
		e.Extension = ledger.LawfulExtension
	}
	if zone != "" {
		at, known := agency.Zone(zone)
		if !known {
			r.wrong(n, "timezone: WIB, WITA, WIT, +07:00, Asia/Jakarta")
		}
		e.Zone = at
	}
	for _, needed := range [][2]string{
		{"file", "file: ledgers/*.csv"},
		{"kind", "kind: complaints, requests"},
		{"columns", "columns: {opened: …, …}"},
		{"metrics", "metrics: {…: {}}"},
	} {
		if n.Kind == yaml.MappingNode && !hasKey(n, needed[0]) {
			r.wrong(n, needed[1])
		}
	}
	if e.Agency == ledger.FromFileName && strings.Count(path.Base(e.File), "*") != 1 {
		r.wrong(n, `agency: "*", file: ledgers/…-*.csv`)
	}
	return e, r.problems.Len() == before
}

// hasKey reports whether a mapping has a key with something behind it.
func hasKey(n *yaml.Node, key string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v := n.Content[i+1]; n.Content[i].Value == key {
			return len(v.Content) > 0 || (v.Kind == yaml.ScalarNode && v.Tag != "!!null")
		}
	}
	return false
}

// whole reads a whole number.
func (r *settingsReader) whole(n *yaml.Node, low, high int) int {
	x, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || x < low || x > high {
		r.wrong(n, strconv.Itoa(low)+" – "+strconv.Itoa(high))
		return low
	}
	return x
}

// texts gives words of a type of their own as text.
func texts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// ledgerColumns reads what a register calls its columns.
func (r *settingsReader) ledgerColumns(n *yaml.Node) map[ledger.Field]string {
	columns := map[ledger.Field]string{}
	known := fields{}
	for _, f := range ledger.Fields() {
		known[string(f)] = func(v *yaml.Node) {
			var name string
			r.text(&name)(v)
			if v.Kind == yaml.ScalarNode && name == "" {
				r.wrong(v, "text")
			}
			columns[f] = name
		}
	}
	r.mapping(n, "ledgers.columns.", known)
	return columns
}

// ledgerStates reads what the words of a register mean.
func (r *settingsReader) ledgerStates(n *yaml.Node) map[string]ledger.State {
	states := map[string]ledger.State{}
	first := map[string]*yaml.Node{}
	r.pairs(n, func(key, value *yaml.Node) {
		word := ledger.Fold(key.Value)
		switch before := first[word]; {
		case word == "" || len(states) >= maxLedgerWords:
			r.wrong(key, "1 – "+strconv.Itoa(maxLedgerWords))
			return
		case before != nil: // "Selesai" and "SELESAI" are one word
			r.problems.Add(ruleSettingsTwice.At(r.at(key)).About(key.Value).See(r.at(before)))
			return
		}
		first[word] = key
		var state string
		r.oneOf(&state, texts(ledger.States())...)(value)
		states[key.Value] = ledger.State(state)
	})
	return states
}

// ledgerMetrics reads which metrics of the rubric a register gives.
func (r *settingsReader) ledgerMetrics(n *yaml.Node) []ledger.Metric {
	var metrics []ledger.Metric
	r.pairs(n, func(key, value *yaml.Node) {
		m := ledger.Metric{ID: key.Value, Place: r.at(key)}
		if value.Tag != "!!null" { // "complaints:" with nothing behind it is all of them
			var from, to string
			r.mapping(value, "ledgers.metrics.", fields{
				"from":  r.oneOf(&from, texts(ledger.Steps())...),
				"to":    r.oneOf(&to, texts(ledger.Steps())[1:]...),
				"where": func(v *yaml.Node) { m.Where = r.ledgerWhere(v) },
			})
			m.From, m.To = ledger.Field(from), ledger.Field(to)
		}
		metrics = append(metrics, m)
	})
	return metrics
}

func (r *settingsReader) ledgerWhere(n *yaml.Node) map[ledger.Field][]string {
	where := map[ledger.Field][]string{}
	names := texts(ledger.Groups())
	r.pairs(n, func(key, value *yaml.Node) {
		if !slices.Contains(names, key.Value) {
			r.problems.Add(ruleSettingsKey.At(r.at(key)).About(key.Value).Allows(strings.Join(names, ", ")).Near(nearest.Of(key.Value, names)))
			return
		}
		values := r.texts(value)
		if len(values) == 0 || len(values) > maxLedgerWords || slices.ContainsFunc(values, func(v string) bool { return ledger.Fold(v) == "" }) {
			r.wrong(value, "text, text, …")
			return
		}
		where[ledger.Field(key.Value)] = values
	})
	return where
}

// findLedgers looks up the files of registers, and takes them out of the files of samples, which may lie beside them.
func findLedgers(dir string, in Inputs, files *Files, problems *diag.List) {
	taken := map[string]bool{}
	for _, e := range in.Ledgers {
		e.Sources = match(dir, []string{e.File}, problems)
		for _, src := range e.Sources {
			taken[src.Name] = true
		}
		files.Ledgers = append(files.Ledgers, e)
	}
	if in.Calendar != "" {
		for _, src := range match(dir, []string{in.Calendar}, problems) {
			files.Calendar, taken[src.Name] = src, true
		}
	}
	files.Telemetry = slices.DeleteFunc(files.Telemetry, func(src source.Source) bool { return taken[src.Name] })
}

// events makes the engine of the registers; nil where there are none. What is wrong with the calendar, or with what
// the settings say of the registers, makes everything unusable.
func (t *Taken) events(files Files) *ledger.Engine {
	if len(files.Ledgers) == 0 {
		return nil
	}
	calendar := ledger.Calendar{Place: diag.Place{File: SettingsFile}}
	if files.Calendar.Path != "" {
		days, sum, found := ledger.ReadCalendar(files.Calendar)
		t.Problems.AddAll(found)
		t.Read = append(t.Read, result.Input{
			Path: sum.Name, Kind: "settings", Format: sum.Format, SHA256: sum.SHA256, Records: sum.Records, LeftOut: sum.LeftOut, Refused: sum.Refused,
		})
		if days == nil {
			t.Unusable = true
			days = workdays.Builtin() // the registers are read all the same, so that all faults are seen at once
		}
		calendar.Days = days
	}
	found := ledger.Check(t.Input.Rubric, files.Ledgers)
	t.Problems.AddAll(found)
	t.Unusable = t.Unusable || found.HasErrors()
	return ledger.New(files.Ledgers, calendar)
}
