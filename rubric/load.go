package rubric

import (
	"bytes"
	"errors"
	"io"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"siap/internal/diag"
	"siap/internal/source"
)

// Load reads the rubric of a file, checks it and prepares it for use. The list holds everything found; where an
// error is among it, the rubric is nil, else it may hold warnings.
func Load(src source.Source) (*Rubric, *diag.List) {
	list := &diag.List{}
	data, err := read(src)
	if large, ok := errors.AsType[*source.TooLargeError](err); ok {
		list.Add(ruleTooLarge.At(diag.Place{File: large.Name}).Allows(sizeLimit))
		return nil, list
	}
	if err != nil {
		list.Add(ruleUnreadable.At(diag.Place{File: src.Name}).Saw(err.Error()))
		return nil, list
	}
	return Parse(src.Name, data)
}

// The limits in words.
const (
	sizeLimit  = "8 MiB"
	nodesLimit = "500000 YAML nodes"
)

func read(src source.Source) ([]byte, error) {
	r, err := src.Open(MaxBytes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Parse is Load for a rubric in memory; name is the file in messages.
func Parse(name string, data []byte) (*Rubric, *diag.List) {
	list := &diag.List{}
	root, problem := document(name, data)
	if problem != nil {
		list.Add(problem)
		return nil, list
	}
	d := newDecoder(name, list)
	r := d.rubric(root)
	r.applyDefaults(d.positions)
	newChecker(r, d.positions, d.faulty, list).check()
	if list.HasErrors() {
		return nil, list
	}
	r.Link()
	return r, list
}

// document gives the root of the one YAML document in data, or what keeps it from being read.
func document(file string, data []byte) (*yaml.Node, *diag.Diagnostic) {
	if len(data) > MaxBytes {
		return nil, ruleTooLarge.At(diag.Place{File: file}).Allows(sizeLimit)
	}
	if d := plainText(file, data); d != nil {
		return nil, d
	}
	tooDeep := false
	limits := loaderlimits.New(loaderlimits.DepthFunc(func(depth int, _ *loaderlimits.DepthContext) error {
		if depth > maxNesting {
			tooDeep = true
			return errors.New("nested too deep")
		}
		return nil
	}))
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(limits))
	if err != nil {
		return nil, ruleSyntax.At(diag.Place{File: file}).Saw(err.Error())
	}
	var root, second yaml.Node
	if err = loader.Load(&root); errors.Is(err, io.EOF) {
		return nil, ruleEmpty.At(diag.Place{File: file, Line: 1, Column: 1})
	}
	if err == nil {
		if err = loader.Load(&second); err == nil {
			return nil, ruleDocuments.At(diag.Place{File: file, Line: second.Line, Column: second.Column})
		}
	}
	if tooDeep {
		return nil, ruleNesting.At(placeOf(file, err))
	}
	if !errors.Is(err, io.EOF) {
		return nil, syntax(file, err)
	}
	if count(root.Content[0]) > maxNodes {
		return nil, ruleTooLarge.At(diag.Place{File: file, Line: 1, Column: 1}).Allows(nodesLimit)
	}
	return root.Content[0], nil
}

// count is the number of YAML nodes at and below n. Aliases are not followed.
func count(n *yaml.Node) int {
	sum := 1
	for _, below := range n.Content {
		sum += count(below)
	}
	return sum
}

// syntax is the diagnostic of a fault that the YAML library found.
func syntax(file string, err error) *diag.Diagnostic {
	seen := err.Error()
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		seen = e.Message
		if e.ContextMsg != "" {
			seen += ", " + e.ContextMsg
		}
	}
	return ruleSyntax.At(placeOf(file, err)).Saw(seen)
}

func placeOf(file string, err error) diag.Place {
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		return diag.Place{File: file, Line: e.Mark.Line, Column: e.Mark.Column}
	}
	return diag.Place{File: file}
}

// plainText finds the first byte that is not UTF-8, or a control character, which YAML forbids.
func plainText(file string, data []byte) *diag.Diagnostic {
	line, column := 1, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		column++
		forbidden := unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' && r != '\u0085'
		if (r == utf8.RuneError && size == 1) || forbidden {
			seen := "0x" + hexByte(data[i])
			return ruleEncoding.At(diag.Place{File: file, Line: line, Column: column}).Saw(seen)
		}
		if r == '\n' {
			line, column = line+1, 0
		}
		i += size
	}
	return nil
}

func hexByte(b byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[b>>4], digits[b&15]})
}
