package faultmatrix

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// meddling is what somebody does in the Dashboard to something that Terraform has made.
type meddling struct {
	what   string
	number int // of the object, counted around
}

// forgetting is what somebody does to Terraform's state.
const forgetting = "forget state"

var waysToMeddle = []string{
	forgetting, "delete application", "rename application", "change tokens", "unprotect application", "delete grant", "narrow grant", "widen grant",
}

// do does it, and reports whether there was something to do it to.
func (m meddling) do(t *testing.T, tenant *tenant, before *emulator.Seed) bool {
	t.Helper()
	if m.what == "" || m.what == forgetting {
		return false
	}
	then, now := generic(t, before), generic(t, tenant.Snapshot())
	kind, path := "clients", "clients"
	if m.what == "delete grant" || m.what == "narrow grant" || m.what == "widen grant" {
		kind, path = "client_grants", "client-grants"
	}
	known := map[any]bool{}
	for _, one := range list(then, kind) {
		known[idOf(kind, one)] = true
	}
	var made []string
	for _, one := range list(now, kind) {
		if id, ok := idOf(kind, one).(string); ok && !known[id] {
			made = append(made, id)
		}
	}
	if len(made) == 0 {
		return false
	}
	method, body := http.MethodPatch, object{}
	switch m.what {
	case "delete application", "delete grant":
		method, body = http.MethodDelete, nil
	case "rename application":
		body = object{"name": "Somebody's", "description": "Changed", "callbacks": []any{}, "client_metadata": object{"tier": nil, "mine": "yes"}}
	case "change tokens":
		body = object{"jwt_configuration": object{"lifetime_in_seconds": 77}, "require_proof_of_possession": true, "grant_types": []any{"refresh_token"}}
	case "unprotect application":
		body = object{"redirection_policy": "allow_always"}
	case "narrow grant":
		body = object{"scope": []any{}}
	case "widen grant":
		body = object{"allow_all_scopes": true}
	}
	return tenant.request(t, method, "/api/v2/"+path+"/"+made[m.number%len(made)], body) < http.StatusBadRequest
}

// request sends a request and returns the status of the answer.
func (tenant *tenant) request(t *testing.T, method, path string, body object) int {
	t.Helper()
	var content bytes.Buffer
	if body != nil {
		content.WriteString(encoded(t, body))
	}
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, &content)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+tenant.token(t))
	req.Header.Set("Content-Type", "application/json")
	resp, err := tenant.network.client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.StatusCode
}
