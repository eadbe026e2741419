package remote

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// secret is what no message may hold.
const token = "s3cr3t-t0k3n"

// noted waits without waiting and notes for how long.
type noted struct {
	mu     sync.Mutex
	pauses []time.Duration
}

func (n *noted) wait(ctx context.Context, d time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.pauses = append(n.pauses, d)
	return ctx.Err()
}

func openAt(t *testing.T, s *Source, o Options) *Client {
	t.Helper()
	if o.Wait == nil {
		o.Wait = (&noted{}).wait
	}
	c, err := Open(s, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// question is any question.
var question = Request{About: "uji", Path: "api/v1/query", Form: url.Values{"query": {"1"}}}

// Every trap ends in a fault of its own kind, in bounded time and memory, and no fault names a secret.
func TestTraps(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("asked elsewhere, with %q", r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	endless := func(w http.ResponseWriter, _ *http.Request) {
		block := bytes.Repeat([]byte("0"), 64<<10)
		for sent := 0; sent < 1<<30; sent += len(block) { // 1 GiB, unless somebody hangs up
			if _, err := w.Write(block); err != nil {
				return
			}
		}
		t.Error("somebody took the whole gigabyte")
	}
	for _, c := range []struct {
		name     string
		handle   http.HandlerFunc
		kind     Kind
		says     string
		attempts int
	}{
		{"redirect to another host", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/login?token="+token, http.StatusTemporaryRedirect)
		}, Redirected, elsewhere.URL + "/login", 1},
		{"redirect with another method", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login", http.StatusFound)
		}, Redirected, "/login", 1},
		{"redirect without end", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusTemporaryRedirect)
		}, Redirected, "", 1},
		{"redirect to nowhere", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }, "", "", 1},
		{"a gigabyte", endless, TooLarge, "100000", 1},
		{"a gigabyte announced", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(1<<30))
			_, _ = w.Write([]byte("{"))
		}, TooLarge, "100000", 1},
		{"a bomb of gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.CopyN(z, zeros{}, 10<<20) // 10 MiB in 10 KiB
			_ = z.Close()
		}, TooLarge, "100000", 1},
		{"hangs before the answer", func(_ http.ResponseWriter, r *http.Request) { hang(r) }, TimedOut, "300ms", 3},
		{"hangs in the middle", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(`{"status":`))
			w.(http.Flusher).Flush()
			hang(r)
		}, TimedOut, "300ms", 3},
		{"breaks off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"status":`))
		}, Unreachable, "EOF", 3},
		{"denied", func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "no: "+r.Header.Get("Authorization"), http.StatusUnauthorized)
		}, Denied, "no: Bearer ***", 1},
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, Denied, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.handle)
			defer server.Close()
			client := openAt(t, &Source{
				URL: server.URL, Auth: Auth{BearerEnv: "TOKEN"}, Timeout: 300 * time.Millisecond, MaxAnswer: 100_000,
			}, Options{Getenv: env("TOKEN", token)})
			answer, err := client.Ask(context.Background(), question)
			fault, is := errors.AsType[*Fault](err)
			if !is {
				t.Fatalf("answered %v, %v", answer, err)
			}
			if c.kind != "" && fault.Kind != c.kind {
				t.Errorf("is %v, want %s", fault, c.kind)
			}
			if !strings.Contains(fault.Detail, c.says) || fault.Attempts > c.attempts || strings.Contains(fault.Error(), token) {
				t.Errorf("says %q after %d attempts, want %q after %d", fault, fault.Attempts, c.says, c.attempts)
			}
		})
	}
}

// hang says nothing until the client hangs up. A server of net/http notices that only when it has read the whole
// question; else the test would wait for ever for its own server to close.
func hang(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestNobodyListens(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	waits := &noted{}
	client := openAt(t, &Source{URL: server.URL}, Options{Wait: waits.wait, Attempts: 4, Pause: 100 * time.Millisecond})
	_, err := client.Ask(context.Background(), question)
	fault, is := errors.AsType[*Fault](err)
	if !is || fault.Kind != Unreachable || fault.Attempts != 4 || !strings.Contains(fault.Detail, "refused") {
		t.Errorf("is %v", err)
	}
	// Twice as long each time, and never by chance.
	if want := []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond}; !slices.Equal(waits.pauses, want) {
		t.Errorf("waited %v, want %v", waits.pauses, want)
	}
}

// What may pass is tried again: after the pause that the server asks for, where that is longer.
func TestBusyServersAreAskedAgain(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if string(body) != "query=1" || r.URL.Path != "/awalan/api/v1/query" || r.Header.Get("X-Scope-OrgID") != "kaltim" {
			t.Errorf("asked %q at %s", body, r.URL)
		}
		switch asked.Add(1) {
		case 1:
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			_, _ = w.Write([]byte("jawaban"))
		}
	}))
	defer server.Close()
	waits := &noted{}
	client := openAt(t, &Source{URL: server.URL + "/awalan/", Headers: map[string]string{"X-Scope-OrgID": "kaltim"}}, Options{Wait: waits.wait})
	answer, err := client.Ask(context.Background(), question)
	if err != nil || !answer.OK() || string(answer.Body) != "jawaban" {
		t.Fatalf("answered %v, %v", answer, err)
	}
	if want := []time.Duration{7 * time.Second, 30 * time.Second}; !slices.Equal(waits.pauses, want) {
		t.Errorf("waited %v, want %v", waits.pauses, want)
	}
	sum := sha256.Sum256([]byte("jawaban"))
	if all := client.Exchanges(); len(all) != 1 || all[0].SHA256 != hex.EncodeToString(sum[:]) || all[0].Body != "query=1" || all[0].About != "uji" {
		t.Errorf("kept %+v", all)
	}
}

// A busy server that stays busy is answered for with its status: the caller knows what its text means.
func TestBusyForEver(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "sibuk", http.StatusServiceUnavailable)
	}))
	defer server.Close()
	answer, err := openAt(t, &Source{URL: server.URL}, Options{}).Ask(context.Background(), question)
	if err != nil || answer.OK() || answer.Status != http.StatusServiceUnavailable {
		t.Errorf("answered %v, %v", answer, err)
	}
}

func TestSameServerMayRedirect(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/query" {
			http.Redirect(w, r, "/baru", http.StatusPermanentRedirect)
			return
		}
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	}))
	defer server.Close()
	answer, err := openAt(t, &Source{URL: server.URL}, Options{}).Ask(context.Background(), question)
	if err != nil || string(answer.Body) != "query=1" {
		t.Errorf("answered %v, %v", answer, err)
	}
}

// No more requests than allowed are under way at once.
func TestConcurrency(t *testing.T) {
	var now, most atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		for {
			old := most.Load()
			if n <= old || most.CompareAndSwap(old, n) {
				break
			}
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
	}))
	defer server.Close()
	client := openAt(t, &Source{URL: server.URL, Concurrency: 2}, Options{})
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			if _, err := client.Ask(context.Background(), Request{About: strconv.Itoa(i)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := most.Load(); n > 2 {
		t.Errorf("%d requests at once, want 2", n)
	}
	if all := client.Exchanges(); len(all) != 12 || !slices.IsSortedFunc(all, func(a, b Exchange) int { return strings.Compare(a.About, b.About) }) {
		t.Errorf("kept %d exchanges, in this order: %+v", len(all), all)
	}
}

func TestStopped(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { hang(r) }))
	defer server.Close()
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	_, err := openAt(t, &Source{URL: server.URL}, Options{}).Ask(ctx, question)
	if fault, is := errors.AsType[*Fault](err); !is || fault.Kind != Stopped {
		t.Errorf("is %v", err)
	}
}

// What is kept of one source is limited too, however many answers it takes.
func TestAnswersTogether(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1000)) }))
	defer server.Close()
	client := openAt(t, &Source{URL: server.URL, MaxAnswer: 1000}, Options{})
	for i := range 5 {
		_, err := client.Ask(context.Background(), question)
		fault, _ := errors.AsType[*Fault](err)
		if refused := fault != nil && fault.Kind == TooLarge; refused != (i == 4) {
			t.Errorf("answer %d: %v", i+1, err)
		}
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("aman")) }))
	defer server.Close()
	dir := t.TempDir()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for name, data := range map[string][]byte{"ca.pem": ca, "rusak.pem": []byte("bukan sertifikat")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := openAt(t, &Source{URL: server.URL}, Options{}).Ask(context.Background(), question)
	if fault, is := errors.AsType[*Fault](err); !is || fault.Kind != Untrusted || fault.Attempts != 1 {
		t.Errorf("an unknown authority: %v", err)
	}
	client := openAt(t, &Source{URL: server.URL, TLS: TLS{CAFile: "ca.pem"}}, Options{Dir: dir})
	if answer, err := client.Ask(context.Background(), question); err != nil || string(answer.Body) != "aman" {
		t.Errorf("a known authority: %v, %v", answer, err)
	}
	plain := httptest.NewServer(nil)
	defer plain.Close()
	_, err = openAt(t, &Source{URL: strings.Replace(plain.URL, "http:", "https:", 1)}, Options{}).Ask(context.Background(), question)
	if fault, is := errors.AsType[*Fault](err); !is || fault.Kind != Untrusted {
		t.Errorf("no TLS at all: %v", err)
	}
	for file, why := range map[string]string{"rusak.pem": Malformed, "hilang.pem": Unreadable} {
		_, err := Open(&Source{URL: server.URL, TLS: TLS{CAFile: file}}, Options{Dir: dir})
		if secret, is := errors.AsType[*SecretError](err); !is || secret.Key != "ca_file" || secret.Why != why {
			t.Errorf("%s: %v, want %s", file, err, why)
		}
	}
}

func TestCredentials(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{"token": token + "\r\n", "kosong": "\n", "dua-baris": "a\nb\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	getenv := env("TOKEN", token, "NAMA", "budi", "SANDI", "rahasia:dua", "SPASI", "  ", "BARIS", "a\nb")
	for _, c := range []struct {
		name   string
		auth   Auth
		header string
		fault  SecretError
	}{
		{"none", Auth{}, "", SecretError{}},
		{"bearer from the environment", Auth{BearerEnv: "TOKEN"}, "Bearer " + token, SecretError{}},
		{"bearer from a file", Auth{BearerFile: "token"}, "Bearer " + token, SecretError{}},
		// base64 of budi:rahasia:dua
		{"basic from the environment", Auth{UserEnv: "NAMA", PasswordEnv: "SANDI"}, "Basic YnVkaTpyYWhhc2lhOmR1YQ==", SecretError{}},
		{"basic with a file", Auth{User: "budi", PasswordFile: "token"}, "Basic YnVkaTpzM2NyM3QtdDBrM24=", SecretError{}},
		{"not set", Auth{BearerEnv: "LAIN"}, "", SecretError{"bearer_env", Missing}},
		{"no user", Auth{UserEnv: "LAIN", PasswordEnv: "SANDI"}, "", SecretError{"user_env", Missing}},
		{"no password", Auth{User: "budi", PasswordEnv: "LAIN"}, "", SecretError{"password_env", Missing}},
		{"blanks", Auth{BearerEnv: "SPASI"}, "", SecretError{"bearer_env", Empty}},
		{"two lines", Auth{BearerEnv: "BARIS"}, "", SecretError{"bearer_env", Malformed}},
		{"no file", Auth{BearerFile: "hilang"}, "", SecretError{"bearer_file", Unreadable}},
		{"an empty file", Auth{BearerFile: "kosong"}, "", SecretError{"bearer_file", Missing}},
		{"a file of two lines", Auth{BearerFile: "dua-baris"}, "", SecretError{"bearer_file", Malformed}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") }))
			defer server.Close()
			client, err := Open(&Source{URL: server.URL, Auth: c.auth}, Options{Dir: dir, Getenv: getenv})
			if c.fault != (SecretError{}) {
				if secret, is := errors.AsType[*SecretError](err); !is || *secret != c.fault {
					t.Fatalf("%v, want %v", err, c.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			if _, err := client.Ask(context.Background(), question); err != nil || got != c.header {
				t.Errorf("sent %q, want %q (%v)", got, c.header, err)
			}
		})
	}
}

// Whatever a server, or a proxy, says with a secret in it, the message has none.
func TestSecretsAreTakenOut(t *testing.T) {
	client := openAt(t, &Source{URL: "http://127.0.0.1:1", Auth: Auth{User: "budi", PasswordEnv: "SANDI"}},
		Options{Getenv: env("SANDI", "rahasia-sekali", "HTTP_PROXY", "http://orang:sandi-proksi@proxy.example:3128")})
	for _, text := range []string{
		"wrong password rahasia-sekali", "Authorization: Basic YnVkaTpyYWhhc2lhLXNla2FsaQ==", "dialing http://orang:sandi-proksi@proxy.example",
		strings.Repeat("x", 290) + "rahasia-sekali",
	} {
		got := client.Excerpt([]byte(text))
		for _, secret := range []string{"rahasia-sekali", "YnVkaTpyYWhhc2lh", "sandi-proksi"} {
			if strings.Contains(got, secret) {
				t.Errorf("says %q", got)
			}
		}
	}
	if got := client.Excerpt([]byte("a\x1b[31m\r\n b")); strings.ContainsAny(got, "\r\n") {
		t.Errorf("is not one line: %q", got)
	}
}

func TestProxy(t *testing.T) {
	proxied := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { proxied = r.URL.String() }))
	defer proxy.Close()
	client := openAt(t, &Source{URL: "http://metrik.example/p"}, Options{Getenv: env("http_proxy", proxy.URL)})
	if _, err := client.Ask(context.Background(), question); err != nil || proxied != "http://metrik.example/p/api/v1/query" {
		t.Errorf("the proxy was asked for %q (%v)", proxied, err)
	}
}

func TestExposed(t *testing.T) {
	for address, want := range map[string]bool{
		"http://metrik.example": true, "https://metrik.example": false, "http://127.0.0.1:9090": false, "http://[::1]:9090": false,
		"http://localhost:9090": false, "http://10.0.0.5": true,
	} {
		client := openAt(t, &Source{URL: address, Auth: Auth{BearerEnv: "TOKEN"}}, Options{Getenv: env("TOKEN", token)})
		if client.Exposed() != want {
			t.Errorf("%s: exposed is %t", address, !want)
		}
	}
	if openAt(t, &Source{URL: "http://metrik.example"}, Options{}).Exposed() {
		t.Error("nothing is exposed where there is nothing to expose")
	}
}

func TestParseURL(t *testing.T) {
	for text, ok := range map[string]bool{
		"http://a": true, "https://a.b:9090/x/y/": true, "": false, "a": false, "ftp://a": false, "http://": false, "http:///x": false,
		"http://u:p@a": false, "http://a?x=1": false, "http://a#x": false, "https:a": false, "http://a\x00": false, "http://%zz": false,
	} {
		u, err := ParseURL(text)
		if (err == nil) != ok || (ok && u == nil) {
			t.Errorf("%q: %v", text, err)
		}
		if err != nil && strings.Contains(err.Error(), "u:p") {
			t.Errorf("%q is repeated: %v", text, err)
		}
	}
}
