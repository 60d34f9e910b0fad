package emulator

import (
	"fmt"
	"maps"
	"net/url"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// noGrant is the error of an application without a grant.
func noGrant(clientID, audience string) string {
	return fmt.Sprintf(`Client "%s" is not authorized to access resource server "%s". `+
		`You need to create a "client-grant" associated to this API.`, clientID, audience)
}

// machines is a tenant with strict third-party applications that use client_credentials. Each has a grant with another
// organization_usage; the organization org_tied has all these grants, org_other none.
func machines(variants ...string) *Seed {
	seed := orders()
	seed.Variants = variants
	seed.Organizations = []map[string]any{{"id": "org_tied", "name": "tied"}, {"id": "org_other", "name": "other"}}
	for usage, more := range map[string]object.Object{
		"unset": {}, "deny": {"organization_usage": "deny"}, "allow": {"organization_usage": "allow"},
		"require": {"organization_usage": "require"},
		"preset":  {"organization_usage": "allow"}, "preset_deny": {"organization_usage": "deny"},
	} {
		client := object.Object{
			"name": usage, "client_id": usage, "client_secret": "secret", "app_type": "non_interactive",
			"is_first_party": false, "grant_types": []string{"client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
		}
		if usage == "preset" || usage == "preset_deny" {
			client["default_organization"] = object.Object{"organization_id": "org_tied", "flows": []string{"client_credentials"}}
		}
		more["id"], more["client_id"], more["audience"] = "cgr_"+usage, usage, ordersAPI
		more["scope"] = []string{"read:orders", "write:orders"}
		seed.Clients = append(seed.Clients, client)
		seed.ClientGrants = append(seed.ClientGrants, more)
		seed.OrganizationClientGrants = append(seed.OrganizationClientGrants, OrganizationClientGrant{OrganizationID: "org_tied", GrantID: "cgr_" + usage})
	}
	return seed
}

func askAs(clientID string, more ...string) url.Values {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {"secret"}, "audience": {ordersAPI},
	}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func TestTokenOrganizations(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, machines())
	const notAllowed, required = "parameter organization is not allowed for this client", "parameter organization is required for this client"
	for _, test := range []struct {
		clientID, organization string
		status                 int
		orgID, refusal         string
	}{
		{"unset", "", 200, "", ""},
		{"unset", "org_tied", 400, "", notAllowed},
		{"deny", "", 200, "", ""},
		{"deny", "org_tied", 400, "", notAllowed},
		{"allow", "", 200, "", ""},
		{"allow", "org_tied", 200, "org_tied", ""},
		{"allow", "org_other", 403, "", `Client "allow" is not authorized to access organization "org_other".`},
		{"allow", "org_none", 400, "", "parameter organization is invalid: org_none"},
		{"allow", "tied", 400, "", "parameter organization is invalid: tied"},
		{"require", "", 400, "", required},
		{"require", "org_tied", 200, "org_tied", ""},
		{"preset", "", 200, "org_tied", ""},
		{"preset_deny", "", 200, "", ""},
	} {
		t.Run(test.clientID+" "+test.organization, func(t *testing.T) {
			t.Parallel()
			status, got := s.requestToken(askAs(test.clientID, "organization", test.organization), nil)
			if status != test.status || object.Text(got, "error_description") != test.refusal {
				t.Fatalf("status %d, %v", status, without(got, "access_token"))
			}
			if status == 200 && claimsOf(t, got).OrganizationID != test.orgID {
				t.Errorf("org_id %q, want %q", claimsOf(t, got).OrganizationID, test.orgID)
			}
		})
	}
}

// If the tenant allows it, an organization can be given by name, and the token contains the name. With
// allow_any_organization, the organization needs no client grant.
func TestTokenOrganizationsByNameAndAny(t *testing.T) {
	t.Parallel()
	seed := machines()
	seed.TenantSettings = object.Object{"allow_organization_name_in_authentication_api": true}
	seed.Clients = append(seed.Clients, map[string]any{"name": "own", "client_id": "own", "client_secret": "secret", "app_type": "non_interactive"})
	seed.ClientGrants = append(seed.ClientGrants, map[string]any{
		"client_id": "own", "audience": ordersAPI, "scope": []string{}, "organization_usage": "allow", "allow_any_organization": true,
	})
	s := serveTenant(t, seed)
	for clientID, name := range map[string]string{"allow": "tied", "own": "other"} {
		status, got := s.requestToken(askAs(clientID, "organization", name), nil)
		if status != 200 {
			t.Fatalf("%s: %d %v", clientID, status, got)
		}
		if claims := claimsOf(t, got); claims.OrganizationName != name || claims.OrganizationID != "org_"+name {
			t.Errorf("%s: %+v", clientID, claims)
		}
	}
}

// Some applications cannot use client_credentials although they have the grant type and a grant: public ones and, in
// strict mode, those that no administrator created. For strict ones, allow_any_organization has no effect.
func TestTokensThatAreNeverIssued(t *testing.T) {
	t.Parallel()
	const grantType = "Grant type 'client_credentials' not allowed for the client."
	seed := machines()
	odd := map[string]object.Object{ // a state that no request can create
		"dcr":        {"third_party_security_mode": "strict", "external_metadata_type": "dcr"},
		"cimd":       {"third_party_security_mode": "strict", "external_metadata_type": "cimd", "external_metadata_created_by": "admin"},
		"older dcr":  {"third_party_security_mode": "permissive", "external_metadata_type": "dcr"},
		"public":     {"third_party_security_mode": "permissive", "token_endpoint_auth_method": "none"},
		"strict any": {"third_party_security_mode": "strict"},
		"any":        {"third_party_security_mode": "permissive"},
	}
	for name := range odd {
		seed.Clients = append(seed.Clients, map[string]any{
			"name": name, "client_id": name, "client_secret": "secret", "grant_types": []string{"client_credentials"},
			"token_endpoint_auth_method": "client_secret_post",
		})
		seed.ClientGrants = append(seed.ClientGrants, map[string]any{
			"client_id": name, "audience": ordersAPI, "scope": []string{}, "organization_usage": "allow", "allow_any_organization": true,
		})
	}
	server, err := New(Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	for name, members := range odd {
		client := object.Clone(server.store.Current.Clients.Get(name))
		client["is_first_party"] = false
		maps.Copy(client, members)
		server.store.Current.Clients.Set(name, client)
	}
	s := serveServer(t, server)
	for _, test := range []struct{ clientID, organization, refusal string }{
		{"dcr", "", grantType},
		{"cimd", "", grantType},
		{"older dcr", "", ""},
		{"public", "", grantType},
		{"strict any", "", ""},
		{"strict any", "org_other", `Client "strict any" is not authorized to access organization "org_other".`},
		{"any", "org_other", ""},
	} {
		status, got := s.requestToken(askAs(test.clientID, "organization", test.organization), nil)
		if object.Text(got, "error_description") != test.refusal || (status == 200) != (test.refusal == "") {
			t.Errorf("%s for %q: %d %v", test.clientID, test.organization, status, without(got, "access_token"))
		}
	}
}

func TestTokenScopes(t *testing.T) {
	t.Parallel()
	newest, older := serveTenant(t, machines()), serveTenant(t, machines(tenant.ScopesAsGranted))
	const all = "read:orders write:orders"
	for _, test := range []struct {
		asked         string
		newest, older string // the scopes of the token
		notYetGranted string
	}{
		{"", all, all, ""},
		{" ", all, all, ""},
		{"write:orders", "write:orders", all, ""},
		{"write:orders read:orders", all, all, ""},
		{"delete:orders", "", "", "delete:orders"},
		{"read:orders delete:orders none", "", "", "delete:orders, none"},
	} {
		for tenant, want := range map[*site]string{newest: test.newest, older: test.older} {
			status, got := tenant.requestToken(askAs("unset", "scope", test.asked), nil)
			if test.notYetGranted != "" {
				if status != 403 || got["error"] != "access_denied" || got["error_description"] != "Client has not been granted scopes: "+test.notYetGranted {
					t.Errorf("scope %q: %d %v", test.asked, status, without(got, "access_token"))
				}
				continue
			}
			if status != 200 || object.Text(got, "scope") != want || claimsOf(t, got).Scope != want {
				t.Errorf("scope %q: %d %v, want %q", test.asked, status, without(got, "access_token"), want)
			}
		}
	}
}

// Without a grant the token endpoint answers access_denied, as recorded; the documents name another code for
// third-party applications, which is a variant.
func TestTokenWithoutAGrant(t *testing.T) {
	t.Parallel()
	for variant, codes := range map[string][2]string{
		tenant.TokensAccessDenied:       {"access_denied", "access_denied"},
		tenant.TokensUnauthorizedClient: {"unauthorized_client", "access_denied"},
	} {
		seed := machines(variant)
		seed.Clients = append(seed.Clients, map[string]any{"name": "own", "client_id": "own", "client_secret": "secret", "app_type": "non_interactive"})
		seed.ClientGrants = nil
		seed.OrganizationClientGrants = nil
		s := serveTenant(t, seed)
		for i, clientID := range []string{"allow", "own"} {
			status, got := s.requestToken(askAs(clientID), nil)
			if status != 403 || got["error"] != codes[i] || got["error_description"] != noGrant(clientID, ordersAPI) {
				t.Errorf("%s, %s: %d %v", variant, clientID, status, got)
			}
		}
	}
}

// claimsOf reads the claims of a new access token.
func claimsOf(t *testing.T, answer object.Object) authserver.AccessClaims {
	t.Helper()
	token, err := jwt.ParseSigned(object.Text(answer, "access_token"), []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	var claims authserver.AccessClaims
	if err := token.UnsafeClaimsWithoutVerification(&claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
