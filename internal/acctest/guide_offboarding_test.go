package acctest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// guideCheck examines the tenant that a guide has started, and returns a function that examines it again after the
// guide.
type guideCheck func(t *testing.T, tenant string) (after func())

// guideChecks has the checks by the name of the test that follows the guide.
var guideChecks = map[string]guideCheck{"TestGuides/offboarding-a-partner": checkOffboarding}

// checkOffboarding checks the guide's promise: the partner has nothing left, users lost nothing else, and the rest of
// the tenant is as it was.
func checkOffboarding(t *testing.T, tenant string) func() {
	t.Helper()
	const partner = "tpc_northwind"
	withoutPartner := func() (rest map[string]any, partners int) {
		rest = map[string]any{}
		getJSON(t, tenant+"/__emulator/state", &rest)
		for collection, objects := range rest {
			list, _ := objects.([]any)
			kept := slices.DeleteFunc(slices.Clone(list), func(object any) bool {
				encoded, err := json.Marshal(object)
				return err == nil && strings.Contains(string(encoded), partner)
			})
			if partners += len(list) - len(kept); len(kept) < len(list) {
				rest[collection] = kept
			}
		}
		return rest, partners
	}
	before, had := withoutPartner()
	if had != 7 {
		t.Fatalf("the tenant has %d objects of the partner, want an application with two grants, two consents and two refresh tokens", had)
	}
	return func() {
		after, left := withoutPartner()
		if left > 0 {
			t.Errorf("the tenant still has %d objects of the partner", left)
		}
		dropWhatVaries(before, after)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("the rest of the tenant is not as before (-before +after):\n%s", diff)
		}
		for _, form := range []url.Values{
			{"grant_type": {"refresh_token"}, "refresh_token": {"ada-at-northwind"}},
			{"grant_type": {"refresh_token"}, "refresh_token": {"bob-at-northwind"}},
			{"grant_type": {"client_credentials"}, "audience": {"https://orders.example.com/"}},
		} {
			form.Set("client_id", partner)
			form.Set("client_secret", "secret-of-northwind")
			resp, err := loopback.Client.PostForm(tenant+"/oauth/token", form)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				t.Errorf("the partner still gets a token with %s", form.Get("grant_type"))
			}
		}
		checkRevocations(t, tenant, partner)
	}
}

// checkRevocations checks how access was revoked: before the application was deleted, by user and application, and for
// each user before the consent was deleted.
func checkRevocations(t *testing.T, tenant, clientID string) {
	t.Helper()
	var requests []emulator.Request
	getJSON(t, tenant+"/__emulator/requests", &requests)
	var got []string
	for _, request := range requests {
		path, query, _ := strings.Cut(strings.TrimPrefix(request.Path, "/api/v2"), "?")
		switch body, _ := request.Body.(map[string]any); {
		case path == "/refresh-tokens/revoke":
			got = append(got, fmt.Sprintf("revoke %s %s: %d", body["user_id"], body["client_id"], request.Status))
		case request.Method == http.MethodDelete && strings.HasPrefix(path, "/grants"):
			got = append(got, fmt.Sprintf("consent, query %q: %d", query, request.Status))
		case request.Method == http.MethodDelete && path == "/clients/"+clientID:
			got = append(got, fmt.Sprintf("application: %d", request.Status))
		}
	}
	want := []string{
		"revoke auth0|ada " + clientID + ": 202", `consent, query "": 204`,
		"revoke auth0|bob " + clientID + ": 202", `consent, query "": 204`, "application: 204",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// dropWhatVaries removes empty collections, and the times at which the other partner used its refresh token in the
// guide.
func dropWhatVaries(states ...map[string]any) {
	for _, state := range states {
		for name, objects := range state {
			list, isList := objects.([]any)
			if isList && len(list) == 0 {
				delete(state, name)
			}
			for _, one := range list {
				if token, ok := one.(map[string]any); ok && name == "refresh_tokens" {
					delete(token, "last_exchanged_at")
					delete(token, "idle_expires_at")
				}
			}
		}
	}
}

func getJSON(t *testing.T, address string, into any) {
	t.Helper()
	resp, err := loopback.Client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
