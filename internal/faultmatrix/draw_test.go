package faultmatrix

import (
	"strings"

	"pgregory.net/rapid"
)

// drawing is a random configuration that is being made.
type drawing struct {
	t       *rapid.T
	careful bool // draws no odd values
	all     []configured
}

// odd is a value that is hardly ever right.
type odd struct{ value any }

func anyConfiguration(t *rapid.T) []configured {
	return thinkUp(t, rapid.IntRange(0, 3).Draw(t, "careless") < 3)
}

func thinkUp(t *rapid.T, careful bool) []configured {
	d := &drawing{t: t, careful: careful}
	names := []string{"partner", "shop"}[:d.number("applications", 2)]
	clients := []any{odd{"tpc_nobody0000000000000000000001"}, odd{"firstPartyApplication00000000001"}, odd{""}}
	for _, name := range names {
		address := "auth0access_third_party_application." + name
		app := d.application()
		d.add(address, app)
		clients = append(clients, ref{address, "client_id"}, ref{address, "client_id"})
		isPermissive := settled(app["security_mode"]) == "permissive"
		if d.rarely("protection") && (!d.careful || !isPermissive) {
			protection := arguments{"client_id": ref{address, "client_id"}}
			d.optional(protection, "enabled", true, false)
			if d.careful {
				d.optional(protection, "trusted_callback_hosts", []any{"partner.example.com", later{"com.example.app"}, "127.0.0.1"})
			} else {
				d.set(protection, "trusted_callback_hosts", "partner.example.com", "com.example.app", "https://partner.example.com", "")
			}
			d.add("auth0access_redirect_protection."+name, protection)
		}
		if d.rarely("exclusive grants of it") {
			d.add("auth0access_client_grants_exclusive."+name, arguments{"client_id": ref{address, "client_id"}, "grants": d.allowed()})
		}
	}
	if len(names) > 0 || !d.careful {
		for _, subjectType := range []string{"user", "client"}[:d.number("grants", 2)] {
			d.add("auth0access_client_grant."+subjectType, d.grant(clients, subjectType))
		}
	}
	if d.rarely("default permissions") {
		d.add("auth0access_api_default_permissions.orders", d.defaults())
	}
	if d.rarely("promotion") {
		promotion := arguments{}
		d.required(promotion, "connection_id", workforceConnection, odd{"con_nothing000000001"}, odd{"workforce"}, odd{""})
		d.optional(promotion, "promoted", true, false)
		d.add("auth0access_connection_domain_promotion.workforce", promotion)
	}
	d.settings()
	d.policies()
	d.exclusives()
	return d.all
}

func (d *drawing) policies() {
	if d.rarely("rate limit policy") {
		policy := arguments{}
		d.required(policy, "applies_to", "third_party_clients", "cimd_clients", odd{"default"}, odd{"everybody"})
		d.required(policy, "action", "block", "log", odd{"deny"})
		d.required(policy, "limit", 0, 100, odd{-1})
		d.add("auth0access_rate_limit_policy.group", policy)
	}
}

func anyMeddling(t *rapid.T) meddling {
	return meddling{rapid.SampledFrom(waysToMeddle).Draw(t, "meddling"), rapid.IntRange(0, 3).Draw(t, "object")}
}

func (d *drawing) add(address string, a arguments) {
	d.all = append(d.all, configured{address: address, arguments: a})
}

type arguments = map[string]any

func (d *drawing) number(of string, most int) int { return rapid.IntRange(0, most).Draw(d.t, of) }

func (d *drawing) rarely(what string) bool { return d.number(what, 2) == 0 }

// one draws one of the values, but no odd one if the drawing is careful.
func (d *drawing) one(name string, values []any) any {
	var usual []any
	for _, value := range values {
		unusual, isOdd := value.(odd)
		switch {
		case !isOdd:
			usual = append(usual, value)
		case !d.careful:
			usual = append(usual, unusual.value)
		}
	}
	return rapid.SampledFrom(usual).Draw(d.t, name)
}

// required draws an argument, which one time in eight is known only later.
func (d *drawing) required(into arguments, name string, values ...any) {
	into[name] = d.one(name, values)
	if _, isRef := into[name].(ref); !isRef && d.number(name, 7) == 0 {
		into[name] = later{into[name]}
	}
}

// optional draws an argument that is left out half of the times.
func (d *drawing) optional(into arguments, name string, values ...any) {
	if d.number(name, 1) == 0 {
		d.required(into, name, values...)
	}
}

// set draws an argument that is left out or holds some of the values.
func (d *drawing) set(into arguments, name string, values ...any) {
	chosen, items := arguments{}, []any{}
	for _, value := range values {
		if unusual, isOdd := value.(odd); isOdd && d.careful {
			continue
		} else if isOdd {
			value = unusual.value
		}
		if d.number(name, 1) == 0 {
			d.required(chosen, name, value)
			items = append(items, chosen[name])
		}
	}
	d.optional(into, name, items)
}

func (d *drawing) application() arguments {
	a := arguments{}
	d.required(a, "name", "Partner", "Shop", "Größe ✓", odd{" "}, odd{""}, odd{"a<b"}, odd{"line\nbreak"}, odd{strings.Repeat("x", 300)})
	d.required(a, "app_type", "native", "spa", "regular_web", "non_interactive", odd{""}, odd{nil})
	d.optional(a, "security_mode", "strict", "strict", "permissive")
	d.optional(a, "description", "", "Orders", "line\nbreak", strings.Repeat("ü", 140), odd{strings.Repeat("x", 141)})
	d.optional(a, "logo_uri", "", "https://partner.example.com/logo.png", odd{"logo.png"})
	d.set(a, "callbacks", "https://partner.example.com/callback", "com.example.app://done", "http://127.0.0.1/x", odd{"https://A.example:443/a b"}, odd{""})
	d.set(a, "allowed_origins", "https://partner.example.com", "http://localhost:3000", odd{"*"}, odd{""})
	d.set(a, "web_origins", "https://partner.example.com", "http://localhost:3000")
	d.set(a, "grant_types", "authorization_code", "refresh_token", odd{"client_credentials"}, odd{"implicit"})
	d.optional(a, "require_proof_of_possession", true, false)
	d.optional(a, "client_metadata", arguments{}, arguments{"tier": "gold"}, arguments{"tier": "", "level": later{"silver"}}, odd{arguments{"größe": "x"}})
	if d.rarely("keys") {
		d.required(a, "client_authentication_methods", arguments{"private_key_jwt": arguments{"credentials": d.keys()}})
	} else {
		d.optional(a, "token_endpoint_auth_method", "none", "client_secret_post", "client_secret_basic")
		d.optional(a, "secret_rotation_trigger", "1", "2", "")
	}
	if d.rarely("ID tokens") {
		jwt := arguments{}
		d.optional(jwt, "alg", "RS256", odd{"HS256"}, odd{"PS256"})
		d.optional(jwt, "lifetime_in_seconds", 1, 3600, odd{0}, odd{1 << 40})
		d.required(a, "jwt_configuration", jwt)
	}
	if d.rarely("refresh tokens") {
		d.required(a, "refresh_token", d.refreshToken())
	}
	return a
}

func (d *drawing) keys() arguments {
	keys := arguments{}
	first := d.number("first key", 2)
	for i, name := range []string{"first", "second", "third"}[:1+d.number("more keys", map[bool]int{true: 1, false: 2}[d.careful])] {
		key := arguments{}
		pem := publicKey((first + i) % 3)
		d.required(key, "pem", pem, "\r\n"+strings.ReplaceAll(pem, "\n", "\r\n"), odd{publicKey(first)}, odd{""}, odd{"x"}, odd{nil})
		d.optional(key, "alg", "RS256", "RS384", "PS256")
		d.optional(key, "kid", "partner-2026-"+name, odd{"partner-2026-same"})
		d.optional(key, "expires_at", "2040-01-01T00:00:00Z", "2040-01-01T02:00:00+02:00", "2041-01-01T00:00:00.123Z", odd{"1990-01-01T00:00:00Z"})
		keys[name] = key
	}
	return keys
}

func (d *drawing) refreshToken() arguments {
	refresh := arguments{}
	d.required(refresh, "rotation_type", "rotating", "non-rotating")
	d.required(refresh, "expiration_type", "expiring", odd{"non-expiring"})
	d.optional(refresh, "leeway", 0, 30, odd{-1})
	d.optional(refresh, "token_lifetime", 2592000, 3600, odd{1})
	d.optional(refresh, "infinite_token_lifetime", true, false)
	d.optional(refresh, "idle_token_lifetime", 1800, odd{1}, odd{1296000})
	d.optional(refresh, "infinite_idle_token_lifetime", false, odd{true})
	return refresh
}

// scopes draws what is granted of an API.
func (d *drawing) scopes(into arguments, known ...any) {
	if d.rarely("all scopes") {
		d.required(into, "all_scopes", true, odd{false})
		return
	}
	into["scopes"] = []any{}
	d.set(into, "scopes", append(known, odd{"delete:everything"}, odd{""})...)
	d.optional(into, "all_scopes", false, odd{true})
}

func (d *drawing) grant(clients []any, subjectType string) arguments {
	g := arguments{}
	d.required(g, "client_id", clients...)
	d.required(g, "audience", ordersAPI, filesAPI, odd{"https://nowhere.example.com/"}, odd{""})
	d.required(g, "subject_type", subjectType, odd{"client"}, odd{""})
	if settled(g["audience"]) == filesAPI {
		d.scopes(g, "read:files", "write:files")
	} else {
		d.scopes(g, "read:orders", "write:orders")
	}
	if subjectType == "client" || !d.careful {
		d.optional(g, "organization_usage", "allow", "require", "deny")
		d.optional(g, "allow_any_organization", odd{true}, false)
	}
	return g
}

func (d *drawing) defaults() arguments {
	a := arguments{}
	d.required(a, "audience", ordersAPI, odd{filesAPI}, odd{"https://nowhere.example.com/"}, odd{"https://example.auth0.com/api/v2/"}, odd{""})
	halves := [][]string{{"user_access"}, {"client_access"}, {"user_access", "client_access"}}
	if !d.careful {
		halves = append(halves, nil)
	}
	for _, access := range rapid.SampledFrom(halves).Draw(d.t, "halves") {
		granted := arguments{}
		d.scopes(granted, "read:orders", "write:orders")
		if access == "user_access" {
			d.set(granted, "authorization_details_types", "payment", odd{""})
		}
		d.required(a, access, granted)
	}
	return a
}

func (d *drawing) settings() {
	if d.rarely("registration") {
		registration := arguments{}
		d.required(registration, "enabled", true, false)
		d.optional(registration, "security_mode", "strict", "permissive")
		d.optional(registration, "allow_without_default_permissions", true, false)
		d.add("auth0access_dynamic_client_registration.this", registration)
	}
	if d.rarely("organization") {
		organization := arguments{}
		d.required(organization, "organization_id", acmeOrganization, globexOrganization, odd{"org_nothing000000001"}, odd{"acme"}, odd{""})
		d.required(organization, "access", "allow", "block", odd{""})
		d.add("auth0access_organization_third_party_access.acme", organization)
	}
	if d.rarely("authorization server") {
		server := arguments{}
		d.required(server, "resource_parameter_profile", "audience", "compatibility", odd{""})
		d.optional(server, "client_id_metadata_document_supported", true, false)
		d.optional(server, "use_scope_descriptions_for_consent", true, false)
		d.add("auth0access_authorization_server.this", server)
	}
	if d.rarely("access policy") {
		d.accessPolicy()
	}
}

func (d *drawing) accessPolicy() {
	policy := arguments{}
	d.required(policy, "audience", ordersAPI, filesAPI, odd{"https://nowhere.example.com/"}, odd{"https://example.auth0.com/api/v2/"}, odd{""})
	d.required(policy, "user_access", "allow_all", "require_client_grant", "deny_all", odd{""})
	d.optional(policy, "client_access", "require_client_grant", "deny_all", odd{"allow_all"})
	d.add("auth0access_api_access_policy.this", policy)
}

// allowed draws the grants that an application may have: all of them if the drawing is careful.
func (d *drawing) allowed() any {
	grants := []any{}
	for _, audience := range []any{ordersAPI, filesAPI} {
		for _, subjectType := range []any{"user", "client"} {
			one := arguments{}
			d.required(one, "audience", audience)
			d.required(one, "subject_type", subjectType)
			if d.careful || d.rarely("allowed") {
				grants = append(grants, one)
			}
		}
	}
	all := arguments{}
	d.required(all, "grants", grants)
	return all["grants"]
}

// exclusives adds exclusive resources, which allow what the seed has and what the configuration opens. What an earlier
// configuration has opened may be undeclared.
func (d *drawing) exclusives() {
	if d.rarely("exclusive promotions") {
		d.add(exclusivePromotions, arguments{"connection_ids": append([]any{promotedConnection}, d.opened(promotion, "connection_id", "promoted", true)...)})
	}
	if d.rarely("exclusive defaults") {
		audiences := []any{filesAPI}
		for _, audience := range d.opened(defaults, "audience", "", nil) {
			if settled(audience) != filesAPI {
				audiences = append(audiences, audience)
			}
		}
		d.add(exclusiveDefaults, arguments{"audiences": audiences})
	}
	if d.rarely("exclusive redirects") {
		d.add(exclusiveRedirects, arguments{"client_ids": d.opened(protection, "client_id", "enabled", false)})
	}
	if d.rarely("exclusive applications") {
		d.add(exclusiveApplications, arguments{
			"client_ids": append([]any{agent}, d.opened(application, "", "", nil)...), "include_self_registered": true, "delete_undeclared": true,
		})
	}
	if d.rarely("exclusive grants") {
		d.add(exclusiveGrants, arguments{"client_id": agent, "grants": []any{arguments{"audience": ordersAPI, "subject_type": "user"}}})
	}
}

// opened returns the argument name, or a reference to the client_id if name is empty, of every resource of the same
// type as like. If lever is not empty, the argument lever must have the value open; if open is true, lever may also be
// left out.
func (d *drawing) opened(like, name, lever string, open any) []any {
	found := []any{}
	for _, c := range d.all {
		if c.typeName() != typeOf(like) {
			continue
		}
		set, given := c.arguments[lever]
		switch {
		case name == "":
			found = append(found, ref{c.address, "client_id"})
		case lever == "" || settled(set) == open || !given && open == true:
			found = append(found, c.arguments[name])
		}
	}
	return found
}
