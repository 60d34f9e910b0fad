package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// tenant is the Management API of a tenant.
type tenant struct{ url, token string }

var errNotFound = errors.New("not found")

func signIn(url, clientID, clientSecret string) (*tenant, error) {
	t := &tenant{url: url}
	answer, err := t.call(context.Background(), http.MethodPost, "/oauth/token", map[string]any{
		"grant_type": "client_credentials", "client_id": clientID, "client_secret": clientSecret, "audience": url + "/api/v2/",
	})
	if err != nil {
		return nil, err
	}
	t.token, _ = answer["access_token"].(string)
	return t, nil
}

func (t *tenant) call(ctx context.Context, method, path string, body map[string]any) (map[string]any, error) {
	payload, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, t.url+path, bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+t.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return nil, errNotFound
	case resp.StatusCode == http.StatusNoContent:
		return nil, nil
	}
	var answer map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s %s: %s %v", method, path, resp.Status, answer["message"])
	}
	return answer, nil
}
