package remote

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Fault is why a request has no answer that could be read. Its texts never hold a secret.
type Fault struct {
	Kind Kind
	// Status is the HTTP status; 0 where no answer came.
	Status int
	// Detail says more: what the server said, where it redirects to, how large the answer may be.
	Detail string
	// Attempts is how often it was tried.
	Attempts int
	// Err is what the network said; nil where the server said something.
	Err error
}

// Kind tells faults apart.
type Kind string

// The kinds of fault.
const (
	// Unreachable: no connection, or one that broke.
	Unreachable Kind = "unreachable"
	// TimedOut: no whole answer within the time limit.
	TimedOut Kind = "timed_out"
	// TooLarge: the answer is longer than allowed.
	TooLarge Kind = "too_large"
	// Redirected: the server wants the question asked elsewhere.
	Redirected Kind = "redirected"
	// Denied: the server does not accept the credentials.
	Denied Kind = "denied"
	// Untrusted: the certificates do not fit.
	Untrusted Kind = "untrusted"
	// Stopped: the user ended the run.
	Stopped Kind = "stopped"
)

func (f *Fault) Error() string {
	text := "asking the server: " + string(f.Kind)
	if f.Status != 0 {
		text += ", status " + strconv.Itoa(f.Status)
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	if f.Attempts > 1 {
		text += fmt.Sprintf(" (tried %d times)", f.Attempts)
	}
	return text
}

func (f *Fault) Unwrap() error { return f.Err }

// passing reports faults that may be gone a moment later.
func (f *Fault) passing() bool { return f.Kind == Unreachable || f.Kind == TimedOut }

// redirectError carries a refused redirect through net/http.
type redirectError struct{ to string }

func (e *redirectError) Error() string { return "redirects to " + e.to }

var errTooLarge = errors.New("the answer is too large")

// faultOf classifies what net/http, or reading the answer, gave.
func (c *Client) faultOf(ctx context.Context, err error) *Fault {
	f := &Fault{Err: err}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, garbled := errors.AsType[tls.RecordHeaderError](err)
	noTLS := garbled || errors.Is(err, http.ErrSchemeMismatch)
	_, alert := errors.AsType[tls.AlertError](err)
	redirect, redirected := errors.AsType[*redirectError](err)
	network, isNetwork := errors.AsType[net.Error](err)
	switch {
	case ctx.Err() != nil:
		f.Kind = Stopped
	case redirected:
		f.Kind, f.Detail = Redirected, redirect.to
		return f
	case errors.Is(err, errTooLarge):
		f.Kind, f.Detail = TooLarge, strconv.FormatInt(c.maxAnswer, 10)
		return f
	case untrusted || unknown || noTLS || alert:
		f.Kind = Untrusted
	case errors.Is(err, context.DeadlineExceeded) || (isNetwork && network.Timeout()):
		f.Kind, f.Detail = TimedOut, c.timeout.String()
		return f
	default:
		f.Kind = Unreachable
	}
	f.Detail = c.clean(last(err).Error())
	return f
}

// last gives the innermost error that is still about the connection: net/http's own texts name the URL, which is said
// already.
func last(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Err != nil {
		err = e.Err
	}
	return err
}

// clean makes a text fit for a message: secrets out, one line, not too long.
func (c *Client) clean(text string) string {
	for _, secret := range c.secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:299]) + "…"
	}
	return text
}
