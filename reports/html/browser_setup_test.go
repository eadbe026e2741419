package html

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"siap/internal/browsertest"
)

// chromium is one Chromium for all tests of the package; each has a tab of its own.
var chromium struct {
	sync.Once
	context.Context
	stop func()
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

// start starts Chromium the first time. Where there is none the test is skipped by name, but fails in CI: there it must
// run.
func start(t testing.TB) context.Context {
	t.Helper()
	options := browsertest.Options(t)
	chromium.Do(func() {
		allocated, free := chromedp.NewExecAllocator(context.Background(), append(options, chromedp.WSURLReadTimeout(time.Minute))...)
		ctx, end := chromedp.NewContext(allocated)
		chromium.Context, chromium.stop = ctx, func() { end(); free() }
		chromium.err = chromedp.Run(ctx)
	})
	if chromium.err != nil {
		t.Fatal(chromium.err)
	}
	return chromium.Context
}

// browser is a tab with one page and a record of what it complained about and asked for.
type browser struct {
	context.Context
	browsertest.Watch
	// file is the address of the page.
	file string
}

// browse opens a page from a file, without a network. where is what stands behind the address, such as "#weights".
func browse(t testing.TB, page []byte, where string, size ...int64) *browser {
	t.Helper()
	ctx, cancel := chromedp.NewContext(start(t))
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	b := &browser{Context: ctx, file: browsertest.Page(t, "report.html", page)}
	chromedp.ListenTarget(ctx, b.Listen)
	if len(size) == 0 {
		size = []int64{1280, 900}
	}
	b.do(t, browsertest.Offline(),
		chromedp.EmulateViewport(size[0], size[1]),
		chromedp.Navigate(b.file+where))
	if eval[bool](t, b, `localStorage.length > 0 && (localStorage.clear(), true)`) { // what another test's page remembered
		b.do(t, chromedp.Navigate("about:blank"), chromedp.Navigate(b.file+where))
	}
	if eval[bool](t, b, `navigator.onLine`) {
		t.Fatal("the network is still there")
	}
	return b
}

func (b *browser) do(t testing.TB, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		t.Fatal(err)
	}
}

// eval gives what an expression of the page is.
func eval[T any](t testing.TB, b *browser, expression string, args ...any) T {
	t.Helper()
	var got T
	if len(args) > 0 {
		expression = fmt.Sprintf(expression, args...)
	}
	b.do(t, chromedp.Evaluate(expression, &got))
	return got
}

// run evaluates an expression for what it does.
func (b *browser) run(t testing.TB, expression string) {
	t.Helper()
	b.do(t, chromedp.Evaluate(expression, nil))
}

// click clicks the middle of the element that a selector finds.
func (b *browser) click(t testing.TB, selector string) {
	t.Helper()
	b.do(t, chromedp.Click(selector, chromedp.ByQuery))
}

// to leads to another view of the page, and waits until it was drawn.
func (b *browser) to(t testing.TB, hash string) {
	t.Helper()
	b.do(t, chromedp.Evaluate(`new Promise((done) => {
		const before = location.hash;
		addEventListener('hashchange', () => done(true), { once: true }); // after the page's own listener
		location.hash = `+quoted(t, []byte(hash))+`;
		if (location.hash === before) done(true);
	})`, nil, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
}

// wait waits for an expression to become true; one that fails is not yet true.
func (b *browser) wait(t testing.TB, expression string) {
	t.Helper()
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if eval[bool](t, b, `(() => { try { return Boolean(%s); } catch { return false; } })()`, expression) {
			return
		}
	}
	t.Fatalf("never came true: %s; the browser complained: %.500s", expression, b.Complaints())
}

// quiet checks that nothing was complained about and nothing but the file was asked for.
func (b *browser) quiet(t testing.TB) {
	t.Helper()
	b.Quiet(t, func(request string) bool {
		return strings.HasPrefix(request, "data:image/") || // a logo, which is in the page
			strings.HasPrefix(request, "file://") && strings.HasSuffix(strings.Split(request, "#")[0], "/report.html")
	})
}
