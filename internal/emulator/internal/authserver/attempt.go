package authserver

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Attempt is a login that somebody wants to see the end of: what an application asks for, and what a user does.
type Attempt struct {
	// ClientID is the client_id of the application, or the URL of its document.
	ClientID string `json:"client_id"`
	// User is the user's email or user_id, and Connection the one that the application names, "" for none. On the login
	// page the user chooses one.
	User       string `json:"user"`
	Connection string `json:"connection,omitempty"`
	// SignedIn says that the user has logged in to the tenant before, in the same browser.
	SignedIn bool `json:"signed_in,omitempty"`
	// Organization is what the application names, and Pick what the user names if the application asks for it.
	Organization string   `json:"organization,omitempty"`
	Pick         string   `json:"pick,omitempty"`
	Audience     string   `json:"audience,omitempty"`
	Resource     string   `json:"resource,omitempty"`
	Scopes       []string `json:"scopes,omitempty"`
	// Consent says whether the user consents if that is asked; nil is yes.
	Consent *bool `json:"consent,omitempty"`
	// RedirectURI is the application's first callback if it is "".
	RedirectURI string `json:"redirect_uri,omitempty"`
	// Parameters are others to send to /authorize, or instead of those that would be sent.
	Parameters map[string]string `json:"parameters,omitempty"`
}

// Outcome is the end of a login.
type Outcome struct {
	// LoggedIn says whether the application got tokens.
	LoggedIn bool `json:"logged_in"`
	// End is where the browser ends.
	End              End       `json:"end"`
	Redirect         *Redirect `json:"redirect,omitempty"`
	Error            string    `json:"error,omitempty"`
	ErrorDescription string    `json:"error_description,omitempty"`
	// Scopes are those of the access token.
	Scopes       []string `json:"scopes"`
	AccessToken  *Token   `json:"access_token,omitempty"`
	IDToken      *Token   `json:"id_token,omitempty"`
	RefreshToken bool     `json:"refresh_token"`
	// CallbackDomain is application.callback_domain as email templates see it, which is empty under redirect protection.
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

// Token is what a token says. It cannot be used.
type Token struct {
	Header map[string]any `json:"header"`
	Claims map[string]any `json:"claims"`
}

// Condition is something that a login depends on, and why it is not met.
type Condition struct {
	Name   string `json:"name"`
	Met    bool   `json:"met"`
	Detail string `json:"detail,omitempty"`
}

// attemptVerifier answers the challenge of every attempt.
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
