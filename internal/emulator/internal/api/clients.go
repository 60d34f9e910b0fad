package api

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// clientKeys is the key order of applications.
var clientKeys = object.Order{
	"tenant", "global", "owners", "is_token_endpoint_ip_header_trusted", "name", "description", "is_first_party",
	"third_party_security_mode", "redirection_policy", "oidc_conformant", "sso_disabled", "cross_origin_auth",
	"cross_origin_authentication", "refresh_token", "encrypted", "signing_keys", "client_id", "callback_url_template",
	"client_secret", "jwt_configuration", "callbacks", "token_endpoint_auth_method", "app_type", "grant_types",
	"custom_login_page_on",
}

// Scopes and the members of an application they open.
var (
	summaryMembers = []string{"client_id", "app_type", "name", "description"}
	keyMembers     = []string{"client_secret", "client_authentication_methods", "encryption_key", "signing_keys"}
	keyScopes      = anyOf{"read:client_keys", "read:client_credentials"}
	memberScopes   = anyOf{"read:clients", "read:client_keys"}

	updateClientScopes = anyOf{"update:clients", "update:client_keys", "update:client_credentials"}
)

func clientEndpoints() []endpoint {
	return []endpoint{
		{http.MethodGet, "/clients", []anyOf{readClients}, schema.Queries["clients"], nil, listClients},
		{http.MethodPost, "/clients", one("create:clients"), schema.Queries["none"], schema.Clients.Create, createClient},
		{http.MethodGet, "/clients/{id}", []anyOf{readClients}, schema.Queries["client"], nil, getClient},
		{
			http.MethodPatch,
			"/clients/{id}",
			[]anyOf{updateClientScopes},
			schema.Queries["none"],
			schema.Clients.Update,
			updateClient,
		},
		{http.MethodDelete, "/clients/{id}", one("delete:clients"), schema.Queries["none"], nil, deleteClient},
		{
			http.MethodPost,
			"/clients/{id}/rotate-secret",
			one("update:client_keys"),
			schema.Queries["none"],
			nil,
			rotateClientSecret,
		},
		{
			http.MethodGet,
			"/clients/{id}/connections",
			[]anyOf{{"read:connections"}, {"read:clients", "read:client_summary"}},
			schema.Queries["client-connections"],
			nil,
			listClientConnections,
		},
	}
}

func listClients(c *call) (answer.Reply, error) {
	match, err := c.clientFilter()
	if err != nil {
		return answer.Reply{}, err
	}
	if err := c.requireFields(); err != nil {
		return answer.Reply{}, err
	}
	clients := c.tenant.Clients
	find := func() []*tenant.Record {
		// The global client was always seen last.
		return append(
			clients.Matching(func(client object.Object) bool { return !object.Flag(client, "global") && match(client) }),
			clients.Matching(func(client object.Object) bool { return object.Flag(client, "global") && match(client) })...)
	}
	var rows []*tenant.Record
	if c.given("q") { // depends on grants too, so its rows are not kept
		rows = find()
	} else {
		rows = clients.Listed(c.filters(), find)
	}
	return c.page(listing{key: "clients", rows: rows, checkpoint: true, show: func(client object.Object) any {
		return clientKeys.Arrange(c.selectFields(c.readable(client), "tenant"))
	}})
}

// clientFilter returns the condition of the query.
func (c *call) clientFilter() (func(object.Object) bool, error) {
	if c.given("q") {
		return c.clientSearch()
	}
	appTypes := strings.FieldsFunc(object.Text(c.query, "app_type"), func(r rune) bool { return r == ',' })
	return func(client object.Object) bool {
		for _, name := range []string{"is_global", "is_first_party"} {
			if want, given := c.query[name].(bool); given &&
				object.Flag(client, strings.Replace(name, "is_global", "global", 1)) != want {
				return false
			}
		}
		if id := object.Text(c.query, "external_client_id"); id != "" && object.Text(client, "external_client_id") != id {
			return false
		}
		return len(appTypes) == 0 || slices.Contains(appTypes, object.Text(client, "app_type"))
	}, nil
}

// clientSearch handles the two searches that q allows.
//
// Assumption: the wording of refusals.
func (c *call) clientSearch() (func(object.Object) bool, error) {
	if c.given("is_global", "is_first_party", "app_type", "external_client_id") {
		return nil, answer.BadRequest("invalid_query_string", "q cannot be used with other filters")
	}
	if !c.given("take", "from") {
		return nil, answer.BadRequest("invalid_query_string", "q requires checkpoint pagination")
	}
	q := object.Text(c.query, "q")
	granted := func(match func(grant object.Object) bool) func(object.Object) bool {
		return func(client object.Object) bool {
			return c.tenant.ClientGrants.Find(func(grant object.Object) bool {
				return object.Text(grant, "client_id") == object.Text(client, "client_id") && match(grant)
			}) != nil
		}
	}
	if organization, found := strings.CutPrefix(q, "client_grant.organization_id:"); found {
		return granted(func(grant object.Object) bool {
			return slices.Contains(
				c.tenant.OrganizationGrants,
				tenant.OrganizationClientGrant{OrganizationID: organization, GrantID: object.Text(grant, "id")},
			)
		}), nil
	}
	if q == "client_grant.allow_any_organization:true" {
		return granted(func(grant object.Object) bool { return object.Flag(grant, "allow_any_organization") }), nil
	}
	return nil, answer.BadRequest("invalid_query_string", "Invalid query: %s", q)
}

func createClient(c *call) (answer.Reply, error) {
	body := c.object()
	if _, sent := body["client_authentication_methods"]; sent {
		if err := c.caller.require(anyOf{"create:client_credentials"}); err != nil {
			return answer.Reply{}, err
		}
	}
	client := object.WithoutNulls(object.Clone(body))
	rules.ApplyClientDefaults(client, c.tenant, c.now)
	if err := rules.CheckNewClient(c.tenant, client, body); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckClientReferences(c.tenant, client); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckQuota(c.tenant); err != nil {
		return answer.Reply{}, err
	}
	keys, err := rules.TakeCredentials(c.tenant, client, c.now)
	if err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckNewCredentials(c.tenant, object.Text(client, "client_id"), keys...); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.LinkResourceServer(c.tenant, client); err != nil {
		return answer.Reply{}, err
	}
	for _, key := range keys {
		c.tenant.Credentials.Add(object.Text(key, "id"), key, c.now)
	}
	c.tenant.Clients.Add(object.Text(client, "client_id"), client, c.now)
	rules.EnableConnections(c.tenant, client)

	shown := withoutUnusedSecret(object.Clone(client))
	showWhole(shown, keys)
	shown["encrypted"] = true
	if shown["signing_keys"], err = c.signingKeys("/CN="+c.tenant.Domain(), true); err != nil {
		return answer.Reply{}, err
	}
	return answer.Created(clientKeys.Arrange(shown))
}

func getClient(c *call) (answer.Reply, error) {
	client := c.tenant.Clients.Get(c.id("id"))
	if client == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	if err := c.requireFields(); err != nil {
		return answer.Reply{}, err
	}
	return answer.OK(clientKeys.Arrange(c.selectFields(c.readable(client))))
}

// updateClient merges a change into an application.
//
// Assumption: refresh_token null removes the member like every other null.
func updateClient(c *call) (answer.Reply, error) {
	current := c.tenant.Clients.Get(c.id("id"))
	if current == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	update := c.object()
	for key := range update {
		if err := c.caller.require(updateScope(key)); err != nil {
			return answer.Reply{}, err
		}
	}
	if err := rules.CheckClientUpdate(c.tenant, current, update); err != nil {
		return answer.Reply{}, err
	}
	next := object.Clone(current)
	object.Merge(next, object.Clone(update), rules.MergesDeep)
	rules.CompleteUpdate(next, update, c.now)
	if err := rules.CheckClient(c.tenant, next); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckClientReferences(c.tenant, next); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckCredentialReferences(c.tenant, next); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.Clients.Set(c.id("id"), next)
	return c.showUpdated(next, c.caller.has(keyScopes...))
}

func deleteClient(c *call) (answer.Reply, error) {
	id := c.id("id")
	if object.Flag(c.tenant.Clients.Get(id), "global") {
		// Assumption: the wording; that the global client is refused with 400 is documented.
		return answer.Reply{}, answer.BadRequest("operation_not_supported", "The global client cannot be deleted")
	}
	rules.RemoveClient(c.tenant, id)
	return answer.NoContent()
}

func rotateClientSecret(c *call) (answer.Reply, error) {
	client := c.tenant.Clients.Get(c.id("id"))
	if client == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	if client["client_authentication_methods"] != nil {
		// Assumption: the wording; that such applications cannot rotate is documented.
		return answer.Reply{}, answer.BadRequest("operation_not_supported", "The client does not authenticate with a secret")
	}
	next := maps.Clone(client)
	next["client_secret"] = tenant.NewClientSecret()
	next["updated_at"] = c.now.UTC().Format(object.TimeFormat)
	c.tenant.Clients.Set(c.id("id"), next)
	return c.showUpdated(next, true)
}

// showUpdated answers a change of an application. Unlike a read, it shows signing keys with another subject, and lacks
// the members that say that a document describes the application.
func (c *call) showUpdated(client object.Object, withKeys bool) (answer.Reply, error) {
	shown := withoutUnusedSecret(object.Clone(client))
	signingKeys, err := c.signingKeys("/CN="+c.tenant.Domain(), false)
	if err != nil {
		return answer.Reply{}, err
	}
	shown["signing_keys"] = signingKeys
	if !withKeys {
		for _, key := range keyMembers {
			delete(shown, key)
		}
	}
	if rules.IsSelfDescribed(client) && c.tenant.Variants[tenant.CimdMembersOmitted] {
		for _, key := range []string{"external_client_id", "external_metadata_type", "external_metadata_created_by"} {
			delete(shown, key)
		}
	}
	return answer.OK(clientKeys.Arrange(shown))
}
