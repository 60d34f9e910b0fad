package cimdapplication_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// official is the state that the official provider keeps of an application, given as the API shows it.
func official(t *testing.T, app map[string]any) acctest.Source {
	t.Helper()
	state := map[string]any{
		"id": app["client_id"], "external_client_id_version": 1, "token_quota": nil, "default_organization": nil,
		"description": "", "validation": []any{map[string]any{"valid": true, "violations": []any{}, "warnings": []any{}}},
	}
	for name, value := range app {
		state[name] = value
	}
	for _, name := range []string{"jwt_configuration", "refresh_token"} {
		state[name] = []any{app[name]}
	}
	delete(state, "token_endpoint_auth_method")
	encoded, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return acctest.Source{Type: "auth0_client_cimd", State: string(encoded)}
}

// A moved application is completed by a read that writes nothing, and the plan of its configuration is empty. What its
// publisher adds afterwards has to be accepted, as after an import.
func TestMove(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.publishKeys("first")
	id := s.register()
	app := s.tenant.Call(t, http.MethodPatch, "/api/v2/clients/"+id, map[string]any{"client_metadata": map[string]any{"team": "wiki"}})
	app = s.tenant.Call(t, http.MethodGet, "/api/v2/clients/"+text(app["client_id"]), nil)
	s.tenant.ResetRequests()
	result := acctest.Move(t, s.tenant, official(t, app), typeName)
	if len(result.Errors) > 0 {
		t.Fatalf("errors %q", result.Errors)
	}
	if result.Moved["metadata_url"] != s.url || document(result.Read)["name"] != "Agent" {
		t.Errorf("moved %v, read %v", result.Moved, result.Read)
	}
	result.Moved["document"] = result.Read["document"]
	if diff := cmp.Diff(result.Moved, result.Read); diff != "" {
		t.Errorf("the read changes more than the document:\n%s", diff)
	}
	if writes := s.tenant.Mutations(); strings.Contains(strings.Join(writes, " "), "register") {
		t.Errorf("the move wrote %q", writes)
	}
	s.Adopt(result.Read)
	config := s.config(map[string]any{"client_metadata": map[string]any{"team": "wiki"}})
	if diff := cmp.Diff(result.Read, s.Plan(config).Planned); diff != "" {
		t.Errorf("the move changes %s", diff)
	}
	s.publishKeys("second")
	wantOne(t, "errors", s.Plan(config).Errors, "Document has more than was accepted")
}

func TestMoveRefused(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	made := s.tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
		"name": "Partner", "app_type": "native", "is_first_party": false, "third_party_security_mode": "strict",
	})
	wantOne(t, "without a document", acctest.Move(t, s.tenant, official(t, made), typeName).Errors, "Application has no document")
	source := official(t, made)
	source.Type = "auth0_client"
	wantOne(t, "of another type", acctest.Move(t, s.tenant, source, typeName).Errors, "Resource cannot be moved here", "auth0_client_cimd")
}
