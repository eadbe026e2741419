package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"siap/internal/webassets"
	"siap/reports/view"
)

func parsed(t *testing.T, page []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements gives every element of the page with one of the names, all without names.
func elements(root *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, n.Data)) {
			found = append(found, n)
		}
	}
	return found
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func TestStructure(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			page := rendered(t, built(8, ""), lang)
			root := parsed(t, page)
			if got := attribute(elements(root, "html")[0], "lang"); got != lang {
				t.Errorf("lang is %q", got)
			}
			var sections []string
			for _, s := range elements(root, "section") {
				sections = append(sections, attribute(s, "id"))
			}
			want := []string{"summary", "ranking", "heatmap", "contradictions", "actions", "agencies", "method", "quality", "provenance"}
			if !slices.Equal(sections, want) {
				t.Errorf("sections %v, want %v", sections, want)
			}
			ids := map[string]bool{}
			for _, e := range elements(root) {
				if id := attribute(e, "id"); id != "" {
					if ids[id] {
						t.Errorf("the id %q stands twice", id)
					}
					ids[id] = true
				}
			}
			for _, a := range elements(root, "a") {
				if target, local := strings.CutPrefix(attribute(a, "href"), "#"); !local || !ids[target] {
					t.Errorf("the link %q leads nowhere", attribute(a, "href"))
				}
			}
			for _, table := range elements(root, "table") {
				if len(elements(table, "caption")) != 1 {
					t.Error("a table has no caption")
				}
			}
			for _, e := range elements(root, "div") {
				if strings.Contains(attribute(e, "class"), "chart") && attribute(e, "aria-label") == "" {
					t.Error("a chart has no sentence")
				}
			}
			// 8 agencies, one of them without a score: a line each, the last with its reason.
			rows := elements(elements(elements(root, "section")[1], "tbody")[0], "tr")
			if len(rows) != 8 || !strings.Contains(textOf(rows[0]), "Instansi 08") {
				t.Errorf("%d rows in the ranking, the first %q", len(rows), textOf(rows[0]))
			}
			for _, word := range []string{"html.", "view.", "NaN", "%!", "<nil>", "ZgotmplZ"} {
				for _, n := range elements(root, "main") {
					if strings.Contains(textOf(n), word) {
						t.Errorf("the page prints %q", word)
					}
				}
			}
			if n := bytes.Count(page, []byte(`class="banner"`)); n != 2 {
				t.Errorf("the invented data are marked %d times, want at the top and at the end", n)
			}
		})
	}
}

// The page may load nothing: no address in an element that loads, and a policy that names exactly its own scripts.
func TestNothingIsLoaded(t *testing.T) {
	root := parsed(t, rendered(t, built(8, ""), "id"))
	policy := ""
	for _, m := range elements(root, "meta") {
		if attribute(m, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(m, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "script-src 'unsafe") {
		t.Errorf("policy %q", policy)
	}
	hashes := 0
	for _, s := range elements(root, "script") {
		if attribute(s, "src") != "" {
			t.Errorf("a script is loaded from %q", attribute(s, "src"))
		}
		if attribute(s, "type") == "application/json" {
			continue
		}
		sum := sha256.Sum256([]byte(textOf(s)))
		if !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("the policy does not allow the script that begins %.60q", textOf(s))
		}
		hashes++
	}
	if n := strings.Count(policy, "'sha256-"); n != hashes {
		t.Errorf("the policy allows %d scripts, the page has %d", n, hashes)
	}
	for _, e := range elements(root, "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio", "source") {
		t.Errorf("the page has a <%s>", e.Data)
	}
}

func TestWithoutCharts(t *testing.T) {
	page := rendered(t, built(8, ""), "id", WithoutCharts())
	if bytes.Contains(page, []byte(`id="chart-data"`)) || bytes.Contains(page, []byte(`class="chart`)) {
		t.Error("there are charts, or places for them")
	}
	if !bytes.Contains(page, []byte("Grafik tidak disertakan")) {
		t.Error("the page does not say that charts are missing")
	}
	if _, built := webassets.ECharts(); !built {
		t.Log("the bundle is not built in; run make assets to test pages with charts")
	}
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(rendered(t, built(24, "x"), "id"), rendered(t, built(24, "x"), "id")) {
		t.Error("the same assessment gave two different pages")
	}
}

// hostile are texts that are markup, script or a trick of go-echarts' own renderer somewhere.
var hostile = []string{
	`<script>window.PWNED=1</script>`, `</script><script>window.PWNED=1</script>`, `<!--<script>`, `]]>`,
	`__f__(function(){window.PWNED=1})()__f__`, `"><img src=x onerror="window.PWNED=1">`, `' onmouseover='window.PWNED=1`,
	`javascript:window.PWNED=1`, `{{.Policy}}`, "${window.PWNED=1}", "\u202Etxt.exe", "\u2028alert", "a\x00b", `=cmd|' /C calc'!A0`,
	"😀👩‍👩‍👧", strings.Repeat("panjang", 720), "var(--accent)", "../../etc/passwd", `\"};window.PWNED=1;//`, "\xff\xfe",
}

// With any hostile text in every place a file can fill, the page has the same elements and attributes as with a
// harmless one: nothing of the text has become markup.
func TestHostileTexts(t *testing.T) {
	shape := func(word string) string {
		var b strings.Builder
		for _, e := range elements(parsed(t, rendered(t, built(6, word), "id"))) {
			b.WriteString("<" + e.Data)
			for _, a := range e.Attr {
				b.WriteString(" " + a.Key)
				if strings.HasPrefix(a.Key, "on") || (a.Key == "href" && !strings.HasPrefix(a.Val, "#")) {
					t.Errorf("%q gave %s=%q", word, a.Key, a.Val)
				}
			}
		}
		return b.String()
	}
	want := shape("kata")
	for _, word := range hostile {
		if got := shape(word); got != want {
			i := 0
			for i < min(len(got), len(want)) && got[i] == want[i] {
				i++
			}
			t.Errorf("%.60q changed the page: …%.80s… instead of …%.80s…", word, got[max(0, i-20):], want[max(0, i-20):])
		}
	}
}

// The data block must not be ended by a label, and must read back as it was.
func TestChartDataSurvivesLabels(t *testing.T) {
	if _, built := webassets.ECharts(); !built {
		t.Log("the bundle is not built in, so the page has no chart data; run make assets to test it")
		return
	}
	page := rendered(t, built(6, `</script><script>window.PWNED=1</script>`), "id")
	for _, s := range elements(parsed(t, page), "script") {
		if attribute(s, "type") == "application/json" && strings.Contains(textOf(s), "<") {
			t.Error("the data block holds a bare <")
		}
	}
}

// A dimension without a value is not an axis of the radar: drawn at the centre it would read as the lowest value.
func TestRadarLeavesUnknownOut(t *testing.T) {
	r := view.New(built(8, ""), "id")
	one, ok := radarOf(r.Agencies[6]) // d3 does not apply, d4 is under its minimum coverage
	if !ok || !slices.Equal(one.Axes, []int{0, 1, 2}) || len(one.Values) != 3 {
		t.Errorf("axes %v, drawn %v", one.Axes, ok)
	}
	if _, ok := radarOf(r.Agencies[7]); ok {
		t.Error("an agency without any value has a radar")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorIsReported(t *testing.T) {
	if err := Render(full{}, view.New(built(2, ""), "id")); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("error %v", err)
	}
}

func BenchmarkRender552(b *testing.B) {
	r := view.New(built(552, ""), "id")
	for b.Loop() {
		var out bytes.Buffer
		if err := Render(&out, r); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len()), "bytes")
	}
}
