// Package traffic records the requests that a tenant answers, without their secrets, and counts them. Handlers add what
// they know about a request to its [Note].
package traffic

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Request is one request the tenant answered. It holds no token and no secret.
type Request struct {
	Time   time.Time `json:"time"` // when it arrived
	Method string    `json:"method"`
	Path   string    `json:"path"` // with the query
	// Status is the status of the tenant's answer, even if a fault withheld the answer; 0 if the request did not reach the
	// tenant.
	Status int   `json:"status"`
	Millis int64 `json:"ms"`
	// ClientID is the application the access token was issued to, for calls of the Management API with a valid token, or
	// the application that requests a login or a token.
	ClientID string `json:"client_id,omitempty"`
	// Body is the body of a request to the Management API or of a registration, with secrets masked.
	Body any `json:"body,omitempty"`
	// Fault is the kind of the fault that struck the request, if any.
	Fault faults.Kind `json:"fault,omitempty"`
	// Throttled is the bucket that was empty, for requests a rate limit refused.
	Throttled limits.Throttle `json:"throttled,omitempty"`

	// GrantType is the grant type of a token request, Issued the token, and Refusal why a token request or a login was
	// refused.
	GrantType string  `json:"grant_type,omitempty"`
	Issued    *Issued `json:"issued,omitempty"`
	Refusal   string  `json:"refusal,omitempty"`

	route string // method and path with {parameters}, "" for an unknown one
}

// Issued is the content of an issued access token.
type Issued struct {
	Audiences []string `json:"audiences"`
	Scope     string   `json:"scope,omitempty"`
}

// LogSize is how many requests are kept.
const LogSize = 30_000

// Log keeps the last requests that were answered, and counts all.
type Log struct {
	// Now tells the time of arrival.
	Now func() time.Time

	mu       sync.Mutex
	requests []Request // a ring once it is full
	oldest   int
	counts   map[string]*EndpointStats // by route
}

// Add records a request that was answered.
func (l *Log) Add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count(r)
	if len(l.requests) < LogSize {
		l.requests = append(l.requests, r)
		return
	}
	l.requests[l.oldest] = r
	l.oldest = (l.oldest + 1) % LogSize
}

// All returns the requests that are kept, in the order of their answers.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Concat(l.requests[l.oldest:], l.requests[:l.oldest])
}

// Last returns up to n requests that match, the newest first, and the number of all requests, including those that are
// no longer kept.
func (l *Log) Last(n int, match func(*Request) bool) (requests []Numbered, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, endpoint := range l.counts {
		total += endpoint.Calls
	}
	for i := 0; i < len(l.requests) && len(requests) < n; i++ {
		request := &l.requests[(l.oldest+len(l.requests)-1-i)%len(l.requests)]
		if match(request) {
			requests = append(requests, Numbered{*request, total - i})
		}
	}
	return requests, total
}

// Numbered is a request and its number in the order of all answers, from 1.
type Numbered struct {
	Request
	Number int
}

// Clear deletes the requests and the counts.
func (l *Log) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests, l.oldest, l.counts = nil, 0, nil
}

type noteKey struct{}

// Note is what a handler adds to the record of its request.
func Note(r *http.Request) *Request {
	if n, ok := r.Context().Value(noteKey{}).(*Request); ok {
		return n
	}
	return &Request{}
}

// Record records every request before its answer is sent or its connection closed, so that a caller who has seen either
// finds the request.
func (l *Log) Record(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		entry := &Request{Time: l.Now(), Method: r.Method, Path: masked(r.URL), route: route}
		recorder := &StatusRecorder{ResponseWriter: w, Entry: entry, finish: func() {
			entry.Millis = time.Since(started).Milliseconds()
			l.Add(*entry)
		}}
		defer recorder.done()
		next.ServeHTTP(recorder, r.WithContext(context.WithValue(r.Context(), noteKey{}, entry)))
	})
}

// StatusRecorder completes the record of a request once, just before its answer is sent.
type StatusRecorder struct {
	http.ResponseWriter
	Entry  *Request
	finish func()
}

// WriteHeader records the status, unless a fault has already recorded the status of the tenant's own answer.
func (w *StatusRecorder) WriteHeader(status int) {
	if w.Entry.Status == 0 {
		w.Entry.Status = status
	}
	w.done()
	w.ResponseWriter.WriteHeader(status)
}

func (w *StatusRecorder) Write(p []byte) (int, error) {
	if w.finish != nil {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w *StatusRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *StatusRecorder) done() {
	if w.finish != nil {
		w.finish()
		w.finish = nil
	}
}

// secretParameters are the parameters of a query whose values are never recorded.
var secretParameters = []string{
	"access_token", "client_assertion", "client_secret", "code", "code_verifier", "id_token_hint", "login_ticket",
	"password", "refresh_token", "token",
}

// masked returns the path and the query of a URL without secrets.
func masked(u *url.URL) string {
	query := u.Query()
	isSecret := false
	for _, name := range secretParameters {
		if query.Has(name) {
			query.Set(name, Masking)
			isSecret = true
		}
	}
	if !isSecret {
		return u.RequestURI()
	}
	return u.EscapedPath() + "?" + query.Encode()
}

// Masking replaces a secret.
const Masking = "[masked]"

// secretMembers are the members whose values are never recorded.
var secretMembers = []string{
	"client_secret", "signing_secret", "secret", "password", "privateKey", "private_key", "storageAccessKey", "sasKey",
	"servicePassword", "masterkey", "configuration", "token", "assertion", "client_assertion",
}

// Masked copies a JSON value without its secrets.
func Masked(value any) any {
	switch v := value.(type) {
	case object.Object:
		out := make(object.Object, len(v))
		for key, member := range v {
			if slices.ContainsFunc(secretMembers, func(secret string) bool { return strings.EqualFold(secret, key) }) &&
				member != nil {
				out[key] = Masking
				continue
			}
			out[key] = Masked(member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = Masked(item)
		}
		return out
	default:
		return v
	}
}
