package compare_test

import (
	"testing"

	"siap/internal/schematest"
	"siap/scoring"
	"siap/scoring/compare"
	"siap/scoring/result"
)

// What is written is valid by the schema that stands beside the types.
func TestComparisonIsValidByItsSchema(t *testing.T) {
	schema := schematest.Compile(t, result.ComparisonSchemaJSON)
	r, s := small(map[string]float64{"x": 1, "y": 1}), small(map[string]float64{"x": 2, "z": 1})
	for _, sides := range [][]compare.Side{
		{survey(t, 2010), survey(t, 2012), survey(t, 2024)},
		{
			assessed(t, answers{"A": {"x": 1, "y": 2}, "B": {}}.input(r), scoring.Options{}),
			assessed(t, answers{"A": {"x": 2}, "C": {"z": 1}}.input(s), scoring.Options{Combine: scoring.CombineMedian}),
		},
		{
			assessed(t, answers{"A": {"x": 1}}.input(r), scoring.Options{}), assessed(t, answers{"B": {"x": 1}}.input(r), scoring.Options{}),
		},
	} {
		compared, err := compare.Compare(sides, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := schematest.Value(t, schema, compared); err != nil {
			t.Errorf("%v", err)
		}
	}
}
