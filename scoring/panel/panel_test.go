package panel_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/panel"
)

const small = `schema: siap/rubric/1
id: small
version: "1"
title: {id: Kecil, en: Small}
scale: {min: 1, max: 5}
bands: [{id: all, from: 1, title: {id: Semua, en: All}}]
children:
  - id: data
    title: {id: Data, en: Data}
    children:
      - {id: x, title: {id: X, en: X}, question: {id: Berapa?, en: How many?}, answer: {kind: number}}
      - {id: y, title: {id: Y, en: Y}, question: {id: Berapa?, en: How many?}, answer: {kind: number}}
  - {id: legal, title: {id: Hukum, en: Law}, question: {id: Berapa?, en: How many?}, answer: {kind: number}}
  - {id: human, title: {id: Orang, en: People}, question: {id: Berapa?, en: How many?}, answer: {kind: number}}
`

func instrument(t testing.TB) *rubric.Rubric {
	t.Helper()
	r, problems := rubric.Parse("small.yaml", []byte(small))
	if r == nil || problems.HasErrors() {
		t.Fatal(problems.All())
	}
	return r
}

func file(t testing.TB, text string) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: "p.csv"}
}

// told are the places and codes of what was found, in order, each with words in the catalogue.
func told(t testing.TB, found *diag.List) []string {
	t.Helper()
	out := []string{}
	for _, d := range found.Sorted() {
		if p := l10n.For("id"); !p.Has(d.Code) || (strings.HasPrefix(d.Code, "WT") && !p.Has(d.Code+".fix")) {
			t.Errorf("%s has no words", d.Code)
		}
		out = append(out, d.Place.String()+" "+d.Code)
	}
	slices.Sort(out)
	return out
}

func TestReadBudget(t *testing.T) {
	for _, c := range []struct {
		name, text string
		budget     float64
		want       *panel.Budget
		faults     []string
	}{
		{
			"long", "expert,node,points\nA,data,50\nA,legal,30\nA,human,20\nB,x,1\nB,y,3\n", 0,
			&panel.Budget{Experts: []string{"A", "B"}, Groups: []panel.Allotted{
				{Members: []string{"data", "legal", "human"}, Experts: []string{"A"}, Points: [][]float64{{50, 30, 20}}},
				{Node: "data", Members: []string{"x", "y"}, Experts: []string{"B"}, Points: [][]float64{{1, 3}}},
			}},
			[]string{},
		},
		{
			"wide, semicolons, decimal commas, one expert", "data;legal;human\n0,5;0;1,5\n", 2,
			&panel.Budget{Experts: []string{"1"}, Groups: []panel.Allotted{
				{Members: []string{"data", "legal", "human"}, Experts: []string{"1"}, Points: [][]float64{{0.5, 0, 1.5}}},
			}},
			[]string{},
		},
		{
			"all faults in one pass",
			"expert,node,points\nA,data,50\nA,data,40\nA,legl,30\nA,human,-1\nBudi Santoso,data,1\nC,data,0\nC,legal,0\nC,human,0\nD,x,4\nE,x,NaN\nE,y,1e308\n",
			0, nil,
			[]string{
				"p.csv:10:3 WT008", "p.csv:11:3 WT006", "p.csv:12:3 WT006", "p.csv:2:3 WT008", "p.csv:3:3 WT007", "p.csv:4:2 WT005",
				"p.csv:5:3 WT006", "p.csv:6:1 WT004", "p.csv:7:3 WT018",
			},
		},
		{"another sum", "data,legal,human\n50,30,30\n", 100, nil, []string{"p.csv:2:1 WT009"}},
		{"no rows", "data,legal,human\n", 0, nil, []string{"p.csv:1:1 WT003"}},
		{"a column twice, one of nothing", "expert,ahli,data,human,legul\nA,A,1,1,1\n", 0, nil, []string{"p.csv:1:2 WT002", "p.csv:1:5 WT005"}},
		{"another table", "agency,indicator,value\na,b,1\n", 0, nil, []string{"p.csv:1:1 WT001", "p.csv:1:1 WT001"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, sum, found := panel.ReadBudget(file(t, c.text), instrument(t), c.budget)
			if diff := cmp.Diff(c.faults, told(t, found)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("budget (-want +got):\n%s", diff)
			}
			if got != nil && len(sum.SHA256) != 64 {
				t.Errorf("%+v", sum)
			}
		})
	}
}

func TestReadJudgements(t *testing.T) {
	third := 1.0 / 3
	whole := [][]float64{{1, 3, 1.0 / 5}, {third, 1, 2}, {5, 0.5, 1}}
	for _, c := range []struct {
		name, text string
		want       [][]float64
		faults     []string
	}{
		{"long, the node left to its members", "judge,a,b,judgement\nA,data,legal,3\nA,human,data,5\nA,legal,human,2\n", whole, []string{}},
		{"wide, half of it", "judge,item,data,legal,human\nA,data,1,3,1/5\nA,legal,,1,2\nA,human,,,1\n", whole, []string{}},
		{"wide, both halves", "a,data,legal,human\ndata,1,3,1/5\nlegal,1/3,1,2\nhuman,5,1/2,1\n", whole, []string{}},
		{
			"not reciprocal, not 1 to itself, off the scale, a date", "a,data,legal,human\ndata,2,3,1/5\nlegal,3,1,10\nhuman,5,1-Mar,1\n", nil,
			[]string{"p.csv:2:2 WT013", "p.csv:3:2 WT014", "p.csv:3:4 WT010", "p.csv:4:3 WT011"},
		},
		{"a pair missing", "judge,a,b,judgement\nA,data,legal,3\nA,legal,human,2\n", nil, []string{"p.csv:3:4 WT015"}},
		{
			"strangers, unknown, nothing, twice", "node,a,b,judgement\nindex,data,x,3\n,data,nobody,2\nindex,data,legal,0\nindex,data,human,2\nindex,data,human,2\n",
			nil,
			[]string{"p.csv:2:4 WT012", "p.csv:3:3 WT005", "p.csv:4:4 WT010", "p.csv:6:4 WT007"},
		},
		{"infinite and not a number", "a,b,judgement\ndata,legal,1e308\ndata,human,NaN\nlegal,human,1/0\n", nil, []string{"p.csv:2:3 WT010", "p.csv:3:3 WT010", "p.csv:4:3 WT010"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, found := panel.ReadJudgements(file(t, c.text), instrument(t))
			if diff := cmp.Diff(c.faults, told(t, found)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			switch {
			case c.want == nil && got != nil:
				t.Errorf("accepted: %+v", got)
			case c.want == nil:
			case got == nil || len(got.Groups) != 1 || len(got.Groups[0].Matrices) != 1:
				t.Errorf("%+v", got)
			default:
				if diff := cmp.Diff(c.want, got.Groups[0].Matrices[0]); diff != "" {
					t.Errorf("matrix (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// Limits end the reading of a file that is too large, with a fault and not with all its rows.
func TestTooManyPeople(t *testing.T) {
	var b strings.Builder
	b.WriteString("expert,data,legal,human\n")
	for i := range panel.MaxPeople + 5 {
		fmt.Fprintf(&b, "e%d,1,1,1\n", i)
	}
	got, _, found := panel.ReadBudget(file(t, b.String()), instrument(t), 0)
	if want := []string{fmt.Sprintf("p.csv:%d:1 WT016", panel.MaxPeople+2)}; got != nil || !slices.Equal(told(t, found), want) {
		t.Errorf("%v, want %v", told(t, found), want)
	}
}

func TestJudged(t *testing.T) {
	for text, want := range map[string]bool{
		"expert,node,points\n": false, "data,legal,human\n": false, "judge,a,b,judgement\n": true, "a,data,legal\n": true,
		"ahli,simpul,poin\n": false, "penilai,butir,data,legal\n": true,
	} {
		if got, found := panel.Judged(file(t, text), instrument(t)); got != want || found.HasErrors() {
			t.Errorf("%q: %v, %v", text, got, found.All())
		}
	}
}

// FuzzBudget: whatever the file, what is accepted is whole, and finite.
func FuzzBudget(f *testing.F) {
	for _, seed := range []string{
		"expert,node,points\nA,data,50\nA,legal,30\nA,human,20\n", "expert;data;legal;human\nA;20;10,5;70\n", "ahli\tx\ty\nA\t=1+1\t1e308\n",
		"data,legal,human\nNaN,Inf,-0\n\"", "expert,node,points\n\x00,data,1\n",
	} {
		f.Add([]byte(seed))
	}
	r := instrument(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		got, sum, found := panel.ReadBudget(file(t, string(data)), r, 0)
		if found.HasErrors() != (got == nil) {
			t.Fatalf("%+v beside %v", got, found.All())
		}
		told(t, found)
		if got == nil {
			return
		}
		for _, g := range got.Groups {
			if len(g.Points) != len(g.Experts) || sum.Records == 0 {
				t.Fatalf("%+v", g)
			}
			for _, points := range g.Points {
				total := 0.0
				for _, x := range points {
					if !(x >= 0) {
						t.Fatalf("%v points", x)
					}
					total += x
				}
				if len(points) != len(g.Members) || !(total > 0) || math.IsInf(total, 0) {
					t.Fatalf("%+v", g)
				}
			}
		}
	})
}

// FuzzJudgements: whatever the file, what is accepted is whole and reciprocal.
func FuzzJudgements(f *testing.F) {
	for _, seed := range []string{
		"judge,node,a,b,judgement\nA,index,data,legal,3\nA,index,human,data,1/5\nA,index,legal,human,2\n",
		"judge;item;data;legal;human\nA;data;1;3;0,2\nA;legal;;1;1/9\n", "a,data,legal,human\ndata,1,1-Mar,46000\nlegal,0,1e308,NaN\n", "a,b,judgement\nx,y,9\n\"",
	} {
		f.Add([]byte(seed))
	}
	r := instrument(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _, found := panel.ReadJudgements(file(t, string(data)), r)
		if found.HasErrors() != (got == nil) {
			t.Fatalf("%+v beside %v", got, found.All())
		}
		told(t, found)
		if got == nil {
			return
		}
		for _, g := range got.Groups {
			for _, m := range g.Matrices {
				for i := range m {
					for j := range m {
						if !(m[i][j] > 0.1 && m[i][j] < 9.1) || math.Abs(m[i][j]*m[j][i]-1) > 1e-6 {
							t.Fatalf("%v", m)
						}
					}
				}
			}
		}
	})
}
