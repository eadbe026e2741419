package table

import (
	"errors"
	"io"
	"path"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
)

// sniffSize is how many first bytes tell the kind, the encoding and the separator.
const sniffSize = 64 << 10

func open(src source.Source, where Where) (*Table, *diag.Diagnostic) {
	at := diag.Place{File: src.Name}
	r, err := src.Open(0)
	if err != nil {
		return nil, fault(err, at)
	}
	head := make([]byte, sniffSize)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		r.Close()
		return nil, fault(err, at)
	}
	t, d := openKind(src, r, head, where)
	if d != nil {
		r.Close()
		return nil, d
	}
	return t, nil
}

// openKind opens what the first bytes say the file is, whatever its name says.
func openKind(src source.Source, r *source.Reader, head []byte, where Where) (*Table, *diag.Diagnostic) {
	at := diag.Place{File: src.Name}
	if len(head) == 0 {
		return nil, ruleEmpty.At(at)
	}
	found, name := recognise(head)
	switch found {
	case kindZip:
		return openWorkbook(src, r, head, where)
	case kindOLE:
		return nil, oleFault(at, r, head)
	case kindOther:
		return nil, ruleOtherKind.At(at).Saw(name).Allows(kinds)
	}
	if ext := strings.ToLower(path.Ext(src.Name)); ext == ".xlsx" || ext == ".xlsm" {
		return nil, ruleNotXLSX.At(at)
	}
	return openText(src.Name, "", r, head, where)
}

const kinds = "CSV, TSV, XLSX"

// oleFault says what an OLE file is: a workbook under a password, or one of Excel before 2007.
func oleFault(at diag.Place, r io.Reader, head []byte) *diag.Diagnostic {
	rest, err := io.ReadAll(io.LimitReader(r, MaxXLSX))
	if err != nil {
		return fault(err, at)
	}
	if oleEncrypted(head) || oleEncrypted(rest) {
		return rulePassword.At(at)
	}
	return ruleOtherKind.At(at).Saw("XLS").Allows(kinds)
}

// header trims the names of a table's columns, drops empty ones at the end and finds names that stand twice.
func header(cells []string, at func(column int) diag.Place) ([]string, *diag.Diagnostic) {
	names := make([]string, 0, len(cells))
	last := 0
	for i, c := range cells {
		names = append(names, strings.Clone(strings.TrimSpace(c)))
		if names[i] != "" {
			last = i + 1
		}
	}
	names = names[:last]
	if len(names) > MaxColumns {
		return nil, ruleColumns.At(at(MaxColumns)).Allows("4096")
	}
	seen := make(map[string]int, len(names))
	for i, name := range names {
		key := strings.ToLower(name)
		if before, twice := seen[key]; twice && name != "" {
			return nil, ruleNameTwice.At(at(i)).Saw(name).See(at(before))
		}
		seen[key] = i
	}
	return names, nil
}

// isBlank reports whether no cell has content.
func isBlank(cells []string) bool {
	for _, c := range cells {
		if c != "" && strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// fit gives the row as many cells as the header has. The column is that of a cell with content and no name above
// it, and -1 where there is none.
func fit(cells []string, names []string, unnamed []int) ([]string, int) {
	if len(cells) > len(names) {
		for i, c := range cells[len(names):] {
			if strings.TrimSpace(c) != "" {
				return nil, len(names) + i
			}
		}
		cells = cells[:len(names)]
	}
	for len(cells) < len(names) {
		cells = append(cells, "")
	}
	for _, i := range unnamed {
		if strings.TrimSpace(cells[i]) != "" {
			return nil, i
		}
	}
	return cells, -1
}

// unnamedColumns gives the columns whose name is empty.
func unnamedColumns(names []string) []int {
	var found []int
	for i, name := range names {
		if name == "" {
			found = append(found, i)
		}
	}
	return found
}
