package effectiveaccess_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"sync"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const (
	secret = "secret-of-every-application"
	// user is a member of every organization, and of the connection that all applications may use.
	user = "user@example.com"
)

var (
	audiences = []string{"https://a.example.com/", "https://b.example.com/", "https://c.example.com/", "https://gone.example.com/"}
	scopes    = []string{"read", "write", "delete", "old"}
	// organizationIDs are ids of organizations that may exist, and one that never does.
	organizationIDs = []string{"org_1", "org_2", "org_gone"}
)

// drawn is a random tenant in which every rule is likely to matter. It can be small, because applications, APIs and
// subject types affect one another only through default permissions and organizations.
type drawn struct {
	variants                                                 []string
	clients, apis, grants, organizations, credentials, links []map[string]any
	associations                                             []map[string]any // of organizations and applications
}

func drawTenant(t *rapid.T) *drawn {
	d := &drawn{}
	bySubject := map[string][]string{}
	for _, variant := range emulator.Variants() {
		bySubject[variant.Subject] = append(bySubject[variant.Subject], variant.Name)
	}
	for _, subject := range []string{"tokens without a grant", "scopes of tokens", "organization arguments"} {
		d.variants = append(d.variants, rapid.SampledFrom(bySubject[subject]).Draw(t, subject))
	}
	for _, id := range organizationIDs[:rapid.IntRange(0, 2).Draw(t, "organizations")] {
		d.organizations = append(d.organizations, map[string]any{
			"id": id, "name": id, "third_party_client_access": one(t, "access", "allow", "allow", "block"), "is_app_entitlement_active": rapid.IntRange(0, 3).Draw(t, "entries") == 0,
		})
	}
	for _, audience := range audiences[:rapid.IntRange(1, 3).Draw(t, "APIs")] {
		d.apis = append(d.apis, drawAPI(t, audience))
	}
	holders := []string{"first_party"}
	for i := range rapid.IntRange(1, 4).Draw(t, "applications") {
		application := d.drawApplication(t, i)
		d.clients = append(d.clients, application)
		holders = append(holders, fmt.Sprint(application["client_id"]))
	}
	for _, organization := range d.organizations {
		for _, holder := range holders {
			if rapid.IntRange(0, 2).Draw(t, "associated") == 0 {
				d.associations = append(d.associations, map[string]any{
					"organization_id": organization["id"], "client_id": holder, "use_for_member_access": rapid.Bool().Draw(t, "use"),
				})
			}
		}
	}
	for _, audience := range audiences {
		for _, subjectType := range []string{"user", "client", "anonymous_user"} {
			for _, holder := range append(holders, "") {
				if rapid.IntRange(0, 2).Draw(t, "granted") > 0 {
					d.drawGrant(t, holder, audience, subjectType)
				}
			}
		}
	}
	return d
}

// one draws one of the values; nil and "" leave the member out.
func one(t *rapid.T, label string, values ...string) string {
	return rapid.SampledFrom(values).Draw(t, label)
}

func set(object map[string]any, key, value string) {
	if value != "" {
		object[key] = value
	}
}

func (d *drawn) drawApplication(t *rapid.T, number int) map[string]any {
	mode := one(t, "mode", "strict", "strict", "permissive")
	application := map[string]any{
		"client_id": fmt.Sprintf("%s%d", map[string]string{"strict": "tpc_", "permissive": "app_"}[mode], number), "client_secret": secret,
		"name": one(t, "name", "Partner", "Agent"), "is_first_party": false, "third_party_security_mode": mode,
		"callbacks": []string{"https://application.example.com/"},
	}
	set(application, "external_metadata_type", one(t, "origin", "", "", "", "dcr", "cimd"))
	set(application, "external_metadata_created_by", one(t, "by", "", "client", "admin"))
	set(application, "app_type", one(t, "type", "", "regular_web", "spa", "non_interactive"))
	set(application, "organization_usage", one(t, "usage", "", "deny", "allow", "allow", "require"))
	if rapid.IntRange(0, 9).Draw(t, "grant types") > 0 {
		all := []string{"authorization_code", "implicit", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "password"}
		types := rapid.SliceOfDistinct(rapid.SampledFrom(all), rapid.ID[string]).Draw(t, "others")
		if rapid.IntRange(0, 3).Draw(t, "client_credentials") > 0 {
			types = append(types, "client_credentials")
		}
		application["grant_types"] = types
	}
	if rapid.IntRange(0, 3).Draw(t, "default organization") == 0 {
		application["default_organization"] = map[string]any{
			"organization_id": rapid.SampledFrom(organizationIDs).Draw(t, "default"), "flows": []string{"client_credentials"},
		}
	}
	switch method := one(t, "method", "", "client_secret_post", "client_secret_post", "client_secret_basic", "none", "key"); method {
	case "key":
		id := fmt.Sprint("cred_", number)
		application["client_authentication_methods"] = map[string]any{"private_key_jwt": map[string]any{"credentials": []any{map[string]any{"id": id}}}}
		d.credentials = append(d.credentials, map[string]any{
			"id": id, "client_id": application["client_id"], "credential_type": "public_key", "alg": "RS256", "kid": id, "pem": publicKey(),
		})
	default:
		set(application, "token_endpoint_auth_method", method)
	}
	return application
}

func drawAPI(t *rapid.T, audience string) map[string]any {
	defined := []any{}
	for _, scope := range rapid.Permutation(scopes[:rapid.IntRange(0, 3).Draw(t, "scopes")]).Draw(t, "order") {
		defined = append(defined, map[string]any{"value": scope})
	}
	api := map[string]any{"id": fmt.Sprintf("0000000000000000000000%02x", slices.Index(audiences, audience)), "identifier": audience, "scopes": defined}
	if rapid.IntRange(0, 5).Draw(t, "system") == 0 {
		api["is_system"] = true
	}
	policies := map[string]any{}
	for subject, choice := range map[string][]string{
		"user":   {"", "allow_all", "require_client_grant", "deny_all"},
		"client": {"", "require_client_grant", "require_client_grant", "deny_all"},
	} {
		if policy := one(t, subject+" policy", choice...); policy != "" {
			policies[subject] = map[string]any{"policy": policy}
		}
	}
	api["subject_type_authorization"] = policies
	return api
}

func (d *drawn) drawGrant(t *rapid.T, holder, audience, subjectType string) {
	grant := map[string]any{
		"id": fmt.Sprintf("cgr_%d", len(d.grants)), "audience": audience, "subject_type": subjectType,
	}
	if holder == "" {
		grant["default_for"] = "third_party_clients"
	} else {
		grant["client_id"] = holder
	}
	if rapid.IntRange(0, 3).Draw(t, "all scopes") == 0 {
		grant["allow_all_scopes"] = true
	} else {
		grant["scope"] = rapid.SliceOfDistinct(rapid.SampledFrom(scopes), rapid.ID[string]).Draw(t, "scope")
	}
	if holder != "" && subjectType == "client" {
		set(grant, "organization_usage", one(t, "usage", "", "deny", "allow", "require", "require"))
		if rapid.IntRange(0, 3).Draw(t, "any organization") == 0 {
			grant["allow_any_organization"] = true
		}
		for _, organization := range d.organizations {
			if rapid.IntRange(0, 2).Draw(t, "tied") == 0 {
				d.links = append(d.links, map[string]any{"organization_id": organization["id"], "grant_id": grant["id"]})
			}
		}
	}
	d.grants = append(d.grants, grant)
}

// seed is the tenant as an exact seed, so that it may contain objects that could not be created today.
func (d *drawn) seed() *emulator.Seed {
	memberships := []any{}
	for _, organization := range d.organizations {
		organization["enabled_connections"] = []any{map[string]any{"connection_id": "con_1"}}
		memberships = append(memberships, organization["id"])
	}
	seed := &emulator.Seed{
		Exact: true, Tenant: "example", Variants: d.variants,
		ManagementApplication: map[string]any{
			"client_id": "management", "client_secret": "management-secret-of-the-test", "name": "Management", "is_first_party": true,
			"app_type": "non_interactive", "grant_types": []string{"client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
		},
		Clients:         append([]map[string]any{{"client_id": "first_party", "name": "Back office", "is_first_party": true}}, d.clients...),
		ResourceServers: d.apis, Organizations: d.organizations, Credentials: d.credentials,
		OrganizationClients: d.associations,
		Connections:         []map[string]any{{"id": "con_1", "name": "partners", "strategy": "auth0", "is_domain_connection": true}},
		Users:               []map[string]any{{"user_id": user, "email": user, "connection": "partners", "organizations": memberships}},
		ClientGrants: append([]map[string]any{{
			"id": "cgr_management", "client_id": "management", "audience": "https://example.auth0.com/api/v2/", "subject_type": "client",
			"scope": []string{
				"read:clients", "read:client_grants", "read:resource_servers", "read:organizations", "read:organization_client_grants",
				"read:organization_clients",
			},
		}}, d.grants...),
	}
	for _, link := range d.links {
		seed.OrganizationClientGrants = append(seed.OrganizationClientGrants,
			emulator.OrganizationClientGrant{OrganizationID: fmt.Sprint(link["organization_id"]), GrantID: fmt.Sprint(link["grant_id"])})
	}
	return seed
}

// key is the private key that applications sign with.
var key = sync.OnceValue(func() *rsa.PrivateKey {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return private
})

func publicKey() string {
	der, err := x509.MarshalPKIXPublicKey(key().Public())
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}
