// Package remote is the one door through which siap asks servers, opened by the command "telemetry pull" only. It
// knows HTTP and its traps, and nothing of metrics: credentials come from the environment or a file and are in no
// message; redirects away from the named server are refused; every request has a time limit, every answer a size limit;
// what may pass is tried again; and of every answer the hash is kept, so that it can be said later what was read.
package remote

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// Options is what a client takes from the world around it.
type Options struct {
	// Dir is the assessment's folder, which paths of files are relative to.
	Dir string
	// Getenv reads the environment: credentials, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
	Getenv func(string) string
	// Attempts is how often a request is made at most, Pause how long is waited after the first failure and twice as long
	// after each further one; 0 is three times and one second.
	Attempts int
	Pause    time.Duration
	// Wait waits; nil is waiting in fact.
	Wait func(context.Context, time.Duration) error
	// Agent is the User-Agent.
	Agent string
}

// Client asks one server. It may be used by several goroutines.
type Client struct {
	http          *http.Client
	base          *url.URL
	headers       map[string]string
	authorization string
	secrets       []string
	timeout       time.Duration
	maxAnswer     int64
	attempts      int
	pause         time.Duration
	wait          func(context.Context, time.Duration) error
	slots         chan struct{}

	mu        sync.Mutex
	exchanges []Exchange
	kept      int64
}

// Exchange is one question with the answer that was read.
type Exchange struct {
	// About is what was asked for, in the words of the engine; Path, Query and Body are the question itself.
	About, Path string
	Query, Body string
	Status      int
	// SHA256 is the hash of Answer, in hex.
	SHA256 string
	Answer []byte
}

// Request is a question.
type Request struct {
	// About names the question in the list of exchanges.
	About string
	// Path is below the source's URL, Values go into the address.
	Path   string
	Values url.Values
	// Form is sent as a form; where it is nil, Body is sent as it is; without both the address is only looked at.
	Form url.Values
	Body string
}

// Answer is what the server said, whatever its status.
type Answer struct {
	Status int
	Body   []byte
}

// OK reports a status of success.
func (a *Answer) OK() bool { return a.Status >= 200 && a.Status < 300 }

// Open makes the client of a source. Its error is a *SecretError, or says what is wrong with the URL.
func Open(s *Source, o Options) (*Client, error) {
	base, err := ParseURL(s.URL)
	if err != nil {
		return nil, err
	}
	c := &Client{
		base: base, headers: s.Headers, timeout: s.Timeout, maxAnswer: s.MaxAnswer,
		attempts: o.Attempts, pause: o.Pause, wait: o.Wait,
	}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	if c.maxAnswer <= 0 {
		c.maxAnswer = DefaultMaxAnswer
	}
	if c.attempts <= 0 {
		c.attempts = 3
	}
	if c.pause <= 0 {
		c.pause = time.Second
	}
	if c.wait == nil {
		c.wait = sleep
	}
	getenv := o.Getenv
	if getenv == nil {
		getenv = func(string) string { return "" }
	}
	if err := c.authorize(s.Auth, o.Dir, getenv); err != nil {
		return nil, err
	}
	config, err := trust(s.TLS, o.Dir)
	if err != nil {
		return nil, err
	}
	concurrency := s.Concurrency
	if concurrency <= 0 {
		concurrency = DefaultConcurrency
	}
	c.slots = make(chan struct{}, concurrency)
	if o.Agent != "" {
		c.headers = maps.Clone(c.headers)
		if c.headers == nil {
			c.headers = map[string]string{}
		}
		c.headers["User-Agent"] = o.Agent
	}
	proxies := &httpproxy.Config{
		HTTPProxy: either(getenv, "HTTP_PROXY"), HTTPSProxy: either(getenv, "HTTPS_PROXY"), NoProxy: either(getenv, "NO_PROXY"),
	}
	for _, address := range []string{proxies.HTTPProxy, proxies.HTTPSProxy} {
		if credentials, _, with := strings.Cut(address, "@"); with { // errors about proxies name the whole address
			c.secrets = append(c.secrets, credentials)
		}
	}
	proxy := proxies.ProxyFunc()
	c.http = &http.Client{
		Transport: &http.Transport{
			Proxy:                 func(r *http.Request) (*url.URL, error) { return proxy(r.URL) },
			DialContext:           (&net.Dialer{Timeout: c.timeout}).DialContext,
			TLSClientConfig:       config,
			ForceAttemptHTTP2:     true,
			MaxIdleConnsPerHost:   concurrency,
			MaxConnsPerHost:       concurrency,
			ResponseHeaderTimeout: c.timeout,
		},
		CheckRedirect: sameServer,
	}
	return c, nil
}

// either reads a variable in capitals or in small letters, as other programs do.
func either(getenv func(string) string, name string) string {
	if v := getenv(name); v != "" {
		return v
	}
	return getenv(strings.ToLower(name))
}

// ParseURL reads the address of a server: http or https, a host, perhaps a path, and nothing else.
func ParseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("not an address") // url.Parse would repeat it, with a password that stands in it
	case u.User != nil:
		return nil, errors.New("credentials do not belong here")
	case (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "":
		return nil, errors.New("not an address of the form https://host/path")
	}
	return u, nil
}

// Exposed reports whether credentials would go over a network without encryption.
func (c *Client) Exposed() bool {
	if c.authorization == "" || c.base.Scheme == "https" {
		return false
	}
	host := c.base.Hostname()
	ip := net.ParseIP(host)
	return host != "localhost" && (ip == nil || !ip.IsLoopback())
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// sameServer follows redirects only where the same question is asked of the same server: the form would be lost
// otherwise, and credentials are for the server that was named.
func sameServer(r *http.Request, via []*http.Request) error {
	first := via[0]
	if r.URL.Scheme != first.URL.Scheme || r.URL.Host != first.URL.Host || r.Method != first.Method || len(via) > 3 {
		to := url.URL{Scheme: r.URL.Scheme, Host: r.URL.Host, Path: r.URL.Path} // without what may be secret
		return &redirectError{to.String()}
	}
	return nil
}

// Ask asks, again where the failure may pass, and gives the answer whatever its status. The error is a *Fault.
func (c *Client) Ask(ctx context.Context, r Request) (*Answer, error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return nil, &Fault{Kind: Stopped, Err: ctx.Err()}
	}
	pause := c.pause
	for attempt := 1; ; attempt++ {
		answer, retry, fault := c.once(ctx, r)
		again := (fault != nil && fault.passing()) || (answer != nil && busy(answer.Status))
		if !again || attempt == c.attempts {
			if fault != nil {
				fault.Attempts = attempt
				return nil, fault
			}
			if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
				return nil, &Fault{Kind: Denied, Status: answer.Status, Detail: c.Excerpt(answer.Body), Attempts: attempt}
			}
			if err := c.keep(r, answer); err != nil {
				return nil, c.faultOf(ctx, err)
			}
			return answer, nil
		}
		if err := c.wait(ctx, max(pause, retry)); err != nil {
			return nil, &Fault{Kind: Stopped, Err: err, Attempts: attempt}
		}
		pause *= 2
	}
}

// busy reports the states of a server that may pass.
func busy(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusBadGateway ||
		status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// maxRetryAfter is the longest pause that a server may ask for.
const maxRetryAfter = 30 * time.Second

// once asks one time; retry is how long the server wants to be left alone.
func (c *Client) once(ctx context.Context, r Request) (answer *Answer, retry time.Duration, fault *Fault) {
	limited, stop := context.WithTimeout(ctx, c.timeout)
	defer stop()
	request, err := c.request(limited, r)
	if err != nil {
		return nil, 0, &Fault{Kind: Unreachable, Detail: c.clean(err.Error()), Err: err}
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, 0, c.faultOf(ctx, err)
	}
	defer response.Body.Close()
	body, err := c.read(response)
	if err != nil {
		return nil, 0, c.faultOf(ctx, err)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		retry = min(time.Duration(min(seconds, 3600))*time.Second, maxRetryAfter)
	}
	if response.StatusCode >= 300 && response.StatusCode < 400 { // a redirect without a usable target
		return nil, 0, &Fault{Kind: Redirected, Status: response.StatusCode}
	}
	return &Answer{Status: response.StatusCode, Body: body}, retry, nil
}

func (c *Client) request(ctx context.Context, r Request) (*http.Request, error) {
	at := c.base.JoinPath(r.Path)
	at.RawQuery = r.Values.Encode()
	body, kind := r.Body, "text/plain; charset=utf-8"
	if r.Form != nil {
		body, kind = r.Form.Encode(), "application/x-www-form-urlencoded"
	}
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	request, err := http.NewRequestWithContext(ctx, method, at.String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range c.headers {
		request.Header.Set(name, value)
	}
	if body != "" {
		request.Header.Set("Content-Type", kind)
	}
	request.Header.Set("Accept", "application/json")
	if c.authorization != "" {
		request.Header.Set("Authorization", c.authorization)
	}
	return request, nil
}

// read reads an answer up to the limit, which counts bytes after unpacking.
func (c *Client) read(response *http.Response) ([]byte, error) {
	if response.ContentLength > c.maxAnswer {
		return nil, errTooLarge
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(response.Body, c.maxAnswer+1))
	switch {
	case n > c.maxAnswer:
		return nil, errTooLarge
	case err != nil:
		return nil, err
	}
	return b.Bytes(), nil
}

// keptAnswers is how many answers of the largest allowed size are kept of one source at most.
const keptAnswers = 4

// keep records an exchange.
func (c *Client) keep(r Request, answer *Answer) error {
	sum := sha256.Sum256(answer.Body)
	question := r.Body
	if r.Form != nil {
		question = r.Form.Encode()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept += int64(len(answer.Body)); c.kept > keptAnswers*c.maxAnswer {
		return errTooLarge
	}
	c.exchanges = append(c.exchanges, Exchange{
		About: r.About, Path: r.Path, Query: r.Values.Encode(), Body: question, Status: answer.Status,
		SHA256: hex.EncodeToString(sum[:]), Answer: answer.Body,
	})
	return nil
}

// Exchanges gives all questions with their answers, in an order that does not depend on which came first.
func (c *Client) Exchanges() []Exchange {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.Clone(c.exchanges)
	slices.SortStableFunc(all, func(a, b Exchange) int {
		return strings.Compare(a.About+"\x00"+a.Path+"\x00"+a.Query+"\x00"+a.Body, b.About+"\x00"+b.Path+"\x00"+b.Query+"\x00"+b.Body)
	})
	return all
}

// Excerpt gives the beginning of an answer for a message, without secrets.
func (c *Client) Excerpt(body []byte) string { return c.clean(string(body[:min(len(body), 64<<10)])) }

// Clean takes secrets out of a text and makes it one line.
func (c *Client) Clean(text string) string { return c.clean(text) }

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
