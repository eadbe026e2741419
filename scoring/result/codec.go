package result

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// Write writes an assessment as JSON: members in a fixed order, map keys sorted, one agency, contradiction,
// diagnostic or input a line, so that two assessments can be compared by any line-based tool.
func Write(w io.Writer, a *Assessment) error {
	out := &lines{w: bufio.NewWriterSize(w, 1<<16)}
	out.text("{")
	out.member("schema", a.Schema)
	if a.Edition != "" {
		out.member("edition", a.Edition)
	}
	out.member("tool", a.Tool)
	out.member("title", a.Title)
	out.member("year", a.Year)
	out.member("language", a.Language)
	out.member("created", a.Created)
	if a.Invented != nil {
		out.member("invented", a.Invented)
	}
	out.member("window", a.Window)
	out.member("rubric", a.Rubric)
	if a.DerivedFrom != nil {
		out.member("derived_from", a.DerivedFrom)
	}
	out.member("options", a.Options)
	list(out, "inputs", a.Inputs)
	out.member("evidence", a.Evidence)
	out.agencies(a.Agencies)
	list(out, "contradictions", a.Contradictions)
	if len(a.Optimism) > 0 {
		list(out, "optimism", a.Optimism)
	}
	if len(a.Fits) > 0 {
		list(out, "fits", a.Fits)
	}
	if len(a.Imputations) > 0 {
		list(out, "imputations", a.Imputations)
	}
	if a.Robust != nil {
		out.member("robust", a.Robust)
	}
	if a.Nation != nil {
		out.member("nation", a.Nation)
	}
	list(out, "diagnostics", a.Diagnostics)
	out.text("\n}\n")
	if err := out.w.Flush(); out.err == nil {
		out.err = err
	}
	if out.err != nil {
		return fmt.Errorf("writing the assessment: %w", out.err)
	}
	return nil
}

// lines writes the members of one JSON object; the first error stops it.
type lines struct {
	w    *bufio.Writer
	err  error
	some bool
}

func (l *lines) text(s string) {
	if l.err == nil {
		_, l.err = l.w.WriteString(s)
	}
}

func (l *lines) value(v any) {
	if l.err != nil {
		return
	}
	e := &encoder{}
	e.other(v)
	l.take(e)
}

func (l *lines) name(name string) {
	if l.some {
		l.text(",")
	}
	l.some = true
	l.text("\n  \"" + name + "\": ")
}

func (l *lines) member(name string, v any) {
	l.name(name)
	l.value(v)
}

// list writes an array with one element a line.
func list[T any](l *lines, name string, items []T) {
	l.name(name)
	l.text("[")
	for i, item := range items {
		if i > 0 {
			l.text(",")
		}
		l.text("\n    ")
		l.value(item)
	}
	if len(items) > 0 {
		l.text("\n  ")
	}
	l.text("]")
}

// agenciesAtOnce is how many agencies are encoded in one go.
const agenciesAtOnce = 32

// agencies writes the agencies, which are most of the file; all cores encode them, and they are written in their order.
func (l *lines) agencies(all []*Agency) {
	l.name("agencies")
	l.text("[")
	inOrder((len(all)+agenciesAtOnce-1)/agenciesAtOnce, func(part int) *encoder {
		e := &encoder{}
		for i := part * agenciesAtOnce; i < min((part+1)*agenciesAtOnce, len(all)) && e.err == nil; i++ {
			if i > 0 {
				e.text(",")
			}
			e.text("\n    ")
			e.agency(all[i])
		}
		return e
	}, func(e *encoder) bool {
		l.take(e)
		return l.err == nil
	})
	if len(all) > 0 {
		l.text("\n  ")
	}
	l.text("]")
}

// take writes what was encoded.
func (l *lines) take(e *encoder) {
	if l.err == nil {
		l.err = e.err
	}
	if l.err == nil {
		_, l.err = l.w.Write(e.b)
	}
}

// inOrder makes parts on all cores and hands them on in their order, until take wants no more.
func inOrder[T any](parts int, encode func(part int) T, take func(T) bool) {
	workers := min(runtime.GOMAXPROCS(0), parts)
	if workers < 2 {
		for k := range parts {
			if !take(encode(k)) {
				return
			}
		}
		return
	}
	done := make([]chan T, parts)
	for k := range done {
		done[k] = make(chan T, 1)
	}
	next, allowed := make(chan int), make(chan struct{}, 2*workers) // so many parts are ahead of what was taken
	for range workers {
		go func() {
			for k := range next {
				done[k] <- encode(k)
			}
		}()
	}
	stop := make(chan struct{})
	go func() {
		defer close(next)
		for k := range parts {
			select {
			case allowed <- struct{}{}:
				next <- k
			case <-stop:
				return
			}
		}
	}()
	defer close(stop)
	for k := range parts {
		if !take(<-done[k]) {
			return
		}
		<-allowed
	}
}

// ErrNotAssessment says that a file is JSON, but no assessment that this program reads.
var ErrNotAssessment = errors.New("not an assessment of schema " + Schema)

// maxBytes is the largest assessment.json that is read: 2 GiB, a few hundred thousand agencies.
const maxBytes = 2 << 30

// Read reads an assessment. Members it does not know are passed over; another schema is an ErrNotAssessment.
func Read(r io.Reader) (*Assessment, error) {
	var a Assessment
	limited := &io.LimitedReader{R: r, N: maxBytes}
	decoder := json.NewDecoder(limited)
	if err := decoder.Decode(&a); err != nil {
		if limited.N <= 0 {
			return nil, fmt.Errorf("reading the assessment: larger than the limit of %d bytes", int64(maxBytes))
		}
		return nil, fmt.Errorf("reading the assessment: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the assessment: %w: there is more behind it", ErrNotAssessment)
	}
	if a.Schema != Schema {
		return nil, fmt.Errorf("reading the assessment: %w, but %q", ErrNotAssessment, a.Schema)
	}
	if a.Rubric.Tree == nil || len(a.Rubric.Tree.Children) == 0 {
		return nil, fmt.Errorf("reading the assessment: %w: its rubric is missing", ErrNotAssessment)
	}
	a.Rubric.Tree.Link()
	for _, one := range a.Agencies {
		if err := a.complete(one); err != nil {
			return nil, fmt.Errorf("reading the assessment: %w: %w", ErrNotAssessment, err)
		}
	}
	return &a, nil
}

// complete makes sure that an agency from a file has what every reader of a result relies on: scores on each basis
// with a number, or its absence, for every node of the rubric, and an interval with every rank.
func (a *Assessment) complete(one *Agency) error {
	if one == nil {
		return errors.New("an agency is null")
	}
	if one.Results[a.Options.Basis] == nil {
		return fmt.Errorf("agency %q has no result on the basis %q", one.ID, a.Options.Basis)
	}
	for _, all := range []map[Basis]*Scores{one.Results, one.Rollup} {
		for basis, s := range all {
			if s == nil {
				return fmt.Errorf("agency %q has a null result on the basis %q", one.ID, basis)
			}
			if s.Rank.Overall > 0 && s.Rank.Interval == nil {
				return fmt.Errorf("agency %q has a rank without an interval", one.ID)
			}
			for n := range a.Rubric.Tree.All() {
				if s.Nodes[n.ID] == nil {
					return fmt.Errorf("agency %q has nothing for %q on the basis %q", one.ID, n.ID, basis)
				}
			}
		}
	}
	return nil
}

// Headline gives the agency's scores on the headline basis.
func (a *Assessment) Headline(one *Agency) *Scores { return one.Results[a.Options.Basis] }

// Agency gives the agency of an id, nil where there is none; letter case is ignored where no id matches exactly.
func (a *Assessment) Agency(id string) *Agency {
	var folded *Agency
	for _, one := range a.Agencies {
		if one.ID == id {
			return one
		}
		if strings.EqualFold(one.ID, id) {
			folded = one
		}
	}
	return folded
}
