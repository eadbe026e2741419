package view

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// FitnessRecords gives a table of a report on the data for programs: a header and records, the same in every language
// but for titles. Numbers are unrounded, with a decimal point; what has no value is empty; the index is called "index";
// the last column has the marks of invented data and simulations. name "" gives the findings; a name that is not among
// FitnessTables gives nothing.
func FitnessRecords(a *result.Assessment, r *fitness.Report, name, level, lang string) (header []string, records [][]string) {
	header, records = newFitnessSpeaker(a, lang).records(r, name, level)
	if header == nil {
		return nil, nil
	}
	mark := strings.Join(marks(a, lang), " · ")
	for i := range records {
		records[i] = append(records[i], mark)
	}
	return append(header, "mark"), records
}

func (b *fitnessSpeaker) records(r *fitness.Report, name, level string) (header []string, records [][]string) {
	switch name {
	case "":
		return b.findingRecords(r)
	case TableCorrelations:
		return b.correlationRecords(r, level)
	case TableDistributions:
		return b.distributionRecords(r, level)
	case TableAlpha:
		return b.alphaRecords(r, level)
	case TablePCA:
		return b.componentRecords(r, level)
	case TableWeights:
		header = []string{"parent", "node", "title", "n", "stated", "effective", "effect", "r"}
		for _, w := range r.Weights {
			if b.onLevel(w.Parent, level) {
				records = append(records, []string{
					plainNode(w.Parent), w.Node, b.nodeTitle(w.Node), strconv.Itoa(w.N), plainNumber(w.Stated), plain(w.Effective),
					plain(w.Effect), plain(w.R),
				})
			}
		}
	case TableAgreement:
		header = []string{"of", "id", "title", "metric", "rated", "answers", "alpha", "difference"}
		add := func(of, id, title string, x fitness.Agreed) {
			records = append(records, []string{
				of, id, title, x.Metric, strconv.Itoa(x.Rated), strconv.Itoa(x.Answers), plain(x.Alpha), plain(x.Difference),
			})
		}
		for _, x := range r.Agreement.Agencies {
			add("agency", x.Agency, b.agencyName(x.Agency), x)
		}
		for _, x := range r.Agreement.Indicators {
			add("indicator", x.Indicator, b.nodeTitle(x.Indicator), x)
		}
		if w := r.Agreement.Roles; w != nil {
			records = append(records, []string{
				"roles", strings.Join(w.Roles, " "), "", "kendall_w", strconv.Itoa(w.Agencies), "", plain(w.W), "",
			})
		}
	}
	return header, records
}

func plain(x *float64) string {
	if x == nil {
		return ""
	}
	return plainNumber(*x)
}

func plainNumber(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func plainNode(id string) string { return cmp.Or(id, "index") }

func (b *fitnessSpeaker) findingRecords(r *fitness.Report) (header []string, records [][]string) {
	header = []string{"code", "severity", "nodes", "agencies", "roles", "numbers", "limits", "text"}
	for i := range r.Findings {
		f := &r.Findings[i]
		var nodes, numbers, limits []string
		for _, id := range f.Nodes {
			nodes = append(nodes, plainNode(id))
		}
		for _, name := range slices.Sorted(maps.Keys(f.Numbers)) {
			numbers = append(numbers, string(name)+"="+plainNumber(f.Numbers[name]))
		}
		for _, name := range slices.Sorted(maps.Keys(f.Limits)) {
			limits = append(limits, name+"="+plainNumber(f.Limits[name]))
		}
		records = append(records, []string{
			f.Code, string(f.Severity), strings.Join(nodes, " "), strings.Join(f.Agencies, " "), strings.Join(f.Roles, " "),
			strings.Join(numbers, " "), strings.Join(limits, " "), b.sentence(f),
		})
	}
	return header, records
}

func (b *fitnessSpeaker) correlationRecords(r *fitness.Report, level string) (header []string, records [][]string) {
	c := &r.Correlations
	for i, x := range c.Nodes {
		for j, y := range c.Nodes[:i] {
			if b.nodeOnLevel(x, level) && b.nodeOnLevel(y, level) {
				records = append(records, []string{
					plainNode(y), plainNode(x), c.Method, plain(c.R[i][j]), plain(c.P[i][j]), strconv.Itoa(c.N[i][j]),
				})
			}
		}
	}
	return []string{"node", "other", "method", "r", "p", "n"}, records
}

func (b *fitnessSpeaker) distributionRecords(r *fitness.Report, level string) (header []string, records [][]string) {
	for _, d := range r.Distributions {
		if !b.nodeOnLevel(d.Node, level) {
			continue
		}
		row := []string{plainNode(d.Node), b.nodeName(d.Node)}
		for _, n := range []int{d.Known, d.Unknown, d.NotApplicable, d.Zeros, d.Unique, d.Largest} {
			row = append(row, strconv.Itoa(n))
		}
		for _, x := range []*float64{d.Min, d.Q1, d.Median, d.Q3, d.Max, d.Mean, d.SD, d.Skewness, d.Kurtosis, d.Floor, d.Ceiling} {
			row = append(row, plain(x))
		}
		records = append(records, append(row, strings.Join(d.Outliers, " "), strings.Join(d.Far, " "), strconv.FormatBool(d.Heavy)))
	}
	return []string{
		"node", "title", "known", "unknown", "not_applicable", "zeros", "unique", "largest", "min", "q1", "median", "q3", "max",
		"mean", "sd", "skewness", "kurtosis", "floor", "ceiling", "outliers", "far", "heavy",
	}, records
}

func (b *fitnessSpeaker) alphaRecords(r *fitness.Report, level string) (header []string, records [][]string) {
	for _, a := range r.Alphas {
		if !b.onLevel(a.Node, level) {
			continue
		}
		n := strconv.Itoa(a.N)
		records = append(records, []string{plainNode(a.Node), "", "", a.Blanks, n, plain(a.Standardised), plain(a.Raw), "", ""})
		for _, item := range a.Items {
			records = append(records, []string{
				plainNode(a.Node), item.Node, b.nodeTitle(item.Node), a.Blanks, n, plain(item.WithoutStandardised), plain(item.Without),
				plain(item.RestStandardised), plain(item.Rest),
			})
		}
	}
	return []string{"node", "without", "title", "blanks", "n", "alpha_standardised", "alpha_raw", "rest_standardised", "rest_raw"}, records
}

// componentRecords has one record for each component: its eigenvalue, and the loading of each member as id=loading.
func (b *fitnessSpeaker) componentRecords(r *fitness.Report, level string) (header []string, records [][]string) {
	for _, c := range r.Components {
		if !b.onLevel(c.Node, level) {
			continue
		}
		for k, value := range c.Eigenvalues {
			var loadings []string
			for i, id := range c.Members {
				loadings = append(loadings, id+"="+plainNumber(c.Loadings[i][k]))
			}
			records = append(records, []string{
				plainNode(c.Node), strconv.Itoa(k + 1), c.Blanks, strconv.Itoa(c.N), plainNumber(value), plainNumber(c.Share[k]),
				strconv.FormatBool(k < c.Strong), strings.Join(loadings, " "),
			})
		}
	}
	return []string{"node", "component", "blanks", "n", "eigenvalue", "share", "strong", "loadings"}, records
}
