package onefile

import (
	"errors"
	"html/template"
	"strings"
	"testing"
)

// The policy names each part by the hash of its bytes, in the order they were put in (SHA-256 of "a" and "b", in base64),
// and says nothing of kinds that are not there.
func TestPolicy(t *testing.T) {
	const a, b = "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='", "'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='"
	var p Parts
	if got := p.Style([]byte("a")); got != "<style>a</style>" {
		t.Error(got)
	}
	none := "default-src 'none'; base-uri 'none'; form-action 'none'"
	if got, want := p.Policy(), none+"; style-src "+a; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := p.Script([]byte("b")) + p.Script([]byte("a")); got != "<script>b</script><script>a</script>" {
		t.Error(got)
	}
	if got, want := p.Policy("img-src data:"), none+"; img-src data:; style-src "+a+"; script-src "+b+" "+a; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := Data(`"d`, []byte(`{"x":1}`)), template.HTML(`<script type="application/json" id="&#34;d">{"x":1}</script>`); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A template that fails in the middle leaves nothing behind.
func TestWriteIsWhole(t *testing.T) {
	templates := template.Must(template.New("page").Parse("before {{call .}}"))
	var out strings.Builder
	broken := errors.New("broken")
	if err := Write(&out, "the page", templates, "page", func() (string, error) { return "", broken }); !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("%v, %q", err, out.String())
	}
	if err := Write(&out, "the page", templates, "page", func() string { return "<" }); err != nil || out.String() != "before &lt;" {
		t.Errorf("%v, %q", err, out.String())
	}
}
