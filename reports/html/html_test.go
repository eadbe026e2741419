package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"siap/internal/l10n"
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

// What is plain HTML has the summary, the ranking and the method, in the language of the report.
func TestStaticCore(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			root := parsed(t, rendered(t, built(8, ""), lang))
			if got := attribute(elements(root, "html")[0], "lang"); got != lang {
				t.Errorf("lang is %q", got)
			}
			for _, table := range elements(root, "table") {
				if len(elements(table, "caption")) != 1 {
					t.Error("a table has no caption")
				}
			}
			// 8 agencies, one of them without a score: a line each, the last with its reason.
			rows := elements(elements(root, "tbody")[1], "tr")
			if len(rows) != 8 || !strings.Contains(textOf(rows[0]), "Instansi 08") {
				t.Errorf("%d rows in the ranking, the first %q", len(rows), textOf(rows[0]))
			}
			main := textOf(elements(root, "main")[0])
			for _, word := range []string{"html.", "view.", "NaN", "%!", "<nil>", "ZgotmplZ"} {
				if strings.Contains(main, word) {
					t.Errorf("the page prints %q", word)
				}
			}
			r := view.New(built(8, ""), lang)
			for _, text := range append([]string{r.Finding, r.Method.Paragraphs[0].Text, r.Provenance.Facts[0].Value}, r.Summary...) {
				if !strings.Contains(main, text) {
					t.Errorf("the plain page lacks %q", text)
				}
			}
			if n := len(elements(elements(root, "body")[0], "p")); n < 10 {
				t.Errorf("only %d paragraphs", n)
			}
		})
	}
}

// The page may load nothing: no address in an element that loads, and a policy that names exactly its own style and
// scripts.
func TestNothingIsLoaded(t *testing.T) {
	root := parsed(t, rendered(t, built(8, ""), "id"))
	policy := ""
	for _, m := range elements(root, "meta") {
		if attribute(m, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(m, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("policy %q", policy)
	}
	hashes := 0
	for _, s := range elements(root, "script", "style") {
		if attribute(s, "src") != "" {
			t.Errorf("a script is loaded from %q", attribute(s, "src"))
		}
		if attribute(s, "type") == "application/json" {
			continue
		}
		sum := sha256.Sum256([]byte(textOf(s)))
		if !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("the policy does not allow the %s that begins %.60q", s.Data, textOf(s))
		}
		hashes++
	}
	if n := strings.Count(policy, "'sha256-"); n != hashes {
		t.Errorf("the policy allows %d scripts and styles, the page has %d", n, hashes)
	}
	for _, e := range elements(root, "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio", "source") {
		t.Errorf("the page has a <%s>", e.Data)
	}
	for _, e := range elements(root) {
		if attribute(e, "style") != "" {
			t.Errorf("<%s> has a style attribute, which the policy refuses", e.Data)
		}
	}
}

func TestWithoutCharts(t *testing.T) {
	page := rendered(t, built(8, ""), "id", WithoutCharts())
	with := rendered(t, built(8, ""), "id")
	if _, built := webassets.ECharts(); !built {
		t.Log("the bundle is not built in; run make assets to test pages with charts")
	} else if len(with)-len(page) < 300_000 {
		t.Errorf("leaving the charts out saves %d bytes only", len(with)-len(page))
	}
	if bytes.Contains(page, []byte(`"charts":`)) {
		t.Error("there are options of charts")
	}
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(rendered(t, built(24, "x"), "id"), rendered(t, built(24, "x"), "id")) {
		t.Error("the same assessment gave two different pages")
	}
}

// Notes and quotations are in the page only where they were asked for, and their number is told.
func TestNotesAreAskedFor(t *testing.T) {
	if page := rendered(t, built(3, ""), "id"); bytes.Contains(page, []byte("catatan")) && bytes.Contains(page, []byte(`"notes":true`)) || !bytes.Contains(page, []byte(`"hiddenNotes":`)) {
		t.Error("notes are in a page that should have none, or it does not say that there are any")
	}
	if page := rendered(t, built(3, "rahasia"), "id", WithNotes()); !bytes.Contains(page, []byte("catatan rahasia")) || bytes.Contains(page, []byte(`"hiddenNotes":`)) {
		t.Error("notes are missing where they were asked for")
	}
}

// Every key of a message that the script uses is in the page, in both languages.
func TestMessagesOfTheScript(t *testing.T) {
	own, err := joined("assets/app/%s.js", scripts)
	if err != nil {
		t.Fatal(err)
	}
	have := messages()
	for _, m := range regexp.MustCompile(`'((?:html|view|severity)\.[a-z_.0-9]+)'`).FindAllStringSubmatch(string(own), -1) {
		for _, lang := range l10n.Languages {
			if have[lang][m[1]] == "" {
				t.Errorf("the script says %s, which is not in the page in %s", m[1], lang)
			}
		}
	}
	for key := range have["id"] {
		if used := bytes.Contains(own, []byte("'"+key+"'")); !used && strings.HasPrefix(key, "html.") {
			template := false
			for _, name := range []string{"page", "static"} {
				text, err := assets.ReadFile("assets/" + name + ".tmpl")
				if err != nil {
					t.Fatal(err)
				}
				template = template || bytes.Contains(text, []byte(`"`+key+`"`))
			}
			if !template && !strings.HasPrefix(key, "html.theme.") && !strings.HasPrefix(key, "html.language.") {
				t.Errorf("nothing says %s", key)
			}
		}
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
		for _, e := range elements(parsed(t, rendered(t, built(6, word), "id", WithNotes()))) {
			b.WriteString("<" + e.Data)
			for _, a := range e.Attr {
				b.WriteString(" " + a.Key)
				if strings.HasPrefix(a.Key, "on") || a.Key == "href" {
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

// The data block must not be ended by a text, and must read back as JSON.
func TestDataSurvivesTexts(t *testing.T) {
	for _, word := range hostile {
		page := rendered(t, built(6, word), "id", WithNotes())
		for _, s := range elements(parsed(t, page), "script") {
			if attribute(s, "type") != "application/json" {
				continue
			}
			if text := textOf(s); strings.ContainsAny(text, "<>&\x00\u2028\u2029") || !json.Valid([]byte(text)) {
				t.Errorf("%.60q spoils the data block", word)
			}
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorIsReported(t *testing.T) {
	if err := Render(full{}, view.New(built(2, ""), "id")); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("error %v", err)
	}
}
