package api

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var resourceServerKeys = object.Order{
	"id",
	"name",
	"identifier",
	"client_id",
	"is_system",
	"allow_offline_access",
	"skip_consent_for_verifiable_first_party_clients",
	"subject_type_authorization",
	"token_lifetime",
	"token_lifetime_for_web",
	"signing_alg",
	"signing_secret",
	"scopes",
}

func resourceServerEndpoints() []endpoint {
	return []endpoint{
		{
			http.MethodGet,
			"/resource-servers",
			one("read:resource_servers"),
			schema.Queries["resource-servers"],
			nil,
			listResourceServers,
		},
		{
			http.MethodPost,
			"/resource-servers",
			one("create:resource_servers"),
			schema.Queries["none"],
			schema.ResourceServers.Create,
			createResourceServer,
		},
		{
			http.MethodGet,
			"/resource-servers/{id}",
			one("read:resource_servers"),
			schema.Queries["resource-server"],
			nil,
			getResourceServer,
		},
		{
			http.MethodPatch,
			"/resource-servers/{id}",
			one("update:resource_servers"),
			schema.Queries["none"],
			schema.ResourceServers.Update,
			updateResourceServer,
		},
		{
			http.MethodDelete,
			"/resource-servers/{id}",
			one("delete:resource_servers"),
			schema.Queries["none"],
			nil,
			deleteResourceServer,
		},
	}
}

func listResourceServers(c *call) (answer.Reply, error) {
	identifiers := object.List(c.query, "identifiers")
	for i, identifier := range identifiers {
		identifiers[i] = c.tenant.CanonicalAudience(identifier, c.request.Host)
	}
	rows := c.tenant.ResourceServers.Matching(func(api object.Object) bool {
		return len(identifiers) == 0 || slices.Contains(identifiers, object.Text(api, "identifier"))
	})
	return c.page(listing{key: "resource_servers", rows: rows, show: func(api object.Object) any {
		return resourceServerKeys.Arrange(c.selectFields(rules.ShowResourceServer(api)))
	}})
}

func createResourceServer(c *call) (answer.Reply, error) {
	api := object.WithoutNulls(object.Clone(c.object()))
	path, system := c.tenant.SystemPath(object.Text(api, "identifier"), c.request.Host)
	if system {
		if err := rules.ActivateSystemAPI(api, path); err != nil {
			return answer.Reply{}, err
		}
		api["identifier"] = c.tenant.CanonicalAudience(object.Text(api, "identifier"), c.request.Host)
	}
	if c.tenant.ResourceServerByIdentifier(object.Text(api, "identifier")) != nil {
		// Assumption: the wording; only the status is documented.
		return answer.Reply{}, answer.Conflict("A resource server with the same identifier already exists")
	}
	rules.ApplyResourceServerDefaults(api)
	c.tenant.ResourceServers.Add(object.Text(api, "id"), api, c.now)
	return answer.Created(resourceServerKeys.Arrange(rules.ShowResourceServer(api)))
}

func getResourceServer(c *call) (answer.Reply, error) {
	api := c.resourceServer()
	if api == nil {
		return answer.Reply{}, answer.ErrResourceServerMissing
	}
	return answer.OK(resourceServerKeys.Arrange(c.selectFields(rules.ShowResourceServer(api))))
}

func updateResourceServer(c *call) (answer.Reply, error) {
	api := c.resourceServer()
	if api == nil {
		return answer.Reply{}, answer.ErrResourceServerMissing
	}
	if object.Flag(api, "is_system") {
		return answer.Reply{}, rules.ErrSystemAPI
	}
	next := object.Clone(api)
	object.Merge(next, object.Clone(c.object()), func(key string) bool {
		return key == "subject_type_authorization" && c.tenant.Variants[tenant.PolicyMerged]
	})
	rules.ApplySigningSecret(next)
	c.tenant.ResourceServers.Set(object.Text(api, "id"), next)
	return answer.OK(resourceServerKeys.Arrange(rules.ShowResourceServer(next)))
}

// deleteResourceServer deletes an API. Its client grants stay listed with an audience that no API has, as users of
// other tools have reported. Only the system APIs under the tenant's domain cannot be deleted; the one for express
// configuration was seen to be deleted.
func deleteResourceServer(c *call) (answer.Reply, error) {
	api := c.resourceServer()
	if _, own := c.tenant.SystemPath(object.Text(api, "identifier"), c.tenant.Domain()); own {
		return answer.Reply{}, rules.ErrSystemAPI
	}
	if api != nil {
		c.tenant.ResourceServers.Remove(object.Text(api, "id"))
	}
	return answer.NoContent()
}

// resourceServer finds the API of the path, which contains an id or an identifier. As at Auth0, an identifier may be
// encoded twice.
func (c *call) resourceServer() object.Object {
	id := c.id("id")
	if api := c.tenant.ResourceServer(c.tenant.CanonicalAudience(id, c.request.Host)); api != nil {
		return api
	}
	if decoded, err := url.PathUnescape(id); err == nil {
		return c.tenant.ResourceServer(c.tenant.CanonicalAudience(decoded, c.request.Host))
	}
	return nil
}
