package auth0_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// laggingTenant accepts writes and lists what was there before them.
func laggingTenant(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /api/v2/clients":
		answer(w, http.StatusOK, `{"clients":[{"client_id":"tpc_a","is_first_party":false,"name":"before"},{"client_id":"tpc_b","is_first_party":false,"name":"doomed"},{"client_id":"tpc_c","is_first_party":false,"name":"kept"}]}`)
	case "PATCH /api/v2/clients/tpc_a":
		answer(w, http.StatusOK, `{"client_id":"tpc_a","is_first_party":false,"name":"after"}`)
	case "POST /api/v2/clients":
		answer(w, http.StatusCreated, `{"client_id":"tpc_d","is_first_party":false,"name":"made"}`)
	case "PATCH /api/v2/clients/first":
		answer(w, http.StatusOK, `{"client_id":"first","name":"after","is_first_party":true}`)
	case "GET /api/v2/client-grants":
		answer(w, http.StatusOK, `{"client_grants":[{"id":"cgr_a","client_id":"tpc_a"},{"id":"cgr_b","client_id":"tpc_b"}]}`)
	case "GET /api/v2/clients/tpc_a":
		answer(w, http.StatusOK, `{"client_id":"tpc_a","is_first_party":false,"name":"after"}`)
	case "GET /api/v2/clients/tpc_d":
		answer(w, http.StatusOK, `{"client_id":"tpc_d","is_first_party":false,"name":"made"}`)
	case "DELETE /api/v2/clients/tpc_b":
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusBadRequest)
	}
}

// A listing shows this client's updates, creations and deletions even if the API lags behind. It leaves out the grants
// of a deleted application.
func TestListingAfterWrites(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(laggingTenant))
	for _, id := range []string{"tpc_a", "first"} {
		if _, err := client.UpdateApplication(t.Context(), id, auth0.ApplicationFields{Name: auth0.Set("after")}); err != nil {
			t.Fatal(err)
		}
	}
	if err := client.DeleteApplication(t.Context(), "tpc_b"); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateApplication(t.Context(), auth0.ApplicationFields{Name: auth0.Set("made")}); err != nil {
		t.Fatal(err)
	}
	applications, err := client.ListThirdPartyApplications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, 0, len(applications))
	for _, application := range applications {
		names = append(names, application.Name)
	}
	if got, want := strings.Join(names, " "), "after kept made"; got != want {
		t.Errorf("the applications are %q, want %q", got, want)
	}
	grants, err := client.ListAllClientGrants(t.Context())
	if err != nil || len(grants) != 1 || grants[0].ID != "cgr_a" {
		t.Errorf("the grants are %v, %v; want that of the application that is left", grants, err)
	}
}

// A listing answers the reads of single objects that follow.
func TestListingIsRemembered(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v2/connections" {
			t.Errorf("%s %s was sent", r.Method, r.RequestURI)
		}
		answer(w, http.StatusOK, `{"connections":[{"id":"con_1","name":"google"}]}`)
	}))
	if _, err := client.ListConnections(t.Context()); err != nil {
		t.Fatal(err)
	}
	connection, err := client.ReadConnection(t.Context(), "con_1", auth0.Remembered)
	if err != nil || connection.Name != "google" {
		t.Errorf("got %v, %v", connection, err)
	}
}

// Ten callers at once need two listings: that of the first, and one that began after the others asked. A later caller
// gets a new one.
func TestListingIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls, proceed := 0, make(chan struct{})
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			<-proceed
			answer(w, http.StatusOK, fmt.Sprintf(`{"resource_servers":[{"identifier":"%d"}],"total":1}`, calls))
		}))
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				apis, err := client.ListAPIs(t.Context())
				if err != nil || len(apis) != 1 {
					t.Errorf("got %v, %v", apis, err)
				}
			})
		}
		synctest.Wait()
		close(proceed)
		callers.Wait()
		if calls != 2 {
			t.Errorf("%d listings were made for ten callers at once, want 2", calls)
		}
		apis, err := client.ListAPIs(t.Context())
		if err != nil || apis[0].Identifier != "3" {
			t.Errorf("the eleventh caller got %v, %v; want a listing of its own", apis, err)
		}
	})
}

// An organization that this client has just opened or blocked is listed so, though listings lag behind.
func TestListingOfOrganizationsAfterWrites(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v2/organizations" {
			answer(w, http.StatusOK, `{"organizations":[{"id":"org_1","third_party_client_access":"block"},{"id":"org_2","third_party_client_access":"allow"}]}`)
			return
		}
		answer(w, http.StatusOK, `{"id":"org_1","third_party_client_access":"allow"}`)
	}))
	fields := auth0.OrganizationFields{ThirdPartyClientAccess: auth0.Set(auth0.ThirdPartyAccessAllow)}
	if _, err := client.UpdateOrganization(t.Context(), "org_1", fields); err != nil {
		t.Fatal(err)
	}
	organizations, err := client.ListOrganizations(t.Context())
	if err != nil || len(organizations) != 2 {
		t.Fatalf("got %v, %v", organizations, err)
	}
	for _, organization := range organizations {
		if organization.ThirdPartyClientAccess != auth0.ThirdPartyAccessAllow {
			t.Errorf("%s is listed as before it was opened", organization.ID)
		}
	}
}

// Each grant has a listing of its organizations, which callers at the same time share. A grant that is gone has none.
func TestOrganizationsOfGrantsAreShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		calls, proceed := map[string]int{}, make(chan struct{})
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			calls[r.URL.Path]++
			mu.Unlock()
			<-proceed
			if strings.Contains(r.URL.Path, "gone") {
				answer(w, http.StatusNotFound, `{"statusCode":404,"error":"Not Found","message":"Client grant not found"}`)
				return
			}
			answer(w, http.StatusOK, `{"organizations":[{"id":"org_1"}]}`)
		}))
		var callers sync.WaitGroup
		for i := range 20 {
			callers.Go(func() {
				id := []string{"cgr_1", "cgr_gone"}[i%2]
				got, err := client.ListGrantOrganizations(t.Context(), id)
				if err != nil || (len(got) == 1) != (id == "cgr_1") {
					t.Errorf("%s: %v, %v", id, got, err)
				}
			})
		}
		synctest.Wait()
		close(proceed)
		callers.Wait()
		for path, made := range calls {
			if made != 2 {
				t.Errorf("%d calls of %s, want 2", made, path)
			}
		}
		if len(calls) != 2 {
			t.Errorf("calls were %v", calls)
		}
	})
}

// A caller that waits for another's listing gives up when its own context ends.
func TestListingEndsWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		proceed := make(chan struct{})
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			<-proceed
			answer(w, http.StatusOK, `{"resource_servers":[],"total":0}`)
		}))
		var first sync.WaitGroup
		first.Go(func() {
			if _, err := client.ListAPIs(t.Context()); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := client.ListAPIs(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v, want the context's", err)
		}
		close(proceed)
		first.Wait()
	})
}

func TestListAPIsPages(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := r.URL.Query().Get("page")
		if page == "2" {
			refuse(http.StatusNotFound)(w, r)
			return
		}
		answer(w, http.StatusOK, fmt.Sprintf(`{"resource_servers":[{"identifier":"%s"}],"total":101}`, page))
	}))
	apis, err := client.ListAPIs(t.Context())
	if err != nil || len(apis) != 2 || apis[0].Identifier != "0" || apis[1].Identifier != "1" {
		t.Errorf("got %v, %v; want the APIs of both pages", apis, err)
	}
}

// Auth0 takes the id or the identifier of an API in the path, but the client reads an API by its identifier only.
func TestReadAPIByID(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, `{"id":"0123456789abcdef01234567","identifier":"https://api.example.com/"}`)
	}))
	if _, err := client.ReadAPI(t.Context(), "0123456789abcdef01234567", auth0.Fresh); !auth0.IsNotFound(err) {
		t.Errorf("error is %v, want one that says there is no such API", err)
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	given := auth0.API{SubjectTypeAuthorization: auth0.SubjectTypeAuthorization{
		User:   auth0.AccessPolicy{Policy: auth0.AccessPolicyRequireClientGrant},
		Client: auth0.AccessPolicy{Policy: auth0.AccessPolicyDenyAll},
	}}
	tests := map[string]struct {
		api               auth0.API
		subjectType, want string
	}{
		"users":                    {given, auth0.SubjectTypeUser, "require_client_grant"},
		"applications":             {given, auth0.SubjectTypeClient, "deny_all"},
		"users, none shown":        {auth0.API{}, auth0.SubjectTypeUser, "allow_all"},
		"applications, none shown": {auth0.API{}, auth0.SubjectTypeClient, "require_client_grant"},
	}
	for name, test := range tests {
		if got := test.api.Policy(test.subjectType); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
