package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/oauth2"
)

// agentCallback is the redirect URI of the agent. The browser stops before it requests this address.
const agentCallback = "http://127.0.0.1:33419/callback"

// agent is an application that registers itself, and acts for a user who logs in.
type agent struct {
	clientID string
	tenant   *tenant
	token    string // of the last login
}

// register registers the agent with the tenant.
func (a *agent) register(ctx context.Context) error {
	body, err := json.Marshal(object{
		"client_name": giftAgent, "redirect_uris": []string{agentCallback}, "token_endpoint_auth_method": "none",
		"grant_types": []string{"authorization_code", "refresh_token"},
	})
	if err != nil {
		return err
	}
	var registered struct {
		ClientID string `json:"client_id"`
	}
	err = ask(ctx, http.MethodPost, a.tenant.URL+"/oidc/register", "", body, &registered)
	a.clientID = registered.ClientID
	return err
}

// logIn logs the user in and returns the scopes of the token.
func (a *agent) logIn(ctx context.Context, user, password, audience, scopes string) (granted string, err error) {
	config := oauth2.Config{
		ClientID: a.clientID, RedirectURL: agentCallback, Scopes: []string{scopes},
		Endpoint: oauth2.Endpoint{
			AuthURL: a.tenant.URL + "/authorize", TokenURL: a.tenant.URL + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams,
		},
	}
	verifier := oauth2.GenerateVerifier()
	start := config.AuthCodeURL("demo", oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("audience", audience))
	code, err := browse(ctx, start, url.Values{
		"connection": {"customers"}, "email": {user}, "password": {password}, "answer": {"accept"},
	})
	if err != nil {
		return "", err
	}
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return "", errors.New("the code was not exchanged for a token")
	}
	a.token = token.AccessToken
	granted, _ = token.Extra("scope").(string)
	return granted, nil
}

var (
	hiddenInput = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)
	formAction  = regexp.MustCompile(`<form method="post" action="([^"]*)">`)
)

// browse fills in the tenant's pages, as a user does in a browser, until it is redirected to the agent. It returns the
// code.
func browse(ctx context.Context, start string, typed url.Values) (code string, err error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", err
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if code = r.URL.Query().Get("code"); code != "" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	next, err := http.NewRequestWithContext(ctx, http.MethodGet, start, nil)
	const pages = 3 // login, consent, and the redirect
	for range pages {
		if err != nil {
			return "", err
		}
		resp, err := browser.Do(next)
		if err != nil || code != "" {
			return code, err
		}
		page, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		action := formAction.FindSubmatch(page)
		if err != nil || action == nil {
			return "", fmt.Errorf("the login ended at a page without a form (%s)", resp.Status)
		}
		form := url.Values{}
		for _, input := range hiddenInput.FindAllSubmatch(page, -1) {
			form.Set(string(input[1]), html.UnescapeString(string(input[2])))
		}
		for name, values := range typed {
			form[name] = values
		}
		target, err := resp.Request.URL.Parse(string(action[1]))
		if err != nil {
			return "", err
		}
		filled := strings.NewReader(form.Encode())
		if next, err = http.NewRequestWithContext(ctx, http.MethodPost, target.String(), filled); err != nil {
			return "", err
		}
		next.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return "", errors.New("the login does not end")
}
