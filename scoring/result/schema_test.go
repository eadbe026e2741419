package result_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"siap/internal/diag"
	"siap/internal/schematest"
	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/scoring"
	"siap/scoring/result"
)

// document is a decoded JSON object that a test may spoil.
type document = map[string]any

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return schematest.Compile(t, result.SchemaJSON)
}

func decoded(t *testing.T, data []byte) document {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return doc.(document)
}

// at follows names and numbers into a document.
func at(doc document, path ...any) document {
	var v any = doc
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(document)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v.(document)
}

func TestWrittenAssessmentIsValid(t *testing.T) {
	a := sample(t)
	if err := schema(t).Validate(decoded(t, written(t, a))); err != nil {
		t.Errorf("%v", err)
	}

	// The sample must hold all that the schema distinguishes, else its being valid says little.
	reasons, flags := map[string]bool{}, map[string]bool{}
	beside, rolledUp, notes := 0, 0, 0
	for _, one := range a.Agencies {
		beside += len(one.Rollup)
		if one.Source == result.RolledUp {
			rolledUp++
		}
		for _, s := range one.Results {
			for _, n := range s.Nodes {
				reasons[n.Reason] = true
				notes += len(n.Notes)
				for _, f := range n.Flags {
					flags[f] = true
				}
			}
		}
	}
	want := []string{"", "min_coverage", "not_applicable", "unknown"}
	if got := slices.Sorted(maps.Keys(reasons)); !slices.Equal(got, want) {
		t.Errorf("the sample has the reasons %q, want %q", got, want)
	}
	want = []string{"claim_only", "low_window_coverage", "measured_despite_na", "measured_only"}
	if got := slices.Sorted(maps.Keys(flags)); !slices.Equal(got, want) {
		t.Errorf("the sample has the flags %q, want %q", got, want)
	}
	if beside == 0 || rolledUp == 0 || notes == 0 || len(a.Contradictions) == 0 || len(a.Options.Bases) != 2 {
		t.Errorf("the sample lacks something: %d beside, %d rolled up, %d notes, %d contradictions, bases %v",
			beside, rolledUp, notes, len(a.Contradictions), a.Options.Bases)
	}
}

// The sample brought over to another rubric of the same tree: half of x, all of m, and nothing of y.
func TestDerivedAssessmentIsValid(t *testing.T) {
	in := sampleInput()
	to := *in.Rubric
	to.ID = "other"
	c := &crosswalk.Crosswalk{
		Schema: crosswalk.Schema, ID: "small-other", Version: "1",
		From: crosswalk.End{Rubric: "small"}, To: crosswalk.End{Rubric: "other"},
		Pairs: []crosswalk.Pair{
			{From: "x", To: "x", Kind: crosswalk.Part, Strength: 0.5},
			{From: "m", To: "m", Kind: crosswalk.Equal, Strength: 1, Back: 1},
		},
	}
	brought, err := scoring.Translate(in, scoring.Options{}, c, &to, "id")
	if err != nil {
		t.Fatal(err)
	}
	a, err := scoring.Assess(brought, scoring.Options{Rollup: scoring.RollupMean})
	if err != nil {
		t.Fatal(err)
	}
	whole := sample(t)
	a.Tool, a.Language, a.Window, a.Evidence = whole.Tool, whole.Language, whole.Window, whole.Evidence
	a.DerivedFrom.Evidence = whole.Evidence.SHA256
	data := written(t, a)
	if err := schema(t).Validate(decoded(t, data)); err != nil {
		t.Errorf("%v", err)
	}
	again, err := result.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.DerivedFrom, again.DerivedFrom); diff != "" || len(a.DerivedFrom.Indicators) != 2 {
		t.Errorf("where it comes from (-written +read):\n%s", diff)
	}
	if got := again.Options.Crosswalk; got.Content.Fingerprints() != c.Fingerprints() || got.Fingerprints != c.Fingerprints() {
		t.Error("the frozen crosswalk is not the one that was used")
	}
	// kominfo's x: key says 4, staff 1, weights 2 and 1, so (2·4 + 1)/3 = 3, of which half is known.
	x := again.Agency("kominfo").Results[result.Self].Nodes["x"]
	if len(x.Via) != 1 || x.Via[0].Strength != 0.5 || *x.Via[0].Value != 3 || *x.Value != 3 || x.Coverage != 0.5 {
		t.Errorf("x is %+v", x)
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := schema(t)
	data := written(t, sample(t))
	index := []any{"agencies", 2, "results", "self", "index"} // kominfo's: it has a value
	for _, c := range []struct {
		name  string
		spoil func(document)
	}{
		{"a value null without a reason", func(d document) { at(d, index...)["value"] = nil }},
		{"a reason beside a value", func(d document) { at(d, index...)["reason"] = "unknown" }},
		{"a reason nobody knows", func(d document) {
			at(d, index...)["value"] = nil
			at(d, index...)["reason"] = "tired"
		}},
		{"bounds of what does not apply", func(d document) {
			at(d, index...)["value"] = nil
			at(d, index...)["reason"] = "not_applicable"
		}},
		{"no bounds of what applies", func(d document) { at(d, index...)["low"] = nil }},
		{"more known than there is", func(d document) { at(d, index...)["coverage"] = json.Number("1.01") }},
		{"a flag nobody knows", func(d document) {
			at(d, "agencies", 2, "results", "self", "nodes", "m")["flags"] = []any{"odd"}
		}},
		{"a basis nobody knows", func(d document) { at(d, "agencies", 2, "results")["rumour"] = at(d, "agencies", 2, "results", "self") }},
		{"a source nobody knows", func(d document) { at(d, "agencies", 2)["source"] = "hearsay" }},
		{"a kind of input nobody knows", func(d document) { at(d, "inputs", 0)["kind"] = "gossip" }},
		{"a rank without its interval", func(d document) { at(d, "agencies", 2, "results", "self", "rank")["interval"] = nil }},
		{"another schema", func(d document) { d["schema"] = "siap/assessment/2" }},
		{"no rubric", func(d document) { delete(d, "rubric") }},
		{"a time that is none", func(d document) { d["created"] = "yesterday" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := decoded(t, data)
			c.spoil(doc)
			if s.Validate(doc) == nil {
				t.Error("the schema accepts it")
			}
		})
	}
}

func TestSchemaAllowsMembersOfLaterVersions(t *testing.T) {
	doc := decoded(t, written(t, sample(t)))
	doc["later"] = document{"x": true}
	at(doc, "agencies", 0)["later"] = "x"
	at(doc, "agencies", 2, "results", "self", "index")["later"] = nil
	if err := schema(t).Validate(doc); err != nil {
		t.Errorf("%v", err)
	}
}

// Every member of every type is described, and required exactly where it is always written.
func TestSchemaDescribesEveryMember(t *testing.T) {
	type described struct {
		Description string              `json:"description"`
		Required    []string            `json:"required"`
		Properties  map[string]struct{} `json:"properties"`
	}
	var doc struct {
		described
		Defs map[string]described `json:"$defs"`
	}
	if err := json.Unmarshal(result.SchemaJSON, &doc); err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{
		"": result.Assessment{}, "tool": result.Tool{}, "window": result.Window{}, "rubric": result.Rubric{},
		"fingerprints": rubric.Fingerprints{}, "text": rubric.Text{}, "options": result.Options{},
		"input": result.Input{}, "evidence": result.EvidenceFile{}, "agency": result.Agency{},
		"scores": result.Scores{}, "node": result.Node{}, "note": result.Note{}, "rank": result.Rank{},
		"group_rank": result.GroupRank{}, "interval": result.Interval{}, "contradiction": result.Contradiction{},
		"diagnostic": diag.Diagnostic{}, "place": diag.Place{}, "via": result.Via{}, "item": result.Item{}, "crosswalk": result.Crosswalk{},
		"derived_from": result.DerivedFrom{}, "source_indicator": result.SourceIndicator{},
		"robust": result.Robust{}, "source": result.Source{}, "factor": result.Factor{}, "estimate": result.Estimate{},
		"leave_out": result.LeaveOut{}, "overtake": result.Overtake{}, "spread": result.Spread{}, "change": result.Change{},
		"fit": result.Fit{}, "shape": result.Shape{}, "treatment": result.Treatment{}, "treated_point": result.TreatedPoint{},
		"imputation": result.Imputation{}, "uncertainty": result.Uncertainty{}, "varied_weights": result.VariedWeights{},
		"varied_methods": result.VariedMethods{}, "leave_respondent": result.LeaveRespondent{},
		"nation": result.Nation{}, "part": result.Part{}, "members": result.Members{}, "best": result.Best{}, "example": result.Example{},
		"optimism": result.Optimism{}, "difference": result.Difference{},
	} {
		d := doc.described
		if name != "" {
			d = doc.Defs[name]
		}
		var members, required []string
		for field := range reflect.TypeOf(v).Fields() {
			member, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			members = append(members, member)
			if options == "" {
				required = append(required, member)
			}
		}
		slices.Sort(members)
		slices.Sort(required)
		slices.Sort(d.Required)
		if diff := cmp.Diff(members, slices.Sorted(maps.Keys(d.Properties))); diff != "" {
			t.Errorf("%q: members of the type (-) and of the schema (+):\n%s", name, diff)
		}
		if !slices.Equal(required, d.Required) {
			t.Errorf("%q: always written are %q, required are %q", name, required, d.Required)
		}
		if d.Description == "" {
			t.Errorf("%q has no description", name)
		}
	}
}
