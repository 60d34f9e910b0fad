package leastscope

import (
	_ "embed"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func applications() []scenario {
	const application = "auth0access_third_party_application"
	const exclusive = "auth0access_third_party_applications_exclusive"
	const secret, rotation = "auth0access_client_credentials", "auth0access_rotate_client_secret"
	return append(
		lives(application, known(strict, permissive), partner(nil), renamed(partner(nil))),
		scenario{
			object: application, uses: []string{reading, changing, "`client_authentication_methods`"},
			do: func(w world) []string {
				return w.life(application,
					keys(object{"first": object{"pem": publicKeys()[0], "expires_at": "2040-01-01T00:00:00Z"}}),
					keys(object{"first": object{"pem": publicKeys()[0], "expires_at": "2041-01-01T00:00:00Z"}}),
					keys(object{"second": object{"pem": publicKeys()[1]}}),
					renamed(keys(object{"second": object{"pem": publicKeys()[1]}})),
				)
			},
		},
		scenario{
			object: application, uses: []string{reading, changing, "look-up of a new `default_organization` in the plan (left out without it)"},
			spared: []string{"read:organizations"},
			do: func(w world) []string {
				inAcme := object{"default_organization": object{"organization_id": acme}}
				return w.life(application, partner(inAcme), renamed(partner(inAcme)))
			},
		},
		scenario{object: exclusive, uses: []string{reading}, do: func(w world) []string { return w.adopt(exclusive, w.domain()) }},
		scenario{object: exclusive, uses: []string{reading, "deletions"}, do: func(w world) []string {
			l := acctest.NewLifecycle(w, w.provider, exclusive)
			only := object{"client_ids": []any{strict, permissive}, "delete_undeclared": true, "include_self_registered": true}
			return until(
				func() []string { return l.Import(w.domain()) },
				func() []string { return l.Apply(only) },
				func() []string {
					w.owner.Call(w, "POST", "/api/v2/clients", thirdParty("Stranger"))
					return l.Apply(only)
				},
				func() []string { return l.Apply(nil) },
			)
		}},
		scenario{
			object: application, uses: []string{reading, changing, "`secret_rotation_trigger`"},
			do: func(w world) []string {
				return w.life(application, partner(nil), renamed(partner(object{"secret_rotation_trigger": "2026-11"})))
			},
		},
		scenario{
			object: application, uses: []string{reading, "`signing_keys` (empty without it)"}, spared: []string{"read:clients", "read:client_keys"},
			do: func(w world) []string {
				l := acctest.NewLifecycle(w, w.provider, application)
				errors := l.Import(strict)
				w.expectSigningKeys(l.State(), errors)
				return errors
			},
		},
		scenario{
			object: rotation + " action", uses: []string{""},
			do: func(w world) []string {
				return acctest.Invoke(w, w.provider, rotation, object{"client_id": strict}).Errors
			},
		},
		pruning(object{"older_than": "1d"}, ""),
		pruning(object{"older_than": "1d", "without_grants": true}, "", "`without_grants`"),
		pruning(object{"older_than": "1d", "without_consents": true}, "", "`without_consents`"),
		scenario{object: "auth0access_revoke_access action", uses: []string{""}, do: func(w world) []string {
			return acctest.Invoke(w, w.provider, "auth0access_revoke_access", object{"client_id": strict}).Errors
		}},
		scenario{
			object: secret + " ephemeral", uses: []string{"`client_secret`"},
			do: func(w world) []string {
				result, errors := acctest.OpenEphemeralResource(w, w.provider, secret, object{"client_id": strict})
				if result["client_secret"] == "" && len(errors) == 0 {
					w.Error("no secret was read")
				}
				return errors
			},
		},
	)
}

// pruning deletes self-registered applications.
func pruning(config object, uses ...string) scenario {
	const prune = "auth0access_prune_applications"
	return scenario{object: prune + " action", uses: uses, do: func(w world) []string {
		return acctest.Invoke(w, w.provider, prune, config).Errors
	}}
}

// expectSigningKeys checks that the keys are shown to those, and only those, who may see them.
func (w world) expectSigningKeys(state object, errors []string) {
	w.Helper()
	shown, _ := state["signing_keys"].([]any)
	if may := w.may("read:client_keys"); len(errors) == 0 && may != (len(shown) > 0) {
		w.Errorf("read:client_keys is %t, %d signing keys are shown", may, len(shown))
	}
}

func partner(more object) object {
	config := object{
		"name": "Partner", "app_type": "regular_web", "callbacks": []any{"https://partner.example.com/callback"},
		"grant_types": []any{"authorization_code", "refresh_token"},
	}
	for name, value := range more {
		config[name] = value
	}
	return config
}

// thirdParty is an application that somebody else makes.
func thirdParty(name string) object {
	return object{"name": name, "app_type": "spa", "is_first_party": false, "third_party_security_mode": "strict"}
}

func renamed(config object) object {
	config["name"] = "Partner & sons"
	return config
}

func keys(credentials object) object {
	return partner(object{"client_authentication_methods": object{"private_key_jwt": object{"credentials": credentials}}})
}

// publicKeys returns two keys as PEM.
var publicKeys = sync.OnceValue(func() [2]string {
	var keys [2]string
	for i := range keys {
		keys[i] = acctest.NewPublicKey()
	}
	return keys
})
