package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// Call makes a call of the Management API behind Terraform's back, and fails the test unless it succeeds. body may
// be nil; the result is nil if the answer has no body.
func (tenant *Tenant) Call(t testing.TB, method, path string, body any) map[string]any {
	t.Helper()
	status, answer := tenant.CallStatus(t, method, path, body)
	if status >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d %v", method, path, status, answer)
	}
	return answer
}

// CallStatus is Call for calls that may be refused: it returns the HTTP status too.
func (tenant *Tenant) CallStatus(t testing.TB, method, path string, body any) (int, map[string]any) {
	t.Helper()
	status, raw := tenant.call(t, method, path, body)
	var answer map[string]any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &answer); err != nil {
			t.Fatalf("%s %s: %d with an answer that is not a JSON object: %v", method, path, status, err)
		}
	}
	return status, answer
}

// List returns the items of a listing without totals (a bare array).
func (tenant *Tenant) List(t testing.TB, path string) []map[string]any {
	t.Helper()
	status, raw := tenant.call(t, http.MethodGet, path, nil)
	var items []map[string]any
	if err := json.Unmarshal(raw, &items); err != nil || status != http.StatusOK {
		t.Fatalf("GET %s: %d, not a list: %v", path, status, err)
	}
	return items
}

// Whole returns the objects of a collection by id, each as it is shown singly.
func (tenant *Tenant) Whole(t testing.TB, path string) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for _, item := range tenant.List(t, path) {
		id, _ := item["id"].(string)
		all[id] = tenant.Call(t, http.MethodGet, path+"/"+id, nil)
	}
	return all
}

func (tenant *Tenant) call(t testing.TB, method, path string, body any) (int, []byte) {
	t.Helper()
	var payload io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		payload = bytes.NewReader(encoded)
	}
	token, err := tenant.token()
	if err != nil {
		t.Fatal(err)
	}
	// A test's cleanup calls too, when its context is already cancelled.
	req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, tenant.URL+path, payload)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", testAgent)
	req.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := loopback.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, raw
}

// sharedToken fetches one access token for all of the test's own calls.
func sharedToken(tenant *Tenant) func() (string, error) {
	return sync.OnceValues(func() (string, error) { return tenant.fetchToken(tenant.ClientID, tenant.ClientSecret) })
}

func (tenant *Tenant) fetchToken(clientID, clientSecret string) (string, error) {
	body, err := json.Marshal(map[string]string{
		"grant_type":    "client_credentials",
		"client_id":     clientID,
		"client_secret": clientSecret,
		"audience":      tenant.Audience,
	})
	if err != nil {
		return "", err
	}
	resp, err := loopback.Client.Post(tenant.URL+"/oauth/token", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.AccessToken == "" {
		return "", fmt.Errorf("POST /oauth/token: %s without a token (%w)", resp.Status, err)
	}
	return answer.AccessToken, nil
}
