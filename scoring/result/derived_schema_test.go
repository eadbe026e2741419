package result_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/rubric"
	"siap/scoring/result"
)

// What is computed from assessments has schemas too: every member is described, and required where it is always written.
func TestSchemasOfWhatIsComputedFromResults(t *testing.T) {
	type described struct {
		Description string   `json:"description"`
		Required    []string `json:"required"`
		Properties  map[string]struct {
			Description string `json:"description"`
		} `json:"properties"`
	}
	for _, s := range []struct {
		name  string
		data  []byte
		types map[string]any
	}{
		{"comparison", result.ComparisonSchemaJSON, map[string]any{
			"": result.Comparison{}, "comparison_side": result.ComparisonSide{}, "comparison_step": result.ComparisonStep{},
			"shared": result.Shared{}, "shared_indicator": result.SharedIndicator{}, "agency_change": result.AgencyChange{},
			"standing": result.Standing{}, "split": result.Split{}, "driver": result.Driver{}, "node_change": result.NodeChange{},
			"single": result.Single{}, "mean": result.Mean{}, "trend": result.Trend{}, "trend_point": result.TrendPoint{},
			"interval": result.Interval{}, "change": result.Change{}, "text": rubric.Text{}, "fingerprints": rubric.Fingerprints{},
		}},
		{"plan", result.PlanSchemaJSON, map[string]any{
			"": result.Plan{}, "plan_target": result.PlanTarget{}, "plan_standing": result.PlanStanding{}, "plan_step": result.PlanStep{},
			"plan_need": result.PlanNeed{}, "plan_measured": result.PlanMeasured{}, "plan_year": result.PlanYear{},
			"plan_point": result.PlanPoint{}, "plan_left": result.PlanLeft{}, "interval": result.Interval{}, "text": rubric.Text{},
		}},
		{"plans", result.PlansSchemaJSON, map[string]any{
			"": result.Plans{}, "agency_plan": result.AgencyPlan{}, "plan_target": result.PlanTarget{}, "plan_standing": result.PlanStanding{},
			"plan_step": result.PlanStep{}, "plan_need": result.PlanNeed{}, "plan_measured": result.PlanMeasured{},
			"curve_point": result.CurvePoint{}, "interval": result.Interval{}, "text": rubric.Text{},
		}},
	} {
		var doc struct {
			described
			Defs map[string]described `json:"$defs"`
		}
		if err := json.Unmarshal(s.data, &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Defs) != len(s.types)-1 {
			t.Errorf("%s defines %d types, want %d", s.name, len(doc.Defs), len(s.types)-1)
		}
		for name, v := range s.types {
			d := doc.described
			if name != "" {
				d = doc.Defs[name]
			}
			members, required := jsonMembers(reflect.TypeOf(v))
			slices.Sort(d.Required)
			if diff := cmp.Diff(members, slices.Sorted(maps.Keys(d.Properties))); diff != "" {
				t.Errorf("%s, %q: members of the type (-) and of the schema (+):\n%s", s.name, name, diff)
			}
			if !slices.Equal(required, d.Required) {
				t.Errorf("%s, %q: always written are %q, required are %q", s.name, name, required, d.Required)
			}
			for member, p := range d.Properties {
				if p.Description == "" {
					t.Errorf("%s, %q: %s has no description", s.name, name, member)
				}
			}
		}
	}
}

// jsonMembers gives the members of a type, those of embedded ones too, and which are always written.
func jsonMembers(t reflect.Type) (members, required []string) {
	for field := range t.Fields() {
		if field.Anonymous {
			m, r := jsonMembers(field.Type)
			members, required = append(members, m...), append(required, r...)
			continue
		}
		member, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		members = append(members, member)
		if options == "" {
			required = append(required, member)
		}
	}
	slices.Sort(members)
	slices.Sort(required)
	return members, required
}
