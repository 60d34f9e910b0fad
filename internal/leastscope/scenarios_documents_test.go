package leastscope

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	agentHost  = "agent.example.com"
	agentURL   = "https://" + agentHost + "/client.json"
	signingURL = "https://" + agentHost + "/signing.json"
)

var publicJWK = sync.OnceValue(func() any {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return jose.JSONWebKey{Key: &private.PublicKey, KeyID: "first-key-2026", Algorithm: "RS256"}
})

// publish serves a document of a public application, and one of an application with a key.
func publish(publisher *acctest.Publisher) {
	document := func(url string, more object) object {
		out := object{"client_id": url, "client_name": "Agent", "redirect_uris": []any{"https://" + agentHost + "/callback"}}
		for name, value := range more {
			out[name] = value
		}
		return out
	}
	publisher.Publish("/client.json", document(agentURL, nil))
	publisher.Publish("/signing.json", document(signingURL, object{
		"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://" + agentHost + "/keys.json",
	}))
	publisher.Publish("/keys.json", object{"keys": []any{publicJWK()}})
}

func documents() []scenario {
	const described = "auth0access_cimd_application"
	agent := func(url string, more object) object {
		config := object{"metadata_url": url}
		for name, value := range more {
			config[name] = value
		}
		return config
	}
	register := func(w world, url string) {
		w.owner.Call(w, "POST", "/api/v2/clients/cimd/register", object{"external_client_id": url})
	}
	adopt := func(url string) func(world) []string {
		return func(w world) []string {
			register(w, url)
			return w.adopt(described, url)
		}
	}
	life := func(url string) func(world) []string {
		return func(w world) []string {
			l := acctest.NewLifecycle(w, w.provider, described)
			return until(
				func() []string { return l.Apply(agent(url, object{"description": "Ours"})) },
				func() []string { return l.Apply(agent(url, object{"description": "Theirs"})) },
				func() []string { return l.Apply(nil) },
			)
		}
	}
	return []scenario{
		{object: described, uses: []string{"read, import, plan"}, do: adopt(agentURL)},
		{
			object: described, uses: []string{"read, import, plan", "`document.keys` of what others registered (left out without it)"},
			spared: []string{"read:client_credentials"},
			do: func(w world) []string {
				register(w, signingURL)
				l := acctest.NewLifecycle(w, w.provider, described)
				errors := l.Import(signingURL)
				w.expectKeys(l.State(), errors)
				return errors
			},
		},
		{
			object: described + " list", uses: []string{"", "`document.keys` (left out without it)"}, spared: []string{"read:client_credentials"},
			do: func(w world) []string {
				register(w, signingURL)
				listed, errors := acctest.List(w, w.provider, described, nil, acctest.IncludeResource())
				if len(listed) == 1 {
					w.expectKeys(listed[0].Resource, errors)
				}
				return errors
			},
		},
		{object: described, uses: []string{"read, import, plan", changing}, do: life(agentURL)},
	}
}

// expectKeys checks that the keys of a document are shown to those, and only those, who may see them.
func (w world) expectKeys(state object, errors []string) {
	w.Helper()
	document, _ := state["document"].(object)
	keys, _ := document["keys"].(object)
	if may := w.may("read:client_credentials"); len(errors) == 0 && may != (len(keys) > 0) {
		w.Errorf("read:client_credentials is %t, and the keys are %v", may, keys)
	}
}
