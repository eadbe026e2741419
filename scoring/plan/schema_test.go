package plan_test

import (
	"testing"

	"siap/internal/schematest"
	"siap/rubric"
	"siap/scoring/plan"
	"siap/scoring/result"
)

// What is written is valid by the schemas that stand beside the types.
func TestPlansAreValidByTheirSchemas(t *testing.T) {
	valid := func(schema []byte, v any) {
		t.Helper()
		if err := schematest.Value(t, schematest.Compile(t, schema), v); err != nil {
			t.Error(err)
		}
	}
	a := climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90)
	budget, index := 3.0, 2.5
	for _, target := range []plan.Target{{Band: "good"}, {Rank: 1}, {Index: &index}, {Budget: &budget}, {Band: "poor"}} {
		for _, o := range []plan.Options{{}, {PerYear: 2}, {Fixed: []string{"x"}}, {Unknown: plan.Bottom}} {
			valid(result.PlanSchemaJSON, reach(t, a, target, o))
		}
	}
	valid(result.PlanSchemaJSON, reach(t, denpasarAsA(t), plan.Target{Band: "sangat_baik"}, plan.Options{PerYear: 10}))
	for _, goal := range []string{plan.Mean, plan.Reached} {
		shared, err := plan.Share(a, 4, goal, &plan.Target{Band: "good"}, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		valid(result.PlansSchemaJSON, shared)
	}
}

// denpasarAsA is the sample with its city called A.
func denpasarAsA(t *testing.T) *result.Assessment {
	a := denpasar(t)
	a.Agencies[0].ID = "A"
	return a
}
