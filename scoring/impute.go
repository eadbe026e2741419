package scoring

import (
	"fmt"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/impute"
	"siap/scoring/result"
)

// impute fills in unknown indicators where the rubric wants it, and writes down what was filled in.
func (s *scorer) impute(cells []resolved) error {
	filled, err := s.imputeBy(s.rubric.Impute, cells)
	s.out.Imputations = append(s.out.Imputations, filled...)
	return err
}

// imputeBy fills in unknown indicators from the scores of the other agencies; nil fills in nothing. What is filled in
// counts in the value, as a stand-in does: coverage and bounds take it as unknown.
func (s *scorer) imputeBy(wanted *rubric.Impute, cells []resolved) ([]result.Imputation, error) {
	if wanted == nil {
		return nil, nil
	}
	neighbours := 0
	if wanted.Neighbours != nil {
		neighbours = *wanted.Neighbours
	}
	method, err := impute.Named(string(wanted.Method), neighbours)
	if err != nil {
		return nil, fmt.Errorf("reading how unknowns are filled in: %w", err)
	}
	n, indicators := s.agencies.Len(), s.evidence.indicators
	data := impute.Data{Columns: make([][]float64, len(indicators)), Applies: make([][]bool, len(indicators)), Groups: make([]string, n)}
	for u, one := range s.agencies.All() {
		data.Groups[u] = one.Columns[wanted.Group]
	}
	for i := range indicators {
		data.Columns[i], data.Applies[i] = make([]float64, n), make([]bool, n)
		for u := range n {
			cell := &cells[u*len(indicators)+i]
			data.Columns[i][u] = cell.value
			// A stand-in is no knowledge, and what takes its place is not filled in either.
			data.Applies[i][u] = !cell.notApplicable && !cell.assumed
		}
	}
	filled, err := method.Impute(data)
	if err != nil {
		return nil, fmt.Errorf("filling unknowns in: %w", err)
	}
	var out []result.Imputation
	for _, f := range filled.Filled {
		cell := &cells[f.Unit*len(indicators)+f.Column]
		cell.value, cell.assumed, cell.filled = f.Value, true, true
		cell.flag(result.FlagImputed)
		one := result.Imputation{
			Agency: s.agencies.All()[f.Unit].ID, Indicator: indicators[f.Column].ID, Basis: s.basis, Value: f.Value, N: f.N,
		}
		for _, u := range f.From {
			one.From = append(one.From, s.agencies.All()[u].ID)
		}
		out = append(out, one)
	}
	return out, nil
}

// imputedShares gives, node by node and unit by unit, the share of the applicable weight below that was filled in; nil
// where nothing was.
func (s *scorer) imputedShares(columns []*composite.Column, cells []resolved) [][]float64 {
	if len(s.out.Imputations) == 0 || s.rubric.Impute == nil {
		return nil
	}
	n := s.agencies.Len()
	shares := make([][]float64, len(s.tree.Nodes))
	for at := len(s.tree.Nodes) - 1; at >= 0; at-- {
		shares[at] = make([]float64, n)
		if i := s.indicator[at]; i >= 0 {
			for u := range n {
				cell := &cells[u*len(s.evidence.indicators)+i]
				if cell.filled {
					shares[at][u] = 1
				}
			}
			continue
		}
		for u := range n {
			imputed, applicable := 0.0, 0.0
			for _, c := range s.tree.Nodes[at].Children {
				w := s.tree.Nodes[c].Weight * columns[c].Total[u]
				imputed += w * shares[c][u]
				applicable += w
			}
			if applicable > 0 {
				shares[at][u] = imputed / applicable
			}
		}
	}
	return shares
}

// tellImputed writes down how much of an agency's nodes was filled in.
func (s *scorer) tellImputed(u int, shares [][]float64) {
	if shares == nil {
		return
	}
	scores := s.out.Agencies[u].Results[s.basis]
	scores.Index.Imputed = shares[0][u]
	for at, n := range s.nodes {
		if n != nil {
			scores.Nodes[n.ID].Imputed = shares[at][u]
		}
	}
}
