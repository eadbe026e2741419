// Package workbook writes a rubric as an Excel workbook that people edit, and reads it back without loss.
//
// A workbook has one sheet for each kind of part: Rubric (keys and values), Bands, Roles, Metrics, Views, Nodes (one
// row a node of the tree), Levels, Options, Points, Rows, Actions and Measures. The names of sheets and columns are the
// keys of the rubric language and the same in every language, so that any workbook can be read anywhere; the notes on
// the headers explain them in the reader's own language. The order of the rows is the order in the rubric.
//
// One cell holds one value. A list of texts stands one entry a line; a line break within an entry is written \n and a
// backslash \\, so that nothing is lost. A list of ids may also be divided by commas or semicolons.
//
// What the file says is refused or taken whole, like a rubric's YAML: unknown sheets, columns and keys are faults, and
// every fault names its sheet and cell, those that the checks of package rubric find among them.
package workbook

import "siap/rubric"

// The limits of a workbook, against hostile or broken files.
const (
	// MaxBytes is the largest workbook file: 32 MiB.
	MaxBytes = 32 << 20
	// MaxRows is how many rows of all sheets together may hold something.
	MaxRows = 50_000
	// maxNodes is how many nodes a tree can have: each is an indicator or stands above one.
	maxNodes = rubric.MaxIndicators * rubric.MaxDepth
	// maxUnzip is the largest workbook unzipped, all parts together.
	maxUnzip = 96 << 20
	// maxParts is how many parts the archive may have.
	maxParts = 1000
	// maxSheets is how many sheets are looked at, known ones or not.
	maxSheets = 64
	// maxColumns is how far to the right a sheet may reach.
	maxColumns = 256
	// maxCell is the largest text of a cell in bytes: 32,767 characters of four bytes each take more, texts do not.
	maxCell = 96 << 10
	// maxText is what all cells may hold together: no rubric file is larger.
	maxText = rubric.MaxBytes
	// maxNumber bounds the size of every number, as in a rubric file.
	maxNumber = 1e15
)
