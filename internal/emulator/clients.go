package emulator

import (
	"maps"
	"slices"
	"strings"
)

// clientKeys is the key order of applications.
var clientKeys = keyOrder{
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

func listClients(c *call) (reply, error) {
	match, err := c.clientFilter()
	if err != nil {
		return reply{}, err
	}
	if err := c.requireFields(); err != nil {
		return reply{}, err
	}
	clients := c.tenant.clients
	find := func() []*record {
		// The global client was always seen last.
		return append(
			clients.where(func(client object) bool { return !flag(client, "global") && match(client) }),
			clients.where(func(client object) bool { return flag(client, "global") && match(client) })...)
	}
	var rows []*record
	if c.given("q") { // looks at grants as well, and is not remembered
		rows = find()
	} else {
		rows = clients.listed(c.filters(), find)
	}
	return c.page(listing{key: "clients", rows: rows, checkpoint: true, show: func(client object) any {
		return clientKeys.arrange(c.selectFields(c.readable(client), "tenant"))
	}})
}

// clientFilter turns the query into a condition.
func (c *call) clientFilter() (func(object) bool, error) {
	if c.given("q") {
		return c.clientSearch()
	}
	appTypes := strings.FieldsFunc(text(c.query, "app_type"), func(r rune) bool { return r == ',' })
	return func(client object) bool {
		for _, name := range []string{"is_global", "is_first_party"} {
			if want, given := c.query[name].(bool); given && flag(client, strings.Replace(name, "is_global", "global", 1)) != want {
				return false
			}
		}
		if id := text(c.query, "external_client_id"); id != "" && text(client, "external_client_id") != id {
			return false
		}
		return len(appTypes) == 0 || slices.Contains(appTypes, text(client, "app_type"))
	}, nil
}

// clientSearch handles the two searches q knows.
//
// Assumption: the wording of refusals.
func (c *call) clientSearch() (func(object) bool, error) {
	if c.given("is_global", "is_first_party", "app_type", "external_client_id") {
		return nil, badRequest("invalid_query_string", "q cannot be used with other filters")
	}
	if !c.given("take", "from") {
		return nil, badRequest("invalid_query_string", "q requires checkpoint pagination")
	}
	q := text(c.query, "q")
	granted := func(match func(grant object) bool) func(object) bool {
		return func(client object) bool {
			return c.tenant.clientGrants.find(func(grant object) bool {
				return text(grant, "client_id") == text(client, "client_id") && match(grant)
			}) != nil
		}
	}
	if organization, found := strings.CutPrefix(q, "client_grant.organization_id:"); found {
		return granted(func(grant object) bool {
			return slices.Contains(c.tenant.organizationGrants, OrganizationClientGrant{organization, text(grant, "id")})
		}), nil
	}
	if q == "client_grant.allow_any_organization:true" {
		return granted(func(grant object) bool { return flag(grant, "allow_any_organization") }), nil
	}
	return nil, badRequest("invalid_query_string", "Invalid query: %s", q)
}

func createClient(c *call) (reply, error) {
	body := c.object()
	if _, sent := body["client_authentication_methods"]; sent {
		if err := c.caller.require(anyOf{"create:client_credentials"}); err != nil {
			return reply{}, err
		}
	}
	client := withoutNulls(clone(body))
	applyClientDefaults(client, c.tenant, c.now)
	if err := c.tenant.checkNewClient(client, body); err != nil {
		return reply{}, err
	}
	if err := c.tenant.checkClientReferences(client); err != nil {
		return reply{}, err
	}
	if err := c.tenant.checkQuota(); err != nil {
		return reply{}, err
	}
	keys, err := c.tenant.takeCredentials(client, c.now)
	if err != nil {
		return reply{}, err
	}
	if err := c.tenant.checkNewCredentials(text(client, "client_id"), keys...); err != nil {
		return reply{}, err
	}
	if err := c.tenant.linkResourceServer(client); err != nil {
		return reply{}, err
	}
	for _, key := range keys {
		c.tenant.credentials.add(text(key, "id"), key, c.now)
	}
	c.tenant.clients.add(text(client, "client_id"), client, c.now)
	c.tenant.enableConnections(client)

	shown := withoutUnusedSecret(clone(client))
	showWhole(shown, keys)
	shown["encrypted"] = true
	if shown["signing_keys"], err = c.signingKeys("/CN="+c.tenant.domain(), true); err != nil {
		return reply{}, err
	}
	return created(clientKeys.arrange(shown))
}

func getClient(c *call) (reply, error) {
	client := c.tenant.clients.get(c.id("id"))
	if client == nil {
		return reply{}, errClientMissing
	}
	if err := c.requireFields(); err != nil {
		return reply{}, err
	}
	return ok(clientKeys.arrange(c.selectFields(c.readable(client))))
}

// updateClient merges a change into an application.
//
// Assumption: refresh_token null removes the member like every other null.
func updateClient(c *call) (reply, error) {
	current := c.tenant.clients.get(c.id("id"))
	if current == nil {
		return reply{}, errClientMissing
	}
	update := c.object()
	for key := range update {
		if err := c.caller.require(updateScope(key)); err != nil {
			return reply{}, err
		}
	}
	if err := c.tenant.checkClientUpdate(current, update); err != nil {
		return reply{}, err
	}
	next := clone(current)
	merge(next, clone(update), mergesDeep)
	completeUpdate(next, update, c.now)
	if err := c.tenant.checkClient(next); err != nil {
		return reply{}, err
	}
	if err := c.tenant.checkClientReferences(next); err != nil {
		return reply{}, err
	}
	if err := c.tenant.checkCredentialReferences(next); err != nil {
		return reply{}, err
	}
	c.tenant.clients.set(c.id("id"), next)
	return c.showUpdated(next, c.caller.has(keyScopes...))
}

func deleteClient(c *call) (reply, error) {
	id := c.id("id")
	if flag(c.tenant.clients.get(id), "global") {
		// Assumption: the wording; that the global client is refused with 400 is documented.
		return reply{}, badRequest("operation_not_supported", "The global client cannot be deleted")
	}
	c.tenant.removeClient(id)
	return noContent()
}

func rotateClientSecret(c *call) (reply, error) {
	client := c.tenant.clients.get(c.id("id"))
	if client == nil {
		return reply{}, errClientMissing
	}
	if client["client_authentication_methods"] != nil {
		// Assumption: the wording; that such applications cannot rotate is documented.
		return reply{}, badRequest("operation_not_supported", "The client does not authenticate with a secret")
	}
	next := maps.Clone(client)
	next["client_secret"] = newClientSecret()
	next["updated_at"] = c.now.UTC().Format(timestamp)
	c.tenant.clients.set(c.id("id"), next)
	return c.showUpdated(next, true)
}

// showUpdated answers a change of an application. Its signing keys then carry another subject than in a read, and what says
// that a document describes it is missing.
func (c *call) showUpdated(client object, withKeys bool) (reply, error) {
	shown := withoutUnusedSecret(clone(client))
	signingKeys, err := c.signingKeys("/CN="+c.tenant.domain(), false)
	if err != nil {
		return reply{}, err
	}
	shown["signing_keys"] = signingKeys
	if !withKeys {
		for _, key := range keyMembers {
			delete(shown, key)
		}
	}
	if isSelfDescribed(client) && c.tenant.variants[cimdMembersOmitted] {
		for _, key := range []string{"external_client_id", "external_metadata_type", "external_metadata_created_by"} {
			delete(shown, key)
		}
	}
	return ok(clientKeys.arrange(shown))
}

// readable returns what the caller's scopes show of an application.
func (c *call) readable(client object) object {
	out := object{}
	for key, value := range client {
		if c.mayRead(key) {
			out[key] = value
		}
	}
	if _, own := client["signing_keys"]; !own && c.mayRead("signing_keys") && !flag(client, "global") {
		if signingKeys, err := c.signingKeys("deprecated", false); err == nil {
			out["signing_keys"] = signingKeys
		}
	}
	return withoutUnusedSecret(out)
}

// withoutUnusedSecret takes the secret out of an application that authenticates with keys or certificates.
//
// Assumption: the application keeps it, and shows it again once it authenticates with it.
func withoutUnusedSecret(client object) object {
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
			return insufficientScope(keyScopes...)
		}
		return insufficientScope(memberScopes...)
	}
	return nil
}

// signingKeys is the member of that name. The private key, which Auth0 shows in the answer to a create only, is masked.
func (c *call) signingKeys(subject string, withPrivate bool) ([]any, error) {
	cert, err := c.keys.certificate(c.tenant.domain())
	if err != nil {
		return nil, err
	}
	key := object{"cert": cert, "pkcs7": masking, "subject": subject}
	if withPrivate {
		key["key"] = masking
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
