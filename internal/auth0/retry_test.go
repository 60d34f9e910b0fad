package auth0_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// The calls of the retry tests, one for each method. The read is of a kind that memory never answers.
var calls = map[string]func(context.Context, *auth0.Client) error{
	http.MethodGet: func(ctx context.Context, c *auth0.Client) error {
		_, err := c.ReadClientSecret(ctx, "tpc_1")
		return err
	},
	http.MethodPost: func(ctx context.Context, c *auth0.Client) error {
		_, err := c.CreateClientGrant(ctx, auth0.ClientGrantFields{Audience: auth0.Set("https://api.example.com")})
		return err
	},
	http.MethodPatch: func(ctx context.Context, c *auth0.Client) error {
		_, err := c.UpdateClientGrant(ctx, "cgr_1", auth0.ClientGrantFields{Scope: auth0.Set([]string{"read:x"})})
		return err
	},
	http.MethodDelete: func(ctx context.Context, c *auth0.Client) error {
		return c.DeleteClientGrant(ctx, "cgr_1")
	},
}

// fine answers as the API does without faults.
func fine(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodDelete {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	shown := map[string]any{"is_first_party": false}
	_ = json.NewDecoder(r.Body).Decode(&shown)
	shown["id"] = path.Base(r.URL.Path)
	if r.Method == http.MethodPost {
		shown["id"] = "cgr_1"
	}
	if shown["client_id"] == nil {
		shown["client_id"] = shown["id"]
	}
	encoded, err := json.Marshal(shown)
	if err != nil {
		panic(err)
	}
	answer(w, http.StatusOK, string(encoded))
}

// refuse answers with a refusal in the API's envelope.
func refuse(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		answer(w, status, fmt.Sprintf(`{"statusCode":%d,"error":%q,"message":"No."}`, status, http.StatusText(status)))
	}
}

// hangUp reads the request and closes the connection.
func hangUp(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	panic(http.ErrAbortHandler)
}

// stall reads the request and never answers. (The server notices that a client left only once the body is read.)
func stall(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// cutOff ends in the middle of the answer.
func cutOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	answer(w, http.StatusOK, `{"id":"cgr_1"`)
	panic(http.ErrAbortHandler)
}

// respond answers 200 with a body of any kind.
func respond(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}
}

func TestRetryPolicy(t *testing.T) {
	t.Parallel()
	const (
		never      = "never"
		always     = "always"   // whatever the method
		harmless   = "harmless" // all but POST
		maxRetries = 2
	)
	faults := map[string]struct {
		act     http.HandlerFunc
		repeats string
		unknown bool // whether the outcome of a write is unknown
		status  int
	}{
		"400":                 {refuse(400), never, false, 400},
		"403":                 {refuse(403), never, false, 403},
		"404":                 {refuse(404), never, false, 404},
		"409":                 {refuse(409), never, false, 409},
		"429":                 {refuse(429), always, false, 429},
		"500":                 {refuse(500), harmless, true, 500},
		"501":                 {refuse(501), never, false, 501},
		"502":                 {refuse(502), harmless, true, 502},
		"503":                 {refuse(503), harmless, true, 503},
		"520":                 {refuse(520), harmless, true, 520},
		"connection closed":   {hangUp, harmless, true, 0},
		"answer cut off":      {cutOff, harmless, true, 0},
		"no answer":           {stall, harmless, true, 0},
		"redirect":            {http.RedirectHandler("https://elsewhere.example.com/", http.StatusFound).ServeHTTP, never, false, 302},
		"permanent redirect":  {http.RedirectHandler("https://elsewhere.example.com/", http.StatusPermanentRedirect).ServeHTTP, never, false, 308},
		"hypertext, no JSON":  {respond("text/html", "<html>Hello</html>"), harmless, true, 200},
		"malformed JSON":      {respond("application/json", `{"id":`), harmless, true, 200},
		"nothing":             {respond("application/json", ``), harmless, true, 200},
		"JSON of other shape": {respond("application/json", `["id"]`), harmless, true, 200},
		"an empty object":     {respond("application/json", `{}`), harmless, true, 200},
		"null":                {respond("application/json", `null`), harmless, true, 200},
		"another object":      {respond("application/json", `{"id":"other","client_id":"other"}`), harmless, true, 200},
	}
	for name, fault := range faults {
		for method, call := range calls {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := &script{acts: []http.HandlerFunc{fault.act}}
					client := newClient(t, server, func(c *auth0.Config) { c.MaxRetries = maxRetries })
					err := call(t.Context(), client)
					if fault.status == http.StatusOK && method == http.MethodDelete {
						if err != nil {
							t.Errorf("%v, although a deletion needs no answer", err)
						}
						return
					}

					attempts := 1
					reads := method == http.MethodGet
					if fault.repeats == always || fault.repeats == harmless && method != http.MethodPost {
						attempts += maxRetries
					}
					if server.count() != attempts {
						t.Errorf("%d attempts, want %d", server.count(), attempts)
					}
					failure := asError(t, err)
					if failure.StatusCode != fault.status || failure.Method != method || failure.Attempts != attempts {
						t.Errorf("error is %+v, want status %d, method %s and %d attempts", failure, fault.status, method, attempts)
					}
					if got, want := errors.Is(err, auth0.ErrUnknownOutcome), fault.unknown && !reads; got != want {
						t.Errorf("outcome unknown: %t, want %t (%v)", got, want, err)
					}
				})
			})
		}
	}
}

func TestRetrySucceeds(t *testing.T) {
	t.Parallel()
	faults := map[string]http.HandlerFunc{"429": refuse(429), "500": refuse(500), "connection closed": hangUp, "answer cut off": cutOff}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &script{acts: []http.HandlerFunc{fault, fault, fine}}
				client := newClient(t, server, func(c *auth0.Config) { c.MaxRetries = 2 })
				grant, err := client.ReadClientGrant(t.Context(), "cgr_1", auth0.Remembered)
				if err != nil || grant.ID != "cgr_1" {
					t.Errorf("got %v, %v", grant, err)
				}
			})
		})
	}
}

func TestRetryResendsBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		read := func(r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, fmt.Sprintf("%d %s", r.ContentLength, body))
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		server := &script{acts: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) { read(r); refuse(429)(w, r) },
			func(w http.ResponseWriter, r *http.Request) { read(r); fine(w, r) },
		}}
		client := newClient(t, server, func(c *auth0.Config) { c.MaxRetries = 1 })
		if err := calls[http.MethodPatch](t.Context(), client); err != nil {
			t.Fatal(err)
		}
		const want = `20 {"scope":["read:x"]}`
		if len(bodies) != 2 || bodies[0] != want || bodies[1] != want {
			t.Errorf("bodies sent: %q, want %q twice", bodies, want)
		}
	})
}

// A request that never had a connection was not acted on, so every method may be repeated, unless that cannot help.
func TestRetryUnconnected(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	unknownHost := &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}
	serverBusy := &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "server misbehaving", Name: "x", IsTemporary: true}}
	untrusted := &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	tests := map[string]struct {
		err      error
		attempts int
	}{
		"connection refused":      {refused, 3},
		"name server busy":        {serverBusy, 3},
		"no such host":            {unknownHost, 1},
		"certificate not trusted": {untrusted, 1},
	}
	for name, test := range tests {
		for method, call := range calls {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					dials := 0
					client := newClient(t, http.NotFoundHandler(), func(c *auth0.Config) {
						c.MaxRetries = 2
						c.HTTPClient.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
							dials++
							return nil, test.err
						}}
					})
					err := call(t.Context(), client)
					if dials != test.attempts {
						t.Errorf("%d attempts, want %d", dials, test.attempts)
					}
					if failure := asError(t, err); failure.StatusCode != 0 || failure.OutcomeUnknown || !errors.Is(err, test.err) {
						t.Errorf("error is %v, want one that names the cause and leaves nothing unknown", err)
					}
				})
			})
		}
	}
}

// If a transport does not tell whether it had a connection, the outcome is unknown.
func TestRetrySilentTransport(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		client := newClient(t, http.NotFoundHandler(), func(c *auth0.Config) {
			c.MaxRetries = 2
			c.HTTPClient.Transport = transportFunc(func(*http.Request) (*http.Response, error) {
				attempts++
				return nil, errors.New("broken")
			})
		})
		err := calls[http.MethodPost](t.Context(), client)
		if attempts != 1 || !errors.Is(err, auth0.ErrUnknownOutcome) {
			t.Errorf("%d attempts, %v; want one, with an unknown outcome", attempts, err)
		}
	})
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestRequestTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, http.HandlerFunc(stall), func(c *auth0.Config) { c.RequestTimeout = 7 * time.Second })
		started := time.Now()
		err := calls[http.MethodPost](t.Context(), client)
		if took := time.Since(started); took != 7*time.Second {
			t.Errorf("gave up after %s, want 7s", took)
		}
		if !strings.Contains(err.Error(), "no complete answer within 7s") || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error is %v, want one that names the limit and is not the caller's", err)
		}
	})
}

func TestCancelledWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, http.HandlerFunc(stall), func(c *auth0.Config) { c.MaxRetries = 5 })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := calls[http.MethodPost](ctx, client)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, auth0.ErrUnknownOutcome) {
			t.Errorf("error is %v, want the context's, with an unknown outcome", err)
		}
	})
}

func TestPacing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, http.HandlerFunc(fine), func(c *auth0.Config) { c.MaxRequestsPerSecond = 4 })
		started := time.Now()
		done := make(chan error)
		for range 9 {
			go func() { done <- calls[http.MethodGet](t.Context(), client) }()
		}
		for range 9 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(started); took != 2*time.Second {
			t.Errorf("nine calls took %s, want 2s", took)
		}
	})
}

// A caller whose time would run out before its turn is told at once, and nothing is sent.
func TestPacingGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &script{acts: []http.HandlerFunc{fine}}
		client := newClient(t, server, func(c *auth0.Config) { c.MaxRequestsPerSecond, c.MaxRetries = 0.1, 3 })
		if err := calls[http.MethodPost](t.Context(), client); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		started := time.Now()
		err := calls[http.MethodPost](ctx, client)
		if err == nil || errors.Is(err, auth0.ErrUnknownOutcome) || server.count() != 1 || time.Since(started) > time.Second {
			t.Errorf("got %v after %s and %d requests; want an error within a second, nothing sent", err, time.Since(started), server.count())
		}
	})
}
