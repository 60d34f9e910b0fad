package call

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// TokenPath is the path of the token endpoint.
const TokenPath = "/oauth/token"

const (
	// tokenFetchLimit bounds the fetch of a token with all its repetitions and waits.
	tokenFetchLimit = 5 * time.Minute

	// tokenReserve is how long before its expiry a token is replaced, so that none lapses on its way to the API. A
	// short-lived token is used for at least three quarters of its life.
	tokenReserve = time.Minute
)

// Credentials are a ready access token, or what one is asked for with.
type Credentials struct {
	APIToken string // a ready one; nothing else is then needed

	ClientID     string
	ClientSecret string
	Audience     string // the identifier of the Management API
	// Assert makes what proves the client's identity in place of a secret, anew for each attempt: a client assertion is
	// good for one use and a short time. Nil if there is a secret.
	Assert func() (url.Values, error)
}

// form returns the body of a token request with the client credentials grant.
func (c Credentials) form() ([]byte, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.ClientID}, "audience": {c.Audience}}
	if c.ClientSecret != "" {
		form.Set("client_secret", c.ClientSecret)
	}
	if c.Assert != nil {
		proof, err := c.Assert()
		if err != nil {
			return nil, err
		}
		for name, values := range proof {
			form[name] = values
		}
	}
	return []byte(form.Encode()), nil
}

// granted is the answer of the token endpoint.
type granted struct {
	AccessToken string      `json:"access_token"`
	ExpiresIn   json.Number `json:"expires_in"` // seconds; empty if the token is not known to expire
}

// fetchToken asks for a token. Asking twice does no harm, so that is repeated like a read.
func fetchToken(
	ctx context.Context, s *sender, origin string, header http.Header, credentials Credentials,
) (granted, error) {
	target, err := url.Parse(origin + TokenPath)
	if err != nil {
		return granted{}, err
	}
	header = header.Clone()
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer granted
	x := &exchange{
		sender:     s,
		method:     http.MethodPost,
		url:        target,
		header:     header,
		body:       credentials.form,
		repeatable: true,
	}
	x.take = func(body []byte) error {
		answer = granted{}
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
		if answer.AccessToken == "" {
			return errors.New("the answer holds no access token")
		}
		return nil
	}
	err = x.run(ctx)
	return answer, err
}

// tokens hands out the access token of a client. A token is fetched by one caller while the others wait, and kept until
// shortly before it expires or until the API refuses it.
type tokens struct {
	fetch  func(context.Context) (granted, error) // nil if the token is a ready one
	flight singleflight.Group

	mu      sync.Mutex
	token   string
	renewAt time.Time // zero if the token is not known to expire
}

// get returns a token that is valid for now. It waits for another caller's fetch if there is one, but never longer than
// ctx allows.
func (t *tokens) get(ctx context.Context) (string, error) {
	if token := t.cached(); token != "" {
		return token, nil
	}
	if err := ctx.Err(); err != nil {
		return "", &Error{Method: http.MethodPost, Path: TokenPath, Err: err}
	}
	// The fetch must not end with the caller that happened to start it: others wait for it as well.
	shared := context.WithoutCancel(ctx)
	fetched := t.flight.DoChan("", func() (any, error) { return t.renew(shared) })
	select {
	case <-ctx.Done():
		return "", &Error{Method: http.MethodPost, Path: TokenPath, Err: context.Cause(ctx)}
	case result := <-fetched:
		token, _ := result.Val.(string)
		return token, result.Err
	}
}

// drop forgets the token if it is still the cached one, and reports whether a new one can be had.
func (t *tokens) drop(token string) bool {
	if t.fetch == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == token {
		t.token = ""
	}
	return true
}

func (t *tokens) cached() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.renewAt.IsZero() && !time.Now().Before(t.renewAt) {
		return ""
	}
	return t.token
}

func (t *tokens) renew(ctx context.Context) (string, error) {
	// A fetch may have ended between this caller's look at the cache and its turn.
	if token := t.cached(); token != "" {
		return token, nil
	}
	ctx, cancel := context.WithTimeout(ctx, tokenFetchLimit)
	defer cancel()
	answer, err := t.fetch(ctx)
	if err != nil {
		return "", err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.renewAt = answer.AccessToken, time.Time{}
	if seconds, _ := answer.ExpiresIn.Float64(); seconds != 0 {
		life := time.Duration(min(seconds, 1<<31) * float64(time.Second))
		t.renewAt = time.Now().Add(life - min(tokenReserve, life/4))
	}
	return t.token, nil
}

// Payload returns what an access token says, as JSON, nil if it is no JSON Web Token. It is not verified: the API does
// that.
func Payload(token string) []byte {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	return payload
}
