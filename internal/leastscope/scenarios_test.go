package leastscope

import (
	"context"
	_ "embed"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

//go:embed seed.json
var seed string

// What the tenant of the seed holds.
const (
	ordersAPI  = "https://orders.example.com/"
	filesAPI   = "https://files.example.com/" // with default permissions
	strict     = "tpc_strict000000000000000000001"
	permissive = "permissive000000000000000000001" // with a grant, as strict has one
	workforce  = "con_workforce0000001"
	promoted   = "con_promoted00000001"
	acme       = "org_acme000000000001"
)

const (
	reading  = "read, import"
	changing = "create, update, destroy"
)

// step is one run of Terraform.
type step func() (errors []string)

// until runs the steps up to the first that gives errors.
func until(steps ...step) (errors []string) {
	for _, run := range steps {
		if errors = run(); len(errors) > 0 {
			break
		}
	}
	return errors
}

// life is a resource through its life: each configuration is applied, and the last one destroyed.
func (w world) life(typeName string, configs ...map[string]any) (errors []string) {
	l := acctest.NewLifecycle(w, w.provider, typeName)
	var steps []step
	for _, config := range append(configs, nil) {
		steps = append(steps, func() []string { return l.Apply(config) })
	}
	return until(steps...)
}

// adopt is an import.
func (w world) adopt(typeName string, ids ...string) (errors []string) {
	var steps []step
	for _, id := range ids {
		steps = append(steps, func() []string { return acctest.NewLifecycle(w, w.provider, typeName).Import(id) })
	}
	return until(steps...)
}

func (w world) domain() string { return strings.TrimPrefix(w.provider.URL, "http://") }

// lives are scenarios of one resource: an import alone, and the whole life.
func lives(typeName string, ids func(w world) []string, configs ...map[string]any) []scenario {
	return []scenario{
		{object: typeName, uses: []string{reading}, do: func(w world) []string { return w.adopt(typeName, ids(w)...) }},
		{object: typeName, uses: []string{reading, changing}, do: func(w world) []string { return w.life(typeName, configs...) }},
	}
}

func known(ids ...string) func(world) []string { return func(world) []string { return ids } }

func (w world) ownDomain() []string { return []string{w.domain()} }

type object = map[string]any

func scopes(names ...any) object { return object{"scopes": append([]any{}, names...)} }

func scenarios() []scenario {
	all := applications()
	all = append(all, grants()...)
	all = append(all, settings()...)
	all = append(all, policies()...)
	all = append(all, organizations()...)
	all = append(all, documents()...)
	all = append(all, lists()...)
	all = append(all, accessChecks()...)
	return append(all, dataSources()...)
}

// lists are read once, with whole resources: scopes that suffice for these suffice for less.
func lists() []scenario {
	const application = "auth0access_third_party_application"
	whole := func(name string) scenario {
		return scenario{object: name + " list", uses: []string{""}, do: func(w world) []string {
			_, errors := acctest.List(w, w.provider, name, nil, acctest.IncludeResource())
			return errors
		}}
	}
	all := []scenario{
		{
			object: application + " list", uses: []string{"", "`client_authentication_methods` (left out without it)"}, spared: []string{"read:client_credentials"},
			do: func(w world) []string {
				w.owner.Call(w, "POST", "/api/v2/clients", object{
					"name": "Signs", "app_type": "non_interactive", "is_first_party": false, "third_party_security_mode": "strict",
					"client_authentication_methods": object{"private_key_jwt": object{"credentials": []any{object{"credential_type": "public_key", "pem": publicKeys()[0]}}}},
				})
				listed, errors := acctest.List(w, w.provider, application, object{"name_regex": "Signs"}, acctest.IncludeResource())
				if may := w.may("read:client_credentials"); len(errors) == 0 && may != (listed[0].Resource["client_authentication_methods"] != nil) {
					w.Errorf("read:client_credentials is %t, and the keys are listed as %v", may, listed[0].Resource["client_authentication_methods"])
				}
				return errors
			},
		},
		{object: "auth0access_rate_limit_policy list", uses: []string{"", notStrict}, do: func(w world) []string {
			w.owner.Call(w, "POST", "/api/v2/rate-limit-policies", policyOf(permissive))
			_, errors := acctest.List(w, w.provider, "auth0access_rate_limit_policy", nil, acctest.IncludeResource())
			return errors
		}},
	}
	for _, newList := range new(provider.Provider).ListResources(context.Background()) {
		var named resource.MetadataResponse
		newList().Metadata(context.Background(), resource.MetadataRequest{}, &named)
		all = append(all, whole(named.TypeName))
	}
	return all
}

const notStrict = "a `client_id` that does not begin with `tpc_`"

// policyOf is the body that makes the rate limit policy of one application.
func policyOf(clientID string) object {
	return object{
		"resource": "oauth_authentication_api", "consumer": "client", "consumer_selector": "client_id:" + clientID,
		"configuration": object{"action": "allow"},
	}
}

func policies() []scenario {
	const policy, looked = "auth0access_rate_limit_policy", "a new `client_id`, or an imported one that does not begin with `tpc_`"
	blocks := func(selector, value string, limit int) object {
		return object{selector: value, "action": "block", "limit": limit}
	}
	return append(
		lives(policy, known("third_party_clients"), blocks("applies_to", "cimd_clients", 5), blocks("applies_to", "cimd_clients", 0)),
		scenario{object: policy, uses: []string{reading, changing, looked}, do: func(w world) []string {
			return w.life(policy, blocks("client_id", strict, 5), blocks("client_id", strict, 0))
		}},
		scenario{object: policy, uses: []string{reading, looked}, do: func(w world) []string {
			w.owner.Call(w, "POST", "/api/v2/rate-limit-policies", policyOf(permissive))
			return w.adopt(policy, "client_id:"+permissive)
		}},
	)
}

func grants() []scenario {
	const grant, exclusive = "auth0access_client_grant", "auth0access_client_grants_exclusive"
	const defaults, allDefaults = "auth0access_api_default_permissions", "auth0access_default_permissions_exclusive"
	const lookUp = "look-up of a new `audience` and of new `scopes` in the plan (left out without it)"
	const toBeLookedAt = "an application without grants, or " + notStrict
	own := func(clientID string, scopes ...any) object {
		return object{"client_id": clientID, "audience": filesAPI, "subject_type": "user", "scopes": append([]any{}, scopes...)}
	}
	removing := func(clientID string) func(world) []string {
		return func(w world) []string {
			return w.life(exclusive, object{"client_id": clientID, "grants": []any{}, "remove_on_create": true})
		}
	}
	return append(slicesOf(
		lives(grant, known(strict+"|"+ordersAPI+"|user"), own(strict, "read:files"), own(strict)),
		lives(defaults, known(filesAPI),
			object{"audience": ordersAPI, "user_access": scopes("read:orders")},
			object{"audience": ordersAPI, "user_access": scopes(), "client_access": scopes("read:orders")},
			object{"audience": ordersAPI, "client_access": scopes("read:orders")},
		),
	),
		scenario{
			object: grant, uses: []string{reading, changing, notStrict},
			do: func(w world) []string {
				return until(
					func() []string { return w.adopt(grant, permissive+"|"+ordersAPI+"|user") },
					func() []string { return w.life(grant, own(permissive, "read:files"), own(permissive)) },
				)
			},
		},
		scenario{
			object: grant, uses: []string{reading, changing, lookUp}, spared: []string{"read:resource_servers"},
			do: func(w world) []string { return w.life(grant, own(strict, "read:files"), own(strict)) },
		},
		scenario{
			object: defaults, uses: []string{reading, changing, lookUp}, spared: []string{"read:resource_servers"},
			do: func(w world) []string {
				return w.life(defaults, object{"audience": ordersAPI, "user_access": scopes("read:orders")}, object{"audience": ordersAPI, "user_access": scopes()})
			},
		},
		scenario{object: exclusive, uses: []string{reading}, do: func(w world) []string { return w.adopt(exclusive, strict) }},
		scenario{object: exclusive, uses: []string{reading, "removals"}, do: func(w world) []string {
			w.owner.Call(w, "POST", "/api/v2/client-grants", object{"client_id": strict, "audience": filesAPI, "subject_type": "client", "scope": []any{}})
			allowed := []any{object{"audience": ordersAPI, "subject_type": "user"}}
			return w.life(exclusive, object{"client_id": strict, "grants": allowed, "remove_on_create": true})
		}},
		scenario{object: exclusive, uses: []string{reading, "removals", toBeLookedAt}, do: removing(strict)},
		scenario{object: exclusive, uses: []string{reading, "removals", toBeLookedAt}, do: removing(permissive)},
		scenario{object: allDefaults, uses: []string{reading}, do: func(w world) []string { return w.adopt(allDefaults, w.domain()) }},
		scenario{object: allDefaults, uses: []string{reading, "removals"}, do: func(w world) []string {
			return w.life(allDefaults, object{"audiences": []any{}, "remove_on_create": true})
		}},
	)
}

func slicesOf(groups ...[]scenario) []scenario {
	var all []scenario
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

func settings() []scenario {
	const promotion, promotions = "auth0access_connection_domain_promotion", "auth0access_connection_domain_promotions_exclusive"
	const unprotected = "auth0access_redirect_protections_exclusive"
	const protection, registration = "auth0access_redirect_protection", "auth0access_dynamic_client_registration"
	const readingHosts = "read, import, `trusted_callback_hosts`"
	const organization = "auth0access_organization_third_party_access"
	const policy = "auth0access_api_access_policy"
	open := object{"enabled": true, "security_mode": "strict", "allow_without_default_permissions": true}
	return append(slicesOf(
		lives(promotion, known(promoted, "name:promoted"), object{"connection_id": workforce}, object{"connection_id": workforce, "promoted": false}),
		lives(registration, world.ownDomain, open, object{"enabled": false, "security_mode": "strict"}),
		lives(organization, known(acme, "name:acme"), object{"organization_id": acme, "access": "allow"}, object{"organization_id": acme, "access": "block"}),
		lives("auth0access_authorization_server", world.ownDomain,
			object{"resource_parameter_profile": "compatibility"}, object{"use_scope_descriptions_for_consent": true}),
		lives(policy, known(ordersAPI),
			object{"audience": ordersAPI, "user_access": "require_client_grant"}, object{"audience": ordersAPI, "user_access": "deny_all", "client_access": "deny_all"}),
	),
		scenario{
			object: registration, spared: []string{"read:network_acls"},
			uses: []string{reading, "warning of registration without a tenant ACL (not told without it)"},
			do: func(w world) []string {
				plan := acctest.Plan(w, w.provider, registration, nil, open)
				const without, unseen = "No tenant ACL protects registration", "Tenant ACLs could not be looked at"
				want := map[bool]string{true: without, false: unseen}[w.may("read:network_acls")]
				if warnings := strings.Join(plan.Warnings, "\n"); !strings.Contains(warnings, want) {
					w.Errorf("warnings %q, want %q", warnings, want)
				}
				return append(plan.Errors, w.adopt(registration, w.domain())...)
			},
		},
		scenario{object: protection, uses: []string{readingHosts}, do: func(w world) []string { return w.adopt(protection, strict) }},
		scenario{object: protection, uses: []string{readingHosts, changing}, do: func(w world) []string {
			return w.life(protection,
				object{"client_id": strict, "enabled": false, "trusted_callback_hosts": []any{"partner.example.com"}},
				object{"client_id": strict, "enabled": true})
		}},
		scenario{object: unprotected, uses: []string{reading}, do: func(w world) []string { return w.adopt(unprotected, w.domain()) }},
		scenario{object: unprotected, uses: []string{reading, "protection turned on"}, do: func(w world) []string {
			w.owner.Call(w, "PATCH", "/api/v2/clients/"+strict, object{"redirection_policy": "allow_always"})
			return w.life(unprotected, object{"client_ids": []any{}, "remove_on_create": true})
		}},
		scenario{object: promotions, uses: []string{reading}, do: func(w world) []string { return w.adopt(promotions, w.domain()) }},
		scenario{object: promotions, uses: []string{reading, "demotions"}, do: func(w world) []string {
			return w.life(promotions, object{"connection_ids": []any{}, "remove_on_create": true})
		}},
		scenario{
			object: registration, uses: []string{reading, changing, "`enabled = true` without `allow_without_default_permissions`"},
			do: func(w world) []string {
				return w.life(registration, object{"enabled": true, "security_mode": "strict"})
			},
		},
	)
}
