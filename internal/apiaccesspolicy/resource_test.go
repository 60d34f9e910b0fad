package apiaccesspolicy_test

import (
	"maps"
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// One API through its life: made strict, changed by half by somebody else, changed, imported, and left as it is.
// Nothing but its policy changes.
func TestAPIAccessPolicy(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	before := read(t, tenant, ordersAPI)
	check := func(user, client string) resource.TestCheckFunc {
		return func(*terraform.State) error { return wantPolicy(t, tenant, ordersAPI, user, client) }
	}
	state := func(half string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(half), want)
	}
	both := policy(ordersAPI, `user_access = "require_client_grant"`, `client_access = "deny_all"`)

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{ // the half that is left out is sent as it is
				PreConfig: tenant.ResetRequests,
				Config:    policy(ordersAPI, `user_access = "require_client_grant"`),
				Check:     check("require_client_grant", "require_client_grant"),
				ConfigStateChecks: []statecheck.StateCheck{
					state("id", knownvalue.StringExact(ordersAPI)), state("user_access", knownvalue.StringExact("require_client_grant")),
					state("client_access", knownvalue.Null()),
				},
				PostApplyFunc: wantBodies(t, tenant, member("require_client_grant", "require_client_grant")),
			},
			{
				Config:           both,
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				Check:            check("require_client_grant", "deny_all"),
				PostApplyFunc:    wantBodies(t, tenant, member("require_client_grant", "deny_all")),
			},
			{ // somebody sends one half, which takes the other away
				PreConfig: func() {
					set(t, tenant, ordersAPI, map[string]string{"client": "deny_all"})
					tenant.ResetRequests()
				},
				Config:           both,
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				Check:            check("require_client_grant", "deny_all"),
				PostApplyFunc:    wantBodies(t, tenant, member("require_client_grant", "deny_all")),
			},
			{
				ResourceName: address, ImportState: true, ImportStateId: ordersAPI,
				ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "audience",
			},
			{
				ResourceName: address, ImportState: true, ImportStateId: before["id"].(string), //nolint:forcetypeassert // an id
				ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "audience",
			},
			{
				Config:        both,
				Destroy:       true,
				PostApplyFunc: wantBodies(t, tenant),
			},
		},
	})
	now := read(t, tenant, ordersAPI)
	if diff := cmp.Diff(member("require_client_grant", "deny_all"), now["subject_type_authorization"]); diff != "" {
		t.Errorf("after destroy (-want +got):\n%s", diff)
	}
	delete(before, "subject_type_authorization")
	delete(now, "subject_type_authorization")
	if diff := cmp.Diff(before, now); diff != "" {
		t.Errorf("other members (-before +after):\n%s", diff)
	}
}

// A policy that is as declared is not sent. If the API shows only one half, the policy is sent, even if the default of
// the other half is as declared.
func TestAPIAccessPolicyAlreadyAsWanted(t *testing.T) {
	t.Parallel()
	wanted := map[string]any{"audience": ordersAPI, "user_access": "allow_all", "client_access": "require_client_grant"}
	for name, test := range map[string]struct {
		shown map[string]string
		sent  []string
	}{
		"both halves": {shown: map[string]string{"user": "allow_all", "client": "require_client_grant"}},
		"one half":    {shown: map[string]string{"client": "require_client_grant"}, sent: []string{"PATCH"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
			set(t, tenant, ordersAPI, test.shown)
			tenant.ResetRequests()
			l := acctest.NewLifecycle(t, tenant, typeName)
			if errors := l.Apply(wanted); len(errors) > 0 {
				t.Fatal(errors)
			}
			if got := tenant.Mutations(); len(got) != len(test.sent) {
				t.Errorf("sent %v, want %v", got, test.sent)
			}
			if err := wantPolicy(t, tenant, ordersAPI, "allow_all", "require_client_grant"); err != nil {
				t.Error(err)
			}
		})
	}
}

// A half that the configuration does not manage is sent as the API has it when it is sent, not as it was planned.
func TestAPIAccessPolicyKeepsUnmanagedHalf(t *testing.T) {
	t.Parallel()
	for _, variant := range []string{"policy-replaced", "policy-merged"} {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(seed), acctest.WithVariants(variant))
			config := policy(ordersAPI, `user_access = "require_client_grant"`)
			meanwhile := acctest.Meanwhile(func() {
				set(t, tenant, ordersAPI, map[string]string{"user": "allow_all", "client": "deny_all"})
			})
			tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{
				Config:           config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{meanwhile}},
				Check: func(*terraform.State) error {
					return wantPolicy(t, tenant, ordersAPI, "require_client_grant", "deny_all")
				},
			}}})
		})
	}
}

// An API that disappears is planned anew, which then fails with the identifier; destroying what is gone succeeds.
func TestAPIAccessPolicyDisappears(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	config := policy(ordersAPI, `user_access = "require_client_grant"`)
	other := policy(filesAPI, `user_access = "require_client_grant"`)
	remove := func(audience string) func() {
		return func() { tenant.Call(t, http.MethodDelete, path(audience), nil) }
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: remove(ordersAPI), Config: config, PlanOnly: true, ExpectNonEmptyPlan: true},
			{Config: config, ExpectError: regexp.MustCompile(`(?s)API not found.*https://orders.example.com/`)},
			{Config: other},
			{
				Config: other, Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.Meanwhile(remove(filesAPI))}},
			},
		},
	})
}

func TestAPIAccessPolicyImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"audience": filesAPI})
	want := map[string]any{"audience": filesAPI, "id": filesAPI, "user_access": "deny_all", "client_access": "deny_all"}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// Tokens follow the policy: for permissive and first-party applications, and for strict ones with a grant.
func TestAPIAccessPolicyDecidesTokens(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	applications := map[string]map[string]any{
		"first-party": {},
		"permissive":  {"is_first_party": false, "third_party_security_mode": "permissive"},
		"strict":      {"is_first_party": false, "third_party_security_mode": "strict"},
	}
	made := map[string]map[string]any{}
	for name, members := range applications {
		body := map[string]any{
			"name": name, "app_type": "non_interactive", "grant_types": []string{"client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
		}
		maps.Copy(body, members)
		made[name] = tenant.Call(t, http.MethodPost, "/api/v2/clients", body)
		tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
			"client_id": made[name]["client_id"], "audience": ordersAPI, "subject_type": "client", "scope": []string{"read:orders"},
		})
	}
	l := acctest.NewLifecycle(t, tenant, typeName)
	for _, access := range []string{"require_client_grant", "deny_all", "require_client_grant"} {
		if errors := l.Apply(map[string]any{"audience": ordersAPI, "client_access": access}); len(errors) > 0 {
			t.Fatal(errors)
		}
		entries, errors := acctest.ReadDataSource(t, tenant, "auth0access_effective_access", map[string]any{"audiences": []any{ordersAPI}})
		if len(errors) > 0 {
			t.Fatal(errors)
		}
		for name, application := range made {
			want := access == "require_client_grant"
			if got := issued(t, tenant, application); got != want {
				t.Errorf("%s: a token for %s is issued: %t, want %t", access, name, got, want)
			}
			if said, isThirdParty := allowed(entries, application["client_id"]); isThirdParty && said != want {
				t.Errorf("%s: effective access of %s is %t, want %t", access, name, said, want)
			}
		}
	}
}
