package auth0_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// authServer is a tenant whose token endpoint hands out token-1, token-2, … and whose API accepts only the last one.
type authServer struct {
	lifetime time.Duration                     // of a token; 0 says nothing about it
	endpoint func(number int) http.HandlerFunc // answers token request number n; nil hands out a token

	mu      sync.Mutex
	forms   []map[string][]string
	tokens  int // handed out
	revoked bool
	calls   int
}

func (s *authServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/oauth/token" {
		s.token(w, r)
		return
	}
	s.mu.Lock()
	s.calls++
	number := s.calls
	valid := r.Header.Get("Authorization") == fmt.Sprintf("Bearer token-%d", s.tokens) && !s.revoked
	s.mu.Unlock()
	if !valid {
		answer(w, 401, `{"statusCode":401,"error":"Unauthorized","message":"Invalid token","attributes":{"error":"Invalid token"}}`)
		return
	}
	if r.Method == http.MethodPost {
		answer(w, http.StatusCreated, fmt.Sprintf(`{"id":"cgr_%d","audience":"https://api.example.com"}`, number))
		return
	}
	fine(w, r)
}

func (s *authServer) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		panic(err)
	}
	s.mu.Lock()
	s.forms = append(s.forms, r.PostForm)
	number := len(s.forms)
	s.mu.Unlock()
	if s.endpoint != nil {
		if act := s.endpoint(number); act != nil {
			act(w, r)
			return
		}
	}
	time.Sleep(time.Second) // time enough for others to want a token as well
	s.mu.Lock()
	s.tokens++
	s.revoked = false
	body := fmt.Sprintf(`{"access_token":"token-%d","token_type":"Bearer"`, s.tokens)
	s.mu.Unlock()
	if s.lifetime > 0 {
		body += fmt.Sprintf(`,"expires_in":%d`, int(s.lifetime.Seconds()))
	}
	answer(w, 200, body+"}")
}

func (s *authServer) fetched() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.forms)
}

// withSecret makes the client authenticate with a client secret.
func withSecret(c *auth0.Config) {
	c.APIToken, c.ClientID, c.ClientSecret = "", "the-client", "the-secret"
}

func TestTokenRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ domain, audience, want string }{
		"audience of the domain": {want: "https://" + testDomain + "/api/v2/"},
		"audience given":         {audience: "https://example.eu.auth0.com/api/v2/", want: "https://example.eu.auth0.com/api/v2/"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &authServer{}
				client := newClient(t, server, withSecret, func(c *auth0.Config) { c.Audience = test.audience })
				if err := calls[http.MethodGet](t.Context(), client); err != nil {
					t.Fatal(err)
				}
				want := fmt.Sprint(map[string][]string{
					"grant_type": {"client_credentials"}, "client_id": {"the-client"}, "client_secret": {"the-secret"}, "audience": {test.want},
				})
				if got := fmt.Sprint(server.forms[0]); got != want {
					t.Errorf("form is %s, want %s", got, want)
				}
			})
		})
	}
}

func TestOneTokenForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &authServer{}
		client := newClient(t, server, withSecret)
		results := make(chan error)
		for range 50 {
			go func() { results <- calls[http.MethodGet](t.Context(), client) }()
		}
		for range 50 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		if got := server.fetched(); got != 1 {
			t.Errorf("%d token requests, want 1", got)
		}
	})
}

func TestTokenExpiry(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ lifetime, valid time.Duration }{
		"a day":         {24 * time.Hour, 24*time.Hour - time.Minute},
		"eight seconds": {8 * time.Second, 6 * time.Second},
		"not said":      {0, 1000 * time.Hour},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &authServer{lifetime: test.lifetime}
				client := newClient(t, server, withSecret)
				get := func() {
					if err := calls[http.MethodGet](t.Context(), client); err != nil {
						t.Fatal(err)
					}
				}
				get()
				time.Sleep(test.valid - time.Millisecond)
				get()
				if got := server.fetched(); got != 1 {
					t.Errorf("%d token requests just before %s, want 1", got, test.valid)
				}
				time.Sleep(time.Millisecond)
				get()
				want := 2
				if test.lifetime == 0 {
					want = 1
				}
				if got := server.fetched(); got != want {
					t.Errorf("%d token requests after %s, want %d", got, test.valid, want)
				}
			})
		})
	}
}

func TestRefusedTokenIsRenewed(t *testing.T) {
	t.Parallel()
	for method, call := range calls {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &authServer{lifetime: time.Hour}
				client := newClient(t, server, withSecret)
				if err := call(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				server.revoked = true
				results := make(chan error)
				for range 20 {
					go func() { results <- call(t.Context(), client) }()
				}
				for range 20 {
					if err := <-results; err != nil {
						t.Error(err)
					}
				}
				if got := server.fetched(); got != 2 {
					t.Errorf("%d token requests, want 2", got)
				}
			})
		})
	}
}

func TestTokenRefusedForGood(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*auth0.Config)
		calls  int
		tokens int
	}{
		"fetched": {withSecret, 2, 2},
		"fixed":   {func(*auth0.Config) {}, 1, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				apiCalls, tokens := 0, 0
				client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/oauth/token" {
						tokens++
						answer(w, 200, `{"access_token":"useless","token_type":"Bearer","expires_in":60}`)
						return
					}
					apiCalls++
					answer(w, 401, `{"statusCode":401,"error":"Unauthorized","message":"Client is not global"}`)
				}), test.change, func(c *auth0.Config) { c.MaxRetries = 3 })
				err := calls[http.MethodPost](t.Context(), client)
				if apiCalls != test.calls || tokens != test.tokens {
					t.Errorf("%d calls and %d token requests, want %d and %d", apiCalls, tokens, test.calls, test.tokens)
				}
				if failure := asError(t, err); failure.StatusCode != http.StatusUnauthorized || !strings.Contains(err.Error(), "does not accept") {
					t.Errorf("error is %v, want an explained 401", err)
				}
			})
		})
	}
}

// A refusal that comes late, of a token that has been replaced meanwhile, does not cost the new token.
func TestLateRefusalKeepsNewToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &authServer{lifetime: time.Hour}
		slow := make(chan bool, 3)
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/oauth/token" || !<-slow {
				server.ServeHTTP(w, r)
				return
			}
			time.Sleep(10 * time.Second)
			refuse(http.StatusUnauthorized)(w, r)
		}), withSecret)
		get := func() error { return calls[http.MethodGet](t.Context(), client) }
		slow <- false
		if err := get(); err != nil {
			t.Fatal(err)
		}
		late := make(chan error, 1)
		slow <- true
		go func() { late <- get() }()
		synctest.Wait()
		server.revoked = true
		slow <- false // refused
		slow <- false // accepted, with the second token
		if err := get(); err != nil {
			t.Error(err)
		}
		slow <- false
		if err := <-late; err != nil {
			t.Error(err)
		}
		if got := server.fetched(); got != 2 {
			t.Errorf("%d token requests, want 2", got)
		}
	})
}

// A caller that gives up returns at once, and those who still want the token get it.
func TestCallerLeavesWhileTokenIsFetched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &authServer{}
		client := newClient(t, server, withSecret)
		impatient, leave := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { first <- calls[http.MethodPost](impatient, client) }()
		synctest.Wait() // the first caller has begun the fetch
		go func() { second <- calls[http.MethodPost](t.Context(), client) }()
		synctest.Wait()
		started := time.Now()
		leave()
		if err := <-first; !errors.Is(err, context.Canceled) || errors.Is(err, auth0.ErrUnknownOutcome) || time.Since(started) != 0 {
			t.Errorf("the first caller got %v after %s, want the context's error at once and nothing unknown", err, time.Since(started))
		}
		if err := <-second; err != nil {
			t.Errorf("the second caller got %v", err)
		}
		if got := server.fetched(); got != 1 {
			t.Errorf("%d token requests, want 1", got)
		}
	})
}

// No token is fetched for a caller that has already given up.
func TestNoTokenForThoseWhoLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &authServer{}
		client := newClient(t, server, withSecret)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := calls[http.MethodGet](ctx, client)
		synctest.Wait()
		if !errors.Is(err, context.Canceled) || server.fetched() != 0 {
			t.Errorf("got %v and %d token requests, want the context's error and none", err, server.fetched())
		}
	})
}

// A token endpoint that is down for long does not hold callers without a deadline for ever.
func TestTokenFetchIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &authServer{endpoint: func(int) http.HandlerFunc { return limited(429, map[string]string{"retry-after": "100"}) }}
		client := newClient(t, server, withSecret, func(c *auth0.Config) { c.MaxRetries = 100 })
		started := time.Now()
		err := calls[http.MethodGet](t.Context(), client)
		if took := time.Since(started); took != 5*time.Minute {
			t.Errorf("came back after %s, want 5m", took)
		}
		if failure := asError(t, err); failure.Path != "/oauth/token" || !failure.RateLimited {
			t.Errorf("error is %v, want the token endpoint's rate limit", err)
		}
	})
}
