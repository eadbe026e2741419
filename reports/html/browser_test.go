package html

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"siap/internal/webassets"
	"siap/scoring/result"
)

// browser is a Chromium with one page and a record of what it complained about and asked for.
type browser struct {
	context.Context
	mu         sync.Mutex
	complaints []string
	requests   []string
}

// browse opens a page from a file, without a network. Where there is no Chromium the test is skipped by name, but
// fails in CI: there it must run.
func browse(t *testing.T, page []byte, size ...int64) *browser {
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
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{Context: ctx}
	chromedp.ListenTarget(ctx, b.listen)
	if len(size) == 0 {
		size = []int64{1280, 900}
	}
	b.do(t, network.Enable(), runtime.Enable(), log.Enable(),
		network.EmulateNetworkConditions(true, 0, 0, 0),
		chromedp.EmulateViewport(size[0], size[1]),
		chromedp.Navigate((&url.URL{Scheme: "file", Path: file}).String()))
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
	}
}

func (b *browser) do(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
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

// waits for an expression to become true.
func (b *browser) wait(t *testing.T, expression string) {
	t.Helper()
	for range 50 {
		if eval[bool](t, b, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never came true: %s", expression)
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
		if !strings.HasPrefix(r, "file://") || !strings.HasSuffix(r, "/report.html") {
			t.Errorf("the page asked for %.200s", r)
		}
	}
	if len(b.requests) == 0 {
		t.Error("no request was seen, not even the page's own: the listener is deaf")
	}
}

const names = `Array.from(document.querySelectorAll('#ranking-table tbody tr:not([hidden]) th a'), a => a.textContent).join('|')`

func TestBrowserSortsAndFilters(t *testing.T) {
	b := browse(t, rendered(t, built(4, ""), "id"))
	click := func(column string) {
		b.do(t, chromedp.Click(`#ranking-table thead th:nth-child(`+column+`) button`, chromedp.ByQuery))
	}
	// Instansi 04 is the best and 01 has no score.
	if got := eval[string](t, b, names); got != "Instansi 04|Instansi 03|Instansi 02|Instansi 01" {
		t.Errorf("at first: %s", got)
	}
	click("2") // by name
	if got := eval[string](t, b, names); got != "Instansi 01|Instansi 02|Instansi 03|Instansi 04" {
		t.Errorf("by name: %s", got)
	}
	click("3") // by index, upwards: the one without a score stays last
	if got := eval[string](t, b, names); got != "Instansi 02|Instansi 03|Instansi 04|Instansi 01" {
		t.Errorf("by index: %s", got)
	}
	click("3")
	if got := eval[string](t, b, names); got != "Instansi 04|Instansi 03|Instansi 02|Instansi 01" {
		t.Errorf("by index downwards: %s", got)
	}
	if got := eval[string](t, b, `document.querySelector('#ranking-table th[aria-sort]').getAttribute('aria-sort')`); got != "descending" {
		t.Errorf("aria-sort is %q", got)
	}
	b.do(t, chromedp.SendKeys(`#filter`, "SI 03", chromedp.ByQuery))
	if got := eval[string](t, b, names); got != "Instansi 03" {
		t.Errorf("filtered: %s", got)
	}
	if got := eval[string](t, b, `document.getElementById('filter-count').textContent`); got != "1 dari 4 instansi" {
		t.Errorf("the filter says %q", got)
	}
	b.quiet(t)
}

func TestBrowserDrawsCharts(t *testing.T) {
	if _, built := webassets.ECharts(); !built {
		if os.Getenv("CI") == "true" {
			t.Fatal("the chart bundle is not built in; CI must run make assets first")
		}
		t.Skip("TestBrowserDrawsCharts was skipped: the bundle is not built in, so no chart was drawn; run make assets")
	}
	b := browse(t, rendered(t, built(8, ""), "id"))
	b.do(t, chromedp.ScrollIntoView(`#chart-index`, chromedp.ByQuery))
	b.wait(t, `document.querySelectorAll('#chart-index svg path').length > 8`)
	b.do(t, chromedp.ScrollIntoView(`#chart-dimensions`, chromedp.ByQuery))
	b.wait(t, `document.querySelectorAll('#chart-dimensions svg path').length > 30`)
	// A radar is drawn only when its profile is opened, here by the link in the ranking.
	if n := eval[int](t, b, `document.querySelectorAll('.radar svg').length`); n != 0 {
		t.Errorf("%d radars were drawn before a profile was opened", n)
	}
	b.do(t, chromedp.Click(`#ranking-table a[href="#a-i02"]`, chromedp.ByQuery))
	b.wait(t, `document.querySelectorAll('#a-i02[open] .radar svg path').length > 3`)
	// Paper opens every profile.
	b.do(t, chromedp.Evaluate(`dispatchEvent(new Event('beforeprint'))`, nil))
	b.wait(t, `document.querySelectorAll('.radar svg').length === 7 && !document.querySelector('details.agency:not([open])')`)
	b.do(t, chromedp.Evaluate(`dispatchEvent(new Event('afterprint'))`, nil))
	b.wait(t, `document.querySelectorAll('details.agency[open]').length === 1`)
	b.quiet(t)
}

// At 360 px the page is as wide as the window: only the tables scroll.
func TestBrowserNarrow(t *testing.T) {
	b := browse(t, rendered(t, built(8, "kata"), "en"), 360, 700)
	b.do(t, chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => { d.open = true })`, nil))
	if width := eval[int](t, b, `document.documentElement.scrollWidth`); width > 360 {
		t.Errorf("the page is %d px wide", width)
	}
	b.quiet(t)
}

// The hostile texts stay texts in a real browser, also in the charts and their tooltips.
func TestBrowserHostileTexts(t *testing.T) {
	all := built(len(hostile), "")
	for i, word := range hostile {
		a := all.Agencies[i]
		a.Name = word
		for _, n := range a.Results[result.Self].Nodes {
			n.Notes = []result.Note{{Note: word, Quote: word, Role: word, Source: word}}
		}
	}
	all.Rubric.Tree.Children[0].Title = both(hostile[1])
	all.Rubric.Tree.Children[1].Title = both(hostile[4])
	all.Rubric.Tree.Children[2].Title = both(hostile[5])
	b := browse(t, rendered(t, all, "id"))
	b.do(t, chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => { d.open = true })`, nil))
	if _, built := webassets.ECharts(); built {
		for _, chart := range []string{"#chart-index", "#chart-dimensions", ".radar"} {
			b.do(t, chromedp.ScrollIntoView(chart, chromedp.ByQuery))
			b.wait(t, `document.querySelectorAll('`+chart+` svg').length > 0`)
			// Every tooltip of the first series is shown once.
			b.do(t, chromedp.Evaluate(`(() => {
				const chart = echarts.getInstanceByDom(document.querySelector('`+chart+`'));
				chart.getOption().series.forEach((series, seriesIndex) => series.data.forEach((_, dataIndex) =>
					chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex })));
			})()`, nil))
		}
	}
	time.Sleep(200 * time.Millisecond)
	if eval[bool](t, b, `'PWNED' in window`) {
		t.Error("a hostile text was executed")
	}
	if n := eval[int](t, b, `document.querySelectorAll('img, iframe, [onmouseover], [onerror]').length`); n != 0 {
		t.Errorf("hostile texts became %d elements", n)
	}
	if width := eval[int](t, b, `document.documentElement.scrollWidth`); width > 1280 {
		t.Errorf("a long name makes the page %d px wide", width)
	}
	b.quiet(t)
}
