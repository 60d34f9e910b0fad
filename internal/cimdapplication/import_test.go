package cimdapplication_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// register has the tenant register the document, as somebody else would, and returns the client_id.
func (s *scene) register() string {
	s.t.Helper()
	made := s.tenant.Call(s.t, http.MethodPost, "/api/v2/clients/cimd/register", map[string]any{"external_client_id": s.url})
	return text(made["client_id"])
}

// What somebody else registered is imported by its URL, its client_id or its identity, and nothing is to be changed then.
func TestImport(t *testing.T) {
	t.Parallel()
	for _, by := range []string{"url", "client_id", "identity"} {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.publishKeys("first")
			id := s.register()
			s.tenant.ResetRequests()
			switch by {
			case "identity":
				s.ImportByIdentity(map[string]any{"client_id": id})
			case "url":
				if errors := s.Import(s.url); len(errors) > 0 {
					t.Fatal(errors)
				}
			default:
				if errors := s.Import(id); len(errors) > 0 {
					t.Fatal(errors)
				}
			}
			state := s.State()
			if state["metadata_url"] != s.url || state["client_id"] != id || state["check_document"] != true {
				t.Errorf("state %v", state)
			}
			if diff := cmp.Diff(state, s.Plan(s.config(nil)).Planned); diff != "" {
				t.Errorf("the import changes %s", diff)
			}
			if writes := s.tenant.Mutations(); strings.Contains(strings.Join(writes, " "), "register") {
				t.Errorf("the import wrote %q", writes)
			}
		})
	}
}

func TestImportOfOthers(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	wantOne(t, "no such document", s.Import("https://other.example.com/client.json"), "Document is not registered")
	made := s.tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
		"name": "Partner", "app_type": "native", "is_first_party": false, "third_party_security_mode": "strict",
	})
	wantOne(t, "without a document", s.Import(text(made["client_id"])), "Application has no document", "auth0access_third_party_application")
	described := s.register()
	other := acctest.NewLifecycle(t, s.tenant, "auth0access_third_party_application")
	wantOne(t, "as another type", other.Import(described), "Application is described by a document", "auth0access_cimd_application", described)
}

// An application that is there is not taken over by a create.
func TestRegisteredAlready(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := s.register()
	wantOne(t, "errors", s.Apply(s.config(nil)), "Document is registered already", id, "import {", "terraform untaint", "without -refresh=false")
	unseen := s.config(map[string]any{"check_document": false})
	wantOne(t, "errors without a look in the plan", s.Apply(unseen), "Document is registered already")
	if got := s.tenant.Call(t, http.MethodGet, "/api/v2/clients/"+id, nil); got["name"] != "Agent" {
		t.Errorf("stored %v", got)
	}
}

// If check_document is false, a refresh does not look at the document and saves the call.
func TestDocumentIsNotLookedAt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	unseen := s.config(map[string]any{"check_document": false})
	s.must(unseen)
	s.publish(map[string]any{"client_name": "Agent 2"})
	s.tenant.ResetRequests()
	if planned := s.Plan(unseen); len(planned.Errors) > 0 || document(planned.Planned)["name"] != "Agent" {
		t.Errorf("planned %v, %q", planned.Planned, planned.Errors)
	}
	s.wantCalls("GET /clients/{id}")
}
