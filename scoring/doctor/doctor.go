// Package doctor examines an assessment: are its data fit to rank by? It computes, from the scores that the assessment
// holds and the answers of its evidence file, the statistics of the packages coherence and agreement, and holds them
// against limits. What exceeds a limit becomes a finding with a code (DQ001 and on), the nodes and agencies concerned,
// and the numbers; it changes no score, and it has no words: those stand in the message catalogues under the code.
//
// Compared are agencies that are ranked together: those that govern no others or, where only governments were
// assessed, these. A value counts where something of it is known: what merely stands in for an unknown answer (the
// bottom of the scale, a placeholder) is no datum. Not applicable is not unknown and lowers no availability.
package doctor

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/scoring/composite/coherence"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// Options are what may be chosen for an examination.
type Options struct {
	// Basis is that of the scores; "" is the headline of the assessment.
	Basis result.Basis
	// Method is the coefficient of the correlations; "" is Pearson's. Alpha, components and weights are always of
	// Pearson's.
	Method coherence.Method
	// Limits are what the numbers are held against; nil are the Defaults.
	Limits *fitness.Limits
}

// Defaults are the usual limits. Where no source is named the value is ours, and says where to begin looking.
func Defaults() fitness.Limits {
	return fitness.Limits{
		Agencies: 10, // a correlation of 10 units has a standard error of about 1/√7 = 0.38 (Fisher's z)
		PerItem:  3,  // the 3:1 ratio of cases to variables: OECD/JRC Handbook, 2008, section 4.1
		Pair:     5,
		// Screening by availability in COINr (W. Becker et al., JOSS 7(78), 2022, 4567).
		Available: 2.0 / 3,
		Alike:     0.9,
		Skewness:  coherence.SkewLimit,
		Kurtosis:  coherence.KurtosisLimit,
		Levels:    6,
		Few:       0.1,
		// The flags of correlations in COINr.
		Collinear:   0.9,
		Contrary:    -0.4,
		Probability: 0.05,
		Alpha:       0.7, // J. C. Nunnally, Psychometric Theory, 1978, as the Handbook has it, section 4
		AlphaLow:    0.5, // D. George and P. Mallery, SPSS for Windows Step by Step, 2003, p. 231
		AlphaGain:   0.05,
		Eigenvalue:  coherence.HandbookKeep.Eigenvalue,
		Variance:    coherence.HandbookKeep.Share,
		WeightTimes: 2,
		WeightApart: 0.1,
		Say:         0.25,
		Weak:        0.25, // r = 0.5, a large correlation: J. Cohen, Statistical Power Analysis, 1988, ch. 3
		// C. A. McHorney and A. R. Tarlov, Quality of Life Research 4(4), 1995, 293-307.
		Ends:          0.15,
		EndsIndicator: 0.5,
		Agree:         0.667, // the lowest for tentative conclusions: K. Krippendorff, Content Analysis, 2004, p. 241
		Rated:         10,
		Apart:         0.1,
		Concordance:   0.5, // moderate agreement: R. C. Schmidt, Decision Sciences 28(3), 1997, 763-774
	}
}

// Examine examines an assessment. records are those of its evidence file, read once and not kept; nil leaves out what
// respondents say. An error is that of the records, or names a basis that the assessment does not have or a method
// there is not; agencies that are too few, alike or unknown are findings and never errors.
func Examine(a *result.Assessment, records iter.Seq2[result.Record, error], o Options) (*fitness.Report, error) {
	if o.Basis == "" {
		o.Basis = a.Options.Basis
	}
	if !slices.Contains(a.Options.Bases, o.Basis) {
		return nil, fmt.Errorf("examining the basis %q: the assessment has %v", o.Basis, a.Options.Bases)
	}
	if o.Method == "" {
		o.Method = coherence.Pearson
	}
	limits := Defaults()
	if o.Limits != nil {
		limits = *o.Limits
	}
	e := &examination{grid: newGrid(a, o.Basis), limits: limits}
	e.report = &fitness.Report{
		Basis: string(o.Basis), Agencies: e.ids, NotCompared: len(a.Agencies) - len(e.ids), Limits: limits,
		AnswerDoubts: answerDoubts(a.Diagnostics),
	}
	if err := e.describe(); err != nil {
		return nil, err
	}
	if err := e.correlate(o.Method); err != nil {
		return nil, err
	}
	e.structure()
	e.weigh()
	if records != nil {
		if err := e.listen(records, o.Basis); err != nil {
			return nil, err
		}
	}
	e.find()
	return e.report, nil
}

// examination is one report in the making.
type examination struct {
	*grid
	limits fitness.Limits
	report *fitness.Report
	// pearson has the correlations that the findings are decided on, whatever the method of the report.
	pearson *coherence.Matrix
}

// answerDoubts counts the doubts about single answers, which package quality found when they were read.
func answerDoubts(all []*diag.Diagnostic) map[string]int {
	counts := map[string]int{}
	for _, d := range all {
		if d != nil && strings.HasPrefix(d.Code, "QA1") {
			counts[d.Code]++ // each is about one respondent or agency; its own count is of answers
		}
	}
	return counts
}
