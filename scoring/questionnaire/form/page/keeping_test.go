package page

import (
	"context"
	"slices"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserStartsOver(t *testing.T) {
	b := browse(t, written(t, dinkesForm(), Options{Language: "id"}))
	b.click(t, `#q-yes input[value="yes"]`)
	b.click(t, "#restart")
	b.wait(t, `document.getElementById('dialog').open`)
	b.do(t, chromedp.KeyEvent(kb.Escape))
	b.wait(t, `!document.getElementById('dialog').open`)
	if got := b.text(t, "#all-text"); got != "1 dari 16 pertanyaan terjawab" {
		t.Errorf("left alone: %q", got)
	}
	b.click(t, "#restart")
	b.wait(t, `document.getElementById('dialog').open`)
	b.click(t, "#dialog-yes")
	b.wait(t, `document.getElementById('all-text').textContent === '0 dari 16 pertanyaan terjawab'`)
	b.do(t, chromedp.Reload())
	if got := b.text(t, "#all-text"); got != "0 dari 16 pertanyaan terjawab" {
		t.Errorf("after reloading: %q", got)
	}
	b.quiet(t)
}

// A browser that keeps nothing: the page says so, asks before it is left, and still writes the file.
func TestBrowserWithoutStorage(t *testing.T) {
	b := browse(t, written(t, dinkesForm(), Options{Language: "id"}), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdppage.AddScriptToEvaluateOnNewDocument(`Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })`).Do(ctx)
		return err
	}))
	if got := b.text(t, "#blocked"); !strings.HasPrefix(got, "Peramban ini tidak mengizinkan") {
		t.Errorf("%q", got)
	}
	b.click(t, `#q-yes input[value="yes"]`)
	b.wait(t, `document.getElementById('saved').textContent === 'Tidak tersimpan · belum diunduh'`)
	b.do(t, chromedp.Reload())
	b.wait(t, `document.getElementById('all-text').textContent === '0 dari 16 pertanyaan terjawab'`)
	b.mu.Lock()
	if b.dialogs != 1 {
		t.Errorf("%d questions before the page was left, want 1", b.dialogs)
	}
	b.mu.Unlock()
	b.click(t, `#q-yes input[value="no"]`)
	path := b.downloaded(t, "#export-top")
	if got := readBack(t, path, every("")); !slices.Equal(got, []string{"yes/ 0"}) {
		t.Errorf("%v", got)
	}
	b.do(t, chromedp.Reload())
	b.mu.Lock()
	if b.dialogs != 1 {
		t.Error("the page asks although the file was written")
	}
	b.mu.Unlock()
	b.quiet(t)
}

// The same form open twice: each says so when the other writes.
func TestBrowserTwoWindows(t *testing.T) {
	b := browse(t, written(t, dinkesForm(), Options{Language: "en"}))
	b.click(t, `#q-yes input[value="yes"]`)
	b.wait(t, `document.getElementById('saved').textContent !== ''`)
	// Another window would have written this; the event is the browser's own.
	b.do(t, chromedp.Evaluate(`(() => {
		const key = Object.keys(localStorage).find(k => k.includes('dinkes')), other = JSON.parse(localStorage.getItem(key));
		other.answers.yes.value = 'no';
		localStorage.setItem(key, JSON.stringify(other));
		dispatchEvent(new StorageEvent('storage', { key, newValue: localStorage.getItem(key) }));
	})()`, nil))
	b.click(t, "#elsewhere button")
	if got := eval[string](t, b, `document.querySelector('#q-yes input:checked').value`); got != "no" {
		t.Errorf("shown is %q", got)
	}
	b.quiet(t)
}
