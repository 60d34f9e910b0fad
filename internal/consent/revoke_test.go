package consent_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

const revokeTokens = "POST /api/v2/refresh-tokens/revoke"

func deletion(id string) string { return "DELETE /api/v2/grants/" + id }

func insufficient(method, path, scope string) emulator.Fault {
	return emulator.Fault{Method: method, Path: path, Kind: emulator.FaultStatus, Status: http.StatusForbidden, Body: map[string]any{
		"statusCode": 403, "error": "Forbidden", "message": "Insufficient scope, expected any of: " + scope, "errorCode": "insufficient_scope",
	}}
}

// The action revokes what users gave to one application, and to no other: first a user's refresh tokens, then the
// user's consents, one by one. A second invocation finds nothing and changes nothing.
func TestRevokeAccess(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config map[string]any
		writes []string
		left   string
		says   []string
	}{
		"all": {
			map[string]any{}, []string{revokeTokens, deletion("g3"), deletion("g2"), revokeTokens, deletion("g1"), revokeTokens, deletion("g4")}, "g5 rt_5",
			[]string{
				`Users who consented to "Partner" (tpc_partner): 3`, "Revoked the access that auth0|ada gave (1 of 3). Consents: 2. Refresh tokens: revoked",
				"Consents deleted: 4. Users whose access was revoked: 3",
			},
		},
		"to one API": {
			map[string]any{"audience": "https://files.example.com/"}, []string{revokeTokens, deletion("g3"), revokeTokens, deletion("g4")}, "g1 g2 g5 rt_1 rt_2 rt_5",
			[]string{"Consents deleted: 2. Users whose access was revoked: 2"},
		},
		"to an API that nobody uses": {
			map[string]any{"audience": "https://none.example.com/"}, nil, "g1 g2 g3 g4 g5 rt_1 rt_2 rt_3 rt_5", []string{"Consents deleted: 0"},
		},
		"dry run": {
			map[string]any{"dry_run": true}, nil, "g1 g2 g3 g4 g5 rt_1 rt_2 rt_3 rt_5",
			[]string{"Would revoke the access that auth0|ada gave, with refresh tokens. Consents: 2", "this is a dry run"},
		},
		"limit": {
			map[string]any{"limit": 1}, []string{revokeTokens, deletion("g3"), deletion("g2")}, "g1 g4 g5 rt_1 rt_5",
			[]string{"The limit is 1. Users who keep their consents for now: 2", "Consents deleted: 2"},
		},
		"limit for all but one": {
			map[string]any{"limit": 2}, []string{revokeTokens, deletion("g3"), deletion("g2"), revokeTokens, deletion("g1")}, "g4 g5 rt_5",
			[]string{"The limit is 2. Users who keep their consents for now: 1", "Consents deleted: 3"},
		},
		"limit for more than there are": {
			map[string]any{"limit": 5}, []string{revokeTokens, deletion("g3"), deletion("g2"), revokeTokens, deletion("g1"), revokeTokens, deletion("g4")}, "g5 rt_5",
			[]string{"Consents deleted: 4"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
			test.config["client_id"] = "tpc_partner"
			came := acctest.Invoke(t, tenant, revoke, test.config)
			if len(came.Errors) > 0 {
				t.Fatalf("errors %q", came.Errors)
			}
			if diff := cmp.Diff(test.writes, tenant.Mutations()); diff != "" && len(test.writes)+len(tenant.Mutations()) > 0 {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
			if got := left(tenant); got != test.left {
				t.Errorf("left are %s, want %s", got, test.left)
			}
			wantTexts(t, came.Progress, test.says...)
			if test.config["limit"] != nil {
				return
			}
			tenant.ResetRequests()
			if again := acctest.Invoke(t, tenant, revoke, test.config); len(again.Errors) > 0 || len(tenant.Mutations()) > 0 {
				t.Errorf("again: errors %q, writes %q", again.Errors, tenant.Mutations())
			}
		})
	}
}

// Each request names user and application, and the API if there is one.
func TestRevokeNamesUserAndApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
	config := map[string]any{"client_id": "tpc_partner", "audience": "https://orders.example.com/"}
	if came := acctest.Invoke(t, tenant, revoke, config); len(came.Errors) > 0 {
		t.Fatal(came.Errors)
	}
	var got []any
	for _, request := range tenant.Requests() {
		if request.Method == http.MethodPost {
			got = append(got, request.Body)
		}
		if request.Method == http.MethodDelete && strings.Contains(request.Path, "?") {
			t.Errorf("%s %s", request.Method, request.Path)
		}
	}
	body := func(user string) any {
		return map[string]any{"user_id": user, "client_id": "tpc_partner", "audience": "https://orders.example.com/"}
	}
	if diff := cmp.Diff([]any{body("auth0|ada"), body("auth0|bob")}, got); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
}

// A refresh token works until access is revoked. The refresh token of another application still works afterwards.
func TestRevokedRefreshTokensAreRefused(t *testing.T) {
	t.Parallel()
	able := `"grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none", "refresh_token": ` +
		`{"rotation_type": "non-rotating", "expiration_type": "expiring"}, "is_first_party": false`
	seed := strings.ReplaceAll(consented, `"is_first_party": false`, able)
	for _, id := range []string{"rt_2", "rt_5"} {
		seed = strings.Replace(seed, `{"id": "`+id+`",`, `{"id": "`+id+`", "token": "value-of-`+id+`",`, 1)
	}
	seed = strings.Replace(seed, `"grants": [`, `"client_grants": [
		{"default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": ["read:orders"]}
	], "grants": [`, 1)
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	wantToken := func(clientID, token string, want int) {
		t.Helper()
		resp, err := loopback.Client.PostForm(tenant.URL+"/oauth/token", url.Values{
			"grant_type": {"refresh_token"}, "client_id": {clientID}, "refresh_token": {token},
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", clientID, resp.StatusCode, want)
		}
	}
	wantToken("tpc_partner", "value-of-rt_2", http.StatusOK)
	if came := acctest.Invoke(t, tenant, revoke, map[string]any{"client_id": "tpc_partner"}); len(came.Errors) > 0 {
		t.Fatal(came.Errors)
	}
	wantToken("tpc_partner", "value-of-rt_2", http.StatusForbidden)
	wantToken("tpc_other", "value-of-rt_5", http.StatusOK)
}

// A tenant that does not offer the revocation of refresh tokens is asked once. Consents are deleted, and the error says
// both.
func TestRevokeWithoutRefreshTokens(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(consented), acctest.WithVariants("refresh-token-calls-missing"))
	config := map[string]any{"client_id": "tpc_partner"}
	came := acctest.Invoke(t, tenant, revoke, config)
	if got, want := left(tenant), "g5 rt_1 rt_2 rt_3 rt_5"; got != want {
		t.Errorf("left are %s, want %s", got, want)
	}
	wantTexts(t, came.Progress, "does not revoke refresh tokens", "auth0|bob gave (2 of 3). Consents: 1. Refresh tokens: not revoked", "Consents deleted: 4")
	wantTexts(t, came.Errors, "Tenant does not revoke refresh tokens", "This feature is not enabled for this tenant.", "Consents deleted: 4", "delete the application", "limit = 0")
	if posts := slices.DeleteFunc(tenant.Mutations(), func(w string) bool { return w != revokeTokens }); len(came.Errors) != 1 || len(posts) != 1 {
		t.Errorf("errors %q, %d attempts to revoke", came.Errors, len(posts))
	}
	if again := acctest.Invoke(t, tenant, revoke, config); len(again.Errors) > 0 {
		t.Errorf("again: %q", again.Errors)
	}
}

// After an error with one user, the user's consents stay, so that the next invocation finds the user, unless Auth0
// refuses permanently. An error that would occur for all users ends the run.
func TestRevokeNamesWhatItCouldNot(t *testing.T) {
	t.Parallel()
	const tokens = "/api/v2/refresh-tokens/revoke"
	refusal := func(status int, message string) emulator.Fault {
		return emulator.Fault{Method: http.MethodPost, Path: tokens, Nth: 1, Kind: emulator.FaultStatus, Status: status, Body: map[string]any{
			"statusCode": status, "error": http.StatusText(status), "message": message, "errorCode": "invalid_body",
		}}
	}
	for name, test := range map[string]struct {
		fault  emulator.Fault
		left   string
		errors []string // texts of the only error; none for success
		writes int
	}{
		"consent not deleted": {
			emulator.Fault{Method: http.MethodDelete, Path: "/api/v2/grants/g2", Kind: emulator.FaultStatus, Status: 400}, "g2 g5 rt_5",
			[]string{"Could not revoke all access", "Consents deleted: 3. These users still have consents", "auth0|ada: DELETE /api/v2/grants/g2: 400", "invoke the action again"}, 7,
		},
		"consents not listed": {
			emulator.Fault{Method: http.MethodGet, Path: "/api/v2/grants", Kind: emulator.FaultStatus, Status: 403}, "g1 g2 g3 g4 g5 rt_1 rt_2 rt_3 rt_5",
			[]string{"Could not list the consents"}, 0,
		},
		"consents not listed again": {
			emulator.Fault{Method: http.MethodGet, Path: "/api/v2/grants", Nth: 2, Kind: emulator.FaultStatus, Status: 403}, "g5 rt_5",
			[]string{"Could not list the consents"}, 7,
		},
		"application not read":   {insufficient("GET", "/api/v2/clients/{id}", "read:clients"), "g1 g2 g3 g4 g5 rt_1 rt_2 rt_3 rt_5", []string{"Could not read the application", "Grant read:clients"}, 0},
		"consent gone meanwhile": {emulator.Fault{Method: http.MethodDelete, Path: "/api/v2/grants/g2", Kind: emulator.FaultStatus, Status: 404}, "g2 g5 rt_5", nil, 7},
		"tokens refused":         {refusal(400, "API doesn't support Online Refresh Tokens."), "g5 rt_2 rt_3 rt_5", []string{"Could not revoke refresh tokens", "auth0|ada: POST", "Online Refresh Tokens", "Consents deleted: 4"}, 7},
		"tokens refused for now": {refusal(403, "No."), "g2 g3 g5 rt_2 rt_3 rt_5", []string{"Could not revoke all access", "auth0|ada: POST", "403", "Consents deleted: 2"}, 5},
		"user gone":              {refusal(400, "User not found."), "g5 rt_2 rt_3 rt_5", nil, 7},
		"application gone":       {refusal(400, "Client not found."), "g5 rt_2 rt_3 rt_5", nil, 7},
		"API gone":               {refusal(400, "Resource server not found."), "g5 rt_2 rt_3 rt_5", nil, 7},
		"no scope for tokens":    {insufficient("POST", tokens, "delete:refresh_tokens"), "g1 g2 g3 g4 g5 rt_1 rt_2 rt_3 rt_5", []string{"Could not revoke the access", "Grant delete:refresh_tokens"}, 1},
		"no scope for consents":  {insufficient("DELETE", "/api/v2/grants/{id}", "delete:grants"), "g1 g2 g3 g4 g5 rt_1 rt_5", []string{"Could not revoke the access", "Grant delete:grants"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
			fault(t, tenant, test.fault)
			came := acctest.Invoke(t, tenant, revoke, map[string]any{"client_id": "tpc_partner"})
			wantTexts(t, came.Errors, test.errors...)
			if len(came.Errors) != min(len(test.errors), 1) {
				t.Errorf("errors %q", came.Errors)
			}
			hasDeleted := !strings.HasPrefix(test.left, "g1 g2 g3 g4")
			if isCounted := strings.Contains(strings.Join(came.Progress, "\n"), "Consents deleted:"); isCounted != hasDeleted {
				t.Errorf("progress is %q", came.Progress)
			}
			if got := left(tenant); got != test.left {
				t.Errorf("left are %s, want %s", got, test.left)
			}
			if got := tenant.Mutations(); len(got) != test.writes {
				t.Errorf("writes %q, want %d", got, test.writes)
			}
		})
	}
}

// An error names so many users that it can be read.
func TestRevokeNamesTwentyUsers(t *testing.T) {
	t.Parallel()
	var grants []string
	for i := range 22 {
		grants = append(grants, fmt.Sprintf(`{"id": "f%02d", "clientID": "tpc_other", "user_id": "auth0|%02d", "audience": "https://orders.example.com/"}`, i, i))
	}
	seed := strings.Replace(consented, `"grants": [`, `"grants": [`+strings.Join(grants, ",")+",", 1)
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	fault(t, tenant, emulator.Fault{Method: http.MethodDelete, Path: "/api/v2/grants/{id}", Kind: emulator.FaultStatus, Status: 400})
	came := acctest.Invoke(t, tenant, revoke, map[string]any{"client_id": "tpc_other"})
	wantTexts(t, came.Errors, "Could not revoke all access", "auth0|19: DELETE", "and 3 more")
	if strings.Contains(strings.Join(came.Errors, ""), "auth0|20") {
		t.Errorf("errors %q", came.Errors)
	}
}

// Consents that users give while the action runs are deleted too. If users keep consenting, the error says how to stop
// them.
func TestRevokeWhileUsersConsent(t *testing.T) {
	t.Parallel()
	for times, failure := range map[int]string{2: "", 1000: "Users keep giving consent"} {
		tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
		isAsked := 0
		meddled := acctest.Meddled(t, tenant, func(r *http.Request) {
			if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/v2/grants") {
				return
			}
			if isAsked++; isAsked > times {
				return
			}
			seed := tenant.Emulator.Snapshot()
			seed.Grants = append(seed.Grants, map[string]any{
				"id": "new" + strings.Repeat("x", isAsked), "clientID": "tpc_partner", "user_id": "auth0|bob", "audience": "https://orders.example.com/",
			})
			if err := tenant.Emulator.Load(seed); err != nil {
				t.Error(err)
			}
		})
		came := acctest.Invoke(t, meddled, revoke, map[string]any{"client_id": "tpc_partner"})
		if failure != "" {
			wantTexts(t, came.Errors, failure, "First shut the application off")
			if len(came.Errors) != 1 || isAsked != 4 {
				t.Errorf("errors %q after %d listings", came.Errors, isAsked)
			}
		} else if got := left(tenant); len(came.Errors) > 0 || got != "g5 rt_5" {
			t.Errorf("errors %q, left are %s", came.Errors, got)
		}
	}
}

// The plan refuses applications that do not exist or are not third-party. If they are not known in the plan, the
// invocation refuses them.
func TestRevokeRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
	for clientID, want := range map[string]string{
		"first": "Application is not third-party", "tpc_nobody": "Auth0 deleted its consents and refresh tokens with it", "": "at least 1",
	} {
		config := map[string]any{"client_id": clientID}
		wantTexts(t, acctest.PlanAction(t, tenant, revoke, config), want, "client_id")
		if clientID == "first" {
			wantTexts(t, acctest.InvokeUnplanned(t, tenant, revoke, config).Errors, want, "client_id")
		}
	}
	wantTexts(t, acctest.PlanAction(t, tenant, revoke, map[string]any{"client_id": "tpc_partner", "limit": 0}), "at least 1")
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("writes %q", got)
	}
}

// A provider with read_only revokes nothing, and shows in a dry run what it would revoke.
func TestRevokeReadOnly(t *testing.T) {
	t.Setenv("AUTH0_READ_ONLY", "true")
	tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
	came := acctest.Invoke(t, tenant, revoke, map[string]any{"client_id": "tpc_partner"})
	wantTexts(t, came.Errors, "Provider may only read")
	if got := tenant.Mutations(); len(came.Errors) != 1 || len(got) > 0 {
		t.Errorf("errors %q, writes %q", came.Errors, got)
	}
	if came := acctest.Invoke(t, tenant, revoke, map[string]any{"client_id": "tpc_partner", "dry_run": true}); len(came.Errors) > 0 {
		t.Errorf("dry run: %q", came.Errors)
	}
}
