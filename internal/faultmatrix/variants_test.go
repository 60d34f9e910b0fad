package faultmatrix

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// life is what a resource goes through in a tenant of each kind that Auth0 is known to have.
type life struct {
	config []configured // the resource last, after what it needs
	// drift is what somebody changes behind Terraform's back. If it shows, the next apply undoes it.
	drift func(*workspace) (method, path string, body object)
	// onlyIn is the one variant in which the change shows, if there is only one, and notIn that in which it does not.
	onlyIn, notIn string
	// lackedBy is the variant of tenants without the feature that the resource needs.
	lackedBy string
}

func lives() []life {
	const registrationMode = "dynamic_client_registration_security_mode"
	ofClient := func(body object) func(*workspace) (string, string, object) {
		return func(w *workspace) (string, string, object) { return http.MethodPatch, "clients/" + w.clientID(), body }
	}
	always := func(method, path string, body object) func(*workspace) (string, string, object) {
		return func(*workspace) (string, string, object) { return method, path, body }
	}
	newGrant := func(clientID any, more object) object {
		body := object{"client_id": clientID, "audience": filesAPI, "subject_type": "client", "scope": []any{}}
		for name, value := range more {
			body[name] = value
		}
		return body
	}
	return []life{
		{config: []configured{agentsLimited()}, drift: func(w *workspace) (string, string, object) {
			id := list(generic(w.t, w.tenant.Snapshot()), "rate_limit_policies")[0]["id"]
			return http.MethodPatch, fmt.Sprint("rate-limit-policies/", id), object{"configuration": object{"action": "allow"}}
		}},
		{config: []configured{partner()}, drift: ofClient(object{"description": "Somebody's"})},
		{config: []configured{inOrganizations()}, lackedBy: "organizations-refused", drift: ofClient(object{"organization_usage": "deny"})},
		{config: []configured{described()}, drift: func(w *workspace) (string, string, object) {
			return http.MethodPatch, "clients/" + w.attribute(agentApplication, "client_id"), object{"client_metadata": object{"tier": "silver"}}
		}},
		{config: []configured{machine(), machineGrant(), givenToAcme()}, drift: func(w *workspace) (string, string, object) {
			return http.MethodDelete, "organizations/" + acmeOrganization + "/client-grants/" + w.grantID(), nil
		}},
		{config: []configured{partner(), associated()}, lackedBy: "application-access-missing", drift: func(w *workspace) (string, string, object) {
			return http.MethodPatch, "organizations/" + acmeOrganization + "/clients/" + w.clientID(), object{"use_for_member_access": false}
		}},
		{
			config: []configured{partnerWithKeys(map[string]any{"first": map[string]any{"pem": publicKey(0)}})},
			drift:  ofClient(object{"grant_types": []any{"authorization_code"}}),
		},
		{
			config: []configured{partner().with(map[string]any{"security_mode": "permissive"})},
			drift:  ofClient(object{"name": "Somebody's"}),
		},
		{config: []configured{partner(), ownGrant()}, drift: func(w *workspace) (string, string, object) {
			var id string
			if err := members(w.state[grant].value)["id"].As(&id); err != nil {
				w.t.Fatal(err)
			}
			return http.MethodPatch, "client-grants/" + id, object{"scope": []any{}}
		}},
		{config: []configured{bothDefaults()}, drift: func(w *workspace) (string, string, object) {
			for _, one := range list(generic(w.t, w.tenant.Snapshot()), "client_grants") {
				if one["default_for"] != nil && one["audience"] == ordersAPI && one["subject_type"] == "user" {
					id, _ := one["id"].(string)
					return http.MethodPatch, "client-grants/" + id, object{"scope": []any{}}
				}
			}
			return "", "", nil
		}},
		{config: []configured{promoted()}, drift: always(http.MethodPatch, "connections/"+workforceConnection, object{"is_domain_connection": false, "display_name": "Workforce login"})},
		{config: []configured{partner(), unprotected()}, drift: ofClient(object{"redirection_policy": "open_redirect_protection"})},
		{config: []configured{registrationEnabled()}, drift: always(http.MethodPatch, "tenants/settings", object{"flags": object{"enable_dynamic_client_registration": false}})},
		{
			config: []configured{registrationEnabled()},
			drift:  always(http.MethodPatch, "tenants/settings", object{registrationMode: "permissive"}),
			onlyIn: "registration-mode-shown",
		},
		{config: []configured{accessAllowed()}, drift: always(http.MethodPatch, "organizations/"+acmeOrganization, object{"third_party_client_access": "block"})},
		{config: []configured{resourceTaken()}, drift: always(http.MethodPatch, "tenants/settings", object{"resource_parameter_profile": "audience"})},
		{config: []configured{grantRequired()}, drift: always(http.MethodPatch, "resource-servers/"+url.PathEscape(ordersAPI), object{
			"subject_type_authorization": object{"user": object{"policy": "allow_all"}, "client": object{"policy": "require_client_grant"}},
		})},
		{
			config: []configured{grantRequired()}, notIn: "policy-merged",
			drift: always(http.MethodPatch, "resource-servers/"+url.PathEscape(ordersAPI), object{
				"subject_type_authorization": object{"client": object{"policy": "require_client_grant"}},
			}),
		},
		{config: []configured{agentsGrants(ordersAPI)}, drift: always(http.MethodPost, "client-grants", newGrant(agent, nil))},
		{config: []configured{onlyDefaultsOf(filesAPI)}, drift: always(http.MethodPost, "client-grants", object{
			"default_for": "third_party_clients", "audience": ordersAPI, "subject_type": "user", "scope": []any{},
		})},
		{
			config: []configured{onlyPromotionsOf(promotedConnection)},
			drift:  always(http.MethodPatch, "connections/"+workforceConnection, object{"is_domain_connection": true, "display_name": "Workforce login"}),
		},
		{config: []configured{onlyApplications(agent)}, drift: always(http.MethodPost, "clients", object{
			"name": "Somebody's", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web",
		})},
		{config: []configured{partner(), onlyRedirectsOf()}, drift: ofClient(object{"redirection_policy": "allow_always"})},
	}
}

// Every resource goes through create, an empty plan, drift, import and destroy in a tenant of every kind.
func TestVariants(t *testing.T) {
	t.Parallel()
	for i, variant := range emulator.Variants() {
		if variant.AboutLogins {
			continue
		}
		t.Run(variant.Name, func(t *testing.T) {
			t.Parallel()
			for j, one := range lives() {
				if isLeftOut(i+j, shareOfLives) {
					continue
				}
				synctest.Test(t, func(t *testing.T) { one.live(t, variant) })
			}
		})
	}
}

func (l life) live(t *testing.T, variant emulator.Variant) {
	t.Helper()
	if l.lackedBy == variant.Name {
		l.isRefused(t, variant)
		return
	}
	tenant := newTenant(t, emulator.Options{Seed: seed(t), Variants: []string{variant.Name}})
	before := withoutWhatStays(generic(t, tenant.Snapshot()))
	w := &workspace{t: t, tenant: tenant}
	what := l.config[len(l.config)-1].address
	apply := func(stage string, config []configured) (actions []string) {
		t.Helper()
		actions, failures := w.apply(config)
		if len(failures) > 0 {
			t.Fatalf("%s: %s: %q", what, stage, failures)
		}
		return actions
	}
	settle := func(stage string) {
		t.Helper()
		if pending := w.pending(l.config); len(pending) > 0 {
			t.Fatalf("%s: after %s: %q", what, stage, pending)
		}
	}
	apply("create", l.config)
	settle("create")

	method, path, body := l.drift(w)
	if status := tenant.request(t, method, "/api/v2/"+path, body); status >= http.StatusBadRequest {
		t.Fatalf("%s: the change behind Terraform's back is answered with %d", what, status)
	}
	seen := (l.onlyIn == "" || l.onlyIn == variant.Name) && l.notIn != variant.Name
	if actions := apply("repair", l.config); (len(actions) > 0) != seen {
		t.Errorf("%s: after a change behind Terraform's back: %q, want it seen: %v", what, actions, seen)
	}
	settle("repair")

	for _, problem := range w.importAll(l.config) {
		t.Errorf("%s: %s", what, problem)
	}
	apply("destroy", nil)
	after := withoutWhatStays(generic(t, tenant.Snapshot()))
	if diff := cmp.Diff(before, after); diff != "" && !strings.Contains(what, "_exclusive") {
		t.Errorf("%s: the tenant is not as it was (-before +after):\n%s", what, diff)
	}
}

// isRefused checks that a tenant without the feature refuses the resource, twice, and that nothing is left over.
func (l life) isRefused(t *testing.T, variant emulator.Variant) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: seed(t), Variants: []string{variant.Name}})
	before := withoutWhatStays(generic(t, tenant.Snapshot()))
	w := &workspace{t: t, tenant: tenant}
	what := l.config[len(l.config)-1].address
	for range 2 {
		if _, failures := w.apply(l.config); len(failures) != 1 || !strings.Contains(failures[0], "403") {
			t.Errorf("%s: %q, want the tenant's refusal", what, failures)
		}
	}
	if _, failures := w.apply(nil); len(failures) > 0 {
		t.Errorf("%s: destroy: %q", what, failures)
	}
	if diff := cmp.Diff(before, withoutWhatStays(generic(t, tenant.Snapshot()))); diff != "" {
		t.Errorf("%s: the tenant is not as it was (-before +after):\n%s", what, diff)
	}
}

// If redirect protection of applications that registered themselves cannot be set, one that is protected may still be
// declared so, and turning protection off fails with Auth0's message.
func TestVariantsOfRedirectProtection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := newTenant(t, emulator.Options{Seed: seed(t), Variants: []string{"redirection-policy-refused"}})
		w := &workspace{t: t, tenant: tenant}
		protected := configured{address: protection, arguments: map[string]any{"client_id": agent}}
		for range 2 {
			if _, failures := w.apply([]configured{protected}); len(failures) > 0 {
				t.Fatalf("an application that is protected: %q", failures)
			}
		}
		lifted := protected.with(map[string]any{"enabled": false, "trusted_callback_hosts": []any{"127.0.0.1"}})
		if _, failures := w.apply([]configured{lifted}); len(failures) != 1 || !strings.Contains(failures[0], "redirection_policy cannot be set") {
			t.Errorf("lifting the protection: %q", failures)
		}
		if _, failures := w.apply(nil); len(failures) > 0 {
			t.Errorf("destroy: %q", failures)
		}
	})
}

// No resource is left out.
func TestVariantsCoverEveryResource(t *testing.T) {
	t.Parallel()
	all, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	for typeName := range all.ResourceSchemas {
		if !slices.ContainsFunc(lives(), func(l life) bool { return l.config[len(l.config)-1].typeName() == typeName }) {
			t.Errorf("%s is in none of lives", typeName)
		}
	}
}
