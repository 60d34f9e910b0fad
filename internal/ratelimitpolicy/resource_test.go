package ratelimitpolicy_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// A policy through its life: it shuts an application off, is changed, imported, changed and deleted by somebody else,
// made anew by somebody else, and put onto other applications.
func TestRateLimitPolicy(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID := acctest.Application(t, tenant, nil)
	of := func(configuration string) string {
		return policy(fmt.Sprintf("client_id = %q\n%s", clientID, configuration))
	}
	created := func(selector string, configuration map[string]any) map[string]any {
		return map[string]any{
			"resource": "oauth_authentication_api", "consumer": "client", "consumer_selector": selector, "configuration": configuration,
		}
	}
	updated := func(configuration map[string]any) map[string]any {
		return map[string]any{"configuration": configuration}
	}
	off := map[string]any{"action": "block", "limit": 0.0}
	var id string

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:        tenant.ResetRequests,
				Config:           of("action = \"block\"\nlimit = 0"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^rlp_\w+$`))),
				},
				PostApplyFunc: func() {
					wantWrites(t, tenant, created("client_id:"+clientID, off), "POST "+policies)()
					id = idOf(t, tenant)
				},
			},
			{
				Config:           of("action = \"redirect\"\nlimit = 10000\nredirect_uri = \"https://www.example.com/slow\""),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc: func() {
					wantWrites(t, tenant, updated(map[string]any{
						"action": "redirect", "limit": 10000.0, "redirect_uri": "https://www.example.com/slow",
					}), "PATCH "+policies+"/"+id)()
				},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: "client_id:" + clientID},
			{
				Config:           of(`action = "allow"`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc: func() {
					wantWrites(t, tenant, updated(map[string]any{"action": "allow"}), "PATCH "+policies+"/"+id)()
				},
			},
			{
				PreConfig: func() {
					tenant.Call(t, http.MethodPatch, policies+"/"+id, updated(map[string]any{"action": "log", "limit": 3}))
				},
				Config:           of("action = \"block\"\nlimit = 0"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    func() { wantWrites(t, tenant, updated(off), "PATCH "+policies+"/"+id)() },
			},
			{
				PreConfig:        func() { tenant.Call(t, http.MethodDelete, policies+"/"+id, nil); tenant.ResetRequests() },
				Config:           of("action = \"block\"\nlimit = 0"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				PostApplyFunc:    wantWrites(t, tenant, created("client_id:"+clientID, off), "POST "+policies),
			},
			{
				// The state follows the policy that somebody created in its place.
				PreConfig: func() {
					tenant.Call(t, http.MethodDelete, policies+"/"+idOf(t, tenant), nil)
					id = makePolicy(t, tenant, "client_id:"+clientID, map[string]any{"action": "allow"})
					tenant.ResetRequests()
				},
				Config:           of("action = \"block\"\nlimit = 0"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    func() { wantWrites(t, tenant, updated(off), "PATCH "+policies+"/"+id)() },
			},
			{
				Config:           policy(fmt.Sprintf("metadata_url = %q\naction = \"block\"\nlimit = 0", agent)),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				PostApplyFunc: func() {
					wantWrites(t, tenant, created("client_id:"+agent, off), "DELETE "+policies+"/"+id, "POST "+policies)()
				},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: "client_id:" + agent},
			{
				Config:           policy("applies_to = \"cimd_clients\"\naction = \"log\"\nlimit = 1"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: "cimd_clients"},
		},
	})
	if left, _ := tenant.Call(t, http.MethodGet, policies, nil)["rate_limit_policies"].([]any); len(left) > 0 {
		t.Errorf("policies are left after destroy: %v", left)
	}
}

// What ignore_changes keeps has to fit the rest. Terraform hands in the configuration with it.
func TestRateLimitPolicyKeepsWhatIsIgnored(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	of := func(configuration, ignored string) string {
		return policy(fmt.Sprintf("applies_to = \"cimd_clients\"\n%s\nlifecycle { ignore_changes = [%s] }", configuration, ignored))
	}
	block := map[string]any{"action": "block", "limit": 5.0}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: of("action = \"block\"\nlimit = 5", "")},
			{
				PreConfig: tenant.ResetRequests,
				Config:    of(`action = "allow"`, "limit"),
				ExpectError: regexp.MustCompile(`(?s)Action does not fit what is ignored.*action = "allow", limit = 5\s+` +
					`and\s+redirect_uri = null`),
			},
			{
				Config:           of(`action = "allow"`, "action, limit, redirect_uri"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionNoop),
				PostApplyFunc: func() {
					acctest.WantWrites(t, tenant)()
					if diff := cmp.Diff(block, only(t, tenant)["configuration"]); diff != "" {
						t.Errorf("policy (-want +got):\n%s", diff)
					}
				},
			},
			{
				Config:           of("action = \"log\"\nlimit = 7", "limit"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc: func() {
					kept := map[string]any{"configuration": map[string]any{"action": "log", "limit": 5.0}}
					wantWrites(t, tenant, kept, "PATCH "+policies+"/"+idOf(t, tenant))()
				},
			},
		},
	})
}

func TestRateLimitPolicyImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	id := makePolicy(t, tenant, "default", map[string]any{"action": "block", "limit": 7})
	want := map[string]any{
		"id": id, "client_id": nil, "metadata_url": nil, "applies_to": "default", "action": "block", "limit": 7.0, "redirect_uri": nil,
	}
	if diff := cmp.Diff(want, acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"id": id})); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
}

// An import says what is wrong with its id, and takes no policy of a first-party application.
func TestRateLimitPolicyImportRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	own := acctest.Application(t, tenant, map[string]any{"is_first_party": true, "third_party_security_mode": nil})
	makePolicy(t, tenant, "client_id:"+own, map[string]any{"action": "allow"})
	for id, want := range map[string][]string{
		"client_id:":          {"Import id not understood", `"client_id:"`, "third_party_clients"},
		"tpc_1":               {"Import id not understood", `"tpc_1"`, "client_id: and the client id"},
		"third_party_clients": {"No such rate limit policy", "third_party_clients"},
		"client_id:" + own:    {"Application is first-party", own, "auth0_rate_limit_policy"},
	} {
		errors := strings.Join(acctest.NewLifecycle(t, tenant, typeName).Import(id), "\n")
		for _, text := range want {
			if !strings.Contains(errors, text) {
				t.Errorf("import of %s: %q lacks %q", id, errors, text)
			}
		}
	}
}

// A policy that is there already is refused with the import that takes it over.
func TestRateLimitPolicyConflict(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	id := makePolicy(t, tenant, "third_party_clients", map[string]any{"action": "allow"})
	errors := acctest.NewLifecycle(t, tenant, typeName).Apply(map[string]any{"applies_to": "third_party_clients", "action": "block", "limit": 5})
	if len(errors) != 1 || !strings.Contains(errors[0], "Rate limit policy exists already") || !strings.Contains(errors[0], "id = \""+id+"\"") {
		t.Errorf("errors are %q", errors)
	}
}

// A conflict with nothing that shows has no import as its remedy.
func TestRateLimitPolicyConflictWithNothing(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodPost, Path: policies, Kind: emulator.FaultStatus, Status: http.StatusConflict,
	}); err != nil {
		t.Fatal(err)
	}
	errors := acctest.NewLifecycle(t, tenant, typeName).Apply(map[string]any{"applies_to": "third_party_clients", "action": "block", "limit": 5})
	acctest.WantOne(t, "apply", errors, []string{"Could not create the rate limit policy", "If it was there until now"})
}

// A limit of 0 blocks the token endpoint for this application only, until the policy is destroyed.
func TestRateLimitPolicyShutsAnApplicationOff(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	audience := acctest.API(t, tenant)
	machine := func() (id, secret string) {
		made := tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
			"name": acctest.Name(t, "machine"), "app_type": "non_interactive", "is_first_party": false, "third_party_security_mode": "strict",
			"token_endpoint_auth_method": "client_secret_post", "grant_types": []string{"client_credentials"},
		})
		id, _ = made["client_id"].(string)
		secret, _ = made["client_secret"].(string)
		tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
			"client_id": id, "audience": audience, "subject_type": "client", "scope": []string{"read:orders"},
		})
		return id, secret
	}
	bad, badSecret := machine()
	good, goodSecret := machine()
	wantTokens := func(badStatus int) error {
		for _, asked := range []struct {
			id, secret string
			want       int
		}{{bad, badSecret, badStatus}, {good, goodSecret, http.StatusOK}} {
			if got := askToken(t, tenant, asked.id, asked.secret, audience); got != asked.want {
				return fmt.Errorf("a token for %s: status %d, want %d", asked.id, got, asked.want)
			}
		}
		return nil
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{{
			PreConfig: func() {
				if err := wantTokens(http.StatusOK); err != nil {
					t.Error(err)
				}
			},
			Config: policy(fmt.Sprintf("client_id = %q\naction = \"block\"\nlimit = 0", bad)),
			Check:  func(*terraform.State) error { return wantTokens(http.StatusTooManyRequests) },
		}},
		CheckDestroy: func(*terraform.State) error { return wantTokens(http.StatusOK) },
	})
}

// A refresh of many policies takes one listing. The policy that was created first may be read singly before that,
// because no other policy existed when it noted how many to expect.
func TestRateLimitPoliciesAreReadInBulk(t *testing.T) {
	t.Parallel()
	const many = 40
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	var config strings.Builder
	for i := range many {
		fmt.Fprintf(&config, "resource %q \"p%d\" {\nmetadata_url = \"https://agent%d.example.com/client.json\"\naction = \"allow\"\n}\n", typeName, i, i)
	}
	var reads []acctest.Request
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config.String()},
			{
				PreConfig:    tenant.ResetRequests,
				RefreshState: true,
				Check:        func(*terraform.State) error { reads = tenant.Requests(); return nil },
			},
		},
	})
	listings := 0
	for _, read := range reads {
		if strings.HasPrefix(read.Path, "/api/v2/rate-limit-policies?") {
			listings++
		}
	}
	if singly := len(reads) - listings; listings != 1 || singly > 1 {
		t.Errorf("refreshing %d policies took %d listings and %d other calls, not one listing and at most one call",
			many, listings, singly)
	}
}
