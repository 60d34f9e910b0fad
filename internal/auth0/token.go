package auth0

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"
)

const (
	tokenPath = "/oauth/token"

	// tokenFetchLimit bounds the fetch of a token with all its repetitions and waits.
	tokenFetchLimit = 5 * time.Minute

	// tokenReserve is how long before its expiry a token is replaced, so that none lapses on its way to the API. A
	// short-lived token is used for at least three quarters of its life.
	tokenReserve = time.Minute
)

// tokenSource hands out the access token of a client. A token is fetched by one caller while the others wait, and
// kept until shortly before it expires or until the API refuses it.
type tokenSource struct {
	fetch  func(context.Context) (*oauth2.Token, error) // nil where the token is a fixed one
	flight singleflight.Group

	mu      sync.Mutex
	token   string
	latest  string    // that was had, valid or not
	renewAt time.Time // zero where the token is not known to expire
}

// newTokenSource returns the token source for the way of authentication that the configuration chose.
func newTokenSource(c *Client) (*tokenSource, error) {
	if c.config.APIToken != "" {
		return &tokenSource{token: c.config.APIToken, latest: c.config.APIToken}, nil
	}
	endpoint := &tokenEndpoint{client: c}
	if c.config.ClientAssertionPrivateKey != "" {
		signer, err := newAssertionSigner(c.config)
		if err != nil {
			return nil, err
		}
		endpoint.credentials = func() (url.Values, error) { return signer.credentials(c.config.ClientID, c.origin+"/") }
	}
	return &tokenSource{fetch: endpoint.fetch}, nil
}

// get returns a token that is valid for now. It waits for another caller's fetch where there is one, but never longer
// than ctx allows.
func (s *tokenSource) get(ctx context.Context) (string, error) {
	if token := s.cached(); token != "" {
		return token, nil
	}
	if err := ctx.Err(); err != nil {
		return "", &Error{Method: http.MethodPost, Path: tokenPath, Err: err}
	}
	// The fetch must not end with the caller that happened to start it: others wait for it as well.
	shared := context.WithoutCancel(ctx)
	fetched := s.flight.DoChan("", func() (any, error) { return s.renew(shared) })
	select {
	case <-ctx.Done():
		return "", &Error{Method: http.MethodPost, Path: tokenPath, Err: context.Cause(ctx)}
	case result := <-fetched:
		token, _ := result.Val.(string)
		return token, result.Err
	}
}

// drop forgets the token where it is still the cached one and reports whether a new one can be had.
func (s *tokenSource) drop(token string) bool {
	if s.fetch == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token == token {
		s.token = ""
	}
	return true
}

// last returns the latest token, which is a secret even where it is not used any more.
func (s *tokenSource) last() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest
}

func (s *tokenSource) cached() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.renewAt.IsZero() && !time.Now().Before(s.renewAt) {
		return ""
	}
	return s.token
}

func (s *tokenSource) renew(ctx context.Context) (string, error) {
	// A fetch may have ended between this caller's look at the cache and its turn.
	if token := s.cached(); token != "" {
		return token, nil
	}
	ctx, cancel := context.WithTimeout(ctx, tokenFetchLimit)
	defer cancel()
	token, err := s.fetch(ctx)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.latest, s.renewAt = token.AccessToken, token.AccessToken, time.Time{}
	if !token.Expiry.IsZero() {
		s.renewAt = token.Expiry.Add(-min(tokenReserve, time.Until(token.Expiry)/4))
	}
	return s.token, nil
}

// tokenEndpoint is the way to /oauth/token: golang.org/x/oauth2 speaks the protocol, and as its transport the endpoint
// delivers each request with the client's own retries, logs and errors.
type tokenEndpoint struct {
	client *Client
	// credentials makes what is added to the form of each attempt anew, because a client assertion is good for one
	// use and a short time; nil where the client secret in the form is all there is.
	credentials func() (url.Values, error)
}

// fetch obtains a token with the client credentials grant.
func (e *tokenEndpoint) fetch(ctx context.Context) (*oauth2.Token, error) {
	config := clientcredentials.Config{
		ClientID:       e.client.config.ClientID,
		ClientSecret:   e.client.config.ClientSecret,
		TokenURL:       e.client.origin + tokenPath,
		AuthStyle:      oauth2.AuthStyleInParams,
		EndpointParams: url.Values{"audience": {e.client.audience}},
	}
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: e}))
	if err == nil {
		return token, nil
	}
	refusal, ok := errors.AsType[*Error](err)
	if !ok {
		refusal = &Error{Method: http.MethodPost, Path: tokenPath, Err: err}
	}
	return nil, e.client.shared(refusal)
}

// checkToken reports what an answer lacks that should hold a token.
func checkToken(answer []byte) error {
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(answer, &granted); err != nil {
		return err
	}
	if granted.AccessToken == "" {
		return errors.New("the answer holds no access token")
	}
	return nil
}

// RoundTrip sends a token request. Asking for a token twice does no harm, so it is repeated like a read.
func (e *tokenEndpoint) RoundTrip(req *http.Request) (*http.Response, error) {
	form, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if err := req.Body.Close(); err != nil {
		return nil, err
	}
	var answer []byte
	x := &exchange{
		client:     e.client,
		method:     req.Method,
		url:        req.URL,
		header:     req.Header,
		take:       func(body []byte) error { answer = body; return checkToken(body) },
		repeatable: true,
		body: func() ([]byte, error) {
			if e.credentials == nil {
				return form, nil
			}
			added, err := e.credentials()
			return append(append(bytes.Clone(form), '&'), added.Encode()...), err
		},
	}
	if err := x.run(req.Context()); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(bytes.NewReader(answer)),
		Request:    req,
	}, nil
}
