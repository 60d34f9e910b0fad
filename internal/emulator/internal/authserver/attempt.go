package authserver

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Attempt is a login to simulate: what an application requests, and what a user does.
type Attempt struct {
	// ClientID is the client_id of the application, or the URL of its document.
	ClientID string `json:"client_id"`
	// User is the user's email or user_id. Connection is the connection that the application names, "" for none; then the
	// user chooses one on the login page.
	User       string `json:"user"`
	Connection string `json:"connection,omitempty"`
	// SignedIn says that the user has logged in to the tenant before, in the same browser.
	SignedIn bool `json:"signed_in,omitempty"`
	// Organization is the organization that the application names. Pick is the one that the user names if asked.
	Organization string   `json:"organization,omitempty"`
	Pick         string   `json:"pick,omitempty"`
	Audience     string   `json:"audience,omitempty"`
	Resource     string   `json:"resource,omitempty"`
	Scopes       []string `json:"scopes,omitempty"`
	// Consent says whether the user consents if asked; nil is yes.
	Consent *bool `json:"consent,omitempty"`
	// RedirectURI is one of the application's callbacks; "" is the first.
	RedirectURI string `json:"redirect_uri,omitempty"`
	// Parameters are further parameters of /authorize. They override those that would be sent.
	Parameters map[string]string `json:"parameters,omitempty"`
}

// Outcome is the result of a login.
type Outcome struct {
	// LoggedIn says whether the application got tokens.
	LoggedIn bool `json:"logged_in"`
	// End is where the browser ends.
	End              End       `json:"end"`
	Redirect         *Redirect `json:"redirect,omitempty"`
	Error            string    `json:"error,omitempty"`
	ErrorDescription string    `json:"error_description,omitempty"`
	// Scopes are the scopes of the access token.
	Scopes       []string `json:"scopes"`
	AccessToken  *Token   `json:"access_token,omitempty"`
	IDToken      *Token   `json:"id_token,omitempty"`
	RefreshToken bool     `json:"refresh_token"`
	// CallbackDomain is application.callback_domain of email templates. It is empty under redirect protection.
	CallbackDomain string `json:"callback_domain"`
	// Conditions are the conditions of the login, in the order in which they are checked.
	Conditions []Condition `json:"conditions"`
}

// End is where a browser ends.
type End string

// The ends of a login. The first is the end of a login that the user cannot finish on a page.
const (
	LoginImpossible End = "login_impossible"
	ErrorPage       End = "error_page"
	Redirected      End = "redirect"
)

// Redirect is the address that a browser is sent to at the end. Codes and tokens are masked.
type Redirect struct {
	URI        string            `json:"uri"`
	Parameters map[string]string `json:"parameters"`
}

// Token is the content of a token. It cannot be used.
type Token struct {
	Header map[string]any `json:"header"`
	Claims map[string]any `json:"claims"`
}

// Condition is a condition of a login, with the reason if it is not met.
type Condition struct {
	Name   string `json:"name"`
	Met    bool   `json:"met"`
	Detail string `json:"detail,omitempty"`
}

// attemptVerifier is the PKCE verifier of every attempt.
const attemptVerifier = "the-verifier-of-every-attempt-is-not-a-secret"

// request is what the application sends to /authorize.
func (a Attempt) request(t *tenant.Tenant) url.Values {
	client := t.Clients.Get(a.ClientID)
	if client == nil {
		client = rules.ClientNamed(t, a.ClientID)
	}
	id, callback := a.ClientID, ""
	if client != nil {
		id = rules.PublicID(client)
	}
	if callbacks := object.List(client, "callbacks"); len(callbacks) > 0 {
		callback = callbacks[0]
	}
	parameters := url.Values{}
	for name, value := range map[string]string{
		"client_id": id, "response_type": "code", "redirect_uri": cmp.Or(a.RedirectURI, callback), "state": "attempt",
		"audience": a.Audience, "resource": a.Resource, "scope": strings.Join(a.Scopes, " "),
		"organization": a.Organization, "connection": a.Connection,
		"code_challenge": hashOf(attemptVerifier), "code_challenge_method": "S256",
	} {
		if value != "" {
			parameters.Set(name, value)
		}
	}
	for name, value := range a.Parameters {
		parameters.Set(name, value)
		if value == "" {
			parameters.Del(name)
		}
	}
	return parameters
}
