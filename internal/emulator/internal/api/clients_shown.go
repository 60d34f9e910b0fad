package api

import (
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// readable returns the members of an application that the caller's scopes show.
func (c *call) readable(client object.Object) object.Object {
	out := object.Object{}
	for key, value := range client {
		if c.mayRead(key) {
			out[key] = value
		}
	}
	if _, own := client["signing_keys"]; !own && c.mayRead("signing_keys") && !object.Flag(client, "global") {
		if signingKeys, err := c.signingKeys("deprecated", false); err == nil {
			out["signing_keys"] = signingKeys
		}
	}
	return withoutUnusedSecret(out)
}

// withoutUnusedSecret removes the secret of an application that authenticates with keys or certificates.
//
// Assumption: the application keeps it, and shows it again once it authenticates with it.
func withoutUnusedSecret(client object.Object) object.Object {
	if client["client_authentication_methods"] != nil {
		delete(client, "client_secret")
	}
	return client
}

func (c *call) mayRead(key string) bool {
	switch {
	case slices.Contains(summaryMembers, key):
		return true
	case slices.Contains(keyMembers, key):
		return c.caller.has(keyScopes...)
	default:
		return c.caller.has(memberScopes...)
	}
}

// requireFields refuses a request for members that the caller's scopes do not show.
func (c *call) requireFields() error {
	if include, given := c.query["include_fields"].(bool); given && !include {
		return nil
	}
	for _, field := range c.fields() {
		key, _, _ := strings.Cut(field, ".")
		if c.mayRead(key) {
			continue
		}
		if slices.Contains(keyMembers, key) {
			return answer.InsufficientScope(keyScopes...)
		}
		return answer.InsufficientScope(memberScopes...)
	}
	return nil
}

// signingKeys is the member of that name. The private key, which Auth0 shows in the answer to a create only, is masked.
func (c *call) signingKeys(subject string, withPrivate bool) ([]any, error) {
	cert, err := c.keys.Certificate(c.tenant.Domain())
	if err != nil {
		return nil, err
	}
	key := object.Object{"cert": cert, "pkcs7": traffic.Masking, "subject": subject}
	if withPrivate {
		key["key"] = traffic.Masking
	}
	return []any{key}, nil
}

func updateScope(key string) anyOf {
	switch key {
	case "client_secret":
		return anyOf{"update:client_keys"}
	case "client_authentication_methods":
		return anyOf{"update:client_credentials"}
	default:
		return anyOf{"update:clients"}
	}
}
