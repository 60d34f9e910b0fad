package emulator

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is one request the tenant answered. It holds no token and no secret.
type Request struct {
	Time   time.Time `json:"time"` // when it arrived
	Method string    `json:"method"`
	Path   string    `json:"path"` // with the query
	// Status is what the tenant answered, also where a fault kept the answer from the caller; 0 where it was not asked.
	Status int   `json:"status"`
	Millis int64 `json:"ms"`
	// ClientID is the application the access token was issued to, for calls of the Management API with a valid token.
	ClientID string `json:"client_id,omitempty"`
	// Body is what was sent to the Management API or to register an application, with secrets masked.
	Body any `json:"body,omitempty"`
	// Fault is the kind of the fault that struck the request, if any.
	Fault FaultKind `json:"fault,omitempty"`
	// Throttled is the bucket that was empty, for requests a rate limit refused.
	Throttled Throttle `json:"throttled,omitempty"`

	route string // method and path with {parameters}, "" for an unknown one
}

// logSize is how many requests are kept.
const logSize = 30_000

// requestLog keeps the last requests that were answered, and counts all.
type requestLog struct {
	mu       sync.Mutex
	requests []Request // a ring once it is full
	oldest   int
	counts   map[string]*EndpointStats // by route
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count(r)
	if len(l.requests) < logSize {
		l.requests = append(l.requests, r)
		return
	}
	l.requests[l.oldest] = r
	l.oldest = (l.oldest + 1) % logSize
}

func (l *requestLog) all() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Concat(l.requests[l.oldest:], l.requests[:l.oldest])
}

// last returns up to n requests, the newest first, and how many there were with the forgotten ones.
func (l *requestLog) last(n int) (requests []Request, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range min(n, len(l.requests)) {
		requests = append(requests, l.requests[(l.oldest+len(l.requests)-1-i)%len(l.requests)])
	}
	for _, endpoint := range l.counts {
		total += endpoint.Calls
	}
	return requests, total
}

func (l *requestLog) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests, l.oldest, l.counts = nil, 0, nil
}

type noteKey struct{}

// note is what a handler adds to the record of its request.
func note(r *http.Request) *Request {
	if n, ok := r.Context().Value(noteKey{}).(*Request); ok {
		return n
	}
	return &Request{}
}

// record notes every request that passes, before its answer is sent or its connection closed, so that whoever has seen
// either finds it.
func (s *Server) record(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		entry := &Request{Time: started, Method: r.Method, Path: r.URL.RequestURI(), route: route}
		recorder := &statusRecorder{ResponseWriter: w, entry: entry, finish: func() {
			entry.Millis = time.Since(started).Milliseconds()
			s.log.add(*entry)
		}}
		defer recorder.done()
		next.ServeHTTP(recorder, r.WithContext(context.WithValue(r.Context(), noteKey{}, entry)))
	})
}

// statusRecorder completes the record of a request once, just before its answer is sent.
type statusRecorder struct {
	http.ResponseWriter
	entry  *Request
	finish func()
}

// WriteHeader notes the status unless a fault has already noted the one of the tenant's own answer.
func (w *statusRecorder) WriteHeader(status int) {
	if w.entry.Status == 0 {
		w.entry.Status = status
	}
	w.done()
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusRecorder) Write(p []byte) (int, error) {
	if w.finish != nil {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w *statusRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusRecorder) done() {
	if w.finish != nil {
		w.finish()
		w.finish = nil
	}
}

// masking stands for a secret.
const masking = "[masked]"

// secretMembers are the members whose values are never recorded.
var secretMembers = []string{
	"client_secret", "signing_secret", "secret", "password", "privateKey", "private_key", "storageAccessKey", "sasKey",
	"servicePassword", "masterkey", "configuration", "token", "assertion", "client_assertion",
}

// masked copies a JSON value without its secrets.
func masked(value any) any {
	switch v := value.(type) {
	case object:
		out := make(object, len(v))
		for key, member := range v {
			if slices.ContainsFunc(secretMembers, func(secret string) bool { return strings.EqualFold(secret, key) }) && member != nil {
				out[key] = masking
				continue
			}
			out[key] = masked(member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = masked(item)
		}
		return out
	default:
		return v
	}
}
