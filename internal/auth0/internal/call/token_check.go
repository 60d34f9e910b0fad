package call

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// TokenRequest is what an application asks the token endpoint for, as itself.
type TokenRequest struct {
	Credentials  Credentials // of the application; with none, it names itself only
	IsBasic      bool        // whether the secret travels in a header instead of the form
	Scopes       []string    // none for all
	Organization string      // empty for none
}

// TokenAnswer is what the token endpoint said, without the token.
type TokenAnswer struct {
	IsGranted bool
	Scopes    []string // of the token
	// Code and Description say why no token was issued, as OAuth has it: access_denied, unauthorized_client, and so on.
	Code, Description string
}

// CheckToken asks for a token as an application. A refusal is an answer, not an error. All secrets of the request and
// the answer are masked from now on.
func (c *Caller) CheckToken(ctx context.Context, r TokenRequest) (TokenAnswer, error) {
	target, err := url.Parse(c.config.Origin + TokenPath)
	if err != nil {
		return TokenAnswer{}, err
	}
	c.sender.mask.Add(r.Credentials.ClientSecret)
	header := c.header.Clone()
	header.Set("Accept", "application/json")
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	if r.IsBasic {
		header.Set("Authorization", basic(r.Credentials))
	}
	var given TokenAnswer
	x := &exchange{
		sender: c.sender, method: http.MethodPost, url: target, header: header, body: r.form, repeatable: true,
		ceilingCounts: true,
	}
	x.take = func(body []byte) error {
		var answer struct {
			AccessToken string  `json:"access_token"`
			Scope       *string `json:"scope"`
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
		if answer.AccessToken == "" {
			return errors.New("the answer holds no access token")
		}
		c.sender.mask.Add(answer.AccessToken)
		given = TokenAnswer{IsGranted: true, Scopes: scopesOf(answer.AccessToken, answer.Scope, r.Scopes)}
		return nil
	}
	err = x.run(ctx)
	if refusal, ok := errors.AsType[*Error](err); ok && refusal.isTokenRefusal() {
		return TokenAnswer{Code: refusal.ErrorCode, Description: refusal.Message}, nil
	}
	return given, err
}

// isTokenRefusal reports whether the token endpoint refused a token, in its own words.
func (e *Error) isTokenRefusal() bool {
	return e.StatusCode >= 400 && e.StatusCode < 500 && e.ErrorCode != "" && !e.RateLimited && e.Err == nil
}

// form returns the body of the request.
func (r TokenRequest) form() ([]byte, error) {
	credentials := r.Credentials
	if r.IsBasic {
		credentials.ClientSecret = ""
	}
	body, err := credentials.form()
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	if r.IsBasic {
		form.Del("client_id")
	}
	if len(r.Scopes) > 0 {
		form.Set("scope", strings.Join(r.Scopes, " "))
	}
	if r.Organization != "" {
		form.Set("organization", r.Organization)
	}
	return []byte(form.Encode()), nil
}

// basic returns the header that RFC 6749 has for a client's credentials, both parts encoded as in a form.
func basic(credentials Credentials) string {
	request := http.Request{Header: http.Header{}}
	request.SetBasicAuth(url.QueryEscape(credentials.ClientID), url.QueryEscape(credentials.ClientSecret))
	return request.Header.Get("Authorization")
}

// scopesOf returns the scopes of a token: those that the answer names, else those in the token, else, of a token that
// cannot be read, those that were asked for, which is what RFC 6749 has an answer without scopes mean.
func scopesOf(token string, shown *string, asked []string) []string {
	if shown != nil {
		return sortedScopes(strings.Fields(*shown))
	}
	var claims struct {
		Scope string `json:"scope"`
	}
	if payload := Payload(token); payload == nil || json.Unmarshal(payload, &claims) != nil {
		return sortedScopes(asked)
	}
	return sortedScopes(strings.Fields(claims.Scope))
}

func sortedScopes(scopes []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(scopes)))
}
