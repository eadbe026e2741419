package library

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric"
)

// Every domain, aspect and indicator of the SPBE rubrics has the official number, name and weight, and stands where
// the decree has it.
func TestSPBEIsTheOfficialTree(t *testing.T) {
	for _, c := range []struct {
		id, table                    string
		domains, aspects, indicators int
	}{
		{"spbe-2018", "weights-2018.csv", 3, 7, 35},
		{"spbe-2020", "weights-2020.csv", 4, 8, 47},
	} {
		t.Run(c.id, func(t *testing.T) {
			r := opened(t, c.id)
			rows := csvtest.File(t, "testdata/spbe/"+c.table)
			if r.Weights != rubric.OfIndex || len(r.Children) != c.domains || len(r.Indicators()) != c.indicators ||
				len(rows) != c.indicators {
				t.Fatalf("%s has %d domains, %d indicators and %s weights, the table %d rows", c.id, len(r.Children),
					len(r.Indicators()), r.Weights, len(rows))
			}
			aspects, at, whole := 0, 0, 0.0
			for d, domain := range r.Children {
				whole += domain.Weight
				inDomain := 0.0
				for _, aspect := range domain.Children {
					aspects++
					inDomain += aspect.Weight
					inAspect := 0.0
					for _, n := range aspect.Children {
						row := rows[at]
						at++
						inAspect += n.Weight
						spbeCode(t, n, row["no"])
						spbeCode(t, aspect, "A"+row["aspect_no"])
						spbeCode(t, domain, "D"+row["domain_no"])
						if n.Title.ID != row["name"] {
							t.Errorf("indicator %s is called %q, officially %q", n.Code, n.Title.ID, row["name"])
						}
						spbeName(t, aspect, row["aspect"])
						spbeName(t, domain, row["domain"])
						spbeWeight(t, aspect, csvtest.Number(t, row["aspect_weight_pct"]))
						spbeWeight(t, domain, csvtest.Number(t, row["domain_weight_pct"]))
						// The four indicators of aspect 7 of 2018 share its 20 per cent equally; as all rows count
						// alike, only the equality matters.
						if c.id == "spbe-2018" && row["aspect_no"] == "7" {
							spbeWeight(t, n, 20.0/4)
						} else {
							spbeWeight(t, n, csvtest.Number(t, row["indicator_weight_pct"]))
						}
					}
					spbeWeight(t, aspect, inAspect)
				}
				spbeWeight(t, domain, inDomain)
				if want := "D" + strconv.Itoa(d+1); domain.Code != want {
					t.Errorf("domain %s stands where %s belongs", domain.Code, want)
				}
			}
			if aspects != c.aspects || math.Abs(whole-100) > 1e-9 {
				t.Errorf("%d aspects of %v per cent in all, want %d of 100", aspects, whole, c.aspects)
			}
			for id, share := range r.Shares() {
				if n := r.Node(id); math.Abs(share-n.Weight/100) > 1e-12 {
					t.Errorf("%s has %v of the index, its weight is %v per cent", id, share, n.Weight)
				}
			}
		})
	}
}

func spbeCode(t *testing.T, n *rubric.Node, code string) {
	t.Helper()
	if n.Code != code {
		t.Errorf("%s has the number %s, officially %s", n.ID, n.Code, code)
	}
}

// spbeName wants the official name as the title, or, where that is too long for a chart, in the description.
func spbeName(t *testing.T, n *rubric.Node, name string) {
	t.Helper()
	if n.Title.ID != name && !strings.Contains(n.Description.ID, name) {
		t.Errorf("%s nowhere says its official name %q", n.ID, name)
	}
}

func spbeWeight(t *testing.T, n *rubric.Node, weight float64) {
	t.Helper()
	if math.Abs(n.Weight-weight) > 1e-9 {
		t.Errorf("%s weighs %v, want %v", n.ID, n.Weight, weight)
	}
}

// The levels are cumulative and whole, 0 to 5 in 2018 and 1 to 5 in 2020; a blank counts at the bottom; and only the
// agency's public services of 2018 are scored row by row.
func TestSPBEDecidesAsTheDecreeDoes(t *testing.T) {
	for _, id := range []string{"spbe-2018", "spbe-2020"} {
		r := opened(t, id)
		if r.Unknown != rubric.Bottom || r.MinCoverage != 0 || r.Status != rubric.Retired ||
			r.Decide != (rubric.Decide{Bands: "unrounded", Ranks: "unrounded"}) {
			t.Errorf("%s: %s %v %s %+v", id, r.Unknown, r.MinCoverage, r.Status, r.Decide)
		}
		for _, n := range r.Indicators() {
			wantRepeats := ""
			if id == "spbe-2018" && n.Code == "35" {
				wantRepeats = rubric.RepeatRows
			}
			if !n.Cumulative || n.Repeats != wantRepeats {
				t.Errorf("%s %s: cumulative %t, repeats %q", id, n.ID, n.Cumulative, n.Repeats)
			}
			if len(n.Levels) != int(r.Scale.Span())+1 {
				t.Errorf("%s %s has %d levels", id, n.ID, len(n.Levels))
			}
			for k, l := range n.Levels {
				if l.Level != r.Scale.Min+float64(k) {
					t.Errorf("%s %s: level %v in place %d", id, n.ID, l.Level, k)
				}
			}
			if !slices.ContainsFunc(n.Law, func(law string) bool { return law == r.Source.Decree }) {
				t.Errorf("%s %s does not name its decree", id, n.ID)
			}
		}
	}
}

// The predicates have the limits and names of the table. The lowest begins at the bottom of the rubric's own scale,
// for nothing can lie below it.
func TestPredicatesOfSPBEAndPeGI(t *testing.T) {
	for instrument, ids := range map[string][]string{"SPBE 2018/2020": {"spbe-2018", "spbe-2020"}, "PeGI": {"pegi"}} {
		for _, id := range ids {
			r := opened(t, id)
			if r.BandEdge != rubric.EdgeLower {
				t.Errorf("%s: the edge of a band is %s", id, r.BandEdge)
			}
			at := 0
			for _, row := range csvtest.File(t, "testdata/spbe/bands.csv") {
				if row["instrument"] != instrument {
					continue
				}
				if at == len(r.Bands) {
					t.Fatalf("%s has %d predicates only", id, at)
				}
				band := r.Bands[at]
				want := max(csvtest.Number(t, row["lower_inclusive"]), r.Scale.Min)
				if !strings.EqualFold(band.Title.ID, row["label"]) || band.From != want {
					t.Errorf("%s: %s from %v, want %s from %v", id, band.Title.ID, band.From, row["label"], want)
				}
				at++
			}
			if at != len(r.Bands) {
				t.Errorf("%s has %d predicates, the table %d", id, len(r.Bands), at)
			}
		}
	}
}

// Five dimensions of equal weight with 35 attributes in all were seen; 7, 5, 7, 11 and 5 are recalled. The rubric says
// that it is unverified.
func TestPeGIIsFiveEqualDimensions(t *testing.T) {
	r := opened(t, "pegi")
	var attributes []int
	shares := r.Shares()
	for _, d := range r.Children {
		attributes = append(attributes, len(d.Children))
		if math.Abs(shares[d.ID]-0.2) > 1e-12 {
			t.Errorf("%s is %v of the index, want a fifth", d.ID, shares[d.ID])
		}
		for _, n := range d.Children {
			if want := 0.2 / float64(len(d.Children)); math.Abs(shares[n.ID]-want) > 1e-12 {
				t.Errorf("%s is %v of the index, want %v", n.ID, shares[n.ID], want)
			}
		}
	}
	if !slices.Equal(attributes, []int{7, 5, 7, 11, 5}) || r.Scale != (rubric.Scale{Min: 1, Max: 4}) {
		t.Errorf("attributes %v on the scale %v", attributes, r.Scale)
	}
	if r.Source.Status != "unverified" {
		t.Errorf("the source is called %s", r.Source.Status)
	}
}

// Each level speaks of its own indicator: no two levels share a sentence. The three sectoral services of 2020 do, for
// they are one set of criteria used three times.
func TestEveryLevelHasItsOwnWords(t *testing.T) {
	for _, id := range []string{"spbe-2018", "spbe-2020", "pegi"} {
		first := map[string]string{}
		for _, n := range opened(t, id).Indicators() {
			if n.ID == "sector_service_2" || n.ID == "sector_service_3" {
				continue
			}
			for _, l := range n.Levels {
				for _, words := range []string{l.Text.ID, l.Text.EN} {
					if before := first[words]; before != "" {
						t.Errorf("%s: %s and %s say the same: %s", id, before, n.ID, words)
					}
					first[words] = n.ID
				}
			}
		}
	}
}
