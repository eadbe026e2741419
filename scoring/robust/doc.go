// Package robust says how far a ranking can be trusted: it draws what is uncertain again and again (weights, methods,
// unknowns, who was asked, what was measured), ranks each time, and counts. It explains which source the uncertainty
// comes from, ranks without single indicators and respondents, and can replay every draw.
//
// It is pure: no files, no clock, no globals, and no idea of rubrics or agencies. An Engine is made of a Model (the
// tree with the values as they were found), of Sources and of a seed; everything it gives follows from these, to the
// last bit, on any number of processors. Draws of evidence come from a Sampler, which the caller has: it knows what
// respondents and measurements are.
//
// The values of a draw follow the rules of composite.Tree. Two things are decided once, from the values as they were
// found, and hold in every draw: which nodes are under their minimum coverage, and which units have an index. A draw
// that fills unknowns or asks others never changes who is ranked. A node under its minimum is left out as it is in the
// tree, and is one unknown number between the ends of its scale where unknowns are drawn.
//
// Methods and weights take the points of a Sobol sequence under 8 digital shifts (package sobol), whose spread is the
// standard error; all else has a generator of its own for each source, draw and unit, so that sources are switched on
// and off, or held, without moving the others. The number of draws is 8·2^k.
//
// Packages below it: sobol has the sequence, variance the estimators of sensitivity, overtake the smallest changes of
// weights that let one unit pass another.
package robust
