package emulator

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

const agentURL = "https://agent.example.com/client.json"

// webHost is a publisher's web server.
type webHost struct {
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
}

func (h *webHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	page := h.pages[r.URL.Path]
	h.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

func (h *webHost) serve(path string, page http.HandlerFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pages[path] = page
}

func (h *webHost) publish(path string, document any) {
	encoded, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	h.serve(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(encoded) })
}

// agentDocument is a document with changes to it; nil takes a property out.
func agentDocument(changes object.Object) object.Object {
	document := object.Object{
		"client_id": agentURL, "client_name": "Agent", "redirect_uris": object.Array("https://agent.example.com/cb"),
		"grant_types": object.Array("authorization_code", "refresh_token"), "token_endpoint_auth_method": "none",
		"logo_uri": "https://agent.example.com/logo.png", "description": "Reads orders",
	}
	maps.Copy(document, changes)
	maps.DeleteFunc(document, func(_ string, value any) bool { return value == nil })
	return document
}

// keySet is a JSON Web Key Set of public keys, with their kids.
func keySet(kids ...string) object.Object {
	var set []any
	for _, kid := range kids {
		private, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		set = append(set, jose.JSONWebKey{Key: &private.PublicKey, KeyID: kid, Algorithm: "RS256", Use: "sig"})
	}
	return object.Object{"keys": set}
}

// publishing is a tenant and the host of the agent's documents.
func publishing(t *testing.T, seed *Seed) (*site, *webHost) {
	t.Helper()
	h := &webHost{pages: map[string]http.HandlerFunc{}}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	server, err := New(Options{
		Seed:            seed,
		DocumentHosts:   map[string]string{"agent.example.com": web.Listener.Addr().String()},
		DocumentTimeout: 2 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.publish("/client.json", agentDocument(nil))
	return serveServer(t, server), h
}

func about(url string) object.Object { return object.Object{"external_client_id": url} }

func (s *site) preview(url string) object.Object {
	s.tb.Helper()
	return s.mustCall(http.StatusOK, "POST", "/clients/cimd/preview", about(url)).object
}

// A seed can contain documents and keys, within the same limits of size as those from a web server.
func TestDocumentsOfASeed(t *testing.T) {
	t.Parallel()
	const keysURL = "https://agent.example.com/keys.json"
	document := agentDocument(object.Object{"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": keysURL})
	seed := &Seed{Documents: map[string]map[string]any{agentURL: document, keysURL: keySet("first")}}
	s := serveTenant(t, seed)
	check := func() {
		t.Helper()
		got := s.preview(agentURL)
		if text := fmt.Sprint(got["mapped_fields"]); !strings.Contains(text, "first") || got["errors"] != nil {
			t.Errorf("preview: %v", got)
		}
	}
	check()
	s.mustCall(http.StatusCreated, "POST", "/clients/cimd/register", about(agentURL))
	if err := s.server.Load(s.server.Snapshot()); err != nil {
		t.Fatal(err)
	}
	check()
	seed.Documents[agentURL] = agentDocument(object.Object{"x": strings.Repeat("x", 5<<10)})
	if err := s.server.Load(seed); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(s.preview(agentURL)["errors"]); !strings.Contains(got, "maximum size") {
		t.Errorf("large document: %s", got)
	}
}

// A preview shows the application that would result, and changes nothing. Registration creates it, once for each URL.
func TestDocumentIsRegisteredOnce(t *testing.T) {
	t.Parallel()
	s, h := publishing(t, nil)
	before := s.preview(agentURL)
	if before["client_id"] != nil || len(s.mustCall(200, "GET", "/clients?is_first_party=false", nil).array) > 0 {
		t.Fatalf("a preview registered something: %v", before)
	}
	first := s.mustCall(http.StatusCreated, "POST", "/clients/cimd/register", about(agentURL)).object
	id := object.Text(first, "client_id")
	if !strings.HasPrefix(id, "tpc_") {
		t.Errorf("client_id %q", id)
	}
	got := s.mustCall(200, "GET", "/clients/"+id, nil).object
	for name, want := range map[string]any{
		"name": "Agent", "description": "Reads orders", "logo_uri": "https://agent.example.com/logo.png", "app_type": "regular_web",
		"is_first_party": false, "third_party_security_mode": "strict", "oidc_conformant": true, "token_endpoint_auth_method": "none",
		"external_client_id": agentURL, "external_metadata_type": "cimd", "external_metadata_created_by": "admin",
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	if refresh := object.Child(got, "refresh_token"); refresh["rotation_type"] != "rotating" || refresh["expiration_type"] != "expiring" {
		t.Errorf("refresh_token is %v", refresh)
	}

	h.publish("/client.json", agentDocument(object.Object{"client_name": "Agent 2", "logo_uri": nil, "description": nil}))
	if again := s.preview(agentURL); again["client_id"] != id || object.Child(again, "mapped_fields")["name"] != "Agent 2" {
		t.Errorf("the preview of a registered one is %v", again)
	}
	if got := s.mustCall(200, "GET", "/clients/"+id, nil).object; got["name"] != "Agent" {
		t.Errorf("a preview changed the application: %v", got["name"])
	}
	if second := s.mustCall(http.StatusOK, "POST", "/clients/cimd/register", about(agentURL)).object; second["client_id"] != id {
		t.Errorf("registered again as %v", second["client_id"])
	}
	got = s.mustCall(200, "GET", "/clients/"+id, nil).object
	if got["name"] != "Agent 2" || got["logo_uri"] != nil || got["description"] != "Reads orders" {
		t.Errorf("after the second registration: %v", got)
	}
	if found := s.mustCall(200, "GET", "/clients?external_client_id="+agentURL, nil).array; len(found) != 1 {
		t.Errorf("%d applications have the URL", len(found))
	}
}

func TestWhichMetadataURLsAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := publishing(t, nil)
	for _, url := range []string{
		"http://agent.example.com/client.json", "https://localhost/client.json", "https://127.0.0.1/client.json", "https://[::1]/client.json",
		"https://agent.example.com", "https://agent.example.com/", "https://agent.example.com/a/../client.json", "https://agent.example.com/%2e/c",
		"https://me@agent.example.com/c", "https://agent.example.com/c?v=1", "https://agent.example.com/c#top", "https://agent.example.com:0/c",
		"https://agent.example.com/a b", "https://agent.example.com/100%", "https://agent.example.com/" + strings.Repeat("a", 95),
	} {
		for _, path := range []string{"/clients/cimd/preview", "/clients/cimd/register"} {
			if got := s.call("POST", path, about(url)); got.status != http.StatusBadRequest {
				t.Errorf("%s of %s: %d", path, url, got.status)
			}
		}
	}
}

func TestWhichDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	s, h := publishing(t, nil)
	private := keySet("one")
	first, _ := private["keys"].([]any)
	encoded, _ := json.Marshal(first[0])
	var withSecret object.Object
	_ = json.Unmarshal(encoded, &withSecret)
	withSecret["d"] = "secret"
	h.publish("/private.json", object.Object{"keys": []any{withSecret}})
	h.publish("/three.json", keySet("one", "two", "three"))
	h.publish("/huge-keys.json", object.Object{"keys": keySet("one")["keys"], "padding": strings.Repeat("x", 12<<10)})
	key := func(path string) object.Object {
		return object.Object{"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://agent.example.com" + path}
	}
	for violation, changes := range map[string]object.Object{
		"client_id must be":           {"client_id": "https://agent.example.com/other.json"},
		"client_name must be":         {"client_name": nil},
		"at least one URL":            {"redirect_uris": []any{}},
		"redirect_uris must be uniqu": {"redirect_uris": object.Array("https://a.example/cb", "https://a.example/cb")},
		"must use https":              {"redirect_uris": object.Array("http://127.0.0.1:8080/cb")},
		"not an exact":                {"redirect_uris": object.Array("https://*.example.com/cb")},
		"grant_types must":            {"grant_types": object.Array("client_credentials")},
		"application_type must":       {"application_type": "spa"},
		"token_endpoint_auth_method":  {"token_endpoint_auth_method": "client_secret_post"},
		"jwks is not supported":       {"jwks": keySet("one")},
		"client_secret is not":        {"client_secret": "secret"},
		"requires jwks_uri":           {"token_endpoint_auth_method": "private_key_jwt"},
		"origin of the document":      {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://other.example/keys.json"},
		"could not be retrieved":      key("/nowhere.json"),
		"exceeds the maximum size":    key("/huge-keys.json"),
		"private key material":        key("/private.json"),
		"3 keys, maximum 2":           key("/three.json"),
		"description must":            {"description": strings.Repeat("x", 141)},
		"logo_uri must":               {"logo_uri": "http://agent.example.com/logo.png"},
	} {
		h.publish("/client.json", agentDocument(changes))
		result := object.Child(s.preview(agentURL), "validation")
		if got := strings.Join(object.List(result, "violations"), "\n"); !strings.Contains(got, violation) || result["valid"] != false {
			t.Errorf("violations %q, want %q", got, violation)
		}
		wantRefusal(t, s.call("POST", "/clients/cimd/register", about(agentURL)), 400, "invalid_client_metadata",
			"The Client Metadata document at "+agentURL+" cannot be applied.")
	}
}

func TestWhatIsNotTakenOverIsWarnedOf(t *testing.T) {
	t.Parallel()
	s, h := publishing(t, nil)
	h.publish("/client.json", agentDocument(object.Object{
		"grant_types": object.Array("implicit", "authorization_code"), "client_uri": "https://agent.example.com", "application_type": "native",
		"redirect_uris": object.Array("http://127.0.0.1/cb"),
	}))
	got := s.preview(agentURL)
	want := []string{
		"Grant type not supported: 'implicit'",
		"Ignoring unsupported properties: client_uri. These properties are not validated or mapped to the Auth0 client configuration.",
	}
	if warnings := object.List(object.Child(got, "validation"), "warnings"); fmt.Sprint(warnings) != fmt.Sprint(want) {
		t.Errorf("warnings %q, want %q", warnings, want)
	}
	if mapped := object.Child(got, "mapped_fields"); mapped["app_type"] != "native" || fmt.Sprint(object.List(mapped, "grant_types")) != "[authorization_code]" {
		t.Errorf("mapped %v", mapped)
	}
}

// A document that cannot be fetched has errors in the preview and no validation, and cannot be registered.
func TestDocumentsThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	s, h := publishing(t, nil)
	for failure, page := range map[string]http.HandlerFunc{
		"status 404":        http.NotFound,
		"status 500":        func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"redirects are not": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other.json", http.StatusFound) },
		"not a JSON object": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"client_id":`)) },
		"maximum size": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"client_id":"` + strings.Repeat("x", 5<<10) + `"}`))
		},
		"did not answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"could not be":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		h.serve("/client.json", page)
		got := s.preview(agentURL)
		if failures := strings.Join(object.List(got, "errors"), "\n"); !strings.Contains(failures, failure) || got["validation"] != nil {
			t.Errorf("%s: %v", failure, got)
		}
		wantRefusal(t, s.call("POST", "/clients/cimd/register", about(agentURL)), 400, "", "The Client Metadata at "+agentURL+" could not be retrieved.")
	}
	if got := fmt.Sprint(s.preview("https://unmapped.example.com/client.json")["errors"]); !strings.Contains(got, "--document-host") {
		t.Errorf("of a host without an address: %s", got)
	}
	if _, err := New(Options{DocumentHosts: map[string]string{"agent.example.com": "192.0.2.1:80"}}); err == nil {
		t.Error("documents may be fetched from another machine")
	}
}

// A new kid adds a key. The same kid keeps the existing key, even if the document's differs. Keys that the document no
// longer names are deleted.
func TestKeysOfDocuments(t *testing.T) {
	t.Parallel()
	s, h := publishing(t, nil)
	h.publish("/client.json", agentDocument(object.Object{
		"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://agent.example.com/keys.json",
	}))
	register := func(kids ...string) (string, map[string]string) {
		h.publish("/keys.json", keySet(kids...))
		out := s.call("POST", "/clients/cimd/register", about(agentURL))
		id := object.Text(out.object, "client_id")
		found := map[string]string{}
		for _, one := range object.Objects(s.mustCall(200, "GET", "/clients/"+id+"/credentials", nil).array) {
			found[object.Text(one, "kid")] = object.Text(one, "id")
		}
		return id, found
	}
	id, first := register("one")
	app := s.mustCall(200, "GET", "/clients/"+id, nil).object
	if app["token_endpoint_auth_method"] != nil || app["jwks_uri"] != "https://agent.example.com/keys.json" || len(first) != 1 {
		t.Errorf("application %v with the keys %v", app, first)
	}
	_, same := register("one")
	if same["one"] != first["one"] {
		t.Error("another key under the same kid replaced the one that was there")
	}
	_, both := register("one", "two")
	_, last := register("two")
	if len(both) != 2 || len(last) != 1 || last["two"] != both["two"] {
		t.Errorf("keys %v, then %v", both, last)
	}
}

// A preview needs the scope of the tenant's variant, registration the scope for a create or an update.
func TestScopesOfDocuments(t *testing.T) {
	t.Parallel()
	for variant, previewer := range map[string]string{"preview-with-read-scope": "read:clients", tenant.PreviewWithWriteScopes: "update:clients"} {
		s, _ := publishing(t, &Seed{Variants: []string{variant}})
		for _, scope := range []string{"read:clients", "create:clients", "update:clients"} {
			caller := s.withScopes(scope)
			wantPreview := scope == previewer || variant == tenant.PreviewWithWriteScopes && scope == "create:clients"
			if got := caller.call("POST", "/clients/cimd/preview", about(agentURL)).status; (got == 200) != wantPreview {
				t.Errorf("%s: a preview with %s is answered %d", variant, scope, got)
			}
		}
		if got := s.withScopes("update:clients").call("POST", "/clients/cimd/register", about(agentURL)).status; got != 403 {
			t.Errorf("registered anew with update:clients: %d", got)
		}
		s.withScopes("create:clients").mustCall(201, "POST", "/clients/cimd/register", about(agentURL))
		s.withScopes("update:clients").mustCall(200, "POST", "/clients/cimd/register", about(agentURL))
	}
}
