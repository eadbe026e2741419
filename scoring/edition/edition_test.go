package edition

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/result"
)

const key Key = "kunci untuk pengujian saja"

// secrets are words that stand in one member each; an edition may hold those that its list names.
var secrets = map[string][]Edition{
	"secret_title": {Public}, "secret_invented": {Public}, "secret_path": nil, "secret_agency": {Public}, "Secret Name": {Public}, "secret_type": {Public},
	"secret_group": {Public}, "secret_column": nil, "secret_parent": {Public}, "secret_zone": {Public}, "secret_respondent": nil, "secret_role": nil,
	"secret_internal_note": nil, "secret_public_note": {Public}, "secret_quote": {Public}, "secret_source": nil, "secret_note_file": nil, "secret_item": {Public},
	"secret_service": {Public}, "secret_subject": nil, "secret_seen": nil, "secret_other": nil, "secret_file": nil, "5ec4e7": {Public}, "ec1dence": {Public}, "+08:00": {Public},
	"secret_folder": nil, "secret_evidence": nil, "secret_link": nil,
}

// whole is an assessment that has something in every member.
func whole() *result.Assessment {
	x, y := 2.5, 3.5
	node := func() *result.Node {
		return &result.Node{
			Value: &x, Low: &x, High: &y, Coverage: 0.9, Weight: 0.5, Band: "b", Verdict: "v", Reason: "", Imputed: 0.1, Claim: &y, Measured: &x, Raw: &x,
			Rule: rubric.RuleCap, N: 4711, Spread: 0.125, Rows: 2, Known: 1, Items: []result.Item{{Item: "secret_service", Value: &x}},
			Flags: []string{result.FlagClaimOnly}, Via: []result.Via{{Indicator: "i", Strength: 1, Value: &x, Coverage: 1}},
			Notes: []result.Note{
				{Respondent: "secret_respondent", Role: "secret_role", Item: "secret_item", Note: "secret_public_note", Quote: "secret_quote", Source: "secret_source", Visibility: "public", Place: diag.Place{File: "secret_note_file"}},
				{Respondent: "secret_respondent", Note: "secret_internal_note", Visibility: "internal"},
				{Note: "secret_internal_note", Visibility: ""},
			},
		}
	}
	interval := &result.Interval{Best: 1, Worst: 2, Method: result.IntervalDraws}
	scores := func() map[result.Basis]*result.Scores {
		return map[result.Basis]*result.Scores{result.Self: {
			Index: *node(), Nodes: map[string]*result.Node{"i": node()}, Tags: map[string]*result.Node{"t": node()},
			Rank: result.Rank{
				Overall: 1, Of: 2, Decided: &x, Groups: map[string]result.GroupRank{"group": {Rank: 1, Of: 1, Interval: interval}}, Interval: interval, Possible: interval,
				Tie: 1, Spread: &result.Spread{Median: 1, Mean: 1, Error: 0.1, First: 1, Counts: []int{3}, Low: 1, High: 2, Above: &x},
			},
		}}
	}
	agency := func(id, name string) *result.Agency {
		return &result.Agency{
			ID: id, Name: name, Type: "secret_type", Groups: map[string]string{"type": "secret_type", "group": "secret_group", "contact": "secret_column"},
			Parent: "secret_parent", Weight: 7, Timezone: "secret_zone", Governs: true, Source: result.Direct, Results: scores(), Rollup: scores(),
		}
	}
	tree := &rubric.Rubric{ID: "r", Version: "1", Children: []*rubric.Node{{ID: "i", Weight: 1}}}
	tree.Link()
	return &result.Assessment{
		Schema: result.Schema, Tool: result.Tool{Name: "siap"}, Title: "secret_title", Year: 2025, Language: "id",
		Invented: &rubric.Text{ID: "secret_invented", EN: "secret_invented"}, Window: result.Window{From: "2025-01-01", To: "2026-01-01"},
		Rubric:  result.Rubric{ID: "r", Version: "1", Tree: tree},
		Options: result.Options{Basis: result.Self, Bases: []result.Basis{result.Self}, Combine: "mean", GroupBy: []string{"group"}, Rollup: "mean", Seed: 5, RoleWeights: map[string]float64{"k": 1}},
		Inputs: []result.Input{
			{Path: "answers/secret_path.csv", Kind: "answers", Format: "csv", SHA256: "5ec4e7" + strings.Repeat("0", 58), Records: 3, LeftOut: 1, Refused: true},
			{Path: "answers/secret_path2.csv", Kind: "answers", SHA256: "5ec4e7" + strings.Repeat("1", 58), Records: 4},
		},
		Evidence: result.EvidenceFile{Path: "secret_path", SHA256: "ec1dence", Records: 9},
		Agencies: []*result.Agency{agency("secret_agency_z", "Secret Name Z"), agency("secret_agency_a", "Secret Name A")},
		Contradictions: []result.Contradiction{{
			Agency: "secret_agency_z", Indicator: "i", Basis: result.Self, Claim: 4, Measured: 2, Gap: 2, Metric: "m", Value: 91, Unit: "%", Coverage: 1,
			From: "2025-01-31T00:00:00+08:00", To: "2025-12-31T00:00:00+08:00",
		}},
		Optimism:    []result.Optimism{{Agency: "secret_agency_z", Index: &x, Rows: 3, Higher: 1, Differences: []result.Difference{{Indicator: "i", Item: "secret_service", Self: 4, Assessed: 2}}}},
		Fits:        []result.Fit{{Indicator: "i", Basis: result.Self, Method: "min_max", Before: result.Shape{N: 2}, Treatment: &result.Treatment{Method: "winsorise", Points: []result.TreatedPoint{{Agency: "secret_agency_z", Before: 9, After: 5}}}}},
		Imputations: []result.Imputation{{Agency: "secret_agency_z", Indicator: "i", Basis: result.Self, Value: 2, N: 1, From: []string{"secret_agency_a"}}},
		Robust:      &result.Robust{Basis: result.Self, Draws: 8, LeaveOut: []result.LeaveOut{{Node: "i", Agency: "secret_agency_z"}}, Respondents: []result.LeaveRespondent{{Agency: "secret_agency_z", Respondent: "secret_respondent", Role: "secret_role"}}, Overtakes: []result.Overtake{{Upper: "secret_agency_z", Lower: "secret_agency_a"}}},
		Nation: &result.Nation{
			Parts: []result.Part{{Path: "secret_folder", State: result.PartCounted, Title: "secret_title", Assessment: "secret_folder/out/assessment.json"}},
			Best: []result.Best{{Indicator: "i", Value: 2.5, Agencies: 1, Examples: []result.Example{{
				Agency: "secret_agency_z", Name: "Secret Name Z", Part: "secret_folder", Title: "secret_evidence", Link: "https://secret_link",
			}}}},
		},
		Diagnostics: []*diag.Diagnostic{
			{Code: "QA004", Severity: diag.Warning, Place: diag.Place{File: "secret_file", Line: 3}, Subject: "secret_subject", Seen: "secret_seen", Other: "secret_other"},
			{Code: "QA004", Severity: diag.Warning, Place: diag.Place{File: "secret_file", Line: 9}, Count: 4},
		},
	}
}

func written(t *testing.T, a *result.Assessment) string {
	t.Helper()
	var b bytes.Buffer
	if err := result.Write(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What an edition withholds is nowhere in it, and what it may hold is there; the whole result is left as it was.
func TestEditionsWithhold(t *testing.T) {
	before := written(t, whole())
	for word := range secrets {
		if !strings.Contains(before, word) {
			t.Fatalf("the whole result lacks %s, so its absence elsewhere says nothing", word)
		}
	}
	for _, e := range []Edition{Public, Anonymous} {
		a := whole()
		got, err := Apply(a, e, key)
		if err != nil {
			t.Fatal(err)
		}
		if written(t, a) != before {
			t.Errorf("%s: the whole result was changed", e)
		}
		text := written(t, got)
		for word, in := range secrets {
			if has, may := strings.Contains(text, word), slices.Contains(in, e); has != may {
				t.Errorf("the %s edition holds %s: %v, want %v", e, word, has, may)
			}
		}
		for _, number := range []string{"4711", `"spread":0.125`} { // respondents, and how far they lie apart
			if strings.Contains(text, number) {
				t.Errorf("the %s edition holds %s", e, number)
			}
		}
		if got.Edition != string(e) {
			t.Errorf("the %s edition calls itself %q", e, got.Edition)
		}
		if n := len(got.Diagnostics); n != 1 || got.Diagnostics[0].Count != 5 {
			t.Errorf("%s: findings %+v, want one kind five times", e, got.Diagnostics)
		}
	}
}

// Codes are those of RFC 2104 under the key, the same for an agency wherever it stands, and the order of the list does
// not show through.
func TestCodes(t *testing.T) {
	a, err := Apply(whole(), Anonymous, key)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte("\x06\x00\x00\x00\x00\x00\x00\x00agency\x0f\x00\x00\x00\x00\x00\x00\x00secret_agency_z"))
	code := "A-" + strings.ToUpper(hex.EncodeToString(mac.Sum(nil)))[:8]
	for what, got := range map[string]string{
		"contradiction": a.Contradictions[0].Agency, "optimism": a.Optimism[0].Agency, "treated": a.Fits[0].Treatment.Points[0].Agency,
		"imputation": a.Imputations[0].Agency, "leave out": a.Robust.LeaveOut[0].Agency, "overtake": a.Robust.Overtakes[0].Upper,
	} {
		if got != code {
			t.Errorf("%s has %s, want %s", what, got, code)
		}
	}
	if !slices.IsSortedFunc(a.Agencies, func(x, y *result.Agency) int { return strings.Compare(x.ID, y.ID) }) {
		t.Error("the agencies are not in the order of their codes")
	}
	if a.Agencies[0].Name != a.Agencies[0].ID || !strings.HasPrefix(a.Agencies[0].Type, "G-") || a.Agencies[0].Type != a.Agencies[1].Type {
		t.Errorf("agency %+v", a.Agencies[0])
	}
	other, err := Apply(whole(), Anonymous, "another key of many letters")
	if err != nil {
		t.Fatal(err)
	}
	if other.Contradictions[0].Agency == code {
		t.Error("another key gives the same code")
	}
}

// Ids that would share a code get longer ones. 3 × 2^16 ids share some of 2^32 codes with probability 1 - e^-4.5, 99 %.
func TestCodesThatCollide(t *testing.T) {
	ids := make([]string, 3<<16)
	for i := range ids {
		ids[i] = fmt.Sprint("a", i)
	}
	c, err := NewCodes(key, ids)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.long) == 0 {
		t.Fatal("no two ids share a code: choose more of them")
	}
	seen := map[string]bool{}
	for _, id := range ids {
		code := c.Agency(id)
		if seen[code] {
			t.Fatalf("two ids have the code %s", code)
		}
		seen[code] = true
	}
}

func TestKeys(t *testing.T) {
	for k, want := range map[Key]error{"": ErrNoKey, "  ": ErrNoKey, "short": ErrShortKey, "0123456789abcde": ErrShortKey, "0123456789abcdef": nil} {
		if _, err := Apply(whole(), Anonymous, k); !errors.Is(err, want) {
			t.Errorf("key %q: %v, want %v", k, err, want)
		}
	}
	if _, err := Apply(whole(), Public, ""); err != nil {
		t.Errorf("the public edition needs no key: %v", err)
	}
}

// An edition never gives back what it took: of two, the stricter one holds.
func TestEditionsOfEditions(t *testing.T) {
	public, err := Apply(whole(), Public, "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Apply(public, Full, ""); err != nil || again != public {
		t.Errorf("a public edition made full: %v", err)
	}
	anonymous, err := Apply(public, Anonymous, key)
	if err != nil || anonymous.Edition != "anonymous" || strings.Contains(written(t, anonymous), "Secret Name") {
		t.Errorf("a public edition made anonymous: %v", err)
	}
	if again, err := Apply(anonymous, Public, ""); err != nil || again != anonymous {
		t.Errorf("an anonymous edition made public: %v", err)
	}
	odd := whole()
	odd.Edition = "something"
	if got, err := Apply(odd, Public, ""); err != nil || got != odd {
		t.Errorf("a result of an edition that is not known must stay as it is: %v", err)
	}
}

// reviewed are the members of a result that this package decides about, type by type. A member that is added to the
// result is withheld from every edition until it is copied in apply.go; then it is added here.
var reviewed = map[string]string{
	"result.Assessment":      "Schema Edition Tool Title Year Language Created Invented Window Rubric DerivedFrom Options Inputs Evidence Agencies Contradictions Optimism Fits Imputations Robust Nation Diagnostics",
	"result.Tool":            "Name Version",
	"result.Window":          "From To",
	"result.Rubric":          "ID Version Fingerprints Tree",
	"result.DerivedFrom":     "Rubric Version Fingerprints Indicators Evidence",
	"result.SourceIndicator": "Code Title",
	"result.Crosswalk":       "ID Version Fingerprints Content",
	"result.Options":         "Basis Bases Seed Simulation Changes Combine RoleWeights GroupBy Rollup Crosswalk",
	"result.Change":          "What Node From To",
	"result.Input":           "Path Kind Format SHA256 Records LeftOut Refused",
	"result.EvidenceFile":    "Path SHA256 Records",
	"result.Agency":          "ID Name Type Groups Parent Weight Timezone Governs Source Results Rollup Part Area Members",
	"result.Members":         "Agencies Known Lowest LowerQuartile Median UpperQuartile Highest Contradictions",
	"result.Nation":          "Parts Best",
	"result.Part":            "Path State Reasons Title Year Language Rubric Version Crosswalk Assessment SHA256 Created Governments Agencies Answers Refused",
	"result.Best":            "Indicator Value Agencies Examples",
	"result.Example":         "Agency Name Government GovernmentName Part Index Title Link",
	"result.Scores":          "Index Rank Nodes Tags",
	"result.Node":            "Value Low High Coverage Weight Imputed Band Verdict Reason Claim Measured Raw Rule N Spread Rows Known Items Flags Notes Via",
	"result.Item":            "Item Value Reason",
	"result.Via":             "Indicator Strength Value Reason Coverage",
	"result.Note":            "Respondent Role Item Note Quote Source Visibility Place",
	"result.Rank":            "Overall Of Decided Groups Interval Possible Tie Spread",
	"result.GroupRank":       "Rank Of Interval",
	"result.Interval":        "Best Worst Method",
	"result.Spread":          "Median Mean Error First Width Counts Low High Above",
	"result.Contradiction":   "Agency Indicator Basis Claim Measured Gap Metric Reduction Value Unit Coverage From To",
	"result.Optimism":        "Agency Index Rows Higher Lower Differences",
	"result.Difference":      "Indicator Item Self Assessed",
	"result.Fit":             "Indicator Basis Method Failed Before Treatment",
	"result.Shape":           "N Lowest Highest Mean Deviation Skewness Kurtosis",
	"result.Treatment":       "Method Applied After Passed Failed Points",
	"result.TreatedPoint":    "Agency Before After",
	"result.Imputation":      "Agency Indicator Basis Value N From",
	"result.Robust":          "Basis Settings Draws Shifts Seed Level Apart Sources Shift Error Factors LeaveOut Respondents Overtakes",
	"result.Source":          "ID Method Parameter Agencies Choices",
	"result.Factor":          "ID First Total",
	"result.Estimate":        "Value Low High",
	"result.LeaveRespondent": "Agency Respondent Role Place Found Index",
	"result.Uncertainty":     "Draws Until Weights Respondents Unknowns Measurement Methods Sensitivity LeaveOut Overtakes Pairs",
	"result.VariedWeights":   "Method Spread Concentration Experts",
	"result.VariedMethods":   "Normalise Impute Aggregate Weights",
	"result.LeaveOut":        "Node Shift Largest Agency Place",
	"result.Overtake":        "Upper Lower Spread Node From To Reason",
	"diag.Diagnostic":        "Code Severity Place Subject Seen Allowed Nearest Repair Other Count",
	"diag.Place":             "File Sheet Cell Line Column",
}

// Every member of the result was looked at: whoever adds one decides in apply.go what the editions do with it.
func TestEveryMemberIsDecided(t *testing.T) {
	seen := map[string]bool{}
	var visit func(of reflect.Type)
	visit = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			visit(of.Elem())
			return
		case reflect.Map:
			visit(of.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		name := of.String()
		if seen[name] || !(strings.HasPrefix(name, "result.") || strings.HasPrefix(name, "diag.")) {
			return
		}
		seen[name] = true
		var members []string
		for i := range of.NumField() {
			members = append(members, of.Field(i).Name)
			visit(of.Field(i).Type)
		}
		if got := strings.Join(members, " "); got != reviewed[name] {
			t.Errorf("%s has the members\n%s\nand this package decides about\n%s\ndecide in apply.go what the public and the anonymous edition do with the others, then list them here", name, got, reviewed[name])
		}
	}
	visit(reflect.TypeFor[result.Assessment]())
	for name := range reviewed {
		if !seen[name] {
			t.Errorf("%s is no part of a result any more", name)
		}
	}
}

// The rubric may name an agency that others are scored by their distance from; the anonymous edition has its code there, and
// the assessment keeps its own.
func TestReferenceIsCoded(t *testing.T) {
	a := whole()
	a.Rubric.Tree = &rubric.Rubric{Scale: rubric.Scale{Min: 1, Max: 4}, Children: []*rubric.Node{{ID: "d", Weight: 1, Children: []*rubric.Node{
		{ID: "i", Weight: 1, Score: &rubric.Score{Method: "distance_reference", Reference: a.Agencies[0].ID}},
	}}}}
	a.Rubric.Tree.Link()
	out, err := Apply(a, Anonymous, key)
	if err != nil {
		t.Fatal(err)
	}
	n := out.Rubric.Tree.Node("i")
	listed := func(one *result.Agency) bool { return one.ID == n.Score.Reference }
	if n == nil || !slices.ContainsFunc(out.Agencies, listed) || n.Span().Max != 4 {
		t.Errorf("the indicator is %+v", n)
	}
	if strings.Contains(written(t, out), a.Agencies[0].ID) {
		t.Error("the rubric names an agency")
	}
	if a.Rubric.Tree.Node("i").Score.Reference != a.Agencies[0].ID {
		t.Error("the assessment itself was changed")
	}
}
