package faultmatrix

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// meddling is what somebody does in the Dashboard to something that Terraform has made.
type meddling struct {
	what   string
	number int // of the object, modulo how many there are
}

// forgetting is what somebody does to Terraform's state.
const forgetting = "forget state"

var waysToMeddle = []string{
	forgetting, "delete application", "rename application", "change tokens", "unprotect application", "delete grant", "narrow grant", "widen grant", "grant more",
	"remake grant", "double callbacks", "double scopes",
}

// do does it, and reports whether there was something to do it to.
func (m meddling) do(t *testing.T, tenant *tenant, before *emulator.Seed) bool {
	t.Helper()
	if m.what == "" || m.what == forgetting {
		return false
	}
	kind, collection := "clients", "clients"
	if slices.Contains([]string{"delete grant", "narrow grant", "widen grant", "remake grant", "double scopes"}, m.what) {
		kind, collection = "client_grants", "client-grants"
	}
	made := madeSince(t, before, tenant.Snapshot(), kind)
	if len(made) == 0 {
		return false
	}
	id := made[m.number%len(made)]
	method, path, body := http.MethodPatch, collection+"/"+id, object{}
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
	case "double callbacks":
		body = object{"callbacks": []any{"https://twice.example.com/cb", "https://twice.example.com/cb"}}
	case "double scopes":
		body = object{"scope": []any{"write:orders", "write:orders"}}
	case "remake grant":
		// Its successor has another id, and all scopes of the API.
		grant := list(generic(t, tenant.Snapshot()), kind)
		i := slices.IndexFunc(grant, func(one object) bool { return one["id"] == id })
		body = object{"audience": grant[i]["audience"], "subject_type": grant[i]["subject_type"], "allow_all_scopes": true}
		for _, owner := range []string{"client_id", "default_for"} {
			if value, ok := grant[i][owner]; ok {
				body[owner] = value
			}
		}
		tenant.request(t, http.MethodDelete, "/api/v2/"+path, nil)
		method, path = http.MethodPost, collection
	case "grant more":
		method, path = http.MethodPost, "client-grants"
		body = object{"client_id": id, "audience": ordersAPI, "subject_type": "anonymous_user", "scope": []any{}}
	}
	return tenant.request(t, method, "/api/v2/"+path, body) < http.StatusBadRequest
}

// madeSince returns the ids of the objects of a kind that were not there before.
func madeSince(t *testing.T, before, after *emulator.Seed, kind string) []string {
	t.Helper()
	known := map[any]bool{}
	for _, one := range list(generic(t, before), kind) {
		known[idOf(kind, one)] = true
	}
	var made []string
	for _, one := range list(generic(t, after), kind) {
		if id, ok := idOf(kind, one).(string); ok && !known[id] {
			made = append(made, id)
		}
	}
	return made
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
