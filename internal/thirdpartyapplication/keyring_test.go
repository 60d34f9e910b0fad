package thirdpartyapplication

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

const someID = "tpc_4mVt8sQk2LxWzB7nYdRc1J"

// client returns an API client of a tenant that the handler plays.
func client(t *testing.T, handler http.HandlerFunc) *auth0.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "token"})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func answer(t *testing.T, w http.ResponseWriter, body any) {
	t.Helper()
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		t.Error(err)
	}
}

// A registration whose answer is lost is looked up, so that it is neither repeated nor left over.
func TestRegisterWithLostAnswer(t *testing.T) {
	t.Parallel()
	before := map[string]line{"new": {pem: "A", alg: "RS256", kid: "kid-a", id: "cred_1"}}
	tests := map[string]struct {
		listed []map[string]any // after the registration; nil for a failing list
		found  bool
		posts  int32
	}{
		"carried out": {[]map[string]any{{"id": "cred_1", "name": "new"}, {"id": "cred_0", "name": "new"}, {"id": "cred_2", "name": "new", "kid": "kid-b"}}, true, 1},
		"no list":     {nil, false, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var posts atomic.Int32
			k := keyring{
				client: client(t, func(w http.ResponseWriter, r *http.Request) {
					switch {
					case r.Method == http.MethodPost:
						posts.Add(1)
						panic(http.ErrAbortHandler)
					case posts.Load() == 0: // somebody's key of the same name, which authenticates nobody
						answer(t, w, []map[string]any{{"id": "cred_1", "name": "new"}, {"id": "cred_0", "name": "new"}})
					case test.listed == nil:
						panic(http.ErrAbortHandler)
					default:
						answer(t, w, test.listed)
					}
				}),
				clientID: someID,
				before:   credentialsFrom(before),
				wanted:   credentialsFrom(map[string]line{"new": {pem: "B", alg: "RS256", kid: "?", id: "?"}}),
				present:  credentialsFrom(before),
			}
			err := k.register(t.Context())
			want := map[string]line{"new": before["new"], "new" + unanswered: {pem: "B", alg: "RS256"}}
			if test.found {
				delete(want, "new"+unanswered)
				want["cred_2"] = line{pem: "B", alg: "RS256", kid: "kid-b", id: "cred_2"}
			}
			if diff := cmp.Diff(want, lines(k.present), cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("keys in state (-want +got):\n%s", diff)
			}
			if (err == nil) != test.found || err != nil && !errors.Is(err, auth0.ErrUnknownOutcome) {
				t.Errorf("error: %v", err)
			}
			if posts.Load() != test.posts {
				t.Errorf("%d registrations, want %d", posts.Load(), test.posts)
			}
		})
	}
}

// A registration that was not carried out is repeated once that is certain, and the key of somebody else is left alone.
func TestRegisterAgain(t *testing.T) {
	t.Parallel()
	var posts atomic.Int32
	k := keyring{
		client: client(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				answer(t, w, []map[string]any{{"id": "cred_0", "name": "new"}})
				return
			}
			if posts.Add(1) == 1 {
				panic(http.ErrAbortHandler)
			}
			answer(t, w, map[string]any{"id": "cred_2", "name": "new", "kid": "kid-b"})
		}),
		clientID: someID,
		wanted:   credentialsFrom(map[string]line{"new": {pem: "B", alg: "RS256", kid: "?", id: "?"}}),
		present:  credentials{},
	}
	if err := k.register(t.Context()); err != nil || posts.Load() != 2 {
		t.Errorf("%d registrations, %v", posts.Load(), err)
	}
	want := map[string]line{"cred_2": {pem: "B", alg: "RS256", kid: "kid-b", id: "cred_2"}}
	if diff := cmp.Diff(want, lines(k.present), cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("keys in state (-want +got):\n%s", diff)
	}
}

// Keys that the answer to a creation does not show are read, and stay unknown if that fails.
func TestCreatedKeys(t *testing.T) {
	t.Parallel()
	app := &auth0.Application{ClientID: someID, ClientAuthenticationMethods: &auth0.ClientAuthenticationMethods{
		PrivateKeyJWT: &auth0.PrivateKeyJWT{Credentials: []auth0.Credential{{ID: "cred_1"}, {ID: "cred_2"}}},
	}}
	whole := &auth0.Application{ClientID: someID, ClientAuthenticationMethods: &auth0.ClientAuthenticationMethods{
		PrivateKeyJWT: &auth0.PrivateKeyJWT{Credentials: []auth0.Credential{{ID: "cred_1", Name: "b", KID: "mine"}, {ID: "cred_2", Name: "a", KID: "made"}}},
	}}
	planned := map[string]line{
		"a": {pem: "A", alg: "RS256", kid: "?", id: "?"},
		"b": {pem: "B", alg: "RS256", kid: "mine", id: "?"},
	}
	asSent := map[string]line{
		"a": {pem: "A", alg: "RS256", id: "cred_1"},
		"b": {pem: "B", alg: "RS256", kid: "mine", id: "cred_2"},
	}
	tests := map[string]struct {
		app    *auth0.Application
		listed []map[string]any // nil for a failing list
		want   map[string]line
	}{
		"listed in another order": {app, []map[string]any{{"id": "cred_1", "name": "b", "kid": "mine"}, {"id": "cred_2", "name": "a", "kid": "made"}}, map[string]line{
			"a": {pem: "A", alg: "RS256", kid: "made", id: "cred_2"},
			"b": {pem: "B", alg: "RS256", kid: "mine", id: "cred_1"},
		}},
		"told whole, in another order": {whole, nil, map[string]line{
			"a": {pem: "A", alg: "RS256", kid: "made", id: "cred_2"},
			"b": {pem: "B", alg: "RS256", kid: "mine", id: "cred_1"},
		}},
		"not listed yet": {app, []map[string]any{}, asSent},
		"no list":        {app, nil, asSent},
		"nothing told at all": {&auth0.Application{ClientID: someID}, nil, map[string]line{
			"a": {pem: "A", alg: "RS256"},
			"b": {pem: "B", alg: "RS256", kid: "mine"},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newResource()
			r.Client = client(t, func(w http.ResponseWriter, _ *http.Request) {
				if test.listed == nil {
					w.WriteHeader(http.StatusNotFound)
					return
				}
				answer(t, w, test.listed)
			})
			got := lines(r.created(t.Context(), test.app, credentialsFrom(planned)))
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("keys in state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddCreateError(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err           error
		summary, want string
	}{
		"refused": {&auth0.Error{StatusCode: 400, Message: "Invalid grant types: x", Method: "POST", Path: "/api/v2/clients"},
			"Could not create the application", "Invalid grant types: x"},
		"answer lost": {&auth0.Error{Method: "POST", Path: "/api/v2/clients", OutcomeUnknown: true},
			"Application may have been created", `it looks for the application "Partner" and, if it is there, replaces it`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			addCreateError(&diags, "Partner", test.err, auth0.ApplicationFields{})
			if got := diags[0]; got.Summary() != test.summary || !strings.Contains(got.Detail(), test.want) || !strings.HasSuffix(got.Detail(), ".") {
				t.Errorf("%s: %s", got.Summary(), got.Detail())
			}
		})
	}
}
