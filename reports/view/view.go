// Package view turns an assessment into words and display-ready numbers: the one place where that happens.
//
// Every renderer (html, pdf, text, csv) draws from a Report and from nothing else, so that no two outputs can
// disagree. A Report is in one language, holds no NaN, and its texts from files are cleaned of control
// characters and of marks that turn the writing direction; they are still hostile where a format has a syntax of
// its own (HTML, CSV), and each renderer escapes for its own. The package computes nothing that belongs to the
// scoring: only what is needed to show a result, such as medians of a group, what another value of an indicator would
// make of the index (effect.go, combine.go), and the steps from an answer to its score (convert.go), whose outcome is
// shown only where it is the score that the assessment holds.
package view

import (
	"time"

	"siap/internal/l10n"
)

// Report is an assessment as people read it.
type Report struct {
	// Lang is the language of all texts, "id" or "en".
	Lang  string
	Title string
	// Year is the assessed year as text, "" where there is none.
	Year string
	// Publication is what the issuer adds, and what this edition leaves out.
	Publication Publication
	// Invented is the banner that every output repeats where the data are made up, else "".
	Invented string
	// Simulation is the banner where this is not the rubric's own result, else "": weights or methods differ from the
	// rubric's, or its answers were brought over from another one, which Derived says.
	Simulation string
	Derived    bool
	// Changes are what a simulation changed, a line each.
	Changes []string
	// Basis is the headline basis in words (penilaian mandiri), Window the assessed time in words.
	Basis  string
	Window string
	// ClaimTitle is what a claim is on the headline basis, as a heading: Klaim, Nilai asesor, Terbukti.
	ClaimTitle string
	// Created is when the assessment was computed: the one date a report may carry, for it reads no clock.
	Created time.Time
	Rubric  Rubric
	// Scale is that of the index. OwnScales says that a dimension has another: then dimensions are drawn as parts of
	// their own scales.
	Scale     Scale
	OwnScales bool
	// OwnBands says that a dimension has bands of its own, whose colours go by their order.
	OwnBands bool
	// Bands are the categories from low to high, with how many agencies are in each.
	Bands []Band

	// Finding is the result in a sentence or two; Headlines are the few numbers for the first glance; Summary is the
	// executive summary, a sentence each.
	Finding   string
	Headlines []Headline
	Summary   []string

	// Dimensions are the direct children of the index, in the rubric's order.
	Dimensions []Dimension
	// Views are the rubric's second ways to look at its indicators, with all agencies; nil where it has none.
	Views []View
	// Groups are the columns that agencies are ranked within.
	Groups []GroupColumn
	// Ranking has the agencies in rank order, then those without a score by name.
	Ranking []RankRow
	// HeatMap has a row for each of Ranking and a cell for each of Dimensions.
	HeatMap []HeatRow
	// Agencies are the profiles in the order of Ranking.
	Agencies []*Agency
	// Contradictions are those of the headline basis, the widest gap first. Measured says that there could be any: the
	// rubric measures something.
	Contradictions []Contradiction
	Measured       bool
	// Contradicted are the indicators that have any of them, the one with most first.
	Contradicted []ContradictedIndicator
	// Optimism compares self-assessment and assessors; nil where not both are there.
	Optimism *Optimism
	// Actions are the next steps that would help most agencies, by how many have them among their best. Actionable
	// says that the rubric names actions at all.
	Actions    []CommonAction
	Actionable bool
	// Robust says how far the ranking can be trusted; nil where nothing was drawn.
	Robust *Robust
	// Map shows the agencies, or the groups of a column, where these are provinces or have an outline; else nil.
	Map *PlaceMap
	// Nation is what a national assessment shows beside its governments; nil of any other.
	Nation *Nation
	// Fitness says whether the data are fit to rank by; nil where they were not examined.
	Fitness *Fitness
	// FreeText says that notes and quotations are wanted in formats that leave them out for their size.
	FreeText bool
	// History sets earlier assessments beside this one; nil where none were given.
	History    *History
	Method     Method
	Quality    Quality
	Provenance Provenance

	printer *l10n.Printer
	builder *builder
	// added are what changed the report since it was made.
	added []func(*Report)
}

// Text gives a message of the catalogues in the report's language; args are pairs of name and value.
func (r *Report) Text(key string, args ...any) string { return r.printer.Text(key, args...) }

// Integer writes a count with the thousands mark of the report's language.
func (r *Report) Integer(n int) string { return r.printer.Integer(n) }

// Date writes a day in words.
func (r *Report) Date(t time.Time) string { return r.printer.Date(t) }

// Num is a number ready to be shown.
type Num struct {
	// Text is the number as people read it, "–" where it is not known.
	Text string
	// Value is unrounded, for drawing and sorting; 0 where Known is false.
	Value float64
	Known bool
	// Reason says in words why there is no number; "" where there is one.
	Reason string
}

// Between writes a span of two scores, "2.1–3.4"; a dash where one of them is not known.
func Between(low, high Num) string {
	if !low.Known || !high.Known {
		return Dash
	}
	return low.Text + "–" + high.Text
}

// Scale is a span of scores: that of the index or a node's own.
type Scale struct {
	Min, Max         float64
	MinText, MaxText string
}

// Part gives the place of a value along the scale, 0 to 1, for drawing. A value beyond the scale, which open
// goalposts can give, is drawn at its end; its number is printed as it is.
func (s Scale) Part(x float64) float64 {
	if !(s.Max > s.Min) || !(x > s.Min) {
		return 0
	}
	return min((x-s.Min)/(s.Max-s.Min), 1)
}

// Within gives the value, or the end of the scale that it lies beyond, for drawing.
func (s Scale) Within(x float64) float64 { return min(max(x, s.Min), s.Max) }

// Rubric is the instrument in words.
type Rubric struct {
	Title, ID, Version string
	Description        string
	// Status is how far to trust the transcription (official, transcribed, unverified), in words.
	Status string
	// Decree is the rule that sets the instrument, "" for none; Cites are its sources; Note is what is unverified.
	Decree string
	Cites  []string
	Note   string
	// FingerprintScoring and FingerprintText identify the instrument: SHA-256 in hex.
	FingerprintScoring, FingerprintText string
}

// BandRef is a category of a score; ID is "" where there is none.
type BandRef struct {
	ID, Title string
	// Order counts from 0, the lowest; Shade is the same from 0 to 1, for colours.
	Order int
	Shade float64
}

// Band is a category with its limits.
type Band struct {
	BandRef
	// From and To are its limits; To is the top of the scale in the highest band.
	From, To float64
	// Range is the limits in words: "2,60 sampai di bawah 3,60".
	Range string
	// Count is how many agencies have their index in it, Share the same of those with a score, 0 to 1.
	Count int
	Share float64
}

// Headline is one number of the first glance.
type Headline struct {
	Label, Value, Note string
}

// Dimension is a direct child of the index.
type Dimension struct {
	ID, Code, Title, Description string
	// Scale is the span of its scores; OwnScale says so in words where that is not the scale of the index, else "".
	Scale    Scale
	OwnScale string
	// Weight is its share of the index by the rubric, in per cent; unknown where shares mean nothing (minimum, median).
	Weight Num
	// Median, Lowest and Highest are over the agencies with a value.
	Median, Lowest, Highest Num
	// Coverage is the mean share known, over all agencies to which it applies.
	Coverage Num
	// Known is how many agencies have a value.
	Known int
}

// View is a second way to look at the indicators: tags that cut across the tree.
type View struct {
	ID, Title, Description string
	Tags                   []Tag
	// Rows are the agencies in the order of the ranking, with a cell for each of Tags; nil where there is only one.
	Rows []HeatRow
}

// Tag is one mark of a view over all agencies.
type Tag struct {
	ID, Title, Description string
	// Indicators is how many carry it, Share which part of the index they are, in per cent; unknown as in Dimension.
	Indicators int
	Share      Num
	// Median, Lowest and Highest are over the agencies with a value, of which there are Known.
	Median, Lowest, Highest Num
	Known                   int
}

// GroupColumn is a column of agencies.csv that agencies are ranked within.
type GroupColumn struct {
	ID, Title string
	Values    []string
}

// RankRow is one line of the ranking.
type RankRow struct {
	// Governs says that it is a government with agencies below it; governments come first and are ranked apart.
	Governs bool
	// Rank is "3" or "3=" in a tie, "G3" of a government, "–" without a score; RankNumber is 0 there.
	Rank       string
	RankNumber int
	Tied       bool
	Of         int
	ID         string
	// Name is at most 200 characters, Short at most 40, for charts.
	Name, Short string
	Type        string
	// Anchor is a name for links: letters, digits and dashes, unique in the report.
	Anchor string
	Index  Num
	// Low and High are the index with all unknowns at the bottom and at the top of their scales.
	Low, High Num
	Coverage  Num
	Band      BandRef
	Verdict   string
	// Interval is between which places it lies, "2–5"; "–" without a score. Method says what that allows for.
	Interval    string
	Best, Worst int
	Certainty
	// Groups has the place within each of Report.Groups: "2/14".
	Groups []GroupPlace
	// Contradictions is how many of its claims a measurement does not bear out.
	Contradictions int
	// Reason says in words why there is no score, "" where there is one.
	Reason string
}

// GroupPlace is a place within one group.
type GroupPlace struct {
	Column, Value string
	Rank, Of      int
	// Best and Worst are the interval as numbers; 0 where it is not known.
	Best, Worst int
	// Text is "2/14", "–" where there is no place; Interval is as in RankRow, "" where it is not known.
	Text, Interval string
}

// HeatRow is one agency of the heat map.
type HeatRow struct {
	ID, Name, Short, Anchor, Rank string
	Cells                         []HeatCell
}

// State says what kind of value a cell has.
type State string

// A value is known, unknown or not applicable.
const (
	Known         State = "known"
	Unknown       State = "unknown"
	NotApplicable State = "na"
)

// HeatCell is one agency's value in one dimension.
type HeatCell struct {
	Dimension string
	Value     Num
	Band      BandRef
	State     State
	// Scale is the dimension's.
	Scale Scale
	// Text is what is printed in the cell: the number, "?" for unknown, "n/a" in the language.
	Text string
	// Title is the whole sentence: agency, dimension, value, band and coverage.
	Title string
}

// Contradiction is a claim that a measurement does not bear out.
type Contradiction struct {
	Agency, AgencyName, AgencyShort, Anchor string
	Indicator, IndicatorTitle, Dimension    string
	Claim, Measured, Gap                    Num
	// Width is what gaps are compared by: the gap, or its part of the indicator's scale where scales differ.
	Width float64
	// Measurement is the metric's own value in words: "ketersediaan situs resmi rata-rata 91,3 %".
	Measurement string
	Window      string
	Coverage    Num
	// Sentence tells the whole without the agency and the indicator: "mengklaim 4,00 tetapi terukur 2,10: …".
	Sentence string
}

// ContradictedIndicator is what measurements say of the claims on one indicator, over all agencies.
type ContradictedIndicator struct {
	Indicator, IndicatorTitle, Dimension string
	// Agencies is how many claim more than was measured, of Compared that have both a claim and a measurement with enough
	// coverage.
	Agencies, Compared int
	// Widest is the one with the widest gap.
	Widest Contradiction
}

// CommonAction is a next step over all agencies.
type CommonAction struct {
	Indicator, IndicatorTitle, Dimension string
	// Agencies is how many have it among their best, First for how many it is the very best.
	Agencies, First int
	// Effect is the mean effect on the index over those agencies, Effort 1 to 3.
	Effect     Num
	Effort     int
	EffortText string
	// Text is the action most of them need, To the level it leads to, for how many of Agencies in TextFor.
	Text    string
	To      string
	TextFor int
}
