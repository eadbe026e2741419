package view

// Method says in words and tables how the numbers came about.
type Method struct {
	// Paragraphs are in reading order, each with a heading.
	Paragraphs []Paragraph
	// Weights is the tree of the rubric with each node's share of the index.
	Weights []WeightRow
	// Conversions are the indicators whose answers are turned into scores, or whose scores come from another index.
	Conversions []ConversionRow
	// Measures are the indicators that a measurement checks.
	Measures []MeasureRow
	// Verdicts are the second set of words, for the index and for its dimensions.
	Verdicts []VerdictRow
	// Roles are the kinds of respondent and their weights.
	Roles []RoleRow
}

// Paragraph is a heading and its sentences.
type Paragraph struct {
	Heading, Text string
}

// WeightRow is one node of the tree.
type WeightRow struct {
	// Depth is 0 for a dimension.
	Depth           int
	ID, Code, Title string
	Weight          Num // as the rubric writes it; unknown where a minimum ignores it
	Share           Num // of the index, in per cent, where all is known and applicable; unknown below a minimum or median
	OwnScale        string
	Indicator       bool
}

// ConversionRow is one indicator whose answer is not its score.
type ConversionRow struct {
	Code, Title string
	// Answer is what is asked for, How what becomes of it, both in words; How is "" where the score is taken as it is.
	Answer, How string
}

// MeasureRow is one measured indicator.
type MeasureRow struct {
	Indicator, Title string
	// Metric, Reduction, Rule and Breakpoints are in words: "rata-rata", "0 % → 1,00; 90 % → 2,00".
	Metric, Reduction, Rule, Breakpoints string
	MinCoverage                          Num
}

// VerdictRow is one verdict and its limits.
type VerdictRow struct {
	// Of says what it is for, in words: the index, a dimension.
	Of, Title, Range string
}

// RoleRow is one kind of respondent.
type RoleRow struct {
	Title  string
	Weight Num
}

// Quality says how far the data bear the numbers.
type Quality struct {
	// Sentences are the findings in words.
	Sentences []string
	// Errors, Warnings and Notes count the diagnostics, folded ones each.
	Errors, Warnings, Notes int
	// Files are the diagnostics by input.
	Files []FileFindings
	// LeftOut are the inputs that were refused or had records left out.
	LeftOut []Input
	// Silent are the names of the agencies without any answer.
	Silent []string
	// Dimensions is the coverage of each dimension over all agencies.
	Dimensions []DimensionCoverage
	// KnownCount, UnknownCount and NotApplicableCount count agency × indicator.
	KnownCount, UnknownCount, NotApplicableCount int
}

// FileFindings are the diagnostics of one input; File is "" for those without a place.
type FileFindings struct {
	File  string
	Items []Finding
}

// Finding is one diagnostic in words.
type Finding struct {
	Code string
	// Severity is error, warning or note; SeverityText the word for it.
	Severity, SeverityText string
	Place, Text            string
	Count                  int
}

// DimensionCoverage counts the indicators of a dimension over all agencies.
type DimensionCoverage struct {
	Title                         string
	Coverage                      Num
	Known, Unknown, NotApplicable int
}

// Provenance says from what, by what and when the report was made.
type Provenance struct {
	// Facts are label and value: tool, version, created, seed, rubric, fingerprints, window, options.
	Facts []Fact
	// Inputs are the files that were read.
	Inputs []Input
	// Commands run it again, a line each: from the folder of the assessment, and from its two result files.
	Commands []Command
}

// Command is a line for a terminal and what it does.
type Command struct {
	Line, Text string
}

// Fact is one labelled value; Code says that it is to be set in a fixed-width font.
type Fact struct {
	Label, Value string
	Code         bool
}

// Input is one file that was read.
type Input struct {
	Path, Kind, Format, SHA256 string
	Records, LeftOut           int
	Refused                    bool
}
