// Package browsertest starts Chromium for the tests of pages and watches what a page complains about and asks for.
package browsertest

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Options are how Chromium is started. Where there is none the test is skipped by name, but fails in CI: there it must
// run.
func Options(t testing.TB) []chromedp.ExecAllocatorOption {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium in the path; CI must run the browser tests")
		}
		t.Skipf("%s was skipped: no Chromium in the path, so nothing was clicked", t.Name())
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	return options
}

// Page writes a page into a folder of the test and gives its address.
func Page(t testing.TB, name string, page []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: file}).String()
}

// Watch records what the browser complained about and what was asked for.
type Watch struct {
	mu         sync.Mutex
	complaints []string
	requests   []string
}

// Offline are the steps before a page is opened: the events that Listen wants, and no network.
func Offline() chromedp.Tasks {
	return chromedp.Tasks{network.Enable(), runtime.Enable(), log.Enable(), network.EmulateNetworkConditions(true, 0, 0, 0)}
}

// Listen takes an event of the browser.
func (w *Watch) Listen(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning || e.Type == runtime.APITypeAssert {
			w.complaints = append(w.complaints, "console: "+string(e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			w.complaints = append(w.complaints, "log: "+e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		w.requests = append(w.requests, e.Request.URL)
	}
}

// Complaints are what was complained about so far, in one line.
func (w *Watch) Complaints() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.complaints, "; ")
}

// Quiet checks that nothing was complained about, and nothing asked for but what is allowed.
func (w *Watch) Quiet(t testing.TB, allowed func(request string) bool) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.complaints {
		t.Errorf("the browser complained: %.300s", c)
	}
	for _, r := range w.requests {
		if !allowed(r) {
			t.Errorf("the page asked for %.200s", r)
		}
	}
	if len(w.requests) == 0 {
		t.Error("no request was seen, not even the page's own: the listener is deaf")
	}
}
