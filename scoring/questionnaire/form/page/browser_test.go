package page

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"siap/internal/browsertest"
)

// browser is a Chromium with one page, a record of what it complained about and asked for, and a folder for what is
// downloaded.
type browser struct {
	context.Context
	browsertest.Watch
	url       string
	downloads string
	mu        sync.Mutex
	finished  int
	dialogs   int
}

// patience is how long one step may take; an element that never comes is then a failure with its line.
const patience = time.Minute

// browse opens a page from a file, without a network. Where there is no Chromium the test is skipped by name, but
// fails in CI: there it must run.
func browse(t *testing.T, html []byte, before ...chromedp.Action) *browser {
	t.Helper()
	options := append(browsertest.Options(t),
		chromedp.Flag("force-prefers-reduced-motion", true), // what moves is not where it was when it is clicked
		chromedp.Flag("lang", "en-US"))                      // dates are typed as 03/01/2025
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // it reports events newer than itself
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil { // starts it; whoever comes first with a deadline would end it
		t.Fatal(err)
	}
	b := &browser{Context: ctx, downloads: t.TempDir(), url: browsertest.Page(t, "form.html", html)}
	chromedp.ListenTarget(ctx, b.listen)
	b.do(t, browsertest.Offline(), page.Enable(),
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
	b.Listen(event)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
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
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if eval[bool](t, b, expression) {
			return
		}
	}
	t.Fatalf("never came true: %s; the browser complained: %.500s", expression, b.Complaints())
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
	b.Quiet(t, func(request string) bool {
		// A blob is the page's own file on its way to the disk; data: are the browser's own pictures in its controls.
		return request == b.url || strings.HasPrefix(request, "blob:") || strings.HasPrefix(request, "data:")
	})
}
