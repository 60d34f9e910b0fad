package auth0_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// An undecided creation holds up only creations that could be mistaken for it. Another client finds out its outcome
// later.
func TestFindCreatedApplication(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		posts []string
		there bool
	}{
		"was made":     {[]string{answered, lostAfter}, true},
		"was not made": {[]string{answered, lostBefore}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := (&crowd{posts: test.posts, refuse: func(listed int) bool { return listed == 1 }}).populate(2, "Partner")
				client := newClient(t, tenant)
				if _, err := client.CreateApplicationOnce(t.Context(), wantedApplication()); err != nil {
					t.Fatal(err)
				}
				_, err := client.CreateApplicationOnce(t.Context(), wantedApplication())
				undecided, ok := errors.AsType[*auth0.UndecidedError](err)
				if !ok {
					t.Fatalf("error is %v", err)
				}
				if _, err := client.CreateApplicationOnce(t.Context(), wantedApplication()); err == nil || !strings.Contains(err.Error(), "nothing was created") {
					t.Errorf("another of that name: %v", err)
				}
				other := wantedApplication()
				other.Name = auth0.Set("Another")
				if _, err := client.CreateApplicationOnce(t.Context(), other); err != nil {
					t.Errorf("one of another name: %v", err)
				}

				kept, err := json.Marshal(undecided.Create)
				if err != nil {
					t.Fatal(err)
				}
				var sought auth0.UnansweredCreate
				if err := json.Unmarshal(kept, &sought); err != nil {
					t.Fatal(err)
				}
				found, err := newClient(t, tenant).FindCreatedApplication(t.Context(), sought)
				if err != nil || (found != nil) != test.there {
					t.Fatalf("found %v, %v", found, err)
				}
				if found != nil && found.ClientID != "tpc_4" {
					t.Errorf("found %s, want tpc_4", found.ClientID)
				}
			})
		})
	}
}

// If two applications could be ours, neither is taken for ours later, even if the other is deleted, because it may be
// somebody else's.
func TestFindCreatedApplicationOfTwins(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		deleted []string
		isOpen  bool
	}{
		"both are there":   {nil, true},
		"one is deleted":   {[]string{"tpc_2"}, true},
		"both are deleted": {[]string{"tpc_1", "tpc_2"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := &crowd{posts: []string{lostAfter}, before: func(c *crowd) {
					c.add(map[string]any{"name": "Partner", "app_type": "spa", "third_party_security_mode": "strict"})
				}}
				_, err := newClient(t, tenant).CreateApplicationOnce(t.Context(), wantedApplication())
				undecided, ok := errors.AsType[*auth0.UndecidedError](err)
				if !ok {
					t.Fatalf("error is %v", err)
				}
				tenant.apps = slices.DeleteFunc(tenant.apps, func(app map[string]any) bool {
					return slices.Contains(test.deleted, fmt.Sprint(app["client_id"]))
				})
				found, err := newClient(t, tenant).FindCreatedApplication(t.Context(), undecided.Create)
				if _, isOpen := errors.AsType[*auth0.AmbiguousError](err); isOpen != test.isOpen || found != nil || !isOpen && err != nil {
					t.Errorf("found %v, %v", found, err)
				}
			})
		})
	}
}

// An application counts as created by a request if it shows what was sent, and nothing that somebody else has set.
func TestUnansweredCreateDescribes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changes map[string]any
		ours    bool
	}{
		"as sent":               {nil, true},
		"lists in other order":  {map[string]any{"callbacks": []any{"https://b.example.com/", "https://a.example.com/"}}, true},
		"defaults of Auth0's":   {map[string]any{"jwt_configuration": map[string]any{"alg": "RS256", "lifetime_in_seconds": 60, "secret_encoded": false}, "oidc_conformant": true}, true},
		"other callbacks":       {map[string]any{"callbacks": []any{"https://a.example.com/"}}, false},
		"other lifetime":        {map[string]any{"jwt_configuration": map[string]any{"lifetime_in_seconds": 61}}, false},
		"no lifetime":           {map[string]any{"jwt_configuration": nil}, false},
		"other metadata":        {map[string]any{"client_metadata": map[string]any{"team": "b"}}, false},
		"other mode":            {map[string]any{"third_party_security_mode": "permissive"}, false},
		"a description":         {map[string]any{"description": "theirs"}, false},
		"an empty description":  {map[string]any{"description": ""}, true},
		"a key":                 {map[string]any{"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{map[string]any{"id": "cred_1"}}}}}, false},
		"registered by itself":  {map[string]any{"external_metadata_type": "cimd"}, false},
		"proof of possession":   {map[string]any{"require_proof_of_possession": nil}, true},
		"authentication method": {map[string]any{"token_endpoint_auth_method": "none"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fields := wantedApplication()
				fields.Callbacks = auth0.Set([]string{"https://a.example.com/", "https://b.example.com/"})
				fields.JWTConfiguration = auth0.Set(auth0.JWTConfigurationFields{LifetimeInSeconds: auth0.Set(int64(60))})
				fields.ClientMetadata = auth0.Set(map[string]*string{"team": new("a")})
				fields.RequireProofOfPossession = auth0.Set(false)
				tenant := &crowd{posts: []string{lostBefore}, before: func(c *crowd) {
					var app map[string]any
					body, _ := json.Marshal(fields)
					_ = json.Unmarshal(body, &app)
					for member, value := range test.changes {
						app[member] = value
					}
					c.add(app)
				}}
				app, err := newClient(t, tenant).CreateApplicationOnce(t.Context(), fields)
				if ours := err == nil && app.ClientID == "tpc_1"; ours != test.ours {
					t.Errorf("taken for ours: %t (%v)", ours, err)
				}
			})
		})
	}
}
