package main

import (
	"io"
	"slices"

	"siap/internal/l10n"
	"siap/internal/safetext"
)

// The exit codes; "siap help exit-codes" explains them.
const (
	exitDone    = 0 // done, warnings allowed
	exitFailed  = 1 // could not write, a check of a result failed, or no plan reaches the target
	exitUsage   = 2 // wrong usage, a missing path, no assessment there
	exitPartial = 3 // done, but a faulty answers or telemetry file was left out
	exitRefused = 4 // a fault in what all results share; no output file was touched
)

// exitError ends the program with a code. It has a message of the catalogues, an error, or neither where all was
// said already.
type exitError struct {
	code int
	key  string
	args []any
	err  error
}

func (e *exitError) Error() string { return e.message(l10n.For(l10n.English)) }

func (e *exitError) Unwrap() error { return e.err }

func (e *exitError) message(p *l10n.Printer) string {
	switch {
	case e.key != "":
		text := p.Text(e.key, e.withNear(p)...)
		if e.err != nil {
			text += " (" + e.err.Error() + ")"
		}
		return text
	case e.err != nil:
		return e.err.Error()
	}
	return ""
}

// withNear adds to the arguments what was probably meant, as "near": nothing where nothing is near.
func (e *exitError) withNear(p *l10n.Printer) []any {
	for i := 0; i+1 < len(e.args); i += 2 {
		if e.args[i] != "nearest" {
			continue
		}
		near := ""
		if e.args[i+1] != "" {
			near = p.Text("cli.near", "nearest", e.args[i+1])
		}
		return append(slices.Clone(e.args), "near", near)
	}
	return e.args
}

func usage(key string, args ...any) error { return &exitError{code: exitUsage, key: key, args: args} }

func failed(err error) error { return &exitError{code: exitFailed, err: err} }

func exit(code int) error { return &exitError{code: code} }

// say prints one message line for the user. Texts from files lose what could steer a terminal.
func say(w *world, text string) {
	_, _ = io.WriteString(w.err, safetext.Line(text)+"\n") // nobody is left to hear that the terminal is gone
}
