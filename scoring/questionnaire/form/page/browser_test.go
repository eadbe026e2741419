package page

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium with one page, a record of what it complained about and asked for, and a folder for what is
// downloaded.
type browser struct {
	context.Context
	url        string
	downloads  string
	mu         sync.Mutex
	complaints []string
	requests   []string
	finished   int
	dialogs    int
}

// patience is how long one step may take; an element that never comes is then a failure with its line.
const patience = 15 * time.Second

// browse opens a page from a file, without a network. Where there is no Chromium the test is skipped by name, but
// fails in CI: there it must run.
func browse(t *testing.T, html []byte, before ...chromedp.Action) *browser {
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
	file := filepath.Join(t.TempDir(), "form.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("force-prefers-reduced-motion", true), // what moves is not where it was when it is clicked
		chromedp.Flag("lang", "en-US"))                      // dates are typed as 03/01/2025
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // it reports events newer than itself
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil { // starts it; whoever comes first with a deadline would end it
		t.Fatal(err)
	}
	b := &browser{Context: ctx, downloads: t.TempDir(), url: (&url.URL{Scheme: "file", Path: file}).String()}
	chromedp.ListenTarget(ctx, b.listen)
	b.do(t, network.Enable(), runtime.Enable(), log.Enable(), page.Enable(),
		network.EmulateNetworkConditions(true, 0, 0, 0),
		cdpbrowser.SetDownloadBehavior(cdpbrowser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(b.downloads).WithEventsEnabled(true),
		chromedp.EmulateViewport(1280, 900))
	chromedp.ListenBrowser(ctx, b.listen)
	b.do(t, before...)
	b.do(t, chromedp.Navigate(b.url))
	if eval[bool](t, b, `navigator.onLine`) {
		t.Fatal("the network is still there")
	}
	return b
}

func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning || e.Type == runtime.APITypeAssert {
			b.complaints = append(b.complaints, "console: "+string(e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			b.complaints = append(b.complaints, "log: "+e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *cdpbrowser.EventDownloadProgress:
		if e.State == cdpbrowser.DownloadProgressStateCompleted {
			b.finished++
		}
	case *page.EventJavascriptDialogOpening:
		b.dialogs++
		go func() { _ = chromedp.Run(b, page.HandleJavaScriptDialog(true)) }()
	}
}

func (b *browser) do(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// eval gives what an expression of the page is.
func eval[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	var got T
	b.do(t, chromedp.Evaluate(expression, &got))
	return got
}

// wait waits for an expression to become true.
func (b *browser) wait(t *testing.T, expression string) {
	t.Helper()
	for range 60 {
		if eval[bool](t, b, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never came true: %s", expression)
}

// click clicks what a selector finds first, with the mouse, where it stands on the screen.
func (b *browser) click(t *testing.T, selector string) {
	t.Helper()
	b.do(t, chromedp.ScrollIntoView(selector, chromedp.ByQuery), chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
}

// typing types a text into a field with the keyboard.
func (b *browser) typing(t *testing.T, selector, text string) {
	t.Helper()
	b.do(t, chromedp.SendKeys(selector, text, chromedp.ByQuery))
}

// set gives a field a value at once, as choosing from a list or pasting does.
func (b *browser) set(t *testing.T, id, value string) {
	t.Helper()
	b.do(t, chromedp.Evaluate(fmt.Sprintf(`((e, value) => {
		e.focus();
		e.value = value;
		e.dispatchEvent(new Event('input', { bubbles: true }));
		e.dispatchEvent(new Event('change', { bubbles: true }));
	})(document.getElementById(%s), %s)`, quoted(id), quoted(value)), nil))
}

// text gives the text of an element as it is shown.
func (b *browser) text(t *testing.T, selector string) string {
	t.Helper()
	return eval[string](t, b, `document.querySelector('`+selector+`').innerText.trim()`)
}

// downloaded clicks a button and gives the one file that comes of it.
func (b *browser) downloaded(t *testing.T, selector string) string {
	t.Helper()
	b.mu.Lock()
	before := b.finished
	b.mu.Unlock()
	b.click(t, selector)
	for range 100 {
		b.mu.Lock()
		after := b.finished
		b.mu.Unlock()
		if after > before {
			files, err := filepath.Glob(filepath.Join(b.downloads, "*"))
			if err != nil || len(files) != 1 {
				t.Fatalf("downloaded %v, %v", files, err)
			}
			return files[0]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nothing was downloaded; the page says %q", b.text(t, "#form"))
	return ""
}

// give hands a file to the page's file picker.
func (b *browser) give(t *testing.T, name, content string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.ActionFunc(func(ctx context.Context) error {
		input, _, err := runtime.Evaluate(`document.getElementById('file')`).Do(ctx)
		if err != nil {
			return err
		}
		return dom.SetFileInputFiles([]string{file}).WithObjectID(input.ObjectID).Do(ctx)
	}))
}

// quiet checks that nothing was complained about and nothing but the file was asked for.
func (b *browser) quiet(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		t.Errorf("the browser complained: %.300s", c)
	}
	for _, r := range b.requests {
		// A blob is the page's own file on its way to the disk; data: are the browser's own pictures in its controls.
		if r != b.url && !strings.HasPrefix(r, "blob:") && !strings.HasPrefix(r, "data:") {
			t.Errorf("the page asked for %.200s", r)
		}
	}
	if len(b.requests) == 0 {
		t.Error("no request was seen, not even the page's own: the listener is deaf")
	}
}
