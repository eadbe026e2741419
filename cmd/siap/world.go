package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"siap/internal/l10n"
	"siap/internal/progress"
)

// world is all that the commands touch outside their arguments, so that a test can hand them another one.
type world struct {
	out, err io.Writer
	// terminal says that err is one, so that progress and colour make sense; width is that of out, 0 if none.
	terminal bool
	width    int
	getenv   func(string) string
	now      func() time.Time
	// wait waits before a server is asked again; nil is waiting in fact.
	wait func(context.Context, time.Duration) error
	// userConfig is the user's configuration file, "" for none.
	userConfig string
}

func systemWorld() *world {
	w := &world{
		out: os.Stdout, err: os.Stderr, terminal: term.IsTerminal(int(os.Stderr.Fd())),
		getenv: os.Getenv, now: time.Now,
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		w.width = width
	}
	if dir, err := os.UserConfigDir(); err == nil {
		w.userConfig = dir + string(os.PathSeparator) + "siap" + string(os.PathSeparator) + "config.yaml"
	}
	return w
}

// color reports whether output may be coloured.
func (w *world) color() bool {
	return w.width > 0 && w.getenv("NO_COLOR") == "" && w.getenv("TERM") != "dumb"
}

// meter draws the progress of long work on the terminal, where there is one.
func (w *world) meter(p *l10n.Printer) *progress.Meter {
	return progress.New(w.err, w.terminal && w.getenv("NO_COLOR") == "" && w.getenv("TERM") != "dumb", w.width, w.now, p)
}

// created is the time an output carries: now, or what SOURCE_DATE_EPOCH says, to the second and in UTC.
func (w *world) created() (time.Time, error) {
	epoch := w.getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return w.now().UTC().Truncate(time.Second), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, usage("cli.bad_epoch", "seen", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// language is the one the user wants before siap.yaml is read: the flag --lang, then SIAP_LANGUAGE, else
// Indonesian. Help is printed before flags are parsed, so the arguments are looked through here.
func (w *world) language(args []string) string {
	for i, arg := range args {
		value, is := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, is = args[i+1], true
		}
		if is && value != "" {
			return value
		}
	}
	if lang := w.getenv("SIAP_LANGUAGE"); lang != "" {
		return lang
	}
	return l10n.Indonesian
}

// run executes one command line and gives its exit code.
func run(args []string, w *world) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p := l10n.For(w.language(args))
	root := newRoot(w, p)
	root.SetArgs(args)
	root.SetOut(w.out)
	root.SetErr(w.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	told, ok := errors.AsType[*exitError](err)
	if !ok { // cobra's own: an unknown command or flag, a missing argument
		told = &exitError{code: exitUsage, err: err}
	}
	if text := told.message(p); text != "" {
		say(w, "siap: "+text)
	}
	return told.code
}
