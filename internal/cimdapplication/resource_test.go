package cimdapplication_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const typeName = "auth0access_cimd_application"

const host = "agent.example.com"

// agent is a document with changes to it; nil takes a property out.
func agent(changes map[string]any) map[string]any {
	document := map[string]any{
		"client_id": "https://" + host + "/client.json", "client_name": "Agent", "redirect_uris": []any{"https://" + host + "/callback"},
		"grant_types": []any{"authorization_code"}, "token_endpoint_auth_method": "none",
	}
	for name, value := range changes {
		if document[name] = value; value == nil {
			delete(document, name)
		}
	}
	return document
}

// scene is a publisher, a tenant, and the resource of the publisher's application.
type scene struct {
	*acctest.Lifecycle
	t         *testing.T
	publisher *acctest.Publisher
	tenant    *acctest.Tenant
	url       string
}

func newScene(t *testing.T, options ...acctest.Option) *scene {
	t.Helper()
	publisher := acctest.NewPublisher(t, host)
	tenant := acctest.NewTenant(t, append(options, acctest.WithDocuments(publisher))...)
	return &scene{acctest.NewLifecycle(t, tenant, typeName), t, publisher, tenant, publisher.Publish("/client.json", agent(nil))}
}

func (s *scene) config(more map[string]any) map[string]any {
	config := map[string]any{"metadata_url": s.url}
	for name, value := range more {
		config[name] = value
	}
	return config
}

func (s *scene) publish(changes map[string]any) { s.publisher.Publish("/client.json", agent(changes)) }

// must applies and wants no error.
func (s *scene) must(config map[string]any) {
	s.t.Helper()
	if errors := s.Apply(config); len(errors) > 0 {
		s.t.Fatalf("errors %q", errors)
	}
}

// wantCalls checks the calls since its last use.
func (s *scene) wantCalls(want ...string) {
	s.t.Helper()
	var got []string
	for _, request := range s.tenant.Requests() {
		path := strings.TrimPrefix(strings.Split(request.Path, "?")[0], "/api/v2")
		if id, _ := s.State()["client_id"].(string); id != "" {
			path = strings.Replace(path, id, "{id}", 1)
		}
		got = append(got, request.Method+" "+path)
	}
	s.tenant.ResetRequests()
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// stored returns the application that the tenant has.
func (s *scene) stored() map[string]any {
	s.t.Helper()
	return s.tenant.Call(s.t, http.MethodGet, "/api/v2/clients/"+text(s.State()["client_id"]), nil)
}

func document(state map[string]any) map[string]any {
	found, _ := state["document"].(map[string]any)
	return found
}

func text(value any) string {
	text, _ := value.(string)
	return text
}

func count(list any) int {
	elements, _ := list.([]any)
	return len(elements)
}

func wantOne(t *testing.T, what string, got []string, parts ...string) {
	t.Helper()
	if len(got) != 1 {
		t.Errorf("%s: %q, want one", what, got)
		return
	}
	for _, part := range parts {
		if !strings.Contains(got[0], part) {
			t.Errorf("%s: %q lacks %q", what, got[0], part)
		}
	}
}

const preview = "POST /clients/cimd/preview"

// An application is registered, read, changed, and deleted, with the calls that this takes.
func TestLife(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(map[string]any{"client_metadata": map[string]any{"team": "wiki"}, "grant_types": []any{"authorization_code", "refresh_token"}}))
	s.wantCalls(preview, preview, "POST /clients/cimd/register", "GET /clients/{id}", "PATCH /clients/{id}")
	state := s.State()
	if !strings.HasPrefix(text(state["client_id"]), "tpc_") || document(state)["name"] != "Agent" || state["app_type"] != "regular_web" {
		t.Errorf("state %v", state)
	}
	if got := s.stored(); fmt.Sprint(got["grant_types"], got["client_metadata"]) != "[authorization_code refresh_token] map[team:wiki]" {
		t.Errorf("stored %v", got)
	}
	s.tenant.ResetRequests()

	same := s.config(map[string]any{"client_metadata": map[string]any{"team": "wiki"}, "grant_types": []any{"authorization_code", "refresh_token"}})
	plan := s.Plan(same)
	if diff := cmp.Diff(s.State(), plan.Planned); diff != "" || len(plan.Errors)+len(plan.Warnings) > 0 {
		t.Errorf("a plan of nothing new: %s, %q, %q", diff, plan.Errors, plan.Warnings)
	}
	s.wantCalls("GET /clients/{id}", preview)

	s.must(s.config(map[string]any{"require_proof_of_possession": true}))
	s.wantCalls("GET /clients/{id}", preview, "PATCH /clients/{id}")
	if got := s.stored(); got["require_proof_of_possession"] != true || fmt.Sprint(got["grant_types"]) != "[authorization_code]" {
		t.Errorf("stored %v", got)
	}
	s.tenant.ResetRequests()

	s.must(nil)
	s.wantCalls("GET /clients/"+text(state["client_id"]), preview, "DELETE /clients/"+text(state["client_id"]))
}

// What the publisher changes is shown as a change, and registered by the apply; what an administrator has set stays.
func TestPublisherChangesTheDocument(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	config := s.config(map[string]any{"description": "Ours", "web_origins": []any{"https://" + host}})
	s.must(config)
	s.publish(map[string]any{
		"client_name": "Agent 2", "redirect_uris": []any{"https://" + host + "/callback", "https://" + host + "/again"},
		"description": "Theirs", "logo_uri": "https://" + host + "/logo.png",
	})
	s.tenant.ResetRequests()
	plan := s.Plan(config)
	if got := document(plan.Planned); len(plan.Errors) > 0 || got["name"] != "Agent 2" || count(got["callbacks"]) != 2 || got["pin"] == document(s.State())["pin"] {
		t.Errorf("planned %v, %q", got, plan.Errors)
	}
	if plan.Planned["description"] != "Ours" {
		t.Errorf("planned %v", plan.Planned)
	}
	s.wantCalls("GET /clients/{id}", preview)
	s.must(config)
	s.wantCalls("GET /clients/{id}", preview, preview, "POST /clients/cimd/register", "GET /clients/{id}", "PATCH /clients/{id}")
	got := s.stored()
	if got["name"] != "Agent 2" || got["description"] != "Ours" || fmt.Sprint(got["web_origins"]) != "[https://"+host+"]" || count(got["callbacks"]) != 2 {
		t.Errorf("stored %v", got)
	}
	if diff := cmp.Diff(s.State(), s.Plan(config).Planned); diff != "" {
		t.Errorf("after the apply, a plan changes %s", diff)
	}
}

// A callback on a host that is not allowed, and any document but the pinned one, is refused. The message says what
// changed and how to accept it.
func TestNothingIsAcceptedUnseen(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(map[string]any{"allowed_callback_hosts": []any{host}}))
	pin := text(document(s.State())["pin"])
	pinned := s.config(map[string]any{"pin": pin})
	s.must(pinned)
	s.publish(map[string]any{"redirect_uris": []any{"https://" + host + "/callback", "https://evil.example.net/callback"}})
	s.tenant.ResetRequests()

	plan := s.Plan(s.config(map[string]any{"allowed_callback_hosts": []any{host}}))
	wantOne(t, "host", plan.Errors, "Callback is on another host", "https://evil.example.net/callback", "allowed_callback_hosts")
	refused := s.Apply(pinned)
	wantOne(t, "pin", refused, "Document is not the pinned one", "callbacks gains https://evil.example.net/callback", "pin = \"sha256:")
	if writes := s.tenant.Mutations(); strings.Contains(fmt.Sprint(writes), "register") {
		t.Errorf("a refused plan wrote %q", writes)
	}
	s.must(s.config(map[string]any{"pin": pinIn(refused[0])}))
	if got := s.stored()["callbacks"]; count(got) != 2 {
		t.Errorf("accepted, and stored %v", got)
	}
	if errors := s.Apply(s.config(map[string]any{"pin": pin})); len(errors) != 1 {
		t.Errorf("the pin of before is accepted: %q", errors)
	}
}

// turning serves one document so many times, and then another one.
func (s *scene) turning(times int, first, then map[string]any) {
	fetched := atomic.Int32{}
	before, _ := json.Marshal(agent(first))
	after, _ := json.Marshal(agent(then))
	s.publisher.Serve("/client.json", func(w http.ResponseWriter, _ *http.Request) {
		if int(fetched.Add(1)) <= times {
			_, _ = w.Write(before)
			return
		}
		_, _ = w.Write(after)
	})
}

// A new application is registered as it was planned, or not at all.
func TestDocumentChangesBeforeAnApplicationIsMade(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fetches int
		want    string
	}{
		"since the plan":         {1, "Document changed since the plan"},
		"while it is registered": {2, "Document changed while it was registered"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.turning(test.fetches, nil, map[string]any{"redirect_uris": []any{"https://evil.example.net/callback"}})
			before := s.tenant.Call(t, http.MethodGet, "/api/v2/clients?is_first_party=false&include_totals=true", nil)
			wantOne(t, "errors", s.Apply(s.config(nil)), test.want, "callbacks gains https://evil.example.net/callback")
			if found := s.tenant.Call(t, http.MethodGet, "/api/v2/clients?is_first_party=false&include_totals=true", nil); fmt.Sprint(found["total"]) != fmt.Sprint(before["total"]) {
				t.Errorf("the tenant has %v", found)
			}
			if s.State() != nil {
				t.Errorf("state %v", s.State())
			}
		})
	}
}

// A change that was not planned is not registered; if it gets in between, the error and the state say so.
func TestDocumentChangesBeforeItIsTakenOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fetches int
		want    string
		stored  string
	}{
		"since the plan":         {1, "Document changed since the plan", "Agent"},
		"while it is registered": {2, "Document changed while it was registered", "Agent 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.must(s.config(nil))
			s.turning(test.fetches, map[string]any{"client_name": "Agent 2"}, map[string]any{"client_name": "Agent 3"})
			wantOne(t, "errors", s.Apply(s.config(nil)), test.want, `name "Agent 2" becomes "Agent 3"`)
			if got := s.stored()["name"]; got != test.stored || document(s.State())["name"] != test.stored {
				t.Errorf("stored %v, state %v; want %s", got, document(s.State())["name"], test.stored)
			}
			s.must(s.config(nil))
			if got := s.stored()["name"]; got != "Agent 3" {
				t.Errorf("after another apply: %v", got)
			}
		})
	}
}

// A document that cannot be used is a warning as long as nothing needs it, and an error otherwise.
func TestDocumentCannotBeUsed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		page http.HandlerFunc
		want string
	}{
		"gone": {http.NotFound, "status 404"},
		"slow": {nil, "did not answer"},
		"huge": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 6<<10)) }, "maximum size"},
		"redirects": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other.json", http.StatusMovedPermanently)
		}, "redirects"},
		"malformed": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"client_id":`)) }, "not a JSON object"},
		"invalid":   {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"client_id":"x"}`)) }, "client_id must be"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.must(s.config(nil))
			if s.publisher.Serve("/client.json", test.page); test.page == nil {
				s.publisher.Stall("/client.json")
			}
			s.tenant.ResetRequests()
			plan := s.Plan(s.config(map[string]any{"description": "Ours"}))
			if len(plan.Errors) > 0 {
				t.Errorf("errors %q", plan.Errors)
			}
			wantOne(t, "warnings", plan.Warnings, test.want, "stays as it was registered")
			s.must(s.config(map[string]any{"description": "Ours"}))
			if got := s.stored(); got["description"] != "Ours" || got["name"] != "Agent" {
				t.Errorf("stored %v", got)
			}
			wantOne(t, "another pin", s.Plan(s.config(map[string]any{"pin": "sha256:" + strings.Repeat("0", 64)})).Errors, test.want)
			fresh := acctest.NewLifecycle(t, s.tenant, typeName)
			wantOne(t, "a new application", fresh.Plan(s.config(nil)).Errors, test.want)
			if errors := s.Apply(nil); len(errors) > 0 {
				t.Errorf("destroy: %q", errors)
			}
		})
	}
}

// Origins are held to the rules of strict applications, by the plan.
func TestOriginsAreExact(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for origin, want := range map[string]string{"https://*.example.com": "matches many URLs", "": "has no scheme and host"} {
		for _, argument := range []string{"allowed_origins", "web_origins"} {
			_, errors := acctest.PlanConfig(t, s.tenant, typeName, s.config(map[string]any{argument: []any{origin}}))
			wantOne(t, argument, errors, argument, "URL that Auth0 will not accept", want)
		}
	}
}

// A tenant may register documents only while its setting for them is on. The refusal says so, and following it helps.
func TestTenantWithoutDocuments(t *testing.T) {
	t.Parallel()
	s := newScene(t, acctest.WithVariants("documents-with-setting"))
	errors := s.Apply(s.config(nil))
	wantOne(t, "errors", errors, "Could not register the document", "client_id_metadata_document_supported", "depends_on")
	server := acctest.NewLifecycle(t, s.tenant, "auth0access_authorization_server")
	if errors := server.Apply(map[string]any{"client_id_metadata_document_supported": true}); len(errors) > 0 {
		t.Fatalf("errors %q", errors)
	}
	s.must(s.config(nil))
}
