package view

import "siap/scoring/result/fitness"

// AddFitness adds what an examination of the data found, whether they are fit to rank by.
func (r *Report) AddFitness(found *fitness.Report) {
	if r.builder == nil || found == nil {
		return
	}
	r.add(func(r *Report) { r.Fitness = FitnessOf(r.builder.a, found, r.Lang) })
}
