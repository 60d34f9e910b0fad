package emulator

import (
	"net/url"
	"slices"
)

var resourceServerKeys = keyOrder{
	"id", "name", "identifier", "client_id", "is_system", "allow_offline_access", "skip_consent_for_verifiable_first_party_clients",
	"subject_type_authorization", "token_lifetime", "token_lifetime_for_web", "signing_alg", "signing_secret", "scopes",
}

func listResourceServers(c *call) (reply, error) {
	identifiers := list(c.query, "identifiers")
	for i, identifier := range identifiers {
		identifiers[i] = c.tenant.canonicalAudience(identifier, c.request.Host)
	}
	rows := c.tenant.resourceServers.where(func(api object) bool {
		return len(identifiers) == 0 || slices.Contains(identifiers, text(api, "identifier"))
	})
	return c.page(listing{key: "resource_servers", rows: rows, show: func(api object) any {
		return resourceServerKeys.arrange(c.selectFields(showResourceServer(api)))
	}})
}

func createResourceServer(c *call) (reply, error) {
	api := withoutNulls(clone(c.object()))
	path, system := c.tenant.systemPath(text(api, "identifier"), c.request.Host)
	if system {
		if err := activateSystemAPI(api, path); err != nil {
			return reply{}, err
		}
		api["identifier"] = c.tenant.canonicalAudience(text(api, "identifier"), c.request.Host)
	}
	if c.tenant.resourceServerByIdentifier(text(api, "identifier")) != nil {
		// Assumption: the wording; only the status is documented.
		return reply{}, conflict("A resource server with the same identifier already exists")
	}
	applyResourceServerDefaults(api)
	c.tenant.resourceServers.add(text(api, "id"), api, c.now)
	return created(resourceServerKeys.arrange(showResourceServer(api)))
}

func getResourceServer(c *call) (reply, error) {
	api := c.resourceServer()
	if api == nil {
		return reply{}, errResourceServerMissing
	}
	return ok(resourceServerKeys.arrange(c.selectFields(showResourceServer(api))))
}

func updateResourceServer(c *call) (reply, error) {
	api := c.resourceServer()
	if api == nil {
		return reply{}, errResourceServerMissing
	}
	if flag(api, "is_system") {
		return reply{}, errSystemAPI
	}
	next := clone(api)
	merge(next, clone(c.object()), func(key string) bool { return key == "subject_type_authorization" })
	applySigningSecret(next)
	c.tenant.resourceServers.set(text(api, "id"), next)
	return ok(resourceServerKeys.arrange(showResourceServer(next)))
}

// deleteResourceServer deletes an API. Its client grants stay listed with an audience that no API has, as users of other
// tools have reported. Of the system APIs only those under the tenant's domain are refused: the one for express configuration was seen to go.
func deleteResourceServer(c *call) (reply, error) {
	api := c.resourceServer()
	if _, own := c.tenant.systemPath(text(api, "identifier"), c.tenant.domain()); own {
		return reply{}, errSystemAPI
	}
	if api != nil {
		c.tenant.resourceServers.remove(text(api, "id"))
	}
	return noContent()
}

// resourceServer finds the API of the path, which may hold an id or an identifier. Identifiers that were encoded twice are
// found too, as at Auth0.
func (c *call) resourceServer() object {
	id := c.id("id")
	if api := c.tenant.resourceServer(c.tenant.canonicalAudience(id, c.request.Host)); api != nil {
		return api
	}
	if decoded, err := url.PathUnescape(id); err == nil {
		return c.tenant.resourceServer(c.tenant.canonicalAudience(decoded, c.request.Host))
	}
	return nil
}
