package table

import (
	"errors"
	"fmt"
	"io/fs"

	"siap/internal/diag"
	"siap/internal/source"
)

// What may be wrong with a table, whatever it means.
var (
	ruleMissing    = diag.Rule{Code: "TB001", Severity: diag.Error}
	ruleTooLarge   = diag.Rule{Code: "TB002", Severity: diag.Error}
	ruleEmpty      = diag.Rule{Code: "TB003", Severity: diag.Error}
	ruleOtherKind  = diag.Rule{Code: "TB004", Severity: diag.Error}
	ruleNotXLSX    = diag.Rule{Code: "TB005", Severity: diag.Error}
	rulePassword   = diag.Rule{Code: "TB006", Severity: diag.Error}
	ruleDamaged    = diag.Rule{Code: "TB007", Severity: diag.Error}
	ruleUnzip      = diag.Rule{Code: "TB008", Severity: diag.Error}
	ruleNoSheet    = diag.Rule{Code: "TB009", Severity: diag.Error}
	ruleNameTwice  = diag.Rule{Code: "TB010", Severity: diag.Error}
	ruleColumns    = diag.Rule{Code: "TB011", Severity: diag.Error}
	ruleCellLarge  = diag.Rule{Code: "TB012", Severity: diag.Error}
	ruleLineLong   = diag.Rule{Code: "TB013", Severity: diag.Error}
	ruleNoColumn   = diag.Rule{Code: "TB014", Severity: diag.Error}
	ruleQuoteOpen  = diag.Rule{Code: "TB015", Severity: diag.Error}
	ruleQuoteStray = diag.Rule{Code: "TB016", Severity: diag.Error}
	ruleNUL        = diag.Rule{Code: "TB017", Severity: diag.Error}
	ruleEncoding   = diag.Rule{Code: "TB018", Severity: diag.Error}
	ruleUnreadable = diag.Rule{Code: "TB019", Severity: diag.Error}
	ruleSheet      = diag.Rule{Code: "TB020", Severity: diag.Error}
)

// Fault says that a file could not be read or hashed to its end.
func Fault(file string, err error) *diag.Diagnostic { return fault(err, diag.Place{File: file}) }

// fault makes a diagnostic of an error met while opening or reading.
func fault(err error, p diag.Place) *diag.Diagnostic {
	if large, ok := errors.AsType[*source.TooLargeError](err); ok {
		return ruleTooLarge.At(p).Allows(bytesText(large.Limit))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return ruleMissing.At(p)
	}
	return ruleUnreadable.At(p).Saw(err.Error())
}

func bytesText(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d KiB", n>>10)
}
