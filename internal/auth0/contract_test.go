package auth0_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
)

// The client sends everything in the contract, and nothing else.
func TestRequestsKeepTheContract(t *testing.T) {
	t.Parallel()
	checks := contract.Load(t)
	coverage, err := contract.NewCoverage()
	if err != nil {
		t.Fatal(err)
	}
	sent := listings(t)
	for _, test := range requestCases() {
		sent = append(sent, capture(t, test)...)
	}
	for _, request := range sent {
		checks.CheckRequest(t, request.Request, []byte(request.body))
		if err := coverage.AddRequest(request.Request, []byte(request.body)); err != nil {
			t.Error(err)
		}
	}
	if unseen := coverage.UnseenRequests(); len(unseen) > 0 {
		t.Errorf("no case of requestCases sends what calls.yaml has: %q", unseen)
	}
}

// listings returns what the client sends while it reads many objects of each collection, and while it lists them.
func listings(t *testing.T) []sentRequest {
	t.Helper()
	var mu sync.Mutex
	var sent []sentRequest
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		mu.Lock()
		sent = append(sent, sentRequest{r, string(body)})
		mu.Unlock()
		answer(w, http.StatusOK, pageOrObject(r))
	}))
	t.Cleanup(server.Close)
	client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "the-token"})
	if err != nil {
		t.Fatal(err)
	}
	many := func(read func(ctx context.Context, id string) error) {
		var all sync.WaitGroup
		for _, id := range numbered("id_", 20) {
			all.Go(func() {
				if err := read(t.Context(), id); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadApplication(ctx, id, auth0.Remembered)
		return err
	})
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadClientGrant(ctx, id, auth0.Remembered)
		return err
	})
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadConnection(ctx, id, auth0.Remembered)
		return err
	})
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadOrganization(ctx, id, auth0.Remembered)
		return err
	})
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadOrganizationApplication(ctx, "org_1", id, auth0.Remembered)
		return err
	})
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadOrganizationGrant(ctx, "org_"+id, "cgr_1", auth0.Remembered)
		if auth0.IsNotFound(err) {
			return nil
		}
		return err
	})
	many(func(ctx context.Context, id string) error {
		_, err := client.ReadRateLimitPolicy(ctx, id, auth0.Remembered)
		return err
	})
	_, appErr := client.ListThirdPartyApplications(t.Context())
	_, grantErr := client.ListAllClientGrants(t.Context())
	_, organizationErr := client.ListGrantOrganizations(t.Context(), "cgr_1")
	_, _, registerErr := client.RegisterDocument(t.Context(), "https://agent.example.com/client.json", "")
	for _, err := range []error{appErr, grantErr, organizationErr, registerErr} {
		if err != nil {
			t.Error(err)
		}
	}
	return sent
}

// pageOrObject answers for a tenant that has every object, and pages of 1,100 others.
func pageOrObject(r *http.Request) string {
	collection := strings.ReplaceAll(path.Base(r.URL.Path), "-", "_")
	query := r.URL.Query()
	switch {
	case query.Has("page"):
		return fmt.Sprintf(`{%q:[{"id":"other_1","client_id":"other_1"}],"total":1100}`, collection)
	case query.Has("from"):
		return fmt.Sprintf(`{%q:[]}`, collection)
	case query.Has("take"):
		return fmt.Sprintf(`{%q:[],"next":"there"}`, collection)
	}
	if path.Base(r.URL.Path) == "register" {
		return `{"client_id":"tpc_1","mapped_fields":{"name":"Agent"},"validation":{"valid":true,"violations":[],"warnings":[]}}`
	}
	id := path.Base(r.URL.Path)
	return fmt.Sprintf(`{"id":%q,"client_id":%q,"name":"Partner","is_first_party":false,"use_for_member_access":true}`, id, id)
}
